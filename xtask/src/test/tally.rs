//! What ran and what came of it: counted from the runners' own closing lines, told once at the end.

use std::fmt::Write;
use std::time::Duration;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

impl Counts {
    /// A step that is one question, not many tests.
    pub fn check(&mut self, ok: bool) {
        if ok { self.passed += 1 } else { self.failed += 1 }
    }

    /// Reads cargo's `test result: ok. 5 passed; 0 failed; 1 ignored; ...`.
    pub fn read_cargo(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        let parts = result.split_once(". ").map_or(result, |(_, counts)| counts).split("; ");
        for (number, word) in parts.filter_map(|part| part.split_once(' ')) {
            self.add(number, word);
        }
    }

    /// Reads node's `ℹ pass 5`, one line for each kind.
    pub fn read_node(&mut self, line: &str) {
        if let Some((word, number)) = line.strip_prefix("ℹ ").and_then(|rest| rest.split_once(' ')) {
            self.add(number, word);
        }
    }

    fn add(&mut self, number: &str, word: &str) {
        let Ok(number) = number.parse::<u32>() else {
            return;
        };
        match word {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" | "cancelled" => self.failed += number,
            "ignored" | "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// A runner that fails without naming a test, for example because nothing compiled, counts as one failure.
    pub fn ended(&mut self, ok: bool) {
        if !ok && self.failed == 0 {
            self.failed = 1;
        }
    }

    /// Success without a single test is a mistake in the runner's call.
    pub fn must_have_run_something(&mut self) {
        if self.passed + self.failed == 0 {
            println!("No test ran.");
            self.failed = 1;
        }
    }
}

pub enum Outcome {
    Ran(Counts),
    Skipped(String),
}

impl Outcome {
    pub fn check(ok: bool) -> Self {
        let mut counts = Counts::default();
        counts.check(ok);
        Self::Ran(counts)
    }
}

#[derive(Default)]
pub struct Summary {
    rows: Vec<(&'static str, Outcome, Duration)>,
}

impl Summary {
    pub fn add(&mut self, title: &'static str, outcome: Outcome, took: Duration) {
        self.rows.push((title, outcome, took));
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for (_, outcome, _) in &self.rows {
            match outcome {
                Outcome::Ran(counts) => {
                    total.passed += counts.passed;
                    total.failed += counts.failed;
                    total.skipped += counts.skipped;
                }
                Outcome::Skipped(_) => total.skipped += 1,
            }
        }
        total
    }

    /// Where nobody watches, what was skipped counts as failed: a machine that lacks a browser must not look like success.
    pub fn holds(&self, unforgiving: bool) -> bool {
        let total = self.total();
        total.failed == 0 && !(unforgiving && total.skipped > 0)
    }

    pub fn table(&self, unforgiving: bool) -> String {
        let mut out = String::new();
        for (title, outcome, took) in &self.rows {
            let told = match outcome {
                Outcome::Ran(Counts { passed, failed: 0, skipped: 0 }) => format!("{passed} passed"),
                Outcome::Ran(counts) => format!("{}{}", if counts.failed > 0 { "FAILED: " } else { "" }, line(counts)),
                Outcome::Skipped(reason) => format!("SKIPPED: {reason}"),
            };
            let _ = writeln!(out, "{title:<16} {:>7.1} s   {told}", took.as_secs_f32());
        }
        if unforgiving && self.total().skipped > 0 {
            out.push_str("CI is set, so what was skipped counts as a failure.\n");
        }
        out
    }

    /// The plain closing line.
    pub fn counts(&self) -> String {
        line(&self.total())
    }
}

fn line(counts: &Counts) -> String {
    format!("{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str], reader: fn(&mut Counts, &str)) -> Counts {
        let mut counts = Counts::default();
        for line in lines {
            reader(&mut counts, line);
        }
        counts
    }

    #[test]
    fn cargos_closing_lines_add_up() {
        let lines = [
            "test desk::test_result ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        ];
        assert_eq!(read(&lines, Counts::read_cargo), Counts { passed: 16, failed: 2, skipped: 1 });
    }

    #[test]
    fn nodes_closing_lines_add_up_and_a_timeout_is_a_failure() {
        let lines = [
            "✔ A story (3 ms)",
            "ℹ tests 7",
            "ℹ pass 4",
            "ℹ fail 1",
            "ℹ cancelled 1",
            "ℹ skipped 1",
            "ℹ todo 0",
            "ℹ duration_ms 61.5",
        ];
        assert_eq!(read(&lines, Counts::read_node), Counts { passed: 4, failed: 2, skipped: 1 });
    }

    #[test]
    fn a_runner_that_fails_without_a_test_is_a_failure() {
        let mut counts = Counts::default();
        counts.ended(false);
        assert_eq!(counts.failed, 1);

        let mut silent = Counts::default();
        silent.ended(true);
        silent.must_have_run_something();
        assert_eq!(silent.failed, 1);
    }

    #[test]
    fn a_skip_is_told_and_fails_where_nobody_watches() {
        let mut summary = Summary::default();
        summary.add("formatting", Outcome::check(true), Duration::from_millis(1500));
        summary.add("PostgreSQL", Outcome::Skipped("not installed".into()), Duration::ZERO);
        assert!(summary.table(false).contains("PostgreSQL           0.0 s   SKIPPED: not installed"));
        assert_eq!(summary.counts(), "1 passed, 0 failed, 1 skipped");
        assert!(summary.holds(false));
        assert!(!summary.holds(true));
    }

    #[test]
    fn a_failure_fails_everywhere() {
        let mut summary = Summary::default();
        summary.add("lints", Outcome::check(false), Duration::ZERO);
        assert!(!summary.holds(false));
        assert!(summary.table(false).contains("FAILED: 0 passed, 1 failed, 0 skipped"));
    }
}
