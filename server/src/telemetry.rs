//! What can be seen of the program from outside: its log, its figures, and whether it is well.

use std::io::IsTerminal;
use std::net::SocketAddr;

use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusBuilder;
use tracing::Instrument;
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;
use crate::error::Oops;
use crate::web::{RequestId, Web};

const REQUESTS: &str = "duenotice_requests_total";
const SECONDS: &str = "duenotice_request_seconds";
const ROUNDS: &str = "duenotice_rounds_total";
const FIRED: &str = "duenotice_timers_fired_total";
const LETTERS: &str = "duenotice_letters_accepted_total";
const PROBLEMS: &str = "duenotice_round_problems_total";
const INBOX: &str = "duenotice_inbox";
const CASES: &str = "duenotice_open_cases";
const SIGNED: &str = "duenotice_signed_entries";
const WITNESSED: &str = "duenotice_witnessed_entries";
const WITNESSED_AGE: &str = "duenotice_witnessed_age_seconds";
const REFUSES: &str = "duenotice_notary_refuses";
const LAG: &str = "duenotice_oldest_due_seconds";

/// `GET /healthz`: 200 when the database answers.
pub async fn healthz(web: Web) -> Response {
    match web.desk.has_people().await {
        Ok(_) => (StatusCode::OK, "well\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            let sentence = "The database does not answer.";
            Oops::new(StatusCode::SERVICE_UNAVAILABLE, "Not well", sentence).into_response()
        }
    }
}

/// One line for each request. The path is the table's own, so no link's secret and no name gets into the log.
pub async fn trace(request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let span = tracing::info_span!("request", id = %id.0, %method, path);
    let begun = tokio::time::Instant::now();
    async move {
        let answer = next.run(request).await;
        let status = answer.status().as_u16();
        let took = begun.elapsed();
        if path != "/healthz" && path != "/pkg/{file}" {
            tracing::info!(status, ms = %format_args!("{:.1}", took.as_secs_f64() * 1000.0), "answered");
        }
        let labels = [("method", method.as_str().to_owned()), ("path", path), ("status", status.to_string())];
        metrics::counter!(REQUESTS, &labels).increment(1);
        metrics::histogram!(SECONDS, &labels[..2]).record(took.as_secs_f64());
        answer
    }
    .instrument(span)
    .await
}

/// To standard error, so that what a command prints stays clean. RUST_LOG chooses how much.
pub fn start_log(format: LogFormat, usual: &str) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter(usual))
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second call, in a test, finds the log already there, and that is fine.
    let _ = match format {
        LogFormat::Text => log.with_target(false).try_init(),
        LogFormat::Json => log.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
}

/// However much is asked for, never what would print whole addresses: some of them are secrets.
pub fn filter(usual: &str) -> EnvFilter {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(usual));
    ["tower_http::csrf=off", "hyper=warn", "hyper_util=warn", "h2=warn"]
        .iter()
        .filter_map(|line| line.parse().ok())
        .fold(filter, EnvFilter::add_directive)
}

/// On an address of its own: figures are for whoever runs the desk, not for the public.
pub fn start_metrics(listen: SocketAddr) -> Result<(), String> {
    PrometheusBuilder::new()
        .with_http_listener(listen)
        .set_buckets(&[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5])
        .and_then(PrometheusBuilder::install)
        .map_err(|error| format!("The metrics cannot be served at {listen}: {error}"))?;
    metrics::describe_counter!(REQUESTS, "Requests answered");
    metrics::describe_histogram!(SECONDS, metrics::Unit::Seconds, "How long a request took");
    metrics::describe_counter!(ROUNDS, "Rounds made");
    metrics::describe_counter!(FIRED, "Timers that became due and were dealt with");
    metrics::describe_counter!(LETTERS, "Letters that a mail server or the outbox folder accepted");
    metrics::describe_counter!(PROBLEMS, "Timers and letters that failed in a round");
    metrics::describe_gauge!(INBOX, "Complaints that wait for somebody");
    metrics::describe_gauge!(CASES, "Open cases");
    metrics::describe_gauge!(SIGNED, "The last entry of the ledger that the notary has signed");
    metrics::describe_gauge!(WITNESSED, "The last entry of the ledger that a witness has signed");
    metrics::describe_gauge!(WITNESSED_AGE, metrics::Unit::Seconds, "How old the newest witnessed checkpoint is");
    metrics::describe_gauge!(REFUSES, "1 while the notary does not sign, or a witness says no");
    metrics::describe_gauge!(LAG, metrics::Unit::Seconds, "How late the oldest due thing is");
    Ok(())
}

/// After each round.
pub fn round_made(round: &docket::rounds::Round) {
    metrics::counter!(ROUNDS).increment(1);
    metrics::counter!(FIRED).increment(round.timers as u64);
    metrics::counter!(LETTERS).increment(round.letters as u64);
    metrics::counter!(PROBLEMS).increment(round.problems as u64);
}

/// How far others vouch for the ledger.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and these numbers are small")]
pub fn vouched(view: &docket::desk::checkpoints::NotaryView, now: docket::time::Moment) {
    metrics::gauge!(SIGNED).set(view.signed_to() as f64);
    if let Some((size, at)) = view.witnessed() {
        metrics::gauge!(WITNESSED).set(size as f64);
        metrics::gauge!(WITNESSED_AGE).set(now.minus(at) as f64 / 1_000_000.0);
    }
    let trouble = view.refused.is_some() || view.witnesses.iter().any(|witness| witness.problem.is_some());
    metrics::gauge!(REFUSES).set(f64::from(u8::from(trouble)));
}

/// Now and then.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float, and these numbers are small")]
pub fn queues(counts: &docket::desk::pages::Counts) {
    metrics::gauge!(INBOX).set(counts.inbox as f64);
    metrics::gauge!(CASES).set(counts.cases as f64);
    metrics::gauge!(LAG).set(counts.lag_seconds as f64);
}
