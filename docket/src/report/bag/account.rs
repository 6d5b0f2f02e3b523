//! What a bag holds of the ledger and of the evidence, and an account of everything that its entries name and that is
//! not in it. Nothing is left out without a line that says so.

use super::super::case_file::ending;
use super::super::masked::{hides_entry, hides_value};
use super::super::profile::{Part, Profile};
use super::super::safe_csv::table;
use super::About;
use super::earlier::mailed;
use crate::checkpoint::bag::{Given, Kind, LeftOut, Listed, Named, Opened, Why, is_sha256, named_in};
use crate::desk::checkpoints::openings_of;
use crate::desk::pages::read_events;
use crate::ledger::Hash;
use crate::letter::{Left, Letter};
use crate::people::Actor;
use crate::private::ERASED;
use crate::sentence::Names;
use crate::store::keeping::{self, Piece};
use crate::store::ledger::EventRow;
use crate::store::{Conn, StoreError, Stored, explorer};
use crate::time::Moment;
use crate::words::Language;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What stands in the place of a file that was destroyed.
pub(super) const DESTROYED: &str = "[destroyed]";
const MISSING: &str = "[missing]";
/// So many entries are looked at together.
const PAGE: usize = 200;

/// Where a file comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Evidence,
    Sent,
    Received,
}

/// A file of the bag that was made elsewhere, by its hash.
#[derive(Clone, Debug)]
pub struct Item {
    pub direction: Direction,
    /// Below `data/`. None: it is not in the bag.
    pub path: Option<String>,
    pub sha256: String,
    /// "complaint C-12", "the desk"
    pub from: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    /// Of a letter: to whom, about what, and what the mail server said.
    pub letter: Option<[String; 3]>,
}

impl Item {
    /// A letter as it was handed over. None: it has not left.
    pub fn sent(letter: &Letter, path: String) -> Option<Item> {
        let Left { bytes, response, .. } = letter.left()?;
        Some(Item {
            direction: Direction::Sent,
            path: Some(path),
            sha256: bytes,
            from: "the desk".into(),
            name: String::new(),
            media_type: "message/rfc822".into(),
            size: 0,
            letter: Some([letter.to.show().to_owned(), letter.subject.show().to_owned(), response]),
        })
    }
}

/// One entry that names a file.
#[derive(Clone, Debug)]
struct Step {
    sha256: String,
    entry: i64,
    at: Moment,
    actor: String,
    kind: String,
}

/// What the bag holds, and what it does not.
#[derive(Clone, Debug, Default)]
pub struct Account {
    pub listed: Vec<Listed>,
    pub items: Vec<Item>,
    pub left_out: Vec<LeftOut>,
    /// The entries with which notices were written that carry a checkpoint.
    pub mailed: Vec<i64>,
    leaves: BTreeMap<u64, Vec<u8>>,
    openings: BTreeMap<u64, Vec<u8>>,
    steps: Vec<Step>,
    /// Commitments that are open, and files that are there or spoken of.
    done: HashSet<String>,
}

impl Account {
    /// `rows` are the entries that it is about, `items` the files that it has already.
    pub(in super::super) async fn of(
        conn: &mut Conn<'_>,
        profile: Profile,
        names: &Names,
        rows: Vec<EventRow>,
        items: Vec<Item>,
    ) -> Stored<Account> {
        let mut account = Account { items, ..Account::default() };
        account.done =
            account.items.iter().filter(|item| item.path.is_some()).map(|item| item.sha256.clone()).collect();
        account.mailed = mailed(&rows)?;
        let mut rows = rows;
        let mut seen: BTreeSet<i64> = rows.iter().map(|row| row.seq).collect();
        // What went is shown by the entry with which it went, and that one may name more.
        while !rows.is_empty() {
            let mut went = BTreeSet::new();
            for some in rows.chunks(PAGE) {
                account.read(conn, profile, names, some, &mut went).await?;
            }
            let more: Vec<i64> = went.into_iter().filter(|seq| seen.insert(*seq)).collect();
            rows = explorer::by_numbers(conn, &more).await?;
        }
        account.listed.sort_by_key(|listed| listed.entry);
        account.left_out.sort();
        account.left_out.dedup();
        account.steps.sort_by(|one, two| (&one.sha256, one.entry).cmp(&(&two.sha256, two.entry)));
        account.steps.dedup_by(|two, one| one.sha256 == two.sha256 && one.entry == two.entry);
        Ok(account)
    }

