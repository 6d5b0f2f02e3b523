//! A starting text for the statement of reasons, in the customer's language.

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

pub fn draft(view: &CaseView, provider: &str, phone: &str, preserve_days: u32) -> DecisionDraft {
    let language = view.customer.language;
    DecisionDraft { facts: facts(view), redress: redress_text(language, provider, phone), preserve_days }
}

/// What was found, when the customer was asked, and what came back: as the record has it.
fn facts(view: &CaseView) -> String {
    let language = view.customer.language;
    let Some(notice) = view.last_notice() else { return String::new() };
    let until = notice.deadline.sentence(language);
    let answers = view.answers.iter().filter(|answer| answer.notice == notice.id).count();
    let asked = match language {
        En => format!("With notice {} we asked you to answer by {until}.", notice.code),
        Fr => format!("Par la notification {}, nous vous avons demandé de répondre avant le {until}.", notice.code),
    };
    let came = match (answers, language) {
        (0, En) => "We received no answer.".to_owned(),
        (0, Fr) => "Nous n’avons reçu aucune réponse.".to_owned(),
        (1, En) => "We received one answer and weighed each of its parts.".to_owned(),
        (1, Fr) => "Nous avons reçu une réponse et examiné chacun de ses points.".to_owned(),
        (count, En) => format!("We received {count} answers and weighed each of their parts."),
        (count, Fr) => format!("Nous avons reçu {count} réponses et examiné chacun de leurs points."),
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
