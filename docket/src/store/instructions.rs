//! Instructions as they wait: what favours a customer first.

use super::cells::{Cell, cells};
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored, placeholders};
use crate::instruction::Instruction;
use crate::time::Moment;
use crate::timer::Timer;

const DUE: &str = "select timer.version, timer.facts from timer left join instruction on instruction.id = timer.subject \
     where timer.stage = 'armed' and timer.kind = 'instruct' and timer.due_at <= $1 \
     order by coalesce(instruction.favours, 0) desc, timer.due_at, timer.id limit $2";

/// Those that are to be handed over now.
pub async fn due(conn: &mut Conn<'_>, now: Moment, limit: i64) -> Stored<Vec<Held<Timer>>> {
    fetch(conn, DUE, &cells![now, limit]).await
}

fn at_stages(stages: &[&str]) -> (String, Vec<Cell>) {
    let cells = stages.iter().map(|stage| Cell::from(*stage)).collect();
    (format!("from instruction where stage in ({})", placeholders(0, stages.len())), cells)
}

/// What favours first, and of both the oldest first.
pub async fn standing(conn: &mut Conn<'_>, stages: &[&str], limit: i64) -> Stored<Vec<Held<Instruction>>> {
    let (from, mut cells) = at_stages(stages);
    cells.push(Cell::from(limit));
    let sql = format!("select version, facts {from} order by favours desc, number, id limit ${}", cells.len());
    fetch(conn, &sql, &cells).await
}

/// The newest first, below this number.
pub async fn settled(conn: &mut Conn<'_>, stages: &[&str], before: i64, limit: i64) -> Stored<Vec<Held<Instruction>>> {
    let (from, mut cells) = at_stages(stages);
    cells.extend(cells![before, limit]);
    let many = cells.len();
    let sql = format!("select version, facts {from} and number < ${} order by number desc, id limit ${many}", many - 1);
    fetch(conn, &sql, &cells).await
}

pub async fn count(conn: &mut Conn<'_>, stages: &[&str], cap: i64) -> Stored<i64> {
    let (from, mut cells) = at_stages(stages);
    cells.push(Cell::from(cap));
    let sql = format!("select count(*) from (select 1 {from} limit ${}) as counted", cells.len());
    Ok(conn.first::<(i64,)>(&sql, &cells).await?.map_or(0, |row| row.0))
}
