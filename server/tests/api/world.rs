//! A desk in the middle of its work: a case in every stage, links of every kind, and in each place that is nobody's
//! business outside a word that is found nowhere else.

mod hands;
mod steps;

use docket::desk::complaints::Upload;
use docket::desk::data_requests::DataForm;
use docket::desk::extensions::TimeForm;
use docket::desk::holds::HoldForm;
use docket::desk::invitations::InviteForm;
use docket::desk::notices::NoticeForm;
use docket::desk::stays::StayForm;
use docket::desk::tending::SnoozeForm;
use docket::desk::triage::TriageForm;
use docket::desk::{Done, Who};
use docket::letters::Mailer;
use docket::people::Role;
use docket::rounds::Rounds;

use crate::site::Site;
use crate::stand_in::HONEST;
pub use steps::Matter;

/// What must never leave the house, each once in its place: in names, addresses, notes, reasons, findings, and in
/// everything that belongs to another customer.
pub const CANARIES: [&str; 31] = [
    "Zephyrine",
    "zephyrine@team-canary.example",
    "Leocadia",
    "leocadia@team-canary.example",
    "Cassiodor",
    "cassiodor@team-canary.example",
    "Ottoline",
    "ottoline@team-canary.example",
    "Adalbert",
    "adalbert@team-canary.example",
    "Rosalba",
    "rosalba@reporter-canary.example",
    "Canary-Organisation",
    "203.0.113.201",
    "canary-note",
    "canary-tag",
    "canary-title",
    "canary-verdict",
    "canary-differs",
    "canary-rejection",
    "canary-snooze",
    "canary-link-reason",
    "canary-hold",
    "canary-release",
    "canary-stay",
    "canary-finding",
    "canary-assessed-by-phone",
    "otherbrook",
    "Otherbrook Canary Holdings",
    "203.0.113.150",
    "canary-token-name",
];

/// The links of customers and reporters.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Runs, with an answer and a request for more time that wait for their code.
    pub running: String,
    /// To the contact who reads French.
    pub french: String,
    /// Was replaced by a new one.
    pub replaced: String,
    /// Of a notice in whose place another one came: leads on to it.
    pub superseded: String,
    /// Of a case whose account is suspended and that was appealed.
    pub suspended: String,
    /// Of a notice that was withdrawn.
    pub withdrawn: String,
    /// Long over.
    pub expired: String,
    /// Of the other customer.
    pub other: String,
    /// Whoever reported: one that is open.
    pub status: String,
    /// Receipts of what was sent by the first link, and of the appeal by the suspended one.
    pub answer: String,
    pub time: String,
    pub appeal: String,
}

pub struct World {
    pub site: Site,
    rounds: Rounds,
    mailer: Mailer,
    pub ann: Who,
    pub lee: Who,
    pub cleo: Who,
    pub otto: Who,
    pub ada: Who,
    pub links: Links,
    /// Every secret that a request brought or that was shown once.
    pub tokens: Vec<String>,
    /// The case of the first link.
    pub running: String,
    pub suspended: String,
}

impl World {
    pub async fn build() -> World {
        World::on(Site::printing(HONEST).await).await
    }

    /// The same on a desk that is made otherwise.
    pub async fn on(site: Site) -> World {
        let mailer = Mailer::Folder(site.app.desk.settings().data.join("outbox"));
        let ann = steps::person(&site, "Zephyrine", Role::Analyst).await;
        let lee = steps::person(&site, "Leocadia", Role::Lead).await;
        let cleo = steps::person(&site, "Cassiodor", Role::Counsel).await;
        let otto = steps::person(&site, "Ottoline", Role::Auditor).await;
        let ada = steps::person(&site, "Adalbert", Role::Admin).await;
        let mut world = World {
            site,
            rounds: Rounds::default(),
            mailer,
            ann,
            lee,
            cleo,
            otto,
            ada,
            links: Links::default(),
            tokens: Vec::new(),
            running: String::new(),
            suspended: String::new(),
        };
        world.site.app.desk.ship_templates().await.unwrap();
        world.tell().await.unwrap();
        world
    }

