//! What a notice would look like, and how far it is from its template. Nothing is changed here.

use super::written::{Composed, Matter};
use super::*;
use crate::letters::{AutoKind, Envelope, mime};
use crate::notice::anchor::Anchoring;
use crate::template::{Template, compare};

impl Desk {
    pub(super) fn preview(&self, composed: Composed, matter: &Matter, code: &str) -> NoticePreview {
        let Composed { text, deadline, recipients, written, edits, anchor } = composed;
        let now = self.now();
        let mut notice = Notice {
            id: written.notice,
            case: matter.case.id,
            customer: matter.owner.id,
            number: written.number,
            code: code.to_owned(),
            text,
            deadline: deadline.clone(),
            recipients,
            scheduled_at: now,
            stage: NoticeStage::Sent { at: now.plus_seconds(UNDO_SECONDS) },
            confirmed_at: None,
            deadline_passed: false,
            answers: 0,
            answers_unread: 0,
            undelivered: 0,
            delivered: 0,
            delivered_at: None,
            delivery_found: false,
            from: None,
            shown: Vec::new(),
            other_letters: Vec::new(),
            replaces: None,
            superseded: Vec::new(),
            time_asks: Default::default(),
            denial: None,
            unreached: Vec::new(),
            attempts: Vec::new(),
            kept_back: None,
            reminders: Vec::new(),
            reminded: Vec::new(),
            made_good: false,
            drift: None,
            anchoring: anchor.map(|anchor| Anchoring { anchor, reached_at: None, missed_at: None }),
        };
        notice.read_written(&written);
        let subject = letters::notice_subject(code, notice.text.language, &deadline, notice.text.subject.show());
        let mails = notice.recipients.iter().filter_map(|to| self.mail(&notice, to, now)).collect();
        NoticePreview {
            code: code.to_owned(),
            subject,
            letter: notice.text.letter.show().to_owned(),
            deadline,
            recipients: notice.recipients.iter().map(|to| (to.contact, to.email.show().to_owned())).collect(),
            requirements: notice.text.requirements.iter().map(|one| one.text.show().to_owned()).collect(),
            notice: Box::new(notice),
            mails,
            edits,
        }
    }

    /// The mail with nothing yet in the places of its link and its number.
    fn mail(&self, notice: &Notice, to: &Recipient, now: Moment) -> Option<(String, Vec<u8>)> {
        let settings = self.settings();
        let language = to.language.unwrap_or(notice.text.language);
        let subject = letters::notice_subject(&notice.code, language, &notice.deadline, notice.text.subject.show());
        let text = notice.letter_in(language, &settings.notice_url("THE-LINK-OF-THIS-CONTACT"));
        let message_id = format!("<dn.{}@{}>", notice.id, settings.mail_domain());
        let envelope = Envelope {
            from: &settings.mail_from,
            from_name: &settings.provider,
            reply_to: "",
            to: to.email.show(),
            subject: &subject,
            text: &text,
            message_id: &message_id,
            language,
            at: now,
            auto: AutoKind::Generated,
            references: &[],
            checkpoint: None,
        };
        mime(&envelope).ok().map(|bytes| (to.email.show().to_owned(), bytes))
    }

    /// Texts that read otherwise than their template, beyond the gaps that it left open.
    pub(super) fn edits(
        &self,
        template: &Template,
        form: &NoticeForm,
        matter: &Matter,
        language: Language,
    ) -> Vec<Edit> {
        let known = self.known(&matter.case, &matter.clause, &matter.owner.handle, language, Some("[[]]"));
        let draft = letters::draft(&template.words, &known);
        let mut pairs = vec![
            ("subject".to_owned(), draft.subject, form.subject.clone()),
            ("findings".to_owned(), draft.findings, form.findings.clone()),
            ("example".to_owned(), draft.example, form.example.clone()),
        ];
        let typed: Vec<String> = form.requirements.iter().filter(|text| !text.trim().is_empty()).cloned().collect();
        for place in 0..typed.len().max(draft.requirements.len()) {
            let text = |all: &[String]| all.get(place).cloned().unwrap_or_default();
            pairs.push((format!("requirement_{}", place + 1), text(&draft.requirements), text(&typed)));
        }
        pairs.push(("consequence".to_owned(), draft.consequence, form.consequence.clone()));
        pairs.push(("data_kept".to_owned(), draft.data_kept, form.data_kept.clone()));
        pairs
            .into_iter()
            .filter(|(_, before, after)| !compare::only_filled(before, after))
            .map(|(field, before, after)| Edit { field, before, after })
            .collect()
    }
}
