//! The folder that the program embeds. Every file is named after its contents, so that a browser may keep it for ever
//! and a stale one is never served; brotli and gzip lie beside it, so that nothing is packed while somebody waits.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// What the browser may be sent, in brotli. Above these figures the build fails, so that a page stays quick everywhere.
const MOST: &[(&str, &[&str], u64)] = &[
    ("WebAssembly", &["app_bg.wasm"], 160_000),
    ("the style", &["main.css"], 15_000),
    // The page itself is the rest of 200 kB.
    ("all that a staff page loads", &["app_bg.wasm", "app.js", "main.css", "favicon.svg"], 185_000),
];

/// The names of all files: "app.js" to "app.0f3c5a7b9d1e.js". The server reads it, see server/src/assets.rs.
const MANIFEST: &str = "manifest.json";

pub struct Files {
    folder: PathBuf,
    names: BTreeMap<String, String>,
}

impl Files {
    pub fn into(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        Ok(Self { folder, names: BTreeMap::new() })
    }

    /// Gives back the name under which the file is served.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        let hashed = format!("{stem}.{}.{extension}", &hash(bytes)[..12]);
        self.write(&hashed, || Ok(bytes.to_vec()))?;
        self.write(&format!("{hashed}.br"), || brotli(bytes))?;
        self.write(&format!("{hashed}.gz"), || gzip(bytes))?;
        self.names.insert(name.to_owned(), hashed.clone());
        Ok(hashed)
    }

    /// A name says what is in the file, so one that exists is right; an unfinished file never gets its name.
    fn write(&self, name: &str, bytes: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Result<()> {
        let path = self.folder.join(name);
        if path.exists() {
            return Ok(());
        }
        let unfinished = self.folder.join("unfinished");
        bytes()
            .and_then(|bytes| fs::write(&unfinished, bytes))
            .and_then(|()| fs::rename(&unfinished, &path))
            .with_context(|| path.display().to_string())
    }

    /// Writes the manifest, and only then deletes what it no longer names.
    pub fn finish(self) -> Result<()> {
        let manifest = serde_json::to_string_pretty(&self.names)?;
        let path = self.folder.join(MANIFEST);
        // Left alone where it says the same, or cargo would link the release program again.
        if !fs::read_to_string(&path).is_ok_and(|old| old == manifest) {
            fs::write(&path, manifest).with_context(|| path.display().to_string())?;
        }
        for entry in fs::read_dir(&self.folder)?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let plain = name.strip_suffix(".br").or(name.strip_suffix(".gz")).unwrap_or(&name);
            if plain != MANIFEST && !self.names.values().any(|ours| ours == plain) {
                fs::remove_file(entry.path()).with_context(|| name.clone())?;
            }
        }
        self.say();
        self.weigh(MOST)
    }

    fn say(&self) {
        for name in self.names.keys() {
            let kilobytes = |suffix: &str| self.size(name, suffix) as f64 / 1e3;
            eprintln!("{:>12} {name:12} {:6.1} kB, {:5.1} kB in brotli", "", kilobytes(""), kilobytes(".br"));
        }
    }

    fn size(&self, name: &str, suffix: &str) -> u64 {
        let hashed = self.names.get(name);
        hashed
            .and_then(|hashed| fs::metadata(self.folder.join(format!("{hashed}{suffix}"))).ok())
            .map_or(0, |file| file.len())
    }

    fn weigh(&self, limits: &[(&str, &[&str], u64)]) -> Result<()> {
        for (what, names, most) in limits {
            let weight: u64 = names.iter().map(|name| self.size(name, ".br")).sum();
            if weight > *most {
                bail!(
                    "{what} weighs {weight} bytes in brotli, and {most} are the most: find out what grew, see `MOST`"
                );
            }
        }
        Ok(())
    }
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut packed, 64 * 1024, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_gets_a_new_name_and_the_old_one_goes() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let names = |text: &str| -> Result<Vec<String>> {
            let mut files = Files::into(folder.path().to_owned())?;
            files.add("main.css", text.as_bytes())?;
            files.finish()?;
            let mut names: Vec<String> = fs::read_dir(folder.path())?
                .flatten()
                .map(|it| it.file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            Ok(names)
        };
        let first = names("a { color: red }")?;
        let second = names("a { color: blue }")?;
        assert_eq!(first.len(), 4);
        assert_eq!(second.len(), 4);
        assert_eq!(first.iter().filter(|name| second.contains(name)).collect::<Vec<_>>(), [MANIFEST]);
        Ok(())
    }

    #[test]
    fn what_is_too_heavy_is_said_aloud() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut files = Files::into(folder.path().to_owned())?;
        files.add("main.css", b"a { color: red }")?;
        let weight = files.size("main.css", ".br");
        assert!(weight > 0);
        files.weigh(&[("the style", &["main.css"], weight)])?;
        let said = files.weigh(&[("the style", &["main.css"], weight - 1)]).unwrap_err().to_string();
        assert!(said.starts_with("the style weighs"), "{said}");
        Ok(())
    }
}
