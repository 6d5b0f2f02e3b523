//! What was known then, for whose eyes, and how the figures are counted.

use crate::bench::{Bench, TestDesk};
use crate::hands::Matter;
use docket::desk::as_of::{AsOf, Dossier};
use docket::desk::pages::ledger_search::LedgerAsk;
use docket::desk::{Done, Failure};
use docket::export::{Ask, Made};
use docket::id::ExportId;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::report::case_file::CaseFile;
use docket::report::deadlines::Deadlines;
use docket::report::make::{Documents, Written, make, place};
use docket::report::order::{Order, Period};
use docket::report::papers::Papers;
use docket::report::profile::Profile;
use docket::report::progress::Progress;
use docket::report::treatment::Treatment;
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::view::CaseView;
use std::io::Read;

/// Pages made of nothing but what they were given.
pub struct Plain;

impl Documents for Plain {
    fn case_file(&self, file: &CaseFile, _: Moment) -> String {
        // Not the whole: its map of names has an order of its own in each run.
        format!("{:?}", file.lines)
    }
    fn papers(&self, papers: &Papers, _: Moment) -> String {
        format!("{papers:?}")
    }
    fn treatment(&self, report: &Treatment, _: Moment) -> String {
        format!("{report:?}")
    }
    fn deadlines(&self, report: &Deadlines, _: Moment) -> String {
        format!("{report:?}")
    }
}

/// The case as its tables say.
async fn table(desk: &TestDesk, matter: &Matter) -> (i64, CaseView) {
    let mut reader = desk.read().await.expect("a reader");
    let number = docket::store::explorer::case_number(&mut reader.conn(), matter.case)
        .await
        .expect("a database")
        .expect("the case");
    let view = desk.case_view(&number, None).await.expect("the case");
    (desk.ledger_size().await.expect("a size"), view)
}

fn same(then: &Dossier, view: &CaseView, at: i64) {
    let case = &then.cases[0];
    assert_eq!(then.counted.seq, at);
    assert_eq!(case.case, view.case, "#{at}");
    assert_eq!(then.customer, view.customer, "#{at}");
    assert_eq!(case.complaints, view.complaints, "#{at}");
    assert_eq!(case.notices, view.notices, "#{at}");
    assert_eq!(case.answers, view.answers, "#{at}");
    assert_eq!(case.decisions, view.decisions, "#{at}");
    assert_eq!(case.instructions, view.instructions, "#{at}");
    assert_eq!(case.letters, view.letters, "#{at}");
    assert_eq!(case.entries.len(), view.timeline.len(), "#{at}");
    let held: Vec<_> = then.assets.iter().filter(|asset| asset.to.is_none()).cloned().collect();
    assert_eq!(held, view.assets, "#{at}");
}

/// A case on which everything has happened once, with what the tables said on the way.
pub async fn lived(desk: &mut TestDesk) -> (Matter, Vec<(i64, CaseView)>) {
    let matter = desk.matter().await;
    let mut seen = vec![table(desk, &matter).await];
    desk.add_note(&matter.ann, desk.new_command(), matter.case, "Canary note: call their lawyer.")
        .await
        .expect("a note");
    let (_, token) = desk.overdue(&matter).await;
    // As a server does before a notice leaves.
    desk.sign_now().await.expect("signed");
    seen.push(table(desk, &matter).await);
    let (answer, _) = desk.answer(&token, &[("done", "It is done."), ("disagree", "No.")]).await.expect("an answer");
    seen.push(table(desk, &matter).await);
    desk.assess(&matter.ann, answer.id, &[(1, true), (2, false)]).await.expect("weighed");
    let another = desk.complaint(&matter.ann, "https://example-social.example/post/2").await;
    desk.attach_complaint(&matter.ann, desk.new_command(), matter.case, another.complaint).await.expect("attached");
    seen.push(table(desk, &matter).await);
    let decision = desk.scheduled_suspension(&matter).await;
    seen.push(table(desk, &matter).await);
    desk.clock.set(desk.noun::<docket::decision::Decision>(decision).await.effective.at);
    desk.round().await;
    desk.complaint(&matter.ann, "https://example-social.example/post/3").await;
    seen.push(table(desk, &matter).await);
    (matter, seen)
}

