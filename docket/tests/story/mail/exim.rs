//! A mail server as other houses run one: Debian's Exim, with a configuration, a port and mailboxes of its own in a
//! temporary folder, gone afterwards.

use docket::letters::{Mailer, Smtp};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where `cargo xtask test` says which program it is.
const PROGRAM: &str = "DUENOTICE_TEST_EXIM";
/// As whom Debian has it run.
const USER: &str = "Debian-exim";
/// In steps of a twentieth of a second; nothing here takes more than two or three.
const MOST_LOOKS: u32 = 1200;

pub struct Exim {
    folder: tempfile::TempDir,
    port: u16,
    daemon: Child,
}

impl Drop for Exim {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// None, and said aloud, where there is none to be tried.
pub fn program() -> Option<PathBuf> {
    static SAID: std::sync::Once = std::sync::Once::new();
    let named = std::env::var_os(PROGRAM).map(PathBuf::from);
    if named.is_none() {
        SAID.call_once(|| {
            let _ = writeln!(std::io::stderr(), "A real mail server skipped: {PROGRAM} names none.");
        });
    }
    named
}

impl Exim {
    pub async fn start(program: &Path) -> Exim {
        let folder = tempfile::Builder::new().prefix("duenotice-exim-").tempdir().expect("a folder");
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port();
        certificate(folder.path());
        let file = folder.path().join("exim.conf");
        std::fs::write(&file, configuration(folder.path(), port)).expect("its configuration");
        let (user, group) = (id("-u"), id("-g"));
        for part in ["", "cert.pem", "key.pem"] {
            chown(folder.path().join(part), Some(user), Some(group)).expect("a folder of its own");
        }
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("a folder that it may enter");
        let log = std::fs::File::create(folder.path().join("said")).expect("a file");
        // What it runs as must not outlive us, even if we are killed.
        let daemon = Command::new("setpriv")
            .args([
                "--pdeathsig",
                "KILL",
                &format!("--reuid={USER}"),
                &format!("--regid={USER}"),
                "--init-groups",
                "--",
            ])
            .arg(program)
            .arg("-C")
            .arg(&file)
            .args(["-bdf", "-q1s"])
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the file"))
            .stderr(log)
            .spawn()
            .expect("Exim starts");
        let mut exim = Exim { folder, port, daemon };
        for _ in 0..MOST_LOOKS {
            if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return exim;
            }
            if let Some(status) = exim.daemon.try_wait().expect("its state") {
                panic!("Exim ended with {status}:\n{}", exim.log());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("Exim does not listen:\n{}", exim.log());
    }

    /// Over TLS, which has to be what it says it is.
    pub fn mailer(&self) -> Mailer {
        let ca = self.folder.path().join("cert.pem");
        let url = format!("smtp://127.0.0.1:{}?tls=required&ca={}", self.port, ca.display());
        Mailer::Smtp(Smtp::parse(&url).expect("an address"))
    }

    /// The mailbox of the customer.
    pub fn customer(&self) -> PathBuf {
        self.folder.path().join("mail/customer")
    }

    /// The mailbox to which answers and reports come.
    pub fn ours(&self) -> PathBuf {
        self.folder.path().join("mail/ours")
    }

    /// From now on the mailbox that was being moved takes its mail.
    pub fn open_the_busy_one(&self) {
        std::fs::write(self.folder.path().join("open"), "").expect("a file");
    }

    /// Everything in a mailbox, once there is so much of it.
    pub async fn mails(&self, mailbox: &Path, many: usize) -> Vec<String> {
        for _ in 0..MOST_LOOKS {
            let found: Vec<_> = std::fs::read_dir(mailbox.join("new")).into_iter().flatten().flatten().collect();
            if found.len() >= many {
                let read = |entry: &std::fs::DirEntry| std::fs::read(entry.path()).expect("a mail");
                return found.iter().map(|one| String::from_utf8_lossy(&read(one)).into_owned()).collect();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} mails never came to {}:\n{}", many, mailbox.display(), self.log());
    }

    fn log(&self) -> String {
        let read = |name: &str| std::fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        format!("{}{}{}", read("said"), read("log/main"), read("log/panic"))
    }
}

/// Signed by itself, for the one address that it is asked under.
fn certificate(folder: &Path) {
    let wanted = "[req]\ndistinguished_name = name\nx509_extensions = what\nprompt = no\n[name]\nCN = mail.hosting.test\n\
         [what]\nbasicConstraints = critical,CA:FALSE\nsubjectAltName = IP:127.0.0.1\n";
    std::fs::write(folder.join("cert.conf"), wanted).expect("a file");
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-config", "cert.conf", "-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(folder)
        .output()
        .expect("openssl runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn configuration(folder: &Path, port: u16) -> String {
    let folder = folder.display();
    format!(
        "primary_hostname = mail.hosting.test
spool_directory = {folder}/spool
log_file_path = {folder}/log/%s
pid_file_path = {folder}/exim.pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
dsn_advertise_hosts = *
delay_warning = 1s:1d
delay_warning_condition = yes
deliver_drop_privilege = true
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
qualify_domain = hosting.example
acl_smtp_rcpt = accept
acl_smtp_data = accept

begin routers

customer:
  driver = accept
  domains = example-social.example
  local_parts = legal
  transport = to_customer

moving:
  driver = redirect
  domains = busy.example
  condition = ${{if !exists{{{folder}/open}}}}
  allow_defer
  data = :defer: the mailbox is being moved

moved:
  driver = accept
  domains = busy.example
  transport = to_customer

ours:
  driver = accept
  domains = hosting.example
  transport = to_us

begin transports

to_customer:
  driver = appendfile
  directory = {folder}/mail/customer
  maildir_format
  return_path_add
  delivery_date_add

to_us:
  driver = appendfile
  directory = {folder}/mail/ours
  maildir_format
  return_path_add
  delivery_date_add

begin retry

* * F,1h,1s
"
    )
}

fn id(flag: &str) -> u32 {
    let out = Command::new("id").args([flag, USER]).output().expect("id runs");
    String::from_utf8_lossy(&out.stdout).trim().parse().expect("Exim's user")
}
