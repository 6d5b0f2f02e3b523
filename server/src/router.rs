//! The whole HTTP surface. The router is built from one table that names path, method, permission and handler
//! together, so that no route can exist without a row.

mod guard;
mod layers;
mod table;

use app::wire::{AppContext, provide_app};
use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use axum::routing::MethodRouter;
use docket::people::Act;

use crate::App;
use crate::api::LOG_READ;
use crate::error::{Oops, Ready};
use crate::limits::Limit;
use crate::web::{Answer, Web};

pub use layers::around;
pub use table::table;

/// Who may follow a path. The desk's verbs ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    Anyone,
    /// Whoever has the link: the path carries a secret, and the desk knows only its hash.
    Link,
    SignedIn,
    May(Act),
    /// A machine with a key of this scope. Cookies mean nothing there.
    Token(&'static str),
    /// Anyone, unless the desk keeps its log to itself: then a machine with a key for it.
    Log,
}

impl Permit {
    fn on(self, app: &App) -> Permit {
        match self {
            Permit::Log if app.desk.settings().log_public => Permit::Anyone,
            Permit::Log => Permit::Token(LOG_READ),
            other => other,
        }
    }
}

/// One row of the table.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub permit: Permit,
    pub limit: Option<Limit>,
    handler: MethodRouter<App>,
}

/// `handler` is the method router of the same method: `get(..)` for `GET`, `post(..)` for `POST`.
pub fn route(method: Method, path: &'static str, permit: Permit, handler: MethodRouter<App>) -> Route {
    Route { method, path, permit, limit: None, handler }
}

impl Route {
    /// Counted by address: too many in a minute wait.
    pub fn limited(self, limit: Limit) -> Self {
        Self { limit: Some(limit), ..self }
    }
}

/// Everything that the program answers to a browser or a machine.
pub fn router(app: &App) -> Router {
    let mut routes: Router<App> = Router::new();
    for row in table() {
        let check = guard::Guard { app: app.clone(), permit: row.permit.on(app), limit: row.limit };
        routes = routes.route(row.path, row.handler.route_layer(from_fn_with_state(check, guard::check)));
    }
    let routes = routes.fallback(no_such_page).method_not_allowed_fallback(no_such_method).with_state(app.clone());
    around(routes, app)
}

async fn no_such_page() -> Oops {
    Oops::not_found("page")
}

async fn no_such_method() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}

/// Islands call the server here; each function asks the desk, and the desk asks who may.
async fn functions(web: Web, request: Request) -> Answer {
    let context = AppContext { desk: web.desk.clone(), who: web.who()?.clone() };
    let provide = move || provide_app(context.clone());
    let answer = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
    let (mut head, body) = answer.into_parts();
    // A function's refusal is already in the words that its island reads.
    head.extensions.insert(Ready);
    if !head.status.is_server_error() {
        return Ok((head, body).into_response());
    }
    let said = to_bytes(body, usize::MAX).await.unwrap_or_default();
    // The library calls arguments that it cannot read a failure of the server. They are a fault of whoever sent them.
    if [&b"Args|"[..], b"MissingArg|", b"Deserialization|"].iter().any(|fault| said.starts_with(fault)) {
        head.status = StatusCode::BAD_REQUEST;
    }
    Ok((head, said).into_response())
}
