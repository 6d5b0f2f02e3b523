//! X-ARF 0.1 and 0.2: a mail whose second part, `report.txt`, is YAML of the simplest kind.
//!
//! The schemas use flat `Key: value` lines and now and then a list; that much is read by hand, and a YAML library with its
//! anchors and tags stays away from hostile input.

use super::{Format, Source, category, draft::Draft, place, text, when};

pub struct Fields(Vec<(String, String)>);

pub fn looks_like_report(prose: &str) -> bool {
    let has = |name: &str| {
        prose.lines().take(500).any(|line| line.get(..name.len()).is_some_and(|front| front.eq_ignore_ascii_case(name)))
    };
    has("Schema-URL:") || has("Reported-From:") && (has("Report-Type:") || has("Report-ID:"))
}

impl Fields {
    pub fn read(yaml: &str) -> Fields {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in yaml.lines().take(20_000) {
            let line = line.trim_end();
            let bare = line.trim_start();
            if bare.is_empty() || bare.starts_with('#') || matches!(line, "---" | "...") {
                continue;
            }
            // An item of a list, or the next line of a folded text, belongs to the key above.
            if line.starts_with([' ', '\t']) || bare.starts_with("- ") {
                if let Some((_, value)) = fields.last_mut() {
                    if matches!(value.as_str(), "|" | ">" | "|-" | ">-") {
                        value.clear();
                    }
                    if !value.is_empty() {
                        value.push_str(if bare.starts_with("- ") { ", " } else { " " });
                    }
                    value.push_str(plain(bare.strip_prefix("- ").unwrap_or(bare)));
                }
                continue;
            }
            if let Some((name, value)) = line.split_once(':')
                && !name.is_empty()
                && name.len() <= 80
                && name.bytes().all(|b| b.is_ascii_graphic())
            {
                fields.push((plain(name).to_string(), plain(value).to_string()));
            }
        }
        Fields(fields)
    }

    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(found, value)| found.eq_ignore_ascii_case(name) && !value.is_empty())
            .map_or("", |(_, value)| value)
    }

    fn lines(&self) -> String {
        let lines: Vec<String> =
            self.0.iter().take(400).map(|(name, value)| format!("{name}: {}", text::line(value, 1_000))).collect();
        lines.join("\n")
    }
}

fn plain(value: &str) -> &str {
    let value = value.trim();
    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(value)
}

/// Reads the fields; the caller adds who wrote and the attachments.
pub fn read(fields: &Fields) -> Draft {
    let mut draft = Draft::new(Format::XarfYaml);
    const NEEDED: [&str; 10] = [
        "Reported-From",
        "Report-ID",
        "Category",
        "Report-Type",
        "User-Agent",
        "Date",
        "Source",
        "Source-Type",
        "Schema-URL",
        "Attachment",
    ];
    for name in NEEDED.iter().filter(|name| fields.get(name).is_empty()) {
        draft.warn(format!("{name} is missing; X-ARF requires it."));
    }
    let kind = fields.get("Report-Type");
    draft.parsed.kind = format!("{}.{kind}", fields.get("Category")).trim_matches('.').to_ascii_lowercase();
    draft.parsed.category =
        category::of_label(kind).or_else(|| category::of_label(fields.get("Category"))).unwrap_or_default();

    let from = fields.get("Reported-From");
    if !from.is_empty() && !text::is_email(from) {
        draft.warn(format!("Reported-From \"{}\" is not an e-mail address.", text::line(from, 80)));
    }
    draft.parsed.reporter.email = from.to_string();
    draft.parsed.reporter.domain = text::domain_of(from);
    draft.parsed.reference = fields.get("Report-ID").to_string();
    draft.parsed.dedupe =
        text::id_key("mail", &draft.parsed.reporter.domain, fields.get("Report-ID")).unwrap_or_default();

    places(fields, &mut draft);
    let date = fields.get("Date");
    draft.parsed.incident_at = when::read(date);
    match &draft.parsed.incident_at {
        None if !date.is_empty() => {
            draft.warn(format!("Date \"{}\" is not a time; the date of the mail was taken.", text::line(date, 60)))
        }
        Some(incident) if !incident.zone_known => draft.warn("Date has no zone; UTC was assumed."),
        _ => {}
    }
    let about = draft.parsed.locations.first().map_or("source unknown", String::as_str);
    draft.parsed.summary = match fields.get("Service") {
        "" => format!("{}: {about}", draft.parsed.category.name()),
        service => {
            format!("{}: {} ({})", draft.parsed.category.name(), text::line(about, 110), text::line(service, 60))
        }
    };
    draft.parsed.description = fields.lines();
    draft
}

fn places(fields: &Fields, draft: &mut Draft) {
    let given = fields.get("Source");
    let mut source = place::read(given).unwrap_or_default();
    if source == Source::default() && !given.is_empty() {
        draft.warn(format!("Source \"{}\" is neither an address nor a host nor a URL.", text::line(given, 80)));
    }
    // `Port` is the port that was attacked, not the one it came from.
    source.port = fields.get("Source-Port").parse().ok().filter(|port| *port != 0).or(source.port);
    match source.ip {
        Some(ip) if source.url.is_none() => draft.place(&place::with_port(ip, source.port)),
        _ => draft.place(given),
    }
    for name in ["Download-Link", "Domain"] {
        let more = fields.get(name);
        if more.is_empty() {
            continue;
        }
        draft.place(more);
        if let Some(read) = place::read(more) {
            source.host = source.host.or(read.host);
            source.url = source.url.or(read.url);
        }
    }
    draft.parsed.source = (source != Source::default()).then_some(source);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simple_yaml_of_xarf() {
        let fields = Fields::read(
            "---\nReported-From: \"a@b.example\"\n# note\nDate: 2015-11-13T20:35:07Z\nList:\n  - one\n  - 'two'\nNote: >\n  more\n  text\n: no key\nno value\n",
        );
        assert_eq!(fields.get("reported-from"), "a@b.example");
        assert_eq!(fields.get("Date"), "2015-11-13T20:35:07Z");
        assert_eq!(fields.get("List"), "one, two");
        assert_eq!(fields.get("Note"), "more text");
        assert_eq!(fields.0.len(), 4);
    }
}
