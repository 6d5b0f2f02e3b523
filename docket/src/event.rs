//! Everything that can happen, one variant for each kind. A kind that has been shipped never changes:
//! new ones are added, old ones are read for ever.
//!
//! Events carry every id, time and random value that `apply` needs, so that a replay is exact.

mod recorded;
mod touches;

pub use recorded::{LeafError, Recorded};

use crate::case::CaseStage;
use crate::complaint::{Exhibit, Report, Whose};
use crate::customer::{AssetKind, Duty};
use crate::decision::checks::Finding;
use crate::decision::{Outcome, Statement, Touched};
use crate::id::*;
use crate::instruction::Order;
use crate::letter::Cause;
use crate::notice::{NoticeText, Part, Recipient, SentLetter, Verdict, Via};
use crate::noun::{Key, Kind};
use crate::people::Role;
use crate::policy::{Category, Severity};
use crate::private::Private;
use crate::time::{Deadline, Moment};
use crate::words::Language;
use serde::{Deserialize, Serialize};

/// The version of the leaf's own shape.
pub const LEAF_VERSION: i64 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Event {
    /// The first entry of every ledger.
    DeskFounded {
        provider: String,
        demonstration: bool,
        tzdb: String,
    },

    PersonAdded {
        person: PersonId,
        name: Private<String>,
        email: Private<String>,
        role: Role,
        zone: String,
    },
    PasswordSet {
        person: PersonId,
    },
    RoleChanged {
        person: PersonId,
        role: Role,
    },
    PersonDisabled {
        person: PersonId,
    },
    TokenAdded {
        token: TokenId,
        name: String,
        scope: String,
        hash: String,
    },
    TokenRevoked {
        token: TokenId,
    },

    ClausePublished {
        clause: ClauseId,
        code: String,
        edition: String,
        title: String,
        text: String,
        text_fr: String,
        category: Category,
        default_hours: u32,
    },

    CustomerAdded {
        customer: CustomerId,
        handle: String,
        account: String,
        name: Private<String>,
        language: Language,
        zone: String,
    },
    ContactAdded {
        customer: CustomerId,
        contact: ContactId,
        name: Private<String>,
        email: Private<String>,
        duty: Duty,
        language: Language,
        verified_on: Option<Moment>,
    },
    AssetAssigned {
        asset: AssetId,
        customer: CustomerId,
        kind: AssetKind,
        value: String,
        from: Moment,
        to: Option<Moment>,
    },
    AssetReleased {
        asset: AssetId,
        customer: CustomerId,
        to: Moment,
    },

    ComplaintReceived {
        complaint: ComplaintId,
        number: i64,
        report: Box<Report>,
        whose: Whose,
    },
    /// The same report again: it gets the first one's id.
    ComplaintRepeated {
        complaint: ComplaintId,
        raw: String,
        raw_size: i64,
        sealed: bool,
    },
    ComplaintMatched {
        complaint: ComplaintId,
        whose: Whose,
    },
    ComplaintRejected {
        complaint: ComplaintId,
        reason: Private<String>,
    },
    ComplaintAttached {
        complaint: ComplaintId,
        number: i64,
        case: CaseId,
    },

    CaseOpened {
        case: CaseId,
        number: String,
        customer: CustomerId,
        title: Private<String>,
        clause: ClauseId,
        category: Category,
        severity: Severity,
        owner: Option<PersonId>,
        complaints: Vec<ComplaintId>,
    },
    CaseAssigned {
        case: CaseId,
        owner: Option<PersonId>,
    },
    CaseNoted {
        case: CaseId,
        text: Private<String>,
    },
    CaseClosed {
        case: CaseId,
        reason: Private<String>,
    },
    EvidenceAdded {
        case: CaseId,
        exhibit: Exhibit,
    },

    NoticeScheduled {
        notice: NoticeId,
        case: CaseId,
        customer: CustomerId,
        number: u32,
        code: String,
        text: Box<NoticeText>,
        deadline: Deadline,
        recipients: Vec<Recipient>,
        leaves_at: Moment,
    },
    NoticeUndone {
        notice: NoticeId,
        case: CaseId,
        number: u32,
        back_to: Box<CaseStage>,
    },
    /// The undo window closed: from here on it is frozen.
    NoticeSent {
        notice: NoticeId,
        case: CaseId,
        number: u32,
        due: Moment,
        wall: String,
        letters: Vec<SentLetter>,
        links_until: Moment,
    },
    NoticeWithdrawn {
        notice: NoticeId,
        case: CaseId,
        number: u32,
        reason: Private<String>,
        deadline_passed: bool,
        back_to: Box<CaseStage>,
    },
    /// The customer pressed the button that says "we received this".
    NoticeConfirmed {
        notice: NoticeId,
        case: CaseId,
        number: u32,
    },
    DeadlinePassed {
        notice: NoticeId,
        case: CaseId,
        number: u32,
        due: Moment,
    },
    DeliveryFound {
        notice: NoticeId,
        case: CaseId,
        number: u32,
        how: Private<String>,
    },

    AnswerReceived {
        answer: AnswerId,
        notice: NoticeId,
        number: u32,
        case: CaseId,
        receipt: String,
        via: Via,
        received_at: Moment,
        due: Moment,
        margin: i64,
        parts: Vec<Part>,
        files: Vec<Exhibit>,
        signer: Private<String>,
        signer_role: Private<String>,
        address: Private<String>,
        content_hash: String,
    },
    AnswerAssessed {
        answer: AnswerId,
        notice: NoticeId,
        case: CaseId,
        receipt: String,
        due: Moment,
        verdicts: Vec<Verdict>,
        /// Every part of this answer now has a verdict.
        complete: bool,
        was_complete: bool,
        /// Other answers of the case still wait to be weighed.
        others_unread: bool,
        deadline_passed: bool,
    },

    DecisionProposed {
        decision: DecisionId,
        case: CaseId,
        customer: CustomerId,
        number: u32,
        outcome: Outcome,
        assets: Vec<Touched>,
        whole_account: Option<Private<String>>,
        rests_on: Option<NoticeId>,
        lifts: Option<DecisionId>,
        effective: Deadline,
        preserve_until: Option<Moment>,
        statement: Box<Statement>,
        by: PersonId,
    },
    DecisionApproved {
        decision: DecisionId,
        case: CaseId,
        number: u32,
        outcome: Outcome,
        effective: Moment,
        text_hash: String,
        by: PersonId,
    },
    DecisionWithdrawn {
        decision: DecisionId,
        case: CaseId,
        number: u32,
        by: PersonId,
        reason: Private<String>,
        /// It had been approved, so its timer was armed.
        armed: bool,
        back_to: Box<CaseStage>,
    },
    DecisionStopped {
        decision: DecisionId,
        case: CaseId,
        number: u32,
        findings: Vec<Finding>,
    },
    DecisionMissed {
        decision: DecisionId,
        case: CaseId,
        number: u32,
        due: Moment,
    },
    DecisionTookEffect {
        decision: DecisionId,
        case: CaseId,
        number: u32,
        outcome: Outcome,
        assets: Vec<AssetId>,
        /// It waited for its hour, as opposed to taking effect at once.
        armed: bool,
    },
    DecisionLifted {
        decision: DecisionId,
        case: CaseId,
        number: u32,
        assets: Vec<AssetId>,
        by: DecisionId,
    },

    LetterQueued {
        letter: LetterId,
        case: Option<CaseId>,
        cause: Cause,
        language: Language,
        to: Private<String>,
        subject: Private<String>,
        text: Private<String>,
        message_id: String,
    },
    LetterAccepted {
        letter: LetterId,
        case: Option<CaseId>,
        cause: Cause,
        bytes: String,
        size: i64,
        response: String,
    },
    LetterFailed {
        letter: LetterId,
        case: Option<CaseId>,
        cause: Cause,
        problem: String,
    },

    InstructionIssued {
        instruction: InstructionId,
        number: i64,
        case: CaseId,
        decision: DecisionId,
        order: Order,
        customer_handle: String,
        assets: Vec<String>,
    },
    InstructionFailed {
        instruction: InstructionId,
        number: i64,
        case: CaseId,
        problem: String,
        gives_up: bool,
        next_try: Moment,
    },
    InstructionDone {
        instruction: InstructionId,
        number: i64,
        case: CaseId,
        answer: Private<String>,
    },
    InstructionConfirmed {
        instruction: InstructionId,
        number: i64,
        case: CaseId,
        by: PersonId,
        how: Private<String>,
        proof: Vec<Exhibit>,
        armed: bool,
    },

    /// Someone took a case file out of the house.
    CaseExported {
        case: CaseId,
        sha256: String,
        size: i64,
    },

    // Customers, their policy, and what becomes of complaints.
    ClauseEditionPublished(Box<crate::policy::Published>),
    AccountChanged(Box<crate::customer::changes::AccountChanged>),
    ContactChanged(Box<crate::customer::changes::ContactChanged>),
    ContactVerified(Box<crate::customer::changes::ContactVerified>),
    ContactWithdrawn(Box<crate::customer::changes::ContactWithdrawn>),
    AssetTermChanged(Box<crate::customer::changes::TermChanged>),
    CustomersImported(Box<crate::customer::changes::Imported>),
    LocationsMarked(Box<crate::complaint::locations::Marked>),
    ComplaintJoined(Box<crate::complaint::joined::Joined>),
    ComplaintTakenOut(Box<crate::complaint::joined::TakenOut>),
    ReporterLinked(Box<crate::complaint::reporter_link::Linked>),
    ReporterTold(Box<crate::complaint::reporter_link::Told>),
    // Complaints settled from the inbox, letters of information, cases put in order.
    ComplaintReturned(Box<crate::triage::Returned>),
    ComplaintClassed(Box<crate::triage::Classed>),
    PassingPlanned(Box<crate::passing::Planned>),
    ComplaintPassedOn(Box<crate::passing::PassedOn>),
    PassingUndone(Box<crate::passing::Undone>),
    PassingSent(Box<crate::passing::Sent>),
    CaseGraded(Box<crate::case::tended::Graded>),
    CaseTagged(Box<crate::case::tended::Tagged>),
    CaseSnoozed(Box<crate::case::tended::Snoozed>),
    CaseWoken(Box<crate::case::tended::Woken>),
    CaseLinked(Box<crate::case::tended::Linked>),
    CaseUnlinked(Box<crate::case::tended::Unlinked>),
    // People.
    PersonRestored(crate::people::PersonRestored),
    PersonInvited(Box<crate::people::PersonInvited>),
    InvitationSentAgain(Box<crate::people::InvitationSentAgain>),
    InvitationTakenBack(crate::people::InvitationTakenBack),
    InvitationAccepted(crate::people::InvitationAccepted),
    SecondFactorSet(crate::people::SecondFactorSet),
    SecondFactorRemoved(Box<crate::people::SecondFactorRemoved>),
    RecoveryCodeUsed(crate::people::RecoveryCodeUsed),
    RecoveryCodesRenewed(crate::people::RecoveryCodesRenewed),
    RoleProposed(crate::people::RoleProposed),
    RoleAgreed(crate::people::RoleAgreed),
    RoleDropped(crate::people::RoleDropped),
    // Evidence, after it was kept.
    EvidenceRevealed(Box<crate::case::evidence::Revealed>),
    // Weighing and deciding.
    DecisionWeighed(Box<crate::decision::weighed::Weighed>),
    DecisionSeconded(Box<crate::decision::weighed::Seconded>),
    DecisionReplaced(Box<crate::decision::weighed::Replaced>),
    ConditionMet(Box<crate::decision::weighed::ConditionMet>),
    DecisionStayed(Box<crate::decision::stay::Stayed>),
    StayEnded(Box<crate::decision::stay::Ended>),
    InterimTaken(Box<crate::interim::Taken>),
    InterimAlarmed(Box<crate::interim::Alarmed>),
    InterimConfirmed(Box<crate::interim::Confirmed>),
    InterimToCounsel(Box<crate::interim::ToCounsel>),
    InterimLapsed(Box<crate::interim::Lapsed>),
    InterimEnded(Box<crate::interim::Ended>),
    MeasureInstructed(Box<crate::interim::Instructed>),
    AppealFiled(Box<crate::appeal::Filed>),
    AppealAssigned(Box<crate::appeal::Assigned>),
    AppealSaid(Box<crate::appeal::Said>),
    AppealDecided(Box<crate::appeal::Decided>),
    HoldPlaced(Box<crate::hold::Placed>),
    HoldReleaseAsked(Box<crate::hold::ReleaseAsked>),
    HoldReleased(Box<crate::hold::Released>),
    DataAsked(Box<crate::data_request::Asked>),
    DataSettled(Box<crate::data_request::Settled>),
    // Exports.
    ExportMade(Box<crate::export::Made>),
    // Templates, how notices were written, letters sent again.
    TemplatesPublished(Box<crate::template::Published>),
    NoticeWritten(Box<crate::notice::written::Written>),
    NoticeSuperseded(Box<crate::notice::written::Superseded>),
    LetterSentAgain(Box<crate::letter::SentAgain>),
    // The customer's side.
    TimeAsked(Box<crate::extension::Asked>),
    TimeGranted(Box<crate::extension::Granted>),
    TimeRefused(Box<crate::extension::Refused>),
    CodeAwaited(Box<crate::confirmation::Awaited>),
    SenderConfirmed(Box<crate::confirmation::Confirmed>),
    AccountDenied(Box<crate::notice::link::Denied>),
    LinkReplaced(Box<crate::notice::link::Replaced>),
    // How far letters came, what came back, and other ways to reach a customer.
    LetterHandedOver(Box<crate::letter::HandedOver>),
    LetterDoubted(Box<crate::letter::Doubted>),
    LetterReported(Box<crate::letter::Reported>),
    NoticeUnreached(Box<crate::notice::reach::Unreached>),
    ChannelTried(Box<crate::notice::reach::Tried>),
    MailReceived(Box<crate::mail::Received>),
    MailBound(Box<crate::mail::Bound>),
    MailAnswered(Box<crate::mail::Answered>),
    MailSettled(Box<crate::mail::Settled>),
    // The rounds.
    LetterHandedAgain(Box<crate::letter::HandedAgain>),
    RoundsAway(crate::watch::Away),
    RoundsAwaySeen(crate::watch::AwaySeen),
    ClockDoubted(crate::watch::ClockDoubted),
    ClockTrusted(crate::watch::ClockTrusted),
    DecisionMissExplained(Box<crate::decision::missed::Explained>),
    NoticeKeptBack(Box<crate::notice::kept_back::KeptBack>),
    // Reminders, deadlines that became later, calendars, what the team is told, the end of a preservation.
    RemindersPlanned(Box<crate::notice::reminder::Planned>),
    ReminderSent(Box<crate::notice::reminder::Sent>),
    ReminderMissed(Box<crate::notice::reminder::Missed>),
    RemindersEnded(Box<crate::notice::reminder::Ended>),
    DeadlineLater(Box<crate::notice::later::Later>),
    DeadlineDrifted(Box<crate::notice::drift::Drifted>),
    TeamAlerted(Box<crate::alert::Raised>),
    CalendarImported(Box<crate::calendar::Imported>),
    DataDestroyed(Box<crate::decision::kept::Destroyed>),
    PreservationWatched(Box<crate::decision::kept::Watched>),
    // Instructions handed to the provider's own receiver.
    InstructionNotTaken(Box<crate::instruction::handed::NotTaken>),
    InstructionTaken(Box<crate::instruction::handed::Taken>),
    InstructionResulted(Box<crate::instruction::handed::Resulted>),
    InstructionHandedAgain(Box<crate::instruction::handed::HandedAgain>),
    InstructionOvertaken(Box<crate::instruction::handed::Overtaken>),
    // What the time of a notice is counted from.
    NoticeAnchored(Box<crate::notice::anchor::Anchored>),
    AnchorReached(Box<crate::notice::anchor::Reached>),
    AnchorMissed(Box<crate::notice::anchor::Missed>),
    AnchorWaived(Box<crate::notice::anchor::Waived>),
    // Who vouches for the ledger.
    NotaryKeyChanged(Box<crate::vouching::KeyChanged>),
    TimeStamped(Box<crate::vouching::TimeStamped>),
    GapDeclared(Box<crate::vouching::GapDeclared>),
    GapAccepted(Box<crate::vouching::GapAccepted>),
    // Holds from the register, how long things are kept, what was destroyed, who was erased.
    WideHoldPlaced(Box<crate::hold::wide::WidePlaced>),
    WideHoldReleaseAsked(Box<crate::hold::wide::WideReleaseAsked>),
    WideHoldReleased(Box<crate::hold::wide::WideReleased>),
    RetentionRuled(Box<crate::retention::Ruled>),
    DisposalProposed(crate::retention::Proposed),
    DisposalDropped(Box<crate::retention::Dropped>),
    MaterialDestroyed(Box<crate::retention::Destroyed>),
    AsideCleared(crate::retention::Cleared),
    ErasureAsked(Box<crate::erasure::Asked>),
    ErasureDropped(Box<crate::erasure::Dropped>),
    PersonErased(Box<crate::erasure::Erased>),
    PersonRenamed(crate::people::PersonRenamed),
}

impl Event {
    /// The kind as it stands in the leaf.
    pub fn kind(&self) -> String {
        <&'static str>::from(self).to_owned()
    }
}
