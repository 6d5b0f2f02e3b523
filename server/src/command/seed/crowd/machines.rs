//! What machines report: XARF in most of its kinds, and the feedback loops of mailbox providers.

use serde_json::{Value, json};

use super::customers::Tenant;
use super::reporters::{AGENCIES, BRANDS, LABS, SCANNERS, SENSORS, TRAPS};
use crate::command::dice::Dice;
use crate::command::seed::report::{Incoming, Party};
use crate::command::seed::step::Script;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Logins,
    Scan,
    Flood,
    Web,
    Spam,
    Loop,
    Open,
    Weak,
    Listed,
    Phishing,
    Malware,
    Infected,
    Control,
    Copied,
    Brand,
    Fraud,
    Broken,
    Leak,
}

pub const FAMILIES: [&str; 9] =
    ["Greyfinch", "Mudlark", "Redshank", "Nightjar", "Corncrake", "Dabchick", "Whinchat", "Fieldfare", "Sandpiper"];
pub const WORKS: [&str; 14] = [
    "The Long Orchard",
    "Salt and Tide",
    "Nine Winters",
    "A House of Paper",
    "Northern Line",
    "The Glass Ferry",
    "Low Water",
    "Songs for a Slow Train",
    "The Cartographer's Daughter",
    "Harbour Lights",
    "Under the Alder",
    "Field Guide to Rain",
    "The Last Lamplighter",
    "Seven Small Boats",
];
const SUBJECTS: [&str; 16] = [
    "Your parcel is waiting",
    "Last days: 40 % off everything",
    "Invoice 88120 is overdue",
    "You have been selected",
    "Re: your account",
    "Grow your business with our list",
    "Crypto that pays every day",
    "Your mailbox is full",
    "Weekly offers, just for you",
    "New: insurance from 3.90 a month",
    "Meet people in your town",
    "Action required",
    "Your subscription was renewed",
    "Casino: 200 free rounds",
    "Solar roofs at no cost",
    "We miss you",
];
const SERVICES: [(&str, u32, &str); 12] = [
    ("redis", 6379, "Answers without a password."),
    ("memcached", 11211, "Reachable over UDP; answers are thousands of times longer than questions."),
    ("mongodb", 27017, "Lists its databases to anybody."),
    ("elasticsearch", 9200, "The index can be read and deleted by anybody."),
    ("dns", 53, "Resolves names for the whole world."),
    ("ntp", 123, "Answers monlist."),
    ("snmp", 161, "Community string public."),
    ("rdp", 3389, "No network level authentication."),
    ("smb", 445, "Version 1 is switched on."),
    ("ipp", 631, "A printer that anybody can print on."),
    ("mqtt", 1883, "Publishes the state of machines in a hall."),
    ("docker", 2375, "The engine takes orders without a certificate."),
];
const USERS: [&str; 5] = ["ssh", "imap", "smtp-auth", "rdp", "wordpress"];
const LURES: [&str; 12] = [
    "login",
    "secure/session",
    "wp-content/uploads/verify",
    "account/update",
    "track/parcel",
    "refund",
    "id/confirm",
    "portal/sso",
    "webmail",
    "pay",
    "invoice/view",
    ".well-known/id",
];
const TARGETS: [&str; 4] = ["192.0.2.201", "192.0.2.202", "198.51.100.250", "2001:db8:ffff::25"];

/// A path that nobody thought up.
pub fn odd_path(dice: &mut Dice) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..dice.between(4, 9)).map(|_| char::from(dice.of(SIGNS))).collect()
}

pub fn lure(tenant: &Tenant<'_>, dice: &mut Dice) -> String {
    let host = if dice.chance(60) { tenant.domain } else { tenant.other };
    format!("https://{host}/{}/{}/", dice.of(&LURES), odd_path(dice))
}

fn port(dice: &mut Dice) -> i64 {
    dice.between(1025, 64_900)
}

