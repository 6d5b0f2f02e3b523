//! Customers as they change: contacts, accounts, what they hold, and lists that say all of it at once.

use crate::bench::{Bench, TestDesk};
use docket::customer::standing::Standing;
use docket::customer::{Asset, Customer};
use docket::decision::Decision;
use docket::desk::Who;
use docket::desk::customers::contacts::{AccountForm, ContactForm};
use docket::desk::customers::declared::{Changed, Declared};
use docket::desk::customers::imports::{Effect, ImportLine};
use docket::people::{Actor, Role};
use docket::refusal::Refusal;

#[tokio::test]
async fn a_contact_changes_is_verified_and_withdrawn_and_no_letter_goes_there_any_more() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let one = desk.add("shop", "owner@shop.example", "shop.example", "2026-01-01").await;
        let contact = one.contacts[0].id;
        let (_, seen) = desk.held::<Customer>(one.id).await;
        let refusal = desk.refuses(desk.withdraw_contact(&lee, desk.new_command(), one.id, contact, "Left.")).await;
        assert_eq!(refusal.problems()[0].field, "reason", "the last contact stays");
        desk.verify_contact(&lee, desk.new_command(), one.id, contact, "2026-02-01", "They answered.")
            .await
            .expect("verified");
        assert!(!desk.customer("shop").await.contacts[0].is_stale(desk.now()));
        let form = ContactForm {
            name: "New owner".into(),
            email: "new@shop.example".into(),
            duty: "legal".into(),
            language: "fr".into(),
            zone: "Europe/Paris".into(),
        };
        let refusal =
            desk.refuses(desk.change_contact(&lee, desk.new_command(), one.id, contact, Some(seen), &form)).await;
        assert!(matches!(refusal, Refusal::Stale { .. }), "somebody verified it meanwhile");
        desk.change_contact(&lee, desk.new_command(), one.id, contact, Some(seen + 1), &form).await.expect("changed");
        let now = desk.customer("shop").await;
        assert_eq!(now.contacts[0].verified_on, None, "a new address is not verified");
        assert_eq!(
            (now.contacts[0].email.show(), now.contacts[0].zone.as_deref()),
            ("new@shop.example", Some("Europe/Paris"))
        );
        let added = docket::desk::customers::AddContact {
            name: "Abuse desk".into(),
            email: "abuse@shop.example".into(),
            duty: "abuse".into(),
            language: "en".into(),
        };
        desk.add_contact(&lee, desk.new_command(), one.id, &added).await.expect("added");
        desk.withdraw_contact(&lee, desk.new_command(), one.id, contact, "Left the company.").await.expect("withdrawn");
        let now = desk.customer("shop").await;
        let in_use: Vec<&str> = now.contacts_in_use().map(|contact| contact.email.show()).collect();
        assert_eq!(in_use, ["abuse@shop.example"]);
        let view = desk.customer_view("shop").await.expect("the page");
        assert_eq!((view.history.len(), view.standing), (3, Standing::Good));
        assert!(view.history[0].sentence.text.contains("withdrew a contact"), "{:?}", view.history[0].sentence);
    })
    .await;
}

#[tokio::test]
async fn an_account_changes_and_nobody_stands_above_itself() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let reseller = desk.add("reseller", "r@reseller.example", "", "").await;
        let shop = desk.add("shop", "s@shop.example", "", "").await;
        let form = |parent: &str| AccountForm {
            account: "4711-b".into(),
            name: "Shop SARL".into(),
            language: "fr".into(),
            zone: "Europe/Paris".into(),
            plan: "Dedicated".into(),
            contract: "2026-01".into(),
            phone: "+33 1 00 00 00 00".into(),
            parent: parent.into(),
        };
        desk.change_account(&lee, desk.new_command(), shop.id, None, &form("reseller")).await.expect("changed");
        let now = desk.customer("shop").await;
        assert_eq!((now.parent, now.plan.as_str()), (Some(reseller.id), "Dedicated"));
        for (who, parent) in [(&shop, "shop"), (&reseller, "shop"), (&shop, "nobody")] {
            let refusal =
                desk.refuses(desk.change_account(&lee, desk.new_command(), who.id, None, &form(parent))).await;
            assert_eq!(refusal.problems()[0].field, "parent");
        }
    })
    .await;
}

