//! The work is done by a second process of the same program, which the system stops when it takes too much memory or
//! time. Whatever happens to it, a full stack too, ends in an exit code and a sentence here.

use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};

use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};

use crate::Work;

/// In bytes of address space, in seconds of computing.
const MAKE: (u64, u64) = (2 << 30, 120);
const READ: (u64, u64) = (1 << 30, 20);

pub fn hold(work: Work) -> ExitCode {
    let (name, failed) = match work {
        Work::Make => ("make", (1, "This document takes more memory or time than the press has.")),
        Work::Read => ("read", (docket::paper::MALFORMED, "This PDF takes more memory or time than it is worth.")),
    };
    let sentence = |code: u8, words: &str| {
        eprintln!("{words}");
        ExitCode::from(code)
    };
    let Ok(program) = std::env::current_exe() else {
        return sentence(1, "The press does not find itself on this machine.");
    };
    let mut inner = Command::new(program);
    inner.args([name, "--held"]).stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::piped());
    match inner.spawn().and_then(std::process::Child::wait_with_output) {
        Err(_) => sentence(1, "The press could not be started."),
        Ok(out) => match out.status.code().and_then(|code| u8::try_from(code).ok()) {
            Some(code) => {
                // The sentence of the inner one. Nothing can be done if nobody listens.
                let _ = std::io::stderr().write_all(&out.stderr);
                ExitCode::from(code)
            }
            None => sentence(failed.0, failed.1),
        },
    }
}

/// In the inner process. Where a limit cannot be set, the one who called the press still holds the clock.
pub fn limit(work: Work) {
    let (memory, seconds) = match work {
        Work::Make => MAKE,
        Work::Read => READ,
    };
    let to = |most| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, to(memory));
    let _ = setrlimit(Resource::Cpu, to(seconds));
    let _ = setrlimit(Resource::Core, to(0));
    // Who is stopped takes the work along.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
}
