//! The notary as a process of its own: it answers whoever comes to its door, and knows nothing of the database.

use super::wire::{Answer, LONGEST, Question, asked};
use super::{Address, Notary, Refused};
use crate::checkpoint::bag::Sealed;
use crate::entropy::SystemEntropy;
use crate::time::Clock;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// Whoever asks has the question ready.
const PATIENCE: Duration = Duration::from_secs(10);
/// A desk has one question at a time.
const AT_ONCE: usize = 16;
const REST: Duration = Duration::from_millis(200);

/// Where it can be asked.
pub enum Door {
    Port(TcpListener),
    #[cfg(unix)]
    Socket(tokio::net::UnixListener, PathBuf),
}

impl Door {
    /// A socket is for this user and their group. One that a notary left behind which is gone is taken away.
    pub async fn open(address: &Address) -> std::io::Result<Door> {
        match address {
            Address::Port(address) => Ok(Door::Port(TcpListener::bind(address).await?)),
            #[cfg(unix)]
            Address::Socket(path) => {
                use std::os::unix::fs::PermissionsExt;
                if tokio::net::UnixStream::connect(path).await.is_err() {
                    match std::fs::remove_file(path) {
                        Err(problem) if problem.kind() != ErrorKind::NotFound => return Err(problem),
                        _ => {}
                    }
                }
                let listener = tokio::net::UnixListener::bind(path)?;
                std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
                Ok(Door::Socket(listener, path.clone()))
            }
            #[cfg(not(unix))]
            Address::Socket(_) => Err(ErrorKind::Unsupported.into()),
        }
    }

    /// Where it really is, when any free port was asked for.
    pub fn address(&self) -> std::io::Result<Address> {
        match self {
            Door::Port(listener) => Ok(Address::Port(listener.local_addr()?)),
            #[cfg(unix)]
            Door::Socket(_, path) => Ok(Address::Socket(path.clone())),
        }
    }
}

/// Until the signal to end.
pub async fn serve(door: Door, notary: Notary, clock: Arc<dyn Clock>, mut ended: watch::Receiver<bool>) {
    let seats = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(seat) = seats.clone().acquire_owned().await else { return };
        let came = tokio::select! {
            () = over(&mut ended) => break,
            came = accept(&door) => came,
        };
        let Ok(stream) = came else {
            tokio::time::sleep(REST).await;
            continue;
        };
        let (notary, clock) = (notary.clone(), clock.clone());
        tokio::spawn(async move {
            // Whoever went away in the middle gets no answer, and that is all.
            let _ = tokio::time::timeout(PATIENCE, answer(stream, &notary, clock.as_ref())).await;
            drop(seat);
        });
    }
    #[cfg(unix)]
    if let Door::Socket(_, path) = &door {
        let _ = std::fs::remove_file(path);
    }
}

async fn over(ended: &mut watch::Receiver<bool>) {
    let _ = ended.wait_for(|ended| *ended).await;
}

trait Stream: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin {}
impl<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin> Stream for S {}

async fn accept(door: &Door) -> std::io::Result<Box<dyn Stream>> {
    match door {
        Door::Port(listener) => Ok(Box::new(listener.accept().await?.0)),
        #[cfg(unix)]
        Door::Socket(listener, _) => Ok(Box::new(listener.accept().await?.0)),
    }
}

async fn answer(stream: Box<dyn Stream>, notary: &Notary, clock: &dyn Clock) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream.take(LONGEST));
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let (notary, now) = (notary.clone(), clock.now());
    let answer = tokio::task::spawn_blocking(move || answered(&line, &notary, now)).await;
    let answer = answer.unwrap_or_else(|stopped| Answer::refused(&Refused::Away(stopped.to_string())));
    let text = serde_json::to_string(&answer).map_err(std::io::Error::other)? + "\n";
    stream.get_mut().get_mut().write_all(text.as_bytes()).await
}

fn answered(line: &str, notary: &Notary, now: crate::time::Moment) -> Answer {
    let refused = match serde_json::from_str::<Question>(line) {
        Err(problem) => Refused::Away(format!("the question cannot be read: {problem}")),
        Ok(Question::State) => match notary.state() {
            Ok(state) => return Answer::state(&state),
            Err(problem) => Refused::File(problem),
        },
        Ok(Question::Gap { declared }) => match notary.declared(&declared) {
            Ok(()) => {
                tracing::warn!(entry = declared.entry, "a gap was declared: duenotice notary accept-gap");
                return Answer::Kept;
            }
            Err(refused) => refused,
        },
        Ok(Question::Seal { name, sha256 }) => match Sealed::of(&name, &sha256).map(|bag| notary.seal(&bag)) {
            None => Refused::Away("no bag is called so".into()),
            Some(Ok((note, key))) => {
                tracing::info!(%name, "sealed");
                return Answer::Sealed { note, key: key.to_string() };
            }
            Some(Err(refused)) => refused,
        },
        Ok(Question::Sign { size, root, from, proof }) => match asked(size, &root, from, &proof) {
            None => Refused::Away("a hash in the question is none".into()),
            Some(ask) => match notary.sign(&ask, now, &SystemEntropy) {
                Ok((seal, key)) => {
                    tracing::info!(size, "signed");
                    return Answer::Signed { seal, key: key.to_string() };
                }
                Err(refused) => refused,
            },
        },
    };
    tracing::warn!(%refused, "refused");
    Answer::refused(&refused)
}
