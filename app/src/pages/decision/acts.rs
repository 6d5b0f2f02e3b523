//! Approve, withdraw, reinstate: shown to whoever can, and a sentence to whoever cannot.

use docket::decision::{Decision, DecisionStage};
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::{Field, FormState, Frame, Hidden, PasswordAgain, TextArea};
use crate::words::t;

pub fn approval(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState) -> AnyView {
    if decision.stage != DecisionStage::Proposed {
        return ().into_any();
    }
    let path = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
    let first = decision.weighed.as_ref().and_then(|weighed| weighed.seconded.as_ref());
    let of_two = decision.weighed.as_ref().is_some_and(|weighed| weighed.approvals > 1);
    let why = if first.is_some_and(|first| first.by == frame.who.person.id) {
        Some(t("You gave the first of two approvals. Another lead or counsel must give the second."))
    } else if decision.proposed_by == frame.who.person.id && of_two {
        Some(t("You proposed this termination, so two other persons must approve it: leads or counsel."))
    } else if decision.proposed_by == frame.who.person.id {
        Some(t("You proposed this decision, so another person must approve it: a lead or counsel."))
    } else if !frame.who.may(Act::Approve) {
        Some(t("A lead or counsel approves it."))
    } else if decision.effective.at <= frame.now {
        Some(t(
            "Its hour has passed, so it can no longer be approved. Withdraw it, and propose a new hour if it is still right.",
        ))
    } else {
        None
    };
    if let Some(why) = why {
        return view! { <p class="heed page__section" id="approval">{why}</p> }.into_any();
    }
    let fresh = frame.who.is_fresh(frame.now);
    let told = match (of_two, first) {
        (true, None) => {
            t("You approve the text above, word for word, and no other. A second person must approve it too before it goes to anybody.").to_owned()
        }
        (true, Some(first)) => say!("{} gave the first approval. With yours the text goes to every contact of the customer, and the decision waits for its hour.", view.names.of(first.by)),
        (false, _) => t("You approve the text above, word for word, and no other. It then goes to every contact of the customer, and the decision waits for its hour.").to_owned(),
    };
    let handle = view.customer.handle.clone();
    view! {
        <form class="form page__section" id="approval" method="post" action=format!("{path}/approval") novalidate>
            <section class="group" aria-labelledby="approve">
                <h2 class="group__title" id="approve">{t("Approve")}</h2>
                <p>{told}</p>
                <Hidden form=form.clone() />
                <input type="hidden" name="text_hash" value=decision.statement.hash.clone() />
                <Field form=form.clone() name="handle" label=t("Type the customer’s handle to confirm") size=30 autocomplete="off" hint=handle />
                <PasswordAgain fresh form />
                <div class="form__acts"><button class="button button--grave">{t("Approve decision D-")} {decision.number}</button></div>
            </section>
        </form>
    }
    .into_any()
}

pub fn afterwards(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState) -> AnyView {
    if !frame.who.may(Act::Favour) {
        return ().into_any();
    }
    let path = format!("/cases/{}", view.case.number);
    if decision.is_pending() {
        let open =
            form.is_refused() || matches!(decision.stage, DecisionStage::Stopped { .. } | DecisionStage::Missed { .. });
        let told = if decision.was_announced() {
            t("The customer was told its hour, so they are told that it does not come.")
        } else {
            t("The customer has not been told of it.")
        };
        return view! {
            <details class="more page__section" open=open>
                <summary>{t("Withdraw this decision")}</summary>
                <form class="form" method="post" action=format!("{path}/decisions/{}/withdrawal", decision.number) novalidate>
                    <Hidden form=form.clone() />
                    <div class="group">
                        <TextArea form name="reason" label=t("Why is it withdrawn?") rows=3 hint=say!("It stays on record, and so does the reason. {}", told) />
                        <div class="form__acts"><button class="button">{t("Withdraw decision")}</button></div>
                    </div>
                </form>
            </details>
        }
        .into_any();
    }
    let off = decision.stands() && decision.outcome.switches_off();
    let met = decision.weighed.as_ref().is_some_and(|weighed| weighed.is_met());
    let open = decision.weighed.as_ref().map_or(0, |weighed| weighed.open());
    match (off, view.pending_decision()) {
        (false, _) => ().into_any(),
        (true, Some(pending)) => view! {
            <p class="soft page__section">{t("Decision D-")} {pending.number} {t(" is pending; until it ends, nothing else can be decided.")}</p>
        }
        .into_any(),
        (true, None) => {
            let href = format!("{path}/decision?outcome=reinstatement&lifts={}", decision.id);
            let said = match (met, open) {
                (true, _) => Some(t("Every condition is met.").to_owned()),
                (false, 0) => None,
                (false, open) => Some(say!("{} of {} conditions are still open. It can be lifted all the same.", open, decision.conditions().len())),
            };
            let class = if met { "button button--primary" } else { "button" };
            view! {
                <section class="page__section">
                    {said.map(|said| view! { <p>{said}</p> })}
                    <p><a class=class href=href>{t("Reinstate: lift this decision")}</a></p>
                </section>
            }
            .into_any()
        }
    }
}
