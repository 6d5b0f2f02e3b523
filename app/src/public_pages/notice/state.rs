//! Where a notice stands: withdrawn, answered, decided, confirmed, and what has happened so far.

use docket::desk::public::{NoticeSheet, Standing};
use docket::notice::{Notice, NoticeStage};
use docket::sentence::Tone;
use docket::time::zone::Zone;
use leptos::prelude::*;

use super::super::Reader;
use super::super::parts::*;
use super::super::words::{NoticeWords, common, later as later_words};
use crate::ui::FormState;

/// What whoever opens the page must know before anything else.
pub fn heed(words: &'static NoticeWords, reader: &Reader, path: &str, sheet: &NoticeSheet) -> impl IntoView + use<> {
    let zone = zone_of(&sheet.notice.deadline);
    let withdrawn = match &sheet.notice.stage {
        NoticeStage::Withdrawn { at, reason } => Some(view! {
            <div class="heed">
                <p class="heed__title">{words.withdrawn}</p>
                <p>{instant(*at, zone, reader.language)}</p>
                <div class="letter">{paragraphs(reason.show())}</div>
                <p>{words.withdrawn_then}</p>
            </div>
        }),
        _ => None,
    };
    let closed = (sheet.case_closed && withdrawn.is_none()).then(|| {
        view! { <div class="heed"><p>{words.closed}</p></div> }
    });
    let through = sheet.through.as_ref().map(|(code, at)| {
        view! {
            <div class="heed">
                <p class="heed__title">{(words.through)(code, &sheet.notice.code)}</p>
                <p>{instant(*at, zone, reader.language)} ". " {words.through_then}</p>
                <p><a href=reader.href(&format!("{path}/replaced"))>{words.through_read}</a></p>
            </div>
        }
    });
    view! {
        {decided(words, reader, path, sheet, zone)}
        {through}
        {withdrawn}
        {closed}
    }
}

fn decided(
    words: &'static NoticeWords,
    reader: &Reader,
    path: &str,
    sheet: &NoticeSheet,
    zone: Zone,
) -> Option<AnyView> {
    if sheet.standing.is_empty() {
        return None;
    }
    let items: Vec<AnyView> =
        sheet.standing.iter().map(|standing| decision(words, reader, path, standing, zone).into_any()).collect();
    Some(
        view! {
            <section class="heed" aria-labelledby="decided">
                <h2 class="heed__title" id="decided">{words.decided}</h2>
                {items}
                {super::later::acts(reader, path, sheet)}
            </section>
        }
        .into_any(),
    )
}

fn decision(
    words: &'static NoticeWords,
    reader: &Reader,
    path: &str,
    standing: &Standing,
    zone: Zone,
) -> impl IntoView + use<> {
    let head = match (standing.halted, standing.in_force_since) {
        (true, _) => (words.halted)(standing.outcome),
        (false, Some(_)) => (words.in_force)(standing.outcome),
        (false, None) => (words.announced)(standing.outcome),
    };
    let when = match (standing.halted || standing.stayed, standing.in_force_since) {
        (true, _) => None,
        (false, Some(at)) => Some((words.since, view! { {instant(at, zone, reader.language)} }.into_any())),
        (false, None) => {
            let at = view! {
                <time datetime=standing.effective.at.rfc3339()>{spoken(&standing.effective, reader.language)}</time>
            };
            Some((words.from, at.into_any()))
        }
    };
    let when = when.map(|(label, at)| view! { <dt>{label}</dt><dd>{at}</dd> });
    let touches = (!standing.assets.is_empty()).then(|| {
        view! { <dt>{words.touches}</dt><dd><bdi>{standing.assets.join(", ")}</bdi></dd> }
    });
    let kept = standing.preserve_until.map(|at| {
        view! { <dt>{words.data_until}</dt><dd>{instant(at, zone, reader.language)}</dd> }
    });
    let later = later_words(reader.language);
    let own = own_language(standing.language, reader.language);
    let conditions = standing.conditions.iter().map(|(_, text, met)| {
        let state = match met {
            Some(at) => view! { <strong>{later.met}</strong> ", " {instant(*at, zone, reader.language)} }.into_any(),
            None => view! { {later.open} }.into_any(),
        };
        view! { <li><span lang=own>{text.show().to_owned()}</span> " (" {state} ")"</li> }
    });
    let conditions: Vec<_> = conditions.collect();
    let conditions = (!conditions.is_empty()).then(|| view! { <p>{later.conditions}</p> <ol>{conditions}</ol> });
    let statement = standing.statement.show().to_owned();
    view! {
        <p><strong>{head}</strong></p>
        {standing.halted.then(|| view! { <p>{words.halted_then}</p> })}
        {standing.stayed.then(|| view! { <p><strong>{later.stayed}</strong></p> })}
        <dl class="facts">
            <dt>{words.number}</dt>
            <dd>"D-" {standing.number}</dd>
            {when}
            {touches}
            {kept}
        </dl>
        {conditions}
        {(!statement.is_empty()).then(|| view! {
            <details class="part__more"><summary>{words.reasons}</summary><pre lang=own>{statement}</pre></details>
        })}
        <p>{reader.paper(&format!("{path}/decisions/{}/decision", standing.number))}</p>
    }
}

