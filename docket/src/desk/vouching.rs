//! Whoever vouches for the ledger besides the notary: its own earlier keys, and witnesses on machines of others.

use super::checkpoints::{growth, signed};
use super::work::Begun;
use super::{Desk, Done, again};
use crate::call::Call;
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::handover::Handover;
use crate::checkpoint::note::SignedBy;
use crate::checkpoint::proof_file::Growth;
use crate::event::Event;
use crate::people::Actor;
use crate::settings::WitnessAt;
use crate::store::checkpoints::{self, CheckpointRow};
use crate::store::vouching::{self, CosignatureRow};
use crate::store::{Conn, StoreError, Stored};
use crate::time::Moment;
use crate::vouching::KeyChanged;
use std::time::Duration;

/// A witness looks at a proof and writes one small file.
const PATIENCE: Duration = Duration::from_secs(15);
/// The second time from where the witness says that it is.
const TRIES: u32 = 2;

/// A key with which the notary signed before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    pub key: String,
    /// When another one took its place.
    pub until: Option<Moment>,
}

/// One of the witnesses in the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessView {
    pub name: String,
    pub key: String,
    pub address: String,
    /// The longest ledger that it has signed, and when.
    pub last: Option<(i64, Moment)>,
    /// Since when it does not sign: the word for why, and what it said.
    pub problem: Option<(Moment, String, String)>,
}

/// What came of asking a witness.
enum Asked {
    Signed(CosignatureRow),
    /// It has seen so many entries.
    At(u64),
    No(&'static str, String),
}

impl Desk {
    /// Says in the ledger which key took the place of which, once for each change.
    pub(super) async fn record_key_changes(&self, changes: &[Handover]) -> Done<()> {
        if changes.is_empty() {
            return Ok(());
        }
        let known = vouching::keys(&mut self.read().await?.conn()).await?;
        for change in changes {
            let to = change.to.to_string();
            if !known.iter().any(|(key, _, _)| *key == to) {
                self.record_key_change(change).await?;
            }
        }
        Ok(())
    }

    async fn record_key_change(&self, change: &Handover) -> Done<()> {
        let changed = KeyChanged { from: change.from.to_string(), to: change.to.to_string(), note: change.to_string() };
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &changed).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let known = vouching::keys(&mut work.conn()).await?;
            if !known.iter().any(|(key, _, _)| *key == changed.to) {
                let now = work.now;
                vouching::add_key(&mut work.conn(), &changed.to, &changed.from, now).await?;
                work.record(Event::NotaryKeyChanged(Box::new(changed.clone()))).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// Keys that signed before the one of the newest checkpoint, the newest first.
    pub(super) async fn older_keys(&self, conn: &mut Conn<'_>, newest: Option<&CheckpointRow>) -> Stored<Vec<KeyView>> {
        let current = newest.map(|row| row.signer.as_str()).unwrap_or_default();
        let mut older: Vec<KeyView> = Vec::new();
        for (_, before, since) in vouching::keys(conn).await?.into_iter().rev() {
            if before != current && older.iter().all(|known| known.key != before) {
                older.push(KeyView { key: before, until: Some(Moment::from_micros(since)) });
            }
        }
        Ok(older)
    }

    pub(super) async fn witness_views(&self, conn: &mut Conn<'_>) -> Stored<Vec<WitnessView>> {
        let mut views = Vec::with_capacity(self.settings().witnesses.len());
        for witness in &self.settings().witnesses {
            let key = witness.key.to_string();
            let last = vouching::last(conn, &key).await?;
            let problem = vouching::watch(conn, &key).await?.and_then(|(at, problem, said)| {
                problem.map(|problem| (Moment::from_micros(at), problem, said.unwrap_or_default()))
            });
            views.push(WitnessView {
                name: witness.key.name().to_owned(),
                address: witness.url.to_string(),
                last: last.map(|row| (row.size, Moment::from_micros(row.witnessed_at))),
                key,
                problem,
            });
        }
        Ok(views)
    }

    /// Sends the newest checkpoint to every witness who has not signed it. Gives how many signed. Beside the rounds:
    /// nothing waits for a witness.
    pub async fn ask_witnesses(&self) -> Done<usize> {
        let mut signed = 0;
        for witness in &self.settings().witnesses {
            signed += usize::from(self.ask_witness(witness).await?);
        }
        Ok(signed)
    }

    async fn ask_witness(&self, witness: &WitnessAt) -> Done<bool> {
        let key = witness.key.to_string();
        let (newest, last) = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            (checkpoints::newest(&mut conn).await?, vouching::last(&mut conn, &key).await?)
        };
        let Some(newest) = newest else { return Ok(false) };
        if last.as_ref().is_some_and(|last| last.size == newest.size && last.signer == newest.signer) {
            return Ok(false);
        }
        let mut from = last.map_or(0, |last| u64::try_from(last.size).unwrap_or(0));
        let mut tries = 0;
        let end = loop {
            tries += 1;
            match self.asked(witness, &newest, from).await? {
                Asked::At(size) if size != from && tries < TRIES => from = size,
                Asked::At(size) if size == from => break Asked::No("fork", format!("{size}")),
                Asked::At(size) => break Asked::No("moved", format!("{size}")),
                end => break end,
            }
        };
        let now = self.now();
        let mut tx = self.write().await?;
        let done = match &end {
            Asked::Signed(row) => {
                vouching::add(&mut tx.conn(), row).await?;
                vouching::tried(&mut tx.conn(), &key, now, None, None).await?;
                true
            }
            Asked::No(why, said) => {
                tracing::error!(witness = witness.key.name(), why, said, "a witness does not sign");
                vouching::tried(&mut tx.conn(), &key, now, Some(why), Some(said)).await?;
                false
            }
            Asked::At(_) => false,
        };
        match tx.commit().await {
            // Another server has kept the same one.
            Err(StoreError::Conflict) => Ok(done),
            other => Ok(other.map(|()| done)?),
        }
    }

