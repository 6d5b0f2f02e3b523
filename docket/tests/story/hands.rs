//! What the people of the stories do, in one line each.

use crate::bench::{TestDesk, fresh};
use docket::complaint::Channel;
use docket::customer::{Asset, Customer};
use docket::decision::Decision;
use docket::desk::answers::{AnswerForm, PartForm, VerdictForm};
use docket::desk::cases::OpenCase;
use docket::desk::complaints::{ComplaintForm, Taken};
use docket::desk::customers::AddCustomer;
use docket::desk::decisions::DecisionForm;
use docket::desk::notices::NoticeForm;
use docket::desk::people::AddPerson;
use docket::desk::{Done, Receipt, Who};
use docket::id::{AnswerId, CaseId, DecisionId, NoticeId};
use docket::instruction::Instruction;
use docket::intake::Wanted;
use docket::notice::{Answer, Notice};
use docket::people::{Actor, Role};
use docket::policy::Clause;
use docket::store::lists;
use docket::words::Language;
use std::collections::HashSet;

pub const PASSWORD: &str = "a sentence that only tests know";

/// A case with everything that one needs.
#[derive(Clone)]
pub struct Matter {
    /// Analyst.
    pub ann: Who,
    /// Lead.
    pub lee: Who,
    pub customer: Customer,
    pub assets: Vec<Asset>,
    pub case: CaseId,
}

/// A letter as its reader sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub message_id: String,
}

impl Mail {
    /// The secret part of the link in a notice.
    pub fn token(&self) -> Option<String> {
        let (_, after) = self.text.split_once("/n/")?;
        Some(after.split_whitespace().next()?.to_owned())
    }
}

impl TestDesk {
    pub async fn person(&self, name: &str, role: Role) -> Who {
        let form = AddPerson {
            name: name.into(),
            email: format!("{}@hosting.example", name.to_lowercase().replace(' ', ".")),
            role: role.word().into(),
            zone: "America/Los_Angeles".into(),
            password: PASSWORD.into(),
        };
        let (person, _) = self.add_person(None, self.new_command(), &form).await.expect("a person");
        self.who(person, self.now()).await.expect("a database").expect("somebody who may sign in")
    }

    pub async fn clause(&self, code: &str) -> Clause {
        let mut reader = self.read().await.expect("a reader");
        let clauses = lists::clauses(&mut reader.conn()).await.expect("clauses");
        clauses.into_iter().map(|held| held.noun).find(|clause| clause.code == code).expect("the clause")
    }

    pub async fn add(&self, handle: &str, contact: &str, assets: &str, from: &str) -> Customer {
        let form = AddCustomer {
            handle: handle.into(),
            account: format!("account of {handle}"),
            name: format!("{handle} Inc."),
            language: "en".into(),
            zone: "America/Los_Angeles".into(),
            contact_name: "Legal department".into(),
            contact_email: contact.into(),
            contact_duty: "legal".into(),
            assets: assets.into(),
            assets_from: from.into(),
        };
        self.add_customer(None, self.new_command(), &form).await.expect("a customer");
        self.customer(handle).await
    }

    pub async fn customer(&self, handle: &str) -> Customer {
        let mut reader = self.read().await.expect("a reader");
        lists::customer_by_handle(&mut reader.conn(), handle).await.expect("a database").expect("the customer").noun
    }

    pub async fn assets(&self, customer: &Customer) -> Vec<Asset> {
        let mut reader = self.read().await.expect("a reader");
        lists::assets_of(&mut reader.conn(), customer.id)
            .await
            .expect("assets")
            .into_iter()
            .map(|held| held.noun)
            .collect()
    }

    pub async fn matter(&self) -> Matter {
        let ann = self.person("Ann Analyst", Role::Analyst).await;
        let lee = self.person("Lee Lead", Role::Lead).await;
        let assets = "192.0.2.0/26\nexample-social.example\nservice:vm-4711";
        let customer = self.add("example-social", "legal@example-social.example", assets, "2020-06-01").await;
        let assets = self.assets(&customer).await;
        let taken = self.complaint(&ann, "https://example-social.example/post/1").await;
        let case = self.case(&ann, &customer.handle, &[taken]).await;
        Matter { ann, lee, customer, assets, case }
    }