    async fn tell(&mut self) -> Done<()> {
        self.expired().await?;
        self.customer("alpha-social", "Alpha Social", "en").await;
        self.contact("alpha-social", "Pierre Exemple", "pierre@alpha-social.example", "fr").await?;
        self.other().await?;
        self.inbox().await?;

        let first = self.case("alpha-social", "canary-title one").await;
        self.running = first.number.clone();
        self.tended(&first).await?;
        self.running_notice(&first).await?;

        let second = self.case("beta-hosting", "canary-title two").await;
        self.suspended = second.number.clone();
        self.suspension(&second).await?;

        let third = self.case("gamma-files", "canary-title three").await;
        self.proposal(&third).await?;
        let fourth = self.case("delta-press", "canary-title four").await;
        self.withdrawn(&fourth).await?;
        let seventh = self.case("theta-video", "canary-title seven").await;
        self.conditions(&seventh).await?;
        let fifth = self.case("epsilon-shop", "canary-title five").await;
        self.measure(&fifth).await?;
        self.papers().await?;
        // Last, because a minute later it would have left.
        let sixth = self.case("zeta-games", "canary-title six").await;
        let form = steps::notice_form(&sixth);
        self.site.app.desk.schedule_notice(&self.ann, self.site.app.desk.new_command(), sixth.case, &form).await?;
        self.site.app.desk.sign_now().await?;
        Ok(())
    }

    /// A link whose time is over long before anything else happens.
    async fn expired(&mut self) -> Done<()> {
        let old = self.case("omega-past", "canary-title zero").await;
        self.links.expired = self.notice(&old, steps::notice_form(&old)).await?.1;
        let desk = &self.site.app.desk;
        let notice = self.notice_of(&old).await;
        desk.withdraw_notice(&self.ann, desk.new_command(), notice, "It was about somebody else.").await?;
        desk.close_case(&self.ann, desk.new_command(), old.case, None, "canary-note: nothing to do here.").await?;
        self.site.clock.advance_seconds(402 * 86_400);
        self.round().await;
        Ok(())
    }

    /// Another customer, with a notice of their own about a reporter's complaint.
    async fn other(&mut self) -> Done<()> {
        let other = self.case("otherbrook", "canary-title other").await;
        self.links.other = self.notice(&other, steps::notice_form(&other)).await?.1;
        self.tokens.push(self.links.other.clone());
        Ok(())
    }

    /// Complaints in every stage; their reporter wants to stay unknown.
    async fn inbox(&mut self) -> Done<()> {
        let status = self.complaint("https://alpha-social.example/post/1").await?;
        self.links.status = status.status.clone().unwrap_or_default();
        let desk = &self.site.app.desk;
        let rejected = self.complaint("https://alpha-social.example/post/2").await?.complaint;
        desk.reject_complaint(&self.ann, desk.new_command(), rejected, "canary-rejection: not ours.").await?;
        let passed = self.complaint("https://alpha-social.example/post/3").await?.complaint;
        let form = TriageForm {
            act: "pass_on".into(),
            complaints: vec![passed.to_string()],
            opening: "plain".into(),
            ..TriageForm::default()
        };
        desk.triage(&self.ann, desk.new_command(), &form).await?;
        self.complaint("https://nobody-knows.example/post/4").await?;
        Ok(())
    }

