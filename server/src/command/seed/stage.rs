//! Carries the script out: the same verbs that people use, under a clock that the script moves.

use std::collections::HashMap;
use std::sync::Arc;

use docket::complaint::{Channel, ComplaintStage};
use docket::desk::complaints::{ComplaintForm, Taken};
use docket::desk::customers::AddContact;
use docket::desk::people::AddPerson;
use docket::desk::{Desk, Done, Who};
use docket::entropy::{Entropy, SystemEntropy};
use docket::id::{CaseId, ComplaintId};
use docket::intake::Wanted;
use docket::letter::{Cause, Letter, LetterStage};
use docket::letters::Mailer;
use docket::people::Actor;
use docket::refusal::Refusal;
use docket::rounds::Rounds;
use docket::settings::{MailSettings, Settings};
use docket::store::{Store, lists};
use docket::time::{Clock, Moment, TestClock};
use docket::timer::TimerKind;
use docket::view::CaseView;
use docket::words::Language;

use super::customers::{BOUNCES, CUSTOMERS};
use super::people::{Member, SignIn, password};
use super::report::{self, Incoming};
use super::step::{Hand, Matter, Step};
use crate::command::Stop;

pub struct Stage<'a> {
    pub desk: Desk,
    /// The same desk, for answers that have to be confirmed by the digits from a mailbox.
    pub(super) asking: Desk,
    clock: TestClock,
    mailer: Mailer,
    rounds: Rounds,
    team: HashMap<Hand, Who>,
    /// Complaints of a matter that belong to no case yet.
    waiting: HashMap<Matter<'a>, Vec<ComplaintId>>,
    cases: HashMap<Matter<'a>, Known<'a>>,
    pub(super) clauses: HashMap<&'a str, String>,
    /// The newest machine report of each matter.
    reports: HashMap<Matter<'a>, Vec<u8>>,
    /// A case of somebody whose mailbox gives letters back.
    bouncing: Option<CaseId>,
    count: usize,
}

struct Known<'a> {
    case: CaseId,
    number: String,
    customer: &'a str,
}

impl<'a> Stage<'a> {
    /// A desk of its own on the same store: letters become files whatever the settings say, and no machine of the
    /// provider is told anything.
    pub fn new(store: Store, settings: &Settings, begins: Moment) -> Self {
        let clock = TestClock::starting(begins);
        // A team that does not exist is not written to.
        let settings = Settings {
            mail: MailSettings::Folder,
            carry_out: None,
            hook: None,
            answer_code: false,
            alert_hours: 0,
            ..settings.clone()
        };
        let asking = Settings { answer_code: true, ..settings.clone() };
        let mailer = Mailer::Folder(settings.data.join("outbox"));
        Self {
            desk: Desk::new(store.clone(), Arc::new(clock.clone()), Arc::new(SystemEntropy), settings),
            asking: Desk::new(store, Arc::new(clock.clone()), Arc::new(SystemEntropy), asking),
            clock,
            mailer,
            rounds: Rounds::of_a_script(),
            team: HashMap::new(),
            waiting: HashMap::new(),
            cases: HashMap::new(),
            clauses: HashMap::new(),
            reports: HashMap::new(),
            bouncing: None,
            count: 0,
        }
    }

    pub async fn hire(&mut self, team: &[Member]) -> Done<Vec<SignIn>> {
        let mut printed = Vec::new();
        for member in team {
            let form = AddPerson {
                name: member.name.into(),
                email: format!("{}@hosting.example", member.before),
                role: member.role.into(),
                zone: member.zone.into(),
                password: password(&SystemEntropy),
            };
            let (person, _) = self.desk.add_person(None, self.desk.new_command(), &form).await?;
            let who = self.desk.who(person, self.desk.now()).await?.ok_or(Refusal::NotFound("person"))?;
            if let Some(hand) = member.hand {
                self.team.insert(hand, who);
            }
            printed.push(SignIn { name: form.name, email: form.email, role: form.role, password: form.password });
        }
        Ok(printed)
    }

    pub async fn sign_up_customers(&mut self, from: Moment) -> Done<()> {
        let ines = self.who(Hand::Ines)?;
        for (number, customer) in CUSTOMERS.iter().enumerate() {
            let form = customer.form(number, &from.date_text());
            let desk = &self.desk;
            desk.add_customer(Some(&ines), desk.new_command(), &form).await?;
            let known = desk.customer_view(customer.handle).await?.customer;
            let id = known.id;
            // Most were called once; two never answered.
            if let Some(contact) = known.contacts.first().filter(|_| number % 9 != 8) {
                let on = desk.now().plus_seconds(-86_400 * (3 + 11 * number as i64)).date_text();
                let how = "Called at the number in the contract; the letter’s code was read back.";
                desk.verify_contact(&ines, desk.new_command(), id, contact.id, &on, how).await?;
            }
            for (name, before, duty) in &customer.contacts[1..] {
                let contact = AddContact {
                    name: (*name).into(),
                    email: customer.email(before),
                    duty: (*duty).into(),
                    language: customer.language.into(),
                };
                desk.add_contact(&ines, desk.new_command(), id, &contact).await?;
            }
        }
        Ok(())
    }

