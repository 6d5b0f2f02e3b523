//! A mail server that takes letters, keeps what it was given, and can be told to take one and say nothing.

use docket::letters::Mailer;
use docket::settings::{MailSettings, Settings};
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

pub struct Office {
    url: String,
    silent: Arc<AtomicBool>,
    hesitant: Arc<AtomicBool>,
    taken: mpsc::UnboundedReceiver<String>,
}

impl Office {
    pub async fn open() -> Office {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("smtp://{}", listener.local_addr().expect("its address"));
        let silent = Arc::new(AtomicBool::new(false));
        let hesitant = Arc::new(AtomicBool::new(false));
        let (take, taken) = mpsc::unbounded_channel();
        let (quiet, slow) = (silent.clone(), hesitant.clone());
        let offered = Arc::new(Mutex::new(HashSet::new()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let once = slow.load(Ordering::SeqCst).then(|| offered.clone());
                tokio::spawn(serve(stream, quiet.clone(), once, take.clone()));
            }
        });
        Office { url, silent, hesitant, taken }
    }

    pub fn settings(&self, settings: &Settings) -> Settings {
        Settings { mail: MailSettings::Smtp { url: self.url.clone() }, ..settings.clone() }
    }

    pub fn mailer(&self, settings: &Settings) -> Mailer {
        Mailer::from_settings(&self.settings(settings)).expect("a mailer")
    }

    /// From now on it takes letters and never says so.
    pub fn be_silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::SeqCst);
    }

    /// From now on it takes some letters only when they are offered again.
    pub fn be_hesitant(&self) {
        self.hesitant.store(true, Ordering::SeqCst);
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next letter, as it came.
    pub async fn next(&mut self) -> String {
        self.taken.recv().await.expect("a letter")
    }

    /// All that came until now.
    pub fn all(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.taken.try_recv().ok()).collect()
    }
}

type Offered = Arc<Mutex<HashSet<String>>>;

/// A reminder, whenever it is not offered for the second time.
fn is_put_off(letter: &str, offered: &Offered) -> bool {
    let id = message_id(letter);
    let mut offered = offered.lock().expect("nobody panicked");
    let reminds = letter.lines().any(|line| line.starts_with("Subject: ") && line.contains("Reminder:"));
    reminds && !offered.remove(&id) && offered.insert(id)
}

async fn serve(
    stream: TcpStream,
    silent: Arc<AtomicBool>,
    once: Option<Offered>,
    take: mpsc::UnboundedSender<String>,
) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut said = BufReader::new(read).lines();
    write.write_all(b"220 office\r\n").await.ok()?;
    let mut data: Option<String> = None;
    while let Some(line) = said.next_line().await.ok()? {
        if let Some(so_far) = &mut data {
            if line != "." {
                so_far.push_str(&line);
                so_far.push_str("\r\n");
                continue;
            }
            let letter = data.take()?;
            if once.as_ref().is_some_and(|offered| is_put_off(&letter, offered)) {
                write.write_all(b"451 4.3.0 not now\r\n").await.ok()?;
                continue;
            }
            take.send(letter).ok()?;
            if silent.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
        }
        let reply: &[u8] = match line.split([' ', ':']).next()? {
            "DATA" => {
                data = Some(String::new());
                b"354 go\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(reply).await.ok()?;
    }
    None
}

/// The Message-ID of a letter as it came.
pub fn message_id(letter: &str) -> String {
    letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("a Message-ID").to_owned()
}
