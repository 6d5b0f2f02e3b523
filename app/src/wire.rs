//! Between an island and the desk. A server function is written beside its island and lives under `/fn/`, each with a
//! row of its own in the route table; the server provides one `AppContext` for each call. It gives HTML that the server
//! wrote, as every other answer to an island.

use leptos::prelude::*;

/// What a call brings to a server function: who asks, and the desk that answers.
#[derive(Clone, Debug)]
pub struct AppContext {
    pub desk: docket::desk::Desk,
    pub who: docket::desk::Who,
}

pub fn provide_app(app: AppContext) {
    provide_context(app);
}

pub fn use_app() -> Result<AppContext, ServerFnError> {
    use_context::<AppContext>()
        .ok_or_else(|| ServerFnError::new("This part of the server is not connected to the desk."))
}
