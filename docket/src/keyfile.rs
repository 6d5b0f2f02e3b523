//! The key that seals what lies beside the record and must be read again: the secrets behind six-digit codes. It is a
//! file of its own in the data folder, so that neither the database nor a backup of it is enough to make anybody's codes.
//! And how such files are written: the notary's and a witness's are kept in the same way.

use crate::entropy::Entropy;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};
use std::fmt;
use std::fs::File;
use std::io::{Error, ErrorKind, Write};
use std::path::Path;

/// In the data folder.
pub const FILE: &str = "secret.key";
/// Before every sealed text. What an app can read, base32, holds no such sign.
const FORM: &str = "k1.";
const KEY_LEN: usize = 32;

pub struct Key {
    /// The beginning of the key's hash: says which key a text was sealed with, and nothing about the key.
    id: String,
    key: LessSafeKey,
}

/// Never the key: it would end up in a log.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

impl Key {
    /// The key of this folder. The first who asks makes it, also when two ask at once.
    pub fn open_or_make(folder: &Path, entropy: &dyn Entropy) -> std::io::Result<Key> {
        let path = folder.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Key::read(&text),
            Err(problem) if problem.kind() == ErrorKind::NotFound => {
                let mut bytes = [0; KEY_LEN];
                entropy.fill(&mut bytes);
                put(folder, &path, &hex::encode(bytes))?;
                // Another server may have been faster: what lies there now is the key.
                Key::read(&std::fs::read_to_string(&path)?)
            }
            Err(problem) => Err(problem),
        }
    }

    fn read(text: &str) -> std::io::Result<Key> {
        let wrong = || Error::new(ErrorKind::InvalidData, format!("{FILE} is not 64 hexadecimal digits"));
        let bytes: [u8; KEY_LEN] = hex::decode(text.trim()).ok().and_then(|b| b.try_into().ok()).ok_or_else(wrong)?;
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| wrong())?;
        let id = hex::encode(&Sha256::digest([b"dn/key/v1".as_slice(), &bytes].concat())[..4]);
        Ok(Key { id, key: LessSafeKey::new(key) })
    }

    /// `whose` is bound in: the same text in another row does not open.
    pub fn seal(&self, entropy: &dyn Entropy, whose: &str, plain: &str) -> std::io::Result<String> {
        // Drawn at random: so few texts are ever sealed that two never meet.
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut bytes = plain.as_bytes().to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(whose.as_bytes()), &mut bytes)
            .map_err(|_| Error::other("a secret could not be sealed"))?;
        Ok(format!("{FORM}{}.{}", self.id, URL_SAFE_NO_PAD.encode([nonce.as_slice(), &bytes].concat())))
    }

    /// None: sealed with another key, for somebody else, or changed.
    pub fn open(&self, whose: &str, sealed: &str) -> Option<String> {
        let (id, text) = sealed.strip_prefix(FORM)?.split_once('.')?;
        if id != self.id {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let plain = self.key.open_in_place(nonce, Aad::from(whose.as_bytes()), &mut text).ok()?;
        String::from_utf8(plain.to_vec()).ok()
    }
}

pub fn is_sealed(text: &str) -> bool {
    text.starts_with(FORM)
}

/// Whole or not at all, readable by nobody else, and never over a key that is there.
pub(crate) fn put(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let beside = path.with_extension(format!("part-{}", std::process::id()));
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&beside, path);
    std::fs::remove_file(&beside)?;
    match linked {
        Err(problem) if problem.kind() != ErrorKind::AlreadyExists => Err(problem),
        _ => File::open(folder)?.sync_all(),
    }
}

/// Whole or not at all, in the place of what was there. For whoever alone writes here.
pub(crate) fn replace(folder: &Path, name: &str, text: &str) -> std::io::Result<()> {
    let beside = folder.join(format!("{name}.part"));
    let mut file = File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, folder.join(name))?;
    File::open(folder)?.sync_all()
}

/// Nobody else is in a folder as long as this is kept.
#[derive(Debug)]
pub(crate) struct Alone(File);

/// Said aloud, because a file whose closing fails may stay open, and this process would then wait for itself.
impl Drop for Alone {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Nobody else is in this folder at the same time, also no other process.
pub(crate) fn alone(folder: &Path) -> std::io::Result<Alone> {
    std::fs::create_dir_all(folder)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"))?;
    lock.lock()?;
    Ok(Alone(lock))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SeededEntropy;

    fn key(seed: u64) -> (tempfile::TempDir, Key, SeededEntropy) {
        let (folder, entropy) = (tempfile::tempdir().unwrap(), SeededEntropy::new(seed));
        let key = Key::open_or_make(folder.path(), &entropy).unwrap();
        (folder, key, entropy)
    }

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let (folder, key, entropy) = key(1);
        let sealed = key.seal(&entropy, "ann", "JBSWY3DPEHPK3PXP").unwrap();
        assert!(is_sealed(&sealed) && !sealed.contains("JBSWY3DP"), "{sealed}");
        assert_ne!(sealed, key.seal(&entropy, "ann", "JBSWY3DPEHPK3PXP").unwrap(), "never twice the same");
        assert_eq!(key.open("ann", &sealed).as_deref(), Some("JBSWY3DPEHPK3PXP"));
        assert_eq!(key.open("lee", &sealed), None, "not in another row");
        let again = Key::open_or_make(folder.path(), &entropy).unwrap();
        assert_eq!(again.open("ann", &sealed).as_deref(), Some("JBSWY3DPEHPK3PXP"), "the key stays");
        let (_other, other, _) = self::key(2);
        assert_eq!(other.open("ann", &sealed), None);
    }

    #[test]
    fn what_was_changed_or_is_no_sealed_text_does_not_open() {
        let (_folder, key, entropy) = key(1);
        let sealed = key.seal(&entropy, "ann", "JBSWY3DPEHPK3PXP").unwrap();
        for place in 0..sealed.len() {
            let mut bytes = sealed.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(key.open("ann", &changed), None, "{changed}");
        }
        for text in ["", "k1.", "k1..", "JBSWY3DPEHPK3PXP", &sealed[..sealed.len() / 2], &format!("k1.{}.", key.id)] {
            assert_eq!(key.open("ann", text), None, "{text}");
        }
    }

    #[test]
    fn the_file_is_for_its_owner_and_a_broken_one_is_not_written_over() {
        let (folder, _, entropy) = key(1);
        let path = folder.path().join(FILE);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        std::fs::write(&path, "half a key").unwrap();
        assert!(Key::open_or_make(folder.path(), &entropy).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "half a key");
    }
}
