//! What pages read: one query function for each view. Nothing here writes.

mod complaint_pages;
mod customer_pages;
mod deciding_pages;
mod ledger_pages;
pub mod ledger_search;

use super::{Desk, Done, Who};
use crate::case::Case;
use crate::complaint::ComplaintStage;
use crate::customer::Customer;
use crate::event::Recorded;
use crate::id::{CaseId, CustomerId, PersonId};
use crate::ledger::Hash;
use crate::letter::Letter;
use crate::notice::NoticeStage;
use crate::people::{Act, Person, may};
use crate::policy::Clause;
use crate::private;
use crate::refusal::Refusal;
use crate::sentence::{Audience, Names};
use crate::store::ledger::{self, EventRow};
use crate::store::lists::{self, After, InboxFilter};
use crate::store::{Conn, StoreError, Stored, aside_people, glance, invitations, vault};
use crate::time::Moment;
use crate::view::*;
use crate::watch::RoundsNow;
use crate::words::Language;
use std::collections::HashMap;

pub const PAGE: i64 = 50;
/// So many mails that wait are named on their case.
const MOST_MAILS: i64 = 20;
const TIMELINE: i64 = 100;

/// What the shell of every staff page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// The newest number of the ledger: what the page already shows.
    pub seq: i64,
    pub inbox: i64,
    pub cases: i64,
    /// Cases with an answer that nobody has weighed.
    pub answers: i64,
    pub time_requests: i64,
    pub appeals: i64,
    /// Proposals that wait for whoever asks.
    pub approvals: i64,
    /// Interim measures that nobody has confirmed.
    pub measures: i64,
    /// How long the oldest thing due has been waiting, in seconds.
    pub lag_seconds: i64,
    /// Whether the rounds are made, and by a clock that can be right.
    pub rounds: RoundsNow,
}

/// Counted up to here; more reads as "999+".
pub const MOST_COUNTED: i64 = 1000;

impl Desk {
    pub async fn counts(&self) -> Done<Counts> {
        self.counts_for(None).await
    }

