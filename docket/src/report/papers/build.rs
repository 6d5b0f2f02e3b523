//! From nouns to papers. Each personal value passes the profile on its way.

use super::super::make::added;
use super::super::masked::masked;
use super::super::profile::{Part, Profile};
use super::*;
use crate::complaint::{Complaint, ComplaintStage, Exhibit};
use crate::decision::{Decision, DecisionStage};
use crate::desk::as_of::{CaseThen, Entry};
use crate::instruction::Instruction;
use crate::letter::{Cause, Letter};
use crate::notice::{Answer, Notice, NoticeStage};
use crate::passing::Passing;
use crate::private::{ERASED, Private};
use crate::sentence::{Audience, Names};
use crate::words::{Language, ours};

pub(super) fn papers(provider: &str, dossier: &Dossier, profile: Profile, people: &[Person]) -> Papers {
    let names = profile.staff(people);
    let customer = &dossier.customer;
    let about = match dossier.cases.as_slice() {
        [one] if !dossier.whole => format!("Case {}", one.case.number),
        _ => format!("Customer {}", customer.handle),
    };
    Papers {
        format: "duenotice papers 2",
        provider: provider.to_owned(),
        profile,
        about,
        counted: (&dossier.counted).into(),
        customer: PaperCustomer {
            handle: customer.handle.clone(),
            account: customer.account.clone(),
            name: customer.name.show().to_owned(),
            zone: customer.zone.clone(),
            contacts: customer
                .contacts
                .iter()
                .map(|contact| PaperContact {
                    name: profile.private(Part::Contacts, false, &contact.name),
                    email: profile.private(Part::Contacts, false, &contact.email),
                    duty: contact.duty.word().to_owned(),
                    verified_on: contact.verified_on,
                })
                .collect(),
            assets: dossier
                .assets
                .iter()
                .map(|asset| PaperAsset {
                    kind: asset.kind.word().to_owned(),
                    value: asset.value.clone(),
                    from: asset.from,
                    to: asset.to,
                    switched_off: asset.suspended_by.is_some(),
                })
                .collect(),
        },
        cases: dossier.cases.iter().map(|then| case(then, profile, &names)).collect(),
        complaints: dossier.complaints.iter().map(|one| complaint(one, profile)).collect(),
        passed_on: dossier.passings.iter().filter_map(|one| passing(one, profile)).collect(),
        left_out: Vec::new(),
    }
}

/// What never left was never told.
fn passing(passing: &Passing, profile: Profile) -> Option<PaperPassing> {
    if passing.sent_at().is_none() && !profile.shows(Part::Proposals, false) {
        return None;
    }
    Some(PaperPassing {
        sent_at: passing.sent_at(),
        stage: passing.stage.word().to_owned(),
        complaints: passing.complaints.iter().map(|(_, number)| format!("C-{number}")).collect(),
        letters: passing
            .letters
            .iter()
            .map(|letter| PaperPassed {
                to: profile.private(Part::Contacts, false, &letter.email),
                subject: profile.private(Part::ToldWords, false, &letter.subject),
                text: profile.private(Part::ToldWords, false, &letter.text),
                accepted_at: letter.accepted_at,
                failed_at: letter.failed_at,
            })
            .collect(),
    })
}

