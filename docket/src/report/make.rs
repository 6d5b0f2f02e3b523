//! Makes what was asked for and writes it to a file: the browser's jobs and the command do the same.

use super::bag::gather;
use super::case_file::CaseFile;
use super::deadlines::{self, Deadlines};
use super::order::Order;
use super::papers::Papers;
use super::profile::Profile;
use super::progress::Progress;
use super::treatment::{self, Treatment};
use super::{ledger_extract, register, transparency};
use crate::complaint::Exhibit;
use crate::desk::as_of::AsOf;
use crate::desk::{Desk, Done};
use crate::id::{CaseId, CustomerId};
use crate::paper::PrintOrder;
use crate::store::{StoreError, Stored};
use crate::time::Moment;
use crate::words::ours;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, Seek, Write};
use std::path::Path;
use std::pin::Pin;

/// The printable pages, made by whoever knows HTML.
pub trait Documents: Send + Sync {
    fn case_file(&self, file: &CaseFile, made_at: Moment) -> String;
    fn papers(&self, papers: &Papers, made_at: Moment) -> String;
    fn treatment(&self, report: &Treatment, made_at: Moment) -> String;
    fn deadlines(&self, report: &Deadlines, made_at: Moment) -> String;

    /// Sets one of these pages as PDF, or says in a sentence why not. Whoever lets go of the answer stops the work.
    fn pdf(&self, _: PrintOrder) -> Printing<'_> {
        Box::pin(std::future::ready(Err("Nobody sets type here.".to_owned())))
    }
}

/// A PDF on its way.
pub type Printing<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send + 'a>>;

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

type Out = Hashing<BufWriter<File>>;

/// A place for what is made. It is read once more when it is finished.
pub fn place(path: &Path, replace: bool) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true);
    if replace {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    options.open(path)
}

pub async fn make(
    desk: &Desk,
    order: &Order,
    documents: &dyn Documents,
    progress: &Progress,
    file: File,
) -> Done<Written> {
    let (about, sha256, size) = match bagged(desk, order, documents, progress, &file).await? {
        // A zip is not written from its beginning to its end, so its hash is that of what lies on the disk.
        Some(about) => {
            let (sha256, size) = read_again(file).map_err(StoreError::from)?;
            (about, sha256, size)
        }
        None => {
            let mut out = Hashing { out: BufWriter::new(file), hash: Sha256::new(), size: 0 };
            let about = write(desk, order, documents, progress, &mut out).await?;
            out.flush().map_err(StoreError::from)?;
            out.out.get_ref().sync_all().map_err(StoreError::from)?;
            (about, hex::encode(out.hash.finalize()), out.size)
        }
    };
    let upto = match about.upto {
        Some(upto) => upto,
        None => desk.ledger_size().await?,
    };
    Ok(Written { sha256, size, case: about.case, customer: about.customer, upto })
}

fn read_again(mut file: File) -> std::io::Result<(String, i64)> {
    file.rewind()?;
    let mut out = Hashing { out: std::io::sink(), hash: Sha256::new(), size: 0 };
    std::io::copy(&mut file, &mut out)?;
    Ok((hex::encode(out.hash.finalize()), out.size))
}

/// What a paper turned out to be about.
#[derive(Default)]
pub(super) struct About {
    pub case: Option<CaseId>,
    pub customer: Option<CustomerId>,
    pub upto: Option<i64>,
}

/// What leaves as a bag. None: it is one file.
async fn bagged(
    desk: &Desk,
    order: &Order,
    documents: &dyn Documents,
    progress: &Progress,
    file: &File,
) -> Done<Option<About>> {
    let out = || file.try_clone().map_err(StoreError::from);
    Ok(Some(match order {
        // As it was always made: everything on the case, for the house.
        Order::Case { number, as_of: AsOf::Now, profile: Profile::Internal } => {
            gather::case_file(desk, number, documents, progress, out()?).await?
        }
        Order::Case { number, as_of, profile } => {
            progress.step(ours("Replaying the case"), 0, 0)?;
            let dossier = desk.case_as_of(number, *as_of).await?;
            gather::papers(desk, &dossier, *profile, documents, progress, out()?).await?
        }
        Order::Customer { handle, as_of, profile } => {
            let watched = progress.clone();
            let mut seen = move |done, total| drop(watched.step(ours("Replaying cases"), done, total));
            let dossier = desk.customer_as_of(handle, *as_of, &mut seen).await?;
            gather::papers(desk, &dossier, *profile, documents, progress, out()?).await?
        }
        _ => return Ok(None),
    }))
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
        // These are bags, or nothing at all.
        Order::Case { .. } | Order::Customer { .. } | Order::Verification => Ok(About::default()),
    }
}

fn put(out: &mut Out, bytes: &[u8]) -> Stored<()> {
    Ok(out.write_all(bytes)?)
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
