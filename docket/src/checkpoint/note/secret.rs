//! What signs: a log's key, or a witness's.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};

use super::{KeyType, Note, NoteProblem, PublicKey, SignatureLine, cosigned, is_name};

const BEFORE: &str = "PRIVATE+KEY+";

pub struct SecretKey {
    name: String,
    kind: KeyType,
    key: SigningKey,
}

/// Never the key: it would end up in a log.
impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({})", self.name)
    }
}

impl SecretKey {
    /// Of a log. None: no note can bear this name.
    pub fn new(name: &str, seed: &[u8; 32]) -> Option<SecretKey> {
        SecretKey::of(name, KeyType::Ed25519, seed)
    }

    /// Of a witness.
    pub fn witness(name: &str, seed: &[u8; 32]) -> Option<SecretKey> {
        SecretKey::of(name, KeyType::Cosignature, seed)
    }

    fn of(name: &str, kind: KeyType, seed: &[u8; 32]) -> Option<SecretKey> {
        is_name(name).then(|| SecretKey { name: name.to_owned(), kind, key: SigningKey::from_bytes(seed) })
    }

    /// As other tools write such keys: `PRIVATE+KEY+name+id+base64`.
    pub fn parse(text: &str) -> Result<SecretKey, NoteProblem> {
        let rest = text.trim().strip_prefix(BEFORE).ok_or(NoteProblem::NotAKey)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteProblem::NotAKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteProblem::NotAKey)?;
        let (kind, seed) = bytes.split_first().ok_or(NoteProblem::NotAKey)?;
        let seed: [u8; 32] = seed.try_into().map_err(|_| NoteProblem::NotAKey)?;
        let read = SecretKey::of(name, KeyType::read(*kind)?, &seed).ok_or(NoteProblem::NotAKey)?;
        if id == hex::encode(read.public().id()) { Ok(read) } else { Err(NoteProblem::NotAKey) }
    }

    pub fn text(&self) -> String {
        let bytes = [&[self.kind.byte()], self.key.to_bytes().as_slice()].concat();
        format!("{BEFORE}{}+{}+{}", self.name, hex::encode(self.public().id()), STANDARD.encode(bytes))
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn public(&self) -> PublicKey {
        PublicKey { name: self.name.clone(), kind: self.kind, key: self.key.verifying_key() }
    }

    /// `text` ends with its line, and that is signed, too.
    pub fn sign(&self, text: &str) -> Note {
        let signature = self.key.sign(text.as_bytes()).to_bytes();
        let line = SignatureLine { name: self.name.clone(), id: self.public().id(), bytes: signature.to_vec() };
        Note { text: text.to_owned(), signatures: vec![line] }
    }

    /// The line of a witness who saw this text at this second.
    pub fn cosign(&self, text: &str, seconds: u64) -> String {
        let signature = self.key.sign(cosigned(seconds, text).as_bytes()).to_bytes();
        let bytes = [seconds.to_be_bytes().as_slice(), &signature].concat();
        format!("{}\n", SignatureLine { name: self.name.clone(), id: self.public().id(), bytes })
    }
}
