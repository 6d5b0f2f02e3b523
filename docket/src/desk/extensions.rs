//! More time: asked by the customer, given or refused by a person, never given by itself and never taken back.

use super::answers::zone_of;
use super::check::{Check, YOUR_NAME};
use super::notices::locked;
use super::work::{Begun, Work};
use super::{Desk, Done, Receipt, Who, again};
use crate::case::{Case, CaseStage};
use crate::confirmation::Sent;
use crate::event::Event;
use crate::extension::{Asked, Extension, ExtensionStage, Granted, Refused};
use crate::id::{CommandId, ExtensionId};
use crate::letter::Cause;
use crate::letters::{self, AboutWords, DecidedWords};
use crate::notice::{Notice, NoticeStage};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, lists};
use crate::time::zone::{Fold, WallProblem, Zone, calendar_days, extended, extended_to};
use crate::time::{Deadline, Moment};
use crate::words::{Language, Line, Reason};
use serde::{Deserialize, Serialize};

/// What a customer may choose from, in calendar days of their zone.
pub const DAYS_ON_OFFER: [u32; 3] = [1, 3, 7];
const MOST_DAYS: i64 = 366;
/// Requests that nobody has confirmed: a leaked link must not fill the desk.
const MOST_UNCONFIRMED: usize = 5;
/// Whoever gets more time can still use it.
const LEAST_SECONDS: i64 = 15 * 60;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TimeForm {
    /// "1", "3", "7" days, or "until".
    pub choice: String,
    pub date: String,
    pub time: String,
    pub fold: String,
    pub reason: String,
    pub signer: String,
    pub language: Language,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TimeDecision {
    /// "all", "some" or "none".
    pub choice: String,
    pub date: String,
    pub time: String,
    pub fold: String,
    /// The customer reads it.
    pub reason: String,
}

impl Desk {
    /// Asks for more time. The first request stops what burdens until somebody has decided.
    pub async fn ask_time(
        &self,
        token: &str,
        command: CommandId,
        form: &TimeForm,
        address: &str,
    ) -> Done<(Extension, Receipt)> {
        let opened = self.open_link(token).await?;
        let (notice, contact) = (opened.notice.id, opened.link.contact);
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, form)).await? {
                Begun::Before(receipt) => return self.asked_before(receipt).await,
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let case: Case = work.need(noun.case, "case").await?;
            if case.is_closed() || noun.sent_at().is_none() || is_followed(&mut work.conn(), &noun).await? {
                return Err(Refusal::NoticeNotRunning.into());
            }
            let before = lists::extensions_of_notice(&mut work.conn(), notice).await?;
            let waiting = || before.iter().filter(|held| held.noun.is_waiting());
            let unconfirmed = waiting().filter(|held| held.noun.is_unconfirmed()).count();
            if waiting().count() > unconfirmed || unconfirmed >= MOST_UNCONFIRMED {
                return Err(Refusal::TimeAskedBefore.into());
            }
            let (until, reason, signer) = read(form, &noun, work.now)?;
            let extension: ExtensionId = work.new_id();
            let receipt = self.new_receipt("T");
            work.record(Event::TimeAsked(Box::new(Asked {
                extension,
                notice,
                case: noun.case,
                number: noun.number,
                receipt: receipt.clone(),
                contact,
                until: until.clone(),
                reason: reason.into(),
                signer: signer.into(),
                address: address.to_owned().into(),
            })))
            .await?;
            let settings = self.settings();
            let words = self.words(&noun, &receipt, form.language);
            let written = letters::time_asked_letter(&words, &until, &noun.deadline, settings.answer_code);
            let cause = Cause::Time { extension };
            self.queue_to_recipients(&mut work, &noun, cause, form.language, &written).await?;
            if settings.answer_code {
                self.await_code(&mut work, &noun, contact, Sent::Time { extension }, &receipt, form.language).await?;
            }
            let kept: Extension = work.need(extension, "request").await?;
            Ok((kept, work.commit().await?))
        })
    }

    async fn asked_before(&self, receipt: Receipt) -> Done<(Extension, Receipt)> {
        let Event::TimeAsked(asked) = self.first_event(&receipt).await? else {
            return Err(Refusal::CommandReused.into());
        };
        let kept = lists::one(&mut self.read().await?.conn(), &asked.extension.to_string()).await?;
        Ok((kept.ok_or(Refusal::NotFound("request"))?.noun, receipt))
    }

    fn words<'a>(&'a self, noun: &'a Notice, receipt: &'a str, language: Language) -> AboutWords<'a> {
        let settings = self.settings();
        AboutWords { provider: &settings.provider, phone: &settings.phone, language, code: &noun.code, receipt }
    }

    /// One person decides. The customer reads the reason, whichever way it went.
    pub async fn decide_time(
        &self,
        who: &Who,
        command: CommandId,
        extension: ExtensionId,
        seen: Option<i64>,
        form: &TimeDecision,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(extension, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let asked: Extension =
                lists::one(&mut work.conn(), &extension.to_string()).await?.ok_or(Refusal::NotFound("request"))?.noun;
            let case = work.lock_case(asked.case, seen).await?;
            let asked: Extension = work.need(extension, "request").await?;
            let notice: Notice = work.need(asked.notice, "notice").await?;
            if asked.stage != ExtensionStage::Waiting {
                return Err(Refusal::TimeDecided.into());
            }
            let mut check = Check::default();
            let reason = check.word("reason", Reason::parse(&form.reason));
            let now = work.now;
            let choice = check.some(
                "choice",
                Some(form.choice.as_str()).filter(|choice| !choice.is_empty()),
                "Choose one of the three.",
            );
            let until = match choice {
                None | Some("none") => None,
                Some("all") => Some(Deadline { anchor: now, ..asked.until.clone() }),
                Some("some") => read_wall(&mut check, &form.date, &form.time, &form.fold, &zone_of(&notice), now),
                Some(_) => check.some("choice", None, "Choose one of the three."),
            };
            if let Some(until) = &until {
                if notice.sent_at().is_none() || case.is_closed() || is_followed(&mut work.conn(), &notice).await? {
                    return Err(Refusal::NoticeNotRunning.into());
                }
                let field = if choice == Some("all") { "choice" } else { "date" };
                if until.at <= notice.deadline.at {
                    check.problem(field, "A deadline is never shortened: give a time after the one that stands.");
                } else if until.at < now.plus_seconds(LEAST_SECONDS) {
                    check.problem(field, "This is over too soon to be of use. Give a later time.");
                } else if until.at > now.plus_seconds(MOST_DAYS * 86_400) {
                    check.problem(field, "Give at most a year.");
                }
            }
            let Some(reason) = reason else { return check.refuse().map_err(super::Failure::from) };
            check.done()?;
            let reason = reason.as_str().to_owned();
            let confirmed = !asked.is_unconfirmed();
            let all = until.as_ref().is_some_and(|until| until.at >= asked.until.at);
            let event = match until.clone() {
                Some(until) => {
                    let case_stage = Box::new(stage(&mut work, &case, &notice, until.at).await?);
                    Event::TimeGranted(Box::new(Granted {
                        extension,
                        notice: notice.id,
                        case: notice.case,
                        number: notice.number,
                        receipt: asked.receipt.clone(),
                        was: notice.deadline.clone(),
                        until,
                        all,
                        reason: reason.clone().into(),
                        confirmed,
                        by: who.person.id,
                        case_stage,
                    }))
                }
                None => Event::TimeRefused(Box::new(Refused {
                    extension,
                    notice: notice.id,
                    case: notice.case,
                    number: notice.number,
                    receipt: asked.receipt.clone(),
                    reason: reason.clone().into(),
                    confirmed,
                    by: who.person.id,
                })),
            };
            work.record(event).await?;
            if until.is_some() {
                self.plan_reminders(&mut work, notice.id).await?;
            }
            let language = notice.text.language;
            let written = letters::time_decided_letter(&DecidedWords {
                asked: self.words(&notice, &asked.receipt, language),
                reason: &reason,
                deadline: until.as_ref().unwrap_or(&notice.deadline),
                granted: until.is_some(),
                all,
            });
            self.queue_to_recipients(&mut work, &notice, Cause::Time { extension }, language, &written).await?;
            work.commit().await
        })
    }
}

