//! People who do what chance tells them to.

use super::step::Step;
use crate::bench::{Place, TestDesk, fresh};
use crate::hands::{Matter, answer_form, decision_form, notice_form};
use crate::notices::broken;
use docket::decision::{Decision, DecisionStage};
use docket::desk::{Failure, Who};
use docket::id::CommandId;
use docket::letters::Mailer;
use docket::notice::{Answer, Notice, NoticeStage};
use docket::store::lists;
use docket::time::zone::Zone;
use docket::words::Language;

/// A desk on which a history is played, and what its people remember.
pub struct Play {
    pub desk: TestDesk,
    pub(super) matter: Matter,
    pub(super) third: Who,
    pub(super) admin: Who,
    /// Somebody whose role changes, and who does nothing else.
    pub(super) bystander: Who,
    works: Mailer,
    note: CommandId,
    /// The newest act that stays inside and may be taken back.
    pub(super) internal: Option<(usize, CommandId)>,
    pub done: u32,
    pub refused: u32,
}

impl Play {
    pub async fn open(place: Place, seed: u64) -> Play {
        let desk = TestDesk::open(place, crate::bench::BEGINS, seed).await;
        desk.found(false).await.expect("a founded desk");
        let matter = desk.matter().await;
        let third = desk.person("Cleo Counsel", docket::people::Role::Counsel).await;
        let admin = desk.person("Ada Admin", docket::people::Role::Admin).await;
        let bystander = desk.person("Bo Bystander", docket::people::Role::Analyst).await;
        let (works, note) = (desk.mailer.clone(), desk.new_command());
        Play { desk, matter, third, admin, bystander, works, note, internal: None, done: 0, refused: 0 }
    }

    /// Refused is fine as long as it leaves no trace; anything else that fails is a bug.
    pub(super) async fn take<T>(&mut self, before: String, done: Result<T, Failure>) {
        match done {
            Ok(_) => self.done += 1,
            Err(Failure::Refused(refusal)) => {
                self.refused += 1;
                assert_eq!(before, self.desk.traces().await, "a refusal leaves no trace: {refusal}");
            }
            Err(Failure::Store(problem)) => panic!("the store failed: {problem}"),
        }
    }

    async fn onwards(&mut self) {
        let before = self.desk.traces().await;
        let (matter, command) = (&self.matter, self.desk.new_command());
        let stage = self.desk.noun::<docket::case::Case>(matter.case).await.stage;
        match stage.word() {
            "open" => {
                let done = self.desk.schedule_notice(&matter.ann, command, matter.case, &notice_form(matter)).await;
                self.take(before, done).await;
            }
            "answered" => {
                let unread = answers(&self.desk, matter).await.into_iter().find(|answer| !answer.is_assessed());
                if let Some(answer) = unread {
                    let done = self.desk.assess(&matter.ann, answer.id, &[(1, false), (2, true)]).await;
                    self.take(before, done).await;
                }
            }
            "overdue" => {
                let done = self.desk.propose(matter, &crate::hands::suspension_in_an_hour(&self.desk, matter)).await;
                self.take(before, done).await;
            }
            "proposed" => {
                let decision = decisions(&self.desk, matter).await.pop().expect("a proposal");
                let other = if decision.proposed_by == matter.lee.person.id { &self.third } else { &matter.lee };
                let done = self.desk.approve(other, &decision).await;
                self.take(before, done).await;
                self.desk.round().await;
            }
            _ => {
                wait_for_due(&self.desk, 0).await;
                self.desk.round().await;
            }
        }
    }

