//! `cargo xtask fuzz`: what strangers send is read by parsers that a fuzzer has tried to break. Each begins with the files
//! of `fuzz/seeds`; what it finds on its way is kept under the target folder, so the next time it begins further on.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::build::Place;
use crate::tools;

/// As `fuzz/Cargo.toml` and `fuzz/parsers.rs` name them.
const TARGETS: [&str; 6] = ["note", "checkpoint", "proof", "extract", "bag", "leaf"];
/// What one process may hold, with the fuzzer's own tables in it: the parsers are given 64 kB at a time.
const MEMORY_MEGABYTES: u32 = 1_024;
const LONGEST: u32 = 65_536;

#[derive(clap::Args)]
pub struct FuzzArgs {
    /// Only these parsers: note, checkpoint, proof, extract, bag, leaf
    targets: Vec<String>,

    /// So long each, in seconds
    #[arg(long, default_value_t = 600)]
    seconds: u32,
}

pub fn fuzz(args: &FuzzArgs) -> Result<ExitCode> {
    let place = Place::find()?;
    let wanted: Vec<&str> =
        if args.targets.is_empty() { TARGETS.to_vec() } else { args.targets.iter().map(String::as_str).collect() };
    if let Some(unknown) = wanted.iter().find(|name| !TARGETS.contains(name)) {
        bail!("there is no parser {unknown}; there are {}", TARGETS.join(", "));
    }
    let fuzzer = cargo_fuzz(&place)?;
    let mut told = Vec::new();
    for name in wanted {
        println!("\n== {name}, {} s ==", args.seconds);
        let began = Instant::now();
        let kept = place.target.join("fuzz/kept").join(name);
        fs::create_dir_all(&kept).with_context(|| format!("{} cannot be made", kept.display()))?;
        let mut run = Command::new(&fuzzer);
        // The fuzzer needs what only a nightly compiler offers, and this runs inside of another one's cargo.
        run.env("RUSTUP_TOOLCHAIN", "nightly").env_remove("CARGO").env_remove("RUSTC").env_remove("RUSTDOC");
        run.current_dir(&place.root);
        run.args(["fuzz", "run", name, "--target-dir"]).arg(place.target.join("fuzz"));
        run.arg(&kept).arg(place.root.join("fuzz/seeds").join(name));
        run.arg("--").args([
            format!("-max_total_time={}", args.seconds),
            format!("-rss_limit_mb={MEMORY_MEGABYTES}"),
            format!("-max_len={LONGEST}"),
            "-timeout=10".into(),
            "-print_final_stats=1".into(),
        ]);
        let out = run.status().context("cargo-fuzz does not start")?;
        if !out.success() {
            println!("{name}: broken; the input lies under fuzz/artifacts/{name}");
            return Ok(ExitCode::FAILURE);
        }
        told.push(format!("{name}: nothing found in {:.0} s", began.elapsed().as_secs_f32()));
    }
    println!("\n{}", told.join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// The program behind `cargo fuzz`, put under the target folder where it is missing.
fn cargo_fuzz(place: &Place) -> Result<PathBuf> {
    const VERSION: &str = "0.13.2";
    let folder = place.target.join("tools");
    let program = folder.join("bin/cargo-fuzz");
    if program.is_file() {
        return Ok(program);
    }
    println!("Installing cargo-fuzz {VERSION} into {}.", folder.display());
    let done = tools::cargo(place)
        .args(["install", "--locked", "--quiet", "cargo-fuzz", "--version", VERSION, "--root"])
        .arg(&folder)
        .status()
        .context("cargo does not start")?;
    if !done.success() {
        bail!("cargo-fuzz cannot be installed");
    }
    Ok(program)
}
