//! The notice, as its customer reads it under stress and on a phone: what, by when, what happens otherwise, what is
//! asked, the way to answer, a person to call; then everything in full.

mod later;
mod state;

use docket::customer::Duty;
use docket::desk::public::NoticeSheet;
use docket::notice::{Notice, NoticeStage, Requirement};
use docket::words::{Language, defang};
use leptos::prelude::*;

use super::Reader;
use super::parts::*;
use super::words::{NoticeWords, check, common, notice as words_of};
use crate::render::Page;
use crate::ui::FormState;

pub fn show(reader: Reader, path: String, link: String, sheet: NoticeSheet, form: FormState) -> Page {
    let words = words_of(reader.language);
    let lang = reader.language.code();
    let title = form_title((words.title)(&sheet.notice.code), &form, reader.language);
    Page::public(title, reader.provider.clone(), move || {
        let notice = &sheet.notice;
        let own = own_language(notice.text.language, reader.language);
        let running = matches!(notice.stage, NoticeStage::Sent { .. });
        let asking = running && !sheet.case_closed;
        // What was announced for then has been decided since.
        let decided = notice.deadline_passed && !sheet.standing.is_empty();
        view! {
            {masthead(&reader, &path)}
            <main class="sheet" id="main" tabindex="-1">
                {summary(&form, reader.language)}
                <div>
                    {kicker(words, notice, sheet.duty, &sheet.handle)}
                    <h1 lang=own>{notice.text.subject.show().to_owned()}</h1>
                </div>
                {about(words, &notice.text.assets)}
                {later::measures(&reader, &sheet)}
                {state::heed(words, &reader, &path, &sheet)}
                {running.then(|| deadline(words, &reader, notice))}
                {asking.then(|| for_example(words, notice))}
                {asking.then(|| acts(words, &reader, &path, &sheet))}
                {state::answered(words, &reader, &path, &sheet)}
                {state::asked_time(words, &reader, &path, &sheet)}
                {(asking && !decided).then(|| otherwise(words, notice, own))}
                {asking.then(|| in_short(words, notice, own))}
                {own.map(|_| view! { <p class="soft">{words.original}</p> })}
                {in_full(words, &reader, notice, own)}
                {found(words, &reader, notice, own)}
                {rule(words, &reader, notice, own)}
                <section class="part" aria-labelledby="data">
                    <h2 id="data">{words.data}</h2>
                    <div class="prose" lang=own>{paragraphs(notice.text.data_kept.show())}</div>
                </section>
                {later::ways(&reader, &path, &sheet)}
                {rights(words, &reader, &path, running)}
                {genuine(words, &reader, &sheet, (&path[..], &link[..]), own)}
                {state::history(words, &reader, &path, &sheet)}
                {running.then(|| state::confirmation(words, &reader, &path, notice, &form))}
                <footer class="sheet__foot">
                    <p>{(common(reader.language).team)(&reader.provider)} ". " {words.foot}</p>
                </footer>
            </main>
        }
    })
    .lang(lang)
}

fn kicker(words: &'static NoticeWords, notice: &Notice, duty: Option<Duty>, handle: &str) -> impl IntoView + use<> {
    view! {
        <p class="sheet__kicker">
            {words.kicker} " " <span class="whole">{notice.code.clone()}</span> " " {(words.to)(duty)} " "
            <bdi>{handle.to_owned()}</bdi>
        </p>
    }
}

/// So many assets stand in the sentence; more of them fold away.
const MOST_ASSETS: usize = 5;

fn about(words: &'static NoticeWords, assets: &[String]) -> Option<AnyView> {
    if assets.is_empty() {
        return None;
    }
    let last = assets.len().min(MOST_ASSETS) - 1;
    let whole = assets.len() <= MOST_ASSETS;
    let named = assets.iter().take(MOST_ASSETS).enumerate().map(|(place, asset)| {
        let between = match place {
            0 => "",
            place if place == last && whole => words.and,
            _ => ", ",
        };
        view! { {between}<strong><bdi>{asset.clone()}</bdi></strong> }
    });
    let named = named.collect_view();
    let all = (!whole).then(|| {
        let items: Vec<AnyView> =
            assets.iter().map(|asset| view! { <li><bdi>{asset.clone()}</bdi></li> }.into_any()).collect();
        view! {
            <details class="part__more"><summary>{(words.and_more)(assets.len())}</summary><ul>{items}</ul></details>
        }
    });
    Some(view! { <div><p>{words.about} " " {named} {if whole { "." } else { " …" }}</p>{all}</div> }.into_any())
}

