//! All instructions. First those that no machine carried out: why, how often it was tried, and what to do.

use docket::desk::instructions::list::{InstructionRow, InstructionsList, InstructionsView};
use docket::instruction::Instruction;
use docket::people::Act;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::list::{capped, count, href};
use crate::ui::tag::{instruction_order, instruction_state, instruction_tag};
use crate::ui::{Bar, FormState, Frame, Hidden, Pager};
use crate::words::{said, t};

/// The last attempts of each; its own page has them all.
const SHOWN: usize = 3;

/// `forms`: one for each row.
pub fn show(frame: Frame, view: InstructionsView, before: Option<i64>, forms: Vec<FormState>) -> Page {
    Page::staff(t("Instructions"), move || {
        let how = match view.by_machine {
            true => t("What the provider’s own systems are told to do. What favours a customer comes first."),
            false => t(
                "No program and no receiver is configured: people carry these out and say so here. What favours a customer comes first.",
            ),
        };
        let views = InstructionsList::ALL.into_iter().map(|list| {
            let current = (list == view.list).then_some("page");
            let many = view.counts.iter().find(|(of, _)| *of == list).map(|(_, many)| capped(*many));
            view! {
                <a class="views__link" href=href("/instructions", &[("list", list.word())]) aria-current=current>
                    {name(list)} " " <span class="figures">{many}</span>
                </a>
            }
        });
        let views = views.collect_view();
        let shown = view.rows.len();
        let list = match view.rows.is_empty() {
            true => empty(view.list).into_any(),
            false => {
                let by_machine = view.by_machine;
                let rows = view.rows.iter().zip(forms).map(|(row, form)| entry(&frame, row, by_machine, form));
                view! { <ul class="entries">{rows.collect_view()}</ul> }.into_any()
            }
        };
        let word = view.list.word();
        let first = before.map(|_| href("/instructions", &[("list", word)]));
        let next = view.next.map(|number| number.to_string());
        let next = next.map(|number| href("/instructions", &[("list", word), ("before", number.as_str())]));
        let pager = (first.is_some() || next.is_some()).then(|| {
            let range = say!("{} on this page", count(shown, "instruction", "instructions"));
            view! { <Pager range first next word=t("Older") /> }
        });
        view! {
            <Bar frame=frame.clone() here="instructions" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Instructions") meta=how.into_any() />
                <nav class="views" aria-label=t("Stages")>{views}</nav>
                {list}
                {pager}
            </main>
        }
    })
}

fn name(list: InstructionsList) -> &'static str {
    match list {
        InstructionsList::Person => t("Need a person"),
        InstructionsList::Waiting => t("On their way"),
        InstructionsList::Settled => t("Settled"),
    }
}

fn entry(frame: &Frame, row: &InstructionRow, by_machine: bool, form: FormState) -> impl IntoView + use<> {
    let zone = frame.zone;
    let told = &row.instruction;
    let number = told.number;
    let path = format!("/instructions/{number}");
    let case = row.case.clone();
    let skipped = told.attempts.len().saturating_sub(SHOWN);
    let attempts = told.attempts.iter().skip(skipped).map(|one| {
        let why = one.why.as_ref().map_or_else(|| t("It was taken.").to_owned(), |why| said(&why.sentence(one.status)));
        let (at, answer) = (one.at, one.answer.show().to_owned());
        let answer = (!answer.is_empty()).then(|| view! { " “" <span class="mono">{answer}</span> "”" });
        view! { <li><When at zone /> ": " {why} {answer}</li> }
    });
    let attempts = attempts.collect_view();
    let attempts = (!told.attempts.is_empty()).then(|| view! { <ul>{attempts}</ul> });
    let problem = told
        .last_problem
        .clone()
        .map(|problem| view! { <p class="entries__meta"><span class="mono">{problem}</span></p> });
    let may = frame.who.may(Act::CarryOut);
    let again = (may && by_machine && told.can_go_again()).then(|| {
        view! {
            <form method="post" action=format!("{path}/again")>
                <Hidden form />
                <button class="button button--small">{t("Hand over again")} <span class="unseen">" I-" {number}</span></button>
            </form>
        }
    });
    let by_hand = (may && !told.stage.is_done() && told.stage.word() != "overtaken").then(|| {
        view! { <a class="button button--small" href=format!("{path}#confirm")>{t("Confirm by hand")} <span class="unseen">" I-" {number}</span></a> }
    });
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h2 class="entries__title">
                    <a href=path.clone() data-row>"I-" {number} ": " {instruction_order(told)} ", " <bdi>{told.customer_handle.clone()}</bdi></a>
                    " " {instruction_tag(told)}
                </h2>
                <p class="entries__meta">
                    <a href=format!("/cases/{case}")>{case.clone()}</a> ", " <bdi>{told.assets.join(", ")}</bdi> ". "
                    {t("Issued ")} <When at=told.issued_at zone /> ". " {instruction_state(told, zone)}
                </p>
                {detail(told)}
                {attempts}
                {problem}
            </div>
            <div class="entries__acts">{again} {by_hand}</div>
        </li>
    }
}

/// The receiver's own words about what it did not do.
fn detail(told: &Instruction) -> Option<impl IntoView + use<>> {
    let detail = told.stage.detail()?.show().to_owned();
    (!detail.is_empty()).then(|| view! { <blockquote class="side__quote"><p>{detail}</p></blockquote> })
}

fn empty(list: InstructionsList) -> impl IntoView {
    let why = match list {
        InstructionsList::Person => t("Every instruction was taken, or is tried again by itself."),
        InstructionsList::Waiting => t("No instruction is on its way."),
        InstructionsList::Settled => t("No instruction has been carried out yet."),
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next"><a href="/decisions">{t("Look at the decisions")}</a></p>
        </div>
    }
}
