//! Makes what was asked for and writes it to a file: the browser's jobs and the command do the same.

use super::case_file::{self, CaseFile, ending, pack};
use super::deadlines::{self, Deadlines};
use super::order::Order;
use super::papers::Papers;
use super::profile::{Part, Profile};
use super::progress::Progress;
use super::treatment::{self, Treatment};
use super::{ledger_extract, register, transparency};
use crate::complaint::Exhibit;
use crate::desk::as_of::{AsOf, Dossier};
use crate::desk::{Desk, Done};
use crate::id::{CaseId, CustomerId};
use crate::letter::Left;
use crate::store::{StoreError, Stored, evidence};
use crate::time::Moment;
use crate::words::ours;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

/// The printable pages, made by whoever knows HTML.
pub trait Documents: Send + Sync {
    fn case_file(&self, file: &CaseFile, made_at: Moment) -> String;
    fn papers(&self, papers: &Papers, made_at: Moment) -> String;
    fn treatment(&self, report: &Treatment, made_at: Moment) -> String;
    fn deadlines(&self, report: &Deadlines, made_at: Moment) -> String;
}

/// What was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub sha256: String,
    pub size: i64,
    pub case: Option<CaseId>,
    pub customer: Option<CustomerId>,
    /// The last entry that it counts.
    pub upto: i64,
}