    async fn asked(&self, witness: &WitnessAt, newest: &CheckpointRow, from: u64) -> Done<Asked> {
        let damaged = |problem: &dyn std::fmt::Display| StoreError::Damaged(problem.to_string());
        let checkpoint = SignedCheckpoint::parse(&newest.note).map_err(|problem| damaged(&problem))?;
        let size = checkpoint.checkpoint.size;
        if from > size {
            return Ok(Asked::No("ahead", format!("{from}")));
        }
        let path = match from {
            0 => Vec::new(),
            from if from == size => Vec::new(),
            from => growth(&mut self.store().snapshot().await?.conn(), from, size).await?,
        };
        let request = Growth { old_size: from, path, signed: checkpoint.clone() }.to_string();
        let url = witness.submission();
        let call = Call {
            url: &url,
            media_type: "text/plain; charset=utf-8",
            headers: &[],
            body: request.as_bytes(),
            patience: PATIENCE,
            plain_stays_here: false,
        };
        let reply = match call.post().await {
            Ok(reply) => reply,
            Err(trouble) => return Ok(Asked::No("away", trouble.to_string())),
        };
        let said = String::from_utf8_lossy(&reply.body).into_owned();
        Ok(match reply.status {
            200 => match line_of(&checkpoint, &said, witness) {
                Some((line, seconds)) => Asked::Signed(CosignatureRow {
                    size: signed(size),
                    signer: newest.signer.clone(),
                    witness: witness.key.to_string(),
                    line,
                    witnessed_at: seconds.saturating_mul(1_000_000),
                }),
                None => Asked::No("key", shortened(&said)),
            },
            409 => match said.trim().parse() {
                Ok(size) => Asked::At(size),
                Err(_) => Asked::No("other", shortened(&said)),
            },
            422 => Asked::No("fork", shortened(&said)),
            403 | 404 => Asked::No("unknown", shortened(&said)),
            status => Asked::No("other", format!("{status} {}", shortened(&said))),
        })
    }
}

/// The line of this witness in an answer, and the second that it names. Lines of others are nobody's business.
fn line_of(checkpoint: &SignedCheckpoint, said: &str, witness: &WitnessAt) -> Option<(String, i64)> {
    let note = checkpoint.note.with_lines(said).ok()?;
    if note.signed_by(&witness.key) != SignedBy::Yes {
        return None;
    }
    Some((note.line_of(&witness.key)?, i64::try_from(note.witnessed_at(&witness.key)?).ok()?))
}

/// Enough to know what it was about.
fn shortened(said: &str) -> String {
    said.chars().filter(|sign| !sign.is_control()).take(200).collect()
}
