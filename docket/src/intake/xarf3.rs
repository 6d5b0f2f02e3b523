//! XARF versions 1 to 3: deprecated, and still what most senders emit.
//!
//! Two shapes occur: the flat one of the old schemas (`SourceIp`, `Samples`) and a nested one (`Source.IP`, `Attachment`).

use serde_json::Value;

use super::{
    Category, Exhibit, Format, Party, Source, category,
    draft::Draft,
    json::{self, Object},
    place, text, when, xarf4,
};

/// Their type, folded; the pair of version 4; the house's class.
const TYPES: [(&str, &str, Category); 18] = [
    ("spam", "messaging.spam", Category::Spam),
    ("dos", "connection.ddos", Category::Attack),
    ("ddos", "connection.ddos", Category::Attack),
    ("loginattack", "connection.login_attack", Category::Attack),
    ("portscan", "connection.port_scan", Category::Attack),
    ("webcrawler", "connection.scraping", Category::Attack),
    ("exploit", "", Category::Attack),
    ("harassment", "", Category::Hate),
    ("potentiallycompromisedaccount", "", Category::Intrusion),
    ("phishing", "content.phishing", Category::Phishing),
    ("malware", "content.malware", Category::Malware),
    ("trademark", "content.brand_infringement", Category::Counterfeit),
    ("fraud", "content.fraud", Category::Fraud),
    ("csam", "content.csam", Category::ChildSafety),
    ("childabuse", "content.csam", Category::ChildSafety),
    ("copyright", "copyright.copyright", Category::Copyright),
    ("botnet", "infrastructure.botnet", Category::Botnet),
    ("openservice", "vulnerability.open_service", Category::OpenService),
];

const NOT_LISTED: [&str; 15] = [
    "ReportClass",
    "ReportType",
    "Date",
    "Source",
    "SourceIp",
    "SourcePort",
    "SourceUrl",
    "Url",
    "Samples",
    "Attachment",
    "Attachments",
    "ReporterCaseID",
    "ReporterNotes",
    "AttackDescription",
    "_internal",
];

pub fn read(root: &Object) -> Draft {
    let mut draft = Draft::new(Format::XarfV3);
    let empty = Object::new();
    let object = |name: &str| json::get(root, name).and_then(Value::as_object);
    let report = object("Report").unwrap_or(&empty);

    version(root, &mut draft);
    classify(report, &mut draft);
    parties(root, &mut draft);
    disclosure(root, &mut draft);
    draft.parsed.reference = first(&[report, root], &["ReporterCaseID", "ReportID", "CaseID"]);
    incident(report, &mut draft);
    places(report, &mut draft);

    let notes = first(&[report], &["ReporterNotes", "AttackDescription", "Description"]);
    let listed =
        json::listing(&Value::Object(report.clone()), &NOT_LISTED, if draft.parsed.sealed { 200 } else { usize::MAX });
    draft.parsed.description = [notes, listed].join("\n\n");
    let about = draft.parsed.locations.first().map_or("source unknown", String::as_str);
    let brand = json::get(report, "AdditionalInfo").and_then(Value::as_object).unwrap_or(report);
    let telling =
        first(&[brand, report], &["TargetBrand", "MalwareName", "BotnetName", "CVE", "Subject", "SmtpMessageSubject"]);
    draft.parsed.summary = match telling.as_str() {
        "" => format!("{}: {about}", draft.parsed.category.name()),
        telling => {
            format!("{}: {} ({})", draft.parsed.category.name(), text::line(about, 110), text::line(telling, 60))
        }
    };
    exhibits(report, &mut draft);
    draft.parsed.dedupe = draft
        .parsed
        .sender
        .as_ref()
        .and_then(|sender| {
            let domain = if sender.domain.is_empty() { text::domain_of(&sender.email) } else { sender.domain.clone() };
            text::id_key("xarf", &domain, &draft.parsed.reference)
        })
        .unwrap_or_default();
    draft
}

fn first(objects: &[&Object], names: &[&str]) -> String {
    let mut said = objects.iter().flat_map(|object| names.iter().map(|name| json::string(object, name)));
    said.find(|said| !said.is_empty()).unwrap_or_default()
}