#[tokio::test]
async fn what_was_known_then_is_what_the_tables_said_then() {
    Bench::each(async |desk: &mut TestDesk| {
        let (_, seen) = lived(desk).await;
        let number = seen[0].1.case.number.clone();
        // Before anything is counted, half counted, and counted: the same answer.
        for _ in 0..2 {
            for (at, view) in &seen {
                same(&desk.case_as_of(&number, AsOf::Entry(*at)).await.expect("as of then"), view, *at);
            }
            desk.count_all().await.expect("figures");
        }
        let (last, view) = &seen[seen.len() - 1];
        let now = desk.case_as_of(&number, AsOf::Now).await.expect("now");
        same(&now, view, *last);
        assert!(now.counted.newest && now.counted.asked.is_none());
        let head = desk.proof_of(*last).await.expect("a proof");
        assert_eq!(now.counted.root, head.root);

        let whole =
            desk.customer_as_of("example-social", AsOf::Now, &mut |_, _| {}).await.expect("the customer as of now");
        assert_eq!((whole.cases.len(), whole.complaints.len()), (1, 1), "one complaint is in no case");
        let before = desk.customer_as_of("example-social", AsOf::Entry(seen[0].0), &mut |_, _| {}).await.expect("then");
        assert_eq!((before.cases[0].notices.len(), before.complaints.len()), (0, 0));
        assert!(!before.counted.newest);

        let at = desk.case_as_of(&number, AsOf::At(before.counted.at)).await.expect("at an instant");
        assert!(at.counted.seq >= seen[0].0 && at.counted.at <= before.counted.at);
        let none = desk.case_as_of(&number, AsOf::Entry(1)).await;
        assert!(matches!(none, Err(Failure::Refused(Refusal::Fields(_)))), "the case was not there yet");
        assert!(desk.case_as_of(&number, AsOf::Entry(1_000_000)).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn every_entry_proves_against_the_head() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, _) = lived(desk).await;
        while desk.ledger_size().await.expect("a size") < 600 {
            desk.add_note(&matter.ann, desk.new_command(), matter.case, "One more.").await.expect("a note");
        }
        let size = desk.ledger_size().await.expect("a size");
        // From leaves alone, then from the roots of whole blocks.
        for _ in 0..2 {
            for seq in [1, 2, 255, 256, 257, 300, 512, 513, size] {
                let proof = desk.proof_of(seq).await.expect("a proof");
                assert!(proof.holds && proof.size == size, "#{seq}");
            }
            desk.count_all().await.expect("figures");
        }
        assert!(desk.proof_of(size + 1).await.is_err());
    })
    .await;
}

/// Everything in the file, with the files of a zip opened.
fn opened(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    if let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        for place in 0..zip.len() {
            let mut file = zip.by_index(place).expect("a file");
            let name = file.name().expect("a name").into_owned();
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("its bytes");
            text.push_str(&format!("\n== {name} ==\n{}", String::from_utf8_lossy(&content)));
        }
    }
    text
}

async fn made(desk: &TestDesk, ask: &Ask) -> Done<(Written, String)> {
    let order = Order::read(ask, desk.now())?;
    let path = desk.folder().join("export");
    let file = place(&path, true).expect("a file");
    let written = make(desk, &order, &Plain, &Progress::default(), file).await?;
    let bytes = std::fs::read(&path).expect("the file");
    assert_eq!(i64::try_from(bytes.len()).unwrap(), written.size);
    Ok((written, opened(&bytes)))
}

