//! Runs a command so that its output can be followed, never floods the screen, and is kept whole in a file.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write, pipe};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::tools;

/// Past this many lines only the ones that matter are shown.
const SHOWN: usize = 600;
const WIDTH: usize = 300;
const LAST_LINES: usize = 60;

/// Whether the command succeeded. Each of its lines, whole, goes to `see` too.
pub fn run(command: &mut Command, log_path: &Path, mut see: impl FnMut(&str)) -> Result<bool> {
    if let Some(folder) = log_path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut log = File::create(log_path).with_context(|| format!("{} cannot be written", log_path.display()))?;
    let program = command.get_program().to_string_lossy().into_owned();
    // Both streams into one pipe, so that a test's words stay beside its name.
    let (reader, writer) = pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn().with_context(|| format!("{program} does not start"))?;
    // The command keeps our ends of the pipe open; without this the reader would wait for ever.
    command.stdout(Stdio::null()).stderr(Stdio::null());

    let mut shown = 0;
    let mut hidden = 0;
    let mut lines = BufReader::new(reader);
    let mut bytes = Vec::new();
    while lines.read_until(b'\n', &mut bytes)? > 0 {
        log.write_all(&bytes)?;
        let text = String::from_utf8_lossy(&bytes);
        let line = text.trim_end();
        see(line);
        if matters(line) || (shown < SHOWN && !chatter(line)) {
            println!("{}", shortened(line));
            shown += 1;
        } else if !chatter(line) {
            hidden += 1;
        }
        bytes.clear();
    }
    let ok = child.wait()?.success();
    if hidden > 0 {
        println!("... {hidden} more lines in {}", log_path.display());
        if !ok {
            let whole = fs::read(log_path)?;
            println!("The last of them:\n{}", tools::tail(&String::from_utf8_lossy(&whole), LAST_LINES));
        }
    }
    Ok(ok)
}

/// Hundreds of lines about other people's crates; ours are named with their folder.
fn chatter(line: &str) -> bool {
    let begins = ["Compiling ", "Checking ", "Downloading ", "Downloaded ", "Locking ", "Adding "];
    begins.iter().any(|word| line.trim_start().starts_with(word)) && !line.contains("(/")
}

fn matters(line: &str) -> bool {
    line.starts_with("test result:") || line.ends_with("... FAILED") || line.trim_start().starts_with('✖')
}

fn shortened(line: &str) -> String {
    let mut short: String = line.chars().take(WIDTH).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_streams_are_read_whole_and_the_exit_code_is_told() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; seq 3 2000; exit 3"]);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log = folder.path().join("logs/sh.log");
        let ok = run(&mut command, &log, |line| lines.push(line.to_owned())).expect("sh runs");
        assert!(!ok);
        assert_eq!(fs::read_to_string(&log).expect("the log is kept").lines().count(), 2000);
        assert_eq!(lines.len(), 2000);
        assert_eq!(lines[..3], ["one", "two", "3"]);
    }

    #[test]
    fn only_other_peoples_crates_are_chatter() {
        assert!(chatter("   Compiling serde v1.0.0"));
        assert!(!chatter("   Compiling docket v0.1.0 (/home/me/duenotice/docket)"));
        assert!(!chatter("test desk::answers_come_late ... ok"));
    }

    #[test]
    fn a_long_line_is_cut_between_letters() {
        assert_eq!(shortened(&"é".repeat(WIDTH + 1)), format!("{}…", "é".repeat(WIDTH)));
        assert_eq!(shortened("short"), "short");
    }
}
