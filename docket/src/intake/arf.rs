//! ARF, RFC 5965: the machine part of a `multipart/report`.

use super::{
    Category, Format, Source, category,
    draft::Draft,
    mime::{self, Leaf},
    place, text, when,
};

pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// `Name: value` lines, folded as in a mail header.
    pub fn read(report: &str) -> Fields {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in report.lines().take(20_000) {
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                continue;
            }
            if let Some((name, value)) = line.split_once(':')
                && !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_graphic())
            {
                fields.push((text::line(name, 80), value.trim().to_string()));
            }
        }
        Fields(fields)
    }

    pub fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn get(&self, name: &'static str) -> &str {
        self.all(name).find(|value| !value.is_empty()).unwrap_or_default()
    }

    pub fn lines(&self) -> String {
        let lines: Vec<String> =
            self.0.iter().take(400).map(|(name, value)| format!("{name}: {}", text::line(value, 1_000))).collect();
        lines.join("\n")
    }
}

/// Reads the fields; the caller adds who wrote, the text of the mail and the attachments.
pub fn read(fields: &Fields, message: Option<&Leaf<'_>>) -> Draft {
    let mut draft = Draft::new(Format::Arf);
    check(fields, message.is_some(), &mut draft);
    let message = message.map(|leaf| leaf.bytes().0).unwrap_or_default();
    let head = mime::head(&message);

    let kind = fields.get("Feedback-Type").to_ascii_lowercase();
    draft.parsed.category = match kind.as_str() {
        "abuse" => category::of_label(fields.get("Abuse-Type")).unwrap_or(Category::Spam),
        "fraud" => Category::Phishing,
        "virus" => Category::Malware,
        _ => category::of_label(fields.get("Abuse-Type")).or_else(|| category::of_label(&kind)).unwrap_or_default(),
    };
    if kind == "not-spam" {
        draft.warn("Feedback-Type is not-spam: the reporter says that this message is wanted.");
    }
    draft.parsed.kind = kind;
    places(fields, &head, &mut draft);
    incident(fields, &head, &mut draft);

    let about = draft.parsed.locations.first().map_or("source unknown", String::as_str);
    let subject = head.subject();
    draft.parsed.summary = match subject.as_str() {
        "" => format!("{}: {about}", draft.parsed.category.name()),
        subject => {
            format!("{}: {} ({})", draft.parsed.category.name(), text::line(about, 100), text::line(subject, 80))
        }
    };
    draft.parsed.description = fields.lines();
    draft
}

fn check(fields: &Fields, has_message: bool, draft: &mut Draft) {
    for name in ["Feedback-Type", "User-Agent", "Version"] {
        match fields.all(name).count() {
            0 => draft.warn(format!("{name} is missing; RFC 5965 requires it.")),
            1 => {}
            count => draft.warn(format!("{name} occurs {count} times; the first was taken.")),
        }
    }
    for name in [
        "Original-Envelope-Id",
        "Original-Mail-From",
        "Arrival-Date",
        "Received-Date",
        "Reporting-MTA",
        "Source-IP",
        "Source-Port",
        "Incidents",
    ] {
        let count = fields.all(name).count();
        if count > 1 {
            draft.warn(format!("{name} occurs {count} times; the first was taken."));
        }
    }
    let kind = fields.get("Feedback-Type");
    if !kind.is_empty()
        && !["abuse", "fraud", "virus", "other", "not-spam", "auth-failure", "xarf"]
            .contains(&kind.to_ascii_lowercase().as_str())
    {
        draft.warn(format!("Feedback-Type \"{}\" is not a registered type.", text::line(kind, 60)));
    }
    let version = fields.get("Version");
    if !version.is_empty() && version != "1" {
        draft.warn(format!("Version is \"{}\", not 1.", text::line(version, 40)));
    }
    if !has_message {
        draft.warn("The reported message is missing; RFC 5965 asks for it as the third part.");
    }
}

fn places(fields: &Fields, head: &mime::Head<'_>, draft: &mut Draft) {
    let mut source = Source::default();
    let given = fields.get("Source-IP");
    if let Some((ip, port)) = place::ip_and_port(given) {
        source.ip = Some(ip);
        source.port = fields.get("Source-Port").parse().ok().filter(|port| *port != 0).or(port);
    } else if !given.is_empty() {
        draft.warn(format!("Source-IP \"{}\" is not an IP address.", text::line(given, 80)));
    }
    for uri in fields.all("Reported-URI") {
        draft.place(uri);
        if source.url.is_none()
            && let Some(read) = place::read(uri)
        {
            source.host = source.host.or(read.host);
            source.url = read.url;
        }
    }
    for domain in fields.all("Reported-Domain") {
        draft.place(domain);
        source.host = source.host.or_else(|| place::read(domain).and_then(|read| read.host));
    }
    if let Some(ip) = source.ip {
        draft.place(&place::with_port(ip, source.port));
    } else if draft.parsed.locations.is_empty() {
        let servers = head.received_from();
        if servers.is_empty() {
            draft.warn("Source-IP is missing and the reported message names no server; the report does not say what it is about.");
        } else {
            draft.warn("Source-IP is missing; the servers of the reported message's Received lines are listed instead, newest first.");
        }
        servers.iter().for_each(|ip| draft.place(&ip.to_string()));
    }
    draft.parsed.source = (source != Source::default()).then_some(source);
}

fn incident(fields: &Fields, head: &mime::Head<'_>, draft: &mut Draft) {
    let arrival = ["Arrival-Date", "Received-Date"].map(|name| fields.get(name));
    let given = arrival.into_iter().find(|date| !date.is_empty()).unwrap_or_default();
    draft.parsed.incident_at = when::read(given);
    if draft.parsed.incident_at.is_some() {
        return;
    }
    draft.parsed.incident_at = head.raw("Date").and_then(|date| when::read(&date));
    let found = match draft.parsed.incident_at {
        Some(_) => "the date of the reported message was taken",
        None => "the date of this report was taken",
    };
    match given {
        "" => draft.warn(format!("Arrival-Date is missing; {found}.")),
        given => draft.warn(format!("Arrival-Date \"{}\" is not a time; {found}.", text::line(given, 60))),
    }
}
