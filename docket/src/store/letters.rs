//! The outbox and the templates, as their pages list them.

use super::cells::cells;
use super::lists::{After, fetch};
use super::nouns::Held;
use super::{Conn, Stored};
use crate::letter::Letter;
use crate::template::{Template, TemplateKind};
use crate::words::Language;

const LETTERS: &str = "select version, facts from letter where (queued_at < $1 or (queued_at = $1 and id < $2)) order by queued_at desc, id desc limit $3";
const LETTERS_IN: &str = "select version, facts from letter where stage = $4 and (queued_at < $1 or (queued_at = $1 and id < $2)) order by queued_at desc, id desc limit $3";
const LETTER_COUNT: &str = "select count(*) from (select 1 from letter where stage = $1 limit $2) as counted";
const TEMPLATES: &str = "select version, facts from template order by kind, lang, edition, id";
const TEMPLATES_OF: &str =
    "select version, facts from template where kind = $1 and lang = $2 order by edition desc, id";

/// Newest first. An empty stage means all of them.
pub async fn letters(
    conn: &mut Conn<'_>,
    stage: &str,
    before: Option<&After>,
    limit: i64,
) -> Stored<Vec<Held<Letter>>> {
    let (at, id) = before.map_or((i64::MAX, ""), |before| (before.value, before.id.as_str()));
    match stage {
        "" => fetch(conn, LETTERS, &cells![at, id, limit]).await,
        stage => fetch(conn, LETTERS_IN, &cells![at, id, limit, stage]).await,
    }
}

pub async fn letter_count(conn: &mut Conn<'_>, stage: &str, cap: i64) -> Stored<i64> {
    Ok(conn.first::<(i64,)>(LETTER_COUNT, &cells![stage, cap]).await?.map_or(0, |(count,)| count))
}

pub async fn templates(conn: &mut Conn<'_>) -> Stored<Vec<Held<Template>>> {
    fetch(conn, TEMPLATES, &[]).await
}

/// Newest first.
pub async fn templates_of(conn: &mut Conn<'_>, kind: TemplateKind, language: Language) -> Stored<Vec<Held<Template>>> {
    fetch(conn, TEMPLATES_OF, &cells![kind.word(), language.code()]).await
}

const WAITING: &str = "select version, facts from letter where stage in ('queued', 'unknown') order by queued_at, id";

/// What has not left yet, or may have to leave once more.
pub async fn waiting_to(conn: &mut Conn<'_>) -> Stored<Vec<Letter>> {
    Ok(fetch(conn, WAITING, &[]).await?.into_iter().map(|held: Held<Letter>| held.noun).collect())
}
