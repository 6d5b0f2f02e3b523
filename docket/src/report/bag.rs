//! Case files and customers' files leave as bags (BagIt 1.0, RFC 8493): a folder that a lawyer can open, that archives
//! take, and that a stranger can check. The same case under the same checkpoint gives the same bytes: names are sorted,
//! times are fixed, and nothing is compressed.

mod account;
mod earlier;
pub(super) mod gather;
mod on_paper;
mod packer;
mod words;

pub use account::{Account, Direction, Item};

use super::profile::Profile;
use super::progress::Progress;
use crate::checkpoint::bag::*;
use crate::checkpoint::proof_file::ProofFile;
use crate::desk::proofs::Ways;
use crate::desk::sealing::Vouched;
use crate::desk::{Desk, Done};
use crate::store::{StoreError, evidence};
use crate::time::zone::Zone;
use crate::words::ours;
use packer::Packer;
use std::collections::BTreeMap;
use std::fs::File;

/// What a bag is about.
#[derive(Clone, Debug)]
pub(super) struct About {
    /// "case-DN-2026-0001"
    pub name: String,
    /// "DN-2026-0001"
    pub identifier: String,
    /// "Case file DN-2026-0001"
    pub title: String,
    pub profile: Profile,
    /// The customer's, for the times that people read.
    pub zone: Zone,
    /// Why there is no report.pdf.
    pub no_pdf: Option<String>,
}

impl About {
    pub(super) fn new(what: &str, identifier: &str, profile: Profile, zone: &str) -> About {
        let plain = |sign: char| if sign.is_ascii_alphanumeric() || "-_.".contains(sign) { sign } else { '_' };
        About {
            name: format!("{what}-{}", identifier.chars().map(plain).take(100).collect::<String>()),
            identifier: identifier.to_owned(),
            title: format!("{}{} file {identifier}", what[..1].to_uppercase(), &what[1..]),
            profile,
            zone: Zone::parse(zone).unwrap_or(Zone::UTC),
            no_pdf: None,
        }
    }

    /// The bag's folder: `dn-case-DN-2026-0001-20260304T170000Z`.
    pub(super) fn folder(&self, vouched: &Vouched) -> String {
        let at = vouched.at.rfc3339();
        let stamp = at.split('.').next().unwrap_or_default().replace(['-', ':'], "");
        format!("dn-{}-{stamp}Z", self.name)
    }
}

/// Writes the bag. `files` are those that we have written, by their names below `data/`.
pub(super) async fn write(
    desk: &Desk,
    about: &About,
    account: &Account,
    vouched: &Vouched,
    mut files: BTreeMap<String, Vec<u8>>,
    progress: &Progress,
    out: File,
) -> Done<()> {
    let settings = desk.settings();
    account.tables(about, &mut files)?;
    let earlier = earlier::earlier(desk, account, vouched).await?;
    files.insert("VERIFY.txt".into(), words::verify(account, vouched, &earlier, settings).into_bytes());
    files
        .insert("certification-draft.txt".into(), words::certification(about, account, vouched, settings).into_bytes());

    let folder = about.folder(vouched);
    let mut packer = Packer::new(out, &folder);
    let mut kept: BTreeMap<&str, &str> = BTreeMap::new();
    for item in &account.items {
        kept.extend(item.path.as_deref().map(|path| (path, item.sha256.as_str())));
    }
    let names: std::collections::BTreeSet<String> =
        files.keys().cloned().chain(kept.keys().map(|path| (*path).to_owned())).collect();
    let total = names.len() as u64;
    for (place, name) in names.into_iter().enumerate() {
        progress.step(ours("Packing"), place as u64, total)?;
        let bytes = match (files.remove(&name), kept.get(name.as_str())) {
            (Some(bytes), _) => bytes,
            // One at a time: a case may have more of them than memory.
            (None, Some(sha256)) => {
                let found = evidence::bytes(&mut desk.read().await?.conn(), &settings.data, sha256).await?;
                found.ok_or_else(|| StoreError::Damaged(format!("the evidence {sha256} went while it was packed")))?
            }
            (None, None) => continue,
        };
        packer.put(&format!("{PAYLOAD}{name}"), &bytes)?;
    }

    packer.put(BAGIT, DECLARATION.as_bytes())?;
    packer.put(INFO, words::info(about, account, vouched, settings, packer.payload()).as_bytes())?;
    packer.manifest()?;
    proofs(desk, account, vouched, progress, &mut packer).await?;
    for (size, (note, growth)) in &earlier {
        packer.put(&older_name(*size), note.as_bytes())?;
        packer.put(&growth_name(*size), growth.to_string().as_bytes())?;
    }
    if let Some(ca) = settings.tsa_ca.as_ref().filter(|_| settings.tsa_url.is_some()) {
        packer.put(STAMP_CA, ca.as_bytes())?;
    }
    let tags = packer.tag_manifest()?;
    if let Some(sealed) = Sealed::of(&folder, &tags) {
        if vouched.signs
            && let Some(note) = desk.seal_bag(&sealed).await
        {
            packer.put_last(SEAL, note.as_bytes())?;
        }
        if let Some(stamp) = desk.stamp_bag(&sealed).await? {
            packer.put_last(STAMP, &stamp)?;
        }
    }
    Ok(packer.finish()?)
}

/// That each entry stands in the ledger of the checkpoint.
async fn proofs(
    desk: &Desk,
    account: &Account,
    vouched: &Vouched,
    progress: &Progress,
    packer: &mut Packer,
) -> Done<()> {
    if let Some((row, signed)) = &vouched.checkpoint {
        let mut snapshot = desk.store().snapshot().await?;
        let mut conn = snapshot.conn();
        let mut ways = Ways::of(&mut conn, row.size).await?;
        let total = account.listed.len() as u64;
        for (place, listed) in account.listed.iter().enumerate() {
            progress.step(ours("Packing"), place as u64, total)?;
            let seq = i64::try_from(listed.entry).unwrap_or(i64::MAX);
            if seq <= row.size {
                let path = ways.to(&mut conn, seq).await?;
                let proof = ProofFile { extra: None, index: listed.entry - 1, path, signed: signed.clone() };
                packer.put(&proof_name(listed.entry), proof.to_string().as_bytes())?;
            }
        }
        packer.put(CHECKPOINT, signed.note.to_string().as_bytes())?;
        packer.put(KEYS, vouched.keys.as_bytes())?;
    }
    let lines: String = account.listed.iter().map(|listed| format!("{listed}\n")).collect();
    packer.put(ENTRIES, lines.as_bytes())?;
    Ok(())
}