#[tokio::test]
async fn a_prefix_has_one_holder_even_when_two_are_given_it_at_once() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let mut customers = Vec::new();
        for name in ["one", "two", "three", "four"] {
            customers.push(desk.add(name, &format!("a@{name}.example"), "", "").await);
        }
        for round in 0..5 {
            let prefix = format!("198.51.100.{}/32", round * 8);
            let here: &TestDesk = desk;
            let asks = customers.iter().map(|customer| {
                let (lee, prefix) = (lee.clone(), prefix.clone());
                async move { here.assign_assets(Some(&lee), here.new_command(), customer.id, &prefix, "").await }
            });
            let done = futures_join(asks.collect()).await;
            assert_eq!(done.iter().filter(|done| **done).count(), 1, "{prefix} went to several");
        }
    })
    .await;
}

/// Runs them side by side and says which were let through.
async fn futures_join<T>(all: Vec<impl Future<Output = docket::desk::Done<T>>>) -> Vec<bool> {
    let mut all: Vec<_> = all.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<bool>> = all.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (one, done) in all.iter_mut().zip(&mut done) {
            if done.is_none()
                && let std::task::Poll::Ready(result) = one.as_mut().poll(context)
            {
                *done = Some(result.is_ok());
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}

fn holds(customer: &str, asset: &str, from: &str, to: Option<&str>) -> Declared {
    Declared { customer: customer.into(), asset: asset.into(), from: from.into(), to: to.map(str::to_owned) }
}

#[tokio::test]
async fn addresses_change_hands_by_the_hour_and_saying_so_twice_changes_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.add("red", "a@red.example", "", "").await;
        desk.add("blue", "a@blue.example", "", "").await;
        let say =
            async |items: &[Declared]| desk.declare_assets(Actor::System, items).await.map(|(changed, _)| changed);
        let first = [
            holds("red", "203.0.113.7", "2026-03-04T10:00:00Z", None),
            holds("blue", "2001:db8::7", "2026-03-04T10:00:00Z", Some("2026-03-04T11:00:00Z")),
        ];
        assert_eq!(say(&first).await.expect("declared"), Changed { assigned: 2, ended: 0, unchanged: 0 });
        let events = desk.events().await.len();
        assert_eq!(say(&first).await.expect("again"), Changed { assigned: 0, ended: 0, unchanged: 2 });
        assert_eq!(desk.events().await.len(), events, "the same again leaves no event");
        let next = [holds("blue", "203.0.113.7/32", "2026-03-04T11:00:00Z", None)];
        assert_eq!(say(&next).await.expect("handed over"), Changed { assigned: 1, ended: 1, unchanged: 0 });
        let red = desk.assets(&desk.customer("red").await).await;
        assert_eq!(red[0].to.map(|to| to.rfc3339()).as_deref(), Some("2026-03-04T11:00:00.000000Z"));
        assert_eq!(say(&next).await.expect("again").unchanged, 1);
        let longer = [holds("blue", "2001:db8::7", "2026-03-04T10:00:00Z", Some("2026-03-04T12:00:00Z"))];
        assert_eq!(say(&longer).await.expect("longer").ended, 1);
        // All or nothing, each problem at its place.
        let wrong = [
            holds("red", "203.0.113.9", "2026-03-04T10:00:00Z", None),
            holds("nobody", "203.0.113.10", "2026-03-04T10:00:00Z", None),
            holds("red", "2001:db8::7", "2026-03-04T10:30:00Z", None),
        ];
        let refusal = desk.refuses(desk.declare_assets(Actor::System, &wrong)).await;
        let places: Vec<&str> = refusal.problems().iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(places, ["assets/1/customer", "assets/2/asset"]);
        let unreadable = [holds("red", "not an address", "yesterday", Some("never"))];
        let refusal = desk.refuses(desk.declare_assets(Actor::System, &unreadable)).await;
        assert_eq!(refusal.problems().len(), 3);
    })
    .await;
}

const LIST: &str = "\u{feff}Handle;Account;Name;Language;Zone;Contact email;Contact duty;Asset;From;Colour\r\n\
    shop;4712;Shop SARL;fr;Europe/Paris;abuse@shop.example;abuse;192.0.2.64/26;2026-01-01;red\r\n\
    shop;;;;;;;shop.example;2026-01-01;red\r\n\
    shop;;;;;;;'=1+1;2026-01-01;red\r\n\
    known;;New name;;;;;;;\r\n\
    known;;;;;;;198.51.100.0/24;2026-02-01;\r\n\
    Bad Handle;1;x;;;a@b.example;;;;\r\n\
    new;1;;;;a@b.example;;;;\r\n\
    late;1;Late;;Mars/Olympus;a@b.example;;;;\r\n";

async fn import(desk: &TestDesk, who: &Who, text: &str) -> (String, docket::desk::customers::imports::ImportReport) {
    let id = desk.check_import(who, desk.new_command(), "list.csv", text.as_bytes()).await.expect("a list");
    let report = desk.import_view(&id).await.expect("its page").report;
    (id, report)
}