#[tokio::test]
async fn a_profile_leaks_nothing_that_it_withholds() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, seen) = lived(desk).await;
        let number = seen[0].1.case.number.clone();
        let other = desk.add("other-customer", "them@other.example", "other.example", "2020-01-01").await;
        let taken = desk.complaint(&matter.ann, "https://other.example/secret-place").await;
        desk.case(&matter.ann, &other.handle, &[taken]).await;
        desk.count_all().await.expect("figures");
        let token = desk.letters().iter().rev().find_map(crate::hands::Mail::token).expect("a link");

        let ask = |what: &str, profile: Profile| Ask {
            what: what.into(),
            profile: profile.word().into(),
            subject: if what == "case_file" { number.clone() } else { "example-social".into() },
            as_of: if what == "case_file" { format!("#{}", seen[5].0) } else { String::new() },
            ..Ask::default()
        };
        let reporter = ["Rita Reporter", "rita@reports.example"];
        let staff = ["Ann Analyst", "Lee Lead"];
        let notes = ["Canary note"];
        let others = ["other-customer", "secret-place", "them@other.example"];
        for what in ["case_file", "customer_file"] {
            for profile in Profile::ALL {
                let (_, text) = made(desk, &ask(what, profile)).await.expect("a paper");
                let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
                let internal = profile == Profile::Internal;
                for (words, shown) in [(&reporter[..], internal), (&staff, internal), (&notes, internal)] {
                    assert_eq!(holds(words), shown, "{what} for {}: {words:?}", profile.word());
                }
                assert!(!holds(&others), "{what} for {}", profile.word());
                assert!(holds(&["Amy Answerer"]) && holds(&["legal@example-social.example"]), "{what}");
                assert_eq!(holds(&["[withheld: reporter]"]), !internal, "{what} for {}", profile.word());
                assert_eq!(holds(&["No step is named"]), profile != Profile::Customer, "verdicts");
                if profile != Profile::Internal {
                    assert!(!text.contains(&token), "a link is a key");
                }
                if profile == Profile::Customer {
                    assert!(
                        !text.contains("\"leaf\"") && !text.contains("events.jsonl =="),
                        "no entry leaves word for word"
                    );
                }
            }
        }
        for what in ["treatment_report", "deadline_report"] {
            for profile in [Profile::Regulator, Profile::Customer] {
                let (_, text) = made(desk, &ask(what, profile)).await.expect("a report");
                assert!(!text.contains("example-social") && !text.contains("other-customer"), "{what}: {text}");
            }
        }
        let (_, text) = made(desk, &ask("treatment_report", Profile::Internal)).await.expect("a report");
        assert!(text.contains("other-customer") && text.contains("Suspension") && text.contains("Left open"), "{text}");

        let (written, text) = made(desk, &ask("ledger_extract", Profile::Regulator)).await.expect("an extract");
        assert!(!text.contains("Rita Reporter") && text.lines().count() as i64 == written.upto + 1);
        let first: serde_json::Value = serde_json::from_str(text.lines().nth(1).expect("an entry")).expect("JSON");
        let leaf = first["leaf"].as_str().expect("the exact text");
        assert_eq!(hex::encode(docket::ledger::leaf_hash(leaf.as_bytes())), first["leaf_hash"].as_str().expect("hash"));
        assert!(made(desk, &ask("ledger_extract", Profile::Customer)).await.is_err(), "there is none for customers");
    })
    .await;
}

