//! Who reports. All of them are invented.

use super::Party;

pub const CIVIC: Party =
    Party { name: "Hanna Roth", email: "hanna.roth@civic-watch.example", organisation: "Civic Watch" };
pub const COUNTY: Party =
    Party { name: "Duty desk", email: "duty@county-safety.example", organisation: "County Safety Office" };
pub const AMARA: Party = Party { name: "Amara Diallo", email: "amara.diallo@letters.example", organisation: "" };
pub const JONAS: Party = Party { name: "Jonas Weber", email: "jonas.weber@post.example", organisation: "" };
pub const RILEY: Party = Party { name: "Riley Stone", email: "riley.stone@post.example", organisation: "" };
pub const LENA: Party = Party { name: "Lena Novak", email: "lena.novak@letters.example", organisation: "" };
pub const CAMILLE: Party = Party { name: "Camille Aubert", email: "camille.aubert@courrier.example", organisation: "" };
pub const BANK: Party = Party { name: "Morgan Doe", email: "cert@bank.example", organisation: "Example Bank CERT" };
pub const PARCEL: Party =
    Party { name: "Brand protection", email: "takedown@parcel-post.example", organisation: "Parcel Post Example" };
pub const HONEYPOT: Party =
    Party { name: "Report robot", email: "reports@ssh-monitor.example", organisation: "SSH Monitor Network" };
pub const NETWATCH: Party =
    Party { name: "Network watch", email: "noc@university.example", organisation: "University Example Network" };
pub const SANDBOX: Party =
    Party { name: "Sample exchange", email: "abuse@sample-exchange.example", organisation: "Sample Exchange" };
pub const SPAMTRAP: Party =
    Party { name: "Trap network", email: "traps@mail-traps.example", organisation: "Mail Trap Network" };
pub const RIGHTS: Party =
    Party { name: "Elena Marsh", email: "claims@marsh-rights.example", organisation: "Marsh Rights Agency" };
pub const LEAGUE: Party =
    Party { name: "Broadcast rights desk", email: "rights@river-league.example", organisation: "River League" };