    pub async fn play(&mut self, step: &Step) {
        if let Step::Later { what, by, which } = step {
            return self.later(*what, *by, *which).await;
        }
        if let Step::Tend { what, by, which } = step {
            return self.tend(*what, *by, *which).await;
        }
        let before = self.desk.traces().await;
        let command = self.desk.new_command();
        let team = [self.matter.ann.clone(), self.matter.lee.clone(), self.third.clone()];
        let who = |by: u8| &team[usize::from(by) % 3];
        let (desk, matter) = (&mut self.desk, &self.matter);
        let case = matter.case;
        match step {
            Step::Later { .. } | Step::Tend { .. } => {}
            Step::Onwards => self.onwards().await,
            Step::Wait { seconds } => desk.clock.advance_seconds(*seconds),
            Step::WaitForDue { off } => wait_for_due(desk, *off).await,
            Step::Round => drop(desk.round().await),
            Step::Restart => desk.restart(),
            Step::BreakMail => desk.mailer = broken(desk),
            Step::MendMail => desk.mailer = self.works.clone(),
            Step::LoseLetter => {
                if let Some(letter) = desk.queued_letters(1).await.expect("letters").pop() {
                    desk.letter_failed(letter.id, "550 no such user").await.expect("a bounce");
                }
            }
            Step::Complain { place } => {
                desk.complaint(&matter.ann, &format!("https://example-social.example/post/{place}")).await;
            }
            Step::Repeat { words } => {
                desk.report(&crate::complaints::xarf(&format!("In the words of {}.", words % 4))).await;
            }
            Step::Reject { which } => {
                if let Some(complaint) = pick(&complaints(desk).await, *which) {
                    let done = desk.reject_complaint(&matter.ann, command, complaint.id, "Nothing to see there.").await;
                    self.take(before, done).await;
                }
            }
            Step::Attach { which } => {
                if let Some(complaint) = pick(&complaints(desk).await, *which) {
                    let done = desk.attach_complaint(&matter.ann, command, case, complaint.id).await;
                    self.take(before, done).await;
                }
            }
            Step::Note { same_command } => {
                let command = if *same_command { self.note } else { command };
                let done = desk.add_note(&matter.lee, command, case, "Looked at it again.").await;
                self.take(before, done).await;
            }
            Step::Assign { stale } => {
                let version = desk.held::<docket::case::Case>(case).await.1 - i64::from(*stale);
                let done =
                    desk.assign_case(&matter.lee, command, case, Some(version), Some(matter.lee.person.id)).await;
                self.take(before, done).await;
            }
            Step::Close { chance } => {
                if *chance < 60 {
                    let done = desk.close_case(who(*chance), command, case, None, "Done with it.").await;
                    self.take(before, done).await;
                }
            }
            Step::Notice { hours, reasoned } => {
                let mut form = notice_form(matter);
                form.hours = hours.to_string();
                form.short_reason = if *reasoned { "It cannot wait.".into() } else { String::new() };
                let done = desk.schedule_notice(&matter.ann, command, case, &form).await;
                self.take(before, done).await;
            }
            Step::Undo => {
                if let Some(notice) = notices(desk, matter).await.pop() {
                    let done = desk.undo_notice(&matter.ann, command, notice.id).await;
                    self.take(before, done).await;
                }
            }
            Step::Withdraw { which } => {
                if let Some(notice) = pick(&notices(desk, matter).await, *which) {
                    let done = desk.withdraw_notice(&matter.ann, command, notice.id, "Sent by mistake.").await;
                    self.take(before, done).await;
                }
            }
            Step::FindDelivery { which } => {
                if let Some(notice) = pick(&notices(desk, matter).await, *which)
                    .filter(|notice| matches!(notice.stage, NoticeStage::Sent { .. }))
                {
                    let done = desk.find_delivery(&matter.lee, command, notice.id, "By telephone.").await;
                    self.take(before, done).await;
                }
            }
            Step::Confirm => {
                if let Some(token) = token(desk) {
                    let done = desk.confirm_notice(&token, command).await;
                    self.take(before, done).await;
                }
            }
            Step::Answer { stances: (one, two), again } => {
                let stance = |n: &u8| ["done", "will_do", "disagree", "", "nonsense"][usize::from(*n) % 5];
                let form = answer_form(&[
                    (stance(one), "What we say."),
                    (stance(two), if two % 5 == 3 { "" } else { "More." }),
                ]);
                if let Some(token) = token(desk) {
                    let done = desk.answer_notice(&token, command, &form, &[], "203.0.113.9").await;
                    if *again && let Ok((first, _)) = &done {
                        let (second, receipt) = desk
                            .answer_notice(&token, command, &form, &[], "203.0.113.9")
                            .await
                            .expect("the same again");
                        assert!(second.id == first.id && receipt.repeated);
                    }
                    self.take(before, done).await;
                }
            }
            Step::Assess { which, enough: (one, two), part } => {
                if let Some(answer) = pick(&answers(desk, matter).await, *which) {
                    let verdicts = [(1, *one), (2, *two)];
                    let done =
                        desk.assess(who(which % 2), answer.id, if *part { &verdicts[..1] } else { &verdicts }).await;
                    self.take(before, done).await;
                }
            }
            Step::Propose { by, outcome, minutes, assets, reason, lifts } => {
                let outcome = [
                    "suspension",
                    "suspension",
                    "partial_suspension",
                    "warning",
                    "plan_accepted",
                    "no_action",
                    "reinstatement",
                    "ban",
                ][usize::from(*outcome) % 8];
                let then = desk.now().plus_seconds(i64::from(*minutes) * 60);
                let zone = Zone::parse("America/Los_Angeles").expect("a zone");
                let mut form =
                    decision_form(matter, outcome, &zone.date_text(then), &zone.show(then, Language::En).time);
                form.assets = matter
                    .assets
                    .iter()
                    .enumerate()
                    .filter(|(place, _)| assets >> place & 1 == 1)
                    .map(|(_, asset)| asset.id.to_string())
                    .collect();
                if !reason {
                    form.whole_reason = String::new();
                }
                let decisions = decisions(desk, matter).await;
                form.lifts = pick(&decisions, *lifts).map(|decision| decision.id.to_string()).unwrap_or_default();
                let signed = fresh(who(*by), self.desk.now());
                let done = self.desk.propose_decision(&signed, command, case, &form).await;
                self.take(before, done).await;
            }
            Step::Approve { by, stale, other_text } => {
                if let Some(decision) =
                    decisions(desk, matter).await.into_iter().rev().find(|decision| decision.is_pending())
                {
                    let signed = fresh(who(*by), self.desk.now().plus_seconds(if *stale { -301 } else { 0 }));
                    let hash = if *other_text { "0".repeat(64) } else { decision.statement.hash.clone() };
                    let done =
                        self.desk.approve_decision(&signed, command, decision.id, &hash, &matter.customer.handle).await;
                    if done.is_ok() {
                        assert!(
                            signed.person.id != decision.proposed_by
                                && decision.stage == DecisionStage::Proposed
                                && !stale
                                && !other_text
                        );
                    }
                    self.take(before, done).await;
                }
            }
            Step::WithdrawDecision => {
                if let Some(decision) = decisions(desk, matter).await.pop() {
                    let done = desk.withdraw_decision(&matter.lee, command, decision.id, "On second thoughts.").await;
                    self.take(before, done).await;
                }
            }
            Step::Release { which } => {
                // Seldom, or nothing would be left to switch off.
                if *which < 40
                    && let Some(asset) = pick(&matter.assets, *which)
                {
                    let done = desk.release_asset(&matter.lee, command, asset.id).await;
                    self.take(before, done).await;
                }
            }
            Step::ConfirmInstruction { which } => {
                if let Some(instruction) = pick(&desk.instructions(case).await, *which) {
                    let done =
                        desk.confirm_instruction(&matter.lee, command, instruction.id, "In the console.", &[]).await;
                    self.take(before, done).await;
                }
            }
        }
    }
}

