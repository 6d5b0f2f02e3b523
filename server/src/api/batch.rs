//! `POST /api/v1/complaints/batch`: many reports in one call and one transaction.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use docket::complaint::Channel;
use docket::desk::complaints::{MOST_AT_ONCE, Taken};
use docket::desk::{Done, Failure};
use docket::intake::Wanted;
use docket::people::{Actor, Token};
use docket::read_only::ReadOnly;
use docket::refusal::Refusal;
use serde::Serialize;
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use super::complaints::{body, key_of, key_used, very_busy};
use super::problem::Problem;
use crate::App;
use crate::web::{Oops, RequestId, spawned};

/// So many batches are in hand at once: one is written, one is read, and what lies in memory stays bounded.
static IN_HAND: Semaphore = Semaphore::const_new(4);

/// What became of a batch. Each report stands for itself.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct BatchReceived {
    /// New reports.
    pub received: u32,
    /// Reports that had been here before.
    pub repeated: u32,
    /// Lines that are not JSON. Their bytes were kept for a person to look at.
    pub unreadable: u32,
    /// Lines of which nothing was recorded. They can be sent again.
    pub failed: u32,
    /// One for each line, in the order of the lines.
    pub reports: Vec<BatchLine>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BatchLine {
    /// The number of the line, from 1. Empty lines count and are left out.
    pub line: usize,
    pub status: BatchStatus,
    /// Under this id its sender can ask what became of it. With `failed` there is none.
    #[schema(format = "uuid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What is odd about the report, one sentence each. It was taken all the same, unless it is `failed`.
    pub warnings: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchStatus {
    /// It is new.
    Received,
    /// The same report was here before, or stands further up; the id is the first one's.
    Repeated,
    /// The line is not JSON. Its bytes were kept for a person to look at, under the id.
    Unreadable,
    /// Nothing of this line was recorded. It can be sent again.
    Failed,
}

/// Send many complaints
///
/// One report on each line (newline-delimited JSON), at most 500 and 5 MB together. Each report is taken as if it had come
/// alone: none is refused for its form, its exact bytes are kept, and one that was here before gives the first one's id. All of
/// them are on the disk and in the ledger when the answer comes. The same batch can be sent again at any time, whether or not an
/// answer came.
#[utoipa::path(
    post,
    operation_id = "send_complaints",
    path = "/api/v1/complaints/batch",
    tag = "complaints",
    params((
        "Idempotency-Key" = Option<String>, Header,
        description = "The sender's own name for this batch. The same name with other reports is refused.",
    )),
    request_body(
        content = String,
        content_type = "application/x-ndjson",
        description = "Reports as <https://xarf.org/> has them, each on a line of its own and without line breaks inside.",
    ),
    responses(
        (status = 202, description = "What became of each line.", body = BatchReceived),
        (status = 400, description = "There is no report in the body. Nothing was recorded.",
            body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or none of this desk.", body = Problem, content_type = "application/problem+json",
            headers(("WWW-Authenticate" = String, description = "Always `Bearer`."))),
        (status = 403, description = "The key lacks the scope `complaints:write`.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "This `Idempotency-Key` came before with other reports. Nothing was recorded.",
            body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 5 MB or has more than 500 reports. Nothing was recorded.",
            body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many batches at once. Nothing was recorded.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
        (status = 503, description = "Too many are writing at the same time, the disk is full, or the desk is read-only because its database is behind what its notary signed. Nothing was recorded.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
    ),
    security(("key" = ["complaints:write"])),
)]
pub async fn send_many(
    State(app): State<App>,
    Extension(token): Extension<Token>,
    request: Request,
) -> Result<Response, Oops> {
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let Ok(_turn) = IN_HAND.try_acquire() else { return Err(very_busy()) };
    let key = key_of(request.headers());
    let bytes = body(request, "A batch takes at most 5 MB. Nothing was recorded.").await?;
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n')).map(|(line, bytes)| (line, bytes.trim_ascii()));
    let (numbers, reports): (Vec<usize>, Vec<Vec<u8>>) =
        lines.filter(|(_, bytes)| !bytes.is_empty()).map(|(line, bytes)| (line, bytes.to_vec())).unzip();
    drop(bytes);
    if reports.is_empty() {
        let detail = "There is no report in the body. Nothing was recorded.";
        return Ok(Problem::new(StatusCode::BAD_REQUEST, "Nothing was sent", detail, id.0.as_ref()).into_response());
    }
    if reports.len() > MOST_AT_ONCE {
        return Err(Oops::too_large(format!(
            "A batch has at most {MOST_AT_ONCE} reports, and this one has {}. Nothing was recorded.",
            reports.len()
        )));
    }
    let (desk, from) = (app.desk.clone(), Actor::Machine { token: token.id });
    let taken =
        spawned(async move { desk.take_reports(from, Channel::Api, reports, Wanted::Xarf, key.as_deref()).await })
            .await;
    match taken {
        Ok(taken) => match untaken(&taken) {
            Some(why) => Err(Oops::read_only(why)),
            None => Ok((StatusCode::ACCEPTED, Json(received(numbers, taken))).into_response()),
        },
        Err(Failure::Refused(Refusal::CommandReused)) => Err(key_used(
            "This Idempotency-Key came before with other reports. Nothing was recorded: send these under a key of their own.",
        )),
        Err(failure) => Err(failure.into()),
    }
}

/// The desk is read-only and took none of them. That is no news about one line or the other.
fn untaken(taken: &[Done<Taken>]) -> Option<ReadOnly> {
    let why = |one: &Done<Taken>| match one {
        Err(Failure::Refused(Refusal::ReadOnly(why))) => Some(*why),
        _ => None,
    };
    taken.iter().all(Result::is_err).then(|| taken.iter().find_map(why)).flatten()
}

fn received(numbers: Vec<usize>, taken: Vec<Done<Taken>>) -> BatchReceived {
    let mut batch = BatchReceived::default();
    for (line, taken) in numbers.into_iter().zip(taken) {
        let (status, id, warnings) = match taken {
            Ok(taken) => {
                let status = match (taken.format.as_str(), taken.repeated) {
                    ("not_json", _) => BatchStatus::Unreadable,
                    (_, true) => BatchStatus::Repeated,
                    (_, false) => BatchStatus::Received,
                };
                (status, Some(taken.complaint.to_string()), taken.warnings)
            }
            Err(failure) => {
                tracing::error!(line, error = %failure, "a report of a batch could not be recorded");
                let warning = "This report could not be recorded. Send it again, by itself if that helps.";
                (BatchStatus::Failed, None, vec![warning.to_owned()])
            }
        };
        *match status {
            BatchStatus::Received => &mut batch.received,
            BatchStatus::Repeated => &mut batch.repeated,
            BatchStatus::Unreadable => &mut batch.unreadable,
            BatchStatus::Failed => &mut batch.failed,
        } += 1;
        batch.reports.push(BatchLine { line, status, id, warnings });
    }
    batch
}
