//! The list of cases: shown, narrowed, and several of them put in order at once.

use app::pages;
use app::pages::cases::{CaseListForms, CasesAsk, Shown};
use app::render::Page;
use app::ui::FormState;
use app::ui::saved::SavedLink;
use axum::extract::Query;
use docket::desk::tending::SnoozeForm;
use docket::desk::tending_many::TendForm;
use docket::policy::Severity;
use docket::store::queues::{CaseFilter, CaseView};
use docket::time::Moment;
use docket::time::zone::{Fold, Zone, calendar_days, deadline_wall};

use super::saved_views::{self, Kept};
use super::undo;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /cases`
pub async fn show(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let ask = CasesAsk::read(&asked);
    let said = undo::said(&web, &asked, &ask.here()).await?;
    let forms = CaseListForms { acts: web.fresh_form(), save: web.fresh_form(), said, ..CaseListForms::default() };
    let page = page(&web, ask, forms).await?;
    web.page(page)
}

/// `POST /cases/acts`
pub async fn act(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let back = undo::path(&posted.text("back"), "/cases");
    let form = TendForm {
        act: posted.text("act"),
        cases: posted.all("case"),
        owner: posted.text("owner"),
        severity: posted.text("severity"),
        snooze: SnoozeForm { date: posted.text("date"), time: String::new(), reason: posted.text("reason") },
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.tend(&who, command, &form).await }).await {
        Ok(_) => web.go(undo::with(&back, &[("done", &command.to_string())])),
        Err(failure) => {
            let acts = posted.refused(failure)?;
            let forms = CaseListForms { acts, save: web.fresh_form(), ..CaseListForms::default() };
            let page = page(&web, CasesAsk::read(&undo::pairs(&back)), forms).await?;
            web.page(page.refused())
        }
    }
}

/// The page once more, because the view could not be saved.
pub(super) async fn with_save(web: &Web, query: &str, save: FormState) -> Result<Page, Oops> {
    let forms = CaseListForms { acts: web.fresh_form(), save, ..CaseListForms::default() };
    page(web, CasesAsk::read(&undo::pairs(&format!("?{query}"))), forms).await
}

async fn page(web: &Web, ask: CasesAsk, forms: CaseListForms) -> Result<Page, Oops> {
    let after = Some(ask.after.as_str()).filter(|after| !after.is_empty());
    let view = web.desk.case_list(&filter(web, &ask).await?, after).await?;
    let mut views = Vec::new();
    // What is closed is not counted: nobody waits for it.
    for view in CaseView::ALL.into_iter().filter(|view| !matches!(view, CaseView::Closed | CaseView::All)) {
        let plain = CasesAsk { view, ..CasesAsk::default() };
        views.push(Shown { view, tally: web.desk.case_tally(&filter(web, &plain).await?).await? });
    }
    let saved = saved(web, &ask.query()).await?;
    let people = web.desk.case_workers().await?;
    let forms = CaseListForms { views, saved, people, ..forms };
    Ok(pages::cases::show(web.frame_of_list().await?, view, ask, forms))
}

async fn saved(web: &Web, here: &str) -> Result<Vec<SavedLink>, Oops> {
    let mut links = Vec::new();
    for row in web.desk.saved_views(web.who()?, "cases").await? {
        let ask = CasesAsk::read(&undo::pairs(&format!("?{}", row.query)));
        let tally = web.desk.case_tally(&filter(web, &ask).await?).await?;
        links.push(saved_views::link(web, row, Kept { href: ask.href(""), query: ask.query(), tally }, here)?);
    }
    Ok(links)
}

async fn filter(web: &Web, ask: &CasesAsk) -> Result<CaseFilter, Oops> {
    let who = web.who()?;
    Ok(CaseFilter {
        view: ask.view,
        me: who.person.id.to_string(),
        stage: ask.stage.clone(),
        category: ask.category.clone(),
        severity: Severity::parse(&ask.severity).map_or(0, |severity| i64::from(severity.strokes())),
        owner: ask.owner.clone(),
        customer: web.desk.customer_for_filter(&ask.customer).await?,
        tag: ask.tag.clone(),
        day_ends: Some(day_ends(web.now, &Zone::parse(&who.person.zone).unwrap_or(Zone::UTC))),
    })
}

/// The reader's own midnight.
fn day_ends(now: Moment, zone: &Zone) -> Moment {
    let tomorrow = calendar_days(now, 1, zone);
    deadline_wall(&zone.date_text(tomorrow), "00:00", zone, now, Some(Fold::First))
        .map_or(tomorrow, |midnight| midnight.at)
}
