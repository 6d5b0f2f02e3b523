//! The clock of an interim measure: two alarms, then it lapses, or counsel takes over.

use super::*;
use crate::interim::{Alarmed, Lapsed, ToCounsel};
use crate::letters::Alarm;
use crate::people::{Actor, Person};

impl Desk {
    /// Its timer fired. A desk that was away lets lapse what should have lapsed: what favours is never late by choice.
    pub async fn interim_due(&self, interim: InterimId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("interim", interim)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, interim).await?;
            if noun.stage != InterimStage::Waiting {
                return Ok(());
            }
            let (number, case) = (noun.number, noun.case);
            let next_alarm = ALARM_SECONDS.get(noun.alarms as usize).map(|after| noun.taken_at.plus_seconds(*after));
            if work.now >= noun.lapses_at && noun.emergency.goes_to_counsel() {
                work.record(Event::InterimToCounsel(Box::new(ToCounsel { interim, number, case }))).await?;
                self.sound(&mut work, &noun, Alarm::Counsel).await?;
            } else if work.now >= noun.lapses_at {
                work.record(Event::InterimLapsed(Box::new(Lapsed { interim, number, case, asset: noun.asset })))
                    .await?;
                self.tell_machines(&mut work, &noun, Order::Reinstate).await?;
                self.write_about_measure(&mut work, &noun, |words| letters::interim_over(words, None)).await?;
            } else if next_alarm.is_some_and(|at| at <= work.now) {
                let alarm = noun.alarms + 1;
                let next = ALARM_SECONDS.get(alarm as usize).map(|after| noun.taken_at.plus_seconds(*after));
                let next = next.unwrap_or(noun.lapses_at);
                work.record(Event::InterimAlarmed(Box::new(Alarmed { interim, number, case, alarm, next }))).await?;
                self.sound(&mut work, &noun, if alarm == 1 { Alarm::First } else { Alarm::Last }).await?;
            } else {
                return Ok(());
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// A letter to everybody who can confirm it.
    async fn sound(&self, work: &mut Work, noun: &Interim, alarm: Alarm) -> Done<()> {
        let people: Vec<Person> = lists::people(&mut work.conn())
            .await?
            .into_iter()
            .map(|held| held.noun)
            .filter(|person| person.disabled_at.is_none() && person.id != noun.taken_by)
            .collect();
        let of = |role: Role| people.iter().filter(move |person| person.role == role);
        let counsel = alarm == Alarm::Counsel || noun.emergency.goes_to_counsel();
        let mut called: Vec<&Person> = of(Role::Lead).collect();
        if counsel || called.is_empty() {
            called.extend(of(Role::Counsel));
        }
        let case: Case = work.need(noun.case, "case").await?;
        let owner: Customer = work.need(noun.customer, "customer").await?;
        let language = self.settings().language;
        let place = format!("{}/cases/{}/measures/{}", self.settings().public_url, case.number, noun.number);
        for person in called {
            let zone = Zone::parse(&person.zone).unwrap_or(Zone::UTC);
            let written =
                self.measure_words(noun, &case, &owner, language, &zone, |words| letters::alarm(words, alarm, &place));
            let letter = work.new_id();
            work.record(Event::LetterQueued {
                letter,
                case: Some(noun.case),
                cause: Cause::Interim { interim: noun.id },
                language,
                to: person.email.clone(),
                subject: written.subject.into(),
                text: written.text.into(),
                message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
            })
            .await?;
        }
        Ok(())
    }
}
