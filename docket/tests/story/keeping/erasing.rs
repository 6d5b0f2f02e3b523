//! A person is erased: by two, everywhere, and with every proof still valid.

use super::wide;
use crate::bench::{Bench, Place, TestDesk, fresh, places};
use docket::complaint::Complaint;
use docket::customer::Customer;
use docket::desk::erasing::ErasureForm;
use docket::desk::holds::WideHoldForm;
use docket::erasure::Subject;
use docket::people::{Person, Role};
use docket::private::ERASED;
use docket::refusal::Refusal;

fn asking(mentions: bool) -> ErasureForm {
    ErasureForm { basis: "objection".into(), reason: "They wrote to us.".into(), mentions }
}

/// The whole of every file that the desk has.
fn files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.display().to_string(), std::fs::read(&path).expect("a file")));
            }
        }
    }
    found
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

#[tokio::test]
async fn a_person_is_erased_by_two_and_every_proof_still_holds() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = desk.counsel().await;
        // The same reporter by a machine's report as well, a long one: its bytes lie in a file.
        let mail = format!(
            "From: Rita Reporter <rita@reports.example>\r\nSubject: abuse\r\n\r\nhttps://example-social.example/post/2\r\n{}\r\n",
            "More of it. ".repeat(8_000)
        );
        let other = desk.report(mail.as_bytes()).await;
        desk.add_note(&matter.ann, desk.new_command(), matter.case, "Rita Reporter called again.").await.expect("a note");
        desk.round().await;
        let first = desk.complaint_ids().await[0];
        let subject = Subject::Reporter { complaint: first };
        let raws = [desk.noun::<Complaint>(first).await.report.raw, desk.noun::<Complaint>(other.complaint).await.report.raw];
        let size = desk.events().await.len() as i64;
        for seq in 1..=size {
            assert!(desk.proof_of(seq).await.expect("a proof").holds);
        }

        let refused = desk.refuses(desk.ask_erasure(&matter.ann, desk.new_command(), subject, &asking(true))).await;
        assert_eq!(refused, Refusal::NotAllowed);
        let blank = ErasureForm::default();
        let refused = desk.refuses(desk.ask_erasure(&matter.lee, desk.new_command(), subject, &blank)).await;
        assert_eq!(refused.problems().iter().map(|one| one.field.as_str()).collect::<Vec<_>>(), ["basis", "reason"]);
        let (number, _) =
            desk.ask_erasure(&matter.lee, desk.new_command(), subject, &asking(true)).await.expect("asked");
        let lee = fresh(&matter.lee, desk.now());
        let seen = desk.erasure_view(&lee, number).await.expect("what goes").digest;
        let own = desk.refuses(desk.agree_erasure(&lee, desk.new_command(), number, &seen)).await;
        assert_eq!(own, Refusal::OwnErasure);
        let cleo = fresh(&cleo, desk.now());
        let wrong = desk.refuses(desk.agree_erasure(&cleo, desk.new_command(), number, "another")).await;
        assert_eq!(wrong, Refusal::DueChanged);
        desk.agree_erasure(&cleo, desk.new_command(), number, &seen).await.expect("erased");

        for id in desk.complaint_ids().await {
            let reporter = desk.noun::<Complaint>(id).await.report.reporter;
            assert_eq!((reporter.name.show(), reporter.email.show()), (ERASED, ERASED));
        }
        for raw in raws {
            assert_eq!(desk.evidence(&raw).await.expect("a database"), None, "the raw bytes are gone");
        }
        assert!(desk.texts("select value from vault where lower(value) like '%rita%'").await.is_empty());
        let found = desk.search(&matter.ann, "rita", None, None).await.expect("a search");
        assert!(found.hits.is_empty(), "{:?}", found.hits);
        let report = desk.verify().await;
        assert!(report.is_sound(), "{:#?}", report.wrongs);
        assert!(report.erased >= 6 && report.destroyed >= 2 && report.missing == 0, "{report:?}");
        assert_eq!(report.went.len(), 1);
        assert_eq!(report.went[0].seq, desk.last_seq("person_erased").await, "each says with which event it went");
        for seq in 1..=size {
            assert!(desk.proof_of(seq).await.expect("a proof").holds, "{seq}");
        }
        let over = desk.refuses(desk.agree_erasure(&cleo, desk.new_command(), number, &seen)).await;
        assert_eq!(over, Refusal::ErasureOver);
    })
    .await;
}

