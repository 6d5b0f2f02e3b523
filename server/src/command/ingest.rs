//! `duenotice ingest`: reports from files or from a pipe, for a mail server's delivery and for archives.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use docket::complaint::Channel;
use docket::desk::complaints::Taken;
use docket::desk::mail::TakenMail;
use docket::intake::{MAX_BYTES, Wanted, is_delivery_report};
use docket::mail::MailStage;
use docket::people::Actor;
use serde::Serialize;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Ingest {
    /// What the files are
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Files with one report each; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Look at the bytes
    #[default]
    Auto,
    /// XARF as JSON
    Xarf,
    /// A feedback report in a mail, RFC 5965
    Arf,
    /// Any mail
    Rfc5322,
    /// A report on the delivery of one of our letters, RFC 3464
    Dsn,
}

#[derive(Serialize)]
struct Line<'a> {
    file: String,
    number: String,
    id: String,
    status: &'static str,
    format: &'a str,
    warnings: &'a [String],
}

impl Ingest {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let desk = &opened.desk;
        // The ledger begins with its founding, whoever comes first.
        desk.found(false).await?;
        let mut unreadable = Vec::new();
        for file in &self.files {
            let bytes = match read(file) {
                Ok(bytes) => bytes,
                Err(problem) => {
                    unreadable.push(format!("{}: {problem}", named(file)));
                    continue;
                }
            };
            let is_delivery = match self.format {
                Format::Dsn => true,
                Format::Auto => is_delivery_report(&bytes),
                _ => false,
            };
            if is_delivery {
                let taken = desk.take_mail(desk.now(), &bytes).await?;
                if !self.print_mail(file, &taken)? {
                    break;
                }
                continue;
            }
            let taken = desk.take_report(Actor::Reporter, self.channel(&bytes), &bytes, self.wanted(), None).await?;
            if !self.print(file, &taken)? {
                break;
            }
        }
        if unreadable.is_empty() { Ok(()) } else { Err(Stop::Usage(unreadable.join("\n"))) }
    }

    fn wanted(&self) -> Wanted {
        match self.format {
            Format::Auto => Wanted::Auto,
            Format::Xarf => Wanted::Xarf,
            Format::Arf => Wanted::Arf,
            Format::Rfc5322 | Format::Dsn => Wanted::Rfc5322,
        }
    }

    /// Bare JSON is what a machine hands over; everything else came by mail.
    fn channel(&self, bytes: &[u8]) -> Channel {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        match self.format {
            Format::Xarf => Channel::Api,
            Format::Auto if text.starts_with(b"{") || text.starts_with(b"[") => Channel::Api,
            _ => Channel::Mail,
        }
    }

    /// False when nobody reads any more, as after `| head`.
    fn print(&self, file: &Path, taken: &Taken) -> Result<bool, Stop> {
        let line = Line {
            file: named(file),
            number: format!("C-{}", taken.number),
            id: taken.complaint.to_string(),
            status: if taken.repeated { "repeated" } else { "received" },
            format: &taken.format,
            warnings: &taken.warnings,
        };
        let text = if self.json {
            serde_json::to_string(&line).map_err(|error| Stop::Usage(error.to_string()))?
        } else {
            let mut text = format!("{:<8} {}  {:<8}  {}", line.number, line.id, line.status, line.file);
            for warning in line.warnings {
                text.push_str("\n         ");
                text.push_str(&plain(warning));
            }
            text
        };
        say(&text)
    }

    fn print_mail(&self, file: &Path, taken: &TakenMail) -> Result<bool, Stop> {
        let warnings = match (&taken.stage, taken.kind) {
            (MailStage::Waiting, _) => vec!["It waits for a person on the page of mail that came in.".to_owned()],
            _ => Vec::new(),
        };
        let line = Line {
            file: named(file),
            number: format!("ML-{}", taken.number),
            id: taken.mail.to_string(),
            status: if taken.repeated { "repeated" } else { "received" },
            format: taken.kind.word(),
            warnings: &warnings,
        };
        if self.json {
            return say(&serde_json::to_string(&line).map_err(|error| Stop::Usage(error.to_string()))?);
        }
        let case = taken.case.as_deref().map(|case| format!("  case {case}")).unwrap_or_default();
        let mut text = format!("{:<8} {}  {:<8}  {}{case}", line.number, line.id, line.status, line.file);
        for warning in line.warnings {
            text.push_str("\n         ");
            text.push_str(warning);
        }
        say(&text)
    }
}

/// False when nobody reads any more, as after `| head`.
fn say(text: &str) -> Result<bool, Stop> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

fn named(file: &Path) -> String {
    if is_stdin(file) { "standard input".into() } else { plain(&file.display().to_string()) }
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

/// A stranger's words are printed without anything that a terminal obeys.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// The whole report. One byte more than the largest is read, to tell which are larger.
fn read(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let done = if is_stdin(file) {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(most).read_to_end(&mut bytes))
    };
    match done {
        Err(why) => Err(format!("cannot be read: {why}.")),
        Ok(_) if bytes.len() > MAX_BYTES => {
            Err(format!("is larger than {} MB. Nothing was recorded.", MAX_BYTES >> 20))
        }
        Ok(_) if bytes.trim_ascii().is_empty() => Err("is empty. Nothing was recorded.".into()),
        Ok(_) => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(format: Format, bytes: &[u8]) -> Channel {
        Ingest { format, json: false, files: Vec::new() }.channel(bytes)
    }

    #[test]
    fn json_comes_from_a_machine_and_the_rest_by_mail() {
        assert_eq!(channel(Format::Auto, b"\xef\xbb\xbf\n {\"xarf_version\": \"4.2.0\"}"), Channel::Api);
        assert_eq!(channel(Format::Auto, b"From: a@b.example\r\n\r\n{}"), Channel::Mail);
        assert_eq!(channel(Format::Rfc5322, b"{}"), Channel::Mail);
    }

    #[test]
    fn what_is_printed_moves_no_cursor() {
        assert_eq!(plain("a\u{1b}[2Jb\r\nc"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}c");
    }
}
