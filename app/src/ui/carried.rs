//! Since when a decision is in force: when its instruction was carried out, and how long that was after its hour.

use crate::say;
use crate::ui::due::When;
use crate::ui::tag::instruction_state;
use crate::words::{language, t};
use docket::decision::{Decision, Outcome};
use docket::instruction::Instruction;
use docket::time::zone::Zone;
use docket::time::{Moment, left_words};
use docket::timer::ON_TIME_SECONDS;
use docket::view::CaseView;
use leptos::prelude::*;

/// What the machines were told last to bring this decision about. None: nothing is switched for it.
fn told<'a>(view: &'a CaseView, decision: &Decision) -> Option<&'a Instruction> {
    let favours = decision.outcome == Outcome::Reinstatement;
    let of = view.instructions.iter().filter(|one| one.decision == Some(decision.id) && one.favours() == favours);
    of.max_by_key(|one| one.number)
}

/// `at`: when it took effect.
pub fn in_force(view: &CaseView, decision: &Decision, at: Moment, zone: Zone) -> AnyView {
    let Some(told) = told(view, decision) else {
        return view! { <p>{t("In force since ")} <When at zone /> "."</p> }.into_any();
    };
    let href = format!("/instructions/{}", told.number);
    let link = view! { <a href=href>"I-" {told.number}</a> };
    let Some(done) = told.done_at() else {
        return view! {
            <p>{t("Took effect ")} <When at zone /> {t(", and is not carried out yet. ")} {link} ": " {instruction_state(told, zone)}</p>
        }
        .into_any();
    };
    // A stay moves the hour: from then on it is counted from when it took effect after all.
    let hour = decision.effective.at;
    let late = at.minus(hour) > ON_TIME_SECONDS * 1_000_000;
    let lag = done.minus(if late { at } else { hour });
    let lag = match lag < 60_000_000 {
        true => t("within a minute of its hour").to_owned(),
        false => say!("{} after its hour", left_words(lag, language())),
    };
    view! {
        <p>{t("In force since ")} <When at=done zone /> ". " {t("Carried out ")} {lag} ", " {link} "."</p>
    }
    .into_any()
}
