//! The only place that talks to a mail server, or to the folder that stands in for one.

use super::LetterProblem;
use super::mime::{self, AutoKind, Envelope};
use super::smtp::{Route, Smtp};
use crate::letter::Way;
use crate::settings::{MailSettings, Settings};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

#[derive(Clone, Debug)]
pub enum Mailer {
    /// Each letter becomes an `.eml` file that any mail program opens.
    Folder(PathBuf),
    Smtp(Smtp),
}

/// Why a letter was not taken. A permanent problem needs a person; any other is tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct DeliveryProblem {
    pub text: String,
    pub permanent: bool,
    /// The connection ended between the last byte and the answer: the letter may have been taken.
    pub doubtful: bool,
}

/// What the other side answered, and which way the letter went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub response: String,
    /// None for a folder.
    pub way: Option<Way>,
}

/// Long enough for what a server says, short enough for a ledger.
const RESPONSE_MAX: usize = 500;

impl Mailer {
    pub fn from_settings(settings: &Settings) -> Result<Mailer, LetterProblem> {
        match &settings.mail {
            MailSettings::Folder => Ok(Mailer::Folder(settings.data.join("outbox"))),
            MailSettings::Smtp { url } => Ok(Mailer::Smtp(Smtp::parse(url)?)),
        }
    }

    /// Hands over exactly these bytes and says what the other side answered. Twice the same letter is harmless.
    pub async fn hand_over(
        &self,
        letter_id: &str,
        envelope: &Envelope<'_>,
        bytes: &[u8],
    ) -> Result<Taken, DeliveryProblem> {
        match self {
            Mailer::Folder(folder) => {
                if letter_id.is_empty() || !letter_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                    return Err(DeliveryProblem {
                        text: "the letter's number cannot be a file name".into(),
                        permanent: true,
                        doubtful: false,
                    });
                }
                let name = format!("{}-{letter_id}.eml", envelope.at.to_chrono().format("%Y%m%dT%H%M%SZ"));
                write(folder, &name, bytes).await.map_err(|problem| DeliveryProblem {
                    text: format!("the outbox folder cannot be written: {problem}"),
                    permanent: false,
                    doubtful: false,
                })?;
                Ok(Taken { response: format!("written to outbox/{name}"), way: None })
            }
            Mailer::Smtp(server) => {
                let route = route(letter_id, envelope).map_err(|problem| DeliveryProblem {
                    text: problem.to_string(),
                    permanent: true,
                    doubtful: false,
                })?;
                // Every message on the wire ends with a line end of its own. Without ours, what the server takes is byte
                // for byte what we keep.
                let wire = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
                let (response, way) = server.send(&route, wire).await?;
                Ok(Taken { response, way: Some(way) })
            }
        }
    }
}

/// A reply to something that came in leaves without a return path, so that its bounce bothers nobody (RFC 3834).
fn route<'a>(letter_id: &'a str, envelope: &Envelope) -> Result<Route<'a>, LetterProblem> {
    // What bounces comes back to the letter's own address, when it has one.
    let sender = if envelope.reply_to.is_empty() { envelope.from } else { envelope.reply_to };
    let from = match envelope.auto {
        AutoKind::Generated => Some(mime::address("sender", sender)?),
        AutoKind::Replied => None,
    };
    Ok(Route { from, to: mime::address("recipient", envelope.to)?, envelope_id: letter_id })
}

/// What a stranger's server says is kept for ever, so it is kept short and in one line.
pub(super) fn tidy(text: &str) -> String {
    let line = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    line.chars().take(RESPONSE_MAX).collect()
}

/// Whoever watches the folder sees whole letters only, and a crash leaves the letter or nothing.
async fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    tokio::fs::create_dir_all(folder).await?;
    let beside = folder.join(format!(".{name}.part-{}", std::process::id()));
    let mut file = tokio::fs::File::create(&beside).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    drop(file);
    tokio::fs::rename(&beside, folder.join(name)).await?;
    // The new name itself lies in the folder, which has to reach the disk as well.
    #[cfg(unix)]
    tokio::fs::File::open(folder).await?.sync_all().await?;
    Ok(())
}
