//! Complaints: raw bytes and hash first, then whatever can be read; repeats give the first one's id.

mod joining;
pub mod locations;
mod reading;
pub mod reporter;
mod settled;
mod typed;

use super::customers::holder_at;
use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, again};
use crate::complaint::{Channel, Complaint, Exhibit, Report, Whose};
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CommandId, ComplaintId, TokenId};
use crate::intake::{self, Wanted};
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::words::Language;
use reading::report_from;
use sha2::{Digest, Sha256};
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
    /// A machine's or a mail's report. `key` is the sender's own idempotency key, if it gave one.
    pub async fn take_report(
        &self,
        actor: Actor,
        channel: Channel,
        bytes: &[u8],
        wanted: Wanted,
        key: Option<&str>,
    ) -> Done<Taken> {
        let parsed = {
            let bytes = bytes.to_vec();
            // Reading a large report is work for the processor, not for the event loop.
            tokio::task::spawn_blocking(move || intake::parse(&bytes, wanted))
                .await
                .map_err(|_| crate::store::StoreError::Damaged("the reader of reports stopped".into()))?
        };
        let raw = evidence::sha256_hex(bytes);
        let dedupe = parsed.dedupe.clone();
        again!(async {
            let command = key.map_or_else(|| self.new_command(), |key| command_of(actor, key));
            let mut work = match self.begin(actor, command, &dedupe).await? {
                Begun::Before(receipt) => return self.taken_before(receipt).await,
                Begun::Now(work) => work,
            };
            if let Some(first) = lists::complaint_by_dedupe(&mut work.conn(), &dedupe).await? {
                return self.repeat(work, first.noun, &raw, bytes, parsed.sealed).await;
            }
            self.keep_raw(&mut work, bytes, parsed.sealed).await?;
            let mut exhibits = Vec::with_capacity(parsed.evidence.len());
            for exhibit in &parsed.evidence {
                if exhibit.bytes.is_empty() {
                    continue;
                }
                exhibits.push(Exhibit {
                    id: work.new_id(),
                    sha256: work.keep(&exhibit.bytes).await?,
                    size: size(&exhibit.bytes),
                    media_type: exhibit.media_type.clone(),
                    name: exhibit.file_name.clone().into(),
                    description: exhibit.description.clone().into(),
                });
            }
            let report = report_from(&parsed, channel, &raw, size(bytes), &dedupe, exhibits);
            let answered_in = parsed.answered_in.filter(|_| channel == Channel::Mail && !parsed.sealed);
            self.file(work, report, None, answered_in).await
        })
    }

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
                return Ok(taken_again(held.noun));
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
                let source = report.source.get().cloned().unwrap_or_default();
                holder_at(&mut work.conn(), &source, at, report.zone_known).await?
            }
        };
        let complaint: ComplaintId = work.new_id();
        let number = work.next_number("complaint").await?;
        let (format, warnings) = (report.format.clone(), report.warnings.clone());
        let joins = self.case_to_join(&mut work, &report, &whose).await?;
        work.record(Event::ComplaintReceived { complaint, number, report: Box::new(report.clone()), whose }).await?;
        if let Some((case, why)) = joins {
            self.join(&mut work, complaint, number, case, why).await?;
        }
        let status = match reporter {
            Some(language) => Some(self.answer_reporter(&mut work, complaint, number, &report, language).await?),
            None => None,
        };
        work.commit().await?;
        Ok(Taken { complaint, number, repeated: false, format, warnings, status })
    }

    /// The very same bytes again add nothing to the record; other words for the same report are kept.
    async fn repeat(
        &self,
        mut work: Box<Work>,
        first: Complaint,
        raw: &str,
        bytes: &[u8],
        sealed: bool,
    ) -> Done<Taken> {
        if first.report.raw != raw {
            let sealed = sealed || first.report.sealed;
            self.keep_raw(&mut work, bytes, sealed).await?;
            work.record(Event::ComplaintRepeated {
                complaint: first.id,
                raw: raw.to_owned(),
                raw_size: size(bytes),
                sealed,
            })
            .await?;
        }
        work.commit().await?;
        Ok(taken_again(first))
    }

    async fn keep_raw(&self, work: &mut Work, bytes: &[u8], sealed: bool) -> Done<()> {
        if !sealed {
            work.keep(bytes).await?;
            return Ok(());
        }
        Ok(evidence::keep_sealed(&self.settings.data, bytes)?)
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

fn taken_again(first: Complaint) -> Taken {
    Taken {
        complaint: first.id,
        number: first.number,
        repeated: true,
        format: first.report.format,
        warnings: first.report.warnings,
        status: None,
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
