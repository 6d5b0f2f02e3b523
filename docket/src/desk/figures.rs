//! Counts events into the figures that pages and reports read. It runs with the rounds, a batch at a time, so that no
//! write waits for a statistic; what was counted says up to which entry.

use super::Desk;
use crate::complaint::Whose;
use crate::event::{Event, Recorded};
use crate::id::{CaseId, ComplaintId};
use crate::ledger::{Hash, root_of};
use crate::noun::{Key, Kind};
use crate::store::figures::{self, CaseFigure, Change};
use crate::store::{Conn, StoreError, Stored, ledger};
use std::collections::HashMap;

/// So many leaves have one root in the table of blocks.
pub const BLOCK: i64 = 256;
/// A quarter of an hour: no zone of today has an offset that is finer.
pub const QUARTER_MICROS: i64 = 15 * 60 * 1_000_000;
/// So many events are counted in one transaction.
const BATCH: i64 = 512;

/// The word under which the touches of a noun are found.
pub(crate) fn noun_word(key: &Key) -> String {
    format!("{}/{}", key.kind.table(), key.id)
}

/// All complaints that ever counted against a customer.
pub(crate) fn complaints_of_word(customer: impl std::fmt::Display) -> String {
    format!("complaints-of/{customer}")
}

/// All that was passed on to a customer.
pub(crate) fn passings_of_word(customer: impl std::fmt::Display) -> String {
    format!("passings-of/{customer}")
}

impl Desk {
    /// Counts the next batch and says how many events that were. Two servers may try at once: one of them counts.
    pub async fn count_on(&self) -> Stored<usize> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let from = figures::counted_to(&mut conn).await?;
        let rows = ledger::after(&mut conn, from, BATCH).await?;
        let Some(to) = rows.last().map(|row| row.seq) else { return Ok(0) };
        let mut events = Vec::with_capacity(rows.len());
        for row in &rows {
            let recorded = Recorded::from_leaf(serde_json::from_slice(&row.leaf)?)
                .map_err(|problem| StoreError::Damaged(problem.to_string()))?;
            events.push((row.seq, recorded));
        }
        let mut changes = changes(&mut conn, &events).await?;
        changes.extend(blocks(&mut conn, from, to).await?);
        drop(reader);
        let mut tx = self.write().await?;
        if !figures::move_head(&mut tx.conn(), from, to).await? {
            return Ok(0);
        }
        for change in &changes {
            figures::apply(&mut tx.conn(), change).await?;
        }
        tx.commit().await?;
        Ok(rows.len())
    }

    /// Counts everything that is not counted yet.
    pub async fn count_all(&self) -> Stored<()> {
        while self.count_on().await? > 0 {}
        Ok(())
    }

    /// Throws the figures away; the rounds count them anew.
    pub async fn forget_figures(&self) -> Stored<()> {
        let mut tx = self.write().await?;
        figures::forget(&mut tx.conn()).await?;
        tx.commit().await
    }
}

/// The blocks that are full now and were not before.
async fn blocks(conn: &mut Conn<'_>, from: i64, to: i64) -> Stored<Vec<Change>> {
    let mut made = Vec::new();
    for place in from / BLOCK..to / BLOCK {
        let leaves: Vec<Hash> = figures::leaf_hashes(conn, place * BLOCK, (place + 1) * BLOCK).await?;
        made.push(Change::Block { place, root: root_of(&leaves) });
    }
    Ok(made)
}

/// Nouns that an event's own case leads to need no index of their own.
fn is_found_by_case(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Case | Kind::Notice | Kind::Answer | Kind::Decision | Kind::Letter | Kind::Instruction | Kind::Link
    )
}

/// Which entries belong to a noun although no case says so.
pub(crate) fn touches(seq: i64, recorded: &Recorded) -> Vec<Change> {
    let mut words: Vec<String> = recorded
        .event
        .touches()
        .iter()
        .filter(|key| key.kind != Kind::Timer && !(recorded.case.is_some() && is_found_by_case(key.kind)))
        .map(noun_word)
        .collect();
    if let Event::ComplaintReceived { whose, .. } | Event::ComplaintMatched { whose, .. } = &recorded.event {
        match whose {
            Whose::One { customer, .. } => words.push(complaints_of_word(customer)),
            Whose::Several { customers, .. } => words.extend(customers.iter().map(complaints_of_word)),
            Whose::Nobody { .. } => {}
        }
    }
    if let Event::PassingPlanned(planned) = &recorded.event {
        words.push(passings_of_word(planned.customer));
    }
    words.into_iter().map(|noun| Change::Touched { noun, seq }).collect()
}

async fn changes(conn: &mut Conn<'_>, events: &[(i64, Recorded)]) -> Stored<Vec<Change>> {
    let mut asked = Vec::new();
    for (_, recorded) in events {
        match &recorded.event {
            Event::ComplaintAttached { complaint, .. } | Event::ComplaintRejected { complaint, .. } => {
                asked.push(complaint.to_string());
            }
            Event::ComplaintJoined(joined) => asked.push(joined.complaint.to_string()),
            Event::ComplaintReturned(it) => asked.push(it.complaint.to_string()),
            Event::ComplaintTakenOut(it) => asked.push(it.complaint.to_string()),
            Event::ComplaintPassedOn(passed) => asked.push(passed.complaint.to_string()),
            Event::CaseOpened { complaints, .. } => asked.extend(complaints.iter().map(ToString::to_string)),
            _ => {}
        }
    }
    let known = figures::complaints(conn, &asked).await?;
    let mut found = Vec::new();
    for (seq, recorded) in events {
        found.extend(touches(*seq, recorded));
        found.extend(counts(recorded, &known));
    }
    Ok(found)
}

