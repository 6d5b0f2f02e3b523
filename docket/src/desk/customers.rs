//! Customers, their contacts and assets, and who held what when.

mod book;
pub mod contacts;
pub mod declared;
mod holder;
pub mod imports;
mod sheet;

use super::check::Check;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::customer::{Asset, AssetKind, Customer, Duty};
use crate::event::Event;
use crate::id::{AssetId, CommandId, ContactId, CustomerId};
use crate::people::{Act, Actor};
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::{aside, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{EmailAddress, Handle, Language, Line};
pub(crate) use holder::{Holders, earlier_holders};
use serde::Serialize;

#[derive(Clone, Debug, Default, Serialize)]
pub struct AddCustomer {
    pub handle: String,
    pub account: String,
    pub name: String,
    pub language: String,
    pub zone: String,
    pub contact_name: String,
    pub contact_email: String,
    pub contact_duty: String,
    /// One asset a line: a prefix, an address, a domain, or `service:name`.
    pub assets: String,
    /// From when the assets were held, "2026-01-31". Empty: from today.
    pub assets_from: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct AddContact {
    pub name: String,
    pub email: String,
    pub duty: String,
    pub language: String,
}

impl Desk {
    pub async fn add_customer(
        &self,
        who: Option<&Who>,
        command: CommandId,
        form: &AddCustomer,
    ) -> Done<(String, Receipt)> {
        if let Some(who) = who {
            who.must(Act::KeepCustomers)?;
        }
        let mut check = Check::default();
        let handle = check.word("handle", Handle::parse(&form.handle));
        let account = check.word("account", Line::parse(&form.account));
        let name = check.word("name", Line::parse(&form.name));
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.");
        let contact_name = check.word("contact_name", Line::parse(&form.contact_name));
        let contact_email = check.word("contact_email", EmailAddress::parse(&form.contact_email));
        let duty = check.some("contact_duty", Duty::parse(&form.contact_duty), "Choose what the contact is for.");
        let from = self.assets_from(&mut check, &form.assets_from);
        let assets = read_assets(&mut check, &form.assets);
        let (Some(handle), Some(account), Some(name), Some(language), Some(zone)) =
            (handle, account, name, language, zone)
        else {
            return check.refuse().map_err(Failure::from);
        };
        let (Some(contact_name), Some(contact_email), Some(duty)) = (contact_name, contact_email, duty) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        let actor = who.map_or(Actor::System, Who::actor);
        again!(async {
            let mut work = match self.begin(actor, command, form).await? {
                Begun::Before(receipt) => return Ok((handle.as_str().to_owned(), receipt)),
                Begun::Now(work) => work,
            };
            if lists::customer_by_handle(&mut work.conn(), handle.as_str()).await?.is_some() {
                return Err(Refusal::field("handle", "Another customer has this handle.").into());
            }
            let customer: CustomerId = work.new_id();
            work.record(Event::CustomerAdded {
                customer,
                handle: handle.as_str().to_owned(),
                account: account.as_str().to_owned(),
                name: name.as_str().to_owned().into(),
                language,
                zone: zone.name().to_owned(),
            })
            .await?;
            let contact: ContactId = work.new_id();
            work.record(Event::ContactAdded {
                customer,
                contact,
                name: contact_name.as_str().to_owned().into(),
                email: contact_email.as_str().to_owned().into(),
                duty,
                language,
                verified_on: None,
            })
            .await?;
            for (kind, value) in &assets {
                assign(&mut work, customer, *kind, value, from, "assets").await?;
            }
            Ok((handle.as_str().to_owned(), work.commit().await?))
        })
    }

    pub async fn add_contact(
        &self,
        who: &Who,
        command: CommandId,
        customer: CustomerId,
        form: &AddContact,
    ) -> Done<Receipt> {
        who.must(Act::KeepCustomers)?;
        let mut check = Check::default();
        let name = check.word("name", Line::parse(&form.name));
        let email = check.word("email", EmailAddress::parse(&form.email));
        let duty = check.some("duty", Duty::parse(&form.duty), "Choose what the contact is for.");
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let (Some(name), Some(email), Some(duty), Some(language)) = (name, email, duty, language) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(customer, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let _customer: Customer = work.need(customer, "customer").await?;
            let contact = work.new_id();
            work.record(Event::ContactAdded {
                customer,
                contact,
                name: name.as_str().to_owned().into(),
                email: email.as_str().to_owned().into(),
                duty,
                language,
                verified_on: None,
            })
            .await?;
            work.commit().await
        })
    }

    /// Gives a customer assets from an instant on.
    pub async fn assign_assets(
        &self,
        who: Option<&Who>,
        command: CommandId,
        customer: CustomerId,
        assets: &str,
        from: &str,
    ) -> Done<Receipt> {
        if let Some(who) = who {
            who.must(Act::KeepCustomers)?;
        }
        let mut check = Check::default();
        let since = self.assets_from(&mut check, from);
        let read = read_assets(&mut check, assets);
        if read.is_empty() && check.is_clean() {
            check.problem("assets", "Write at least one prefix, address or domain.");
        }
        check.done()?;
        again!(async {
            let mut work =
                match self.begin(who.map_or(Actor::System, Who::actor), command, &(customer, assets, from)).await? {
                    Begun::Before(receipt) => return Ok(receipt),
                    Begun::Now(work) => work,
                };
            let _customer: Customer = work.need(customer, "customer").await?;
            for (kind, value) in &read {
                assign(&mut work, customer, *kind, value, since, "assets").await?;
            }
            work.commit().await
        })
    }

    pub async fn release_asset(&self, who: &Who, command: CommandId, asset: AssetId) -> Done<Receipt> {
        who.must(Act::KeepCustomers)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &asset).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let held: Asset = work.need(asset, "asset").await?;
            if held.to.is_some() {
                return Err(Refusal::field("asset", "This asset was already given back.").into());
            }
            let to = work.now;
            work.record(Event::AssetReleased { asset, customer: held.customer, to }).await?;
            work.commit().await
        })
    }

    fn assets_from(&self, check: &mut Check, text: &str) -> Moment {
        if text.trim().is_empty() {
            return self.now();
        }
        let parsed = Moment::parse(&format!("{}T00:00:00Z", text.trim())).filter(|from| *from <= self.now());
        check
            .some("assets_from", parsed, "Write a date that is not in the future, such as 2026-01-31.")
            .unwrap_or(self.now())
    }
}

