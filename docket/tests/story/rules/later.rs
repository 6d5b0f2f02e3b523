//! The rules about measures, stays, appeals and holds, looked for in what happened.

use super::{Ruling, Seen, must};
use docket::appeal::AppealVerdict;
use docket::event::{Event, Recorded};
use docket::hold::wide::Scope;
use docket::id::*;
use docket::interim::{CONFIRM_SECONDS, Emergency};
use docket::letter::Cause;
use docket::time::Moment;
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub struct Later {
    measures: HashMap<InterimId, SeenMeasure>,
    appeals: HashMap<AppealId, SeenAppeal>,
    holds: HashMap<HoldId, SeenHold>,
    /// Who asked for each erasure that waits.
    erasures: HashMap<ErasureId, PersonId>,
    signed: HashSet<(DecisionId, PersonId)>,
    /// Letters of notices that came back and were not made up for.
    back: HashMap<NoticeId, HashSet<LetterId>>,
    found: HashSet<NoticeId>,
}

struct SeenMeasure {
    case: CaseId,
    asset: AssetId,
    emergency: Emergency,
    taken: Moment,
    by: PersonId,
    alarms: u32,
    complaints: Vec<ComplaintId>,
    confirmed: bool,
    stands: bool,
}

struct SeenAppeal {
    case: CaseId,
    decision: DecisionId,
    to: Option<PersonId>,
    decided: bool,
}

struct SeenHold {
    customer_case: Option<CaseId>,
    /// Over the whole desk.
    desk: bool,
    asked_by: Option<PersonId>,
    stands: bool,
}

impl Later {
    /// Follows what came back, and what made up for it.
    pub fn came_back(&mut self, event: &Event) {
        match event {
            Event::LetterFailed { letter, cause: Cause::Notice { notice }, .. } if !self.found.contains(notice) => {
                self.back.entry(*notice).or_default().insert(*letter);
            }
            Event::LetterReported(it) if it.action == docket::mail::Action::Failed && !it.was_failed => {
                if let Cause::Notice { notice } = it.cause
                    && !self.found.contains(&notice)
                {
                    self.back.entry(notice).or_default().insert(it.letter);
                }
            }
            Event::LetterSentAgain(sent) => {
                for letters in self.back.values_mut() {
                    if letters.remove(&sent.letter) {
                        letters.insert(sent.again);
                    }
                }
            }
            Event::LetterAccepted { letter, .. } => {
                for letters in self.back.values_mut() {
                    letters.remove(letter);
                }
            }
            Event::DeliveryFound { notice, .. } => {
                self.found.insert(*notice);
                self.back.remove(notice);
            }
            _ => {}
        }
    }

    pub fn is_unreached(&self, notice: NoticeId) -> bool {
        self.back.get(&notice).is_some_and(|letters| !letters.is_empty())
    }

    pub fn sign(&mut self, decision: DecisionId, by: PersonId) {
        self.signed.insert((decision, by));
    }

    pub fn appeal_waits(&self, case: CaseId) -> bool {
        self.appeals.values().any(|noun| noun.case == case && !noun.decided)
    }

    pub fn is_confirmed(&self, measure: InterimId, case: CaseId) -> bool {
        self.measures.get(&measure).is_some_and(|noun| noun.case == case && noun.confirmed && noun.stands)
    }
}

