//! A decision as it was proposed: its text, its stage, and what the reader can do about it.

mod acts;
mod back;
mod kept;
mod missed;
mod stay;

use docket::decision::{Decision, DecisionStage};
use docket::letter::Cause;
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::carried::in_force;
use crate::ui::deadline::FrozenDeadline;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact, lines};
use crate::ui::head::Head;
use crate::ui::letter::{LetterEntry, LetterText, paragraphs, short_hash};
use crate::ui::tag::{DecisionTag, instruction_state};
use crate::ui::{Bar, ErrorSummary, FormState, Frame};
use crate::words::{language, t};

#[derive(Clone, Debug, Default)]
pub struct DecisionForms {
    pub approval: FormState,
    pub withdrawal: FormState,
    pub stay: FormState,
    pub stay_end: FormState,
    pub condition: FormState,
    pub appeal: FormState,
    pub destroyed: FormState,
}

pub fn show(frame: Frame, view: CaseView, decision: Decision, forms: DecisionForms) -> Page {
    let outcome = decision.outcome.name(language());
    let title = say!("Decision D-{} of {}: {}", decision.number, view.case.number, outcome.to_lowercase());
    Page::staff(title, move || {
        let zone = frame.zone;
        let number = view.case.number.clone();
        let by = view.names.of(decision.proposed_by).to_owned();
        let meta = view! {
            {t("On ")} <bdi>{view.customer.handle.clone()}</bdi> {t(". Proposed by ")} {by} ", " <When at=decision.proposed_at zone /> "."
        };
        let refused = {
            let later = [&forms.stay, &forms.stay_end, &forms.condition, &forms.appeal, &forms.destroyed];
            let mut all = [&forms.approval, &forms.withdrawal].into_iter().chain(later);
            all.find(|form| form.is_refused()).cloned()
        };
        // What was never settled is no paper yet.
        let told = !matches!(decision.stage, DecisionStage::Proposed | DecisionStage::Withdrawn { .. });
        let tags = view! { <div class="tags"><DecisionTag stage=decision.stage.clone() /></div> };
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <p class="once-printed">{say!("{}, decision D-{}, text {}", number, decision.number, decision.statement.hash)}</p>
                <Head
                    back=(format!("/cases/{number}"), number.clone())
                    number=format!("D-{}", decision.number)
                    title=outcome
                    meta=meta.into_any()
                    aside=tags.into_any()
                />
                <div>
                    <div class="group">
                        {refused.map(|form| view! { <ErrorSummary form /> })}
                        {stage(&view, &decision, zone)}
                        {effective(&frame, &decision)}
                    </div>
                    <section class="page__section" aria-labelledby="statement">
                        <h2 id="statement">{t("Statement of reasons")}</h2>
                        <div class="group">
                            <p class="soft">{t("Word for word what the customer reads. It was frozen when it was proposed; an approval is bound to its hash.")}</p>
                            <LetterText text=decision.statement.text.show().to_owned() lang=decision.statement.language hash=decision.statement.hash.clone() frozen=true />
                            {told.then(|| frame.paper(&format!("/cases/{number}/decisions/{}/decision", decision.number), decision.statement.language))}
                        </div>
                    </section>
                    {acts::approval(&frame, &view, &decision, forms.approval)}
                    {back::conditions(&frame, &view, &decision, forms.condition)}
                    {acts::afterwards(&frame, &view, &decision, forms.withdrawal)}
                    {stay::section(&frame, &view, &decision, forms.stay, forms.stay_end)}
                    {back::appeals(&frame, &view, &decision, forms.appeal)}
                    {kept::section(&frame, &view, &decision, forms.destroyed)}
                    {letters(&view, &decision, zone)}
                </div>
                <aside class="page__rail side" aria-label=t("Facts")>{rail(&view, &decision, zone)}</aside>
            </main>
        }
    })
}

/// What became of it, where the tag alone does not say enough.
fn stage(view: &CaseView, decision: &Decision, zone: Zone) -> AnyView {
    match &decision.stage {
        DecisionStage::Stopped { at, findings } => {
            let items = findings.iter().map(|finding| view! { <li>{t(finding.sentence())}</li> }).collect_view();
            view! {
                <section class="heed heed--late">
                    <h2 class="heed__title">{t("Stopped before it took effect")}</h2>
                    <p><When at=*at zone /> {t(", the last check found:")}</p>
                    <ul>{items}</ul>
                    <p>{t("Nothing happened to the customer. Deal with what is named, withdraw this decision, and propose a new one if it is still right.")}</p>
                </section>
            }
            .into_any()
        }
        DecisionStage::Missed { at } => missed::section(decision, *at, zone),
        DecisionStage::Withdrawn { by, at, reason } => view! {
            <section class="heed">
                <h2 class="heed__title">{t("Withdrawn")}</h2>
                <p>{t("By ")} {view.names.of(*by).to_owned()} ", " <When at=*at zone /> {t(", for this reason:")}</p>
                <blockquote class="side__quote">{paragraphs(reason.show())}</blockquote>
            </section>
        }
        .into_any(),
        DecisionStage::Lifted { at, by } => {
            let by = view.decisions.iter().find(|other| other.id == *by).map(|other| {
                let href = format!("/cases/{}/decisions/{}", view.case.number, other.number);
                view! { {t(" by ")} <a href=href>"D-" {other.number}</a> }
            });
            view! { <p class="heed">{t("Lifted ")} <When at=*at zone /> {by} "."</p> }.into_any()
        }
        DecisionStage::Stayed { at, by, reason, order, .. } => {
            let order = order.as_ref().map(|order| {
                let day = order.received_at.map(|at| say!(", received {}", at.date_text())).unwrap_or_default();
                view! { <p>{t("Order of ")} {order.court.show().to_owned()} " " {order.reference.show().to_owned()} {day} "."</p> }
            });
            let then = match decision.is_pending() {
                true => t("While it is stayed it does not take effect, also when its hour comes."),
                false => t("What it had switched off runs again, by instruction."),
            };
            view! {
                <section class="heed heed--urgent">
                    <h2 class="heed__title">{t("Stayed")}</h2>
                    <p>{t("By ")} {view.names.of(*by).to_owned()} ", " <When at=*at zone /> {t(", for this reason:")}</p>
                    <blockquote class="side__quote">{paragraphs(reason.show())}</blockquote>
                    {order}
                    <p>{then}</p>
                </section>
            }
            .into_any()
        }
        DecisionStage::Overturned { at, appeal } => {
            let appeal = view.appeals.iter().find(|one| one.id == *appeal).map(|one| {
                view! { " " <a href=format!("/appeals/{}", one.number)>"AP-" {one.number}</a> }
            });
            view! { <p class="heed">{t("Lifted on appeal")} {appeal} ", " <When at=*at zone /> "."</p> }.into_any()
        }
        DecisionStage::InForce { at } => {
            view! { <section class="heed" aria-label=t("In force")>{in_force(view, decision, *at, zone)}</section> }
                .into_any()
        }
        DecisionStage::Proposed | DecisionStage::Approved { .. } => ().into_any(),
    }
}

