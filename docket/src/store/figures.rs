//! Figures beside the record: counted from the events by `Desk::count_on`, and counted anew when their head is 0.

use super::cells::{Cell, cells};
use super::{Conn, Stored, placeholders};
use crate::ledger::Hash;
use std::collections::HashMap;

/// One thing that an event adds to the figures.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Touched {
        noun: String,
        seq: i64,
    },
    Block {
        place: i64,
        root: Hash,
    },
    /// `many` is -1 where something was taken back.
    Tally {
        quarter: i64,
        what: &'static str,
        category: String,
        channel: String,
        many: i64,
    },
    CaseOpened(CaseFigure),
    ComplaintJoined {
        case: String,
        received_at: i64,
    },
    ComplaintLeft {
        case: String,
    },
    NoticeSent {
        notice: String,
        case: String,
        number: i64,
        sent_at: i64,
        due_at: i64,
    },
    NoticeWithdrawn {
        notice: String,
        at: i64,
    },
    TimeGranted {
        notice: String,
        case: String,
        due_at: i64,
    },
    Graded {
        case: String,
        severity: i64,
    },
    Answered {
        notice: String,
        case: String,
        at: i64,
    },
    Proposed {
        decision: String,
        case: String,
        number: i64,
        outcome: String,
        at: i64,
        due_at: i64,
        automated: bool,
    },
    InForce {
        decision: String,
        case: String,
        outcome: String,
        at: i64,
    },
    Lifted {
        decision: String,
        at: i64,
    },
    CaseClosed {
        case: String,
        at: i64,
    },
}

/// What a case is counted as when it opens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFigure {
    pub case: String,
    pub number: String,
    pub customer: String,
    pub clause: String,
    pub category: String,
    pub severity: i64,
    pub opened_at: i64,
}

const HEAD: &str = "select seq from figures_head where id = 1";
const MOVE_HEAD: &str = "update figures_head set seq = $2 where id = 1 and seq = $1";

/// The last entry that was counted.
pub async fn counted_to(conn: &mut Conn<'_>) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(HEAD, &[]).await?.map_or(0, |row| row.0))
}

/// False when somebody else counted meanwhile.
pub(crate) async fn move_head(conn: &mut Conn<'_>, from: i64, to: i64) -> Stored<bool> {
    Ok(conn.run(MOVE_HEAD, &cells![from, to]).await? == 1)
}

/// Everything is forgotten; the next rounds count from the first entry.
pub(crate) async fn forget(conn: &mut Conn<'_>) -> Stored<()> {
    for sql in [
        "delete from touched",
        "delete from ledger_block",
        "delete from complaint_tally",
        "delete from case_figure",
        "delete from notice_figure",
        "delete from decision_figure",
        "update figures_head set seq = 0 where id = 1",
    ] {
        conn.run(sql, &[]).await?;
    }
    Ok(())
}

const TOUCH: &str = "insert into touched (noun, seq) values ($1, $2) on conflict (noun, seq) do nothing";
const BLOCK: &str = "insert into ledger_block (place, root) values ($1, $2) on conflict (place) do nothing";
const TALLY: &str = "insert into complaint_tally (quarter, what, category, channel, many) values ($1, $2, $3, $4, $5) \
     on conflict (quarter, what, category, channel) do update set many = complaint_tally.many + $5";
const CASE_OPENED: &str = "insert into case_figure (case_id, number, customer_id, clause_id, category, severity, opened_at, complaints) \
     values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict (case_id) do nothing";
const JOINED: &str = "update case_figure set complaints = complaints + 1, \
     first_complaint_at = case when first_complaint_at is null or first_complaint_at > $2 then $2 else first_complaint_at end \
     where case_id = $1";
const LEFT: &str = "update case_figure set complaints = complaints - 1 where case_id = $1 and complaints > 0";
const NOTICE_SENT: &str = "insert into notice_figure (notice_id, case_id, number, sent_at, due_at) \
     values ($1, $2, $3, $4, $5) on conflict (notice_id) do nothing";
const CASE_TOLD: &str =
    "update case_figure set first_notice_at = $2, given = $3 where case_id = $1 and first_notice_at is null";
const WITHDRAWN: &str = "update notice_figure set withdrawn_at = $2 where notice_id = $1";
const MORE_TIME: &str = "update notice_figure set due_at = $2 where notice_id = $1";
// What a case was given is what its first notice gave.
const CASE_MORE_TIME: &str = "update case_figure set given = $3 - first_notice_at where case_id = $1 and first_notice_at = \
     (select sent_at from notice_figure where notice_id = $2)";
const GRADED: &str = "update case_figure set severity = $2 where case_id = $1";
const ANSWERED: &str = "update notice_figure set first_answer_at = $2 where notice_id = $1 and first_answer_at is null";
const CASE_ANSWERED: &str =
    "update case_figure set first_answer_at = $2 where case_id = $1 and first_answer_at is null";
const PROPOSED: &str = "insert into decision_figure (decision_id, case_id, number, outcome, proposed_at, due_at, automated) \
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (decision_id) do nothing";
const IN_FORCE: &str = "update decision_figure set in_force_at = $2 where decision_id = $1";
const CASE_DECIDED: &str = "update case_figure set outcome = $2, decided_at = $3 where case_id = $1";
const LIFTED: &str = "update decision_figure set lifted_at = $2 where decision_id = $1";
const CLOSED: &str = "update case_figure set closed_at = $2 where case_id = $1";