pub fn answered(words: &'static NoticeWords, reader: &Reader, path: &str, sheet: &NoticeSheet) -> Option<AnyView> {
    if sheet.answers.is_empty() {
        return None;
    }
    let zone = zone_of(&sheet.notice.deadline);
    let running = matches!(sheet.notice.stage, NoticeStage::Sent { .. });
    let items: Vec<AnyView> = sheet
        .answers
        .iter()
        .map(|given| {
            let href = reader.href(&format!("{path}/receipts/{}", given.receipt));
            let on_time = if given.margin < 0 { words.marked_late } else { words.on_time };
            view! {
                <li>
                    <a class="whole" href=href>{words.receipt} " " {given.receipt.clone()}</a>
                    ", " {words.received} " " {instant(given.received_at, zone, reader.language)} ", " {on_time}
                    {given.unconfirmed.then(|| waits(words, reader, path, &given.receipt))}
                </li>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <section class="heed heed--customer" aria-labelledby="answered">
                <h2 class="heed__title" id="answered">{(words.answered)(sheet.answers.len())}</h2>
                <ul>{items}</ul>
                {running.then(|| view! { <p>{words.can_add}</p> })}
            </section>
        }
        .into_any(),
    )
}

/// A link to the page for the six digits.
fn waits(words: &'static NoticeWords, reader: &Reader, path: &str, receipt: &str) -> impl IntoView + use<> {
    let href = reader.href(&format!("{path}/code/{receipt}"));
    view! { ", " <strong>{words.unconfirmed}</strong> ": " <a href=href>{words.confirm_code}</a> }
}

pub fn asked_time(words: &'static NoticeWords, reader: &Reader, path: &str, sheet: &NoticeSheet) -> Option<AnyView> {
    let asked = sheet.asked_time.last()?;
    let outcome = match &asked.decided {
        None => view! { <p>{words.time_waits}</p> }.into_any(),
        Some((Some(_), reason)) => {
            view! { <p>{words.time_given}</p><div class="letter">{paragraphs(reason.show())}</div> }.into_any()
        }
        Some((None, reason)) => {
            view! { <p>{words.time_refused}</p><div class="letter">{paragraphs(reason.show())}</div> }.into_any()
        }
    };
    let waits = (asked.unconfirmed && asked.decided.is_none()).then(|| waits(words, reader, path, &asked.receipt));
    Some(
        view! {
            <section class="heed heed--customer" aria-labelledby="asked-time">
                <h2 class="heed__title" id="asked-time">{words.asked_time}</h2>
                <p>
                    <span class="whole">{asked.receipt.clone()}</span> ". " {words.asked_until} " "
                    <time datetime=asked.until.at.rfc3339()>{spoken(&asked.until, reader.language)}</time> {waits}
                </p>
                {outcome}
            </section>
        }
        .into_any(),
    )
}

pub fn history(words: &'static NoticeWords, reader: &Reader, path: &str, sheet: &NoticeSheet) -> impl IntoView + use<> {
    let zone = zone_of(&sheet.notice.deadline);
    let language = reader.language;
    let items: Vec<AnyView> = sheet
        .history
        .iter()
        .map(|item| {
            let class = match item.sentence.tone {
                Tone::Legal => "timeline__item timeline__item--legal",
                Tone::Customer => "timeline__item timeline__item--customer",
                Tone::Plain => "timeline__item",
            };
            let quote = item.sentence.quote.as_ref().map(|quote| quote.in_language(language)).map(|quote| {
                view! { <blockquote class="timeline__quote">{paragraphs(&quote)}</blockquote> }
            });
            let given = sheet.answers.iter().find(|given| item.sentence.text.contains(&given.receipt));
            let receipt = given.filter(|_| item.kind == "answer_received").map(|given| {
                let href = reader.href(&format!("{path}/receipts/{}", given.receipt));
                view! { ", " <a href=href>{words.receipt} " " {given.receipt.clone()}</a> }
            });
            view! {
                <li class=class>
                    <span class="timeline__number">"#" {item.seq}</span>
                    <div class="timeline__body">
                        <p class="timeline__say">{item.sentence.text.in_language(language)}</p>
                        {quote}
                        <p class="timeline__meta">{instant(item.at, zone, reader.language)} {receipt}</p>
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="part" aria-labelledby="history">
            <h2 id="history">{words.history}</h2>
            <div class="timeline">
                <p class="timeline__key">{words.history_key}</p>
                <ol class="timeline__list">{items}</ol>
            </div>
        </section>
    }
}

/// The only thing about a notice that opening its page does not do.
pub fn confirmation(
    words: &'static NoticeWords,
    reader: &Reader,
    path: &str,
    notice: &Notice,
    form: &FormState,
) -> impl IntoView + use<> {
    let zone = zone_of(&notice.deadline);
    let inside = match notice.confirmed_at {
        Some(at) => view! { <p>{words.confirmed} " " {instant(at, zone, reader.language)}</p> }.into_any(),
        None => view! {
            <p>{words.confirm_why}</p>
            <form class="sheet__acts" method="post" action=reader.href(&format!("{path}/confirmation"))
                data-progress data-failed=common(reader.language).not_sent data-then="received">
                <input type="hidden" name="command_id" value=form.command.clone() />
                <button class="button">{words.confirm}</button>
            </form>
        }
        .into_any(),
    };
    view! {
        <section class="part" aria-labelledby="received">
            <h2 id="received">{words.confirm_title}</h2>
            {inside}
        </section>
    }
}
