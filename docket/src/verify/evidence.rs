//! Every piece of evidence that an event names is there, and has the hash by which it is named.

use super::gone::Tally;
use super::pages::Pages;
use super::{Found, MOST_WRONGS, Progress, Step, Wrong};
use crate::complaint::Exhibit;
use crate::event::{Event, Recorded};
use crate::id::ComplaintId;
use crate::store::audit::Snapshot;
use crate::store::{StoreError, Stored, evidence};
use std::collections::{HashMap, HashSet};
use std::path::Path;

#[derive(Default)]
pub(super) struct Named {
    /// The first event that names it, and the last one.
    hashes: HashMap<[u8; 32], (i64, i64)>,
    /// The last event that says that it was destroyed.
    destroyed: HashMap<[u8; 32], i64>,
    sealed: HashSet<ComplaintId>,
}

impl Named {
    pub fn add(&mut self, seq: i64, recorded: &Recorded) {
        match &recorded.event {
            Event::ComplaintReceived { complaint, report, .. } => {
                if report.sealed {
                    // It may have been destroyed on counsel's order, which leaves only its hash.
                    self.sealed.insert(*complaint);
                } else {
                    self.name(seq, &report.raw);
                    self.exhibits(seq, &report.evidence);
                }
            }
            Event::ComplaintRepeated { complaint, raw, sealed, .. } if !sealed && !self.sealed.contains(complaint) => {
                self.name(seq, raw);
            }
            Event::EvidenceAdded { exhibit, .. } => self.name(seq, &exhibit.sha256),
            Event::AnswerReceived { files, .. } => self.exhibits(seq, files),
            Event::InstructionConfirmed { proof, .. } => self.exhibits(seq, proof),
            Event::InstructionResulted(it) => self.name(seq, &it.bytes),
            Event::LetterAccepted { bytes, .. } => self.name(seq, bytes),
            Event::TimeStamped(stamped) => self.name(seq, &stamped.bytes),
            Event::MailReceived(it) => self.name(seq, &it.raw),
            Event::MaterialDestroyed(it) => self.gone(seq, &it.gone.bytes),
            Event::PersonErased(it) => self.gone(seq, &it.gone.bytes),
            _ => {}
        }
    }

    fn exhibits(&mut self, seq: i64, exhibits: &[Exhibit]) {
        for exhibit in exhibits {
            self.name(seq, &exhibit.sha256);
        }
    }

    fn name(&mut self, seq: i64, sha256: &str) {
        let mut hash = [0; 32];
        // What is no hash stays out of the map; the leaf that carries it was checked for what it is.
        if hex::decode_to_slice(sha256, &mut hash).is_ok() {
            self.hashes.entry(hash).and_modify(|(_, last)| *last = seq).or_insert((seq, seq));
        }
    }

    fn gone(&mut self, seq: i64, all: &[String]) {
        for sha256 in all {
            let mut hash = [0; 32];
            if hex::decode_to_slice(sha256, &mut hash).is_ok() {
                self.destroyed.insert(hash, seq);
            }
        }
    }

    /// The event with which it went, unless it came again afterwards.
    fn went(&self, hash: &[u8; 32], last: i64) -> Option<i64> {
        self.destroyed.get(hash).copied().filter(|seq| *seq > last)
    }

    pub fn count(&self) -> u64 {
        self.hashes.len() as u64
    }

    pub async fn compare(
        mut self,
        snapshot: &mut Snapshot,
        folder: &Path,
        rehash: bool,
        found: &mut Found,
        (tally, progress): (&mut Tally, &mut impl FnMut(Progress)),
    ) -> Stored<()> {
        let of = self.count();
        let mut done = 0;
        let mut wrongs: Vec<Wrong> = Vec::new();
        let (mut after, mut pages) = (String::new(), Pages::default());
        loop {
            let rows = evidence::after(&mut snapshot.conn(), &after).await?;
            let Some((last, ..)) = rows.last() else { break };
            pages.turn("evidence", last)?;
            after.clone_from(last);
            for (sha256, size, gone) in rows {
                let mut hash = [0; 32];
                let named = hex::decode_to_slice(&sha256, &mut hash).ok().and_then(|()| self.hashes.remove(&hash));
                let Some((seq, last)) = named else { continue };
                done += 1;
                let stored = match (gone != 0, self.went(&hash, last)) {
                    (true, Some(with)) => {
                        tally.destroyed(with);
                        continue;
                    }
                    (true, None) => Some("destroyed, and no event says so".to_owned()),
                    (false, Some(with)) => Some(format!("still there, although event {with} destroyed it")),
                    (false, None) => damage(snapshot, folder, &sha256, size, rehash).await?,
                };
                if let Some(stored) = stored {
                    wrongs.push(Wrong {
                        seq: Some(seq),
                        what: format!("the evidence {sha256}"),
                        stored,
                        rebuilt: format!("{size} bytes with this hash"),
                    });
                }
            }
            progress(Progress { step: Step::Evidence, done, of });
        }
        for (hash, (seq, _)) in self.hashes {
            wrongs.push(Wrong {
                seq: Some(seq),
                what: format!("the evidence {}", hex::encode(hash)),
                stored: "no row".into(),
                rebuilt: "named by the event".into(),
            });
        }
        wrongs.sort_by(|a, b| (a.seq, &a.what).cmp(&(b.seq, &b.what)));
        for wrong in wrongs.into_iter().take(MOST_WRONGS) {
            found.other(wrong);
        }
        Ok(())
    }
}

async fn damage(
    snapshot: &mut Snapshot,
    folder: &Path,
    sha256: &str,
    size: i64,
    rehash: bool,
) -> Stored<Option<String>> {
    if !rehash {
        return Ok(evidence::missing_file(folder, sha256, size));
    }
    match evidence::bytes(&mut snapshot.conn(), folder, sha256).await {
        Ok(Some(bytes)) if i64::try_from(bytes.len()) == Ok(size) => Ok(None),
        Ok(Some(bytes)) => Ok(Some(format!("{} bytes, although its row says {size}", bytes.len()))),
        Ok(None) => Ok(Some("no row".into())),
        Err(StoreError::Damaged(problem)) => Ok(Some(problem)),
        Err(StoreError::File(problem)) => Ok(Some(problem.to_string())),
        Err(other) => Err(other),
    }
}
