//! What each event belongs to and what it changes.

use super::*;

impl Event {
    /// The case in whose timeline the event stands.
    pub fn case(&self) -> Option<CaseId> {
        match self {
            Event::ComplaintAttached { case, .. }
            | Event::CaseOpened { case, .. }
            | Event::CaseAssigned { case, .. }
            | Event::CaseNoted { case, .. }
            | Event::CaseClosed { case, .. }
            | Event::EvidenceAdded { case, .. }
            | Event::NoticeScheduled { case, .. }
            | Event::NoticeUndone { case, .. }
            | Event::NoticeSent { case, .. }
            | Event::NoticeWithdrawn { case, .. }
            | Event::NoticeConfirmed { case, .. }
            | Event::DeadlinePassed { case, .. }
            | Event::DeliveryFound { case, .. }
            | Event::AnswerReceived { case, .. }
            | Event::AnswerAssessed { case, .. }
            | Event::DecisionProposed { case, .. }
            | Event::DecisionApproved { case, .. }
            | Event::DecisionWithdrawn { case, .. }
            | Event::DecisionStopped { case, .. }
            | Event::DecisionMissed { case, .. }
            | Event::DecisionTookEffect { case, .. }
            | Event::DecisionLifted { case, .. }
            | Event::InstructionIssued { case, .. }
            | Event::InstructionFailed { case, .. }
            | Event::InstructionDone { case, .. }
            | Event::InstructionConfirmed { case, .. }
            | Event::CaseExported { case, .. } => Some(*case),
            Event::LetterQueued { case, .. }
            | Event::LetterAccepted { case, .. }
            | Event::LetterFailed { case, .. } => *case,
            Event::EvidenceRevealed(revealed) => Some(revealed.case),
            Event::InstructionNotTaken(it) => Some(it.case),
            Event::InstructionTaken(it) => Some(it.case),
            Event::InstructionResulted(it) => Some(it.case),
            Event::InstructionHandedAgain(it) => Some(it.case),
            Event::InstructionOvertaken(it) => Some(it.case),
            // The rounds.
            Event::LetterHandedAgain(again) => again.case,
            Event::DecisionMissExplained(explained) => Some(explained.case),
            Event::NoticeKeptBack(kept) => Some(kept.case),
            // Customers, their policy, and what becomes of complaints.
            Event::LocationsMarked(marked) => marked.case,
            Event::ComplaintJoined(joined) => Some(joined.case),
            Event::ComplaintTakenOut(taken) => Some(taken.case),
            // triage
            Event::ComplaintReturned(it) => it.case,
            Event::ComplaintPassedOn(it) => it.case,
            Event::CaseGraded(it) => Some(it.case),
            Event::CaseTagged(it) => Some(it.case),
            Event::CaseSnoozed(it) => Some(it.case),
            Event::CaseWoken(it) => Some(it.case),
            Event::CaseLinked(it) => Some(it.case),
            Event::CaseUnlinked(it) => Some(it.case),
            // -- weighing and deciding
            Event::DecisionWeighed(body) => Some(body.case),
            Event::DecisionSeconded(body) => Some(body.case),
            Event::DecisionReplaced(body) => Some(body.case),
            Event::ConditionMet(body) => Some(body.case),
            Event::DecisionStayed(body) => Some(body.case),
            Event::StayEnded(body) => Some(body.case),
            Event::InterimTaken(body) => Some(body.case),
            Event::InterimAlarmed(body) => Some(body.case),
            Event::InterimConfirmed(body) => Some(body.case),
            Event::InterimToCounsel(body) => Some(body.case),
            Event::InterimLapsed(body) => Some(body.case),
            Event::InterimEnded(body) => Some(body.case),
            Event::MeasureInstructed(body) => Some(body.case),
            Event::AppealFiled(body) => Some(body.case),
            Event::AppealAssigned(body) => Some(body.case),
            Event::AppealSaid(body) => Some(body.case),
            Event::AppealDecided(body) => Some(body.case),
            Event::HoldPlaced(body) => Some(body.case),
            Event::HoldReleaseAsked(body) => Some(body.case),
            Event::HoldReleased(body) => Some(body.case),
            Event::DataAsked(body) => Some(body.case),
            Event::DataSettled(body) => Some(body.case),
            // -- exports
            Event::ExportMade(made) => made.case,
            // templates, how notices were written, letters sent again
            Event::NoticeWritten(written) => Some(written.case),
            Event::NoticeSuperseded(superseded) => Some(superseded.case),
            Event::LetterSentAgain(sent) => sent.case,
            // -- the customer's side
            Event::TimeAsked(asked) => Some(asked.case),
            Event::TimeGranted(granted) => Some(granted.case),
            Event::TimeRefused(refused) => Some(refused.case),
            Event::CodeAwaited(awaited) => Some(awaited.case),
            Event::SenderConfirmed(confirmed) => Some(confirmed.case),
            Event::AccountDenied(denied) => Some(denied.case),
            Event::LinkReplaced(replaced) => Some(replaced.case),
            // -- how far letters came, and what came back
            Event::LetterHandedOver(it) => it.case,
            Event::LetterDoubted(it) => it.case,
            Event::LetterReported(it) => it.case,
            Event::NoticeUnreached(it) => Some(it.case),
            Event::ChannelTried(it) => Some(it.case),
            Event::MailReceived(it) => it.about.and_then(|about| about.case),
            Event::MailBound(it) => it.about.case,
            Event::MailAnswered(it) => Some(it.case),
            Event::MailSettled(it) => it.case,
            // -- reminders, later deadlines, alerts, the end of a preservation
            Event::RemindersPlanned(body) => Some(body.case),
            Event::ReminderSent(body) => Some(body.case),
            Event::ReminderMissed(body) => Some(body.case),
            Event::RemindersEnded(body) => Some(body.case),
            Event::DeadlineLater(body) => Some(body.case),
            Event::DeadlineDrifted(body) => Some(body.case),
            Event::TeamAlerted(body) => body.case,
            Event::DataDestroyed(body) => Some(body.case),
            Event::PreservationWatched(body) => Some(body.case),
            // -- what the time of a notice is counted from
            Event::NoticeAnchored(body) => Some(body.case),
            Event::AnchorReached(body) => Some(body.case),
            Event::AnchorMissed(body) => Some(body.case),
            Event::AnchorWaived(body) => Some(body.case),
            // -- holds from the register
            Event::WideHoldPlaced(body) => body.scope.case(),
            _ => None,
        }
    }