    pub async fn complaint(&self, who: &Who, place: &str) -> Taken {
        let form = ComplaintForm {
            locations: place.into(),
            category: "violence".into(),
            description: format!("Calls for violence at {place}."),
            reporter_name: "Rita Reporter".into(),
            reporter_email: "rita@reports.example".into(),
            ..ComplaintForm::default()
        };
        self.log_complaint(who.actor(), Some(who), self.new_command(), &form, &[]).await.expect("a complaint")
    }

    pub async fn report(&self, bytes: &[u8]) -> Taken {
        self.take_report(Actor::Reporter, Channel::Mail, bytes, Wanted::Auto, None).await.expect("a report")
    }

    pub async fn case(&self, who: &Who, handle: &str, complaints: &[Taken]) -> CaseId {
        let form = OpenCase {
            customer: handle.into(),
            title: "Posts that call for violence".into(),
            clause: self.clause("3.2").await.id.to_string(),
            severity: "high".into(),
            complaints: complaints.iter().map(|taken| taken.complaint.to_string()).collect(),
        };
        let (number, _) = self.open_case(who, self.new_command(), &form).await.expect("a case");
        self.case_id(&number).await.expect("the case")
    }

    // -- letters ----------------------------------------------------------

    /// Everything in the outbox folder, oldest first.
    pub fn letters(&self) -> Vec<Mail> {
        let Ok(folder) = std::fs::read_dir(self.folder().join("outbox")) else { return Vec::new() };
        let mut files: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        let read = |path: &std::path::PathBuf| {
            let bytes = std::fs::read(path).expect("a letter");
            let mail = mail_parser::MessageParser::default().parse(&bytes).expect("a mail");
            Mail {
                to: mail.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap_or_default().to_owned(),
                subject: mail.subject().unwrap_or_default().to_owned(),
                text: mail.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
                message_id: mail.message_id().unwrap_or_default().to_owned(),
            }
        };
        let letters: Vec<Mail> = files.iter().map(read).collect();
        let ids: HashSet<&str> = letters.iter().map(|letter| letter.message_id.as_str()).collect();
        assert_eq!(ids.len(), letters.len(), "every letter has an id of its own");
        letters
    }

    // -- notices and answers ----------------------------------------------

    pub async fn send(&mut self, matter: &Matter, form: &NoticeForm) -> (NoticeId, String) {
        let (notice, _) =
            self.schedule_notice(&matter.ann, self.new_command(), matter.case, form).await.expect("a notice");
        self.clock.advance_seconds(60);
        self.round().await;
        let token = self.letters().iter().rev().find_map(Mail::token).expect("a link in the letter");
        (notice, token)
    }

    /// A notice whose deadline has passed without a word.
    pub async fn overdue(&mut self, matter: &Matter) -> (NoticeId, String) {
        let (notice, token) = self.send(matter, &notice_form(matter)).await;
        self.pass_deadline(notice).await;
        (notice, token)
    }

    pub async fn pass_deadline(&mut self, notice: NoticeId) {
        let noun: Notice = self.noun(notice).await;
        self.clock.set(noun.deadline.at);
        self.round().await;
    }

    pub async fn answer(&self, token: &str, parts: &[(&str, &str)]) -> Done<(Answer, Receipt)> {
        self.answer_notice(token, self.new_command(), &answer_form(parts), &[], "203.0.113.9").await
    }

    /// The six digits of the newest code letter about this receipt.
    pub fn digits(&self, receipt: &str) -> String {
        let digits = |mail: &Mail| {
            let after = mail.text.split_once("Your six digits:\n").or(mail.text.split_once("Vos six chiffres :\n"))?.1;
            Some(after[..6].to_owned())
        };
        self.letters()
            .iter()
            .rev()
            .filter(|mail| mail.text.contains(receipt))
            .find_map(digits)
            .expect("a letter with digits")
    }

    /// Types in the digits from the newest letter.
    pub async fn type_digits(&self, token: &str, receipt: &str) -> Done<Receipt> {
        self.confirm_by_code(token, self.new_command(), receipt, &self.digits(receipt), Language::En).await
    }

    pub async fn assess(&self, who: &Who, answer: AnswerId, verdicts: &[(u32, bool)]) -> Done<Receipt> {
        let verdicts: Vec<VerdictForm> = verdicts
            .iter()
            .map(|(requirement, enough)| VerdictForm {
                requirement: *requirement,
                verdict: if *enough { "enough" } else { "not_enough" }.into(),
                reason: if *enough { "This is what we asked for." } else { "No step is named, and no date." }.into(),
            })
            .collect();
        self.assess_answer(who, self.new_command(), answer, None, &verdicts).await
    }

