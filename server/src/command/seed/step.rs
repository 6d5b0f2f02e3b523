//! What can happen in the demonstration, and the script that says when.

mod later;

use bumpalo::Bump;
use docket::time::Moment;
use docket::time::zone::{Zone, deadline_wall};

use super::report::Incoming;
pub use later::{Court, Says, Sort, Tend};

/// Whose hands do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hand {
    Mara,
    Tomas,
    Ines,
    Peter,
    Aoife,
    Kenji,
    Lukas,
}

/// A matter is the name by which the script knows a case, from its first complaint on.
pub type Matter<'a> = &'a str;

#[derive(Debug)]
pub enum Step<'a> {
    Report {
        matter: Matter<'a>,
        incoming: Incoming<'a>,
    },
    /// The newest machine report of the matter comes once more.
    Again {
        matter: Matter<'a>,
    },
    /// The lookup found nobody.
    Match {
        matter: Matter<'a>,
        by: Hand,
        customer: &'a str,
    },
    Reject {
        matter: Matter<'a>,
        by: Hand,
        reason: &'a str,
    },
    /// One act on every complaint of the matter that still waits.
    Sort {
        matter: Matter<'a>,
        by: Hand,
        sort: Sort<'a>,
    },
    /// Takes every complaint of the matter that has come so far.
    Open {
        matter: Matter<'a>,
        by: Hand,
        customer: &'a str,
        title: &'a str,
        clause: &'a str,
        severity: &'a str,
    },
    /// Takes those that have come since.
    Gather {
        matter: Matter<'a>,
        by: Hand,
    },
    Note {
        matter: Matter<'a>,
        by: Hand,
        text: String,
    },
    Tend {
        matter: Matter<'a>,
        by: Hand,
        tend: Tend<'a>,
    },
    Notice {
        matter: Matter<'a>,
        by: Hand,
        notice: Box<Notice<'a>>,
    },
    /// The customer presses the button that says "we received this".
    Confirm {
        matter: Matter<'a>,
    },
    Answer {
        matter: Matter<'a>,
        answer: Box<Reply<'a>>,
    },
    /// What else a customer says by the link.
    Says {
        matter: Matter<'a>,
        says: Says<'a>,
    },
    Weigh {
        matter: Matter<'a>,
        by: Hand,
        verdicts: Vec<(bool, &'a str)>,
    },
    Decide {
        matter: Matter<'a>,
        by: Hand,
        decision: Box<Decision<'a>>,
    },
    Approve {
        matter: Matter<'a>,
        by: Hand,
    },
    /// What is done about a decision, and what stands in for one.
    Court {
        matter: Matter<'a>,
        by: Hand,
        act: Court<'a>,
    },
    CarryOut {
        matter: Matter<'a>,
        by: Hand,
        how: &'a str,
    },
    Close {
        matter: Matter<'a>,
        by: Hand,
        reason: &'a str,
    },
    Release {
        customer: &'a str,
        value: &'a str,
    },
    Assign {
        customer: &'a str,
        value: &'a str,
    },
}

impl Step<'_> {
    /// No letter leaves because of it, so that nobody has to make a round. Whoever fills in the form gets a receipt.
    pub fn is_silent(&self) -> bool {
        match self {
            Step::Report { incoming, .. } => !matches!(incoming, Incoming::Form { .. }),
            Step::Sort { sort, .. } => matches!(sort, Sort::Reject { .. }),
            Step::Tend { tend, .. } => !matches!(tend, Tend::DecideTime { .. } | Tend::Withdraw { .. }),
            Step::Again { .. }
            | Step::Match { .. }
            | Step::Reject { .. }
            | Step::Open { .. }
            | Step::Gather { .. }
            | Step::Note { .. }
            | Step::Confirm { .. }
            | Step::Weigh { .. }
            | Step::CarryOut { .. }
            | Step::Close { .. }
            | Step::Release { .. }
            | Step::Assign { .. } => true,
            _ => false,
        }
    }
}

/// A notice from its template: subject, requirements and consequence come from there unless they are given.
#[derive(Debug, Default)]
pub struct Notice<'a> {
    pub template: &'a str,
    pub hours: u32,
    pub findings: String,
    pub example: &'a str,
    /// Instead of the template's.
    pub requirements: Vec<&'a str>,
    pub short_reason: &'a str,
}

#[derive(Debug, Default)]
pub struct Reply<'a> {
    /// Stance, words, and for what will be done the date.
    pub parts: Vec<(&'a str, &'a str, String)>,
    pub signer: &'a str,
    pub signer_role: &'a str,
    /// A file's name and text.
    pub file: Option<(&'a str, &'a str)>,
    /// It never came with the digits from the mailbox.
    pub unconfirmed: bool,
}

