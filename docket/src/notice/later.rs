//! A deadline that takes the place of another and lies after it: our letter left late, we delayed something, or an order
//! had to be made clear. The old one is kept. Never shortened.

use crate::case::CaseStage;
use crate::id::{CaseId, NoticeId, PersonId};
use crate::notice::Notice;
use crate::private::Private;
use crate::time::{Deadline, Moment};
use crate::words::Language;
use crate::words::ours;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The mail server accepted the letter after the allowance for its way, so the printed time was too short.
    AcceptedLate,
    OurDelay,
    /// An order or a requirement had to be made clear first.
    Unclear,
    /// The letter came into its mailbox after the allowance, and the time is counted from there.
    DeliveredLate,
    /// The customer confirmed its receipt after the allowance, and the time is counted from there.
    ConfirmedLate,
}

impl Why {
    /// What a person can choose.
    pub const CHOICES: [Why; 2] = [Why::OurDelay, Why::Unclear];

    pub fn word(self) -> &'static str {
        match self {
            Why::AcceptedLate => "accepted_late",
            Why::OurDelay => "our_delay",
            Why::Unclear => "unclear",
            Why::DeliveredLate => "delivered_late",
            Why::ConfirmedLate => "confirmed_late",
        }
    }

    pub fn parse(text: &str) -> Option<Why> {
        Why::CHOICES.into_iter().find(|why| why.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Why::AcceptedLate => ours("The letter was accepted late"),
            Why::OurDelay => ours("We delayed something"),
            Why::Unclear => ours("Something had to be made clear first"),
            Why::DeliveredLate => ours("The time is counted from delivery"),
            Why::ConfirmedLate => ours("The time is counted from the customer’s confirmation"),
        }
    }

    /// What the customer reads.
    pub fn sentence(self, language: Language) -> &'static str {
        match (self, language) {
            (Why::AcceptedLate, Language::En) => {
                "Our letter reached your mail server later than we had reckoned with, so you get the time that it took."
            }
            (Why::AcceptedLate, Language::Fr) => {
                "Notre courrier est parvenu à votre serveur plus tard que prévu : nous vous rendons ce temps."
            }
            (Why::OurDelay, Language::En) => "The delay was ours, so you get more time.",
            (Why::OurDelay, Language::Fr) => "Le retard vient de nous : vous avez donc plus de temps.",
            (Why::DeliveredLate, Language::En) => {
                "Your time is counted from when our letter was delivered to your mailbox."
            }
            (Why::DeliveredLate, Language::Fr) => {
                "Votre délai court à partir du moment où notre courrier a été remis dans votre boîte."
            }
            (Why::ConfirmedLate, Language::En) => {
                "Your time is counted from when you confirmed that you received our letter."
            }
            (Why::ConfirmedLate, Language::Fr) => {
                "Votre délai court à partir du moment où vous avez confirmé la réception de notre courrier."
            }
            (Why::Unclear, Language::En) => "What is asked had to be made clear first, so you get more time.",
            (Why::Unclear, Language::Fr) => {
                "Il fallait d’abord préciser ce qui est demandé : vous avez donc plus de temps."
            }
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Later {
    pub notice: NoticeId,
    pub case: CaseId,
    pub number: u32,
    pub was: Deadline,
    pub until: Deadline,
    pub why: Why,
    /// What a person wrote for the customer. Empty where nobody did.
    pub words: Private<String>,
    pub by: Option<PersonId>,
    pub case_stage: Box<CaseStage>,
}

impl Notice {
    pub(super) fn set_later(&mut self, later: &Later) {
        self.superseded.push(std::mem::replace(&mut self.deadline, later.until.clone()));
        self.deadline_passed = false;
        self.wait_on();
        self.made_good |= later.why == Why::AcceptedLate;
    }

    /// What the letter cost the customer, on whole minutes: how much later than reckoned it was accepted.
    pub fn owed(&self, accepted: Moment) -> i64 {
        const MINUTE: i64 = 60 * 1_000_000;
        let late = accepted.minus(self.promised_from());
        if late <= 0 { 0 } else { (late + MINUTE - 1).div_euclid(MINUTE) * MINUTE }
    }
}
