//! Where the notary is: in this server, or a process of its own on this machine.

use super::wire::{Answer, LONGEST, Question, refusal, state};
use super::{Ask, Declared, FOLDER, Notary, Refused, Seal, State};
use crate::checkpoint::bag::Sealed;
use crate::checkpoint::note::{Note, PublicKey, SignedBy};
use crate::entropy::SystemEntropy;
use crate::settings::Settings;
use crate::time::Moment;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// It is on this machine, looks at a proof and writes one small file.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where a notary of its own listens. Never another machine: what is asked is not sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A socket in the file system, whose rights say who may ask.
    Socket(PathBuf),
    /// A port of this machine. Whoever may work on it may ask.
    Port(SocketAddr),
}

impl Address {
    pub fn parse(text: &str) -> Result<Address, String> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix("unix:").filter(|path| !path.is_empty()) {
            return match cfg!(unix) {
                true => Ok(Address::Socket(path.into())),
                false => Err("this system has no such sockets; name a port such as 127.0.0.1:3100".into()),
            };
        }
        match text.parse::<SocketAddr>() {
            Ok(address) if address.ip().is_loopback() => Ok(Address::Port(address)),
            Ok(_) => Err(format!("{text} is another machine; the notary is asked on this one alone")),
            Err(_) => Err(format!("{text:?} is no place such as unix:/run/duenotice/notary.sock or 127.0.0.1:3100")),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Socket(path) => write!(f, "unix:{}", path.display()),
            Address::Port(address) => address.fmt(f),
        }
    }
}

#[derive(Clone, Debug)]
pub enum Office {
    /// Inside this process, its files in the data folder.
    Here(Notary),
    Elsewhere(Address),
}

impl Office {
    pub fn of(settings: &Settings) -> Office {
        match &settings.notary {
            Some(address) => Office::Elsewhere(address.clone()),
            None => Office::Here(Notary::at(settings.data.join(FOLDER), &settings.log_origin())),
        }
    }

    pub fn is_here(&self) -> bool {
        matches!(self, Office::Here(_))
    }

    pub async fn state(&self) -> Result<State, Refused> {
        match self {
            Office::Here(notary) => Ok(notary.state()?),
            Office::Elsewhere(address) => match asked(address, &Question::State).await? {
                Answer::State { key, last, changes, gaps } => state(key, last, &changes, &gaps),
                other => Err(strange(&other)),
            },
        }
    }

    /// Shows it an entry that declares a gap. What it signs is not changed by that.
    pub async fn declared(&self, declared: &Declared) -> Result<(), Refused> {
        match self {
            Office::Here(notary) => notary.declared(declared),
            Office::Elsewhere(address) => match asked(address, &Question::Gap { declared: declared.clone() }).await? {
                Answer::Kept => Ok(()),
                Answer::Refused { why, signed, said } => Err(refusal(&why, signed, said, declared.entry)),
                other => Err(strange(&other)),
            },
        }
    }

    /// `now` is the clock of a notary inside this process. One of its own has its own.
    pub async fn sign(&self, ask: &Ask, now: Moment) -> Result<(Seal, PublicKey), Refused> {
        match self {
            Office::Here(notary) => {
                let (notary, ask) = (notary.clone(), ask.clone());
                // It waits for the disk.
                let signing = tokio::task::spawn_blocking(move || notary.sign(&ask, now, &SystemEntropy)).await;
                signing.unwrap_or_else(|stopped| Err(Refused::Away(stopped.to_string())))
            }
            Office::Elsewhere(address) => match asked(address, &Question::sign(ask)).await? {
                Answer::Signed { seal, key } => signed(ask, seal, &key),
                Answer::Refused { why, signed, said } => Err(refusal(&why, signed, said, ask.size)),
                other => Err(strange(&other)),
            },
        }
    }

    /// The note over a bag that leaves the house.
    pub async fn seal(&self, bag: &Sealed) -> Result<String, Refused> {
        match self {
            Office::Here(notary) => {
                let (notary, bag) = (notary.clone(), bag.clone());
                let sealing = tokio::task::spawn_blocking(move || notary.seal(&bag)).await;
                let sealed = sealing.unwrap_or_else(|stopped| Err(Refused::Away(stopped.to_string())));
                sealed.map(|(note, _)| note)
            }
            Office::Elsewhere(address) => {
                let question = Question::Seal { name: bag.name.clone(), sha256: bag.sha256.clone() };
                match asked(address, &question).await? {
                    Answer::Sealed { note, key } => sealed(bag, note, &key),
                    other => Err(strange(&other)),
                }
            }
        }
    }
}

/// Only what was asked for is kept, whoever listens there.
fn signed(ask: &Ask, seal: Seal, key: &str) -> Result<(Seal, PublicKey), Refused> {
    let key = PublicKey::parse(key).map_err(|problem| Refused::Away(problem.to_string()))?;
    let checkpoint = seal.checkpoint()?;
    match checkpoint.size == ask.size && checkpoint.root == ask.root {
        true => Ok((seal, key)),
        false => Err(Refused::Away("it signed something else than it was asked to".into())),
    }
}

fn sealed(bag: &Sealed, note: String, key: &str) -> Result<String, Refused> {
    let key = PublicKey::parse(key).map_err(|problem| Refused::Away(problem.to_string()))?;
    let read = Note::parse(&note).map_err(|problem| Refused::Away(problem.to_string()))?;
    match read.text() == bag.to_string() && read.signed_by(&key) == SignedBy::Yes {
        true => Ok(note),
        false => Err(Refused::Away("it sealed something else than it was asked to".into())),
    }
}

fn strange(answer: &Answer) -> Refused {
    Refused::Away(match answer {
        Answer::Refused { said, .. } => said.clone(),
        _ => "its answer does not belong to the question".into(),
    })
}

async fn asked(address: &Address, question: &Question) -> Result<Answer, Refused> {
    let line = serde_json::to_string(question).map_err(|problem| Refused::Away(problem.to_string()))? + "\n";
    let answer = tokio::time::timeout(PATIENCE, exchanged(address, &line)).await;
    let line = match answer {
        Ok(Ok(line)) => line,
        Ok(Err(problem)) => return Err(Refused::Away(format!("{address}: {problem}"))),
        Err(_) => return Err(Refused::Away(format!("{address} says nothing"))),
    };
    serde_json::from_str(&line).map_err(|problem| Refused::Away(format!("{address}: {problem}")))
}

async fn exchanged(address: &Address, line: &str) -> std::io::Result<String> {
    match address {
        Address::Port(address) => said(TcpStream::connect(address).await?, line).await,
        #[cfg(unix)]
        Address::Socket(path) => said(tokio::net::UnixStream::connect(path).await?, line).await,
        #[cfg(not(unix))]
        Address::Socket(_) => Err(std::io::ErrorKind::Unsupported.into()),
    }
}

async fn said(stream: impl AsyncReadExt + AsyncWriteExt + Unpin, line: &str) -> std::io::Result<String> {
    let mut stream = BufReader::new(stream.take(LONGEST));
    stream.get_mut().get_mut().write_all(line.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_line(&mut answer).await?;
    Ok(answer)
}
