//! One interim measure: what it rests on, how long it stands, and what the reader can do about it.

use docket::interim::{Interim, InterimStage};
use docket::letter::Cause;
use docket::people::{Act, Role};
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::{Ticking, When};
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::{LetterEntry, paragraphs};
use crate::ui::tag::instruction_state;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, PasswordAgain, TextArea};
use crate::words::{language, t};

#[derive(Clone, Debug, Default)]
pub struct MeasureForms {
    pub confirmation: FormState,
    pub ending: FormState,
}

pub fn show(frame: Frame, view: CaseView, measure: Interim, forms: MeasureForms) -> Page {
    let title = say!("Interim measure M-{} in {}", measure.number, view.case.number);
    Page::staff(title, move || {
        let zone = frame.zone;
        let number = view.case.number.clone();
        let by = view.names.of(measure.taken_by).to_owned();
        let meta = view! { {t("On ")} <bdi>{view.customer.handle.clone()}</bdi> {t(". Taken by ")} {by} ", " <When at=measure.taken_at zone /> "." };
        let tone = match measure.stage {
            InterimStage::Waiting | InterimStage::WithCounsel { .. } => "tag tag--late",
            InterimStage::Confirmed { .. } => "tag tag--ours",
            _ => "tag",
        };
        let tags = view! { <div class="tags"><span class=tone>{t(measure.stage.name())}</span></div> };
        let refused = [&forms.confirmation, &forms.ending].into_iter().find(|form| form.is_refused()).cloned();
        let name = measure.emergency.name(language());
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back=(format!("/cases/{number}"), number.clone()) number=format!("M-{}", measure.number)
                    title=say!("{}: {} is off", name, measure.value) meta=meta.into_any() aside=tags.into_any() />
                <div>
                    <div class="group">
                        {refused.map(|form| view! { <ErrorSummary form /> })}
                        {clock(&frame, &view, &measure)}
                    </div>
                    <section class="page__section" aria-labelledby="facts">
                        <h2 id="facts">{t("What was seen")}</h2>
                        <div class="letter letter--frozen">{paragraphs(measure.facts.show())}</div>
                    </section>
                    {confirmation(&frame, &view, &measure, forms.confirmation)}
                    {ending(&frame, &view, &measure, forms.ending)}
                    {letters(&view, &measure, zone)}
                </div>
                <aside class="page__rail side" aria-label=t("Facts")>{rail(&view, &measure, zone)}</aside>
            </main>
        }
    })
}

fn clock(frame: &Frame, view: &CaseView, measure: &Interim) -> AnyView {
    let zone = frame.zone;
    match &measure.stage {
        InterimStage::Waiting => {
            let label = if measure.emergency.goes_to_counsel() { t("Goes to counsel") } else { t("Lapses by itself") };
            let alarms = match measure.alarms {
                0 => t("No alarm yet: the first goes to leads after 6 hours."),
                1 => t("The first alarm went to leads. The second follows an hour before the end."),
                _ => t("Both alarms went to leads."),
            };
            view! {
                <section class="deadline deadline--wide deadline--draft" aria-labelledby="clock">
                    <div>
                        <h2 class="deadline__label" id="clock">{label} {t(" unless confirmed by")}</h2>
                        <p class="deadline__when"><When at=measure.lapses_at zone /></p>
                        <p class="deadline__rule">{alarms}</p>
                    </div>
                    <p class="deadline__left"><Ticking at=measure.lapses_at now=frame.now /></p>
                </section>
            }
            .into_any()
        }
        InterimStage::Confirmed { at, by } => view! {
            <p class="heed">{t("Confirmed by ")} {view.names.of(*by).to_owned()} ", " <When at=*at zone /> {t(". It stands until a person ends it or a decision takes its place.")}</p>
        }
        .into_any(),
        InterimStage::WithCounsel { at } => view! {
            <section class="heed heed--late">
                <h2 class="heed__title">{t("Counsel decides")}</h2>
                <p>{t("Nobody confirmed it within twelve hours. It stands since ")} <When at=*at zone /> {t(" because of what it is about; counsel confirms it or ends it.")}</p>
            </section>
        }
        .into_any(),
        InterimStage::Lapsed { at } => view! {
            <p class="heed">{t("Lapsed ")} <When at=*at zone /> {t(": nobody confirmed it. What was off runs again, by instruction.")}</p>
        }
        .into_any(),
        InterimStage::Ended { at, by, reason, into } => {
            let decision = into.and_then(|id| view.decisions.iter().find(|one| one.id == id)).map(|decision| {
                let href = format!("/cases/{}/decisions/{}", view.case.number, decision.number);
                view! { {t(" Decision ")} <a href=href>"D-" {decision.number}</a> {t(" took its place.")} }
            });
            let by = by.map(|by| say!(" by {}", view.names.of(by)));
            view! {
                <section class="heed">
                    <p>{t("Ended ")} <When at=*at zone /> {by} "." {decision}</p>
                    {paragraphs(reason.show())}
                </section>
            }
            .into_any()
        }
    }
}

