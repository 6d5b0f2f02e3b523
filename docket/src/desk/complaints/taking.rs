//! Reports from machines and mails, one or many. Many share one transaction: each has its event, its row and its place in
//! the ledger as if it had come alone, and what all of them need is asked of the database once.

use super::joining::Joins;
use super::reading::{report_from, source_of_parsed};
use super::{First, Taken, command_of, size};
use crate::complaint::{Channel, Exhibit, Report, Source};
use crate::desk::customers::Holders;
use crate::desk::work::{Begun, Work};
use crate::desk::{Desk, Done, Failure, again};
use crate::event::Event;
use crate::intake::{self, Parsed, Wanted};
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::store::{Company, StoreError, Stored, evidence, lists};
use crate::time::Moment;
use std::collections::{HashMap, HashSet};

/// So many reports share a transaction at most. Whoever else writes waits that long.
pub const MOST_AT_ONCE: usize = 500;

/// So many share a transaction with what others wrote before them.
const FEW: usize = 16;

/// One report, read.
struct Incoming {
    bytes: Vec<u8>,
    raw: String,
    parsed: Parsed,
}

impl Incoming {
    fn incident_at(&self) -> Option<Moment> {
        self.parsed.incident_at.as_ref().and_then(|incident| Moment::parse(&incident.at))
    }

    /// The address whose holder is looked for, and when it was theirs.
    fn asked(&self, now: Moment) -> (Source, Moment) {
        (source_of_parsed(&self.parsed), self.incident_at().unwrap_or(now))
    }
}