fn deadline(words: &'static NoticeWords, reader: &Reader, notice: &Notice) -> impl IntoView + use<> {
    let deadline = &notice.deadline;
    let utc = in_utc(deadline, reader.language).map(|utc| view! { <p class="deadline__else">{utc}</p> });
    let late = deadline.at <= reader.now && !notice.awaits_anchor();
    let counted = notice.anchoring.filter(|_| notice.awaits_anchor());
    let counted = counted.map(|one| one.anchor.sentence(reader.language));
    let was = notice.superseded.first().map(|first| {
        view! { <p class="deadline__rule">{words.time_given} " " {words.was_until} " " {spoken(first, reader.language)} "."</p> }
    });
    view! {
        <section class="deadline" aria-labelledby="by">
            <h2 class="deadline__label" id="by">{words.answer_by}</h2>
            <p class="deadline__when">
                <time datetime=deadline.at.rfc3339()>{spoken(deadline, reader.language)}</time>
            </p>
            {utc}
            <p class="deadline__left">{time_left(notice, reader)}</p>
            {was}
            {counted.map(|sentence| view! { <p class="deadline__rule">{sentence}</p> })}
            {late.then(|| view! { <p class="deadline__rule">{words.late}</p> })}
        </section>
    }
}

fn otherwise(words: &'static NoticeWords, notice: &Notice, own: Option<&'static str>) -> impl IntoView + use<> {
    let text = safe(notice.text.consequence.show());
    let (first, rest) = first_sentence(&text);
    view! {
        <div class="prose">
            <p>{words.otherwise} " " <span lang=own><strong>{first.to_owned()}</strong></span></p>
            {(!rest.is_empty()).then(|| view! { <div lang=own>{paragraphs(rest)}</div> })}
        </div>
    }
}

/// On the first screen of a phone, so that nobody has to scroll to know what it is about.
fn for_example(words: &'static NoticeWords, notice: &Notice) -> Option<AnyView> {
    let place = Example::read(notice.text.example.show()).place?;
    Some(view! { <p>{words.for_example} " " {address(&place)}</p> }.into_any())
}

/// One sentence for each requirement.
fn in_short(words: &'static NoticeWords, notice: &Notice, own: Option<&'static str>) -> impl IntoView + use<> {
    let requirements = &notice.text.requirements;
    let items: Vec<AnyView> = requirements
        .iter()
        .map(|requirement| {
            let text = safe(requirement.text.show());
            view! { <li>{first_sentence(&text).0.to_owned()}</li> }.into_any()
        })
        .collect();
    view! {
        <div class="prose">
            <p>{(words.asked)(requirements.len())}</p>
            <ol lang=own>{items}</ol>
            <p class="soft">{words.unread_stops}</p>
        </div>
    }
}

fn acts(words: &'static NoticeWords, reader: &Reader, path: &str, sheet: &NoticeSheet) -> impl IntoView + use<> {
    let href = reader.href(&format!("{path}/answer"));
    view! {
        <div class="sheet__acts">
            <a class="button button--primary" href=href>
                {if sheet.answers.len() == sheet.earlier { words.answer } else { words.add }}
            </a>
            <a class="button" href=reader.href(&format!("{path}/time"))>{words.more_time}</a>
        </div>
        <p>{common(reader.language).call} " " {telephone(&reader.phone)}</p>
    }
}

/// In the reader's language, because these words are ours.
fn standing(requirement: &Requirement, language: Language) -> Option<AnyView> {
    let words = docket::letters::standing_words(requirement.standing_days?, language);
    Some(view! { <p lang=language.code()>{words}</p> }.into_any())
}

