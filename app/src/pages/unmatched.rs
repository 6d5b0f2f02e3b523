//! Complaints that match no customer or several: the reason, and whom it may be about, one press away.

use docket::people::Act;
use docket::view::{UnmatchedRow, UnmatchedView};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::address::harmless;
use crate::ui::due::Due;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::tag::SeverityMark;
use crate::ui::{Bar, FormState, Frame, Hidden, Pager};
use crate::words::{recorded, said, t};

/// `forms` has one for each candidate of each row, in the view's order, and one more for each row's rejection.
pub fn show(frame: Frame, view: UnmatchedView, after: String, forms: Vec<FormState>) -> Page {
    Page::staff(t("Whose is it?"), move || {
        let shown = view.rows.len();
        let mut forms = forms.into_iter();
        let works = frame.who.may(Act::WorkCases);
        let items: Vec<AnyView> = view
            .rows
            .into_iter()
            .map(|row| {
                let own: Vec<FormState> = forms.by_ref().take(row.candidates.len() + 1).collect();
                item(&frame, row, own, works)
            })
            .collect();
        let list = if shown == 0 && !after.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No more of them: this list has come to its end.")}</p>
                    <p class="empty__next"><a href="/inbox/unmatched">{t("Go to its first page")}</a></p>
                </div>
            }
            .into_any()
        } else if shown == 0 {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("Every new complaint has its customer.")}</p>
                    <p class="empty__next"><a href="/inbox">{t("Go to the inbox")}</a></p>
                </div>
            }
            .into_any()
        } else {
            view! { <ul class="entries" data-rows>{items}</ul> }.into_any()
        };
        let pager = (!after.is_empty() || view.next.is_some()).then(|| {
            let first = (!after.is_empty()).then(|| "/inbox/unmatched".to_owned());
            let next = view.next.as_ref().map(|key| href("/inbox/unmatched", &[("after", key)]));
            view! { <Pager range=say!("{} on this page", count(shown, "complaint", "complaints")) first next /> }
        });
        let meta = t("New complaints that match no customer or several. First due first.").into_any();
        view! {
            <Bar frame=frame here="inbox" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/inbox".to_owned(), t("Inbox").to_owned()) title=t("Whose is it?") meta />
                {list}
                {pager}
            </main>
        }
    })
}

fn item(frame: &Frame, row: UnmatchedRow, mut forms: Vec<FormState>, works: bool) -> AnyView {
    let now = frame.now;
    let complaint = row.complaint;
    let number = complaint.number;
    let rejection = forms.pop().unwrap_or_default();
    let locations = complaint.report.locations.get().cloned().unwrap_or_default();
    let about = match locations.first() {
        Some(first) if locations.len() > 1 => say!("{} and {} more", harmless(first), locations.len() - 1),
        Some(first) => harmless(first),
        None => t("No address").to_owned(),
    };
    let none = row.candidates.is_empty();
    let candidates: Vec<AnyView> = row
        .candidates
        .into_iter()
        .zip(forms)
        .map(|(candidate, form)| {
            let act = works.then(|| {
                view! {
                    <form method="post" action=format!("/complaints/{number}/customer")>
                        <Hidden form />
                        <input type="hidden" name="customer" value=candidate.handle.clone() />
                        <input type="hidden" name="back" value="unmatched" />
                        <button class="button button--small">{t("It is ")} <bdi>{candidate.handle.clone()}</bdi> <span class="unseen">", C-" {number}</span></button>
                    </form>
                }
            });
            view! { <div class="acts__row">{act} <p class="acts__why">{said(&candidate.why)}</p></div> }.into_any()
        })
        .collect();
    let reject = works.then(|| {
        view! {
            <form method="post" action=format!("/complaints/{number}/rejection")>
                <Hidden form=rejection />
                <input type="hidden" name="reason" value="It does not lie on our network: nobody here held the address." />
                <input type="hidden" name="back" value="unmatched" />
                <button class="button button--small button--quiet">{t("Not on our network")} <span class="unseen">", C-" {number}</span></button>
            </form>
        }
    });
    let nobody =
        none.then(|| view! { <p class="soft">{t("Nobody ever held it here, as far as the record knows.")}</p> });
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h2 class="entries__title"><a href=format!("/complaints/{number}") data-row>"C-" {number} " " <bdi>{about}</bdi></a></h2>
                <p class="entries__meta">
                    <SeverityMark severity=complaint.report.severity /> " " {t(complaint.report.category.name())} ", " <Due at=complaint.react_by() now />
                </p>
                <p>{recorded(complaint.whose.why())}</p>
                <div class="acts">{candidates} {nobody}</div>
            </div>
            <div class="entries__acts">{reject}</div>
        </li>
    }
    .into_any()
}
