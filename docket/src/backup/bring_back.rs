//! A backup is laid out again: to try it, or to go on with it.

use super::copying::{Told, Written, copy, sync_folders};
use super::{Copying, EVIDENCE, LEFT_OUT, MANIFEST, Manifest, Problem, at, sync};
use crate::checkpoint::SignedCheckpoint;
use crate::checkpoint::note::{PublicKey, SignedBy};
use crate::desk::Desk;
use crate::desk::gap::{GapForm, Standing};
use crate::entropy::Entropy;
use crate::notary::Refused;
use crate::settings::Settings;
use crate::store::checkpoints::{self, CheckpointRow};
use crate::store::{SQLITE_FILE, Store, ledger, settling};
use crate::time::Clock;
use crate::verify::{self, Progress, Report, Wrong};
use std::path::Path;
use std::sync::Arc;

/// In the data folder, while a backup is being brought back.
const PART: &str = "restore.part";
/// Beside what a backup leaves out: the lock of whoever restores, and what somebody left behind who was killed.
const OURS: [&str; 2] = ["serve.lock", PART];

/// A drill that ended well.
#[derive(Clone, Debug)]
pub struct Drilled {
    pub manifest: Manifest,
    pub report: Report,
    /// How many entries of it are signed.
    pub signed_to: u64,
}

/// A restored desk.
#[derive(Clone, Debug)]
pub struct Restored {
    pub manifest: Manifest,
    pub report: Report,
    /// The entry that declares what is missing.
    pub gap: Option<i64>,
}

/// Who restores, by which clock, and what is to be said if the backup lacks what the notary has signed.
#[derive(Clone)]
pub struct Hands {
    pub clock: Arc<dyn Clock>,
    pub entropy: Arc<dyn Entropy>,
    pub gap: Option<GapForm>,
}

/// Brings a backup back into the data folder of the settings, which holds nothing but what no backup holds. Everything is
/// tried beside its place before any of it gets its name, the database last.
pub async fn restore(
    from: &Path,
    settings: &Settings,
    hands: &Hands,
    mut copying: impl FnMut(Copying),
    verifying: impl FnMut(Progress),
) -> Result<Restored, Problem> {
    let data = settings.data.as_path();
    Manifest::read(from)?;
    is_empty(data)?;
    let part = data.join(PART);
    remove(&part)?;
    std::fs::create_dir_all(&part).map_err(at(&part))?;
    let done = tried(from, &part, (settings, hands), &mut copying, verifying).await;
    let placed = done.and_then(|restored| place(&part, data).map(|()| restored));
    if placed.is_err() {
        // What cannot be taken away is taken away by the next one.
        let _ = remove(&part);
    }
    placed
}

async fn tried(
    from: &Path,
    part: &Path,
    (settings, hands): (&Settings, &Hands),
    copying: &mut impl FnMut(Copying),
    verifying: impl FnMut(Progress),
) -> Result<Restored, Problem> {
    let (manifest, store) = lay_out(from, part, copying).await?;
    let desk = Desk::new(store.clone(), hands.clock.clone(), hands.entropy.clone(), settings.clone());
    let standing = desk.standing().await?.map_err(away)?;
    if let Standing::Parted(had) = &standing {
        return Err(strange(had.size));
    }
    let gap = declared(&desk, &standing, hands.gap.as_ref()).await?;
    let report = verify::verify_laid_out(&store, part, settings, verifying).await?;
    store.close().await;
    settling::settle(&part.join(SQLITE_FILE)).await?;
    sound(&report)?;
    Ok(Restored { manifest, report, gap })
}

/// A desk that was brought back by other means, as PostgreSQL's own tools do it, is looked at where it is.
pub async fn look(
    desk: &Desk,
    gap: Option<&GapForm>,
    verifying: impl FnMut(Progress),
) -> Result<(Report, Option<i64>), Problem> {
    let standing = desk.standing().await?.map_err(away)?;
    let gap = declared(desk, &standing, gap).await?;
    let report = verify::verify_house(desk.store(), desk.settings(), true, verifying).await?;
    sound(&report)?;
    Ok((report, gap))
}

