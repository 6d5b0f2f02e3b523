//! Between an island and the desk. A server function is written beside its island:
//!
//! ```text
//! #[server(prefix = "/fn", endpoint = "save-draft")]
//! pub async fn save_draft(text: String) -> Result<(), ServerFnError> {
//!     let app = crate::wire::use_app()?;
//!     ...
//! }
//! ```
//!
//! The server answers everything under `/fn/` and provides one `AppContext` for each request.

/// Where server functions live: away from `/api`, and named by hand, so that an address survives a rebuild.
pub const PREFIX: &str = "/fn";

#[cfg(feature = "ssr")]
pub use on_server::{AppContext, provide_app, use_app};

#[cfg(feature = "ssr")]
mod on_server {
    use leptos::prelude::*;

    /// What a request brings to a server function: who asks, and the desk that answers.
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
}
