//! Several cases put in order by one act. Nothing here is seen by a customer.

use super::check::Check;
use super::pages::{plain, workers};
use super::tending::SnoozeForm;
use super::triage::MOST_AT_ONCE;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::tended::{Graded, Snoozed};
use crate::event::Event;
use crate::id::{CaseId, CommandId, PersonId};
use crate::people::{Act, Person, may};
use crate::phrase;
use crate::policy::Severity;
use crate::private::Private;
use crate::refusal::Refusal;
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::Reason;
use serde::Serialize;

#[derive(Clone, Debug, Default, Serialize)]
pub struct TendForm {
    /// "mine", "assign", "grade" or "snooze"
    pub act: String,
    pub cases: Vec<String>,
    /// The id of a person; empty: nobody.
    pub owner: String,
    pub severity: String,
    pub snooze: SnoozeForm,
}

enum Told {
    Assign(Option<PersonId>),
    Grade(Severity),
    Snooze(Moment, Private<String>),
}

impl Desk {
    pub async fn tend(&self, who: &Who, command: CommandId, form: &TendForm) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut ids: Vec<CaseId> = form.cases.iter().filter_map(|id| CaseId::parse(id)).collect();
        ids.sort();
        ids.dedup();
        let told = self.read_tend(who, form, ids.len())?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            if let Told::Assign(Some(person)) = &told {
                let person: Person = work.need(*person, "person").await?;
                if person.disabled_at.is_some() || !may(person.role, Act::WorkCases) {
                    return Err(Refusal::field("owner", "Choose somebody who works on cases.").into());
                }
            }
            // In the order of their ids, so that two acts on the same cases never wait for each other.
            for case in &ids {
                let case = *case;
                let noun = work.lock_case(case, None).await?;
                if noun.is_closed() {
                    return Err(Refusal::field("cases", phrase!("{} is closed. Untick it.", noun.number)).into());
                }
                let event = match &told {
                    Told::Assign(owner) if noun.owner == *owner => continue,
                    Told::Assign(owner) => Event::CaseAssigned { case, owner: *owner },
                    Told::Grade(severity) if noun.severity == *severity => continue,
                    Told::Grade(severity) => {
                        Event::CaseGraded(Box::new(Graded { case, severity: *severity, was: noun.severity }))
                    }
                    Told::Snooze(until, reason) => Event::CaseSnoozed(Box::new(Snoozed {
                        case,
                        until: *until,
                        reason: reason.clone(),
                        by: who.person.id,
                    })),
                };
                work.record(event).await?;
            }
            work.commit().await
        })
    }

    fn read_tend(&self, who: &Who, form: &TendForm, many: usize) -> Result<Told, Refusal> {
        let mut check = Check::default();
        if many == 0 {
            check.problem("cases", "Tick at least one case.");
        } else if many > MOST_AT_ONCE {
            check.problem("cases", phrase!("At most {} cases at once.", MOST_AT_ONCE));
        }
        let told = match form.act.as_str() {
            "mine" => Some(Told::Assign(Some(who.person.id))),
            "assign" if form.owner.is_empty() => Some(Told::Assign(None)),
            "assign" => check
                .some("owner", PersonId::parse(&form.owner), "Choose somebody from the list.")
                .map(|person| Told::Assign(Some(person))),
            "grade" => check
                .some("severity", Severity::parse(&form.severity), "Choose a severity from the list.")
                .map(Told::Grade),
            "snooze" => {
                let reason = check.word("reason", Reason::parse(&form.snooze.reason));
                let zone = Zone::parse(&who.person.zone).unwrap_or(Zone::UTC);
                let until = self.read_morning(&mut check, &form.snooze, &zone);
                until.zip(reason).map(|(until, reason)| Told::Snooze(until, reason.as_str().to_owned().into()))
            }
            _ => {
                check.problem("act", "Choose what to do.");
                None
            }
        };
        match told {
            Some(told) => check.done().map(|()| told),
            None => check.refuse(),
        }
    }

    /// Those who can own a case: ids and names.
    pub async fn case_workers(&self) -> Done<Vec<(String, String)>> {
        let mut reader = self.read().await?;
        let people = crate::store::lists::people(&mut reader.conn()).await.map_err(Failure::from)?;
        Ok(workers(&plain(people)))
    }
}
