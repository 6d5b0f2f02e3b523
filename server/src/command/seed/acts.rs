//! What each step does: one call of the verb that a person would reach through a page.

use docket::customer::Asset;
use docket::decision::DecisionStage;
use docket::desk::answers::{AnswerForm, PartForm, VerdictForm};
use docket::desk::cases::OpenCase;
use docket::desk::complaints::Upload;
use docket::desk::decisions::DecisionForm;
use docket::desk::notices::NoticeForm;
use docket::desk::{Done, Failure};
use docket::instruction::InstructionStage;
use docket::letters;
use docket::refusal::Refusal;
use docket::store::evidence::sha256_hex;
use docket::template::TemplateKind;
use docket::time::zone::Zone;
use docket::words::Language;

use super::stage::Stage;
use super::step::{Decision, Effective, Hand, Matter, Notice, Reply, Step};

impl Stage {
    pub(super) async fn act(&mut self, step: &Step) -> Done<()> {
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
            Step::Open { matter, by, customer, title, clause, severity } => {
                let found = self.desk.clauses().await?.into_iter().find(|one| one.code == *clause);
                let form = OpenCase {
                    customer: (*customer).into(),
                    title: (*title).into(),
                    clause: found.map(|clause| clause.id.to_string()).unwrap_or_default(),
                    severity: (*severity).into(),
                    complaints: self.waiting(matter).iter().map(ToString::to_string).collect(),
                };
                let (number, _) = self.desk.open_case(&self.who(*by)?, command, &form).await?;
                let case = self.desk.case_id(&number).await?;
                self.opened(matter, case, number);
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
            Step::Notice { matter, by, notice } => self.send(matter, *by, notice).await?,
            Step::Confirm { matter } => {
                let link = self.link(matter).await?;
                self.desk.confirm_notice(&link, command).await?;
            }
            Step::Answer { matter, answer } => self.answer(matter, answer).await?,
            Step::Weigh { matter, by, verdicts } => self.weigh(matter, *by, verdicts).await?,
            Step::Decide { matter, by, decision } => self.decide(matter, *by, decision).await?,
            Step::Approve { matter, by } => {
                let view = self.view(matter).await?;
                let decision = view.decisions.iter().find(|one| one.stage == DecisionStage::Proposed);
                let decision = decision.ok_or(Refusal::NotProposed)?;
                self.desk.approve_decision(&self.who(*by)?, command, decision.id, &decision.statement.hash).await?;
            }
            Step::CarryOut { matter, by, how } => {
                let view = self.view(matter).await?;
                let open = view.instructions.iter().find(|one| one.stage == InstructionStage::Waiting);
                let instruction = open.ok_or(Refusal::NotFound("instruction"))?.id;
                self.desk.confirm_instruction(&self.who(*by)?, command, instruction, how, &[]).await?;
            }
            Step::Close { matter, by, reason } => {
                let view = self.view(matter).await?;
                self.desk.close_case(&self.who(*by)?, command, view.case.id, Some(view.version), reason).await?;
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

    async fn send(&mut self, matter: Matter, by: Hand, notice: &Notice) -> Done<()> {
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

    async fn answer(&mut self, matter: Matter, answer: &Reply) -> Done<()> {
        let link = self.link(matter).await?;
        let language = self.view(matter).await?.customer.language;
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
        self.desk.answer_notice(&link, self.desk.new_command(), &form, &uploads, "198.51.100.7").await?;
        Ok(())
    }

    async fn weigh(&mut self, matter: Matter, by: Hand, verdicts: &[(bool, &str)]) -> Done<()> {
        let view = self.view(matter).await?;
        let answer = view.answers.iter().find(|answer| !answer.is_assessed()).ok_or(Refusal::NotFound("answer"))?;
        let verdicts: Vec<VerdictForm> = verdicts
            .iter()
            .zip(1..)
            .map(|((enough, reason), requirement)| VerdictForm {
                requirement,
                verdict: if *enough { "enough" } else { "not_enough" }.into(),
                reason: (*reason).into(),
            })
            .collect();
        self.desk
            .assess_answer(&self.who(by)?, self.desk.new_command(), answer.id, Some(view.version), &verdicts)
            .await?;
        Ok(())
    }

    async fn decide(&mut self, matter: Matter, by: Hand, decision: &Decision) -> Done<()> {
        let view = self.view(matter).await?;
        let zone = Zone::parse(&view.customer.zone).unwrap_or(Zone::UTC);
        let (zone, date, time) = match decision.effective {
            Effective::AtOnce => (zone, String::new(), String::new()),
            // Given as a distance from now, it may fall into an hour that a zone shows twice or never; UTC has none.
            Effective::At(at) => (Zone::UTC, Zone::UTC.date_text(at), Zone::UTC.show(at, Language::En).time),
            Effective::Tomorrow(time) => {
                let tomorrow = docket::time::zone::calendar_days(self.desk.now(), 1, &zone);
                (zone, zone.date_text(tomorrow), time.to_owned())
            }
        };
        let named = |asset: &&Asset| decision.assets.is_empty() || decision.assets.contains(&asset.value.as_str());
        let lifts = view.decisions.iter().find(|one| matches!(one.stage, DecisionStage::InForce { .. }));
        let settings = self.desk.settings();
        let whole = !decision.whole_reason.is_empty();
        let meaning = match view.customer.language {
            _ if !whole => "",
            Language::En => "Nothing of your account can be reached from that hour. Your data stays where it is.",
            Language::Fr => {
                "Rien de votre compte n’est plus accessible à partir de cette heure. Vos données restent en place."
            }
        };
        let outcome = docket::decision::Outcome::parse(decision.outcome);
        let harsher = match outcome {
            Some(outcome) => self.desk.precedents(view.case.id).await?.asks_why(outcome),
            None => None,
        };
        let form = DecisionForm {
            meaning: meaning.into(),
            differs: harsher.map(|_| decision.explanation.to_owned()).unwrap_or_default(),
            outcome: decision.outcome.into(),
            assets: view.assets.iter().filter(named).map(|asset| asset.id.to_string()).collect(),
            whole_reason: decision.whole_reason.into(),
            date,
            time,
            zone: zone.name().into(),
            facts: decision.facts.clone(),
            explanation: decision.explanation.into(),
            redress: letters::redress_text(view.customer.language, &settings.provider, &settings.phone),
            lifts: lifts.map(|lifted| lifted.id.to_string()).unwrap_or_default(),
            handle: view.customer.handle.clone(),
            version: Some(view.version),
            ..DecisionForm::default()
        };
        self.desk.propose_decision(&self.who(by)?, self.desk.new_command(), view.case.id, &form).await?;
        Ok(())
    }
}
