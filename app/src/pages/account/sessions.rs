//! Where one is signed in, and the way to end it.

use docket::time::Moment;
use leptos::prelude::*;

use super::{Parts, Said};
use crate::render::Page;
use crate::ui::{Bar, Frame};
use crate::words::{language, t};

/// One of the reader's sessions.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// Names the row; worth nothing as a cookie.
    pub id: String,
    /// "Firefox on Linux"
    pub browser: String,
    pub address: String,
    pub since: Moment,
    pub seen: Moment,
    /// The one that shows this page.
    pub this: bool,
}

pub fn sessions(frame: Frame, lines: Vec<SessionLine>, ended: bool) -> Page {
    Page::staff(t("Your sessions"), move || {
        let zone = frame.zone;
        let when = move |at: Moment| {
            let shown = zone.show(at, language());
            view! { <time datetime=at.rfc3339() title=shown.utc>{shown.date} " " {shown.time}</time> }
        };
        let others = lines.iter().filter(|line| !line.this).count();
        let items = lines.into_iter().map(|line| {
            let from = if line.address.is_empty() { t("an unknown address").to_owned() } else { line.address };
            let act = if line.this {
                view! { <span class="tag tag--ours">{t("This one")}</span> }.into_any()
            } else {
                view! {
                    <form method="post" action="/account/sessions/end">
                        <input type="hidden" name="session" value=line.id />
                        <button class="button button--small" data-row>{t("End")} <span class="unseen">{t(" the session of ")} {line.browser.clone()}</span></button>
                    </form>
                }
                .into_any()
            };
            view! {
                <li class="entries__item">
                    <div class="entries__body">
                        <h2 class="entries__title">{line.browser}</h2>
                        <p class="entries__meta">
                            {t("From ")} <span class="mono">{from}</span> {t(", since ")} {when(line.since)} {t(", last seen ")} {when(line.seen)}
                        </p>
                    </div>
                    <div class="entries__acts">{act}</div>
                </li>
            }
        });
        let items = items.collect_view();
        let all = (others > 0).then(|| {
            view! {
                <form class="page__section" method="post" action="/account/sessions/end-others">
                    <button class="button">{t("End all the others")}</button>
                </form>
            }
        });
        view! {
            <Bar frame=frame.clone() here="account" />
            <main class="page" id="main" tabindex="-1">
                <Parts frame here="/account/sessions" />
                <Said words=ended.then_some(t("It is ended. Whoever used it is signed out.")) />
                <p class="page__section prose">
                    {t("A session ends by itself after half an hour without a page, and twelve hours after you signed in.")}
                </p>
                <ul class="entries" data-rows>{items}</ul>
                {all}
            </main>
        }
    })
}
