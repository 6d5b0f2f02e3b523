//! Lists that people keep coming back to: beside the record, no event depends on them.

use super::cells::cells;
use super::{Conn, Stored};
use crate::id::PersonId;
use crate::time::Moment;

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct SavedRow {
    pub id: String,
    pub owner_id: String,
    pub shared: i64,
    pub page: String,
    pub name: String,
    pub query: String,
    pub made_at: i64,
}

const ADD: &str = "insert into saved_view (id, owner_id, shared, page, name, query, made_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing";
const OF: &str = "select id, owner_id, shared, page, name, query, made_at from saved_view \
     where page = $1 and (owner_id = $2 or shared = 1) order by made_at, id limit $3";
const DROP: &str = "delete from saved_view where id = $1 and owner_id = $2";

pub(crate) async fn add(conn: &mut Conn<'_>, row: &SavedRow) -> Stored<()> {
    let at = Moment::from_micros(row.made_at);
    conn.run(ADD, &cells![&row.id, &row.owner_id, row.shared, &row.page, &row.name, &row.query, at]).await.map(drop)
}

/// The reader's own and the team's, oldest first, so that they keep their places.
pub async fn of(conn: &mut Conn<'_>, page: &str, person: PersonId, limit: i64) -> Stored<Vec<SavedRow>> {
    conn.all(OF, &cells![page, person, limit]).await
}

/// False when it is not there or somebody else's.
pub(crate) async fn remove(conn: &mut Conn<'_>, id: &str, person: PersonId) -> Stored<bool> {
    Ok(conn.run(DROP, &cells![id, person]).await? == 1)
}