/// Whoever goes behind what was signed says so, and nobody else may.
async fn declared(desk: &Desk, standing: &Standing, gap: Option<&GapForm>) -> Result<Option<i64>, Problem> {
    let what = match (standing, gap) {
        (Standing::New | Standing::Grown, None) => return Ok(None),
        (Standing::New | Standing::Grown, Some(_)) => {
            return Err(Problem::Place(
                "Nothing is missing that the notary has signed, so there is no gap to declare. Leave --declare-gap out."
                    .into(),
            ));
        }
        (Standing::Strange(had), _) => return Err(strange(had.size)),
        (Standing::Behind(_) | Standing::Parted(_) | Standing::Forgotten, Some(form)) => {
            let had = standing.gap().flatten();
            return Ok(Some(desk.declare_gap(form, had).await?));
        }
        (Standing::Forgotten, None) => "The ledger in it was signed, and the notary remembers nothing. Put its folder \
            back, or say where it is with the setting notary."
            .to_owned(),
        (Standing::Behind(had), None) => {
            let size = desk.ledger_size().await?;
            format!(
                "The notary has signed {} entries, and this ledger has only {size}: at least {} would be lost. Is there \
                 a newer backup?",
                had.size,
                had.size - size
            )
        }
        (Standing::Parted(had), None) => {
            format!("The notary has signed {} entries, and this ledger goes on in another way before that.", had.size)
        }
    };
    Err(Problem::Place(format!(
        "{what}\nIf this is all there is: --declare-gap \"WHY\" --by ADDRESS (of somebody of the team). The ledger says \
         so for ever then, and the notary signs again once somebody accepts the gap."
    )))
}

fn strange(signed: i64) -> Problem {
    Problem::Place(format!(
        "The notary here has signed {signed} entries of another ledger. This is no older copy of that one: is it the \
         backup of another desk, or were its entries changed? duenotice drill tells."
    ))
}

fn away(refused: Refused) -> Problem {
    Problem::Again(format!(
        "It is not known what the notary has signed, so nothing was brought back: {refused}. The notary's folder belongs \
         in the data folder before a restore; one of its own has to run."
    ))
}

/// Nothing is ever written over.
fn is_empty(data: &Path) -> Result<(), Problem> {
    std::fs::create_dir_all(data).map_err(at(data))?;
    let mut others = Vec::new();
    for entry in std::fs::read_dir(data).map_err(at(data))? {
        let name = entry.map_err(at(data))?.file_name().to_string_lossy().into_owned();
        if !LEFT_OUT.contains(&name.as_str()) && !OURS.contains(&name.as_str()) {
            others.push(name);
        }
    }
    if others.is_empty() {
        return Ok(());
    }
    others.sort();
    Err(Problem::Place(format!(
        "{} is not empty: {}. Move it away; only what no backup holds may stay: {}.",
        data.display(),
        others.join(", "),
        LEFT_OUT.join(", ")
    )))
}

fn remove(folder: &Path) -> Result<(), Problem> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}

/// The database comes last: where it lies, everything lies.
fn place(part: &Path, data: &Path) -> Result<(), Problem> {
    let (database, evidence) = (part.join(SQLITE_FILE), part.join(EVIDENCE));
    for entry in std::fs::read_dir(part).map_err(at(part))? {
        let entry = entry.map_err(at(part))?;
        let name = entry.file_name();
        if name != SQLITE_FILE && name != EVIDENCE {
            // The database's log, which closing it has left empty or not at all.
            return Err(Problem::Again(format!("{} is still in use. Restore it once more.", entry.path().display())));
        }
    }
    std::fs::File::open(&database).and_then(|open| open.sync_all()).map_err(at(&database))?;
    sync_folders(part)?;
    if evidence.exists() {
        std::fs::rename(&evidence, data.join(EVIDENCE)).map_err(at(&evidence))?;
        sync(data)?;
    }
    std::fs::rename(&database, data.join(SQLITE_FILE)).map_err(at(&database))?;
    sync(data)?;
    remove(part)?;
    sync(data)
}

