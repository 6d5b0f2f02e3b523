//! What moves in the browser. Each island lives in one file with the server function that it calls.

pub mod copy;
pub mod countdown;
pub mod deadline_preview;
pub mod draft_keeper;
pub mod export_progress;
pub mod keys;
pub mod live;
pub mod triage;

pub use copy::Copy;
pub use countdown::Countdown;
pub use deadline_preview::DeadlinePreview;
pub use draft_keeper::DraftKeeper;
pub use export_progress::ExportProgress;
pub use keys::Keys;
pub use live::Live;
pub use triage::Triage;
