//! The whole HTTP surface. The router is built from one table that names path, method, permission and handler
//! together, so that no route can exist without a row.

mod guard;
mod layers;
mod table;

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;
use docket::people::Act;

use crate::App;
use crate::error::Oops;
use crate::limits::Limit;

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
        let check = guard::Guard { app: app.clone(), permit: row.permit, limit: row.limit };
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
