//! The rules that never break, looked for in what happened. This knows nothing of how the desk works: it reads
//! the events as an auditor would, and stops at the first one that should not stand there.

mod clock;
mod decided;
mod later;
mod timely;

use docket::decision::Outcome;
use docket::event::{Event, Recorded};
use docket::id::*;
use docket::letter::Cause;
use docket::time::{DeadlineRule, Moment};
use std::collections::{HashMap, HashSet};

/// A burdening act may be this late and no later.
const ON_TIME: i64 = 60 * 1_000_000;

#[derive(Default)]
struct Seen {
    clock: clock::Clock,
    held: HashMap<AssetId, CustomerId>,
    notices: HashMap<NoticeId, SeenNotice>,
    answers: HashMap<AnswerId, (CaseId, bool)>,
    decisions: HashMap<DecisionId, SeenDecision>,
    letters: HashSet<LetterId>,
    causes: HashSet<(CommandId, Cause)>,
    delivered: HashSet<Cause>,
    failed: HashSet<Cause>,
    again: HashSet<LetterId>,
    ids: HashSet<EventId>,
    later: later::Later,
    alerts: HashSet<String>,
    /// Notices whose time counts from what has not come.
    anchored: HashSet<NoticeId>,
}

struct SeenNotice {
    case: CaseId,
    scheduled: Moment,
    leaves_at: Moment,
    due: Moment,
    rule: DeadlineRule,
    requirements: Vec<u32>,
    sent: Option<Moment>,
    over: bool,
    reached: bool,
    late: bool,
    /// The newest verdict on each requirement.
    verdicts: HashMap<u32, (Moment, bool)>,
    /// Requests for more time: undecided, and decided ones that came from the customer for sure.
    asks: (HashSet<ExtensionId>, u32),
    denied: bool,
}

impl SeenNotice {
    /// The customer has the promised time only if the letter has left by then.
    fn promised_from(&self) -> Moment {
        // Printed instants are whole minutes, counted from a whole minute.
        const MINUTE: i64 = 60 * 1_000_000;
        let from = self.leaves_at.plus_seconds(15 * 60).micros();
        match self.rule {
            DeadlineRule::Hours { .. } => Moment::from_micros((from + MINUTE - 1).div_euclid(MINUTE) * MINUTE),
            DeadlineRule::Wall { .. } | DeadlineRule::Extension { .. } => Moment::from_micros(from),
            // Counted in days from the same whole minute.
            _ => Moment::from_micros((from + MINUTE - 1).div_euclid(MINUTE) * MINUTE),
        }
    }
}

struct SeenDecision {
    case: CaseId,
    proposer: PersonId,
    outcome: Outcome,
    rests_on: Option<NoticeId>,
    effective: Moment,
    hash: String,
    approved: Option<(Moment, PersonId)>,
    pending: bool,
    in_force: bool,
    /// The first of two approvals.
    seconded: Option<PersonId>,
    /// The measure on which it rests in place of a notice.
    measure: Option<InterimId>,
    stayed: bool,
    /// Something of it was switched on again, by a stay or an appeal.
    reversed: bool,
}

/// # Panics
/// With the number of the first event that breaks a rule.
pub fn hold(events: &[(i64, Recorded)]) {
    let mut seen = Seen::default();
    for (place, (seq, recorded)) in events.iter().enumerate() {
        assert_eq!(*seq, place as i64 + 1, "numbers have no gap");
        if let Err(broken) = seen.take(recorded) {
            panic!("event {seq} ({}) breaks a rule: {broken}\n{recorded:#?}", recorded.event.kind());
        }
    }
}

type Ruling = Result<(), String>;

fn must(holds: bool, rule: &str) -> Ruling {
    if holds { Ok(()) } else { Err(rule.to_owned()) }
}

