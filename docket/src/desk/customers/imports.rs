//! Customers and assets from a list: first what it would change, then, on a person's word, the change itself, some
//! hundred rows in one transaction each, so that nobody else waits for long and a crash loses nothing.

use super::book::Book;
use super::sheet::{Row, Sheet};
use crate::customer::changes::Imported;
use crate::desk::work::Begun;
use crate::desk::{Desk, Done, Who, again};
use crate::event::Event;
use crate::id::CommandId;
use crate::people::Act;
use crate::phrase;
use crate::refusal::Refusal;
use crate::report::safe_csv;
use crate::store::aside_imports::{self, ImportRow};
use crate::store::{StoreError, aside, evidence};
use crate::time::Moment;
use crate::words::{Language, Phrase};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use super::sheet::{COLUMNS, MOST_ROWS};

/// So many rows become true together.
const CHUNK: usize = 400;
/// So many rows that change something are shown before the change; refused ones are all kept.
const MOST_SHOWN: usize = 200;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    Added,
    Changed,
    Unchanged,
    Refused,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportLine {
    pub row: usize,
    pub effect: Effect,
    pub handle: String,
    /// The column that was refused.
    #[serde(default)]
    pub column: String,
    pub sentence: Phrase,
    /// The same in French: what is kept is English, and no longer knows its parts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    french: String,
}