type Known = HashMap<String, figures::Counted>;

fn tallied(known: &Known, complaint: &ComplaintId, quarter: i64, what: &'static str, many: i64) -> Vec<Change> {
    let row = known.get(&complaint.to_string());
    let change = |row: &figures::Counted| Change::Tally {
        quarter,
        what,
        category: row.category.clone(),
        channel: row.channel.clone(),
        many,
    };
    row.map(change).into_iter().collect()
}

fn joined(known: &Known, complaint: &ComplaintId, case: &CaseId, quarter: i64) -> Vec<Change> {
    let mut found = tallied(known, complaint, quarter, "in_case", 1);
    found.extend(
        known
            .get(&complaint.to_string())
            .map(|row| Change::ComplaintJoined { case: case.to_string(), received_at: row.received_at }),
    );
    found
}

fn counts(recorded: &Recorded, known: &Known) -> Vec<Change> {
    let at = recorded.at.micros();
    let quarter = at.div_euclid(QUARTER_MICROS);
    match &recorded.event {
        Event::ComplaintReceived { report, .. } => vec![Change::Tally {
            quarter,
            what: "received",
            category: report.category.word().into(),
            channel: report.channel.word().into(),
            many: 1,
        }],
        Event::ComplaintRejected { complaint, .. } => tallied(known, complaint, quarter, "rejected", 1),
        Event::ComplaintPassedOn(passed) => tallied(known, &passed.complaint, quarter, "passed_on", 1),
        Event::ComplaintAttached { complaint, case, .. } => joined(known, complaint, case, quarter),
        Event::ComplaintJoined(it) => joined(known, &it.complaint, &it.case, quarter),
        Event::ComplaintTakenOut(it) => {
            let mut found = tallied(known, &it.complaint, quarter, "in_case", -1);
            found.push(Change::ComplaintLeft { case: it.case.to_string() });
            found
        }
        Event::ComplaintReturned(it) => {
            let was = match (it.case, it.passing) {
                (Some(_), _) => "in_case",
                (None, Some(_)) => "passed_on",
                (None, None) => "rejected",
            };
            let mut found = tallied(known, &it.complaint, quarter, was, -1);
            found.extend(it.case.map(|case| Change::ComplaintLeft { case: case.to_string() }));
            found
        }
        Event::CaseGraded(it) => {
            vec![Change::Graded { case: it.case.to_string(), severity: i64::from(it.severity.strokes()) }]
        }
        Event::CaseOpened { case, number, customer, clause, category, severity, complaints, .. } => {
            let mut found = vec![Change::CaseOpened(CaseFigure {
                case: case.to_string(),
                number: number.clone(),
                customer: customer.to_string(),
                clause: clause.to_string(),
                category: category.word().into(),
                severity: i64::from(severity.strokes()),
                opened_at: at,
            })];
            found.extend(
                complaints
                    .iter()
                    .filter_map(|id| known.get(&id.to_string()))
                    .map(|row| Change::ComplaintJoined { case: case.to_string(), received_at: row.received_at }),
            );
            found
        }
        Event::CaseClosed { case, .. } => vec![Change::CaseClosed { case: case.to_string(), at }],
        Event::NoticeSent { notice, case, number, due, .. } => vec![Change::NoticeSent {
            notice: notice.to_string(),
            case: case.to_string(),
            number: i64::from(*number),
            sent_at: at,
            due_at: due.micros(),
        }],
        Event::NoticeWithdrawn { notice, .. } => vec![Change::NoticeWithdrawn { notice: notice.to_string(), at }],
        Event::TimeGranted(it) => vec![Change::TimeGranted {
            notice: it.notice.to_string(),
            case: it.case.to_string(),
            due_at: it.until.at.micros(),
        }],
        // Time that we owed counts as time that was given.
        Event::DeadlineLater(it) => vec![Change::TimeGranted {
            notice: it.notice.to_string(),
            case: it.case.to_string(),
            due_at: it.until.at.micros(),
        }],
        Event::AnswerReceived { notice, case, received_at, .. } => {
            vec![Change::Answered { notice: notice.to_string(), case: case.to_string(), at: received_at.micros() }]
        }
        Event::DecisionProposed { decision, case, number, outcome, effective, statement, .. } => {
            vec![Change::Proposed {
                decision: decision.to_string(),
                case: case.to_string(),
                number: i64::from(*number),
                outcome: outcome.word().into(),
                at,
                due_at: effective.at.micros(),
                automated: statement.automated_detection,
            }]
        }
        Event::DecisionTookEffect { decision, case, outcome, .. } => vec![Change::InForce {
            decision: decision.to_string(),
            case: case.to_string(),
            outcome: outcome.word().into(),
            at,
        }],
        Event::DecisionLifted { decision, .. } => vec![Change::Lifted { decision: decision.to_string(), at }],
        _ => Vec::new(),
    }
}
