//! Erasing a person. One asks, with the legal basis; another sees what would go and agrees; then values, salts and the
//! bytes that hold them go in one transaction with its event. A hold stops it, and nothing of the ledger changes.

mod entries;
mod naming;
pub mod trace;

use super::check::Check;
use super::destroying;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::complaint::Complaint;
use crate::customer::Customer;
use crate::erasure::{Asked, Basis, Dropped, Erased, Erasure, Subject};
use crate::event::Event;
use crate::id::{CommandId, ErasureId};
use crate::people::{Act, Person};
use crate::refusal::Refusal;
use crate::sentence::Names;
use crate::store::{Conn, aside, aside_people, keeping, lists, traces};
use crate::words::{Reason, ours};
use serde::Serialize;
use trace::{Sought, Trace};

const MOST: i64 = 200;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ErasureForm {
    pub basis: String,
    pub reason: String,
    pub mentions: bool,
}

/// What would go if somebody asked for it now, or agreed to it.
#[derive(Clone, Debug)]
pub struct ErasurePreview {
    pub subject: Subject,
    pub label: String,
    /// Where one came from.
    pub href: String,
    pub trace: Trace,
    /// The numbers of the holds that keep some of it.
    pub held_by: Vec<i64>,
    /// The number of one that waits already.
    pub waits: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct ErasureView {
    pub erasure: Erasure,
    /// As long as it waits.
    pub preview: Option<ErasurePreview>,
    pub digest: String,
    pub names: Names,
}

impl Desk {
    /// Every erasure, the newest first.
    pub async fn erasures_view(&self, who: &Who) -> Done<(Vec<Erasure>, Names)> {
        who.must(Act::Erase)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let all = keeping::erasures(&mut conn, MOST).await?.into_iter().map(|held| held.noun).collect();
        Ok((all, self.names_in(&mut conn).await?))
    }

    pub async fn erasure_view(&self, who: &Who, number: i64) -> Done<ErasureView> {
        who.must(Act::Erase)?;
        let (erasure, names) = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            let erasure = keeping::erasure(&mut conn, number).await?.ok_or(Refusal::NotFound("erasure"))?.noun;
            (erasure, self.names_in(&mut conn).await?)
        };
        let preview = match erasure.is_open() {
            true => Some(self.erasure_preview(who, erasure.subject).await?),
            false => None,
        };
        let digest = preview.as_ref().map(|preview| preview.trace.digest(erasure.mentions)).unwrap_or_default();
        Ok(ErasureView { erasure, preview, digest, names })
    }

    /// "reporter/<complaint's number>", "contact/<handle>/<contact>", "person/<id>", "former-name/<id>": as it stands in
    /// addresses.
    pub async fn erasure_subject(&self, of: &str) -> Done<Subject> {
        let nobody = || Refusal::NotFound("person");
        let mut parts = of.split('/');
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let subject = match (parts.next(), parts.next(), parts.next()) {
            (Some("reporter"), Some(number), None) => {
                let number = number.parse().map_err(|_| nobody())?;
                let found = lists::complaint_by_number(&mut conn, number).await?.ok_or_else(nobody)?;
                Subject::Reporter { complaint: found.noun.id }
            }
            (Some("contact"), Some(handle), Some(contact)) => {
                let found = lists::customer_by_handle(&mut conn, handle).await?.ok_or_else(nobody)?.noun;
                let contact = crate::id::ContactId::parse(contact).ok_or_else(nobody)?;
                Subject::Contact { customer: found.id, contact }
            }
            (Some("former-name"), Some(id), None) => {
                Subject::FormerName { person: crate::id::PersonId::parse(id).ok_or_else(nobody)? }
            }
            (Some("person"), Some(id), None) => {
                Subject::Person { person: crate::id::PersonId::parse(id).ok_or_else(nobody)? }
            }
            _ => return Err(nobody().into()),
        };
        Ok(subject)
    }

    /// Whether somebody of the team was called otherwise before, and that name is still kept.
    pub async fn had_another_name(&self, person: &Person) -> Done<bool> {
        Ok(!trace::former_names(&mut self.read().await?.conn(), person).await?.is_empty())
    }

