//! The customers of the crowd, and the lists by which they came in.

use std::collections::HashSet;
use std::fmt::Write;

use crate::command::dice::Dice;
use crate::command::seed::customers::CUSTOMERS;
use crate::command::seed::step::Script;
use docket::time::Moment;

/// Beside those whose stories are told.
const MANY: usize = 180;

/// What they do with their machines, which decides what others say about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trade {
    Shop,
    Press,
    Forum,
    Machines,
    Mailer,
    Files,
    Games,
    Tools,
    School,
}

#[derive(Clone, Debug)]
pub struct Tenant<'a> {
    pub handle: &'a str,
    pub name: &'a str,
    pub trade: Trade,
    pub french: bool,
    pub zone: &'static str,
    pub ip: &'a str,
    pub ip6: Option<&'a str>,
    pub domain: &'a str,
    /// A second host name, for what can be switched off alone.
    pub other: &'a str,
    /// Who answers.
    pub signer: &'a str,
    pub role: &'static str,
    pub since: Moment,
}

const FIRST: [&str; 48] = [
    "amber", "alder", "beacon", "birch", "blue", "bramble", "bright", "canal", "chalk", "clover", "copper", "coral",
    "crane", "delta", "dune", "eastern", "echo", "elder", "falcon", "field", "flint", "garden", "glass", "golden",
    "granite", "harbour", "hazel", "heron", "indigo", "iron", "ivory", "kestrel", "lark", "linden", "maple", "marble",
    "meadow", "mosaic", "ocean", "olive", "pebble", "pine", "quiet", "raven", "saffron", "silver", "velvet", "winter",
];

/// Trade, the second word of the handle, the second word of the name.
const SECOND: [(Trade, &str, &str); 36] = [
    (Trade::Shop, "store", "Store"),
    (Trade::Shop, "goods", "Goods"),
    (Trade::Shop, "shoes", "Shoes"),
    (Trade::Shop, "bikes", "Bicycles"),
    (Trade::Shop, "tea", "Tea House"),
    (Trade::Shop, "optics", "Optics"),
    (Trade::Press, "post", "Post"),
    (Trade::Press, "journal", "Journal"),
    (Trade::Press, "letters", "Letters"),
    (Trade::Press, "radio", "Radio"),
    (Trade::Forum, "board", "Board"),
    (Trade::Forum, "circle", "Circle"),
    (Trade::Forum, "talk", "Talk"),
    (Trade::Machines, "vps", "Virtual Machines"),
    (Trade::Machines, "servers", "Servers"),
    (Trade::Machines, "nodes", "Nodes"),
    (Trade::Machines, "cloud", "Cloud"),
    (Trade::Machines, "racks", "Racks"),
    (Trade::Machines, "compute", "Compute"),
    (Trade::Mailer, "mailing", "Mailings"),
    (Trade::Mailer, "post-office", "Post Office"),
    (Trade::Mailer, "campaigns", "Campaigns"),
    (Trade::Files, "files", "Files"),
    (Trade::Files, "drive", "Drive"),
    (Trade::Files, "video", "Video"),
    (Trade::Games, "games", "Games"),
    (Trade::Games, "league", "League"),
    (Trade::Games, "arena", "Arena"),
    (Trade::Tools, "desk", "Desk Software"),
    (Trade::Tools, "forms", "Forms"),
    (Trade::Tools, "pages", "Page Builder"),
    (Trade::Tools, "booking", "Booking"),
    (Trade::School, "school", "School Network"),
    (Trade::School, "clinic", "Clinics"),
    (Trade::School, "library", "Library"),
    (Trade::School, "museum", "Museum"),
];