impl Seen {
    fn take(&mut self, recorded: &Recorded) -> Ruling {
        self.clock.take(recorded)?;
        must(self.ids.insert(recorded.id), "an event has its own id")?;
        self.later.came_back(&recorded.event);
        let at = recorded.at;
        self.timely(recorded)?;
        match &recorded.event {
            Event::AssetAssigned { asset, customer, .. } => {
                self.held.insert(*asset, *customer);
            }
            Event::AssetReleased { asset, .. } => {
                self.held.remove(asset);
            }
            Event::NoticeScheduled { .. }
            | Event::NoticeUndone { .. }
            | Event::NoticeSent { .. }
            | Event::NoticeWithdrawn { .. }
            | Event::DeadlinePassed { .. }
            | Event::DeliveryFound { .. } => self.notice(recorded)?,
            Event::AnswerReceived { answer, case, notice, received_at, due, margin, parts, .. } => {
                let noun = self.notices.get(notice).ok_or("an answer answers a notice")?;
                must(noun.sent.is_some(), "what was not sent cannot be answered")?;
                let begins = self.anchored.contains(notice) && *due > noun.due;
                must(*due == noun.due || begins, "the deadline never moves")?;
                must(*margin == due.minus(*received_at), "the margin is what the clock says")?;
                must(*received_at <= at, "nothing is received before it is written down")?;
                must(parts.len() == noun.requirements.len(), "every requirement gets a part")?;
                self.causes.insert((recorded.command, Cause::Receipt { answer: *answer }));
                self.answers.insert(*answer, (*case, false));
            }
            Event::AnswerAssessed { answer, notice, verdicts, complete, .. } => {
                self.answers.get_mut(answer).ok_or("what is weighed was received")?.1 |= *complete;
                let noun = self.notices.get_mut(notice).ok_or("what is weighed answers a notice")?;
                for verdict in verdicts {
                    must(recorded.actor.person() == Some(verdict.by), "a verdict is given by whoever gives it")?;
                    let newest = noun.verdicts.entry(verdict.requirement).or_insert((at, verdict.enough));
                    // Of two at the same instant the kinder one counts.
                    *newest = (at, verdict.enough || (newest.0 == at && newest.1));
                }
            }
            Event::PassingSent(it) => {
                self.causes.insert((recorded.command, Cause::Passing { passing: it.passing }));
            }
            Event::DecisionProposed { .. }
            | Event::DecisionApproved { .. }
            | Event::DecisionWithdrawn { .. }
            | Event::DecisionStopped { .. }
            | Event::DecisionMissed { .. }
            | Event::DecisionTookEffect { .. }
            | Event::DecisionLifted { .. } => self.decision(recorded)?,
            Event::ReporterLinked(linked) => {
                self.causes.insert((recorded.command, Cause::Complaint { complaint: linked.complaint }));
            }
            Event::ReporterTold(told) => {
                self.causes.insert((recorded.command, Cause::Complaint { complaint: told.complaint }));
            }
            Event::LetterQueued { letter, cause, .. } => {
                // Or a person sends one again that failed.
                let again = self.failed.contains(cause) && recorded.actor.person().is_some();
                must(
                    again || self.causes.contains(&(recorded.command, *cause)),
                    "a letter is queued in the transaction of its cause",
                )?;
                self.letters.insert(*letter);
            }
            Event::LetterAccepted { letter, cause, .. } => {
                must(self.letters.remove(letter), "a letter leaves once, and only from the outbox")?;
                self.delivered.insert(*cause);
                if let Cause::Notice { notice } = cause {
                    let noun = self.notices.get_mut(notice).ok_or("its notice is there")?;
                    noun.late |= !noun.reached && at > noun.promised_from();
                    noun.reached = true;
                }
            }
            Event::LetterFailed { letter, cause, .. } => {
                must(self.letters.remove(letter), "a letter fails once")?;
                self.failed.insert(*cause);
            }
            Event::LetterSentAgain(sent) => {
                must(self.again.insert(sent.letter), "a letter is sent again once")?;
                must(self.letters.contains(&sent.again), "as a letter of its own")?;
            }
            Event::NoticeSuperseded(superseded) => {
                let new = self.notices.get(&superseded.by).ok_or("another notice took its place")?;
                let due = new.due;
                must(new.sent == Some(at), "it is replaced when the other one leaves")?;
                let old = self.notices.get_mut(&superseded.notice).ok_or("the notice is there")?;
                must(old.due <= due, "a notice that replaces another never shortens its deadline")?;
                must(!old.over, "and it counted until then")?;
                old.over = true;
            }
            Event::TimeAsked(asked) => {
                let noun = self.notices.get_mut(&asked.notice).ok_or("more time is asked for a notice")?;
                must(noun.sent.is_some() && !noun.over, "that runs")?;
                must(asked.until.at > noun.due, "more time is more")?;
                noun.asks.0.insert(asked.extension);
                self.causes.insert((recorded.command, Cause::Time { extension: asked.extension }));
            }
            Event::TimeGranted(granted) => {
                let noun = self.notices.get_mut(&granted.notice).ok_or("the notice is there")?;
                must(noun.asks.0.remove(&granted.extension), "what is granted was asked, and is decided once")?;
                must(granted.was.at == noun.due && granted.until.at > noun.due, "a deadline is never shortened")?;
                must(granted.until.at > at, "time that is given lies ahead")?;
                must(recorded.actor.person() == Some(granted.by), "whoever decides, decides")?;
                noun.due = granted.until.at;
                noun.asks.1 += u32::from(granted.confirmed);
                self.causes.insert((recorded.command, Cause::Time { extension: granted.extension }));
            }
            Event::TimeRefused(refused) => {
                let noun = self.notices.get_mut(&refused.notice).ok_or("the notice is there")?;
                must(noun.asks.0.remove(&refused.extension), "what is refused was asked, and is decided once")?;
                must(refused.reason.commitment().is_some(), "a refusal has its reason")?;
                noun.asks.1 += u32::from(refused.confirmed);
                self.causes.insert((recorded.command, Cause::Time { extension: refused.extension }));
            }
            Event::CodeAwaited(awaited) => {
                self.causes.insert((recorded.command, Cause::Code { notice: awaited.notice }));
            }
            Event::LinkReplaced(replaced) => {
                must(!replaced.old.contains(&replaced.new), "a new link is another one")?;
                self.causes.insert((recorded.command, Cause::Link { notice: replaced.notice }));
            }
            Event::AccountDenied(denied) => {
                self.notices.get_mut(&denied.notice).ok_or("the notice is there")?.denied = true
            }
            Event::InstructionIssued { decision, .. } => {
                must(
                    self.decisions.get(decision).is_some_and(|noun| noun.in_force || noun.reversed),
                    "machines are told what is in force, and what is so no longer",
                )?;
            }
            // -- people
            Event::PersonInvited(invited) => {
                self.causes.insert((recorded.command, Cause::Invitation { invitation: invited.invitation }));
            }
            Event::InvitationSentAgain(again) => {
                self.causes.insert((recorded.command, Cause::Invitation { invitation: again.invitation }));
            }
            _ => self.deciding(recorded)?,
        }
        Ok(())
    }