/// Lays the backup out in an empty folder, byte for byte as the manifest has it, and opens it.
pub(super) async fn lay_out(
    from: &Path,
    into: &Path,
    progress: &mut impl FnMut(Copying),
) -> Result<(Manifest, Store), Problem> {
    let manifest = Manifest::read(from)?;
    let mut told = Told { done: 0, of: manifest.bytes(), progress };
    for file in &manifest.files {
        let written = copy(&from.join(&file.path), &into.join(&file.path), &mut |bytes| told.more(bytes))?;
        match written {
            None => return Err(Problem::Altered(format!("{} is missing from the backup", file.path))),
            Some(Written { size, .. }) if size != file.size => {
                let what = format!("{} has {size} bytes, and {MANIFEST} says {}", file.path, file.size);
                return Err(Problem::Altered(what));
            }
            Some(Written { sha256, .. }) if sha256 != file.sha256 => {
                let what = format!("{} has the hash {sha256}, and {MANIFEST} says {}", file.path, file.sha256);
                return Err(Problem::Altered(what));
            }
            Some(_) => {}
        }
    }
    sync_folders(into)?;
    let store = Store::open_sqlite(into).await?;
    let head = ledger::head(&mut store.read().await?.conn()).await?;
    let (stored, said) = ((head.size(), hex::encode(head.root())), (manifest.entries, manifest.root.clone()));
    if stored != said {
        return Err(Problem::Altered(format!(
            "its ledger has {} entries and the root {}, and {MANIFEST} says {} and {}",
            stored.0, stored.1, said.0, said.1
        )));
    }
    Ok((manifest, store))
}

/// Whether this backup could be gone on with. `into` is an empty folder that whoever asks takes away; `keys` are those of
/// the notary, as far as they are known.
pub async fn drill(
    from: &Path,
    into: &Path,
    keys: &[PublicKey],
    mut copying: impl FnMut(Copying),
    verifying: impl FnMut(Progress),
) -> Result<Drilled, Problem> {
    let (manifest, store) = lay_out(from, into, &mut copying).await?;
    let report = verify::verify_copy(&store, into, verifying).await?;
    let rows = checkpoints::all(&mut store.read().await?.conn()).await?;
    store.close().await;
    sound(&report)?;
    if (report.events, &report.root) != (manifest.entries, &manifest.root) {
        return Err(Problem::Altered(format!(
            "its {} entries give the root {}, and {MANIFEST} says {} of {} entries",
            report.events, report.root, manifest.root, manifest.entries
        )));
    }
    let signed_to = manifest.checkpoint.as_deref().map_or(Ok(0), |note| signed_to(note, &manifest, &rows, keys))?;
    Ok(Drilled { manifest, report, signed_to })
}

/// Anything else is no record.
pub(super) fn sound(report: &Report) -> Result<(), Problem> {
    match &report.first_wrong {
        None => Ok(()),
        Some(Wrong { seq, what, stored, rebuilt }) => Err(Problem::Altered(format!(
            "its record does not verify: {}{what} is {stored}, rebuilt {rebuilt}",
            seq.map(|seq| format!("event {seq}, ")).unwrap_or_default()
        ))),
    }
}

/// How much of the ledger the checkpoint of the manifest covers. One that covers less than all stands in the database, where
/// it was held against the leaves already.
fn signed_to(note: &str, manifest: &Manifest, rows: &[CheckpointRow], keys: &[PublicKey]) -> Result<u64, Problem> {
    let altered = |what: &str| Problem::Altered(format!("the checkpoint in {MANIFEST} {what}"));
    let signed = SignedCheckpoint::parse(note).map_err(|problem| altered(&format!("cannot be read: {problem}")))?;
    let (size, root) = (signed.checkpoint.size, hex::encode(signed.checkpoint.root));
    if rows.iter().any(|row| row.note == note) {
        return Ok(size);
    }
    if (size, &root) != (manifest.entries, &manifest.root) {
        return Err(altered(&format!("is over {size} entries with the root {root}, which is not this ledger")));
    }
    let mut known = rows.iter().filter_map(|row| PublicKey::parse(&row.signer).ok()).chain(keys.iter().cloned());
    match known.any(|key| signed.note.signed_by(&key) == SignedBy::Yes) {
        true => Ok(size),
        false => Err(altered("is signed by no key that is known here")),
    }
}
