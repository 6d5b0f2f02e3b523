//! What a decision rests on, and what stands in its way.

use docket::notice::NoticeStage;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::facts::{Facts, fact};
use crate::ui::tag::answer_state;
use crate::words::t;

/// The line under the title.
pub fn meta(view: &CaseView) -> impl IntoView + use<> {
    let asked = match view.last_notice() {
        Some(notice) if notice.deadline_passed => {
            say!("The deadline of N-{} passed {}.", notice.number, notice.deadline.wall)
        }
        Some(notice) => say!("N-{} runs until {}.", notice.number, notice.deadline.wall),
        None => t("No notice has been sent.").to_owned(),
    };
    let weighed = view.answers.iter().filter(|answer| answer.is_assessed()).count();
    let answers = match view.answers.len() {
        0 => t("The customer has not answered.").to_owned(),
        all => say!("{} of {} weighed.", weighed, crate::words::count(all, "answer", "answers")),
    };
    format!("{asked} {answers}")
}

/// Why nothing can be switched off now, before anybody fills in the form in vain.
pub fn why_not(view: &CaseView, proposes: bool) -> impl IntoView + use<> {
    (proposes && !view.in_the_way.is_empty() && !view.case.is_closed()).then(|| {
        let items = view.in_the_way.iter().map(|finding| view! { <li>{t(finding.sentence())}</li> }).collect_view();
        view! {
            <section class="heed" aria-labelledby="why-not">
                <h2 class="heed__title" id="why-not">{t("Nothing can be suspended now")}</h2>
                <ul>{items}</ul>
                <p>{t("What favours the customer can be decided all the same.")}</p>
            </section>
        }
    })
}

pub fn rail(view: &CaseView, lifting: bool) -> impl IntoView + use<> {
    let path = format!("/cases/{}", view.case.number);
    let mut facts = Vec::new();
    match view.last_notice() {
        Some(notice) => {
            let href = format!("{path}/notices/{}", notice.number);
            let state = match (&notice.stage, notice.deadline_passed) {
                (NoticeStage::Sent { .. }, true) => t(", deadline passed"),
                _ => t(", deadline runs"),
            };
            facts.push(fact(t("Notice"), view! { <a href=href>{format!("N-{}", notice.number)}</a> {state} }));
        }
        None => facts.push(fact(t("Notice"), t("None sent"))),
    }
    for answer in &view.answers {
        let href = format!("{path}/answers/{}", answer.receipt);
        facts.push(fact(t("Answer"), view! { <a href=href>{answer.receipt.clone()}</a> ": " {answer_state(answer)} }));
    }
    facts.push(fact(t("Clause"), say!("{}, version of {}", view.clause.cite(), view.clause.edition)));
    facts.push(fact(t("Complaints"), view! { <a href=format!("{path}#complaints")>{view.case.complaints}</a> }));
    facts.push(fact(t("Other cases"), view.prior_cases.to_string()));
    let next = if lifting {
        view! {
            <h2 class="section-title">{t("What happens next")}</h2>
            <p>{t("The statement goes to every contact, and an instruction is issued to switch everything on again.")}</p>
        }
        .into_any()
    } else {
        view! {
            <h2 class="section-title">{t("Checked again before it takes effect")}</h2>
            <p>{t("An answer that nobody weighed, a withdrawn notice, letters that did not arrive, a changed text or an asset that moved away: each stops it and asks a person.")}</p>
            <h2 class="section-title">{t("What happens next")}</h2>
            <p>{t("The second person signs in again and approves. Then the statement goes to every contact, and the decision waits for its hour.")}</p>
        }
        .into_any()
    };
    view! {
        <h2 class="section-title">{t("What this rests on")}</h2>
        <Facts facts />
        {next}
    }
}
