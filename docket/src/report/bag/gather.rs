//! From a case or a dossier to its bag: the papers, the entries that they are about, and the files that they name.

use super::super::case_file::{self, ending};
use super::super::make::{About as Told, Documents};
use super::super::papers::{PaperFile, Papers};
use super::super::profile::{Part, Profile};
use super::super::progress::Progress;
use super::account::DESTROYED;
use super::earlier::mailed;
use super::{About, Account, Direction, Item, on_paper, write};
use crate::checkpoint::bag::{Kind, LeftOut, Why};
use crate::desk::as_of::Dossier;
use crate::desk::sealing::{Vouched, entries_about};
use crate::desk::{Desk, Done};
use crate::store::keeping::{self, Piece};
use crate::store::{Conn, Stored};
use crate::words::ours;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

/// Everything on a case as it is now, for the house.
pub(in super::super) async fn case_file(
    desk: &Desk,
    number: &str,
    documents: &dyn Documents,
    progress: &Progress,
    out: File,
) -> Done<Told> {
    progress.step(ours("Reading the case"), 0, 0)?;
    let mut file = case_file::gather(desk, None, number).await?;
    progress.step(ours("Collecting files"), 0, 0)?;
    let upto = i64::try_from(file.ledger_size).ok();
    let account = file.account(&mut desk.read().await?.conn()).await?;
    let vouched = vouched_for(desk, &account).await?;
    // The same checkpoint always gives the same file, however long the ledger is by now.
    if let Some((row, _)) = vouched.checkpoint.as_ref().filter(|(row, _)| last(&account) <= row.size) {
        file.ledger_size = u64::try_from(row.size).unwrap_or(0);
        file.ledger_root.clone_from(&row.root);
    }
    progress.step(ours("Packing"), 0, 0)?;
    let mut files = file.files(&documents.case_file(&file, vouched.at))?;
    let mut about = About::new("case", &file.view.case.number, Profile::Internal, &file.view.customer.zone);
    about.no_pdf = on_paper::report(desk, &about, &vouched, documents, progress, &mut files).await?;
    write(desk, &about, &account, &vouched, files, progress, out).await?;
    Ok(Told { case: Some(file.view.case.id), customer: Some(file.view.case.customer), upto })
}

/// A case or a customer as of then, for whoever it is made for.
pub(in super::super) async fn papers(
    desk: &Desk,
    dossier: &Dossier,
    profile: Profile,
    documents: &dyn Documents,
    progress: &Progress,
    out: File,
) -> Done<Told> {
    let people = desk.people_view().await?.people;
    let mut papers = Papers::of(&desk.settings().provider, dossier, profile, &people);
    progress.step(ours("Collecting files"), 0, 0)?;
    let mut account = {
        let mut reader = desk.read().await?;
        let mut conn = reader.conn();
        let (mut items, gone) = name_files(&mut conn, &mut papers, profile).await?;
        if profile == Profile::Internal {
            items.extend(sent(&mut conn, dossier).await?);
        }
        let cases: Vec<_> = dossier.cases.iter().map(|then| then.case.id).collect();
        let joined = dossier.cases.iter().flat_map(|then| &then.complaints);
        let complaints: Vec<_> = joined.chain(&dossier.complaints).map(|complaint| complaint.id).collect();
        let mut rows = entries_about(&mut conn, &cases, &complaints, dossier.counted.seq).await?;
        let entries = profile.shows(Part::Leaves, false);
        // Also where their entries are not told: whoever got a notice has its checkpoint.
        let mailed = mailed(&rows)?;
        if !entries {
            // What they are not told of has no number either.
            let told: BTreeSet<i64> =
                papers.cases.iter().flat_map(|case| &case.timeline).map(|line| line.entry).collect();
            rows.retain(|row| told.contains(&row.seq));
        }
        let mut account = Account::of(&mut conn, profile, &profile.staff(&people), rows, items).await?;
        account.mailed = mailed;
        // Where entries are shown, they name what went.
        account.left_out.extend(gone.into_iter().filter(|_| !entries));
        account
    };
    account.left_out.extend(withheld(&papers));
    papers.left_out.clone_from(&account.left_out);
    let vouched = vouched_for(desk, &account).await?;
    progress.step(ours("Packing"), 0, 0)?;
    let (what, identifier) = match dossier.cases.as_slice() {
        [one] if !dossier.whole => ("case", one.case.number.as_str()),
        _ => ("customer", dossier.customer.handle.as_str()),
    };
    let mut files: BTreeMap<String, Vec<u8>> = papers.files()?;
    files.insert(format!("{what}.json"), papers.json()?);
    files.insert("report.html".into(), documents.papers(&papers, vouched.at).into_bytes());
    let mut about = About::new(what, identifier, profile, &dossier.customer.zone);
    about.no_pdf = on_paper::report(desk, &about, &vouched, documents, progress, &mut files).await?;
    write(desk, &about, &account, &vouched, files, progress, out).await?;
    Ok(Told {
        case: dossier.cases.first().filter(|_| !dossier.whole).map(|then| then.case.id),
        customer: Some(dossier.customer.id),
        upto: Some(dossier.counted.seq),
    })
}

