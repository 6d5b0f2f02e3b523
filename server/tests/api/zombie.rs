//! Two servers on one PostgreSQL database. One of them stops in the middle of handing a letter over, for longer than its
//! lease, and is woken: whatever was done in its place stays done once, and what it still believes is written nowhere.
//! SQLite takes one server, so there is nothing to try there.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use docket::customer::Customer;
use docket::desk::cases::OpenCase;
use docket::desk::customers::AddCustomer;
use docket::desk::handing::LEASE_SECONDS;
use docket::desk::notices::NoticeForm;
use docket::desk::people::AddPerson;
use docket::desk::{Desk, Who};
use docket::entropy::SystemEntropy;
use docket::event::{Event, Recorded};
use docket::settings::Settings;
use docket::store::{Store, ledger, lists};
use docket::time::{Moment, TestClock};
use docket::timer::TimerKind;

use crate::home::{Home, is_on_postgres};
use crate::program::{Serving, run};
use crate::site::PASSWORD;

const NOTICES: usize = 12;

/// Takes every letter, and answers to the first one only when it is told to.
struct Carrier {
    url: String,
    taken: Arc<Mutex<Vec<String>>>,
    first: Receiver<()>,
    answer: Sender<()>,
}

impl Carrier {
    fn open() -> Carrier {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let taken: Arc<Mutex<Vec<String>>> = Arc::default();
        let (has_first, first) = channel();
        let (answer, may_answer) = channel();
        let (given, waits) = (taken.clone(), Arc::new(Mutex::new(Some((has_first, may_answer)))));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (given, waits) = (given.clone(), waits.clone());
                thread::spawn(move || converse(stream, &given, &waits));
            }
        });
        Carrier { url, taken, first, answer }
    }
}

type Waits = Mutex<Option<(Sender<()>, Receiver<()>)>>;

