//! One sentence for each event. Who reads decides what it says: a customer never reads an analyst's name
//! and never reads what is internal.

mod customer;
mod customers;
mod customerside;
mod deciding;
mod exports;
mod notices;
mod people;
mod triage;

use crate::complaint::Channel;
use crate::decision::Outcome;
use crate::event::{Event, Recorded};
use crate::id::PersonId;
use crate::letter::Cause;
use crate::notice::Via;
use crate::people::Actor;
use crate::words::Language;
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
    pub text: String,
    /// Words that are not ours: see `voice`.
    pub quote: Option<String>,
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

    pub fn actor(&self, actor: Actor) -> &str {
        match actor {
            Actor::Analyst { person } => self.of(person),
            Actor::Customer { .. } => "The customer",
            Actor::Reporter => "A reporter",
            Actor::Machine { .. } => "A reporting machine",
            Actor::System => "Due Notice",
        }
    }
}

impl Recorded {
    /// None: this audience is not told.
    pub fn sentence(&self, audience: Audience, language: Language, names: &Names) -> Option<Sentence> {
        match audience {
            Audience::Customer => customer::sentence(&self.event, language),
            Audience::Staff | Audience::Export => Some(staff(self, names)),
        }
    }
}

fn say(text: impl Into<String>, tone: Tone) -> Sentence {
    Sentence { text: text.into(), quote: None, voice: Voice::Person, tone }
}

fn quote(text: impl Into<String>, words: &str, tone: Tone) -> Sentence {
    Sentence { text: text.into(), quote: (!words.is_empty()).then(|| words.to_owned()), voice: Voice::Person, tone }
}

/// What a server or a program said.
fn output(text: impl Into<String>, words: &str, tone: Tone) -> Sentence {
    Sentence { voice: Voice::Machine, ..quote(text, words, tone) }
}

fn plural(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

fn about(cause: &Cause) -> &'static str {
    match cause {
        Cause::Notice { .. } => "the notice",
        Cause::Receipt { .. } => "the receipt",
        Cause::Decision { .. } => "the statement of reasons",
        Cause::Complaint { .. } => "words for the reporter",
        Cause::Passing { .. } => "the information",
        Cause::Invitation { .. } => "the invitation",
        Cause::Interim { .. } => "word of the interim measure",
        Cause::Appeal { .. } => "word about the appeal",
        Cause::DataRequest { .. } => "the answer about the data",
        Cause::Withdrawal { .. } => "the word that a notice was withdrawn",
        // -- the customer's side
        Cause::Time { .. } => "word about more time",
        Cause::Code { .. } => "a code",
        Cause::Link { .. } => "a new link",
    }
}

