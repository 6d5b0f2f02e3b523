//! What each step does: one call of the verb that a person would reach through a page.

mod deciding;
mod later;
mod noticing;

use docket::decision::DecisionStage;
use docket::desk::cases::OpenCase;
use docket::desk::triage::TriageForm;
use docket::desk::{Done, Failure};
use docket::id::ComplaintId;
use docket::instruction::InstructionStage;
use docket::refusal::Refusal;
use docket::store::lists::{self, InboxFilter};

use super::stage::Stage;
use super::step::{Hand, Matter, Sort, Step};

impl<'a> Stage<'a> {
    pub(super) async fn act(&mut self, step: &Step<'a>) -> Done<()> {
        let command = self.desk.new_command();
        match step {
            Step::Report { matter, incoming } => self.report(matter, incoming).await?,
            Step::Again { matter } => self.again(matter).await?,
            Step::Match { matter, by, customer } => {
                let who = self.who(*by)?;
                for complaint in self.waiting(matter) {
                    self.desk.match_complaint(&who, self.desk.new_command(), complaint, customer).await?;
                }
            }
            Step::Reject { matter, by, reason } => {
                let who = self.who(*by)?;
                for complaint in self.take_waiting(matter) {
                    self.desk.reject_complaint(&who, self.desk.new_command(), complaint, reason).await?;
                }
            }
            Step::Sort { matter, by, sort } => self.sort(matter, *by, *sort).await?,
            Step::Open { matter, by, customer, title, clause, severity } => {
                let form = OpenCase {
                    customer: (*customer).into(),
                    title: (*title).into(),
                    clause: self.clause(clause).await?,
                    severity: (*severity).into(),
                    complaints: self
                        .still_free(matter, &["new", "passed_on"])
                        .await?
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                };
                let (number, _) = self.desk.open_case(&self.who(*by)?, command, &form).await?;
                let case = self.desk.case_id(&number).await?;
                self.opened(matter, case, number, customer);
            }
            Step::Gather { matter, by } => {
                let (who, case) = (self.who(*by)?, self.case(matter)?);
                for complaint in self.take_waiting(matter) {
                    match self.desk.attach_complaint(&who, self.desk.new_command(), case, complaint).await {
                        // It joined the open case by itself when it came in.
                        Err(Failure::Refused(Refusal::ComplaintSettled)) => {}
                        done => drop(done?),
                    }
                }
            }
            Step::Note { matter, by, text } => {
                self.desk.add_note(&self.who(*by)?, command, self.case(matter)?, text).await?;
            }
            Step::Tend { matter, by, tend } => self.tend(matter, *by, *tend).await?,
            Step::Notice { matter, by, notice } => self.send(matter, *by, notice).await?,
            Step::Confirm { matter } => {
                let link = self.link(matter).await?;
                self.desk.confirm_notice(&link, command).await?;
            }
            Step::Answer { matter, answer } => self.answer(matter, answer).await?,
            Step::Says { matter, says } => self.says(matter, *says).await?,
            Step::Weigh { matter, by, verdicts } => self.weigh(matter, *by, verdicts).await?,
            Step::Decide { matter, by, decision } => self.decide(matter, *by, decision).await?,
            Step::Approve { matter, by } => {
                let decisions = lists::decisions_of(&mut self.desk.read().await?.conn(), self.case(matter)?).await?;
                let decision = decisions.into_iter().find(|held| held.noun.stage == DecisionStage::Proposed);
                let decision = decision.ok_or(Refusal::NotProposed)?.noun;
                let handle = self.desk.case_view(self.number(matter)?, None).await?.customer.handle;
                let hash = &decision.statement.hash;
                self.desk.approve_decision(&self.who(*by)?, command, decision.id, hash, &handle).await?;
            }
            Step::Court { matter, by, act } => self.court(matter, *by, *act).await?,
            Step::CarryOut { matter, by, how } => {
                let told = lists::instructions_of(&mut self.desk.read().await?.conn(), self.case(matter)?).await?;
                let open = told.iter().find(|held| held.noun.stage == InstructionStage::Waiting);
                let instruction = open.ok_or(Refusal::NotFound("instruction"))?.noun.id;
                self.desk.confirm_instruction(&self.who(*by)?, command, instruction, how, &[]).await?;
            }
            Step::Close { matter, by, reason } => {
                self.desk.close_case(&self.who(*by)?, command, self.case(matter)?, None, reason).await?;
            }
            Step::Release { customer, value } => {
                let view = self.desk.customer_view(customer).await?;
                let asset = view.assets.iter().find(|asset| asset.value == *value && asset.to.is_none());
                let asset = asset.ok_or(Refusal::NotFound("asset"))?.id;
                self.desk.release_asset(&self.who(Hand::Ines)?, command, asset).await?;
            }
            Step::Assign { customer, value } => {
                let customer = self.desk.customer_view(customer).await?.customer.id;
                self.desk.assign_assets(Some(&self.who(Hand::Ines)?), command, customer, value, "").await?;
            }
        }
        Ok(())
    }

    /// The newest edition of a clause, as a form names it.
    async fn clause(&mut self, code: &'a str) -> Done<String> {
        if let Some(known) = self.clauses.get(code) {
            return Ok(known.clone());
        }
        let found = self.desk.clauses().await?.into_iter().find(|one| one.code == code);
        let id = found.ok_or(Refusal::NotFound("clause"))?.id.to_string();
        self.clauses.insert(code, id.clone());
        Ok(id)
    }

    /// Some complaints join an open case by themselves; nobody sorts those.
    async fn still_free(&self, matter: Matter<'a>, stages: &[&str]) -> Done<Vec<ComplaintId>> {
        let ids: Vec<String> = self.waiting(matter).iter().map(ToString::to_string).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut free = Vec::new();
        for stage in stages {
            let filter = InboxFilter { stage: (*stage).into(), among: Some(ids.clone()), ..InboxFilter::default() };
            let found = lists::inbox(&mut self.desk.read().await?.conn(), &filter, None, 200).await?;
            free.extend(found.into_iter().map(|held| (held.noun.number, held.noun.id)));
        }
        free.sort_unstable();
        Ok(free.into_iter().map(|(_, id)| id).collect())
    }

    async fn sort(&mut self, matter: Matter<'a>, by: Hand, sort: Sort<'a>) -> Done<()> {
        let free = self.still_free(matter, &["new"]).await?;
        if free.is_empty() {
            return Ok(());
        }
        let complaints: Vec<String> = free.iter().map(ToString::to_string).collect();
        let form = match sort {
            Sort::PassOn { opening, note } => TriageForm {
                act: "pass_on".into(),
                opening: opening.into(),
                note: note.into(),
                ..TriageForm::default()
            },
            Sort::Reject { ground } => {
                TriageForm { act: "reject".into(), reason: ground.into(), ..TriageForm::default() }
            }
        };
        let form = TriageForm { complaints, ..form };
        self.desk.triage(&self.who(by)?, self.desk.new_command(), &form).await?;
        if matches!(sort, Sort::Reject { .. }) {
            self.take_waiting(matter);
        }
        Ok(())
    }
}