fn case(then: &CaseThen, profile: Profile, names: &Names) -> PaperCase {
    let case = &then.case;
    PaperCase {
        number: case.number.clone(),
        title: profile.private(Part::Notes, false, &case.title),
        opened_at: case.opened_at,
        // Whether a proposal waits is nothing that a customer is told.
        stage: match (profile, case.stage.word()) {
            (Profile::Customer, "proposed" | "needs_person") => "Open".to_owned(),
            _ => case.stage.name().to_owned(),
        },
        category: case.category.name().to_owned(),
        severity: case.severity.name().to_owned(),
        clause: then.clause.cite(),
        clause_edition: then.clause.edition.clone(),
        clause_text: then.clause.text.clone(),
        owner: case.owner.map(|owner| names.of(owner).to_owned()),
        complaints: then.complaints.iter().map(|one| complaint(one, profile)).collect(),
        notices: then.notices.iter().filter(|one| is_told(one, profile)).map(|one| notice(one, profile)).collect(),
        answers: then.answers.iter().map(|one| answer(one, profile, names)).collect(),
        decisions: then.decisions.iter().filter_map(|one| decision(one, then, profile, names)).collect(),
        instructions: then.instructions.iter().map(|one| instruction(one, profile)).collect(),
        letters: then.letters.iter().filter_map(|one| letter(one, profile)).collect(),
        files: if profile.shows(Part::Notes, false) { added(then).iter().map(file).collect() } else { Vec::new() },
        timeline: then.entries.iter().filter_map(|entry| line(entry, profile, names)).collect(),
    }
}

fn complaint(complaint: &Complaint, profile: Profile) -> PaperComplaint {
    let report = &complaint.report;
    let open = report.disclosed;
    let places = if report.sealed { Part::SealedPlaces } else { Part::Places };
    let locations = match report.locations.get() {
        None => vec![ERASED.to_owned()],
        Some(all) if profile.shows(places, open) => all.clone(),
        Some(_) => vec![places.mask().to_owned()],
    };
    let words = |value: &Private<String>| match value.get() {
        // Sealed material is not described either, except in the house.
        Some(_) if report.sealed && profile != Profile::Internal => Part::SealedPlaces.mask().to_owned(),
        _ => profile.private(Part::ReportWords, open, value),
    };
    let stage = match &complaint.stage {
        ComplaintStage::Rejected { reason, .. } => {
            format!("rejected: {}", profile.private(Part::Reasons, open, reason))
        }
        other => other.word().to_owned(),
    };
    PaperComplaint {
        number: format!("C-{}", complaint.number),
        received_at: complaint.received_at,
        incident_at: report.incident_at,
        channel: report.channel.word().to_owned(),
        category: report.category.name().to_owned(),
        severity: report.severity.name().to_owned(),
        summary: words(&report.summary),
        description: words(&report.description),
        locations,
        reporter: PaperReporter {
            name: profile.private(Part::Reporter, open, &report.reporter.name),
            email: profile.private(Part::Reporter, open, &report.reporter.email),
            organisation: profile.private(Part::ReporterOrganisation, open, &report.reporter.organisation),
            domain: profile.text(Part::ReporterOrganisation, open, &report.reporter.domain),
            reference: profile.text(Part::ReporterOrganisation, open, &report.reference),
            disclosed: open,
        },
        whose: profile.text(Part::Notes, false, complaint.whose.why()),
        repeats: complaint.repeats,
        stage,
        files: report
            .evidence
            .iter()
            .map(|exhibit| {
                let mut paper = file(exhibit);
                if !profile.shows(Part::ReportFiles, open) {
                    // A hash tells whoever has the file that it was this one.
                    paper.name = Part::ReportFiles.mask().to_owned();
                    paper.sha256 = Part::ReportFiles.mask().to_owned();
                }
                paper
            })
            .collect(),
        sealed: report.sealed,
    }
}

fn file(exhibit: &Exhibit) -> PaperFile {
    PaperFile {
        name: exhibit.name.show().to_owned(),
        media_type: exhibit.media_type.clone(),
        size: exhibit.size,
        sha256: exhibit.sha256.clone(),
        path: None,
    }
}

/// A notice that was taken back before it left was never told.
fn is_told(notice: &Notice, profile: Profile) -> bool {
    profile.shows(Part::Proposals, false)
        || matches!(
            notice.stage,
            NoticeStage::Sent { .. } | NoticeStage::Withdrawn { .. } | NoticeStage::Superseded { .. }
        )
}

