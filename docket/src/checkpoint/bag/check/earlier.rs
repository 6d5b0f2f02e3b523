//! Checkpoints that went out with letters: the bag's own one must have grown out of each.

use super::super::super::SignedCheckpoint;
use super::super::super::check::sentence;
use super::super::super::proof_file::Growth;
use super::*;
use crate::ledger::verify_consistency;

/// `signed`: the bag's own checkpoint, whose signatures were looked at.
pub(super) fn earlier(told: &mut Told, files: &mut dyn Files, keys: &Keys, signed: &SignedCheckpoint) -> Step<()> {
    let mut sizes = BTreeSet::new();
    for name in files.names() {
        let size = name
            .strip_prefix(OLDER)
            .or_else(|| name.strip_prefix(GROWTH)?.strip_suffix(".txt"))
            .map(|size| size.parse().ok().filter(|size| [older_name(*size), growth_name(*size)].contains(name)));
        match size {
            Some(Some(size)) => drop(sizes.insert(size)),
            Some(None) => return Err(Verdict::Malformed(format!("{name} is the name of nothing that belongs here."))),
            None => {}
        }
    }
    for size in &sizes {
        continued(files, keys, *size, signed)?;
    }
    if let Some(last) = sizes.last() {
        let many = sizes.len();
        told.say(format!("The ledger of each of {many} checkpoints that went out with letters, the last over {last} entries, is how this one begins."));
    }
    Ok(())
}

fn continued(files: &mut dyn Files, keys: &Keys, size: u64, signed: &SignedCheckpoint) -> Step<()> {
    let (older, growth) = (older_name(size), growth_name(size));
    for name in [&older, &growth] {
        if !files.names().contains(name) {
            return Err(Verdict::Altered(format!("{name} is missing.")));
        }
    }
    let unread = |name: &str, problem: Problem| Verdict::Malformed(sentence(&format!("{name}: {problem}")));
    let old = SignedCheckpoint::parse(&text(files, &older)?).map_err(|problem| unread(&older, problem))?;
    // Of the older one only the log's own signature counts: who else has signed is asked of the newest.
    let log = Keys { witnesses: Vec::new(), ..keys.clone() };
    Told::default().signatures(&old, &log).map_err(|verdict| match verdict {
        Verdict::Altered(why) => Verdict::Altered(format!("{older}: {why}")),
        other => other,
    })?;
    let proof = Growth::parse(&text(files, &growth)?).map_err(|problem| unread(&growth, problem))?;
    let (old, new) = (&old.checkpoint, &signed.checkpoint);
    if old.size != size || proof.old_size != size || proof.signed.note != signed.note {
        return Err(Verdict::Altered(format!("{growth} does not lead from {older} to {CHECKPOINT}.")));
    }
    if old.size > new.size || !verify_consistency(old.size, new.size, &old.root, &new.root, &proof.path) {
        return Err(Verdict::Altered(format!(
            "The {} entries of {CHECKPOINT} do not begin with the {size} of {older}, as {growth} says.",
            new.size
        )));
    }
    Ok(())
}