async fn wait_for_due(desk: &TestDesk, off: i64) {
    // Instructions are left out: without a program they stay due for ever.
    let due =
        lists::oldest_due(&mut desk.read().await.expect("a reader").conn(), "instruct").await.expect("a database");
    if let Some(due) = due.map(|due| due.plus_micros(off)).filter(|due| *due > desk.now()) {
        desk.clock.set(due);
    }
}

pub(super) fn pick<T: Clone>(from: &[T], which: u8) -> Option<T> {
    (!from.is_empty()).then(|| from[usize::from(which) % from.len()].clone())
}

/// The newest link that a letter brought.
pub(super) fn token(desk: &TestDesk) -> Option<String> {
    desk.letters().iter().rev().find_map(crate::hands::Mail::token)
}

pub(super) async fn complaints(desk: &TestDesk) -> Vec<docket::complaint::Complaint> {
    let mut complaints = Vec::new();
    for number in 1..200 {
        match lists::complaint_by_number(&mut desk.read().await.expect("a reader").conn(), number)
            .await
            .expect("a database")
        {
            Some(held) => complaints.push(held.noun),
            None => break,
        }
    }
    complaints
}

pub(super) async fn notices(desk: &TestDesk, matter: &Matter) -> Vec<Notice> {
    let mut reader = desk.read().await.expect("a reader");
    lists::notices_of(&mut reader.conn(), matter.case)
        .await
        .expect("notices")
        .into_iter()
        .map(|held| held.noun)
        .collect()
}

async fn answers(desk: &TestDesk, matter: &Matter) -> Vec<Answer> {
    let mut reader = desk.read().await.expect("a reader");
    lists::answers_of_case(&mut reader.conn(), matter.case)
        .await
        .expect("answers")
        .into_iter()
        .map(|held| held.noun)
        .collect()
}

pub(super) async fn decisions(desk: &TestDesk, matter: &Matter) -> Vec<Decision> {
    let mut reader = desk.read().await.expect("a reader");
    lists::decisions_of(&mut reader.conn(), matter.case)
        .await
        .expect("decisions")
        .into_iter()
        .map(|held| held.noun)
        .collect()
}