    /// Customers from a list, as a provider brings them.
    pub async fn import(&mut self, name: &str, list: &str) -> Done<()> {
        let ines = self.who(Hand::Ines)?;
        let id = self.desk.check_import(&ines, self.desk.new_command(), name, list.as_bytes()).await?;
        self.desk.run_import(&ines, &id).await?;
        Ok(())
    }

    /// Lets time pass. What becomes due on the way happens at its own instant.
    pub async fn go_to(&mut self, moment: Moment) -> Result<(), Stop> {
        loop {
            let due = {
                let mut reader = self.desk.read().await?;
                lists::oldest_due(&mut reader.conn(), TimerKind::Instruct.word()).await?
            };
            let Some(due) = due.filter(|due| *due <= moment) else { break };
            self.clock.set(due.max(self.clock.now()));
            self.make_rounds().await?;
        }
        self.clock.set(moment.max(self.clock.now()));
        Ok(())
    }

    pub async fn make_rounds(&mut self) -> Result<(), Stop> {
        if let Some(case) = self.bouncing {
            self.bounce(case).await?;
        }
        let round = self.rounds.make(&self.desk, &self.mailer).await?;
        if round.problems > 0 {
            return Err(Stop::Usage(format!(
                "A letter or a timer of the demonstration failed at {}.",
                self.desk.now()
            )));
        }
        Ok(())
    }

    pub(super) fn who(&self, hand: Hand) -> Result<Who, Refusal> {
        let who = self.team.get(&hand).ok_or(Refusal::NotFound("person"))?;
        // In the script everybody has just signed in.
        Ok(Who { signed_in_at: self.desk.now(), ..who.clone() })
    }

