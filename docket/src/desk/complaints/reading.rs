//! From what came to what is recorded: a parsed report, typed addresses, the first line of a text.

use crate::complaint::{Channel, Exhibit, Report, Reporter, Source};
use crate::intake::Parsed;
use crate::time::Moment;
use crate::words::{Text, refang};

pub(super) fn report_from(
    parsed: &Parsed,
    channel: Channel,
    raw: &str,
    raw_size: i64,
    dedupe: &str,
    evidence: Vec<Exhibit>,
) -> Report {
    let incident = parsed.incident_at.as_ref();
    let format = serde_json::to_value(parsed.format)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default();
    let severity = parsed.category.severity();
    Report {
        channel,
        format,
        raw: raw.to_owned(),
        raw_size,
        category: parsed.category,
        severity,
        kind: parsed.kind.clone(),
        summary: parsed.summary.clone().into(),
        description: parsed.description.clone().into(),
        locations: parsed.locations.clone().into(),
        source: source_of_parsed(parsed).into(),
        incident_at: incident.and_then(|incident| Moment::parse(&incident.at)),
        zone_known: incident.is_none_or(|incident| incident.zone_known),
        reporter: Reporter {
            name: parsed.reporter.name.clone().into(),
            email: parsed.reporter.email.clone().into(),
            organisation: parsed.reporter.org.clone().into(),
            domain: parsed.reporter.domain.clone(),
        },
        disclosed: parsed.disclosed.unwrap_or(false),
        good_faith: false,
        reference: parsed.reference.clone(),
        dedupe: dedupe.to_owned(),
        evidence,
        sealed: parsed.sealed,
        warnings: parsed.warnings.clone(),
    }
}

/// What the holder is looked up by.
pub(super) fn source_of_parsed(parsed: &Parsed) -> Source {
    let source = parsed.source.clone().unwrap_or_default();
    Source { ip: source.ip, port: source.port, host: source.host, url: source.url }
}

/// One address a line, or a table pasted from a spreadsheet: then the column that is named for it is read.
pub(super) fn read_locations(text: &str) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut locations: Vec<String> = Vec::new();
    let cells = column_of(text).unwrap_or_else(|| text.split_whitespace().map(str::to_owned).collect());
    for cell in cells {
        let location = refang(cell.trim().trim_matches('"').trim_end_matches([',', ';']));
        if Text::parse(&location).is_ok() && !location.is_empty() && seen.insert(location.clone()) {
            locations.push(location);
        }
    }
    locations
}

const NAMES: [&str; 9] = ["url", "urls", "uri", "address", "location", "locations", "link", "domain", "ip"];

/// The cells of the column of addresses, if the first line names one.
fn column_of(text: &str) -> Option<Vec<String>> {
    let first = text.lines().next()?;
    let sign = [',', ';', '\t'].into_iter().max_by_key(|sign| first.matches(*sign).count())?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sign as u8)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().ok()?.clone();
    let column = header.iter().position(|name| NAMES.contains(&name.to_lowercase().as_str()))?;
    Some(reader.records().filter_map(|record| record.ok()?.get(column).map(str::to_owned)).collect())
}

/// Address, port and host of a location that somebody typed.
pub(super) fn source_of(location: &str) -> Source {
    let (url, rest) = match location.split_once("://") {
        Some((_, rest)) => (Some(location.to_owned()), rest),
        None => (None, location),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if let Ok(ip) = authority.trim_matches(['[', ']']).parse() {
        return Source { ip: Some(ip), port: None, host: None, url };
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()),
        None => (authority, None),
    };
    match host.trim_matches(['[', ']']).parse() {
        Ok(ip) => Source { ip: Some(ip), port, host: None, url },
        Err(_) => {
            let host = crate::words::Hostname::parse(host).map(|host| host.as_str().to_owned()).ok();
            Source { ip: None, port, host, url }
        }
    }
}

pub(super) fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(160).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_table_gives_its_column_of_addresses() {
        let pasted =
            "id;url;seen\n1;hxxps://a[.]example/1;2026-01-01\n2;\"https://a.example/2,3\";x\n2;https://a.example/1;y";
        assert_eq!(read_locations(pasted), ["https://a.example/1", "https://a.example/2,3"]);
        assert_eq!(read_locations("https://a.example/1,\n203.0.113.7"), ["https://a.example/1", "203.0.113.7"]);
    }
}
