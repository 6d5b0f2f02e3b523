//! Calendars of closed days, and what waits for the team.

use app::pages;
use app::words::t;
use axum::extract::Path;
use docket::desk::calendars::CalendarForm;
use docket::refusal::Refusal;

use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /calendars`
pub async fn list(web: Web) -> Answer {
    let calendars = web.desk.calendars().await?;
    web.page(pages::calendars::list(web.frame().await?, calendars, web.fresh_form()))
}

/// `POST /calendars`
pub async fn import(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (desk, who, upload) = (web.desk.clone(), web.who()?.clone(), posted.uploads_of("file").into_iter().next());
    let name = posted.text("name");
    let done = spawned(async move {
        match upload {
            Some(upload) => {
                desk.import_calendar(Some(&who), command, &CalendarForm { name, bytes: upload.bytes }).await
            }
            None => Err(Refusal::field("file", t("Choose a file.")).into()),
        }
    });
    match done.await {
        Ok((calendar, _)) => web.go(format!("/calendars/{}/{}", calendar.name, calendar.edition)),
        Err(failure) => {
            let form = super::cases::refused(&posted, failure, "file")?;
            let calendars = web.desk.calendars().await?;
            web.page(pages::calendars::list(web.frame().await?, calendars, form).refused())
        }
    }
}

/// `GET /calendars/{name}/{edition}`
pub async fn show(web: Web, Path((name, edition)): Path<(String, u32)>) -> Answer {
    let calendars = web.desk.calendars().await?;
    let calendar = calendars.into_iter().find(|one| one.name == name && one.edition == edition);
    let calendar = calendar.ok_or_else(|| Oops::not_found("calendar"))?;
    web.page(pages::calendars::show(web.frame().await?, calendar))
}

/// `GET /for-you`
pub async fn for_you(web: Web) -> Answer {
    let view = web.desk.for_you(web.who()?).await?;
    web.page(pages::for_you::show(web.frame().await?, view))
}
