//! Every page's query, on both databases, over a desk on which everything has happened once.

use crate::bench::{Bench, TestDesk};
use docket::complaint::Complaint;
use docket::decision::Decision;
use docket::desk::pages::ledger_search::LedgerAsk;
use docket::people::Role;
use docket::report::{case_file, register};
use docket::store::aside::Read;
use docket::store::lists::InboxFilter;
use docket::time::zone::Zone;
use docket::words::Language;

#[tokio::test]
async fn every_page_finds_what_it_shows() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, token) = desk.overdue(&matter).await;
        let (answer, _) =
            desk.answer(&token, &[("done", "It is done."), ("done", "So is this.")]).await.expect("an answer");
        desk.assess(&matter.ann, answer.id, &[(1, true), (2, false)]).await.expect("weighed");
        let decision = desk.scheduled_suspension(&matter).await;
        desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
        desk.round().await;
        let waiting = desk.complaint(&matter.ann, "https://nobody.example/x").await;
        let number = desk.noun::<docket::case::Case>(matter.case).await.number;

        let counts = desk.counts().await.expect("counts");
        assert_eq!((counts.inbox, counts.cases), (1, 1));

        for stage in ["new", "in_case", "passed_on", "rejected"] {
            let all = InboxFilter { stage: stage.into(), ..InboxFilter::default() };
            desk.inbox(&all, None).await.expect("an inbox");
        }
        let complaint: Complaint = desk.noun(waiting.complaint).await;
        let every = InboxFilter {
            stage: "new".into(),
            category: complaint.report.category.word().into(),
            channel: complaint.report.channel.word().into(),
            severity: i64::from(complaint.report.severity.strokes()),
            unmatched: true,
            before: Some(desk.now().plus_seconds(1)),
            among: Some(vec![complaint.id.to_string()]),
            ..InboxFilter::default()
        };
        let found = desk.inbox(&every, Some("0_")).await.expect("a filtered inbox");
        assert_eq!(found.rows.len(), 1, "every filter at once, after the beginning");

        assert_eq!(desk.complaint_view(waiting.number).await.expect("a complaint").candidates.len(), 0);
        assert!(!desk.complaint_history(&complaint).await.expect("its history").is_empty());

        assert_eq!(desk.cases_view("", "", None).await.expect("cases").rows.len(), 1);
        let owner = matter.ann.person.id.to_string();
        desk.cases_view("in_force", &owner, Some("9000000000000000_~")).await.expect("cases of somebody, before a key");
        let view = desk.case_view(&number, None).await.expect("a case");
        assert!(view.timeline.len() > 10 && view.instructions.len() == 1);
        desk.case_view(&number, Some(5)).await.expect("its older entries");
        desk.exhibits_of(matter.case).await.expect("its files");
        assert!(
            !desk.in_the_way(matter.case).await.expect("what stands in the way").is_empty()
                || view.in_the_way.is_empty()
        );
        let order = view.instructions[0].number;
        assert_eq!(desk.case_of_instruction(order).await.expect("its case"), number);

        let handle = view.customer.handle.clone();
        assert!(!desk.customers_view("", "").await.expect("customers").customers.is_empty());
        assert_eq!(desk.customer_view(&handle).await.expect("a customer").suspended_by.len(), 1);

        let ask = LedgerAsk { kind: "decision_took_effect".into(), case: number.clone(), ..LedgerAsk::default() };
        let ledger = desk.ledger_found(&matter.lee, &ask, Zone::UTC).await.expect("the ledger");
        assert!(ledger.size > 20 && ledger.rows.len() == 1);
        desk.ledger_entry(&matter.lee, 1).await.expect("the first entry");

        assert_eq!(desk.decisions_view("in_force", None, 50).await.expect("the register").rows.len(), 1);
        desk.decisions_view("", Some("1_~"), 50).await.expect("the register before a key");
        assert!(desk.people_view().await.expect("people").people.len() > 1);
        assert!(!desk.clauses().await.expect("the policy").is_empty());
        desk.notice_history(matter.case, Language::Fr).await.expect("what the customer is told");
        let opened = desk.open_link(&token).await.expect("the link");
        desk.notice_sheet(opened.clone(), Language::Fr).await.expect("the customer's page");
        desk.receipt_sheet(opened, &answer.receipt).await.expect("the receipt");

        let letters = desk.letters_view("", None).await.expect("the outbox");
        assert!(letters.rows.len() > 1 && letters.counts.len() == 8);
        desk.letters_view("accepted", Some("9000000000000000_~")).await.expect("letters before a key");
        let letter = desk.letter_view(letters.rows[0].letter.id).await.expect("a letter");
        assert!(!letter.bytes.is_empty());
        assert_eq!(desk.templates().await.expect("templates").len(), 10);
        assert!(desk.notice_draft(&matter.ann, matter.case).await.expect("no draft").is_none());

        let counsel = desk.person("Cy Counsel", Role::Counsel).await;
        let csv = register::decisions_csv(desk, &counsel, "").await.expect("the register as a table");
        assert!(String::from_utf8_lossy(&csv).contains(&number));
        let file = case_file::gather(desk, Some(&counsel), &number).await.expect("the case file");
        assert_eq!(file.view.case.number, number);
        desk.record_export(Some(&counsel), matter.case, "00", 1).await.expect("written down");

        let read = Read { id: "r".into(), at: desk.now(), actor: "link".into(), what: "/n/x".into() };
        desk.log_reads(&[read]).await.expect("the read log");
    })
    .await;
}
