//! One conversation with a mail server for each letter. It is led step by step, because what a broken connection means
//! depends on the step: before the last byte nothing has happened, after it nobody knows.

use super::LetterProblem;
use super::mailer::{DeliveryProblem, tidy};
use crate::letter::Way;
use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, MailParameter, RcptParameter};
use lettre::transport::smtp::response::Response;
use percent_encoding::percent_decode_str;
use std::fmt;
use std::time::Duration;
use tokio::net::TcpStream;
use url::Url;

/// A server that says nothing for so long is tried again later; the rounds wait for it meanwhile.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    hello: ClientId,
    sign_in: Option<Credentials>,
    /// A certificate that counts beside those of the public authorities: a mail server of one's own often has one.
    trusted: Option<Certificate>,
    patience: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    None,
    /// Where the server offers it.
    Offered,
    Required,
    /// From the first byte on.
    Wrapped,
}

/// The password is never printed.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({}:{}, {:?})", self.host, self.port, self.tls)
    }
}

/// To whom, from where, and what the letter is called between mail servers.
pub(super) struct Route<'a> {
    /// None for what only answers: its bounce bothers nobody (RFC 3834).
    pub from: Option<Address>,
    pub to: Address,
    pub envelope_id: &'a str,
}

impl Smtp {
    /// `smtps://user:password@host:port`, or `smtp://` with STARTTLS unless it says `tls=none` or the server is here.
    /// `ca=/etc/ssl/own.pem` names a file with a certificate that is trusted too.
    pub fn parse(text: &str) -> Result<Smtp, LetterProblem> {
        let wrong = |_| LetterProblem::Server;
        let url = Url::parse(text.trim()).map_err(wrong)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(LetterProblem::Server)?.to_owned();
        let query =
            |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
        let asked = query("tls");
        let trusted = match query("ca") {
            Some(file) => {
                let pem = std::fs::read(file).map_err(|_| LetterProblem::Authority)?;
                // An empty list of certificates would be read as one.
                if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
                    return Err(LetterProblem::Authority);
                }
                Some(Certificate::from_pem(&pem).map_err(|_| LetterProblem::Authority)?)
            }
            None => None,
        };
        let here = host == "localhost" || host.starts_with("127.") || host == "[::1]";
        let (tls, usual) = match (url.scheme(), asked.as_deref()) {
            ("smtps", _) => (Tls::Wrapped, 465),
            ("smtp", Some("none")) => (Tls::None, 25),
            ("smtp", Some("opportunistic")) => (Tls::Offered, 587),
            ("smtp", Some("required")) => (Tls::Required, 587),
            ("smtp", None) if here => (Tls::None, 25),
            // Passwords and letters leave this machine only encrypted, unless the settings say otherwise.
            ("smtp", None) => (Tls::Required, 587),
            _ => return Err(LetterProblem::Server),
        };
        let decoded = |part: &str| percent_decode_str(part).decode_utf8().map(|text| text.into_owned());
        let sign_in = match url.password() {
            Some(password) => {
                let name = decoded(url.username()).map_err(|_| LetterProblem::Server)?;
                Some(Credentials::new(name, decoded(password).map_err(|_| LetterProblem::Server)?))
            }
            None => None,
        };
        let hello = match url.path().trim_matches('/') {
            "" => ClientId::default(),
            name => ClientId::Domain(name.to_owned()),
        };
        Ok(Smtp { port: url.port().unwrap_or(usual), host, tls, hello, sign_in, trusted, patience: PATIENCE })
    }

    /// The same, giving up on a silent server sooner or later.
    pub fn with_patience(self, patience: Duration) -> Smtp {
        Smtp { patience, ..self }
    }

    /// Gives exactly these bytes to the server, and says what it answered and which way they went.
    pub(super) async fn send(&self, route: &Route<'_>, bytes: &[u8]) -> Result<(String, Way), DeliveryProblem> {
        let silent = || problem("the mail server did not answer in time".into(), false);
        let begun = tokio::time::timeout(self.patience, self.begin(route)).await;
        let (mut connection, way) = begun.map_err(|_| silent())??;
        // From here on the server may have the letter, whatever becomes of the connection.
        let doubt = |text: String| DeliveryProblem { text, permanent: false, doubtful: true };
        let said = match tokio::time::timeout(self.patience, connection.message(bytes)).await {
            Err(_) => return Err(doubt("the mail server did not answer in time after the last byte".into())),
            Ok(Err(error)) if error.status().is_some() => return Err(refusal(&error)),
            Ok(Err(error)) => {
                let text = format!("the connection broke before the mail server had answered: {error}");
                return Err(doubt(tidy(&text)));
            }
            Ok(Ok(response)) => said(&response),
        };
        // The letter is theirs; how they say goodbye changes nothing.
        let _ = tokio::time::timeout(Duration::from_secs(1), connection.quit()).await;
        Ok((said, way))
    }

    /// Everything before the first byte of the letter.
    async fn begin(&self, route: &Route<'_>) -> Result<(AsyncSmtpConnection, Way), DeliveryProblem> {
        // Up to here nothing is about this letter: whatever is wrong, it waits until it is mended.
        let ours = |error: SmtpError| problem(tidy(&error.to_string()), false);
        let params = || {
            let params = TlsParameters::builder(self.host.trim_matches(['[', ']']).to_owned());
            match self.trusted.clone() {
                Some(trusted) => params.add_root_certificate(trusted),
                None => params,
            }
            .build()
            .map_err(ours)
        };
        let wrapped = match self.tls {
            Tls::Wrapped => Some(params()?),
            _ => None,
        };
        let address = (self.host.trim_matches(['[', ']']), self.port);
        let mut connection = match wrapped {
            Some(params) => {
                AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), &self.hello, Some(params), None).await
            }
            None => {
                let stream = TcpStream::connect(address).await.and_then(|stream| {
                    // A letter's last line is written by itself, and would wait for a word that all before it has come.
                    stream.set_nodelay(true)?;
                    Ok(stream)
                });
                let stream = stream.map_err(|error| problem(tidy(&format!("Connection error: {error}")), false))?;
                AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello).await
            }
        }
        .map_err(ours)?;
        if self.tls == Tls::Required || (self.tls == Tls::Offered && connection.can_starttls()) {
            connection.starttls(params()?, &self.hello).await.map_err(ours)?;
        }
        if let Some(sign_in) = &self.sign_in {
            connection.auth(DEFAULT_MECHANISMS, sign_in).await.map_err(ours)?;
        }
        // The library knows no DSN, so the server is asked once more what it offers.
        let asked = route.from.is_some() && {
            let offers = connection.command(Ehlo::new(self.hello.clone())).await.map_err(ours)?;
            offers.message().any(|line| line.trim().eq_ignore_ascii_case("DSN"))
        };
        let way = Way { host: format!("{}:{}", self.host, self.port), tls: connection.is_encrypted(), asked };
        let from = Mail::new(route.from.clone(), if asked { about_us(route.envelope_id) } else { Vec::new() });
        step(&mut connection, from).await?;
        let to = Rcpt::new(route.to.clone(), if asked { about_them(&route.to) } else { Vec::new() });
        step(&mut connection, to).await?;
        step(&mut connection, Data).await?;
        Ok((connection, way))
    }
}

