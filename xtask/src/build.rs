//! From sources to a program that carries the browser's files: WebAssembly, its module, the style, the small things.

mod files;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::tools;
use files::{Files, hash, read};

const WASM: &str = "wasm32-unknown-unknown";

#[derive(clap::Args, Clone, Copy, Default)]
pub struct BuildArgs {
    /// Build the program with optimisations; the browser's files always have them
    #[arg(long)]
    pub release: bool,
}

/// The workspace and its target folder, as cargo itself sees them.
pub struct Place {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Place {
    pub fn find() -> Result<Self> {
        // Asked of the run, not of the build: two clones may share one target folder, and so one xtask.
        let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let told = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .current_dir(here)
            .output()
            .context("cargo does not start")?;
        if !told.status.success() {
            bail!("{}", String::from_utf8_lossy(&told.stderr));
        }
        let told: serde_json::Value = serde_json::from_slice(&told.stdout)?;
        let path = |key: &str| told[key].as_str().map(PathBuf::from).with_context(|| format!("cargo tells no {key}"));
        Ok(Self { root: path("workspace_root")?, target: path("target_directory")? })
    }
}

/// What is built beside the browser's files: the desk, what strangers check it with, and what sets its papers.
const PROGRAMS: [(&str, &str); 3] =
    [("server", "duenotice"), ("duenotice-verify", "duenotice-verify"), ("press", "duenotice-press")];

/// Gives back the path of the program. What has not changed since the last time is not made again.
pub fn build(place: &Place, args: &BuildArgs) -> Result<PathBuf> {
    add_wasm_target(place)?;
    step("browser half", || {
        let words = "build --package app --lib --profile wasm --no-default-features --features hydrate --target";
        cargo(place, &format!("{words} {WASM}"))
    })?;
    step("browser files", || browser_files(place))?;
    step("programs", || {
        let each = PROGRAMS.map(|(package, program)| format!("--package {package} --bin {program}"));
        let words = format!("build {}", each.join(" "));
        cargo(place, &if args.release { format!("{words} --release") } else { words })
    })?;
    let profile = if args.release { "release" } else { "debug" };
    Ok(place.target.join(profile).join("duenotice").with_extension(env::consts::EXE_EXTENSION))
}

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let began = Instant::now();
    work().with_context(|| name.to_owned())?;
    eprintln!("{:>12} {name}, {:.1} s", "Ready", began.elapsed().as_secs_f32());
    Ok(())
}

fn cargo(place: &Place, words: &str) -> Result<()> {
    let status = tools::cargo(place)
        .args(words.split(' '))
        // Leptos reads these at compile time, and a leftover one ends in a page whose script is not found.
        .env_remove("LEPTOS_OUTPUT_NAME")
        .env_remove("LEPTOS_SITE_PKG_DIR")
        .status()
        .context("cargo does not start")?;
    if !status.success() {
        bail!("cargo {words} failed");
    }
    Ok(())
}

/// Usually there already, because rust-toolchain.toml asks for it; not so where rustup may not install by itself.
fn add_wasm_target(place: &Place) -> Result<()> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).current_dir(&place.root).output();
    let sysroot = sysroot.context("rustc does not start")?.stdout;
    let sysroot = String::from_utf8_lossy(&sysroot);
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    let added = Command::new("rustup").args(["target", "add", WASM]).current_dir(&place.root).status();
    if !added.is_ok_and(|status| status.success()) {
        bail!("Rust's library for the browser is missing, and `rustup target add {WASM}` did not bring it");
    }
    Ok(())
}

fn browser_files(place: &Place) -> Result<()> {
    let mut files = Files::into(place.target.join("site/pkg"))?;
    let public = place.root.join("app/public");
    script_and_wasm(place, &mut files, &public.join("boot.js"))?;
    files.add("main.css", style(place)?.as_bytes())?;
    for name in ["public.js", "favicon.svg"] {
        files.add(name, &read(&public.join(name))?)?;
    }
    files.finish()
}

/// What wasm-bindgen makes is kept under the hash of what it was made from, because making it takes seconds.
fn script_and_wasm(place: &Place, files: &mut Files, boot: &Path) -> Result<()> {
    let module = place.target.join(WASM).join("wasm/app.wasm");
    let source = hash(&read(&module)?);
    let bound = place.target.join("site/bindgen");
    let made_from = bound.join("made-from");
    if !fs::read_to_string(&made_from).is_ok_and(|old| old == source) {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&module).out_name("app").typescript(false);
        bindgen.remove_name_section(true).remove_producers_section(true);
        bindgen.web(true).and_then(|web| web.generate(&bound)).map_err(|why| anyhow!("wasm-bindgen: {why:#}"))?;
        fs::write(&made_from, &source).context("the hash of the module cannot be written")?;
    }
    let wasm = files.add("app_bg.wasm", &read(&bound.join("app_bg.wasm"))?)?;
    // The start of the module is ours, so that its name can carry a hash too.
    let boot = fs::read_to_string(boot)?.replace("\"app_bg.wasm\"", &format!("\"{wasm}\""));
    files.add("app.js", &[read(&bound.join("app.js"))?, boot.into_bytes()].concat())?;
    Ok(())
}

fn style(place: &Place) -> Result<String> {
    let main = place.root.join("style/main.scss");
    if !main.is_file() {
        bail!("{} is missing", main.display());
    }
    let compressed = grass::Options::default().style(grass::OutputStyle::Compressed);
    // Its errors show the line and point at the place.
    grass::from_path(&main, &compressed).map_err(|why| anyhow!("{why}"))
}
