//! The notice itself and the receipt for its answer.

use super::fill::words;
use super::{AskedWords, Written, instants, listed, no_marks, numbered_asked, safe, subject_instant, under};
use crate::notice::anchor::Anchor;
use crate::time::zone::Zone;
use crate::time::{Deadline, Moment, left_words};
use crate::words::Language;

pub struct NoticeWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub handle: &'a str,
    pub code: &'a str,
    /// Where anybody learns whether a letter is one of ours.
    pub check: &'a str,
    pub case_number: &'a str,
    pub subject: &'a str,
    pub findings: &'a str,
    pub example: &'a str,
    pub requirements: &'a [AskedWords<'a>],
    /// Reported places that the letter names.
    pub shown: &'a [ShownWords],
    /// The notice that this one takes the place of.
    pub replaces: Option<Replaces<'a>>,
    pub clause_cite: &'a str,
    pub clause_text: &'a str,
    pub assets: &'a [String],
    pub deadline: &'a Deadline,
    /// From what the time is counted, if not as usual.
    pub anchor: Option<Anchor>,
    pub consequence: &'a str,
    pub data_kept: &'a str,
}

/// One reported place, defanged, and when it was seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownWords {
    pub place: String,
    pub seen_at: Moment,
}

#[derive(Clone, Copy, Debug)]
pub struct Replaces<'a> {
    pub code: &'a str,
    pub sent_at: Moment,
}

/// The letter word for word; `{link}` stands where each recipient's own link will stand, `{digest}` where the
/// beginning of the letter's own fingerprint will.
pub fn notice_letter(notice: &NoticeWords) -> String {
    let (about, example) = match notice.language {
        Language::En => ("It is about:", "One example:"),
        Language::Fr => ("Cela concerne\u{a0}:", "Un exemple\u{a0}:"),
    };
    words!(notice.language, "notice", "txt", {
        provider: notice.provider,
        phone: notice.phone,
        handle: notice.handle,
        code: notice.code,
        check: notice.check,
        case: notice.case_number,
        subject: notice.subject.trim(),
        replaces: notice.replaces.map_or_else(String::new, |before| replaces(&before, notice)),
        deadline: instants(notice.deadline, notice.language),
        counted: notice.anchor.map_or("", |anchor| anchor.sentence(notice.language)),
        consequence: own(notice.consequence),
        link: "{link}",
        digest: "{digest}",
        requirements: numbered_asked(notice.requirements, notice.language),
        about: under(about, &listed(notice.assets)),
        findings: safe(notice.findings),
        example: under(example, &safe(notice.example)),
        shown: shown(notice),
        clause: notice.clause_cite,
        rule: own(notice.clause_text),
        data: own(notice.data_kept),
    })
}

/// Like `[Due Notice DN-7F3K-2M9Q] Please answer by 2021-01-11 07:59 UTC: Your users’ posts break our rules`.
pub fn notice_subject(code: &str, language: Language, deadline: &Deadline, subject: &str) -> String {
    words!(language, "notice", "subject", { code: code, deadline: subject_instant(deadline.at), subject: subject.trim() })
}

/// The house's own words keep their addresses, but never hold the place of a link.
fn own(text: &str) -> String {
    no_marks(text)
}

fn shown(notice: &NoticeWords) -> String {
    if notice.shown.is_empty() {
        return String::new();
    }
    let zone = Zone::parse(&notice.deadline.zone).unwrap_or(Zone::UTC);
    let lines = notice.shown.iter().map(|one| {
        let seen = zone.show(one.seen_at, notice.language);
        match notice.language {
            Language::En => format!("{} (reported as seen {})", one.place, seen.long),
            Language::Fr => format!("{} (signalé comme vu le {})", one.place, seen.long),
        }
    });
    let label = match notice.language {
        Language::En => "We were told of these places:",
        Language::Fr => "On nous a signalé ces adresses\u{a0}:",
    };
    under(label, &listed(&lines.collect::<Vec<_>>()))
}

