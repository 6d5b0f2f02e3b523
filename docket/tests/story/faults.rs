//! A server is broken off at every step of a deadline's way: the process is killed, a thread panics, the disk refuses, a
//! connection drops. Whoever takes over finds everything done once or not at all: nothing early, nothing twice, no
//! letter under two names, no suspension late without a person, and a record that verifies.
//!
//! The test starts itself again as a server that lives through one life after another, each broken off somewhere else;
//! when it was killed, the next one takes its life up. In `cargo xtask test` each step meets each fault once; with
//! `--campaign` twenty times, at another moment and with another absence after it.

mod holds;
mod life;
mod rows;
mod run;

use crate::bench::{self, BEGINS, Place, TestDesk, places};
use crate::crash::SEEDS;
use crate::hands::notice_form;
use crate::rounds::office::{Office, message_id};
use docket::store::faults::Step;
use run::{Orders, Run};
use std::collections::HashMap;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};

/// What `abort` ends a process with.
const SIGABRT: i32 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_off_at_any_step_everything_happens_once_on_sqlite() {
    campaign(Place::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_off_at_any_step_everything_happens_once_on_postgres() {
    if places().contains(&Place::Postgres) {
        campaign(Place::Postgres).await;
    }
}

async fn campaign(place: Place) {
    let seeds = std::env::var(SEEDS).ok().map(|seeds| seeds.parse::<u32>().expect("how often"));
    let mut office = Office::open().await;
    office.be_hesitant();
    let mut desk = TestDesk::open(place, BEGINS, 1).await;
    desk.found(false).await.expect("a founded desk");
    let matter = desk.matter().await;
    let form = notice_form(&matter);
    desk.schedule_notice(&matter.ann, desk.new_command(), matter.case, &form)
        .await
        .expect("a notice in its last minute");
    desk.round().await;
    desk.store().close().await;
    let database = desk.database().map(|(server, name)| bench::url_of(server, name));
    if let Some(url) = &database {
        rows::keep(url).await;
    }
    let folder = tempfile::Builder::new().prefix("faults-").tempdir_in(desk.folder().parent().expect("a folder"));
    let folder = folder.expect("a folder for the runs");
    let mut orders = Orders {
        template: desk.folder().to_owned(),
        database,
        mail: office.url().to_owned(),
        begins: desk.now(),
        runs: vec![Run::undisturbed()],
    };

    // How often an undisturbed server comes by each step.
    let mut told = Told::default();
    told.of(&mut office, folder.path(), &orders).await;
    for step in Step::ALL {
        assert!(told.hits.get(step.name()).is_some_and(|hits| *hits > 0), "nobody comes by {}", step.name());
    }
    orders.runs = run::all(&told.hits, seeds, place);
    let mut told = Told::default();
    told.of(&mut office, folder.path(), &orders).await;
    assert_eq!(told.struck, orders.runs.len(), "each fault has struck");
    assert!(told.twice > 0, "some letter was handed over twice, under one name");
    let line = format!(
        "{place:?}: {} steps x {} faults: {} runs, {} of them kills; {} hours missed, {} letters accepted, {} of them handed over \
         again under the same Message-ID; nothing early, nothing twice, every record sound.",
        Step::ALL.len(),
        run::FAULTS.len(),
        told.struck,
        told.kills,
        told.missed,
        told.letters,
        told.twice,
    );
    // Written past the test harness, which would keep it to itself.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What the servers told of their lives.
#[derive(Default)]
struct Told {
    hits: HashMap<String, u32>,
    struck: usize,
    kills: usize,
    missed: usize,
    letters: usize,
    twice: usize,
}

impl Told {
    /// Lets one server after another live until every life is over.
    async fn of(&mut self, office: &mut Office, folder: &Path, orders: &Orders) {
        std::fs::write(folder.join("orders.json"), serde_json::to_vec(orders).expect("JSON")).expect("orders");
        let mut next = 0;
        let mut killed = None;
        while next < orders.runs.len() {
            let mut child = serve(folder, next);
            let mut stdin = child.stdin.take().expect("its input");
            let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
            while let Some(line) = lines.next_line().await.expect("a line") {
                let words: Vec<&str> = line.split(' ').collect();
                match words[..] {
                    ["hits", step, hits] => {
                        self.hits.insert(step.to_owned(), hits.parse().expect("a number"));
                    }
                    ["over", number, struck, missed, letters] => {
                        assert_eq!(number.parse(), Ok(next), "one after another");
                        let was_killed = killed == Some(next);
                        assert_eq!(
                            (struck == "1") ^ was_killed,
                            orders.runs[next].step.is_some(),
                            "{:?}",
                            orders.runs[next]
                        );
                        self.struck += usize::from(struck == "1" || was_killed);
                        self.missed += missed.parse::<usize>().expect("a number");
                        self.letters += letters.parse::<usize>().expect("a number");
                        self.wire(office, &orders.runs[next], letters.parse().expect("a number"));
                        next += 1;
                        stdin.write_all(b"go on\n").await.expect("it listens");
                    }
                    _ => {}
                }
            }
            let status = child.wait().await.expect("it ended");
            match status.signal() {
                Some(SIGABRT) if killed != Some(next) && orders.runs[next].fault == "kill" => {
                    (killed, self.kills) = (Some(next), self.kills + 1);
                }
                _ if status.success() && next == orders.runs.len() => {}
                _ => {
                    let words = std::fs::read_to_string(folder.join("stderr")).unwrap_or_default();
                    panic!("{status} in {:?}:\n{words}", orders.runs.get(next));
                }
            }
        }
    }

    /// What came over the wire in one life: each letter under one Message-ID, and when it came again, byte for byte.
    fn wire(&mut self, office: &mut Office, run: &Run, accepted: usize) {
        let mut seen: HashMap<String, Vec<String>> = HashMap::new();
        for letter in office.all() {
            seen.entry(message_id(&letter)).or_default().push(letter);
        }
        assert_eq!(seen.len(), accepted, "each letter has one Message-ID, and none is lost: {run:?}");
        for (id, copies) in seen {
            assert!(copies.len() <= 2 && copies.iter().all(|copy| *copy == copies[0]), "{id} in {run:?}: {copies:#?}");
            self.twice += copies.len() - 1;
        }
    }
}

fn serve(folder: &Path, next: usize) -> Child {
    let words = std::fs::File::create(folder.join("stderr")).expect("a file");
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "faults::life::the_server", "--nocapture"])
        .env(life::FOLDER, folder)
        .env(life::NEXT, next.to_string())
        // Nobody looks up where a thread has panicked: that is what it was told to do.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(words)
        .kill_on_drop(true)
        .spawn()
        .expect("a server")
}
