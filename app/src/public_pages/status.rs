//! What became of a report, behind the link that only its reporter has. Nothing on it names a customer or the team.

use docket::complaint::reporter_link::ReporterOutcome;
use docket::desk::complaints::reporter::StatusSheet;
use docket::letters::{found_words, outcome_words};
use docket::time::zone::Zone;
use leptos::prelude::*;

use super::Reader;
use super::parts::{masthead, safe, telephone, to_the_second};
use super::words::{StatusWords, kind, status as words_of};
use crate::render::Page;

pub fn show(reader: Reader, path: String, sheet: StatusSheet, fresh: bool) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    Page::public((words.title)(sheet.number), reader.provider.clone(), move || {
        let language = reader.language;
        let received = to_the_second(sheet.received_at, Zone::UTC, language);
        let shown = sheet.locations.len();
        let more = sheet.many.saturating_sub(shown);
        let locations: Vec<AnyView> = sheet
            .locations
            .iter()
            .map(|one| view! { <li><bdi><code>{safe(one)}</code></bdi></li> }.into_any())
            .collect();
        let more = (more > 0).then(|| view! { <p class="soft">{(words.more)(more)}</p> });
        let found: Vec<AnyView> = sheet
            .found
            .iter()
            .map(|(outcome, many)| view! { <li>{*many} ": " {found_words(*outcome, language)}</li> }.into_any())
            .collect();
        let found = (!found.is_empty()).then(|| view! { <h3>{words.found}</h3> <ul>{found}</ul> });
        let fresh = fresh.then(|| {
            view! {
                <section class="receipt">
                    <p class="receipt__label">{words.reference}</p>
                    <p class="receipt__number">"C-" {sheet.number}</p>
                    <p>{words.keep_link}</p>
                </section>
            }
        });
        let mail = if sheet.by_mail { words.by_mail } else { words.no_mail };
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                <div>
                    <p class="sheet__kicker">{words.kicker} " C-" {sheet.number}</p>
                    <h1>{headline(words, sheet.outcome)}</h1>
                </div>
                <p class="sheet__lead">{outcome_words(sheet.outcome, language)}</p>
                {since(words, &sheet, &reader)}
                {fresh}
                {found}
                {sheet.outcome.is_final().then(|| view! {
                    <section class="part" aria-labelledby="redress">
                        <h2 id="redress">{words.redress_title}</h2>
                        <p>{words.redress}</p>
                        <p>{words.people}</p>
                    </section>
                })}
                {(!sheet.outcome.is_final()).then(|| view! {
                    <section class="part" aria-labelledby="next">
                        <h2 id="next">{words.next_title}</h2>
                        <p>{words.next}</p>
                        <p>{mail}</p>
                    </section>
                })}
                <section class="part" aria-labelledby="what">
                    <h2 id="what">{words.what_title}</h2>
                    <dl class="facts facts--ruled">
                        <dt>{words.received}</dt>
                        <dd><time datetime=sheet.received_at.rfc3339()>{received}</time></dd>
                        <dt>{words.about}</dt>
                        <dd>{kind(sheet.category, language).name}</dd>
                    </dl>
                    <ul>{locations}</ul>
                    {more}
                </section>
                <footer class="sheet__foot">
                    <p>{words.questions} " " {telephone(&reader.phone)}</p>
                    <p><a href=reader.href("/report")>{words.another}</a></p>
                </footer>
            </main>
        }
    })
    .lang(lang)
}

fn headline(words: &'static StatusWords, outcome: ReporterOutcome) -> &'static str {
    match outcome {
        ReporterOutcome::Received => words.is_received,
        ReporterOutcome::InHand => words.is_in_hand,
        ReporterOutcome::NotActedOn => words.is_not_acted_on,
        ReporterOutcome::PassedOn => words.is_passed_on,
        ReporterOutcome::Acted | ReporterOutcome::Restricted => words.is_acted,
    }
}

fn since(words: &'static StatusWords, sheet: &StatusSheet, reader: &Reader) -> Option<AnyView> {
    let at = sheet.since.filter(|_| sheet.outcome.is_final())?;
    let shown = Zone::UTC.show(at, reader.language).utc;
    Some(view! { <p class="soft">{words.decided} " " <time datetime=at.rfc3339()>{shown}</time></p> }.into_any())
}