fn staff(recorded: &Recorded, names: &Names) -> Sentence {
    use Tone::{Customer, Legal, Plain};
    let who = names.actor(recorded.actor);
    match &recorded.event {
        Event::DeskFounded { provider, demonstration: true, .. } => {
            say(format!("A demonstration desk of {provider} was founded."), Legal)
        }
        Event::DeskFounded { provider, .. } => say(format!("The desk of {provider} was founded."), Legal),
        Event::PersonAdded { person, role, .. } => {
            say(format!("{} joined the team as {}.", names.of(*person), role.word()), Plain)
        }
        Event::PasswordSet { person } => say(format!("{} got a password.", names.of(*person)), Plain),
        Event::RoleChanged { person, role } => say(format!("{} became {}.", names.of(*person), role.word()), Plain),
        Event::PersonDisabled { person } => say(format!("{} can no longer sign in.", names.of(*person)), Plain),
        Event::TokenAdded { name, scope, .. } => say(format!("{who} made the API token {name} ({scope})."), Plain),
        Event::TokenRevoked { .. } => say(format!("{who} revoked an API token."), Plain),
        Event::ClausePublished { code, edition, title, .. } => {
            say(format!("Clause {code}, {title}, was published in the version of {edition}."), Legal)
        }
        Event::CustomerAdded { handle, account, .. } => {
            say(format!("{who} added the customer {handle}, account {account}."), Plain)
        }
        Event::ContactAdded { duty, .. } => say(format!("{who} added a contact ({}).", duty.word()), Plain),
        Event::AssetAssigned { value, from, .. } => {
            say(format!("{value} was assigned from {}.", from.short_utc()), Plain)
        }
        Event::AssetReleased { to, .. } => say(format!("An asset was given back on {}.", to.short_utc()), Plain),
        Event::ComplaintReceived { number, report, .. } => {
            let by = match report.channel {
                Channel::Desk => format!("{who} logged complaint C-{number}"),
                Channel::Public => format!("Complaint C-{number} came by the public page"),
                Channel::Api => format!("Complaint C-{number} came by the API"),
                Channel::Mail => format!("Complaint C-{number} came by mail"),
            };
            quote(format!("{by}: {}.", report.category.name()), report.summary.show(), Plain)
        }
        Event::ComplaintRepeated { .. } => say("The same complaint came again.", Plain),
        Event::ComplaintMatched { whose, .. } => {
            say(format!("{who} said whose complaint it is. {}", whose.why()), Plain)
        }
        Event::ComplaintRejected { reason, .. } => {
            quote(format!("{who} rejected the complaint:"), reason.show(), Plain)
        }
        Event::ComplaintAttached { number, .. } => say(format!("{who} attached complaint C-{number}."), Plain),
        Event::CaseOpened { number, severity, title, .. } => {
            say(format!("{who} opened case {number}: {} ({} severity).", title.show(), severity.word()), Plain)
        }
        Event::CaseAssigned { owner: Some(owner), .. } if recorded.actor.person() == Some(*owner) => {
            say(format!("{who} took the case."), Plain)
        }
        Event::CaseAssigned { owner: Some(owner), .. } => {
            say(format!("{who} gave the case to {}.", names.of(*owner)), Plain)
        }
        Event::CaseAssigned { owner: None, .. } => say(format!("{who} put the case back without an owner."), Plain),
        Event::CaseNoted { text, .. } => quote(format!("{who} noted, internal:"), text.show(), Plain),
        Event::CaseClosed { reason, .. } => quote(format!("{who} closed the case:"), reason.show(), Legal),
        Event::EvidenceAdded { exhibit, .. } => say(format!("{who} added evidence: {}.", exhibit.name.show()), Plain),
        Event::NoticeScheduled { number, deadline, text, .. } => quote(
            format!(
                "{who} sent notice N-{number}. It leaves when its undo window closes; answer by {}.",
                deadline.wall
            ),
            text.subject.show(),
            Plain,
        ),
        Event::NoticeUndone { number, .. } => say(format!("{who} took notice N-{number} back before it left."), Plain),
        Event::NoticeSent { number, wall, letters, .. } => say(
            format!(
                "Notice N-{number} left to {}. Its deadline is frozen: {wall}.",
                plural(letters.len(), "contact", "contacts")
            ),
            Legal,
        ),
        Event::NoticeWithdrawn { number, reason, .. } => {
            quote(format!("{who} withdrew notice N-{number}:"), reason.show(), Legal)
        }
        Event::NoticeConfirmed { number, .. } => {
            say(format!("The customer confirmed receipt of notice N-{number}."), Customer)
        }
        Event::DeadlinePassed { number, .. } => say(format!("The deadline of notice N-{number} passed."), Legal),
        Event::DeliveryFound { number, how, .. } => {
            quote(format!("{who} found that notice N-{number} reached the customer:"), how.show(), Legal)
        }
        Event::AnswerReceived { number, receipt, via, margin, parts, files, .. } => {
            let said: Vec<&str> = parts.iter().map(|part| part.text.show()).filter(|text| !text.is_empty()).collect();
            let time = crate::time::left_short(margin.abs(), Language::En);
            let when = if *margin < 0 { format!("late by {time}") } else { format!("on time by {time}") };
            let with = if files.is_empty() {
                String::new()
            } else {
                format!(" with {}", plural(files.len(), "file", "files"))
            };
            quote(
                match via {
                    Via::Page => format!("The customer answered notice N-{number}{with}, {when} (receipt {receipt})."),
                    Via::Mail => {
                        format!(
                            "{who} recorded an answer to notice N-{number} that came by mail{with}, {when} (receipt {receipt})."
                        )
                    }
                    Via::Phone => {
                        format!(
                            "{who} recorded an answer to notice N-{number} that came by telephone{with}, {when} (receipt {receipt})."
                        )
                    }
                },
                &said.join("\n\n"),
                Customer,
            )
        }
        Event::AnswerAssessed { receipt, verdicts, .. } => {
            let enough = verdicts.iter().filter(|verdict| verdict.enough).count();
            let reasons: Vec<String> = verdicts
                .iter()
                .map(|verdict| {
                    format!(
                        "{}. {}: {}",
                        verdict.requirement,
                        if verdict.enough { "Enough" } else { "Not enough" },
                        verdict.reason.show()
                    )
                })
                .collect();
            let not = verdicts.len() - enough;
            quote(
                format!("{who} weighed answer {receipt}: {enough} enough, {not} not enough."),
                &reasons.join("\n"),
                Legal,
            )
        }
        Event::DecisionProposed { number, outcome, effective, .. } if outcome.burdens() => say(
            format!(
                "{who} proposed decision D-{number}: {}, effective {}.",
                outcome.name(Language::En).to_lowercase(),
                effective.wall
            ),
            Legal,
        ),
        Event::DecisionProposed { number, outcome, .. } => {
            say(format!("{who} decided D-{number}: {}.", outcome.name(Language::En).to_lowercase()), Legal)
        }
        Event::DecisionApproved { number, text_hash, .. } => say(
            format!("{who} approved decision D-{number}, bound to text {}.", &text_hash[..text_hash.len().min(8)]),
            Legal,
        ),
        Event::DecisionWithdrawn { number, reason, .. } => {
            quote(format!("{who} withdrew decision D-{number}:"), reason.show(), Legal)
        }
        Event::DecisionStopped { number, findings, .. } => {
            let found: Vec<&str> = findings.iter().map(|finding| finding.sentence()).collect();
            quote(
                format!("Decision D-{number} was stopped before it took effect. A person must look:"),
                &found.join("\n"),
                Legal,
            )
        }
        Event::DecisionMissed { number, .. } => say(
            format!(
                "The hour of decision D-{number} passed while it could not be carried out. Nothing happened; a person must look."
            ),
            Legal,
        ),
        Event::DecisionTookEffect {
            number,
            outcome: Outcome::NoAction | Outcome::PlanAccepted | Outcome::Reinstatement,
            ..
        } => say(format!("Decision D-{number} took effect at once."), Legal),
        Event::DecisionTookEffect { number, .. } => say(format!("Decision D-{number} took effect."), Legal),
        Event::DecisionLifted { number, .. } => say(format!("Decision D-{number} was lifted."), Legal),
        Event::LetterQueued { cause, to, .. } => {
            say(format!("A letter with {} was put into the outbox for {}.", about(cause), to.show()), Plain)
        }
        Event::LetterAccepted { cause, response, .. } => {
            output(format!("The letter with {} was accepted by the next hop:", about(cause)), response, Legal)
        }
        Event::LetterFailed { cause, problem, .. } => {
            output(format!("The letter with {} could not be delivered:", about(cause)), problem, Legal)
        }
        Event::InstructionIssued { number, order, assets, .. } => {
            say(format!("Instruction I-{number} was issued: {} {}.", order.word(), assets.join(", ")), Legal)
        }
        Event::InstructionFailed { number, problem, gives_up, .. } => {
            let next = if *gives_up {
                " It is not tried again: a person must carry it out."
            } else {
                " It will be tried again."
            };
            output(format!("Instruction I-{number} failed.{next}"), problem, Plain)
        }
        Event::InstructionDone { number, answer, .. } => {
            output(format!("Instruction I-{number} was carried out by the configured program."), answer.show(), Legal)
        }
        Event::InstructionConfirmed { number, how, .. } => {
            quote(format!("{who} confirmed that instruction I-{number} was carried out by hand:"), how.show(), Legal)
        }
        Event::CaseExported { sha256, .. } => {
            say(format!("{who} took the case file out of the house ({}…).", &sha256[..sha256.len().min(12)]), Plain)
        }
        Event::EvidenceRevealed(revealed) => {
            say(format!("{who} looked at a piece of evidence: {}.", revealed.name.show()), Plain)
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
        | Event::RecoveryCodesRenewed(_) => people::sentence(&recorded.event, who, names),
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
    }
}
