//! On the notice's own page: emergency measures, appeals, and what can be asked about data.

use docket::desk::public::NoticeSheet;
use leptos::prelude::*;

use super::super::Reader;
use super::super::parts::*;
use super::super::words::later as words_of;

/// What is off for now as an emergency.
pub fn measures(reader: &Reader, sheet: &NoticeSheet) -> Vec<AnyView> {
    let words = words_of(reader.language);
    let zone = zone_of(&sheet.notice.deadline);
    let shown = sheet.later.measures.iter().map(|measure| {
        let heading = format!("measure-{}", measure.number);
        let then = match measure.lapses_at {
            Some(at) => view! { <p>{words.measure_lapses} " " {instant(at, zone, reader.language)} "."</p> }.into_any(),
            None => view! { <p>{words.measure_stands}</p> }.into_any(),
        };
        view! {
            <section class="heed heed--urgent" aria-labelledby=heading.clone()>
                <h2 class="heed__title" id=heading.clone()>{words.measures} ": " {measure.emergency.name(reader.language)}</h2>
                <p>{words.measure_off} " " <strong><bdi>{measure.value.clone()}</bdi></strong></p>
                <p>{instant(measure.taken_at, zone, reader.language)}</p>
                {then}
            </section>
        }
        .into_any()
    });
    shown.collect()
}

/// What can be done about a decision, beside it: whoever is cut off should not have to look for the way on.
pub fn acts(reader: &Reader, path: &str, sheet: &NoticeSheet) -> Option<AnyView> {
    let words = words_of(reader.language);
    let appeal = sheet.later.can_appeal.then(|| {
        let href = reader.href(&format!("{path}/appeal"));
        view! { <a class="button" href=href>{words.appeal_act}</a> }
    });
    let data = sheet.later.kept_until.is_some().then(|| {
        let href = reader.href(&format!("{path}/data"));
        view! { <a class="button" href=href>{words.data_act}</a> }
    });
    (appeal.is_some() || data.is_some()).then(|| view! { <div class="sheet__acts">{appeal} {data}</div> }.into_any())
}

/// The ways on from a decision.
pub fn ways(reader: &Reader, path: &str, sheet: &NoticeSheet) -> Option<AnyView> {
    let words = words_of(reader.language);
    let zone = zone_of(&sheet.notice.deadline);
    let later = &sheet.later;
    if !later.can_appeal && later.kept_until.is_none() && later.appeals.is_empty() && later.requests.is_empty() {
        return None;
    }
    let appeals = later.appeals.iter().map(|appeal| {
        let href = reader.href(&format!("{path}/appeals/{}", appeal.receipt));
        let state = match &appeal.decided {
            Some((_, verdict, _)) => verdict.name(reader.language),
            None => words.waits,
        };
        view! { <li><a class="whole" href=href>{appeal.receipt.clone()}</a> ", " {instant(appeal.filed_at, zone, reader.language)} ", " {state}</li> }
    });
    let appeals: Vec<_> = appeals.collect();
    let appeals = (!appeals.is_empty()).then(|| view! { <h3>{words.your_appeals}</h3> <ul>{appeals}</ul> });
    let appeal = later.can_appeal.then(|| {
        let href = reader.href(&format!("{path}/appeal"));
        view! { <p>{words.appeal_offer}</p> <p><a class="button" href=href>{words.appeal_act}</a></p> }
    });
    let data = (later.kept_until.is_some() || !later.requests.is_empty()).then(|| {
        let href = reader.href(&format!("{path}/data"));
        view! { <p>{words.data_offer}</p> <p><a class="button" href=href>{words.data_act}</a></p> }
    });
    Some(
        view! {
            <section class="part" id="ways" aria-labelledby="ways-title">
                <h2 id="ways-title">{words.appeal_title}</h2>
                {appeals}
                {appeal}
                {data}
            </section>
        }
        .into_any(),
    )
}
