//! How a customer stands with us, and which decisions still count against it. Both are derived from decisions in force
//! and from notices that run, so nobody keeps a list of them.

use crate::decision::{Decision, DecisionStage, Outcome};
use crate::id::{CaseId, DecisionId};
use crate::time::Moment;
use crate::words::ours;

/// What stands in the head of the customer's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Good,
    /// A notice runs, or its answer waits for us.
    UnderNotice,
    /// Some assets are switched off.
    SuspendedInPart,
    Suspended,
}

impl Standing {
    /// `off` are the decisions in force that switch something off.
    pub fn of<'d>(off: impl IntoIterator<Item = &'d Decision>, notice_runs: bool) -> Standing {
        let worst = off
            .into_iter()
            .map(|decision| match decision.outcome {
                Outcome::PartialSuspension => Standing::SuspendedInPart,
                _ => Standing::Suspended,
            })
            .max();
        worst.unwrap_or(if notice_runs { Standing::UnderNotice } else { Standing::Good })
    }

    pub fn name(self) -> &'static str {
        match self {
            Standing::Good => ours("In good standing"),
            Standing::UnderNotice => ours("Under notice"),
            Standing::SuspendedInPart => ours("Suspended in part"),
            Standing::Suspended => ours("Suspended"),
        }
    }
}

/// A burdening decision that took effect and still counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Strike {
    pub decision: DecisionId,
    pub number: u32,
    pub case: CaseId,
    pub outcome: Outcome,
    pub since: Moment,
    /// After so many days under its clause it no longer counts.
    pub until: Moment,
    pub days: u32,
}

const DAY_SECONDS: i64 = 24 * 60 * 60;

impl Strike {
    /// The rule: a warning or a suspension that took effect is a strike for as many days as its clause says, counted
    /// from the hour of its effect. One that was lifted never was one.
    pub fn of(decision: &Decision, days: u32) -> Option<Strike> {
        let DecisionStage::InForce { at: since } = decision.stage else { return None };
        decision.outcome.burdens().then(|| Strike {
            decision: decision.id,
            number: decision.number,
            case: decision.case,
            outcome: decision.outcome,
            since,
            until: since.plus_seconds(i64::from(days) * DAY_SECONDS),
            days,
        })
    }

    pub fn counts(&self, now: Moment) -> bool {
        now < self.until
    }
}

/// A contact that nobody verified for so long may no longer reach anybody.
pub const VERIFIED_DAYS: i64 = 365;

impl super::Contact {
    pub fn is_in_use(&self) -> bool {
        self.withdrawn_at.is_none()
    }

    /// Never verified, or not for twelve months.
    pub fn is_stale(&self, now: Moment) -> bool {
        self.verified_on.is_none_or(|on| now.minus(on) > VERIFIED_DAYS * DAY_SECONDS * 1_000_000)
    }
}

impl super::Customer {
    /// Those that letters go to.
    pub fn contacts_in_use(&self) -> impl Iterator<Item = &super::Contact> {
        self.contacts.iter().filter(|contact| contact.is_in_use())
    }
}
