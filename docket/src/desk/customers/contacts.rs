//! Contacts and the facts of the account, as they change.

use crate::customer::changes::{AccountChanged, ContactChanged, ContactVerified, ContactWithdrawn};
use crate::customer::{Contact, Customer, Duty};
use crate::desk::check::Check;
use crate::desk::work::{Begun, Work};
use crate::desk::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, ContactId, CustomerId};
use crate::people::Act;
use crate::refusal::Refusal;
use crate::store::lists;
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{EmailAddress, Handle, Language, Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, Serialize)]
pub struct AccountForm {
    pub account: String,
    pub name: String,
    pub language: String,
    pub zone: String,
    pub plan: String,
    pub contract: String,
    pub phone: String,
    /// The reseller's handle. Empty: none.
    pub parent: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ContactForm {
    pub name: String,
    pub email: String,
    pub duty: String,
    pub language: String,
    /// Empty: the account's.
    pub zone: String,
}

impl Desk {
    pub async fn change_account(
        &self,
        who: &Who,
        command: CommandId,
        customer: CustomerId,
        seen: Option<i64>,
        form: &AccountForm,
    ) -> Done<Receipt> {
        who.must(Act::KeepCustomers)?;
        let mut check = Check::default();
        let account = check.word("account", Line::parse(&form.account));
        let name = check.word("name", Line::parse(&form.name));
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.");
        let plan = check.optional("plan", &form.plan, Line::parse);
        let contract = check.optional("contract", &form.contract, Line::parse);
        let phone = check.optional("phone", &form.phone, Line::parse);
        let parent = check.optional("parent", &form.parent, Handle::parse);
        let (Some(account), Some(name), Some(language), Some(zone)) = (account, name, language, zone) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(customer, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let known = seen_customer(&mut work, customer, seen).await?;
            let above = match &parent {
                Some(handle) => Some(reseller(&mut work, &known, handle.as_str()).await?),
                None => None,
            };
            work.record(Event::AccountChanged(Box::new(AccountChanged {
                customer,
                handle: known.handle,
                account: account.as_str().to_owned(),
                name: name.as_str().to_owned().into(),
                language,
                zone: zone.name().to_owned(),
                plan: plan.as_ref().map(ToString::to_string).unwrap_or_default(),
                contract: contract.as_ref().map(ToString::to_string).unwrap_or_default(),
                phone: phone.as_ref().map(|phone| phone.as_str().to_owned().into()),
                parent: above,
            })))
            .await?;
            work.commit().await
        })
    }

    /// A new address is not verified, whatever the old one was.
    pub async fn change_contact(
        &self,
        who: &Who,
        command: CommandId,
        customer: CustomerId,
        contact: ContactId,
        seen: Option<i64>,
        form: &ContactForm,
    ) -> Done<Receipt> {
        who.must(Act::KeepCustomers)?;
        let mut check = Check::default();
        let name = check.word("name", Line::parse(&form.name));
        let email = check.word("email", EmailAddress::parse(&form.email));
        let duty = check.some("duty", Duty::parse(&form.duty), "Choose what the contact is for.");
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let zone = (!form.zone.is_empty())
            .then(|| check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list."))
            .flatten();
        let (Some(name), Some(email), Some(duty), Some(language)) = (name, email, duty, language) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(customer, contact, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let known = seen_customer(&mut work, customer, seen).await?;
            let was = in_use(&known, contact)?;
            let same = was.email.show() == email.as_str();
            let verified_on = was.verified_on.filter(|_| same);
            work.record(Event::ContactChanged(Box::new(ContactChanged {
                customer,
                contact,
                name: name.as_str().to_owned().into(),
                email: email.as_str().to_owned().into(),
                duty,
                language,
                zone: zone.map(|zone| zone.name().to_owned()),
                verified_on,
            })))
            .await?;
            work.commit().await
        })
    }

    /// Somebody made sure that the address reaches the customer: on which day, and how.
    pub async fn verify_contact(
        &self,
        who: &Who,
        command: CommandId,
        customer: CustomerId,
        contact: ContactId,
        on: &str,
        how: &str,
    ) -> Done<Receipt> {
        who.must(Act::KeepCustomers)?;
        let mut check = Check::default();
        let day = if on.trim().is_empty() { self.now().date_text() } else { on.trim().to_owned() };
        let day = Moment::parse(&format!("{day}T00:00:00Z")).filter(|day| *day <= self.now());
        let day = check.some("on", day, "Write a date that is not in the future, such as 2026-01-31.");
        let how = check.word("how", Reason::parse(how));
        let (Some(on), Some(how)) = (day, how) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(customer, contact, on, how.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let known: Customer = work.need(customer, "customer").await?;
            in_use(&known, contact)?;
            let how = how.as_str().to_owned().into();
            work.record(Event::ContactVerified(Box::new(ContactVerified { customer, contact, on, how }))).await?;
            work.commit().await
        })
    }

    pub async fn withdraw_contact(
        &self,
        who: &Who,
        command: CommandId,
        customer: CustomerId,
        contact: ContactId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::KeepCustomers)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(customer, contact, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let known: Customer = work.need(customer, "customer").await?;
            in_use(&known, contact)?;
            if known.contacts_in_use().count() == 1 {
                let sentence = "This is the only contact. Add another one first: without one no notice can be served.";
                return Err(Refusal::field("reason", sentence).into());
            }
            let reason = reason.as_str().to_owned().into();
            work.record(Event::ContactWithdrawn(Box::new(ContactWithdrawn { customer, contact, reason }))).await?;
            work.commit().await
        })
    }
}

/// The customer, if nobody changed it since this person saw it.
async fn seen_customer(work: &mut Work, id: CustomerId, seen: Option<i64>) -> Done<Customer> {
    let held = lists::one::<Customer>(&mut work.conn(), &id.to_string()).await?;
    let held = held.ok_or(Refusal::NotFound("customer"))?;
    if seen.is_some_and(|seen| seen != held.version) {
        return Err(Refusal::Stale { now: held.version }.into());
    }
    Ok(held.noun)
}

fn in_use(customer: &Customer, contact: ContactId) -> Result<&Contact, Refusal> {
    let found = customer.contacts.iter().find(|one| one.id == contact).ok_or(Refusal::NotFound("contact"))?;
    if found.is_in_use() { Ok(found) } else { Err(Refusal::field("reason", "This contact was already withdrawn.")) }
}

/// So many resellers above one another are looked through for a circle.
const MOST_ABOVE: usize = 16;

async fn reseller(work: &mut Work, known: &Customer, handle: &str) -> Done<CustomerId> {
    let found = lists::customer_by_handle(&mut work.conn(), handle).await?;
    let found = found.ok_or_else(|| Refusal::field("parent", "There is no customer with this handle."))?.noun;
    let mut above = Some(found.id);
    for _ in 0..MOST_ABOVE {
        let Some(id) = above else { return Ok(found.id) };
        if id == known.id {
            return Err(Refusal::field("parent", "A customer cannot stand above itself.").into());
        }
        above = work.need::<Customer>(id, "customer").await?.parent;
    }
    Err(Refusal::field("parent", "Too many resellers stand above one another.").into())
}
