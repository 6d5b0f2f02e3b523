//! Many reports in one call: each as if it had come alone, all in one transaction.

use crate::bench::{Bench, TestDesk};
use crate::complaints::xarf;
use docket::case::Case;
use docket::complaint::{Channel, Complaint, ComplaintStage};
use docket::desk::cases::OpenCase;
use docket::desk::complaints::Taken;
use docket::desk::{Done, Failure};
use docket::intake::Wanted;
use docket::people::{Actor, Role};
use docket::refusal::Refusal;
use docket::store::evidence;

pub fn about(number: u32, host: &str, words: &str) -> Vec<u8> {
    let mut report: serde_json::Value = serde_json::from_slice(&xarf(words)).expect("JSON");
    report["report_id"] = format!("7c9e6679-7425-40de-944b-{number:012x}").into();
    report["source_identifier"] = "198.51.100.7".into();
    report["url"] = format!("https://{host}/page/{number}").into();
    report.to_string().into_bytes()
}

async fn send(desk: &TestDesk, reports: Vec<Vec<u8>>, key: Option<&str>) -> Done<Vec<Taken>> {
    let taken = desk.take_reports(Actor::Reporter, Channel::Api, reports, Wanted::Xarf, key).await?;
    taken.into_iter().collect()
}

#[tokio::test]
async fn a_batch_is_one_command_and_each_of_its_reports_stands_for_itself() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.add("example-social", "legal@example-social.example", "example-social.example", "2020-06-01").await;
        let alone = desk.report(&about(1, "example-social.example", "one")).await;
        let size = desk.events().await.len();
        let odd = b"this is no JSON".to_vec();
        let batch = vec![
            about(1, "example-social.example", "one, in other words"),
            about(2, "example-social.example", "two"),
            about(3, "elsewhere.example", "three"),
            about(2, "example-social.example", "two"),
            about(2, "example-social.example", "two, in other words"),
            odd.clone(),
        ];
        let taken = send(desk, batch.clone(), None).await.expect("a batch");
        let repeated: Vec<bool> = taken.iter().map(|one| one.repeated).collect();
        assert_eq!(repeated, [true, false, false, true, true, false]);
        assert_eq!(taken[0].complaint, alone.complaint, "it was here before the batch");
        assert_eq!((taken[3].complaint, taken[4].number), (taken[1].complaint, taken[1].number));
        assert_eq!(taken[5].format, "not_json");
        let numbers: Vec<i64> = [1, 2, 5].into_iter().map(|place: usize| taken[place].number).collect();
        assert_eq!(numbers, [alone.number + 1, alone.number + 2, alone.number + 3], "in their order");

        let new: Vec<_> = desk.events().await.split_off(size);
        let kinds: Vec<String> = new.iter().map(|(_, recorded)| recorded.event.kind()).collect();
        let (repeat, receive) = ("complaint_repeated", "complaint_received");
        assert_eq!(kinds, [repeat, receive, receive, repeat, receive]);
        assert!(new.iter().all(|(_, recorded)| recorded.command == new[0].1.command), "one command for all of them");
        assert_eq!(desk.noun::<Complaint>(taken[1].complaint).await.repeats, 1);
        let whose = desk.noun::<Complaint>(taken[1].complaint).await.whose;
        assert!(whose.customer().is_some() && whose.why().contains("held by example-social"), "{}", whose.why());
        assert_eq!(desk.noun::<Complaint>(taken[2].complaint).await.whose.customer(), None);
        let mut reader = desk.read().await.expect("a reader");
        for bytes in &batch {
            let kept = evidence::bytes(&mut reader.conn(), desk.folder(), &evidence::sha256_hex(bytes)).await;
            assert_eq!(kept.expect("a database").as_ref(), Some(bytes), "all are kept as they came");
        }
        drop(reader);

        // The whole of it again adds nothing, with the words that are known now and with those that are not the first's.
        let before = desk.events().await.len();
        let again = send(desk, vec![about(2, "example-social.example", "two"), odd], None).await.expect("again");
        assert!(again.iter().all(|one| one.repeated));
        assert_eq!(desk.events().await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn a_batch_under_a_key_is_taken_once() {
    Bench::each(async |desk: &mut TestDesk| {
        let batch = vec![about(1, "a.example", "one"), about(2, "a.example", "two"), about(1, "a.example", "uno")];
        let first = send(desk, batch.clone(), Some("run 7")).await.expect("a batch");
        let events = desk.events().await.len();
        let again = send(desk, batch.clone(), Some("run 7")).await.expect("the same");
        assert_eq!(desk.events().await.len(), events, "nothing of it is recorded twice");
        let ids = |taken: &[Taken]| taken.iter().map(|one| one.complaint).collect::<Vec<_>>();
        assert_eq!(ids(&again), ids(&first));
        assert!(again.iter().all(|one| one.repeated));
        let other = send(desk, vec![about(3, "a.example", "three")], Some("run 7")).await;
        assert!(matches!(other, Err(Failure::Refused(Refusal::CommandReused))), "{other:?}");
        assert_eq!(desk.events().await.len(), events);
    })
    .await;
}

#[tokio::test]
async fn a_flood_in_a_batch_joins_the_open_case() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let host = "example-social.example";
        desk.add("example-social", "legal@example-social.example", host, "2020-06-01").await;
        let first = desk.report(&about(0, host, "the first")).await;
        let open = OpenCase {
            customer: "example-social".into(),
            title: "Phishing".into(),
            clause: desk.clause("4.1").await.id.to_string(),
            severity: "high".into(),
            complaints: vec![first.complaint.to_string()],
        };
        let (number, _) = desk.open_case(&ann, desk.new_command(), &open).await.expect("a case");
        let id = desk.case_id(&number).await.expect("the case");
        let before = desk.noun::<Case>(id).await.complaints;
        let flood: Vec<Vec<u8>> = (1..=40).map(|number| about(number, host, "a flood")).collect();
        let taken = send(desk, flood, None).await.expect("a batch");
        let (case, version) = desk.held::<Case>(id).await;
        assert_eq!(case.complaints, before + 40);
        assert!(version > 40, "each of them changed the case");
        for one in &taken {
            let complaint = desk.noun::<Complaint>(one.complaint).await;
            assert!(matches!(complaint.stage, ComplaintStage::InCase { case, .. } if case == id));
            assert!(complaint.joined.is_some_and(|why| why.contains("same category")));
        }
        assert_eq!(desk.count("complaint_joined").await, 40);
    })
    .await;
}

#[tokio::test]
async fn two_batches_of_the_same_reports_at_once_are_one() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let batch: Vec<Vec<u8>> = (0..30).map(|number| about(number, "a.example", "at once")).collect();
        let (one, two) = tokio::join!(send(desk, batch.clone(), None), send(desk, batch, None));
        let (one, two) = (one.expect("a batch"), two.expect("a batch"));
        for (one, two) in one.iter().zip(&two) {
            assert_eq!(one.complaint, two.complaint);
            assert_ne!(one.repeated, two.repeated, "one of them came first");
        }
        assert_eq!(desk.count("complaint_received").await, 30);
    })
    .await;
}
