//! The machine is switched off in the middle of a sentence. Whatever was acknowledged is there, and nothing is half.
//!
//! The test starts itself again as a child that writes and says each thing it was told is done; the parent kills
//! it at any moment. Syncing to the disk is on, as in service.

use docket::desk::Desk;
use docket::desk::cases::OpenCase;
use docket::desk::complaints::ComplaintForm;
use docket::desk::customers::AddCustomer;
use docket::desk::people::AddPerson;
use docket::entropy::SystemEntropy;
use docket::id::CommandId;
use docket::settings::Settings;
use docket::store::{Store, ledger, lists};
use docket::time::SystemClock;
use docket::verify::verify_with_evidence;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

const FOLDER: &str = "DUENOTICE_CRASH_FOLDER";
const KILLS: u32 = 100;
/// How often each step meets each fault in a campaign. Unset: once on SQLite, with every other fault on PostgreSQL.
pub const SEEDS: &str = "DUENOTICE_CAMPAIGN";
/// In a campaign.
const MANY_KILLS: u32 = 1_000;
/// After so many kills a new desk: what is asked is whether anything is lost, not how long verifying takes.
const KILLS_FOR_EACH: u32 = 20;

async fn open(folder: &Path) -> Desk {
    let store = Store::open_sqlite(folder).await.expect("the desk opens");
    let settings = Settings { data: folder.to_owned(), ..Settings::default() };
    Desk::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy), settings)
}

#[tokio::test]
async fn a_killed_writer_loses_nothing_that_was_acknowledged() {
    let kills = if std::env::var_os(SEEDS).is_some() { MANY_KILLS } else { KILLS };
    let mut acknowledged = 0;
    let mut folder = tempfile::tempdir().expect("a folder");
    let mut known: Vec<CommandId> = Vec::new();
    for kill in 0..kills {
        if kill % KILLS_FOR_EACH == 0 {
            folder = tempfile::tempdir().expect("a folder");
            known.clear();
            prepare(folder.path()).await;
        }
        // Spread over the first writes and over all that happens in one of them, in no order.
        let said = kill_after(folder.path(), kill * 7919 % 13, kill * 104_729 % 500_000);
        acknowledged += said.len();
        known.extend(said);
        let desk = open(folder.path()).await;
        let report = verify_with_evidence(desk.store(), folder.path(), |_| {}).await.expect("a report");
        assert!(report.is_sound(), "after kill {kill}: {:#?}", report.wrongs);
        let mut reader = desk.read().await.expect("a reader");
        for command in &known {
            let events = ledger::of_command(&mut reader.conn(), *command).await.expect("events");
            assert!(!events.is_empty(), "kill {kill}: command {command} was acknowledged and is gone");
        }
        drop(reader);
        desk.store().close().await;
    }
    assert!(acknowledged > 500, "only {acknowledged} writes were acknowledged");
    let _ = writeln!(std::io::stderr(), "{kills} kills of a writer, {acknowledged} acknowledged writes, none lost.");
}

async fn prepare(folder: &Path) {
    let desk = open(folder).await;
    desk.found(false).await.expect("a founded desk");
    let form = AddPerson {
        name: "Ann Analyst".into(),
        email: "ann@hosting.example".into(),
        role: "lead".into(),
        zone: "UTC".into(),
        password: crate::hands::PASSWORD.into(),
    };
    let (person, _) = desk.add_person(None, desk.new_command(), &form).await.expect("a person");
    let form = AddCustomer {
        handle: "example-social".into(),
        account: "4711".into(),
        name: "Example Social".into(),
        language: "en".into(),
        zone: "UTC".into(),
        contact_name: "Legal".into(),
        contact_email: "legal@example-social.example".into(),
        contact_duty: "legal".into(),
        assets: "example-social.example".into(),
        assets_from: String::new(),
    };
    desk.add_customer(None, desk.new_command(), &form).await.expect("a customer");
    let who = desk.who(person, desk.now()).await.expect("a database").expect("somebody");
    let clause =
        lists::clauses(&mut desk.read().await.expect("a reader").conn()).await.expect("clauses").remove(0).noun;
    let form = OpenCase {
        customer: "example-social".into(),
        title: "A case".into(),
        clause: clause.id.to_string(),
        severity: "low".into(),
        complaints: Vec::new(),
    };
    desk.open_case(&who, desk.new_command(), &form).await.expect("a case");
    desk.store().close().await;
}

/// Starts a writer, kills it when it was told so often that something is done, and a little later, and gives back all
/// that it was told is done.
fn kill_after(folder: &Path, acknowledged: u32, spins: u32) -> Vec<CommandId> {
    let myself = std::env::current_exe().expect("this program");
    let mut child = Command::new(myself)
        .args(["--exact", "crash::the_writer", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a writer");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut said = Vec::new();
    let mut ready = false;
    while !ready || (said.len() as u32) < acknowledged {
        let line = lines.next().expect("it goes on writing").expect("a line");
        ready |= line.ends_with("ready");
        said.extend(done(&line));
    }
    for _ in 0..spins {
        std::hint::spin_loop();
    }
    child.kill().expect("killed");
    child.wait().expect("ended");
    // What was in the pipe was said before the kill. A line without its end was not said.
    said.extend(lines.map_while(Result::ok).filter_map(|line| done(&line)));
    said
}

fn done(line: &str) -> Option<CommandId> {
    CommandId::parse(line.strip_prefix("done ")?.strip_suffix('.')?)
}

/// Not a test by itself: it only works when the test above calls it.
#[tokio::test]
async fn the_writer() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let desk = open(Path::new(&folder)).await;
    let (who, case) = {
        let mut reader = desk.read().await.expect("a reader");
        let person = lists::people(&mut reader.conn()).await.expect("people").remove(0).noun;
        let case = lists::cases(&mut reader.conn(), "", "", None, 1).await.expect("cases").remove(0).noun;
        (docket::desk::Who { person, signed_in_at: desk.now(), taste: docket::people::Taste::default() }, case.id)
    };
    say("ready");
    for turn in 0_u32.. {
        let command = desk.new_command();
        if turn % 3 == 2 {
            // Two at once share a commit.
            let (other, text) = (desk.new_command(), format!("Note {turn}."));
            let (one, two) =
                tokio::join!(desk.add_note(&who, command, case, &text), desk.add_note(&who, other, case, &text));
            one.and(two).expect("two notes");
            say(&format!("done {other}."));
        } else if turn % 2 == 0 {
            desk.add_note(&who, command, case, &format!("Note {turn}.")).await.expect("a note");
        } else {
            let form = ComplaintForm {
                locations: format!("https://example-social.example/{turn}"),
                category: "spam".into(),
                description: "Mail that nobody asked for.".into(),
                ..ComplaintForm::default()
            };
            desk.log_complaint(who.actor(), Some(&who), command, &form, &large(turn)).await.expect("a complaint");
        }
        say(&format!("done {command}."));
    }
}

/// Now and then more than fits into the database: evidence in a file of its own.
fn large(turn: u32) -> Vec<docket::desk::complaints::Upload> {
    let file = |bytes| docket::desk::complaints::Upload {
        name: "big.bin".into(),
        media_type: "application/octet-stream".into(),
        bytes,
    };
    if turn.is_multiple_of(5) { vec![file([turn.to_be_bytes().as_slice(), &[5; 70_000]].concat())] } else { Vec::new() }
}

/// Past the test harness and out at once: a line that is kept back is not said.
fn say(line: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
