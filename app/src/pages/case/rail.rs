//! What can be done now, why something cannot, and the facts.

use docket::case::CaseStage;
use docket::customer::Contact;
use docket::decision::{Decision, DecisionStage};
use docket::people::Act;
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

use super::CaseForms;
use crate::say;
use crate::ui::facts::{Facts, fact, lines};
use crate::ui::tag::why_no_notice;
use crate::ui::{Frame, Hidden};
use crate::words::{language, t};

pub fn acts(frame: &Frame, view: &CaseView, forms: &CaseForms) -> impl IntoView + use<> {
    let may = |act| frame.who.may(act);
    let number = view.case.number.clone();
    let path = |rest: &str| format!("/cases/{number}/{rest}");
    let works = may(Act::WorkCases);
    let pending = view.pending_decision();
    let me = frame.who.person.id;

    // The first thing that waits for this reader is the primary one.
    let mut first = true;
    let mut class = || if std::mem::take(&mut first) { "button button--primary" } else { "button" };
    let mut acts: Vec<AnyView> = Vec::new();
    if works {
        for answer in view.answers.iter().filter(|answer| !answer.is_assessed()) {
            let href = path(&format!("answers/{}", answer.receipt));
            acts.push(
                view! { <a class=class() href=href>{t("Weigh answer ")} {answer.receipt.clone()}</a> }.into_any(),
            );
        }
    }
    if works {
        for asked in view.extensions.iter().filter(|asked| asked.is_waiting()) {
            let href = path(&format!("time/{}", asked.receipt));
            acts.push(
                view! { <a class=class() href=href>{t("Decide on more time ")} {asked.receipt.clone()}</a> }.into_any(),
            );
        }
    }
    if let Some(decision) = pending {
        let words = waits_for(decision, may(Act::Approve) && decision.proposed_by != me);
        let href = path(&format!("decisions/{}", decision.number));
        acts.push(view! { <a class=class() href=href>{words} " D-" {decision.number}</a> }.into_any());
    }
    if works && why_no_notice(view).is_none() {
        let href = path("notices/new");
        let class = if view.case.stage == CaseStage::Open { class() } else { "button" };
        acts.push(
            view! { <a class=class href=href data-key="t">{t("Write a notice ")} <span class="button__key">"t"</span></a> }
                .into_any(),
        );
    }
    if may(Act::Favour) && pending.is_none() && !view.case.is_closed() {
        let words = if may(Act::Propose) { t("Propose a decision ") } else { t("Decide in the customer’s favour ") };
        let href = path("decision");
        let class = if matches!(view.case.stage, CaseStage::Overdue { .. }) { class() } else { "button" };
        acts.push(
            view! { <a class=class href=href data-key="d">{words} <span class="button__key">"d"</span></a> }.into_any(),
        );
    }
    for decision in view.decisions.iter().filter(|decision| keeps_off(decision)) {
        if may(Act::Favour) && pending.is_none() {
            let href = path(&format!("decision?outcome=reinstatement&lifts={}", decision.id));
            // Every condition is met, so this is what waits now.
            let met = decision.weighed.as_ref().is_some_and(|weighed| weighed.is_met());
            let class = if met { class() } else { "button" };
            acts.push(view! { <a class=class href=href>{t("Reinstate: lift D-")} {decision.number}</a> }.into_any());
        }
    }
    if may(Act::Propose) && !view.case.is_closed() {
        let href = path("measures/new");
        acts.push(view! { <a class="button" href=href>{t("Emergency: interim measure")}</a> }.into_any());
    }
    if works {
        acts.push(view! { <a class="button" href="#text" data-key="n">{t("Add a note ")} <span class="button__key">"n"</span></a> }.into_any());
    }
    if works && view.last_notice().is_some() {
        acts.push(
            view! { <a class="button" href=path("answers/new")>{t("Record an answer by mail or phone")}</a> }
                .into_any(),
        );
    }
    if works && view.case.owner != Some(me) && !view.case.is_closed() {
        let form = forms.owner.clone();
        acts.push(
            view! {
                <form class="acts" method="post" action=path("owner")>
                    <Hidden form version=view.version />
                    <button class="button" data-key="a">{t("Take the case ")} <span class="button__key">"a"</span></button>
                </form>
            }
            .into_any(),
        );
    }
    if may(Act::Export) {
        let form = forms.file.clone();
        acts.push(
            view! {
                <form class="acts" method="post" action=path("file")>
                    <Hidden form />
                    <button class="button">{t("Export the case file")}</button>
                </form>
            }
            .into_any(),
        );
    }
    let reasons = why_not(view, works, may(Act::Propose))
        .into_iter()
        .map(|why| view! { <p class="acts__why">{why}</p> })
        .collect_view();
    let only_reads = acts.is_empty().then_some(t("Your role reads this case. Analysts and leads act on it."));
    view! {
        <h2 class="section-title">{t("What you can do now")}</h2>
        <div class="acts">
            {acts}
            {only_reads.map(|words| view! { <p class="acts__why">{words}</p> })}
            {reasons}
        </div>
        <p class="links">
            <a href=path("as-of")>{t("As known then")}</a>
            {may(Act::Export).then(|| {
                let href = format!("/reports?what=case_file&subject={}#ask", view.case.number);
                view! { <a href=href>{t("Export for others")}</a> }
            })}
        </p>
    }
}

