//! A decision is written: outcome, what it touches, from when, and the reasons that the customer will read.

mod alike;
mod draft;
mod ground;

use docket::decision::{Decision, Outcome};
use docket::desk::decisions::DecisionPreview;
use docket::people::Act;
use docket::precedent::Precedents;
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

pub use draft::{DecisionDraft, draft};

use crate::islands::DeadlinePreview;
use crate::islands::deadline_preview::{Asked, work_out};
use crate::render::Page;
use crate::say;
use crate::ui::deadline::{folds, zone_options};
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::letter::{LetterText, short_hash};
use crate::ui::timeline::Timeline;
use crate::ui::{
    Bar, Choice, Choices, ErrorSummary, Field, FormState, Frame, Hidden, PasswordAgain, Pick, Select, TextArea,
};
use crate::words::{language, t};

#[derive(Clone, Debug)]
pub struct DecisionNewView {
    pub case: CaseView,
    pub draft: DecisionDraft,
    /// Like cases, read when the page was made.
    pub precedents: Precedents,
    /// Chosen in the link that led here.
    pub outcome: Option<Outcome>,
    /// The id of the decision that is to be lifted.
    pub lifts: String,
    pub preview: Option<DecisionPreview>,
}

pub fn show(frame: Frame, view: DecisionNewView, form: FormState) -> Page {
    let proposes = frame.who.may(Act::Propose);
    // Lifting asks for less than burdening, so its page has no more than it needs.
    let chosen = Outcome::parse(&form.value("outcome")).or(view.outcome);
    let lifting = chosen == Some(Outcome::Reinstatement) && in_force(&view.case).next().is_some();
    let words = match (lifting, proposes) {
        (true, _) => t("Reinstate"),
        (false, true) => t("Propose a decision on"),
        (false, false) => t("Decide in favour of"),
    };
    let title = format!("{words} {}", view.case.customer.handle);
    Page::staff(format!("{title}, {}", view.case.case.number), move || {
        let number = view.case.case.number.clone();
        let version = form.or("version", view.case.version.to_string()).parse().unwrap_or(view.case.version);
        let changed = form.checked("stale", "yes").then(|| what_changed(&frame, &view.case));
        let summary = if form.message.is_some() && !form.problems.is_empty() { t("Not now") } else { "" };
        let parts = if lifting {
            view! { {lift(&view, &form)} {statement(&view, true, &form)} {record(&number)} }.into_any()
        } else {
            view! {
                {ground::why_not(&view.case, proposes)}
                {outcome(&view, proposes, &form)}
                {touched(&view.case, &form)}
                {effective(&frame, &view, &form)}
                {alike::section(&view, chosen, &form)}
                {statement(&view, false, &form)}
                {confirm(&frame, &view, proposes, &form)}
            }
            .into_any()
        };
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head
                    back=(format!("/cases/{number}"), number.clone())
                    title=title
                    meta=ground::meta(&view.case).into_any()
                />
                <form class="form form--wide" method="post" action=format!("/cases/{number}/decision") novalidate>
                    // Enter in a field shows the statement. It never decides.
                    <button class="unseen" name="preview" value="yes" tabindex="-1" aria-hidden="true">{t("Preview")}</button>
                    <ErrorSummary form=form.clone() title=summary />
                    {changed}
                    <Hidden form=form.clone() version />
                    {parts}
                </form>
                <aside class="page__rail side" aria-label=t("What this rests on")>{ground::rail(&view.case, lifting)}</aside>
            </main>
        }
    })
}

fn what_changed(frame: &Frame, case: &CaseView) -> impl IntoView + use<> {
    let newest = case.timeline.iter().take(3).cloned().collect::<Vec<_>>();
    let zone = frame.zone;
    view! {
        <section class="heed heed--urgent" aria-labelledby="changed">
            <h2 class="heed__title" id="changed">{t("What happened last in this case")}</h2>
            <div class="timeline"><Timeline items=newest zone /></div>
        </section>
    }
}

fn in_force(case: &CaseView) -> impl Iterator<Item = &Decision> {
    case.decisions.iter().filter(|decision| decision.outcome.switches_off() && decision.stands())
}

/// Only what this person can decide in this case: the rest is not shown grey, a sentence says why.
fn outcomes(case: &CaseView, proposes: bool) -> Vec<Outcome> {
    let off = in_force(case).next().is_some();
    let possible = |outcome: &Outcome| match outcome {
        Outcome::Reinstatement => off,
        other => !case.case.is_closed() && (proposes || !other.burdens()),
    };
    Outcome::ALL.into_iter().filter(possible).collect()
}

