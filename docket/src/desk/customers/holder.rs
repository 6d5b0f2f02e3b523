//! Whose an address was when it happened, and who held it before.

use crate::complaint::{Source, Whose};
use crate::customer::{Asset, address_keys, host_keys};
use crate::id::CustomerId;
use crate::phrase;
use crate::store::{Conn, Stored, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{Language, Phrase, ours};
use std::collections::HashMap;
use std::net::IpAddr;

/// Who held what, read at once for many reports: a batch asks for all its addresses together.
#[derive(Default)]
pub(crate) struct Holders {
    /// By the key under which the asset is found.
    assets: HashMap<String, Vec<Asset>>,
    handles: HashMap<CustomerId, String>,
}

impl Holders {
    /// Reads whoever held one of these addresses at one of these instants.
    pub(crate) async fn of(conn: &mut Conn<'_>, asked: &[(Source, Moment)]) -> Stored<Holders> {
        let (Some(from), Some(to)) = (asked.iter().map(|one| one.1).min(), asked.iter().map(|one| one.1).max()) else {
            return Ok(Holders::default());
        };
        let mut keys: Vec<String> = Vec::new();
        for (source, _) in asked {
            keys.extend(named(source).map(host_keys).unwrap_or_default());
            keys.extend(numbered(source).map(address_keys).unwrap_or_default());
        }
        keys.sort_unstable();
        keys.dedup();
        let mut holders = Holders::default();
        for held in lists::holders_between(conn, &keys, from, to).await? {
            holders.assets.entry(held.noun.lookup()).or_default().push(held.noun);
        }
        let mut customers: Vec<String> =
            holders.assets.values().flatten().map(|asset| asset.customer.to_string()).collect();
        customers.sort_unstable();
        customers.dedup();
        for customer in lists::handles_of(conn, &customers).await? {
            holders.handles.insert(customer.id, customer.handle);
        }
        Ok(holders)
    }

    /// Whose it was when it happened: by host name first (many customers share an address), then by the longest prefix.
    pub(crate) fn whose(&self, source: &Source, at: Moment, zone_known: bool) -> Whose {
        let when = Zone::UTC.show(at, Language::En).utc;
        let hedge = if zone_known { "" } else { ours(" The report names no time zone, so the time was read as UTC.") };
        let host = named(source);
        if let Some(host) = host {
            let says = |asset: &Asset, name: &str| match asset.to {
                Some(to) => phrase!(
                    "{} belongs to {}, held by {} since {} until {}. Looked up as of {}.{}",
                    host,
                    asset.value,
                    name,
                    asset.from,
                    to,
                    when,
                    hedge
                ),
                None => phrase!(
                    "{} belongs to {}, held by {} since {}. Looked up as of {}.{}",
                    host,
                    asset.value,
                    name,
                    asset.from,
                    when,
                    hedge
                ),
            };
            if let Some(whose) = self.pick(&host_keys(host), at, says, &when, hedge) {
                return whose;
            }
        }
        let ip = numbered(source);
        if let Some(ip) = ip {
            let shown = ip.to_string();
            let says = |asset: &Asset, name: &str| match asset.to {
                Some(to) => phrase!(
                    "{} is in {}, held by {} since {} until {}. Looked up as of {}.{}",
                    shown,
                    asset.value,
                    name,
                    asset.from,
                    to,
                    when,
                    hedge
                ),
                None => phrase!(
                    "{} is in {}, held by {} since {}. Looked up as of {}.{}",
                    shown,
                    asset.value,
                    name,
                    asset.from,
                    when,
                    hedge
                ),
            };
            if let Some(whose) = self.pick(&address_keys(ip), at, says, &when, hedge) {
                return whose;
            }
        }
        let about = host.map(str::to_owned).or(ip.map(|ip| ip.to_string()));
        let why = match about {
            Some(about) => phrase!("Nobody here held {} on {}.{}", about, when, hedge),
            None => phrase!("The report names no address and no host."),
        };
        Whose::Nobody { why: why.to_string().into() }
    }

    fn pick(
        &self,
        keys: &[String],
        at: Moment,
        says: impl Fn(&Asset, &str) -> Phrase,
        when: &str,
        hedge: &str,
    ) -> Option<Whose> {
        // The most specific key that anybody held then decides.
        let mut holders: Vec<&Asset> = keys.iter().find_map(|key| {
            let held = self.assets.get(key)?.iter();
            let then: Vec<&Asset> =
                held.filter(|asset| asset.from <= at && asset.to.is_none_or(|to| to > at)).collect();
            (!then.is_empty()).then_some(then)
        })?;
        holders.dedup_by_key(|asset| asset.customer);
        if let [asset] = holders[..] {
            let name = self.handles.get(&asset.customer).map_or("a customer", String::as_str);
            // The record is in English; pages say it again in the reader's language.
            let why = says(asset, name).to_string();
            return Some(Whose::One { customer: asset.customer, asset: Some(asset.id), why: why.into() });
        }
        let why = phrase!("{} customers held it on {}.{}", holders.len(), when, hedge).to_string();
        let customers = holders.iter().map(|asset| asset.customer).collect();
        Some(Whose::Several { customers, why: why.into() })
    }
}

/// The host by its name, if it is one.
fn named(source: &Source) -> Option<&str> {
    source.host.as_deref().filter(|host| host.parse::<IpAddr>().is_err())
}

/// The address, also where it stands in the place of a name.
fn numbered(source: &Source) -> Option<IpAddr> {
    source.ip.or_else(|| source.host.as_deref().and_then(|host| host.parse().ok()))
}

/// Whoever held the address at another time, newest first: the likeliest answer when nobody held it then.
pub(crate) async fn earlier_holders(conn: &mut Conn<'_>, source: &Source, most: usize) -> Stored<Vec<Asset>> {
    let mut keys = named(source).map(host_keys).unwrap_or_default();
    keys.extend(numbered(source).map(address_keys).unwrap_or_default());
    let mut found: Vec<Asset> = lists::ever_under(conn, &keys).await?.into_iter().map(|held| held.noun).collect();
    found.sort_by(|one, other| other.from.cmp(&one.from).then(one.value.cmp(&other.value)));
    let mut seen = Vec::new();
    found.retain(|asset| {
        let new = !seen.contains(&asset.customer);
        seen.push(asset.customer);
        new
    });
    found.truncate(most);
    Ok(found)
}
