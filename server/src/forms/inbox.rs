//! The inbox: shown, narrowed, and worked through many complaints at a time.

use app::pages;
use app::pages::inbox::{InboxAsk, InboxForms};
use app::render::Page;
use app::ui::FormState;
use axum::extract::Query;
use docket::desk::triage::TriageForm;
use docket::policy::Severity;
use docket::refusal::Refusal;
use docket::store::queues::{InboxFilter, InboxOrder};

use super::saved_views::{self, Kept};
use super::undo;
use crate::web::{Answer, Oops, Posted, Web, spawned};
use app::words::t;

const DAY_SECONDS: i64 = 86_400;

/// `GET /inbox`
pub async fn show(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let said = undo::said(&web, &asked, &InboxAsk::read(&asked).here()).await?;
    let forms = InboxForms { triage: web.fresh_form(), save: web.fresh_form(), said, ..InboxForms::default() };
    let page = page(&web, InboxAsk::read(&asked), forms).await?;
    web.page(page)
}

/// `POST /inbox/acts`: what the bar under the list sends.
pub async fn act(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let back = undo::path(&posted.text("back"), "/inbox");
    let told = posted.text("act");
    let (act, word) = told.split_once(':').unwrap_or((&told, ""));
    let complaints = posted.all("complaint");
    if act == "open" && !complaints.is_empty() {
        let named: Vec<String> =
            complaints.iter().map(|id| format!("complaint={}", app::ui::list::escaped(id))).collect();
        return web.go(format!("/cases/new?{}", named.join("&")));
    }
    let form = TriageForm {
        act: if act == "open" { "reject".into() } else { act.to_owned() },
        complaints,
        reason: word.to_owned(),
        own: if word == "own" || word.is_empty() { posted.text("own") } else { String::new() },
        case: posted.text("case"),
        opening: posted.text("opening"),
        note: posted.text("note"),
        category: posted.text("set_category"),
        severity: posted.text("set_severity"),
    };
    // Own words that are missing are missing there, not among the ready-made ones.
    let missing = word == "own" && form.own.trim().is_empty();
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = if missing {
        Err(Refusal::field("own", t("Write why, in a sentence.")).into())
    } else {
        spawned(async move { desk.triage(&who, command, &form).await }).await
    };
    match done {
        Ok(_) => web.go(undo::with(&back, &[("at", &posted.text("at")), ("done", &command.to_string())])),
        Err(failure) => {
            let triage = posted.refused(failure)?;
            let forms = InboxForms { triage, save: web.fresh_form(), ..InboxForms::default() };
            let page = page(&web, InboxAsk::read(&undo::pairs(&back)), forms).await?;
            web.page(page.refused())
        }
    }
}

async fn page(web: &Web, ask: InboxAsk, forms: InboxForms) -> Result<Page, Oops> {
    let filter = filter(web, &ask).await?;
    let view = web.desk.inbox(&filter, Some(ask.after.as_str()).filter(|after| !after.is_empty())).await?;
    let new = InboxFilter { stage: "new".into(), ..InboxFilter::default() };
    let new = web.desk.inbox_tally(&new).await?;
    let saved = saved(web, &ask.query()).await?;
    Ok(pages::inbox::show(web.frame_of_list().await?, view, ask, InboxForms { new, saved, ..forms }))
}

/// The page once more, because the view could not be saved.
pub(super) async fn with_save(web: &Web, query: &str, save: FormState) -> Result<Page, Oops> {
    let forms = InboxForms { triage: web.fresh_form(), save, ..InboxForms::default() };
    page(web, InboxAsk::read(&undo::pairs(&format!("?{query}"))), forms).await
}

async fn saved(web: &Web, here: &str) -> Result<Vec<app::ui::saved::SavedLink>, Oops> {
    let mut links = Vec::new();
    for row in web.desk.saved_views(web.who()?, "inbox").await? {
        let ask = InboxAsk::read(&undo::pairs(&format!("?{}", row.query)));
        let tally = web.desk.inbox_tally(&filter(web, &ask).await?).await?;
        links.push(saved_views::link(web, row, Kept { href: ask.href(""), query: ask.query(), tally }, here)?);
    }
    Ok(links)
}

async fn filter(web: &Web, ask: &InboxAsk) -> Result<InboxFilter, Oops> {
    let days = ask.age.parse::<i64>().ok();
    Ok(InboxFilter {
        stage: ask.stage.clone(),
        category: ask.category.clone(),
        channel: ask.channel.clone(),
        severity: Severity::parse(&ask.severity).map_or(0, |severity| i64::from(severity.strokes())),
        unmatched: ask.unmatched,
        customer: web.desk.customer_for_filter(&ask.customer).await?,
        before: days.map(|days| web.now.plus_seconds(-days * DAY_SECONDS)),
        among: web.desk.complaints_saying(&ask.text).await?,
        order: match ask.sort.as_str() {
            "newest" => InboxOrder::Newest,
            "oldest" => InboxOrder::Oldest,
            _ => InboxOrder::Due,
        },
    })
}
