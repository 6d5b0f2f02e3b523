//! What waits for the team, who is told of it, and how often: whoever owns the case first, the leads later, each step
//! once. Whoever wants no letters still finds it on their page.

use super::work::{Begun, Work};
use super::{Desk, Done, Who, again};
use crate::alert::{Raised, What, alert_id};
use crate::appeal::Appeal;
use crate::case::Case;
use crate::customer::Customer;
use crate::decision::{Decision, DecisionStage};
use crate::event::Event;
use crate::extension::Extension;
use crate::id::{CaseId, PersonId};
use crate::instruction::{Instruction, InstructionStage};
use crate::letter::{Cause, Letter, LetterStage};
use crate::letters::{self, AlertWords};
use crate::notice::{Answer, Notice};
use crate::people::{Act, Actor, Mails, Person, Role};
use crate::store::{Conn, Stored, deciding, instructions, lists, waiting};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::Language;
use uuid::Uuid;

/// Of each kind. What waits behind so many waits behind people, not behind a list.
const MOST: i64 = 200;
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// A letter that failed longer ago is no news.
const FAILED_DAYS: i64 = 14;
const NEWS_DAYS: i64 = 7;
/// What the rounds told stays on the page for so long, unless it is over.
const TOLD_DAYS: i64 = 400;

/// One thing that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Waits {
    pub what: What,
    pub subject: Uuid,
    /// 0: nobody needs to be told yet.
    pub step: u32,
    pub since: Moment,
    pub case: Option<CaseId>,
}

/// The same for a page.
#[derive(Clone, Debug)]
pub struct WaitsRow {
    pub what: What,
    pub step: u32,
    pub since: Moment,
    /// The case's number and its customer's handle.
    pub case: Option<(String, String)>,
    pub owner: Option<String>,
    pub about: About,
}

/// What it is, where it is, and by when.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    pub name: String,
    pub path: String,
    pub by: Option<Moment>,
}

#[derive(Clone, Debug, Default)]
pub struct ForYouView {
    /// Of the reader's own cases, or for whoever leads.
    pub yours: Vec<WaitsRow>,
    pub others: Vec<WaitsRow>,
    /// What fell due and who is to be erased, for those who may confirm it.
    pub to_confirm: Vec<super::retention::ToConfirm>,
}

impl Desk {
    /// Everything that waits now, with the step that it has reached.
    async fn waits(&self, conn: &mut Conn<'_>) -> Done<Vec<Waits>> {
        let now = self.now();
        let settings = self.settings();
        let hours = |many: u32| i64::from(many) * HOUR;
        let (first, second) = (hours(settings.alert_hours), hours(settings.alert_lead_hours));
        let by_age = |since: Moment| match now.minus(since) / 1_000_000 {
            age if age >= second => 2,
            age if age >= first => 1,
            _ => 0,
        };
        let mut found = Vec::new();
        let mut add = |what, subject, step, since, case| found.push(Waits { what, subject, step, since, case });
        for held in waiting::answers(conn, now, MOST).await? {
            let answer = held.noun;
            if !answer.is_assessed() {
                add(What::Answer, answer.id.0, by_age(answer.received_at), answer.received_at, Some(answer.case));
            }
        }
        for held in waiting::requests(conn, now, MOST).await? {
            let asked = held.noun;
            add(What::Time, asked.id.0, by_age(asked.asked_at), asked.asked_at, Some(asked.case));
        }
        for held in waiting::proposed(conn, Moment::MAX, MOST).await? {
            let decision = held.noun;
            let step = match decision.effective.at.minus(now) / 1_000_000 {
                left if left <= HOUR => 2,
                left if left <= first => 1,
                _ => 0,
            };
            add(What::Approval, decision.id.0, step, decision.proposed_at, Some(decision.case));
        }
        for held in waiting::halted(conn, MOST).await? {
            let decision = held.noun;
            let (what, at) = match decision.stage {
                DecisionStage::Stopped { at, .. } => (What::Stopped, at),
                DecisionStage::Missed { at } => (What::Missed, at),
                _ => continue,
            };
            let step = if now.minus(at) / 1_000_000 >= first { 2 } else { 1 };
            add(what, decision.id.0, step, at, Some(decision.case));
        }
        for held in waiting::failed_letters(conn, now.plus_seconds(-FAILED_DAYS * DAY), MOST).await? {
            let letter = held.noun;
            let old = matches!(letter.cause, Cause::Alert { .. } | Cause::Code { .. });
            if let LetterStage::Failed { at, .. } = letter.stage
                && letter.again.is_none()
                && !old
            {
                let step = if now.minus(at) / 1_000_000 >= second { 2 } else { 1 };
                add(What::Letter, letter.id.0, step, at, letter.case);
            }
        }
        for held in instructions::standing(conn, &InstructionStage::NEED_A_PERSON, MOST).await? {
            let told = held.noun;
            if let Some(since) = told.stage.since() {
                add(What::Instruction, told.id.0, by_age(since).max(1), since, Some(told.case));
            }
        }
        // Taken, and not a word since.
        for held in instructions::standing(conn, &["handed_over"], MOST).await? {
            let told = held.noun;
            if let Some(since) = told.stage.since().filter(|since| by_age(*since) > 0) {
                add(What::Instruction, told.id.0, by_age(since), since, Some(told.case));
            }
        }
        for held in deciding::appeals(conn, true, MOST).await? {
            let appeal = held.noun;
            let soon = appeal.due.minus(now) / 1_000_000 <= 3 * DAY;
            let step = if soon { 2 } else { by_age(appeal.filed_at).min(1) };
            add(What::Appeal, appeal.id.0, step, appeal.filed_at, Some(appeal.case));
        }
        Ok(found)
    }

