//! The rules about decisions and what makes them take effect.

use super::{ON_TIME, Ruling, Seen, SeenDecision, must};
use docket::decision::Outcome;
use docket::event::{Event, Recorded};
use docket::id::DecisionId;
use docket::letter::Cause;
use docket::time::Moment;

impl Seen {
    pub(super) fn decision(&mut self, recorded: &Recorded) -> Ruling {
        let at = recorded.at;
        match &recorded.event {
            Event::DecisionProposed {
                decision,
                case,
                customer,
                outcome,
                assets,
                whole_account,
                rests_on,
                effective,
                statement,
                by,
                ..
            } => {
                must(recorded.actor.person() == Some(*by), "a proposal is made by whoever makes it")?;
                let held = self.held.values().filter(|holder| *holder == customer).count();
                must(
                    !outcome.switches_off() || assets.len() < held || whole_account.is_some(),
                    "the whole account needs a reason",
                )?;
                must(!outcome.burdens() || !assets.is_empty(), "a burdening decision names its assets")?;
                must(
                    !self.decisions.values().any(|noun| noun.case == *case && noun.pending),
                    "one decision at a time",
                )?;
                self.decisions.insert(
                    *decision,
                    SeenDecision {
                        case: *case,
                        proposer: *by,
                        outcome: *outcome,
                        rests_on: *rests_on,
                        effective: effective.at,
                        hash: statement.hash.clone(),
                        approved: None,
                        pending: true,
                        in_force: false,
                        seconded: None,
                        measure: None,
                        stayed: false,
                        reversed: false,
                    },
                );
            }
            Event::DecisionApproved { decision, text_hash, by, .. } => {
                let noun = self.decisions.get_mut(decision).ok_or("the decision is there")?;
                must(*by != noun.proposer, "who proposes never approves")?;
                must(recorded.actor.person() == Some(*by), "an approval is given by whoever gives it")?;
                must(*text_hash == noun.hash, "the approval is bound to the text")?;
                must(at < noun.effective, "what has passed is not approved")?;
                let first = noun.seconded.filter(|first| first != by);
                must(noun.outcome != Outcome::Termination || first.is_some(), "two persons approve a termination")?;
                noun.approved = Some((at, *by));
                self.later.sign(*decision, *by);
                self.causes.insert((recorded.command, Cause::Decision { decision: *decision }));
            }
            Event::DecisionWithdrawn { decision, .. } => {
                self.decisions.get_mut(decision).ok_or("the decision is there")?.pending = false;
                // Whoever was told an hour is told that it does not come.
                self.causes.insert((recorded.command, Cause::Decision { decision: *decision }));
            }
            Event::DecisionMissed { decision, due, .. } => {
                let noun = self.decisions.get(decision).ok_or("the decision is there")?;
                let late = at.minus(*due) > ON_TIME || self.clock.was_away(*due);
                must(late && *due == noun.effective, "what is on time is not missed")?;
            }
            Event::DecisionStopped { findings, .. } => must(!findings.is_empty(), "a stop has its finding")?,
            Event::DecisionTookEffect { decision, .. } => {
                self.may_take_effect(*decision, at)?;
                let noun = self.decisions.get_mut(decision).ok_or("the decision is there")?;
                noun.pending = false;
                noun.in_force = true;
                if !noun.outcome.burdens() {
                    self.causes.insert((recorded.command, Cause::Decision { decision: *decision }));
                }
            }
            Event::DecisionLifted { decision, by, .. } => {
                must(self.decisions.get(by).is_some_and(|noun| noun.in_force), "what lifts is in force")?;
                let noun = self.decisions.get_mut(decision).ok_or("the decision is there")?;
                must(noun.in_force, "what is lifted was in force")?;
                noun.in_force = false;
            }
            _ => {}
        }
        Ok(())
    }

    /// Rules 1, 3, 5, 7 and 8.
    fn may_take_effect(&self, decision: DecisionId, at: Moment) -> Ruling {
        let noun = self.decisions.get(&decision).ok_or("the decision is there")?;
        must(noun.pending, "a decision takes effect once")?;
        if !noun.outcome.burdens() {
            return must(at == noun.effective, "what favours happens at once");
        }
        let (approved, approver) = noun.approved.ok_or("what burdens was approved")?;
        must(approver != noun.proposer && approved <= at, "by another person")?;
        self.clock.may_burden()?;
        must(at >= noun.effective, "what burdens is never early")?;
        must(at.minus(noun.effective) <= ON_TIME, "what burdens is never late without a person")?;
        must(self.delivered.contains(&Cause::Decision { decision }), "the customer had the reasons")?;
        must(!self.answers.values().any(|(case, read)| *case == noun.case && !read), "every answer was assessed")?;
        must(!noun.stayed, "what is stayed does not take effect")?;
        must(!self.later.appeal_waits(noun.case), "an appeal stops what has not taken effect")?;
        if !noun.outcome.switches_off() {
            return Ok(());
        }
        if let Some(measure) = noun.measure {
            return must(
                self.later.is_confirmed(measure, noun.case),
                "a measure carries it that is confirmed and stands",
            );
        }
        let notice = noun.rests_on.and_then(|id| self.notices.get(&id)).ok_or("a suspension rests on a notice")?;
        must(notice.case == noun.case, "of its own case")?;
        must(notice.sent.is_some() && !notice.over, "that was sent and stands")?;
        must(at >= notice.due, "and whose deadline passed")?;
        must(notice.reached, "and that reached the customer")?;
        let unreached = noun.rests_on.is_some_and(|notice| self.later.is_unreached(notice));
        must(!unreached, "and none of whose letters came back unheeded")?;
        must(
            notice.asks.0.is_empty() || notice.asks.1 > 0,
            "while the first request for more time waits, nothing burdens",
        )?;
        must(!notice.denied, "and nobody says that it is not their account")?;
        let met =
            notice.requirements.iter().all(|number| notice.verdicts.get(number).is_some_and(|(_, enough)| *enough));
        must(!met, "and was not met")?;
        must(!notice.late, "and that left in time for what it promised")
    }
}
