//! An answer that came by mail or by telephone, written down by an analyst for the instant at which it came.

use super::*;
use crate::desk::Failure;
use crate::id::CaseId;
use crate::time::zone::{Fold, WallProblem, Zone, deadline_wall};
use crate::words::Phrase;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RecordedForm {
    /// 2 for N-2.
    pub notice: u32,
    /// "mail" or "phone".
    pub via: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    pub fold: String,
    pub answer: AnswerForm,
}

impl Desk {
    /// It counts from when it reached us, and waits to be weighed like any other.
    pub async fn record_answer(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &RecordedForm,
        uploads: &[Upload],
    ) -> Done<(Answer, Receipt)> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => return self.answered_before(receipt).await,
                Begun::Now(work) => work,
            };
            work.lock_case(case, None).await?;
            let notices = lists::notices_of(&mut work.conn(), case).await?;
            let found = notices.iter().find(|held| held.noun.number == form.notice).map(|held| held.noun.id);
            let mut check = Check::default();
            let Some(notice) = check.some("notice", found, "Choose the notice that it answers.") else {
                return check.refuse().map_err(Failure::from);
            };
            let noun: Notice = work.need(notice, "notice").await?;
            let Some(sent_at) = noun.sent_at() else { return Err(Refusal::NoticeNotRunning.into()) };
            let via = match form.via.as_str() {
                "mail" => Some(Via::Mail),
                "phone" => Some(Via::Phone),
                _ => None,
            };
            let via = check.some("via", via, "Say how it came.");
            if via == Some(Via::Mail) && uploads.is_empty() {
                check.problem("files", "Attach the message as it came, with its headers.");
            }
            let received_at = instant(&mut check, &form.date, &form.time, &form.zone, &form.fold);
            if received_at.is_some_and(|at| at > work.now) {
                check.problem("date", "This is still to come. Give the time at which it reached us.");
            } else if received_at.is_some_and(|at| at < sent_at) {
                check.problem("date", "This is before the notice was sent.");
            }
            let mut answer = form.answer.clone();
            // The analyst vouches for whoever it came from; there is nobody here to tick a box.
            answer.authority = true;
            answer.language = noun.text.language;
            let said =
                match read_answer(&AnswerForm { language: Language::En, ..answer.clone() }, &noun, !uploads.is_empty())
                {
                    Ok(said) => Some(said),
                    Err(Refusal::Fields(problems)) => {
                        for problem in problems {
                            check.problem(problem.field, problem.sentence);
                        }
                        None
                    }
                    Err(other) => return Err(other.into()),
                };
            let (Some(via), Some(received_at), Some(said)) = (via, received_at, said) else {
                return check.refuse().map_err(Failure::from);
            };
            check.done()?;
            let files = keep_uploads(&mut work, uploads).await?;
            let came = Came { via, received_at, address: "", by_link_of: None, quiet: false };
            let kept = self.take_answer(&mut work, &noun, &answer, &said, files, came).await?;
            Ok((kept, work.commit().await?))
        })
    }
}

/// What a clock on a wall showed, from the fields `date`, `time`, `zone` and `fold`.
pub(in crate::desk) fn instant(check: &mut Check, date: &str, time: &str, zone: &str, fold: &str) -> Option<Moment> {
    let zone = check.some("zone", Zone::parse(zone), "Choose a time zone from the list.")?;
    let fold = match fold {
        "first" => Some(Fold::First),
        "second" => Some(Fold::Second),
        _ => None,
    };
    match deadline_wall(date.trim(), time.trim(), &zone, Moment::MIN, fold) {
        Ok(deadline) => Some(deadline.at),
        Err(problem) => {
            let field = if matches!(problem, WallProblem::Twice { .. }) { "fold" } else { "date" };
            check.problem(field, Phrase::each(|language| problem.sentence(language)));
            None
        }
    }
}
