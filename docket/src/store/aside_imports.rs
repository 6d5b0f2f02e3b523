//! Lists that were uploaded: what a person confirms before it is read in, and how far the reading has come.

use super::cells::cells;
use super::{Conn, Stored};

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ImportRow {
    pub id: String,
    pub person_id: String,
    pub made_at: i64,
    pub name: String,
    pub sha256: String,
    /// "checked", "running" or "done".
    pub stage: String,
    pub total: i64,
    pub done: i64,
    /// What was found, as JSON.
    pub report: String,
}

const ADD: &str = "insert into import_list (id, person_id, made_at, name, sha256, stage, total, done, report) \
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const GET: &str =
    "select id, person_id, made_at, name, sha256, stage, total, done, report from import_list where id = $1";
const NEWEST: &str = "select id, person_id, made_at, name, sha256, stage, total, done, '' as report from import_list \
     order by made_at desc, id desc limit $1";
const SET: &str = "update import_list set stage = $2, done = $3, report = $4 where id = $1";

pub(crate) async fn add(conn: &mut Conn<'_>, row: &ImportRow) -> Stored<()> {
    let cells = cells![
        &row.id,
        &row.person_id,
        row.made_at,
        &row.name,
        &row.sha256,
        &row.stage,
        row.total,
        row.done,
        &row.report
    ];
    conn.run(ADD, &cells).await.map(drop)
}

pub async fn get(conn: &mut Conn<'_>, id: &str) -> Stored<Option<ImportRow>> {
    conn.first(GET, &cells![id]).await
}

pub async fn newest(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<ImportRow>> {
    conn.all(NEWEST, &cells![limit]).await
}

pub(crate) async fn set(conn: &mut Conn<'_>, id: &str, stage: &str, done: i64, report: &str) -> Stored<()> {
    conn.run(SET, &cells![id, stage, done, report]).await.map(drop)
}
