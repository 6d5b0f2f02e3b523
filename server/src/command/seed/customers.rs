//! The invented customers. Their addresses come from the ranges that are kept for documentation.

use docket::desk::customers::AddCustomer;

pub struct Invented {
    pub handle: &'static str,
    pub name: &'static str,
    pub language: &'static str,
    pub zone: &'static str,
    /// Name, what stands before the @, duty.
    pub contacts: &'static [(&'static str, &'static str, &'static str)],
    pub assets: &'static str,
}

/// Whose mailbox gives every letter back.
pub const BOUNCES: &str = "mill-radio";

pub const CUSTOMERS: [Invented; 22] = [
    Invented {
        handle: "example-social",
        name: "Example Social Network, Inc.",
        language: "en",
        zone: "America/Los_Angeles",
        contacts: &[("Legal department", "legal", "legal"), ("Trust and safety", "abuse", "abuse")],
        assets: "192.0.2.0/27\n192.0.2.32/27\n2001:db8:50c::/48\nexample-social.example\nservice:cluster-west",
    },
    Invented {
        handle: "lantern-shop",
        name: "Lantern Shop GmbH",
        language: "en",
        zone: "Europe/Berlin",
        contacts: &[("Webmaster", "webmaster", "owner")],
        assets: "198.51.100.16/28\nlantern-shop.example",
    },
    Invented {
        handle: "atelier-brume",
        name: "Atelier Brume SARL",
        language: "fr",
        zone: "Europe/Paris",
        contacts: &[("Service technique", "technique", "abuse"), ("Direction", "direction", "owner")],
        assets: "198.51.100.64/28\natelier-brume.example",
    },
    Invented {
        handle: "quarry-games",
        name: "Quarry Games Ltd",
        language: "en",
        zone: "Europe/London",
        contacts: &[("Network operations", "noc", "abuse")],
        assets: "203.0.113.0/27\n2001:db8:9a3e::/48\nquarry-games.example",
    },
    Invented {
        handle: "north-press",
        name: "North Press Cooperative",
        language: "en",
        zone: "Europe/Dublin",
        contacts: &[("Editors", "editors", "owner"), ("Abuse team", "abuse", "abuse")],
        assets: "192.0.2.64/27\nnorth-press.example",
    },
    Invented {
        handle: "pier-mail",
        name: "Pier Mail Services",
        language: "en",
        zone: "America/New_York",
        contacts: &[("Postmaster", "postmaster", "abuse")],
        assets: "203.0.113.32/27\n2001:db8:9e::/48\npier-mail.example",
    },
    Invented {
        handle: "cobalt-vps",
        name: "Cobalt VPS OÜ",
        language: "en",
        zone: "Europe/Berlin",
        contacts: &[("Abuse team", "abuse", "abuse"), ("Owner", "owner", "owner")],
        assets: "203.0.113.64/27\n203.0.113.96/27\ncobalt-vps.example",
    },
    Invented {
        handle: "stream-harbor",
        name: "Stream Harbor AB",
        language: "en",
        zone: "Europe/Paris",
        contacts: &[("Legal department", "legal", "legal")],
        assets: "198.51.100.96/27\nstream-harbor.example\nvideo.stream-harbor.example",
    },
    Invented {
        handle: "willow-forum",
        name: "Willow Forum Association",
        language: "en",
        zone: "America/Chicago",
        contacts: &[("Board", "board", "owner")],
        assets: "192.0.2.96/28\nwillow-forum.example",
    },
    Invented {
        handle: "paper-lane",
        name: "Paper Lane Books",
        language: "en",
        zone: "Europe/London",
        contacts: &[("Owner", "hello", "owner")],
        assets: "192.0.2.112/28\npaper-lane.example",
    },
    Invented {
        handle: "ember-files",
        name: "Ember Files BV",
        language: "en",
        zone: "Europe/Paris",
        contacts: &[("Abuse team", "abuse", "abuse")],
        assets: "198.51.100.128/27\n198.51.100.160/27\nember-files.example",
    },
    Invented {
        handle: "fern-hosting",
        name: "Fern Hosting Collective",
        language: "en",
        zone: "America/Toronto",
        contacts: &[("Operators", "ops", "abuse")],
        assets: "203.0.113.160/27\nfern-hosting.example",
    },
    Invented {
        handle: "gravel-host",
        name: "Gravel Host Partnership",
        language: "en",
        zone: "America/Denver",
        contacts: &[("Owner", "owner", "owner")],
        assets: "203.0.113.128/27\ngravel-host.example",
    },
    Invented {
        handle: "slate-cdn",
        name: "Slate Edge Ltd",
        language: "en",
        zone: "Europe/Dublin",
        contacts: &[("Network operations", "noc", "abuse"), ("Counsel", "legal", "legal")],
        assets: "198.51.100.32/29\n2001:db8:51a7::/48\nslate-cdn.example",
    },
    Invented {
        handle: "mill-radio",
        name: "Mill Radio Community Station",
        language: "en",
        zone: "America/New_York",
        contacts: &[("Studio", "studio", "owner")],
        assets: "198.51.100.40/29\nmill-radio.example",
    },
    Invented {
        handle: "harvest-mail",
        name: "Harvest Mailings SARL",
        language: "fr",
        zone: "Europe/Brussels",
        contacts: &[("Exploitation", "exploitation", "abuse")],
        assets: "198.51.100.48/29\nharvest-mail.example",
    },
    Invented {
        handle: "tern-board",
        name: "Tern Board Foundation",
        language: "en",
        zone: "America/Chicago",
        contacts: &[("Board of the foundation", "board", "legal"), ("Moderators", "moderators", "abuse")],
        assets: "198.51.100.56/29\ntern-board.example\nchat.tern-board.example",
    },
    Invented {
        handle: "finch-market",
        name: "Finch Market Trading Ltd",
        language: "en",
        zone: "Europe/London",
        contacts: &[("Shop desk", "desk", "owner"), ("Abuse team", "abuse", "abuse")],
        assets: "198.51.100.80/29\nfinch-market.example\noutlet.finch-market.example",
    },
    Invented {
        handle: "cedar-pages",
        name: "Cedar Pages LLC",
        language: "en",
        zone: "America/Denver",
        contacts: &[("Support", "support", "abuse"), ("Owner", "owner", "owner")],
        assets: "198.51.100.88/29\ncedar-pages.example\npreview.cedar-pages.example",
    },
    Invented {
        handle: "nimbus-tools",
        name: "Nimbus Tools Inc.",
        language: "en",
        zone: "America/Toronto",
        contacts: &[("On-call engineer", "oncall", "abuse"), ("Operations", "operations", "owner")],
        assets: "203.0.113.192/29\nnimbus-tools.example\ndownloads.nimbus-tools.example",
    },
    Invented {
        handle: "bay-relay",
        name: "Bay Relay Networks",
        language: "en",
        zone: "America/Los_Angeles",
        contacts: &[("Abuse team", "abuse", "abuse")],
        assets: "203.0.113.200/29\nbay-relay.example",
    },
    Invented {
        handle: "juniper-wiki",
        name: "Juniper Wiki Club",
        language: "en",
        zone: "Europe/Helsinki",
        contacts: &[("Librarian", "librarian", "owner")],
        assets: "203.0.113.208/29\njuniper-wiki.example",
    },
];

impl Invented {
    /// Each contact has an address at the customer's own domain.
    pub fn email(&self, before: &str) -> String {
        format!("{before}@{}.example", self.handle)
    }

    pub fn form(&self, number: usize, from: &str) -> AddCustomer {
        let (name, before, duty) = self.contacts[0];
        AddCustomer {
            handle: self.handle.into(),
            account: format!("K-{}", 20_411 + number * 37),
            name: self.name.into(),
            language: self.language.into(),
            zone: self.zone.into(),
            contact_name: name.into(),
            contact_email: self.email(before),
            contact_duty: duty.into(),
            assets: self.assets.into(),
            assets_from: from.into(),
        }
    }
}