    // -- decisions --------------------------------------------------------

    pub async fn propose(&self, matter: &Matter, form: &DecisionForm) -> Done<Decision> {
        let who = fresh(&matter.ann, self.now());
        let (number, _) = self.propose_decision(&who, self.new_command(), matter.case, form).await?;
        Ok(self.decision(matter.case, number).await)
    }

    pub async fn approve(&self, who: &Who, decision: &Decision) -> Done<Receipt> {
        let who = fresh(who, self.now());
        let handle = self.noun::<Customer>(decision.customer).await.handle;
        self.approve_decision(&who, self.new_command(), decision.id, &decision.statement.hash, &handle).await
    }

    pub async fn decision(&self, case: CaseId, number: u32) -> Decision {
        let mut reader = self.read().await.expect("a reader");
        let decisions = lists::decisions_of(&mut reader.conn(), case).await.expect("decisions");
        decisions.into_iter().map(|held| held.noun).find(|decision| decision.number == number).expect("the decision")
    }

    /// From an overdue notice to a suspension that is approved for an hour from now.
    pub async fn scheduled_suspension(&mut self, matter: &Matter) -> DecisionId {
        let form = suspension_in_an_hour(self, matter);
        let decision = self.propose(matter, &form).await.expect("a proposal");
        self.approve(&matter.lee, &decision).await.expect("an approval");
        self.round().await;
        decision.id
    }

    pub async fn instructions(&self, case: CaseId) -> Vec<Instruction> {
        let mut reader = self.read().await.expect("a reader");
        lists::instructions_of(&mut reader.conn(), case)
            .await
            .expect("instructions")
            .into_iter()
            .map(|held| held.noun)
            .collect()
    }
}

pub fn notice_form(matter: &Matter) -> NoticeForm {
    NoticeForm {
        template: "moderation_plan".into(),
        language: "en".into(),
        contacts: matter.customer.contacts.iter().map(|contact| contact.id.to_string()).collect(),
        subject: "Posts of your users call for violence. Send us your moderation plan.".into(),
        findings: "Since November we passed on 12 complaints. Most of these posts are still there.".into(),
        example: "https://example-social.example/post/1\nA call to kill.".into(),
        requirements: vec!["A detailed moderation plan.".into(), "Remove the posts that were reported.".into()],
        rule: "hours".into(),
        hours: "24".into(),
        zone: "America/Los_Angeles".into(),
        consequence: "We may suspend the account.".into(),
        data_kept: "Your data is kept for 30 days after a suspension.".into(),
        ..NoticeForm::default()
    }
}

pub fn answer_form(parts: &[(&str, &str)]) -> AnswerForm {
    AnswerForm {
        parts: parts
            .iter()
            .zip(1..)
            .map(|((stance, text), requirement)| PartForm {
                requirement,
                stance: (*stance).into(),
                text: (*text).into(),
                by_date: if *stance == "will_do" { "31 March".into() } else { String::new() },
            })
            .collect(),
        signer: "Amy Answerer".into(),
        signer_role: "Chief policy officer".into(),
        authority: true,
        language: Language::En,
        files: Vec::new(),
    }
}

/// A decision of this outcome on all assets; what burdens takes effect at that time on a Californian wall.
pub fn decision_form(matter: &Matter, outcome: &str, date: &str, time: &str) -> DecisionForm {
    DecisionForm {
        outcome: outcome.into(),
        assets: matter.assets.iter().map(|asset| asset.id.to_string()).collect(),
        whole_reason: "The posts are spread over everything that the account runs.".into(),
        meaning: "Nothing of the account can be reached: neither its pages nor its machines.".into(),
        date: date.into(),
        time: time.into(),
        zone: "America/Los_Angeles".into(),
        facts: "We asked for a moderation plan within 24 hours. None came that names steps and dates.".into(),
        explanation: "Content that incites violence stays up for weeks.".into(),
        redress: "You can object to this decision within six months, or go to court.".into(),
        handle: matter.customer.handle.clone(),
        ..DecisionForm::default()
    }
}

pub fn suspension_in_an_hour(desk: &TestDesk, matter: &Matter) -> DecisionForm {
    let zone = docket::time::zone::Zone::parse("America/Los_Angeles").expect("a zone");
    let then = desk.now().plus_seconds(3600);
    decision_form(matter, "suspension", &zone.date_text(then), &zone.show(then, Language::En).time)
}
