//! Passing on: the customer is told what was reported, and nothing is asked of them.

use super::work::{Begun, Work};
use super::{Desk, Done, again};
use crate::complaint::{Complaint, ComplaintStage};
use crate::customer::{Contact, Customer, Duty};
use crate::event::Event;
use crate::id::{CustomerId, PassingId};
use crate::letter::Cause;
use crate::letters::{self, PassedOnWords};
use crate::notice::UNDO_SECONDS;
use crate::passing::{Opening, PassedOn, Passing, PassingLetter, PassingStage, Planned, Sent};
use crate::people::Actor;
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::lists;
use crate::time::zone::Zone;
use crate::words::Phrase;
use std::collections::BTreeMap;

impl Desk {
    /// One letter to each customer, in the language of each contact. It leaves in a minute.
    pub(super) async fn pass_on(
        &self,
        work: &mut Work,
        complaints: Vec<Complaint>,
        opening: Opening,
        note: &str,
    ) -> Done<()> {
        let mut theirs: BTreeMap<CustomerId, Vec<Complaint>> = BTreeMap::new();
        for complaint in complaints {
            let refused = |why: Phrase| Refusal::field("complaints", phrase!("C-{} {}", complaint.number, why));
            if complaint.report.sealed {
                return Err(refused(phrase!("is sealed: what it holds is never passed on.")).into());
            }
            let customer = complaint.whose.customer();
            let customer = customer.ok_or_else(|| refused(phrase!("has no customer yet. Say first whose it is.")))?;
            theirs.entry(customer).or_default().push(complaint);
        }
        for (customer, complaints) in theirs {
            let customer: Customer = work.need(customer, "customer").await?;
            let contacts = told(&customer);
            if contacts.is_empty() {
                let sentence = phrase!("{} has no contact with an address that letters can go to.", customer.handle);
                return Err(Refusal::field("complaints", sentence).into());
            }
            let zone = Zone::parse(&customer.zone).unwrap_or(Zone::UTC);
            let letters = contacts
                .into_iter()
                .map(|contact| {
                    let written = letters::passed_on_letter(&PassedOnWords {
                        provider: &self.settings().provider,
                        phone: &self.settings().phone,
                        language: contact.language,
                        handle: &customer.handle,
                        zone: &zone,
                        opening,
                        note,
                        complaints: &complaints,
                    });
                    PassingLetter {
                        letter: work.new_id(),
                        contact: contact.id,
                        email: contact.email.clone(),
                        language: contact.language,
                        subject: written.subject.into(),
                        text: written.text.into(),
                        accepted_at: None,
                        failed_at: None,
                    }
                })
                .collect();
            let passing: PassingId = work.new_id();
            let planned = Planned {
                passing,
                customer: customer.id,
                complaints: complaints.iter().map(|complaint| (complaint.id, complaint.number)).collect(),
                opening: opening.word().to_owned(),
                letters,
                leaves_at: work.now.plus_seconds(UNDO_SECONDS),
            };
            work.record(Event::PassingPlanned(Box::new(planned))).await?;
            for complaint in complaints {
                let case = match complaint.stage {
                    ComplaintStage::InCase { case, .. } => Some(case),
                    _ => None,
                };
                let passed = PassedOn {
                    complaint: complaint.id,
                    number: complaint.number,
                    passing,
                    customer: customer.id,
                    case,
                };
                work.record(Event::ComplaintPassedOn(Box::new(passed))).await?;
            }
        }
        Ok(())
    }

    /// The minute is over: the letters go to the outbox.
    pub async fn send_due_passing(&self, passing: PassingId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("pass on", passing)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun: Passing = work.need(passing, "letter").await?;
            if noun.stage != PassingStage::Leaving || work.now < noun.leaves_at {
                return Ok(());
            }
            let sent = Sent {
                passing,
                customer: noun.customer,
                complaints: noun.complaints.iter().map(|(_, number)| *number).collect(),
                letters: u32::try_from(noun.letters.len()).unwrap_or(u32::MAX),
            };
            work.record(Event::PassingSent(Box::new(sent))).await?;
            for one in noun.letters {
                let message_id = format!("<dn.{}@{}>", one.letter, self.settings().mail_domain());
                work.record(Event::LetterQueued {
                    letter: one.letter,
                    case: None,
                    cause: Cause::Passing { passing },
                    language: one.language,
                    to: one.email,
                    subject: one.subject,
                    text: one.text,
                    message_id,
                })
                .await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// What was passed on to a customer and when, newest first.
    pub async fn passed_on_to(&self, customer: CustomerId, limit: i64) -> Done<Vec<Passing>> {
        let mut reader = self.read().await?;
        let held = lists::passings_of(&mut reader.conn(), customer, limit).await?;
        Ok(held.into_iter().map(|held| held.noun).collect())
    }
}

/// Those whose duty is abuse; without one, everybody.
fn told(customer: &Customer) -> Vec<Contact> {
    let reached = |contact: &&Contact| contact.email.get().is_some_and(|email| email.contains('@'));
    let abuse: Vec<Contact> =
        customer.contacts_in_use().filter(|contact| contact.duty == Duty::Abuse).filter(reached).cloned().collect();
    if abuse.is_empty() { customer.contacts_in_use().filter(reached).cloned().collect() } else { abuse }
}
