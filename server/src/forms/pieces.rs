//! Pieces of pages for pages that are open already: a look beside the list, a deadline, how far an export is.

use app::islands::deadline_preview::{Asked, Walls, WallsProps, work_out};
use app::islands::export_progress::{Progress, ProgressProps, Standing};
use app::islands::triage::{Look, LookProps, glance};
use axum::extract::Path;
use docket::time::zone::Zone;

use crate::web::{Answer, Posted, Web};

/// `GET /complaints/{number}/glance`
pub async fn look(web: Web, Path(number): Path<i64>) -> Answer {
    let glance = glance(web.who()?, web.desk.complaint_view(number).await?);
    web.piece(move || Look(LookProps { glance }))
}

/// `POST /deadline-preview`: what the typed time would be. The desk works it out once more when the form is sent.
pub async fn deadline(web: Web, posted: Posted) -> Answer {
    let mine = Zone::parse(&web.who()?.person.zone).unwrap_or(Zone::UTC);
    let letter = posted.flag("letter");
    let named = posted.text("calendar");
    let calendar = match named.is_empty() {
        true => None,
        false => web.desk.calendars_in_use().await?.into_iter().find(|one| one.name == named),
    };
    let asked = Asked {
        rule: if letter { posted.text("rule") } else { "wall".to_owned() },
        hours: posted.text("hours"),
        days: posted.text("days"),
        months: posted.text("months"),
        calendar,
        date: posted.text("date"),
        time: posted.text("time"),
        zone: posted.text("zone"),
        fold: posted.text("fold"),
        letter,
    };
    let said = work_out(&asked, web.now, mine);
    web.piece(move || Walls(WallsProps { said }))
}

/// `GET /reports/{id}/standing`: nothing once it is over, and the page is loaded again.
pub async fn standing(web: Web, Path(id): Path<String>) -> Answer {
    let row = web.desk.export_row(&id).await?;
    let standing = Standing::of(&row);
    let moves = standing.is_moving();
    let label = format!("progress-{id}");
    web.piece(move || moves.then(|| Progress(ProgressProps { label, standing })))
}
