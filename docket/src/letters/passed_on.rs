//! The letter that passes complaints on: what was reported and where, no demand, no deadline, and not a word of the
//! reporter's unless they agreed to be named.

use super::fill::words;
use super::matter::matter;
use super::{Written, safe};
use crate::complaint::Complaint;
use crate::passing::Opening;
use crate::time::zone::Zone;
use crate::words::Language::{self, En, Fr};
use crate::words::defang;

/// So many addresses of one complaint stand in the letter; the rest is counted.
const MOST_PLACES: usize = 20;

pub struct PassedOnWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub handle: &'a str,
    /// The customer's own zone.
    pub zone: &'a Zone,
    pub opening: Opening,
    /// A line of the analyst's own, or nothing.
    pub note: &'a str,
    pub complaints: &'a [Complaint],
}

pub fn passed_on_letter(letter: &PassedOnWords) -> Written {
    let language = letter.language;
    let what = match (letter.complaints.len(), language) {
        (1, En) => "a complaint".to_owned(),
        (1, Fr) => "un signalement".to_owned(),
        (many, En) => format!("{many} complaints"),
        (many, Fr) => format!("{many} signalements"),
    };
    let reports: Vec<String> =
        letter.complaints.iter().map(|complaint| report(complaint, letter.zone, language)).collect();
    let numbers: Vec<String> =
        letter.complaints.iter().take(5).map(|complaint| format!("C-{}", complaint.number)).collect();
    let text = words!(language, "passed_on", "txt", {
        provider: letter.provider,
        phone: letter.phone,
        handle: letter.handle,
        opening: opening(letter.opening, letter.complaints.len(), language),
        reports: reports.join("\n\n"),
        note: safe(letter.note),
        who: who(letter.complaints, language),
        numbers: numbers.join(", "),
    });
    Written { subject: words!(language, "passed_on", "subject", { what: what, handle: letter.handle }), text }
}

fn opening(opening: Opening, many: usize, language: Language) -> &'static str {
    match (opening, many, language) {
        (Opening::Plain, 1, En) => {
            "We received a complaint about your service. We pass it on to you so that you know of it."
        }
        (Opening::Plain, _, En) => {
            "We received complaints about your service. We pass them on to you so that you know of them."
        }
        (Opening::Plain, 1, Fr) => {
            "Nous avons reçu un signalement concernant votre service. Nous vous le transmettons pour que vous en ayez connaissance."
        }
        (Opening::Plain, _, Fr) => {
            "Nous avons reçu des signalements concernant votre service. Nous vous les transmettons pour que vous en ayez connaissance."
        }
        (Opening::Misused, _, En) => {
            "What was reported to us often comes from a machine or an account that others misuse without its owner’s knowledge. We pass it on to you so that you know of it."
        }
        (Opening::Misused, _, Fr) => {
            "Ce qui nous a été signalé provient souvent d’une machine ou d’un compte que d’autres détournent à l’insu de leur titulaire. Nous vous le transmettons pour que vous en ayez connaissance."
        }
        (Opening::Listed, _, En) => {
            "An address of your service was reported to us as standing on a list of suspicious addresses. Mail or traffic from it may be turned away by others. We pass this on to you so that you know of it."
        }
        (Opening::Listed, _, Fr) => {
            "Une adresse de votre service nous a été signalée comme figurant sur une liste d’adresses suspectes. Des tiers peuvent refuser son courrier ou son trafic. Nous vous le transmettons pour que vous en ayez connaissance."
        }
    }
}

fn report(complaint: &Complaint, zone: &Zone, language: Language) -> String {
    let report = &complaint.report;
    let came = zone.show(complaint.received_at, language).long;
    let mut text = match language {
        En => format!("C-{}, received {came}: {}.", complaint.number, matter(report.category, En)),
        Fr => format!("C-{}, reçu le {came}\u{a0}: {}.", complaint.number, matter(report.category, Fr)),
    };
    if let Some(at) = report.incident_at {
        let seen = zone.show(at, language).long;
        text.push_str(&match language {
            En => format!("\nSeen {seen}."),
            Fr => format!("\nConstaté le {seen}."),
        });
    }
    let places = report.locations.get().map(Vec::as_slice).unwrap_or_default();
    for place in places.iter().take(MOST_PLACES) {
        text.push_str("\n- ");
        text.push_str(&defang(place));
    }
    if places.len() > MOST_PLACES {
        let more = places.len() - MOST_PLACES;
        text.push_str(&match language {
            En => format!("\n- and {more} more"),
            Fr => format!("\n- et {more} de plus"),
        });
    }
    // A reporter's words can give them away, so they stand here only when the reporter may be named.
    let said = report.description.get().map(|said| said.trim()).unwrap_or_default();
    if report.disclosed && !said.is_empty() {
        text.push_str(match language {
            En => "\nIn the reporter’s words:\n",
            Fr => "\nDans les mots de l’auteur du signalement\u{a0}:\n",
        });
        text.push_str(&safe(said));
    }
    text
}

fn who(complaints: &[Complaint], language: Language) -> String {
    let mut named: Vec<String> = Vec::new();
    for complaint in complaints.iter().filter(|complaint| complaint.report.disclosed) {
        let reporter = &complaint.report.reporter;
        let words: Vec<&str> = [&reporter.name, &reporter.organisation, &reporter.email]
            .into_iter()
            .filter_map(|part| part.get().map(|part| part.trim()).filter(|part| !part.is_empty()))
            .collect();
        let line = format!("C-{}: {}", complaint.number, words.join(", "));
        if !words.is_empty() {
            named.push(line);
        }
    }
    let hidden = named.len() < complaints.len();
    let silence = match (language, named.is_empty()) {
        (En, true) => "We do not say who reported this.",
        (En, false) => "We do not say who reported the others.",
        (Fr, true) => "Nous ne disons pas qui a signalé cela.",
        (Fr, false) => "Nous ne disons pas qui a signalé les autres.",
    };
    if hidden {
        named.push(silence.to_owned());
    }
    named.join("\n")
}