/// The customer was written to again since: what runs is another notice.
pub(super) async fn is_followed(conn: &mut Conn<'_>, notice: &Notice) -> Stored<bool> {
    let others = lists::notices_of(conn, notice.case).await?;
    Ok(others.iter().any(|held| {
        held.noun.number > notice.number
            && matches!(held.noun.stage, NoticeStage::Sent { .. } | NoticeStage::Leaving { .. })
    }))
}

/// Where the case stands once the deadline is a later one.
pub(super) async fn stage(work: &mut Work, case: &Case, notice: &Notice, due: Moment) -> Stored<CaseStage> {
    let id = notice.id;
    let waits = matches!(
        case.stage,
        CaseStage::NoticeRunning { .. }
            | CaseStage::Answered { .. }
            | CaseStage::Weighed { .. }
            | CaseStage::Overdue { .. }
    );
    if !waits {
        return Ok(case.stage.clone());
    }
    let answers = lists::answers_of_case(&mut work.conn(), notice.case).await?;
    Ok(if answers.iter().any(|held| !held.noun.is_assessed()) {
        CaseStage::Answered { notice: id, due }
    } else if notice.answers > 0 {
        CaseStage::Weighed { notice: id, due }
    } else {
        CaseStage::NoticeRunning { notice: id, due }
    })
}

