//! Two servers on one PostgreSQL database. One of them stops in the middle of handing letters over, for longer than their
//! leases, and is woken: whatever was done in its place stays done once, and what it still believes is written nowhere.
//! SQLite takes one server, so there is nothing to try there.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
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
use docket::letter::Cause;
use docket::settings::Settings;
use docket::store::{Store, ledger, lists};
use docket::time::{Moment, TestClock};
use docket::timer::TimerKind;

use crate::home::{Home, is_on_postgres};
use crate::program::{Serving, run};
use crate::site::PASSWORD;

const NOTICES: usize = 12;
/// So many letters one server hands over at once.
const AT_ONCE: usize = 8;

/// Takes every letter, and answers to the first few only when it is told to: whoever brought them is in the middle of
/// handing them over, and does nothing else for as long.
#[derive(Clone, Default)]
pub struct Carrier {
    taken: Arc<Mutex<Vec<String>>>,
    answers: Arc<(Mutex<bool>, Condvar)>,
}

impl Carrier {
    /// Gives the address at which it listens, too.
    pub fn open() -> (Carrier, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let carrier = Carrier::default();
        let mine = carrier.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mine = mine.clone();
                thread::spawn(move || mine.converse(stream));
            }
        });
        (carrier, url)
    }

    pub fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    pub fn answer(&self) {
        *self.answers.0.lock().unwrap() = true;
        self.answers.1.notify_all();
    }

    /// Gives the letter's place in the order in which they came.
    fn take(&self, letter: String) -> usize {
        let mut taken = self.taken.lock().unwrap();
        taken.push(letter);
        taken.len()
    }

    fn converse(&self, stream: TcpStream) -> Option<()> {
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
                if self.take(letter.take()?) <= AT_ONCE {
                    let (may_answer, told) = &*self.answers;
                    drop(told.wait_while(may_answer.lock().unwrap(), |may| !*may).unwrap());
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
}

/// A new desk, and who works there.
pub async fn found(desk: &Desk) -> Who {
    desk.found(false).await.unwrap();
    let lead = AddPerson {
        name: "Lee Lead".into(),
        email: "lead@hosting.example".into(),
        role: "lead".into(),
        zone: "UTC".into(),
        password: PASSWORD.into(),
    };
    let (person, _) = desk.add_person(None, desk.new_command(), &lead).await.unwrap();
    desk.who(person, desk.now()).await.unwrap().unwrap()
}

/// A desk on which twelve notices are in their last minute.
async fn prepare(desk: &Desk) -> Moment {
    let who = found(desk).await;
    for number in 0..NOTICES {
        schedule(desk, &who, number).await;
    }
    let mut reader = desk.read().await.unwrap();
    let case = lists::cases(&mut reader.conn(), "", "", None, 1).await.unwrap().remove(0).noun.id;
    lists::notices_of(&mut reader.conn(), case).await.unwrap().remove(0).noun.deadline.at
}

pub async fn schedule(desk: &Desk, who: &Who, number: usize) {
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

/// All servers go by this file.
pub fn set(file: &Path, clock: &TestClock, at: Moment) {
    clock.set(at);
    let beside = file.with_extension("part");
    std::fs::write(&beside, at.rfc3339()).unwrap();
    std::fs::rename(&beside, file).unwrap();
}

pub async fn events(desk: &Desk) -> Vec<Recorded> {
    let mut reader = desk.read().await.unwrap();
    let rows = ledger::after(&mut reader.conn(), 0, 1_000_000).await.unwrap();
    rows.iter().map(|row| Recorded::from_leaf(serde_json::from_slice(&row.leaf).unwrap()).unwrap()).collect()
}

/// Waits until it is so. Long enough for a machine that does much else: only a test that fails waits so long.
pub async fn until(desk: &Desk, what: &str, is_so: impl Fn(&[Event]) -> bool) {
    for _ in 0..1200 {
        if is_so(&events(desk).await.into_iter().map(|recorded| recorded.event).collect::<Vec<_>>()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never came: {what}");
}

/// How many letters with a notice were taken, as far as the record knows.
fn accepted(events: &[Event]) -> usize {
    let is_one = |event: &&Event| matches!(event, Event::LetterAccepted { cause: Cause::Notice { .. }, .. });
    events.iter().filter(is_one).count()
}

fn passed(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event, Event::DeadlinePassed { .. })).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stood_still_and_woke_does_nothing_twice_and_writes_nothing_stale() {
    if !is_on_postgres() {
        return;
    }
    let home = Home::new();
    let (carrier, url) = Carrier::open();
    let settings = Settings { data: home.path().into(), ..Settings::default() };
    let clock = TestClock::at("2026-03-04T17:00:00Z");
    let store = Store::open_postgres(home.database_url().unwrap()).await.unwrap();
    let desk = Desk::new(store, Arc::new(clock.clone()), Arc::new(SystemEntropy), settings);
    let deadline = prepare(&desk).await;
    let file = home.path().join("clock");
    set(&file, &clock, desk.now());
    let given = [("DUENOTICE_SMTP_URL", url.as_str())];

    // The first one sends the notices, hands as many letters over as it may at once, and stops before any answer.
    let mut zombie = Serving::staged(home.path(), &file, &given);
    while !zombie.line().starts_with("Due Notice listens") {}
    set(&file, &clock, desk.now().plus_seconds(61));
    until(&desk, "a few letters on their way", |_| carrier.taken().len() == AT_ONCE).await;
    zombie.signal("STOP");

    // The other one hands over what is left, and those few too once their leases have run out.
    let mut other = Serving::staged(home.path(), &file, &given);
    while !other.line().starts_with("Due Notice listens") {}
    until(&desk, "the letters that nobody holds", |events| accepted(events) == NOTICES - AT_ONCE).await;
    assert_eq!(carrier.taken().len(), NOTICES, "while a lease lasts nobody else touches its letter");
    set(&file, &clock, desk.now().plus_seconds(LEASE_SECONDS + 1));
    until(&desk, "every letter", |events| accepted(events) == NOTICES).await;
    set(&file, &clock, deadline);
    until(&desk, "every deadline", |events| passed(events) == NOTICES).await;

    // It wakes, hears that its letters were taken, and goes on alone. Another notice shows that it makes rounds again,
    // and has written down whatever it meant to.
    drop(other);
    carrier.answer();
    zombie.signal("CONT");
    let who = {
        let mut reader = desk.read().await.unwrap();
        let person = lists::people(&mut reader.conn()).await.unwrap().remove(0).noun;
        Who { person, signed_in_at: desk.now(), taste: docket::people::Taste::default() }
    };
    schedule(&desk, &who, NOTICES).await;
    set(&file, &clock, desk.now().plus_seconds(61));
    until(&desk, "another letter", |events| accepted(events) > NOTICES).await;
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
            Event::LetterDoubted(doubted) => panic!("a stale word: {doubted:?}"),
            _ => continue,
        };
        *times.entry(what).or_default() += 1;
    }
    let many = |of: &str| times.keys().filter(|what| what.starts_with(of)).count();
    assert!(times.values().all(|times| *times == 1), "{times:#?}");
    assert_eq!((many("deadline "), many("leave ")), (NOTICES, NOTICES + 1));
    assert_eq!(many("again "), AT_ONCE, "the record knows of each second try");
    let mut copies: HashMap<String, Vec<String>> = HashMap::new();
    for letter in carrier.taken() {
        let id = letter.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().to_owned();
        copies.entry(id).or_default().push(letter);
    }
    let twice: Vec<_> = copies.values().filter(|copies| copies.len() > 1).collect();
    assert_eq!(twice.len(), AT_ONCE, "{twice:#?}");
    assert!(twice.iter().all(|copies| copies.len() == 2 && copies[0] == copies[1]), "the very same: {twice:#?}");
    let (code, said, wrong) = run(home.path(), &["verify"], "");
    assert_eq!(code, 0, "{said}{wrong}");
    desk.store().close().await;
}
