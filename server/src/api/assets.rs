//! `PUT /api/v1/assets`

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use docket::desk::Failure;
use docket::desk::customers::declared::Declared;
use docket::people::{Actor, Token};
use docket::refusal::Refusal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Pointed, Problem};
use crate::App;
use crate::web::{Oops, RequestId, spawned};

/// Who holds what from when on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Declaration {
    pub assets: Vec<DeclaredAsset>,
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct DeclaredAsset {
    /// The customer's handle, as on their page.
    #[schema(example = "example-social")]
    pub customer: String,
    /// An address, a prefix, a domain, or `service:name`.
    #[schema(example = "203.0.113.7")]
    pub asset: String,
    /// From this instant on.
    #[schema(format = DateTime, example = "2026-01-10T18:00:00Z")]
    pub from: String,
    /// Until this instant. Left out or null: until somebody else has it.
    #[schema(format = DateTime)]
    pub to: Option<String>,
}

/// What the declaration changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Declared200 {
    /// Assignments that are new.
    pub assigned: u32,
    /// Assignments that were ended, or whose time was set anew.
    pub ended: u32,
    /// Declarations that were true already.
    pub unchanged: u32,
}

/// Declare who holds which asset
///
/// For addresses that change hands by the hour. All of the declarations or none come true, in one step. The same
/// declaration again changes nothing. Whoever held an asset without an end gives it up the moment the next one has it; a
/// time that somebody else holds with a stated end is refused.
#[utoipa::path(
    put,
    operation_id = "declare_assets",
    path = "/api/v1/assets",
    tag = "assets",
    request_body(content = Declaration, description = "At most 5,000 declarations."),
    responses(
        (status = 200, description = "It is on the disk and in the ledger.", body = Declared200),
        (status = 400, description = "The body is not the JSON that is asked for. Nothing was recorded.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or none of this desk.", body = Problem, content_type = "application/problem+json",
            headers(("WWW-Authenticate" = String, description = "Always `Bearer`."))),
        (status = 403, description = "The key lacks the scope `assets:write`.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 2 MB. Nothing was recorded.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Some declarations cannot come true; `problems` names each by its place. Nothing was recorded.",
            body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls at once.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
        (status = 503, description = "Too many are writing at the same time, the disk is full, or the desk is read-only because its database is behind what its notary signed. Nothing was recorded.", body = Problem, content_type = "application/problem+json",
            headers(("Retry-After" = u64, description = "After so many seconds it can be sent again."))),
    ),
    security(("key" = ["assets:write"])),
)]
pub async fn declare(
    State(app): State<App>,
    Extension(token): Extension<Token>,
    id: Option<Extension<RequestId>>,
    body: Bytes,
) -> Result<Response, Oops> {
    let id = id.map(|Extension(id)| id).unwrap_or_default();
    let declaration: Declaration = match serde_json::from_slice(&body) {
        Ok(declaration) => declaration,
        Err(problem) => {
            let detail = format!("The body is not the JSON that is asked for: {problem}. Nothing was recorded.");
            return Ok(Problem::new(StatusCode::BAD_REQUEST, "Not readable", detail, id.0.as_ref()).into_response());
        }
    };
    let items = declaration.assets.into_iter().map(|one| Declared {
        customer: one.customer,
        asset: one.asset,
        from: one.from,
        to: one.to,
    });
    let items: Vec<Declared> = items.collect();
    let (desk, from) = (app.desk.clone(), Actor::Machine { token: token.id });
    let declared = spawned(async move { desk.declare_assets(from, &items).await }).await;
    match declared {
        Ok((changed, _)) => {
            let (assigned, ended, unchanged) = (changed.assigned, changed.ended, changed.unchanged);
            Ok(Json(Declared200 { assigned, ended, unchanged }).into_response())
        }
        Err(Failure::Refused(Refusal::Fields(problems))) => {
            let detail = "Some declarations cannot come true. Nothing was recorded.";
            let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "Refused", detail, id.0.as_ref());
            let pointed = problems
                .into_iter()
                .map(|one| Pointed { pointer: format!("/{}", one.field), detail: one.sentence.to_string() });
            Ok(Problem { problems: pointed.collect(), ..problem }.into_response())
        }
        Err(failure) => Err(failure.into()),
    }
}