impl Seen {
    pub fn deciding(&mut self, recorded: &Recorded) -> Ruling {
        let at = recorded.at;
        let actor = recorded.actor.person();
        match &recorded.event {
            Event::DecisionWeighed(weighed) => {
                let noun = self.decisions.get_mut(&weighed.decision).ok_or("the decision is there")?;
                noun.measure = weighed.weighing.interim;
                self.later.signed.insert((weighed.decision, noun.proposer));
            }
            Event::DecisionSeconded(seconded) => {
                let noun = self.decisions.get_mut(&seconded.decision).ok_or("the decision is there")?;
                must(seconded.by != noun.proposer && actor == Some(seconded.by), "who proposes never approves")?;
                must(seconded.text_hash == noun.hash, "the approval is bound to the text")?;
                noun.seconded = Some(seconded.by);
                self.later.signed.insert((seconded.decision, seconded.by));
            }
            Event::DecisionReplaced(replaced) => {
                let noun = self.decisions.get_mut(&replaced.decision).ok_or("the decision is there")?;
                must(noun.in_force, "what is replaced was in force")?;
                noun.in_force = false;
            }
            Event::ConditionMet(met) => must(actor == Some(met.by), "a condition is ticked by whoever ticks it")?,
            Event::DecisionStayed(stayed) => {
                let noun = self.decisions.get_mut(&stayed.decision).ok_or("the decision is there")?;
                must(noun.in_force || noun.approved.is_some(), "what is stayed was approved")?;
                noun.stayed = true;
                noun.reversed |= !stayed.assets.is_empty();
                self.causes.insert((recorded.command, Cause::Decision { decision: stayed.decision }));
            }
            Event::StayEnded(ended) => {
                let noun = self.decisions.get_mut(&ended.decision).ok_or("the decision is there")?;
                must(noun.stayed && actor.is_some(), "a person ends a stay")?;
                must(ended.effective.is_none_or(|hour| hour == noun.effective && hour > at), "its hour does not move")?;
                noun.stayed = false;
                self.causes.insert((recorded.command, Cause::Decision { decision: ended.decision }));
            }
            Event::AppealFiled(_) | Event::AppealAssigned(_) | Event::AppealSaid(_) | Event::AppealDecided(_) => {
                self.appeal(recorded)?;
            }
            Event::HoldPlaced(_)
            | Event::HoldReleaseAsked(_)
            | Event::HoldReleased(_)
            | Event::WideHoldPlaced(_)
            | Event::WideHoldReleaseAsked(_)
            | Event::WideHoldReleased(_)
            | Event::ErasureAsked(_)
            | Event::PersonErased(_)
            | Event::MaterialDestroyed(_)
            | Event::CaseClosed { .. } => {
                self.hold(recorded)?;
            }
            Event::DataSettled(settled) => {
                self.causes.insert((recorded.command, Cause::DataRequest { request: settled.request }));
            }
            _ => self.measure(recorded)?,
        }
        Ok(())
    }

    fn measure(&mut self, recorded: &Recorded) -> Ruling {
        let at = recorded.at;
        let gone = "the measure is there";
        match &recorded.event {
            Event::InterimTaken(taken) => {
                must(recorded.actor.person() == Some(taken.by), "one person takes a measure")?;
                must(taken.lapses_at.minus(at) == CONFIRM_SECONDS * 1_000_000, "twelve hours to confirm")?;
                let others =
                    self.held.iter().filter(|(asset, holder)| **holder == taken.customer && **asset != taken.asset);
                must(taken.in_part || others.count() > 0, "never the whole account")?;
                let before = || self.later.measures.values().filter(|noun| noun.asset == taken.asset);
                must(
                    before().count() == 0
                        || taken.complaints.iter().any(|one| before().all(|noun| !noun.complaints.contains(one))),
                    "no repeat on the same facts",
                )?;
                self.causes.insert((recorded.command, Cause::Interim { interim: taken.interim }));
                self.later.measures.insert(
                    taken.interim,
                    SeenMeasure {
                        case: taken.case,
                        asset: taken.asset,
                        emergency: taken.emergency,
                        taken: at,
                        by: taken.by,
                        alarms: 0,
                        complaints: taken.complaints.clone(),
                        confirmed: false,
                        stands: true,
                    },
                );
            }
            Event::InterimAlarmed(alarmed) => {
                let noun = self.later.measures.get_mut(&alarmed.interim).ok_or(gone)?;
                must(alarmed.alarm == noun.alarms + 1 && alarmed.alarm <= 2, "two alarms, one after the other")?;
                noun.alarms = alarmed.alarm;
                self.causes.insert((recorded.command, Cause::Interim { interim: alarmed.interim }));
            }
            Event::InterimConfirmed(done) => {
                let noun = self.later.measures.get_mut(&done.interim).ok_or(gone)?;
                must(done.by != noun.by && recorded.actor.person() == Some(done.by), "a second person confirms")?;
                let over = at.minus(noun.taken) >= CONFIRM_SECONDS * 1_000_000;
                must(noun.stands && (!over || noun.emergency.goes_to_counsel()), "in time")?;
                noun.confirmed = true;
            }
            Event::InterimToCounsel(given) => {
                let noun = self.later.measures.get(&given.interim).ok_or(gone)?;
                must(noun.emergency.goes_to_counsel() && !noun.confirmed, "only grave ones go to counsel")?;
                must(at.minus(noun.taken) >= CONFIRM_SECONDS * 1_000_000, "after twelve hours")?;
                self.causes.insert((recorded.command, Cause::Interim { interim: given.interim }));
            }
            Event::InterimLapsed(lapsed) => {
                let noun = self.later.measures.get_mut(&lapsed.interim).ok_or(gone)?;
                must(
                    noun.stands && !noun.confirmed && !noun.emergency.goes_to_counsel(),
                    "what nobody confirmed lapses",
                )?;
                must(at.minus(noun.taken) >= CONFIRM_SECONDS * 1_000_000, "and never before its time")?;
                noun.stands = false;
                self.causes.insert((recorded.command, Cause::Interim { interim: lapsed.interim }));
            }
            Event::InterimEnded(ended) => {
                let noun = self.later.measures.get_mut(&ended.interim).ok_or(gone)?;
                must(noun.stands, "what ends stood")?;
                noun.stands = false;
                self.causes.insert((recorded.command, Cause::Interim { interim: ended.interim }));
            }
            Event::MeasureInstructed(told) => {
                must(self.causes.contains(&(recorded.command, Cause::Interim { interim: told.interim })), "at once")?;
            }
            _ => {}
        }
        Ok(())
    }