async fn vouched_for(desk: &Desk, account: &Account) -> Done<Vouched> {
    desk.vouched_for(last(account)).await
}

fn last(account: &Account) -> i64 {
    account.listed.last().map_or(0, |listed| i64::try_from(listed.entry).unwrap_or(i64::MAX))
}

/// Letters as they were handed over.
async fn sent(conn: &mut Conn<'_>, dossier: &Dossier) -> Stored<Vec<Item>> {
    let mut items = Vec::new();
    for letter in dossier.cases.iter().flat_map(|case| &case.letters) {
        if let Some(item) = Item::sent(letter, format!("messages/{}.eml", letter.id))
            && keeping::is_kept(conn, &item.sha256).await?
        {
            items.push(item);
        }
    }
    Ok(items)
}

/// Says in the papers where each file lies. What is withheld, sealed or destroyed has no place.
async fn name_files(conn: &mut Conn<'_>, papers: &mut Papers, profile: Profile) -> Stored<(Vec<Item>, Vec<LeftOut>)> {
    let mut shown: Vec<(String, &mut PaperFile)> = Vec::new();
    let loose = papers.complaints.iter_mut();
    let mut answers = Vec::new();
    let mut added = Vec::new();
    let mut complaints: Vec<_> = loose.collect();
    for case in &mut papers.cases {
        complaints.extend(case.complaints.iter_mut());
        answers.extend(case.answers.iter_mut());
        added.extend(case.files.iter_mut());
    }
    for complaint in complaints {
        if !complaint.sealed && profile.shows(Part::ReportFiles, complaint.reporter.disclosed) {
            let from = format!("complaint {}", complaint.number);
            shown.extend(complaint.files.iter_mut().map(|file| (from.clone(), file)));
        }
    }
    for answer in answers {
        let from = format!("answer {}", answer.receipt);
        shown.extend(answer.files.iter_mut().map(|file| (from.clone(), file)));
    }
    shown.extend(added.into_iter().map(|file| ("the desk".to_owned(), file)));

    let (mut items, mut gone) = (Vec::with_capacity(shown.len()), Vec::new());
    for (place, (from, file)) in shown.into_iter().enumerate() {
        let kept = keeping::is_kept(conn, &file.sha256).await?;
        if !kept && let Some(with) = keeping::went_with(conn, Piece::Bytes, &file.sha256).await? {
            let (hash, with) = (Some(file.sha256.clone()), u64::try_from(with).ok());
            let words = DESTROYED.to_owned();
            gone.push(LeftOut {
                entry: None,
                field: Some(from.clone()),
                hash,
                what: Kind::File,
                words,
                why: Why::Gone,
                with,
            });
        }
        let short = &file.sha256[..file.sha256.len().min(12)];
        let path = format!("evidence/{:04}-{short}.{}", place + 1, ending(&file.media_type));
        file.path = kept.then_some(path);
        items.push(Item {
            direction: Direction::Evidence,
            path: file.path.clone(),
            sha256: file.sha256.clone(),
            from,
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            letter: None,
        });
    }
    Ok((items, gone))
}

/// Files of reports that have no place, and whose entries are withheld with them.
fn withheld(papers: &Papers) -> Vec<LeftOut> {
    if papers.profile == Profile::Internal {
        return Vec::new();
    }
    let complaints = papers.cases.iter().flat_map(|case| &case.complaints).chain(&papers.complaints);
    let files = complaints.flat_map(|complaint| {
        let (why, words) = match complaint.sealed {
            true => (Why::Sealed, Part::SealedPlaces.mask()),
            false => (Why::Withheld, Part::ReportFiles.mask()),
        };
        let without = complaint
            .files
            .iter()
            .filter(|file| file.path.is_none() && (complaint.sealed || file.sha256.starts_with('[')));
        without.map(move |_| LeftOut {
            entry: None,
            field: Some(complaint.number.clone()),
            hash: None,
            what: Kind::File,
            words: words.to_owned(),
            why,
            with: None,
        })
    });
    files.collect()
}
