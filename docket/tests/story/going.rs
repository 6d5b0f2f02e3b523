//! The palette's half in the desk: what somebody who types a number, a handle or an address is led to.

use crate::bench::{Bench, TestDesk};
use docket::desk::Who;
use docket::desk::places::{Place, PlaceKind};
use docket::people::Role;
use docket::store::aside::Read;

async fn named(desk: &TestDesk, who: &Who, typed: &str) -> Vec<(PlaceKind, String)> {
    let found = desk.places(who, typed).await.expect("places");
    found.named.into_iter().map(|place| (place.kind, place.href)).collect()
}

#[tokio::test]
async fn a_number_a_handle_and_an_address_lead_to_their_place() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let ann = matter.ann.clone();
        let case = (PlaceKind::Case, "/cases/DN-2026-0001".to_owned());
        let complaint = (PlaceKind::Complaint, "/complaints/1".to_owned());
        let customer = (PlaceKind::Customer, "/customers/example-social".to_owned());
        let year = desk.now().date_text()[..4].to_owned();
        let case = (case.0, case.1.replace("2026", &year));

        assert_eq!(named(desk, &ann, &format!("dn-{year}-0001")).await, std::slice::from_ref(&case));
        assert_eq!(named(desk, &ann, "c-1").await, std::slice::from_ref(&complaint));
        assert_eq!(named(desk, &ann, "1").await, [complaint.clone(), case.clone()]);
        assert_eq!(named(desk, &ann, "exam").await, std::slice::from_ref(&customer));
        assert_eq!(named(desk, &ann, "EXAMPLE-SOCIAL").await, std::slice::from_ref(&customer));
        for held in ["192.0.2.7", "http://192.0.2.7/login"] {
            assert_eq!(named(desk, &ann, held).await, std::slice::from_ref(&customer), "{held}");
        }
        for nothing in ["", "  ", "C-99", "DN-", "#", "198.51.100.77", "no-such-place", "M-4", "AP-", "'; drop table"] {
            assert_eq!(named(desk, &ann, nothing).await, [], "{nothing}");
        }
        desk.take_mail(desk.now(), b"From: a@b.example\r\nSubject: Who are you?\r\n\r\nYes.\r\n")
            .await
            .expect("a mail");
        assert_eq!(named(desk, &ann, "ml-1").await, [(PlaceKind::Mail, "/mail/1".to_owned())]);
        assert_eq!(named(desk, &ann, "m-1").await, [], "measures have numbers of their own");
        let words = desk.places(&ann, "violence").await.expect("places").said;
        assert!(words.iter().any(|place| place.kind == PlaceKind::Case), "{words:?}");

        // Whoever keeps customers and reads no case is led to customers alone; whoever keeps neither, nowhere.
        let ida = desk.person("Ida Admin", Role::Admin).await;
        assert_eq!(named(desk, &ida, "1").await, []);
        assert_eq!(named(desk, &ida, "exam").await, std::slice::from_ref(&customer));
        assert_eq!(desk.places(&ida, "violence").await.expect("places").said, []);
    })
    .await;
}

#[tokio::test]
async fn what_was_looked_at_last_comes_first() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let ann = matter.ann.clone();
        let number = desk.places(&ann, "DN").await.expect("places").said;
        assert!(number.len() <= 6);
        let year = desk.now().date_text()[..4].to_owned();
        let case = format!("/cases/DN-{year}-0001");
        let paths =
            ["/complaints/1", "/customers/example-social", case.as_str(), "/inbox", "/complaints/77", "/complaints/1"];
        for (place, path) in paths.iter().enumerate() {
            let id = format!("01900000-0000-7000-8000-00000000000{place}");
            let at = desk.now().plus_seconds(place as i64);
            let read = Read { id, at, actor: ann.actor().label(), what: (*path).to_owned() };
            desk.log_reads(&[read]).await.expect("a log");
        }
        let hrefs = |places: Vec<Place>| places.into_iter().map(|place| place.href).collect::<Vec<_>>();
        let recent = desk.recent_places(&ann, "").await.expect("places");
        assert_eq!(hrefs(recent), ["/complaints/1", case.as_str(), "/customers/example-social"]);
        let recent = desk.recent_places(&ann, "/complaints/1").await.expect("places");
        assert_eq!(hrefs(recent), [case.as_str(), "/customers/example-social"]);
        // Nobody sees what another looked at.
        assert_eq!(desk.recent_places(&matter.lee, "").await.expect("places"), []);
    })
    .await;
}