#[tokio::test]
async fn an_export_waits_runs_and_leaves_its_trace() {
    // The hash of the file is recorded, and the file holds signatures of each desk's own notary.
    Bench::each_apart(async |desk: &mut TestDesk| {
        let (matter, seen) = lived(desk).await;
        let counsel = desk.person("Cleo Counsel", Role::Counsel).await;
        let ask = Ask { what: "case_file".into(), subject: seen[0].1.case.number.clone(), ..Ask::default() };
        desk.refuses(desk.ask_export(&matter.ann, desk.new_command(), &ask)).await;
        let nothing = Ask { subject: "DN-1900-0001".into(), ..ask.clone() };
        desk.refuses(desk.ask_export(&counsel, desk.new_command(), &nothing)).await;

        let command = desk.new_command();
        let id = desk.ask_export(&counsel, command, &ask).await.expect("asked");
        assert_eq!(desk.ask_export(&counsel, command, &ask).await.expect("asked again"), id);
        let second = desk.ask_export(&counsel, desk.new_command(), &ask).await.expect("another");
        desk.cancel_export(&counsel, second).await.expect("cancelled while it waits");

        let (row, ask) = desk.take_export().await.expect("a database").expect("the first");
        assert_eq!(row.id, id.to_string());
        assert!(desk.take_export().await.expect("a database").is_none(), "the cancelled one is not made");
        let order = Order::read(&ask, desk.now()).expect("an order");
        std::fs::create_dir_all(desk.folder().join("exports")).expect("a folder");
        let file = place(&desk.export_path(&row.id), true).expect("a file");
        let written = make(desk, &order, &Plain, &Progress::default(), file).await.expect("made");
        assert!(!desk.export_beat(&row.id, ("Packing", 1, 2)).await.expect("a beat"));
        // A check runs to its end: nobody is offered what it would not do.
        let whole = Ask { what: "verification".into(), ..Ask::default() };
        let check = desk.ask_export(&counsel, desk.new_command(), &whole).await.expect("a check");
        desk.take_export().await.expect("a database").expect("the check");
        assert_eq!(desk.refuses(desk.cancel_export(&counsel, check)).await, Refusal::CheckRuns);
        desk.end_export(&check.to_string(), "failed", "").await.expect("ended");
        assert!(desk.export_file(&counsel, id).await.is_err(), "nobody gets what is not finished");
        let name = desk.finish_export(&row, &order, &written).await.expect("finished");
        assert!(name.ends_with(".zip") && name.contains(&seen[0].1.case.number), "{name}");
        let (done, path) = desk.export_file(&counsel, id).await.expect("the file");
        assert_eq!(done.sha256.as_deref(), Some(written.sha256.as_str()));
        assert!(path.is_file());
        assert_eq!(desk.count("export_made").await, 1);
        let view = desk.jobs_view().await.expect("the list");
        assert_eq!((view.jobs.len(), view.moving), (3, false));

        desk.clock.advance_seconds(8 * 86_400);
        assert_eq!(desk.expire_exports().await.expect("expired"), 1);
        assert!(!path.exists() && desk.export_file(&counsel, id).await.is_err());

        let third = desk.ask_export(&counsel, desk.new_command(), &ask).await.expect("a third");
        desk.take_export().await.expect("a database").expect("the third");
        assert_eq!(desk.interrupt_exports(false).await.expect("none"), 0, "it was heard of just now");
        desk.clock.advance_seconds(61);
        assert_eq!(desk.interrupt_exports(false).await.expect("one"), 1);
        assert!(desk.cancel_export(&counsel, third).await.is_err(), "it is over");
    })
    .await;
}

#[tokio::test]
async fn figures_say_what_the_tables_say_and_can_be_counted_anew() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, _) = lived(desk).await;
        let rejected = desk.complaint(&matter.ann, "https://nobody.example/x").await;
        desk.reject_complaint(&matter.ann, desk.new_command(), rejected.complaint, "Not ours.")
            .await
            .expect("rejected");
        let zone = Zone::parse("America/Los_Angeles").expect("a zone");
        let period = Period::read("", "", zone.name(), desk.now(), 30).expect("a period");
        desk.count_all().await.expect("figures");
        let board = desk.dashboard(&period).await.expect("a dashboard");
        assert_eq!((board.size, board.counted), (desk.ledger_size().await.unwrap(), board.size));
        assert_eq!(board.days.iter().map(|bar| bar.all).sum::<i64>(), 4);
        assert_eq!((board.tiles.open, board.tiles.overdue, board.tiles.waiting), (1, 0, 0));
        assert_eq!(board.outcomes.iter().map(|ground| ground.all).sum::<i64>(), 1);
        let curve = &board.curves[0];
        assert_eq!((curve.sent, curve.answered), (1, 1));
        assert!(curve.at(0.0) < 1.0 && (curve.at(1000.0) - 1.0).abs() < 1e-9);
        assert_eq!(board.waited.as_ref().map(|waited| waited.cases), Some(1));
        for plot in ["complaints", "first-notice", "answered", "outcomes", "deadlines"] {
            let table = board.csv(plot).expect("a table").expect("this plot");
            assert!(!table.is_empty(), "{plot}");
        }
        assert!(board.csv("nothing").expect("no such").is_none());

        let (_, text) =
            made(desk, &Ask { what: "transparency_figures".into(), ..Ask::default() }).await.expect("figures");
        assert!(text.contains("received,4") || text.contains(",received,"), "{text}");
        let before = format!("{board:?}");
        desk.forget_figures().await.expect("forgotten");
        assert_eq!(desk.dashboard(&period).await.expect("empty plots").counted, 0);
        desk.count_all().await.expect("figures");
        assert_eq!(format!("{:?}", desk.dashboard(&period).await.expect("the same")), before);
    })
    .await;
}

