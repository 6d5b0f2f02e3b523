//! The one door to the press, the program that sets papers as PDF and reads the words of one. What strangers send is read
//! in that process and not in ours: it gets no environment, no more than a time, and a cap on what it may say, and is
//! killed with whoever waits for it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use app::public_pages::unmade::Unmade;
use docket::paper::{PrintOrder, TOO_LONG};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

/// The program's name. It lies beside ours.
pub const PROGRAM: &str = "duenotice-press";
/// Each takes a processor and some hundred megabytes while it works.
const AT_ONCE: usize = 2;
/// For a paper, from the question to its last byte, waiting for others included.
const LONGEST: Duration = Duration::from_secs(30);
const LONGEST_READ: Duration = Duration::from_secs(10);
const MOST_PDF: usize = 32 << 20;
/// A PDF of which somebody asks whether it is ours.
pub const MOST_READ: usize = 8 << 20;
const MOST_WORDS: usize = 2 << 20;
/// It complains in a sentence.
const MOST_SAID: usize = 16 << 10;

#[derive(Clone, Debug)]
pub struct Press {
    program: Option<PathBuf>,
    longest: (Duration, Duration),
    at_once: Arc<Semaphore>,
}

/// Why a PDF gave no words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    Absent,
    /// The press found no words in it, or could not make sense of it.
    NoWords,
    /// It took too long or broke off.
    Stopped,
}

/// Why the program said nothing that can be used.
#[derive(Debug, thiserror::Error)]
enum Broke {
    #[error("there is no such program")]
    Absent,
    #[error("it took too long")]
    Slow,
    #[error("it said too much")]
    Much,
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

impl Press {
    pub fn new(program: Option<PathBuf>) -> Press {
        Press { program, longest: (LONGEST, LONGEST_READ), at_once: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The program that lies beside the one that runs.
    pub fn beside() -> Option<PathBuf> {
        let folder = std::env::current_exe().ok()?.parent()?.to_owned();
        Some(folder.join(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX))).filter(|program| program.is_file())
    }

    pub fn is_here(&self) -> bool {
        self.program.is_some()
    }

    /// For tests, which do not wait half a minute.
    #[cfg(test)]
    fn within(self, longest: Duration) -> Press {
        Press { longest: (longest, longest), ..self }
    }

    /// Sets a paper.
    pub async fn make(&self, order: &PrintOrder) -> Result<Vec<u8>, Unmade> {
        let order = serde_json::to_vec(order).map_err(|_| Unmade::Stopped)?;
        match self.run("make", order, MOST_PDF, self.longest.0).await {
            Ok((status, pdf, _)) if status.success() && pdf.starts_with(b"%PDF-") => Ok(pdf),
            Ok((status, ..)) if status.code() == Some(TOO_LONG.into()) => Err(Unmade::TooLong),
            Ok((status, _, said)) => {
                tracing::warn!(%status, said, "the press made no PDF");
                Err(Unmade::Stopped)
            }
            Err(Broke::Absent) => Err(Unmade::Absent),
            Err(broke) => {
                tracing::warn!(%broke, "the press made no PDF");
                Err(Unmade::Stopped)
            }
        }
    }

    /// The words of a PDF, as somebody sees them on its pages.
    pub async fn read(&self, pdf: Vec<u8>) -> Result<String, Unread> {
        match self.run("read", pdf, MOST_WORDS, self.longest.1).await {
            Ok((status, text, _)) if status.success() => {
                let text = String::from_utf8(text).map_err(|_| Unread::NoWords)?;
                if text.trim().is_empty() { Err(Unread::NoWords) } else { Ok(text) }
            }
            // What a stranger sent is no fault of ours, and nothing for the log.
            Ok(_) | Err(Broke::Much) => Err(Unread::NoWords),
            Err(Broke::Absent) => Err(Unread::Absent),
            Err(broke) => {
                tracing::warn!(%broke, "the press read no PDF");
                Err(Unread::Stopped)
            }
        }
    }

    async fn run(
        &self,
        what: &str,
        input: Vec<u8>,
        most: usize,
        longest: Duration,
    ) -> Result<(ExitStatus, Vec<u8>, String), Broke> {
        let program = self.program.as_deref().ok_or(Broke::Absent)?;
        let work = async {
            let _turn = self.at_once.acquire().await;
            talk(start(program, what)?, input, most).await
        };
        // Dropped with its time over, or with whoever waited for it, the child is killed.
        tokio::time::timeout(longest, work).await.map_err(|_| Broke::Slow)?
    }
}

fn start(program: &Path, what: &str) -> Result<Child, Broke> {
    let mut command = Command::new(program);
    command.arg(what).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true).spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Broke::Absent,
        _ => Broke::Io(error),
    })
}

