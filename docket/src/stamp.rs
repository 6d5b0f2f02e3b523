//! Time stamps as RFC 3161 has them: somebody else confirms that these bytes were there at an instant. What came back is
//! read for what it says; that it is really signed is for `openssl ts -verify` to say, with a certificate that its reader
//! trusts.

use crate::time::Moment;
use sha2::{Digest, Sha256};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

use cms::signed_data::SignedData;
use der::asn1::{Int, Null, ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode};
use spki::AlgorithmIdentifier;

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
pub const QUESTION: &str = "application/timestamp-query";

/// What the answer must belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    imprint: [u8; 32],
    nonce: Vec<u8>,
    /// As it is sent.
    pub bytes: Vec<u8>,
}

impl Asked {
    /// `nonce` is drawn anew for each question, so that no old answer fits.
    pub fn over(imprint: [u8; 32], mut nonce: [u8; 16]) -> Result<Asked, String> {
        // A number as DER writes it: positive, and without a zero in front.
        nonce[0] = (nonce[0] & 0x7f) | 0x40;
        let wrong = |problem: der::Error| problem.to_string();
        let question = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint {
                hash_algorithm: AlgorithmIdentifier { oid: SHA_256, parameters: Some(Any::from(Null)) },
                hashed_message: OctetString::new(imprint.to_vec()).map_err(wrong)?,
            },
            req_policy: None,
            nonce: Some(Int::new(&nonce).map_err(wrong)?),
            cert_req: true,
            extensions: None,
        };
        Ok(Asked { imprint, nonce: nonce.to_vec(), bytes: question.to_der().map_err(wrong)? })
    }

    pub fn imprint(&self) -> String {
        hex::encode(self.imprint)
    }

    /// When the answer says that it was there.
    pub fn answered(&self, answer: &[u8]) -> Result<Moment, String> {
        let wrong = |problem: der::Error| format!("the answer cannot be read: {problem}");
        let answer = TimeStampResp::from_der(answer).map_err(wrong)?;
        let status = answer.status.status as u8;
        let token = answer.time_stamp_token.ok_or_else(|| format!("no stamp was given (status {status})"))?;
        let signed = SignedData::from_der(&token.content.to_der().map_err(wrong)?).map_err(wrong)?;
        let inside = signed.encap_content_info.econtent.ok_or("the stamp holds nothing")?;
        let said = TstInfo::from_der(inside.value()).map_err(wrong)?;
        let about = &said.message_imprint;
        if about.hash_algorithm.oid != SHA_256 || about.hashed_message.as_bytes() != self.imprint {
            return Err("the stamp is of something else".into());
        }
        if said.nonce.map(|nonce| nonce.as_bytes().to_vec()) != Some(self.nonce.clone()) {
            return Err("the stamp answers another question".into());
        }
        let micros = i64::try_from(said.gen_time.to_unix_duration().as_micros()).map_err(|_| "its time is none")?;
        Ok(Moment::from_micros(micros))
    }
}

pub fn imprint_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_no_stamp() {
        let asked = Asked::over(imprint_of(b"text"), [0xff; 16]).unwrap();
        assert!(asked.bytes.len() > 50 && asked.bytes[0] == 0x30);
        for bytes in [&b""[..], b"\x30\x00", b"text", &asked.bytes, b"\x30\x05\x30\x03\x02\x01\x02"] {
            assert!(asked.answered(bytes).is_err(), "{bytes:?}");
        }
        assert!(asked.answered(b"\x30\x05\x30\x03\x02\x01\x02").unwrap_err().contains("status 2"));
    }
}
