//! From what the promised time is counted. Usually from when the next mail server took the letter. A notice can also
//! wait for more: for a report that the letter lies in its mailbox, or for the customer's own word. The instant that the
//! letter prints is then the earliest one: what comes later moves it by as much, and while nothing has come, it does not
//! pass without a person.

use super::Notice;
use crate::id::{CaseId, NoticeId};
use crate::time::Moment;
use crate::words::{Language, ours};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// A mail server reports that the letter lies in its mailbox (RFC 3464).
    Delivered,
    /// The customer says on the notice's page that they received it, or answers.
    Confirmed,
}

impl Anchor {
    /// What a form calls the usual beginning.
    pub const USUAL: &str = "accepted";
    pub const ALL: [Anchor; 2] = [Anchor::Delivered, Anchor::Confirmed];

    pub fn word(self) -> &'static str {
        match self {
            Anchor::Delivered => "delivered",
            Anchor::Confirmed => "confirmed",
        }
    }

    pub fn parse(text: &str) -> Option<Anchor> {
        Anchor::ALL.into_iter().find(|anchor| anchor.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Anchor::Delivered => ours("delivery to the mailbox, by its mail server’s report"),
            Anchor::Confirmed => ours("the customer’s word that they received it"),
        }
    }

    /// What the customer reads in the letter and on its page.
    pub fn sentence(self, language: Language) -> &'static str {
        match (self, language) {
            (Anchor::Delivered, Language::En) => {
                "This is the earliest end of your time: it counts from when your mail server reports that this letter lies in your mailbox. If that is later than we reckon with, your time ends later by as much, and we write to you."
            }
            (Anchor::Delivered, Language::Fr) => {
                "C’est la fin la plus proche de votre délai\u{a0}: il court à partir du moment où votre serveur annonce que ce courrier est dans votre boîte. Si c’est plus tard que prévu, votre délai finit plus tard d’autant, et nous vous l’écrivons."
            }
            (Anchor::Confirmed, Language::En) => {
                "This is the earliest end of your time: it counts from when you confirm on the page of this notice that you received it, or answer. If that is later than we reckon with, your time ends later by as much, and we write to you."
            }
            (Anchor::Confirmed, Language::Fr) => {
                "C’est la fin la plus proche de votre délai\u{a0}: il court à partir du moment où vous confirmez la réception sur la page de cet avis, ou répondez. Si c’est plus tard que prévu, votre délai finit plus tard d’autant, et nous vous l’écrivons."
            }
        }
    }

    /// Whoever says that they received it has it in their mailbox too.
    #[cfg(feature = "keep")]
    fn is_reached_by(self, by: Anchor) -> bool {
        self == by || by == Anchor::Confirmed
    }
}

/// How a notice's own anchor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchoring {
    pub anchor: Anchor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_at: Option<Moment>,
    /// Its hour came before its anchor did: a person was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_at: Option<Moment>,
}

/// Beside `notice_scheduled`: this notice waits for more than the next mail server's word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchored {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub anchor: Anchor,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reached {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub anchor: Anchor,
    /// What it was reached by.
    pub by: Anchor,
}

/// The earliest end came, and what it is counted from had not. It does not pass; a person is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missed {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub anchor: Anchor,
    pub due: Moment,
}

/// A lead found that the notice reached the customer otherwise: its hour, which came before, passes at the next round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waived {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub due: Moment,
}

impl Notice {
    /// What its time is counted from has not come, and no lead has found that it reached the customer otherwise.
    pub fn awaits_anchor(&self) -> bool {
        !self.delivery_found && self.anchoring.is_some_and(|one| one.reached_at.is_none())
    }

    /// The hour came first: a person has to look.
    pub fn missed_anchor(&self) -> Option<Moment> {
        self.anchoring.filter(|_| self.awaits_anchor()).and_then(|one| one.missed_at)
    }

    /// A later end was promised: its hour lies ahead once more.
    pub(super) fn wait_on(&mut self) {
        if let Some(anchoring) = &mut self.anchoring {
            anchoring.missed_at = None;
        }
    }

    /// The deadline that takes the place of this one if that comes now. None: the one that stands is late enough.
    #[cfg(feature = "keep")]
    pub(crate) fn later_by(&self, by: Anchor, now: Moment) -> Option<crate::time::Deadline> {
        self.would_reach(by)?;
        let owed = self.owed(now);
        let due = crate::time::zone::postponed(self.first_deadline(), owed, now);
        (owed > 0 && due.at > self.deadline.at).then_some(due)
    }

    #[cfg(feature = "keep")]
    pub(crate) fn would_reach(&self, by: Anchor) -> Option<Anchor> {
        let anchoring = self.anchoring.filter(|_| self.awaits_anchor())?;
        anchoring.anchor.is_reached_by(by).then_some(anchoring.anchor)
    }
}
