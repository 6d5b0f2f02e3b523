//! A new key in the place of the old one. Whatever breaks off in between, either the old key still signs or the change is
//! written down, signed by both.

use super::{CHANGES, KEY, NEXT, Notary, Refused, damaged};
use crate::checkpoint::handover::Handover;
use crate::checkpoint::note::SecretKey;
use crate::entropy::Entropy;
use crate::keyfile;
use std::fs::File;
use std::io::ErrorKind;

impl Notary {
    /// From here on the new key signs, and the old one is gone. What it signed stays good.
    pub fn change_key(&self, entropy: &dyn Entropy) -> Result<Handover, Refused> {
        let _alone = self.alone()?;
        self.finish_change()?;
        let old = self.key()?.ok_or_else(|| damaged("there is no key yet that could change"))?;
        let mut seed = [0; 32];
        entropy.fill(&mut seed);
        let new = SecretKey::new(old.name(), &seed).ok_or_else(|| damaged("no log has this name"))?;
        let change = Handover::make(&old, &new).ok_or_else(|| damaged("the two keys cannot sign one note"))?;
        // One that was drawn before and never used.
        match std::fs::remove_file(self.folder.join(NEXT)) {
            Err(problem) if problem.kind() != ErrorKind::NotFound => return Err(problem.into()),
            _ => {}
        }
        keyfile::put(&self.folder, &self.folder.join(NEXT), &new.text())?;
        let mut changes = self.changes()?;
        changes.push(change.clone());
        self.keep_notes(CHANGES, &changes)?;
        self.finish_change()?;
        Ok(change)
    }

    /// How the key changed, oldest first.
    pub fn changes(&self) -> std::io::Result<Vec<Handover>> {
        self.notes(CHANGES, Handover::parse)
    }

    /// The change is written down, and the new key does not lie in its place yet.
    pub(super) fn finish_change(&self) -> std::io::Result<()> {
        let Some(change) = self.changes()?.pop() else { return Ok(()) };
        let key = self.key()?.map(|key| key.public());
        let next = self.key_in(NEXT)?.map(|key| key.public());
        if key.as_ref() == Some(&change.from) && next.as_ref() == Some(&change.to) {
            std::fs::rename(self.folder.join(NEXT), self.folder.join(KEY))?;
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
}
