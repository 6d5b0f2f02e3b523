//! What can happen in the demonstration, and the script that says when.

use docket::time::Moment;

use super::report::Incoming;

/// Whose hands do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hand {
    Mara,
    Tomas,
    Ines,
}

/// A matter is the name by which the script knows a case, from its first complaint on.
pub type Matter = &'static str;

#[derive(Debug)]
pub enum Step {
    Report {
        matter: Matter,
        incoming: Incoming,
    },
    /// The newest machine report of the matter comes once more.
    Again {
        matter: Matter,
    },
    /// The lookup found nobody.
    Match {
        matter: Matter,
        by: Hand,
        customer: &'static str,
    },
    Reject {
        matter: Matter,
        by: Hand,
        reason: &'static str,
    },
    /// Takes every complaint of the matter that has come so far.
    Open {
        matter: Matter,
        by: Hand,
        customer: &'static str,
        title: &'static str,
        clause: &'static str,
        severity: &'static str,
    },
    /// Takes those that have come since.
    Gather {
        matter: Matter,
        by: Hand,
    },
    Note {
        matter: Matter,
        by: Hand,
        text: String,
    },
    Notice {
        matter: Matter,
        by: Hand,
        notice: Box<Notice>,
    },
    /// The customer presses the button that says "we received this".
    Confirm {
        matter: Matter,
    },
    Answer {
        matter: Matter,
        answer: Box<Reply>,
    },
    Weigh {
        matter: Matter,
        by: Hand,
        verdicts: Vec<(bool, &'static str)>,
    },
    Decide {
        matter: Matter,
        by: Hand,
        decision: Box<Decision>,
    },
    Approve {
        matter: Matter,
        by: Hand,
    },
    CarryOut {
        matter: Matter,
        by: Hand,
        how: &'static str,
    },
    Close {
        matter: Matter,
        by: Hand,
        reason: &'static str,
    },
    Release {
        customer: &'static str,
        value: &'static str,
    },
    Assign {
        customer: &'static str,
        value: &'static str,
    },
}

/// A notice from its template: subject, requirements and consequence come from there unless they are given.
#[derive(Debug, Default)]
pub struct Notice {
    pub template: &'static str,
    pub hours: u32,
    pub findings: String,
    pub example: &'static str,
    /// Instead of the template's.
    pub requirements: Vec<&'static str>,
    pub short_reason: &'static str,
}

#[derive(Debug, Default)]
pub struct Reply {
    /// Stance, words, and for what will be done the date.
    pub parts: Vec<(&'static str, &'static str, String)>,
    pub signer: &'static str,
    pub signer_role: &'static str,
    /// A file's name and text.
    pub file: Option<(&'static str, &'static str)>,
}

#[derive(Debug)]
pub struct Decision {
    pub outcome: &'static str,
    /// By their values. Empty: all.
    pub assets: Vec<&'static str>,
    pub whole_reason: &'static str,
    pub effective: Effective,
    pub facts: String,
    pub explanation: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub enum Effective {
    /// What favours.
    AtOnce,
    At(Moment),
    /// On the day after the demonstration begins, in the customer's zone.
    Tomorrow(&'static str),
}

/// Everything that happens, told backwards from now.
#[derive(Debug)]
pub struct Script {
    pub now: Moment,
    steps: Vec<(Moment, Step)>,
}

impl Script {
    pub fn new(now: Moment) -> Self {
        Self { now, steps: Vec::new() }
    }

    pub fn ago(&self, days: i64, hours: i64, minutes: i64) -> Moment {
        self.now.plus_seconds(-60 * (minutes + 60 * (hours + 24 * days)))
    }

    /// A day as people write it in a letter, "8 Jan 2026".
    pub fn day(&self, days: i64) -> String {
        self.ago(days, 0, 0).to_chrono().format("%-d %b %Y").to_string()
    }

    /// Adds a step. Nobody works on the full minute.
    pub fn at(&mut self, (days, hours, minutes): (i64, i64, i64), step: Step) {
        let second = (self.steps.len() as i64 * 37) % 53;
        self.steps.push((self.ago(days, hours, minutes).plus_seconds(second), step));
    }

    /// In the order in which it happens.
    pub fn in_order(mut self) -> Vec<(Moment, Step)> {
        self.steps.sort_by_key(|(at, _)| *at);
        self.steps
    }
}