fn effective(frame: &Frame, decision: &Decision) -> impl IntoView + use<> {
    let (label, rule, ticking) = match &decision.stage {
        DecisionStage::Proposed => {
            (t("Would take effect"), t("If nobody approves it before this hour, it cannot take effect."), true)
        }
        DecisionStage::Approved { .. } => (
            t("Takes effect"),
            t("Checked again at this instant. Whatever stands in the way stops it and asks a person."),
            true,
        ),
        DecisionStage::InForce { .. } | DecisionStage::Lifted { .. } | DecisionStage::Overturned { .. } => {
            (t("Effective from"), t("Frozen when it was proposed."), false)
        }
        DecisionStage::Stayed { .. } => {
            (t("Announced for"), t("Stayed: nothing happens until a person ends the stay."), false)
        }
        _ => (t("Would have taken effect"), t("It did not."), false),
    };
    let draft = decision.stage == DecisionStage::Proposed;
    view! {
        <FrozenDeadline label deadline=decision.effective.clone() zone=frame.zone now=frame.now ticking draft rule />
    }
}

fn letters(view: &CaseView, decision: &Decision, zone: Zone) -> impl IntoView + use<> {
    let cause = Cause::Decision { decision: decision.id };
    let letters = view.letters.iter().filter(|letter| letter.cause == cause).cloned().map(|letter| {
        let sending = view.sending.get(&letter.id).copied();
        view! { <LetterEntry letter zone name=format!("D-{}.eml", decision.number) sending /> }
    });
    let letters: Vec<_> = letters.collect();
    (!letters.is_empty()).then(|| {
        view! {
            <section class="page__section" aria-labelledby="letters">
                <h2 id="letters">{t("What became of each letter")}</h2>
                <ul class="entries">{letters}</ul>
            </section>
        }
    })
}

fn rail(view: &CaseView, decision: &Decision, zone: Zone) -> impl IntoView + use<> {
    let path = format!("/cases/{}", view.case.number);
    let mut facts = vec![fact(t("Outcome"), decision.outcome.name(language()))];
    if !decision.assets.is_empty() {
        facts.push(fact(t("Assets"), lines(decision.assets.iter().map(|touched| touched.value.clone()))));
    }
    if let Some(reason) = &decision.whole_account {
        facts.push(fact(t("Whole account"), paragraphs(reason.show())));
    }
    facts.extend(back::weighed(view, decision));
    if let Some(notice) = view.notices.iter().find(|notice| Some(notice.id) == decision.rests_on) {
        let href = format!("{path}/notices/{}", notice.number);
        facts.push(fact(t("Rests on"), view! { <a href=href>{format!("N-{}", notice.number)}</a> }));
    }
    if let Some(lifted) = view.decisions.iter().find(|other| Some(other.id) == decision.lifts) {
        let href = format!("{path}/decisions/{}", lifted.number);
        facts.push(fact(t("Lifts"), view! { <a href=href>{format!("D-{}", lifted.number)}</a> }));
    }
    if let Some(until) = decision.preserve_until {
        facts.push(fact(t("Data kept until"), view! { <When at=until zone /> }));
    }
    if let DecisionStage::Approved { by, at } = &decision.stage {
        facts.push(fact(t("Approved by"), view! { {view.names.of(*by).to_owned()} ", " <When at=*at zone /> }));
    }
    facts.push(fact(
        t("Machines"),
        if decision.statement.automated_detection { t("Found what it rests on") } else { t("Not involved") },
    ));
    facts.push(fact(t("Text"), view! { <code>{short_hash(&decision.statement.hash)}</code> }));
    let instructions = view.instructions.iter().filter(|instruction| instruction.decision == Some(decision.id)).map(|instruction| {
        let href = format!("/instructions/{}", instruction.number);
        view! { <p><a href=href>{format!("I-{}", instruction.number)}</a> ": " {instruction_state(instruction, zone)}</p> }
    });
    let instructions: Vec<_> = instructions.collect();
    let carried = (!instructions.is_empty())
        .then(|| view! { <h2 class="section-title">{t("Carried out")}</h2> <div>{instructions}</div> });
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
        {carried}
    }
}
