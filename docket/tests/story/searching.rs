//! Search over all text: the same words find the same things on both databases.

use crate::bench::{Bench, TestDesk};
use docket::desk::searching::Hits;
use docket::desk::{Desk, Who};
use docket::erasure::Subject;
use docket::people::Role;
use docket::search::Found;
use docket::store::search as index;

async fn found(desk: &Desk, who: &Who, query: &str) -> Vec<(Found, String)> {
    let hits = desk.search(who, query, None, None).await.expect("a search");
    hits.hits.into_iter().map(|hit| (hit.kind, hit.title.to_string())).collect()
}

#[tokio::test]
async fn everything_that_was_said_is_found() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let ann = matter.ann.clone();
        let (_, token) = desk.overdue(&matter).await;
        desk.answer(&token, &[("done", "The moderators résigned."), ("done", "So did I.")]).await.expect("an answer");
        desk.add_note(&ann, desk.new_command(), matter.case, "Called them at 555-0199, nobody was there.")
            .await
            .expect("a note");
        desk.round().await;

        let complaint = found(desk, &ann, "rita@reports.example").await;
        assert_eq!(complaint.len(), 1);
        assert_eq!(complaint[0].0, Found::Complaint);
        for (query, kind) in [
            ("C-1", Found::Complaint),
            ("violence example-social.example/post/1", Found::Complaint),
            ("DN-2026-0001", Found::Case),
            ("555-0199", Found::Note),
            ("RESIGNED", Found::Answer),
            ("legal@example-social.example", Found::Customer),
            ("192.0.2.0/26", Found::Customer),
            ("N-1", Found::Notice),
        ] {
            let kinds: Vec<Found> = found(desk, &ann, query).await.into_iter().map(|(kind, _)| kind).collect();
            assert!(kinds.contains(&kind), "{query} finds {kinds:?}");
        }
        assert!(found(desk, &ann, "nothing-like-this").await.is_empty());
        assert!(found(desk, &ann, "").await.is_empty());
        for hostile in
            ["\"", "' or 1=1 --", "a* AND (b", "kind:", "NEAR(a b)", "{words} : x", "\\'", "%", "search_words"]
        {
            desk.search(&ann, hostile, None, None).await.expect("a search");
        }
        // Nothing is exactly this, so what begins like it is shown, and it is said.
        let hits = desk.search(&ann, "modera", None, None).await.expect("a search");
        assert!(hits.beginnings && !hits.hits.is_empty());
        assert!(hits.hits[0].excerpt.iter().any(|(text, marked)| *marked && text.contains("oderat")));
        let only = desk.search(&ann, "violence", Some(Found::Case), None).await.expect("a search");
        assert!(!only.hits.is_empty() && only.hits.iter().all(|hit| hit.kind == Found::Case));

        // What is made anew from the ledger finds the same.
        let before = found(desk, &ann, "example-social").await;
        desk.rebuild_search(|_, _| ()).await.expect("an index");
        assert_eq!(found(desk, &ann, "example-social").await, before);
        assert_eq!(
            index::progress(&mut desk.read().await.expect("a reader").conn()).await.expect("progress").0,
            desk.events().await.len() as i64
        );
    })
    .await;
}

async fn customers(desk: &Desk, text: &str) -> Vec<String> {
    let view = desk.customers_view(text, "").await.expect("customers");
    view.customers.into_iter().map(|customer| customer.handle).collect()
}

#[tokio::test]
async fn a_customer_is_found_by_handle_name_account_and_what_they_hold_or_held() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.add("brook-mail", "abuse@brook.example", "203.0.113.0/25\nbrook.example", "2020-06-01").await;
        desk.add("brook-shop", "abuse@shop.example", "2001:db8:40::/48", "2020-06-01").await;
        desk.add("other", "abuse@other.example", "203.0.113.128/25", "2020-06-01").await;
        for (text, handles) in [
            ("", &["brook-mail", "brook-shop", "other"][..]),
            ("brook", &["brook-mail", "brook-shop"]),
            ("brook-ma", &["brook-mail"]),
            ("OTHER inc", &["other"]),
            ("account of other", &["other"]),
            ("abuse@shop.example", &["brook-shop"]),
            ("203.0.113.7", &["brook-mail"]),
            ("203.0.113.200", &["other"]),
            ("2001:db8:40::17", &["brook-shop"]),
            ("https://www.brook.example/item/7", &["brook-mail"]),
            ("nobody-like-this", &[]),
            ("' or 1=1 --", &[]),
            ("%", &[]),
        ] {
            assert_eq!(customers(desk, text).await, handles, "{text}");
        }
        // Whoever gave an address back is found by it too.
        let mail = desk.customer("brook-mail").await;
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let range = desk.assets(&mail).await.into_iter().find(|asset| asset.value.contains('/')).expect("a range");
        desk.release_asset(&lee, desk.new_command(), range.id).await.expect("given back");
        assert_eq!(customers(desk, "203.0.113.7").await, ["brook-mail"]);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_of_customers_is_read_page_by_page_also_when_it_was_looked_for() {
    Bench::each(async |desk: &mut TestDesk| {
        for number in 0..120 {
            desk.add(&format!("brook-{number:03}"), "abuse@brook.example", "", "").await;
        }
        desk.add("other", "abuse@other.example", "", "").await;
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let view = desk.customers_view("brook", &after).await.expect("customers");
            seen.extend(view.customers.into_iter().map(|customer| customer.handle));
            match view.next {
                Some(next) => after = next,
                None => break,
            }
        }
        let all: Vec<String> = (0..120).map(|number| format!("brook-{number:03}")).collect();
        assert_eq!(seen, all);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_of_hits_is_read_page_by_page() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        for number in 0..120 {
            let text = format!("Note {number} about the same thing.");
            desk.add_note(&matter.ann, desk.new_command(), matter.case, &text).await.expect("a note");
        }
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let Hits { hits, next, .. } = desk.search(&matter.ann, "same thing", None, before).await.expect("a search");
            seen.extend(hits.iter().map(|hit| hit.seq));
            before = next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 120);
        assert!(seen.is_sorted_by(|one, two| one > two), "newest first, each once");
    })
    .await;
}

#[tokio::test]
async fn what_is_erased_is_found_no_more() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        assert_eq!(found(desk, &matter.ann, "rita").await.len(), 1);
        let complaint = desk.events().await.into_iter().find_map(|(_, recorded)| match recorded.event {
            docket::event::Event::ComplaintReceived { complaint, .. } => Some(complaint),
            _ => None,
        });
        let subject = Subject::Reporter { complaint: complaint.expect("a complaint") };
        desk.erased(&matter, subject, false).await;
        assert!(found(desk, &matter.ann, "rita").await.is_empty());
        assert_eq!(found(desk, &matter.ann, "C-1").await.len(), 1, "by what is left of it, it is still found");
    })
    .await;
}