    /// The same for somebody who approves.
    pub async fn counts_for(&self, approver: Option<PersonId>) -> Done<Counts> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let by_hand = self.settings().by_hand();
        let but_not = if by_hand { "instruct" } else { "" };
        let found = glance::counts(&mut conn, MOST_COUNTED, but_not, approver).await?;
        let glance::Counted { seq, inbox, cases, oldest_due, answers, time_requests, appeals, approvals, .. } = found;
        let lag_seconds = oldest_due.map_or(0, |due| (self.now().minus(due) / 1_000_000).max(0));
        let (measures, rounds) = (found.measures, found.rounds);
        Ok(Counts { seq, inbox, cases, answers, time_requests, appeals, approvals, measures, lag_seconds, rounds })
    }

    pub async fn inbox(&self, filter: &InboxFilter, after: Option<&str>) -> Done<InboxView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let after = after.and_then(read_key);
        let mut found = lists::inbox(&mut conn, filter, after.as_ref(), PAGE + 1).await?;
        let more = trim(&mut found);
        let next =
            found.last().filter(|_| more).map(|held| key(filter.order.key(&held.noun), &held.noun.id.to_string()));
        let customers = found.iter().filter_map(|held| held.noun.whose.customer()).collect();
        let cases = found.iter().filter_map(|held| match held.noun.stage {
            ComplaintStage::InCase { case, .. } => Some(case),
            _ => None,
        });
        let mut names = Handles::of(&mut conn, customers, cases.collect()).await?;
        let mut rows = Vec::with_capacity(found.len());
        for held in found {
            let complaint = held.noun;
            let customer = match complaint.whose.customer() {
                Some(id) => Some(names.handle(&mut conn, id).await?),
                None => None,
            };
            let case = match complaint.stage {
                ComplaintStage::InCase { case, .. } => Some(names.case(&mut conn, case).await?),
                _ => None,
            };
            rows.push(ComplaintRow { complaint, customer, case });
        }
        Ok(InboxView { rows, next })
    }

    pub async fn complaint_view(&self, number: i64) -> Done<ComplaintView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let complaint =
            lists::complaint_by_number(&mut conn, number).await?.ok_or(Refusal::NotFound("complaint"))?.noun;
        let mut names = Handles::default();
        let mut open_cases = Vec::new();
        let customer = match complaint.whose.customer() {
            Some(id) => {
                for held in lists::open_cases_of_customer(&mut conn, id).await? {
                    open_cases.push((held.noun.number.clone(), held.noun.title.show().to_owned()));
                }
                lists::one::<Customer>(&mut conn, &id.to_string()).await?.map(|held| held.noun)
            }
            None => None,
        };
        let mut candidates = Vec::new();
        if let crate::complaint::Whose::Several { customers, .. } = &complaint.whose {
            for id in customers {
                candidates.push(names.handle(&mut conn, *id).await?);
            }
        }
        let case = match complaint.stage {
            ComplaintStage::InCase { case, .. } => Some(names.case(&mut conn, case).await?),
            _ => None,
        };
        let clauses = self.clauses_in(&mut conn).await?;
        Ok(ComplaintView { complaint, customer, candidates, case, open_cases, clauses })
    }

    /// The clauses in their newest editions.
    pub async fn clauses(&self) -> Done<Vec<Clause>> {
        Ok(self.clauses_in(&mut self.read().await?.conn()).await?)
    }

    async fn clauses_in(&self, conn: &mut Conn<'_>) -> Stored<Vec<Clause>> {
        let mut newest: Vec<Clause> = Vec::new();
        for held in lists::clauses(conn).await? {
            let clause = held.noun;
            match newest.iter_mut().find(|known| known.code == clause.code) {
                Some(known) if known.published_at <= clause.published_at => *known = clause,
                Some(_) => {}
                None => newest.push(clause),
            }
        }
        Ok(newest)
    }

    pub async fn cases_view(&self, stage: &str, owner: &str, before: Option<&str>) -> Done<CasesView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let before = before.and_then(read_key);
        let mut found = lists::cases(&mut conn, stage, owner, before.as_ref(), PAGE + 1).await?;
        let more = trim(&mut found);
        let next = found.last().filter(|_| more).map(|held| key(held.noun.opened_at, &held.noun.id.to_string()));
        let people = self.names_in(&mut conn).await?;
        let customers = found.iter().map(|held| held.noun.customer).collect();
        let mut names = Handles::of(&mut conn, customers, Vec::new()).await?;
        let mut rows = Vec::with_capacity(found.len());
        for held in found {
            let customer = names.handle(&mut conn, held.noun.customer).await?;
            let owner = held.noun.owner.map(|owner| people.of(owner).to_owned());
            rows.push(CaseRow { case: held.noun, customer, owner });
        }
        Ok(CasesView { rows, next })
    }

    pub async fn case_view(&self, number: &str, before: Option<i64>) -> Done<CaseView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let before = before.unwrap_or(i64::MAX);
        let found = glance::case_rows(&mut conn, number, PAGE + 1, MOST_MAILS, before, TIMELINE + 1).await?;
        let rows = found.ok_or(Refusal::NotFound("case"))?;
        let held = rows.take::<Case>()?.pop().ok_or(Refusal::NotFound("case"))?;
        let case = held.noun;
        let customer = rows.take::<Customer>()?.pop().ok_or(Refusal::NotFound("customer"))?.noun;
        let clause = rows.take::<Clause>()?.pop().ok_or(Refusal::NotFound("clause"))?.noun;
        let people: Vec<Person> = plain(rows.take()?);
        let workers = workers(&people);
        let names = names_of(people);
        let mut complaints: Vec<_> = rows.take()?;
        let more_complaints = trim(&mut complaints);
        let shown = &rows.timeline[..rows.timeline.len().min(TIMELINE as usize)];
        let older = shown.last().filter(|_| rows.timeline.len() > shown.len()).map(|row| row.seq);
        let mut timeline = Vec::with_capacity(shown.len());
        for row in shown {
            let event = recorded(row.text()?, &rows.known)?;
            if let Some(sentence) = event.sentence(Audience::Staff, Language::En, &names) {
                timeline.push(TimelineItem { seq: row.seq, at: event.at, kind: row.kind.clone(), sentence });
            }
        }
        let letters: Vec<Letter> = plain(rows.take()?);
        let sending = match letters.iter().any(|letter| letter.stage.waits()) {
            true => self.under_way_in(&mut conn).await?,
            false => HashMap::new(),
        };
        let view = CaseView {
            owner: case.owner.map(|owner| names.of(owner).to_owned()),
            version: held.version,
            clause,
            assets: plain(rows.take()?),
            complaints: plain(complaints),
            more_complaints,
            notices: plain(rows.take()?),
            answers: plain(rows.take()?),
            extensions: plain(rows.take()?),
            decisions: plain(rows.take()?),
            instructions: plain(rows.take()?),
            letters,
            sending,
            timeline,
            older,
            in_the_way: Vec::new(),
            prior_cases: usize::try_from(rows.prior_cases).unwrap_or_default(),
            interims: plain(rows.take()?),
            appeals: plain(rows.take()?),
            holds: plain(rows.take()?),
            data_requests: plain(rows.take()?),
            mails: plain(rows.take()?),
            names,
            workers,
            customer,
            case,
        };
        let newest = view
            .notices
            .iter()
            .rev()
            .find(|notice| matches!(notice.stage, NoticeStage::Sent { .. } | NoticeStage::Leaving { .. }));
        let in_the_way = crate::decision::checks::standing_in_the_way(
            crate::decision::Outcome::Suspension,
            newest,
            &view.answers,
            self.now(),
        );
        let in_the_way = deciding_pages::with_the_rest(in_the_way, &view);
        Ok(CaseView { in_the_way, ..view })
    }

    /// What the customer is told about a notice, newest first.
    pub async fn notice_history(&self, case: CaseId, language: Language) -> Done<Vec<TimelineItem>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let rows = ledger::of_case(&mut conn, case, i64::MAX, 1000).await?;
        Ok(timeline(&mut conn, rows, Audience::Customer, language, &Names::default()).await?)
    }

    /// The case's number that an instruction belongs to.
    pub async fn case_of_instruction(&self, number: i64) -> Done<String> {
        let mut reader = self.read().await?;
        let held =
            lists::instruction_by_number(&mut reader.conn(), number).await?.ok_or(Refusal::NotFound("instruction"))?;
        let case = lists::one::<Case>(&mut reader.conn(), &held.noun.case.to_string())
            .await?
            .ok_or(Refusal::NotFound("case"))?;
        Ok(case.noun.number)
    }

    pub async fn people_view(&self) -> Done<PeopleView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        Ok(PeopleView {
            people: plain(lists::people(&mut conn).await?),
            seen: aside_people::last_seen(&mut conn)
                .await?
                .into_iter()
                .filter_map(|(person, at)| Some((crate::id::PersonId::parse(&person)?, Moment::from_micros(at))))
                .collect(),
            invitations: plain(invitations::waiting(&mut conn).await?),
            tokens: plain(lists::tokens(&mut conn).await?),
        })
    }

    pub async fn names(&self) -> Done<Names> {
        Ok(self.names_in(&mut self.read().await?.conn()).await?)
    }

    pub(super) async fn names_in(&self, conn: &mut Conn<'_>) -> Stored<Names> {
        Ok(names_of(plain(lists::people(conn).await?)))
    }

    /// The bytes of a piece of evidence, for download. Sealed material is not among them.
    pub async fn evidence(&self, sha256: &str) -> Done<Option<Vec<u8>>> {
        let mut reader = self.read().await?;
        Ok(crate::store::evidence::bytes(&mut reader.conn(), &self.settings().data, sha256).await?)
    }
}

