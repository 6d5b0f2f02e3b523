//! One attempt: one connection, one request, one answer. No redirect is followed, no proxy asked, nothing kept open.

use super::{Hook, signature};
use crate::time::Moment;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper_util::rt::TokioIo;
use std::sync::{Arc, LazyLock};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::Host;

/// A receiver answers within so long and does its work afterwards.
pub const HOOK_SECONDS: u64 = 15;
/// More of an answer is not read.
const MOST_ANSWER: usize = 64 * 1024;

/// What is sent, byte for byte the same on each attempt but for the instant.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    pub id: &'a str,
    pub at: Moment,
    pub body: &'a [u8],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// After so many seconds the receiver wants to be asked again.
    pub retry_after: Option<i64>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It said nothing in time.
    Silent,
    /// What the network said.
    Unreachable(String),
}

fn said(problem: impl std::fmt::Display) -> Trouble {
    Trouble::Unreachable(problem.to_string())
}

static TLS: LazyLock<Result<TlsConnector, String>> = LazyLock::new(|| {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|problem| problem.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
});

impl Hook {
    pub async fn send(&self, message: &Message<'_>) -> Result<Reply, Trouble> {
        let sent = tokio::time::timeout(self.patience, self.attempt(message));
        sent.await.unwrap_or(Err(Trouble::Silent))
    }

    async fn attempt(&self, message: &Message<'_>) -> Result<Reply, Trouble> {
        let stream = self.connect().await?;
        if self.url.scheme() == "http" {
            return self.exchange(stream, message).await;
        }
        let tls = TLS.as_ref().map_err(said)?;
        let name = match self.url.host() {
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()).map_err(said)?,
            Some(Host::Ipv4(ip)) => ServerName::from(std::net::IpAddr::from(ip)),
            Some(Host::Ipv6(ip)) => ServerName::from(std::net::IpAddr::from(ip)),
            None => return Err(said("the address names no host")),
        };
        let stream = tls.connect(name, stream).await.map_err(said)?;
        self.exchange(stream, message).await
    }

    async fn connect(&self) -> Result<TcpStream, Trouble> {
        let host = match self.url.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(ip)) => ip.to_string(),
            Some(Host::Ipv6(ip)) => ip.to_string(),
            None => return Err(said("the address names no host")),
        };
        let port = self.url.port_or_known_default().unwrap_or(443);
        let plain = self.url.scheme() == "http";
        let mut last = Trouble::Unreachable("the name leads to no address".into());
        for address in lookup_host((host.as_str(), port)).await.map_err(said)? {
            // What is not sealed stays on this machine, whatever a name server says.
            if plain && !address.ip().is_loopback() {
                last = Trouble::Unreachable("plain http leads away from this machine".into());
                continue;
            }
            match TcpStream::connect(address).await {
                Ok(stream) => return Ok(stream),
                Err(problem) => last = said(problem),
            }
        }
        Err(last)
    }

    async fn exchange<S>(&self, stream: S, message: &Message<'_>) -> Result<Reply, Trouble>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(said)?;
        // Ends with this set, however this attempt ends.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let seconds = message.at.micros().div_euclid(1_000_000);
        let path = match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        };
        let request = Request::post(path)
            .header(HOST, self.url.authority())
            .header(CONTENT_TYPE, "application/json")
            .header(USER_AGENT, concat!("duenotice/", env!("CARGO_PKG_VERSION")))
            .header("webhook-id", message.id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", signature(&self.secrets, message.id, seconds, message.body))
            .body(Full::new(Bytes::copy_from_slice(message.body)))
            .map_err(said)?;
        let response = sender.send_request(request).await.map_err(said)?;
        let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
        let status = response.status().as_u16();
        Ok(Reply { status, retry_after: after, body: beginning(response.into_body()).await })
    }
}

/// What was said counts by its status, so an answer that breaks off is one all the same.
async fn beginning(mut body: Incoming) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(Ok(frame)) = body.frame().await {
        if let Some(data) = frame.data_ref() {
            let room = MOST_ANSWER - bytes.len();
            bytes.extend_from_slice(&data[..data.len().min(room)]);
        }
        if bytes.len() == MOST_ANSWER {
            break;
        }
    }
    bytes
}
