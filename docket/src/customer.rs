//! The hosted account: names, contacts and the assets it held from when to when.

pub mod changes;
pub mod standing;

use crate::event::{Event, Recorded};
use crate::id::{AssetId, ContactId, CustomerId, DecisionId, EventId, InterimId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use crate::words::ours;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    /// The short name in the provider's own systems. Typed to confirm what burdens.
    pub handle: String,
    pub account: String,
    pub name: Private<String>,
    pub language: Language,
    pub zone: String,
    pub contacts: Vec<Contact>,
    pub added_at: Moment,
    /// What they pay for, in the provider's own words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// Which edition of the contract binds them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract: String,
    /// Whom to call when it burns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Private<String>>,
    /// The reseller between them and us.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<CustomerId>,
    /// The events that changed the account or a contact after they were added, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<EventId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    pub name: Private<String>,
    pub email: Private<String>,
    pub duty: Duty,
    pub language: Language,
    pub verified_on: Option<Moment>,
    /// Where this person's clock stands, if elsewhere than the account's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<Moment>,
}

/// What a contact is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    Legal,
    Abuse,
    Owner,
}

impl Duty {
    pub const ALL: [Duty; 3] = [Duty::Legal, Duty::Abuse, Duty::Owner];

    pub fn word(self) -> &'static str {
        match self {
            Duty::Legal => ours("legal"),
            Duty::Abuse => ours("abuse"),
            Duty::Owner => ours("owner"),
        }
    }

    pub fn parse(text: &str) -> Option<Duty> {
        Duty::ALL.into_iter().find(|duty| duty.word() == text)
    }
}

impl Customer {
    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::CustomerAdded { customer, handle, account, name, language, zone } => Some(Customer {
                id: *customer,
                handle: handle.clone(),
                account: account.clone(),
                name: name.clone(),
                language: *language,
                zone: zone.clone(),
                contacts: Vec::new(),
                added_at: event.at,
                plan: String::new(),
                contract: String::new(),
                phone: None,
                parent: None,
                changes: Vec::new(),
            }),
            Event::ContactAdded { contact, name, email, duty, language, verified_on, .. } => {
                let mut customer = was?;
                customer.contacts.push(Contact {
                    id: *contact,
                    name: name.clone(),
                    email: email.clone(),
                    duty: *duty,
                    language: *language,
                    verified_on: *verified_on,
                    zone: None,
                    withdrawn_at: None,
                });
                Some(customer)
            }
            _ => was.map(|customer| customer.changed(event)),
        }
    }
}

/// A prefix, domain or service that a customer held for a time. What was held is never forgotten:
/// a complaint counts against whoever held the asset when it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    pub id: AssetId,
    pub customer: CustomerId,
    pub kind: AssetKind,
    /// "192.0.2.0/26", "example-social.example", "vm-4711"
    pub value: String,
    pub from: Moment,
    pub to: Option<Moment>,
    /// The decision that keeps it switched off now.
    pub suspended_by: Option<DecisionId>,
    /// The interim measure that keeps it, or a part of it, off now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim: Option<InterimId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssetKind {
    Prefix,
    Domain,
    Service,
}

impl AssetKind {
    pub const ALL: [AssetKind; 3] = [AssetKind::Prefix, AssetKind::Domain, AssetKind::Service];

    pub fn word(self) -> &'static str {
        match self {
            AssetKind::Prefix => "prefix",
            AssetKind::Domain => "domain",
            AssetKind::Service => "service",
        }
    }

    pub fn parse(text: &str) -> Option<AssetKind> {
        AssetKind::ALL.into_iter().find(|kind| kind.word() == text)
    }
}

impl Asset {
    /// The key under which the asset is found: one index serves prefixes and names alike.
    pub fn lookup(&self) -> String {
        match self.kind {
            AssetKind::Prefix => self.value.parse().map(|net| prefix_key(&net)).unwrap_or_default(),
            AssetKind::Domain => format!("name:{}", self.value),
            AssetKind::Service => format!("service:{}", self.value),
        }
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::AssetAssigned { asset, customer, kind, value, from, to } => Some(Asset {
                id: *asset,
                customer: *customer,
                kind: *kind,
                value: value.clone(),
                from: *from,
                to: *to,
                suspended_by: None,
                interim: None,
            }),
            Event::AssetReleased { to, .. } => was.map(|asset| Asset { to: Some(*to), ..asset }),
            Event::DecisionTookEffect { decision, outcome, .. } => was.map(|asset| Asset {
                suspended_by: if outcome.switches_off() { Some(*decision) } else { asset.suspended_by },
                ..asset
            }),
            Event::DecisionLifted { .. } => was.map(|asset| Asset { suspended_by: None, ..asset }),
            // -- weighing and deciding
            Event::DecisionStayed(_) | Event::AppealDecided(_) => {
                was.map(|asset| Asset { suspended_by: None, ..asset })
            }
            Event::StayEnded(ended) => was.map(|asset| Asset { suspended_by: Some(ended.decision), ..asset }),
            Event::InterimTaken(taken) => was.map(|asset| Asset { interim: Some(taken.interim), ..asset }),
            Event::InterimLapsed(_) | Event::InterimEnded(_) => was.map(|asset| Asset { interim: None, ..asset }),
            _ => was.map(|asset| asset.term_changed(event)),
        }
    }
}

fn prefix_key(net: &ipnet::IpNet) -> String {
    format!("net:{}", net.trunc())
}

/// Every key under which the holder of this address may be found, longest prefix first.
pub fn address_keys(ip: IpAddr) -> Vec<String> {
    let longest = if ip.is_ipv4() { 32 } else { 128 };
    (0..=longest).rev().filter_map(|length| ipnet::IpNet::new(ip, length).ok()).map(|net| prefix_key(&net)).collect()
}

/// Every key under which the holder of this host name may be found, the name itself first.
pub fn host_keys(host: &str) -> Vec<String> {
    let host = host.trim_end_matches('.').to_lowercase();
    let mut keys = Vec::new();
    let mut rest = host.as_str();
    while rest.contains('.') {
        keys.push(format!("name:{rest}"));
        rest = rest.split_once('.').map_or("", |(_, after)| after);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_comes_first() {
        let keys = address_keys("203.0.113.7".parse().unwrap());
        assert_eq!(keys[0], "net:203.0.113.7/32");
        assert_eq!(keys[8], "net:203.0.113.0/24");
        assert_eq!(keys.len(), 33);
    }

    #[test]
    fn a_host_is_found_under_its_parents_but_not_under_a_bare_top_level() {
        assert_eq!(host_keys("a.b.example"), ["name:a.b.example", "name:b.example"]);
    }
}
