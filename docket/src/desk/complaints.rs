//! Complaints: raw bytes and hash first, then whatever can be read; repeats give the first one's id.

mod reading;

use super::check::Check;
use super::customers::holder_at;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::complaint::{Channel, Complaint, ComplaintStage, Exhibit, Report, Reporter, Source, Whose};
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CommandId, ComplaintId, CustomerId, TokenId};
use crate::intake::{self, Parsed, Wanted};
use crate::people::{Act, Actor};
use crate::policy::{Category, Severity};
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::time::Moment;
use crate::words::{EmailAddress, Language, Line, Reason, Text, refang};
use reading::{first_line, read_locations, report_from, source_of};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A file as it was uploaded.
#[derive(Clone, Debug)]
pub struct Upload {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// Typed by an analyst, or by somebody on the public page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ComplaintForm {
    /// One address a line; hxxp and [.] are understood.
    pub locations: String,
    pub category: String,
    pub severity: String,
    pub description: String,
    /// "2026-01-10 18:30" in UTC. Empty: now.
    pub incident_at: String,
    pub reporter_name: String,
    pub reporter_email: String,
    pub reporter_organisation: String,
    pub disclosed: bool,
    pub good_faith: bool,
    pub language: Language,
    /// The customer, when the analyst knows better than the lookup. A handle.
    pub customer: String,
    /// Hashes of the files, so that the command's content names them.
    pub files: Vec<String>,
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
}

