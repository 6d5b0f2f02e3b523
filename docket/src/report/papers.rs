//! A case or a customer as a paper shows it: only what the profile allows, in words, with its masks. JSON, tables and
//! the printed page are all made of this, so that none of them can show more than another.

mod build;

pub(crate) use build::without_links;

use super::profile::Profile;
use super::safe_csv::table;
use crate::checkpoint::bag::LeftOut;
use crate::desk::Done;
use crate::desk::as_of::{Counted, Dossier};
use crate::people::Person;
use crate::store::Stored;
use crate::time::Moment;
use crate::words::Phrase;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Serialize)]
pub struct Papers {
    pub format: &'static str,
    pub provider: String,
    pub profile: Profile,
    /// "Case DN-2026-0001", "Customer example-social"
    pub about: String,
    pub counted: PaperCounted,
    pub customer: PaperCustomer,
    pub cases: Vec<PaperCase>,
    /// Complaints about the customer that belong to no case.
    pub complaints: Vec<PaperComplaint>,
    /// Complaints that were passed on as information.
    pub passed_on: Vec<PaperPassing>,
    /// What is not in the bag, and why.
    pub left_out: Vec<LeftOut>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperPassing {
    pub sent_at: Option<Moment>,
    pub stage: String,
    pub complaints: Vec<String>,
    pub letters: Vec<PaperPassed>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperPassed {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub accepted_at: Option<Moment>,
    pub failed_at: Option<Moment>,
}

/// Up to which entry of the ledger the paper counts.
#[derive(Clone, Debug, Serialize)]
pub struct PaperCounted {
    pub entry: i64,
    pub recorded_at: Moment,
    pub ledger_root: String,
    /// Nothing had happened after it when the paper was made.
    pub newest: bool,
    /// The instant that was asked for.
    pub asked: Option<Moment>,
}

impl From<&Counted> for PaperCounted {
    fn from(counted: &Counted) -> Self {
        Self {
            entry: counted.seq,
            recorded_at: counted.at,
            ledger_root: counted.root.clone(),
            newest: counted.newest,
            asked: counted.asked,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperCustomer {
    pub handle: String,
    pub account: String,
    pub name: String,
    pub zone: String,
    pub contacts: Vec<PaperContact>,
    pub assets: Vec<PaperAsset>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperContact {
    pub name: String,
    pub email: String,
    pub duty: String,
    pub verified_on: Option<Moment>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperAsset {
    pub kind: String,
    pub value: String,
    pub from: Moment,
    pub to: Option<Moment>,
    pub switched_off: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperCase {
    pub number: String,
    pub title: String,
    pub opened_at: Moment,
    pub stage: String,
    pub category: String,
    pub severity: String,
    pub clause: String,
    pub clause_edition: String,
    pub clause_text: String,
    pub owner: Option<String>,
    pub complaints: Vec<PaperComplaint>,
    pub notices: Vec<PaperNotice>,
    pub answers: Vec<PaperAnswer>,
    pub decisions: Vec<PaperDecision>,
    pub instructions: Vec<PaperInstruction>,
    pub letters: Vec<PaperLetter>,
    /// What the desk added to the case itself.
    pub files: Vec<PaperFile>,
    /// Oldest first.
    pub timeline: Vec<PaperLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperComplaint {
    pub number: String,
    pub received_at: Moment,
    pub incident_at: Option<Moment>,
    pub channel: String,
    pub category: String,
    pub severity: String,
    pub summary: String,
    pub description: String,
    pub locations: Vec<String>,
    pub reporter: PaperReporter,
    pub whose: String,
    pub repeats: u32,
    pub stage: String,
    pub files: Vec<PaperFile>,
    /// Its material is kept apart and never leaves.
    pub sealed: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperReporter {
    pub name: String,
    pub email: String,
    pub organisation: String,
    pub domain: String,
    pub reference: String,
    pub disclosed: bool,
}

/// A file by its hash. `path` is where it lies in the zip, if it is there.
#[derive(Clone, Debug, Serialize)]
pub struct PaperFile {
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    pub path: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperNotice {
    pub number: String,
    pub code: String,
    pub stage: String,
    pub scheduled_at: Moment,
    pub sent_at: Option<Moment>,
    pub answer_by: Moment,
    pub answer_by_wall: String,
    pub confirmed_at: Option<Moment>,
    pub deadline_passed: bool,
    pub requirements: Vec<String>,
    pub letter: String,
    pub letter_sha256: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperAnswer {
    pub receipt: String,
    pub received_at: Moment,
    pub late: bool,
    /// Seconds before the deadline; negative when late.
    pub margin_seconds: i64,
    pub signer: String,
    pub signer_role: String,
    pub parts: Vec<PaperPart>,
    pub files: Vec<PaperFile>,
    pub sha256: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperPart {
    pub requirement: u32,
    pub stance: Phrase,
    pub text: String,
    pub by_date: Option<String>,
    pub verdict: Option<Phrase>,
    pub verdict_reason: Option<String>,
    pub verdict_by: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperDecision {
    pub number: String,
    pub outcome: Phrase,
    pub stage: String,
    pub effective_at: Moment,
    pub effective_wall: String,
    pub assets: Vec<String>,
    pub whole_account: Option<String>,
    pub preserve_until: Option<Moment>,
    pub proposed_by: String,
    pub proposed_at: Moment,
    pub approved_by: Option<String>,
    pub statement: String,
    pub statement_sha256: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperInstruction {
    pub number: String,
    pub order: String,
    pub assets: Vec<String>,
    pub issued_at: Moment,
    pub done_at: Option<Moment>,
    pub stage: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperLetter {
    pub about: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub queued_at: Moment,
    pub stage: String,
    pub accepted_at: Option<Moment>,
    pub response: String,
    pub message_sha256: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperLine {
    pub entry: i64,
    pub at: Moment,
    pub actor: String,
    pub kind: String,
    /// On paper in English, on a page in its reader's language.
    pub sentence: Phrase,
    pub words: Phrase,
    pub leaf_hash: String,
}

impl Papers {
    pub fn of(provider: &str, dossier: &Dossier, profile: Profile, people: &[Person]) -> Papers {
        build::papers(provider, dossier, profile, people)
    }

    /// "case", "customer": for names of files.
    pub fn is_whole(&self) -> bool {
        self.about.starts_with("Customer")
    }

    /// The files of the bag that are made of nothing else, below `data/`.
    pub(super) fn files(&self) -> Stored<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        for case in &self.cases {
            for decision in &case.decisions {
                let name = format!("decisions/{}-{}", case.number, decision.number);
                files.insert(format!("{name}.json"), serde_json::to_vec_pretty(decision)?);
                files.insert(format!("{name}.txt"), decision.statement.clone().into_bytes());
            }
            for notice in &case.notices {
                let name = format!("notices/{}-{}.txt", case.number, notice.number);
                files.insert(name, notice.letter.clone().into_bytes());
            }
        }
        files.insert("timeline.csv".into(), self.timeline_csv()?);
        files.insert("complaints.csv".into(), self.complaints_csv()?);
        files.insert("deadlines.csv".into(), self.deadlines_csv()?);
        Ok(files)
    }

    fn deadlines_csv(&self) -> Stored<Vec<u8>> {
        let rows = self.cases.iter().flat_map(|case| {
            let row =
                |what: String, at: Moment, wall: &str| vec![what, case.number.clone(), at.rfc3339(), wall.to_owned()];
            let notices = case.notices.iter().map(move |notice| {
                row(format!("{} answer by", notice.number), notice.answer_by, &notice.answer_by_wall)
            });
            let decisions = case.decisions.iter().map(move |decision| {
                row(format!("{} takes effect", decision.number), decision.effective_at, &decision.effective_wall)
            });
            notices.chain(decisions).collect::<Vec<_>>()
        });
        table(&["what", "case", "at_utc", "wall"], rows)
    }

    pub fn timeline_csv(&self) -> Stored<Vec<u8>> {
        let rows = self.cases.iter().flat_map(|case| {
            case.timeline.iter().map(|line| {
                vec![
                    line.entry.to_string(),
                    line.at.rfc3339(),
                    case.number.clone(),
                    line.actor.clone(),
                    line.kind.clone(),
                    line.sentence.to_string(),
                    line.words.to_string(),
                    line.leaf_hash.clone(),
                ]
            })
        });
        table(&["number", "at_utc", "case", "actor", "kind", "sentence", "words", "leaf_hash"], rows)
    }

    pub fn complaints_csv(&self) -> Stored<Vec<u8>> {
        let header = [
            "complaint",
            "case",
            "received_utc",
            "incident_utc",
            "channel",
            "category",
            "severity",
            "summary",
            "locations",
            "reporter",
            "stage",
        ];
        let joined = self.cases.iter().flat_map(|case| case.complaints.iter().map(|one| (case.number.as_str(), one)));
        let loose = self.complaints.iter().map(|one| ("", one));
        let rows = joined.chain(loose).map(|(case, one)| {
            vec![
                one.number.clone(),
                case.to_owned(),
                one.received_at.rfc3339(),
                one.incident_at.map(|at| at.rfc3339()).unwrap_or_default(),
                one.channel.clone(),
                one.category.clone(),
                one.severity.clone(),
                one.summary.clone(),
                one.locations.join(" "),
                one.reporter.name.clone(),
                one.stage.clone(),
            ]
        });
        table(&header, rows)
    }

    pub fn json(&self) -> Done<Vec<u8>> {
        Ok(serde_json::to_vec_pretty(self).map_err(crate::store::StoreError::from)?)
    }
}
