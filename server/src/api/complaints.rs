//! `POST /api/v1/complaints` and `GET /api/v1/complaints/{id}`.

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody};
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use docket::complaint::Channel;
use docket::desk::Failure;
use docket::id::ComplaintId;
use docket::intake::Wanted;
use docket::people::{Actor, Token};
use docket::refusal::Refusal;
use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::App;
use crate::web::{Oops, RequestId, spawned};

const MEGABYTE: usize = 1 << 20;
/// The longest report.
pub const MOST: usize = 5 * MEGABYTE;
/// What is too long is still read to about here, so that its sender can hear why it was refused.
const MOST_DROPPED: usize = 2 * MOST;
/// So many reports are in hand at once. A flood waits outside: what lies in memory stays bounded, and whoever works at
/// the desk is not queued behind it.
static IN_HAND: Semaphore = Semaphore::const_new(128);
const BUSY_SECONDS: u64 = 1;

/// A report was taken. Whether anything comes of it, people decide.
#[derive(Debug, Serialize, ToSchema)]
pub struct Received {
    /// Under this id its sender can ask what became of it.
    #[schema(format = "uuid")]
    pub id: String,
    pub status: ReceivedStatus,
    /// What is odd about the report, one sentence each. It was taken all the same.
    pub warnings: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedStatus {
    /// It is new.
    Received,
    /// The same report was here before; the id is the first one's.
    Repeated,
}

/// What became of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standing {
    #[schema(format = "uuid")]
    pub id: String,
    /// What people call it.
    #[schema(example = "C-1042")]
    pub number: String,
    pub status: StandingStatus,
    /// When it arrived, by the clock of this server.
    #[schema(format = DateTime)]
    pub received_at: String,
    pub warnings: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StandingStatus {
    /// Nobody has decided about it yet.
    New,
    /// It belongs to a case.
    InCase,
    /// Nothing comes of it.
    Rejected,
    /// The customer was told of it.
    PassedOn,
}

/// Send a complaint
///
/// One report for each call: XARF version 4, or an older XARF as JSON. A report is never refused for its form: what is
/// missing or odd comes back as warnings, and the exact bytes are kept as evidence. The same report sent again gives the
/// first one's id, with or without an `Idempotency-Key`.
#[utoipa::path(
    post,
    operation_id = "send_complaint",
    path = "/api/v1/complaints",
    tag = "complaints",
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "The sender's own name for this report. Sent again with the same report, it gives the same answer.",
    )),
    request_body(
        content = Object,
        content_type = "application/json",
        description = "A report of at most 5 MB, <https://xarf.org/>.",
        example = json!({
            "xarf_version": "4.2.0",
            "report_id": "8f0ca0b1-6c5f-4a3e-9a43-5d5f3ae8f6b2",
            "timestamp": "2026-01-10T18:30:00Z",
            "reporter": {"org": "Example Bank CERT", "contact": "cert@bank.example", "domain": "bank.example"},
            "sender": {"org": "Example Bank CERT", "contact": "cert@bank.example", "domain": "bank.example"},
            "source_identifier": "203.0.113.45",
            "category": "content",
            "type": "phishing",
            "url": "https://login.shop.example/session",
        }),
    ),
    responses(
        (status = 202, description = "The report is on the disk and in the ledger.", body = Received,
            headers(("Location" = String, description = "Where to ask what became of it."))),
        (status = 400, description = "The body is not JSON. Its bytes were kept for a person to look at, under the `id` given here.",
            body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or none of this desk.", body = Problem, content_type = "application/problem+json",
            headers(("WWW-Authenticate" = String, description = "Always `Bearer`."))),
        (status = 403, description = "The key lacks the scope `complaints:write`.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "This `Idempotency-Key` came before with another report. Nothing was recorded.",
            body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 5 MB. Nothing was recorded.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many reports at once. Nothing was recorded.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
        (status = 503, description = "Too many are writing at the same time, the disk is full, or the desk is read-only because its database is behind what its notary signed. Nothing was recorded.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
    ),
    security(("key" = ["complaints:write"])),
)]
pub async fn send(
    State(app): State<App>,
    Extension(token): Extension<Token>,
    request: Request,
) -> Result<Response, Oops> {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let declared = odd_type(request.headers());
    let Ok(_turn) = IN_HAND.try_acquire() else { return Err(very_busy()) };
    let key = key_of(request.headers());
    let bytes = body(request, "A report takes at most 5 MB. Nothing was recorded.").await?;
    if bytes.trim_ascii().is_empty() {
        return Ok(Problem::new(
            StatusCode::BAD_REQUEST,
            "Nothing was sent",
            "The body is empty. Nothing was recorded.",
            id.0.as_ref(),
        )
        .into_response());
    }
    let desk = app.desk.clone();
    let from = Actor::Machine { token: token.id };
    let taken =
        spawned(async move { desk.take_report(from, Channel::Api, &bytes, Wanted::Xarf, key.as_deref()).await }).await;
    let taken = match taken {
        Ok(taken) => taken,
        Err(Failure::Refused(Refusal::CommandReused)) => {
            return Err(key_used(
                "This Idempotency-Key came before with another report. Nothing was recorded: send this one under a key of its own.",
            ));
        }
        Err(failure) => return Err(failure.into()),
    };
    if taken.format == "not_json" {
        let reason = taken.warnings.first().map_or("The body is not JSON.", String::as_str);
        let detail = format!("{reason} The bytes were kept as C-{} for a person to look at.", taken.number);
        let problem = Problem::new(StatusCode::BAD_REQUEST, "Not JSON", detail, id.0.as_ref());
        return Ok(Problem { id: Some(taken.complaint.to_string()), ..problem }.into_response());
    }
    let declared = declared.map(|kind| format!("It was declared as {kind}; reports are sent as application/json."));
    let received = Received {
        id: taken.complaint.to_string(),
        status: if taken.repeated { ReceivedStatus::Repeated } else { ReceivedStatus::Received },
        warnings: taken.warnings.into_iter().chain(declared).collect(),
    };
    let place = [(LOCATION, format!("/api/v1/complaints/{}", received.id))];
    Ok((StatusCode::ACCEPTED, place, Json(received)).into_response())
}

