//! Re-hash, replay, compare. What the ledger says is built anew from its leaves alone, and every number that
//! the database holds beside them must be the same. The first one that is not is named with both values.

mod blocks;
mod evidence;
mod gaps;
mod gone;
mod leaves;
mod pages;
mod replay;
mod signed;

use crate::ledger::{Frontier, Hash};
use crate::notary::{Notary, Office};
use crate::settings::Settings;
use crate::store::audit::Snapshot;
use crate::store::ledger::EventRow;
use crate::store::{Store, Stored, audit, ledger};
use crate::words::ours;
use blocks::Blocks;
use evidence::Named;
pub use gaps::GapSaid;
use gaps::Gaps;
use gone::Erased;
pub use gone::Went;
use leaves::Read;
use replay::Replay;
use serde::Serialize;
use signed::Signed;
use std::collections::HashMap;
use std::path::Path;

/// So many wrong numbers are named. After that a record is not damaged in places, it is another record.
pub const MOST_WRONGS: usize = 20;
/// So many events are read at once.
const BATCH: i64 = 1000;

/// How far the work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub done: u64,
    pub of: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Events,
    Nouns,
    Evidence,
}

impl Step {
    pub fn name(self) -> &'static str {
        match self {
            Step::Events => ours("events re-hashed and replayed"),
            Step::Nouns => ours("rows compared"),
            Step::Evidence => ours("pieces of evidence checked"),
        }
    }
}

/// One number that is not what the ledger makes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The event at which it shows. For a row of a noun: the last event that touched it.
    pub seq: Option<i64>,
    pub what: String,
    pub stored: String,
    pub rebuilt: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub events: u64,
    /// The tree's root over all leaves as they are, hex.
    pub root: String,
    /// How many nouns the events make.
    pub nouns: u64,
    /// How many pieces of evidence the events name.
    pub evidence: u64,
    /// How many signed checkpoints were held against the leaves.
    pub checkpoints: u64,
    /// The last entry for which somebody else has vouched; what came after it could still be another story. 0: none.
    pub witnessed: u64,
    /// Personal values that are no longer there, each because an event says so.
    pub erased: u64,
    /// Pieces of evidence of which the same is true.
    pub destroyed: u64,
    /// With which events they went.
    pub went: Vec<Went>,
    /// Personal values that are missing although no event says so. Each is among the wrongs, as far as those go.
    pub missing: u64,
    /// Where the ledger says that entries are missing which the notary had signed, since it was brought back from a backup.
    pub gaps: Vec<GapSaid>,
    pub first_wrong: Option<Wrong>,
    pub wrongs: Vec<Wrong>,
}

impl Report {
    pub fn is_sound(&self) -> bool {
        self.first_wrong.is_none()
    }
}

/// Checks everything but the bytes of evidence, of which it only asks whether they are there. `folder` is the
/// data folder, with a notary of this server in it.
pub async fn verify(store: &Store, folder: &Path, progress: impl FnMut(Progress)) -> Stored<Report> {
    check(store, folder, Some(&Office::Here(Notary::of(folder, ""))), false, progress).await
}

/// The same, and every piece of evidence is read and hashed again.
pub async fn verify_with_evidence(store: &Store, folder: &Path, progress: impl FnMut(Progress)) -> Stored<Report> {
    check(store, folder, Some(&Office::Here(Notary::of(folder, ""))), true, progress).await
}

/// A copy of the record in a folder of its own, of which the notary has signed more by now: it is not asked.
pub async fn verify_copy(store: &Store, folder: &Path, progress: impl FnMut(Progress)) -> Stored<Report> {
    check(store, folder, None, true, progress).await
}

/// The same with the evidence in another folder than the notary: a backup that is being brought back.
pub async fn verify_laid_out(
    store: &Store,
    folder: &Path,
    settings: &Settings,
    progress: impl FnMut(Progress),
) -> Stored<Report> {
    check(store, folder, Some(&Office::of(settings)), true, progress).await
}

/// As the settings have it: the notary may be a process of its own. `rehash`: with every piece of evidence, and the file of
/// the database as SQLite sees it.
pub async fn verify_house(
    store: &Store,
    settings: &Settings,
    rehash: bool,
    progress: impl FnMut(Progress),
) -> Stored<Report> {
    check(store, &settings.data, Some(&Office::of(settings)), rehash, progress).await
}

