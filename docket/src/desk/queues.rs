//! The cases as a team works through them, saved views with their counts, and what a command did.

use super::pages::{Handles, PAGE, key, read_key, trim};
use super::{Desk, Done, Who};
use crate::complaint::locations::Run;
use crate::event::{Event, Recorded};
use crate::id::CommandId;
use crate::people::{Act, Actor};
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::queues::{CaseFilter, InboxFilter};
use crate::store::saved_views::{self, SavedRow};
use crate::store::{ledger, lists, queues};
use crate::time::Moment;
use crate::view::{CaseRow, CasesView};
use crate::words::Line;
use crate::words::Phrase;

/// Counted up to here; more reads as "99+".
pub const MOST_IN_VIEW: i64 = 100;
/// So many saved views on a page.
const MOST_VIEWS: i64 = 24;

/// How much waits in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub count: i64,
    /// The first instant that one of them was promised for.
    pub first_due: Option<Moment>,
}

/// What a command did, for the line above the list.
#[derive(Clone, Debug, PartialEq)]
pub struct WasDone {
    pub say: Phrase,
    pub can_be_taken_back: bool,
}

/// A person's own list, or one of the team's.
#[derive(Clone, Debug, Default)]
pub struct SaveView {
    pub page: String,
    pub name: String,
    pub query: String,
    pub shared: bool,
}

impl Desk {
    pub async fn case_list(&self, filter: &CaseFilter, after: Option<&str>) -> Done<CasesView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let after = after.and_then(read_key);
        let mut found = queues::cases(&mut conn, filter, after.as_ref(), PAGE + 1).await?;
        let more = trim(&mut found);
        let next =
            found.last().filter(|_| more).map(|held| key(filter.view.key(&held.noun), &held.noun.id.to_string()));
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

    pub async fn inbox_tally(&self, filter: &InboxFilter) -> Done<Tally> {
        let mut reader = self.read().await?;
        let (count, first_due) = queues::inbox_tally(&mut reader.conn(), filter, MOST_IN_VIEW).await?;
        Ok(Tally { count, first_due })
    }

    pub async fn case_tally(&self, filter: &CaseFilter) -> Done<Tally> {
        let mut reader = self.read().await?;
        let (count, first_due) = queues::case_tally(&mut reader.conn(), filter, MOST_IN_VIEW).await?;
        Ok(Tally { count, first_due })
    }

    /// The id behind a handle, for a filter. A handle that nobody has finds nothing, not everything.
    pub async fn customer_for_filter(&self, handle: &str) -> Done<String> {
        let handle = handle.trim();
        if handle.is_empty() {
            return Ok(String::new());
        }
        let held = lists::customer_by_handle(&mut self.read().await?.conn(), handle).await?;
        Ok(held.map_or_else(|| "none".to_owned(), |held| held.noun.id.to_string()))
    }

    pub async fn saved_views(&self, who: &Who, page: &str) -> Done<Vec<SavedRow>> {
        let mut reader = self.read().await?;
        Ok(saved_views::of(&mut reader.conn(), page, who.person.id, MOST_VIEWS).await?)
    }

    /// `command` is the view's own number, so that a form sent twice saves one view.
    pub async fn save_view(&self, who: &Who, command: CommandId, form: &SaveView) -> Done<()> {
        who.must(Act::ReadCases)?;
        let name = Line::parse(&form.name)
            .map_err(|_| Refusal::field("name", "Give the view a name of up to 200 letters."))?;
        let row = SavedRow {
            id: command.to_string(),
            owner_id: who.person.id.to_string(),
            shared: i64::from(form.shared),
            page: form.page.clone(),
            name: name.as_str().to_owned(),
            query: form.query.clone(),
            made_at: self.now().micros(),
        };
        let mut tx = self.write().await?;
        saved_views::add(&mut tx.conn(), &row).await?;
        tx.commit().await?;
        Ok(())
    }

    pub async fn drop_view(&self, who: &Who, id: &str) -> Done<()> {
        let mut tx = self.write().await?;
        let gone = saved_views::remove(&mut tx.conn(), id, who.person.id).await?;
        tx.commit().await?;
        if gone { Ok(()) } else { Err(Refusal::NotFound("saved view").into()) }
    }

