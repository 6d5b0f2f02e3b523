//! Triage: one act on one complaint or on many. Each complaint has its own event, all of them stand in one
//! transaction, and whatever stays inside the house can be taken back.

use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::case::Case;
use crate::complaint::{Complaint, ComplaintStage};
use crate::event::Event;
use crate::id::{CommandId, ComplaintId, CustomerId};
use crate::passing::Opening;
use crate::people::Act;
use crate::phrase;
use crate::policy::{Category, Severity};
use crate::refusal::Refusal;
use crate::store::lists;
use crate::triage::{Classed, ground_of};
use crate::words::Phrase;
use crate::words::Reason;
use serde::Serialize;

/// So many complaints in one act.
pub const MOST_AT_ONCE: usize = 200;

/// What the bar under the list sends.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TriageForm {
    /// "reject", "attach", "pass_on" or "class"
    pub act: String,
    /// Ids of the complaints.
    pub complaints: Vec<String>,
    /// The word of a ready-made reason; own words win.
    pub reason: String,
    pub own: String,
    /// The number of a case.
    pub case: String,
    /// The word of an opening.
    pub opening: String,
    pub note: String,
    /// Empty: as each complaint has it.
    pub category: String,
    pub severity: String,
}

/// The act, with every field read.
enum Told {
    Reject(String),
    Attach(String),
    PassOn(Opening, String),
    Class(Option<Category>, Option<Severity>),
}

impl Desk {
    pub async fn triage(&self, who: &Who, command: CommandId, form: &TriageForm) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut ids: Vec<ComplaintId> = form.complaints.iter().filter_map(|id| ComplaintId::parse(id)).collect();
        ids.sort();
        ids.dedup();
        let told = read(form, ids.len())?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let case = match &told {
                Told::Attach(number) => Some(case_to_attach(&mut work, number).await?),
                _ => None,
            };
            let mut complaints: Vec<Complaint> = Vec::with_capacity(ids.len());
            for id in &ids {
                complaints.push(work.need(*id, "complaint").await?);
            }
            complaints.sort_by_key(|complaint| complaint.number);
            let settled = complaints.iter().filter(|complaint| !takes(&told, complaint));
            settled_meanwhile(settled)?;
            match &told {
                Told::Reject(reason) => {
                    for complaint in &complaints {
                        let reason = reason.clone().into();
                        work.record(Event::ComplaintRejected { complaint: complaint.id, reason }).await?;
                    }
                }
                Told::Attach(_) => {
                    let case = case.ok_or(Refusal::NotFound("case"))?;
                    for complaint in &complaints {
                        of_this_customer(complaint, case.customer, "case")?;
                    }
                    let case = case.id;
                    for complaint in &complaints {
                        let (complaint, number) = (complaint.id, complaint.number);
                        work.record(Event::ComplaintAttached { complaint, number, case }).await?;
                    }
                }
                Told::PassOn(opening, note) => self.pass_on(&mut work, complaints, *opening, note).await?,
                Told::Class(category, severity) => {
                    for complaint in &complaints {
                        class(&mut work, complaint, *category, *severity).await?;
                    }
                }
            }
            work.commit().await
        })
    }
}

