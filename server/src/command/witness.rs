//! `duenotice witness`: on a machine of somebody else, signs what it has seen of ledgers, and only what grew out of what
//! it saw before (<https://c2sp.org/tlog-witness>).

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use clap::Args;
use docket::checkpoint::note::PublicKey;
use docket::entropy::SystemEntropy;
use docket::time::Clock;
use docket::witness::{Turned, Witness as Signer};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::open::clock;
use super::serve::{Signals, listen};
use super::{Place, Stop};
use crate::config::LogFormat;
use crate::telemetry;

/// A proof and a checkpoint with all its lines are shorter.
const MOST_BYTES: usize = 320 * 1024;

#[derive(Debug, Args)]
pub struct Witness {
    /// The folder of its key and of what it has seen
    #[arg(long, default_value = "witness", value_name = "DIR")]
    folder: PathBuf,
    /// Where it is asked
    #[arg(long, default_value = "127.0.0.1:3200", value_name = "ADDR")]
    listen: SocketAddr,
    /// What it is called, for ever: an address without its scheme, such as witness.example/legal
    #[arg(long, value_name = "NAME")]
    name: String,
    /// The key of a log that it signs for, name+id+base64; after a change of the key, both. May be given several times
    #[arg(long, required = true, value_name = "KEY")]
    log: Vec<String>,
}

#[derive(Clone)]
struct Office {
    witness: Arc<Signer>,
    clock: Arc<dyn Clock>,
}

impl Witness {
    pub async fn run(self, place: &Place) -> Result<(), Stop> {
        telemetry::start_log(LogFormat::Text, "info");
        let key = |text: &String| {
            PublicKey::parse(text).map_err(|problem| Stop::Usage(format!("--log {text:?} cannot be used: {problem}.")))
        };
        let logs = self.log.iter().map(key).collect::<Result<Vec<_>, _>>()?;
        let witness = Signer::open(&self.folder, &self.name, logs, &SystemEntropy).map_err(|problem| {
            Stop::Usage(format!("The folder {} cannot be used: {problem}.", self.folder.display()))
        })?;
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| Stop::Usage(format!("Nothing can listen on {}: {error}.", self.listen)))?;
        let (clock, _) = clock(place)?;
        println!("Its key, for the setting witnesses of the desk:\n  {}", witness.public_key());
        let mut signals = Signals::listened_for()?;
        println!("The witness listens on http://{}", listener.local_addr()?);
        std::io::stdout().flush()?;
        let (ending, ended) = watch::channel(false);
        let routes = routes(witness, clock);
        let serving = tokio::spawn(listen::serve(listener, routes, ended, listen::LONGEST_HEAD));
        signals.any().await;
        let _ = ending.send(true);
        let _ = serving.await;
        Ok(())
    }
}

/// Two addresses, beside every page of the desk: this is another program that shares its file.
pub fn routes(witness: Signer, clock: Arc<dyn Clock>) -> Router {
    let office = Office { witness: Arc::new(witness), clock };
    Router::default().fallback(asked).layer(DefaultBodyLimit::max(MOST_BYTES)).with_state(office)
}

async fn asked(State(office): State<Office>, request: Request) -> Response {
    match (request.method(), request.uri().path()) {
        (&Method::POST, "/add-checkpoint") => {}
        (&Method::GET, "/key") => return text(StatusCode::OK, format!("{}\n", office.witness.public_key())),
        _ => return text(StatusCode::NOT_FOUND, "There is /add-checkpoint to post to, and /key to read.\n".into()),
    }
    let body = match axum::body::to_bytes(request.into_body(), MOST_BYTES).await {
        Ok(body) => body,
        Err(_) => return text(StatusCode::PAYLOAD_TOO_LARGE, "This is too long.\n".into()),
    };
    let Ok(words) = String::from_utf8(body.into()) else {
        return text(StatusCode::BAD_REQUEST, "This is no text.\n".into());
    };
    let now = office.clock.now();
    // It waits for the disk.
    let witness = office.witness.clone();
    match tokio::task::spawn_blocking(move || witness.add_checkpoint(&words, now)).await {
        Ok(Ok(line)) => text(StatusCode::OK, line),
        Ok(Err(turned)) => refused(&turned),
        Err(stopped) => {
            tracing::error!(%stopped, "a request broke off");
            text(StatusCode::INTERNAL_SERVER_ERROR, "It broke off.\n".into())
        }
    }
}

fn refused(turned: &Turned) -> Response {
    tracing::warn!(%turned, status = turned.status(), "a checkpoint was not signed");
    let status = StatusCode::from_u16(turned.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match turned {
        Turned::Seen { size } => (status, [(CONTENT_TYPE, "text/x.tlog.size")], format!("{size}\n")).into_response(),
        other => text(status, format!("{other}\n")),
    }
}

fn text(status: StatusCode, words: String) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response()
}
