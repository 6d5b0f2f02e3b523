//! A receiver that keeps what it was sent and answers what it was told to.

use docket::hook::Hook;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
pub const OTHER: &str = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What stands in the place of an answer that never comes.
pub const SILENCE: &str = "";

#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub head: String,
    pub body: String,
}

impl Call {
    pub fn header(&self, name: &str) -> String {
        let line = self.head.lines().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        line.unwrap_or_else(|| panic!("no {name} in {}", self.head))
    }

    pub fn id(&self) -> String {
        self.header("webhook-id")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

#[derive(Default)]
struct Inside {
    answers: VecDeque<String>,
    calls: Vec<Call>,
}

pub struct Receiver {
    port: u16,
    inside: Arc<Mutex<Inside>>,
}

/// An answer as it goes over the wire.
pub fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

impl Receiver {
    pub async fn open() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let inside = Arc::new(Mutex::new(Inside::default()));
        let kept = inside.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, kept.clone()));
            }
        });
        Receiver { port, inside }
    }

    pub fn hook(&self) -> Hook {
        let url = format!("http://127.0.0.1:{}/duenotice?from=desk", self.port);
        Hook::parse(&url, &[OTHER.to_owned(), SECRET.to_owned()]).expect("a receiver")
    }

    /// What it says next, one for each call. Afterwards it takes whatever comes.
    pub fn will_say(&self, answers: &[String]) {
        self.inside.lock().expect("nobody panicked").answers.extend(answers.iter().cloned());
    }

    /// All that came until now.
    pub fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.inside.lock().expect("nobody panicked").calls)
    }
}

async fn serve(mut stream: TcpStream, inside: Arc<Mutex<Inside>>) -> Option<()> {
    let mut bytes = Vec::new();
    let call = loop {
        let mut part = [0; 4096];
        let many = stream.read(&mut part).await.ok().filter(|many| *many > 0)?;
        bytes.extend_from_slice(&part[..many]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let call = Call { head: head.to_owned(), body: body.to_owned() };
        if call.body.len() >= call.header("content-length").parse::<usize>().ok()? {
            break call;
        }
    };
    let said = {
        let mut inside = inside.lock().expect("nobody panicked");
        inside.calls.push(call);
        inside.answers.pop_front().unwrap_or_else(|| answer("202 Accepted", "", "taken"))
    };
    if said == SILENCE {
        std::future::pending::<()>().await;
    }
    stream.write_all(said.as_bytes()).await.ok()
}
