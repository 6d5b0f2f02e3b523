//! What reporters read: the receipt of what they sent, and the outcome with what they can do about it.

use super::Written;
use super::fill::words;
use crate::complaint::locations::LocationOutcome;
use crate::complaint::reporter_link::ReporterOutcome;
use crate::words::Language;

pub struct ReceivedWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub number: i64,
    pub received: &'a str,
    /// Harmless already: nobody opens them by accident.
    pub locations: &'a [String],
    pub more: usize,
    pub link: &'a str,
}

pub fn received_letter(letter: &ReceivedWords) -> Written {
    let number = format!("C-{}", letter.number);
    let mut locations = super::listed(letter.locations);
    if letter.more > 0 {
        locations.push_str(&match letter.language {
            Language::En => format!("\n- and {} more", letter.more),
            Language::Fr => format!("\n- et {} autres", letter.more),
        });
    }
    let text = words!(letter.language, "reported", "txt", {
        provider: letter.provider,
        phone: letter.phone,
        number: number,
        received: letter.received,
        locations: locations,
        link: letter.link,
    });
    Written { subject: words!(letter.language, "reported", "subject", { number: number }), text }
}

pub struct OutcomeWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub number: i64,
    pub received: &'a str,
    pub outcome: ReporterOutcome,
    pub found: &'a [(LocationOutcome, usize)],
}

pub fn outcome_letter(letter: &OutcomeWords) -> Written {
    let number = format!("C-{}", letter.number);
    let found = letter.found.iter().filter(|(_, many)| *many > 0);
    let found: Vec<String> =
        found.map(|(outcome, many)| format!("{many}: {}", found_words(*outcome, letter.language))).collect();
    let label = match letter.language {
        Language::En => "Of the addresses that you reported:",
        Language::Fr => "Parmi les adresses que vous avez signalées\u{a0}:",
    };
    let text = words!(letter.language, "outcome", "txt", {
        provider: letter.provider,
        phone: letter.phone,
        number: number,
        received: letter.received,
        outcome: outcome_words(letter.outcome, letter.language),
        found: super::under(label, &super::listed(&found)),
    });
    Written { subject: words!(letter.language, "outcome", "subject", { number: number }), text }
}

/// The outcome in a sentence or two, on the page and in the letter alike.
pub fn outcome_words(outcome: ReporterOutcome, language: Language) -> &'static str {
    match (outcome, language) {
        (ReporterOutcome::Received, Language::En) => "We have your report. Nobody has decided about it yet.",
        (ReporterOutcome::Received, Language::Fr) => "Nous avons votre signalement. Personne n’en a encore décidé.",
        (ReporterOutcome::InHand, Language::En) => "We are working on it. A person looks at what you reported.",
        (ReporterOutcome::InHand, Language::Fr) => "Nous y travaillons. Une personne examine ce que vous avez signalé.",
        (ReporterOutcome::NotActedOn, Language::En) => {
            "We looked at what you reported and decided to take no measure. Either it does not lie with us, or it is no longer there, or we do not find that it breaks the law or our rules."
        }
        (ReporterOutcome::NotActedOn, Language::Fr) => {
            "Nous avons examiné ce que vous avez signalé et décidé de ne prendre aucune mesure. Soit cela ne se trouve pas chez nous, soit cela n’y est plus, soit nous n’y voyons ni infraction à la loi ni manquement à nos règles."
        }
        (ReporterOutcome::PassedOn, Language::En) => {
            "We looked at what you reported and passed it on to our customer, who is the one to act on it. We took no other measure."
        }
        (ReporterOutcome::PassedOn, Language::Fr) => {
            "Nous avons examiné ce que vous avez signalé et l’avons transmis à notre client, à qui il revient d’agir. Nous n’avons pas pris d’autre mesure."
        }
        (ReporterOutcome::Acted, Language::En) => {
            "We found that you were right in essence and acted: our customer was held to put an end to it."
        }
        (ReporterOutcome::Acted, Language::Fr) => {
            "Nous avons constaté que vous aviez raison pour l’essentiel et avons agi : notre client a dû y mettre fin."
        }
        (ReporterOutcome::Restricted, Language::En) => {
            "We found that you were right in essence and acted: we restricted our service for what you reported."
        }
        (ReporterOutcome::Restricted, Language::Fr) => {
            "Nous avons constaté que vous aviez raison pour l’essentiel et avons agi : nous avons restreint notre service pour ce que vous avez signalé."
        }
    }
}

/// After a number: "12: removed".
pub fn found_words(outcome: LocationOutcome, language: Language) -> &'static str {
    match (outcome, language) {
        (LocationOutcome::Removed, Language::En) => "no longer there",
        (LocationOutcome::Removed, Language::Fr) => "plus en ligne",
        (LocationOutcome::Disputed, Language::En) => "our customer says that it may stay",
        (LocationOutcome::Disputed, Language::Fr) => "notre client soutient que cela peut rester",
        (LocationOutcome::NotFound, Language::En) => "we did not find there what you describe",
        (LocationOutcome::NotFound, Language::Fr) => "nous n’y avons pas trouvé ce que vous décrivez",
        (LocationOutcome::NotOurs, Language::En) => "not on our network",
        (LocationOutcome::NotOurs, Language::Fr) => "pas sur notre réseau",
    }
}
