//! The case file: everything on one case in a zip that a lawyer can open and a stranger can check.
//!
//! The same case at the same event gives the same bytes: names are sorted, times are fixed.

use super::safe_csv::table;
use crate::complaint::Exhibit;
use crate::desk::pages::read_events;
use crate::desk::{Desk, Done, Who};
use crate::event::Recorded;
use crate::letter::Left;
use crate::people::Act;
use crate::private::plain;
use crate::sentence::Audience;
use crate::store::evidence::sha256_hex;
use crate::store::ledger::{self, EventRow};
use crate::store::{StoreError, Stored, evidence, lists};
use crate::view::CaseView;
use crate::words::Language;
use std::collections::BTreeMap;
use std::io::Write;

/// One entry of the timeline as the document shows it, oldest first.
#[derive(Clone, Debug)]
pub struct Line {
    pub seq: i64,
    pub recorded: Recorded,
    pub kind: String,
    pub leaf_hash: String,
    pub text: String,
    pub quote: Option<String>,
}

/// A message as it was handed over, byte for byte.
#[derive(Clone, Debug)]
pub struct Message {
    pub name: String,
    pub to: String,
    pub subject: String,
    pub response: String,
    pub sha256: String,
    pub bytes: Vec<u8>,
}

/// A file of the case.
#[derive(Clone, Debug)]
pub struct Piece {
    pub name: String,
    pub exhibit: Exhibit,
    pub from: String,
    /// None: sealed material never leaves.
    pub bytes: Option<Vec<u8>>,
}

/// All that the document and the zip are made of.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub provider: String,
    pub view: CaseView,
    pub lines: Vec<Line>,
    pub messages: Vec<Message>,
    pub pieces: Vec<Piece>,
    /// Size and root of the ledger when the file was made.
    pub ledger_size: u64,
    pub ledger_root: String,
    leaves: Vec<Vec<u8>>,
}

/// Reads everything. `who` is none for whoever has the machine's shell.
pub async fn gather(desk: &Desk, who: Option<&Who>, number: &str) -> Done<CaseFile> {
    if let Some(who) = who {
        who.must(Act::Export)?;
    }
    let mut view = desk.case_view(number, None).await?;
    let folder = desk.settings().data.clone();
    let mut reader = desk.read().await?;
    let mut conn = reader.conn();
    let frontier = ledger::head(&mut conn).await?;
    // Every complaint of the case, not only the first page of them.
    view.complaints.clear();
    let mut after = 0;
    loop {
        let batch = lists::complaints_of_case(&mut conn, view.case.id, after, 500).await?;
        let Some(last) = batch.last() else { break };
        after = last.noun.number;
        view.complaints.extend(batch.into_iter().map(|held| held.noun));
    }
    let mut rows = ledger::of_case(&mut conn, view.case.id, i64::MAX, i64::MAX).await?;
    rows.reverse();
    let events = read_events(&mut conn, &rows).await?;
    let lines = rows.iter().zip(&events).filter_map(|(row, event)| line(row, event, &view)).collect();

    let mut messages = Vec::new();
    for (place, letter) in view.letters.iter().enumerate() {
        if let Some(Left { bytes, response, .. }) = letter.left()
            && let Some(content) = evidence::bytes(&mut conn, &folder, &bytes).await?
        {
            messages.push(Message {
                name: format!("messages/{:04}-{}.eml", place + 1, letter.id),
                to: letter.to.show().to_owned(),
                subject: letter.subject.show().to_owned(),
                response,
                sha256: bytes,
                bytes: content,
            });
        }
    }

    let mut named: Vec<(String, Exhibit, bool)> = Vec::new();
    for complaint in &view.complaints {
        for exhibit in &complaint.report.evidence {
            named.push((format!("complaint C-{}", complaint.number), exhibit.clone(), complaint.report.sealed));
        }
    }
    for answer in &view.answers {
        named.extend(answer.files.iter().map(|file| (format!("answer {}", answer.receipt), file.clone(), false)));
    }
    for event in &events {
        if let crate::event::Event::EvidenceAdded { exhibit, .. } = &event.event {
            named.push(("the desk".into(), exhibit.clone(), false));
        }
    }
    let mut pieces = Vec::with_capacity(named.len());
    for (place, (from, exhibit, sealed)) in named.into_iter().enumerate() {
        let bytes = if sealed { None } else { evidence::bytes(&mut conn, &folder, &exhibit.sha256).await? };
        let name = format!(
            "evidence/{:04}-{}.{}",
            place + 1,
            &exhibit.sha256[..exhibit.sha256.len().min(12)],
            ending(&exhibit.media_type)
        );
        pieces.push(Piece { name, exhibit, from, bytes });
    }
    Ok(CaseFile {
        provider: desk.settings().provider.clone(),
        view,
        lines,
        messages,
        pieces,
        ledger_size: frontier.size(),
        ledger_root: hex::encode(frontier.root()),
        leaves: rows.into_iter().map(|row| row.leaf).collect(),
    })
}