    async fn read(
        &mut self,
        conn: &mut Conn<'_>,
        profile: Profile,
        names: &Names,
        rows: &[EventRow],
        went: &mut BTreeSet<i64>,
    ) -> Stored<()> {
        let mut openings = openings_of(conn, rows).await?;
        let events = read_events(conn, rows).await?;
        for (row, event) in rows.iter().zip(&events) {
            let leaf: Value = serde_json::from_slice(&row.leaf)?;
            let entry = number(row.seq);
            let hidden = hides_entry(profile, &row.kind, &leaf);
            let leaf_hash = Hash::try_from(row.leaf_hash.as_slice())
                .map_err(|_| StoreError::Damaged(format!("entry {} has no hash", row.seq)))?;
            self.listed.push(Listed { entry, leaf_hash, shown: hidden.is_none() });
            self.follow(row, profile_actor(profile, names, event.actor), &leaf);
            if let Some(words) = hidden {
                self.left_out.push(left_out(entry, Kind::Entry, Why::Withheld, words));
                continue;
            }
            self.leaves.insert(entry, row.leaf.clone());
            for (field, commitment) in sealed_in(&leaf["body"]) {
                let hash = hex::encode(commitment);
                let line = |why, words| LeftOut {
                    field: Some(field.clone()),
                    hash: Some(hash.clone()),
                    ..left_out(entry, Kind::Value, why, words)
                };
                if self.done.contains(&hash) {
                    continue;
                }
                if let Some(words) = hides_value(profile, &row.kind, &leaf, &field) {
                    self.left_out.push(line(Why::Withheld, words));
                } else if let Some(opening) = openings.remove(&commitment) {
                    let lines = self.openings.entry(entry).or_default();
                    put_line(lines, &Opened::of(entry, opening))?;
                    self.done.insert(hash);
                } else {
                    let with = keeping::went_with(conn, Piece::Value, &hash).await?;
                    went.extend(with);
                    let why = if with.is_some() { Why::Gone } else { Why::Missing };
                    self.left_out.push(LeftOut { with: with.map(number), ..line(why, ERASED) });
                }
            }
            self.files(conn, profile, row, &leaf, went).await?;
        }
        Ok(())
    }

    /// The files that an entry names: here, found now, or told as left out.
    async fn files(
        &mut self,
        conn: &mut Conn<'_>,
        profile: Profile,
        row: &EventRow,
        leaf: &Value,
        went: &mut BTreeSet<i64>,
    ) -> Stored<()> {
        let entry = number(row.seq);
        let body = &leaf["body"];
        let sealed = body["report"]["sealed"] == true || body["sealed"] == true;
        for named in named_in(leaf) {
            if !self.done.insert(named.sha256.clone()) {
                continue;
            }
            let line =
                |why, words| LeftOut { hash: Some(named.sha256.clone()), ..left_out(entry, Kind::File, why, words) };
            if sealed {
                self.left_out.push(line(Why::Sealed, Part::SealedPlaces.mask()));
            } else if !keeping::is_kept(conn, &named.sha256).await? {
                let with = keeping::went_with(conn, Piece::Bytes, &named.sha256).await?;
                went.extend(with);
                let (why, words) = if with.is_some() { (Why::Gone, DESTROYED) } else { (Why::Missing, MISSING) };
                self.left_out.push(LeftOut { with: with.map(number), ..line(why, words) });
            } else if profile == Profile::Internal {
                let item = self.found(row, body, named);
                self.items.push(item);
            } else {
                self.left_out.push(line(Why::Withheld, "[withheld: file]"));
            }
        }
        Ok(())
    }

    /// Whatever the entries name and the papers do not mention leaves as well: reports and mails as they came in.
    fn found(&self, row: &EventRow, body: &Value, named: Named) -> Item {
        let direction = match named.given {
            Given::Raw if row.kind == "mail_received" || body["report"]["channel"] == "mail" => Direction::Received,
            Given::Bytes if row.kind.starts_with("letter_") => Direction::Sent,
            _ => Direction::Evidence,
        };
        let place = 1 + self.items.iter().filter(|item| item.direction == direction).count();
        let short = &named.sha256[..12];
        let media_type = named.media_type.unwrap_or_default();
        let path = match direction {
            Direction::Evidence => format!("evidence/{place:04}-{short}.{}", ending(&media_type)),
            Direction::Sent => format!("messages/sent-{place:04}-{short}.eml"),
            Direction::Received => format!("messages/received-{place:04}-{short}.eml"),
        };
        let from = match (named.given, body["number"].as_i64()) {
            (Given::Raw, Some(number)) if row.kind == "complaint_received" => {
                format!("complaint C-{number}, as it came")
            }
            (Given::Raw, Some(number)) if row.kind == "mail_received" => format!("mail ML-{number}, as it came"),
            _ => format!("entry {}", row.seq),
        };
        Item {
            direction,
            path: Some(path),
            sha256: named.sha256,
            from,
            name: String::new(),
            media_type,
            size: named.size.unwrap_or_default(),
            letter: None,
        }
    }

    /// Every hash that an entry names, whatever for.
    fn follow(&mut self, row: &EventRow, actor: String, leaf: &Value) {
        let mut hashes = BTreeSet::new();
        hashes_in(leaf, &mut hashes);
        let (at, kind) = (Moment::from_micros(row.at), row.kind.replace('_', " "));
        self.steps.extend(hashes.into_iter().map(|sha256| Step {
            sha256: sha256.to_owned(),
            entry: row.seq,
            at,
            actor: actor.clone(),
            kind: kind.clone(),
        }));
    }

    /// The first entry whose text is there, with the number of its line.
    pub(super) fn first_shown(&self) -> Option<u64> {
        self.listed.iter().find(|listed| listed.shown).map(|listed| listed.entry)
    }

