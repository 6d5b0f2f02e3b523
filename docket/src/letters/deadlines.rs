//! Letters about time: a reminder, a later deadline, and what waits for somebody of the team.

use super::fill::words;
use super::{Written, instants, instants_in_line, numbered, safe, subject_instant};
use crate::alert::What;
use crate::notice::later::Why;
use crate::time::{Deadline, left_words};
use crate::words::{Language, catalogue};

pub struct ReminderWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub code: &'a str,
    /// When the notice left, as its reader's wall shows it.
    pub sent: &'a str,
    pub deadline: &'a Deadline,
    /// Microseconds that are truly left.
    pub left: i64,
    /// What nobody has answered yet, as the notice asks for it.
    pub asked: &'a [String],
}

pub fn reminder_letter(reminder: &ReminderWords) -> Written {
    let language = reminder.language;
    let left = left_words(reminder.left, language);
    Written {
        subject: words!(language, "reminder", "subject", { code: reminder.code, left: left }),
        text: words!(language, "reminder", "txt", {
            provider: reminder.provider,
            phone: reminder.phone,
            code: reminder.code,
            left: left,
            sent: reminder.sent,
            deadline: instants(reminder.deadline, language),
            asked: numbered(reminder.asked, language),
        }),
    }
}

pub struct LaterWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub code: &'a str,
    pub why: Why,
    /// What a person wrote; may be empty.
    pub words: &'a str,
    pub was: &'a Deadline,
    pub until: &'a Deadline,
}

pub fn later_letter(later: &LaterWords) -> Written {
    let language = later.language;
    Written {
        subject: words!(language, "later", "subject", { code: later.code, until: subject_instant(later.until.at) }),
        text: words!(language, "later", "txt", {
            provider: later.provider,
            phone: later.phone,
            code: later.code,
            why: later.why.sentence(language),
            words: safe(later.words),
            deadline: instants(later.until, language),
            was: instants_in_line(later.was, language),
        }),
    }
}

pub struct AlertWords<'a> {
    pub language: Language,
    pub what: What,
    /// The case's number and its customer's handle.
    pub case: Option<(&'a str, &'a str)>,
    /// Which answer, which decision.
    pub name: &'a str,
    /// By when, where it has an instant of its own.
    pub by: Option<&'a str>,
    pub since: &'a str,
    pub place: &'a str,
    pub step: u32,
}

/// To one of the team, in their language.
pub fn alert_letter(alert: &AlertWords) -> Written {
    let language = alert.language;
    let what = catalogue::said(alert.what.name(), language);
    let mut lines = vec![alert.name.to_owned()];
    lines.extend(alert.case.map(|(number, handle)| match language {
        Language::En => format!("Case {number}, customer {handle}"),
        Language::Fr => format!("Dossier {number}, client {handle}"),
    }));
    lines.extend(alert.by.map(|by| match language {
        Language::En => format!("Its hour: {by}"),
        Language::Fr => format!("Son heure\u{a0}: {by}"),
    }));
    if alert.what == What::Missed {
        lines.push(match language {
            Language::En => {
                "Nothing was switched off, and nothing will be by itself: somebody looks at what came in, and \
                 withdraws it or proposes a new hour."
                    .to_owned()
            }
            Language::Fr => {
                "Rien n’a été coupé, et rien ne le sera tout seul\u{a0}: quelqu’un regarde ce qui est arrivé, puis \
                 la retire ou propose une nouvelle heure."
                    .to_owned()
            }
        });
    }
    let why = match (alert.step, language) {
        (_, Language::En) if alert.what == What::Missed => {
            "You get this because you lead, or because the case is yours."
        }
        (_, Language::Fr) if alert.what == What::Missed => {
            "Vous recevez ce courrier parce que vous dirigez l’équipe, ou parce que le dossier est le vôtre."
        }
        (1, Language::En) => "You get this because it is yours, or nobody’s yet.",
        (1, Language::Fr) => "Vous recevez ce courrier parce que cela vous revient, ou n’est encore à personne.",
        (_, Language::En) => "You get this because you lead, and it still waits.",
        (_, Language::Fr) => "Vous recevez ce courrier parce que vous dirigez l’équipe, et que cela attend toujours.",
    };
    let number = alert.case.map(|(number, _)| format!(": {number}")).unwrap_or_default();
    Written {
        subject: words!(language, "alert_team", "subject", { what: what, number: number }),
        text: words!(language, "alert_team", "txt", {
            what: what,
            about: lines.join("\n"),
            since: alert.since,
            place: alert.place,
            why: why,
        }),
    }
}