/// Not a byte of them is left in any file of the embedded database.
#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_the_files() {
    let mut desk = TestDesk::open(Place::Sqlite, crate::bench::BEGINS, 3).await;
    desk.found(false).await.expect("a founded desk");
    let matter = desk.matter().await;
    let mail = format!(
        "From: Rita Reporter <rita@reports.example>\r\nSubject: abuse\r\n\r\nhttps://example-social.example/post/2\r\n{}\r\n",
        "More of it. ".repeat(8_000)
    );
    desk.report(mail.as_bytes()).await;
    desk.round().await;
    let named = |desk: &TestDesk| {
        let files = files(desk.folder()).into_iter();
        files.filter(|(_, bytes)| holds(bytes, "rita@reports.example")).map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert!(named(&desk).len() >= 3, "database, evidence, outbox: {:?}", named(&desk));
    let subject = Subject::Reporter { complaint: desk.complaint_ids().await[0] };
    desk.erased(&matter, subject, true).await;
    assert_eq!(named(&desk), Vec::<String>::new());
    desk.letters_may_wait();
    desk.end().await;
}

#[tokio::test]
async fn a_hold_or_a_letter_that_waits_stops_an_erasure() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let cleo = fresh(&desk.counsel().await, desk.now());
        let subject = Subject::Reporter { complaint: desk.complaint_ids().await[0] };
        let (hold, _) = {
            let form = WideHoldForm { case: "DN-2026-0001".into(), ..wide("case") };
            desk.place_wide_hold(&cleo, desk.new_command(), &form).await.expect("a hold")
        };
        let (number, _) =
            desk.ask_erasure(&matter.lee, desk.new_command(), subject, &asking(false)).await.expect("asked");
        let view = desk.erasure_view(&cleo, number).await.expect("what goes");
        assert_eq!(view.preview.expect("what goes").held_by, vec![hold]);
        let refused = desk.refuses(desk.agree_erasure(&cleo, desk.new_command(), number, &view.digest)).await;
        assert_eq!(refused, Refusal::HoldKeeps);
        let twice = desk.refuses(desk.ask_erasure(&matter.lee, desk.new_command(), subject, &asking(false))).await;
        assert_eq!(twice.problems()[0].field, "basis", "one waits already");
        desk.drop_erasure(&matter.lee, desk.new_command(), number, "The suit goes on.").await.expect("put aside");
        desk.released(&cleo, &matter.lee, hold).await;

        // A contact whom letters still go to, and one whose letter has not left.
        let contact = matter.customer.contacts[0].id;
        let subject = Subject::Contact { customer: matter.customer.id, contact };
        let used = desk.refuses(desk.ask_erasure(&matter.lee, desk.new_command(), subject, &asking(false))).await;
        assert_eq!(used.problems()[0].field, "basis");
    })
    .await;
}

#[tokio::test]
async fn a_contact_and_somebody_of_the_team_are_erased() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        desk.send(&matter, &crate::hands::notice_form(&matter)).await;
        let form = docket::desk::customers::AddContact {
            name: "Nora New".into(),
            email: "nora@example-social.example".into(),
            duty: "legal".into(),
            language: "en".into(),
        };
        desk.add_contact(&matter.lee, desk.new_command(), matter.customer.id, &form).await.expect("another contact");
        let contact = matter.customer.contacts[0].id;
        desk.withdraw_contact(&matter.lee, desk.new_command(), matter.customer.id, contact, "Left.")
            .await
            .expect("gone");
        let subject = Subject::Contact { customer: matter.customer.id, contact };
        desk.erased(&matter, subject, true).await;
        let customer: Customer = desk.noun(matter.customer.id).await;
        assert_eq!(customer.contacts[0].email.show(), ERASED);
        assert_eq!(customer.contacts[1].email.show(), "nora@example-social.example", "nobody else");
        assert!(desk.letters().iter().all(|letter| letter.to != "legal@example-social.example"), "the outbox too");

        let ada = desk.person("Ada Admin", Role::Admin).await;
        let otto = desk.person("Otto Oldname", Role::Analyst).await;
        desk.add_note(&otto, desk.new_command(), matter.case, "Looked at it.").await.expect("a note");
        let subject = Subject::Person { person: otto.person.id };
        let early = desk.refuses(desk.ask_erasure(&ada, desk.new_command(), subject, &asking(false))).await;
        assert_eq!(early.problems()[0].field, "basis", "as long as they can sign in");
        desk.disable_person(&fresh(&ada, desk.now()), desk.new_command(), otto.person.id).await.expect("disabled");
        // The custodian of a hold stays.
        let cleo = desk.person("Cora Counsel", Role::Counsel).await;
        let form = WideHoldForm {
            handle: matter.customer.handle.clone(),
            custodian: otto.person.id.to_string(),
            ..wide("customer")
        };
        let (hold, _) = desk.place_wide_hold(&cleo, desk.new_command(), &form).await.expect("a hold");
        let (number, _) = desk.ask_erasure(&ada, desk.new_command(), subject, &asking(false)).await.expect("asked");
        let cleo = fresh(&cleo, desk.now());
        let seen = desk.erasure_view(&cleo, number).await.expect("what goes").digest;
        let kept = desk.refuses(desk.agree_erasure(&cleo, desk.new_command(), number, &seen)).await;
        assert_eq!(kept, Refusal::HoldKeeps);
        desk.released(&cleo, &matter.lee, hold).await;
        desk.agree_erasure(&cleo, desk.new_command(), number, &seen).await.expect("erased");
        assert_eq!(desk.noun::<Person>(otto.person.id).await.name.show(), ERASED);
        assert!(desk.texts("select email_folded from credential where email_folded like '%oldname%'").await.is_empty());
        let back =
            desk.refuses(desk.restore_person(&fresh(&ada, desk.now()), desk.new_command(), otto.person.id)).await;
        assert_eq!(back.problems()[0].field, "restore");
        let lines = desk.case_view("DN-2026-0001", None).await.expect("the case").timeline;
        assert!(lines.iter().any(|line| line.sentence.text.contains("somebody who left")), "what they did stays");
    })
    .await;
}