fn converse(stream: TcpStream, taken: &Mutex<Vec<String>>, waits: &Waits) -> Option<()> {
    let mut write = stream.try_clone().ok()?;
    write.write_all(b"220 carrier\r\n").ok()?;
    let mut letter: Option<String> = None;
    for line in BufReader::new(stream).lines() {
        let line = line.ok()?;
        if let Some(so_far) = &mut letter {
            if line != "." {
                so_far.push_str(&line);
                so_far.push('\n');
                continue;
            }
            taken.lock().unwrap().push(letter.take()?);
            let first = waits.lock().unwrap().take();
            if let Some((has_first, may_answer)) = first {
                has_first.send(()).ok()?;
                may_answer.recv().ok()?;
            }
        }
        let reply: &[u8] = match line.split([' ', ':']).next()? {
            "DATA" => {
                letter = Some(String::new());
                b"354 go\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(reply).ok()?;
    }
    None
}

/// A desk on which twelve notices are in their last minute.
async fn prepare(desk: &Desk) -> Moment {
    desk.found(false).await.unwrap();
    let lead = AddPerson {
        name: "Lee Lead".into(),
        email: "lead@hosting.example".into(),
        role: "lead".into(),
        zone: "UTC".into(),
        password: PASSWORD.into(),
    };
    let (person, _) = desk.add_person(None, desk.new_command(), &lead).await.unwrap();
    let who = desk.who(person, desk.now()).await.unwrap().unwrap();
    for number in 0..NOTICES {
        schedule(desk, &who, number).await;
    }
    let mut reader = desk.read().await.unwrap();
    let case = lists::cases(&mut reader.conn(), "", "", None, 1).await.unwrap().remove(0).noun.id;
    lists::notices_of(&mut reader.conn(), case).await.unwrap().remove(0).noun.deadline.at
}

async fn schedule(desk: &Desk, who: &Who, number: usize) {
    let handle = format!("customer-{number}");
    let customer = AddCustomer {
        handle: handle.clone(),
        account: format!("K-{number}"),
        name: format!("Customer {number}"),
        language: "en".into(),
        zone: "UTC".into(),
        contact_name: "Abuse team".into(),
        contact_email: format!("abuse@{handle}.example"),
        contact_duty: "abuse".into(),
        assets: format!("{handle}.example"),
        assets_from: "2020-01-01".into(),
    };
    desk.add_customer(Some(who), desk.new_command(), &customer).await.unwrap();
    let clause = desk.clauses().await.unwrap().into_iter().find(|clause| clause.code == "4.1").unwrap();
    let case = OpenCase {
        customer: handle.clone(),
        title: "Phishing pages".into(),
        clause: clause.id.to_string(),
        severity: "high".into(),
        complaints: Vec::new(),
    };
    let (case, _) = desk.open_case(who, desk.new_command(), &case).await.unwrap();
    let case = desk.case_id(&case).await.unwrap();
    let customer: Customer = {
        let mut reader = desk.read().await.unwrap();
        lists::customer_by_handle(&mut reader.conn(), &handle).await.unwrap().unwrap().noun
    };
    let notice = NoticeForm {
        template: "moderation_plan".into(),
        language: "en".into(),
        contacts: customer.contacts.iter().map(|contact| contact.id.to_string()).collect(),
        subject: "Copies of a sign-in page".into(),
        findings: "Your site shows copies of a bank's sign-in page.".into(),
        example: "https://customer.example/session".into(),
        requirements: vec!["Remove the pages.".into()],
        rule: "hours".into(),
        hours: "24".into(),
        zone: "UTC".into(),
        consequence: "We may suspend the account.".into(),
        data_kept: "Your data is kept for 30 days after a suspension.".into(),
        ..NoticeForm::default()
    };
    desk.schedule_notice(who, desk.new_command(), case, &notice).await.unwrap();
}

/// Both servers go by this file.
fn set(file: &Path, clock: &TestClock, at: Moment) {
    clock.set(at);
    let beside = file.with_extension("part");
    std::fs::write(&beside, at.rfc3339()).unwrap();
    std::fs::rename(&beside, file).unwrap();
}

async fn events(desk: &Desk) -> Vec<Recorded> {
    let mut reader = desk.read().await.unwrap();
    let rows = ledger::after(&mut reader.conn(), 0, 1_000_000).await.unwrap();
    rows.iter().map(|row| Recorded::from_leaf(serde_json::from_slice(&row.leaf).unwrap()).unwrap()).collect()
}

/// Waits until so many of this kind are recorded. Long enough for a machine that does much else.
async fn until(desk: &Desk, kind: &str, many: usize) {
    for _ in 0..600 {
        if events(desk).await.iter().filter(|recorded| recorded.event.kind() == kind).count() >= many {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{many} {kind} did not come");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stood_still_and_woke_does_nothing_twice_and_writes_nothing_stale() {
    if !is_on_postgres() {
        return;
    }
    let home = Home::new();
    let carrier = Carrier::open();
    let settings = Settings { data: home.path().into(), ..Settings::default() };
    let clock = TestClock::at("2026-03-04T17:00:00Z");
    let store = Store::open_postgres(home.database_url().unwrap()).await.unwrap();
    let desk = Desk::new(store, Arc::new(clock.clone()), Arc::new(SystemEntropy), settings);
    let deadline = prepare(&desk).await;
    let file = home.path().join("clock");
    set(&file, &clock, desk.now());
    let given = [("DUENOTICE_SMTP_URL", carrier.url.as_str())];

    // The first one sends the notices, hands the first letter over, and stops before it hears the answer.
    let mut zombie = Serving::staged(home.path(), &file, &given);
    while !zombie.line().starts_with("Due Notice listens") {}
    set(&file, &clock, desk.now().plus_seconds(61));
    carrier.first.recv_timeout(Duration::from_secs(60)).expect("a letter");
    zombie.signal("STOP");

    // The other one hands over what is left, and that first letter too once its lease has run out.
    let mut other = Serving::staged(home.path(), &file, &given);
    while !other.line().starts_with("Due Notice listens") {}
    until(&desk, "letter_accepted", NOTICES - 1).await;
    assert_eq!(carrier.taken.lock().unwrap().len(), NOTICES, "while the lease lasts nobody else touches the first one");
    set(&file, &clock, desk.now().plus_seconds(LEASE_SECONDS + 1));
    until(&desk, "letter_accepted", NOTICES).await;
    set(&file, &clock, deadline);
    until(&desk, "deadline_passed", NOTICES).await;

    // It wakes, hears that its letter was taken, and goes on alone. Another notice shows when it has made a round since.
    drop(other);
    carrier.answer.send(()).unwrap();
    zombie.signal("CONT");
    let who = {
        let mut reader = desk.read().await.unwrap();
        let person = lists::people(&mut reader.conn()).await.unwrap().remove(0).noun;
        Who { person, signed_in_at: desk.now(), taste: docket::people::Taste::default() }
    };
    schedule(&desk, &who, NOTICES).await;
    set(&file, &clock, desk.now().plus_seconds(61));
    until(&desk, "letter_accepted", NOTICES + 1).await;
    drop(zombie);

    let mut times: HashMap<String, usize> = HashMap::new();
    for recorded in events(&desk).await {
        let what = match &recorded.event {
            Event::NoticeSent { notice, .. } => format!("{} {notice}", TimerKind::Leave.word()),
            Event::DeadlinePassed { notice, due, .. } => {
                assert!(recorded.at >= *due, "early");
                format!("{} {notice}", TimerKind::Deadline.word())
            }
            Event::ReminderSent(sent) => format!("{} {} {}", TimerKind::Remind.word(), sent.notice, sent.reminder.at),
            Event::LetterAccepted { letter, .. } => format!("letter {letter}"),
            Event::LetterHandedAgain(again) => format!("again {}", again.letter),
            _ => continue,
        };
        *times.entry(what).or_default() += 1;
    }
    assert!(times.values().all(|times| *times == 1), "{times:#?}");
    assert_eq!(times.keys().filter(|what| what.starts_with("deadline ")).count(), NOTICES);
    assert_eq!(times.keys().filter(|what| what.starts_with("again ")).count(), 1, "the record knows of the second try");
    let mut copies: HashMap<String, Vec<String>> = HashMap::new();
    for letter in carrier.taken.lock().unwrap().drain(..) {
        let id = letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
        copies.entry(id).or_default().push(letter);
    }
    let twice: Vec<_> = copies.values().filter(|copies| copies.len() > 1).collect();
    assert!(twice.len() == 1 && twice[0].len() == 2 && twice[0][0] == twice[0][1], "{twice:#?}");
    let (code, said, wrong) = run(home.path(), &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    desk.store().close().await;
}