    pub async fn erasure_preview(&self, who: &Who, subject: Subject) -> Done<ErasurePreview> {
        who.must(Act::Erase)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (sought, href) = sought(&mut conn, subject).await?;
        let trace = trace::find(&mut conn, &self.settings().data, &sought).await?;
        let holds = destroying::standing(&mut conn).await?;
        let mut held_by: Vec<i64> = trace
            .going(true)
            .iter()
            .flat_map(|one| destroying::kept_by(&holds, &one.belongs).map(|hold| hold.number).collect::<Vec<_>>())
            .collect();
        held_by.sort_unstable();
        held_by.dedup();
        let waits = keeping::erasures_of(&mut conn, subject).await?.into_iter().map(|held| held.noun);
        let waits = waits.filter(Erasure::is_open).map(|erasure| erasure.number).next();
        Ok(ErasurePreview { subject, label: sought.label(), href, trace, held_by, waits })
    }

    /// The first of two.
    pub async fn ask_erasure(
        &self,
        who: &Who,
        command: CommandId,
        subject: Subject,
        form: &ErasureForm,
    ) -> Done<(i64, Receipt)> {
        who.must(Act::Erase)?;
        let mut check = Check::default();
        let basis = check.some("basis", Basis::parse(&form.basis), "Choose what entitles us to it.");
        let reason = check.word("reason", Reason::parse(&form.reason));
        let (Some(basis), Some(reason)) = (basis, reason) else { return check.refuse().map_err(Failure::from) };
        self.follow_belongings().await?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(subject, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::ErasureAsked(asked) => Ok((asked.number, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            let sought = self.may_go(&mut work, subject).await?;
            if keeping::erasures_of(&mut work.conn(), subject).await?.iter().any(|held| held.noun.is_open()) {
                return Err(Refusal::field("basis", "Somebody has asked for this already.").into());
            }
            let erasure: ErasureId = work.new_id();
            let number = work.next_number("erasure").await?;
            work.record(Event::ErasureAsked(Box::new(Asked {
                erasure,
                number,
                subject,
                label: sought.label().into(),
                basis,
                reason: reason.as_str().to_owned().into(),
                mentions: form.mentions,
                by: who.person.id,
            })))
            .await?;
            Ok((number, work.commit().await?))
        })
    }

    /// The second of two. `seen` is the digest of what this person saw would go.
    pub async fn agree_erasure(&self, who: &Who, command: CommandId, number: i64, seen: &str) -> Done<Receipt> {
        who.must(Act::Erase)?;
        self.follow_belongings().await?;
        let mut letters = Vec::new();
        let done = again!(async {
            let mut work = match self.begin(who.actor(), command, &("erase", number, seen)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            let erasure = open(&mut work, number).await?;
            if erasure.asked_by == who.person.id {
                return Err(Refusal::OwnErasure.into());
            }
            who.must_be_fresh(work.now)?;
            let sought = self.may_go(&mut work, erasure.subject).await?;
            let trace = trace::find(&mut work.conn(), &self.settings().data, &sought).await?;
            if trace.too_many {
                let sentence = ours("Too many texts hold this name or address to be erased in one act.");
                return Err(Refusal::field("basis", sentence).into());
            }
            if trace.digest(erasure.mentions) != seen {
                return Err(Refusal::DueChanged.into());
            }
            let beside = self.forget_beside(&mut work, erasure.subject, &sought).await?;
            let mut going = trace.going(erasure.mentions);
            let label = trace::of_label(&erasure).filter(|label| going.iter().all(|one| one.hash != label.hash));
            going.extend(label);
            let by = who.person.id;
            let gone = self.destroy(&mut work, "erasure", &going, |gone, shared| {
                Event::PersonErased(Box::new(Erased {
                    erasure: erasure.id,
                    number,
                    subject: erasure.subject,
                    basis: erasure.basis,
                    asked_by: erasure.asked_by,
                    by,
                    gone,
                    beside: u32::try_from(beside).unwrap_or(u32::MAX),
                    shared,
                }))
            });
            gone.await?;
            letters = destroying::letters_of(&going);
            work.commit().await
        })?;
        self.after_destroying(&letters).await?;
        self.expire_exports().await?;
        Ok(done)
    }

    /// Nothing is erased. Whoever may ask may also put it aside.
    pub async fn drop_erasure(&self, who: &Who, command: CommandId, number: i64, reason: &str) -> Done<Receipt> {
        who.must(Act::Erase)?;
        let reason = Reason::parse(reason).map_err(|problem| Refusal::field("drop_reason", problem))?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("keep", number, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            let erasure = open(&mut work, number).await?;
            let dropped =
                Dropped { erasure: erasure.id, number, reason: reason.as_str().to_owned().into(), by: who.person.id };
            work.record(Event::ErasureDropped(Box::new(dropped))).await?;
            work.commit().await
        })
    }

    /// Who it is, if they can be erased at all: nobody acts under the name any more and no letter to them waits.
    async fn may_go(&self, work: &mut Work, subject: Subject) -> Done<Sought> {
        let (sought, _) = sought(&mut work.conn(), subject).await?;
        let refuse = |sentence: &'static str| Refusal::field("basis", sentence);
        if sought.in_use {
            return Err(match subject {
                Subject::Contact { .. } => {
                    refuse(ours("This contact is in use. Withdraw it first: letters still go there."))
                }
                _ => refuse(ours("They can still sign in. End their access first.")),
            }
            .into());
        }
        if sought.is_nobody() {
            return Err(refuse(ours("Nothing is kept here that names them.")).into());
        }
        if trace::letter_waits(&mut work.conn(), &sought).await? {
            return Err(refuse(ours("A letter to them has not left yet. Wait until it has.")).into());
        }
        Ok(sought)
    }

    async fn forget_beside(&self, work: &mut Work, subject: Subject, sought: &Sought) -> Done<u64> {
        let now = work.now;
        let mut conn = work.conn();
        let mut many = traces::forget(&mut conn, &sought.texts(), now).await?;
        if let Subject::Person { person } = subject {
            many += traces::forget_sign_in(&mut conn, person).await?;
            aside_people::drop_factor(&mut conn, person).await?;
            aside::drop_sessions_of(&mut conn, person).await?;
        }
        Ok(many)
    }
}

async fn open(work: &mut Work, number: i64) -> Done<Erasure> {
    let erasure = keeping::erasure(&mut work.conn(), number).await?.ok_or(Refusal::NotFound("erasure"))?.noun;
    if erasure.is_open() { Ok(erasure) } else { Err(Refusal::ErasureOver.into()) }
}

/// What they are called and where they belong, and the page that one came from.
async fn sought(conn: &mut Conn<'_>, subject: Subject) -> Done<(Sought, String)> {
    Ok(match subject {
        Subject::Reporter { complaint } => {
            let found = lists::one::<Complaint>(conn, &complaint.to_string()).await?;
            let complaint = found.ok_or(Refusal::NotFound("person"))?.noun;
            let reporter = &complaint.report.reporter;
            let sought = Sought::new(subject, reporter.name.get(), reporter.email.get(), false);
            (sought, format!("/complaints/{}", complaint.number))
        }
        Subject::Contact { customer, contact } => {
            let found = lists::one::<Customer>(conn, &customer.to_string()).await?;
            let customer = found.ok_or(Refusal::NotFound("person"))?.noun;
            let one = customer.contacts.iter().find(|one| one.id == contact).ok_or(Refusal::NotFound("person"))?;
            let sought = Sought::new(subject, one.name.get(), one.email.get(), one.is_in_use());
            (sought, format!("/customers/{}", customer.handle))
        }
        Subject::Person { person } => {
            let found = lists::one::<Person>(conn, &person.to_string()).await?;
            let person = found.ok_or(Refusal::NotFound("person"))?.noun;
            let sought = Sought::new(subject, person.name.get(), person.email.get(), person.disabled_at.is_none());
            (sought, format!("/people/{}", person.id))
        }
        Subject::FormerName { person } => {
            let found = lists::one::<Person>(conn, &person.to_string()).await?;
            let person = found.ok_or(Refusal::NotFound("person"))?.noun;
            let former = trace::former_names(conn, &person).await?;
            (Sought::of_names(subject, former), format!("/people/{}", person.id))
        }
    })
}
