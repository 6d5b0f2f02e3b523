//! Somebody else's house on this machine, which answers over HTTP.

use docket::settings::web_address;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// Path and body, to status, media type and body.
type Answers = dyn Fn(&str, &[u8]) -> (u16, &'static str, Vec<u8>) + Send + Sync;

pub struct Stranger {
    pub url: Url,
    answers: Arc<Mutex<Arc<Answers>>>,
}

impl Stranger {
    pub async fn open(
        answer: impl Fn(&str, &[u8]) -> (u16, &'static str, Vec<u8>) + Send + Sync + 'static,
    ) -> Stranger {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}/", listener.local_addr().expect("its address"));
        let answers: Arc<Mutex<Arc<Answers>>> = Arc::new(Mutex::new(Arc::new(answer)));
        let kept = answers.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = kept.lock().expect("nobody panicked").clone();
                tokio::spawn(serve(stream, answer));
            }
        });
        Stranger { url: web_address(&address).expect("an address"), answers }
    }

    /// From now on it says something else.
    pub fn says(&self, answer: impl Fn(&str, &[u8]) -> (u16, &'static str, Vec<u8>) + Send + Sync + 'static) {
        *self.answers.lock().expect("nobody panicked") = Arc::new(answer);
    }
}

async fn serve(mut stream: TcpStream, answer: Arc<Answers>) -> Option<()> {
    let mut bytes = Vec::new();
    let (path, body) = loop {
        let mut part = [0; 4096];
        let many = stream.read(&mut part).await.ok().filter(|many| *many > 0)?;
        bytes.extend_from_slice(&part[..many]);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length:")).unwrap_or("0");
        let length: usize = length.trim().parse().ok()?;
        if bytes.len() >= end + 4 + length {
            let path = head.split(' ').nth(1)?.to_owned();
            break (path, bytes[end + 4..].to_vec());
        }
    };
    let (status, kind, said) = answer(&path, &body);
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        said.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&said).await.ok()
}