#[tokio::test]
async fn the_ledger_is_found_by_every_filter() {
    Bench::each(async |desk: &mut TestDesk| {
        let (matter, seen) = lived(desk).await;
        for _ in 0..30 {
            desk.add_note(&matter.ann, desk.new_command(), matter.case, "One more.").await.expect("a note");
        }
        let found = async |ask: LedgerAsk| desk.ledger_found(&matter.lee, &ask, Zone::UTC).await.expect("the ledger");
        let all = found(LedgerAsk::default()).await;
        assert_eq!(all.rows.len(), 50);
        let next = found(LedgerAsk { before: all.older.expect("more").to_string(), ..LedgerAsk::default() }).await;
        assert_eq!(next.rows[0].seq, all.rows[49].seq - 1, "pages follow each other");
        let span = found(LedgerAsk { first: "#3".into(), last: "5".into(), ..LedgerAsk::default() }).await;
        assert_eq!(span.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [5, 4, 3]);
        let ann = matter.ann.person.id.to_string();
        let hers = found(LedgerAsk { actor: ann, ..LedgerAsk::default() }).await;
        assert!(!hers.rows.is_empty() && hers.rows.iter().all(|row| row.actor == "Ann Analyst"));
        let theirs = found(LedgerAsk { actor: "customer".into(), ..LedgerAsk::default() }).await;
        assert!(theirs.rows.iter().all(|row| row.actor == "The customer") && !theirs.rows.is_empty());
        let words = found(LedgerAsk { text: "CANARY".into(), ..LedgerAsk::default() }).await;
        assert_eq!(words.rows.len(), 1, "words of a note are found in any case");
        let number = seen[0].1.case.number.clone();
        let both = found(LedgerAsk { kind: "case_noted".into(), case: number, ..LedgerAsk::default() }).await;
        assert_eq!(both.rows.len(), 31);
        let day = LedgerAsk {
            since: "2026-03-04".into(),
            until: "2026-03-04".into(),
            zone: "America/Los_Angeles".into(),
            ..LedgerAsk::default()
        };
        let first = found(day.clone()).await;
        assert!(first.rows.iter().all(|row| row.at < Moment::parse("2026-03-05T08:00:00Z").unwrap()));
        assert!(found(LedgerAsk { until: "2026-03-01".into(), ..day.clone() }).await.rows.is_empty());
        assert!(found(LedgerAsk { since: "2036-03-01".into(), ..LedgerAsk::default() }).await.rows.is_empty());
        for wrong in [
            LedgerAsk { since: "soon".into(), ..LedgerAsk::default() },
            LedgerAsk { zone: "PST".into(), ..day },
            LedgerAsk { case: "DN-1900-0001".into(), ..LedgerAsk::default() },
            LedgerAsk { first: "x".into(), ..LedgerAsk::default() },
        ] {
            assert!(found(wrong).await.problem.is_some());
        }
    })
    .await;
}

#[test]
fn what_left_the_house_is_written_as_it_was() {
    let made = Made {
        export: ExportId(uuid::Uuid::nil()),
        what: docket::export::What::CaseFile,
        scope: "DN-2026-0001".into(),
        case: None,
        customer: None,
        profile: "internal".into(),
        format: "zip".into(),
        upto: 12,
        sha256: "00".into(),
        size: 1,
    };
    let event = docket::event::Event::ExportMade(Box::new(made));
    assert_eq!(
        serde_json::to_string(&event).unwrap(),
        r#"{"kind":"export_made","body":{"export":"00000000-0000-0000-0000-000000000000","what":"case_file","scope":"DN-2026-0001","case":null,"customer":null,"profile":"internal","format":"zip","upto":12,"sha256":"00","size":1}}"#
    );
}
