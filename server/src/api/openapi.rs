//! `GET /api/v1/openapi.json`: the API's description, made from the handlers themselves.

use axum::Json;
use axum::extract::State;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, Server};
use utoipa::{Modify, OpenApi};

use super::{assets, batch, complaints, instructions};
use crate::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Due Notice",
        description = "Complaints about hosted customers go in here as XARF reports; a person reads every one of them. \
            Every failure is a problem as RFC 9457 writes it.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(complaints::send, batch::send_many, complaints::standing, assets::declare, instructions::result, describe),
    tags(
        (name = "assets", description = "Who holds which prefix, domain or service, and when."),
        (name = "complaints", description = "Reports from outside about what a customer does."),
        (name = "instructions", description = "What became of what the provider's systems were told to do."),
        (name = "description", description = "This document."),
    ),
    modifiers(&Keys),
)]
struct Description;

struct Keys;

impl Modify for Keys {
    fn modify(&self, document: &mut Document) {
        let key = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key that an admin of the desk made: `Authorization: Bearer dn_...`."))
            .build();
        document.components.get_or_insert_default().add_security_scheme("key", SecurityScheme::Http(key));
    }
}

/// Read this description
#[utoipa::path(
    get,
    operation_id = "describe",
    path = "/api/v1/openapi.json",
    tag = "description",
    responses((status = 200, description = "OpenAPI 3.1.", body = Object)),
    security(()),
)]
pub async fn describe(State(app): State<App>) -> Json<Document> {
    let mut document = Description::openapi();
    document.servers = Some(vec![Server::new(&app.desk.settings().public_url)]);
    Json(document)
}
