//! Whose it was when it happened: by name before address, by the longest prefix, as of the incident.

use crate::bench::{Bench, TestDesk};
use docket::complaint::{Complaint, Whose};
use docket::customer::Customer;
use docket::desk::Who;
use docket::desk::complaints::ComplaintForm;
use docket::people::Role;

async fn whose(desk: &TestDesk, who: &Who, place: &str, incident_at: &str) -> Whose {
    let form = ComplaintForm {
        locations: place.into(),
        category: "phishing".into(),
        description: "A copy of a bank.".into(),
        incident_at: incident_at.into(),
        ..ComplaintForm::default()
    };
    let taken = desk.log_complaint(who.actor(), Some(who), desk.new_command(), &form, &[]).await.expect("a complaint");
    desk.noun::<Complaint>(taken.complaint).await.whose
}

#[tokio::test]
async fn an_asset_that_changed_hands_counts_against_whoever_held_it_then() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let old = desk.add("old-tenant", "owner@old.example", "192.0.2.0/26\nshop.example", "2026-01-01").await;
        let assets = desk.assets(&old).await;
        desk.set("2026-03-04T18:00:00Z");
        for asset in &assets {
            desk.release_asset(&lee, desk.new_command(), asset.id).await.expect("given back");
        }
        let new = desk.add("new-tenant", "owner@new.example", "192.0.2.0/26\nshop.example", "").await;
        desk.set("2026-03-05T09:00:00Z");
        let cases: [(&str, &str, Option<&Customer>); 8] = [
            ("http://192.0.2.7/login", "2026-03-04 17:59", Some(&old)),
            ("http://192.0.2.7/login", "2026-03-04T17:59:59.999999Z", Some(&old)),
            ("http://192.0.2.7/login", "2026-03-04 18:00", Some(&new)),
            ("https://www.shop.example/login", "2026-02-01 00:00", Some(&old)),
            ("https://www.shop.example/login", "", Some(&new)),
            ("http://192.0.2.7/login", "2025-12-31 23:59", None),
            ("http://192.0.2.64/login", "", None),
            ("https://notshop.example/", "", None),
        ];
        for (place, when, expected) in cases {
            let found = whose(desk, &lee, place, when).await;
            assert_eq!(found.customer(), expected.map(|customer| customer.id), "{place} at {when:?}: {}", found.why());
        }
        let overlap = desk
            .refuses(desk.assign_assets(Some(&lee), desk.new_command(), old.id, "shop.example", "2026-02-01"))
            .await;
        assert_eq!(overlap.problems()[0].field, "assets", "two holders at once would make every match a guess");
    })
    .await;
}

#[tokio::test]
async fn the_name_comes_before_the_address_and_the_longest_prefix_before_the_shorter() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let wide = desk.add("wide", "a@wide.example", "198.51.100.0/24\n2001:db8::/32", "2026-01-01").await;
        let narrow = desk.add("narrow", "a@narrow.example", "198.51.100.128/25\n2001:db8:1::/48", "2026-01-01").await;
        let one = desk.add("one", "a@one.example", "198.51.100.200", "2026-01-01").await;
        let named = desk.add("named", "a@named.example", "cdn.example", "2026-01-01").await;
        let below = desk.add("below", "a@below.example", "eu.cdn.example", "2026-01-01").await;
        for (place, expected) in [
            ("198.51.100.1", Some(&wide)),
            ("198.51.100.129", Some(&narrow)),
            ("198.51.100.200", Some(&one)),
            ("[2001:db8::7]:8443", Some(&wide)),
            ("http://[2001:db8:1::7]:8443/x", Some(&narrow)),
            ("hxxps://static[.]cdn[.]example/kit", Some(&named)),
            ("https://a.eu.cdn.example/kit", Some(&below)),
            ("https://EU.CDN.EXAMPLE./kit", Some(&below)),
            ("https://user@eu.cdn.example:444/kit", Some(&below)),
            ("https://cdn.example.org/", None),
            ("203.0.113.1", None),
        ] {
            let found = whose(desk, &ann, place, "").await;
            assert_eq!(found.customer(), expected.map(|customer| customer.id), "{place}: {}", found.why());
        }
    })
    .await;
}