    /// The files that are made of the account itself.
    pub(super) fn tables(&self, about: &About, files: &mut BTreeMap<String, Vec<u8>>) -> Stored<()> {
        let mut left_out = Vec::new();
        for line in &self.left_out {
            put_line(&mut left_out, line)?;
        }
        files.insert("left-out.jsonl".into(), left_out);
        if !self.leaves.is_empty() {
            let lines = self.leaves.values().flat_map(|leaf| [leaf.as_slice(), b"\n"]).collect::<Vec<_>>().concat();
            files.insert("events.jsonl".into(), lines);
            files.insert("openings.jsonl".into(), self.openings.values().flatten().copied().collect());
        }
        files.insert("evidence/index.csv".into(), self.evidence_index()?);
        if self.items.iter().any(|item| item.direction != Direction::Evidence) {
            files.insert("messages/index.csv".into(), self.message_index()?);
        }
        files.insert("custody.csv".into(), self.custody(about)?);
        Ok(())
    }

    fn entries_naming(&self, sha256: &str) -> String {
        let from = self.steps.partition_point(|step| step.sha256.as_str() < sha256);
        let of = self.steps[from..].iter().take_while(|step| step.sha256 == sha256);
        of.map(|step| step.entry.to_string()).collect::<Vec<_>>().join(" ")
    }

    fn evidence_index(&self) -> Stored<Vec<u8>> {
        let rows = self.items.iter().filter(|item| item.direction == Direction::Evidence).map(|item| {
            vec![
                item.path.clone().unwrap_or_else(|| "not in this file".into()),
                item.from.clone(),
                item.name.clone(),
                item.media_type.clone(),
                item.size.to_string(),
                item.sha256.clone(),
                self.entries_naming(&item.sha256),
            ]
        });
        table(&["file", "came_with", "name", "media_type", "size", "sha256", "entries"], rows)
    }

    fn message_index(&self) -> Stored<Vec<u8>> {
        let rows = self.items.iter().filter(|item| item.direction != Direction::Evidence).map(|item| {
            let [to, subject, response] = item.letter.clone().unwrap_or_default();
            let way = if item.direction == Direction::Sent { "sent" } else { "received" };
            let file = item.path.clone().unwrap_or_else(|| "not in this file".into());
            let entries = self.entries_naming(&item.sha256);
            vec![file, way.into(), to, subject, response, item.sha256.clone(), entries]
        });
        table(&["file", "way", "to", "subject", "response", "sha256", "entries"], rows)
    }

    /// Each file with every entry that names it: who had to do with it, and when.
    fn custody(&self, about: &About) -> Stored<Vec<u8>> {
        let mut rows = Vec::new();
        for item in &self.items {
            let Some(path) = &item.path else { continue };
            let from = self.steps.partition_point(|step| step.sha256 < item.sha256);
            for step in self.steps[from..].iter().take_while(|step| step.sha256 == item.sha256) {
                let local = about.zone.show(step.at, Language::En);
                rows.push(vec![
                    path.clone(),
                    item.sha256.clone(),
                    step.entry.to_string(),
                    step.at.rfc3339(),
                    local.long,
                    step.actor.clone(),
                    step.kind.clone(),
                ]);
            }
        }
        table(&["file", "sha256", "entry", "at_utc", "at_local", "actor", "what"], rows)
    }
}

fn profile_actor(profile: Profile, names: &Names, actor: Actor) -> String {
    profile.actor(names, actor)
}

fn left_out(entry: u64, what: Kind, why: Why, words: &str) -> LeftOut {
    LeftOut { entry: Some(entry), field: None, hash: None, what, words: words.to_owned(), why, with: None }
}

fn put_line(lines: &mut Vec<u8>, line: &impl Serialize) -> Stored<()> {
    serde_json::to_writer(&mut *lines, line)?;
    lines.push(b'\n');
    Ok(())
}

fn hashes_in<'v>(value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::String(text) if is_sha256(text) => drop(found.insert(text)),
        Value::Array(items) => items.iter().for_each(|item| hashes_in(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| hashes_in(field, found)),
        _ => {}
    }
}

/// Where personal values stand in the body of an entry: `report/reporter/name`.
fn sealed_in(body: &Value) -> Vec<(String, Hash)> {
    fn walk(value: &Value, path: &str, found: &mut Vec<(String, Hash)>) {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}/{key}") };
        match value {
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(place, item)| walk(item, &below(&place.to_string()), found));
            }
            Value::Object(fields) => {
                let only = if fields.len() == 1 { fields.get("c").and_then(Value::as_str) } else { None };
                match only.filter(|text| is_sha256(text)).and_then(|text| hex::decode(text).ok()?.try_into().ok()) {
                    Some(commitment) => found.push((path.to_owned(), commitment)),
                    None => fields.iter().for_each(|(key, field)| walk(field, &below(key), found)),
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(body, "", &mut found);
    found
}

fn number(seq: i64) -> u64 {
    u64::try_from(seq).unwrap_or(0)
}
