//! The work is done by a second process of the same program, which the system stops when it takes too much memory or
//! time. Whatever happens to it, a full stack too, ends in an exit code and a sentence here.

use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};

use crate::Work;

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
    // A house with many processors must not be taken over by one paper, nor its addresses be spent on idle threads.
    inner.env("RAYON_NUM_THREADS", "2").env("MALLOC_ARENA_MAX", "2");
    inner.args([name, "--held"]).stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::piped());
    match inner.spawn().and_then(std::process::Child::wait_with_output) {
        Err(_) => sentence(1, "The press could not be started."),
        Ok(out) => match out.status.code().and_then(|code| u8::try_from(code).ok()) {
            Some(code @ 0..=3) => {
                // The sentence of the inner one. Nothing can be done if nobody listens.
                let _ = std::io::stderr().write_all(&out.stderr);
                ExitCode::from(code)
            }
            // Stopped by the system, or broken off in a way of its own.
            _ => sentence(failed.0, failed.1),
        },
    }
}

/// In the inner process. Where a limit cannot be set, the one who called the press still holds the clock.
#[cfg(target_os = "linux")]
pub fn limit(work: Work) {
    use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};
    // In bytes of address space, in seconds of computing.
    let (memory, seconds) = match work {
        Work::Make => (2 << 30, 120),
        Work::Read => (1 << 30, 20),
    };
    let to = |most| Rlimit { current: Some(most), maximum: Some(most) };
    let _ = setrlimit(Resource::As, to(memory));
    let _ = setrlimit(Resource::Cpu, to(seconds));
    let _ = setrlimit(Resource::Core, to(0));
    // Who is stopped takes the work along.
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
}

#[cfg(not(target_os = "linux"))]
pub fn limit(_: Work) {}
