//! A bag in the hands of somebody who may change it.

use docket::checkpoint::bag::check::{Files, check};
use docket::checkpoint::bag::{LeftOut, MANIFEST, PAYLOAD, SEAL, TAG_MANIFEST};
use docket::checkpoint::check::{Keys, Report};
use docket::store::evidence::sha256_hex;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

/// A bag in memory, below its own folder.
#[derive(Clone)]
pub struct Bag {
    pub folder: String,
    pub files: BTreeMap<String, Vec<u8>>,
    pub names: BTreeSet<String>,
}

impl Files for Bag {
    fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    fn open(&mut self, name: &str) -> std::io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.files[name].as_slice()))
    }
}

impl Bag {
    pub fn open(zip: &[u8]) -> Bag {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).expect("a zip");
        let mut bag = Bag { folder: String::new(), files: BTreeMap::new(), names: BTreeSet::new() };
        for place in 0..zip.len() {
            let mut file = zip.by_index(place).expect("a file");
            let name = file.name().expect("a name").into_owned();
            let (folder, name) = name.split_once('/').expect("a folder");
            assert!(bag.folder.is_empty() || bag.folder == folder, "one folder: {folder}");
            bag.folder = folder.to_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            bag.put(name, bytes);
        }
        bag
    }

    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.names.insert(name.to_owned());
        self.files.insert(name.to_owned(), bytes);
    }

    pub fn remove(&mut self, name: &str) {
        assert!(self.names.remove(name), "{name}");
        self.files.remove(name);
    }

    pub fn text(&self, name: &str) -> String {
        String::from_utf8(self.files.get(name).unwrap_or_else(|| panic!("{name}")).clone()).expect("text")
    }

    pub fn change(&mut self, name: &str, from: &str, to: &str) {
        let text = self.text(name);
        assert!(text.contains(from), "{name} holds {from}");
        self.put(name, text.replacen(from, to, 1).into_bytes());
    }

    pub fn checked(&self, keys: &Keys) -> Report {
        check(&mut self.clone(), keys)
    }

    pub fn left_out(&self) -> Vec<LeftOut> {
        self.text("data/left-out.jsonl").lines().map(|line| serde_json::from_str(line).expect("a line")).collect()
    }

    /// As somebody does who changes a file and everything that lists it, but does not have the notary's key.
    pub fn made_to_fit(&mut self) {
        let sums = |bag: &Bag, is: &dyn Fn(&str) -> bool| -> String {
            let listed = bag.files.iter().filter(|(name, _)| is(name));
            listed.map(|(name, bytes)| format!("{}  {name}\n", sha256_hex(bytes))).collect()
        };
        let payload = self.files.iter().filter(|(name, _)| name.starts_with(PAYLOAD));
        let (many, bytes) = payload.fold((0, 0), |(many, bytes), (_, file)| (many + 1, bytes + file.len()));
        let info = self.text("bag-info.txt");
        let lines = info.lines().map(|line| match line.starts_with("Payload-Oxum") {
            true => format!("Payload-Oxum: {bytes}.{many}\n"),
            false => format!("{line}\n"),
        });
        self.put("bag-info.txt", lines.collect::<String>().into_bytes());
        self.put(MANIFEST, sums(self, &|name| name.starts_with(PAYLOAD)).into_bytes());
        let tags = sums(self, &|name| !name.starts_with(PAYLOAD) && name != TAG_MANIFEST && name != SEAL);
        self.put(TAG_MANIFEST, tags.into_bytes());
    }

    pub fn unpacked(&self) -> (tempfile::TempDir, PathBuf) {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join(&self.folder);
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        (home, folder)
    }
}