/// Ask what became of a complaint
///
/// Answers only the key that sent the complaint first.
#[utoipa::path(
    get,
    operation_id = "complaint_standing",
    path = "/api/v1/complaints/{id}",
    tag = "complaints",
    params(("id" = String, Path, description = "As it was given when the complaint was sent.", format = "uuid")),
    responses(
        (status = 200, description = "How it stands.", body = Standing),
        (status = 401, description = "No key, or none of this desk.", body = Problem, content_type = "application/problem+json",
            headers(("WWW-Authenticate" = String, description = "Always `Bearer`."))),
        (status = 403, description = "The key lacks the scope `complaints:write`.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "This key sent no such complaint.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many questions at once.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be asked again."))),
    ),
    security(("key" = ["complaints:write"])),
)]
pub async fn standing(
    State(app): State<App>,
    Extension(token): Extension<Token>,
    Path(id): Path<String>,
) -> Result<Json<Standing>, Oops> {
    let id = ComplaintId::parse(&id).ok_or_else(|| Oops::not_found("complaint"))?;
    let complaint = app.desk.complaint_sent_by(token.id, id).await?.ok_or_else(|| Oops::not_found("complaint"))?;
    Ok(Json(Standing {
        id: complaint.id.to_string(),
        number: format!("C-{}", complaint.number),
        status: match complaint.stage {
            docket::complaint::ComplaintStage::New => StandingStatus::New,
            docket::complaint::ComplaintStage::InCase { .. } => StandingStatus::InCase,
            docket::complaint::ComplaintStage::Rejected { .. } => StandingStatus::Rejected,
            docket::complaint::ComplaintStage::PassedOn { .. } => StandingStatus::PassedOn,
        },
        received_at: complaint.received_at.rfc3339(),
        warnings: complaint.report.warnings,
    }))
}

/// A report is judged by its bytes and not by what they are declared as (curl, for one, calls everything a form).
fn odd_type(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().unwrap_or("something unreadable");
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let usual = matches!(kind.as_str(), "" | "application/json" | "text/json")
        || (kind.starts_with("application/") && kind.ends_with("+json"));
    (!usual).then(|| kind.chars().take(80).collect())
}

pub(super) fn very_busy() -> Oops {
    Oops {
        retry_after: Some(BUSY_SECONDS),
        ..Oops::new(
            StatusCode::TOO_MANY_REQUESTS,
            "Very busy",
            "Too many reports are being taken in at this moment. Nothing was recorded: send it again.",
        )
    }
}

pub(super) fn key_used(sentence: &'static str) -> Oops {
    Oops::new(StatusCode::CONFLICT, "Key used before", sentence)
}

/// The sender's own name for what it sends.
pub(super) fn key_of(headers: &HeaderMap) -> Option<String> {
    let key = headers.get("idempotency-key").map(|key| String::from_utf8_lossy(key.as_bytes()).into_owned());
    key.filter(|key| !key.trim().is_empty())
}

pub(super) async fn body(request: Request, too_large: &'static str) -> Result<Vec<u8>, Oops> {
    let too_large = || Oops::too_large(too_large);
    let said = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|said| said > MOST_DROPPED) {
        return Err(too_large());
    }
    let mut body: Body = request.into_body();
    let mut bytes = Vec::with_capacity(said.unwrap_or_default().min(MOST));
    let mut seen = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Oops::bad_request("The body was cut off on its way. Nothing was recorded."))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        match seen {
            0..=MOST => bytes.extend_from_slice(&data),
            MOST_DROPPED.. => break,
            _ => bytes = Vec::new(),
        }
    }
    if seen > MOST { Err(too_large()) } else { Ok(bytes) }
}
