//! Who reports to a full desk. All of them are invented.

use crate::command::dice::Dice;
use crate::command::seed::report::Party;
use crate::command::seed::step::Script;
use crate::command::seed::story::reporters::{BANK, HONEYPOT, NETWATCH, PARCEL, PROVIDER, RIGHTS, SANDBOX, SPAMTRAP};

use super::customers::person;

const fn party(name: &'static str, email: &'static str, organisation: &'static str) -> Party<'static> {
    Party { name, email, organisation }
}

/// Machines that count what knocks at them.
pub const SENSORS: [Party<'static>; 6] = [
    HONEYPOT,
    NETWATCH,
    PROVIDER,
    party("Abuse automation", "noreply@fail-report.example", "Fail Report Project"),
    party("Sensor mesh", "abuse@sensor-mesh.example", "Sensor Mesh"),
    party("Network centre", "cert@research-net.example", "Research Network CERT"),
];
/// Who looks for what stands open.
pub const SCANNERS: [Party<'static>; 3] = [
    party("Exposure reports", "reports@open-watch.example", "Open Watch Foundation"),
    party("National CERT", "reports@cert.example", "National CERT"),
    NETWATCH,
];
pub const TRAPS: [Party<'static>; 3] = [
    SPAMTRAP,
    party("Block list", "delist@quiet-list.example", "Quiet List"),
    party("Mail hygiene", "reports@clean-mail.example", "Clean Mail Alliance"),
];
pub const BRANDS: [(Party<'static>, &str); 7] = [
    (BANK, "Example Bank"),
    (PARCEL, "Parcel Post Example"),
    (party("Fraud desk", "fraud@aurora-bank.example", "Aurora Bank"), "Aurora Bank"),
    (party("Phishing desk", "phish@tax-office.example", "Example Tax Office"), "Example Tax Office"),
    (party("Security team", "security@cloud-suite.example", "Cloud Suite"), "Cloud Suite"),
    (party("Trust desk", "trust@ticket-hall.example", "Ticket Hall"), "Ticket Hall"),
    (party("Brand protection", "report@phone-company.example", "Example Telephone Company"), "Example Telephone"),
];
pub const LABS: [Party<'static>; 3] = [
    SANDBOX,
    party("Malware feed", "feed@url-den.example", "URL Den"),
    party("Threat team", "threats@shield-works.example", "Shield Works"),
];
pub const AGENCIES: [Party<'static>; 5] = [
    RIGHTS,
    party("Content protection", "notices@frame-guard.example", "Frame Guard"),
    party("Legal services", "dmca@tune-rights.example", "Tune Rights Collective"),
    party("Anti-piracy unit", "piracy@book-guild.example", "Book Guild"),
    party("Picture desk", "claims@photo-agency.example", "Photo Agency North"),
];
/// People who run networks and write themselves, by language.
pub const OPERATORS: [(&str, Party<'static>); 10] = [
    ("en", party("Gareth Pugh", "postmaster@valley-isp.example", "Valley Internet")),
    ("en", party("Network operations", "noc@harbour-college.example", "Harbour College")),
    ("en", party("Denise Okoro", "abuse@city-library.example", "City Library Systems")),
    ("fr", party("Exploitation réseau", "exploitation@reseau-ouest.example", "Réseau Ouest")),
    ("fr", party("Mathilde Roux", "securite@mairie-fontaine.example", "Mairie de Fontaine")),
    ("de", party("Technik", "abuse@stadtnetz.example", "Stadtnetz Beispiel")),
    ("de", party("Karin Pohl", "k.pohl@hochschule.example", "Hochschule Beispiel")),
    ("es", party("Soporte de red", "soporte@red-sur.example", "Red Sur")),
    ("ja", party("ネットワーク運用部", "noc@minato-net.example", "Minato Network")),
    ("ja", party("佐藤 健", "sato@kita-daigaku.example", "北大学 情報センター")),
];

/// Somebody at home.
pub fn neighbour<'a>(script: &Script<'a>, dice: &mut Dice) -> Party<'a> {
    let (given, family) = person(dice);
    let house = dice.of(&["post.example", "letters.example", "courrier.example", "mail-home.example", "inbox.example"]);
    let before: String = format!("{given}.{family}").to_lowercase().chars().map(plain).collect();
    Party {
        name: script.say(format!("{given} {family}")),
        email: script.say(format!("{before}@{house}")),
        organisation: "",
    }
}

/// What an address can hold of a name.
fn plain(letter: char) -> char {
    match letter {
        'é' => 'e',
        'í' => 'i',
        other => other,
    }
}
