//! The kinds of events in words, for the filter. The event enum is the list; a test compares.

pub const KINDS: &[(&str, &str)] = &[
    ("desk_founded", "Desk founded"),
    ("person_added", "Person added"),
    ("password_set", "Password set"),
    ("role_changed", "Role changed"),
    ("person_disabled", "Person disabled"),
    ("token_added", "Key of a machine made"),
    ("token_revoked", "Key of a machine revoked"),
    ("clause_published", "Clause published"),
    ("customer_added", "Customer added"),
    ("contact_added", "Contact added"),
    ("asset_assigned", "Asset assigned"),
    ("asset_released", "Asset given back"),
    ("complaint_received", "Complaint received"),
    ("complaint_repeated", "Complaint repeated"),
    ("complaint_matched", "Complaint matched to a customer"),
    ("complaint_rejected", "Complaint rejected"),
    ("complaint_attached", "Complaint attached to a case"),
    ("case_opened", "Case opened"),
    ("case_assigned", "Case assigned"),
    ("case_noted", "Note in a case"),
    ("case_closed", "Case closed"),
    ("evidence_added", "Evidence added"),
    ("notice_scheduled", "Notice written"),
    ("notice_undone", "Notice taken back"),
    ("notice_sent", "Notice sent"),
    ("notice_withdrawn", "Notice withdrawn"),
    ("notice_confirmed", "Notice confirmed by the customer"),
    ("deadline_passed", "Deadline passed"),
    ("delivery_found", "Delivery found"),
    ("answer_received", "Answer received"),
    ("answer_assessed", "Answer weighed"),
    ("decision_proposed", "Decision proposed"),
    ("decision_approved", "Decision approved"),
    ("decision_withdrawn", "Decision withdrawn"),
    ("decision_stopped", "Decision stopped"),
    ("decision_missed", "Decision missed its hour"),
    ("decision_took_effect", "Decision took effect"),
    ("decision_lifted", "Decision lifted"),
    ("letter_queued", "Letter queued"),
    ("letter_accepted", "Letter accepted"),
    ("letter_failed", "Letter failed"),
    ("instruction_issued", "Instruction issued"),
    ("instruction_failed", "Instruction failed"),
    ("instruction_done", "Instruction carried out"),
    ("instruction_confirmed", "Instruction confirmed by hand"),
    ("case_exported", "Case file exported"),
    // Customers, their policy, and what becomes of complaints.
    ("clause_edition_published", "Edition of a clause published"),
    ("account_changed", "Account changed"),
    ("contact_changed", "Contact changed"),
    ("contact_verified", "Contact verified"),
    ("contact_withdrawn", "Contact withdrawn"),
    ("asset_term_changed", "Asset’s time changed"),
    ("customers_imported", "Customers imported"),
    ("locations_marked", "Locations marked"),
    ("complaint_joined", "Complaint joined a case"),
    ("complaint_taken_out", "Complaint taken out of a case"),
    ("reporter_linked", "Reporter got a receipt"),
    ("reporter_told", "Reporter told the outcome"),
    // -- triage
    ("complaint_returned", "Complaint put back"),
    ("complaint_classed", "Complaint classed"),
    ("passing_planned", "Passing on planned"),
    ("complaint_passed_on", "Complaint passed on"),
    ("passing_undone", "Passing on taken back"),
    ("passing_sent", "Information sent"),
    ("case_graded", "Severity changed"),
    ("case_tagged", "Case tagged"),
    ("case_snoozed", "Case put aside"),
    ("case_woken", "Case came back"),
    ("case_linked", "Cases linked"),
    ("case_unlinked", "Cases no longer linked"),
    // -- people
    ("person_restored", "Person let in again"),
    ("person_invited", "Person invited"),
    ("invitation_sent_again", "Invitation sent again"),
    ("invitation_taken_back", "Invitation taken back"),
    ("invitation_accepted", "Invitation accepted"),
    ("second_factor_set", "Second factor set up"),
    ("second_factor_removed", "Second factor reset"),
    ("recovery_code_used", "Recovery code used"),
    ("recovery_codes_renewed", "Recovery codes renewed"),
    ("evidence_revealed", "Evidence shown"),
    // -- weighing and deciding
    ("decision_weighed", "Decision weighed"),
    ("decision_seconded", "First of two approvals"),
    ("decision_replaced", "Decision replaced"),
    ("condition_met", "Condition met"),
    ("decision_stayed", "Decision stayed"),
    ("stay_ended", "Stay ended"),
    ("interim_taken", "Interim measure taken"),
    ("interim_alarmed", "Alarm for an interim measure"),
    ("interim_confirmed", "Interim measure confirmed"),
    ("interim_to_counsel", "Interim measure with counsel"),
    ("interim_lapsed", "Interim measure lapsed"),
    ("interim_ended", "Interim measure ended"),
    ("measure_instructed", "Instruction for a measure"),
    ("appeal_filed", "Appeal received"),
    ("appeal_assigned", "Appeal assigned"),
    ("appeal_said", "Word about an appeal"),
    ("appeal_decided", "Appeal decided"),
    ("hold_placed", "Hold placed"),
    ("hold_release_asked", "Release of a hold asked for"),
    ("hold_released", "Hold released"),
    ("data_asked", "Data asked for"),
    ("data_settled", "Request about data answered"),
    // -- exports
    ("export_made", "Export made"),
    // Templates, and how notices were written.
    ("templates_published", "Templates published"),
    ("notice_written", "Notice written"),
    ("notice_superseded", "Notice replaced"),
    ("letter_sent_again", "Letter sent again"),
    // The customer's side.
    ("time_asked", "More time asked"),
    ("time_granted", "More time granted"),
    ("time_refused", "More time refused"),
    ("code_awaited", "Code mailed"),
    ("sender_confirmed", "Shown to come from the customer"),
    ("account_denied", "Not their account, says a contact"),
    ("link_replaced", "Link replaced"),
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