fn line(row: &EventRow, event: &Recorded, view: &CaseView) -> Option<Line> {
    let sentence = event.sentence(Audience::Export, Language::En, &view.names)?;
    Some(Line {
        seq: row.seq,
        recorded: event.clone(),
        kind: row.kind.clone(),
        leaf_hash: hex::encode(&row.leaf_hash),
        text: sentence.text.to_string(),
        quote: sentence.quote.map(|words| words.to_string()),
    })
}

/// A harmless ending: what a file is called inside the zip never makes a computer run it.
pub(super) fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/csv" => "csv",
        "message/rfc822" => "eml.txt",
        _ => "bin",
    }
}

const VERIFY: &str = include_str!("case_file/VERIFY.txt");

impl CaseFile {
    /// The zip. `document` is the printable page, made by whoever knows HTML.
    pub fn zip(&self, document: &str) -> Stored<Vec<u8>> {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        files.insert("report.html".into(), document.as_bytes().to_vec());
        files.insert("VERIFY.txt".into(), VERIFY.as_bytes().to_vec());
        files.insert("case.json".into(), serde_json::to_vec_pretty(&self.json()?)?);
        files.insert(
            "events.jsonl".into(),
            self.leaves.iter().flat_map(|leaf| [leaf.as_slice(), b"\n"].concat()).collect(),
        );
        files.insert("timeline.csv".into(), self.timeline()?);
        files.insert("complaints.csv".into(), self.complaints()?);
        files.insert("deadlines.csv".into(), self.deadlines()?);
        files.insert("messages/index.csv".into(), self.message_index()?);
        files.insert("evidence/index.csv".into(), self.evidence_index()?);
        for decision in &self.view.decisions {
            let name = format!("decisions/D-{}.txt", decision.number);
            files.insert(name, decision.statement.text.show().as_bytes().to_vec());
        }
        for message in &self.messages {
            files.insert(message.name.clone(), message.bytes.clone());
        }
        for piece in &self.pieces {
            if let Some(bytes) = &piece.bytes {
                files.insert(piece.name.clone(), bytes.clone());
            }
        }
        let manifest: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256_hex(bytes))).collect();
        files.insert("manifest-sha256.txt".into(), manifest.into_bytes());
        pack(&files)
    }

    /// The nouns of the case as they stand, personal values in the clear: this file is for those who may read them.
    fn json(&self) -> Stored<serde_json::Value> {
        let view = &self.view;
        let mut value = serde_json::json!({
            "format": "duenotice case file 1",
            "provider": self.provider,
            "ledger": { "size": self.ledger_size, "root": self.ledger_root },
            "case": serde_json::to_value(&view.case)?,
            "customer": serde_json::to_value(&view.customer)?,
            "clause": serde_json::to_value(&view.clause)?,
            "complaints": serde_json::to_value(&view.complaints)?,
            "notices": serde_json::to_value(&view.notices)?,
            "answers": serde_json::to_value(&view.answers)?,
            "decisions": serde_json::to_value(&view.decisions)?,
            "instructions": serde_json::to_value(&view.instructions)?,
            "letters": serde_json::to_value(&view.letters)?,
            "extensions": serde_json::to_value(&view.extensions)?,
            "interims": serde_json::to_value(&view.interims)?,
            "appeals": serde_json::to_value(&view.appeals)?,
            "holds": serde_json::to_value(&view.holds)?,
            "data_requests": serde_json::to_value(&view.data_requests)?,
        });
        plain(&mut value);
        Ok(value)
    }

    fn timeline(&self) -> Stored<Vec<u8>> {
        let rows = self.lines.iter().map(|line| {
            let words = line.quote.clone().unwrap_or_default();
            let actor = self.view.names.actor(line.recorded.actor).to_string();
            vec![
                line.seq.to_string(),
                line.recorded.at.rfc3339(),
                actor,
                line.kind.clone(),
                line.text.clone(),
                words,
                line.leaf_hash.clone(),
            ]
        });
        table(&["number", "at_utc", "actor", "kind", "sentence", "words", "leaf_hash"], rows)
    }

    fn complaints(&self) -> Stored<Vec<u8>> {
        let rows = self.view.complaints.iter().map(|complaint| {
            let report = &complaint.report;
            vec![
                format!("C-{}", complaint.number),
                complaint.received_at.rfc3339(),
                report.incident_at.map(|at| at.rfc3339()).unwrap_or_default(),
                report.channel.word().to_owned(),
                report.format.clone(),
                report.category.word().to_owned(),
                report.summary.show().to_owned(),
                report.locations.get().map(|all| all.join(" ")).unwrap_or_default(),
                complaint.whose.why().to_owned(),
                complaint.repeats.to_string(),
                report.raw.clone(),
            ]
        });
        let header = [
            "complaint",
            "received_utc",
            "incident_utc",
            "channel",
            "format",
            "category",
            "summary",
            "locations",
            "whose",
            "repeats",
            "raw_sha256",
        ];
        table(&header, rows)
    }

    fn deadlines(&self) -> Stored<Vec<u8>> {
        let notices =
            self.view.notices.iter().map(|notice| (format!("N-{} answer by", notice.number), &notice.deadline));
        let decisions = self
            .view
            .decisions
            .iter()
            .map(|decision| (format!("D-{} takes effect", decision.number), &decision.effective));
        let rows = notices.chain(decisions).map(|(what, deadline)| {
            vec![
                what,
                deadline.at.rfc3339(),
                deadline.wall.clone(),
                deadline.zone.clone(),
                deadline.anchor.rfc3339(),
                deadline.tzdb.clone(),
            ]
        });
        table(&["what", "at_utc", "wall", "zone", "counted_from_utc", "tzdb"], rows)
    }

    fn message_index(&self) -> Stored<Vec<u8>> {
        let rows = self.messages.iter().map(|message| {
            vec![
                message.name.clone(),
                message.to.clone(),
                message.subject.clone(),
                message.response.clone(),
                message.sha256.clone(),
            ]
        });
        table(&["file", "to", "subject", "response", "sha256"], rows)
    }

    fn evidence_index(&self) -> Stored<Vec<u8>> {
        let rows = self.pieces.iter().map(|piece| {
            let file = if piece.bytes.is_some() { piece.name.clone() } else { "not in this file".into() };
            let exhibit = &piece.exhibit;
            vec![
                file,
                piece.from.clone(),
                exhibit.name.show().to_owned(),
                exhibit.media_type.clone(),
                exhibit.size.to_string(),
                exhibit.sha256.clone(),
            ]
        });
        table(&["file", "came_with", "name", "media_type", "size", "sha256"], rows)
    }
}

pub(super) fn pack(files: &BTreeMap<String, Vec<u8>>) -> Stored<Vec<u8>> {
    let damaged =
        |problem: zip::result::ZipError| StoreError::Damaged(format!("the zip could not be written: {problem}"));
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    // One fixed time for all entries: the same case gives the same bytes.
    let options =
        zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    for (name, bytes) in files {
        zip.start_file(name.as_str(), options).map_err(damaged)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish().map_err(damaged)?.into_inner())
}
