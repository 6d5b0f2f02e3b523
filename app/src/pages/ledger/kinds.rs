//! The kinds of events in words, for the filter. The event enum is the list; a test compares.

use crate::words::ours;
pub const KINDS: &[(&str, &str)] = &[
    ("desk_founded", ours("Desk founded")),
    ("person_added", ours("Person added")),
    ("password_set", ours("Password set")),
    ("role_changed", ours("Role changed")),
    ("person_disabled", ours("Person disabled")),
    ("token_added", ours("Key of a machine made")),
    ("token_revoked", ours("Key of a machine revoked")),
    ("clause_published", ours("Clause published")),
    ("customer_added", ours("Customer added")),
    ("contact_added", ours("Contact added")),
    ("asset_assigned", ours("Asset assigned")),
    ("asset_released", ours("Asset given back")),
    ("complaint_received", ours("Complaint received")),
    ("complaint_repeated", ours("Complaint repeated")),
    ("complaint_matched", ours("Complaint matched to a customer")),
    ("complaint_rejected", ours("Complaint rejected")),
    ("complaint_attached", ours("Complaint attached to a case")),
    ("case_opened", ours("Case opened")),
    ("case_assigned", ours("Case assigned")),
    ("case_noted", ours("Note in a case")),
    ("case_closed", ours("Case closed")),
    ("evidence_added", ours("Evidence added")),
    ("notice_scheduled", ours("Notice written")),
    ("notice_undone", ours("Notice taken back")),
    ("notice_sent", ours("Notice sent")),
    ("notice_withdrawn", ours("Notice withdrawn")),
    ("notice_confirmed", ours("Notice confirmed by the customer")),
    ("deadline_passed", ours("Deadline passed")),
    ("delivery_found", ours("Delivery found")),
    ("answer_received", ours("Answer received")),
    ("answer_assessed", ours("Answer weighed")),
    ("decision_proposed", ours("Decision proposed")),
    ("decision_approved", ours("Decision approved")),
    ("decision_withdrawn", ours("Decision withdrawn")),
    ("decision_stopped", ours("Decision stopped")),
    ("decision_missed", ours("Decision missed its hour")),
    ("decision_took_effect", ours("Decision took effect")),
    ("decision_lifted", ours("Decision lifted")),
    ("letter_queued", ours("Letter queued")),
    ("letter_accepted", ours("Letter accepted")),
    ("letter_failed", ours("Letter failed")),
    ("instruction_issued", ours("Instruction issued")),
    ("instruction_failed", ours("Instruction failed")),
    ("instruction_done", ours("Instruction carried out")),
    ("instruction_confirmed", ours("Instruction confirmed by hand")),
    ("case_exported", ours("Case file exported")),
    // Customers, their policy, and what becomes of complaints.
    ("clause_edition_published", ours("Edition of a clause published")),
    ("account_changed", ours("Account changed")),
    ("contact_changed", ours("Contact changed")),
    ("contact_verified", ours("Contact verified")),
    ("contact_withdrawn", ours("Contact withdrawn")),
    ("asset_term_changed", ours("Asset’s time changed")),
    ("customers_imported", ours("Customers imported")),
    ("locations_marked", ours("Locations marked")),
    ("complaint_joined", ours("Complaint joined a case")),
    ("complaint_taken_out", ours("Complaint taken out of a case")),
    ("reporter_linked", ours("Reporter got a receipt")),
    ("reporter_told", ours("Reporter told the outcome")),
    // -- triage
    ("complaint_returned", ours("Complaint put back")),
    ("complaint_classed", ours("Complaint classed")),
    ("passing_planned", ours("Passing on planned")),
    ("complaint_passed_on", ours("Complaint passed on")),
    ("passing_undone", ours("Passing on taken back")),
    ("passing_sent", ours("Information sent")),
    ("case_graded", ours("Severity changed")),
    ("case_tagged", ours("Case tagged")),
    ("case_snoozed", ours("Case put aside")),
    ("case_woken", ours("Case came back")),
    ("case_linked", ours("Cases linked")),
    ("case_unlinked", ours("Cases no longer linked")),
    // -- people
    ("person_restored", ours("Person let in again")),
    ("person_invited", ours("Person invited")),
    ("invitation_sent_again", ours("Invitation sent again")),
    ("invitation_taken_back", ours("Invitation taken back")),
    ("invitation_accepted", ours("Invitation accepted")),
    ("second_factor_set", ours("Second factor set up")),
    ("second_factor_removed", ours("Second factor reset")),
    ("recovery_code_used", ours("Recovery code used")),
    ("recovery_codes_renewed", ours("Recovery codes renewed")),
    ("role_proposed", ours("Role proposed")),
    ("role_agreed", ours("Role agreed")),
    ("role_dropped", ours("Proposed role put aside")),
    ("evidence_revealed", ours("Evidence shown")),
    // -- weighing and deciding
    ("decision_weighed", ours("Decision weighed")),
    ("decision_seconded", ours("First of two approvals")),
    ("decision_replaced", ours("Decision replaced")),
    ("condition_met", ours("Condition met")),
    ("decision_stayed", ours("Decision stayed")),
    ("stay_ended", ours("Stay ended")),
    ("interim_taken", ours("Interim measure taken")),
    ("interim_alarmed", ours("Alarm for an interim measure")),
    ("interim_confirmed", ours("Interim measure confirmed")),
    ("interim_to_counsel", ours("Interim measure with counsel")),
    ("interim_lapsed", ours("Interim measure lapsed")),
    ("interim_ended", ours("Interim measure ended")),
    ("measure_instructed", ours("Instruction for a measure")),
    ("appeal_filed", ours("Appeal received")),
    ("appeal_assigned", ours("Appeal assigned")),
    ("appeal_said", ours("Word about an appeal")),
    ("appeal_decided", ours("Appeal decided")),
    ("hold_placed", ours("Hold placed")),
    ("hold_release_asked", ours("Release of a hold asked for")),
    ("hold_released", ours("Hold released")),
    ("data_asked", ours("Data asked for")),
    ("data_settled", ours("Request about data answered")),
    // -- exports
    ("export_made", ours("Export made")),
    // Templates, and how notices were written.
    ("templates_published", ours("Templates published")),
    ("notice_written", ours("Notice written")),
    ("notice_superseded", ours("Notice replaced")),
    ("letter_sent_again", ours("Letter sent again")),
    // The customer's side.
    ("time_asked", ours("More time asked")),
    ("time_granted", ours("More time granted")),
    ("time_refused", ours("More time refused")),
    ("code_awaited", ours("Code mailed")),
    ("sender_confirmed", ours("Shown to come from the customer")),
    ("account_denied", ours("Not their account, says a contact")),
    ("link_replaced", ours("Link replaced")),
    // How far letters came, and what came back.
    ("letter_handed_over", ours("Letter handed over")),
    ("letter_doubted", ours("Letter of unknown state")),
    ("letter_reported", ours("Report about a letter")),
    ("notice_unreached", ours("Clock of a notice void")),
    ("channel_tried", ours("Tried by another channel")),
    ("mail_received", ours("Mail received")),
    ("mail_bound", ours("Mail placed")),
    ("mail_answered", ours("Mail kept as an answer")),
    ("mail_settled", ours("Mail put aside")),
    // The rounds.
    ("letter_handed_again", ours("Letter handed over once more")),
    ("rounds_away", ours("Rounds were away")),
    ("rounds_away_seen", ours("Looked at after the rounds were away")),
    ("clock_doubted", ours("Clock in doubt")),
    ("clock_trusted", ours("Clock found right")),
    ("decision_miss_explained", ours("Why a decision missed its hour")),
    ("notice_kept_back", ours("Notice did not leave")),
    // Reminders, later deadlines, calendars, what the team is told.
    ("reminders_planned", ours("Reminders planned")),
    ("reminder_sent", ours("Reminder sent")),
    ("reminder_missed", ours("Reminder missed")),
    ("reminders_ended", ours("Reminders over")),
    ("deadline_later", ours("Later deadline")),
    ("deadline_drifted", ours("Deadline reads otherwise")),
    ("team_alerted", ours("Team told")),
    ("calendar_imported", ours("Calendar imported")),
    ("data_destroyed", ours("Data destroyed")),
    ("preservation_watched", ours("Preservation watched")),
    // Instructions handed to the provider's own receiver.
    ("instruction_not_taken", ours("Instruction not taken")),
    ("instruction_taken", ours("Instruction taken")),
    ("instruction_resulted", ours("Result of an instruction")),
    ("instruction_handed_again", ours("Instruction handed over once more")),
    ("instruction_overtaken", ours("Instruction overtaken")),
    // What the time of a notice is counted from.
    ("notice_anchored", ours("Notice counts from an anchor")),
    ("anchor_reached", ours("Anchor of a notice reached")),
    ("anchor_missed", ours("Anchor of a notice missed")),
    ("anchor_waived", ours("Anchor of a notice waived")),
    // Who vouches for the ledger.
    ("notary_key_changed", ours("Key of the notary changed")),
    ("time_stamped", ours("Time stamp received")),
];

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn every_kind_of_event_has_its_words() {
        // The only list of all kinds is in what serde says about a kind that does not exist.
        let unknown = serde_json::json!({ "kind": "nothing_of_the_sort", "body": {} });
        let said = serde_json::from_value::<docket::event::Event>(unknown)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        let (_, list) = said.split_once("expected one of ").unwrap_or_default();
        let kinds: Vec<&str> = list.split(", ").map(|kind| kind.trim_matches('`')).collect();
        assert!(kinds.len() > 1, "{said}");
        let named: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(named, kinds);
    }
}
