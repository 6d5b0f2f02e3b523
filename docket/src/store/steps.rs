//! Statements that follow one another whatever comes of them, as the end of every command does. SQLite gets them in one
//! piece, because every statement by itself costs two changes of thread; PostgreSQL gets them one by one.

use super::cells::Cell;
use super::{Conn, Fill, StoreError, Stored};

/// So many make one piece: far below every limit, and few enough for the same pieces to come again and stay prepared.
const PIECE: usize = 12;

#[derive(Default)]
pub(crate) struct Steps(Vec<Step>);

struct Step {
    sql: String,
    cells: Vec<Cell>,
    /// So many rows it changes, unless somebody else was faster. None: it may find done what it would do.
    rows: Option<u64>,
}

impl Steps {
    /// A statement that changes exactly so many rows, unless somebody else was faster.
    pub fn add(&mut self, sql: impl Into<String>, cells: impl Into<Vec<Cell>>, rows: u64) {
        self.0.push(Step { sql: sql.into(), cells: cells.into(), rows: Some(rows) });
    }

    /// A statement that may find done what it would do.
    pub fn add_leniently(&mut self, sql: impl Into<String>, cells: impl Into<Vec<Cell>>) {
        self.0.push(Step { sql: sql.into(), cells: cells.into(), rows: None });
    }

    pub async fn run(self, conn: &mut Conn<'_>) -> Stored<()> {
        self.run_for::<(i64,)>(conn).await.map(drop)
    }

    /// Runs them all, and gives the row that one of them returns.
    pub async fn run_for<T: Fill>(self, conn: &mut Conn<'_>) -> Stored<Option<T>> {
        let sqlite = matches!(conn, Conn::Sqlite(_));
        let mut found = None;
        let mut rest = self.0.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(if sqlite { length(rest) } else { 1 });
            rest = later;
            let (changed, row) = match now {
                [one] => conn.each(&one.sql, &one.cells).await?,
                many => {
                    let (sql, cells) = piece(many);
                    conn.each(&sql, &cells).await?
                }
            };
            found = row.or(found);
            let as_expected = |(step, changed): (&Step, &u64)| step.rows.is_none_or(|rows| rows == *changed);
            if changed.len() != now.len() || !now.iter().zip(&changed).all(as_expected) {
                return Err(StoreError::Conflict);
            }
        }
        Ok(found)
    }
}

/// How many of them make the next piece. Where a batch says the same many times over, it says it in pieces of nothing
/// else, or hardly a piece would ever come again.
fn length(steps: &[Step]) -> usize {
    let many = |steps: &[Step]| steps.len() >= PIECE && steps[..PIECE].iter().all(|step| step.sql == steps[0].sql);
    if many(steps) {
        return PIECE;
    }
    let most = steps.len().min(PIECE);
    (1..most).find(|place| many(&steps[*place..])).unwrap_or(most)
}

/// Several statements as one. Its places have no numbers: SQLite looks each number up in a list of all of them.
fn piece(steps: &[Step]) -> (String, Vec<Cell>) {
    let (mut all, mut cells) = (String::new(), Vec::new());
    for step in steps {
        let mut rest = step.sql.as_str();
        while let Some((text, place)) = rest.split_once('$') {
            let digits = place.bytes().take_while(u8::is_ascii_digit).count();
            all.push_str(text);
            match place[..digits].parse::<usize>().ok().and_then(|number| step.cells.get(number.checked_sub(1)?)) {
                Some(cell) => {
                    all.push('?');
                    cells.push(cell.clone());
                    rest = &place[digits..];
                }
                None => {
                    all.push('$');
                    rest = place;
                }
            }
        }
        all.push_str(rest);
        all.push(';');
    }
    (all, cells)
}

#[cfg(test)]
mod tests {
    use super::super::cells::cells;
    use super::*;

    fn steps(sqls: &[&str]) -> Vec<Step> {
        sqls.iter().map(|sql| Step { sql: (*sql).to_owned(), cells: Vec::new(), rows: None }).collect()
    }

    #[test]
    fn each_place_gets_its_value_in_the_order_of_the_text() {
        let mut steps = Steps::default();
        steps.add("insert into a values ($1, $2)", cells!["one", "two"], 1);
        steps.add("update b set c = $2, e = $2 where d = $1", cells!["three", "four"], 1);
        let (sql, cells) = piece(&steps.0);
        assert_eq!(sql, "insert into a values (?, ?);update b set c = ?, e = ? where d = ?;");
        assert_eq!(format!("{cells:?}"), format!("{:?}", cells!["one", "two", "four", "four", "three"]));
    }

    #[test]
    fn what_is_said_many_times_over_makes_pieces_of_its_own() {
        assert_eq!(length(&steps(&["a", "b", "c"])), 3);
        assert_eq!(length(&steps(&["a"; 30])), PIECE);
        assert_eq!(length(&steps(&["a"; 5])), 5);
        let mut mixed = steps(&["a", "b"]);
        mixed.extend(steps(&["c"; 20]));
        assert_eq!(length(&mixed), 2);
    }
}
