//! Requests for more time.

use super::cells::cells;
use super::lists::{After, fetch};
use super::nouns::Held;
use super::{Conn, Stored};
use crate::extension::Extension;
use crate::id::{CaseId, NoticeId};

const EXTENSION_BY_RECEIPT: &str = "select version, facts from extension where receipt = $1";
const EXTENSIONS_OF_NOTICE: &str = "select version, facts from extension where notice_id = $1 order by asked_at, id";
const EXTENSIONS_OF_CASE: &str = "select version, facts from extension where case_id = $1 order by asked_at, id";
const EXTENSIONS_WAITING: &str = "select extension.version, extension.facts from extension \
     join notice on notice.id = extension.notice_id \
     where extension.stage = 'waiting' and (notice.due_at > $1 or (notice.due_at = $1 and extension.id > $2)) \
     order by notice.due_at, extension.id limit $3";
// Two ranges, each its own end of an index: no index finds what something is not.
const EXTENSIONS_DECIDED: &str = "select version, facts from ( \
       select version, facts, asked_at, id from (select * from extension where stage = 'granted' \
         and (asked_at < $1 or (asked_at = $1 and id < $2)) order by asked_at desc, id desc limit $3) as granted \
       union all select version, facts, asked_at, id from (select * from extension where stage = 'refused' \
         and (asked_at < $1 or (asked_at = $1 and id < $2)) order by asked_at desc, id desc limit $3) as refused) as decided \
     order by asked_at desc, id desc limit $3";

pub async fn extension_by_receipt(conn: &mut Conn<'_>, receipt: &str) -> Stored<Option<Held<Extension>>> {
    Ok(fetch(conn, EXTENSION_BY_RECEIPT, &cells![receipt]).await?.pop())
}

pub async fn extensions_of_notice(conn: &mut Conn<'_>, notice: NoticeId) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, EXTENSIONS_OF_NOTICE, &cells![notice]).await
}

pub async fn extensions_of_case(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, EXTENSIONS_OF_CASE, &cells![case]).await
}

/// Undecided, the first deadline on top.
pub async fn extensions_waiting(
    conn: &mut Conn<'_>,
    after: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<Extension>>> {
    let (due, id) = after.map_or((i64::MIN, ""), |after| (after.value, after.id.as_str()));
    fetch(conn, EXTENSIONS_WAITING, &cells![due, id, limit]).await
}

/// Granted or refused, the newest first.
pub async fn extensions_decided(
    conn: &mut Conn<'_>,
    before: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<Extension>>> {
    let (at, id) = before.map_or((i64::MAX, ""), |before| (before.value, before.id.as_str()));
    fetch(conn, EXTENSIONS_DECIDED, &cells![at, id, limit]).await
}
