//! One step of the story each.

use docket::customer::{Asset, Customer};
use docket::decision::Decision;
use docket::desk::answers::{AnswerForm, PartForm, VerdictForm};
use docket::desk::appeals::AppealForm;
use docket::desk::cases::OpenCase;
use docket::desk::customers::{AddContact, AddCustomer};
use docket::desk::decisions::DecisionForm;
use docket::desk::interims::InterimForm;
use docket::desk::notices::NoticeForm;
use docket::desk::people::AddPerson;
use docket::desk::{Done, Receipt, Who};
use docket::id::{CaseId, HoldId, NoticeId};
use docket::notice::Answer;
use docket::people::Role;
use docket::store::{deciding, lists};
use docket::time::zone::Zone;
use docket::words::Language;
use mail_parser::MessageParser;

use super::World;
use crate::site::{PASSWORD, Site};

/// A case, and whose it is.
pub struct Matter {
    pub number: String,
    pub case: CaseId,
    pub customer: Customer,
    pub assets: Vec<Asset>,
}

pub async fn person(site: &Site, name: &str, role: Role) -> Who {
    let desk = &site.app.desk;
    let form = AddPerson {
        name: name.into(),
        email: format!("{}@team-canary.example", name.to_lowercase()),
        role: role.word().into(),
        zone: "UTC".into(),
        password: PASSWORD.into(),
    };
    let (person, _) = desk.add_person(None, desk.new_command(), &form).await.unwrap();
    desk.who(person, desk.now()).await.unwrap().unwrap()
}

pub async fn hold(site: &Site, number: i64) -> HoldId {
    let mut reader = site.app.desk.read().await.unwrap();
    deciding::hold_by_number(&mut reader.conn(), number).await.unwrap().unwrap().noun.id
}

pub fn notice_form(matter: &Matter) -> NoticeForm {
    NoticeForm {
        template: "moderation_plan".into(),
        language: "en".into(),
        contacts: matter.customer.contacts.iter().map(|contact| contact.id.to_string()).collect(),
        subject: "Send us your plan.".into(),
        findings: "Posts that call for violence are still there.".into(),
        example: format!("https://{}.example/post/1", matter.customer.handle),
        requirements: vec!["A plan.".into(), "Remove the posts.".into()],
        reads: matter.customer.contacts.iter().skip(1).map(|contact| (contact.id.to_string(), "fr".into())).collect(),
        rule: "hours".into(),
        hours: "24".into(),
        zone: "UTC".into(),
        consequence: "We may suspend the account.".into(),
        data_kept: "Your data is kept for 30 days.".into(),
        ..NoticeForm::default()
    }
}

pub fn answer_form(requirements: u32) -> AnswerForm {
    let part = |requirement| PartForm {
        requirement,
        stance: "done".into(),
        text: "It is all gone.".into(),
        by_date: String::new(),
    };
    AnswerForm {
        parts: (1..=requirements.max(2)).map(part).collect(),
        signer: "Amy Answerer".into(),
        signer_role: "Chief policy officer".into(),
        authority: true,
        language: Language::En,
        files: Vec::new(),
    }
}

impl World {
    pub async fn customer(&self, handle: &str, name: &str, language: &str) -> Customer {
        let desk = &self.site.app.desk;
        let more = match handle {
            "otherbrook" => "203.0.113.150",
            "alpha-social" => "192.0.2.0/28",
            _ => "",
        };
        let form = AddCustomer {
            handle: handle.into(),
            account: format!("K-{handle}"),
            name: name.into(),
            language: language.into(),
            zone: "America/Los_Angeles".into(),
            contact_name: "Legal department".into(),
            contact_email: format!("legal@{handle}.example"),
            contact_duty: "legal".into(),
            assets: format!("{handle}.example\nservice:{handle}-vm\n{more}"),
            assets_from: "2020-01-01".into(),
        };
        desk.add_customer(None, desk.new_command(), &form).await.unwrap();
        self.customer_of(handle).await.unwrap()
    }

    async fn customer_of(&self, handle: &str) -> Option<Customer> {
        let mut reader = self.site.app.desk.read().await.unwrap();
        lists::customer_by_handle(&mut reader.conn(), handle).await.unwrap().map(|held| held.noun)
    }

    pub async fn contact(&self, handle: &str, name: &str, email: &str, language: &str) -> Done<()> {
        let desk = &self.site.app.desk;
        let form =
            AddContact { name: name.into(), email: email.into(), duty: "abuse".into(), language: language.into() };
        let customer = self.customer_of(handle).await.unwrap();
        desk.add_contact(&self.lee, desk.new_command(), customer.id, &form).await?;
        Ok(())
    }

    pub async fn case(&self, handle: &str, title: &str) -> Matter {
        if self.customer_of(handle).await.is_none() {
            let name = if handle == "otherbrook" { "Otherbrook Canary Holdings" } else { handle };
            self.customer(handle, name, "en").await;
        }
        let customer = self.customer_of(handle).await.unwrap();
        let desk = &self.site.app.desk;
        let clause = desk.clauses().await.unwrap().into_iter().find(|clause| clause.code == "3.2").unwrap();
        let form = OpenCase {
            customer: handle.into(),
            title: title.into(),
            clause: clause.id.to_string(),
            severity: "high".into(),
            complaints: Vec::new(),
        };
        let (number, _) = desk.open_case(&self.ann, desk.new_command(), &form).await.unwrap();
        let case = desk.case_id(&number).await.unwrap();
        let mut reader = desk.read().await.unwrap();
        let assets = lists::assets_of(&mut reader.conn(), customer.id).await.unwrap();
        Matter { number, case, customer, assets: assets.into_iter().map(|held| held.noun).collect() }
    }

