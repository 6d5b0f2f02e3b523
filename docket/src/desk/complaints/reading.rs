//! From what came to what is recorded: a parsed report, typed addresses, the first line of a text.

use super::*;

pub(super) fn report_from(
    parsed: &Parsed,
    channel: Channel,
    raw: &str,
    raw_size: i64,
    dedupe: &str,
    evidence: Vec<Exhibit>,
) -> Report {
    let source = parsed.source.clone().unwrap_or_default();
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
        source: Source { ip: source.ip, port: source.port, host: source.host, url: source.url }.into(),
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

pub(super) fn read_locations(text: &str) -> Vec<String> {
    let mut locations: Vec<String> = Vec::new();
    for line in text.split_whitespace() {
        let location = refang(line);
        if Text::parse(&location).is_ok() && !location.is_empty() && !locations.contains(&location) {
            locations.push(location);
        }
    }
    locations
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
