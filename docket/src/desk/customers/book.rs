//! Who is known and who holds what, as far as a list of declarations touches it. A declaration becomes the events that
//! make it true; the same code says beforehand what it would change and later changes it.

use crate::customer::changes::TermChanged;
use crate::customer::{Asset, AssetKind, Customer};
use crate::desk::Desk;
use crate::event::{Event, Recorded};
use crate::id::{AssetId, CommandId, CustomerId, EventId};
use crate::people::Actor;
use crate::phrase;
use crate::store::{Conn, Stored, lists};
use crate::time::Moment;
use crate::words::Phrase;
use crate::words::{Hostname, Line};
use std::collections::HashMap;

pub(super) struct Book<'d> {
    desk: &'d Desk,
    pub now: Moment,
    customers: HashMap<String, Option<Customer>>,
    handles: HashMap<CustomerId, String>,
    assets: HashMap<String, Vec<Asset>>,
    keys: HashMap<AssetId, String>,
}

/// Somebody holds something from an instant on, perhaps until another.
#[derive(Clone, Debug)]
pub(super) struct Holding {
    pub customer: CustomerId,
    pub kind: AssetKind,
    pub value: String,
    pub from: Moment,
    pub to: Option<Moment>,
}

impl<'d> Book<'d> {
    pub fn new(desk: &'d Desk) -> Self {
        Self {
            desk,
            now: desk.now(),
            customers: HashMap::new(),
            handles: HashMap::new(),
            assets: HashMap::new(),
            keys: HashMap::new(),
        }
    }

    /// Reads what is not known yet of these customers and keys.
    pub async fn open(&mut self, conn: &mut Conn<'_>, handles: Vec<String>, keys: Vec<String>) -> Stored<()> {
        let mut handles: Vec<String> =
            handles.into_iter().filter(|handle| !self.customers.contains_key(handle)).collect();
        handles.sort();
        handles.dedup();
        for held in lists::customers_called(conn, &handles).await? {
            self.keep_customer(held.noun);
        }
        for handle in handles {
            self.customers.entry(handle).or_insert(None);
        }
        let mut keys: Vec<String> = keys.into_iter().filter(|key| !self.assets.contains_key(key)).collect();
        keys.sort();
        keys.dedup();
        for key in &keys {
            self.assets.entry(key.clone()).or_default();
        }
        let mut holders = Vec::new();
        for held in lists::ever_under(conn, &keys).await? {
            holders.push(held.noun.customer);
            self.keep_asset(held.noun);
        }
        holders.sort();
        holders.dedup();
        for id in holders {
            if !self.handles.contains_key(&id)
                && let Some(held) = lists::one::<Customer>(conn, &id.to_string()).await?
            {
                self.handles.insert(id, held.noun.handle);
            }
        }
        Ok(())
    }

    pub fn customer(&self, handle: &str) -> Option<&Customer> {
        self.customers.get(handle).and_then(Option::as_ref)
    }

    pub fn new_id<I: From<uuid::Uuid>>(&self) -> I {
        self.desk.new_id()
    }

    fn keep_customer(&mut self, customer: Customer) {
        self.handles.insert(customer.id, customer.handle.clone());
        self.customers.insert(customer.handle.clone(), Some(customer));
    }

    /// The events of one row come true here at once, so that the next row sees them.
    pub fn happen(&mut self, handle: &str, events: &[Event]) {
        for event in events {
            let recorded = Recorded {
                id: EventId(uuid::Uuid::nil()),
                at: self.now,
                actor: Actor::System,
                case: None,
                command: CommandId(uuid::Uuid::nil()),
                event: event.clone(),
            };
            match event {
                Event::AssetAssigned { .. } => {
                    if let Some(asset) = Asset::apply(None, &recorded) {
                        self.keep_asset(asset);
                    }
                }
                Event::AssetReleased { asset, .. } => self.on_asset(*asset, &recorded),
                Event::AssetTermChanged(new) => self.on_asset(new.asset, &recorded),
                _ => {
                    let was = self.customers.get(handle).cloned().flatten();
                    if let Some(customer) = Customer::apply(was, &recorded) {
                        self.keep_customer(customer);
                    }
                }
            }
        }
    }

    fn keep_asset(&mut self, asset: Asset) {
        let key = asset.lookup();
        self.keys.insert(asset.id, key.clone());
        self.assets.entry(key).or_default().push(asset);
    }

