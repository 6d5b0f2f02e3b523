//! What the provider's machines were told to do, and the proof that it was done.

use docket::instruction::{Instruction, InstructionStage, Order};
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact, lines};
use crate::ui::head::Head;
use crate::ui::letter::{download, paragraphs};
use crate::ui::tag::instruction_state;
use crate::ui::{Bar, ErrorSummary, FileField, FormState, Frame, Hidden, TextArea};
use crate::words::t;

pub fn show(frame: Frame, view: CaseView, instruction: Instruction, form: FormState) -> Page {
    let title = say!("Instruction I-{} of {}", instruction.number, view.case.number);
    Page::staff(title, move || {
        let zone = frame.zone;
        let number = view.case.number.clone();
        let what = match instruction.order {
            Order::Suspend => t("Switch off"),
            Order::Reinstate => t("Switch on again"),
            Order::Terminate => t("End for good, and keep the data"),
        };
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
        let waits = matches!(instruction.stage, InstructionStage::Waiting | InstructionStage::GivenUp { .. });
        let meta = view! { {instruction_state(&instruction, zone)} };
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
                {done(&view, &instruction)}
                {(waits && frame.who.may(Act::CarryOut)).then(|| confirm(&instruction, form))}
                {(waits && !frame.who.may(Act::CarryOut)).then(|| view! {
                    <p class="heed page__section">{t("Analysts and leads confirm that it was carried out.")}</p>
                })}
            </main>
        }
    })
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
