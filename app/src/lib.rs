//! What is seen. Pages are HTML made by the server; only the islands become WebAssembly.

#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod public_pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(feature = "ssr")]
pub mod ui;

pub mod islands;
#[cfg(feature = "ssr")]
pub mod wire;
pub mod words;

/// What the browser calls first. The islands then hydrate one by one, see `public/boot.js`.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
    islands::wake();
}