    fn known(&self, matter: Matter<'a>) -> Result<&Known<'a>, Refusal> {
        self.cases.get(matter).ok_or(Refusal::NotFound("case"))
    }

    pub(super) fn case(&self, matter: Matter<'a>) -> Result<CaseId, Refusal> {
        Ok(self.known(matter)?.case)
    }

    pub(super) fn number(&self, matter: Matter<'a>) -> Result<&str, Refusal> {
        Ok(&self.known(matter)?.number)
    }

    /// In which the customer of a matter reads.
    pub(super) async fn language(&self, matter: Matter<'a>) -> Done<Language> {
        let handle = self.known(matter)?.customer;
        let customer = lists::customer_by_handle(&mut self.desk.read().await?.conn(), handle).await?;
        Ok(customer.map(|held| held.noun.language).unwrap_or_default())
    }

    pub async fn view(&self, matter: Matter<'a>) -> Done<CaseView> {
        self.desk.case_view(&self.known(matter)?.number, None).await
    }

    pub(super) fn opened(&mut self, matter: Matter<'a>, case: CaseId, number: String, customer: &'a str) {
        if customer == BOUNCES {
            self.bouncing = Some(case);
        }
        self.cases.insert(matter, Known { case, number, customer });
        self.waiting.remove(matter);
    }

    /// The letters of a notice come back before the round is over: the mailbox is gone.
    async fn bounce(&self, case: CaseId) -> Done<()> {
        for held in lists::notices_of(&mut self.desk.read().await?.conn(), case).await? {
            self.desk.send_due_notice(held.noun.id).await?;
        }
        for letter in self.desk.queued_letters(20).await?.into_iter().filter(|letter| letter.case == Some(case)) {
            self.desk.letter_failed(letter.id, "550 5.1.1 Recipient address rejected: no such mailbox here").await?;
        }
        Ok(())
    }

    /// The matter's complaints that still belong nowhere.
    pub(super) fn take_waiting(&mut self, matter: Matter<'a>) -> Vec<ComplaintId> {
        self.waiting.remove(matter).unwrap_or_default()
    }

    pub(super) fn waiting(&self, matter: Matter<'a>) -> Vec<ComplaintId> {
        self.waiting.get(matter).cloned().unwrap_or_default()
    }

    pub(super) async fn again(&mut self, matter: Matter<'a>) -> Done<()> {
        let bytes = self.reports.get(matter).ok_or(Refusal::NotFound("complaint"))?;
        // A second copy of a report is seldom the same bytes: this one ends its line.
        let bytes = [bytes.as_slice(), b"\n"].concat();
        self.desk.take_report(Actor::Reporter, Channel::Mail, &bytes, Wanted::Auto, None).await?;
        Ok(())
    }

    pub(super) async fn report(&mut self, matter: Matter<'a>, incoming: &Incoming<'a>) -> Done<()> {
        self.count += 1;
        // It happened a while before it was reported.
        let at = self.desk.now().plus_seconds(-(20 + (self.count as i64 * 13) % 70) * 60);
        let taken = match incoming {
            Incoming::Form { from, category, locations, text, language, disclosed } => {
                let form = ComplaintForm {
                    locations: (*locations).into(),
                    category: (*category).into(),
                    description: (*text).into(),
                    reporter_name: from.name.into(),
                    reporter_email: from.email.into(),
                    reporter_organisation: from.organisation.into(),
                    disclosed: *disclosed,
                    good_faith: true,
                    language: Language::parse(language).unwrap_or_default(),
                    ..ComplaintForm::default()
                };
                self.desk.log_complaint(Actor::Reporter, None, self.desk.new_command(), &form, &[]).await?
            }
            Incoming::Call { from, category, locations, text } => {
                let who = self.who(Hand::Tomas)?;
                let form = ComplaintForm {
                    locations: (*locations).into(),
                    category: (*category).into(),
                    description: (*text).into(),
                    reporter_name: from.name.into(),
                    reporter_email: from.email.into(),
                    reporter_organisation: from.organisation.into(),
                    ..ComplaintForm::default()
                };
                self.desk.log_complaint(who.actor(), Some(&who), self.desk.new_command(), &form, &[]).await?
            }
            Incoming::Mail { from, subject, text } => {
                self.take(Channel::Mail, &report::mail(from, subject, text, at, self.count)).await?
            }
            Incoming::Loop { source, domain, subject } => {
                self.take(Channel::Mail, &report::feedback(source, domain, subject, at, self.count)).await?
            }
            Incoming::Xarf { from, source, kind, more } => {
                let mut id = [0; 16];
                SystemEntropy.fill(&mut id);
                let bytes = report::xarf(from, source, kind, more, at, id);
                self.reports.insert(matter, bytes.clone());
                self.take(Channel::Api, &bytes).await?
            }
        };
        let list = self.waiting.entry(matter).or_default();
        if !list.contains(&taken.complaint) {
            list.push(taken.complaint);
        }
        Ok(())
    }

    async fn take(&self, channel: Channel, bytes: &[u8]) -> Done<Taken> {
        self.desk.take_report(Actor::Reporter, channel, bytes, Wanted::Auto, None).await
    }

    /// Complaints that nobody has decided about, for the summary.
    pub async fn left_in_inbox(&self) -> Done<i64> {
        let mut reader = self.desk.read().await?;
        Ok(lists::inbox_count(&mut reader.conn(), ComplaintStage::New.word(), 10_000).await?)
    }

    /// The link in the newest notice letter of a matter.
    pub async fn link(&self, matter: Matter<'a>) -> Done<String> {
        let letters = lists::letters_of(&mut self.desk.read().await?.conn(), self.case(matter)?).await?;
        let notices = letters.iter().rev().filter(|held| matches!(held.noun.cause, Cause::Notice { .. }));
        let link = notices.filter_map(|held| self.mailed_link(&held.noun)).next();
        link.ok_or_else(|| Refusal::NotFound("notice").into())
    }

    /// From the letter itself: the record does not hold it.
    fn mailed_link(&self, letter: &Letter) -> Option<String> {
        let LetterStage::Accepted { response, .. } = &letter.stage else { return None };
        let file = self.desk.settings().data.join(response.strip_prefix("written to ")?);
        // Long lines are folded for their way through the mail.
        let text = std::fs::read_to_string(file).ok()?.replace("=\r\n", "");
        Some(text.split_once("/n/")?.1.split_whitespace().next()?.to_owned())
    }

    /// Does one step, and sends what it left in the outbox.
    pub async fn perform(&mut self, step: &Step<'a>) -> Result<(), Stop> {
        if let Err(failure) = self.act(step).await {
            let why = match Stop::from(failure) {
                Stop::Usage(why) | Stop::Later(why) => why,
                Stop::Wrong => "the record is damaged".into(),
            };
            let step = format!("{step:?}");
            let step: String = step.chars().take(120).collect();
            return Err(Stop::Usage(format!("The demonstration stopped at {}, {step}\n{why}", self.desk.now())));
        }
        if step.is_silent() { Ok(()) } else { self.make_rounds().await }
    }
}