fn outcome(view: &DecisionNewView, proposes: bool, form: &FormState) -> impl IntoView + use<> {
    let picks = outcomes(&view.case, proposes).into_iter().map(|outcome| {
        let hint = match outcome {
            Outcome::Suspension | Outcome::PartialSuspension => {
                t("Switched off at the hour below, after a second person approved")
            }
            Outcome::Warning => t("Stands from the hour below, after a second person approved"),
            Outcome::PlanAccepted | Outcome::NoAction => t("At once. Nothing is switched off"),
            Outcome::Termination => t("For good, of the whole account. Two persons approve it after you"),
            Outcome::Reinstatement => t("At once. What was switched off runs again"),
        };
        Pick::new(outcome.word(), outcome.name(language())).hint(hint)
    });
    let picks = picks.collect();
    let chosen = view.outcome.map(|outcome| outcome.word().to_owned()).into_iter().collect();
    let lifts = in_force(&view.case).next().is_some().then(|| which(view, form));
    let others = (!proposes)
        .then(|| view! { <p class="soft">{t("Warnings and suspensions are proposed by analysts and leads.")}</p> });
    view! {
        <section class="group" aria-labelledby="outcome-title">
            <h2 class="group__title" id="outcome-title">{t("Outcome")}</h2>
            <Choices form=form.clone() name="outcome" legend=t("What is decided?") picks chosen across=true />
            {others}
            {lifts}
        </section>
    }
}

/// Which decision in force a reinstatement lifts.
fn which(view: &DecisionNewView, form: &FormState) -> impl IntoView + use<> {
    let picks = in_force(&view.case).map(|decision| {
        let assets: Vec<&str> = decision.assets.iter().map(|touched| touched.value.as_str()).collect();
        let name = decision.outcome.name(language()).to_lowercase();
        Pick::new(decision.id.to_string(), format!("D-{}, {name}", decision.number)).hint(assets.join(", "))
    });
    let picks: Vec<Pick> = picks.collect();
    let chosen = match picks.as_slice() {
        [only] if view.outcome == Some(Outcome::Reinstatement) => vec![only.value.clone()],
        _ => vec![view.lifts.clone()],
    };
    view! { <Choices form=form.clone() name="lifts" legend=t("Which decision does a reinstatement lift?") picks chosen /> }
}

fn lift(view: &DecisionNewView, form: &FormState) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="outcome" value=Outcome::Reinstatement.word() />
        <input type="hidden" name="zone" value=view.case.customer.zone.clone() />
        <section class="group" aria-labelledby="lift">
            <h2 class="group__title" id="lift">{t("What is lifted")}</h2>
            <p class="soft">{t("It takes effect at once, for everything that the decision switched off. One person is enough for it.")}</p>
            {which(view, form)}
            <p><a href=format!("/cases/{}/decision", view.case.case.number)>{t("Decide something else")}</a></p>
        </section>
    }
}

fn record(number: &str) -> impl IntoView + use<> {
    view! {
        <div class="form__acts">
            <button class="button button--primary">{t("Reinstate now")}</button>
            <a class="button button--quiet" href=format!("/cases/{number}")>{t("Back to the case")}</a>
        </div>
    }
}

fn touched(case: &CaseView, form: &FormState) -> impl IntoView + use<> {
    let picks = case.assets.iter().map(|asset| {
        let off = if asset.suspended_by.is_some() { t(", switched off already") } else { "" };
        Pick::new(asset.id.to_string(), asset.value.clone()).hint(format!("{}{off}", t(asset.kind.word())))
    });
    let picks: Vec<Pick> = picks.collect();
    let none = picks.is_empty().then(|| view! { <p class="heed heed--urgent">{t("No asset of this customer is recorded, so nothing can be switched off.")}</p> });
    view! {
        <section class="group" aria-labelledby="touched">
            <h2 class="group__title" id="touched">{t("What it touches")}</h2>
            {none}
            <Choices form=form.clone() name="assets" legend=t("Assets") picks many=true
                hint=t("As little as does the job. A reinstatement touches what its decision touched.") />
            <TextArea form=form.clone() name="whole_reason" label=t("Why would less not do?") rows=3 optional=true
                hint=t("Needed when a suspension leaves nothing of the account on. The customer and a court will read it: say what a partial suspension would leave open.") />
            <TextArea form=form.clone() name="meaning" label=t("What does it mean for the customer?") rows=3 optional=true
                hint=t("Needed for the whole account too: what stops, for whom, and what they can still do.") />
            <TextArea form=form.clone() name="conditions" label=t("Conditions of reinstatement") rows=4 optional=true
                hint=t("One on each line. The customer reads them, and they are ticked one by one. A termination has none.") />
        </section>
    }
}

