//! The only place that talks to a mail server, or to the folder that stands in for one.

use super::LetterProblem;
use super::mime::{self, AutoKind, Envelope};
use crate::settings::{MailSettings, Settings};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;

#[derive(Clone, Debug)]
pub enum Mailer {
    /// Each letter becomes an `.eml` file that any mail program opens.
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why a letter was not taken. A permanent problem needs a person; any other is tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct DeliveryProblem {
    pub text: String,
    pub permanent: bool,
}

/// Long enough for what a server says, short enough for a ledger.
const RESPONSE_MAX: usize = 500;

impl Mailer {
    /// Called inside the runtime, because the connections to a mail server are looked after by a task.
    pub fn from_settings(settings: &Settings) -> Result<Mailer, LetterProblem> {
        match &settings.mail {
            MailSettings::Folder => Ok(Mailer::Folder(settings.data.join("outbox"))),
            MailSettings::Smtp { url } => {
                let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&guarded(url)?)
                    .map_err(|_| LetterProblem::Server)?;
                Ok(Mailer::Smtp(transport.build()))
            }
        }
    }

    /// Hands over exactly these bytes and says what the other side answered. Twice the same letter is harmless.
    pub async fn hand_over(
        &self,
        letter_id: &str,
        envelope: &Envelope<'_>,
        bytes: &[u8],
    ) -> Result<String, DeliveryProblem> {
        match self {
            Mailer::Folder(folder) => {
                if letter_id.is_empty() || !letter_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                    return Err(DeliveryProblem {
                        text: "the letter's number cannot be a file name".into(),
                        permanent: true,
                    });
                }
                let name = format!("{}-{letter_id}.eml", envelope.at.to_chrono().format("%Y%m%dT%H%M%SZ"));
                write(folder, &name, bytes).await.map_err(|problem| DeliveryProblem {
                    text: format!("the outbox folder cannot be written: {problem}"),
                    permanent: false,
                })?;
                Ok(format!("written to outbox/{name}"))
            }
            Mailer::Smtp(transport) => {
                let route = route(envelope)
                    .map_err(|problem| DeliveryProblem { text: problem.to_string(), permanent: true })?;
                // The transport ends every message with a line end of its own. Without ours, what the server
                // takes is byte for byte what we keep.
                let wire = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
                match transport.send_raw(&route, wire).await {
                    Ok(response) => {
                        let said = response.message().collect::<Vec<_>>().join(" ");
                        Ok(tidy(&format!("{} {said}", response.code())))
                    }
                    Err(error) => {
                        Err(DeliveryProblem { permanent: is_permanent(&error), text: tidy(&error.to_string()) })
                    }
                }
            }
        }
    }
}

/// A reply to something that came in leaves without a return path, so that its bounce bothers nobody (RFC 3834).
fn route(envelope: &Envelope) -> Result<lettre::address::Envelope, LetterProblem> {
    let from = match envelope.auto {
        AutoKind::Generated => Some(mime::address("sender", envelope.from)?),
        AutoKind::Replied => None,
    };
    let to = mime::address("recipient", envelope.to)?;
    lettre::address::Envelope::new(from, vec![to]).map_err(|_| LetterProblem::Address("recipient"))
}

/// Passwords and letters leave this machine only encrypted, unless the settings say `tls=none`.
fn guarded(url: &str) -> Result<String, LetterProblem> {
    let url = url.trim();
    let Some(rest) = url.strip_prefix("smtp://") else {
        return if url.starts_with("smtps://") { Ok(url.to_owned()) } else { Err(LetterProblem::Server) };
    };
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    if query == "tls=none" {
        return Ok(format!("smtp://{before}"));
    }
    let authority = before.split('/').next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let here = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
    Ok(if here || query.contains("tls=") { url.to_owned() } else { format!("smtp://{before}?tls=required") })
}

/// A refusal of our own sign-in is our fault and not the recipient's: the letter waits until it is mended.
fn is_permanent(error: &SmtpError) -> bool {
    let sign_in = error.status().is_some_and(|code| matches!(code.to_string().as_str(), "530" | "534" | "535" | "538"));
    error.is_permanent() && !sign_in
}

/// What a stranger's server says is kept for ever, so it is kept short and in one line.
fn tidy(text: &str) -> String {
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