    /// What this command did, in one line. None: nothing of this person's.
    pub async fn what_was_done(&self, who: &Who, of: CommandId) -> Done<Option<WasDone>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let rows = ledger::of_command(&mut conn, of).await?;
        let events = super::pages::read_events(&mut conn, &rows).await?;
        let mine = |recorded: &Recorded| matches!(recorded.actor, Actor::Analyst { person } if person == who.person.id);
        if events.is_empty() || !events.iter().all(mine) {
            return Ok(None);
        }
        let can_be_taken_back = who.may(Act::WorkCases)
            && events.iter().all(|recorded| super::take_back::can_be_taken_back(&recorded.event))
            && events.iter().all(|recorded| still_here(&recorded.event, self.now()));
        Ok(say(&events).map(|say| WasDone { say, can_be_taken_back }))
    }
}

fn still_here(event: &Event, now: Moment) -> bool {
    match event {
        Event::PassingPlanned(planned) => now < planned.leaves_at,
        _ => true,
    }
}

fn say(events: &[Recorded]) -> Option<Phrase> {
    let many = |fits: fn(&Event) -> bool| events.iter().filter(|recorded| fits(&recorded.event)).count();
    let complaints = |count: usize| Phrase::many(count, "complaint", "complaints");
    let passed = many(|event| matches!(event, Event::ComplaintPassedOn(_)));
    if passed > 0 {
        let seconds = crate::notice::UNDO_SECONDS;
        return Some(phrase!(
            "{} passed on. The letter leaves {} seconds after you sent it.",
            complaints(passed),
            seconds
        ));
    }
    let returned = many(|event| matches!(event, Event::ComplaintReturned(_)));
    if returned > 0 {
        return Some(phrase!("Taken back: {} again in the inbox.", complaints(returned)));
    }
    let attached = many(|event| matches!(event, Event::ComplaintAttached { .. }));
    let first = &events.first()?.event;
    let (cases, one) = (events.len(), events.len() == 1);
    Some(match first {
        Event::CaseOpened { number, .. } => phrase!("Case {} opened with {}.", number, complaints(attached)),
        Event::ComplaintRejected { .. } => phrase!("{} rejected.", complaints(events.len())),
        Event::ComplaintAttached { .. } => phrase!("{} attached to the case.", complaints(attached)),
        Event::ComplaintClassed(_) => phrase!("{} changed.", complaints(events.len())),
        Event::CaseAssigned { owner: Some(_), .. } if one => phrase!("The case has its owner."),
        Event::CaseAssigned { owner: Some(_), .. } => phrase!("{} cases have their owner.", cases),
        Event::CaseAssigned { owner: None, .. } if one => phrase!("Nobody owns the case now."),
        Event::CaseAssigned { owner: None, .. } => phrase!("Nobody owns {} now.", Phrase::many(cases, "case", "cases")),
        Event::CaseGraded(it) if one => phrase!("The severity is {} now.", Phrase::from(it.severity.word())),
        Event::CaseGraded(_) => phrase!("The severity of {} cases is changed.", cases),
        Event::CaseTagged(_) => phrase!("The tags are set."),
        Event::CaseSnoozed(it) if one => phrase!("Put aside until {}.", it.until),
        Event::CaseSnoozed(it) => phrase!("{} cases are put aside until {}.", cases, it.until),
        Event::CaseWoken(_) if one => phrase!("The case is back in its lists."),
        Event::CaseWoken(_) => phrase!("{} cases are back in their lists.", cases),
        Event::CaseLinked(it) => phrase!("Linked with case {}.", it.other_number),
        Event::LocationsMarked(_) => {
            let places = events.iter().map(|recorded| match &recorded.event {
                Event::LocationsMarked(it) => it.places.iter().map(Run::length).sum::<usize>(),
                _ => 0,
            });
            phrase!("Outcome noted for {}.", Phrase::many(places.sum::<usize>(), "location", "locations"))
        }
        Event::CaseUnlinked(it) => phrase!("The link to case {} is off.", it.other_number),
        _ => return None,
    })
}
