//! Who holds what, as a machine declares it: addresses that change hands by the hour. The same declaration again changes
//! nothing.

use super::book::{Book, Holding, key_of, read_asset};
use crate::desk::work::Begun;
use crate::desk::{Desk, Done, Receipt, again};
use crate::event::Event;
use crate::people::Actor;
use crate::phrase;
use crate::refusal::{Problem, Refusal};
use crate::store::aside;
use crate::time::Moment;
use crate::words::Handle;
use serde::{Deserialize, Serialize};

/// So many declarations are taken at once.
pub const MOST_DECLARED: usize = 5_000;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    pub customer: String,
    pub asset: String,
    pub from: String,
    pub to: Option<String>,
}

/// What the declarations changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub assigned: u32,
    /// Assignments that were ended, or whose time was set anew.
    pub ended: u32,
    pub unchanged: u32,
}

struct Read {
    handle: String,
    holding: Holding,
}

impl Desk {
    /// All of them or none: what is wrong is named by its place, `assets/3/from`.
    pub async fn declare_assets(&self, actor: Actor, items: &[Declared]) -> Done<(Changed, Option<Receipt>)> {
        if items.len() > MOST_DECLARED {
            let sentence = phrase!("Declare at most {} assets at once.", MOST_DECLARED);
            return Err(Refusal::field("assets", sentence).into());
        }
        let read = read_all(items)?;
        again!(async {
            let mut work = match self.begin(actor, self.new_command(), &items).await? {
                Begun::Before(_) => return Err(Refusal::CommandReused.into()),
                Begun::Now(work) => work,
            };
            let keys: Vec<String> = read.iter().map(|one| key_of(one.holding.kind, &one.holding.value)).collect();
            aside::take_turns(&mut work.conn(), &keys).await?;
            let mut book = Book::new(self);
            book.open(&mut work.conn(), read.iter().map(|one| one.handle.clone()).collect(), keys).await?;
            let mut problems = Vec::new();
            let mut changed = Changed::default();
            let mut all = Vec::new();
            for (place, one) in read.iter().enumerate() {
                let Some(customer) = book.customer(&one.handle).map(|customer| customer.id) else {
                    let sentence = phrase!("There is no customer {}.", one.handle);
                    problems.push(Problem::new(format!("assets/{place}/customer"), sentence));
                    continue;
                };
                match book.declare(&Holding { customer, ..one.holding.clone() }) {
                    Ok(events) => {
                        changed.unchanged += u32::from(events.is_empty());
                        for event in &events {
                            match event {
                                Event::AssetAssigned { .. } => changed.assigned += 1,
                                _ => changed.ended += 1,
                            }
                        }
                        book.happen(&one.handle, &events);
                        all.extend(events);
                    }
                    Err(sentence) => problems.push(Problem::new(format!("assets/{place}/asset"), sentence)),
                }
            }
            if !problems.is_empty() {
                return Err(Refusal::Fields(problems).into());
            }
            if all.is_empty() {
                work.commit().await?;
                return Ok((changed, None));
            }
            for event in all {
                work.record(event).await?;
            }
            Ok((changed, Some(work.commit().await?)))
        })
    }
}

fn read_all(items: &[Declared]) -> Result<Vec<Read>, Refusal> {
    let mut problems = Vec::new();
    let mut read = Vec::with_capacity(items.len());
    let instant = |text: &str| Moment::parse(text.trim());
    for (place, item) in items.iter().enumerate() {
        let mut wrong = |field: &str, sentence: &'static str| {
            problems.push(Problem::new(format!("assets/{place}/{field}"), sentence))
        };
        let handle = Handle::parse(&item.customer).ok();
        if handle.is_none() {
            wrong("customer", "This is not a customer's handle.");
        }
        let asset = read_asset(&item.asset);
        if asset.is_none() {
            wrong("asset", "This is not a prefix, an address, a domain or service:name.");
        }
        let from = instant(&item.from);
        if from.is_none() {
            wrong("from", "Write an instant with its offset, such as 2026-01-10T18:00:00Z.");
        }
        let to = item.to.as_deref().map(instant);
        if to == Some(None) {
            wrong("to", "Write an instant with its offset, such as 2026-01-10T18:00:00Z, or null.");
        }
        if let (Some(handle), Some((kind, value)), Some(from)) = (handle, asset, from) {
            let customer = crate::id::CustomerId(uuid::Uuid::nil());
            let holding = Holding { customer, kind, value, from, to: to.flatten() };
            read.push(Read { handle: handle.as_str().to_owned(), holding });
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(Refusal::Fields(problems)) }
}