    /// Everything that a case can carry for the desk's own eyes.
    async fn tended(&mut self, matter: &Matter) -> Done<()> {
        let desk = &self.site.app.desk;
        let taken = self.complaint("https://alpha-social.example/post/5").await?.complaint;
        let _ = desk.attach_complaint(&self.ann, desk.new_command(), matter.case, taken).await;
        desk.add_note(&self.ann, desk.new_command(), matter.case, "canary-note: they know our number.").await?;
        desk.tag_case(&self.ann, desk.new_command(), matter.case, None, "canary-tag").await?;
        desk.assign_case(&self.lee, desk.new_command(), matter.case, None, Some(self.ann.person.id)).await?;
        let upload = Upload {
            name: "canary-note.txt".into(),
            media_type: "text/plain".into(),
            bytes: b"canary-note in a file".to_vec(),
        };
        desk.add_evidence(&self.ann, desk.new_command(), matter.case, &[upload]).await?;
        let asleep = self.case("eta-mail", "canary-title asleep").await;
        let desk = &self.site.app.desk;
        desk.link_cases(&self.ann, desk.new_command(), matter.case, &asleep.number).await?;
        let snooze = SnoozeForm { date: "2022-12-31".into(), time: "09:00".into(), reason: "canary-snooze".into() };
        desk.snooze_case(&self.ann, desk.new_command(), asleep.case, &snooze).await?;
        Ok(())
    }

    /// A notice that took another's place; one contact's link replaced; an answer and a request that wait for a code.
    async fn running_notice(&mut self, matter: &Matter) -> Done<()> {
        self.notice(matter, steps::notice_form(matter)).await?;
        self.links.superseded = self.newest_link("pierre@alpha-social.example");
        let form = NoticeForm { replaces: "1".into(), hours: "96".into(), ..steps::notice_form(matter) };
        let (notice, before) = self.notice(matter, form).await?;
        let desk = &self.site.app.desk;
        let noun = self.noun_of(notice).await;
        let contact = noun.recipients[0].contact;
        // The newest letter is found by its second.
        self.site.clock.advance_seconds(1);
        let why = "canary-link-reason: it stood in a forum.";
        desk.replace_link(&self.ann, desk.new_command(), notice, contact, why).await?;
        self.round().await;
        self.links.replaced = before;
        self.links.running = self.newest_link("legal@alpha-social.example");
        self.links.french = self.newest_link("pierre@alpha-social.example");
        let desk = &self.site.app.desk;
        let (answer, _) = desk
            .answer_notice(&self.links.running, desk.new_command(), &steps::answer_form(1), &[], "198.51.100.7")
            .await?;
        self.links.answer = answer.receipt;
        let ask = TimeForm {
            choice: "3".into(),
            reason: "Our moderators are asleep.".into(),
            signer: "Amy Answerer".into(),
            ..TimeForm::default()
        };
        let (asked, _) = desk.ask_time(&self.links.running, desk.new_command(), &ask, "198.51.100.7").await?;
        self.links.time = asked.receipt;
        desk.deny_account(&self.links.french, desk.new_command(), "I left in 2019.", "198.51.100.8").await?;
        desk.find_delivery(&self.lee, desk.new_command(), notice, "canary-finding: spoke to the owner.").await?;
        self.round().await;
        Ok(())
    }

    /// Suspended after an answer that was not enough, appealed, and stayed.
    async fn suspension(&mut self, matter: &Matter) -> Done<()> {
        let (notice, token) = self.notice(matter, steps::notice_form(matter)).await?;
        self.links.suspended = token.clone();
        let desk = &self.site.app.desk;
        let (answer, _) =
            desk.answer_notice(&token, desk.new_command(), &steps::answer_form(1), &[], "198.51.100.7").await?;
        let how = "canary-assessed-by-phone: called +1 202 555 0143.";
        desk.confirm_by_call_back(&self.ann, desk.new_command(), notice, &answer.receipt, how).await?;
        self.assess(&answer).await?;
        self.pass_deadline(notice).await;
        let decision = self.propose(matter, "suspension").await?;
        self.approve(matter, decision).await?;
        self.round().await;
        self.site.clock.set(self.decision(matter, decision).await.effective.at);
        self.round().await;
        let (receipt, _) = self.appeal(&token).await?;
        self.links.appeal = receipt;
        let stay = StayForm {
            reason: "canary-stay: the court asked us to wait.".into(),
            court: "District Court".into(),
            reference: "2:21-cv-31".into(),
            received_on: "2021-04-20".into(),
        };
        self.give_appeal(matter).await?;
        let desk = &self.site.app.desk;
        let id = self.decision(matter, decision).await.id;
        desk.stay_decision(&self.cleo, desk.new_command(), id, &stay).await?;
        self.round().await;
        Ok(())
    }