/// Reading large reports is work for the processor, not for the event loop.
async fn read(reports: Vec<Vec<u8>>, wanted: Wanted) -> Stored<Vec<Incoming>> {
    let read = move || {
        let one = |bytes: Vec<u8>| {
            let parsed = intake::parse(&bytes, wanted);
            Incoming { raw: evidence::sha256_hex(&bytes), parsed, bytes }
        };
        reports.into_iter().map(one).collect()
    };
    let done = tokio::task::spawn_blocking(read).await;
    done.map_err(|_| StoreError::Damaged("the reader of reports stopped".into()))
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
        let incoming = read(vec![bytes.to_vec()], wanted).await?;
        self.take_read(actor, channel, &incoming, key).await
    }

    /// So many reports of one machine, in their order. All of them or none are on the disk when this returns, unless one
    /// cannot be written at all: then each is taken by itself, and what became of that one stands in its place.
    pub async fn take_reports(
        &self,
        actor: Actor,
        channel: Channel,
        reports: Vec<Vec<u8>>,
        wanted: Wanted,
        key: Option<&str>,
    ) -> Done<Vec<Done<Taken>>> {
        let incoming = read(reports, wanted).await?;
        let keys: Vec<&str> = incoming.iter().map(|one| one.parsed.dedupe.as_str()).collect();
        let together = again!(async {
            let command = key.map_or_else(|| self.new_command(), |key| command_of(actor, &format!("batch {key}")));
            let company = if incoming.len() > FEW { Company::NoneBefore } else { Company::Welcome };
            let mut work = match self.begin_in(actor, command, &keys, company).await? {
                Begun::Before(_) => return self.taken_together_before(&incoming).await,
                Begun::Now(work) => work,
            };
            let taken = self.take_all(&mut work, channel, &incoming).await?;
            work.commit().await?;
            Ok(taken)
        });
        match together {
            Ok(taken) => Ok(taken.into_iter().map(Ok).collect()),
            Err(failure) if is_about_one(&failure) => {
                let mut taken = Vec::with_capacity(incoming.len());
                for one in incoming {
                    taken.push(self.take_read(actor, channel, &[one], None).await);
                }
                Ok(taken)
            }
            Err(failure) => Err(failure),
        }
    }

    async fn take_read(&self, actor: Actor, channel: Channel, one: &[Incoming], key: Option<&str>) -> Done<Taken> {
        let dedupe = one.first().map(|one| &one.parsed.dedupe);
        again!(async {
            let command = key.map_or_else(|| self.new_command(), |key| command_of(actor, key));
            let mut work = match self.begin(actor, command, &dedupe).await? {
                Begun::Before(receipt) => return self.taken_before(receipt).await,
                Begun::Now(work) => work,
            };
            let taken = self.take_all(&mut work, channel, one).await?.pop();
            work.commit().await?;
            taken.ok_or_else(|| Refusal::NotFound("complaint").into())
        })
    }

    async fn take_all(&self, work: &mut Work, channel: Channel, incoming: &[Incoming]) -> Done<Vec<Taken>> {
        let mut first = self.first_of(&mut work.conn(), incoming).await?;
        let mut seen: HashSet<&str> = first.keys().copied().collect();
        let new: Vec<&Incoming> = incoming.iter().filter(|one| seen.insert(&one.parsed.dedupe)).collect();
        let asked: Vec<(Source, Moment)> = new.iter().map(|one| one.asked(work.now)).collect();
        let holders = Holders::of(&mut work.conn(), &asked).await?;
        let mut numbers = match i64::try_from(new.len()).unwrap_or(i64::MAX) {
            0 => None,
            many => Some(work.next_numbers("complaint", many).await?),
        };
        let mut joins = Joins::default();
        let mut taken = Vec::with_capacity(incoming.len());
        for one in incoming {
            if let Some(first) = first.get(one.parsed.dedupe.as_str()) {
                self.repeat(work, first, one).await?;
                taken.push(first.taken_again());
                continue;
            }
            let number = numbers.as_mut().and_then(Iterator::next).ok_or(StoreError::Conflict)?;
            let report = self.write_down(work, channel, one).await?;
            let (source, at) = one.asked(work.now);
            let whose = holders.whose(&source, at, report.zone_known);
            let reporter = one.parsed.answered_in.filter(|_| channel == Channel::Mail && !one.parsed.sealed);
            let sealed = report.sealed;
            let entered = self.enter(work, &mut joins, number, report, whose, reporter).await?;
            first.insert(
                &one.parsed.dedupe,
                First {
                    complaint: entered.complaint,
                    number,
                    raw: one.raw.clone(),
                    sealed,
                    format: entered.format.clone(),
                    warnings: entered.warnings.clone(),
                },
            );
            taken.push(entered);
        }
        Ok(taken)
    }

    /// Those that were here before.
    async fn first_of<'i>(
        &self,
        conn: &mut crate::store::Conn<'_>,
        incoming: &'i [Incoming],
    ) -> Stored<HashMap<&'i str, First>> {
        let mut keys: Vec<String> = incoming.iter().map(|one| one.parsed.dedupe.clone()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut found: HashMap<String, First> = HashMap::new();
        for held in lists::complaints_by_dedupe(conn, &keys).await? {
            found.insert(held.noun.report.dedupe.clone(), First::from(held.noun));
        }
        let known = incoming.iter().filter_map(|one| found.remove(&one.parsed.dedupe).map(|first| (one, first)));
        Ok(known.map(|(one, first)| (one.parsed.dedupe.as_str(), first)).collect())
    }

    /// The whole batch was carried out before, so every report of it is here.
    async fn taken_together_before(&self, incoming: &[Incoming]) -> Done<Vec<Taken>> {
        let first = self.first_of(&mut self.read().await?.conn(), incoming).await?;
        let again = incoming.iter().map(|one| first.get(one.parsed.dedupe.as_str()).map(First::taken_again));
        again.collect::<Option<Vec<Taken>>>().ok_or_else(|| Refusal::NotFound("complaint").into())
    }

    /// The bytes first, then what they say.
    async fn write_down(&self, work: &mut Work, channel: Channel, one: &Incoming) -> Done<Report> {
        let Incoming { bytes, raw, parsed } = one;
        self.keep_raw(work, bytes, parsed.sealed).await?;
        let mut exhibits = Vec::with_capacity(parsed.evidence.len());
        for exhibit in &parsed.evidence {
            if exhibit.bytes.is_empty() {
                continue;
            }
            exhibits.push(Exhibit {
                id: work.new_id(),
                sha256: work.keep_along(&exhibit.bytes).await?,
                size: size(&exhibit.bytes),
                media_type: exhibit.media_type.clone(),
                name: exhibit.file_name.clone().into(),
                description: exhibit.description.clone().into(),
            });
        }
        Ok(report_from(parsed, channel, raw, size(bytes), &parsed.dedupe, exhibits))
    }

    /// The very same bytes again add nothing to the record; other words for the same report are kept.
    async fn repeat(&self, work: &mut Work, first: &First, again: &Incoming) -> Done<()> {
        if first.raw == again.raw {
            return Ok(());
        }
        let sealed = again.parsed.sealed || first.sealed;
        self.keep_raw(work, &again.bytes, sealed).await?;
        work.record(Event::ComplaintRepeated {
            complaint: first.complaint,
            raw: again.raw.clone(),
            raw_size: size(&again.bytes),
            sealed,
        })
        .await?;
        Ok(())
    }

    async fn keep_raw(&self, work: &mut Work, bytes: &[u8], sealed: bool) -> Done<()> {
        if !sealed {
            work.keep_along(bytes).await?;
            return Ok(());
        }
        Ok(evidence::keep_sealed(&self.settings.data, bytes)?)
    }
}

/// What may be the matter with one of them alone, as opposed to the database or the whole batch.
fn is_about_one(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(refusal) => !matches!(refusal, Refusal::CommandReused),
        Failure::Store(problem) => matches!(problem, StoreError::Damaged(_) | StoreError::File(_)),
    }
}