fn notice(notice: &Notice, profile: Profile) -> PaperNotice {
    let text = &notice.text;
    PaperNotice {
        number: format!("N-{}", notice.number),
        code: notice.code.clone(),
        stage: notice.stage.word().to_owned(),
        scheduled_at: notice.scheduled_at,
        sent_at: notice.sent_at(),
        answer_by: notice.deadline.at,
        answer_by_wall: notice.deadline.wall.clone(),
        confirmed_at: notice.confirmed_at,
        deadline_passed: notice.deadline_passed,
        requirements: text
            .requirements
            .iter()
            .map(|asked| format!("{}. {}", asked.number, profile.private(Part::ToldWords, false, &asked.text)))
            .collect(),
        letter: profile.private(Part::ToldWords, false, &text.letter),
        letter_sha256: text.hash.clone(),
    }
}

fn answer(answer: &Answer, profile: Profile, names: &Names) -> PaperAnswer {
    let told = |value: &Private<String>| profile.private(Part::CustomerWords, false, value);
    PaperAnswer {
        receipt: answer.receipt.clone(),
        received_at: answer.received_at,
        late: answer.is_late(),
        margin_seconds: answer.margin.div_euclid(1_000_000),
        signer: told(&answer.signer),
        signer_role: told(&answer.signer_role),
        parts: answer
            .parts
            .iter()
            .map(|part| {
                // A verdict is the desk's own until it is a decision.
                let verdict = answer.verdict(part.requirement).filter(|_| profile.shows(Part::Reasons, false));
                PaperPart {
                    requirement: part.requirement,
                    stance: Phrase::each(|language| part.stance.name(language)),
                    text: told(&part.text),
                    by_date: part.by_date.clone(),
                    verdict: verdict
                        .map(|one| Phrase::from(if one.enough { ours("Enough") } else { ours("Not enough") })),
                    verdict_reason: verdict.map(|one| one.reason.show().to_owned()),
                    verdict_by: verdict.map(|one| names.of(one.by).to_owned()),
                }
            })
            .collect(),
        files: answer.files.iter().map(file).collect(),
        sha256: answer.content_hash.clone(),
    }
}

/// Who approved stands in the entries; the decision forgets it once it is in force.
fn approver(decision: &Decision, then: &CaseThen, names: &Names) -> Option<String> {
    then.entries.iter().rev().find_map(|entry| match &entry.recorded.event {
        crate::event::Event::DecisionApproved { decision: id, by, .. } if *id == decision.id => {
            Some(names.of(*by).to_owned())
        }
        _ => None,
    })
}

fn decision(decision: &Decision, then: &CaseThen, profile: Profile, names: &Names) -> Option<PaperDecision> {
    let approved_by = approver(decision, then, names);
    let told = approved_by.is_some()
        || decision.was_announced()
        || matches!(decision.stage, DecisionStage::InForce { .. } | DecisionStage::Lifted { .. });
    if !told && !profile.shows(Part::Proposals, false) {
        return None;
    }
    Some(PaperDecision {
        number: format!("D-{}", decision.number),
        outcome: Phrase::each(|language| decision.outcome.name(language)),
        stage: decision.stage.name().to_owned(),
        effective_at: decision.effective.at,
        effective_wall: decision.effective.wall.clone(),
        assets: decision.assets.iter().map(|asset| asset.value.clone()).collect(),
        whole_account: decision.whole_account.as_ref().map(|why| profile.private(Part::Reasons, false, why)),
        preserve_until: decision.preserve_until,
        proposed_by: names.of(decision.proposed_by).to_owned(),
        proposed_at: decision.proposed_at,
        approved_by,
        statement: profile.private(Part::ToldWords, false, &decision.statement.text),
        statement_sha256: decision.statement.hash.clone(),
    })
}

