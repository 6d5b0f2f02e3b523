//! Notes as <https://c2sp.org/signed-note> has them: a text, an empty line, and a line for each signature.

mod secret;

pub use secret::SecretKey;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

/// A note is longer than this only if somebody wants to harm its reader.
const MOST_BYTES: usize = 256 * 1024;
/// The format asks for 16 at least.
const MOST_SIGNATURES: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteProblem {
    #[error("it is too long")]
    TooLong,
    #[error("it holds a control character")]
    Control,
    #[error("no empty line parts its text from its signatures")]
    NoSignatures,
    #[error("line {0} is no signature")]
    NotASignature(usize),
    #[error("it is no key such as name+0123abcd+base64")]
    NotAKey,
    #[error("keys of the type {0} are not known here")]
    UnknownKeyType(u8),
}

/// What a key signs with. The number stands in the key and in its id, so that other kinds can come beside this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    Ed25519,
    /// A witness's, over the time and the text.
    Cosignature,
}

impl KeyType {
    fn byte(self) -> u8 {
        match self {
            KeyType::Ed25519 => 1,
            KeyType::Cosignature => 4,
        }
    }

    fn read(byte: u8) -> Result<KeyType, NoteProblem> {
        match byte {
            1 => Ok(KeyType::Ed25519),
            4 => Ok(KeyType::Cosignature),
            other => Err(NoteProblem::UnknownKeyType(other)),
        }
    }
}

/// What everybody may know of a key: `name+id+base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    kind: KeyType,
    key: VerifyingKey,
}

impl PublicKey {
    pub fn parse(text: &str) -> Result<PublicKey, NoteProblem> {
        let mut parts = text.trim().splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteProblem::NotAKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteProblem::NotAKey)?;
        let (kind, bytes) = bytes.split_first().ok_or(NoteProblem::NotAKey)?;
        let kind = KeyType::read(*kind)?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| NoteProblem::NotAKey)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| NoteProblem::NotAKey)?;
        let read = PublicKey { name: name.to_owned(), kind, key };
        let same_id = id.len() == 8 && id.eq_ignore_ascii_case(&hex::encode(read.id()));
        if is_name(name) && same_id { Ok(read) } else { Err(NoteProblem::NotAKey) }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn kind(&self) -> KeyType {
        self.kind
    }

    /// Tells keys of one name apart. It is short: no proof of anything.
    pub fn id(&self) -> [u8; 4] {
        id_of(&self.name, self.kind, self.key.as_bytes())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id()), STANDARD.encode(bytes))
    }
}

fn id_of(name: &str, kind: KeyType, key: &[u8; 32]) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', kind.byte()]).chain_update(key).finalize();
    [hash[0], hash[1], hash[2], hash[3]]
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|sign| sign.is_whitespace() || sign.is_control() || sign == '+')
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct SignatureLine {
    name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

/// Whether a key has signed a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedBy {
    Yes,
    /// No line of the note is by this key.
    No,
    /// A line says that it is, and is not.
    Forged,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl Note {
    pub fn parse(note: &str) -> Result<Note, NoteProblem> {
        if note.len() > MOST_BYTES {
            return Err(NoteProblem::TooLong);
        }
        if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteProblem::Control);
        }
        // The last empty line: the text may have some of its own.
        let at = note.rfind("\n\n").ok_or(NoteProblem::NoSignatures)?;
        let (text, lines) = (&note[..=at], &note[at + 2..]);
        let Some(lines) = lines.strip_suffix('\n') else { return Err(NoteProblem::NoSignatures) };
        let before = text.lines().count() + 1;
        let mut signatures = Vec::new();
        for (place, line) in lines.split('\n').enumerate() {
            if place >= MOST_SIGNATURES {
                return Err(NoteProblem::TooLong);
            }
            signatures.push(read_line(line).ok_or(NoteProblem::NotASignature(before + place + 1))?);
        }
        Ok(Note { text: text.to_owned(), signatures })
    }

    /// With the end of its last line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names that say they have signed.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.signatures.iter().map(|line| line.name.as_str())
    }

    pub fn signed_by(&self, key: &PublicKey) -> SignedBy {
        let id = key.id();
        let mut of_key = self.signatures.iter().filter(|line| line.name == key.name && line.id == id).peekable();
        if of_key.peek().is_none() {
            return SignedBy::No;
        }
        if of_key.all(|line| holds(key, &self.text, &line.bytes)) { SignedBy::Yes } else { SignedBy::Forged }
    }

    /// The line with which a key has signed, with its end.
    pub fn line_of(&self, key: &PublicKey) -> Option<String> {
        let id = key.id();
        self.signatures.iter().find(|line| line.name == key.name && line.id == id).map(|line| format!("{line}\n"))
    }

    /// With further lines of signatures, at which nobody has looked yet.
    pub fn with_lines(&self, lines: &str) -> Result<Note, NoteProblem> {
        Note::parse(&format!("{self}{lines}"))
    }

    /// When a witness says that it saw this, in seconds since 1970. Believe it only of a signature that holds.
    pub fn witnessed_at(&self, key: &PublicKey) -> Option<u64> {
        let id = key.id();
        let line = self.signatures.iter().find(|line| line.name == key.name && line.id == id)?;
        Some(u64::from_be_bytes(*line.bytes.first_chunk::<8>()?))
    }
}

fn read_line(line: &str) -> Option<SignatureLine> {
    let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(signature).ok()?;
    let (id, bytes) = bytes.split_first_chunk::<4>()?;
    (is_name(name) && !bytes.is_empty()).then(|| SignatureLine {
        name: name.to_owned(),
        id: *id,
        bytes: bytes.to_vec(),
    })
}

/// What a witness signs (<https://c2sp.org/tlog-cosignature>).
fn cosigned(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

fn holds(key: &PublicKey, text: &str, bytes: &[u8]) -> bool {
    let (signed, bytes) = match key.kind {
        KeyType::Ed25519 => (text.to_owned(), bytes),
        KeyType::Cosignature => {
            let Some((time, rest)) = bytes.split_first_chunk::<8>() else { return false };
            (cosigned(u64::from_be_bytes(*time), text), rest)
        }
    };
    let Ok(bytes) = <[u8; 64]>::try_from(bytes) else { return false };
    key.key.verify_strict(signed.as_bytes(), &Signature::from_bytes(&bytes)).is_ok()
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for line in &self.signatures {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.id.as_slice(), &self.bytes].concat();
        write!(f, "— {} {}", self.name, STANDARD.encode(bytes))
    }
}
