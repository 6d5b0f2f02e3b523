//! The way back: conditions ticked one by one, appeals, and what was weighed beside the words.

use docket::decision::Decision;
use docket::decision::weighed::Condition;
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Fact, fact};
use crate::ui::letter::paragraphs;
use crate::ui::{Field, FileField, FormState, Frame, Hidden, TextArea};
use crate::words::t;

/// Nothing for a decision without conditions.
pub fn conditions(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState) -> AnyView {
    if decision.conditions().is_empty() {
        return ().into_any();
    }
    let path = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
    let ticks = frame.who.may(Act::WorkCases) && decision.stands();
    let items = decision.conditions().iter().map(|one| condition(frame, view, one, ticks.then(|| path.clone()), &form));
    let items = items.collect_view();
    let met = decision.conditions().iter().filter(|one| one.met.is_some()).count();
    view! {
        <section class="page__section" id="conditions" aria-labelledby="conditions-title">
            <h2 id="conditions-title">{t("Conditions of reinstatement")}</h2>
            <p class="soft">{met} {t(" of ")} {decision.conditions().len()} {t(" met. The customer sees each tick.")}</p>
            <ol class="clauses">{items}</ol>
        </section>
    }
    .into_any()
}

fn condition(
    frame: &Frame,
    view: &CaseView,
    one: &Condition,
    path: Option<String>,
    form: &FormState,
) -> impl IntoView + use<> {
    let zone = frame.zone;
    let text = paragraphs(one.text.show());
    let done = one.met.as_ref().map(|met| {
        let files = met.proof.iter().map(|file| {
            view! { " " <a href=format!("/evidence/{}", file.sha256)><bdi>{file.name.show().to_owned()}</bdi></a> }
        });
        let files = files.collect_view();
        view! {
            <p><span class="tag tag--ours">{t("Met")}</span> " " <When at=met.at zone /> {t(", found by ")} {view.names.of(met.by).to_owned()} "." {files}</p>
            <blockquote class="side__quote">{paragraphs(met.how.show())}</blockquote>
        }
    });
    let number = one.number;
    let tick = path.filter(|_| one.met.is_none()).map(|path| {
        let name = format!("how_{number}");
        // One form of the page was refused: it alone shows what was typed.
        let mine = form.touched && form.value("condition") == number.to_string();
        let form = if mine { form.clone() } else { FormState { command: form.command.clone(), ..FormState::default() } };
        let files = format!("proof_{number}");
        view! {
            <details class="more" open=mine>
                <summary>{t("Tick: this is met")}</summary>
                <form class="form" method="post" action=format!("{path}/conditions") enctype="multipart/form-data" novalidate>
                    <Hidden form=form.clone() />
                    <input type="hidden" name="condition" value=number />
                    <TextArea form=form.clone() name label=t("How do we know?") rows=3 />
                    <FileField form name=files label=t("Evidence") optional=true />
                    <div class="form__acts"><button class="button">{t("Tick condition ")} {number}</button></div>
                </form>
            </details>
        }
    });
    let open = (done.is_none() && tick.is_none()).then(|| view! { <p class="soft">{t("Open.")}</p> });
    view! { <li class="clauses__item"><div class="clauses__body">{text} {done} {tick} {open}</div></li> }
}

/// Appeals against this decision, and the way to write down one that came by mail or telephone.
pub fn appeals(frame: &Frame, view: &CaseView, decision: &Decision, form: FormState) -> AnyView {
    let zone = frame.zone;
    let items = view.appeals.iter().filter(|appeal| appeal.decision == decision.id).map(|appeal| {
        let state = if appeal.is_waiting() { t("waits") } else { t("decided") };
        view! {
            <li class="entries__item"><div class="entries__body">
                <h3 class="entries__title"><a href=format!("/appeals/{}", appeal.number)>"AP-" {appeal.number}</a> ", " {state}</h3>
                <p class="entries__meta">{t("Received ")} <When at=appeal.filed_at zone /> {t(", receipt ")} <span class="whole">{appeal.receipt.clone()}</span></p>
            </div></li>
        }
    });
    let items: Vec<_> = items.collect();
    let can =
        frame.who.may(Act::WorkCases) && decision.outcome.burdens() && (decision.stands() || decision.was_announced());
    if items.is_empty() && !can {
        return ().into_any();
    }
    let path = format!("/cases/{}/decisions/{}/appeal", view.case.number, decision.number);
    let list = (!items.is_empty()).then(|| view! { <ul class="entries">{items}</ul> });
    let open = form.is_refused();
    let until = decision.appeal_until();
    let record = can.then(|| {
        view! {
            <details class="more" open=open>
                <summary>{t("Write down an appeal that came by mail or telephone")}</summary>
                <form class="form" method="post" action=path enctype="multipart/form-data" novalidate>
                    <Hidden form=form.clone() />
                    <div class="group">
                        <TextArea form=form.clone() name="grounds" label=t("What they say") rows=5 hint=t("In their words. Attach the message itself.") />
                        <Field form=form.clone() name="signer" label=t("Who appeals") size=32 />
                        <Field form=form.clone() name="received_on" label=t("It came on") kind="date" size=12 hint=t("The appeal counts from this day.") />
                        <FileField form name="files" label=t("The message") optional=true />
                        <div class="form__acts"><button class="button">{t("Record appeal")}</button></div>
                    </div>
                </form>
            </details>
        }
    });
    view! {
        <section class="page__section" id="appeals" aria-labelledby="appeals-title">
            <h2 id="appeals-title">{t("Appeals")}</h2>
            <p class="soft">{t("The customer can appeal until ")} <When at=until zone /> "."</p>
            {list}
            {record}
        </section>
    }
    .into_any()
}

/// For the rail: what was weighed when it was proposed.
pub fn weighed(view: &CaseView, decision: &Decision) -> Vec<Fact> {
    let Some(weighed) = &decision.weighed else { return Vec::new() };
    let mut facts = Vec::new();
    if let Some(meaning) = &weighed.meaning {
        facts.push(fact(t("Means for the customer"), paragraphs(meaning.show())));
    }
    if let Some(measure) = view.interims.iter().find(|one| Some(one.id) == weighed.interim) {
        let href = format!("/cases/{}/measures/{}", view.case.number, measure.number);
        facts.push(fact(t("Rests on measure"), view! { <a href=href>"M-" {measure.number}</a> }));
    }
    if let Some(first) = &weighed.seconded {
        facts.push(fact(t("First approval"), view.names.of(first.by).to_owned()));
    }
    if let Some(seen) = &weighed.compared {
        let usual = match seen.usual.as_str() {
            "" => t("nothing usual").to_owned(),
            word => say!("usually {} ({} of {})", word.replace('_', " "), seen.usual_count, seen.decided),
        };
        facts.push(fact(t("Like cases"), format!("{}, {usual}", seen.cases)));
    }
    if let Some(why) = &weighed.differs {
        facts.push(fact(t("Why it differs"), paragraphs(why.show())));
    }
    facts
}