fn instruction(instruction: &Instruction, profile: Profile) -> PaperInstruction {
    PaperInstruction {
        number: format!("I-{}", instruction.number),
        order: instruction.order.word().to_owned(),
        assets: instruction.assets.clone(),
        issued_at: instruction.issued_at,
        done_at: instruction.done_at(),
        stage: profile.text(Part::Reasons, false, instruction.stage.word()),
    }
}

/// Letters to others than the customer are in no paper but the house's own.
fn letter(letter: &Letter, profile: Profile) -> Option<PaperLetter> {
    // Causes are added now and then: one that is not named here is withheld.
    let about = if matches!(letter.cause, Cause::Notice { .. }) {
        "notice"
    } else if matches!(letter.cause, Cause::Receipt { .. }) {
        "receipt"
    } else if matches!(letter.cause, Cause::Decision { .. }) {
        "statement of reasons"
    } else if matches!(letter.cause, Cause::Passing { .. }) {
        "complaint passed on"
    } else if matches!(letter.cause, Cause::Interim { .. }) {
        "interim measure"
    } else if matches!(letter.cause, Cause::Appeal { .. }) {
        "appeal"
    } else if matches!(letter.cause, Cause::DataRequest { .. }) {
        "copy of the data"
    } else if matches!(letter.cause, Cause::Withdrawal { .. }) {
        "withdrawal"
    } else if matches!(letter.cause, Cause::Time { .. }) {
        "more time"
    } else if matches!(letter.cause, Cause::Link { .. }) {
        "new link"
    } else if matches!(letter.cause, Cause::Reminder { .. }) {
        "reminder"
    } else if matches!(letter.cause, Cause::Later { .. }) {
        "later deadline"
    } else if profile == Profile::Internal {
        "letter"
    } else {
        return None;
    };
    let (accepted_at, mut response, message) = match letter.left() {
        Some(left) => (Some(left.at), left.response, left.bytes),
        None => (None, String::new(), String::new()),
    };
    if let Some((_, problem)) = letter.failure() {
        response = problem.to_owned();
    }
    Some(PaperLetter {
        about: about.to_owned(),
        to: letter.to.show().to_owned(),
        subject: letter.subject.show().to_owned(),
        text: without_links(letter.text.show()),
        queued_at: letter.queued_at,
        stage: letter.stage.word().to_owned(),
        accepted_at,
        response,
        message_sha256: message,
    })
}

/// Whoever holds a link can answer a notice, so no paper carries one.
pub(crate) fn without_links(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/n/") {
        let end = after
            .find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-' || sign == '_'))
            .unwrap_or(after.len());
        shown.push_str(before);
        shown.push_str("/n/");
        // A link is 256 bits long; a shorter word is something else.
        shown.push_str(if end >= 40 { "[withheld: link]" } else { &after[..end] });
        rest = &after[end..];
    }
    shown.push_str(rest);
    shown
}

fn line(entry: &Entry, profile: Profile, names: &Names) -> Option<PaperLine> {
    let audience = if profile == Profile::Customer { Audience::Customer } else { Audience::Export };
    // What the customer's sentence quotes was told to them in a letter, so it needs no mask.
    let recorded = match profile {
        Profile::Customer => entry.recorded.clone(),
        _ => masked(&entry.recorded, profile)?,
    };
    let sentence = recorded.sentence(audience, Language::En, names)?;
    Some(PaperLine {
        entry: entry.seq,
        at: recorded.at,
        actor: profile.actor(names, recorded.actor),
        kind: entry.kind.clone(),
        sentence: sentence.text,
        words: sentence.quote.unwrap_or(Phrase::Said(String::new())),
        leaf_hash: entry.leaf_hash.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::without_links;

    #[test]
    fn a_link_never_leaves_in_a_paper() {
        let secret = "A".repeat(43);
        let text = format!("Answer: https://desk.example/n/{secret}. Or https://desk.example/n/{secret}/answer");
        assert!(!without_links(&text).contains(&secret));
        assert_eq!(without_links("see /n/ and a/n/b"), "see /n/ and a/n/b");
    }
}
