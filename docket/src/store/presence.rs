//! Who is looking at what. Beside the record: it is forgotten within a minute.

use super::cells::cells;
use super::{Conn, Stored};
use crate::id::PersonId;
use crate::time::Moment;

const BE_AT: &str = "insert into presence (person_id, place, doing, seen_at) values ($1, $2, $3, $4) \
     on conflict (person_id, place) do update set doing = $3, seen_at = $4";
const FORGET: &str = "delete from presence where seen_at < $1";
const EVERYBODY: &str =
    "select place, person_id, doing from presence where person_id <> $1 and seen_at >= $2 order by place, person_id";
const OTHERS: &str = "select person_id, doing from presence where place = $1 and person_id <> $2 and seen_at >= $3 \
     order by person_id";

pub(crate) async fn be_at(conn: &mut Conn<'_>, person: PersonId, place: &str, doing: &str, now: Moment) -> Stored<()> {
    conn.run(BE_AT, &cells![person, place, doing, now]).await.map(drop)
}

pub(crate) async fn forget(conn: &mut Conn<'_>, before: Moment) -> Stored<()> {
    conn.run(FORGET, &cells![before]).await.map(drop)
}

/// The others who were seen there since this instant, by their ids, with what they do.
pub async fn others(
    conn: &mut Conn<'_>,
    place: &str,
    person: PersonId,
    since: Moment,
) -> Stored<Vec<(String, String)>> {
    conn.all(OTHERS, &cells![place, person, since]).await
}

/// Where the others are: place, id and what they do.
pub async fn everybody(conn: &mut Conn<'_>, but: PersonId, since: Moment) -> Stored<Vec<(String, String, String)>> {
    conn.all(EVERYBODY, &cells![but, since]).await
}