/// Says all of it and hears all of it at the same time: whoever waits with hearing until everything is said never ends
/// with somebody who waits with hearing, too.
async fn talk(mut child: Child, input: Vec<u8>, most: usize) -> Result<(ExitStatus, Vec<u8>, String), Broke> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let say = async {
        if let Some(mut stdin) = stdin {
            // It may have heard enough before the end.
            let _ = stdin.write_all(&input).await;
        }
        Ok(())
    };
    let hear = async {
        let heard = up_to(stdout, most).await?;
        if heard.len() > most { Err(Broke::Much) } else { Ok(heard) }
    };
    let complaints = async {
        let said = up_to(stderr, MOST_SAID).await?;
        Ok(String::from_utf8_lossy(&said).trim().to_owned())
    };
    let ((), heard, said) = tokio::try_join!(say, hear, complaints)?;
    Ok((child.wait().await?, heard, said))
}

/// One byte more than the limit shows that there was more.
async fn up_to(pipe: Option<impl AsyncRead + Unpin>, most: usize) -> Result<Vec<u8>, Broke> {
    let mut heard = Vec::new();
    if let Some(pipe) = pipe {
        pipe.take(most as u64 + 1).read_to_end(&mut heard).await?;
    }
    Ok(heard)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Write;

    /// A stand-in that does this. Another process writes it, so that no child of ours can hold it open while it starts.
    fn stand_in(folder: &Path, script: &str) -> Press {
        let path = folder.join(PROGRAM);
        let mut shell = std::process::Command::new("sh")
            .args(["-c", "cat > \"$0\" && chmod 700 \"$0\""])
            .arg(&path)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        shell.stdin.take().unwrap().write_all(format!("#!/bin/sh\n{script}\n").as_bytes()).unwrap();
        assert!(shell.wait().unwrap().success());
        Press::new(Some(path))
    }

    fn order(html: &str) -> PrintOrder {
        PrintOrder {
            html: html.to_owned(),
            provider: "Example Hosting".into(),
            about: "notice".into(),
            date: "2021-01-10T00:00:00Z".into(),
            check: None,
            attached: Vec::new(),
        }
    }

    #[tokio::test]
    async fn what_is_ordered_is_what_it_hears_and_what_it_says_is_what_we_get() {
        let folder = tempfile::tempdir().unwrap();
        let press = stand_in(folder.path(), "test \"$1\" = make || exit 9\nprintf %%PDF-\ncat");
        // More than a pipe holds, both ways: whoever says all of it before hearing any would wait for ever.
        let long = order(&"a long paper ".repeat(100_000));
        let pdf = press.make(&long).await.unwrap();
        assert_eq!(&pdf[..5], b"%PDF-");
        assert_eq!(serde_json::from_slice::<PrintOrder>(&pdf[5..]).unwrap(), long);
    }

    #[tokio::test]
    async fn whatever_is_wrong_with_it_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let made = async |script: &str| stand_in(folder.path(), script).make(&order("x")).await;
        assert_eq!(made("echo 'This document has 12,340 rows.' >&2; exit 3").await, Err(Unmade::TooLong));
        assert_eq!(made("exit 2").await, Err(Unmade::Stopped));
        assert_eq!(made("kill -9 $$").await, Err(Unmade::Stopped));
        assert_eq!(made("echo no PDF").await, Err(Unmade::Stopped));
        // It ends without having heard anything.
        assert_eq!(made("exec <&-; printf %%PDF-").await.as_deref(), Ok(&b"%PDF-"[..]));
        assert_eq!(Press::new(None).make(&order("x")).await, Err(Unmade::Absent));
        assert_eq!(Press::new(Some(folder.path().join("nothing"))).make(&order("x")).await, Err(Unmade::Absent));
        assert_eq!(Press::new(Some(folder.path().to_owned())).make(&order("x")).await, Err(Unmade::Stopped));
    }

    #[tokio::test]
    async fn whoever_writes_without_end_is_not_heard_to_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let endless = stand_in(folder.path(), "exec cat /dev/zero");
        assert_eq!(endless.read(b"%PDF-".to_vec()).await, Err(Unread::NoWords));
        assert_eq!(endless.make(&order("x")).await, Err(Unmade::Stopped));
        let complains = stand_in(folder.path(), "cat /dev/zero >&2");
        assert_eq!(complains.within(Duration::from_secs(5)).make(&order("x")).await, Err(Unmade::Stopped));
    }

    #[tokio::test]
    async fn whoever_hangs_is_killed_and_holds_no_turn() {
        let folder = tempfile::tempdir().unwrap();
        let press = stand_in(folder.path(), "exec sleep 600").within(Duration::from_millis(50));
        for _ in 0..=AT_ONCE {
            assert_eq!(press.make(&order("x")).await, Err(Unmade::Stopped));
        }
        assert_eq!(press.at_once.available_permits(), AT_ONCE);
        assert_eq!(press.read(Vec::new()).await, Err(Unread::Stopped));
    }

    #[tokio::test]
    async fn with_nobody_who_waits_for_it_it_is_killed() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("pid");
        let press = stand_in(folder.path(), &format!("echo $$ > '{}'; exec sleep 600", mark.display()));
        let beside = press.clone();
        let waiting = tokio::spawn(async move { press.make(&order("x")).await });
        let process = loop {
            match std::fs::read_to_string(&mark) {
                Ok(pid) if pid.ends_with('\n') => break PathBuf::from(format!("/proc/{}/stat", pid.trim())),
                _ => tokio::task::yield_now().await,
            }
        };
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        // Killed: it is gone, or a dead one that nobody has asked about yet.
        while std::fs::read_to_string(&process).is_ok_and(|stat| !stat.contains(") Z ")) {
            tokio::task::yield_now().await;
        }
        assert_eq!(beside.at_once.available_permits(), AT_ONCE);
    }

    #[tokio::test]
    async fn it_hears_nothing_of_what_we_know() {
        let folder = tempfile::tempdir().unwrap();
        let press = stand_in(folder.path(), "/usr/bin/env");
        let heard = press.read(Vec::new()).await.unwrap();
        // What a shell sets by itself.
        let ours = heard
            .lines()
            .filter(|line| !["PWD=", "OLDPWD=", "SHLVL=", "_=", "PATH="].iter().any(|name| line.starts_with(name)));
        assert_eq!(ours.count(), 0, "{heard}");
    }

    #[tokio::test]
    async fn words_are_read_and_nothing_is_told_apart_from_none() {
        let folder = tempfile::tempdir().unwrap();
        let read = async |script: &str| stand_in(folder.path(), script).read(b"%PDF-1.7".to_vec()).await;
        assert_eq!(read("cat").await.as_deref(), Ok("%PDF-1.7"));
        assert_eq!(read("exit 2").await, Err(Unread::NoWords));
        assert_eq!(read("echo").await, Err(Unread::NoWords));
        assert_eq!(read("printf '\\377'").await, Err(Unread::NoWords));
        assert_eq!(Press::new(None).read(Vec::new()).await, Err(Unread::Absent));
    }
}
