//! What the tests stand on and the project does not bring itself: found where it is, installed where that is allowed.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

use crate::build::Place;

/// On the project's own checks nothing may be left out quietly.
pub fn in_ci() -> bool {
    env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// Cargo as a person would call it from the root. What the outer cargo has set for xtask is taken away: some build
/// scripts watch those names, and everything above them would compile again at each change between the two ways.
pub fn cargo(place: &Place) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    // Leptos reads these at compile time, and a leftover one ends in a page whose script is not found.
    cargo.env_remove("LEPTOS_OUTPUT_NAME").env_remove("LEPTOS_SITE_PKG_DIR");
    cargo.current_dir(&place.root);
    cargo
}

/// A program that tests need, and the Debian packages that bring it.
pub struct Need {
    pub what: &'static str,
    pub packages: &'static [&'static str],
    pub found: fn() -> bool,
}

pub const POSTGRES: Need =
    Need { what: "PostgreSQL's server", packages: &["postgresql"], found: || postgres_bin().is_some() };

/// A mail server as other houses run one. Where another one delivers this machine's mail already, it would take its place.
pub const MAIL: Need = Need {
    what: "The mail server Exim",
    packages: &["exim4-daemon-light", "openssl"],
    found: || exim().is_some() && on_path("openssl"),
};

/// Answers a program that asks what time it is.
pub const FAKETIME: Need =
    Need { what: "The library libfaketime", packages: &["libfaketime"], found: || faketime().is_some() };

/// Breaks single calls of a program to the system off.
pub const STRACE: Need = Need { what: "strace", packages: &["strace"], found: || strace().is_some() };

/// Makes a bare Debian in a folder.
pub const DEBOOTSTRAP: Need =
    Need { what: "debootstrap", packages: &["debootstrap"], found: || on_path("debootstrap") };

/// What other houses read PDFs with.
pub const PDF_READERS: Need = Need {
    what: "A reader of PDFs",
    packages: &["poppler-utils", "qpdf"],
    found: || ["pdftotext", "pdfinfo", "pdfdetach", "qpdf"].into_iter().all(on_path),
};

pub const CHROMIUM: Need = Need { what: "Chromium", packages: &["chromium"], found: || chromium().is_file() };

pub const NODE: Need =
    Need { what: "Node.js with npm", packages: &["nodejs", "npm"], found: || on_path("node") && on_path("npm") };

/// In the folder of the machine's architecture.
pub fn faketime() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1")).find(|library| library.is_file())
}

pub fn ensure_faketime() -> Result<PathBuf> {
    ensure(&FAKETIME)?;
    faketime().context("libfaketime is not to be found")
}

pub fn strace() -> Option<PathBuf> {
    Some(folder_on_path("strace")?.join("strace"))
}

pub fn ensure_strace() -> Result<PathBuf> {
    ensure(&STRACE)?;
    strace().context("strace is not to be found")
}

pub fn exim() -> Option<PathBuf> {
    let debian = PathBuf::from("/usr/sbin/exim4");
    if debian.is_file() { Some(debian) } else { None }
}

/// A mail server may only be added where there is none: Debian takes the other one away.
pub fn ensure_mail() -> Result<PathBuf> {
    if exim().is_none() && PathBuf::from("/usr/sbin/sendmail").exists() {
        bail!("this machine has a mail server of its own, which Exim would take the place of");
    }
    ensure(&MAIL)?;
    if !is_root() {
        bail!("it runs as a user of its own, which only root can choose");
    }
    exim().context("Exim is not to be found")
}

/// Leaves the machine with what is needed, or says in one sentence why it could not.
pub fn ensure(need: &Need) -> Result<()> {
    if (need.found)() {
        return Ok(());
    }
    let packages = need.packages.join(" ");
    if !on_path("apt-get") {
        bail!("{} is missing, and this is no Debian: install it by the system's own means", need.what);
    }
    if !is_root() {
        bail!("{} is missing; to install it: sudo apt-get install --no-install-recommends {packages}", need.what);
    }
    println!("Installing {} (Debian: {packages}), because it is missing and this runs as root.", need.what);
    let mut install = vec!["install", "--yes", "-qq", "--no-install-recommends"];
    install.extend(need.packages);
    apt_get(&["update", "-qq"])?;
    apt_get(&install)?;
    if !(need.found)() {
        bail!("{packages} was installed, and {} is still not to be found", need.what);
    }
    Ok(())
}

fn apt_get(args: &[&str]) -> Result<()> {
    let out = Command::new("apt-get")
        .args(args)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .output()
        .context("apt-get does not start")?;
    if !out.status.success() {
        bail!("apt-get {} failed:\n{}", args.join(" "), tail(&String::from_utf8_lossy(&out.stderr), 15));
    }
    Ok(())
}

/// The folder of initdb and postgres: the newest of Debian's, or wherever the PATH leads.
pub fn postgres_bin() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|version| Some((version.file_name().to_str()?.parse::<u32>().ok()?, version.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .max();
    newest.map(|(_, bin)| bin).or_else(|| folder_on_path("initdb"))
}

/// The same rule as in end2end/lib/browser.mjs.
fn chromium() -> PathBuf {
    env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from)
}

/// A Python of its own with what the tests hold ours against, under `target`, exactly in the version that is named here.
pub fn ensure_python(place: &Place) -> Result<PathBuf> {
    const WANTED: [&str; 2] = ["bagit==1.9.0", "pymerkle==7.0.0"];
    let wanted = WANTED.join(" ");
    let folder = place.target.join("python");
    let (python, stamp) = (folder.join("bin/python"), folder.join("installed"));
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    if !on_path("python3") {
        bail!("python3 is missing");
    }
    println!("Installing {wanted} into {} (python3 -m venv, pip).", folder.display());
    run_quietly(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run_quietly(Command::new(&python).args(pip).args(WANTED))?;
    fs::write(&stamp, wanted).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(python)
}

fn run_quietly(command: &mut Command) -> Result<()> {
    let out = command.output().with_context(|| format!("{command:?} does not start"))?;
    if !out.status.success() {
        bail!("{command:?} failed:\n{}", tail(&String::from_utf8_lossy(&out.stderr), 10));
    }
    Ok(())
}

/// The packages of the browser stories, exactly as the lock file names them.
pub fn npm_packages(place: &Place) -> Result<()> {
    ensure(&NODE)?;
    let stories = place.root.join("end2end");
    let lock =
        fs::read_to_string(stories.join("package-lock.json")).context("end2end/package-lock.json cannot be read")?;
    // A copy of the lock file beside what it brought tells whether it changed since.
    let stamp = stories.join("node_modules/.installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("Installing the browser stories' npm packages (npm ci in end2end).");
    let out = Command::new("npm")
        .args(["ci", "--loglevel=error"])
        .current_dir(&stories)
        .output()
        .context("npm does not start")?;
    if !out.status.success() {
        bail!("npm ci failed:\n{}", tail(&String::from_utf8_lossy(&out.stderr), 15));
    }
    fs::write(&stamp, lock).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(())
}

fn on_path(program: &str) -> bool {
    folder_on_path(program).is_some()
}

pub fn folder_on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find(|folder| folder.join(program).is_file())
}

/// The last lines of a text, for an error that stays readable.
pub fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
