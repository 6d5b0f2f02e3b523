//! What XARF v4 asks of a report, as data. Every breach is a warning; the pairs and fields are those of the schemas.

use serde_json::Value;
use uuid::Uuid;

use super::{
    Category::{self, *},
    draft::Draft,
    json::{self, Object},
    place, text, when,
};

pub struct Kind {
    pub pair: &'static str,
    pub label: &'static str,
    pub ours: Category,
    needs: &'static [&'static str],
}

const fn kind(pair: &'static str, label: &'static str, ours: Category, needs: &'static [&'static str]) -> Kind {
    Kind { pair, label, ours, needs }
}

pub const KINDS: [Kind; 32] = [
    kind("messaging.spam", "Spam", Spam, &["protocol"]),
    kind("messaging.bulk_messaging", "Bulk messages", Spam, &["protocol", "recipient_count"]),
    kind("content.phishing", "Phishing", Phishing, &["url"]),
    kind("content.malware", "Malware", Malware, &["url"]),
    kind("content.fraud", "Fraud", Fraud, &["url", "fraud_type"]),
    kind(
        "content.brand_infringement",
        "Brand infringement",
        Counterfeit,
        &["url", "infringement_type", "legitimate_site"],
    ),
    kind("content.exposed_data", "Exposed data", Privacy, &["url", "data_types", "exposure_method"]),
    kind("content.remote_compromise", "Remote compromise", Intrusion, &["url", "compromise_type"]),
    kind(
        "content.suspicious_registration",
        "Suspicious registration",
        Fraud,
        &["url", "registration_date", "suspicious_indicators"],
    ),
    kind("content.csam", "Child sexual abuse material", ChildSafety, &["url", "classification", "detection_method"]),
    kind("content.csem", "Child sexual exploitation", ChildSafety, &["url", "exploitation_type", "detection_method"]),
    kind("copyright.copyright", "Copyright", Copyright, &["infringing_url"]),
    kind("copyright.p2p", "Copyright, peer to peer", Copyright, &["p2p_protocol", "swarm_info"]),
    kind("copyright.cyberlocker", "Copyright, file host", Copyright, &["hosting_service", "infringing_url"]),
    kind("copyright.ugc_platform", "Copyright, user content", Copyright, &["platform_name", "infringing_url"]),
    kind("copyright.link_site", "Copyright, link site", Copyright, &["site_name", "infringing_url"]),
    kind("copyright.usenet", "Copyright, Usenet", Copyright, &["newsgroup", "message_info"]),
    kind("connection.ddos", "Denial of service", Attack, &["protocol", "first_seen"]),
    kind("connection.login_attack", "Login attack", Attack, &["protocol", "first_seen"]),
    kind("connection.port_scan", "Port scan", Attack, &["protocol", "first_seen"]),
    kind("connection.infected_host", "Infected host", Botnet, &["protocol", "first_seen", "bot_type"]),
    kind("connection.reconnaissance", "Reconnaissance", Attack, &["protocol", "first_seen", "probed_resources"]),
    kind("connection.scraping", "Scraping", Attack, &["protocol", "first_seen", "total_requests"]),
    kind("connection.sql_injection", "SQL injection", Attack, &["protocol", "first_seen"]),
    kind("connection.vulnerability_scan", "Vulnerability scan", Attack, &["protocol", "first_seen", "scan_type"]),
    kind("vulnerability.cve", "Known vulnerability", OpenService, &["service", "cve_id", "service_port"]),
    kind("vulnerability.open_service", "Open service", OpenService, &["service"]),
    kind("vulnerability.misconfiguration", "Misconfiguration", OpenService, &["service"]),
    kind("infrastructure.botnet", "Botnet", Botnet, &["compromise_evidence"]),
    kind("infrastructure.compromised_server", "Compromised server", Intrusion, &["compromise_method"]),
    kind("reputation.blocklist", "Block list", Reputation, &["threat_type"]),
    kind("reputation.threat_intelligence", "Threat intelligence", Reputation, &["threat_type"]),
];

const CATEGORIES: [&str; 7] =
    ["messaging", "content", "copyright", "connection", "vulnerability", "infrastructure", "reputation"];