pub(crate) async fn apply(conn: &mut Conn<'_>, change: &Change) -> Stored<()> {
    match change {
        Change::Touched { noun, seq } => conn.run(TOUCH, &cells![noun, *seq]).await?,
        Change::Block { place, root } => conn.run(BLOCK, &cells![*place, *root]).await?,
        Change::Tally { quarter, what, category, channel, many } => {
            conn.run(TALLY, &cells![*quarter, *what, category, channel, *many]).await?
        }
        Change::CaseOpened(figure) => {
            let cells = cells![
                &figure.case,
                &figure.number,
                &figure.customer,
                &figure.clause,
                &figure.category,
                figure.severity,
                figure.opened_at,
            ];
            conn.run(CASE_OPENED, &cells).await?
        }
        Change::ComplaintJoined { case, received_at } => conn.run(JOINED, &cells![case, *received_at]).await?,
        Change::ComplaintLeft { case } => conn.run(LEFT, &cells![case]).await?,
        Change::NoticeSent { notice, case, number, sent_at, due_at } => {
            conn.run(NOTICE_SENT, &cells![notice, case, *number, *sent_at, *due_at]).await?;
            conn.run(CASE_TOLD, &cells![case, *sent_at, *due_at - *sent_at]).await?
        }
        Change::NoticeWithdrawn { notice, at } => conn.run(WITHDRAWN, &cells![notice, *at]).await?,
        Change::TimeGranted { notice, case, due_at } => {
            conn.run(CASE_MORE_TIME, &cells![case, notice, *due_at]).await?;
            conn.run(MORE_TIME, &cells![notice, *due_at]).await?
        }
        Change::Graded { case, severity } => conn.run(GRADED, &cells![case, *severity]).await?,
        Change::Answered { notice, case, at } => {
            conn.run(ANSWERED, &cells![notice, *at]).await?;
            conn.run(CASE_ANSWERED, &cells![case, *at]).await?
        }
        Change::Proposed { decision, case, number, outcome, at, due_at, automated } => {
            conn.run(PROPOSED, &cells![decision, case, *number, outcome, *at, *due_at, *automated]).await?
        }
        Change::InForce { decision, case, outcome, at } => {
            conn.run(IN_FORCE, &cells![decision, *at]).await?;
            conn.run(CASE_DECIDED, &cells![case, outcome, *at]).await?
        }
        Change::Lifted { decision, at } => conn.run(LIFTED, &cells![decision, *at]).await?,
        Change::CaseClosed { case, at } => conn.run(CLOSED, &cells![case, *at]).await?,
    };
    Ok(())
}

/// What a complaint is counted under.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Counted {
    pub id: String,
    pub received_at: i64,
    pub category: String,
    pub channel: String,
}

pub async fn complaints(conn: &mut Conn<'_>, ids: &[String]) -> Stored<HashMap<String, Counted>> {
    const LENGTH: usize = 100;
    let sql = format!(
        "select id, received_at, category, channel from complaint where id in ({}) order by id",
        placeholders(0, LENGTH)
    );
    let mut found = HashMap::new();
    for chunk in ids.chunks(LENGTH) {
        let mut cells: Vec<Cell> = chunk.iter().map(Cell::from).collect();
        cells.resize(LENGTH, Cell::Text(String::new()));
        for row in conn.all::<Counted>(&sql, &cells).await? {
            found.insert(row.id.clone(), row);
        }
    }
    Ok(found)
}

/// The entries up to a number that touched any of these nouns, oldest first.
pub async fn touching(conn: &mut Conn<'_>, nouns: &[String], upto: i64) -> Stored<Vec<i64>> {
    const LENGTH: usize = 100;
    let sql = format!(
        "select distinct seq from touched where seq <= $1 and noun in ({}) order by seq",
        placeholders(1, LENGTH)
    );
    let mut found = Vec::new();
    for chunk in nouns.chunks(LENGTH) {
        let mut cells = vec![Cell::from(upto)];
        cells.extend(chunk.iter().map(Cell::from));
        cells.resize(LENGTH + 1, Cell::Text(String::new()));
        found.extend(conn.all::<(i64,)>(&sql, &cells).await?.into_iter().map(|row| row.0));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

const BLOCKS: &str = "select root from ledger_block where place < $1 order by place";
const HASHES: &str = "select leaf_hash from event where seq > $1 and seq <= $2 order by seq";

/// The roots of the first so many whole blocks, as far as they were counted.
pub async fn blocks(conn: &mut Conn<'_>, before: i64) -> Stored<Vec<Hash>> {
    hashes(conn.all::<(Vec<u8>,)>(BLOCKS, &cells![before]).await?)
}

const BLOCKS_FROM: &str = "select place, root from ledger_block where place >= $1 and place < $2 order by place";

/// The roots of some whole blocks, as far as they were counted.
pub async fn some_blocks(conn: &mut Conn<'_>, from: i64, before: i64) -> Stored<Vec<(i64, Hash)>> {
    let rows = conn.all::<(i64, Vec<u8>)>(BLOCKS_FROM, &cells![from, before]).await?;
    let (places, roots): (Vec<i64>, Vec<(Vec<u8>,)>) = rows.into_iter().map(|(place, root)| (place, (root,))).unzip();
    Ok(places.into_iter().zip(hashes(roots)?).collect())
}

/// Leaf hashes after one number up to another.
pub async fn leaf_hashes(conn: &mut Conn<'_>, after: i64, upto: i64) -> Stored<Vec<Hash>> {
    hashes(conn.all::<(Vec<u8>,)>(HASHES, &cells![after, upto]).await?)
}

fn hashes(rows: Vec<(Vec<u8>,)>) -> Stored<Vec<Hash>> {
    rows.into_iter()
        .map(|(bytes,)| {
            Hash::try_from(bytes.as_slice())
                .map_err(|_| super::StoreError::Damaged("a hash of the ledger has another length".into()))
        })
        .collect()
}