impl ImportLine {
    pub fn said(&self, language: Language) -> String {
        match language {
            Language::Fr if !self.french.is_empty() => self.french.clone(),
            language => self.sentence.in_language(language),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportReport {
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub refused: u32,
    pub unread: Vec<String>,
    pub lines: Vec<ImportLine>,
    /// How many of the lines are not about refused rows.
    shown: usize,
}

impl ImportReport {
    fn note(&mut self, line: ImportLine) {
        match line.effect {
            Effect::Added => self.added += 1,
            Effect::Changed => self.changed += 1,
            Effect::Unchanged => self.unchanged += 1,
            Effect::Refused => self.refused += 1,
        }
        let refused = line.effect == Effect::Refused;
        if refused || (line.effect != Effect::Unchanged && self.shown < MOST_SHOWN) {
            self.shown += usize::from(!refused);
            self.lines.push(line);
        }
    }

    pub fn rows(&self) -> u32 {
        self.added + self.changed + self.unchanged + self.refused
    }
}

/// A list as its page shows it.
#[derive(Clone, Debug)]
pub struct ImportView {
    pub id: String,
    pub name: String,
    pub made_at: Moment,
    pub stage: String,
    pub total: i64,
    pub done: i64,
    pub report: ImportReport,
}

impl Desk {
    /// Reads a list and says what it would change. Nothing is changed. Gives back the list's number.
    pub async fn check_import(&self, who: &Who, command: CommandId, name: &str, bytes: &[u8]) -> Done<String> {
        who.must(Act::KeepCustomers)?;
        let id = command.to_string();
        if aside_imports::get(&mut self.read().await?.conn(), &id).await?.is_some() {
            return Ok(id);
        }
        let sheet = Sheet::read(bytes).map_err(|sentence| Refusal::field("file", sentence))?;
        let mut report = ImportReport { unread: sheet.unread.clone(), ..ImportReport::default() };
        let mut book = Book::new(self);
        let mut reader = self.read().await?;
        for rows in sheet.rows.chunks(CHUNK) {
            open(&mut book, &mut reader.conn(), rows).await?;
            for row in rows {
                plan(row, &mut book, &mut report);
            }
        }
        drop(reader);
        let mut tx = self.write().await?;
        let sha256 = evidence::keep(&mut tx.conn(), &self.settings.data, bytes, self.now()).await?;
        let row = ImportRow {
            id: id.clone(),
            person_id: who.person.id.to_string(),
            made_at: self.now().micros(),
            name: name.chars().take(200).collect(),
            sha256,
            stage: "checked".into(),
            total: i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX),
            done: 0,
            report: serde_json::to_string(&report).map_err(StoreError::from)?,
        };
        aside_imports::add(&mut tx.conn(), &row).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub async fn import_view(&self, id: &str) -> Done<ImportView> {
        let row = self.import_row(id).await?;
        view(row)
    }

    /// The newest lists, without what was found in them.
    pub async fn imports(&self) -> Done<Vec<ImportView>> {
        let mut reader = self.read().await?;
        let rows = aside_imports::newest(&mut reader.conn(), 20).await?;
        rows.into_iter().map(view).collect()
    }

    async fn import_row(&self, id: &str) -> Done<ImportRow> {
        let mut reader = self.read().await?;
        Ok(aside_imports::get(&mut reader.conn(), id).await?.ok_or(Refusal::NotFound("list"))?)
    }

    /// Carries a checked list out. One that was cut off goes on where it stopped: each part is a command of its own.
    pub async fn run_import(&self, who: &Who, id: &str) -> Done<ImportReport> {
        who.must(Act::KeepCustomers)?;
        let list = self.import_row(id).await?;
        if list.stage == "done" {
            return Ok(view(list)?.report);
        }
        let bytes = evidence::bytes(&mut self.read().await?.conn(), &self.settings.data, &list.sha256).await?;
        let bytes = bytes.ok_or_else(|| StoreError::Damaged(format!("the list {} is gone", list.sha256)))?;
        let sheet = Sheet::read(&bytes).map_err(|why| StoreError::Damaged(why.to_string()))?;
        let mut report = if list.done > 0 { view(list.clone())?.report } else { ImportReport::default() };
        report.unread.clone_from(&sheet.unread);
        let mut done = usize::try_from(list.done).unwrap_or(0);
        while done < sheet.rows.len() {
            let rows = &sheet.rows[done..sheet.rows.len().min(done + CHUNK)];
            report = self.import_rows(who, &list, done, rows, &report).await?;
            done += rows.len();
        }
        let all = Imported {
            file: list.sha256.clone(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            rows: report.rows(),
            added: report.added,
            changed: report.changed,
            unchanged: report.unchanged,
            refused: report.refused,
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command_of(id, "end"), &list.sha256).await? {
                Begun::Before(_) => return Ok(report.clone()),
                Begun::Now(work) => work,
            };
            let text = serde_json::to_string(&report).map_err(StoreError::from)?;
            aside_imports::set(&mut work.conn(), id, "done", list.total, &text).await?;
            work.record(Event::CustomersImported(Box::new(all.clone()))).await?;
            work.commit().await?;
            Ok(report.clone())
        })
    }

    async fn import_rows(
        &self,
        who: &Who,
        list: &ImportRow,
        first: usize,
        rows: &[Row],
        before: &ImportReport,
    ) -> Done<ImportReport> {
        again!(async {
            let command = command_of(&list.id, &first.to_string());
            let mut work = match self.begin(who.actor(), command, &(&list.sha256, first)).await? {
                // Somebody else carries the same list out: what they noted is what happened.
                Begun::Before(_) => return Ok(view(self.import_row(&list.id).await?)?.report),
                Begun::Now(work) => work,
            };
            let mut report = before.clone();
            let keys: Vec<String> = rows.iter().filter_map(Row::key).collect();
            aside::take_turns(&mut work.conn(), &keys).await?;
            let mut book = Book::new(self);
            open(&mut book, &mut work.conn(), rows).await?;
            for row in rows {
                for event in plan(row, &mut book, &mut report) {
                    work.record(event).await?;
                }
            }
            let done = i64::try_from(first + rows.len()).unwrap_or(i64::MAX);
            let text = serde_json::to_string(&report).map_err(StoreError::from)?;
            aside_imports::set(&mut work.conn(), &list.id, "running", done, &text).await?;
            work.commit().await?;
            Ok(report)
        })
    }

    /// The report as a table: a line for each refused row, and the first of those that changed something.
    pub async fn import_csv(&self, who: &Who, id: &str) -> Done<Vec<u8>> {
        who.must(Act::KeepCustomers)?;
        let lines = self.import_view(id).await?.report.lines;
        let rows = lines.into_iter().map(|line| {
            let effect = match line.effect {
                Effect::Added => "added",
                Effect::Changed => "changed",
                Effect::Unchanged => "unchanged",
                Effect::Refused => "refused",
            };
            vec![line.row.to_string(), effect.to_owned(), line.handle, line.column, line.sentence.to_string()]
        });
        Ok(safe_csv::table(&["row", "effect", "handle", "column", "sentence"], rows)?)
    }
}

fn view(row: ImportRow) -> Done<ImportView> {
    let report = if row.report.is_empty() {
        ImportReport::default()
    } else {
        serde_json::from_str(&row.report).map_err(StoreError::from)?
    };
    Ok(ImportView {
        id: row.id,
        name: row.name,
        made_at: Moment::from_micros(row.made_at),
        stage: row.stage,
        total: row.total,
        done: row.done,
        report,
    })
}

async fn open(book: &mut Book<'_>, conn: &mut crate::store::Conn<'_>, rows: &[Row]) -> Done<()> {
    let handles = rows.iter().map(Row::handle).collect();
    Ok(book.open(conn, handles, rows.iter().filter_map(Row::key).collect()).await?)
}

/// The events of a row, already true in the book, and its line in the report.
fn plan(row: &Row, book: &mut Book<'_>, report: &mut ImportReport) -> Vec<Event> {
    let handle = row.handle();
    let (events, effect, column, sentence) = match row.plan(book) {
        Ok(events) if events.is_empty() => (events, Effect::Unchanged, "", Phrase::Said(String::new())),
        Ok(events) => {
            let adds = |event: &Event| {
                matches!(event, Event::CustomerAdded { .. } | Event::ContactAdded { .. } | Event::AssetAssigned { .. })
            };
            let effect = if events.iter().any(adds) { Effect::Added } else { Effect::Changed };
            let said = said(&events, book);
            (events, effect, "", said)
        }
        Err(wrong) => (Vec::new(), Effect::Refused, wrong.column, wrong.sentence),
    };
    book.happen(&handle, &events);
    let french = sentence.in_language(Language::Fr);
    report.note(ImportLine { row: row.number, effect, handle, column: column.to_owned(), sentence, french });
    events
}

/// "New customer. 192.0.2.0/26 from 1 Jan 2026, taken from old-tenant."
fn said(events: &[Event], book: &Book<'_>) -> Phrase {
    let mut parts = Vec::new();
    let mut taken = Phrase::Said(String::new());
    for event in events {
        parts.push(match event {
            Event::CustomerAdded { .. } => phrase!("New customer."),
            Event::AccountChanged(_) => phrase!("Account changed."),
            Event::ContactAdded { .. } => phrase!("New contact."),
            Event::ContactChanged(_) => phrase!("Contact changed."),
            Event::AssetReleased { customer, to, .. } => {
                taken = phrase!(", taken from {}", book.handle_of(*customer));
                let only = !events.iter().any(|event| matches!(event, Event::AssetAssigned { .. }));
                if !only {
                    continue;
                }
                phrase!("Held until {}.", to)
            }
            Event::AssetTermChanged(new) => {
                let until = new.to.map_or_else(|| phrase!("without an end"), |to| phrase!("until {}", to));
                phrase!("{} from {} {}.", new.value, new.from, until)
            }
            Event::AssetAssigned { value, from, to, .. } => {
                let until = to.map_or_else(|| Phrase::Said(String::new()), |to| phrase!(" until {}", to));
                phrase!("{} from {}{}{}.", value, from, until, taken)
            }
            _ => continue,
        });
    }
    Phrase::join(parts, " ")
}

/// Each part of a list is one intention, whoever carries it out and however often.
fn command_of(list: &str, part: &str) -> CommandId {
    let hash = Sha256::digest(format!("import {list}: {part}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    CommandId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
