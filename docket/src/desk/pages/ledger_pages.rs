//! The ledger, as its explorer shows it.

use super::*;

impl Desk {
    pub async fn ledger_entry(&self, who: &Who, seq: i64) -> Done<LedgerRow> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let row = ledger::by_seq(&mut conn, seq).await?.ok_or(Refusal::NotFound("entry of the ledger"))?;
        let names = self.names_in(&mut conn).await?;
        let mut rows = ledger_rows(&mut conn, vec![row], &names).await?;
        without_words(who, &mut rows);
        rows.pop().ok_or_else(|| Refusal::NotFound("entry of the ledger").into())
    }
}

/// Whoever reads no case reads here what happened, and not what people wrote.
pub(super) fn without_words(who: &Who, rows: &mut [LedgerRow]) {
    if who.may(Act::ReadCases) {
        return;
    }
    for sentence in rows.iter_mut().filter_map(|row| row.sentence.as_mut()) {
        sentence.quote = None;
    }
}

pub(super) async fn ledger_rows(conn: &mut Conn<'_>, rows: Vec<EventRow>, names: &Names) -> Stored<Vec<LedgerRow>> {
    let events = read_events(conn, &rows).await?;
    let mut handles = Handles::default();
    let mut shown = Vec::with_capacity(rows.len());
    for (row, event) in rows.into_iter().zip(events) {
        let case = match event.case {
            Some(case) => Some(handles.case(conn, case).await?),
            None => None,
        };
        shown.push(LedgerRow {
            seq: row.seq,
            at: event.at,
            actor: names.actor(event.actor),
            kind: row.kind,
            case,
            sentence: event.sentence(Audience::Staff, Language::En, names),
            leaf_hash: hex::encode(&row.leaf_hash),
            leaf: String::from_utf8_lossy(&row.leaf).into_owned(),
        });
    }
    Ok(shown)
}