/// How often, zone, what stands behind the name.
const PLACES: [(u64, (&str, &str)); 16] = [
    (16, ("Europe/Paris", "SARL")),
    (16, ("Europe/Berlin", "GmbH")),
    (12, ("Europe/London", "Ltd")),
    (10, ("America/New_York", "Inc.")),
    (9, ("America/Los_Angeles", "LLC")),
    (6, ("America/Chicago", "LLC")),
    (5, ("America/Toronto", "Inc.")),
    (6, ("Europe/Amsterdam", "BV")),
    (5, ("Europe/Madrid", "SL")),
    (4, ("Europe/Warsaw", "sp. z o.o.")),
    (4, ("Europe/Stockholm", "AB")),
    (3, ("Asia/Tokyo", "K.K.")),
    (3, ("Asia/Singapore", "Pte. Ltd.")),
    (3, ("Australia/Sydney", "Pty Ltd")),
    (3, ("America/Sao_Paulo", "Ltda.")),
    (2, ("Africa/Johannesburg", "Pty Ltd")),
];

const GIVEN: [&str; 40] = [
    "Agnes", "Adrien", "Anja", "Bastien", "Carla", "Chloé", "Daniel", "Elif", "Emeka", "Erik", "Fatima", "Florian",
    "Grace", "Hugo", "Ivana", "Jakub", "Joana", "Kaori", "Kwame", "Laura", "Liam", "Lucía", "Maja", "Marc", "Mei",
    "Milan", "Nadia", "Nils", "Olga", "Oscar", "Paula", "Rafael", "Rosa", "Samir", "Sofia", "Tariq", "Tove", "Viktor",
    "Wanda", "Yusuf",
];
const FAMILY: [&str; 40] = [
    "Abbott", "Almeida", "Arnaud", "Bauer", "Becker", "Blom", "Carter", "Castillo", "Dahl", "Dubois", "Eriksen",
    "Fischer", "Garnier", "Haddad", "Holm", "Ito", "Jansen", "Kaya", "Kowalski", "Laurent", "Lindholm", "Marsh",
    "Mbeki", "Moreau", "Nakamura", "Novotny", "Okafor", "Olsen", "Petit", "Quinn", "Rossi", "Sanchez", "Schmitt",
    "Sousa", "Tanaka", "Vance", "Vogel", "Walsh", "Weiss", "Young",
];
const ROLES: [&str; 6] = ["Owner", "System administrator", "Operations", "Managing director", "Technical contact", ""];
const ROLES_FR: [&str; 4] = ["Gérante", "Administrateur système", "Direction technique", ""];
const PLANS: [&str; 5] = ["Start", "Business", "Business Plus", "Dedicated", "Reseller"];

pub fn person(dice: &mut Dice) -> (&'static str, &'static str) {
    (dice.of(&GIVEN), dice.of(&FAMILY))
}

pub fn invent<'a>(script: &Script<'a>, dice: &mut Dice) -> Vec<Tenant<'a>> {
    let mut taken: HashSet<String> = CUSTOMERS.iter().map(|customer| customer.handle.to_owned()).collect();
    let mut tenants = Vec::with_capacity(MANY);
    for number in 0..MANY {
        let (trade, handle, name) = loop {
            let first = dice.of(&FIRST);
            let (trade, second, name) = dice.of(&SECOND);
            let handle = format!("{first}-{second}");
            if taken.insert(handle.clone()) {
                let mut first = first.to_owned();
                if let Some(letter) = first.get_mut(..1) {
                    letter.make_ascii_uppercase();
                }
                break (trade, handle, format!("{first} {name}"));
            }
        };
        let (zone, form) = dice.weighed(&PLACES);
        let french = zone == "Europe/Paris" && dice.chance(75);
        let (given, family) = person(dice);
        let days = dice.between(170, 1600);
        tenants.push(Tenant {
            name: script.say(format!("{name} {form}")),
            trade,
            french,
            zone,
            ip: script.say(address(number)),
            ip6: dice.chance(45).then(|| script.say(format!("2001:db8:{:x}::/48", 0x6000 + number * 7))),
            domain: script.say(format!("{handle}.example")),
            other: script
                .say(format!("{}.{handle}.example", dice.of(&["shop", "files", "app", "media", "old", "beta"]))),
            signer: script.say(format!("{given} {family}")),
            role: if french { dice.of(&ROLES_FR) } else { dice.of(&ROLES) },
            since: script.ago(days, 0, 0),
            handle: script.say(handle),
        });
    }
    tenants
}

