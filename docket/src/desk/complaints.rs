//! Complaints: raw bytes and hash first, then whatever can be read; repeats give the first one's id.

mod joining;
pub mod locations;
mod reading;
pub mod reporter;
mod settled;
mod taking;
mod typed;

use super::customers::Holders;
use super::work::Work;
use super::{Desk, Done, Receipt};
use crate::complaint::{Complaint, Exhibit, Report, Whose};
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CommandId, ComplaintId, TokenId};
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::store::lists;
use crate::words::Language;
use joining::Joins;
use sha2::{Digest, Sha256};
pub use taking::MOST_AT_ONCE;
pub use typed::ComplaintForm;

/// A file as it was uploaded.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub complaint: ComplaintId,
    pub number: i64,
    /// It had been here before.
    pub repeated: bool,
    /// How it was read, in the words of [`Report::format`].
    pub format: String,
    pub warnings: Vec<String>,
    /// The secret part of the link under which its reporter sees what becomes of it. Given once, kept as a hash.
    pub status: Option<String>,
}

impl Desk {
    async fn taken_before(&self, receipt: Receipt) -> Done<Taken> {
        let mut reader = self.read().await?;
        for entry in &receipt.entries {
            if let Some(row) = crate::store::ledger::by_seq(&mut reader.conn(), entry.seq).await?
                && let Ok(leaf) = serde_json::from_slice(&row.leaf)
                && let Ok(recorded) = crate::event::Recorded::from_leaf(leaf)
                && let Event::ComplaintReceived { complaint, .. } | Event::ComplaintRepeated { complaint, .. } =
                    recorded.event
                && let Some(held) = lists::one::<Complaint>(&mut reader.conn(), &complaint.to_string()).await?
            {
                return Ok(First::from(held.noun).taken_again());
            }
        }
        Err(Refusal::NotFound("complaint").into())
    }

    async fn file(
        &self,
        mut work: Box<Work>,
        report: Report,
        chosen: Option<Customer>,
        reporter: Option<Language>,
    ) -> Done<Taken> {
        let whose = match chosen {
            Some(customer) => Whose::One {
                customer: customer.id,
                asset: None,
                why: format!("Chosen by hand: {}.", customer.handle).into(),
            },
            None => {
                let at = report.incident_at.unwrap_or(work.now);
                let asked = (report.source.get().cloned().unwrap_or_default(), at);
                let holders = Holders::of(&mut work.conn(), std::slice::from_ref(&asked)).await?;
                holders.whose(&asked.0, asked.1, report.zone_known)
            }
        };
        let number = work.next_number("complaint").await?;
        let taken = self.enter(&mut work, &mut Joins::default(), number, report, whose, reporter).await?;
        work.commit().await?;
        Ok(taken)
    }

    /// Says that it came, lets it join its case if it has one, and tells its reporter.
    async fn enter(
        &self,
        work: &mut Work,
        joins: &mut Joins,
        number: i64,
        report: Report,
        whose: Whose,
        reporter: Option<Language>,
    ) -> Done<Taken> {
        let complaint: ComplaintId = work.new_id();
        let (format, warnings) = (report.format.clone(), report.warnings.clone());
        let joined = self.case_to_join(work, joins, &report, &whose).await?;
        let told = reporter.map(|language| (language, report.clone()));
        work.record(Event::ComplaintReceived { complaint, number, report: Box::new(report), whose }).await?;
        if let Some((case, why)) = joined {
            self.join(work, complaint, number, case, why).await?;
        }
        let status = match told {
            Some((language, report)) => Some(self.answer_reporter(work, complaint, number, &report, language).await?),
            None => None,
        };
        Ok(Taken { complaint, number, repeated: false, format, warnings, status })
    }

    /// For the API: what became of a report that this token sent.
    pub async fn complaint_sent_by(&self, token: TokenId, complaint: ComplaintId) -> Done<Option<Complaint>> {
        let found = lists::one::<Complaint>(&mut self.read().await?.conn(), &complaint.to_string()).await?;
        Ok(found.map(|held| held.noun).filter(|noun| noun.received_from == Actor::Machine { token }))
    }
}

/// A sender's own key makes its report a command: the same key with another report is refused, not lost in the first.
fn command_of(actor: Actor, key: &str) -> CommandId {
    let hash = Sha256::digest(format!("report of {}: {key}", actor.label()));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// What two copies of one report have in common with the first of them.
struct First {
    complaint: ComplaintId,
    number: i64,
    raw: String,
    sealed: bool,
    format: String,
    warnings: Vec<String>,
}

impl From<Complaint> for First {
    fn from(complaint: Complaint) -> Self {
        let Report { raw, sealed, format, warnings, .. } = complaint.report;
        First { complaint: complaint.id, number: complaint.number, raw, sealed, format, warnings }
    }
}

impl First {
    fn taken_again(&self) -> Taken {
        Taken {
            complaint: self.complaint,
            number: self.number,
            repeated: true,
            format: self.format.clone(),
            warnings: self.warnings.clone(),
            status: None,
        }
    }
}

/// Keeps uploaded files as evidence.
pub(crate) async fn keep_uploads(work: &mut Work, uploads: &[Upload]) -> Done<Vec<Exhibit>> {
    let mut exhibits = Vec::with_capacity(uploads.len());
    for upload in uploads {
        exhibits.push(Exhibit {
            id: work.new_id(),
            sha256: work.keep(&upload.bytes).await?,
            size: size(&upload.bytes),
            media_type: upload.media_type.clone(),
            name: upload.name.clone().into(),
            description: String::new().into(),
        });
    }
    Ok(exhibits)
}

fn size(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}
