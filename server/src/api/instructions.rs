//! `POST /api/v1/instructions/{id}/result`

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use docket::desk::Failure;
use docket::desk::instructions::hooked::Said;
use docket::id::InstructionId;
use docket::people::Token;
use docket::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Pointed, Problem};
use crate::App;
use crate::web::{Oops, RequestId, spawned};

/// The longest body. What went wrong is told in a few sentences, not in a log.
const MOST: usize = 64 * 1024;

/// What became of an instruction.
#[derive(Debug, Deserialize, ToSchema)]
#[allow(dead_code, reason = "the bytes are kept as they came, so they are read by docket")]
pub struct InstructionResult {
    pub result: ResultWord,
    /// What was done, or what was not and why. Needed unless all of it was done; at most 4,000 letters.
    #[schema(example = "203.0.113.7 is announced by another router. Ask the network desk.")]
    pub detail: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(dead_code, reason = "as above")]
pub enum ResultWord {
    /// All of it was carried out.
    Done,
    /// None of it was; a person looks.
    Refused,
    /// Some of it was; a person looks.
    Partly,
}

/// It is on the disk and in the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultRecorded {
    /// What people call the instruction.
    #[schema(example = "I-12")]
    pub number: String,
    pub status: RecordedStatus,
    /// When it was recorded first.
    #[schema(format = DateTime)]
    pub at: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordedStatus {
    /// It is new.
    Recorded,
    /// It stood so already.
    Repeated,
}

/// Say what became of an instruction
///
/// For the provider's own systems, which are told by a signed webhook what to do. The same word again changes nothing, so
/// a call whose answer was lost is simply made again. Something that was done cannot be called refused afterwards.
#[utoipa::path(
    post,
    operation_id = "instruction_result",
    path = "/api/v1/instructions/{id}/result",
    tag = "instructions",
    params(("id" = String, Path, description = "The `webhook-id`, which is `data.instruction` in the body.", format = "uuid")),
    request_body(content = InstructionResult, description = "At most 64 kB. The exact bytes are kept as evidence."),
    responses(
        (status = 200, description = "It is on the disk and in the ledger.", body = ResultRecorded),
        (status = 400, description = "The body is not JSON. Nothing was recorded.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or none of this desk.", body = Problem, content_type = "application/problem+json",
            headers(("WWW-Authenticate" = String, description = "Always `Bearer`."))),
        (status = 403, description = "The key lacks the scope `instructions:write`.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "This desk issued no such instruction.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It stands on record that it was carried out. Nothing was recorded.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 64 kB. Nothing was recorded.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The result cannot be read; `problems` names each field. Nothing was recorded.",
            body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls at once.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
        (status = 503, description = "Too many are writing at the same time, the disk is full, or the desk is read-only because its database is behind what its notary signed. Nothing was recorded.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
    ),
    security(("key" = ["instructions:write"])),
)]
pub async fn result(
    State(app): State<App>,
    Extension(token): Extension<Token>,
    id: Option<Extension<RequestId>>,
    Path(instruction): Path<String>,
    body: Bytes,
) -> Result<Response, Oops> {
    let id = id.map(|Extension(id)| id).unwrap_or_default();
    let problem = |status, title, detail: String| Problem::new(status, title, detail, id.0.as_ref());
    if body.len() > MOST {
        return Err(Oops::too_large("A result takes at most 64 kB. Nothing was recorded."));
    }
    let json: serde_json::Value = match serde_json::from_slice(&body) {
        Ok(json) => json,
        Err(why) => {
            let detail = format!("The body is not JSON: {why}. Nothing was recorded.");
            return Ok(problem(StatusCode::BAD_REQUEST, "Not readable", detail).into_response());
        }
    };
    let instruction = InstructionId::parse(&instruction).ok_or_else(|| Oops::not_found("instruction"))?;
    let said = match Said::parse(&json) {
        Ok(said) => said,
        Err(refusal) => {
            let detail = "The result cannot be read. Nothing was recorded.".to_owned();
            let pointed = refusal
                .problems()
                .iter()
                .map(|one| Pointed { pointer: format!("/{}", one.field), detail: one.sentence.to_string() });
            let problems = pointed.collect();
            let refused = problem(StatusCode::UNPROCESSABLE_ENTITY, "Refused", detail);
            return Ok(Problem { problems, ..refused }.into_response());
        }
    };
    let desk = app.desk.clone();
    let taken = spawned(async move { desk.take_result(token.id, instruction, &said, &body).await }).await;
    match taken {
        Ok(taken) => {
            let status = if taken.repeated { RecordedStatus::Repeated } else { RecordedStatus::Recorded };
            let (number, at) = (format!("I-{}", taken.number), taken.at.rfc3339());
            Ok(Json(ResultRecorded { number, status, at }).into_response())
        }
        Err(Failure::Refused(Refusal::AlreadyDone)) => {
            let detail = "It stands on record that this instruction was carried out. Nothing was recorded. If it was not, call the desk.";
            Ok(problem(StatusCode::CONFLICT, "Carried out before", detail.to_owned()).into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}