/// The time on offer: so many days on the customer's wall, after the deadline or, where that has passed, after now.
pub fn offer(deadline: &Deadline, days: u32, now: Moment) -> Deadline {
    let zone = Zone::parse(&deadline.zone).unwrap_or(Zone::UTC);
    const MINUTE: i64 = 60 * 1_000_000;
    let whole = Moment::from_micros((now.micros() + MINUTE - 1).div_euclid(MINUTE) * MINUTE);
    extended_to(calendar_days(deadline.at.max(whole), days, &zone), &zone, now)
}

fn read(form: &TimeForm, notice: &Notice, now: Moment) -> Result<(Deadline, String, String), Refusal> {
    let fr = form.language == Language::Fr;
    let mut check = Check::new(form.language);
    let days = DAYS_ON_OFFER.into_iter().find(|days| days.to_string() == form.choice);
    let until = match (days, form.choice.as_str()) {
        (Some(days), _) => Some(offer(&notice.deadline, days, now)),
        (None, "until") => {
            let until = read_wall(&mut check, &form.date, &form.time, &form.fold, &zone_of(notice), now);
            if until.as_ref().is_some_and(|until| until.at <= notice.deadline.at.max(now)) {
                check.problem(
                    "date",
                    if fr {
                        "Donnez un moment après l’échéance actuelle."
                    } else {
                        "Give a time after the deadline that stands."
                    },
                );
            } else if until.as_ref().is_some_and(|until| until.at > now.plus_seconds(MOST_DAYS * 86_400)) {
                check.problem("date", if fr { "Demandez au plus un an." } else { "Ask for at most a year." });
            }
            until
        }
        _ => {
            check.problem("choice", if fr { "Choisissez jusqu’à quand." } else { "Choose until when." });
            None
        }
    };
    let why = ["Say why you need more time.", "Dites pourquoi il vous faut plus de temps."];
    let reason = check.given("reason", &form.reason, Reason::parse, why);
    let signer = check.given("signer", &form.signer, Line::parse, YOUR_NAME);
    let (Some(until), Some(reason), Some(signer)) = (until, reason, signer) else { return check.refuse() };
    check.done()?;
    Ok((until, reason.as_str().to_owned(), signer.as_str().to_owned()))
}

pub(super) fn read_wall(
    check: &mut Check,
    date: &str,
    time: &str,
    fold: &str,
    zone: &Zone,
    now: Moment,
) -> Option<Deadline> {
    let fold = match fold {
        "first" => Some(Fold::First),
        "second" => Some(Fold::Second),
        _ => None,
    };
    match extended(date.trim(), time.trim(), zone, now, fold) {
        Ok(until) => Some(until),
        Err(problem) => {
            let field = if matches!(problem, WallProblem::Twice { .. }) { "fold" } else { "date" };
            let sentence = problem.sentence(check.language());
            check.problem(field, sentence);
            None
        }
    }
}