fn read(form: &TriageForm, many: usize) -> Result<Told, Refusal> {
    let mut check = Check::default();
    if many == 0 {
        check.problem("complaints", "Tick at least one complaint.");
    } else if many > MOST_AT_ONCE {
        check.problem("complaints", phrase!("At most {} complaints at once.", MOST_AT_ONCE));
    }
    let told = match form.act.as_str() {
        "reject" if form.own.trim().is_empty() => {
            let ground = check.some("reason", ground_of(&form.reason), "Choose a reason, or write one.");
            ground.map(|ground| Told::Reject(ground.sentence.to_owned()))
        }
        "reject" => check.word("own", Reason::parse(&form.own)).map(|own| Told::Reject(own.as_str().to_owned())),
        "attach" if form.case.trim().is_empty() => {
            check.problem("case", "Write the number of the case, such as DN-2026-0110.");
            None
        }
        "attach" => Some(Told::Attach(form.case.trim().to_uppercase())),
        "pass_on" => {
            let opening = check.some("opening", Opening::parse(&form.opening), "Choose a text.");
            let note = check.optional("note", &form.note, Reason::parse);
            super::notices::blocked_by_placeholders(&mut check, "note", &form.note);
            let note = note.map(|note| note.as_str().to_owned()).unwrap_or_default();
            opening.map(|opening| Told::PassOn(opening, note))
        }
        "class" => {
            let category = match form.category.as_str() {
                "" => None,
                word => check.some("category", Category::parse(word), "Choose a category from the list."),
            };
            let severity = match form.severity.as_str() {
                "" => None,
                word => check.some("severity", Severity::parse(word), "Choose a severity from the list."),
            };
            if form.category.is_empty() && form.severity.is_empty() {
                check.problem("category", "Choose a category or a severity.");
            }
            Some(Told::Class(category, severity))
        }
        _ => {
            check.problem("act", "Choose what to do.");
            None
        }
    };
    match told {
        Some(told) => check.done().map(|()| told),
        None => check.refuse(),
    }
}

/// Whether the complaint still waits for what is told.
fn takes(told: &Told, complaint: &Complaint) -> bool {
    match told {
        Told::Reject(_) | Told::Class(..) => complaint.stage == ComplaintStage::New,
        Told::Attach(_) => is_free(complaint),
        Told::PassOn(..) => {
            complaint.passed_on.is_none() && !matches!(complaint.stage, ComplaintStage::Rejected { .. })
        }
    }
}

/// In no case and not rejected. What was only passed on can still become a case.
pub(crate) fn is_free(complaint: &Complaint) -> bool {
    matches!(complaint.stage, ComplaintStage::New | ComplaintStage::PassedOn { .. })
}

fn settled_meanwhile<'c>(settled: impl Iterator<Item = &'c Complaint>) -> Result<(), Refusal> {
    let what: Vec<Phrase> = settled
        .take(10)
        .map(|complaint| {
            let became = match complaint.stage {
                ComplaintStage::Rejected { .. } => phrase!("was rejected"),
                ComplaintStage::InCase { .. } => phrase!("is in a case"),
                ComplaintStage::PassedOn { .. } => phrase!("was passed on"),
                ComplaintStage::New => phrase!("was passed on before"),
            };
            phrase!("C-{} {}", complaint.number, became)
        })
        .collect();
    if what.is_empty() {
        return Ok(());
    }
    let sentence = phrase!(
        "Somebody was faster: {}. Nothing was done. Untick what is settled and send again.",
        Phrase::join(what, ", ")
    );
    Err(Refusal::field("complaints", sentence))
}

async fn case_to_attach(work: &mut Work, number: &str) -> Done<Case> {
    let found = lists::case_by_number(&mut work.conn(), number).await?;
    let case = found.ok_or_else(|| Refusal::field("case", "There is no case with this number."))?.noun;
    let noun = work.lock_case(case.id, None).await?;
    if noun.is_closed() {
        return Err(Refusal::field("case", "This case is closed.").into());
    }
    Ok(noun)
}

/// A notice names what was complained about. What is about somebody else would tell one customer of another.
pub(super) fn of_this_customer(
    complaint: &Complaint,
    customer: CustomerId,
    field: &'static str,
) -> Result<(), Refusal> {
    match complaint.whose.customer() {
        Some(theirs) if theirs != customer => Err(Refusal::field(
            field,
            phrase!(
                "C-{} is about another customer. Correct there who it is about, if that is wrong.",
                complaint.number
            ),
        )),
        _ => Ok(()),
    }
}

async fn class(
    work: &mut Work,
    complaint: &Complaint,
    category: Option<Category>,
    severity: Option<Severity>,
) -> Done<()> {
    let (was_category, was_severity) = (complaint.report.category, complaint.report.severity);
    let (category, severity) = (category.unwrap_or(was_category), severity.unwrap_or(was_severity));
    if (category, severity) == (was_category, was_severity) {
        return Ok(());
    }
    let classed =
        Classed { complaint: complaint.id, number: complaint.number, category, severity, was_category, was_severity };
    work.record(Event::ComplaintClassed(Box::new(classed))).await?;
    Ok(())
}
