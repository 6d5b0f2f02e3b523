//! How the ledger stands to what the notary signed last, and what is said where it was brought back from a backup that lacks
//! some of that: the ledger declares the gap, a person accepts it at the notary, the ledger says that too.

use super::check::Check;
use super::checkpoints::{growth, signed};
use super::proofs::{path_of, root_at};
use super::work::Begun;
use super::{Desk, Done, Failure, again};
use crate::checkpoint::Checkpoint;
use crate::checkpoint::gap::{Gap, Mark};
use crate::event::{Event, Recorded};
use crate::ledger::verify_consistency;
use crate::notary::{Declared, Office, Refused, Seal, State};
use crate::people::{Actor, Person};
use crate::refusal::Refusal;
use crate::store::checkpoints;
use crate::store::{Conn, StoreError, Stored, aside, ledger, lists, vouching};
use crate::time::Moment;
use crate::vouching::{GapAccepted, GapDeclared, HadSigned};
use crate::words::{EmailAddress, Reason};
use serde::Serialize;
use std::collections::HashSet;

/// How a ledger stands to what the notary signed last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was ever signed.
    New,
    /// It begins with what was signed.
    Grown,
    /// The ledger was signed, and the notary has no memory of it.
    Forgotten,
    /// It is the notary's ledger, and lacks the end of what was signed.
    Behind(HadSigned),
    /// The same, and it has become longer since in another way.
    Parted(HadSigned),
    /// It is no ledger of this notary, or was rewritten.
    Strange(HadSigned),
}

impl Standing {
    /// What a gap would be declared about.
    pub fn gap(&self) -> Option<Option<HadSigned>> {
        match self {
            Standing::Forgotten => Some(None),
            Standing::Behind(signed) | Standing::Parted(signed) => Some(Some(signed.clone())),
            Standing::New | Standing::Grown | Standing::Strange(_) => None,
        }
    }
}

/// Somebody on the machine itself says why entries are missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GapForm {
    pub reason: String,
    /// The address of somebody of the team.
    pub by: String,
}

/// What pages say of a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapView {
    pub seq: i64,
    pub at: Moment,
    pub size: i64,
    /// How far the notary had signed, where that is known.
    pub signed: Option<i64>,
    /// The entry which says that the notary goes on.
    pub accepted: Option<i64>,
}

impl Desk {
    pub async fn standing(&self) -> Done<Result<Standing, Refused>> {
        let office = Office::of(self.settings());
        let state = match office.state().await {
            Ok(state) => state,
            Err(refused) => return Ok(Err(refused)),
        };
        let last = match state.last.as_ref().map(|seal| Ok((seal, seal.checkpoint()?))).transpose() {
            Ok(last) => last,
            Err(problem) => return Ok(Err(Refused::File(problem))),
        };
        Ok(Ok(self.standing_to(&state, last).await?))
    }

    /// As it stands to what the notary has said already.
    pub(super) async fn standing_to(&self, state: &State, last: Option<(&Seal, Checkpoint)>) -> Done<Standing> {
        let mut snapshot = self.store().snapshot().await?;
        let standing = standing(&mut snapshot.conn(), state, last).await?;
        // A restore moves the file next, and a connection that is let go closes when it likes.
        snapshot.end().await?;
        Ok(standing)
    }

    /// The entry that declares a gap after exactly this.
    pub(super) async fn declared_about(&self, had: &HadSigned) -> Done<Option<i64>> {
        let Some(mark) = Mark::read(had.size, &had.root) else { return Ok(None) };
        let mut reader = self.read().await?;
        Ok(declared(&mut reader.conn(), &mark).await?.map(|(seq, _)| seq))
    }

    /// Writes down for ever that entries which the notary had signed are missing. Gives the number of the entry.
    pub async fn declare_gap(&self, form: &GapForm, had: Option<HadSigned>) -> Done<i64> {
        let mut check = Check::default();
        let reason = check.word("declare-gap", Reason::parse(&form.reason));
        let by = check.word("by", EmailAddress::parse(&form.by));
        let (Some(reason), Some(by)) = (reason, by) else { return check.refuse().map_err(Failure::from) };
        check.done()?;
        let by = self.of_the_team(&by).await?;
        again!(async {
            // Said while the desk is read-only: it is how it becomes anything else.
            let mut work = match self.begin_past_gate(Actor::System, self.new_command(), &(form, &had)).await? {
                Begun::Before(_) => return Err(Refusal::CommandReused.into()),
                Begun::Now(work) => work,
            };
            let head = ledger::head(&mut work.conn()).await?;
            work.record(Event::GapDeclared(Box::new(GapDeclared {
                size: signed(head.size()),
                root: hex::encode(head.root()),
                signed: had.clone(),
                reason: reason.as_str().to_owned().into(),
                by: by.id,
            })))
            .await?;
            let receipt = work.commit().await?;
            Ok(receipt.entries.first().map_or(0, |entry| entry.seq))
        })
    }