fn in_full(
    words: &'static NoticeWords,
    reader: &Reader,
    notice: &Notice,
    own: Option<&'static str>,
) -> impl IntoView + use<> {
    let lang = reader.language;
    let items: Vec<AnyView> = notice
        .text
        .requirements
        .iter()
        .map(|requirement| {
            let text = safe(requirement.text.show());
            let (first, rest) = first_sentence(&text);
            view! {
                <li class="clauses__item">
                    <div class="clauses__body">
                        <p><strong>{first.to_owned()}</strong></p>
                        {paragraphs(rest)}
                        {standing(requirement, lang)}
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="part" aria-labelledby="asked">
            <h2 id="asked">{words.in_full}</h2>
            <ol class="clauses" lang=own>{items}</ol>
        </section>
    }
}

/// The example begins with its address, and goes on with what can be seen there.
struct Example {
    place: Option<String>,
    seen: String,
}

impl Example {
    fn read(text: &str) -> Example {
        let text = text.trim();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let first = first.trim();
        let is_place = !first.is_empty() && !first.contains(char::is_whitespace) && first.contains(['.', ':', '/']);
        match is_place {
            true => Example { place: Some(defang(first)), seen: rest.trim().to_owned() },
            false => Example { place: None, seen: text.to_owned() },
        }
    }
}

/// A long address may break where it has its joints.
fn address(place: &str) -> impl IntoView + use<> {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut rest = place;
    while let Some(at) = rest.get(1..).and_then(|tail| tail.find(['/', '[', '?', '&'])) {
        let (piece, after) = rest.split_at(at + 1);
        pieces.push(view! { {piece.to_owned()}<wbr /> }.into_any());
        rest = after;
    }
    pieces.push(rest.to_owned().into_any());
    view! { <code><bdi>{pieces}</bdi></code> }
}

/// The reported places that the letter names, harmless, with the time at which each was seen.
fn shown(words: &'static NoticeWords, reader: &Reader, notice: &Notice) -> Option<AnyView> {
    if notice.shown.is_empty() {
        return None;
    }
    let zone = zone_of(&notice.deadline);
    let items: Vec<AnyView> = notice
        .shown
        .iter()
        .map(|one| view! { <li>{address(one.place.show())} ", " {words.seen} " " {instant(one.seen_at, zone, reader.language)}</li> }.into_any())
        .collect();
    Some(view! { <p>{words.shown}</p><ul>{items}</ul> }.into_any())
}

fn found(
    words: &'static NoticeWords,
    reader: &Reader,
    notice: &Notice,
    own: Option<&'static str>,
) -> impl IntoView + use<> {
    let example = Example::read(notice.text.example.show());
    let place = example.place.map(|place| view! { <p>{address(&place)}</p> });
    // What others put on the net stays covered until somebody asks for it, and needs no script for that.
    let seen = (!example.seen.is_empty()).then(|| {
        view! {
            <p class="exhibit__cover" aria-hidden="true">{words.cover}</p>
            <details class="part__more">
                <summary>{words.uncover}</summary>
                <div class="letter" lang=own>{paragraphs(&example.seen)}</div>
            </details>
        }
    });
    let exhibit = (place.is_some() || seen.is_some()).then(|| {
        view! { <p>{words.one_example}</p><div class="exhibit">{place}{seen}</div> }
    });
    view! {
        <section class="part" aria-labelledby="found">
            <h2 id="found">{words.found}</h2>
            <div class="prose" lang=own>{paragraphs(notice.text.findings.show())}</div>
            {exhibit}
            {shown(words, reader, notice)}
        </section>
    }
}

fn rule(
    words: &'static NoticeWords,
    reader: &Reader,
    notice: &Notice,
    own: Option<&'static str>,
) -> impl IntoView + use<> {
    // A clause is cited by its English title in every language.
    let cited = own_language(Language::En, reader.language);
    // The words of a rule are ours, so nothing in them needs to be made harmless.
    view! {
        <section class="part" aria-labelledby="rule">
            <h2 id="rule">{words.rule}</h2>
            <blockquote class="letter" lang=own><p>{notice.text.clause_text.clone()}</p></blockquote>
            <p class="soft" lang=cited>{notice.text.clause_cite.clone()}</p>
        </section>
    }
}

fn rights(words: &'static NoticeWords, reader: &Reader, path: &str, running: bool) -> impl IntoView + use<> {
    let not_mine = running.then(|| {
        let href = reader.href(&format!("{path}/not-mine"));
        view! { <p><a href=href>{words.not_mine}</a></p> }
    });
    let items: Vec<AnyView> = words.rights_text.iter().map(|text| view! { <p>{*text}</p> }.into_any()).collect();
    view! {
        <section class="part" aria-labelledby="rights">
            <h2 id="rights">{words.rights}</h2>
            <div class="prose">{items}</div>
            {not_mine}
        </section>
    }
}

fn genuine(
    words: &'static NoticeWords,
    reader: &Reader,
    sheet: &NoticeSheet,
    (path, link): (&str, &str),
    own: Option<&'static str>,
) -> impl IntoView + use<> {
    let notice = &sheet.notice;
    let zone = zone_of(&notice.deadline);
    let sent = sheet.entry.as_ref().map(|entry| {
        view! { <dt>{words.sent}</dt><dd>{instant(entry.at, zone, reader.language)}</dd> }
    });
    let to = sheet.sent_to.get().filter(|to| !to.is_empty()).cloned();
    let to = to.map(|to| view! { <dt>{words.sent_to}</dt><dd><bdi>{to}</bdi></dd> });
    let entry = sheet.entry.as_ref().map(|entry| {
        view! { <dt>{words.ledger}</dt><dd>{(words.entry)(entry.seq)} ", " {hash(&entry.leaf_hash)}</dd> }
    });
    let letter = notice.letter_in(notice.text.language, link);
    let href = reader.href(&format!("{path}/proof"));
    let proof = sheet.entry.is_some().then(|| {
        view! {
            <p><a class="button button--quiet" href=href download>{words.proof}</a></p>
            <p class="soft">{words.proof_why}</p>
        }
    });
    view! {
        <section class="part" aria-labelledby="genuine">
            <h2 id="genuine">{words.genuine}</h2>
            <p>{words.genuine_text}</p>
            <p><a href=reader.href("/check")>{check(reader.language).title}</a></p>
            <dl class="facts facts--ruled">
                <dt>{words.code}</dt>
                <dd><span class="code whole">{notice.code.clone()}</span></dd>
                {sent}
                {to}
                {entry}
            </dl>
            <details class="part__more">
                <summary>{words.letter}</summary>
                <pre lang=own>{letter}</pre>
            </details>
            {proof}
            {sheet.entry.is_some().then(|| view! { <p>{reader.paper(&format!("{path}/notice"))}</p> })}
        </section>
    }
}