async fn check(
    store: &Store,
    folder: &Path,
    notary: Option<&Office>,
    rehash: bool,
    mut progress: impl FnMut(Progress),
) -> Stored<Report> {
    // Asked first: what it signs meanwhile may not stand in the snapshot.
    let remembered = match notary {
        Some(notary) => Some(notary.state().await),
        None => None,
    };
    let mut snapshot = store.snapshot().await?;
    let mut found = Found::default();
    if rehash {
        // Every page once more, also of what is beside the record: as long as reading all evidence.
        for line in audit::damage(&mut snapshot.conn()).await? {
            found.other(Wrong { seq: None, what: "the database file".into(), stored: line, rebuilt: "sound".into() });
        }
    }
    let mut replay = Replay::over(&mut snapshot).await?;
    let mut named = Named::default();
    let signed = Signed::read(&mut snapshot, remembered, &mut found).await?;
    let (checkpoints, witnessed) = (signed.many(), signed.witnessed());
    let gaps = Gaps::expected(&mut snapshot).await?;
    let blocks = Blocks::read(&mut snapshot).await?;
    let mut chain = Chain { signed, blocks, gaps, ..Chain::default() };
    walk(&mut chain, &mut snapshot, &mut replay, &mut named, &mut found, &mut progress).await?;
    let gaps = std::mem::take(&mut chain.gaps);
    std::mem::take(&mut chain.signed).end(&chain.frontier, &gaps, &mut found);
    let gaps = gaps.end(&mut found);
    std::mem::take(&mut chain.blocks).end(&mut found);
    head(&mut snapshot, &chain.frontier, &mut found).await?;
    borrowed(&mut snapshot, &chain.borrowed, &mut found).await?;
    strays(&mut snapshot, &mut found).await?;
    let nouns = replay.nouns();
    let mut went = chain.erased.end(&mut found);
    replay.compare(&mut snapshot, &mut found, &mut progress).await?;
    let evidence = named.count();
    named.compare(&mut snapshot, folder, rehash, &mut found, (&mut went, &mut progress)).await?;
    let wrongs = found.in_order();
    Ok(Report {
        events: chain.frontier.size(),
        root: hex::encode(chain.frontier.root()),
        nouns,
        evidence,
        checkpoints,
        witnessed,
        erased: went.values(),
        destroyed: went.bytes(),
        missing: went.missing(),
        gaps,
        went: went.list(),
        first_wrong: wrongs.first().cloned(),
        wrongs,
    })
}

#[derive(Default)]
struct Chain {
    frontier: Frontier,
    signed: Signed,
    blocks: Blocks,
    gaps: Gaps,
    /// What went, and what is said to have gone.
    erased: Erased,
    /// The last number that was seen.
    seq: i64,
    /// Commitments that stand in an event which did not make them, and the first such event.
    borrowed: HashMap<Hash, i64>,
}

/// Every event in order. One batch is hashed and parsed on another thread while the next one is fetched.
async fn walk(
    chain: &mut Chain,
    snapshot: &mut Snapshot,
    replay: &mut Replay,
    named: &mut Named,
    found: &mut Found,
    progress: &mut impl FnMut(Progress),
) -> Stored<()> {
    let of = audit::head(&mut snapshot.conn()).await?.map_or(0, |(size, _)| u64::try_from(size).unwrap_or(0));
    let mut reading: Option<tokio::task::JoinHandle<Vec<Read>>> = None;
    let mut after = 0;
    loop {
        let rows = ledger::after(&mut snapshot.conn(), after, BATCH).await?;
        let openings = openings_of(snapshot, &rows).await?;
        let more = rows.last().map(|row| row.seq);
        let next = more.map(|_| tokio::task::spawn_blocking(move || leaves::read(rows, openings)));
        if let Some(done) = std::mem::replace(&mut reading, next) {
            let reads = done.await.map_err(|stopped| {
                crate::store::StoreError::Damaged(format!("the reader of leaves stopped: {stopped}"))
            })?;
            for read in reads {
                chain.take(read, replay, named, found)?;
            }
            progress(Progress { step: Step::Events, done: chain.frontier.size(), of });
        }
        match more {
            Some(last) => after = last,
            None if reading.is_none() => return Ok(()),
            None => {}
        }
    }
}

async fn openings_of(snapshot: &mut Snapshot, rows: &[EventRow]) -> Stored<HashMap<String, Vec<audit::Opening>>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.event_id.as_str()).collect();
    let mut openings: HashMap<String, Vec<audit::Opening>> = HashMap::new();
    for opening in audit::openings(&mut snapshot.conn(), &ids).await? {
        openings.entry(opening.event_id.clone()).or_default().push(opening);
    }
    Ok(openings)
}

impl Chain {
    fn take(&mut self, read: Read, replay: &mut Replay, named: &mut Named, found: &mut Found) -> Stored<()> {
        if read.seq != self.seq + 1 {
            found.event(Wrong {
                seq: Some(self.seq + 1),
                what: "the number of the next event".into(),
                stored: read.seq.to_string(),
                rebuilt: (self.seq + 1).to_string(),
            });
        }
        self.seq = read.seq;
        self.frontier.push(read.hash);
        self.blocks.push(read.hash, found);
        self.signed.reached(&self.frontier, found);
        self.gaps.reached(&self.frontier);
        self.erased.missing(read.seq, read.missing);
        for commitment in read.borrowed {
            self.borrowed.entry(commitment).or_insert(read.seq);
        }
        for wrong in read.wrongs {
            found.event(wrong);
        }
        if let Some(recorded) = read.recorded {
            named.add(read.seq, &recorded);
            self.erased.said(read.seq, &recorded);
            self.gaps.said(read.seq, &recorded);
            for wrong in replay.apply(read.seq, &recorded)? {
                found.event(wrong);
            }
        }
        Ok(())
    }
}