    fn on_asset(&mut self, id: AssetId, recorded: &Recorded) {
        let terms = self.keys.get(&id).and_then(|key| self.assets.get_mut(key));
        for asset in terms.into_iter().flatten().filter(|asset| asset.id == id) {
            if let Some(changed) = Asset::apply(Some(asset.clone()), recorded) {
                *asset = changed;
            }
        }
    }

    /// The events that make the declaration true, or a sentence that says why it cannot be.
    pub fn declare(&self, holding: &Holding) -> Result<Vec<Event>, Phrase> {
        let Holding { customer, kind, value, from, to } = holding;
        if to.is_some_and(|to| to <= *from) {
            return Err(phrase!("The end must come after the beginning."));
        }
        let key = key_of(*kind, value);
        let terms = self.assets.get(&key).map(Vec::as_slice).unwrap_or_default();
        let ends = |to: Option<Moment>| to.map_or(i64::MAX, |to| to.micros());
        let overlapping = |from: Moment, to: Option<Moment>, but: Option<AssetId>| {
            terms.iter().filter(move |term| {
                Some(term.id) != but && term.from.micros() < ends(to) && from.micros() < ends(term.to)
            })
        };
        let own = terms
            .iter()
            .find(|term| term.customer == *customer && term.from <= *from && *from < Moment::from_micros(ends(term.to)))
            .or_else(|| terms.iter().find(|term| term.customer == *customer && term.from == *from));
        if let Some(own) = own {
            let covered = ends(*to) <= ends(own.to);
            if own.to == *to || (covered && own.to.is_some() && own.from < *from) {
                return Ok(Vec::new());
            }
            if let Some(other) = overlapping(own.from, *to, Some(own.id)).next() {
                return Err(self.in_the_way(other));
            }
            return Ok(vec![match (own.to, to) {
                (None, Some(to)) => Event::AssetReleased { asset: own.id, customer: *customer, to: *to },
                _ => Event::AssetTermChanged(Box::new(TermChanged {
                    asset: own.id,
                    customer: *customer,
                    value: value.clone(),
                    from: own.from,
                    to: *to,
                })),
            }]);
        }
        let mut events = Vec::new();
        for other in overlapping(*from, *to, None) {
            // Whoever held it without an end gives it up the moment the next one has it.
            if other.to.is_none() && other.from < *from {
                events.push(Event::AssetReleased { asset: other.id, customer: other.customer, to: *from });
            } else {
                return Err(self.in_the_way(other));
            }
        }
        events.push(Event::AssetAssigned {
            asset: self.new_id(),
            customer: *customer,
            kind: *kind,
            value: value.clone(),
            from: *from,
            to: *to,
        });
        Ok(events)
    }

    fn in_the_way(&self, other: &Asset) -> Phrase {
        let name = self.handle_of(other.customer);
        let until = other.to.map_or_else(|| phrase!("without an end"), |to| phrase!("until {}", to));
        phrase!("{} holds {} from {} {}: two holders at once are not possible.", name, other.value, other.from, until)
    }

    pub fn handle_of(&self, customer: CustomerId) -> Phrase {
        self.handles.get(&customer).map_or_else(|| phrase!("another customer"), |handle| Phrase::Said(handle.clone()))
    }
}

pub(super) fn key_of(kind: AssetKind, value: &str) -> String {
    Asset {
        id: AssetId(uuid::Uuid::nil()),
        customer: CustomerId(uuid::Uuid::nil()),
        kind,
        value: value.to_owned(),
        from: Moment::from_micros(0),
        to: None,
        suspended_by: None,
        interim: None,
    }
    .lookup()
}

/// A prefix, an address, a domain or `service:name`.
pub(super) fn read_asset(text: &str) -> Option<(AssetKind, String)> {
    let text = text.trim();
    if let Ok(net) = text.parse::<ipnet::IpNet>() {
        return Some((AssetKind::Prefix, net.trunc().to_string()));
    }
    if let Ok(ip) = text.parse::<std::net::IpAddr>() {
        return Some((AssetKind::Prefix, ipnet::IpNet::from(ip).to_string()));
    }
    if let Some(service) = text.strip_prefix("service:") {
        return Line::parse(service).ok().map(|name| (AssetKind::Service, name.as_str().to_owned()));
    }
    let host = Hostname::parse(text).ok().filter(|host| host.as_str().contains('.'))?;
    Some((AssetKind::Domain, host.as_str().to_owned()))
}
