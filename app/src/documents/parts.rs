//! What several papers for customers are made of.

use docket::time::zone::Zone;
use docket::time::{Deadline, Moment};
use docket::words::Language;
use leptos::prelude::*;

use super::Letterhead;
use crate::public_pages::parts::{in_utc, spoken, to_the_second};
use crate::public_pages::words::common;

/// Who writes, and what: the first two lines of each paper.
pub fn head(head: &Letterhead, what: String, heading: String, own: Option<&'static str>) -> impl IntoView + use<> {
    view! {
        <header>
            <p class="soft">{(common(head.language).team)(&head.provider)}</p>
            <p class="soft">{what}</p>
            <h1 lang=own>{heading}</h1>
        </header>
    }
}

/// One fact, for a `dl`.
pub fn fact(name: &'static str, value: impl IntoView + 'static) -> AnyView {
    view! { <dt>{name}</dt><dd>{value}</dd> }.into_any()
}

/// A promised instant as one would say it, as it was frozen with its offset, and in UTC where that reads otherwise.
pub fn promised(name: &'static str, utc_name: &'static str, deadline: &Deadline, language: Language) -> AnyView {
    let said = view! { <strong><time datetime=deadline.at.rfc3339()>{spoken(deadline, language)}</time></strong> };
    let wall = fact(name, view! { {said} <br /> {deadline.sentence(language)} });
    let utc = in_utc(deadline, language).map(|utc| fact(utc_name, utc));
    view! { {wall} {utc} }.into_any()
}

/// An instant on the record: in the customer's zone with its offset, and in UTC.
pub fn recorded(at: Moment, zone: Zone, language: Language) -> AnyView {
    let wall = to_the_second(at, zone, language);
    let utc = to_the_second(at, Zone::UTC, language);
    let utc = (utc != wall).then(|| view! { <br /> {utc} });
    view! { <time datetime=at.rfc3339()>{wall}</time> {utc} }.into_any()
}

/// A fingerprint in groups of eight, which people can compare and which break at the end of a line.
pub fn grouped(hex: &str) -> AnyView {
    let groups: Vec<String> =
        hex.as_bytes().chunks(8).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    view! { <code>{groups.join(" ")}</code> }.into_any()
}