/// Everything on its way to the file is hashed.
pub(super) struct Hashing<W: Write> {
    out: W,
    hash: Sha256,
    size: i64,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += i64::try_from(written).unwrap_or(0);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

type Out = Hashing<BufWriter<std::fs::File>>;

pub async fn make(
    desk: &Desk,
    order: &Order,
    documents: &dyn Documents,
    progress: &Progress,
    file: std::fs::File,
) -> Done<Written> {
    let mut out = Hashing { out: BufWriter::new(file), hash: Sha256::new(), size: 0 };
    let about = write(desk, order, documents, progress, &mut out).await?;
    out.flush().map_err(StoreError::from)?;
    out.out.get_ref().sync_all().map_err(StoreError::from)?;
    let upto = match about.upto {
        Some(upto) => upto,
        None => desk.ledger_size().await?,
    };
    Ok(Written {
        sha256: hex::encode(out.hash.finalize()),
        size: out.size,
        case: about.case,
        customer: about.customer,
        upto,
    })
}

#[derive(Default)]
struct About {
    case: Option<CaseId>,
    customer: Option<CustomerId>,
    upto: Option<i64>,
}

async fn write(
    desk: &Desk,
    order: &Order,
    documents: &dyn Documents,
    progress: &Progress,
    out: &mut Out,
) -> Done<About> {
    let now = desk.now();
    match order {
        // As it was always made: everything on the case, for the house.
        Order::Case { number, as_of: AsOf::Now, profile: Profile::Internal } => {
            progress.step(ours("Reading the case"), 0, 0)?;
            let file = case_file::gather(desk, None, number).await?;
            progress.step(ours("Packing"), 0, 0)?;
            put(out, &file.zip(&documents.case_file(&file, now))?)?;
            Ok(About {
                case: Some(file.view.case.id),
                customer: Some(file.view.case.customer),
                upto: i64::try_from(file.ledger_size).ok(),
            })
        }
        Order::Case { number, as_of, profile } => {
            progress.step(ours("Replaying the case"), 0, 0)?;
            let dossier = desk.case_as_of(number, *as_of).await?;
            papers(desk, &dossier, *profile, documents, progress, out).await
        }
        Order::Customer { handle, as_of, profile } => {
            let watched = progress.clone();
            let mut seen = move |done, total| drop(watched.step(ours("Replaying cases"), done, total));
            let dossier = desk.customer_as_of(handle, *as_of, &mut seen).await?;
            papers(desk, &dossier, *profile, documents, progress, out).await
        }
        Order::Ledger { first, last, kind, case, profile } => {
            let upto = ledger_extract::write(desk, (*first, *last, kind, case), *profile, progress, out).await?;
            Ok(About { upto: Some(upto), ..About::default() })
        }
        Order::Decisions { stage } => {
            progress.step(ours("Decisions"), 0, 0)?;
            put(out, &register::decisions_table(desk, stage).await?)?;
            Ok(About::default())
        }
        Order::Treatment { period, category, html, profile } => {
            let asked = (period, category.as_str(), *profile);
            let report = if *html {
                let report = treatment::gather(desk, asked, progress, None).await?;
                put(out, documents.treatment(&report, now).as_bytes())?;
                report
            } else {
                treatment::gather(desk, asked, progress, Some(out)).await?
            };
            Ok(About { upto: Some(report.counted.entry), ..About::default() })
        }
        Order::Deadlines { period, html, profile } => {
            let report = deadlines::gather(desk, period, *profile, progress).await?;
            if *html {
                put(out, documents.deadlines(&report, now).as_bytes())?;
            } else {
                put(out, &report.csv()?)?;
            }
            Ok(About { upto: Some(report.counted.entry), ..About::default() })
        }
        Order::Figures { period, json } => {
            let figures = transparency::gather(desk, period, progress).await?;
            put(out, &if *json { figures.json()? } else { figures.csv()? })?;
            Ok(About { upto: Some(figures.counted.entry), ..About::default() })
        }
        Order::Verification => Ok(About::default()),
    }
}

fn put(out: &mut Out, bytes: &[u8]) -> Stored<()> {
    Ok(out.write_all(bytes)?)
}

/// A file of the papers and the hash of its bytes.
struct Named {
    path: String,
    sha256: String,
}

async fn papers(
    desk: &Desk,
    dossier: &Dossier,
    profile: Profile,
    documents: &dyn Documents,
    progress: &Progress,
    out: &mut Out,
) -> Done<About> {
    let people = desk.people_view().await?.people;
    let mut papers = Papers::of(&desk.settings().provider, dossier, profile, &people);
    let named = name_files(&mut papers, profile);
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let folder = desk.settings().data.clone();
    let mut reader = desk.read().await?;
    let total = named.len() as u64;
    for (place, file) in named.into_iter().enumerate() {
        progress.step(ours("Collecting files"), place as u64, total)?;
        if let Some(bytes) = evidence::bytes(&mut reader.conn(), &folder, &file.sha256).await? {
            files.insert(file.path, bytes);
        }
    }
    if profile == Profile::Internal {
        for letter in dossier.cases.iter().flat_map(|case| &case.letters) {
            if let Some(Left { bytes, .. }) = letter.left()
                && let Some(content) = evidence::bytes(&mut reader.conn(), &folder, &bytes).await?
            {
                files.insert(format!("messages/{}.eml", letter.id), content);
            }
        }
    }
    drop(reader);
    progress.step(ours("Packing"), 0, 0)?;
    for case in &papers.cases {
        for decision in &case.decisions {
            let name = format!("decisions/{}-{}.txt", case.number, decision.number);
            files.insert(name, decision.statement.clone().into_bytes());
        }
        for notice in &case.notices {
            files.insert(format!("notices/{}-{}.txt", case.number, notice.number), notice.letter.clone().into_bytes());
        }
        if !case.leaves.is_empty() {
            let lines = case.leaves.iter().flat_map(|leaf| [leaf.as_slice(), b"\n"].concat()).collect();
            files.insert(format!("events/{}.jsonl", case.number), lines);
        }
    }
    files.insert("papers.json".into(), papers.json()?);
    files.insert("report.html".into(), documents.papers(&papers, desk.now()).into_bytes());
    files.insert("timeline.csv".into(), papers.timeline_csv()?);
    files.insert("complaints.csv".into(), papers.complaints_csv()?);
    let manifest: String =
        files.iter().map(|(name, bytes)| format!("{}  {name}\n", evidence::sha256_hex(bytes))).collect();
    files.insert("manifest-sha256.txt".into(), manifest.into_bytes());
    put(out, &pack(&files)?)?;
    Ok(About {
        case: dossier.cases.first().filter(|_| !dossier.whole).map(|then| then.case.id),
        customer: Some(dossier.customer.id),
        upto: Some(dossier.counted.seq),
    })
}

/// Says in the papers where each file lies, and which bytes to fetch for it. What is withheld or sealed has no place.
fn name_files(papers: &mut Papers, profile: Profile) -> Vec<Named> {
    let mut named = Vec::new();
    let mut place = |file: &mut super::papers::PaperFile| {
        let path = format!(
            "evidence/{:04}-{}.{}",
            named.len() + 1,
            &file.sha256[..file.sha256.len().min(12)],
            ending(&file.media_type)
        );
        file.path = Some(path.clone());
        named.push(Named { path, sha256: file.sha256.clone() });
    };
    let loose = papers.complaints.iter_mut();
    let joined = papers.cases.iter_mut();
    for complaint in loose {
        if !complaint.sealed && profile.shows(Part::ReportFiles, complaint.reporter.disclosed) {
            complaint.files.iter_mut().for_each(&mut place);
        }
    }
    for case in joined {
        for complaint in &mut case.complaints {
            if !complaint.sealed && profile.shows(Part::ReportFiles, complaint.reporter.disclosed) {
                complaint.files.iter_mut().for_each(&mut place);
            }
        }
        for answer in &mut case.answers {
            answer.files.iter_mut().for_each(&mut place);
        }
        case.files.iter_mut().for_each(&mut place);
    }
    named
}

/// The files that the desk added to a case, as the house sees them.
pub(super) fn added(dossier_case: &crate::desk::as_of::CaseThen) -> Vec<Exhibit> {
    dossier_case
        .entries
        .iter()
        .filter_map(|entry| match &entry.recorded.event {
            crate::event::Event::EvidenceAdded { exhibit, .. } => Some(exhibit.clone()),
            _ => None,
        })
        .collect()
}
