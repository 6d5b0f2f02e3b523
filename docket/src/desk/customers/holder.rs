//! Whose an address was when it happened, and who held it before.

use crate::complaint::{Source, Whose};
use crate::customer::{Asset, Customer, address_keys, host_keys};
use crate::phrase;
use crate::store::{Conn, Stored, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{Language, Phrase, ours};

/// Whose it was when it happened: by host name first (many customers share an address), then by the longest prefix.
pub(crate) async fn holder_at(conn: &mut Conn<'_>, source: &Source, at: Moment, zone_known: bool) -> Stored<Whose> {
    let when = Zone::UTC.show(at, Language::En).utc;
    let hedge = if zone_known { "" } else { ours(" The report names no time zone, so the time was read as UTC.") };
    let host = source.host.as_deref().filter(|host| host.parse::<std::net::IpAddr>().is_err());
    if let Some(host) = host {
        let keys = host_keys(host);
        let found = lists::holders(conn, &keys, at).await?;
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
        if let Some(whose) = pick(conn, &keys, found, says, &when, hedge).await? {
            return Ok(whose);
        }
    }
    let ip = source.ip.or_else(|| source.host.as_deref().and_then(|host| host.parse().ok()));
    if let Some(ip) = ip {
        let keys = address_keys(ip);
        let found = lists::holders(conn, &keys, at).await?;
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
        if let Some(whose) = pick(conn, &keys, found, says, &when, hedge).await? {
            return Ok(whose);
        }
    }
    let about = host.map(str::to_owned).or(ip.map(|ip| ip.to_string()));
    let why = match about {
        Some(about) => phrase!("Nobody here held {} on {}.{}", about, when, hedge),
        None => phrase!("The report names no address and no host."),
    };
    Ok(Whose::Nobody { why: why.to_string().into() })
}

async fn pick(
    conn: &mut Conn<'_>,
    keys: &[String],
    found: Vec<crate::store::nouns::Held<Asset>>,
    says: impl Fn(&Asset, &str) -> Phrase,
    when: &str,
    hedge: &str,
) -> Stored<Option<Whose>> {
    // The most specific key that anybody held decides.
    let Some(best) = keys.iter().find(|key| found.iter().any(|held| held.noun.lookup() == **key)) else {
        return Ok(None);
    };
    let mut holders: Vec<&Asset> =
        found.iter().map(|held| &held.noun).filter(|asset| asset.lookup() == *best).collect();
    holders.dedup_by_key(|asset| asset.customer);
    if let [asset] = holders[..] {
        let customer = lists::one::<Customer>(conn, &asset.customer.to_string()).await?;
        let name = customer.map_or_else(|| "a customer".to_owned(), |held| held.noun.handle);
        // The record is in English; pages say it again in the reader's language.
        let why = says(asset, &name).to_string();
        return Ok(Some(Whose::One { customer: asset.customer, asset: Some(asset.id), why: why.into() }));
    }
    let why = phrase!("{} customers held it on {}.{}", holders.len(), when, hedge).to_string();
    let customers = holders.iter().map(|asset| asset.customer).collect();
    Ok(Some(Whose::Several { customers, why: why.into() }))
}

/// Whoever held the address at another time, newest first: the likeliest answer when nobody held it then.
pub(crate) async fn earlier_holders(conn: &mut Conn<'_>, source: &Source, most: usize) -> Stored<Vec<Asset>> {
    let host = source.host.as_deref().filter(|host| host.parse::<std::net::IpAddr>().is_err());
    let ip = source.ip.or_else(|| source.host.as_deref().and_then(|host| host.parse().ok()));
    let mut keys = host.map(host_keys).unwrap_or_default();
    keys.extend(ip.map(address_keys).unwrap_or_default());
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