fn replaces(before: &Replaces, notice: &NoticeWords) -> String {
    let zone = Zone::parse(&notice.deadline.zone).unwrap_or(Zone::UTC);
    let sent = zone.show(before.sent_at, notice.language).long;
    match notice.language {
        Language::En => format!(
            "This notice takes the place of notice {}, which we sent on {sent}. What counts is what is written here. Answers that you have sent are still with us.",
            before.code
        ),
        Language::Fr => format!(
            "Cet avis remplace l’avis {}, envoyé le {sent}. Seul compte ce qui est écrit ici. Les réponses que vous avez envoyées nous restent acquises.",
            before.code
        ),
    }
}

/// Sent when a notice is withdrawn: that it no longer counts, and why.
pub fn notice_withdrawn_letter(
    provider: &str,
    phone: &str,
    language: Language,
    code: &str,
    sent: &str,
    reason: &str,
) -> Written {
    Written {
        subject: words!(language, "notice_withdrawn", "subject", { code: code }),
        text: words!(language, "notice_withdrawn", "txt", {
            provider: provider,
            phone: phone,
            code: code,
            sent: sent,
            reason: safe(reason),
        }),
    }
}

pub struct ReceiptWords<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub code: &'a str,
    pub receipt: &'a str,
    pub received_wall: &'a str,
    pub received_utc: &'a str,
    /// Microseconds before the deadline.
    pub margin: i64,
    pub content_hash: &'a str,
    /// Somebody with the link sent it; the code has not come back.
    pub awaits_code: bool,
}

/// Sent as soon as an answer is in: when it came, how that stands to the deadline, and how to prove it.
pub fn receipt_letter(receipt: &ReceiptWords) -> Written {
    let ReceiptWords { language, code, .. } = *receipt;
    // For a customer who lives by UTC the wall says it already.
    let utc = if receipt.received_wall.starts_with(receipt.received_utc) { "" } else { receipt.received_utc };
    let unconfirmed = match (receipt.awaits_code, language) {
        (false, _) => "",
        (true, Language::En) => {
            "It is kept with this time, and waits for one thing: type in the six digits that we mailed to the person whose link was used. If nobody of yours sent this answer, call us."
        }
        (true, Language::Fr) => {
            "Elle est conservée avec cette heure, et n’attend plus qu’une chose\u{a0}: saisissez les six chiffres que nous avons envoyés à la personne dont le lien a servi. Si personne chez vous n’a envoyé cette réponse, appelez-nous."
        }
    };
    let text = words!(language, "receipt", "txt", {
        provider: receipt.provider,
        phone: receipt.phone,
        code: code,
        receipt: receipt.receipt,
        wall: receipt.received_wall,
        utc: utc,
        margin: margin(receipt.margin, language),
        unconfirmed: unconfirmed,
        hash: receipt.content_hash,
    });
    Written { subject: words!(language, "receipt", "subject", { code: code, receipt: receipt.receipt }), text }
}

/// Cut to whole minutes; the instant above it is the exact one.
fn margin(micros: i64, language: Language) -> String {
    let span = left_words(micros.saturating_abs(), language);
    match (micros, language) {
        (0, Language::En) => "It came at the very instant of the deadline, which is on time.".into(),
        (0, Language::Fr) => "Elle est arrivée à l’instant même de l’échéance, donc à temps.".into(),
        (1.., Language::En) => format!("That was {span} before the deadline. Your answer is on time."),
        (1.., Language::Fr) => format!("C’était {span} avant l’échéance. Votre réponse est arrivée à temps."),
        (_, Language::En) => {
            format!("That was {span} after the deadline. Your answer is marked as late, and we read it all the same.")
        }
        (_, Language::Fr) => {
            format!(
                "C’était {span} après l’échéance. Votre réponse est notée comme tardive, et nous la lisons quand même."
            )
        }
    }
}
