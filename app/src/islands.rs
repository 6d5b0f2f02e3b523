//! What moves in the browser. A page is whole without it: the server writes the HTML and marks what may move, here the
//! marks are woken. Words and answers are written by the server too, so that they are in the reader's language and
//! WebAssembly stays small: no island has props, and what comes from the desk is HTML that the desk wrote.

pub mod copy;
pub mod countdown;
pub mod deadline_preview;
pub mod draft_keeper;
pub mod export_progress;
pub mod keys;
pub mod live;
pub mod palette;
pub mod triage;

#[cfg(feature = "hydrate")]
mod dom;

pub use palette::Palette;
#[cfg(feature = "ssr")]
pub use {
    copy::Copy, countdown::Countdown, deadline_preview::DeadlinePreview, draft_keeper::DraftKeeper,
    export_progress::ExportProgress, keys::Keys, live::Live, triage::Triage,
};

/// Everything that the page has marked.
#[cfg(feature = "hydrate")]
pub fn wake() {
    copy::wake();
    countdown::wake();
    deadline_preview::wake();
    draft_keeper::wake();
    export_progress::wake();
    live::wake();
    triage::wake();
    // Last, because its button tells that the page is awake.
    keys::wake();
}
