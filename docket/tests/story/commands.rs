//! One intention is carried out once, and nobody overwrites what they have not seen.

use crate::bench::{Bench, TestDesk, fresh};
use crate::hands::{answer_form, decision_form, notice_form, suspension_in_an_hour};
use docket::case::Case;
use docket::decision::Decision;
use docket::desk::complaints::{ComplaintForm, Upload};
use docket::desk::{Desk, Failure};
use docket::people::Role;
use docket::refusal::Refusal;

#[tokio::test]
async fn a_command_repeated_gets_the_same_receipt() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let command = desk.new_command();
        let first = desk.add_note(&matter.ann, command, matter.case, "They called.").await.expect("a note");
        desk.clock.advance_seconds(30);
        let again = desk.add_note(&matter.ann, command, matter.case, "They called.").await.expect("the same receipt");
        assert!(again.repeated && !first.repeated);
        assert_eq!((first.at, &first.entries), (again.at, &again.entries));
        assert_eq!(desk.count("case_noted").await, 1);
        let refusal = desk.refuses(desk.add_note(&matter.ann, command, matter.case, "They wrote.")).await;
        assert_eq!(refusal, Refusal::CommandReused);
        let refusal = desk.refuses(desk.close_case(&matter.ann, command, matter.case, None, "Done.")).await;
        assert_eq!(refusal, Refusal::CommandReused);

        let command = desk.new_command();
        let one = Upload { name: "a.txt".into(), media_type: "text/plain".into(), bytes: b"one".to_vec() };
        let other = Upload { bytes: b"other".to_vec(), ..one.clone() };
        desk.add_evidence(&matter.ann, command, matter.case, std::slice::from_ref(&one)).await.expect("evidence");
        assert!(desk.add_evidence(&matter.ann, command, matter.case, &[one]).await.expect("evidence").repeated);
        let refusal = desk.refuses(desk.add_evidence(&matter.ann, command, matter.case, &[other])).await;
        assert_eq!(refusal, Refusal::CommandReused, "another file under the same name is another content");

        let command = desk.new_command();
        let form = ComplaintForm {
            locations: "192.0.2.9".into(),
            category: "spam".into(),
            description: "Mail.".into(),
            ..ComplaintForm::default()
        };
        let taken =
            desk.log_complaint(matter.ann.actor(), Some(&matter.ann), command, &form, &[]).await.expect("a complaint");
        let same =
            desk.log_complaint(matter.ann.actor(), Some(&matter.ann), command, &form, &[]).await.expect("the same");
        assert_eq!((taken.complaint, taken.number), (same.complaint, same.number));
    })
    .await;
}

#[tokio::test]
async fn a_repeat_names_what_it_made_and_not_what_came_later() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (notice_command, form) = (desk.new_command(), notice_form(&matter));
        let (first, _) = desk.schedule_notice(&matter.ann, notice_command, matter.case, &form).await.expect("a notice");
        desk.undo_notice(&matter.ann, desk.new_command(), first).await.expect("undone");
        let (second, token) = desk.send(&matter, &form).await;
        let (again, receipt) =
            desk.schedule_notice(&matter.ann, notice_command, matter.case, &form).await.expect("the first");
        assert!(again == first && again != second && receipt.repeated);

        let (command, yes) = (desk.new_command(), answer_form(&[("done", "Yes."), ("", "")]));
        let (one, _) = desk.answer_notice(&token, command, &yes, &[], "").await.expect("an answer");
        let (two, _) =
            desk.answer(&token, &[("done", "And more."), ("", "")]).await.expect("another in the same minute");
        let (three, receipt) = desk.answer_notice(&token, command, &yes, &[], "").await.expect("the first");
        assert!(three.id == one.id && three.id != two.id && receipt.repeated);
        for answer in [one.id, two.id] {
            desk.assess(&matter.ann, answer, &[(1, false), (2, false)]).await.expect("verdicts");
        }

        let (command, favour) = (desk.new_command(), decision_form(&matter, "no_action", "", ""));
        let (number, _) = desk.propose_decision(&matter.ann, command, matter.case, &favour).await.expect("a decision");
        desk.pass_deadline(second).await;
        let later = desk.propose(&matter, &suspension_in_an_hour(desk, &matter)).await.expect("a proposal");
        assert_eq!((number, later.number), (1, 2));
        let (again, _) = desk.propose_decision(&matter.ann, command, matter.case, &favour).await.expect("the first");
        assert_eq!(again, 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_is_told() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let (_, seen) = desk.held::<Case>(matter.case).await;
        desk.assign_case(&matter.lee, desk.new_command(), matter.case, Some(seen), Some(matter.lee.person.id))
            .await
            .expect("assigned");
        let now = desk.held::<Case>(matter.case).await.1;
        let refusal =
            desk.refuses(desk.close_case(&matter.ann, desk.new_command(), matter.case, Some(seen), "Done.")).await;
        assert_eq!(refusal, Refusal::Stale { now });
        let mut form = notice_form(&matter);
        form.version = Some(seen);
        assert_eq!(
            desk.refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form)).await,
            Refusal::Stale { now }
        );
        desk.add_note(&matter.ann, desk.new_command(), matter.case, "A note is never turned away.")
            .await
            .expect("a note");
        let now = desk.held::<Case>(matter.case).await.1;
        desk.close_case(&matter.ann, desk.new_command(), matter.case, Some(now), "Nothing found.")
            .await
            .expect("closed");
        let refusal = desk
            .refuses(desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &notice_form(&matter)))
            .await;
        assert_eq!(refusal, Refusal::CaseClosed);
    })
    .await;
}

