//! Checks what a Due Notice desk gave out, on a machine that knows nothing of the desk. It reads the files that it is
//! given and nothing else, and says in plain words what they show and what they do not.

mod files;

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use docket::checkpoint::bag;
use docket::checkpoint::check::{self, Keys, Report, Verdict};
use docket::checkpoint::extract;
use docket::checkpoint::note::PublicKey;

/// Proofs and checkpoints are far shorter.
const MOST_BYTES: u64 = 1024 * 1024;

/// Checks proofs, case files, ledger extracts and checkpoints of a Due Notice desk. It opens no network and asks nobody.
#[derive(Debug, Parser)]
#[command(name = "duenotice-verify", version, after_help = AFTER)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
The key must reach you by another way than the files, for example on paper or from the provider's web site
(the address of the desk and /log/key). Without a key nobody's signature is checked.

Exit codes: 0 proven, 1 altered (the first wrong thing is named), 2 malformed or bad usage,
3 consistent, but nobody whom you trust has vouched for all of it.";

#[derive(Debug, Subcommand)]
enum Command {
    /// That an entry stands in the ledger: a .tlog-proof file
    Proof {
        file: PathBuf,
        /// The entry's exact bytes, if you have them from elsewhere
        #[arg(long, value_name = "FILE")]
        leaf: Option<PathBuf>,
        #[command(flatten)]
        whom: Whom,
    },
    /// That every line of a ledger extract is what was recorded: a .jsonl file
    Extract {
        file: PathBuf,
        #[command(flatten)]
        whom: Whom,
    },
    /// That a case file is what was sealed, and that what it holds is what was recorded: the .zip, or its folder unpacked
    Case {
        #[arg(value_name = "FILE.zip|FOLDER")]
        file: PathBuf,
        #[command(flatten)]
        whom: Whom,
    },
    /// That one ledger grew out of another: a checkpoint that you kept, and a newer one or a proof of growth
    Growth {
        older: PathBuf,
        newer: PathBuf,
        #[command(flatten)]
        whom: Whom,
    },
}

/// Whom you trust.
#[derive(Debug, Args)]
struct Whom {
    /// The log's public key, name+id+base64, or a file that holds it; after a change of the key, the newest first and
    /// those before it as well
    #[arg(long, value_name = "KEY")]
    key: Vec<String>,
    /// The public key of a witness who must have signed as well; may be given several times
    #[arg(long, value_name = "KEY")]
    witness: Vec<String>,
}

fn main() -> ExitCode {
    let report = carry_out(Program::parse().command);
    let report = report.unwrap_or_else(|problem| Report {
        verdict: Verdict::Malformed(problem),
        found: Vec::new(),
        limits: Vec::new(),
    });
    let code = report.verdict.exit_code();
    // Whoever closed the pipe has seen enough.
    let _ = std::io::stdout().write_all(words(&report).as_bytes());
    ExitCode::from(code)
}

fn carry_out(command: Command) -> Result<Report, String> {
    match command {
        Command::Proof { file, leaf, whom } => {
            let leaf = leaf.map(|leaf| bytes_of(&leaf)).transpose()?;
            Ok(check::entry(&text_of(&file)?, leaf.as_deref(), &whom.keys()?))
        }
        Command::Extract { file, whom } => {
            let keys = whom.keys()?;
            let lines = File::open(&file).map_err(|problem| unread(&file, &problem.to_string()))?;
            Ok(extract::check(&mut BufReader::with_capacity(256 * 1024, lines), &keys))
        }
        Command::Case { file, whom } => {
            let keys = whom.keys()?;
            let mut files = files::open(&file).map_err(|why| unread(&file, &why))?;
            Ok(bag::check::check(files.as_mut(), &keys))
        }
        Command::Growth { older, newer, whom } => {
            Ok(check::growth(&text_of(&older)?, &text_of(&newer)?, &whom.keys()?))
        }
    }
}

impl Whom {
    fn keys(&self) -> Result<Keys, String> {
        let mut of_log = all(&self.key)?.into_iter();
        Ok(Keys { log: of_log.next(), older: of_log.collect(), witnesses: all(&self.witness)? })
    }
}

/// Keys hold plus signs, and few file names do. A file has one key in each line, as /log/key gives them.
fn all(given: &[String]) -> Result<Vec<PublicKey>, String> {
    let mut keys = Vec::new();
    for given in given {
        let text = match Path::new(given).is_file() {
            true => text_of(Path::new(given))?,
            false => given.clone(),
        };
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
        if lines.peek().is_none() {
            return Err(format!("The key {given} cannot be used: it is empty."));
        }
        for line in lines {
            let key = PublicKey::parse(line);
            keys.push(key.map_err(|problem| format!("The key {given} cannot be used: {problem}."))?);
        }
    }
    Ok(keys)
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, String> {
    let opened = File::open(file).map_err(|problem| unread(file, &problem.to_string()))?;
    let mut bytes = Vec::new();
    opened.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|problem| unread(file, &problem.to_string()))?;
    if bytes.len() as u64 > MOST_BYTES { Err(unread(file, "it is too long")) } else { Ok(bytes) }
}

fn text_of(file: &Path) -> Result<String, String> {
    String::from_utf8(bytes_of(file)?).map_err(|_| unread(file, "it is no text"))
}

fn unread(file: &Path, why: &str) -> String {
    format!("{} cannot be read: {why}.", file.display())
}

fn words(report: &Report) -> String {
    let mut lines: Vec<String> = report.found.iter().map(|found| visible(found)).collect();
    lines.push(match &report.verdict {
        Verdict::Proven => "PROVEN: nothing of this was changed since it was signed.".into(),
        Verdict::Altered(first) => format!("ALTERED: {}", visible(first)),
        Verdict::Malformed(why) => format!("NO PROOF: {}", visible(why)),
        Verdict::Unwitnessed(open) => {
            format!("NOT VOUCHED FOR: {} Everything that is there fits together.", visible(open))
        }
    });
    if !report.limits.is_empty() {
        lines.push("What this cannot show:".into());
        lines.extend(report.limits.iter().map(|limit| format!("  - {limit}")));
    }
    lines.join("\n") + "\n"
}

/// What a file says is shown, and never obeyed: a terminal takes some signs for orders.
fn visible(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() && sign != '\n' { '\u{fffd}' } else { sign }).collect()
}
