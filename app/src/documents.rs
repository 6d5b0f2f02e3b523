//! Papers that leave the house: self-contained HTML that prints well. No script, no address that is fetched.

pub mod case_file;
pub mod deadlines;
pub mod decision;
pub mod notice;
pub mod papers;
mod parts;
pub mod receipt;
pub mod spoken;
pub mod treatment;

use docket::checkpoint::bag::{Kind, LeftOut, Why};
use docket::words::Language;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// In whose name a customer's paper speaks, and in which language.
#[derive(Clone, Debug)]
pub struct Letterhead {
    pub language: Language,
    pub provider: String,
    pub phone: String,
    /// Where anybody learns whether a notice is ours.
    pub check_url: String,
}

/// A document of the house, which is in English.
fn document<V: IntoView + 'static>(title: String, body: impl FnOnce() -> V + Send + 'static) -> String {
    document_in(Language::En, title, body)
}

/// Renders a document. Its own style stands in it, because it is read without us.
fn document_in<V: IntoView + 'static>(
    language: Language,
    title: String,
    body: impl FnOnce() -> V + Send + 'static,
) -> String {
    const STYLE: &str = include_str!("documents/paper.css");
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <html lang=language.code()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>{title}</title>
                    <style inner_html=STYLE></style>
                </head>
                <body>{body()}</body>
            </html>
        }
        .to_html()
    });
    owner.cleanup();
    format!("<!doctype html>\n{}", crate::render::without_markers(&html))
}

fn how_to_check() -> impl IntoView {
    view! {
        <p>
            "VERIFY.txt beside this document says how, step by step: with tools that we did not write, and with the program "
            <code>"duenotice-verify"</code> ". This document tells the entries again in our words; the entries themselves are what is proven."
        </p>
    }
}

/// So many numbers are named; the rest stand in the list.
const NAMED: usize = 20;

/// What is not in the file, each reason once with the entries that it is about.
fn left_out(all: &[LeftOut]) -> impl IntoView + use<> {
    let mut groups: BTreeMap<(Kind, Why, &str, Option<u64>), Vec<&LeftOut>> = BTreeMap::new();
    for one in all {
        groups.entry((one.what, one.why, one.words.as_str(), one.with)).or_default().push(one);
    }
    let rows = groups.into_iter().map(|((what, why, words, with), all)| {
        let what = match what {
            Kind::Entry => "Text of entries",
            Kind::Value => "Personal values",
            Kind::File => "Files",
        };
        let why = match (why, with) {
            (Why::Withheld, _) => "Withheld from whoever this file was made for".to_owned(),
            (Why::Sealed, _) => "Material that nobody may see".to_owned(),
            (Why::Gone, with) => format!("Gone with entry #{}", with.unwrap_or_default()),
            (Why::Missing, _) => "Missing, and no entry says why".to_owned(),
        };
        let mut places: Vec<String> = all
            .iter()
            .filter_map(|one| one.entry.map(|entry| format!("#{entry}")).or_else(|| one.field.clone()))
            .collect();
        places.dedup();
        let more = places.len().saturating_sub(NAMED);
        places.truncate(NAMED);
        if more > 0 {
            places.push(format!("and {more} more"));
        }
        view! {
            <tr>
                <td>{what}</td>
                <td>{all.len()}</td>
                <td>{why} " " <code>{words.to_owned()}</code></td>
                <td>{places.join(", ")}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    (!all.is_empty()).then(|| {
        view! {
            <h2>"What is left out"</h2>
            <p>"left-out.jsonl beside this document names each of them. What is withheld leaves its hash behind."</p>
            <table>
                <thead><tr><th>"What"</th><th>"How many"</th><th>"Why"</th><th>"Named by"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}