#[derive(Debug, Default)]
pub struct Decision<'a> {
    pub outcome: &'a str,
    /// By their values. Empty: all.
    pub assets: Vec<&'a str>,
    pub whole_reason: &'a str,
    pub effective: Effective<'a>,
    pub facts: String,
    pub explanation: &'a str,
    /// What must be so before it runs again, one on each line.
    pub conditions: &'a str,
}

#[derive(Clone, Copy, Debug, Default)]
pub enum Effective<'a> {
    /// What favours.
    #[default]
    AtOnce,
    At(Moment),
    /// As the wall at the customer's shows it.
    Wall(Moment),
    /// On the day after the demonstration begins, in the customer's zone.
    Tomorrow(&'a str),
}

/// Everything that happens, told backwards from now.
#[derive(Debug)]
pub struct Script<'a> {
    pub now: Moment,
    /// Where invented words are kept until the last of them was used.
    words: &'a Bump,
    steps: Vec<(Moment, Step<'a>)>,
}

/// Hours that the story of the social network takes after the Sunday on which it is switched off.
const AFTER_SUNDAY: i64 = 84;

impl<'a> Script<'a> {
    pub fn new(now: Moment, words: &'a Bump) -> Self {
        Self { now, words, steps: Vec::new() }
    }

    /// Keeps words that were put together.
    pub fn say(&self, text: impl AsRef<str>) -> &'a str {
        self.words.alloc_str(text.as_ref())
    }

    pub fn ago(&self, days: i64, hours: i64, minutes: i64) -> Moment {
        self.now.plus_seconds(-60 * (minutes + 60 * (hours + 24 * days)))
    }

    /// A day as people write it in a letter, "8 Jan 2026".
    pub fn day(&self, days: i64) -> String {
        written(self.ago(days, 0, 0))
    }

    /// The last Sunday at 23:59 on the west coast that lies far enough back for what followed it.
    pub fn sunday(&self) -> Moment {
        let zone = Zone::parse("America/Los_Angeles").unwrap_or(Zone::UTC);
        let latest = self.ago(0, AFTER_SUNDAY, 0);
        // By half days: where clocks jump, a whole one can leap over a night.
        let nights = (0..16).filter_map(|halves| {
            let night = deadline_wall(
                &zone.date_text(self.ago(0, AFTER_SUNDAY + 12 * halves, 0)),
                "23:59",
                &zone,
                latest,
                None,
            );
            night.ok().map(|night| night.at)
        });
        let mut sundays = nights.filter(|at| *at <= latest && is_sunday(&zone.date_text(*at)));
        sundays.next().unwrap_or(latest)
    }

    /// Adds a step. Nobody works on the full minute.
    pub fn at(&mut self, (days, hours, minutes): (i64, i64, i64), step: Step<'a>) {
        self.on(self.ago(days, hours, minutes), step);
    }

    /// The same at an instant that was reckoned otherwise.
    pub fn on(&mut self, at: Moment, step: Step<'a>) {
        let second = (self.steps.len() as i64 * 37) % 53;
        self.steps.push((at.plus_seconds(second), step));
    }

    /// In the order in which it happens. What would still be to come does not.
    pub fn in_order(mut self) -> Vec<(Moment, Step<'a>)> {
        self.steps.retain(|(at, _)| *at <= self.now);
        self.steps.sort_by_key(|(at, _)| *at);
        self.steps
    }
}

/// "8 Jan 2026"
pub fn written(at: Moment) -> String {
    at.to_chrono().format("%-d %b %Y").to_string()
}

fn is_sunday(day: &str) -> bool {
    use chrono::{Datelike, NaiveDate, Weekday};
    day.parse::<NaiveDate>().is_ok_and(|day| day.weekday() == Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sunday_is_a_sunday_with_time_after_it() {
        let words = Bump::new();
        for hours in 0..24 * 30 {
            let now = Moment::parse("2026-03-01T05:00:00Z").unwrap().plus_seconds(hours * 3600);
            let script = Script::new(now, &words);
            let sunday = script.sunday();
            let shown = Zone::parse("America/Los_Angeles").unwrap().show(sunday, docket::words::Language::En).long;
            assert!(shown.starts_with("Sun ") && shown.contains("23:59"), "{shown}");
            let hours = now.minus(sunday) / 3_600_000_000;
            assert!((AFTER_SUNDAY..AFTER_SUNDAY + 170).contains(&hours), "{hours} hours after {shown}");
        }
    }
}
