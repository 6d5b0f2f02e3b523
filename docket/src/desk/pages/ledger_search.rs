//! The ledger by its filters, newest first, a page at a time by number.

use super::ledger_pages::{ledger_rows, without_words};
use super::*;
use crate::report::order::read_edge;
use crate::store::explorer::{self, EventFilter};
use crate::store::jobs::{self, CheckedRow};
use crate::time::zone::Zone;
use crate::words::Phrase;

/// A search over words looks at so many entries, then says how far it came.
const LOOKED_THROUGH: i64 = 4000;
const STEP: i64 = 250;

/// What stands in the address. Empty words mean any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerAsk {
    pub first: String,
    pub last: String,
    pub kind: String,
    pub case: String,
    /// A person's id, or "customer", "reporter", "machine", "system".
    pub actor: String,
    pub since: String,
    pub until: String,
    pub zone: String,
    pub text: String,
    pub before: String,
}

impl LedgerAsk {
    /// What can be asked besides the page.
    pub fn is_filtered(&self) -> bool {
        [&self.first, &self.last, &self.kind, &self.case, &self.actor, &self.since, &self.until, &self.text]
            .iter()
            .any(|word| !word.is_empty())
    }
}

#[derive(Clone, Debug)]
pub struct LedgerFound {
    pub size: u64,
    pub root: String,
    pub rows: Vec<LedgerRow>,
    /// The key of the next page.
    pub older: Option<i64>,
    /// A search over words ended there without having seen everything.
    pub looked_to: Option<i64>,
    /// Id and name of everybody who can have acted.
    pub people: Vec<(String, String)>,
    pub checked: Option<CheckedRow>,
    /// What cannot be read: the field's name and a sentence.
    pub problem: Option<(&'static str, Phrase)>,
}

impl Desk {
    pub async fn ledger_found(&self, who: &Who, ask: &LedgerAsk, reader_zone: Zone) -> Done<LedgerFound> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let frontier = ledger::head(&mut conn).await?;
        let size = i64::try_from(frontier.size()).unwrap_or(i64::MAX);
        let names = self.names_in(&mut conn).await?;
        let mut people: Vec<(String, String)> =
            names.0.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
        people.sort_by(|one, two| one.1.cmp(&two.1));
        let mut found = LedgerFound {
            size: frontier.size(),
            root: hex::encode(frontier.root()),
            rows: Vec::new(),
            older: None,
            looked_to: None,
            people,
            checked: jobs::last_checked(&mut conn).await?,
            problem: None,
        };
        let filter = match read(&mut conn, ask, reader_zone).await? {
            Ok(filter) => filter,
            Err(problem) => {
                found.problem = Some(problem);
                return Ok(found);
            }
        };
        let mut to = if filter.to > 0 { filter.to.min(size) } else { size };
        if let Some(before) = number(&ask.before) {
            to = to.min(before - 1);
        }
        let (rows, older, looked_to) = if ask.text.is_empty() {
            let mut rows = explorer::events(&mut conn, &filter, filter.from.max(1), to, true, PAGE + 1).await?;
            let more = rows.len() as i64 > PAGE;
            rows.truncate(PAGE as usize);
            let older = rows.last().filter(|_| more).map(|row| row.seq);
            let mut rows = ledger_rows(&mut conn, rows, &names).await?;
            without_words(who, &mut rows);
            (rows, older, None)
        } else {
            self.by_words(&mut conn, who, &filter, to, &ask.text, &names).await?
        };
        (found.rows, found.older, found.looked_to) = (rows, older, looked_to);
        Ok(found)
    }

    /// Words are looked for in what the entry says to staff and in its exact text.
    async fn by_words(
        &self,
        conn: &mut Conn<'_>,
        who: &Who,
        filter: &EventFilter,
        mut to: i64,
        text: &str,
        names: &Names,
    ) -> Done<(Vec<LedgerRow>, Option<i64>, Option<i64>)> {
        let wanted = text.to_lowercase();
        let mut rows: Vec<LedgerRow> = Vec::new();
        let mut looked = 0;
        while looked < LOOKED_THROUGH {
            let batch = explorer::events(conn, filter, filter.from.max(1), to, true, STEP).await?;
            let Some(last) = batch.last().map(|row| row.seq) else { return Ok((rows, None, None)) };
            looked += batch.len() as i64;
            let mut batch = ledger_rows(conn, batch, names).await?;
            without_words(who, &mut batch);
            for row in batch {
                let said = row.sentence.as_ref().is_some_and(|sentence| {
                    sentence.text.to_string().to_lowercase().contains(&wanted)
                        || sentence
                            .quote
                            .as_ref()
                            .is_some_and(|quote| quote.to_string().to_lowercase().contains(&wanted))
                });
                if said || row.leaf.to_lowercase().contains(&wanted) || row.leaf_hash.starts_with(&wanted) {
                    rows.push(row);
                }
                if rows.len() as i64 == PAGE {
                    let older = rows.last().map(|row| row.seq).filter(|seq| *seq > 1);
                    return Ok((rows, older, None));
                }
            }
            to = last - 1;
        }
        Ok((rows, Some(to + 1), Some(to + 1)))
    }
}

async fn read(
    conn: &mut Conn<'_>,
    ask: &LedgerAsk,
    reader_zone: Zone,
) -> Done<Result<EventFilter, (&'static str, Phrase)>> {
    let wrong = |field, sentence: &'static str| Ok(Err((field, Phrase::from(sentence))));
    let mut filter = EventFilter { kind: ask.kind.clone(), ..EventFilter::default() };
    for (text, field, edge) in [(&ask.first, "first", 0), (&ask.last, "last", 1)] {
        match (text.is_empty(), number(text)) {
            (true, _) => {}
            (false, Some(seq)) if edge == 0 => filter.from = seq,
            (false, Some(seq)) => filter.to = seq,
            (false, None) => return wrong(field, "Write the number of an entry, such as 1204."),
        }
    }
    if !ask.case.is_empty() {
        let Some(held) = lists::case_by_number(conn, &ask.case).await? else {
            return wrong("case", "There is no case with this number.");
        };
        filter.case = held.noun.id.to_string();
    }
    filter.actor = match ask.actor.as_str() {
        "" => String::new(),
        word @ ("system" | "reporter") => word.to_owned(),
        word @ ("customer" | "machine") => format!("{word}:*"),
        id => format!("person:{id}"),
    };
    let zone = if ask.zone.is_empty() { Some(reader_zone) } else { Zone::parse(&ask.zone) };
    let Some(zone) = zone else {
        return wrong("zone", "Write the name of a time zone, such as Europe/Paris or UTC.");
    };
    if !ask.since.is_empty() {
        let Some(since) = read_edge(&ask.since, &zone, false) else {
            return wrong("since", "Write a day such as 2026-01-10, or a day and a time.");
        };
        filter.since = Some(since.micros());
        // Numbers grow with time, so the search begins where the time does.
        let first = explorer::first_from(conn, since).await?;
        filter.from = filter.from.max(first.unwrap_or(i64::MAX));
    }
    if !ask.until.is_empty() {
        let Some(until) = read_edge(&ask.until, &zone, true) else {
            return wrong("until", "Write a day such as 2026-01-10, or a day and a time.");
        };
        filter.until = Some(until.micros());
        let last = explorer::last_before(conn, until).await?.unwrap_or(0).max(1);
        filter.to = if filter.to > 0 { filter.to.min(last) } else { last };
    }
    Ok(Ok(filter))
}

fn number(text: &str) -> Option<i64> {
    text.trim().trim_start_matches('#').parse().ok().filter(|seq| *seq > 0)
}