    /// Written, left after its minute, and the link of its first contact.
    pub async fn notice(&mut self, matter: &Matter, form: NoticeForm) -> Done<(NoticeId, String)> {
        let desk = &self.site.app.desk;
        let (notice, _) = desk.schedule_notice(&self.ann, desk.new_command(), matter.case, &form).await?;
        self.site.clock.advance_seconds(60);
        self.round().await;
        Ok((notice, self.newest_link(matter.customer.contacts[0].email.show())))
    }

    /// The token in the newest letter to this address that has one.
    pub fn newest_link(&self, to: &str) -> String {
        let mut files: Vec<_> = std::fs::read_dir(self.outbox()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let token = |path: &std::path::PathBuf| {
            let bytes = std::fs::read(path).unwrap();
            let mail = MessageParser::default().parse(&bytes)?;
            let to = mail.to()?.first()?.address()? == to;
            let text = mail.body_text(0)?.into_owned();
            Some(text.split_once("/n/")?.1.split_whitespace().next()?.to_owned()).filter(|_| to)
        };
        files.iter().rev().find_map(token).unwrap_or_else(|| panic!("no link for {to}"))
    }

    pub async fn pass_deadline(&mut self, notice: NoticeId) {
        let noun = self.noun_of(notice).await;
        self.site.clock.set(noun.deadline.at);
        self.round().await;
    }

    pub async fn assess(&self, answer: &Answer) -> Done<Receipt> {
        let verdicts: Vec<VerdictForm> = (1..=2)
            .map(|requirement| VerdictForm {
                requirement,
                verdict: "not_enough".into(),
                reason: "canary-verdict: no step is named.".into(),
            })
            .collect();
        let desk = &self.site.app.desk;
        desk.assess_answer(&self.ann, desk.new_command(), answer.id, None, &verdicts).await
    }

    /// In an hour from now; gives the decision's number.
    pub async fn propose(&self, matter: &Matter, outcome: &str) -> Done<u32> {
        let desk = &self.site.app.desk;
        let then = desk.now().plus_seconds(3600);
        let form = DecisionForm {
            outcome: outcome.into(),
            assets: matter.assets.iter().map(|asset| asset.id.to_string()).collect(),
            whole_reason: "The posts are spread over everything that the account runs.".into(),
            meaning: "Nothing of the account can be reached.".into(),
            date: Zone::UTC.date_text(then),
            time: Zone::UTC.show(then, Language::En).time,
            zone: "UTC".into(),
            facts: "We asked for a plan. None came.".into(),
            explanation: "Content that incites violence stays up for weeks.".into(),
            redress: "You can appeal to us within six months.".into(),
            conditions: if outcome == "suspension" { "Name a person who reads reports.".into() } else { String::new() },
            differs: "canary-differs: this one is worse.".into(),
            handle: matter.customer.handle.clone(),
            ..DecisionForm::default()
        };
        let (number, _) = desk.propose_decision(&self.fresh(&self.ann), desk.new_command(), matter.case, &form).await?;
        Ok(number)
    }

    pub async fn approve(&self, matter: &Matter, number: u32) -> Done<Receipt> {
        let desk = &self.site.app.desk;
        let decision = self.decision(matter, number).await;
        let lee = self.fresh(&self.lee);
        let (hash, handle) = (&decision.statement.hash, &matter.customer.handle);
        desk.approve_decision(&lee, desk.new_command(), decision.id, hash, handle).await
    }

    pub async fn decision(&self, matter: &Matter, number: u32) -> Decision {
        let mut reader = self.site.app.desk.read().await.unwrap();
        let decisions = lists::decisions_of(&mut reader.conn(), matter.case).await.unwrap();
        decisions.into_iter().map(|held| held.noun).find(|decision| decision.number == number).unwrap()
    }

    pub async fn appeal(&self, token: &str) -> Done<(String, Receipt)> {
        let form = AppealForm {
            grounds: "The posts were gone before the deadline.".into(),
            signer: "Amy Answerer".into(),
            authority: true,
            ..AppealForm::default()
        };
        let desk = &self.site.app.desk;
        desk.file_appeal(token, desk.new_command(), &form, &[], "198.51.100.7").await
    }

    /// To somebody who had no part in the decision, and who asks back.
    pub async fn give_appeal(&self, matter: &Matter) -> Done<()> {
        let desk = &self.site.app.desk;
        let mut reader = desk.read().await?;
        let appeal = deciding::appeals_of(&mut reader.conn(), matter.case).await?.pop().unwrap().noun.id;
        drop(reader);
        desk.assign_appeal(&self.cleo, desk.new_command(), appeal, self.cleo.person.id).await?;
        desk.write_about_appeal(&self.cleo, desk.new_command(), appeal, "Since when were they gone?").await?;
        Ok(())
    }

    pub async fn measure(&mut self, matter: &Matter) -> Done<()> {
        let domain = matter.assets.iter().find(|asset| asset.value.ends_with(".example")).unwrap();
        let form = InterimForm {
            emergency: "phishing".into(),
            asset: domain.id.to_string(),
            facts: "A page on this name collects passwords.".into(),
            handle: matter.customer.handle.clone(),
            ..InterimForm::default()
        };
        let desk = &self.site.app.desk;
        desk.take_interim(&self.fresh(&self.ann), desk.new_command(), matter.case, &form).await?;
        self.round().await;
        Ok(())
    }
}
