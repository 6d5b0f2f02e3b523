//! What names a person beside the record: drafts, lists that were looked at, views that somebody saved, files that were
//! made for somebody to fetch. It goes with the person, in the same transaction.

use super::cells::cells;
use super::{Conn, Store, Stored};
use crate::id::PersonId;
use crate::time::Moment;

const DRAFT_NAMES: &str = "select link from draft where record like $1 limit 1";

/// Whether a form that was not sent yet names these bytes.
pub async fn draft_names(conn: &mut Conn<'_>, sha256: &str) -> Stored<bool> {
    // A hash is plain hex, so nothing in it needs an escape.
    Ok(conn.first::<(String,)>(DRAFT_NAMES, &cells![format!("%{sha256}%")]).await?.is_some())
}

/// Each takes the text in small letters.
const FORGET: [&str; 4] = [
    "delete from notice_draft where lower(form) like $1 escape '!'",
    "delete from draft where lower(record) like $1 escape '!'",
    "delete from saved_view where lower(query) like $1 escape '!' or lower(name) like $1 escape '!'",
    "update import_list set report = '{}' where lower(report) like $1 escape '!'",
];
// Whoever fetched an export has it; the file itself goes with the next sweep.
const END_EXPORTS: &str =
    "update export_job set expires_at = $1 where stage = 'done' and expires_at > $1 and kind <> 'verification'";

/// Forgets every row that holds one of these texts, and says how many there were.
pub(crate) async fn forget(conn: &mut Conn<'_>, texts: &[String], now: Moment) -> Stored<u64> {
    let mut many = 0;
    for text in texts {
        let mut like = String::from("%");
        for sign in text.to_lowercase().chars() {
            match sign {
                '%' | '_' | '!' => like.extend(['!', sign]),
                sign if sign.is_ascii() && sign != '"' && sign != '\\' => like.push(sign),
                _ => like.push('%'),
            }
        }
        like.push('%');
        for sql in FORGET {
            many += conn.run(sql, &cells![&like]).await?;
        }
    }
    many += conn.run(END_EXPORTS, &cells![now]).await?;
    Ok(many)
}

const FORGET_SIGN_IN: &str = "delete from credential where person_id = $1";
const FORGET_TASTE: &str = "delete from taste where person_id = $1";

/// How somebody signed in, who does so no more.
pub(crate) async fn forget_sign_in(conn: &mut Conn<'_>, person: PersonId) -> Stored<u64> {
    Ok(conn.run(FORGET_SIGN_IN, &cells![person]).await? + conn.run(FORGET_TASTE, &cells![person]).await?)
}

const THOROUGHLY: &str = "pragma secure_delete = on";
const MERGE_WORDS: &str = "insert into search_words (search_words) values ('optimize')";
const FREE_PAGES: &str = "pragma freelist_count";
const MAKE_ROOM: &str = "create table if not exists overwriting (zeros blob)";
const FILL: &str = "insert into overwriting (zeros) values (zeroblob($1))";
const GIVE_ROOM: &str = "drop table if exists overwriting";
const CUT_LOG: &str = "pragma wal_checkpoint(truncate)";
/// A page of the file, and so many of them at once.
const PAGE: i64 = 4096;
const PAGES: i64 = 4096;
const CLEAN: [&str; 3] = ["vacuum vault", "vacuum evidence", "vacuum search_words"];

impl Store {
    /// The database's own leftovers of what went: words that the index has crossed out, pages in the journal, rows that
    /// nobody sees any more. Backups and the replicas of others are not in our reach.
    pub(crate) async fn overwrite(&self) -> Stored<()> {
        match self {
            Store::Sqlite { write, .. } => {
                write
                    .alone(async |conn| {
                        sqlx::query(THOROUGHLY).execute(&mut *conn).await?;
                        sqlx::query(MERGE_WORDS).execute(&mut *conn).await?;
                        // Pages that nothing uses may still hold what stood in them: they are taken once more, full of
                        // zeros, and given back.
                        let free: i64 = sqlx::query_scalar(FREE_PAGES).fetch_one(&mut *conn).await?;
                        if free > 0 {
                            sqlx::query(MAKE_ROOM).execute(&mut *conn).await?;
                            for from in (0..free).step_by(PAGES as usize) {
                                let pages = PAGES.min(free - from);
                                sqlx::query(FILL).bind(pages * PAGE).execute(&mut *conn).await?;
                            }
                            sqlx::query(GIVE_ROOM).execute(&mut *conn).await?;
                        }
                        sqlx::query(CUT_LOG).execute(&mut *conn).await.map(drop)
                    })
                    .await
            }
            Store::Postgres { pool } => {
                for sql in CLEAN {
                    sqlx::query(sql).execute(pool).await?;
                }
                Ok(())
            }
        }
    }
}
