//! Notices: composed, previewed word for word, scheduled with a minute to undo, then frozen.

use super::cases::{customer, resting, whole_minute};
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CaseId, CommandId, ContactId, NoticeId};
use crate::letter::Cause;
use crate::letters::{self, NoticeWords};
use crate::notice::{
    LINK_DAYS, Notice, NoticeStage, NoticeText, Recipient, Requirement, SHORT_NOTICE_HOURS, SentLetter, UNDO_SECONDS,
};
use crate::people::{Act, Actor};
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::time::zone::{Fold, Zone, deadline_hours, deadline_wall};
use crate::time::{Deadline, Moment};
use crate::timer::counted_from;
use crate::words::{Language, Line, Reason, Text};
use serde::{Deserialize, Serialize};

const MOST_REQUIREMENTS: usize = 20;
const MOST_HOURS: u32 = 24 * 90;

/// What the composer sends. Text as typed; the verb parses it and says what is wrong beside each field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NoticeForm {
    pub template: String,
    pub language: String,
    pub contacts: Vec<String>,
    pub subject: String,
    pub findings: String,
    pub example: String,
    pub requirements: Vec<String>,
    /// "hours" or "wall"
    pub rule: String,
    pub hours: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    /// "first" or "second", for a wall time that comes twice.
    pub fold: String,
    pub short_reason: String,
    pub consequence: String,
    pub data_kept: String,
    /// The case's version that the writer saw.
    pub version: Option<i64>,
}

/// A notice as it would leave now.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticePreview {
    pub code: String,
    pub subject: String,
    pub letter: String,
    pub deadline: Deadline,
    pub recipients: Vec<(ContactId, String)>,
    pub requirements: Vec<String>,
}

struct Composed {
    text: NoticeText,
    deadline: Deadline,
    recipients: Vec<Recipient>,
    preview: NoticePreview,
}

impl Desk {
    /// The exact words, with nothing written down.
    pub async fn preview_notice(&self, who: &Who, case: CaseId, form: &NoticeForm) -> Done<NoticePreview> {
        who.must(Act::WorkCases)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let noun: Case = lists::one(&mut conn, &case.to_string()).await?.ok_or(Refusal::NotFound("case"))?.noun;
        let owner: Customer =
            lists::one(&mut conn, &noun.customer.to_string()).await?.ok_or(Refusal::NotFound("customer"))?.noun;
        let clause: Clause =
            lists::one(&mut conn, &noun.clause.to_string()).await?.ok_or(Refusal::NotFound("clause"))?.noun;
        let assets = lists::assets_of(&mut conn, owner.id)
            .await?
            .into_iter()
            .map(|held| held.noun)
            .filter(|asset| asset.to.is_none());
        let assets = assets.map(|asset| asset.value).collect();
        Ok(self.compose(form, &noun, &owner, &clause, assets, "DN-0000-0000", self.now())?.preview)
    }