fn names_of(people: Vec<Person>) -> Names {
    // Who was erased is "somebody who left".
    let named = people.into_iter().filter(|person| !person.name.is_erased());
    Names(named.map(|person| (person.id, person.name.show().to_owned())).collect())
}

/// Who can own a case: id and name, in the order of their names.
pub(super) fn workers(people: &[Person]) -> Vec<(String, String)> {
    let works = |person: &&Person| person.disabled_at.is_none() && may(person.role, Act::WorkCases);
    let named = |person: &Person| (person.id.to_string(), person.name.show().to_owned());
    let mut workers: Vec<(String, String)> = people.iter().filter(works).map(named).collect();
    workers.sort_by(|one, two| one.1.cmp(&two.1));
    workers
}

pub(super) fn plain<T>(held: Vec<crate::store::nouns::Held<T>>) -> Vec<T> {
    held.into_iter().map(|held| held.noun).collect()
}

/// Cuts a list that was read one too long, and says whether it was.
pub(super) fn trim<T>(found: &mut Vec<T>) -> bool {
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    more
}

pub(super) fn key(at: Moment, id: &str) -> String {
    format!("{}_{id}", at.micros())
}

pub(super) fn read_key(text: &str) -> Option<After> {
    let (value, id) = text.split_once('_')?;
    Some(After { value: value.parse().ok()?, id: id.to_owned() })
}

