//! What is true: the nouns, rules, ledger and store of Due Notice, in reading order.
//!
//! Nothing here knows the web. Without the feature `keep` nothing here touches the world either:
//! no clock, no randomness, no files. Time and randomness are always arguments.

/// Everything that can happen, one variant for each kind of event.
pub mod event;
/// Identities: one newtype for each noun, UUIDv7 inside.
pub mod id;
/// Who acts, in which role, and what each role may do.
pub mod people;
/// Personal values: the ledger carries only their salted commitments.
pub mod private;
/// Why a desk takes nothing: its database is behind what its notary signed.
pub mod read_only;
/// Every "no" of the rules, one human sentence each.
pub mod refusal;
/// One sentence for each event, by audience and language.
pub mod sentence;
/// Instants, clocks, zones and frozen deadlines.
pub mod time;
/// Parsed strings with private fields.
pub mod words;

/// What the team is told when something waits: once for each cause and step.
pub mod alert;
/// The customer's objection to a decision, decided by somebody who had no part in it.
pub mod appeal;
/// Days on which offices are closed, in editions.
pub mod calendar;
/// Our work on one customer and one matter.
pub mod case;
/// One report from outside.
pub mod complaint;
/// Whether it was the customer who sent something.
pub mod confirmation;
/// The hosted account: names, contacts, assets.
pub mod customer;
/// A copy of the data, or longer preservation: asked for by the customer.
pub mod data_request;
/// What was decided, from the proposal to the reinstatement.
pub mod decision;
/// A person is erased: asked for by one, agreed by another.
pub mod erasure;
/// What leaves the house, asked for and made.
pub mod export;
/// Requests for more time, and what was granted or refused.
pub mod extension;
/// A litigation hold: nothing in its scope is closed, ended or deleted.
pub mod hold;
/// What the provider's machines are told to do.
pub mod instruction;
/// The narrowest step against an emergency, confirmed by a second person or gone by itself.
pub mod interim;
/// Letters in the outbox, from queued to accepted or failed.
pub mod letter;
/// What came in by mail about our letters: reports on delivery, automatic replies, answers.
pub mod mail;
/// A letter with requirements and a deadline, and the answers to it.
pub mod notice;
/// All nouns behind one door: which tables exist and how events change them.
pub mod noun;
/// What the press is asked to print.
pub mod paper;
/// Letters of information: complaints passed on to the customer.
pub mod passing;
/// Versioned paragraphs of the acceptable-use policy.
pub mod policy;
/// Like cases and how they were treated.
pub mod precedent;
/// How long each kind of thing is kept, and what was destroyed.
pub mod retention;
/// The words with which letters begin, in editions.
pub mod template;
/// Everything that becomes due.
pub mod timer;
/// Complaints settled without a case, and brought back.
pub mod triage;
/// Who vouches for the ledger: the notary's keys, and time stamps of others.
pub mod vouching;
/// Whether the rounds are made, and by a clock that can be right.
pub mod watch;

/// Signed statements of how long the ledger is, and what a stranger can check with them.
#[cfg(feature = "proof")]
pub mod checkpoint;
/// Leaf bytes, hashes, frontier, proofs. No input, no output.
pub mod ledger;
/// What the pages ask for.
pub mod view;

/// Copies of the whole desk: made while it runs, tried, brought back.
#[cfg(feature = "keep")]
pub mod backup;
/// One request over HTTP, to an address of the settings.
#[cfg(feature = "keep")]
mod call;
/// The use cases, one transaction each.
#[cfg(feature = "keep")]
pub mod desk;
/// Where randomness comes from.
#[cfg(feature = "keep")]
pub mod entropy;
/// Instructions handed to the provider's receiver: signed as Standard Webhooks has it.
#[cfg(feature = "keep")]
pub mod hook;
/// The lenient reading of reports: XARF, ARF, X-ARF, mail.
#[cfg(feature = "keep")]
pub mod intake;
/// The key beside the database, and what it seals.
#[cfg(feature = "keep")]
pub mod keyfile;
/// Letter texts, the outbox and the mailer.
#[cfg(feature = "keep")]
pub mod letters;
/// Signs the ledger, and only forward.
#[cfg(feature = "keep")]
pub mod notary;
/// Exports: case file, registers.
#[cfg(feature = "keep")]
pub mod report;
/// Everything that becomes due is done here.
#[cfg(feature = "keep")]
pub mod rounds;
/// What can be found by its words.
#[cfg(feature = "keep")]
pub mod search;
/// The settings that the desk itself needs.
#[cfg(feature = "keep")]
pub mod settings;
/// Time stamps of others: what is asked for, and what came back.
#[cfg(feature = "keep")]
pub mod stamp;
/// SQLite or PostgreSQL behind one SQL text. Only here is SQL.
#[cfg(feature = "keep")]
pub mod store;
/// Re-hash, replay, compare.
#[cfg(feature = "keep")]
pub mod verify;
/// Signs what it has seen grow, on a machine of somebody else.
#[cfg(feature = "keep")]
pub mod witness;
