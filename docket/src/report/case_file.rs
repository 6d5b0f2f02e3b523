//! The case file: everything on one case in a bag that a lawyer can open and a stranger can check.

use super::bag::{Account, Direction, Item};
use super::profile::Profile;
use super::safe_csv::table;
use crate::checkpoint::bag::LeftOut;
use crate::complaint::Exhibit;
use crate::desk::pages::read_events;
use crate::desk::sealing::entries_about;
use crate::desk::{Desk, Done, Who};
use crate::event::Recorded;
use crate::people::Act;
use crate::private::plain;
use crate::sentence::Audience;
use crate::store::ledger::{self, EventRow};
use crate::store::{Conn, Stored, keeping, lists};
use crate::view::CaseView;
use crate::words::Language;
use std::collections::BTreeMap;

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

/// A file of the case.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub name: String,
    pub exhibit: Exhibit,
    pub from: String,
    /// It is in the bag. Sealed material never is, and what was destroyed cannot be.
    pub there: bool,
}

/// All that the document and the bag are made of.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub provider: String,
    pub view: CaseView,
    pub lines: Vec<Line>,
    pub evidence: Vec<Evidence>,
    /// Size and root of the ledger that the checkpoint is about, or when the file was made if there is none.
    pub ledger_size: u64,
    pub ledger_root: String,
    /// What is not in it, and why.
    pub left_out: Vec<LeftOut>,
    /// Its files by their hashes.
    items: Vec<Item>,
}

/// Reads everything. `who` is none for whoever has the machine's shell.
pub async fn gather(desk: &Desk, who: Option<&Who>, number: &str) -> Done<CaseFile> {
    if let Some(who) = who {
        who.must(Act::Export)?;
    }
    let mut view = desk.case_view(number, None).await?;
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
    // What was written meanwhile belongs to the next one.
    let after = i64::try_from(frontier.size()).unwrap_or(i64::MAX - 1) + 1;
    let mut rows = ledger::of_case(&mut conn, view.case.id, after, i64::MAX).await?;
    rows.reverse();
    let events = read_events(&mut conn, &rows).await?;
    let lines = rows.iter().zip(&events).filter_map(|(row, event)| line(row, event, &view)).collect();

    let mut items = Vec::new();
    for (place, letter) in view.letters.iter().enumerate() {
        let path = format!("messages/{:04}-{}.eml", place + 1, letter.id);
        if let Some(item) = Item::sent(letter, path)
            && keeping::is_kept(&mut conn, &item.sha256).await?
        {
            items.push(item);
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
    let mut evidence = Vec::with_capacity(named.len());
    for (place, (from, exhibit, sealed)) in named.into_iter().enumerate() {
        let there = !sealed && keeping::is_kept(&mut conn, &exhibit.sha256).await?;
        let name = format!(
            "evidence/{:04}-{}.{}",
            place + 1,
            &exhibit.sha256[..exhibit.sha256.len().min(12)],
            ending(&exhibit.media_type)
        );
        items.push(Item {
            direction: Direction::Evidence,
            path: there.then(|| name.clone()),
            sha256: exhibit.sha256.clone(),
            from: from.clone(),
            name: exhibit.name.show().to_owned(),
            media_type: exhibit.media_type.clone(),
            size: exhibit.size,
            letter: None,
        });
        evidence.push(Evidence { name, exhibit, from, there });
    }
    Ok(CaseFile {
        provider: desk.settings().provider.clone(),
        view,
        lines,
        evidence,
        ledger_size: frontier.size(),
        ledger_root: hex::encode(frontier.root()),
        left_out: Vec::new(),
        items,
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

/// A harmless ending: what a file is called inside the bag never makes a computer run it.
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

impl CaseFile {
    /// What the bag holds of the ledger and of the evidence.
    pub(super) async fn account(&mut self, conn: &mut Conn<'_>) -> Stored<Account> {
        let complaints: Vec<_> = self.view.complaints.iter().map(|complaint| complaint.id).collect();
        let upto = i64::try_from(self.ledger_size).unwrap_or(i64::MAX);
        let rows = entries_about(conn, &[self.view.case.id], &complaints, upto).await?;
        let items = std::mem::take(&mut self.items);
        let account = Account::of(conn, Profile::Internal, &self.view.names, rows, items).await?;
        self.left_out.clone_from(&account.left_out);
        Ok(account)
    }

    /// The files that we have written, below `data/`. `document` is the printable page, made by whoever knows HTML.
    pub(super) fn files(&self, document: &str) -> Stored<BTreeMap<String, Vec<u8>>> {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        files.insert("report.html".into(), document.as_bytes().to_vec());
        files.insert("case.json".into(), serde_json::to_vec_pretty(&self.json()?)?);
        files.insert("timeline.csv".into(), self.timeline()?);
        files.insert("complaints.csv".into(), self.complaints()?);
        files.insert("deadlines.csv".into(), self.deadlines()?);
        for decision in &self.view.decisions {
            let name = format!("decisions/D-{}", decision.number);
            let mut noun = serde_json::to_value(decision)?;
            plain(&mut noun);
            files.insert(format!("{name}.json"), serde_json::to_vec_pretty(&noun)?);
            files.insert(format!("{name}.txt"), decision.statement.text.show().as_bytes().to_vec());
        }
        Ok(files)
    }

    /// The nouns of the case as they stand, personal values in the clear: this file is for those who may read them.
    fn json(&self) -> Stored<serde_json::Value> {
        let view = &self.view;
        let mut value = serde_json::json!({
            "format": "duenotice case file 2",
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
}