async fn assign(
    work: &mut super::work::Work,
    customer: CustomerId,
    kind: AssetKind,
    value: &str,
    from: Moment,
    field: &str,
) -> Done<()> {
    let id: AssetId = work.new_id();
    let asset =
        Asset { id, customer, kind, value: value.to_owned(), from, to: None, suspended_by: None, interim: None };
    // Two assignments of one prefix at the same time find each other: the second waits here.
    aside::take_turns(&mut work.conn(), &[asset.lookup()]).await?;
    if let Some(other) = lists::overlapping(&mut work.conn(), &asset.lookup(), from, None).await?.first() {
        let sentence = if other.noun.customer == customer {
            phrase!("This customer already holds {}.", value)
        } else {
            phrase!("Another customer holds {} since {}. Release it there first.", value, other.noun.from)
        };
        return Err(Refusal::field(field, sentence).into());
    }
    work.record(Event::AssetAssigned { asset: id, customer, kind, value: value.to_owned(), from, to: None }).await?;
    Ok(())
}

/// Prefixes, addresses, domains and services, one a line.
fn read_assets(check: &mut Check, text: &str) -> Vec<(AssetKind, String)> {
    let mut assets: Vec<(AssetKind, String)> = Vec::new();
    for (place, line) in text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        match book::read_asset(line) {
            Some(asset) if !assets.contains(&asset) => assets.push(asset),
            Some(_) => {}
            None => check.problem(
                "assets",
                phrase!("Line {}: {} is not a prefix, an address, a domain or service:name.", place + 1, line),
            ),
        }
    }
    // In one order, so that two people who assign the same assets never wait for each other.
    assets.sort_by(|one, other| one.1.cmp(&other.1));
    assets
}
