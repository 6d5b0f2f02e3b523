//! The statement of reasons and the letter that carries it.

use super::fill::words;
use super::{Written, instants_in_line, listed, numbered, safe, under};
use crate::decision::Outcome;
use crate::time::Deadline;
use crate::words::Language::{self, En, Fr};

pub struct StatementWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub handle: &'a str,
    pub case_number: &'a str,
    pub decision_number: u32,
    pub outcome: Outcome,
    pub assets: &'a [String],
    pub whole_account: Option<&'a str>,
    /// What the whole account means for the customer.
    pub meaning: Option<&'a str>,
    pub conditions: &'a [String],
    pub effective: &'a Deadline,
    pub facts: &'a str,
    /// The clause as cited, with its edition.
    pub ground: &'a str,
    pub explanation: &'a str,
    pub automated_detection: bool,
    pub from_complaints: u32,
    /// The wall text of the instant until which the data is kept.
    pub preserve_until: Option<&'a str>,
    pub redress: &'a str,
}

/// The statement of reasons as the customer reads it, in the order of DSA Art. 17(3): the restriction with its
/// scope and duration (a), the facts and where they came from (b), what machines did (c), the ground and why
/// it applies (d, e), redress (f).
pub fn statement_text(words: &StatementWords) -> String {
    let language = words.language;
    let concerned = match language {
        En => "It concerns:",
        Fr => "Sont concernés\u{a0}:",
    };
    words!(language, "statement", "txt", {
        provider: words.provider,
        handle: words.handle,
        case: words.case_number,
        number: words.decision_number.to_string(),
        outcome: words.outcome.name(language),
        restriction: restriction(words.outcome, language, &instants_in_line(words.effective, language)),
        assets: under(concerned, &listed(words.assets)),
        whole: words.whole_account.map_or_else(String::new, |why| whole_account(why, words.meaning, language)),
        scope: scope(words.outcome, language),
        conditions: conditions(words.conditions, language),
        preserved: words.preserve_until.map_or_else(String::new, |until| preserved(until, language)),
        facts: safe(words.facts),
        source: source(words.from_complaints, language),
        machines: machines(words.automated_detection, words.outcome, language),
        ground: words.ground,
        explanation: safe(words.explanation),
        redress: words.redress.trim(),
        phone: words.phone,
    })
}

fn restriction(outcome: Outcome, language: Language, when: &str) -> String {
    match (outcome, language) {
        (Outcome::Suspension, En) => format!("We suspend hosting from {when}."),
        (Outcome::Suspension, Fr) => format!("Nous suspendons l’hébergement à partir du {when}."),
        (Outcome::PartialSuspension, En) => {
            format!("We suspend a part of your hosting from {when}. What is not listed here keeps running.")
        }
        (Outcome::PartialSuspension, Fr) => format!(
            "Nous suspendons une partie de votre hébergement à partir du {when}. Ce qui n’est pas nommé ici continue de fonctionner."
        ),
        (Outcome::Termination, En) => {
            format!("We end our contract with you from {when}. Everything of your account is switched off from then.")
        }
        (Outcome::Termination, Fr) => {
            format!("Nous mettons fin à notre contrat à partir du {when}. Tout votre compte est coupé à ce moment.")
        }
        (Outcome::Warning, En) => format!("We give you a warning. It stands from {when}. Nothing is switched off."),
        (Outcome::Warning, Fr) => {
            format!("Nous vous adressons un avertissement. Il prend effet le {when}. Rien n’est coupé.")
        }
        (Outcome::PlanAccepted, En) => {
            format!("We accept the plan that you sent us. This stands from {when}. Nothing is switched off.")
        }
        (Outcome::PlanAccepted, Fr) => {
            format!("Nous acceptons le plan que vous nous avez envoyé. Cela prend effet le {when}. Rien n’est coupé.")
        }
        (Outcome::NoAction, En) => format!("We take no action. This stands from {when}. Nothing changes for you."),
        (Outcome::NoAction, Fr) => {
            format!("Nous ne donnons pas suite. Cela prend effet le {when}. Rien ne change pour vous.")
        }
        (Outcome::Reinstatement, En) => format!("We lift the suspension. Hosting runs again from {when}."),
        (Outcome::Reinstatement, Fr) => format!("Nous levons la suspension. L’hébergement reprend à partir du {when}."),
    }
}