#[tokio::test]
async fn a_role_that_may_not_is_refused_before_anything_else() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let auditor = desk.person("Otto Auditor", Role::Auditor).await;
        let note = desk.refuses(desk.add_note(&auditor, desk.new_command(), matter.case, "Mine.")).await;
        let close = desk.refuses(desk.close_case(&auditor, desk.new_command(), matter.case, None, "")).await;
        let asset = desk.refuses(desk.release_asset(&matter.ann, desk.new_command(), matter.assets[0].id)).await;
        let token = desk.refuses(desk.add_token(Some(&matter.lee), "Mine", "complaints:write")).await;
        assert!([note, close, asset, token].iter().all(|refusal| *refusal == Refusal::NotAllowed));
    })
    .await;
}

/// The order in which the databases let many in differs, so only what came out is compared.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_lose_nothing_and_double_nothing() {
    Bench::each_apart(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let events = desk.events().await.len();
        let command = desk.new_command();
        let mut tasks = tokio::task::JoinSet::new();
        for place in 0..24 {
            let (desk, who, case): (Desk, _, _) = (Desk::clone(desk), matter.ann.clone(), matter.case);
            // Every third one is the same double click.
            let (command, text) = if place % 3 == 0 {
                (command, "The same.".to_owned())
            } else {
                (desk.new_command(), format!("Note {place}."))
            };
            tasks.spawn(async move { desk.add_note(&who, command, case, &text).await });
        }
        let mut repeated = 0;
        while let Some(done) = tasks.join_next().await {
            repeated += usize::from(done.expect("a task").expect("a note").repeated);
        }
        assert_eq!(repeated, 7);
        assert_eq!(desk.events().await.len(), events + 17);

        desk.overdue(&matter).await;
        let decision = desk.propose(&matter, &suspension_in_an_hour(desk, &matter)).await.expect("a proposal");
        let mut tasks = tokio::task::JoinSet::new();
        for name in ["Bo Both", "Cy Counsel", "Di Deputy"] {
            let lead = fresh(&desk.person(name, Role::Lead).await, desk.now());
            let (desk, decision): (Desk, Decision) = (Desk::clone(desk), decision.clone());
            let handle = matter.customer.handle.clone();
            tasks.spawn(async move {
                desk.approve_decision(&lead, desk.new_command(), decision.id, &decision.statement.hash, &handle).await
            });
        }
        let mut approved = 0;
        while let Some(done) = tasks.join_next().await {
            match done.expect("a task") {
                Ok(_) => approved += 1,
                Err(Failure::Refused(refusal)) => assert_eq!(refusal, Refusal::NotProposed),
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(approved, 1);
        desk.round().await;
    })
    .await;
}