    /// Every noun that this event changes. Live and in replay, `apply` is asked for exactly these.
    pub fn touches(&self) -> Vec<Key> {
        let key = |kind: Kind, id: String| Key { kind, id };
        let mut keys = match self {
            Event::DeskFounded { .. } | Event::PasswordSet { .. } | Event::CaseExported { .. } => Vec::new(),
            Event::EvidenceRevealed(_) => Vec::new(),
            Event::PersonAdded { person, .. }
            | Event::RoleChanged { person, .. }
            | Event::PersonDisabled { person } => {
                vec![key(Kind::Person, person.to_string())]
            }
            Event::TokenAdded { token, .. } | Event::TokenRevoked { token } => {
                vec![key(Kind::Token, token.to_string())]
            }
            Event::ClausePublished { clause, .. } => vec![key(Kind::Clause, clause.to_string())],
            Event::CustomerAdded { customer, .. } | Event::ContactAdded { customer, .. } => {
                vec![key(Kind::Customer, customer.to_string())]
            }
            Event::AssetAssigned { asset, .. } | Event::AssetReleased { asset, .. } => {
                vec![key(Kind::Asset, asset.to_string())]
            }
            Event::ComplaintReceived { complaint, .. }
            | Event::ComplaintRepeated { complaint, .. }
            | Event::ComplaintMatched { complaint, .. }
            | Event::ComplaintRejected { complaint, .. } => vec![key(Kind::Complaint, complaint.to_string())],
            Event::ComplaintAttached { complaint, case, .. } => {
                vec![key(Kind::Complaint, complaint.to_string()), key(Kind::Case, case.to_string())]
            }
            Event::CaseOpened { case, .. }
            | Event::CaseAssigned { case, .. }
            | Event::CaseNoted { case, .. }
            | Event::CaseClosed { case, .. }
            | Event::EvidenceAdded { case, .. } => vec![key(Kind::Case, case.to_string())],
            Event::NoticeScheduled { notice, case, .. }
            | Event::NoticeUndone { notice, case, .. }
            | Event::NoticeWithdrawn { notice, case, .. }
            | Event::DeadlinePassed { notice, case, .. } => {
                vec![key(Kind::Notice, notice.to_string()), key(Kind::Case, case.to_string())]
            }
            Event::NoticeSent { notice, case, letters, .. } => {
                let mut keys = vec![key(Kind::Notice, notice.to_string()), key(Kind::Case, case.to_string())];
                keys.extend(letters.iter().map(|sent| key(Kind::Link, sent.link_hash.clone())));
                keys
            }
            Event::NoticeConfirmed { notice, .. } | Event::DeliveryFound { notice, .. } => {
                vec![key(Kind::Notice, notice.to_string())]
            }
            Event::AnswerReceived { answer, notice, case, .. } | Event::AnswerAssessed { answer, notice, case, .. } => {
                vec![
                    key(Kind::Answer, answer.to_string()),
                    key(Kind::Notice, notice.to_string()),
                    key(Kind::Case, case.to_string()),
                ]
            }
            Event::DecisionProposed { decision, case, .. }
            | Event::DecisionApproved { decision, case, .. }
            | Event::DecisionWithdrawn { decision, case, .. }
            | Event::DecisionStopped { decision, case, .. }
            | Event::DecisionMissed { decision, case, .. } => {
                vec![key(Kind::Decision, decision.to_string()), key(Kind::Case, case.to_string())]
            }
            Event::DecisionTookEffect { decision, case, assets, .. }
            | Event::DecisionLifted { decision, case, assets, .. } => {
                let mut keys = vec![key(Kind::Decision, decision.to_string()), key(Kind::Case, case.to_string())];
                keys.extend(assets.iter().map(|asset| key(Kind::Asset, asset.to_string())));
                keys
            }
            Event::LetterQueued { letter, .. } => vec![key(Kind::Letter, letter.to_string())],
            Event::LetterAccepted { letter, cause, .. } | Event::LetterFailed { letter, cause, .. } => {
                let mut keys = vec![key(Kind::Letter, letter.to_string())];
                match cause {
                    Cause::Notice { notice } => keys.push(key(Kind::Notice, notice.to_string())),
                    Cause::Decision { decision } => keys.push(key(Kind::Decision, decision.to_string())),
                    Cause::Passing { passing } => keys.push(key(Kind::Passing, passing.to_string())),
                    Cause::Receipt { .. }
                    | Cause::Complaint { .. }
                    | Cause::Invitation { .. }
                    | Cause::Withdrawal { .. } => {}
                    // What these letters say stands in their nouns; whether they arrived stands in the letter.
                    Cause::Interim { .. } | Cause::Appeal { .. } | Cause::DataRequest { .. } => {}
                    // -- the customer's side
                    Cause::Time { .. } | Cause::Code { .. } | Cause::Link { .. } => {}
                    // A reminder proves nothing about the notice itself.
                    Cause::Reminder { .. } | Cause::Later { .. } | Cause::Alert { .. } => {}
                }
                keys
            }
            Event::InstructionIssued { instruction, .. }
            | Event::InstructionFailed { instruction, .. }
            | Event::InstructionDone { instruction, .. }
            | Event::InstructionConfirmed { instruction, .. } => vec![key(Kind::Instruction, instruction.to_string())],
            // Customers, their policy, and what becomes of complaints.
            Event::ClauseEditionPublished(new) => vec![key(Kind::Clause, new.clause.to_string())],
            Event::AccountChanged(new) => vec![key(Kind::Customer, new.customer.to_string())],
            Event::ContactChanged(new) => vec![key(Kind::Customer, new.customer.to_string())],
            Event::ContactVerified(new) => vec![key(Kind::Customer, new.customer.to_string())],
            Event::ContactWithdrawn(new) => vec![key(Kind::Customer, new.customer.to_string())],
            Event::AssetTermChanged(new) => vec![key(Kind::Asset, new.asset.to_string())],
            Event::CustomersImported(_) => Vec::new(),
            Event::LocationsMarked(marked) => vec![key(Kind::Complaint, marked.complaint.to_string())],
            Event::ComplaintJoined(joined) => {
                vec![key(Kind::Complaint, joined.complaint.to_string()), key(Kind::Case, joined.case.to_string())]
            }
            Event::ComplaintTakenOut(taken) => {
                vec![key(Kind::Complaint, taken.complaint.to_string()), key(Kind::Case, taken.case.to_string())]
            }
            Event::ReporterLinked(linked) => vec![
                key(Kind::Complaint, linked.complaint.to_string()),
                key(Kind::ReporterLink, linked.link_hash.clone()),
            ],
            Event::ReporterTold(told) => {
                vec![key(Kind::Complaint, told.complaint.to_string()), key(Kind::ReporterLink, told.link_hash.clone())]
            }
            // triage
            Event::ComplaintReturned(it) => {
                let mut keys = vec![key(Kind::Complaint, it.complaint.to_string())];
                keys.extend(it.case.map(|case| key(Kind::Case, case.to_string())));
                keys
            }
            Event::ComplaintClassed(it) => vec![key(Kind::Complaint, it.complaint.to_string())],
            Event::ComplaintPassedOn(it) => vec![key(Kind::Complaint, it.complaint.to_string())],
            Event::PassingPlanned(it) => vec![key(Kind::Passing, it.passing.to_string())],
            Event::PassingUndone(it) => vec![key(Kind::Passing, it.passing.to_string())],
            Event::PassingSent(it) => vec![key(Kind::Passing, it.passing.to_string())],
            Event::CaseGraded(it) => vec![key(Kind::Case, it.case.to_string())],
            Event::CaseTagged(it) => vec![key(Kind::Case, it.case.to_string())],
            Event::CaseSnoozed(it) => vec![key(Kind::Case, it.case.to_string())],
            Event::CaseWoken(it) => vec![key(Kind::Case, it.case.to_string())],
            Event::CaseLinked(it) => vec![key(Kind::Case, it.case.to_string())],
            Event::CaseUnlinked(it) => vec![key(Kind::Case, it.case.to_string())],
            // -- people
            Event::PersonRestored(restored) => vec![key(Kind::Person, restored.person.to_string())],
            Event::SecondFactorSet(set) => vec![key(Kind::Person, set.person.to_string())],
            Event::SecondFactorRemoved(removed) => vec![key(Kind::Person, removed.person.to_string())],
            Event::RecoveryCodeUsed(_) | Event::RecoveryCodesRenewed(_) => Vec::new(),
            Event::RoleProposed(new) => vec![key(Kind::Person, new.person.to_string())],
            Event::RoleAgreed(agreed) => vec![key(Kind::Person, agreed.person.to_string())],
            Event::RoleDropped(dropped) => vec![key(Kind::Person, dropped.person.to_string())],
            Event::PersonInvited(invited) => vec![key(Kind::Invitation, invited.invitation.to_string())],
            Event::InvitationSentAgain(again) => vec![key(Kind::Invitation, again.invitation.to_string())],
            Event::InvitationTakenBack(back) => vec![key(Kind::Invitation, back.invitation.to_string())],
            Event::InvitationAccepted(accepted) => vec![key(Kind::Invitation, accepted.invitation.to_string())],
            // -- weighing and deciding
            Event::DecisionWeighed(body) => vec![key(Kind::Decision, body.decision.to_string())],
            Event::DecisionSeconded(body) => vec![key(Kind::Decision, body.decision.to_string())],
            Event::DecisionReplaced(body) => vec![key(Kind::Decision, body.decision.to_string())],
            Event::ConditionMet(body) => vec![key(Kind::Decision, body.decision.to_string())],
            Event::DecisionStayed(body) => with_assets(body.decision, Some(body.case), &body.assets),
            Event::StayEnded(body) => with_assets(body.decision, Some(body.case), &body.assets),
            Event::InterimTaken(body) => {
                vec![key(Kind::Interim, body.interim.to_string()), key(Kind::Asset, body.asset.to_string())]
            }
            Event::InterimAlarmed(body) => vec![key(Kind::Interim, body.interim.to_string())],
            Event::InterimConfirmed(body) => vec![key(Kind::Interim, body.interim.to_string())],
            Event::InterimToCounsel(body) => vec![key(Kind::Interim, body.interim.to_string())],
            Event::InterimLapsed(body) => {
                vec![key(Kind::Interim, body.interim.to_string()), key(Kind::Asset, body.asset.to_string())]
            }
            Event::InterimEnded(body) => {
                vec![key(Kind::Interim, body.interim.to_string()), key(Kind::Asset, body.asset.to_string())]
            }
            Event::MeasureInstructed(body) => vec![key(Kind::Instruction, body.instruction.to_string())],
            Event::AppealFiled(body) => vec![key(Kind::Appeal, body.appeal.to_string())],
            Event::AppealAssigned(body) => vec![key(Kind::Appeal, body.appeal.to_string())],
            Event::AppealSaid(body) => vec![key(Kind::Appeal, body.appeal.to_string())],
            Event::AppealDecided(body) => {
                let mut keys = with_assets(body.decision, body.back_to.is_some().then_some(body.case), &body.assets);
                keys.push(key(Kind::Appeal, body.appeal.to_string()));
                keys
            }
            Event::HoldPlaced(body) => vec![key(Kind::Hold, body.hold.to_string())],
            Event::HoldReleaseAsked(body) => vec![key(Kind::Hold, body.hold.to_string())],
            Event::HoldReleased(body) => vec![key(Kind::Hold, body.hold.to_string())],
            Event::DataAsked(body) => vec![key(Kind::DataRequest, body.request.to_string())],
            Event::DataSettled(body) => {
                let mut keys = vec![key(Kind::DataRequest, body.request.to_string())];
                if body.until.is_some() {
                    keys.push(key(Kind::Decision, body.decision.to_string()));
                }
                keys
            }
            // -- exports
            Event::ExportMade(_) => Vec::new(),
            // Beside the record lies which keys and stamps there are; the events say it for ever.
            Event::NotaryKeyChanged(_) | Event::TimeStamped(_) | Event::GapDeclared(_) | Event::GapAccepted(_) => {
                Vec::new()
            }
            // The rounds. What is known of them lies beside the record.
            Event::LetterHandedAgain(again) => vec![key(Kind::Letter, again.letter.to_string())],
            Event::DecisionMissExplained(explained) => vec![key(Kind::Decision, explained.decision.to_string())],
            Event::NoticeKeptBack(kept) => vec![key(Kind::Notice, kept.notice.to_string())],
            Event::RoundsAway(_) | Event::RoundsAwaySeen(_) | Event::ClockDoubted(_) | Event::ClockTrusted(_) => {
                Vec::new()
            }
            // templates, how notices were written, letters sent again
            Event::TemplatesPublished(published) => {
                published.templates.iter().map(|new| key(Kind::Template, new.template.to_string())).collect()
            }
            Event::NoticeWritten(written) => vec![key(Kind::Notice, written.notice.to_string())],
            Event::NoticeSuperseded(superseded) => vec![key(Kind::Notice, superseded.notice.to_string())],
            Event::LetterSentAgain(sent) => {
                let mut keys =
                    vec![key(Kind::Letter, sent.letter.to_string()), key(Kind::Letter, sent.again.to_string())];
                if let Cause::Notice { notice } = sent.cause {
                    keys.push(key(Kind::Notice, notice.to_string()));
                }
                keys
            }
            // -- the customer's side
            Event::TimeAsked(asked) => {
                vec![key(Kind::Extension, asked.extension.to_string()), key(Kind::Notice, asked.notice.to_string())]
            }
            Event::TimeRefused(refused) => {
                vec![key(Kind::Extension, refused.extension.to_string()), key(Kind::Notice, refused.notice.to_string())]
            }
            Event::TimeGranted(granted) => vec![
                key(Kind::Extension, granted.extension.to_string()),
                key(Kind::Notice, granted.notice.to_string()),
                key(Kind::Case, granted.case.to_string()),
            ],
            Event::CodeAwaited(awaited) => vec![sent(awaited.what)],
            Event::SenderConfirmed(confirmed) => vec![sent(confirmed.what)],
            Event::AccountDenied(denied) => vec![key(Kind::Notice, denied.notice.to_string())],
            Event::LinkReplaced(replaced) => {
                replaced.old.iter().chain([&replaced.new]).map(|hash| key(Kind::Link, hash.clone())).collect()
            }
            // -- how far letters came, and what came back
            Event::LetterHandedOver(it) => vec![key(Kind::Letter, it.letter.to_string())],
            Event::LetterDoubted(it) => vec![key(Kind::Letter, it.letter.to_string())],
            Event::LetterReported(it) => {
                let mut keys = vec![key(Kind::Letter, it.letter.to_string())];
                if let Cause::Notice { notice } = it.cause {
                    keys.push(key(Kind::Notice, notice.to_string()));
                }
                keys
            }
            Event::NoticeUnreached(it) => vec![key(Kind::Notice, it.notice.to_string())],
            Event::ChannelTried(it) => vec![key(Kind::Notice, it.notice.to_string())],
            Event::MailReceived(it) => vec![key(Kind::Mail, it.mail.to_string())],
            Event::MailBound(it) => vec![key(Kind::Mail, it.mail.to_string())],
            Event::MailAnswered(it) => {
                vec![key(Kind::Mail, it.mail.to_string()), key(Kind::Answer, it.answer.to_string())]
            }
            Event::MailSettled(it) => vec![key(Kind::Mail, it.mail.to_string())],
            // -- reminders, later deadlines, alerts, the end of a preservation
            Event::RemindersPlanned(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::ReminderSent(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::ReminderMissed(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::RemindersEnded(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::DeadlineLater(body) => {
                vec![key(Kind::Notice, body.notice.to_string()), key(Kind::Case, body.case.to_string())]
            }
            Event::DeadlineDrifted(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::TeamAlerted(body) => vec![key(Kind::Alert, body.id())],
            Event::CalendarImported(body) => vec![key(Kind::Calendar, body.id())],
            Event::DataDestroyed(body) => vec![key(Kind::Decision, body.decision.to_string())],
            Event::PreservationWatched(_) => Vec::new(),
            // -- instructions handed to the provider's own receiver
            Event::InstructionNotTaken(body) => vec![key(Kind::Instruction, body.instruction.to_string())],
            Event::InstructionTaken(body) => vec![key(Kind::Instruction, body.instruction.to_string())],
            Event::InstructionResulted(body) => vec![key(Kind::Instruction, body.instruction.to_string())],
            Event::InstructionOvertaken(body) => vec![key(Kind::Instruction, body.instruction.to_string())],
            Event::InstructionHandedAgain(body) => vec![key(Kind::Instruction, body.instruction.to_string())],
            // -- what the time of a notice is counted from
            Event::NoticeAnchored(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::AnchorReached(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::AnchorMissed(body) => vec![key(Kind::Notice, body.notice.to_string())],
            Event::AnchorWaived(body) => vec![key(Kind::Notice, body.notice.to_string())],
            // -- holds from the register, what is kept and what went
            Event::WideHoldPlaced(body) => vec![key(Kind::Hold, body.hold.to_string())],
            Event::WideHoldReleaseAsked(body) => vec![key(Kind::Hold, body.hold.to_string())],
            Event::WideHoldReleased(body) => vec![key(Kind::Hold, body.hold.to_string())],
            Event::RetentionRuled(body) => vec![key(Kind::RetentionRule, body.id())],
            Event::DisposalProposed(body) => vec![key(Kind::Disposal, body.disposal.to_string())],
            Event::DisposalDropped(body) => vec![key(Kind::Disposal, body.disposal.to_string())],
            Event::MaterialDestroyed(body) => vec![key(Kind::Disposal, body.disposal.to_string())],
            Event::AsideCleared(_) => Vec::new(),
            Event::ErasureAsked(body) => vec![key(Kind::Erasure, body.erasure.to_string())],
            Event::ErasureDropped(body) => vec![key(Kind::Erasure, body.erasure.to_string())],
            Event::PersonErased(body) => vec![key(Kind::Erasure, body.erasure.to_string())],
            Event::PersonRenamed(renamed) => vec![key(Kind::Person, renamed.person.to_string())],
        };
        keys.extend(crate::timer::touched(self).into_iter().map(|id| key(Kind::Timer, id)));
        keys
    }
}

/// A decision, its case, and the assets that are switched with it.
fn with_assets(decision: DecisionId, case: Option<CaseId>, assets: &[AssetId]) -> Vec<Key> {
    let mut keys = vec![Key { kind: Kind::Decision, id: decision.to_string() }];
    keys.extend(case.map(|case| Key { kind: Kind::Case, id: case.to_string() }));
    keys.extend(assets.iter().map(|asset| Key { kind: Kind::Asset, id: asset.to_string() }));
    keys
}

fn sent(what: crate::confirmation::Sent) -> Key {
    match what {
        crate::confirmation::Sent::Answer { answer } => Key { kind: Kind::Answer, id: answer.to_string() },
        crate::confirmation::Sent::Time { extension } => Key { kind: Kind::Extension, id: extension.to_string() },
        crate::confirmation::Sent::Appeal { appeal } => Key { kind: Kind::Appeal, id: appeal.to_string() },
    }
}