    async fn of_the_team(&self, email: &EmailAddress) -> Done<Person> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let found = aside::credential_by_email(&mut conn, &email.folded()).await?;
        let person = match found {
            Some(row) => lists::one::<Person>(&mut conn, &row.person_id).await?.map(|held| held.noun),
            None => None,
        };
        Ok(person.filter(|person| person.disabled_at.is_none()).ok_or(Refusal::NotFound("person of the team"))?)
    }

    /// When the notary refuses: shows it the entry which says why, if there is one. True: there is.
    pub(super) async fn show_gap(&self, office: &Office, last: &Checkpoint) -> Done<Result<bool, Refused>> {
        let declared = {
            let mut snapshot = self.store().snapshot().await?;
            let mut conn = snapshot.conn();
            let Some((seq, size)) = declared(&mut conn, &Mark::from(last)).await? else { return Ok(Ok(false)) };
            let row = ledger::by_seq(&mut conn, seq).await?.ok_or(Refusal::NotFound("entry of the ledger"))?;
            let entry = u64::try_from(seq).unwrap_or(0);
            let declared = Declared {
                entry,
                leaf: row.text()?.to_owned(),
                root: hex::encode(root_at(&mut conn, seq).await?),
                inclusion: path_of(&mut conn, seq, seq).await?.iter().map(hex::encode).collect(),
                growth: growth(&mut conn, u64::try_from(size).unwrap_or(0), entry)
                    .await?
                    .iter()
                    .map(hex::encode)
                    .collect(),
            };
            snapshot.end().await?;
            declared
        };
        Ok(office.declared(&declared).await.map(|()| true))
    }

    /// Says in the ledger which gaps the notary has accepted, once for each.
    pub(super) async fn record_gaps(&self, state: &State) -> Done<()> {
        if state.gaps.is_empty() {
            return Ok(());
        }
        for gap in &state.gaps {
            self.record_gap(gap).await?;
        }
        Ok(())
    }

    async fn record_gap(&self, gap: &Gap) -> Done<()> {
        let accepted = GapAccepted { gap: signed(gap.from.size), note: gap.to_string() };
        let is_known = |known: &[(i64, Moment, Event)]| {
            // Of another desk's life: a ledger that was brought back once more may lack the gap itself.
            !known.iter().any(|(seq, _, event)| *seq == accepted.gap && matches!(event, Event::GapDeclared(_)))
                || known.iter().any(|(_, _, event)| matches!(event, Event::GapAccepted(it) if **it == accepted))
        };
        if is_known(&told(&mut self.read().await?.conn()).await?) {
            return Ok(());
        }
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &accepted).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            if !is_known(&told(&mut work.conn()).await?) {
                work.record(Event::GapAccepted(Box::new(accepted.clone()))).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// Every gap that the ledger declares, oldest first.
    pub(super) async fn gap_views(&self, conn: &mut Conn<'_>) -> Stored<Vec<GapView>> {
        let mut views: Vec<GapView> = Vec::new();
        for (seq, at, event) in told(conn).await? {
            match event {
                Event::GapDeclared(it) => {
                    let signed = it.signed.as_ref().map(|signed| signed.size);
                    views.push(GapView { seq, at, size: it.size, signed, accepted: None });
                }
                Event::GapAccepted(it) => {
                    if let Some(view) = views.iter_mut().find(|view| view.seq == it.gap) {
                        view.accepted = Some(seq);
                    }
                }
                _ => {}
            }
        }
        Ok(views)
    }
}

/// What the ledger says of gaps, oldest first.
async fn told(conn: &mut Conn<'_>) -> Stored<Vec<(i64, Moment, Event)>> {
    let rows = vouching::gaps(conn).await?;
    let read = |(seq, at, leaf): (i64, i64, Vec<u8>)| {
        let leaf = serde_json::from_slice(&leaf).map_err(StoreError::from)?;
        let recorded = Recorded::from_leaf(leaf);
        let recorded = recorded.map_err(|problem| StoreError::Damaged(format!("event {seq}: {problem}")))?;
        Ok((seq, Moment::from_micros(at), recorded.event))
    };
    rows.into_iter().map(read).collect()
}

/// The newest entry that declares a gap after this, and how long the ledger was that came back.
async fn declared(conn: &mut Conn<'_>, mark: &Mark) -> Stored<Option<(i64, i64)>> {
    Ok(told(conn).await?.into_iter().rev().find_map(|(seq, _, event)| match event {
        Event::GapDeclared(it) => (about(&it)? == *mark).then_some((seq, it.size)),
        _ => None,
    }))
}

/// What was signed when this was declared.
fn about(declared: &GapDeclared) -> Option<Mark> {
    declared.signed.as_ref().and_then(|had| Mark::read(had.size, &had.root))
}

fn had_signed(seal: &Seal, last: &Checkpoint) -> HadSigned {
    HadSigned { size: signed(last.size), root: hex::encode(last.root), note: seal.note.clone() }
}

async fn standing(conn: &mut Conn<'_>, state: &State, last: Option<(&Seal, Checkpoint)>) -> Done<Standing> {
    let Some((seal, last)) = last else {
        let is_new = checkpoints::newest(conn).await?.is_none();
        return Ok(if is_new { Standing::New } else { Standing::Forgotten });
    };
    let head = ledger::head(conn).await?;
    if last.size <= head.size() {
        let proof = growth(conn, last.size, head.size()).await?;
        if verify_consistency(last.size, head.size(), &last.root, &head.root(), &proof) {
            return Ok(Standing::Grown);
        }
    }
    let had = had_signed(seal, &last);
    let known: HashSet<String> = state.keys().map(ToString::to_string).collect();
    // Many on an old desk, so they are read only where something is wrong.
    let rows = checkpoints::all(conn).await?;
    let ours = rows.iter().rfind(|row| known.contains(&row.signer));
    Ok(match ours {
        Some(_) if last.size > head.size() => Standing::Behind(had),
        Some(row) if row.size < had.size => Standing::Parted(had),
        _ => Standing::Strange(had),
    })
}