    /// Tells whoever should know. Each cause and step once, whatever happens between two rounds.
    pub async fn alert_team(&self) -> Done<usize> {
        if self.settings().alert_hours == 0 {
            return Ok(0);
        }
        let due = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            let mut waits = self.waits(&mut conn).await?;
            // Letters are for news: what waited long before anybody was told of such things stands on the page.
            let oldest = self.now().plus_seconds(-NEWS_DAYS * DAY);
            let is_news = |one: &Waits| one.since >= oldest || matches!(one.what, What::Approval | What::Appeal);
            waits.retain(|one| one.step > 0 && is_news(one));
            let ids: Vec<String> = waits.iter().map(|one| alert_id(one.what, one.subject, one.step)).collect();
            let told = waiting::are_told(&mut conn, &ids).await?;
            let fresh = waits.into_iter().zip(ids).filter(|(_, id)| !told.contains(id));
            fresh.map(|(one, _)| one).collect::<Vec<_>>()
        };
        let mut raised = 0;
        for one in due {
            raised += usize::from(self.alert(&one).await?);
        }
        Ok(raised)
    }

    async fn alert(&self, one: &Waits) -> Done<bool> {
        again!(async {
            let content = ("alert", alert_id(one.what, one.subject, one.step));
            let mut work = match self.begin(Actor::System, self.new_command(), &content).await? {
                Begun::Before(_) => return Ok(false),
                Begun::Now(work) => work,
            };
            if let Some(case) = one.case {
                work.lock_case(case, None).await?;
            }
            let raised = self.raise(&mut work, one.what, one.subject, one.step, one.case, one.since).await?;
            work.commit().await?;
            Ok(raised)
        })
    }

    /// Within a transaction that says what waits. False: it was told before, or nobody is there to be told.
    pub(super) async fn raise(
        &self,
        work: &mut Work,
        what: What,
        subject: Uuid,
        step: u32,
        case: Option<CaseId>,
        since: Moment,
    ) -> Done<bool> {
        if work.get::<crate::alert::Alert>(&alert_id(what, subject, step)).await?.is_some() {
            return Ok(false);
        }
        let Some(about) = about(&mut work.conn(), what, subject).await? else { return Ok(false) };
        let people = self.whom(work, what, subject, step, case).await?;
        if people.is_empty() {
            return Ok(false);
        }
        let to = people.iter().map(|person| person.id).collect();
        work.record(Event::TeamAlerted(Box::new(Raised { what, subject, step, case, since, to }))).await?;
        if self.settings().alert_hours == 0 {
            return Ok(true);
        }
        for person in &people {
            let taste = self.taste_in(&mut work.conn(), person.id).await?;
            if taste.mails == Mails::On {
                let zone = if taste.zone.is_empty() { &person.zone } else { &taste.zone };
                let zone = Zone::parse(zone).unwrap_or(Zone::UTC);
                self.queue_alert(work, person, taste.language, &zone, &about, what, subject, step, case, since).await?;
            }
        }
        Ok(true)
    }

    #[allow(clippy::too_many_arguments, reason = "each of them stands in the letter")]
    async fn queue_alert(
        &self,
        work: &mut Work,
        person: &Person,
        language: Language,
        zone: &Zone,
        about: &About,
        what: What,
        subject: Uuid,
        step: u32,
        case: Option<CaseId>,
        since: Moment,
    ) -> Done<()> {
        let settings = self.settings();
        let case_line = match case {
            Some(id) => {
                let noun: Case = work.need(id, "case").await?;
                let owner: Customer = work.need(noun.customer, "customer").await?;
                Some((noun.number, owner.handle))
            }
            None => None,
        };
        let by = about.by.map(|at| zone.show(at, language).long);
        let since = zone.show(since, language).long;
        let place = format!("{}{}", settings.public_url, about.path);
        let written = letters::alert_letter(&AlertWords {
            language,
            what,
            case: case_line.as_ref().map(|(number, handle)| (number.as_str(), handle.as_str())),
            name: &about.name,
            by: by.as_deref(),
            since: &since,
            place: &place,
            step,
        });
        let letter = work.new_id();
        work.record(Event::LetterQueued {
            letter,
            case,
            cause: Cause::Alert { what, subject, step },
            language,
            to: person.email.clone(),
            subject: written.subject.into(),
            text: written.text.into(),
            message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
        })
        .await?;
        Ok(())
    }

    /// Step 1: whoever owns the case, or has the appeal. Step 2, and where there is no such person: the leads, or
    /// counsel where nobody leads. Nobody is asked to approve what they proposed. Of a missed hour the leads are told at
    /// once.
    async fn whom(
        &self,
        work: &mut Work,
        what: What,
        subject: Uuid,
        step: u32,
        case: Option<CaseId>,
    ) -> Done<Vec<Person>> {
        let people: Vec<Person> = lists::people(&mut work.conn()).await?.into_iter().map(|held| held.noun).collect();
        let mut people: Vec<Person> = people.into_iter().filter(|person| person.disabled_at.is_none()).collect();
        let first = match (what, step, case) {
            (What::Approval, ..) => {
                let decision: Option<Decision> = work.get(&subject.to_string()).await?;
                people.retain(|person| decision.as_ref().is_none_or(|one| one.proposed_by != person.id));
                None
            }
            (What::Appeal, 1, _) => work.get::<Appeal>(&subject.to_string()).await?.and_then(|one| one.assigned_to),
            (_, 1, Some(case)) => work.need::<Case>(case, "case").await?.owner,
            _ => None,
        };
        let named = |id: PersonId| people.iter().find(|person| person.id == id).cloned();
        let owner = first.and_then(named);
        if let Some(person) = owner.clone().filter(|_| what != What::Missed) {
            return Ok(vec![person]);
        }
        let of = |role: Role| people.iter().filter(move |person| person.role == role).cloned().collect::<Vec<_>>();
        let leads = of(Role::Lead);
        let mut told = if leads.is_empty() { of(Role::Counsel) } else { leads };
        // Whoever owns the case hears of it beside the leads.
        if let (What::Missed, Some(owner)) = (what, owner)
            && !told.iter().any(|person| person.id == owner.id)
        {
            told.push(owner);
        }
        Ok(told)
    }

    /// What waits, for one reader: their own first.
    pub async fn for_you(&self, who: &Who) -> Done<ForYouView> {
        who.must(Act::ReadCases)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut waits = self.waits(&mut conn).await?;
        // What no list holds: the rounds told it, and it is shown until it is over.
        let since = self.now().plus_seconds(-TOLD_DAYS * DAY);
        for held in waiting::told(&mut conn, since, MOST).await? {
            let told = held.noun;
            let kept = matches!(told.what, What::Preservation | What::PreservationOver | What::Drift | What::Anchor);
            if kept && !waits.iter().any(|one| one.subject == told.subject && one.what == told.what) {
                let (what, subject, step) = (told.what, told.subject, told.step);
                waits.push(Waits { what, subject, step, since: told.since, case: told.case });
            }
        }
        waits.sort_by_key(|one| (std::cmp::Reverse(one.step), one.since));
        let names = self.names_in(&mut conn).await?;
        let mut view = ForYouView::default();
        for one in waits {
            let Some(about) = self.still(&mut conn, &one).await? else { continue };
            let case: Option<Case> = match one.case {
                Some(case) => lists::one(&mut conn, &case.to_string()).await?.map(|held| held.noun),
                None => None,
            };
            let mut row = WaitsRow {
                what: one.what,
                step: one.step,
                since: one.since,
                owner: case.as_ref().and_then(|case| case.owner).map(|owner| names.of(owner).to_owned()),
                case: None,
                about,
            };
            let owner = case.as_ref().and_then(|case| case.owner);
            if let Some(case) = case {
                let held = lists::one::<Customer>(&mut conn, &case.customer.to_string()).await?;
                row.case = held.map(|held| (case.number, held.noun.handle));
            }
            let leads = matches!(who.role(), Role::Lead | Role::Counsel);
            let asks_leads = one.step > 1 || owner.is_none() || matches!(one.what, What::Approval | What::Missed);
            let mine = owner == Some(who.person.id) || leads && asks_leads;
            if mine { view.yours.push(row) } else { view.others.push(row) }
        }
        view.to_confirm = super::retention::to_confirm(&mut conn, who).await?;
        Ok(view)
    }

    /// What it is about, unless it is over by now.
    async fn still(&self, conn: &mut Conn<'_>, one: &Waits) -> Done<Option<About>> {
        let id = one.subject.to_string();
        let open = match one.what {
            What::Drift => {
                let notice = lists::one::<Notice>(conn, &id).await?.map(|held| held.noun);
                notice.is_some_and(|notice| notice.sent_at().is_some() && notice.drifts(self.now()).is_some())
            }
            What::Anchor => {
                let notice = lists::one::<Notice>(conn, &id).await?.map(|held| held.noun);
                notice.is_some_and(|notice| notice.sent_at().is_some() && notice.missed_anchor().is_some())
            }
            What::Preservation | What::PreservationOver => {
                let decision = lists::one::<Decision>(conn, &id).await?.map(|held| held.noun);
                let over = one.what == What::PreservationOver;
                decision.is_some_and(|decision| {
                    let passed = decision.preserve_until.is_some_and(|until| until <= self.now());
                    decision.destroyed.is_none() && decision.stands() && passed == over
                })
            }
            _ => true,
        };
        Ok(if open { about(conn, one.what, one.subject).await? } else { None })
    }
}

