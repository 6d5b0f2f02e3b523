//! Every call to the file system that a backup makes fails once: with an error of the disk, with a full disk, and by a kill.
//! strace breaks the call off; the program knows nothing of it. Whatever happens, the desk is sound afterwards, and what
//! has a backup's name is a whole one.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::backups::{Place, drill, text};
use crate::program::{program, run};
use crate::strace::{in_lanes, injects, is_hit, strace, tell, under};

const CALLS: &str = "openat,read,pread64,write,pwrite64,fsync,fdatasync,ftruncate,rename,mkdir,unlink,unlinkat,rmdir,close,flock,getdents64,statx";

struct Traced {
    strace: String,
    place: Place,
    log: PathBuf,
    out: PathBuf,
    paths: Vec<String>,
}

impl Traced {
    fn new(strace: &str) -> Traced {
        let place = Place::open();
        let (out, part, data) = (place.at("out"), place.at("out.part"), &place.data);
        // A backup that went well knows the names.
        let sample = place.backup("sample");
        let mut paths = vec![place.above.clone(), part.clone(), out.clone(), data.clone()];
        for name in files(&sample) {
            paths.extend([part.join(&name), data.join(&name)]);
        }
        for name in ["lock", "duenotice.db-journal", "manifest.json"] {
            paths.push(part.join(name));
        }
        for name in ["duenotice.db-wal", "duenotice.db-shm", "notary", "notary/key", "notary/last", "notary/last.part"]
        {
            paths.push(data.join(name));
        }
        paths.push(data.join("notary/lock"));
        let paths = paths.iter().map(|path| text(path).to_owned()).collect();
        Traced { strace: strace.to_owned(), log: place.at("strace.log"), place, out, paths }
    }

    /// A backup under strace, and how it ended. None: it was killed.
    fn backup(&self, inject: Option<&str>) -> (Option<i32>, String) {
        let plain = program(&self.place.data);
        let mut traced = under(&self.strace, &plain, &self.log);
        traced.args(["-e", &format!("trace={CALLS}")]);
        traced.args(self.paths.iter().flat_map(|path| ["-P", path]));
        traced.args(inject.iter().flat_map(|inject| ["-e", inject]));
        traced.arg(plain.get_program()).args(["backup", "--out", text(&self.out)]);
        let done = traced.stdin(Stdio::null()).output().unwrap();
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        // strace ends itself by the signal that ended the program.
        (done.status.code(), log)
    }
}

/// All files below, as they are named from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            found.push(path.strip_prefix(folder).unwrap().to_owned());
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn whatever_fails_no_half_backup_passes_for_a_whole_one() {
    let Some(strace) = strace("Backups that fail") else { return };
    let sample = Traced::new(&strace);
    let (code, log) = sample.backup(None);
    assert_eq!(code, Some(0), "strace itself must not change anything: {log}");
    let [tried, broken, whole] = in_lanes(&injects(&log, CALLS), |injects| all_fail(&strace, injects));
    tell(&format!("{tried} calls of a backup failed, {broken} times there was none, {whole} times a whole one."));
    assert!(broken > tried / 3, "{broken} of {tried}");
}

/// How many were tried, how often there was no backup, and how often a whole one all the same.
fn all_fail(strace: &str, injects: &[String]) -> [usize; 3] {
    let traced = Traced::new(strace);
    let place = &traced.place;
    let (mut broken, mut whole) = (0, 0);
    for (number, inject) in injects.iter().enumerate() {
        // Something new, so that the notary has to sign and to write as well.
        let mail = format!("From: a@watch.example\r\nSubject: {number}\r\n\r\nhttp://login.example.com/{number}\r\n");
        assert_eq!(run(&place.data, &["ingest", "--format", "rfc5322", "-"], &mail).0, 0);
        let (code, log) = traced.backup(Some(inject));
        broken += usize::from((is_hit(&log) || code.is_none()) && code != Some(0));
        let (sound, said, wrong) = run(&place.data, &["verify"], "");
        assert_eq!(sound, 0, "{inject}: {said}{wrong}");
        if traced.out.exists() {
            // Whatever it said, this has the name of a backup.
            let (code, said) = drill(place, &traced.out);
            assert_eq!(code, 0, "{inject}: {said}");
            whole += 1;
            std::fs::remove_dir_all(&traced.out).unwrap();
        } else {
            assert_ne!(code, Some(0), "{inject}: it says that it made one, and there is none");
        }
    }
    let last = place.backup("out");
    assert_eq!(drill(place, &last).0, 0);
    assert!(!place.at("out.part").exists(), "what was left behind goes with the next one");
    [injects.len(), broken, whole]
}
