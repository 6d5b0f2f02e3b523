//! Payloads: decoding base64 as it really arrives, and checking the hash a report claims.

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use sha2::{Digest, Sha512};

use super::text;

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes, and what was wrong with the text. Text that is hardly base64 at all is kept as it came, so that nothing is lost.
pub fn decode(encoded: &str) -> (Vec<u8>, Option<&'static str>) {
    let trimmed = encoded.trim();
    let body = match trimmed.split_once(";base64,") {
        Some((head, body)) if head.starts_with("data:") => body,
        _ => trimmed,
    };
    let (mut foreign, mut kept) = (0usize, 0usize);
    let mut chunks: Vec<Vec<u8>> = vec![Vec::new()];
    let mut padding = 0usize;
    for byte in body.bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            b'=' => {
                padding += 1;
                continue;
            }
            other => other,
        };
        if byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/' {
            if padding > 0 {
                chunks.push(Vec::new());
                padding = 0;
            }
            kept += 1;
            if let Some(last) = chunks.last_mut() {
                last.push(byte);
            }
        } else if !byte.is_ascii_whitespace() {
            foreign += 1;
        }
    }
    if foreign > 0 && foreign * 16 > kept {
        return (encoded.as_bytes().to_vec(), Some("is not base64; it was kept as it came"));
    }
    let mut problem = match () {
        _ if foreign > 0 => Some("holds characters that are not base64; they were skipped"),
        _ if chunks.len() > 1 => Some("is several pieces of base64; they were joined"),
        _ => None,
    };
    let mut bytes = Vec::with_capacity(kept / 4 * 3 + 3);
    for chunk in &mut chunks {
        if chunk.len() % 4 == 1 {
            chunk.pop();
            problem = problem.or(Some("is cut off; what is there was decoded"));
        }
        // Every character was checked above, so this cannot fail; if it does, the text itself is the evidence.
        if LENIENT.decode_vec(&chunk[..], &mut bytes).is_err() {
            return (encoded.as_bytes().to_vec(), Some("could not be decoded; it was kept as it came"));
        }
    }
    if problem.is_none() && padding > 0 && !(kept + padding).is_multiple_of(4) {
        problem = Some("has the wrong padding; it was decoded all the same");
    }
    (bytes, problem)
}

pub enum HashCheck {
    Matches,
    Differs { algorithm: &'static str, actual: String },
    NotChecked(&'static str),
    Malformed,
}

pub fn check_hash(claimed: &str, bytes: &[u8]) -> HashCheck {
    let Some((algorithm, value)) = claimed.trim().split_once(':') else { return HashCheck::Malformed };
    let is_hex = |length: usize| value.len() == length && value.bytes().all(|b| b.is_ascii_hexdigit());
    let (algorithm, actual) = match algorithm.to_ascii_lowercase().as_str() {
        "sha256" if is_hex(64) => ("sha256", text::sha256(bytes)),
        "sha512" if is_hex(128) => ("sha512", hex::encode(Sha512::digest(bytes))),
        // Both are broken: a match would prove nothing.
        "md5" if is_hex(32) => return HashCheck::NotChecked("md5"),
        "sha1" if is_hex(40) => return HashCheck::NotChecked("sha1"),
        _ => return HashCheck::Malformed,
    };
    if actual.eq_ignore_ascii_case(value) { HashCheck::Matches } else { HashCheck::Differs { algorithm, actual } }
}

/// JSON holds no bytes; an array of numbers would be four times as long.
pub mod as_base64 {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_it_arrives() {
        for (given, bytes, fine) in [
            ("aGVsbG8=", &b"hello"[..], true),
            ("aGVsbG8", b"hello", true),
            (" aGVs\r\nbG8= ", b"hello", true),
            ("data:text/plain;base64,aGVsbG8=", b"hello", true),
            ("_-8=", &[0xff, 0xef], true),
            ("", b"", true),
            ("aGVsbG8===", b"hello", false),
            ("aGVsb", b"hel", false),
            ("aGVsbG8=aGVsbG8=", b"hellohello", false),
            ("ö ö ö", "ö ö ö".as_bytes(), false),
        ] {
            let (decoded, problem) = decode(given);
            assert_eq!((decoded.as_slice(), problem.is_none()), (bytes, fine), "{given}: {problem:?}");
        }
    }
}
