//! One sentence for each event. Who reads decides what it says: a customer never reads an analyst's name
//! and never reads what is internal.

mod answers;
mod customer;
mod customers;
mod customerside;
mod deadlines;
mod deciding;
mod exports;
mod handing;
mod keeping;
mod letters;
mod mail;
mod notices;
mod people;
pub mod rounds;
mod triage;
mod vouching;

use crate::complaint::Channel;
use crate::decision::Outcome;
use crate::event::{Event, Recorded};
use crate::id::PersonId;
use crate::people::Actor;
use crate::phrase;
use crate::words::{Language, Phrase, Value, ours};
use letters::about;
use std::collections::HashMap;

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The team, in the timeline.
    Staff,
    /// The hosted customer, on the page of the notice.
    Customer,
    /// A court or a regulator, in the case file: names stand, tone is the same.
    Export,
}

/// What the line beside an event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Has legal effect.
    Legal,
    /// Comes from the customer.
    Customer,
    Plain,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub text: Phrase,
    /// Words that are not ours: see `voice`.
    pub quote: Option<Phrase>,
    pub voice: Voice,
    pub tone: Tone,
}

/// Whose words a quote holds. People are set in serif, machines in mono.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Person,
    Machine,
}

/// Names of the team, for those who may read them.
#[derive(Clone, Debug, Default)]
pub struct Names(pub HashMap<PersonId, String>);

impl Names {
    pub fn of(&self, person: PersonId) -> &str {
        self.0.get(&person).map_or("somebody who left", String::as_str)
    }

    /// The same, for a sentence that may be said in another language.
    pub fn who(&self, person: PersonId) -> Phrase {
        self.0.get(&person).map_or_else(|| ours("somebody who left").into(), |name| Phrase::Said(name.clone()))
    }

    pub fn actor(&self, actor: Actor) -> Phrase {
        match actor {
            Actor::Analyst { person } => self.who(person),
            Actor::Customer { .. } => ours("The customer").into(),
            Actor::Reporter => ours("A reporter").into(),
            Actor::Machine { .. } => ours("A reporting machine").into(),
            Actor::System => Phrase::Said("Due Notice".to_owned()),
        }
    }
}

impl Recorded {
    /// None: this audience is not told. A customer's language is the letter's; whoever of the team reads has the
    /// sentence said in theirs.
    pub fn sentence(&self, audience: Audience, language: Language, names: &Names) -> Option<Sentence> {
        match audience {
            Audience::Customer => customer::sentence(&self.event, language),
            Audience::Staff | Audience::Export => Some(staff(self, names)),
        }
    }
}

fn say(text: impl Into<Phrase>, tone: Tone) -> Sentence {
    Sentence { text: text.into(), quote: None, voice: Voice::Person, tone }
}

fn quote(text: impl Into<Phrase>, words: impl Value, tone: Tone) -> Sentence {
    let words = words.phrase();
    let quote = (words != Phrase::Said(String::new())).then_some(words);
    Sentence { text: text.into(), quote, voice: Voice::Person, tone }
}

/// What a server or a program said.
fn output(text: impl Into<Phrase>, words: &str, tone: Tone) -> Sentence {
    Sentence { voice: Voice::Machine, ..quote(text, words, tone) }
}

