//! Invitations, by their link and by what became of them.

use super::cells::cells;
use super::lists::fetch;
use super::nouns::Held;
use super::{Conn, Stored};
use crate::people::Invitation;

const BY_HASH: &str = "select version, facts from invitation where hash = $1";
const WAITING: &str = "select version, facts from invitation where stage = 'waiting' order by id";

pub async fn by_hash(conn: &mut Conn<'_>, hash: &str) -> Stored<Option<Held<Invitation>>> {
    Ok(fetch(conn, BY_HASH, &cells![hash]).await?.pop())
}

/// Neither accepted nor taken back; the link of some of them may be too old.
pub async fn waiting(conn: &mut Conn<'_>) -> Stored<Vec<Held<Invitation>>> {
    fetch(conn, WAITING, &[]).await
}
