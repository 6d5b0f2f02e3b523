//! `duenotice-press make` and `duenotice-press read`: one thing in, one thing out.

use std::io::{Read, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use press::{MOST_ORDER, MOST_PDF, Refused};

mod held;

/// Sets documents as PDF that archives keep and screen readers read, and reads the words of a PDF.
///
/// Ends with 0 when it is done, 2 when it cannot read what it was given, 3 when the document is too long to be set, and 1
/// when anything else went wrong; the standard error then holds one sentence.
#[derive(Parser)]
#[command(name = "duenotice-press", version)]
struct Press {
    #[command(subcommand)]
    work: Work,
    /// Does the work here, instead of in a process of its own that is held to its memory and time
    #[arg(long, hide = true, global = true)]
    held: bool,
}

#[derive(Clone, Copy, Subcommand)]
enum Work {
    /// Reads an order as JSON from standard input and writes its document as PDF/A-3 and PDF/UA-1 to standard output
    Make,
    /// Reads a PDF from standard input and writes the words that can be seen in it to standard output
    Read,
}

fn main() -> ExitCode {
    let press = Press::parse();
    if !press.held {
        return held::hold(press.work);
    }
    // What breaks off inside is said in one sentence, by whoever holds this.
    std::panic::set_hook(Box::new(|_| {}));
    held::limit(press.work);
    match work(press.work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(why.exit_code())
        }
    }
}

fn work(work: Work) -> Result<(), Refused> {
    let out = match work {
        Work::Make => press::make(&input(MOST_ORDER)?)?,
        Work::Read => press::read(&input(MOST_PDF)?)?.into_bytes(),
    };
    let mut stdout = std::io::stdout().lock();
    stdout
        .write_all(&out)
        .and_then(|()| stdout.flush())
        .map_err(|why| Refused::Lost(format!("Nobody took what was made: {why}.")))
}

/// At most one byte more than is allowed: enough to see that it is too much.
fn input(most: usize) -> Result<Vec<u8>, Refused> {
    let most = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(most).read_to_end(&mut bytes);
    read.map_err(|why| Refused::Lost(format!("The input cannot be read: {why}.")))?;
    Ok(bytes)
}
