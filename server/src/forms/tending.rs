//! One case put in order: severity, tags, links, put aside until a date.

use axum::extract::Path;
use docket::desk::Failure;
use docket::desk::tending::SnoozeForm;
use docket::refusal::Refusal;

use super::cases::back;
use crate::web::{Answer, Posted, Web, spawned};

/// `POST /cases/{number}/severity`
pub async fn grade(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, seen) = (web.desk.clone(), web.who()?.clone(), posted.version());
    let severity = posted.text("severity");
    let done = spawned(async move { desk.grade_case(&who, command, case, seen, &severity).await }).await;
    back(&web, &number, &posted, done, |forms, form| forms.severity = form).await
}

/// `POST /cases/{number}/tags`
pub async fn tag(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, seen, tags) = (web.desk.clone(), web.who()?.clone(), posted.version(), posted.text("tags"));
    let done = spawned(async move { desk.tag_case(&who, command, case, seen, &tags).await }).await;
    back(&web, &number, &posted, done, |forms, form| forms.tags = form).await
}

/// `POST /cases/{number}/snooze`
pub async fn snooze(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let form = SnoozeForm { date: posted.text("date"), time: posted.text("time"), reason: posted.text("why") };
    let done = spawned(async move { desk.snooze_case(&who, command, case, &form).await }).await;
    let done = done.map_err(|failure| named_here(failure, "reason", "why"));
    back(&web, &number, &posted, done, |forms, form| forms.snooze = form).await
}

/// `POST /cases/{number}/waking`
pub async fn wake(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.wake_case(&who, command, case).await }).await;
    back(&web, &number, &posted, done, |forms, form| forms.snooze = form).await
}

/// `POST /cases/{number}/links`
pub async fn link(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, other) = (web.desk.clone(), web.who()?.clone(), posted.text("other"));
    let done = spawned(async move { desk.link_cases(&who, command, case, &other).await }).await;
    back(&web, &number, &posted, done, |forms, form| forms.link = form).await
}

/// `POST /cases/{number}/links/removal`
pub async fn unlink(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, other) = (web.desk.clone(), web.who()?.clone(), posted.text("other"));
    let done = spawned(async move { desk.unlink_cases(&who, command, case, &other).await }).await;
    back(&web, &number, &posted, done, |forms, form| forms.link = form).await
}

/// The page has several fields for a reason, so this one has a name of its own there.
fn named_here(failure: Failure, desk: &str, page: &str) -> Failure {
    let Failure::Refused(Refusal::Fields(mut problems)) = failure else { return failure };
    for problem in problems.iter_mut().filter(|problem| problem.field == desk) {
        page.clone_into(&mut problem.field);
    }
    Refusal::Fields(problems).into()
}
