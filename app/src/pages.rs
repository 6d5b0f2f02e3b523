//! One file for each page: owned data in, `Page` out. A page never uses another page.

pub mod answer;
pub mod case;
pub mod case_new;
pub mod cases;
pub mod complaint;
pub mod complaint_new;
pub mod customer;
pub mod customer_new;
pub mod customers;
pub mod decision;
pub mod decision_new;
pub mod decisions;
pub mod error;
pub mod exhibit;
pub mod inbox;
pub mod instruction;
pub mod ledger;
pub mod ledger_entry;
pub mod notice;
pub mod notice_check;
pub mod notice_new;
pub mod people;
pub mod policy;
pub mod set_up;
pub mod sign_in;
