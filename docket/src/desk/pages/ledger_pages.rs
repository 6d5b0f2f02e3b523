//! The ledger, as its explorer shows it.

use super::*;

impl Desk {
    pub async fn ledger_view(&self, before: Option<i64>, kind: &str, case: &str) -> Done<LedgerView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let frontier = ledger::head(&mut conn).await?;
        let case_id = match case {
            "" => String::new(),
            number => lists::case_by_number(&mut conn, number)
                .await?
                .map_or_else(|| "none".to_owned(), |held| held.noun.id.to_string()),
        };
        let mut rows = ledger::before(&mut conn, before.unwrap_or(i64::MAX), kind, &case_id, PAGE + 1).await?;
        let more = rows.len() as i64 > PAGE;
        rows.truncate(PAGE as usize);
        let older = rows.last().filter(|_| more).map(|row| row.seq);
        let names = self.names_in(&mut conn).await?;
        let rows = ledger_rows(&mut conn, rows, &names).await?;
        Ok(LedgerView { size: frontier.size(), root: hex::encode(frontier.root()), rows, older })
    }

    pub async fn ledger_entry(&self, seq: i64) -> Done<LedgerRow> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let row = ledger::by_seq(&mut conn, seq).await?.ok_or(Refusal::NotFound("entry of the ledger"))?;
        let names = self.names_in(&mut conn).await?;
        ledger_rows(&mut conn, vec![row], &names)
            .await?
            .pop()
            .ok_or_else(|| Refusal::NotFound("entry of the ledger").into())
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