/// RFC 3461: what to call the letter in a report, and that its headers are enough.
fn about_us(envelope_id: &str) -> Vec<MailParameter> {
    let other = |keyword: &str, value: &str| MailParameter::Other {
        keyword: keyword.to_owned(),
        value: Some(value.to_owned()),
    };
    vec![other("RET", "HDRS"), other("ENVID", envelope_id)]
}

fn about_them(to: &Address) -> Vec<RcptParameter> {
    let other = |keyword: &str, value: String| RcptParameter::Other { keyword: keyword.to_owned(), value: Some(value) };
    vec![other("NOTIFY", "SUCCESS,FAILURE,DELAY".into()), other("ORCPT", format!("rfc822;{to}"))]
}

async fn step(connection: &mut AsyncSmtpConnection, command: impl fmt::Display) -> Result<(), DeliveryProblem> {
    match connection.command(command).await {
        Ok(_) => Ok(()),
        Err(error) => {
            let problem = refusal(&error);
            connection.abort().await;
            Err(problem)
        }
    }
}

fn said(response: &Response) -> String {
    tidy(&format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" ")))
}

fn refusal(error: &SmtpError) -> DeliveryProblem {
    problem(tidy(&error.to_string()), is_permanent(error))
}

fn problem(text: String, permanent: bool) -> DeliveryProblem {
    DeliveryProblem { text, permanent, doubtful: false }
}

/// A refusal of our own sign-in is our fault and not the recipient's: the letter waits until it is mended.
fn is_permanent(error: &SmtpError) -> bool {
    let sign_in = error.status().is_some_and(|code| matches!(code.to_string().as_str(), "530" | "534" | "535" | "538"));
    error.is_permanent() && !sign_in
}