const MOST_LOCATIONS: usize = 5_000;

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
            self.file(work, report, None).await
        })
    }

    /// A person's report. On the public page the elements of DSA Art. 16 are asked for.
    pub async fn log_complaint(
        &self,
        actor: Actor,
        who: Option<&Who>,
        command: CommandId,
        form: &ComplaintForm,
        uploads: &[Upload],
    ) -> Done<Taken> {
        if let Some(who) = who {
            who.must(Act::WorkCases)?;
        }
        let channel = if who.is_some() { Channel::Desk } else { Channel::Public };
        let fr = form.language == Language::Fr;
        let mut check = Check::new(form.language);
        let locations = read_locations(&form.locations);
        if locations.is_empty() {
            check.problem(
                "locations",
                if fr {
                    "Indiquez au moins une adresse : une URL, un domaine ou une adresse IP."
                } else {
                    "Give at least one address: a URL, a domain or an IP address."
                },
            );
        } else if locations.len() > MOST_LOCATIONS {
            check.problem(
                "locations",
                if fr { "Au plus 5000 adresses par signalement." } else { "At most 5,000 addresses in one complaint." },
            );
        }
        let category = check.some(
            "category",
            Category::parse(&form.category),
            if fr { "Choisissez ce qui ne va pas." } else { "Choose what is wrong." },
        );
        let severity = if form.severity.is_empty() {
            category.map(Category::severity)
        } else {
            check.some("severity", Severity::parse(&form.severity), "Choose a severity.")
        };
        let description = check.word("description", Reason::parse(&form.description));
        let incident_at = self.read_incident(&mut check, &form.incident_at);
        let email = check.optional("reporter_email", &form.reporter_email, EmailAddress::parse);
        let name = check.optional("reporter_name", &form.reporter_name, Line::parse);
        let organisation = check.optional("reporter_organisation", &form.reporter_organisation, Line::parse);
        if who.is_none() {
            // DSA Art. 16(2)(c): name and address, except for offences of Directive 2011/93/EU.
            if category != Some(Category::ChildSafety) {
                if form.reporter_name.trim().is_empty() {
                    check.problem("reporter_name", if fr { "Indiquez votre nom." } else { "Give your name." });
                }
                if form.reporter_email.trim().is_empty() {
                    check.problem(
                        "reporter_email",
                        if fr { "Indiquez votre adresse e-mail." } else { "Give your e-mail address." },
                    );
                }
            }
            if !form.good_faith {
                check.problem(
                    "good_faith",
                    if fr {
                        "Confirmez que vous pensez de bonne foi que ceci est exact et complet."
                    } else {
                        "Confirm that you believe in good faith that this is accurate and complete."
                    },
                );
            }
        }
        let (Some(category), Some(severity), Some(description)) = (category, severity, description) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;

        let source = source_of(&locations[0]);
        let raw_bytes = serde_json::to_vec(form).map_err(crate::store::StoreError::from)?;
        let raw = evidence::sha256_hex(&raw_bytes);
        again!(async {
            let mut work = match self.begin(actor, command, form).await? {
                Begun::Before(receipt) => return self.taken_before(receipt).await,
                Begun::Now(work) => work,
            };
            work.keep(&raw_bytes).await?;
            // Material of this kind is never kept among the evidence: what is recorded is that it was offered, by hash.
            let sealed = category == Category::ChildSafety;
            let exhibits = if sealed { Vec::new() } else { keep_uploads(&mut work, uploads).await? };
            let warnings = uploads.iter().filter(|_| sealed).map(not_kept).collect();
            let chosen = match form.customer.trim() {
                "" => None,
                handle => Some(
                    lists::customer_by_handle(&mut work.conn(), handle)
                        .await?
                        .map(|held| held.noun)
                        .ok_or_else(|| Refusal::field("customer", "There is no customer with this handle."))?,
                ),
            };
            let text = description.as_str();
            let report = Report {
                channel,
                format: "form".into(),
                raw: raw.clone(),
                raw_size: size(&raw_bytes),
                category,
                severity,
                kind: String::new(),
                summary: first_line(text).into(),
                description: text.to_owned().into(),
                locations: locations.clone().into(),
                source: source.clone().into(),
                incident_at,
                zone_known: true,
                reporter: Reporter {
                    name: name.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                    email: email.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                    organisation: organisation.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                    domain: email.as_ref().map(|email| email.domain().to_owned()).unwrap_or_default(),
                },
                disclosed: form.disclosed,
                good_faith: form.good_faith,
                reference: String::new(),
                // What people type is never a repeat by itself: two forms are two complaints.
                dedupe: format!("form:{command}"),
                evidence: exhibits,
                sealed,
                warnings,
            };
            self.file(work, report, chosen).await
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

    async fn file(&self, mut work: Box<Work>, report: Report, chosen: Option<Customer>) -> Done<Taken> {
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
        work.record(Event::ComplaintReceived { complaint, number, report: Box::new(report), whose }).await?;
        work.commit().await?;
        Ok(Taken { complaint, number, repeated: false, format, warnings })
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

    fn read_incident(&self, check: &mut Check, text: &str) -> Option<Moment> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let written = text.replacen(' ', "T", 1);
        let parsed = Moment::parse(&written)
            .or_else(|| Moment::parse(&format!("{written}:00Z")))
            .or_else(|| Moment::parse(&format!("{written}Z")));
        check.some(
            "incident_at",
            parsed.filter(|at| *at <= self.now()),
            "Write a date and time in UTC that is not in the future, such as 2026-01-10 18:30.",
        )
    }

    /// Says whose it is when the lookup could not, or was wrong.
    pub async fn match_complaint(
        &self,
        who: &Who,
        command: CommandId,
        complaint: ComplaintId,
        handle: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(complaint, handle)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Complaint = work.need(complaint, "complaint").await?;
            if noun.stage != ComplaintStage::New {
                return Err(Refusal::ComplaintSettled.into());
            }
            let customer: CustomerId = lists::customer_by_handle(&mut work.conn(), handle.trim())
                .await?
                .map(|held| held.noun.id)
                .ok_or_else(|| Refusal::field("customer", "There is no customer with this handle."))?;
            let why = format!("Chosen by hand: {}.", handle.trim());
            work.record(Event::ComplaintMatched {
                complaint,
                whose: Whose::One { customer, asset: None, why: why.into() },
            })
            .await?;
            work.commit().await
        })
    }

    pub async fn reject_complaint(
        &self,
        who: &Who,
        command: CommandId,
        complaint: ComplaintId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(complaint, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun: Complaint = work.need(complaint, "complaint").await?;
            if noun.stage != ComplaintStage::New {
                return Err(Refusal::ComplaintSettled.into());
            }
            work.record(Event::ComplaintRejected { complaint, reason: reason.as_str().to_owned().into() }).await?;
            work.commit().await
        })
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
    }
}

fn not_kept(upload: &Upload) -> String {
    format!(
        "A file of {} bytes was not kept. Its SHA-256 is {}.",
        upload.bytes.len(),
        evidence::sha256_hex(&upload.bytes)
    )
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
