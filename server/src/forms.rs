//! The pages' handlers, a file for each noun: what shows a page and what takes its form. They parse, ask the desk,
//! and answer; they hold no rule.

pub mod account;
pub mod answers;
pub mod appeals;
pub mod as_of;
pub mod cases;
pub mod complaints;
pub mod customers;
pub mod dashboard;
pub mod decisions;
pub mod decisions_later;
pub mod decisions_register;
pub mod evidence;
pub mod exhibit;
pub mod exports;
pub mod holds;
pub mod inbox;
pub mod instructions;
pub mod invitations;
pub mod ledger;
pub mod letters;
pub mod measures;
pub mod notices;
pub mod people;
pub mod policy;
pub mod public_later;
pub mod public_notice;
pub mod public_reader;
pub mod public_report;
pub mod reports;
pub mod second_factor;
pub mod set_up;
pub mod sign_in;
pub mod templates;
