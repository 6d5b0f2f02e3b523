//! Who reports. All of them are invented.

use super::Party;

pub const CIVIC: Party<'static> =
    Party { name: "Hanna Roth", email: "hanna.roth@civic-watch.example", organisation: "Civic Watch" };
pub const COUNTY: Party<'static> =
    Party { name: "Duty desk", email: "duty@county-safety.example", organisation: "County Safety Office" };
pub const AMARA: Party<'static> =
    Party { name: "Amara Diallo", email: "amara.diallo@letters.example", organisation: "" };
pub const JONAS: Party<'static> = Party { name: "Jonas Weber", email: "jonas.weber@post.example", organisation: "" };
pub const RILEY: Party<'static> = Party { name: "Riley Stone", email: "riley.stone@post.example", organisation: "" };
pub const LENA: Party<'static> = Party { name: "Lena Novak", email: "lena.novak@letters.example", organisation: "" };
pub const CAMILLE: Party<'static> =
    Party { name: "Camille Aubert", email: "camille.aubert@courrier.example", organisation: "" };
pub const BANK: Party<'static> =
    Party { name: "Morgan Doe", email: "cert@bank.example", organisation: "Example Bank CERT" };
pub const PARCEL: Party<'static> =
    Party { name: "Brand protection", email: "takedown@parcel-post.example", organisation: "Parcel Post Example" };
pub const HONEYPOT: Party<'static> =
    Party { name: "Report robot", email: "reports@ssh-monitor.example", organisation: "SSH Monitor Network" };
pub const NETWATCH: Party<'static> =
    Party { name: "Network watch", email: "noc@university.example", organisation: "University Example Network" };
pub const SANDBOX: Party<'static> =
    Party { name: "Sample exchange", email: "abuse@sample-exchange.example", organisation: "Sample Exchange" };
pub const SPAMTRAP: Party<'static> =
    Party { name: "Trap network", email: "traps@mail-traps.example", organisation: "Mail Trap Network" };
pub const RIGHTS: Party<'static> =
    Party { name: "Elena Marsh", email: "claims@marsh-rights.example", organisation: "Marsh Rights Agency" };
pub const LEAGUE: Party<'static> =
    Party { name: "Broadcast rights desk", email: "rights@river-league.example", organisation: "River League" };
pub const WATCHMAKER: Party<'static> =
    Party { name: "Brand office", email: "brands@halden-watches.example", organisation: "Halden Watches" };
pub const PROVIDER: Party<'static> =
    Party { name: "Abuse desk", email: "abuse@neighbour-net.example", organisation: "Neighbour Net" };
pub const SOPHIE: Party<'static> =
    Party { name: "Sophie Delmas", email: "sophie.delmas@courrier.example", organisation: "" };