    fn appeal(&mut self, recorded: &Recorded) -> Ruling {
        let gone = "the appeal is there";
        match &recorded.event {
            Event::AppealFiled(filed) => {
                self.causes.insert((recorded.command, Cause::Appeal { appeal: filed.appeal }));
                let seen = SeenAppeal { case: filed.case, decision: filed.decision, to: None, decided: false };
                self.later.appeals.insert(filed.appeal, seen);
            }
            Event::AppealAssigned(assigned) => {
                let noun = self.later.appeals.get_mut(&assigned.appeal).ok_or(gone)?;
                must(!self.later.signed.contains(&(noun.decision, assigned.to)), "by somebody who had no part in it")?;
                noun.to = Some(assigned.to);
            }
            Event::AppealSaid(said) => {
                self.causes.insert((recorded.command, Cause::Appeal { appeal: said.appeal }));
            }
            Event::AppealDecided(decided) => {
                let noun = self.later.appeals.get_mut(&decided.appeal).ok_or(gone)?;
                must(!noun.decided, "an appeal is decided once")?;
                must(noun.to == Some(decided.by), "by whoever it was given to")?;
                must(!self.later.signed.contains(&(noun.decision, decided.by)), "and who had no part in the decision")?;
                must(!decided.reasons.show().is_empty(), "with reasons")?;
                noun.decided = true;
                let decision = self.decisions.get_mut(&decided.decision).ok_or("the decision is there")?;
                decision.reversed |= !decided.assets.is_empty();
                if decided.verdict == AppealVerdict::Lifted && decided.back_to.is_some() {
                    (decision.pending, decision.in_force) = (false, false);
                }
                self.causes.insert((recorded.command, Cause::Appeal { appeal: decided.appeal }));
            }
            _ => {}
        }
        Ok(())
    }

    fn hold(&mut self, recorded: &Recorded) -> Ruling {
        match &recorded.event {
            Event::HoldPlaced(placed) => {
                let seen = SeenHold { customer_case: placed.scope, desk: false, asked_by: None, stands: true };
                self.later.holds.insert(placed.hold, seen);
            }
            Event::WideHoldPlaced(placed) => {
                let desk = placed.scope == Scope::Desk;
                let seen = SeenHold { customer_case: placed.scope.case(), desk, asked_by: None, stands: true };
                self.later.holds.insert(placed.hold, seen);
            }
            Event::HoldReleaseAsked(asked) => {
                self.later.holds.get_mut(&asked.hold).ok_or("the hold is there")?.asked_by = Some(asked.by);
            }
            Event::WideHoldReleaseAsked(asked) => {
                self.later.holds.get_mut(&asked.hold).ok_or("the hold is there")?.asked_by = Some(asked.by);
            }
            Event::HoldReleased(released) => self.released(released.hold, released.by)?,
            Event::WideHoldReleased(released) => self.released(released.hold, released.by)?,
            Event::ErasureAsked(asked) => {
                self.later.erasures.insert(asked.erasure, asked.by);
            }
            Event::PersonErased(erased) => {
                let asked_by =
                    self.later.erasures.remove(&erased.erasure).ok_or("an erasure is asked for, and once")?;
                must(asked_by == erased.asked_by && asked_by != erased.by, "two persons erase")?;
                self.nothing_keeps_everything()?;
            }
            Event::MaterialDestroyed(_) => {
                must(recorded.actor.person().is_some(), "a person destroys")?;
                self.nothing_keeps_everything()?;
            }
            Event::CaseClosed { case, .. } => {
                let held = self.later.holds.values().any(|noun| noun.stands && noun.customer_case == Some(*case));
                must(!held, "nothing is closed under a hold")?;
            }
            _ => {}
        }
        Ok(())
    }

    fn released(&mut self, hold: HoldId, by: PersonId) -> Ruling {
        let noun = self.later.holds.get_mut(&hold).ok_or("the hold is there")?;
        must(noun.asked_by.is_some_and(|first| first != by), "two persons release a hold")?;
        noun.stands = false;
        Ok(())
    }

    fn nothing_keeps_everything(&self) -> Ruling {
        let held = self.later.holds.values().any(|noun| noun.stands && noun.desk);
        must(!held, "nothing is destroyed or erased while the whole desk is held")
    }
}
