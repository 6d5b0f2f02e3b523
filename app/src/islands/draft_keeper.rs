//! Keeps what is typed in the composer on the server, which then says which gaps are left, and arranges the
//! requirements. The page does all of it without a script too, at the press of a button; this only does it by itself.

#[cfg(feature = "ssr")]
use docket::time::Moment;
#[cfg(feature = "ssr")]
use docket::time::zone::Zone;
#[cfg(feature = "ssr")]
use docket::words::Language;
#[cfg(feature = "ssr")]
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::say;
#[cfg(feature = "ssr")]
use crate::words::t;

/// What the server keeps, and how far the words are.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// 0: nothing is kept yet.
    pub version: i64,
    /// "14:02:11 PST"
    pub saved: Option<String>,
    /// Field and words of each gap that is left.
    pub gaps: Vec<(String, String)>,
    /// The fields that read otherwise than the template.
    pub edits: Vec<String>,
    /// Why it could not be kept.
    pub problem: Option<String>,
}

/// "14:02:11 PST"
#[cfg(feature = "ssr")]
pub fn clock(at: Moment, zone: Zone) -> String {
    let shown = zone.show(at, Language::En);
    let name = if shown.abbreviation.is_empty() { shown.offset } else { shown.abbreviation };
    format!("{} {name}", shown.clock_seconds)
}

/// "requirement_2" as people read it.
#[cfg(feature = "ssr")]
fn field_name(field: &str) -> String {
    match field {
        "findings" => t("What was found").into(),
        "example" => t("Example").into(),
        "subject" => t("Subject").into(),
        "consequence" => t("What can happen").into(),
        "data_kept" => t("Their data").into(),
        other => match other.strip_prefix("requirement_") {
            Some(number) => say!("Requirement {}", number),
            None => other.replace('_', " "),
        },
    }
}

#[cfg(feature = "ssr")]
#[component]
pub fn DraftKeeper(case_number: String, kept: Kept) -> impl IntoView {
    let path = format!("/cases/{case_number}/notices/draft");
    let failed = t("The draft could not be saved. It stays here; save it again before you leave.");
    view! {
        <h2 class="section-title">{t("The draft")}</h2>
        <div data-draft=path data-failed=failed><Keeping kept /></div>
    }
}

/// Also the answer to whoever saves while typing.
#[cfg(feature = "ssr")]
#[component]
pub fn Keeping(kept: Kept) -> impl IntoView {
    let saved = match (kept.problem, kept.saved) {
        (Some(problem), _) => problem,
        (None, Some(saved)) => say!("Draft {}, saved {}.", kept.version, saved),
        (None, None) => t("Nothing is saved yet.").to_owned(),
    };
    let edits = match kept.edits.len() {
        0 => t("As the template has it, but for its gaps.").to_owned(),
        many => {
            let names: Vec<String> = kept.edits.iter().map(|field| field_name(field)).collect();
            match many {
                1 => say!("One edit against the template: {}.", names.join(", ")),
                many => say!("{} edits against the template: {}.", many, names.join(", ")),
            }
        }
    };
    view! {
        <p class="form__saved" role="status" data-part="saved">{saved}</p>
        <div data-part="gaps">{gaps(kept.gaps)}</div>
        <p data-part="edits">{edits}</p>
        <div data-part="version" hidden><span data-version=kept.version></span></div>
    }
}

#[cfg(feature = "ssr")]
fn gaps(gaps: Vec<(String, String)>) -> AnyView {
    if gaps.is_empty() {
        return view! { <p>{t("No gap is left.")}</p> }.into_any();
    }
    let many = gaps.len();
    let mut before = String::new();
    let mut place = 0;
    let items = gaps.into_iter().map(|(field, words)| {
        place = if field == before { place + 1 } else { 0 };
        before.clone_from(&field);
        let href = format!("#{field}");
        view! {
            <li>
                <a href=href data-gap=field.clone() data-gap-place=place>
                    <span class="letter__gap">{if words.is_empty() { "[[ ]]".to_owned() } else { words }}</span>
                </a>
                " " <span class="soft">{field_name(&field)}</span>
            </li>
        }
    });
    let items = items.collect_view();
    let sum =
        if many == 1 { t("One gap is left to fill:").to_owned() } else { say!("{} gaps are left to fill:", many) };
    view! { <p>{sum}</p> <ol class="gaps">{items}</ol> }.into_any()
}

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn fields_have_names_that_people_read() {
        assert_eq!(field_name("requirement_12"), "Requirement 12");
        assert_eq!(field_name("data_kept"), "Their data");
    }
}
