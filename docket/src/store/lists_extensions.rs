//! Requests for more time.

use super::cells::cells;
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored};
use crate::extension::Extension;
use crate::id::{CaseId, NoticeId};

const EXTENSION_BY_RECEIPT: &str = "select version, facts from extension where receipt = $1";
const EXTENSIONS_OF_NOTICE: &str = "select version, facts from extension where notice_id = $1 order by asked_at, id";
const EXTENSIONS_OF_CASE: &str = "select version, facts from extension where case_id = $1 order by asked_at, id";
const EXTENSIONS_WAITING: &str =
    "select version, facts from extension where stage = 'waiting' order by asked_at, id limit $1";
// Two ranges, each its own end of an index: no index finds what something is not.
const EXTENSIONS_DECIDED: &str = "select version, facts from ( \
       select version, facts, asked_at, id from (select * from extension where stage = 'granted' \
         order by asked_at desc, id desc limit $1) as granted \
       union all select version, facts, asked_at, id from (select * from extension where stage = 'refused' \
         order by asked_at desc, id desc limit $1) as refused) as decided \
     order by asked_at desc, id desc limit $1";

pub async fn extension_by_receipt(conn: &mut Conn<'_>, receipt: &str) -> Stored<Option<Held<Extension>>> {
    Ok(fetch(conn, EXTENSION_BY_RECEIPT, &cells![receipt]).await?.pop())
}

pub async fn extensions_of_notice(conn: &mut Conn<'_>, notice: NoticeId) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, EXTENSIONS_OF_NOTICE, &cells![notice]).await
}

pub async fn extensions_of_case(conn: &mut Conn<'_>, case: CaseId) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, EXTENSIONS_OF_CASE, &cells![case]).await
}

/// Undecided, the longest wait first.
pub async fn extensions_waiting(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, EXTENSIONS_WAITING, &cells![limit]).await
}

/// Granted or refused, the newest first.
pub async fn extensions_decided(conn: &mut Conn<'_>, limit: i64) -> Stored<Vec<Held<Extension>>> {
    fetch(conn, EXTENSIONS_DECIDED, &cells![limit]).await
}