/// Scope (a pair, or a category with its dot), field, values. Lists are checked item by item.
const VALUES: &[(&str, &str, &[&str])] = &[
    (
        "messaging.spam",
        "protocol",
        &["smtp", "sms", "whatsapp", "telegram", "signal", "chat", "social_media", "push_notification", "other"],
    ),
    (
        "messaging.bulk_messaging",
        "protocol",
        &["smtp", "sms", "whatsapp", "telegram", "social_media", "push_notification", "other"],
    ),
    (
        "content.",
        "verification_method",
        &["manual", "automated_crawler", "user_report", "honeypot", "threat_intelligence"],
    ),
    (
        "content.fraud",
        "fraud_type",
        &[
            "investment",
            "romance",
            "tech_support",
            "lottery",
            "advance_fee",
            "cryptocurrency",
            "shopping",
            "charity",
            "employment",
            "government_impersonation",
            "other",
        ],
    ),
    (
        "content.brand_infringement",
        "infringement_type",
        &[
            "counterfeit",
            "typosquatting",
            "lookalike",
            "homograph",
            "unauthorized_reseller",
            "trademark_violation",
            "brand_impersonation",
            "logo_misuse",
            "other",
        ],
    ),
    (
        "content.exposed_data",
        "exposure_method",
        &[
            "misconfigured_server",
            "open_directory",
            "database_exposure",
            "git_repository",
            "backup_file",
            "log_file",
            "cloud_storage",
            "paste_site",
            "forum_post",
            "ransomware_leak",
            "intentional_leak",
            "other",
        ],
    ),
    (
        "content.remote_compromise",
        "compromise_type",
        &[
            "webshell",
            "backdoor",
            "defacement",
            "malicious_redirect",
            "seo_spam",
            "cryptominer",
            "phishing_kit",
            "malware_host",
            "c2_server",
            "proxy",
            "scanner",
            "other",
        ],
    ),
    ("content.csam", "classification", &["baseline", "A1", "A2", "B1", "B2"]),
    (
        "content.csam",
        "detection_method",
        &["hash_match", "ai_detection", "manual_review", "user_report", "automated_scan"],
    ),
    (
        "content.csem",
        "exploitation_type",
        &["grooming", "solicitation", "sextortion", "trafficking", "distribution", "production", "possession"],
    ),
    (
        "content.csem",
        "detection_method",
        &[
            "behavioral_analysis",
            "keyword_detection",
            "user_report",
            "ai_detection",
            "manual_review",
            "law_enforcement_referral",
        ],
    ),
    (
        "copyright.copyright",
        "infringement_type",
        &["direct_copy", "modified_copy", "streaming", "download", "distribution"],
    ),
    ("copyright.p2p", "p2p_protocol", &["bittorrent", "edonkey", "gnutella", "kademlia", "other"]),
    ("connection.ddos", "protocol", &["tcp", "udp", "icmp", "sctp"]),
    ("connection.login_attack", "protocol", &["tcp", "udp", "icmp", "sctp"]),
    ("connection.port_scan", "protocol", &["tcp", "udp", "icmp", "sctp"]),
    ("connection.infected_host", "protocol", &["tcp", "udp"]),
    ("connection.reconnaissance", "protocol", &["tcp", "udp"]),
    ("connection.scraping", "protocol", &["tcp", "udp"]),
    ("connection.sql_injection", "protocol", &["tcp", "udp"]),
    ("connection.vulnerability_scan", "protocol", &["tcp", "udp", "icmp", "mixed"]),
];

/// Without the port, a source behind a shared address cannot be found.
const PORT_WITH_IP: [&str; 3] = ["connection.ddos", "connection.login_attack", "connection.port_scan"];

const TEXT_LIMITS: [(&str, &str, usize); 3] =
    [("", "description", 1_000), ("copyright.", "work_title", 500), ("copyright.", "rights_holder", 200)];

pub fn check(root: &Object, pair: &str, draft: &mut Draft) {
    core(root, draft);
    for (party, who) in [("reporter", "complains"), ("sender", "sent the report")] {
        contact(root, party, who, draft);
    }
    let known = KINDS.iter().find(|kind| kind.pair == pair);
    if known.is_none() && !pair.starts_with('.') && !pair.ends_with('.') {
        draft.warn(format!(
            "category and type: \"{}\" is none of the 32 known pairs; it is treated as an unknown type.",
            text::line(pair, 100)
        ));
    }
    for need in known.map_or(&[][..], |kind| kind.needs) {
        if is_absent(root, need) {
            draft.warn(format!("{need} is missing; {pair} requires it."));
        }
    }
    for (_, field, values) in VALUES.iter().filter(|(scope, ..)| in_scope(pair, scope)) {
        for said in root.get(*field).map(json::strings).unwrap_or_default() {
            if !values.contains(&said) {
                draft.warn(format!("{field} is \"{}\", which is not a value that {pair} knows.", text::line(said, 80)));
            }
        }
    }
    let no_port = root.get("source_port").is_none_or(Value::is_null);
    let source = json::string(root, "source_identifier");
    if PORT_WITH_IP.contains(&pair) && no_port && place::ip_and_port(&source).is_some() {
        draft.warn(format!("source_port is missing; {pair} requires it when the source is an IP address."));
    }
    if pair.starts_with("messaging.") && json::string(root, "protocol").eq_ignore_ascii_case("smtp") {
        for need in ["smtp_from", "source_port"].iter().filter(|need| is_absent(root, need)) {
            draft.warn(format!("{need} is missing; {pair} over smtp requires it."));
        }
    }
    if pair == "messaging.bulk_messaging"
        && root.get("recipient_count").and_then(Value::as_f64).is_some_and(|count| count < 100.0)
    {
        draft.warn("recipient_count is below 100, too few for bulk messages.");
    }
    for (_, field, max) in TEXT_LIMITS.iter().filter(|(scope, ..)| in_scope(pair, scope)) {
        let length = root.get(*field).and_then(Value::as_str).map_or(0, |said| said.chars().count());
        if length > *max {
            draft.warn(format!("{field} has {length} characters, more than the {max} allowed."));
        }
    }
}