#[tokio::test]
async fn a_list_says_first_what_it_would_change_and_then_does_exactly_that() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        desk.add("known", "a@known.example", "", "").await;
        desk.add("old", "a@old.example", "198.51.100.0/24", "2026-01-01").await;
        let before = desk.events().await.len();
        let (id, preview) = import(desk, &lee, LIST).await;
        assert_eq!(desk.events().await.len(), before, "looking changes nothing");
        assert_eq!((preview.added, preview.changed, preview.unchanged, preview.refused), (3, 1, 0, 4));
        assert_eq!(preview.unread, ["Colour"]);
        let refused: Vec<(usize, &str)> = preview
            .lines
            .iter()
            .filter(|line| line.effect == Effect::Refused)
            .map(|line| (line.row, line.column.as_str()))
            .collect();
        assert_eq!(refused, [(4, "asset"), (7, "handle"), (8, "name"), (9, "zone")]);
        assert!(preview.lines.iter().any(|line| line.sentence.contains("taken from old")), "{:?}", preview.lines);
        let report = desk.run_import(&lee, &id).await.expect("done");
        let said = |lines: &[ImportLine]| serde_json::to_string(lines).expect("JSON");
        assert_eq!(said(&report.lines), said(&preview.lines), "what was announced is what happened");
        let again = desk.run_import(&lee, &id).await.expect("again");
        assert_eq!(said(&again.lines), said(&report.lines), "a list is carried out once");
        assert_eq!(desk.count("customers_imported").await, 1);
        let shop = desk.customer("shop").await;
        assert_eq!((shop.contacts.len(), shop.zone.as_str()), (1, "Europe/Paris"));
        let held: Vec<Asset> = desk.assets(&shop).await;
        assert_eq!(held.len(), 2);
        let old = desk.assets(&desk.customer("old").await).await;
        assert_eq!(old[0].to.map(|to| to.date_text()).as_deref(), Some("2026-02-01"));
        let (_, again) = import(desk, &lee, LIST).await;
        assert_eq!((again.added, again.changed, again.unchanged, again.refused), (0, 0, 4, 4));
        let csv = String::from_utf8(desk.import_csv(&lee, &id).await.expect("a table")).expect("text");
        assert!(
            csv.starts_with("row,effect,handle,column,sentence\r\n") && csv.contains("4,refused,shop,asset,"),
            "{csv}"
        );
        for nonsense in ["", "handle\n", "a,b\n1,2\n"] {
            let refusal = desk.refuses(desk.check_import(&lee, desk.new_command(), "x.csv", nonsense.as_bytes())).await;
            assert_eq!(refusal.problems()[0].field, "file");
        }
    })
    .await;
}

/// What was read in before the crash stays, and the rest follows; the end is the same as without a crash.
#[tokio::test]
async fn a_long_list_is_read_in_in_parts() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let mut list = String::from("handle,account,name,contact_email,asset,from\n");
        for number in 0..1_200 {
            let asset = format!("10.{}.{}.0/24", number / 250, number % 250);
            list.push_str(&format!("c-{number},{number},Customer {number},a@c{number}.example,{asset},2026-01-01\n"));
        }
        let (id, preview) = import(desk, &lee, &list).await;
        assert_eq!((preview.added, preview.refused), (1_200, 0));
        let report = desk.run_import(&lee, &id).await.expect("done");
        assert_eq!(report.added, 1_200);
        let view = desk.import_view(&id).await.expect("its page");
        assert_eq!((view.stage.as_str(), view.done), ("done", 1_200));
        assert_eq!(desk.count("asset_assigned").await, 1_200);
    })
    .await;
}

#[tokio::test]
async fn a_suspension_stands_in_the_head_and_counts_as_a_strike_until_its_day() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.overdue(&matter).await;
        assert_eq!(desk.customer_view("example-social").await.expect("the page").standing, Standing::UnderNotice);
        let decision = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        let view = desk.customer_view(&matter.customer.handle).await.expect("the page");
        assert!(view.standing >= Standing::SuspendedInPart, "{:?}", view.standing);
        assert_eq!(view.strikes.len(), 1);
        let strike = &view.strikes[0];
        assert!(strike.counts && strike.clause.contains("3.2"), "{strike:?}");
        assert_eq!(strike.strike.until.minus(strike.strike.since), 365 * 24 * 3_600 * 1_000_000);
        assert!(!strike.strike.counts(strike.strike.until));
        assert!(view.ended[0].as_ref().is_some_and(|end| end.given.is_some_and(|given| given > 0)), "{:?}", view.ended);
        assert!(view.weeks.iter().map(|week| week.many).sum::<i64>() > 0);
    })
    .await;
}
