//! Statements that follow one another whatever comes of them, as the end of every command does. SQLite gets them in one
//! piece, because every statement by itself costs two changes of thread; PostgreSQL gets them one by one.

use super::cells::Cell;
use super::{Conn, StoreError, Stored};
use std::fmt::Write;

/// So many make one piece: far below every limit, and few enough for the same pieces to come again and stay prepared.
const PIECE: usize = 12;

#[derive(Default)]
pub(crate) struct Steps(Vec<Step>);

struct Step {
    sql: String,
    cells: Vec<Cell>,
    rows: u64,
}

impl Steps {
    /// A statement that changes exactly so many rows, unless somebody else was faster.
    pub fn add(&mut self, sql: impl Into<String>, cells: impl Into<Vec<Cell>>, rows: u64) {
        self.0.push(Step { sql: sql.into(), cells: cells.into(), rows });
    }

    pub async fn run(self, conn: &mut Conn<'_>) -> Stored<()> {
        self.run_and(conn, check).await
    }

    /// For statements that may find done what they would do.
    pub async fn run_leniently(self, conn: &mut Conn<'_>) -> Stored<()> {
        self.run_and(conn, |_, _| Ok(())).await
    }

    async fn run_and(self, conn: &mut Conn<'_>, check: fn(u64, u64) -> Stored<()>) -> Stored<()> {
        if !matches!(conn, Conn::Sqlite(_)) {
            for step in self.0 {
                check(conn.run(&step.sql, &step.cells).await?, step.rows)?;
            }
            return Ok(());
        }
        let mut steps = self.0.into_iter().peekable();
        while steps.peek().is_some() {
            let (mut sql, mut cells, mut rows) = (String::new(), Vec::new(), 0);
            for step in steps.by_ref().take(PIECE) {
                append(&mut sql, &step.sql, cells.len());
                cells.extend(step.cells);
                rows += step.rows;
            }
            check(conn.run(&sql, &cells).await?, rows)?;
        }
        Ok(())
    }
}

fn check(changed: u64, expected: u64) -> Stored<()> {
    if changed == expected { Ok(()) } else { Err(StoreError::Conflict) }
}

/// Puts a statement behind the others. Its places are numbered on from theirs.
fn append(all: &mut String, sql: &str, before: usize) {
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (text, place) = rest.split_at(at);
        let digits = place[1..].bytes().take_while(u8::is_ascii_digit).count();
        all.push_str(text);
        match place[1..=digits].parse::<usize>() {
            Ok(number) => {
                let _ = write!(all, "${}", before + number);
            }
            Err(_) => all.push('$'),
        }
        rest = &place[1 + digits..];
    }
    all.push_str(rest);
    all.push(';');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_on() {
        let mut all = String::new();
        append(&mut all, "insert into a values ($1, $2)", 0);
        append(&mut all, "update b set c = $2 where d = $1 and e = $10", 2);
        assert_eq!(all, "insert into a values ($1, $2);update b set c = $4 where d = $3 and e = $12;");
    }
}