fn waits_for(decision: &Decision, second: bool) -> &'static str {
    match decision.stage {
        DecisionStage::Proposed if second => t("Read and approve"),
        DecisionStage::Stopped { .. } | DecisionStage::Missed { .. } => t("Look at"),
        _ => t("See"),
    }
}

fn keeps_off(decision: &Decision) -> bool {
    decision.stands() && decision.outcome.switches_off()
}

/// Instead of a grey button, a sentence.
fn why_not(view: &CaseView, works: bool, proposes: bool) -> Vec<String> {
    let mut reasons = Vec::new();
    if !view.case.is_closed() && works {
        let waits = view.appeals.iter().any(|appeal| appeal.is_waiting());
        let measure = view.interims.iter().any(|one| one.stands());
        let why = match (view.held_for_court().next(), waits, measure) {
            (Some(hold), ..) => Some(say!("hold H-{} stands", hold.number)),
            (None, true, _) => Some(t("an appeal waits").to_owned()),
            (None, false, true) => Some(t("an interim measure stands").to_owned()),
            _ => None,
        };
        reasons.extend(why.map(|why| say!("Why not close the case? Because {}.", why)));
    }
    if view.case.is_closed() {
        reasons.push(
            t("The case is closed, so nothing new can begin in it. What was switched off can still be switched on.")
                .to_owned(),
        );
        return reasons;
    }
    if let (true, Some(why)) = (works, why_no_notice(view)) {
        reasons.push(say!("Why not write a notice? {}", why));
    }
    if let Some(decision) = view.pending_decision() {
        reasons.push(say!("Why not decide anew? Decision D-{} is still pending.", decision.number));
    } else if proposes && !view.in_the_way.is_empty() && !view.decisions.iter().any(keeps_off) {
        let sentences: Vec<&str> = view.in_the_way.iter().map(|finding| t(finding.sentence())).collect();
        reasons.push(say!("Why not suspend? {}", sentences.join(" ")));
    }
    reasons
}

pub fn facts(view: &CaseView, zone: Zone) -> impl IntoView + use<> {
    let clause = say!("{}, version of {}", view.clause.cite(), view.clause.edition);
    let assets = view.assets.iter().map(|asset| {
        let off = if asset.suspended_by.is_some() { t(", switched off") } else { "" };
        format!("{}{off}", asset.value)
    });
    let assets = if view.assets.is_empty() { t("None recorded").into_any() } else { lines(assets).into_any() };
    let prior = match view.prior_cases {
        0 => t("None").to_owned(),
        count => count.to_string(),
    };
    let contacts = if view.customer.contacts_in_use().next().is_none() {
        t("None: no letter can be sent").into_any()
    } else {
        view.customer.contacts_in_use().map(|one| contact(one, zone)).collect_view().into_any()
    };
    let facts = vec![
        fact(t("Clause"), clause),
        fact(t("Assets"), assets),
        fact(t("Other cases"), prior),
        fact(t("Contacts"), contacts),
        fact(t("Language"), view.customer.language.own_name()),
        fact(t("Time zone"), view.customer.zone.clone()),
    ];
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
    }
}

fn contact(contact: &Contact, zone: Zone) -> impl IntoView + use<> {
    let verified = match contact.verified_on {
        Some(at) => say!("verified {}", zone.show(at, language()).date),
        None => t("never verified").to_owned(),
    };
    view! { <div><bdi>{contact.email.show().to_owned()}</bdi> ", " {t(contact.duty.word())} ", " {verified}</div> }
}