fn version(root: &Object, draft: &mut Draft) {
    let version = json::string(root, "Version");
    if !["1", "2", "3"].contains(&version.split('.').next().unwrap_or_default()) {
        draft.warn(format!("Version is \"{}\"; it was read as version 3.", text::line(&version, 40)));
    }
    if root.contains_key("_internal") {
        draft.warn("_internal must never leave its own house; it was dropped.");
    }
}

fn classify(report: &Object, draft: &mut Draft) {
    let (class, kind) = (json::string(report, "ReportClass"), json::string(report, "ReportType"));
    for (name, said) in [("ReportClass", &class), ("ReportType", &kind)] {
        if said.is_empty() {
            draft.warn(format!("Report.{name} is missing."));
        }
    }
    let folded: String = kind.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let known = TYPES.iter().find(|(name, ..)| *name == folded);
    let own = format!("{}.{}", class.to_lowercase(), kind.to_lowercase()).trim_matches('.').to_string();
    if known.is_none() && !kind.is_empty() {
        draft.warn(format!("Report.ReportType \"{}\" is not a known type.", text::line(&kind, 60)));
    }
    draft.parsed.kind = known.map(|(_, pair, _)| pair.to_string()).filter(|pair| !pair.is_empty()).unwrap_or(own);
    draft.parsed.category = known.map(|(.., ours)| *ours).or_else(|| category::of_label(&kind)).unwrap_or_default();
    let detail = category::of_label(&json::string(report, "ReportSubType"));
    if detail == Some(Category::ChildSafety) {
        draft.parsed.category = Category::ChildSafety;
    }
    draft.parsed.sealed = draft.parsed.category == Category::ChildSafety;
}

fn parties(root: &Object, draft: &mut Draft) {
    let read = |name: &str, prefix: &str| {
        let object = json::get(root, name).and_then(Value::as_object)?;
        let field = |ends: &[&str]| {
            ends.iter()
                .map(|end| json::string(object, &format!("{prefix}{end}")))
                .find(|said| !said.is_empty())
                .unwrap_or_default()
        };
        let email = field(&["ContactEmail", "OrgEmail", "Email"]);
        let domain = field(&["OrgDomain", "Domain"]);
        Some(Party {
            name: field(&["ContactName", "Name"]),
            org: field(&["Org"]),
            domain: if domain.is_empty() { text::domain_of(&email) } else { domain },
            email,
        })
    };
    let sender = read("ReporterInfo", "Reporter");
    match &sender {
        None => draft.warn("ReporterInfo is missing; the report does not say who sent it."),
        Some(sender) => {
            let is_person = json::get(root, "ReporterInfo")
                .and_then(Value::as_object)
                .is_some_and(|info| json::string(info, "ReporterType").eq_ignore_ascii_case("person"));
            for (field, said) in [
                ("ReporterOrg", &sender.org),
                ("ReporterOrgDomain", &sender.domain),
                ("ReporterOrgEmail", &sender.email),
            ] {
                if said.is_empty() && !is_person {
                    draft.warn(format!("ReporterInfo.{field} is missing."));
                }
            }
            if !sender.email.is_empty() && !text::is_email(&sender.email) {
                draft.warn("ReporterInfo holds an e-mail address that is not one.");
            }
        }
    }
    draft.parsed.reporter = read("OnBehalfOf", "Complainant").or_else(|| sender.clone()).unwrap_or_default();
    draft.parsed.sender = sender;
}

fn disclosure(root: &Object, draft: &mut Draft) {
    draft.parsed.disclosed = match json::get(root, "Disclosure") {
        None => None,
        Some(Value::Bool(yes)) => Some(*yes),
        Some(other) => match json::scalar(other).to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => {
                draft.warn("Disclosure is neither true nor false; the reporter is treated as not disclosed.");
                Some(false)
            }
        },
    };
    if draft.parsed.disclosed.is_none() && json::string(root, "Version").starts_with('3') {
        draft.warn("Disclosure is missing; version 3 requires it.");
    }
}

fn incident(report: &Object, draft: &mut Draft) {
    let date = first(&[report], &["Date", "LastSeen", "FirstSeen"]);
    draft.parsed.incident_at = when::read(&date);
    match &draft.parsed.incident_at {
        None if date.is_empty() => draft.warn("Report.Date is missing."),
        None => draft.warn(format!("Report.Date \"{}\" is not a time.", text::line(&date, 60))),
        Some(incident) if !incident.zone_known => draft.warn("Report.Date has no zone; UTC was assumed."),
        Some(_) => {}
    }
}

