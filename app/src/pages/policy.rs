//! The policy that customers agreed to: its clauses, each in all its editions, and the form for a new one.

mod edition;

use docket::people::Act;
use docket::policy::Clause;
use docket::words::Language;
use leptos::prelude::*;

pub use edition::write;

use crate::render::Page;
use crate::say;
use crate::ui::differs::Differs;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::tag::SeverityMark;
use crate::ui::{Bar, Day, Frame};
use crate::words::t;

/// Every clause in its newest edition.
pub fn list(frame: Frame, clauses: Vec<Clause>) -> Page {
    Page::staff(t("Policy"), move || {
        let zone = frame.zone;
        let keeps = frame.who.may(Act::KeepPolicy);
        let aside = keeps
            .then(|| view! { <div class="head__acts"><a class="button button--primary" href="/policy/new">{t("Write a new clause")}</a></div> });
        let meta = view! { {count(clauses.len(), "clause", "clauses")} {t(". A case cites a clause in the edition that was in force when it was opened.")} };
        let rows = clauses.into_iter().map(|clause| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">
                        <a href=format!("/policy/{}", clause.code) data-row>
                            <span class="listing__number">{clause.code.clone()}</span> " " {clause.title.clone()}
                        </a>
                    </th>
                    <td role="cell">{t(clause.category.name())}</td>
                    <td role="cell"><SeverityMark severity=clause.severity() /></td>
                    <td role="cell">{hours(clause.default_hours)} <span class="listing__unit">{t(" to answer")}</span></td>
                    <td role="cell" class="listing__less">{clause.strike_days()} {t(" days")}</td>
                    <td role="cell"><Day at=clause.published_at zone /></td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        view! {
            <Bar frame=frame here="policy" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Policy") meta=meta.into_any() aside=aside.into_any() />
                <Listing
                    caption=t("Clauses in force")
                    heads=vec![t("Clause"), t("Category"), t("Severity"), t("Time to answer"), t("A strike counts"), t("Published")]
                >
                    {rows}
                </Listing>
                {(!keeps).then(|| view! { <p class="acts__why">{t("Leads and counsel publish clauses. Your role reads them.")}</p> })}
            </main>
        }
    })
}

/// One clause: its newest edition in both languages, and each edition beside the one before it.
pub fn show(frame: Frame, editions: Vec<Clause>) -> Page {
    let code = editions.first().map(|clause| clause.code.clone()).unwrap_or_default();
    Page::staff(say!("Clause {}", code), move || {
        let zone = frame.zone;
        let newest = editions[0].clone();
        let keeps = frame.who.may(Act::KeepPolicy);
        let acts = keeps.then(|| {
            view! { <div class="head__acts"><a class="button button--primary" href=format!("/policy/{code}/edition")>{t("Write a new edition")}</a></div> }
        });
        let meta = view! { {t("Edition of ")} {newest.edition.clone()} {t(", in force since ")} <Day at=newest.published_at zone /> "." };
        let facts = vec![
            fact(t("Category"), t(newest.category.name())),
            fact(t("Severity"), view! { <SeverityMark severity=newest.severity() /> }),
            fact(t("Time to answer"), hours(newest.default_hours)),
            fact(t("A strike counts"), say!("{} days from its effect", newest.strike_days())),
            fact(t("Letters cite it as"), newest.cite()),
            fact(t("In French as"), view! { <span lang="fr">{newest.cite_in(Language::Fr)}</span> }),
        ];
        let before: Vec<Option<Clause>> = editions.iter().skip(1).cloned().map(Some).chain([None]).collect();
        let history = editions.into_iter().zip(before).map(|(edition, before)| history(edition, before, zone));
        let history = history.collect_view();
        view! {
            <Bar frame=frame here="policy" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head
                    back=("/policy".to_owned(), t("Policy").to_owned())
                    number=newest.code.clone()
                    title=newest.title.clone()
                    meta=meta.into_any()
                    aside=acts.into_any()
                />
                <div>
                    <section class="prose" aria-labelledby="english">
                        <h2 id="english">{t("In English")}</h2>
                        <p>{newest.text.clone()}</p>
                    </section>
                    <section class="prose" aria-labelledby="french" lang="fr">
                        <h2 id="french">"En français"</h2>
                        <p><strong>{newest.title_in(Language::Fr).to_owned()}</strong></p>
                        <p>{newest.text_fr.clone()}</p>
                    </section>
                    <section class="page__section" aria-labelledby="editions">
                        <h2 id="editions">{t("Editions, newest first")}</h2>
                        <ul class="entries">{history}</ul>
                    </section>
                </div>
                <aside class="page__rail side" aria-label=t("Facts")>
                    <h2 class="section-title">{t("Facts")}</h2>
                    <Facts facts />
                </aside>
            </main>
        }
    })
}

fn history(edition: Clause, before: Option<Clause>, zone: docket::time::zone::Zone) -> impl IntoView {
    let what = match before {
        None => view! { <p class="soft">{t("The first edition that this desk knows.")}</p> }.into_any(),
        Some(before) => {
            let mut facts = Vec::new();
            let mut pair = |term: &str, old: String, new: String, lang: Option<&'static str>| {
                if old != new {
                    facts.push(fact(term, view! { <span lang=lang><Differs old new /></span> }));
                }
            };
            pair(t("Title"), before.title.clone(), edition.title.clone(), None);
            pair(t("French title"), before.title_fr.clone(), edition.title_fr.clone(), Some("fr"));
            pair(t("Text"), before.text.clone(), edition.text.clone(), None);
            pair(t("French text"), before.text_fr.clone(), edition.text_fr.clone(), Some("fr"));
            pair(t("Category"), t(before.category.name()).into(), t(edition.category.name()).into(), None);
            pair(t("Severity"), t(before.severity().name()).into(), t(edition.severity().name()).into(), None);
            pair(t("Time to answer"), hours(before.default_hours), hours(edition.default_hours), None);
            let days = |clause: &Clause| say!("{} days", clause.strike_days());
            pair(t("A strike counts"), days(&before), days(&edition), None);
            view! { <p class="soft">{t("Against the edition of ")} {before.edition} ":"</p> <Facts facts /> }.into_any()
        }
    };
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title">{t("Edition of ")} {edition.edition}</h3>
                <p class="entries__meta">{t("Published ")} <Day at=edition.published_at zone /></p>
                {what}
            </div>
        </li>
    }
}

/// "72 hours"
fn hours(hours: u32) -> String {
    count(hours as usize, "hour", "hours")
}
