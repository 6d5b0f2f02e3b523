//! The files of a case file, in a folder or in a zip. Nothing is unpacked: each is read where it lies.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use docket::checkpoint::bag::BAGIT;
use docket::checkpoint::bag::check::Files;
use zip::ZipArchive;

/// A case has thousands of files, and no case has millions.
const MOST_FILES: usize = 4_000_000;

pub fn open(path: &Path) -> Result<Box<dyn Files>, String> {
    match path.is_dir() {
        true => Ok(Box::new(Folder::open(path)?)),
        false => Ok(Box::new(Zip::open(path)?)),
    }
}

/// The bag's own folder: the one in which bagit.txt lies, above all else that is there.
fn top(names: &BTreeSet<String>) -> Result<String, String> {
    let tops: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_suffix(BAGIT))
        .filter(|top| top.is_empty() || top.strip_suffix('/').is_some_and(|top| !top.contains('/')))
        .collect();
    match tops.as_slice() {
        [top] if names.iter().all(|name| name.starts_with(top)) => Ok((*top).to_owned()),
        [_] => Err(format!("beside the folder with {BAGIT} lies something else")),
        [] => Err(format!("there is no {BAGIT} in it")),
        _ => Err(format!("there is more than one {BAGIT} in it")),
    }
}

fn below(names: BTreeSet<String>, top: &str) -> BTreeSet<String> {
    names.into_iter().filter_map(|name| name.strip_prefix(top).map(str::to_owned)).collect()
}

struct Folder {
    path: PathBuf,
    names: BTreeSet<String>,
}

impl Folder {
    fn open(path: &Path) -> Result<Folder, String> {
        let mut names = BTreeSet::new();
        let mut open = vec![(path.to_owned(), String::new())];
        while let Some((folder, before)) = open.pop() {
            for entry in fs::read_dir(&folder).map_err(|problem| problem.to_string())? {
                let entry = entry.map_err(|problem| problem.to_string())?;
                let kind = entry.file_type().map_err(|problem| problem.to_string())?;
                let name = entry.file_name().into_string().map_err(|name| format!("{} is no name", name.display()))?;
                let name = format!("{before}{name}");
                match (kind.is_dir(), kind.is_file()) {
                    (true, _) => open.push((entry.path(), name + "/")),
                    (_, true) => drop(names.insert(name)),
                    // A link leads elsewhere, and what lies there is not part of it.
                    _ => return Err(format!("{name} is neither a file nor a folder")),
                }
                if names.len() > MOST_FILES {
                    return Err("it holds too many files".into());
                }
            }
        }
        let top = top(&names)?;
        Ok(Folder { path: path.join(&top), names: below(names, &top) })
    }
}

impl Files for Folder {
    fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    fn open(&mut self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(File::open(self.path.join(name))?))
    }
}

struct Zip {
    archive: ZipArchive<BufReader<File>>,
    top: String,
    names: BTreeSet<String>,
}

impl Zip {
    fn open(path: &Path) -> Result<Zip, String> {
        let file = File::open(path).map_err(|problem| problem.to_string())?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|problem| format!("it is no zip ({problem})"))?;
        let mut names = BTreeSet::new();
        for name in archive.file_names() {
            let name = name.map_err(|problem| problem.to_string())?;
            if !name.ends_with('/') {
                names.insert(name.into_owned());
            }
        }
        let top = top(&names)?;
        Ok(Zip { archive, names: below(names, &top), top })
    }
}

impl Files for Zip {
    fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    fn open(&mut self, name: &str) -> io::Result<Box<dyn Read + '_>> {
        let file = self.archive.by_name(&format!("{}{name}", self.top)).map_err(io::Error::other)?;
        Ok(Box::new(file))
    }
}
