//! Whose an address was when it happened, and who held it before.

use crate::complaint::{Source, Whose};
use crate::customer::{Asset, Customer, address_keys, host_keys};
use crate::store::{Conn, Stored, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::Language;

/// Whose it was when it happened: by host name first (many customers share an address), then by the longest prefix.
pub(crate) async fn holder_at(conn: &mut Conn<'_>, source: &Source, at: Moment, zone_known: bool) -> Stored<Whose> {
    let when = Zone::UTC.show(at, Language::En).utc;
    let hedge = if zone_known { "" } else { " The report names no time zone, so the time was read as UTC." };
    let host = source.host.as_deref().filter(|host| host.parse::<std::net::IpAddr>().is_err());
    if let Some(host) = host {
        let keys = host_keys(host);
        let found = lists::holders(conn, &keys, at).await?;
        if let Some(whose) =
            pick(conn, &keys, found, |asset| format!("{host} belongs to {}", asset.value), &when, hedge).await?
        {
            return Ok(whose);
        }
    }
    let ip = source.ip.or_else(|| source.host.as_deref().and_then(|host| host.parse().ok()));
    if let Some(ip) = ip {
        let keys = address_keys(ip);
        let found = lists::holders(conn, &keys, at).await?;
        if let Some(whose) =
            pick(conn, &keys, found, |asset| format!("{ip} is in {}", asset.value), &when, hedge).await?
        {
            return Ok(whose);
        }
    }
    let about = host.map(str::to_owned).or(ip.map(|ip| ip.to_string()));
    Ok(Whose::Nobody {
        why: match about {
            Some(about) => format!("Nobody here held {about} on {when}.{hedge}").into(),
            None => "The report names no address and no host.".to_owned().into(),
        },
    })
}

async fn pick(
    conn: &mut Conn<'_>,
    keys: &[String],
    found: Vec<crate::store::nouns::Held<Asset>>,
    says: impl Fn(&Asset) -> String,
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
        let until = asset.to.map(|to| format!(" until {}", to.short_utc())).unwrap_or_default();
        let why = format!(
            "{}, held by {name} since {}{until}. Looked up as of {when}.{hedge}",
            says(asset),
            asset.from.short_utc()
        );
        return Ok(Some(Whose::One { customer: asset.customer, asset: Some(asset.id), why: why.into() }));
    }
    Ok(Some(Whose::Several {
        customers: holders.iter().map(|asset| asset.customer).collect(),
        why: format!("{} customers held it on {when}.{hedge}", holders.len()).into(),
    }))
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