    /// Checks every field and writes the letter.
    #[expect(clippy::too_many_arguments, reason = "these are the nouns that a letter is made of")]
    fn compose(
        &self,
        form: &NoticeForm,
        case: &Case,
        owner: &Customer,
        clause: &Clause,
        assets: Vec<String>,
        code: &str,
        now: Moment,
    ) -> Result<Composed, Refusal> {
        let mut check = Check::default();
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let subject = check.word("subject", Line::parse(&form.subject));
        let findings = check.word("findings", Reason::parse(&form.findings));
        let example = check.word("example", Text::parse(&form.example));
        let consequence = check.word("consequence", Reason::parse(&form.consequence));
        let data_kept = check.word("data_kept", Reason::parse(&form.data_kept));
        let mut requirements: Vec<String> = Vec::new();
        for (place, text) in form.requirements.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            if let Some(text) = check.word(&format!("requirement_{}", place + 1), Reason::parse(text)) {
                requirements.push(text.as_str().to_owned());
            }
        }
        if requirements.is_empty() {
            check.problem("requirement_1", "Ask for at least one thing.");
        } else if requirements.len() > MOST_REQUIREMENTS {
            check.problem("requirement_1", format!("Ask for at most {MOST_REQUIREMENTS} things in one notice."));
        }
        for (field, text) in [
            ("subject", &form.subject),
            ("findings", &form.findings),
            ("example", &form.example),
            ("consequence", &form.consequence),
            ("data_kept", &form.data_kept),
        ] {
            blocked_by_placeholders(&mut check, field, text);
        }
        for (place, text) in form.requirements.iter().enumerate() {
            blocked_by_placeholders(&mut check, &format!("requirement_{}", place + 1), text);
        }
        let deadline = self.read_deadline(&mut check, form, now);
        let short_reason = check.optional("short_reason", &form.short_reason, Reason::parse);
        if let Some(deadline) = &deadline {
            let notice_hours = deadline.at.minus(counted_from(now)) / 3_600_000_000;
            if notice_hours < SHORT_NOTICE_HOURS && form.short_reason.trim().is_empty() {
                check.problem(
                    "short_reason",
                    format!("This leaves less than {SHORT_NOTICE_HOURS} hours. Say why the customer cannot have more."),
                );
            }
        }
        let recipients: Vec<Recipient> = owner
            .contacts
            .iter()
            .filter(|contact| form.contacts.contains(&contact.id.to_string()))
            .map(|contact| Recipient { contact: contact.id, email: contact.email.clone(), letter: None })
            .collect();
        if recipients.is_empty() {
            check.problem("contacts", "Choose at least one contact.");
        }
        let (
            Some(language),
            Some(subject),
            Some(findings),
            Some(example),
            Some(consequence),
            Some(data_kept),
            Some(deadline),
        ) = (language, subject, findings, example, consequence, data_kept, deadline)
        else {
            return check.refuse();
        };
        check.done()?;
        let clause_text =
            if language == Language::Fr && !clause.text_fr.is_empty() { &clause.text_fr } else { &clause.text };
        let cite = format!("{} ({})", clause.cite(), clause.edition);
        let letter = letters::notice_letter(&NoticeWords {
            provider: &self.settings().provider,
            phone: &self.settings().phone,
            language,
            handle: &owner.handle,
            code,
            case_number: &case.number,
            subject: subject.as_str(),
            findings: findings.as_str(),
            example: example.as_str(),
            requirements: &requirements,
            clause_cite: &cite,
            clause_text,
            assets: &assets,
            deadline: &deadline,
            consequence: consequence.as_str(),
            data_kept: data_kept.as_str(),
        });
        let numbered =
            requirements.iter().zip(1..).map(|(text, number)| Requirement { number, text: text.clone().into() });
        let text = NoticeText {
            template: form.template.clone(),
            language,
            subject: subject.as_str().to_owned().into(),
            findings: findings.as_str().to_owned().into(),
            example: example.as_str().to_owned().into(),
            requirements: numbered.collect(),
            consequence: consequence.as_str().to_owned().into(),
            data_kept: data_kept.as_str().to_owned().into(),
            clause_cite: cite,
            clause_text: clause_text.clone(),
            assets,
            short_reason: short_reason.map(|reason| reason.as_str().to_owned().into()),
            hash: evidence::sha256_hex(letter.as_bytes()),
            letter: letter.clone().into(),
        };
        let preview = NoticePreview {
            code: code.to_owned(),
            subject: letters::notice_subject(code, language, &deadline, subject.as_str()),
            letter,
            deadline: deadline.clone(),
            recipients: recipients.iter().map(|to| (to.contact, to.email.show().to_owned())).collect(),
            requirements,
        };
        Ok(Composed { text, deadline, recipients, preview })
    }

    fn read_deadline(&self, check: &mut Check, form: &NoticeForm, now: Moment) -> Option<Deadline> {
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.")?;
        let from = whole_minute(counted_from(now));
        if form.rule == "wall" {
            let fold = match form.fold.as_str() {
                "first" => Some(Fold::First),
                "second" => Some(Fold::Second),
                _ => None,
            };
            let deadline = match deadline_wall(form.date.trim(), form.time.trim(), &zone, now, fold) {
                Ok(deadline) => deadline,
                Err(problem) => {
                    let field =
                        if matches!(problem, crate::time::zone::WallProblem::Twice { .. }) { "fold" } else { "date" };
                    check.problem(field, problem.sentence(Language::En));
                    return None;
                }
            };
            if deadline.at <= from {
                check.problem("date", "This is too soon: the letter itself needs sixteen minutes to leave and arrive.");
                return None;
            }
            return Some(deadline);
        }
        let hours = form.hours.trim().parse::<u32>().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
        let hours = check.some("hours", hours, format!("Write a number of hours from 1 to {MOST_HOURS}."))?;
        Some(deadline_hours(from, hours, &zone))
    }

    /// The notice leaves when its undo window closes.
    pub async fn schedule_notice(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &NoticeForm,
    ) -> Done<(NoticeId, Receipt)> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::NoticeScheduled { notice, .. } => Ok((notice, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, form.version).await?;
            if noun.is_closed() {
                return Err(Refusal::CaseClosed.into());
            }
            for other in lists::notices_of(&mut work.conn(), case).await? {
                let running = other.noun.sent_at().is_some() && !other.noun.deadline_passed;
                if running || matches!(other.noun.stage, NoticeStage::Leaving { .. }) {
                    return Err(Refusal::NoticeRunning.into());
                }
            }
            // Whoever is asked for something new cannot be switched off for something old meanwhile.
            if lists::decisions_of(&mut work.conn(), case).await?.iter().any(|held| held.noun.is_pending()) {
                return Err(Refusal::DecisionPending.into());
            }
            let owner = customer(&mut work, &noun).await?;
            let clause: Clause = work.need(noun.clause, "clause").await?;
            let assets = lists::assets_of(&mut work.conn(), owner.id).await?.into_iter().map(|held| held.noun);
            let assets = assets.filter(|asset| asset.to.is_none()).map(|asset| asset.value).collect();
            let code = self.new_code("DN");
            let composed = self.compose(form, &noun, &owner, &clause, assets, &code, work.now)?;
            let notice: NoticeId = work.new_id();
            let leaves_at = work.now.plus_seconds(UNDO_SECONDS);
            work.record(Event::NoticeScheduled {
                notice,
                case,
                customer: owner.id,
                number: noun.notices + 1,
                code,
                text: Box::new(composed.text),
                deadline: composed.deadline,
                recipients: composed.recipients,
                leaves_at,
            })
            .await?;
            Ok((notice, work.commit().await?))
        })
    }

    pub async fn undo_notice(&self, who: &Who, command: CommandId, notice: NoticeId) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &notice).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            match noun.stage {
                NoticeStage::Leaving { leaves_at } if work.now < leaves_at => {}
                _ => return Err(Refusal::UndoTooLate.into()),
            }
            take_back(&mut work, &noun).await?;
            work.commit().await
        })
    }

    /// The undo window closed: letters with a link of their own for each contact go to the outbox.
    pub async fn send_due_notice(&self, notice: NoticeId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("send", notice)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            match noun.stage {
                NoticeStage::Leaving { leaves_at } if leaves_at <= work.now => {}
                _ => return Ok(()),
            }
            // We were away for so long that the letter would shorten the time it promises. It does not leave: the
            // case stands where it stood, and a person sends a notice with a later deadline.
            if work.now > noun.promised_from() {
                take_back(&mut work, &noun).await?;
                work.commit().await?;
                return Ok(());
            }
            let mut letters = Vec::new();
            let mut queued = Vec::new();
            let subject =
                letters::notice_subject(&noun.code, noun.text.language, &noun.deadline, noun.text.subject.show());
            for recipient in &noun.recipients {
                let (token, link_hash) = self.new_token();
                let letter = work.new_id();
                let text = noun.text.letter.show().replace("{link}", &self.settings().notice_url(&token));
                letters.push(SentLetter { contact: recipient.contact, letter, link_hash });
                queued.push(Event::LetterQueued {
                    letter,
                    case: Some(noun.case),
                    cause: Cause::Notice { notice },
                    language: noun.text.language,
                    to: recipient.email.clone(),
                    subject: subject.clone().into(),
                    text: text.into(),
                    message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
                });
            }
            let links_until = noun.deadline.at.plus_seconds(LINK_DAYS * 86_400);
            work.record(Event::NoticeSent {
                notice,
                case: noun.case,
                number: noun.number,
                due: noun.deadline.at,
                wall: noun.deadline.wall.clone(),
                letters,
                links_until,
            })
            .await?;
            for event in queued {
                work.record(event).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    pub async fn deadline_due(&self, notice: NoticeId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("deadline", notice)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.deadline_passed || noun.sent_at().is_none() || work.now < noun.deadline.at {
                return Ok(());
            }
            work.record(Event::DeadlinePassed { notice, case: noun.case, number: noun.number, due: noun.deadline.at })
                .await?;
            work.commit().await?;
            Ok(())
        })
    }

    pub async fn withdraw_notice(
        &self,
        who: &Who,
        command: CommandId,
        notice: NoticeId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.sent_at().is_none() {
                return Err(Refusal::NoticeNotRunning.into());
            }
            if lists::decisions_of(&mut work.conn(), noun.case).await?.iter().any(|held| held.noun.is_pending()) {
                return Err(Refusal::DecisionPending.into());
            }
            let case: Case = work.need(noun.case, "case").await?;
            let back_to =
                if case.is_closed() { case.stage } else { resting(&mut work.conn(), noun.case, Some(notice)).await? };
            work.record(Event::NoticeWithdrawn {
                notice,
                case: noun.case,
                number: noun.number,
                reason: reason.as_str().to_owned().into(),
                deadline_passed: noun.deadline_passed,
                back_to: Box::new(back_to),
            })
            .await?;
            work.commit().await
        })
    }

    /// A lead's finding, after bounces, that the notice reached the customer all the same.
    pub async fn find_delivery(&self, who: &Who, command: CommandId, notice: NoticeId, how: &str) -> Done<Receipt> {
        who.must(Act::Approve)?;
        let mut check = Check::default();
        let Some(how) = check.word("how", Reason::parse(how)) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, how.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let how = how.as_str().to_owned().into();
            work.record(Event::DeliveryFound { notice, case: noun.case, number: noun.number, how }).await?;
            work.commit().await
        })
    }
}

async fn take_back(work: &mut Work, notice: &Notice) -> Done<()> {
    let back_to = resting(&mut work.conn(), notice.case, Some(notice.id)).await?;
    work.record(Event::NoticeUndone {
        notice: notice.id,
        case: notice.case,
        number: notice.number,
        back_to: Box::new(back_to),
    })
    .await?;
    Ok(())
}

/// The notice, after its case's row was taken.
pub(crate) async fn locked(work: &mut Work, notice: NoticeId) -> Done<Notice> {
    let noun: Notice =
        lists::one(&mut work.conn(), &notice.to_string()).await?.ok_or(Refusal::NotFound("notice"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(notice, "notice").await
}

fn blocked_by_placeholders(check: &mut Check, field: &str, text: &str) {
    if let Some(first) = letters::placeholders_left(text).first() {
        check.problem(field, format!("Fill in what stands in double brackets: {first}"));
    }
}
