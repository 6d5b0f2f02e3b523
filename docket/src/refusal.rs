//! Every "no" of the rules, one human sentence each. None of them leaves a trace in the record.

use crate::decision::checks::Finding;
use crate::phrase;
use crate::read_only::ReadOnly;
use crate::words::{Language, Phrase, catalogue};
use serde::{Deserialize, Serialize};

/// One field that cannot be taken as it is. The sentence stands beside the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The `name` of the input.
    pub field: String,
    pub sentence: Phrase,
}

impl Problem {
    pub fn new(field: impl Into<String>, sentence: impl Into<Phrase>) -> Self {
        Self { field: field.into(), sentence: sentence.into() }
    }
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("There is no such {0}.")]
    NotFound(&'static str),
    #[error("Your role does not allow this. A lead or an admin can tell you who may.")]
    NotAllowed,
    #[error("Sign in again to do this: your last sign-in is more than five minutes ago.")]
    FreshSignInNeeded,
    #[error(
        "Somebody changed this while you were writing. Nothing of yours is lost: look at what changed, then send again."
    )]
    Stale { now: i64 },
    #[error("This form was already sent with other content. Open the page again and repeat what is new.")]
    CommandReused,
    /// Nobody can write anything, whatever their role.
    #[error("{0}")]
    ReadOnly(ReadOnly),
    #[error("Some fields need another look.")]
    Fields(Vec<Problem>),
    #[error("Somebody has looked at this mail already.")]
    MailSettled,
    #[error("The case is closed.")]
    CaseClosed,
    #[error("The complaint already belongs to a case or was rejected.")]
    ComplaintSettled,
    #[error("The notice has already left. It can be withdrawn, not undone.")]
    UndoTooLate,
    #[error("Another notice of this case is still leaving or running.")]
    NoticeRunning,
    #[error("The notice is not running.")]
    NoticeNotRunning,
    #[error("A decision of this case is still pending.")]
    DecisionPending,
    #[error("This decision is not waiting for approval.")]
    NotProposed,
    #[error("This decision can no longer be withdrawn.")]
    NotPending,
    #[error("You proposed this decision, so another person must approve it.")]
    OwnProposal,
    #[error("The text changed since you read it. Read it again before you approve.")]
    TextChanged,
    #[error("The hour at which it should take effect has passed. Withdraw it and propose a new hour.")]
    HourPassed,
    #[error("This cannot be decided now.")]
    StandsInTheWay(Vec<Finding>),
    #[error("This decision is not in force.")]
    NotInForce,
    #[error("You approved this decision already. The second approval must come from another person.")]
    ApprovedAlready,
    #[error("Only what waits for its hour or is in force can be stayed.")]
    NotStayable,
    #[error("This decision is not stayed.")]
    NotStayed,
    #[error("You took this measure, so another person must confirm it.")]
    OwnMeasure,
    #[error("This measure no longer stands, or was confirmed before.")]
    MeasureOver,
    #[error("Nobody confirmed this measure in time. Counsel decides about it now.")]
    CounselDecides,
    #[error("You proposed or approved this decision, so somebody else decides the appeal.")]
    NotImpartial,
    #[error("Take this appeal first: an appeal is decided by whoever it is assigned to.")]
    NotAssigned,
    #[error("This appeal was already decided.")]
    AppealDecided,
    #[error("An appeal of this case has not been decided.")]
    AppealWaits,
    #[error("An interim measure of this case still stands.")]
    MeasureStands,
    #[error("A litigation hold stands on this case: nothing in its scope is closed or ended.")]
    HoldStands,
    #[error("A litigation hold covers some of this. While it stands nothing of it is destroyed or erased.")]
    HoldKeeps,
    #[error("What falls due has changed since you looked. Look again, then confirm.")]
    DueChanged,
    #[error("This was already destroyed, or put aside.")]
    DisposalOver,
    #[error("This erasure was already carried out, or put aside.")]
    ErasureOver,
    #[error("You asked for this erasure, so another person must agree to it.")]
    OwnErasure,
    #[error("This hold was already released.")]
    HoldReleased,
    #[error("Somebody has already looked, or the desk was not away.")]
    NothingToSee,
    #[error("The clock is not in doubt. Somebody may have said so before you.")]
    ClockNotInDoubt,
    #[error("You asked for this release, so another person must agree to it.")]
    OwnRelease,
    #[error("This request was already answered.")]
    RequestAnswered,
    #[error("It stands on record already that this data was destroyed.")]
    DataGone,
    #[error("This instruction was already carried out.")]
    AlreadyDone,
    #[error("This instruction is still on its way: it is tried again by itself.")]
    TriedStill,
    #[error("No program and no receiver is configured, so people carry instructions out and say so here.")]
    NoMachine,
    #[error("The customer has no contact with an address that letters can go to.")]
    NoContact,
    #[error("This desk already has people or customers. A demonstration needs an empty one.")]
    NotEmpty,
    #[error("The set-up link was already used or is too old.")]
    SetupLinkSpent,
    // triage
    #[error("Somebody has worked on this since, so it cannot be taken back.")]
    WorkedOnSince,
    #[error("This cannot be taken back.")]
    NotTakenBack,
    #[error("Only whoever did this can take it back.")]
    SomebodyElses,
    #[error("The letter has left. It cannot be taken back any more.")]
    LetterLeft,
    #[error("This link is too old.")]
    LinkExpired,
    #[error("This link was replaced by another one.")]
    LinkReplaced,
    #[error("This link was made for a contact who no longer acts for the customer.")]
    LinkWithdrawn,
    #[error("A request for more time of this customer waits already.")]
    TimeAskedBefore,
    #[error("The customer asked for more time. Decide that first: a new notice would leave the request behind.")]
    TimeWaits,
    #[error("Somebody answered that this is not their account. A lead settles that before another notice leaves.")]
    DenialWaits,
    #[error("This request for more time was already decided.")]
    TimeDecided,
    #[error("It was already shown that this came from the customer.")]
    ConfirmedBefore,
    #[error("A code has just been mailed. Wait a minute before the next one.")]
    CodeTooSoon,
    #[error("What you checked has changed since. Read it again, then send it.")]
    DraftChanged,

    // -- people
    #[error("The invitation was already used, taken back, or is too old. Ask whoever invited you for a new one.")]
    InvitationSpent,
    #[error("Nobody changes their own role. Another admin can do this.")]
    OwnRole,
    #[error("This is the only admin. Make somebody else an admin first.")]
    LastAdmin,
    // -- exports
    #[error("This was cancelled.")]
    Cancelled,
    #[error("This export has come to its end already, so there is nothing to cancel.")]
    ExportOver,
    #[error("A check of the whole record runs to its end, because half of one says nothing.")]
    CheckRuns,
    #[error("Ten exports are already waiting. Wait for one of them, or cancel one.")]
    TooManyExports,
    #[error("Nothing in it is new. An edition is published only when its words change.")]
    NothingChanged,
    #[error("This draft was saved in another window meanwhile. Open the page again to see what is kept.")]
    DraftElsewhere { now: i64 },
    #[error("This notice cannot be replaced: it is not running, or another one already takes its place.")]
    NotReplaceable,
    #[error("The link of this letter is no longer kept. Start again from what it was about.")]
    LinkGone,
    #[error("Only a letter that failed can be sent again, and only once.")]
    LetterNotFailed,
}

impl Refusal {
    pub fn field(field: impl Into<String>, sentence: impl Into<Phrase>) -> Self {
        Refusal::Fields(vec![Problem::new(field, sentence)])
    }

    /// The sentence in a reader's language. Written out, a refusal is English.
    pub fn in_language(&self, language: Language) -> String {
        match self {
            Refusal::NotFound(what) => phrase!("There is no such {}.", Phrase::from(*what)).in_language(language),
            Refusal::ReadOnly(why) => why.sentence().in_language(language),
            other => catalogue::found(&other.to_string(), language),
        }
    }

    /// The problems beside fields, if there are any.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Refusal::Fields(problems) => problems,
            _ => &[],
        }
    }
}
