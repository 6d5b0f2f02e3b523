//! What changes about a customer after it was added: each change is an event of its own.

use super::{Asset, Contact, Customer, Duty};
use crate::event::{Event, Recorded};
use crate::id::{AssetId, ContactId, CustomerId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// The facts of the account as they are from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccountChanged {
    pub customer: CustomerId,
    pub handle: String,
    pub account: String,
    pub name: Private<String>,
    pub language: Language,
    pub zone: String,
    pub plan: String,
    pub contract: String,
    pub phone: Option<Private<String>>,
    pub parent: Option<CustomerId>,
}

/// A contact as it is from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactChanged {
    pub customer: CustomerId,
    pub contact: ContactId,
    pub name: Private<String>,
    pub email: Private<String>,
    pub duty: Duty,
    pub language: Language,
    pub zone: Option<String>,
    pub verified_on: Option<Moment>,
}

/// Somebody made sure that this address reaches the customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactVerified {
    pub customer: CustomerId,
    pub contact: ContactId,
    pub on: Moment,
    pub how: Private<String>,
}

/// No letter goes there any more. What was sent there stays sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContactWithdrawn {
    pub customer: CustomerId,
    pub contact: ContactId,
    pub reason: Private<String>,
}

/// From when to when an asset is held, as declared anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermChanged {
    pub asset: AssetId,
    pub customer: CustomerId,
    pub value: String,
    pub from: Moment,
    pub to: Option<Moment>,
}

/// A list was read in: the file lies in evidence under its hash, every row that did something has events of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    pub file: String,
    pub size: i64,
    pub rows: u32,
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub refused: u32,
}

impl Customer {
    pub(super) fn changed(mut self, event: &Recorded) -> Self {
        match &event.event {
            Event::AccountChanged(new) => {
                self.account = new.account.clone();
                self.name = new.name.clone();
                self.language = new.language;
                self.zone = new.zone.clone();
                self.plan = new.plan.clone();
                self.contract = new.contract.clone();
                self.phone = new.phone.clone();
                self.parent = new.parent;
            }
            Event::ContactChanged(new) => self.on_contact(new.contact, |contact| {
                contact.name = new.name.clone();
                contact.email = new.email.clone();
                contact.duty = new.duty;
                contact.language = new.language;
                contact.zone = new.zone.clone();
                contact.verified_on = new.verified_on;
            }),
            Event::ContactVerified(verified) => {
                self.on_contact(verified.contact, |contact| contact.verified_on = Some(verified.on));
            }
            Event::ContactWithdrawn(withdrawn) => {
                self.on_contact(withdrawn.contact, |contact| contact.withdrawn_at = Some(event.at));
            }
            _ => return self,
        }
        self.changes.push(event.id);
        self
    }

    fn on_contact(&mut self, id: ContactId, change: impl FnOnce(&mut Contact)) {
        if let Some(contact) = self.contacts.iter_mut().find(|contact| contact.id == id) {
            change(contact);
        }
    }
}

impl Asset {
    pub(super) fn term_changed(self, event: &Recorded) -> Self {
        match &event.event {
            Event::AssetTermChanged(new) => Asset { from: new.from, to: new.to, ..self },
            _ => self,
        }
    }
}