fn effective(frame: &Frame, view: &DecisionNewView, form: &FormState) -> impl IntoView + use<> {
    let customer_zone = view.case.customer.zone.clone();
    let zone = Zone::parse(&customer_zone).unwrap_or(Zone::UTC);
    let asked = Asked {
        rule: "wall".into(),
        date: form.or("date", zone.date_text(frame.now.plus_seconds(86_400))),
        time: form.or("time", "12:00"),
        zone: form.or("zone", zone.name()),
        fold: form.value("fold"),
        ..Asked::default()
    };
    let said = work_out(&asked, frame.now, frame.zone);
    let folds = folds(&asked.date, &asked.time, &asked.zone);
    let which = (!folds.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="fold" legend=t("Which of the two?") hint=t("The clocks show this time twice.") picks=folds /> }
    });
    let form = form.clone();
    let days = view.draft.preserve_days.to_string();
    view! {
        <fieldset class="group">
            <legend class="group__title">{t("When it takes effect")}</legend>
            <p class="soft">{t("For a warning or a suspension. Never earlier than this, and not later without a person. What favours the customer takes effect at once.")}</p>
            <div class="row">
                <Field form=form.clone() name="date" label=t("Date") value=asked.date size=11 hint=t("Year-month-day") autocomplete="off" />
                <Field form=form.clone() name="time" label=t("Time") value=asked.time size=6 hint=t("24 hours") autocomplete="off" />
                <Select form=form.clone() name="zone" label=t("Zone") options=zone_options(&customer_zone, frame.zone) value=zone.name() />
            </div>
            {which}
            <DeadlinePreview said letter=false />
            <Field form name="preserve_days" label=t("Days for which the data is kept after a suspension") value=days size=5 inputmode="numeric" />
        </fieldset>
    }
}

fn statement(view: &DecisionNewView, lifting: bool, form: &FormState) -> impl IntoView + use<> {
    let (facts, redress) = (view.draft.facts.clone(), view.draft.redress.clone());
    let language = view.case.customer.language;
    let (why, because) = if lifting {
        (t("Why it is lifted"), t("What the facts above change.").to_owned())
    } else {
        (
            t("Why the rule applies"),
            say!("{}: why these facts break it, and why this outcome fits.", view.case.clause.cite()),
        )
    };
    // The page comes again with the statement in it, and opens there.
    let shown = format!("/cases/{}/decision#preview-title", view.case.case.number);
    let preview = view.preview.clone().map(|preview| {
        let kept = preview.preserve_until.and_then(|until| Zone::parse(&preview.effective.zone).map(|zone| view! { {t(", data kept until ")} <When at=until zone /> }));
        view! {
            <section class="group" aria-labelledby="preview-title">
                <h2 class="group__title" id="preview-title" tabindex="-1">{t("What the customer will read")}</h2>
                <p class="soft">{t("As of now: effective ")} {preview.effective.wall.clone()} {kept} {t(". Text ")} <code>{short_hash(&preview.hash)}</code> "."</p>
                <LetterText text=preview.statement lang=language hash=preview.hash />
            </section>
        }
    });
    view! {
        <section class="group" aria-labelledby="reasons">
            <h2 class="group__title" id="reasons">{t("Statement of reasons")}</h2>
            <p class="soft">
                {t("The customer reads it, in ")} {language.own_name()} {t(". Restriction, scope, source and ground are added from the fields above and the case. It is frozen when you propose.")}
            </p>
            <TextArea form=form.clone() name="facts" label=t("Facts") value=facts rows=8 hint=t("What happened, with times. Drafted from the notice and its answers.") />
            <TextArea form=form.clone() name="explanation" label=why rows=4
                hint=because />
            <TextArea form=form.clone() name="redress" label=t("Redress") value=redress rows=5 hint=t("What the customer can do against it.") />
            <Choice form=form.clone() name="automated_detection" label=t("Automated means found what this rests on") hint=t("The decision itself is always a person’s.") />
            <div class="form__acts"><button class="button" name="preview" value="yes" formaction=shown>{t("Preview the statement")}</button></div>
        </section>
        {preview}
    }
}

fn confirm(frame: &Frame, view: &DecisionNewView, proposes: bool, form: &FormState) -> impl IntoView + use<> {
    let handle = view.case.customer.handle.clone();
    let fresh = frame.who.is_fresh(frame.now);
    let burdening = proposes.then(|| {
        view! {
            <p>{t("A warning or a suspension waits for a second person: a lead or counsel signs in again and approves exactly this text. A termination waits for two. You cannot approve it yourself.")}</p>
            <Field form=form.clone() name="handle" label=t("Type the customer’s handle to confirm") size=30 autocomplete="off" hint=say!("For whatever burdens: {}", handle) />
            <PasswordAgain fresh form=form.clone() />
        }
    });
    view! {
        <section class="group" aria-labelledby="second">
            <h2 class="group__title" id="second">{if proposes { t("Second person") } else { t("Record") }}</h2>
            {burdening}
            <div class="form__acts">
                <button class=if proposes { "button button--grave" } else { "button button--primary" }>
                    {if proposes { t("Propose decision") } else { t("Record decision") }}
                </button>
                <a class="button button--quiet" href=format!("/cases/{}", view.case.case.number)>{t("Back to the case")}</a>
            </div>
        </section>
    }
}
