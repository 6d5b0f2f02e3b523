//! Cases put in order, and what customers say beside their answers.

use docket::complaint::Complaint;
use docket::desk::Done;
use docket::desk::appeals::AppealForm;
use docket::desk::complaints::locations::MarkForm;
use docket::desk::data_requests::DataForm;
use docket::desk::extensions::{TimeDecision, TimeForm};
use docket::desk::tending::SnoozeForm;
use docket::refusal::Refusal;
use docket::store::{deciding, lists};

use crate::command::seed::stage::Stage;
use crate::command::seed::step::{Hand, Matter, Says, Tend};

impl<'a> Stage<'a> {
    pub(super) async fn tend(&mut self, matter: Matter<'a>, by: Hand, tend: Tend<'a>) -> Done<()> {
        let (desk, who, command) = (&self.desk, self.who(by)?, self.desk.new_command());
        let case = self.case(matter)?;
        match tend {
            Tend::Snooze { date, reason } => {
                let form = SnoozeForm { date: date.into(), time: String::new(), reason: reason.into() };
                desk.snooze_case(&who, command, case, &form).await?;
            }
            Tend::Tags(tags) => drop(desk.tag_case(&who, command, case, None, tags).await?),
            Tend::Link(other) => drop(desk.link_cases(&who, command, case, self.number(other)?).await?),
            Tend::Hand(to) => {
                let to = self.who(to)?.person.id;
                desk.assign_case(&who, command, case, None, Some(to)).await?;
            }
            Tend::Grade(severity) => drop(desk.grade_case(&who, command, case, None, severity).await?),
            Tend::Locations { outcome, first, rest, note } => {
                let newest = lists::newest_of_case(&mut desk.read().await?.conn(), case, 1).await?;
                let complaint: Complaint = newest.into_iter().next().ok_or(Refusal::NotFound("complaint"))?.noun;
                let some = MarkForm {
                    places: (0..first).collect(),
                    outcome: outcome.into(),
                    note: note.into(),
                    ..MarkForm::default()
                };
                desk.mark_locations(&who, command, complaint.id, &some).await?;
                let others = MarkForm { matching: "none".into(), outcome: rest.into(), ..MarkForm::default() };
                desk.mark_locations(&who, desk.new_command(), complaint.id, &others).await?;
            }
            Tend::DecideTime { choice, reason } => {
                let asked = lists::extensions_of_case(&mut desk.read().await?.conn(), case).await?;
                let asked = asked.into_iter().map(|held| held.noun).find(|one| one.is_waiting());
                let asked = asked.ok_or(Refusal::NotFound("request"))?.id;
                let form = TimeDecision { choice: choice.into(), reason: reason.into(), ..TimeDecision::default() };
                desk.decide_time(&who, command, asked, None, &form).await?;
            }
            Tend::Withdraw { reason } => {
                let notices = lists::notices_of(&mut desk.read().await?.conn(), case).await?;
                let running = notices.iter().rfind(|held| held.noun.sent_at().is_some());
                let running = running.ok_or(Refusal::NoticeNotRunning)?.noun.id;
                desk.withdraw_notice(&who, command, running, reason).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn says(&mut self, matter: Matter<'a>, says: Says<'a>) -> Done<()> {
        let (desk, command) = (&self.desk, self.desk.new_command());
        let link = self.link(matter).await?;
        let language = self.language(matter).await?;
        let address = "198.51.100.7";
        match says {
            Says::AskTime { days, reason, signer } => {
                let form = TimeForm {
                    choice: days.into(),
                    reason: reason.into(),
                    signer: signer.into(),
                    language,
                    ..TimeForm::default()
                };
                desk.ask_time(&link, command, &form, address).await?;
            }
            Says::AskData { wanted, reason, signer } => {
                let form = DataForm {
                    wanted: wanted.into(),
                    reason: reason.into(),
                    signer: signer.into(),
                    authority: true,
                    language,
                };
                desk.ask_data(&link, command, &form, address).await?;
            }
            Says::Appeal { grounds, signer, role } => {
                let form = AppealForm {
                    grounds: grounds.into(),
                    signer: signer.into(),
                    signer_role: role.into(),
                    authority: true,
                    language,
                    ..AppealForm::default()
                };
                desk.file_appeal(&link, command, &form, &[], address).await?;
            }
            Says::MoreOnAppeal(text) => {
                let appeals = deciding::appeals_of(&mut desk.read().await?.conn(), self.case(matter)?).await?;
                let appeal = appeals.into_iter().map(|held| held.noun).find(|one| one.is_waiting());
                let receipt = appeal.ok_or(Refusal::NotFound("appeal"))?.receipt;
                desk.add_to_appeal(&link, command, &receipt, text, language, &[]).await?;
            }
        }
        Ok(())
    }
}
