//! Where the browser's files lie, so that `src/assets.rs` can take them into the program.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let pkg = target_folder().join("site/pkg");
    // A fresh clone has none yet; the program then compiles and serves plain pages, until `cargo xtask build`.
    if let Err(why) = fs::create_dir_all(&pkg) {
        println!("cargo:warning=cannot make {}: {why}", pkg.display());
    }
    println!("cargo:rustc-env=SITE_PKG={}", pkg.display());
    println!("cargo:rerun-if-changed=build.rs");
    // A debug program reads the files from disk, so a new style sheet is no reason to link it again.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed={}", pkg.display());
    }
}

/// The folder that cargo marks as its own; there are many ways to move it, and this sees through all of them.
fn target_folder() -> PathBuf {
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let marked = out.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    marked.map_or_else(|| Path::new("../target").to_path_buf(), Path::to_path_buf)
}