/// The head must be what the leaves give.
async fn head(snapshot: &mut Snapshot, frontier: &Frontier, found: &mut Found) -> Stored<()> {
    let rebuilt = if frontier.size() == 0 { Vec::new() } else { frontier.to_bytes() };
    let size = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
    let Some((stored_size, stored)) = audit::head(&mut snapshot.conn()).await? else {
        found.event(Wrong {
            seq: None,
            what: "the head of the ledger".into(),
            stored: "no row".into(),
            rebuilt: format!("{size} events"),
        });
        return Ok(());
    };
    if stored_size != size {
        found.event(Wrong {
            // The first event that one of the two does not have.
            seq: Some(stored_size.min(size) + 1),
            what: "how many events the head of the ledger counts".into(),
            stored: stored_size.to_string(),
            rebuilt: size.to_string(),
        });
    }
    if stored != rebuilt {
        let root = Frontier::from_bytes(&stored)
            .map_or_else(|| leaves::clip(&hex::encode(&stored)), |stored| hex::encode(stored.root()));
        found.event(Wrong {
            seq: None,
            what: "the root in the head of the ledger".into(),
            stored: root,
            rebuilt: hex::encode(frontier.root()),
        });
    }
    Ok(())
}

/// A value that an event took over from another one must have its row there.
async fn borrowed(snapshot: &mut Snapshot, borrowed: &HashMap<Hash, i64>, found: &mut Found) -> Stored<()> {
    let commitments: Vec<Hash> = borrowed.keys().copied().collect();
    let known = audit::known(&mut snapshot.conn(), &commitments).await?;
    let mut missing: Vec<(&i64, &Hash)> = borrowed
        .iter()
        .filter(|(commitment, _)| !known.contains(*commitment))
        .map(|(commitment, seq)| (seq, commitment))
        .collect();
    missing.sort();
    for (seq, commitment) in missing.into_iter().take(MOST_WRONGS) {
        found.event(Wrong {
            seq: Some(*seq),
            what: "a personal value of the event".into(),
            stored: "no row".into(),
            rebuilt: hex::encode(commitment),
        });
    }
    Ok(())
}

/// Openings and commands that do not belong to the events beside them.
async fn strays(snapshot: &mut Snapshot, found: &mut Found) -> Stored<()> {
    let most = MOST_WRONGS as i64;
    let mut conn = snapshot.conn();
    for (path, event) in audit::stray_openings(&mut conn, most).await? {
        let what = format!("the personal value {path} of an event {event}");
        found.other(Wrong { seq: None, what, stored: "a row".into(), rebuilt: "no such event".into() });
    }
    for (seq, command) in audit::unknown_commands(&mut conn, most).await? {
        found.other(Wrong {
            seq: Some(seq),
            what: format!("command {command}"),
            stored: "no row".into(),
            rebuilt: "carried out".into(),
        });
    }
    for (at, command) in audit::idle_commands(&mut conn, most).await? {
        let stored = crate::time::Moment::from_micros(at).rfc3339();
        found.other(Wrong {
            seq: None,
            what: format!("command {command}"),
            stored,
            rebuilt: "no event belongs to it".into(),
        });
    }
    for (seq, command, stored, rebuilt) in audit::misdated_commands(&mut conn, most).await? {
        found.other(Wrong {
            seq: Some(seq),
            what: format!("the instant of command {command}"),
            stored: stored.to_string(),
            rebuilt: rebuilt.to_string(),
        });
    }
    Ok(())
}

/// What is wrong, by what it follows from.
#[derive(Default)]
struct Found {
    /// In the chain of events itself.
    events: Vec<Wrong>,
    /// In what stands beside it.
    others: Vec<Wrong>,
}

impl Found {
    fn event(&mut self, wrong: Wrong) {
        if self.events.len() < MOST_WRONGS {
            self.events.push(wrong);
        }
    }

    fn other(&mut self, wrong: Wrong) {
        self.others.push(wrong);
    }

    /// By number, what has none at the end. Where an event itself is wrong, a row that differs is only what
    /// follows from it, whatever number it carries.
    fn in_order(mut self) -> Vec<Wrong> {
        let number = |wrong: &Wrong| wrong.seq.unwrap_or(i64::MAX);
        self.events.sort_by_key(number);
        self.others.sort_by_key(number);
        self.events.append(&mut self.others);
        self.events.truncate(MOST_WRONGS);
        self.events
    }
}
