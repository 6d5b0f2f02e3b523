//! One file for each page: owned data in, `Page` out. A page never uses another page.

pub mod error;
pub mod people;
pub mod set_up;
pub mod sign_in;
