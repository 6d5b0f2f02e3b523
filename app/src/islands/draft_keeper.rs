//! Keeps what is typed in the composer on the server, says which gaps are left, and arranges the requirements. The page
//! does all of it without a script too, at the press of a button; this only does it by itself.

use crate::say;
use crate::words::t;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the server keeps, and how far the words are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

#[server(prefix = "/fn", endpoint = "keep-draft")]
pub async fn keep_draft(case_number: String, seen: i64, fields: Vec<(String, String)>) -> Result<Kept, ServerFnError> {
    use docket::desk::notices::NoticeForm;
    use docket::time::zone::Zone;

    let app = crate::wire::use_app()?;
    let zone = Zone::parse(&app.who.person.zone).unwrap_or(Zone::UTC);
    let failed = |problem: docket::desk::Failure| ServerFnError::new(problem.to_string());
    let case = app.desk.case_id(&case_number).await.map_err(failed)?;
    // What arrives here is a form of ours; anything else is kept from growing without end by the desk.
    let fields: Vec<(String, String)> =
        fields.into_iter().filter(|(name, _)| !matches!(name.as_str(), "command_id" | "draft")).collect();
    let form = NoticeForm::read(&fields);
    let edits = app.desk.notice_edits(&app.who, case, &form).await.map_err(failed)?;
    let mut kept = Kept {
        version: seen,
        gaps: form.gaps(),
        edits: edits.into_iter().map(|edit| edit.field).collect(),
        ..Kept::default()
    };
    match app.desk.save_notice_draft(&app.who, case, seen, &fields).await {
        Ok((version, at)) => {
            kept.version = version;
            kept.saved = Some(on_server::clock(at, zone));
        }
        Err(problem) => match problem.refusal() {
            Some(refusal) => kept.problem = Some(refusal.in_language(app.who.taste.language)),
            None => return Err(ServerFnError::new(t("The draft could not be kept."))),
        },
    }
    Ok(kept)
}

#[cfg(feature = "ssr")]
pub mod on_server {
    use docket::time::Moment;
    use docket::time::zone::Zone;

    /// "14:02:11 PST"
    pub fn clock(at: Moment, zone: Zone) -> String {
        let shown = zone.show(at, docket::words::Language::En);
        let name = if shown.abbreviation.is_empty() { shown.offset } else { shown.abbreviation };
        format!("{} {name}", shown.clock_seconds)
    }
}

/// "requirement_2" as people read it.
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

#[island]
pub fn DraftKeeper(case_number: String, kept: Kept) -> impl IntoView {
    let shown = RwSignal::new(kept);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::keep(case_number.clone(), shown));
    #[cfg(not(feature = "hydrate"))]
    let _ = case_number;
    view! {
        <h2 class="section-title">{t("The draft")}</h2>
        <p class="form__saved" role="status">
            {move || {
                let kept = shown.get();
                match (kept.problem, kept.saved) {
                    (Some(problem), _) => problem,
                    (None, Some(saved)) => say!("Draft {}, saved {}.", kept.version, saved),
                    (None, None) => t("Nothing is saved yet.").to_owned(),
                }
            }}
        </p>
        {move || {
            let gaps = shown.with(|kept| kept.gaps.clone());
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
            view! {
                <p>{if many == 1 { t("One gap is left to fill:").to_owned() } else { say!("{} gaps are left to fill:", many) }}</p>
                <ol class="gaps">{items}</ol>
            }
            .into_any()
        }}
        <p>
            {move || {
                let edits = shown.with(|kept| kept.edits.clone());
                match edits.len() {
                    0 => t("As the template has it, but for its gaps.").to_owned(),
                    many => {
                        let names: Vec<String> = edits.iter().map(|field| field_name(field)).collect();
                        match many {
                            1 => say!("One edit against the template: {}.", names.join(", ")),
                            many => say!("{} edits against the template: {}.", many, names.join(", ")),
                        }
                    }
                }
            }}
        </p>
    }
}

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_names_that_people_read() {
        assert_eq!(field_name("requirement_12"), "Requirement 12");
        assert_eq!(field_name("data_kept"), "Their data");
    }
}
