//! Pure components. They know no desk and no request: what they show is given to them.

pub mod form;
pub mod frame;

pub use form::FormState;
pub use frame::{Bar, Frame};
