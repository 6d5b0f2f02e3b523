//! The database's machine is switched off in the middle of everything, again and again: whatever was acknowledged is
//! there once, and whoever was not told asks again under the same command.

use crate::bench::{POSTGRES, temporary};
use docket::desk::complaints::ComplaintForm;
use docket::desk::handing::LEASE_SECONDS;
use docket::desk::{Desk, Done};
use docket::entropy::SystemEntropy;
use docket::event::{Event, Recorded};
use docket::id::CommandId;
use docket::letters::Mailer;
use docket::people::Actor;
use docket::rounds::Rounds;
use docket::settings::Settings;
use docket::store::{Store, ledger};
use docket::time::{Clock, SystemClock, TestClock};
use docket::verify::verify_with_evidence;
use sqlx::{Connection, PgConnection};
use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const RESTARTS: usize = 5;
/// In a campaign.
const MANY_RESTARTS: usize = 50;
const WRITERS: usize = 4;
/// So many more are acknowledged between two restarts.
const BETWEEN: usize = 12;
/// Only a test that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// A cluster that is switched off at will, made with the programs of the one that the tests run on.
struct Cluster {
    folder: tempfile::TempDir,
    bin: PathBuf,
    owner: (u32, u32),
    port: u16,
    server: Child,
}

impl Cluster {
    /// None where the programs are not on this machine.
    async fn start() -> Option<Cluster> {
        let given = std::env::var(POSTGRES).ok()?;
        let mut open = PgConnection::connect(&given).await.expect("the server of the tests");
        let ask =
            "select setting from pg_config where name = 'BINDIR' union all select current_setting('data_directory')";
        let places: Vec<String> = sqlx::query_scalar(ask).fetch_all(&mut open).await.expect("where its programs are");
        let bin = PathBuf::from(&places[0]);
        let about = std::fs::metadata(&places[1]).ok().filter(|_| bin.join("initdb").exists())?;
        let owner = (about.uid(), about.gid());
        let folder = tempfile::Builder::new().prefix("duenotice-restarts-").tempdir().expect("a folder");
        chown(folder.path(), Some(owner.0), Some(owner.1)).expect("a folder of its own");
        let made = as_owner(&bin.join("initdb"), owner)
            .args(["--username=app", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--pgdata"])
            .arg(folder.path().join("data"))
            .output()
            .expect("initdb");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        let server = run(&bin, folder.path(), owner, port);
        Some(Cluster { folder, bin, owner, port, server })
    }

    fn url(&self) -> String {
        format!("postgres://app@127.0.0.1:{}/postgres", self.port)
    }

    /// As when the power fails: nothing is written down that was not yet.
    fn fail(&mut self) {
        let told = Command::new("kill").args(["-QUIT", &self.server.id().to_string()]).status().expect("kill");
        assert!(told.success());
        self.server.wait().expect("its end");
    }

    fn restart(&mut self) {
        self.fail();
        self.server = run(&self.bin, self.folder.path(), self.owner, self.port);
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.server.try_wait().is_ok_and(|ended| ended.is_none()) {
            self.fail();
        }
    }
}

/// PostgreSQL refuses to run as root, and must not outlive us.
fn as_owner(program: &Path, owner: (u32, u32)) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "QUIT", "--"]).arg(program).current_dir("/").env("LC_ALL", "C.UTF-8");
    command.gid(owner.1).uid(owner.0);
    command
}

