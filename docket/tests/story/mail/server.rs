//! A mail server that misbehaves as it is told, and remembers every letter that it was given.

use docket::letters::{Mailer, Smtp};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    NobodyListens,
    BusyAtGreeting,
    GarbageAtGreeting,
    SilentAtGreeting,
    NoSuchUser,
    Greylisted,
    TooLargeAfterData,
    DropsAfterData,
    GarbageAfterData,
    SilentAfterData,
    NoStartTls,
    SignInRefused,
    TakesAndCloses,
    ManyLines,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

pub struct Server {
    pub mailer: Mailer,
    given: Arc<Mutex<Vec<Given>>>,
}

impl Server {
    pub async fn with(fault: Fault) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let given = Arc::new(Mutex::new(Vec::new()));
        let url = match fault {
            Fault::NoStartTls => format!("smtp://{address}?tls=required"),
            Fault::SignInRefused => format!("smtp://ann:secret@{address}"),
            _ => format!("smtp://{address}"),
        };
        let mut smtp = Smtp::parse(&url).expect("an address");
        // Before the letter was given to it nothing is lost by hanging up soon; after that a slow machine needs its time.
        match fault {
            Fault::SilentAtGreeting => smtp = smtp.with_patience(Duration::from_millis(100)),
            Fault::SilentAfterData => smtp = smtp.with_patience(Duration::from_secs(2)),
            _ => {}
        }
        if fault == Fault::NobodyListens {
            drop(listener);
        } else {
            let kept = given.clone();
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let kept = kept.clone();
                    tokio::spawn(async move {
                        // Whoever hangs up ends the conversation; that is no fault of the test.
                        let _ = talk(stream, fault, &kept).await;
                    });
                }
            });
        }
        Server { mailer: Mailer::Smtp(smtp), given }
    }

    pub fn given(&self) -> Vec<Given> {
        self.given.lock().expect("nobody panicked").clone()
    }
}

async fn talk(stream: TcpStream, fault: Fault, kept: &Mutex<Vec<Given>>) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    match fault {
        Fault::BusyAtGreeting => return write.write_all(b"421 4.3.2 too busy\r\n").await,
        Fault::GarbageAtGreeting => return write.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await,
        Fault::SilentAtGreeting => {
            // Until the other side gives up.
            while lines.next_line().await?.is_some() {}
            return Ok(());
        }
        Fault::ManyLines => write.write_all(b"220-welcome\r\n220-to this\r\n220 server\r\n").await?,
        _ => write.write_all(b"220 test\r\n").await?,
    }
    let mut letter = Given { from: String::new(), to: Vec::new(), data: String::new() };
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let reply = match (verb.as_str(), fault) {
            ("EHLO", Fault::SignInRefused) => "250-test\r\n250 AUTH PLAIN LOGIN",
            ("EHLO", Fault::NoStartTls) => "250-test\r\n250 SIZE 1000000",
            ("EHLO", _) => "250-test\r\n250-DSN\r\n250 8BITMIME",
            ("AUTH", _) => "535 5.7.8 wrong password",
            ("MAIL", _) => {
                letter.from = line[5..].to_owned();
                "250 ok"
            }
            ("RCPT", Fault::NoSuchUser) => "550 5.1.1 no such user",
            ("RCPT", Fault::Greylisted) => "451 4.7.1 greylisted",
            ("RCPT", _) => {
                letter.to.push(line[5..].to_owned());
                "250 ok"
            }
            ("DATA", _) => {
                write.write_all(b"354 go\r\n").await?;
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    letter.data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    letter.data.push_str("\r\n");
                }
                kept.lock().expect("nobody panicked").push(letter.clone());
                match fault {
                    Fault::TooLargeAfterData => "552 5.3.4 too large",
                    Fault::DropsAfterData => return Ok(()),
                    Fault::GarbageAfterData => "what?",
                    Fault::SilentAfterData => {
                        while lines.next_line().await?.is_some() {}
                        return Ok(());
                    }
                    Fault::TakesAndCloses => return write.write_all(b"250 2.0.0 queued as 1\r\n").await,
                    Fault::ManyLines => "250-2.0.0 queued\r\n250-as\r\n250 2.0.0 number 7",
                    _ => "250 2.0.0 queued as 1",
                }
            }
            ("QUIT", _) => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "500 what?",
        };
        write.write_all(reply.as_bytes()).await?;
        write.write_all(b"\r\n").await?;
    }
    Ok(())
}