/// None: it is not there any more, or never was.
async fn about(conn: &mut Conn<'_>, what: What, subject: Uuid) -> Stored<Option<About>> {
    let id = subject.to_string();
    let made = |name: String, path: String, by: Option<Moment>| Some(About { name, path, by });
    Ok(match what {
        What::Answer => match lists::one::<Answer>(conn, &id).await?.map(|held| held.noun) {
            Some(answer) => {
                let path = format!("{}/answers/{}", case_path(conn, answer.case).await?, answer.receipt);
                made(answer.receipt, path, None)
            }
            None => None,
        },
        What::Time => match lists::one::<Extension>(conn, &id).await?.map(|held| held.noun) {
            Some(asked) => {
                let path = format!("{}/time/{}", case_path(conn, asked.case).await?, asked.receipt);
                made(asked.receipt, path, None)
            }
            None => None,
        },
        What::Approval | What::Stopped | What::Missed | What::Preservation | What::PreservationOver => {
            match lists::one::<Decision>(conn, &id).await?.map(|held| held.noun) {
                Some(decision) => {
                    let path = format!("{}/decisions/{}", case_path(conn, decision.case).await?, decision.number);
                    let kept = matches!(what, What::Preservation | What::PreservationOver);
                    let by = if kept { decision.preserve_until } else { Some(decision.effective.at) };
                    made(format!("D-{}", decision.number), path, by)
                }
                None => None,
            }
        }
        What::Letter => lists::one::<Letter>(conn, &id)
            .await?
            .and_then(|held| made(held.noun.subject.show().to_owned(), format!("/letters/{subject}"), None)),
        What::Instruction => lists::one::<Instruction>(conn, &id).await?.and_then(|held| {
            let number = held.noun.number;
            made(format!("I-{number}"), format!("/instructions/{number}"), None)
        }),
        What::Appeal => lists::one::<Appeal>(conn, &id).await?.and_then(|held| {
            let appeal = held.noun;
            made(format!("AP-{}", appeal.number), format!("/appeals/{}", appeal.number), Some(appeal.due))
        }),
        What::Drift | What::Anchor => match lists::one::<Notice>(conn, &id).await?.map(|held| held.noun) {
            Some(notice) => {
                let path = format!("{}/notices/{}", case_path(conn, notice.case).await?, notice.number);
                made(format!("N-{}", notice.number), path, Some(notice.deadline.at))
            }
            None => None,
        },
    })
}

async fn case_path(conn: &mut Conn<'_>, case: CaseId) -> Stored<String> {
    let held = lists::one::<Case>(conn, &case.to_string()).await?;
    Ok(held.map_or_else(|| "/cases".to_owned(), |held| format!("/cases/{}", held.noun.number)))
}
