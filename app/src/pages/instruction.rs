//! What the provider's machines were told to do, and the proof that it was done.

use docket::instruction::{Instruction, InstructionStage};
use docket::people::Act;
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact, lines};
use crate::ui::head::Head;
use crate::ui::letter::{download, paragraphs};
use crate::ui::tag::{instruction_order, instruction_state};
use crate::ui::{Bar, ErrorSummary, FileField, FormState, Frame, Hidden, TextArea};
use crate::words::{said, t};

/// `by_machine`: a program or a receiver is configured. `form` is the confirmation, `again` the button beside it.
pub fn show(
    frame: Frame,
    view: CaseView,
    instruction: Instruction,
    by_machine: bool,
    form: FormState,
    again: FormState,
) -> Page {
    let title = say!("Instruction I-{} of {}", instruction.number, view.case.number);
    Page::staff(title, move || {
        let zone = frame.zone;
        let number = view.case.number.clone();
        let what = instruction_order(&instruction);
        let decision =
            view.decisions.iter().find(|decision| Some(decision.id) == instruction.decision).map(|decision| {
                let href = format!("/cases/{number}/decisions/{}", decision.number);
                view! { <a href=href>"D-" {decision.number}</a> }
            });
        let measure = view.interims.iter().find(|one| Some(one.id) == instruction.interim).map(|one| {
            let href = format!("/cases/{number}/measures/{}", one.number);
            view! { <a href=href>"M-" {one.number}</a> }
        });
        let mut facts = vec![
            fact(t("Order"), what),
            fact(t("Assets"), lines(instruction.assets.clone())),
            fact(t("Customer"), view! { <bdi>{instruction.customer_handle.clone()}</bdi> }),
            match measure {
                Some(measure) => fact(t("Interim measure"), measure),
                None => fact(t("Decision"), decision),
            },
            fact(t("Issued"), view! { <When at=instruction.issued_at zone /> }),
            fact(t("Tries"), instruction.tries.to_string()),
        ];
        if let Some(problem) = &instruction.last_problem {
            facts.push(fact(t("Last problem"), problem.clone()));
        }
        let overtaken = matches!(instruction.stage, InstructionStage::Overtaken { .. });
        let waits = !instruction.stage.is_done() && !overtaken;
        let meta =
            view! { {instruction_state(&instruction, zone)} " " <a href="/instructions">{t("All instructions")}</a> };
        let refused = again.is_refused().then(|| view! { <ErrorSummary form=again.clone() /> });
        let may_again = by_machine && instruction.can_go_again() && frame.who.may(Act::CarryOut);
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head
                    back=(format!("/cases/{number}"), number.clone())
                    number=format!("I-{}", instruction.number)
                    title=say!("{} for {}", what, instruction.customer_handle)
                    meta=meta.into_any()
                />
                <section class="page__section" aria-labelledby="what">
                    <h2 id="what">{t("What is to be done")}</h2>
                    <div class="form"><Facts facts ruled=true /></div>
                </section>
                {refused}
                {told(&instruction, zone)}
                {may_again.then(|| hand_over(&instruction, again))}
                {done(&view, &instruction)}
                {attempts(&instruction, zone)}
                {(waits && frame.who.may(Act::CarryOut)).then(|| confirm(&instruction, form))}
                {(waits && !frame.who.may(Act::CarryOut)).then(|| view! {
                    <p class="heed page__section">{t("Analysts and leads confirm that it was carried out.")}</p>
                })}
            </main>
        }
    })
}

/// What the receiver did not do, in its own words.
fn told(instruction: &Instruction, zone: Zone) -> Option<AnyView> {
    let (at, title) = match &instruction.stage {
        InstructionStage::Refused { at, .. } => (*at, t("The receiver refused it")),
        InstructionStage::Partly { at, .. } => (*at, t("The receiver did only a part of it")),
        InstructionStage::GivenUp { at } => (*at, t("No machine carried it out")),
        InstructionStage::HandedOver { at } => (*at, t("The receiver has it")),
        _ => return None,
    };
    let late = instruction.stage.needs_a_person();
    let words = match late {
        true => t("A person looks now: have it handed over once more, or carry it out by hand and say so below."),
        false => t("It has not said yet what became of it. Whoever is told by telephone says so below."),
    };
    let detail = instruction.stage.detail().map(|detail| detail.show().to_owned()).filter(|detail| !detail.is_empty());
    let detail = detail.map(|detail| view! { <blockquote class="side__quote">{paragraphs(&detail)}</blockquote> });
    let class = if late { "heed heed--late page__section" } else { "heed page__section" };
    Some(
        view! {
            <section class=class aria-labelledby="told">
                <h2 class="heed__title" id="told">{title}</h2>
                <p><When at zone /> "."</p>
                {detail}
                <p>{words}</p>
            </section>
        }
        .into_any(),
    )
}