    fn notice(&mut self, recorded: &Recorded) -> Ruling {
        let at = recorded.at;
        match &recorded.event {
            Event::NoticeScheduled { notice, case, deadline, leaves_at, text, .. } => {
                must(leaves_at.minus(at) == 60 * 1_000_000, "there is a minute to undo")?;
                if let DeadlineRule::Hours { hours } = deadline.rule {
                    let promised = leaves_at.plus_seconds(15 * 60 + i64::from(hours) * 3600);
                    must(deadline.at >= promised, "the hours are counted after the undo window and the letter's way")?;
                }
                must(
                    deadline.at.minus(*leaves_at) >= 20 * 3_600_000_000 || text.short_reason.is_some(),
                    "short notice has a reason",
                )?;
                must(
                    !self.decisions.values().any(|noun| noun.case == *case && noun.pending),
                    "nothing new is asked while a decision is pending",
                )?;
                self.notices.insert(
                    *notice,
                    SeenNotice {
                        case: *case,
                        scheduled: at,
                        leaves_at: *leaves_at,
                        due: deadline.at,
                        rule: deadline.rule.clone(),
                        requirements: text.requirements.iter().map(|requirement| requirement.number).collect(),
                        sent: None,
                        over: false,
                        reached: false,
                        late: false,
                        verdicts: HashMap::new(),
                        asks: (HashSet::new(), 0),
                        denied: false,
                    },
                );
            }
            Event::NoticeUndone { notice, .. } => {
                let noun = self.notices.get_mut(notice).ok_or("the notice is there")?;
                must(noun.sent.is_none(), "what has left is not undone")?;
                must(
                    at < noun.leaves_at || at > noun.promised_from(),
                    "undone within its minute, or because we were away",
                )?;
                noun.over = true;
            }
            Event::NoticeSent { notice, due, letters, .. } => {
                let noun = self.notices.get_mut(notice).ok_or("the notice is there")?;
                must(at >= noun.leaves_at && !noun.over, "a notice leaves when its undo window closes")?;
                must(at <= noun.promised_from(), "a notice that leaves late would shorten what it promises")?;
                must(*due == noun.due, "the deadline never moves")?;
                must(!letters.is_empty(), "a notice goes to somebody")?;
                must(noun.scheduled <= at, "it was written before")?;
                noun.sent = Some(at);
                self.causes.insert((recorded.command, Cause::Notice { notice: *notice }));
            }
            Event::NoticeWithdrawn { notice, .. } => {
                self.causes.insert((recorded.command, Cause::Withdrawal { notice: *notice }));
                self.notices.get_mut(notice).ok_or("the notice is there")?.over = true
            }
            Event::DeadlinePassed { notice, due, .. } => {
                let noun = self.notices.get(notice).ok_or("the notice is there")?;
                must(*due == noun.due && at >= *due, "a deadline passes at its instant")?;
                must(!self.anchored.contains(notice), "and not before what it counts from")?;
            }
            Event::DeliveryFound { notice, .. } => {
                let noun = self.notices.get_mut(notice).ok_or("the notice is there")?;
                noun.reached = true;
                noun.denied = false;
                self.anchored.remove(notice);
            }
            _ => {}
        }
        Ok(())
    }
}
