//! Letters of the time between a notice and a decision: a request for more time came in or was decided, six digits,
//! a new link.

use super::fill::words;
use super::{Written, instants_in_line};
use crate::time::Deadline;
use crate::words::Language;

/// What every one of these letters says.
#[derive(Clone, Copy)]
pub struct AboutWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    /// The notice's.
    pub code: &'a str,
    pub receipt: &'a str,
}

pub struct DecidedWords<'a> {
    pub asked: AboutWords<'a>,
    pub reason: &'a str,
    /// The deadline that stands now.
    pub deadline: &'a Deadline,
    /// More time was given.
    pub granted: bool,
    /// Not less than what was asked.
    pub all: bool,
}

/// Goes to every contact of the notice, so that all of them know who asks for what.
pub fn time_asked_letter(asked: &AboutWords, wanted: &Deadline, stands: &Deadline, awaits_code: bool) -> Written {
    let AboutWords { provider, phone, language, code, receipt } = *asked;
    let unconfirmed = match (awaits_code, language) {
        (false, _) => "",
        (true, Language::En) => {
            "One thing is still missing: type in the six digits that we mailed to the person whose link was used. If nobody of yours asked for this, call us."
        }
        (true, Language::Fr) => {
            "Il manque encore une chose\u{a0}: saisissez les six chiffres que nous avons envoyés à la personne dont le lien a servi. Si personne chez vous n’a fait cette demande, appelez-nous."
        }
    };
    let text = words!(language, "time_asked", "txt", {
        provider: provider,
        phone: phone,
        code: code,
        receipt: receipt,
        wanted: instants_in_line(wanted, language),
        stands: instants_in_line(stands, language),
        unconfirmed: unconfirmed,
    });
    Written { subject: words!(language, "time_asked", "subject", { code: code, receipt: receipt }), text }
}

/// With the reason, whatever was decided.
pub fn time_decided_letter(decided: &DecidedWords) -> Written {
    let AboutWords { provider, phone, language, code, receipt } = decided.asked;
    let (outcome, short) = match (decided.granted, decided.all, language) {
        (true, true, Language::En) => ("We give you the time that you asked for.", "You have more time"),
        (true, true, Language::Fr) => ("Nous vous accordons le temps demandé.", "Vous avez plus de temps"),
        (true, false, Language::En) => ("We give you more time, but less than you asked for.", "You have more time"),
        (true, false, Language::Fr) => {
            ("Nous vous accordons plus de temps, mais moins que demandé.", "Vous avez plus de temps")
        }
        (false, _, Language::En) => ("We cannot give you more time.", "The deadline stays as it was"),
        (false, _, Language::Fr) => ("Nous ne pouvons pas vous accorder plus de temps.", "L’échéance ne change pas"),
    };
    let text = words!(language, "time_decided", "txt", {
        provider: provider,
        phone: phone,
        code: code,
        receipt: receipt,
        outcome: outcome,
        reason: decided.reason.trim().replace("{code}", "(code)"),
        deadline: instants_in_line(decided.deadline, language),
    });
    Written { subject: words!(language, "time_decided", "subject", { code: code, short: short }), text }
}

/// `{code}` stays in it: the digits are drawn when the letter leaves, and exist nowhere before.
pub fn code_letter(asked: &AboutWords) -> Written {
    let AboutWords { provider, phone, language, code, receipt } = *asked;
    let text = words!(language, "code", "txt", {
        provider: provider,
        phone: phone,
        notice: code,
        receipt: receipt,
        digits: "{code}",
    });
    Written { subject: words!(language, "code", "subject", { notice: code }), text }
}

pub fn link_letter(asked: &AboutWords, deadline: &Deadline, link: &str) -> Written {
    let AboutWords { provider, phone, language, code, .. } = *asked;
    let text = words!(language, "link", "txt", {
        provider: provider,
        phone: phone,
        code: code,
        deadline: instants_in_line(deadline, language),
        link: link,
    });
    Written { subject: words!(language, "link", "subject", { code: code }), text }
}