fn confirmation(frame: &Frame, view: &CaseView, measure: &Interim, form: FormState) -> AnyView {
    let with_counsel = matches!(measure.stage, InterimStage::WithCounsel { .. });
    if measure.stage != InterimStage::Waiting && !with_counsel {
        return ().into_any();
    }
    let why = if measure.taken_by == frame.who.person.id {
        Some(t("Why not confirm? You took this measure, so another person must confirm it: a lead or counsel."))
    } else if with_counsel && frame.who.role() != Role::Counsel {
        Some(t("Why not confirm? Its time is over, and counsel decides."))
    } else if !frame.who.may(Act::Approve) {
        Some(t("Why not confirm? A lead or counsel confirms it."))
    } else {
        None
    };
    if let Some(why) = why {
        return view! { <p class="heed page__section" id="confirmation">{why}</p> }.into_any();
    }
    let fresh = frame.who.is_fresh(frame.now);
    let path = format!("/cases/{}/measures/{}/confirmation", view.case.number, measure.number);
    view! {
        <form class="form page__section" id="confirmation" method="post" action=path novalidate>
            <section class="group" aria-labelledby="confirm">
                <h2 class="group__title" id="confirm">{t("Confirm")}</h2>
                <p>{t("You confirm that this was an emergency and that nothing less would have stopped it.")}</p>
                <Hidden form=form.clone() />
                <PasswordAgain fresh form />
                <div class="form__acts"><button class="button button--grave">{t("Confirm measure M-")} {measure.number}</button></div>
            </section>
        </form>
    }
    .into_any()
}

fn ending(frame: &Frame, view: &CaseView, measure: &Interim, form: FormState) -> AnyView {
    if !measure.stands() || !frame.who.may(Act::Favour) {
        return ().into_any();
    }
    let path = format!("/cases/{}/measures/{}/ending", view.case.number, measure.number);
    let open = form.is_refused();
    view! {
        <details class="more page__section" open=open>
            <summary>{t("End this measure: switch it on again")}</summary>
            <form class="form" method="post" action=path novalidate>
                <Hidden form=form.clone() />
                <div class="group">
                    <TextArea form name="reason" label=t("Why does it end?") rows=3 hint=t("The customer reads it. It happens at once.") />
                    <div class="form__acts"><button class="button">{t("End measure")}</button></div>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn letters(view: &CaseView, measure: &Interim, zone: Zone) -> impl IntoView + use<> {
    let cause = Cause::Interim { interim: measure.id };
    let letters = view.letters.iter().filter(|letter| letter.cause == cause).cloned().map(|letter| {
        let sending = view.sending.get(&letter.id).copied();
        view! { <LetterEntry letter zone name=format!("M-{}.eml", measure.number) sending /> }
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

fn rail(view: &CaseView, measure: &Interim, zone: Zone) -> impl IntoView + use<> {
    let mut facts = vec![
        fact(t("Emergency"), measure.emergency.name(language())),
        fact(t("Off"), view! { <bdi>{measure.value.clone()}</bdi> }),
    ];
    let cited =
        view.complaints.iter().filter(|complaint| measure.complaints.contains(&complaint.id)).map(|complaint| {
            view! { <a href=format!("/complaints/{}", complaint.number)>"C-" {complaint.number}</a> " " }
        });
    let cited: Vec<_> = cited.collect();
    if !cited.is_empty() {
        facts.push(fact(t("Rests on"), cited));
    }
    let instructions = view.instructions.iter().filter(|one| one.interim == Some(measure.id)).map(|one| {
        view! { <p><a href=format!("/instructions/{}", one.number)>"I-" {one.number}</a> ", " {t(one.order.word())} ": " {instruction_state(one, zone)}</p> }
    });
    let instructions = instructions.collect_view();
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
        <h2 class="section-title">{t("Carried out")}</h2>
        <div>{instructions}</div>
    }
}