fn whole_account(why: &str, meaning: Option<&str>, language: Language) -> String {
    let why = safe(why);
    let meaning = match (meaning, language) {
        (None, _) => String::new(),
        (Some(text), En) => format!("\n\nWhat this means for you:\n{}", safe(text)),
        (Some(text), Fr) => format!("\n\nCe que cela signifie pour vous\u{a0}:\n{}", safe(text)),
    };
    let whole = match language {
        En => format!(
            "This is the whole account: nothing of it stays reachable. Less would not do, for this reason:\n{why}"
        ),
        Fr => {
            format!(
                "C’est le compte entier\u{a0}: rien n’en reste accessible. Une mesure moindre ne suffirait pas, pour cette raison\u{a0}:\n{why}"
            )
        }
    };
    whole + &meaning
}

/// What has to be so before it runs again, as a list that is ticked one by one.
fn conditions(conditions: &[String], language: Language) -> String {
    let heading = match language {
        En => "We switch this on again when each of these is so:",
        Fr => "Nous rétablissons l’accès quand chacun de ces points est rempli\u{a0}:",
    };
    if conditions.is_empty() { String::new() } else { format!("{heading}\n{}", numbered(conditions, language)) }
}

/// Where it applies and how long.
fn scope(outcome: Outcome, language: Language) -> &'static str {
    match (outcome, language) {
        (Outcome::Suspension | Outcome::PartialSuspension, En) => {
            "It applies in every country. It has no end date: it lasts until we lift it."
        }
        (Outcome::Suspension | Outcome::PartialSuspension, Fr) => {
            "La mesure s’applique dans tous les pays. Elle n’a pas de date de fin\u{a0}: elle dure jusqu’à ce que nous la levions."
        }
        (Outcome::Termination, En) => {
            "It applies in every country, and it is for good. It ends only if we lift it, on appeal or by order of a court."
        }
        (Outcome::Termination, Fr) => {
            "La mesure s’applique dans tous les pays, et elle est définitive. Elle ne prend fin que si nous la levons, sur recours ou sur ordre d’un tribunal."
        }
        (Outcome::Warning, En) => {
            "It stays on record and can count if the same happens again. It restricts nothing, in any country."
        }
        (Outcome::Warning, Fr) => {
            "Il reste au dossier et peut compter si les mêmes faits se reproduisent. Il ne restreint rien, dans aucun pays."
        }
        (Outcome::PlanAccepted, En) => {
            "We rely on what the plan promises. If it is not kept, we write to you again before we do anything else."
        }
        (Outcome::PlanAccepted, Fr) => {
            "Nous comptons sur ce que le plan promet. S’il n’est pas tenu, nous vous écrirons de nouveau avant toute autre mesure."
        }
        (Outcome::NoAction, En) => "It restricts nothing, in any country.",
        (Outcome::NoAction, Fr) => "Rien n’est restreint, dans aucun pays.",
        (Outcome::Reinstatement, En) => {
            "It applies in every country. Of the suspension nothing remains in force for what is listed here."
        }
        (Outcome::Reinstatement, Fr) => {
            "Cela vaut dans tous les pays. De la suspension, plus rien ne reste en vigueur pour ce qui est nommé ici."
        }
    }
}

fn preserved(until: &str, language: Language) -> String {
    match language {
        En => format!(
            "Your data is kept until {until}. We delete nothing of it before then. Call us if you want a copy, and we help you to move."
        ),
        Fr => format!(
            "Vos données sont conservées jusqu’au {until}. Nous n’en supprimons rien avant. Appelez-nous si vous voulez une copie\u{a0}: nous vous aidons à migrer."
        ),
    }
}