#[tokio::test]
async fn a_former_name_goes_and_the_person_stays() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let ada = fresh(&desk.person("Ada Admin", Role::Admin).await, desk.now());
        let person = matter.ann.person.id;
        desk.add_note(&matter.lee, desk.new_command(), matter.case, "Ann Analyst looked.").await.expect("a note");
        let same = desk.refuses(desk.rename_person(&ada, desk.new_command(), person, "Ann Analyst")).await;
        assert_eq!(same, Refusal::NothingChanged);
        let empty = desk.refuses(desk.rename_person(&ada, desk.new_command(), person, " ")).await;
        assert_eq!(empty.problems()[0].field, "new_name");
        desk.rename_person(&ada, desk.new_command(), person, "Robin Analyst").await.expect("renamed");
        let subject = desk.erasure_subject(&format!("former-name/{person}")).await.expect("who it is");
        desk.erased(&matter, subject, true).await;
        assert_eq!(desk.noun::<Person>(person).await.name.show(), "Robin Analyst");
        assert!(desk.texts("select value from vault where lower(value) like '%ann analyst%'").await.is_empty());
        assert!(!desk.had_another_name(&desk.noun::<Person>(person).await).await.expect("a database"));
        let who = desk.sign_in("ann.analyst@hosting.example", crate::hands::PASSWORD).await.expect("a sign-in");
        assert!(matches!(who, docket::desk::people::SignIn::Welcome(_)), "they sign in as before");
    })
    .await;
}

/// Three things that look alike on a page, and are never the same for `verify`.
#[tokio::test]
async fn shown_erased_and_missing_are_told_apart() {
    for place in places() {
        let desk = TestDesk::open(place, crate::bench::BEGINS, 5).await;
        desk.found(false).await.expect("a founded desk");
        let matter = desk.matter().await;
        let subject = Subject::Reporter { complaint: desk.complaint_ids().await[0] };
        desk.erased(&matter, subject, false).await;
        let sound = desk.verify().await;
        assert!(sound.is_sound() && sound.erased > 0 && sound.missing == 0, "{sound:?}");
        if desk.is_postgres() {
            for table in ["vault", "evidence"] {
                desk.raw(&format!("alter table {table} disable trigger user")).await.expect("no guards");
            }
        } else {
            for trigger in desk.texts("select name from sqlite_master where type = 'trigger'").await {
                desk.raw(&format!("drop trigger {trigger}")).await.expect("no guards");
            }
        }
        let erased = desk.last_seq("person_erased").await;
        let opened = desk.last_seq("case_opened").await;
        let of = "path = 'body/title'";
        desk.raw(&format!("create table was as select * from vault where {of}")).await.expect("a copy");
        desk.raw(&format!("update vault set value = null, salt = null, erased_at = 1 where {of}"))
            .await
            .expect("taken away");
        let report = desk.verify().await;
        let first = report.first_wrong.clone().expect("something is wrong");
        assert_eq!((first.seq, first.stored.as_str()), (Some(opened), "missing"));
        assert_eq!((report.erased, report.missing), (sound.erased, 1), "the erased ones are no wrong");
        desk.raw(&format!("delete from vault where {of}")).await.expect("away");
        desk.raw("insert into vault select * from was").await.expect("put back");
        assert!(desk.verify().await.is_sound());

        // Brought back from a backup: the event says otherwise.
        let some = "select commitment from vault where value is null order by commitment limit 1";
        let back = format!(
            "update vault set value = '\"Rita\"', salt = (select salt from was limit 1), erased_at = null where commitment in ({some})"
        );
        desk.raw(&back).await.expect("brought back");
        let report = desk.verify().await;
        assert!(report.wrongs.iter().any(|wrong| wrong.seq == Some(erased)), "{:#?}", report.wrongs);
        desk.store().close().await;
    }
}
