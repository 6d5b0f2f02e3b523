//! A starting text for the statement of reasons, in the customer's language.

use docket::decision::Decision;
use docket::letters::redress_text;
use docket::notice::Notice;
use docket::view::CaseView;
use docket::words::Language::{self, En, Fr};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecisionDraft {
    pub facts: String,
    pub redress: String,
    pub preserve_days: u32,
}

/// `lifts` is the decision that a reinstatement would lift.
pub fn draft(
    view: &CaseView,
    lifts: Option<&Decision>,
    provider: &str,
    phone: &str,
    preserve_days: u32,
) -> DecisionDraft {
    let language = view.customer.language;
    let facts = lifts.map_or_else(|| facts(view), |lifted| since_then(lifted, language));
    DecisionDraft { facts, redress: redress_text(language, provider, phone), preserve_days }
}

fn since_then(lifted: &Decision, language: Language) -> String {
    let (number, from) = (lifted.number, lifted.effective.sentence(language));
    match language {
        En => format!(
            "By decision D-{number} this was switched off from {from}. [[what has changed since, and how we know]]"
        ),
        Fr => format!(
            "Par la décision D-{number}, ceci a été coupé à partir du {from}. [[ce qui a changé depuis, et comment nous le savons]]"
        ),
    }
}

/// What was found, when the customer was asked, and what came back: as the record has it.
fn facts(view: &CaseView) -> String {
    let language = view.customer.language;
    let Some(notice) = view.last_notice() else { return String::new() };
    let until = notice.deadline.sentence(language);
    let answers: Vec<_> = view.answers.iter().filter(|answer| answer.notice == notice.id).collect();
    let weighed = answers.iter().all(|answer| answer.is_assessed());
    let asked = match language {
        En => format!("With notice {} we asked you to answer by {until}.", notice.code),
        Fr => format!("Par la notification {}, nous vous avons demandé de répondre avant le {until}.", notice.code),
    };
    let came = match (answers.len(), weighed, language) {
        (0, _, En) => "We received no answer.".to_owned(),
        (0, _, Fr) => "Nous n’avons reçu aucune réponse.".to_owned(),
        (1, true, En) => "We received one answer and weighed each of its parts.".to_owned(),
        (1, true, Fr) => "Nous avons reçu une réponse et examiné chacun de ses points.".to_owned(),
        (1, false, En) => "We received one answer.".to_owned(),
        (1, false, Fr) => "Nous avons reçu une réponse.".to_owned(),
        (count, true, En) => format!("We received {count} answers and weighed each of their parts."),
        (count, true, Fr) => format!("Nous avons reçu {count} réponses et examiné chacun de leurs points."),
        (count, false, En) => format!("We received {count} answers."),
        (count, false, Fr) => format!("Nous avons reçu {count} réponses."),
    };
    let short = unmet(view, notice, language);
    let paragraphs = [notice.text.findings.show().to_owned(), format!("{asked} {came}"), short];
    paragraphs.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What was not enough, by the newest verdict on each requirement. Why, somebody writes for the customer: the verdict's
/// own reason was written for the team.
fn unmet(view: &CaseView, notice: &Notice, language: Language) -> String {
    let verdicts =
        || view.answers.iter().filter(|answer| answer.notice == notice.id).flat_map(|answer| &answer.verdicts);
    let lines = notice.text.requirements.iter().filter_map(|requirement| {
        let newest =
            verdicts().filter(|verdict| verdict.requirement == requirement.number).max_by_key(|verdict| verdict.at)?;
        let why = match language {
            En => "[[why this was not enough]]",
            Fr => "[[pourquoi ce n’était pas suffisant]]",
        };
        (!newest.enough).then(|| format!("{}. {} {why}", requirement.number, requirement.text.show()))
    });
    let lines: Vec<String> = lines.collect();
    match (lines.is_empty(), language) {
        (true, _) => String::new(),
        (false, En) => format!("This was not enough:\n{}", lines.join("\n")),
        (false, Fr) => format!("Ceci n’était pas suffisant\u{a0}:\n{}", lines.join("\n")),
    }
}