fn hand_over(instruction: &Instruction, form: FormState) -> impl IntoView + use<> {
    view! {
        <form class="form page__section" method="post" action=format!("/instructions/{}/again", instruction.number)>
            <Hidden form />
            <p>{t("It goes out under the same number as before, so that what was done already is not done twice.")}</p>
            <div class="form__acts"><button class="button">{t("Hand over again")}</button></div>
        </form>
    }
}

/// Each attempt by webhook, the newest first.
fn attempts(instruction: &Instruction, zone: Zone) -> Option<AnyView> {
    if instruction.attempts.is_empty() {
        return None;
    }
    let rows = instruction.attempts.iter().rev().map(|one| {
        let why = one.why.as_ref().map_or_else(|| t("It was taken.").to_owned(), |why| said(&why.sentence(one.status)));
        let status = one.status.map_or_else(|| t("No answer").to_owned(), |status| status.to_string());
        let (at, answer) = (one.at, one.answer.show().to_owned());
        let answer = (!answer.is_empty()).then(|| view! { <p class="entries__meta">{t("The first words of the answer: ")} <span class="mono">{answer}</span></p> });
        view! {
            <li class="entries__item">
                <div class="entries__body">
                    <h3 class="entries__title"><When at zone /> ": " {status}</h3>
                    <p class="entries__meta">{why}</p>
                    {answer}
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="page__section" aria-labelledby="attempts">
                <h2 id="attempts">{t("Attempts, the newest first")}</h2>
                <ul class="entries">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn done(view: &CaseView, instruction: &Instruction) -> AnyView {
    match &instruction.stage {
        InstructionStage::DoneByProgram { answer, .. } => {
            let answer = answer.show().to_owned();
            view! {
                <section class="page__section" aria-labelledby="done">
                    <h2 id="done">{t("What the program answered")}</h2>
                    <figure class="bytes bytes--frozen"><pre class="bytes__body" tabindex="0">{answer}</pre></figure>
                </section>
            }
            .into_any()
        }
        InstructionStage::DoneByReceiver { detail, .. } if !detail.show().is_empty() => {
            let detail = detail.show().to_owned();
            view! {
                <section class="page__section" aria-labelledby="done">
                    <h2 id="done">{t("What the receiver said")}</h2>
                    <figure class="bytes bytes--frozen"><pre class="bytes__body" tabindex="0">{detail}</pre></figure>
                </section>
            }
            .into_any()
        }
        InstructionStage::DoneByHand { by, how, proof, .. } => {
            let files = proof.iter().map(
                |file| view! { <li>{download(file, t("Download"))} " " <bdi>{file.name.show().to_owned()}</bdi></li> },
            );
            let files = files.collect_view();
            view! {
                <section class="page__section" aria-labelledby="done">
                    <h2 id="done">{t("Carried out by hand")}</h2>
                    <div class="group">
                        <p>{view.names.of(*by).to_owned()} {t(" confirmed it:")}</p>
                        <blockquote class="side__quote">{paragraphs(how.show())}</blockquote>
                        <ul>{files}</ul>
                    </div>
                </section>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

fn confirm(instruction: &Instruction, form: FormState) -> impl IntoView + use<> {
    view! {
        <form class="form page__section" method="post" action=format!("/instructions/{}/confirmation", instruction.number) enctype="multipart/form-data" novalidate>
            <ErrorSummary form=form.clone() />
            <Hidden form=form.clone() />
            <section class="group" aria-labelledby="confirm">
                <h2 class="group__title" id="confirm">{t("Confirm that it was done by hand")}</h2>
                <TextArea form=form.clone() name="how" label=t("What was done, by whom, and how was it checked?") rows=4 />
                <FileField form name="files" label=t("Proof") optional=true hint=t("A screenshot, a log, a ticket. Up to 25 MB each.") />
            </section>
            <div class="form__acts"><button class="button button--primary">{t("Confirm")}</button></div>
        </form>
    }
}