/// Reads rows of the ledger with the personal values that are still there.
pub(crate) async fn read_events(conn: &mut Conn<'_>, rows: &[EventRow]) -> Stored<Vec<Recorded>> {
    read_leaves(conn, rows.iter().map(EventRow::text).collect::<Stored<_>>()?).await
}

pub(super) async fn read_leaves(conn: &mut Conn<'_>, leaves: Vec<&str>) -> Stored<Vec<Recorded>> {
    let known = vault::values(conn, leaves.iter().flat_map(|leaf| private::commitments_in(leaf)).collect()).await?;
    leaves.into_iter().map(|leaf| recorded(leaf, &known)).collect()
}

fn recorded(leaf: &str, known: &HashMap<Hash, String>) -> Stored<Recorded> {
    let read = Recorded::from_text(&private::reveal_in(leaf, known));
    // A value in the vault that is no JSON is left out, and verifying reports it.
    read.or_else(|_| Recorded::from_leaf(private::reveal(serde_json::from_str(leaf)?, known)))
        .map_err(|problem| StoreError::Damaged(problem.to_string()))
}

pub(in crate::desk) async fn timeline(
    conn: &mut Conn<'_>,
    rows: Vec<EventRow>,
    audience: Audience,
    language: Language,
    names: &Names,
) -> Stored<Vec<TimelineItem>> {
    let events = read_events(conn, &rows).await?;
    let items = rows.into_iter().zip(events);
    Ok(items
        .filter_map(|(row, event)| {
            let sentence = event.sentence(audience, language, names)?;
            Some(TimelineItem { seq: row.seq, at: event.at, kind: row.kind, sentence })
        })
        .collect())
}

/// Names of customers and cases, looked up once each.
#[derive(Default)]
pub(super) struct Handles {
    customers: HashMap<CustomerId, String>,
    cases: HashMap<CaseId, String>,
}

impl Handles {
    /// All that a list needs, at once.
    pub(super) async fn of(
        conn: &mut Conn<'_>,
        mut customers: Vec<CustomerId>,
        mut cases: Vec<CaseId>,
    ) -> Stored<Handles> {
        customers.sort_unstable();
        customers.dedup();
        cases.sort_unstable();
        cases.dedup();
        Ok(Handles { customers: glance::handles(conn, &customers).await?, cases: glance::numbers(conn, &cases).await? })
    }

    pub(super) async fn handle(&mut self, conn: &mut Conn<'_>, id: CustomerId) -> Stored<String> {
        if !self.customers.contains_key(&id) {
            self.customers.extend(glance::handles(conn, &[id]).await?);
        }
        Ok(self.customers.entry(id).or_default().clone())
    }

    pub(super) async fn case(&mut self, conn: &mut Conn<'_>, id: CaseId) -> Stored<String> {
        if !self.cases.contains_key(&id) {
            self.cases.extend(glance::numbers(conn, &[id]).await?);
        }
        Ok(self.cases.entry(id).or_default().clone())
    }
}
