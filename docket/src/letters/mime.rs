//! A letter as bytes (RFC 5322): plain text first, because that is the complete one, then the same as HTML.
//! The same letter always gives the same bytes, so a second delivery is the same message.

use super::{LetterProblem, html};
use crate::time::Moment;
use crate::words::{Language, is_control_or_bidi};
use lettre::message::header::{ContentDisposition, ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use sha2::{Digest, Sha256};
use std::time::SystemTime;

/// What the checkpoint is called that goes along with a notice.
pub const CHECKPOINT: &str = "duenotice-checkpoint.txt";

#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    pub from: &'a str,
    pub from_name: &'a str,
    /// The letter's own address, so that what comes back finds it; empty: the sender's.
    pub reply_to: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    /// With or without its angle brackets.
    pub message_id: &'a str,
    pub language: Language,
    pub at: Moment,
    pub auto: AutoKind,
    /// The Message-IDs of the letters that this one follows, the newest last.
    pub references: &'a [String],
    /// The signed checkpoint that the letter carries along, so that its reader's mailbox is a witness.
    pub checkpoint: Option<&'a str>,
}

/// What RFC 3834 wants other machines to know, so that two of them never write to each other for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoKind {
    Generated,
    /// It only answers something that came in; nobody is told when it bounces.
    Replied,
}

impl AutoKind {
    fn word(self) -> &'static str {
        match self {
            AutoKind::Generated => "auto-generated",
            AutoKind::Replied => "auto-replied",
        }
    }
}

pub fn mime(envelope: &Envelope) -> Result<Vec<u8>, LetterProblem> {
    let subject = plain("subject", envelope.subject)?;
    let name = plain("sender's name", envelope.from_name)?.trim();
    let from = Mailbox::new((!name.is_empty()).then(|| name.to_owned()), address("sender", envelope.from)?);
    let to = Mailbox::new(None, address("recipient", envelope.to)?);
    let message_id = identifier("Message-ID", envelope.message_id)?;

    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .subject(subject)
        .message_id(Some(message_id.clone()))
        // The headers of a mail have no form for the years before 1970.
        .date(SystemTime::from(envelope.at.max(Moment::from_micros(0)).to_chrono()))
        .raw_header(header("Auto-Submitted", envelope.auto.word()))
        .raw_header(header("Content-Language", envelope.language.code()));
    if !envelope.reply_to.is_empty() {
        builder = builder.reply_to(Mailbox::new(None, address("letter's own address", envelope.reply_to)?));
    }
    let mut before = Vec::with_capacity(envelope.references.len());
    for one in envelope.references {
        before.push(identifier("reference", one)?);
    }
    if let Some(newest) = before.last() {
        builder = builder.in_reply_to(newest.clone()).references(before.join(" "));
    }

    let body = MultiPart::alternative()
        .boundary(boundary(&message_id))
        .singlepart(part(ContentType::TEXT_PLAIN, envelope.text.to_owned())?)
        .singlepart(part(ContentType::TEXT_HTML, html::from_text(subject, envelope.text, envelope.language))?);
    let body = match envelope.checkpoint {
        Some(note) => MultiPart::mixed()
            .boundary(boundary(&format!("{message_id} with its checkpoint")))
            .multipart(body)
            .singlepart(attached(note)?),
        None => body,
    };
    let message = builder.multipart(body).map_err(|problem| LetterProblem::Packing(problem.to_string()))?;
    Ok(message.formatted())
}

/// Quoted-printable whatever the words are: lines stay short, and no server on the way has to change a byte.
fn part(kind: ContentType, words: String) -> Result<SinglePart, LetterProblem> {
    let body = Body::new_with_encoding(words, ContentTransferEncoding::QuotedPrintable)
        .map_err(|_| LetterProblem::Packing("its words cannot be encoded".into()))?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// Base64, because a signature holds for exactly these bytes, ends of lines and all.
fn attached(note: &str) -> Result<SinglePart, LetterProblem> {
    let body = Body::new_with_encoding(note.as_bytes().to_vec(), ContentTransferEncoding::Base64)
        .map_err(|_| LetterProblem::Packing("its checkpoint cannot be encoded".into()))?;
    let named = ContentDisposition::attachment(CHECKPOINT);
    Ok(SinglePart::builder().header(ContentType::TEXT_PLAIN).header(named).body(body))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn plain<'a>(what: &'static str, value: &'a str) -> Result<&'a str, LetterProblem> {
    if value.chars().any(is_control_or_bidi) { Err(LetterProblem::ControlCharacter(what)) } else { Ok(value) }
}

/// ASCII only: host names come in as the DNS sees them, and few servers take more before the at sign.
pub(super) fn address(what: &'static str, value: &str) -> Result<Address, LetterProblem> {
    let value = plain(what, value)?;
    if !value.is_ascii() {
        return Err(LetterProblem::Address(what));
    }
    value.parse().map_err(|_| LetterProblem::Address(what))
}

fn identifier(what: &'static str, value: &str) -> Result<String, LetterProblem> {
    let value = plain(what, value)?;
    let bare = value.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(value);
    let sound = bare.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>()\"\\,;".contains(&byte));
    match bare.split_once('@') {
        Some((left, right)) if sound && !left.is_empty() && !right.is_empty() && !right.contains('@') => {
            Ok(format!("<{bare}>"))
        }
        _ => Err(LetterProblem::MessageId(what)),
    }
}

fn boundary(message_id: &str) -> String {
    format!("part-{}", hex::encode(&Sha256::digest(message_id.as_bytes())[..20]))
}
