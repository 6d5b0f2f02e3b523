//! What came: the bytes, the files in them, and what our reader of reports had to say about them.

use docket::complaint::{Complaint, Exhibit};
use docket::words::defang;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::ui::facts::{Facts, fact};
use crate::ui::letter::download;
use crate::ui::list::{bytes, count};
use crate::words::t;

pub fn evidence(complaint: &Complaint) -> impl IntoView + use<> {
    let sealed = complaint.report.sealed;
    let items: Vec<_> =
        complaint.report.evidence.iter().enumerate().map(|(place, exhibit)| item(place + 1, exhibit, sealed)).collect();
    (!items.is_empty()).then(|| {
        let many = count(items.len(), "file", "files");
        view! {
            <section class="page__section" aria-labelledby="evidence">
                <h2 id="evidence">{t("Evidence, ")} {many}</h2>
                <ol class="evidence">{items}</ol>
            </section>
        }
    })
}

fn item(number: usize, exhibit: &Exhibit, sealed: bool) -> impl IntoView + use<> {
    let class = if sealed { "evidence__item evidence__item--sealed" } else { "evidence__item" };
    let name = match exhibit.name.show() {
        "" => t("Without a name").to_owned(),
        name => name.to_owned(),
    };
    let meta = format!("{}, {}", exhibit.media_type, bytes(exhibit.size));
    let description = exhibit.description.show();
    let description = (!description.is_empty()).then(|| view! { <p>{defang(description)}</p> });
    let acts = if sealed {
        view! { <p class="evidence__meta">{t("Sealed: it is never shown, exported or backed up.")}</p> }.into_any()
    } else {
        view! { <div class="evidence__acts">{download(exhibit, t("Download"))}</div> }.into_any()
    };
    view! {
        <li class=class>
            <span class="evidence__number">"E-" {number}</span>
            <div class="evidence__body">
                <h3 class="evidence__title"><bdi>{name}</bdi></h3>
                <p class="evidence__meta">{meta}</p>
                {description}
                <p class="evidence__hash">{exhibit.sha256.clone()}</p>
                {acts}
            </div>
        </li>
    }
}

pub fn warnings(complaint: &Complaint) -> impl IntoView + use<> {
    let warnings = complaint.report.warnings.clone();
    (!warnings.is_empty()).then(|| {
        let items = warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view();
        view! {
            <section class="page__section heed heed--urgent">
                <h2 class="heed__title">{t("Not everything could be read as it should be")}</h2>
                <ul>{items}</ul>
            </section>
        }
    })
}

/// The bytes as they came, which is what the hash in the ledger stands for.
pub fn raw(complaint: &Complaint) -> impl IntoView + use<> {
    let report = &complaint.report;
    let (format, ending) = format_name(&report.format);
    let name = format!("C-{}.{ending}", complaint.number);
    let take = if report.sealed {
        view! { <p class="soft">{t("Sealed: the bytes are kept apart and never shown, exported or backed up.")}</p> }
            .into_any()
    } else {
        let href = format!("/evidence/{}?name={name}", report.raw);
        view! { <p><a href=href download=name.clone()>{t("Download ")} {name.clone()}</a></p> }.into_any()
    };
    let facts = vec![
        fact(t("Format"), format),
        fact(t("Size"), bytes(report.raw_size)),
        fact("SHA-256", view! { <Copy code=report.raw.clone() what=t("the hash of the report").to_owned() /> }),
    ];
    view! {
        <section class="page__section" aria-labelledby="raw">
            <h2 id="raw">{t("As it came")}</h2>
            <Facts facts ruled=true />
            {take}
        </section>
    }
}

/// What the format is called, and how a file of it ends.
fn format_name(word: &str) -> (String, &'static str) {
    let (name, ending) = match word {
        "form" => (t("Typed into our form"), "json"),
        "xarf_v4" => ("XARF 4", "json"),
        "xarf_v3" => (t("XARF 1 to 3"), "json"),
        "xarf_yaml" => (t("X-ARF 0.1 or 0.2, a mail with YAML"), "eml"),
        "arf" => ("ARF, RFC 5965", "eml"),
        "rfc5322" => (t("A mail"), "eml"),
        "unknown_json" => (t("JSON of an unknown kind"), "json"),
        "not_json" => (t("Announced as JSON, but is not"), "txt"),
        other => (other, "bin"),
    };
    (name.to_owned(), ending)
}