    /// A suspension that waits for its approval, under a hold that somebody wants released.
    async fn proposal(&mut self, matter: &Matter) -> Done<()> {
        let (notice, _) = self.notice(matter, steps::notice_form(matter)).await?;
        self.pass_deadline(notice).await;
        self.propose(matter, "warning").await?;
        let desk = &self.site.app.desk;
        let form = HoldForm {
            scope: "case".into(),
            matter: "canary-hold: Gamma v. Example".into(),
            reason: "canary-hold: they sued.".into(),
        };
        desk.place_hold(&self.cleo, desk.new_command(), matter.case, &form).await?;
        let form = HoldForm { scope: "customer".into(), ..form };
        let (number, _) = desk.place_hold(&self.cleo, desk.new_command(), matter.case, &form).await?;
        let id = steps::hold(&self.site, number).await;
        desk.ask_release(&self.fresh(&self.cleo), desk.new_command(), id, "canary-release: settled.").await?;
        Ok(())
    }

    /// Suspended, with conditions that can be met; the customer wants their data, and somebody says it is not theirs.
    async fn conditions(&mut self, matter: &Matter) -> Done<()> {
        let (notice, token) = self.notice(matter, steps::notice_form(matter)).await?;
        self.pass_deadline(notice).await;
        let decision = self.propose(matter, "suspension").await?;
        self.approve(matter, decision).await?;
        self.round().await;
        self.site.clock.set(self.decision(matter, decision).await.effective.at);
        self.round().await;
        let desk = &self.site.app.desk;
        let form = DataForm {
            wanted: "copy".into(),
            reason: "We have to tell our users.".into(),
            signer: "Amy Answerer".into(),
            authority: true,
            ..DataForm::default()
        };
        desk.ask_data(&token, desk.new_command(), &form, "198.51.100.7").await?;
        desk.deny_account(&token, desk.new_command(), "I left in 2019.", "198.51.100.8").await?;
        let list = b"handle,account,name\ntheta-video,K-1,Theta\n";
        desk.check_import(&self.lee, desk.new_command(), "list.csv", list).await?;
        self.round().await;
        Ok(())
    }

    async fn withdrawn(&mut self, matter: &Matter) -> Done<()> {
        let (notice, token) = self.notice(matter, steps::notice_form(matter)).await?;
        self.links.withdrawn = token;
        let desk = &self.site.app.desk;
        desk.withdraw_notice(&self.ann, desk.new_command(), notice, "It named the wrong machine.").await?;
        // One letter that no server takes.
        let letter = desk.queued_letters(1).await?.pop().unwrap();
        desk.letter_failed(letter.id, "550 5.1.1 no such user").await?;
        // Mails that name nothing of ours: two that wait for a person, and one that somebody put aside.
        for subject in ["About your letter", "A question", "An advertisement"] {
            let mail = format!("From: lena@alpha-social.example\r\nSubject: {subject}\r\n\r\nWho are you?\r\n");
            let taken = desk.take_mail(desk.now(), mail.as_bytes()).await?;
            if subject.starts_with("An ad") {
                desk.settle_mail(&self.ann, desk.new_command(), taken.number, "It is an advertisement.").await?;
            }
        }
        self.round().await;
        Ok(())
    }

    /// Invitations, keys, and what the team keeps for itself.
    async fn papers(&mut self) -> Done<()> {
        let desk = &self.site.app.desk;
        let form = InviteForm { email: "noor@hosting.example".into(), role: "analyst".into(), language: "en".into() };
        let invited = desk.invite(&self.fresh(&self.ada), desk.new_command(), &form).await?;
        self.tokens.extend(invited.link.iter().filter_map(|link| link.rsplit('/').next()).map(str::to_owned));
        for scope in ["complaints:write", "assets:write"] {
            self.tokens.push(desk.add_token(None, "canary-token-name", scope).await?);
        }
        self.round().await;
        Ok(())
    }
}
