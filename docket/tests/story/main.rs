//! The stories of the house, each on SQLite and on PostgreSQL, told as the work itself goes. After every story
//! the ledger is verified, the rules that never break are looked for in its events, and both databases must
//! hold the same, byte for byte.
#![cfg(feature = "keep")]

mod anchors;
mod bench;
mod hands;
mod rules;
mod template;

mod january_2021;

mod answers;
mod bags;
mod batches;
mod carrying_out;
mod commands;
mod complaints;
mod composer;
mod crossing;
mod customer_side;
mod deciding;
mod effect;
mod flips;
mod four_eyes;
mod going;
mod holders;
mod instructions;
mod keeping;
mod letters;
mod looking_back;
mod mail;
mod more_time;
mod notices;
mod pages;
mod people;
mod policy;
mod proofs;
mod queues;
mod rounds;
mod sealed;
mod searching;
mod templates;
mod tending;
mod together;
mod triage;

mod customers;
mod reporters;
mod roles;

mod deadlines;
mod reminders;

mod crash;
// A release has no steps to break off at.
#[cfg(debug_assertions)]
mod faults;
mod guards;
mod histories;
mod house;
// Our own PostgreSQL is started as another user, which only Unix has.
#[cfg(unix)]
mod restarts;
mod tampering;
mod twenty;
mod vouching;