/// Single addresses of the documentation ranges that no told customer holds and no report aims at.
fn address(number: usize) -> String {
    match number {
        0..72 => format!("192.0.2.{}", 128 + number),
        72..124 => format!("192.0.2.{}", 203 + number - 72),
        124..164 => format!("203.0.113.{}", 216 + number - 124),
        _ => format!("198.51.100.{}", 210 + number - 164),
    }
}

const HEADER: &str = "handle,account,name,language,zone,plan,contract,contact_name,contact_email,contact_duty,contact_verified,asset,from\n";

/// Most came from the system before this one; a second list has a few that could not be read.
pub fn lists(tenants: &[Tenant<'_>], script: &Script<'_>) -> Vec<(String, String)> {
    let (old, new) = tenants.split_at(tenants.len() * 4 / 5);
    let mut lists = Vec::new();
    for (name, part, wrong) in [("customers-from-billing.csv", old, false), ("customers-of-the-quarter.csv", new, true)]
    {
        let mut text = HEADER.to_owned();
        for (number, tenant) in part.iter().enumerate() {
            rows(&mut text, tenant, number, script);
        }
        if wrong {
            // What a list made by hand looks like.
            text.push_str("quiet harbour,K-39001,Quiet Harbour,en,Europe/London,,,Office,office@quiet-harbour.example,owner,,quiet-harbour.example,2026-01-05\n");
            text.push_str("stone-mill,K-39002,Stone Mill,en,London,,,Office,office@stone-mill.example,owner,,stone-mill.example,2026-01-05\n");
            text.push_str("old-quay,K-39003,Old Quay,en,Europe/London,,,,,,,192.0.2.999,2026-01-05\n");
        }
        lists.push((name.to_owned(), text));
    }
    lists
}

fn rows(text: &mut String, tenant: &Tenant<'_>, number: usize, script: &Script<'_>) {
    let account = 40_100 + number * 53 + tenant.name.len() * 7919 % 5000;
    let since = tenant.since.date_text();
    let language = if tenant.french { "fr" } else { "en" };
    let plan = PLANS[number % PLANS.len()];
    // Two in three were called or written to, some of them long ago.
    let verified = if number.is_multiple_of(3) {
        String::new()
    } else {
        script.ago(160 + (number as i64 * 31) % 420, 0, 0).date_text()
    };
    let signer = tenant.signer;
    let Tenant { handle, name, zone, domain, .. } = tenant;
    let _ = writeln!(
        text,
        "{handle},K-{account},{name},{language},{zone},{plan},C-{since},{signer},abuse@{domain},abuse,{verified},{domain},{since}"
    );
    let others = [Some(tenant.ip), tenant.ip6, Some(tenant.other)];
    for asset in others.into_iter().flatten() {
        let _ = writeln!(text, "{handle},,,,,,,,,,,{asset},{since}");
    }
    if number % 4 == 1 {
        let _ = writeln!(text, "{handle},,,,,,,Office,office@{domain},owner,,,");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bumpalo::Bump;

    #[test]
    fn no_two_share_a_name_or_an_address() {
        let words = Bump::new();
        let script = Script::new(Moment::parse("2026-03-12T12:00:00Z").unwrap(), &words);
        let tenants = invent(&script, &mut Dice::new(3));
        let mut seen = HashSet::new();
        for tenant in &tenants {
            assert!(seen.insert(tenant.handle) && seen.insert(tenant.ip), "{tenant:?}");
            let ip: std::net::Ipv4Addr = tenant.ip.parse().unwrap();
            assert!(ip.is_documentation(), "{ip}");
            for told in CUSTOMERS.iter().flat_map(|customer| customer.assets.lines()) {
                let inside = told.parse::<ipnet::IpNet>().is_ok_and(|net| net.contains(&std::net::IpAddr::V4(ip)));
                assert!(!inside && told != tenant.domain, "{} holds {ip}", told);
            }
        }
        assert_eq!(tenants.len(), MANY);
    }
}