/// How we came to look into it. Who complained is never said.
fn source(complaints: u32, language: Language) -> String {
    match (complaints, language) {
        (0, En) => "We looked into this of our own accord, not because of a complaint.".into(),
        (0, Fr) => {
            "Nous avons examiné ces faits de notre propre initiative, et non à la suite d’un signalement.".into()
        }
        (1, En) => "We looked into this because of one complaint.".into(),
        (1, Fr) => "Nous avons examiné ces faits à la suite d’un signalement.".into(),
        (n, En) => format!("We looked into this because of {n} complaints."),
        (n, Fr) => format!("Nous avons examiné ces faits à la suite de {n} signalements."),
    }
}

fn machines(detection: bool, outcome: Outcome, language: Language) -> String {
    let found = match (detection, language) {
        (true, En) => "Automated means were used to find what this decision rests on.",
        (true, Fr) => "Des moyens automatisés ont servi à détecter ce sur quoi repose cette décision.",
        (false, En) => "No automated means were used to find what this decision rests on.",
        (false, Fr) => "Aucun moyen automatisé n’a servi à détecter ce sur quoi repose cette décision.",
    };
    let decided = match (outcome.approvals() > 0, language) {
        (true, En) if outcome.approvals() > 1 => {
            "A person took the decision, a second person approved it, and then a third. No machine decided."
        }
        (true, Fr) if outcome.approvals() > 1 => {
            "Une personne a pris la décision, une deuxième l’a approuvée, puis une troisième. Aucune machine n’a décidé."
        }
        (true, En) => "A person took the decision and a second person approved it. No machine decided.",
        (true, Fr) => "Une personne a pris la décision et une deuxième l’a approuvée. Aucune machine n’a décidé.",
        (false, En) => "A person took the decision. No machine decided.",
        (false, Fr) => "Une personne a pris la décision. Aucune machine n’a décidé.",
    };
    format!("{found} {decided}")
}

/// What the customer can do about a decision, unless the house writes something else.
pub fn redress_text(language: Language, provider: &str, phone: &str) -> String {
    words!(language, "redress", "txt", { provider: provider, phone: phone })
}

/// What stands round the statement: the published words for a suspension and a reinstatement, and the house's own for
/// every other outcome. The approval is bound to the statement alone, so these words promise and decide nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrap {
    pub opening: String,
    pub closing: String,
}

/// Carries the statement as it was approved, with nothing between its words.
#[expect(clippy::too_many_arguments, reason = "each is a word of the letter and stands in it once")]
pub fn decision_letter(
    provider: &str,
    phone: &str,
    language: Language,
    case_number: &str,
    decision_number: u32,
    outcome: Outcome,
    statement: &str,
    wrap: &Wrap,
) -> Written {
    let number = decision_number.to_string();
    let opening = match (wrap.opening.is_empty(), language) {
        (false, _) => wrap.opening.as_str(),
        (true, En) => "We have decided. Here is what, from when, why, and what you can do about it.",
        (true, Fr) => "Nous avons décidé. Voici quoi, à partir de quand, pourquoi, et ce que vous pouvez faire.",
    };
    Written {
        subject: words!(language, "decision", "subject", { case: case_number, number: number, outcome: outcome.name(language) }),
        text: words!(language, "decision", "txt", {
            provider: provider,
            phone: phone,
            case: case_number,
            number: number,
            opening: opening,
            statement: statement.trim(),
            closing: wrap.closing,
        }),
    }
}

/// Tells the customer that an announced decision will not take effect after all.
pub fn withdrawn_letter(
    provider: &str,
    phone: &str,
    language: Language,
    case_number: &str,
    decision_number: u32,
    outcome: Outcome,
    effective: &Deadline,
) -> Written {
    let number = decision_number.to_string();
    Written {
        subject: words!(language, "withdrawn", "subject", { case: case_number, number: number }),
        text: words!(language, "withdrawn", "txt", {
            provider: provider,
            phone: phone,
            case: case_number,
            number: number,
            outcome: outcome.name(language),
            when: instants_in_line(effective, language),
        }),
    }
}
