//! `cargo xtask stranger`: a case file in the hands of somebody who has nothing of ours but `duenotice-verify`. In a bare
//! Debian without network, every command of the file's VERIFY.txt is run as it stands.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Output};

use anyhow::{Context, Result, bail};

use crate::build::{self, BuildArgs, Place};
use crate::tools;

#[derive(clap::Args)]
pub struct StrangerArgs {
    /// A bare Debian that is there already; otherwise debootstrap makes one below the target folder
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(flatten)]
    build: BuildArgs,
}

/// For whom case files are made.
const PROFILES: [&str; 3] = ["internal", "regulator", "customer"];
/// What a bare Debian needs to follow the instructions: they name nothing else.
const PACKAGES: &str = "--include=python3,openssl,unzip";
/// Where the stranger keeps what they were given.
const HOME: &str = "srv/stranger";

pub fn stranger(args: &StrangerArgs) -> Result<ExitCode> {
    if !tools::is_root() {
        bail!("a system of its own without network is something that only root can make");
    }
    let place = Place::find()?;
    let program = build::build(&place, &args.build)?;
    let root = match &args.root {
        Some(root) => root.clone(),
        None => bare_debian(&place)?,
    };
    equip(&place, &root, &program)?;
    nothing_of_ours(&root)?;

    let desk = tempfile::tempdir()?;
    let duenotice = |words: &[&str]| {
        let out = Command::new(&program).args(words).arg("--data").arg(desk.path()).output()?;
        if !out.status.success() {
            bail!("duenotice {}: {}", words.join(" "), said(&out));
        }
        Ok(String::from_utf8(out.stdout)?)
    };
    duenotice(&["seed", "--demo", "--size", "small"])?;
    let cases: Vec<serde_json::Value> = serde_json::from_str(&duenotice(&["cases", "--json"])?)?;
    let number = cases.iter().find_map(|case| case["number"].as_str()).context("the demonstration has no case")?;
    let mut followed = 0;
    for profile in PROFILES {
        let zip = root.join(HOME).join(format!("{profile}.zip"));
        duenotice(&["export", "case", number, "--profile", profile, "--out", &zip.to_string_lossy()])?;
        println!("\nThe case file {number}, made for: {profile}");
        followed += follow(&root, profile)?;
    }
    println!(
        "\n{followed} commands of three VERIFY.txt, each done as it stands; one changed byte was found in each file."
    );
    Ok(ExitCode::SUCCESS)
}

fn said(out: &Output) -> String {
    [String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr)].concat().trim().to_owned()
}

/// Of the same release as this machine, or our program might ask for a library that is not there.
fn bare_debian(place: &Place) -> Result<PathBuf> {
    let root = place.target.join("stranger/debian");
    if root.join("made").is_file() {
        return Ok(root);
    }
    tools::ensure(&tools::DEBOOTSTRAP)?;
    let system = fs::read_to_string("/etc/os-release").context("this is no Debian")?;
    let release =
        system.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")).context("this is no Debian")?;
    println!("Making a bare Debian ({release}) in {}.", root.display());
    // What was half made goes.
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root)?;
    let made = Command::new("debootstrap").args(["--variant=minbase", PACKAGES, release]).arg(&root).output()?;
    if !made.status.success() {
        bail!("debootstrap failed:\n{}", tools::tail(&said(&made), 15));
    }
    fs::write(root.join("made"), release)?;
    Ok(root)
}

/// The two programs that the instructions name and Debian does not have.
fn equip(place: &Place, root: &Path, program: &Path) -> Result<()> {
    let home = root.join(HOME);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(&home)?;
    let bin = root.join("usr/local/bin");
    fs::copy(program.with_file_name("duenotice-verify"), bin.join("duenotice-verify"))?;
    let python = tools::ensure_python(place)?;
    let scripts = python.parent().context("Python lies in a folder")?;
    let text = fs::read_to_string(scripts.join("bagit.py")).context("bagit.py is not to be found")?;
    let text = text.split_once('\n').map_or(text.as_str(), |(_, rest)| rest);
    fs::write(bin.join("bagit.py"), format!("#!/usr/bin/python3\n{text}"))?;
    fs::set_permissions(bin.join("bagit.py"), fs::Permissions::from_mode(0o755))?;
    // It asks its own package for its version.
    let library = scripts.with_file_name("lib");
    for folder in fs::read_dir(&library)?.flatten() {
        for package in fs::read_dir(folder.path().join("site-packages"))?.flatten() {
            let name = package.file_name();
            if name.to_string_lossy().starts_with("bagit") && name.to_string_lossy().ends_with(".dist-info") {
                let into = root.join("usr/lib/python3/dist-packages").join(&name);
                fs::create_dir_all(&into)?;
                for file in fs::read_dir(package.path())?.flatten().filter(|file| file.path().is_file()) {
                    fs::copy(file.path(), into.join(file.file_name()))?;
                }
            }
        }
    }
    Ok(())
}

/// A command in that system: without network, and without what else runs on this machine.
fn there(root: &Path, folder: &str, command: &str) -> Result<Output> {
    let inside = "mount -t proc proc /proc && cd \"$1\" && exec sh -c \"$2\"";
    Command::new("unshare")
        .args(["--net", "--mount", "--pid", "--fork", "--", "chroot"])
        .arg(root)
        .args(["sh", "-c", inside, "sh", folder, command])
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
        .output()
        .context("unshare does not start")
}

fn nothing_of_ours(root: &Path) -> Result<()> {
    for (command, what) in [
        ("command -v duenotice", "the product is there"),
        ("python3 -c \"import socket; socket.create_connection(('192.0.2.1', 80), 5)\"", "there is a network"),
    ] {
        if there(root, "/", command)?.status.success() {
            bail!("{what}, so following the instructions there would show nothing");
        }
    }
    let able = there(root, "/", "python3 --version && openssl version && sha256sum --version")?;
    if !able.status.success() {
        bail!("the system cannot be used: {}", said(&able));
    }
    Ok(())
}

/// Unpacks the file and does what its VERIFY.txt says. Gives how many commands there were.
fn follow(root: &Path, profile: &str) -> Result<usize> {
    let home = format!("/{HOME}");
    let unpacked = there(root, &home, &format!("unzip -q {profile}.zip -d {profile} && ls {profile}"))?;
    if !unpacked.status.success() {
        bail!("unzip: {}", said(&unpacked));
    }
    let folder = format!("{home}/{profile}/{}", said(&unpacked));
    let here = root.join(&folder[1..]);
    let text = fs::read_to_string(here.join("data/VERIFY.txt")).context("there is no VERIFY.txt")?;
    let commands: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    if commands.len() < 5 {
        bail!("VERIFY.txt has only {} commands", commands.len());
    }
    for command in &commands {
        let done = there(root, &folder, command)?;
        println!("    {command}");
        if !done.status.success() {
            bail!("it ended with {}:\n{}", done.status, said(&done));
        }
    }
    // The same commands find what was changed, or they would have shown nothing.
    let changed = here.join("data/report.html");
    let mut file = File::options().read(true).write(true).open(&changed)?;
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&[byte[0] ^ 1])?;
    drop(file);
    for command in [commands[0], commands[2]] {
        if there(root, &folder, command)?.status.success() {
            bail!("a changed byte of data/report.html went unnoticed by: {command}");
        }
    }
    Ok(commands.len())
}
