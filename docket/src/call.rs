//! One request over HTTP, to an address that whoever runs the desk wrote into its settings: one connection, one answer. No
//! redirect is followed, no proxy asked, nothing kept open.

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{CONTENT_TYPE, HOST, RETRY_AFTER, USER_AGENT};
use hyper_util::rt::TokioIo;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

/// More of an answer is not read.
const MOST_ANSWER: usize = 64 * 1024;

/// What is posted, and where.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub url: &'a Url,
    pub media_type: &'static str,
    pub headers: &'a [(&'static str, String)],
    pub body: &'a [u8],
    pub patience: Duration,
    /// What is not sealed stays on this machine, whatever a name server says. Not for what is public or signed by itself.
    pub plain_stays_here: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// After so many seconds the other side wants to be asked again.
    pub retry_after: Option<i64>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// Nothing was said in time.
    Silent,
    /// What the network said.
    Unreachable(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Trouble::Silent => f.write_str("it says nothing"),
            Trouble::Unreachable(said) => f.write_str(said),
        }
    }
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

impl Call<'_> {
    pub async fn post(&self) -> Result<Reply, Trouble> {
        tokio::time::timeout(self.patience, self.attempt()).await.unwrap_or(Err(Trouble::Silent))
    }

    async fn attempt(&self) -> Result<Reply, Trouble> {
        let stream = self.connect().await?;
        if self.url.scheme() == "http" {
            return self.exchange(stream).await;
        }
        let tls = TLS.as_ref().map_err(said)?;
        let name = match self.url.host() {
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned()).map_err(said)?,
            Some(Host::Ipv4(ip)) => ServerName::from(std::net::IpAddr::from(ip)),
            Some(Host::Ipv6(ip)) => ServerName::from(std::net::IpAddr::from(ip)),
            None => return Err(said("the address names no host")),
        };
        let stream = tls.connect(name, stream).await.map_err(said)?;
        self.exchange(stream).await
    }

    async fn connect(&self) -> Result<TcpStream, Trouble> {
        let host = match self.url.host() {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(ip)) => ip.to_string(),
            Some(Host::Ipv6(ip)) => ip.to_string(),
            None => return Err(said("the address names no host")),
        };
        let port = self.url.port_or_known_default().unwrap_or(443);
        let plain = self.url.scheme() == "http" && self.plain_stays_here;
        let mut last = Trouble::Unreachable("the name leads to no address".into());
        for address in lookup_host((host.as_str(), port)).await.map_err(said)? {
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

    async fn exchange<S>(&self, stream: S) -> Result<Reply, Trouble>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(said)?;
        // Ends with this set, however this attempt ends.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let path = match self.url.query() {
            Some(query) => format!("{}?{query}", self.url.path()),
            None => self.url.path().to_owned(),
        };
        let mut request = Request::post(path)
            .header(HOST, self.url.authority())
            .header(CONTENT_TYPE, self.media_type)
            .header(USER_AGENT, concat!("duenotice/", env!("CARGO_PKG_VERSION")));
        for (name, value) in self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::copy_from_slice(self.body))).map_err(said)?;
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