fn in_scope(pair: &str, scope: &str) -> bool {
    if scope.is_empty() || scope.ends_with('.') { pair.starts_with(scope) } else { pair == scope }
}

/// Absent, null or empty: a required list of nothing says nothing.
fn is_absent(root: &Object, field: &str) -> bool {
    match root.get(field) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::Object(object)) => object.is_empty(),
        Some(_) => false,
    }
}

fn core(root: &Object, draft: &mut Draft) {
    for field in ["report_id", "timestamp", "source_identifier", "category", "type"] {
        match root.get(field) {
            _ if is_absent(root, field) => draft.warn(format!("{field} is missing.")),
            Some(Value::String(_)) => {}
            _ => draft.warn(format!("{field} is not a text.")),
        }
    }
    let version = json::string(root, "xarf_version");
    let mut numbers = version.split('.');
    let is_version = numbers.clone().count() == 3
        && numbers.next() == Some("4")
        && numbers.all(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    if !is_version {
        draft.warn(format!("xarf_version is \"{}\", not of the form 4.x.y.", text::line(&version, 40)));
    }
    let id = json::string(root, "report_id");
    // Only the hyphenated form is meant; the library would read others, too.
    let is_v4 = id.len() == 36 && Uuid::try_parse(&id).is_ok_and(|id| id.get_version_num() == 4);
    if !id.is_empty() && !is_v4 {
        draft.warn("report_id is not a UUID of version 4.");
    }
    let timestamp = json::string(root, "timestamp");
    match when::read(&timestamp) {
        None if !timestamp.is_empty() => {
            draft.warn(format!("timestamp \"{}\" is not a time.", text::line(&timestamp, 60)))
        }
        Some(incident) if !incident.zone_known => draft.warn("timestamp has no zone; UTC was assumed."),
        _ => {}
    }
    let source = json::string(root, "source_identifier");
    if !source.is_empty() && place::read(&source).is_none() {
        draft.warn(format!("source_identifier \"{}\" is neither an IP address nor a domain.", text::line(&source, 80)));
    }
    if let Some(port) = root.get("source_port").filter(|port| !port.is_null())
        && !port.as_u64().is_some_and(|port| (1..=65_535).contains(&port))
    {
        draft.warn("source_port is not a whole number from 1 to 65535.");
    }
    let category = json::string(root, "category");
    if !category.is_empty() && !CATEGORIES.contains(&category.as_str()) {
        draft.warn(format!("category \"{}\" is none of the seven known.", text::line(&category, 60)));
    }
    if let Some(confidence) = root.get("confidence").filter(|value| !value.is_null())
        && !confidence.as_f64().is_some_and(|number| (0.0..=1.0).contains(&number))
    {
        draft.warn("confidence is not a number from 0 to 1.");
    }
    if root.get("legacy_version").is_some_and(|legacy| legacy.as_str() != Some("3")) {
        draft.warn("legacy_version is something other than \"3\".");
    }
    if root.contains_key("_internal") {
        draft.warn("_internal must never leave its own house; it was dropped.");
    }
    tags(root, draft);
}

fn tags(root: &Object, draft: &mut Draft) {
    let list = match root.get("tags") {
        None | Some(Value::Null) => return,
        Some(Value::Array(list)) => list,
        Some(_) => return draft.warn("tags is not a list."),
    };
    if list.len() > 20 {
        draft.warn(format!("tags has {} items, more than the 20 allowed.", list.len()));
    }
    let is_part = |part: &str| {
        part.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'+' | b'-'))
    };
    for (index, tag) in list.iter().enumerate() {
        if !tag
            .as_str()
            .and_then(|tag| tag.split_once(':'))
            .is_some_and(|(space, name)| is_part(space) && is_part(name))
        {
            draft.warn(format!("tags[{index}] is not of the form namespace:name."));
        }
    }
}

fn contact(root: &Object, party: &str, who: &str, draft: &mut Draft) {
    let object = match root.get(party) {
        None | Some(Value::Null) => {
            return draft.warn(format!("{party} is missing; the report does not say who {who}."));
        }
        Some(Value::Object(object)) => object,
        Some(_) => return draft.warn(format!("{party} is not an object.")),
    };
    for field in ["org", "contact", "domain"].iter().filter(|field| is_absent(object, field)) {
        draft.warn(format!("{party}.{field} is missing."));
    }
    for field in object.keys().filter(|key| !["org", "contact", "domain"].contains(&key.as_str())) {
        draft.warn(format!("{party}.{} is not a field of XARF.", text::line(field, 60)));
    }
    let [org, contact, domain] = ["org", "contact", "domain"].map(|field| json::string(object, field));
    if org.chars().count() > 200 {
        draft.warn(format!("{party}.org is longer than 200 characters."));
    }
    if !contact.is_empty() && !text::is_email(&contact) {
        draft.warn(format!("{party}.contact is not an e-mail address."));
    }
    if !domain.is_empty() && !text::is_host(&domain) {
        draft.warn(format!("{party}.domain is not a domain."));
    }
}
