//! What every request passes before its handler, and every answer on its way out. Outermost last, as axum adds them.

mod envelope;
mod origin;

use std::time::Duration;

use axum::middleware::from_fn_with_state;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::web::posted::MOST_WITH_FILES;
use crate::{App, error, sessions, telemetry};

/// A little more than the largest form, so that the form's own limit speaks first and says what was too large.
const MOST_BODY: usize = MOST_WITH_FILES + (1 << 20);

/// In the middle of a form. A telephone in a tunnel takes its time; whoever drips bytes to hold a connection does not
/// get for ever.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// Puts the layers round a router.
pub fn around(routes: Router, app: &App) -> Router {
    // The API is blind to cookies and asks for a key, so no other site can borrow anybody's there.
    let csrf = CsrfLayer::new().with_insecure_bypass(|_, uri| uri.path().starts_with("/api/v1/"));
    routes
        .layer(Extension(app.site.assets.clone()))
        .layer(sessions::layer(app.desk.clone(), app.site.secure))
        .layer(from_fn_with_state(app.clone(), origin::check))
        .layer(csrf)
        .layer(RequestBodyTimeoutLayer::new(LONGEST_SILENCE))
        .layer(RequestBodyLimitLayer::new(MOST_BODY))
        .layer(CatchPanicLayer::custom(error::after_panic))
        .layer(from_fn_with_state(app.clone(), error::dress))
        .layer(axum::middleware::from_fn(telemetry::trace))
        .layer(from_fn_with_state(app.clone(), envelope::envelope))
        // The last resort, should one of the layers above be at fault.
        .layer(CatchPanicLayer::new())
}
