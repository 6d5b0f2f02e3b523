//! Every word that leaves the house by mail, and the way it leaves: texts from files, MIME from texts,
//! delivery to a folder or a mail server. No database, no clock, and never the name of an analyst or a reporter.

mod deadlines;
mod decided;
mod draft;
mod fill;
mod html;
mod invitation;
mod later;
mod mailer;
mod matter;
mod measure;
mod mime;
mod notice;
mod passed_on;
mod read;
mod reporter;
mod smtp;
mod time;

pub use crate::template::gaps as placeholders_left;
pub use deadlines::{AlertWords, LaterWords, ReminderWords, alert_letter, later_letter, reminder_letter};
pub use decided::{StatementWords, Wrap, decision_letter, redress_text, statement_text, withdrawn_letter};
pub use draft::{Draft, Known, draft, in_places};
pub use invitation::invitation_letter;
pub use later::{
    About, Thawed, appeal_decided_letter, appeal_filed_letter, appeal_said_letter, data_settled_letter,
    stay_ended_letter, stayed_letter,
};
pub use mailer::{DeliveryProblem, Mailer, Taken};
pub use measure::{Alarm, MeasureWords, alarm, interim_over, interim_taken};
pub use mime::{AutoKind, Envelope, mime};
pub use notice::{
    NoticeWords, ReceiptWords, Replaces, ShownWords, notice_letter, notice_subject, notice_withdrawn_letter,
    receipt_letter,
};
pub use passed_on::{PassedOnWords, passed_on_letter};
pub use read::{OpenMail, open_mail, words_of_file};
pub use reporter::{OutcomeWords, ReceivedWords, found_words, outcome_letter, outcome_words, received_letter};
pub use smtp::Smtp;
pub use time::{AboutWords, DecidedWords, code_letter, link_letter, time_asked_letter, time_decided_letter};

use crate::time::zone::Zone;
use crate::time::{Deadline, Moment};
use crate::words::{self, Language};

/// A letter as people read it, before it is packed for the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub subject: String,
    pub text: String,
}

/// Why a letter cannot be packed, or the mailer not be set up. Never repeats a password or an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LetterProblem {
    #[error("the {0} of the letter holds a line break or another invisible character")]
    ControlCharacter(&'static str),
    #[error("the {0} of the letter is not an e-mail address")]
    Address(&'static str),
    #[error("the {0} of the letter is not a message identifier")]
    MessageId(&'static str),
    #[error("the letter cannot be packed: {0}")]
    Packing(String),
    #[error("the mail server is not understood: write smtps://user:password@host:port")]
    Server,
    #[error("the file that ca= names holds no certificate in PEM form")]
    Authority,
}

/// A promised instant as letters show it: the customer's wall with zone and offset, then UTC.
fn instants(deadline: &Deadline, language: Language) -> String {
    let utc = Zone::UTC.show(deadline.at, language).utc;
    if deadline.zone == Zone::UTC.name() {
        return utc;
    }
    format!("{}\n{utc}", deadline.sentence(language))
}

/// The same within a sentence.
fn instants_in_line(deadline: &Deadline, language: Language) -> String {
    let shown = instants(deadline, language);
    match (shown.split_once('\n'), language) {
        (Some((wall, utc)), Language::En) => format!("{wall}, which is {utc}"),
        (Some((wall, utc)), Language::Fr) => format!("{wall}, soit le {utc}"),
        (None, _) => shown,
    }
}

/// `2021-01-11 07:59 UTC`, for a subject line.
fn subject_instant(at: Moment) -> String {
    at.to_chrono().format("%Y-%m-%d %H:%M UTC").to_string()
}

/// What staff wrote about reported places. An address that opens by accident harms the reader, and a mail
/// server that knows it for dangerous would throw the whole letter away. Only our own link stays alive.
fn safe(text: &str) -> String {
    let text = no_marks(text);
    // A lone word would be taken for an address as a whole, and "Stop." is none.
    let lone_word = !text.contains(char::is_whitespace) && !text.contains("://") && !text.contains('/');
    if lone_word { text } else { words::defang(&text) }
}

/// Where the secret link of the letter's reader will stand when it leaves. The record never holds the link itself.
pub const LINK: &str = "{link}";

/// What people wrote never holds the place of the link or of the fingerprint.
fn no_marks(text: &str) -> String {
    text.trim().replace("{link}", "(link)").replace("{digest}", "(digest)")
}

/// One thing that is asked for, as the letter says it.
pub struct AskedWords<'a> {
    pub text: &'a str,
    /// None: once.
    pub standing_days: Option<u32>,
}

fn numbered(lines: &[String], language: Language) -> String {
    let once: Vec<AskedWords> = lines.iter().map(|text| AskedWords { text, standing_days: None }).collect();
    numbered_asked(&once, language)
}

fn numbered_asked(asked: &[AskedWords], language: Language) -> String {
    let mut text = String::new();
    for (place, one) in asked.iter().enumerate() {
        if place > 0 {
            text.push_str("\n\n");
        }
        text.push_str(&(place + 1).to_string());
        text.push_str(". ");
        text.push_str(&safe(one.text));
        if let Some(days) = one.standing_days {
            text.push('\n');
            text.push_str(&standing_words(days, language));
        }
    }
    text
}

/// How long something stands that is not done once.
pub fn standing_words(days: u32, language: Language) -> String {
    match (language, days) {
        (Language::En, 1) => "This holds for one day after this notice.".into(),
        (Language::En, n) => format!("This holds for {n} days after this notice."),
        (Language::Fr, 1) => "Ceci vaut pendant un jour après cet avis.".into(),
        (Language::Fr, n) => format!("Ceci vaut pendant {n} jours après cet avis."),
    }
}

fn listed(lines: &[String]) -> String {
    lines.iter().map(|line| format!("- {}", line.trim())).collect::<Vec<_>>().join("\n")
}

/// Nothing for nothing, so that no heading stands above an empty place.
fn under(label: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{label}\n{text}") }
}

#[cfg(test)]
mod tests;
