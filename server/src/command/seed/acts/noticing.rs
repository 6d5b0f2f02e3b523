//! Asking and answering.

use docket::desk::Done;
use docket::desk::answers::{AnswerForm, PartForm, VerdictForm};
use docket::desk::complaints::Upload;
use docket::desk::notices::NoticeForm;
use docket::refusal::Refusal;
use docket::store::evidence::sha256_hex;
use docket::store::lists;
use docket::template::TemplateKind;
use docket::words::Language;

use crate::command::seed::stage::Stage;
use crate::command::seed::step::{Hand, Matter, Notice, Reply};

impl<'a> Stage<'a> {
    pub(super) async fn send(&mut self, matter: Matter<'a>, by: Hand, notice: &Notice<'a>) -> Done<()> {
        let view = self.view(matter).await?;
        let language = view.customer.language;
        let kind = TemplateKind::parse(notice.template).unwrap_or(TemplateKind::Information);
        let (draft, _) = self.desk.begin_notice(&view, kind, language).await?;
        let requirements = match notice.requirements.as_slice() {
            // What is done once: the story answers each of them.
            [] => {
                let once = draft.requirements.into_iter().zip(draft.standing).filter(|(_, days)| days.is_none());
                once.map(|(text, _)| text).collect()
            }
            given => given.iter().map(|&text| text.to_owned()).collect(),
        };
        let form = NoticeForm {
            template: notice.template.into(),
            language: if language == Language::Fr { "fr" } else { "en" }.into(),
            contacts: view.customer.contacts_in_use().map(|contact| contact.id.to_string()).collect(),
            subject: draft.subject,
            findings: notice.findings.clone(),
            example: notice.example.into(),
            requirements,
            rule: "hours".into(),
            hours: notice.hours.to_string(),
            zone: view.customer.zone.clone(),
            short_reason: notice.short_reason.into(),
            consequence: draft.consequence,
            data_kept: draft.data_kept,
            version: Some(view.version),
            ..NoticeForm::default()
        };
        self.desk.schedule_notice(&self.who(by)?, self.desk.new_command(), view.case.id, &form).await?;
        Ok(())
    }

    pub(super) async fn answer(&mut self, matter: Matter<'a>, answer: &Reply<'a>) -> Done<()> {
        let link = self.link(matter).await?;
        let language = self.language(matter).await?;
        let uploads: Vec<Upload> = answer
            .file
            .iter()
            .map(|(name, text)| Upload {
                name: (*name).into(),
                media_type: "text/plain".into(),
                bytes: text.as_bytes().to_vec(),
            })
            .collect();
        let form = AnswerForm {
            parts: answer
                .parts
                .iter()
                .zip(1..)
                .map(|((stance, text, by_date), requirement)| PartForm {
                    requirement,
                    stance: (*stance).into(),
                    text: (*text).into(),
                    by_date: by_date.clone(),
                })
                .collect(),
            signer: answer.signer.into(),
            signer_role: answer.signer_role.into(),
            authority: true,
            language,
            files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
        };
        let desk = if answer.unconfirmed { &self.asking } else { &self.desk };
        desk.answer_notice(&link, self.desk.new_command(), &form, &uploads, "198.51.100.7").await?;
        Ok(())
    }

    pub(super) async fn weigh(&mut self, matter: Matter<'a>, by: Hand, verdicts: &[(bool, &str)]) -> Done<()> {
        let answers = lists::answers_of_case(&mut self.desk.read().await?.conn(), self.case(matter)?).await?;
        let answer = answers.into_iter().map(|held| held.noun).find(|answer| !answer.is_assessed());
        let answer = answer.ok_or(Refusal::NotFound("answer"))?;
        let verdicts: Vec<VerdictForm> = verdicts
            .iter()
            .zip(1..)
            .map(|((enough, reason), requirement)| VerdictForm {
                requirement,
                verdict: if *enough { "enough" } else { "not_enough" }.into(),
                reason: (*reason).into(),
            })
            .collect();
        self.desk.assess_answer(&self.who(by)?, self.desk.new_command(), answer.id, None, &verdicts).await?;
        Ok(())
    }
}