fn staff(recorded: &Recorded, names: &Names) -> Sentence {
    use Tone::{Customer, Legal, Plain};
    let who = &names.actor(recorded.actor);
    match &recorded.event {
        Event::DeskFounded { provider, demonstration: true, .. } => {
            say(phrase!("A demonstration desk of {} was founded.", provider), Legal)
        }
        Event::DeskFounded { provider, .. } => say(phrase!("The desk of {} was founded.", provider), Legal),
        Event::PersonAdded { person, role, .. } => {
            say(phrase!("{} joined the team as {}.", names.who(*person), Phrase::from(role.word())), Plain)
        }
        Event::PasswordSet { person } => say(phrase!("{} got a password.", names.who(*person)), Plain),
        Event::RoleChanged { person, role } => {
            say(phrase!("{} became {}.", names.who(*person), Phrase::from(role.word())), Plain)
        }
        Event::PersonDisabled { person } => say(phrase!("{} can no longer sign in.", names.who(*person)), Plain),
        Event::TokenAdded { name, scope, .. } => {
            say(phrase!("{} made the API token {} ({}).", who, name, scope), Plain)
        }
        Event::TokenRevoked { .. } => say(phrase!("{} revoked an API token.", who), Plain),
        Event::ClausePublished { code, edition, title, .. } => {
            say(phrase!("Clause {}, {}, was published in the version of {}.", code, title, edition), Legal)
        }
        Event::CustomerAdded { handle, account, .. } => {
            say(phrase!("{} added the customer {}, account {}.", who, handle, account), Plain)
        }
        Event::ContactAdded { duty, .. } => {
            say(phrase!("{} added a contact ({}).", who, Phrase::from(duty.word())), Plain)
        }
        Event::AssetAssigned { value, from, .. } => say(phrase!("{} was assigned from {}.", value, from), Plain),
        Event::AssetReleased { to, .. } => say(phrase!("An asset was given back on {}.", to), Plain),
        Event::ComplaintReceived { number, report, .. } => {
            let by = match report.channel {
                Channel::Desk => phrase!("{} logged complaint C-{}", who, number),
                Channel::Public => phrase!("Complaint C-{} came by the public page", number),
                Channel::Api => phrase!("Complaint C-{} came by the API", number),
                Channel::Mail => phrase!("Complaint C-{} came by mail", number),
            };
            quote(phrase!("{}: {}.", by, Phrase::from(report.category.name())), report.summary.show(), Plain)
        }
        Event::ComplaintRepeated { .. } => say("The same complaint came again.", Plain),
        Event::ComplaintMatched { whose, .. } => {
            let why = Phrase::Recorded(whose.why().to_owned());
            say(phrase!("{} said whose complaint it is. {}", who, why), Plain)
        }
        Event::ComplaintRejected { reason, .. } => {
            quote(phrase!("{} rejected the complaint:", who), reason.show(), Plain)
        }
        Event::ComplaintAttached { number, .. } => say(phrase!("{} attached complaint C-{}.", who, number), Plain),
        Event::CaseOpened { number, severity, title, .. } => say(
            phrase!("{} opened case {}: {} ({} severity).", who, number, title.show(), Phrase::from(severity.word())),
            Plain,
        ),
        Event::CaseAssigned { owner: Some(owner), .. } if recorded.actor.person() == Some(*owner) => {
            say(phrase!("{} took the case.", who), Plain)
        }
        Event::CaseAssigned { owner: Some(owner), .. } => {
            say(phrase!("{} gave the case to {}.", who, names.who(*owner)), Plain)
        }
        Event::CaseAssigned { owner: None, .. } => say(phrase!("{} put the case back without an owner.", who), Plain),
        Event::CaseNoted { text, .. } => quote(phrase!("{} noted, internal:", who), text.show(), Plain),
        Event::CaseClosed { reason, .. } => quote(phrase!("{} closed the case:", who), reason.show(), Legal),
        Event::EvidenceAdded { exhibit, .. } => say(phrase!("{} added evidence: {}.", who, exhibit.name.show()), Plain),
        Event::NoticeScheduled { number, deadline, text, .. } => quote(
            phrase!(
                "{} sent notice N-{}. It leaves when its undo window closes; answer by {}.",
                who,
                number,
                Phrase::each(|language| deadline.sentence(language))
            ),
            text.subject.show(),
            Plain,
        ),
        Event::NoticeUndone { number, .. } => {
            say(phrase!("{} took notice N-{} back before it left.", who, number), Plain)
        }
        Event::NoticeSent { number, wall, letters, .. } => say(
            phrase!(
                "Notice N-{} left to {}. Its deadline is frozen: {}.",
                number,
                Phrase::many(letters.len(), "contact", "contacts"),
                wall
            ),
            Legal,
        ),
        Event::NoticeWithdrawn { number, reason, .. } => {
            quote(phrase!("{} withdrew notice N-{}:", who, number), reason.show(), Legal)
        }
        Event::NoticeConfirmed { number, .. } => {
            say(phrase!("The customer confirmed receipt of notice N-{}.", number), Customer)
        }
        Event::DeadlinePassed { number, .. } => say(phrase!("The deadline of notice N-{} passed.", number), Legal),
        Event::DeliveryFound { number, how, .. } => {
            quote(phrase!("{} found that notice N-{} reached the customer:", who, number), how.show(), Legal)
        }
        Event::AnswerReceived { .. } | Event::AnswerAssessed { .. } => answers::sentence(&recorded.event, who),
        Event::DecisionProposed { number, outcome, effective, .. } if outcome.burdens() => say(
            phrase!(
                "{} proposed decision D-{}: {}, effective {}.",
                who,
                number,
                Phrase::each(|language| outcome.name(language)).small(),
                Phrase::each(|language| effective.sentence(language))
            ),
            Legal,
        ),
        Event::DecisionProposed { number, outcome, .. } => say(
            phrase!("{} decided D-{}: {}.", who, number, Phrase::each(|language| outcome.name(language)).small()),
            Legal,
        ),
        Event::DecisionApproved { number, text_hash, .. } => say(
            phrase!("{} approved decision D-{}, bound to text {}.", who, number, &text_hash[..text_hash.len().min(8)]),
            Legal,
        ),
        Event::DecisionWithdrawn { number, reason, .. } => {
            quote(phrase!("{} withdrew decision D-{}:", who, number), reason.show(), Legal)
        }
        Event::DecisionStopped { number, findings, .. } => {
            let found = findings.iter().map(|finding| Phrase::from(finding.sentence()));
            quote(
                phrase!("Decision D-{} was stopped before it took effect. A person must look:", number),
                Phrase::join(found, "\n"),
                Legal,
            )
        }
        Event::DecisionMissed { number, .. } => say(
            phrase!(
                "The hour of decision D-{} passed while it could not be carried out. Nothing happened; a person must look.",
                number
            ),
            Legal,
        ),
        Event::DecisionTookEffect {
            number,
            outcome: Outcome::NoAction | Outcome::PlanAccepted | Outcome::Reinstatement,
            ..
        } => say(phrase!("Decision D-{} took effect at once.", number), Legal),
        Event::DecisionTookEffect { number, .. } => say(phrase!("Decision D-{} took effect.", number), Legal),
        Event::DecisionLifted { number, .. } => say(phrase!("Decision D-{} was lifted.", number), Legal),
        Event::LetterQueued { .. } | Event::LetterAccepted { .. } | Event::LetterFailed { .. } => {
            letters::sentence(&recorded.event)
        }
        Event::InstructionIssued { number, order, assets, .. } => say(
            phrase!("Instruction I-{} was issued: {} {}.", number, Phrase::from(order.word()), assets.join(", ")),
            Legal,
        ),
        Event::InstructionFailed { number, problem, gives_up, .. } => {
            let next = Phrase::from(if *gives_up {
                ours(" It is not tried again: a person must carry it out.")
            } else {
                ours(" It will be tried again.")
            });
            output(phrase!("Instruction I-{} failed.{}", number, next), problem, Plain)
        }
        Event::InstructionDone { number, answer, .. } => {
            output(phrase!("Instruction I-{} was carried out by the configured program.", number), answer.show(), Legal)
        }
        Event::InstructionConfirmed { number, how, .. } => quote(
            phrase!("{} confirmed that instruction I-{} was carried out by hand:", who, number),
            how.show(),
            Legal,
        ),
        Event::CaseExported { sha256, .. } => {
            say(phrase!("{} took the case file out of the house ({}…).", who, &sha256[..sha256.len().min(12)]), Plain)
        }
        Event::EvidenceRevealed(revealed) => {
            say(phrase!("{} looked at a piece of evidence: {}.", who, revealed.name.show()), Plain)
        }
        // Customers, their policy, and what becomes of complaints.
        Event::ClauseEditionPublished(new) => customers::clause_published(who, new),
        Event::AccountChanged(new) => customers::account_changed(who, new),
        Event::ContactChanged(new) => customers::contact_changed(who, new),
        Event::ContactVerified(new) => customers::contact_verified(who, new),
        Event::ContactWithdrawn(new) => customers::contact_withdrawn(who, new),
        Event::AssetTermChanged(new) => customers::term_changed(who, new),
        Event::CustomersImported(new) => customers::imported(who, new),
        Event::LocationsMarked(marked) => customers::marked(who, marked),
        Event::ComplaintJoined(joined) => customers::joined(joined),
        Event::ComplaintTakenOut(taken) => customers::taken_out(who, taken),
        Event::ReporterLinked(linked) => customers::reporter_linked(linked),
        Event::ReporterTold(told) => customers::reporter_told(told),
        // triage
        Event::ComplaintReturned(_)
        | Event::ComplaintClassed(_)
        | Event::PassingPlanned(_)
        | Event::ComplaintPassedOn(_)
        | Event::PassingUndone(_)
        | Event::PassingSent(_)
        | Event::CaseGraded(_)
        | Event::CaseTagged(_)
        | Event::CaseSnoozed(_)
        | Event::CaseWoken(_)
        | Event::CaseLinked(_)
        | Event::CaseUnlinked(_) => triage::staff(recorded, names),
        // -- people
        Event::PersonRestored(_)
        | Event::PersonInvited(_)
        | Event::InvitationSentAgain(_)
        | Event::InvitationTakenBack(_)
        | Event::InvitationAccepted(_)
        | Event::SecondFactorSet(_)
        | Event::SecondFactorRemoved(_)
        | Event::RecoveryCodeUsed(_)
        | Event::RecoveryCodesRenewed(_)
        | Event::RoleProposed(_)
        | Event::RoleAgreed(_)
        | Event::RoleDropped(_) => people::sentence(&recorded.event, who, names),
        // -- weighing and deciding
        Event::DecisionWeighed(_)
        | Event::DecisionSeconded(_)
        | Event::DecisionReplaced(_)
        | Event::ConditionMet(_)
        | Event::DecisionStayed(_)
        | Event::StayEnded(_)
        | Event::InterimTaken(_)
        | Event::InterimAlarmed(_)
        | Event::InterimConfirmed(_)
        | Event::InterimToCounsel(_)
        | Event::InterimLapsed(_)
        | Event::InterimEnded(_)
        | Event::MeasureInstructed(_)
        | Event::AppealFiled(_)
        | Event::AppealAssigned(_)
        | Event::AppealSaid(_)
        | Event::AppealDecided(_)
        | Event::HoldPlaced(_)
        | Event::HoldReleaseAsked(_)
        | Event::HoldReleased(_)
        | Event::DataAsked(_)
        | Event::DataSettled(_) => {
            deciding::staff(recorded, names).unwrap_or_else(|| say(recorded.event.kind(), Plain))
        }
        // -- exports
        Event::ExportMade(made) => exports::made(who, made),
        // -- who vouches for the ledger
        Event::NotaryKeyChanged(changed) => vouching::key_changed(changed),
        Event::TimeStamped(stamped) => vouching::stamped(stamped),
        Event::GapDeclared(gap) => vouching::gap_declared(gap, names),
        Event::GapAccepted(accepted) => vouching::gap_accepted(accepted),
        // templates, how notices were written, letters sent again
        Event::TemplatesPublished(_)
        | Event::NoticeWritten(_)
        | Event::NoticeSuperseded(_)
        | Event::LetterSentAgain(_) => notices::sentence(&recorded.event, who),
        // -- the customer's side
        Event::TimeAsked(_)
        | Event::TimeGranted(_)
        | Event::TimeRefused(_)
        | Event::CodeAwaited(_)
        | Event::SenderConfirmed(_)
        | Event::AccountDenied(_)
        | Event::LinkReplaced(_) => {
            customerside::staff(recorded, names).unwrap_or_else(|| say("Something happened.", Plain))
        }
        // -- how far letters came, and what came back
        Event::LetterHandedOver(_)
        | Event::LetterDoubted(_)
        | Event::LetterReported(_)
        | Event::NoticeUnreached(_)
        | Event::ChannelTried(_)
        | Event::MailReceived(_)
        | Event::MailBound(_)
        | Event::MailAnswered(_)
        | Event::MailSettled(_) => mail::staff(recorded, names).unwrap_or_else(|| say(recorded.event.kind(), Plain)),
        // -- the rounds
        Event::LetterHandedAgain(_)
        | Event::RoundsAway(_)
        | Event::RoundsAwaySeen(_)
        | Event::ClockDoubted(_)
        | Event::ClockTrusted(_)
        | Event::DecisionMissExplained(_)
        | Event::NoticeKeptBack(_) => rounds::sentence(&recorded.event, who),
        // -- reminders, later deadlines, calendars, the end of a preservation
        Event::RemindersPlanned(_)
        | Event::ReminderSent(_)
        | Event::ReminderMissed(_)
        | Event::RemindersEnded(_)
        | Event::DeadlineLater(_)
        | Event::DeadlineDrifted(_)
        | Event::TeamAlerted(_)
        | Event::CalendarImported(_)
        | Event::DataDestroyed(_)
        | Event::PreservationWatched(_)
        | Event::NoticeAnchored(_)
        | Event::AnchorReached(_)
        | Event::AnchorMissed(_)
        | Event::AnchorWaived(_) => {
            deadlines::staff(recorded, names).unwrap_or_else(|| say("Something happened.", Plain))
        }
        // -- holds from the register, what is kept and what went
        Event::WideHoldPlaced(_)
        | Event::WideHoldReleaseAsked(_)
        | Event::WideHoldReleased(_)
        | Event::RetentionRuled(_)
        | Event::DisposalProposed(_)
        | Event::DisposalDropped(_)
        | Event::MaterialDestroyed(_)
        | Event::AsideCleared(_)
        | Event::ErasureAsked(_)
        | Event::ErasureDropped(_)
        | Event::PersonErased(_)
        | Event::PersonRenamed(_) => keeping::sentence(&recorded.event, who, names),
        // -- instructions handed to the provider's own receiver
        Event::InstructionNotTaken(not) => handing::not_taken(not),
        Event::InstructionTaken(taken) => handing::taken(taken),
        Event::InstructionResulted(result) => handing::resulted(result),
        Event::InstructionOvertaken(it) => handing::overtaken(it),
        Event::InstructionHandedAgain(again) => say(
            phrase!("{} had instruction I-{} handed over once more, under the same number.", who, again.number),
            Plain,
        ),
    }
}
