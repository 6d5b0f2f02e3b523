//! What a machine is told when something goes wrong: RFC 9457.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::Ready;

/// A problem as RFC 9457 writes it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    #[schema(example = "about:blank")]
    pub kind: &'static str,
    /// The problem in a few words.
    pub title: &'static str,
    /// The status of the answer.
    pub status: u16,
    /// What happened and what helps, in a sentence or two.
    pub detail: String,
    /// The number under which the desk has this request in its log.
    pub request: String,
    /// With 400 only: the complaint under which the bytes were kept all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// With 422 only: what is wrong, each with its place in what was sent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Pointed>,
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pointed {
    /// A JSON pointer, RFC 6901.
    #[schema(example = "/assets/3/from")]
    pub pointer: String,
    pub detail: String,
}

impl Problem {
    pub fn new(status: StatusCode, title: &'static str, detail: impl Into<String>, request: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title,
            status: status.as_u16(),
            detail: detail.into(),
            request: request.into(),
            id: None,
            problems: Vec::new(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response.extensions_mut().insert(Ready);
        response
    }
}
