//! Lives that take a hard turn: something is switched off, contested, on again.

use docket::time::Moment;

use super::{End, Life};
use crate::command::seed::crowd::calendar::{announced, busy};
use crate::command::seed::crowd::topics::{CONDITIONS, HOW_OFF, HOW_ON, RUNS_AGAIN, SWITCHED_OFF, WARNED, WHOLE};
use crate::command::seed::step::{Court, Decision, Effective, Hand, Says, Step};

impl Life<'_, '_> {
    pub(super) fn burden(&mut self, deadline: Moment, answered: bool, end: End) {
        self.at = self.at.max(deadline.plus_seconds(900));
        self.pass(40, 900);
        let findings = self.dice.of(self.topic.said(self.tenant).findings);
        let mut facts = self.fill(findings);
        facts.push_str(match (answered, self.tenant.french) {
            (true, false) => " Your answer came and was read. It does not solve what we found.",
            (true, true) => " Votre réponse a été lue. Elle ne règle pas ce que nous avions constaté.",
            (false, false) => " No answer came in the time that we gave.",
            (false, true) => " Aucune réponse n’est arrivée dans le délai indiqué.",
        });
        let whole = matches!(end, End::Off | End::OffAndOn | End::Ended);
        let lead_at = busy(self.lead, self.at, self.dice.between(20, 260));
        let (hours, time) = (self.dice.between(3, 20), self.dice.of(&["12:00", "18:00"]));
        let hour = announced(self.tenant.zone, lead_at, hours, time);
        let why = if end == End::Warned { self.theirs(&WARNED) } else { self.theirs(&SWITCHED_OFF) };
        let decision = Decision {
            outcome: match end {
                End::Warned => "warning",
                End::PartOff | End::PartOffAndOn => "partial_suspension",
                End::Ended => "termination",
                _ => "suspension",
            },
            assets: if whole { Vec::new() } else { vec![self.tenant.other] },
            whole_reason: if whole { self.theirs(&WHOLE) } else { "" },
            effective: Effective::Wall(hour),
            facts,
            explanation: why,
            conditions: if matches!(end, End::Warned | End::Ended) { "" } else { self.theirs(&CONDITIONS) },
        };
        self.step(Step::Decide { matter: self.matter, by: self.by, decision: Box::new(decision) });
        if end == End::Warned && self.dice.chance(15) {
            self.pass(5, 20);
            let act = Court::WithdrawDecision("They called just now: it has been gone since this morning, and it is.");
            self.step(Step::Court { matter: self.matter, by: self.by, act });
            return;
        }
        self.at = lead_at;
        self.step(Step::Approve { matter: self.matter, by: self.lead });
        if end == End::Ended {
            self.at = lead_at.plus_seconds(2400);
            self.step(Step::Approve { matter: self.matter, by: Hand::Peter });
        }
        self.at = hour.plus_seconds(self.dice.between(2, 30) * 60);
        if end != End::Warned {
            self.carry_out(&HOW_OFF);
        }
        if matches!(end, End::PartOffAndOn | End::OffAndOn) {
            self.runs_again();
        } else if matches!(end, End::PartOff | End::Off) && !self.tenant.french && self.dice.chance(50) {
            self.appeal();
        }
    }

    /// Decided by somebody who had no part in it, mostly against the customer.
    fn appeal(&mut self) {
        self.at = self.at.plus_seconds(self.dice.between(20, 120) * 3600);
        let grounds = self.dice.of(&[
            "You gave us a day. Our own customers have two by contract, so we could not act in time.",
            "What was reported is gone since last week. Please look again.",
            "Others have the same on their machines and hear nothing from you.",
        ]);
        let (signer, role) = (self.tenant.signer, self.tenant.role);
        self.step(Step::Says { matter: self.matter, says: Says::Appeal { grounds, signer, role } });
        let third = if self.by == Hand::Tomas { Hand::Aoife } else { Hand::Tomas };
        self.at = busy(self.lead, self.at, 90);
        self.step(Step::Court { matter: self.matter, by: self.lead, act: Court::GiveAppeal(third) });
        let minutes = self.dice.between(400, 2800);
        self.at = busy(third, self.at, minutes);
        let (verdict, reasons) = self.dice.weighed(&[
            (3, ("upheld", "We looked at it again with fresh eyes. What was found is still there, and the time was enough to write to us.")),
            (1, ("lifted", "It is gone, and it was gone before our hour. You could not show it in time because our page was down that night.")),
        ]);
        self.step(Step::Court { matter: self.matter, by: third, act: Court::DecideAppeal { verdict, reasons } });
        if verdict == "lifted" {
            self.pass(5, 30);
            self.carry_out(&HOW_ON);
        }
    }

    /// What was asked for came late, and it was enough.
    fn runs_again(&mut self) {
        self.at = self.at.plus_seconds(self.dice.between(5, 70) * 3600);
        self.answer(self.at, true);
        self.pass(5, 60);
        let how = self.say("Looked at it on {looked} together with the customer.");
        self.step(Step::Court { matter: self.matter, by: self.by, act: Court::Condition { number: 1, how } });
        self.pass(5, 90);
        let fixed = self.dice.of(self.topic.said(self.tenant).fixed);
        let explanation = self.theirs(&RUNS_AGAIN);
        let decision = Decision { outcome: "reinstatement", facts: fixed.into(), explanation, ..Decision::default() };
        self.step(Step::Decide { matter: self.matter, by: self.by, decision: Box::new(decision) });
        self.pass(2, 25);
        self.carry_out(&HOW_ON);
    }
}
