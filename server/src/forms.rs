//! The pages' handlers, a file for each noun: what shows a page and what takes its form. They parse, ask the desk,
//! and answer; they hold no rule.

pub mod people;
pub mod set_up;
pub mod sign_in;