fn places(report: &Object, draft: &mut Draft) {
    let empty = Object::new();
    let nested = json::get(report, "Source");
    let inner = nested.and_then(Value::as_object).unwrap_or(&empty);
    let ip = first(&[report], &["SourceIp", "SourceIpAddress"]);
    let ip = if ip.is_empty() { first(&[inner], &["IP", "Ip", "IPv4", "IPv6"]) } else { ip };
    let url = first(&[report], &["SourceUrl", "SourceUri", "Url"]);
    let url = if url.is_empty() { first(&[inner], &["URL", "URI"]) } else { url };
    // A source may also be a bare text, or a domain in the nested shape.
    let other = match nested {
        Some(Value::String(text)) => text.clone(),
        _ => first(&[inner, report], &["Domain", "Host", "Hostname", "SourceDomain", "Value"]),
    };

    let mut source = Source::default();
    for (said, field) in [(&ip, "IP"), (&url, "URL"), (&other, "Domain")] {
        if said.is_empty() {
            continue;
        }
        match place::read(said) {
            None => draft.warn(format!("Report.Source: the {field} \"{}\" could not be read.", text::line(said, 80))),
            Some(read) => {
                source.ip = source.ip.or(read.ip);
                source.port = source.port.or(read.port.filter(|_| field == "IP"));
                source.host = source.host.take().or(read.host);
                source.url = source.url.take().or(read.url);
            }
        }
    }
    source.port = json::port(report, "SourcePort").or_else(|| json::port(inner, "Port")).or(source.port);
    if source.port.is_none() && (json::get(report, "SourcePort").is_some() || json::get(inner, "Port").is_some()) {
        draft.warn("Report.SourcePort is not a whole number from 1 to 65535.");
    }
    draft.place(&url);
    match place::ip_and_port(&ip) {
        Some((ip, _)) => draft.place(&place::with_port(ip, source.port)),
        None => draft.place(&ip),
    }
    draft.place(&other);
    for field in ["SourceUrls", "Urls"] {
        for url in json::get(report, field).map(json::strings).unwrap_or_default() {
            draft.place(url);
        }
    }
    if draft.parsed.locations.is_empty() {
        draft.warn("Report.SourceIp and Report.SourceUrl are both missing; the report does not say what it is about.");
    }
    draft.parsed.source = (source != Source::default()).then_some(source);
}

fn exhibits(report: &Object, draft: &mut Draft) {
    let mut index = 0;
    for list_name in ["Samples", "Attachment", "Attachments"] {
        let list = match json::get(report, list_name) {
            None => continue,
            Some(Value::Array(list)) => list.as_slice(),
            Some(single @ Value::Object(_)) => std::slice::from_ref(single),
            Some(_) => {
                draft.warn(format!("Report.{list_name} is not a list."));
                continue;
            }
        };
        for (position, item) in list.iter().enumerate() {
            let name = format!("Report.{list_name}[{position}]");
            match item.as_object() {
                Some(_) if draft.is_full() => draft.skip_exhibit(),
                Some(item) => exhibit(item, &name, index, draft),
                None => draft.warn(format!("{name} is not an object.")),
            }
            index += 1;
        }
    }
}

fn exhibit(item: &Object, name: &str, index: usize, draft: &mut Draft) {
    let value = json::get(item, "Payload").or_else(|| json::get(item, "Data"));
    let is_plain = json::string(item, "Base64Encoded").eq_ignore_ascii_case("false");
    let bytes = match value {
        Some(Value::String(text)) if is_plain => Some(text.clone().into_bytes()),
        value => xarf4::payload(value, &format!("{name}.Payload"), draft),
    };
    let Some(bytes) = bytes else { return };
    let media_type = first(&[item], &["ContentType", "MediaType"]);
    let claimed = first(&[item], &["Hash", "Sha256"]);
    let given = first(&[item], &["FileName", "Name"]);
    let file_name = if given.is_empty() { xarf4::file_name(index, &media_type) } else { given };
    let description = json::string(item, "Description");
    draft.exhibit(name, Exhibit { media_type, description, bytes, claimed_hash: Some(claimed), file_name });
}