pub fn report<'a>(script: &Script<'a>, tenant: &Tenant<'a>, kind: Kind, dice: &mut Dice) -> Incoming<'a> {
    if kind == Kind::Loop {
        return Incoming::Loop { source: tenant.ip, domain: tenant.domain, subject: dice.of(&SUBJECTS) };
    }
    let (from, pair, more) = fields(tenant, kind, dice);
    let from: Party<'a> = from;
    // Most speak of the address; what lies on the web is about its name.
    let by_name = pair.starts_with("content.") && dice.chance(70);
    let six = tenant.ip6.filter(|_| pair.starts_with("connection.") && dice.chance(12));
    let source = match six {
        Some(prefix) => script.say(format!("{}{:x}", prefix.trim_end_matches("/48"), dice.between(2, 4095))),
        None if by_name => tenant.domain,
        None => tenant.ip,
    };
    Incoming::Xarf { from, source, kind: pair, more }
}

fn fields(tenant: &Tenant<'_>, kind: Kind, dice: &mut Dice) -> (Party<'static>, &'static str, Value) {
    let sensor = dice.of(&SENSORS);
    let target = dice.of(&TARGETS);
    match kind {
        Kind::Logins => {
            let service = dice.of(&USERS);
            let tries = dice.between(40, 9000);
            (
                sensor,
                "connection.login_attack",
                json!({
                    "source_port": port(dice), "protocol": "tcp", "destination_ip": target, "destination_port": 22, "service": service, "attempt_count": tries,
                    "description": format!("{tries} tries on {service} within {} minutes.", dice.between(3, 240)),
                }),
            )
        }
        Kind::Scan => (
            sensor,
            "connection.port_scan",
            json!({
                "source_port": port(dice), "protocol": "tcp", "destination_ip": target, "ports_scanned": dice.between(20, 65_000),
            }),
        ),
        Kind::Flood => {
            let vector = dice.of(&["amplification", "reflection", "syn_flood", "udp_flood"]);
            (
                sensor,
                "connection.ddos",
                json!({
                    "source_port": dice.of(&[53, 123, 389, 11211, 27015]), "protocol": "udp", "destination_ip": target, "destination_port": 443,
                    "attack_vector": vector, "peak_bps": dice.between(80, 9000) * 1_000_000, "duration_minutes": dice.between(2, 90),
                }),
            )
        }
        Kind::Web => {
            let (pair, more) = dice.of(&[
                ("connection.sql_injection", "Quotes and comments in the search field of a shop."),
                ("connection.vulnerability_scan", "Asks for 400 paths of programs that are not installed here."),
                ("connection.scraping", "Reads a catalogue page by page and obeys no robots file."),
            ]);
            (
                sensor,
                pair,
                json!({
                    "source_port": port(dice), "protocol": "tcp", "destination_ip": target, "scan_type": "web", "total_requests": dice.between(900, 400_000), "description": more,
                }),
            )
        }
        Kind::Spam => {
            let subject = dice.of(&SUBJECTS);
            (
                dice.of(&TRAPS),
                "messaging.spam",
                json!({
                    "protocol": "smtp", "smtp_from": format!("{}@{}", dice.of(&["news", "offers", "info", "hello", "service"]), tenant.domain), "source_port": port(dice), "subject": subject,
                    "description": format!("{} messages to addresses that never belonged to a person.", dice.between(2, 340)),
                }),
            )
        }
        Kind::Open | Kind::Loop => {
            let (service, at, words) = dice.of(&SERVICES);
            (
                dice.of(&SCANNERS),
                "vulnerability.open_service",
                json!({"service": service, "service_port": at, "description": words}),
            )
        }
        Kind::Weak => (
            dice.of(&SCANNERS),
            "vulnerability.cve",
            json!({
                "service": dice.of(&["mail server", "vpn gateway", "shop system", "file transfer", "web mail"]), "cve_id": format!("CVE-2025-{}", dice.between(90_100, 99_900)), "service_port": dice.of(&[25, 443, 8443, 22]),
                "description": "The version in use has a hole for which an update exists.",
            }),
        ),
        Kind::Listed => {
            let threat = dice.of(&["spam_source", "scanner", "brute_force", "botnet"]);
            (
                dice.of(&TRAPS),
                "reputation.blocklist",
                json!({
                    "threat_type": threat, "description": format!("Listed after {} messages or connections within a day.", dice.between(12, 900)),
                }),
            )
        }
        Kind::Phishing => {
            let (from, brand) = dice.of(&BRANDS);
            let method = dice.of(&["manual", "automated_crawler", "user_report"]);
            (
                from,
                "content.phishing",
                json!({
                    "url": lure(tenant, dice), "target_brand": brand, "verification_method": method, "confidence": f64::from(dice.between(70, 99) as u32) / 100.0,
                    "description": dice.of(&["A copy of our sign-in page.", "Linked from short messages since this morning.", "Asks for card number and date of birth.", "Shown to telephones only; a desktop browser gets an empty page.", "The kit sends what is typed to a chat."]),
                }),
            )
        }
        Kind::Malware => {
            let family = dice.of(&FAMILIES);
            let file = dice.of(&["invoice.zip", "update.exe", "scan.js", "order.iso", "setup.msi", "payload.bin"]);
            (
                dice.of(&LABS),
                "content.malware",
                json!({
                    "url": format!("https://{}/{}/{file}", tenant.other, odd_path(dice)), "malware_family": family, "verification_method": "threat_intelligence",
                }),
            )
        }
        Kind::Infected => {
            let family = dice.of(&FAMILIES);
            (
                dice.of(&LABS),
                "connection.infected_host",
                json!({
                    "source_port": port(dice), "protocol": "tcp", "bot_type": family, "description": format!("Calls a sinkhole of ours as {family} every {} minutes.", dice.between(1, 30)),
                }),
            )
        }
        Kind::Control => (
            dice.of(&LABS),
            "infrastructure.botnet",
            json!({
                "compromise_evidence": "c2_communication", "malware_family": dice.of(&FAMILIES), "description": "Samples of this week ask this address for orders.",
            }),
        ),
        Kind::Copied => {
            let work = dice.of(&WORKS);
            let how = dice.of(&["direct_copy", "streaming", "download", "distribution"]);
            (
                dice.of(&AGENCIES),
                "copyright.copyright",
                json!({
                    "infringing_url": format!("https://{}/{}", tenant.domain, odd_path(dice)), "work_title": work, "rights_holder": dice.of(&["Orchard Pictures", "Tune Rights Collective", "Atlas Press", "Lantern Records"]), "infringement_type": how,
                }),
            )
        }
        Kind::Brand => {
            let (from, brand) = dice.of(&BRANDS);
            (
                from,
                "content.brand_infringement",
                json!({
                    "url": format!("https://{}/{}", tenant.other, odd_path(dice)), "infringement_type": dice.of(&["brand_impersonation", "logo_misuse", "lookalike", "counterfeit"]), "legitimate_site": "https://bank.example/", "affected_brand": brand,
                }),
            )
        }
        Kind::Fraud => (
            dice.of(&BRANDS).0,
            "content.fraud",
            json!({
                "url": format!("https://{}/{}", tenant.domain, odd_path(dice)), "fraud_type": dice.of(&["investment", "shopping", "tech_support", "cryptocurrency", "employment"]),
                "description": dice.of(&["Paid in advance, never sent.", "Promises nine percent a month.", "A window that says the computer is infected and names a number to call."]),
            }),
        ),
        Kind::Broken => (
            dice.of(&LABS),
            "content.remote_compromise",
            json!({
                "url": format!("https://{}/{}.php", tenant.domain, odd_path(dice)), "compromise_type": dice.of(&["webshell", "defacement", "malicious_redirect", "seo_spam", "cryptominer"]),
            }),
        ),
        Kind::Leak => (
            dice.of(&SCANNERS),
            "content.exposed_data",
            json!({
                "url": format!("https://{}/backup/", tenant.domain), "data_types": ["names", "email_addresses"], "exposure_method": dice.of(&["open_directory", "backup_file", "git_repository"]),
            }),
        ),
    }
}
