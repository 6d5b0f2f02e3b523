//! What fell due: piece by piece, with what holds keep of it. Whoever confirms sees first what goes.

use docket::desk::retention::DisposalView;
use docket::desk::retention::due::Due;
use docket::people::Act;
use docket::retention::DisposalStage;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::{Bar, Day, ErrorSummary, FormState, Frame, Hidden, PasswordAgain, TextArea};
use crate::words::t;

/// Which form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    None,
    Confirm,
    Drop,
}

pub fn show(frame: Frame, view: DisposalView, part: Part, form: FormState) -> Page {
    Page::staff(say!("What fell due, R-{}", view.disposal.number), move || {
        let zone = frame.zone;
        let one = &view.disposal;
        let blank = FormState { command: form.command.clone(), ..FormState::default() };
        let of = |which: Part| if part == which { form.clone() } else { blank.clone() };
        let meta = view! {
            {t("From before ")} <Day at=one.before zone /> {t(". Proposed ")} <When at=one.proposed_at zone /> "."
        };
        let stage = match &one.stage {
            DisposalStage::Proposed => ().into_any(),
            DisposalStage::Destroyed { at, by, things, bytes, values } => view! {
                <p class="heed">
                    {t("Destroyed ")} <When at=*at zone /> {t(", confirmed by ")} {view.names.of(*by).to_owned()} ": "
                    {say!("{}, {}, {}.", count(*things as usize, "item", "items"), count(*bytes as usize, "piece of evidence", "pieces of evidence"), count(*values as usize, "personal value", "personal values"))}
                    " " {t("The ledger keeps their hashes, so every proof still holds.")}
                </p>
            }
            .into_any(),
            DisposalStage::Dropped { at, by, reason } => view! {
                <section class="heed">
                    <p>{t("Put aside ")} <When at=*at zone /> {t(" by ")} {view.names.of(*by).to_owned()} {t(". Nothing was destroyed.")}</p>
                    <blockquote class="side__quote">{paragraphs(reason.show())}</blockquote>
                </section>
            }
            .into_any(),
        };
        let open = one.is_open();
        let acts =
            (open && frame.who.may(Act::Approve)).then(|| acts(&frame, &view, of(Part::Confirm), of(Part::Drop)));
        let reads = frame.who.may(Act::ReadCases);
        let due = open.then(|| due(&frame, &view.due, reads));
        let held = (!view.held.is_empty()).then(|| held(&view, reads));
        let refused = form.is_refused().then(|| view! { <ErrorSummary form=form.clone() /> });
        view! {
            <Bar frame=frame.clone() here="retention" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/retention".to_owned(), t("Retention").to_owned()) number=format!("R-{}", one.number) title=t(one.rule.name()) meta=meta.into_any() />
                {refused}
                {stage}
                {due}
                {held}
                {acts}
            </main>
        }
    })
}

fn link(due: &Due, reads: bool) -> AnyView {
    match reads {
        true => view! { <a href=due.href.clone() data-row>{due.label.clone()}</a> }.into_any(),
        false => due.label.clone().into_any(),
    }
}

fn due(frame: &Frame, all: &[Due], reads: bool) -> AnyView {
    let zone = frame.zone;
    if all.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty__why">{t("Nothing of it can go now: holds keep it, or it went otherwise.")}</p>
                <p class="empty__next">{t("Put it aside, or wait until the holds are released.")}</p>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = all
        .iter()
        .map(|one| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">{link(one, reads)}</th>
                    <td role="cell"><span class="listing__unit">{t("At rest since ")}</span><Day at=one.since zone /></td>
                    <td role="cell">{count(one.bytes.len(), "piece of evidence", "pieces of evidence")}</td>
                    <td role="cell">{count(one.values.len(), "personal value", "personal values")}</td>
                </tr>
            }
        })
        .collect();
    let heads = vec![t("What"), t("At rest since"), t("Evidence"), t("Values")];
    view! {
        <section class="page__section" aria-labelledby="goes">
            <h2 id="goes">{t("What goes")}</h2>
            <Listing caption=t("What goes, the oldest first") heads>{rows}</Listing>
        </section>
    }
    .into_any()
}

fn held(view: &DisposalView, reads: bool) -> AnyView {
    let rows: Vec<_> = view
        .held
        .iter()
        .map(|(one, holds)| {
            let holds = holds.iter().enumerate().map(|(place, number)| {
                let comma = if place > 0 { ", " } else { "" };
                let name = format!("H-{number}");
                match reads {
                    true => view! { {comma} <a href=format!("/holds/{number}")>{name}</a> }.into_any(),
                    false => view! { {comma} {name} }.into_any(),
                }
            });
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">{link(one, reads)}</th>
                    <td role="cell"><span class="listing__unit">{t("Kept by ")}</span>{holds.collect_view()}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="page__section" aria-labelledby="held">
            <h2 id="held">{t("What holds keep")}</h2>
            <Listing caption=t("What holds keep, the oldest first") heads=vec![t("What"), t("Kept by")]>{rows}</Listing>
        </section>
    }
    .into_any()
}

fn acts(frame: &Frame, view: &DisposalView, confirm: FormState, drop: FormState) -> impl IntoView + use<> {
    let path = format!("/disposals/{}", view.disposal.number);
    let fresh = frame.who.is_fresh(frame.now);
    let goes = (!view.due.is_empty()).then(|| {
        view! {
            <section class="page__section" aria-labelledby="confirm">
                <h2 id="confirm">{t("Destroy it")}</h2>
                <form class="form" method="post" action=format!("{path}/confirmation") novalidate>
                    <Hidden form=confirm.clone() />
                    <input type="hidden" name="seen" value=view.digest.clone() />
                    <p>{t("What goes is gone for good. The entry in the ledger says what, how many and under which rule.")}</p>
                    <PasswordAgain fresh form=confirm why=t("this cannot be taken back") />
                    <div class="form__acts"><button class="button button--grave">{t("Destroy ")} {view.due.len()}</button></div>
                </form>
            </section>
        }
    });
    let open = drop.is_refused();
    view! {
        {goes}
        <details class="more page__section" open=open>
            <summary>{t("Put it aside")}</summary>
            <form class="form" method="post" action=format!("{path}/end") novalidate>
                <Hidden form=drop.clone() />
                <TextArea form=drop name="reason" label=t("Why is it kept?") rows=3 hint=t("The rounds propose again when a day has passed. For longer, change the rule or place a hold.") />
                <div class="form__acts"><button class="button">{t("Put aside")}</button></div>
            </form>
        </details>
    }
}
