//! A PostgreSQL cluster for one run of the tests: in a temporary folder, on a free port of this machine, gone afterwards.

use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use std::{env, io};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::tools;

/// Where tests find the cluster. Each test makes a database of its own in it.
pub const URL_VARIABLE: &str = "DUENOTICE_TEST_POSTGRES";

const PREFIX: &str = "duenotice-postgres-";
const UP_WITHIN: Duration = Duration::from_secs(60);
const LEFT_BEHIND_AFTER: Duration = Duration::from_secs(3600);

pub struct Cluster {
    folder: TempDir,
    bin: PathBuf,
    port: u16,
    server: Child,
}

impl Cluster {
    /// For tests: nothing of it has to outlive a power cut.
    pub fn start() -> Result<Self> {
        Self::with(&["fsync=off", "synchronous_commit=off", "full_page_writes=off"])
    }

    /// For figures: it syncs as in service.
    pub fn start_durable() -> Result<Self> {
        Self::with(&[])
    }

    fn with(settings: &[&str]) -> Result<Self> {
        let bin = tools::postgres_bin().context("PostgreSQL's server is not on this machine")?;
        sweep(&env::temp_dir());
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
        if tools::is_root() {
            chown(folder.path(), Some(postgres_id("-u")?), Some(postgres_id("-g")?))?;
        }
        initialise(&bin, folder.path())?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let server = spawn(&bin, folder.path(), port, settings)?;
        let mut cluster = Self { folder, bin, port, server };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://app@127.0.0.1:{}/postgres", self.port)
    }

    /// The server writes its state into the eighth line of its pid file.
    fn wait_until_ready(&mut self) -> Result<()> {
        let pid_file = data(self.folder.path()).join("postmaster.pid");
        let began = Instant::now();
        while began.elapsed() < UP_WITHIN {
            let state = fs::read_to_string(&pid_file).unwrap_or_default();
            if state.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL ended with {status} instead of starting:\n{}", self.log());
            }
            sleep(Duration::from_millis(20));
        }
        bail!("PostgreSQL was not ready within {} s:\n{}", UP_WITHIN.as_secs(), self.log());
    }

    fn log(&self) -> String {
        tools::tail(&fs::read_to_string(log_file(self.folder.path())).unwrap_or_default(), 15)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // What it holds is thrown away, so it need not tidy up first; unlike a kill, this gives shared memory back.
        let stopped = as_postgres(&self.bin.join("pg_ctl"))
            .args(["stop", "--silent", "--wait", "--mode=immediate", "--pgdata"])
            .arg(data(self.folder.path()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

fn initialise(bin: &Path, folder: &Path) -> Result<()> {
    // ICU's order of letters is not the order of bytes, as on most servers in use: a query that forgets
    // `collate "C"` shows here and not first at a customer's.
    let out = as_postgres(&bin.join("initdb"))
        .args(["--username=app", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"])
        .args(["--locale-provider=icu", "--icu-locale=und", "--pgdata"])
        .arg(data(folder))
        .output()
        .context("initdb does not start")?;
    if !out.status.success() {
        bail!("initdb failed:\n{}", tools::tail(&String::from_utf8_lossy(&out.stderr), 15));
    }
    Ok(())
}

fn spawn(bin: &Path, folder: &Path, port: u16, settings: &[&str]) -> Result<Child> {
    let log = File::create(log_file(folder))?;
    let mut server = as_postgres(&bin.join("postgres"));
    server.arg("-D").arg(data(folder)).arg("-k").arg(folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
    for setting in settings.iter().chain(&["max_connections=200"]) {
        server.args(["-c", *setting]);
    }
    server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn().context("postgres does not start")
}

/// PostgreSQL refuses to run as root. What it runs as instead must not outlive us, even if we are killed.
fn as_postgres(program: &Path) -> Command {
    let mut command;
    if tools::folder_on_path("setpriv").is_some() {
        command = Command::new("setpriv");
        command.args(["--pdeathsig", "QUIT"]);
        if tools::is_root() {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        command.arg("--").arg(program);
    } else {
        command = Command::new(program);
    }
    // Where we were called from may be closed to the user postgres.
    command.current_dir("/").env("LC_ALL", "C.UTF-8");
    command
}

fn postgres_id(flag: &str) -> Result<u32> {
    let out = Command::new("id").args([flag, "postgres"]).output()?;
    let text = String::from_utf8_lossy(&out.stdout);
    text.trim().parse().context("there is no user postgres to run the server as")
}

/// Runs that were cut off leave their folder: those are taken away when nothing lives in them any more.
fn sweep(temp: &Path) {
    let old = |path: &Path| -> io::Result<bool> {
        let age = fs::metadata(path)?.modified()?.elapsed().unwrap_or_default();
        Ok(age > LEFT_BEHIND_AFTER && !data(path).join("postmaster.pid").exists())
    };
    for entry in fs::read_dir(temp).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if ours && old(&entry.path()).unwrap_or(false) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn log_file(folder: &Path) -> PathBuf {
    folder.join("postgres.log")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let Some(bin) = tools::postgres_bin() else {
            println!("PostgreSQL is not on this machine, so there is nothing to start.");
            return;
        };
        let cluster = Cluster::start().expect("a cluster");
        let (folder, url) = (cluster.folder.path().to_owned(), cluster.url());
        let ask = |sql: &str| {
            let out =
                Command::new(bin.join("psql")).args(["--no-psqlrc", "-qAt", "-c", sql, &url]).output().expect("psql");
            String::from_utf8_lossy(&out.stdout).trim().to_owned()
        };
        assert_eq!(ask("show fsync"), "off");
        assert_eq!(ask("select 'a' < 'B', 'a' < 'B' collate \"C\", lower('É')"), "t|f|é");

        drop(cluster);
        assert!(!folder.exists());
        assert_eq!(ask("select 1"), "");
    }

    #[test]
    fn an_old_folder_goes_unless_something_lives_in_it() {
        let temp = tempfile::tempdir().expect("a temporary folder");
        let make = |name: &str, hours: u64, alive: bool| {
            let path = temp.path().join(name);
            fs::create_dir_all(data(&path)).expect("a folder");
            if alive {
                fs::write(data(&path).join("postmaster.pid"), "1").expect("a file");
            }
            let then = std::time::SystemTime::now() - Duration::from_secs(hours * 3600);
            File::open(&path).and_then(|folder| folder.set_modified(then)).expect("a folder's time");
            path
        };
        let dead = make("duenotice-postgres-dead", 5, false);
        let alive = make("duenotice-postgres-alive", 5, true);
        let young = make("duenotice-postgres-young", 0, false);
        let foreign = make("something-else", 5, false);
        sweep(temp.path());
        assert!(!dead.exists());
        assert!(alive.exists() && young.exists() && foreign.exists());
    }
}