fn run(bin: &Path, folder: &Path, owner: (u32, u32), port: u16) -> Child {
    let mut server = as_owner(&bin.join("postgres"), owner);
    server.arg("-D").arg(folder.join("data")).arg("-k").arg(folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("postgres")
}

/// What everybody at work knows.
#[derive(Clone, Default)]
struct Work {
    acknowledged: Arc<Mutex<Vec<CommandId>>>,
    again: Arc<AtomicUsize>,
    over: Arc<AtomicBool>,
}

impl Work {
    fn many(&self) -> usize {
        self.acknowledged.lock().expect("nobody panicked").len()
    }

    async fn reaches(&self, many: usize) {
        let reached = async {
            while self.many() < many {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(PATIENCE, reached).await.expect("nothing more was acknowledged");
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::SeqCst)
    }

    /// Reports one after the other, and each as often as it takes to hear that it is kept.
    async fn report(self, desk: Desk, writer: usize) {
        let mut number = 0;
        while !self.is_over() {
            number += 1;
            let command = desk.new_command();
            let form = ComplaintForm {
                locations: format!("https://example-social.example/post/{writer}/{number}"),
                category: "violence".into(),
                description: format!("Calls for violence, {writer}, {number}."),
                reporter_name: "Rita Reporter".into(),
                reporter_email: format!("rita{writer}.{number}@reports.example"),
                good_faith: true,
                ..ComplaintForm::default()
            };
            while desk.log_complaint(Actor::Reporter, None, command, &form, &[]).await.is_err() {
                self.again.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            self.acknowledged.lock().expect("nobody panicked").push(command);
        }
    }

    /// A round that breaks off is followed by the next one.
    async fn rounds(self, desk: Desk, mailer: Mailer) {
        let mut rounds = Rounds::default();
        while !self.is_over() {
            let _ = rounds.make(&desk, &mailer).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn settle(desk: &Desk, clock: &TestClock, mailer: &Mailer) -> Done<()> {
    let mut rounds = Rounds::default();
    while !desk.queued_letters(1).await?.is_empty() {
        clock.advance_seconds(LEASE_SECONDS + 1);
        rounds.make(desk, mailer).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_restarted_in_the_middle_loses_nothing_and_doubles_nothing() {
    let Some(mut cluster) = Cluster::start().await else {
        let _ = writeln!(std::io::stderr(), "Restarts skipped: {POSTGRES} names no server on this machine.");
        return;
    };
    let restarts = if std::env::var_os(crate::crash::SEEDS).is_some() { MANY_RESTARTS } else { RESTARTS };
    while PgConnection::connect(&cluster.url()).await.is_err() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let folder = temporary();
    let settings = Settings { data: folder.path().to_owned(), alert_hours: 0, ..Settings::default() };
    let mailer = Mailer::from_settings(&settings).expect("a folder for letters");
    let clock = TestClock::at(crate::bench::BEGINS);
    let store = Store::open_postgres(&cluster.url()).await.expect("a database");
    let desk = Desk::new(store, Arc::new(clock.clone()), Arc::new(SystemEntropy), settings);
    desk.found(false).await.expect("a founded desk");

    let work = Work::default();
    let mut tasks: Vec<_> =
        (0..WRITERS).map(|writer| tokio::spawn(work.clone().report(desk.clone(), writer))).collect();
    tasks.push(tokio::spawn(work.clone().rounds(desk.clone(), mailer.clone())));
    let (watch, mut slowest) = (SystemClock, 0);
    for restart in 0..restarts {
        // Spread over all that happens in a write, in no order.
        let goal = work.many() + BETWEEN;
        work.reaches(goal).await;
        tokio::time::sleep(Duration::from_micros((restart as u64 * 7919) % 15_000)).await;
        let before = work.many();
        let began = watch.steady();
        cluster.restart();
        work.reaches(before + WRITERS + 1).await;
        slowest = slowest.max(watch.steady() - began);
    }
    work.over.store(true, Ordering::SeqCst);
    for task in tasks {
        task.await.expect("nobody panicked");
    }
    settle(&desk, &clock, &mailer).await.expect("every letter leaves");

    let rows = ledger::after(&mut desk.read().await.expect("a reader").conn(), 0, 10_000_000).await.expect("events");
    let mut kept: HashMap<CommandId, usize> = HashMap::new();
    let mut left = HashSet::new();
    for (place, row) in rows.iter().enumerate() {
        assert_eq!(row.seq, i64::try_from(place).expect("a number") + 1, "no number is missing");
        let one = Recorded::from_leaf(serde_json::from_slice(&row.leaf).expect("JSON")).expect("an event");
        match one.event {
            Event::ComplaintReceived { .. } => *kept.entry(one.command).or_default() += 1,
            Event::LetterAccepted { letter, .. } => assert!(left.insert(letter), "{letter} left twice"),
            _ => {}
        }
    }
    let acknowledged = work.acknowledged.lock().expect("nobody panicked").clone();
    for command in &acknowledged {
        assert_eq!(kept.get(command), Some(&1), "{command} was acknowledged");
    }
    assert_eq!(kept.len(), acknowledged.len(), "and nothing is kept that nobody was told of in the end");
    assert_eq!(left.len(), acknowledged.len(), "each reporter has one letter");
    assert_eq!(std::fs::read_dir(folder.path().join("outbox")).expect("letters").count(), acknowledged.len());
    let report = verify_with_evidence(desk.store(), folder.path(), |_| {}).await.expect("a report");
    assert!(report.is_sound(), "{:#?}", report.wrongs);
    let again = work.again.load(Ordering::SeqCst);
    assert!(again > 0, "nobody noticed anything");
    let _ = writeln!(
        std::io::stderr(),
        "{restarts} restarts of the database, {} acknowledged writes, none lost, none doubled; {again} asked again; at work \
         again within {:.1} s.",
        acknowledged.len(),
        slowest as f64 / 1e6
    );
    desk.store().close().await;
}
