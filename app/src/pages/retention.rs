//! How long things are kept: the rules, what falls due under them, what holds keep, and what was proposed.

use docket::desk::retention::{RetentionView, Ruling};
use docket::people::Act;
use docket::retention::{Disposal, DisposalStage};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::{Bar, Day, ErrorSummary, Field, FormState, Frame, Hidden, TextArea, WhenShort};
use crate::words::t;

/// "730 days", "for ever".
fn kept(days: Option<u32>) -> String {
    match days {
        Some(days) => count(usize::try_from(days).unwrap_or(usize::MAX), "day", "days"),
        None => t("for ever").to_owned(),
    }
}

fn edition(ruling: &Ruling) -> String {
    match ruling.edition {
        0 => t("As shipped").to_owned(),
        edition => say!("Edition {}", edition),
    }
}

/// How much falls due, and what holds keep of it.
fn falls_due(ruling: &Ruling) -> String {
    let due = match (ruling.due, ruling.more) {
        (0, _) => t("nothing").to_owned(),
        (many, true) => say!("more than {}", many),
        (many, false) => many.to_string(),
    };
    match ruling.held {
        0 => due,
        held => say!("{}; holds keep {}", due, held),
    }
}

pub fn list(frame: Frame, view: RetentionView) -> Page {
    Page::staff(t("Retention"), move || {
        let (zone, now) = (frame.zone, frame.now);
        let rows: Vec<_> = view
            .rules
            .iter()
            .map(|ruling| {
                let acts = if ruling.rule.needs_person() { t("A person confirms") } else { t("By itself") };
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row" class="listing__main">
                            <a href=format!("/retention/{}", ruling.rule.word()) data-row>{t(ruling.rule.name())}</a>
                        </th>
                        <td role="cell"><span class="listing__unit">{t("Kept: ")}</span>{kept(ruling.days)}</td>
                        <td role="cell">{edition(ruling)}</td>
                        <td role="cell"><span class="listing__unit">{t("Falls due: ")}</span>{falls_due(ruling)}</td>
                        <td role="cell">{acts}</td>
                    </tr>
                }
            })
            .collect();
        let heads = vec![t("What"), t("Kept"), t("Rule"), t("Falls due now"), t("Then")];
        let proposals: Vec<_> = view
            .disposals
            .iter()
            .map(|one| {
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row" class="listing__main">
                            <a href=format!("/disposals/{}", one.number) data-row><span class="listing__number">"R-" {one.number}</span> " " {t(one.rule.name())}</a>
                        </th>
                        <td role="cell">{one.many}</td>
                        <td role="cell"><WhenShort at=one.proposed_at zone now /></td>
                        <td role="cell">{stage(one)}</td>
                    </tr>
                }
            })
            .collect();
        let proposed = if proposals.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("Nothing has fallen due yet.")}</p>
                    <p class="empty__next">{t("The rounds look once an hour. What falls due is proposed here, and a lead or counsel confirms it.")}</p>
                </div>
            }
            .into_any()
        } else {
            let heads = vec![t("What"), t("How many"), t("Proposed"), t("Stage")];
            view! { <Listing caption=t("What fell due, the newest first") heads>{proposals}</Listing> }.into_any()
        };
        let meta =
            t("Nothing goes while a hold covers it. Names of people are erased from their own page, by two persons.");
        view! {
            <Bar frame=frame.clone() here="retention" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Retention") meta=meta.into_any() />
                <Listing caption=t("How long each kind of thing is kept") heads>{rows}</Listing>
                <p class="soft">{t("Files of exports are kept for seven days. Entries of the ledger are kept for ever.")}</p>
                <section class="page__section" aria-labelledby="proposed">
                    <h2 id="proposed">{t("What fell due")}</h2>
                    {proposed}
                </section>
            </main>
        }
    })
}

fn stage(one: &Disposal) -> AnyView {
    match one.stage {
        DisposalStage::Proposed => view! { <span class="tag tag--draft">{t("Waits")}</span> }.into_any(),
        DisposalStage::Destroyed { .. } => view! { <span class="tag">{t("Destroyed")}</span> }.into_any(),
        DisposalStage::Dropped { .. } => view! { <span class="tag">{t("Put aside")}</span> }.into_any(),
    }
}

pub fn rule(frame: Frame, view: RetentionView, ruling: Ruling, form: FormState) -> Page {
    Page::staff(t(ruling.rule.name()), move || {
        let zone = frame.zone;
        let mut facts = vec![
            fact(t("Kept"), view! { {kept(ruling.days)} ", " {t(ruling.rule.counts_from())} }),
            fact(t("Rule"), edition(&ruling)),
            fact(t("At least"), view! { {kept(Some(ruling.rule.least()))} ". " {t(ruling.rule.why())} }),
            fact(t("Falls due now"), falls_due(&ruling)),
        ];
        if let Some(before) = ruling.before {
            facts.push(fact(t("From before"), view! { <Day at=before zone /> }));
        }
        let editions: Vec<_> = ruling
            .editions
            .iter()
            .map(|one| {
                view! {
                    <li class="entries__item">
                        <div class="entries__body">
                            <h3 class="entries__title">{say!("Edition {}", one.edition)} ": " {kept(one.days)}</h3>
                            <p class="entries__meta">{view.names.of(one.by).to_owned()} ", " <Day at=one.since zone /></p>
                            {paragraphs(one.reason.show())}
                        </div>
                    </li>
                }
            })
            .collect();
        let editions = if editions.is_empty() {
            view! { <p class="soft">{t("Nobody has changed what is shipped.")}</p> }.into_any()
        } else {
            view! { <ul class="entries">{editions}</ul> }.into_any()
        };
        let action = format!("/retention/{}", ruling.rule.word());
        let days = ruling.days.map(|days| days.to_string()).unwrap_or_default();
        let change = frame.who.may(Act::KeepPolicy).then(|| {
            view! {
                <section class="page__section" aria-labelledby="change">
                    <h2 id="change">{t("Publish another edition")}</h2>
                    <form class="form" method="post" action=action novalidate>
                        <ErrorSummary form=form.clone() />
                        <Hidden form=form.clone() />
                        <Field form=form.clone() name="days" label=t("Kept for how many days?") hint=t("Nothing: for ever.") value=days inputmode="numeric" size=6 optional=true />
                        <TextArea form name="reason" label=t("Why?") rows=3 hint=t("It stands in the ledger. Nothing is destroyed by a rule alone.") />
                        <div class="form__acts"><button class="button button--primary">{t("Publish this edition")}</button></div>
                    </form>
                </section>
            }
        });
        view! {
            <Bar frame=frame.clone() here="retention" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/retention".to_owned(), t("Retention").to_owned()) title=t(ruling.rule.name()) />
                <section class="page__section" aria-label=t("The rule")><Facts facts ruled=true /></section>
                <section class="page__section" aria-labelledby="editions"><h2 id="editions">{t("Editions")}</h2>{editions}</section>
                {change}
            </main>
        }
    })
}
