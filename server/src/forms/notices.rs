//! Notices: composed, checked word for word, sent, undone, withdrawn.

use app::pages;
use app::pages::notice::NoticeForms;
use app::pages::notice_new::ComposerView;
use app::render::Page;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::desk::notices::NoticeForm;
use docket::desk::{Done, Receipt};
use docket::id::NoticeId;
use docket::letters::{Template, draft};
use docket::policy::Category;
use docket::view::CaseView;
use docket::words::{Language, defang};

use super::cases::{around, first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// The desk takes no more in one notice.
const MOST_REQUIREMENTS: usize = 20;

/// `GET /cases/{number}/notices/new`
pub async fn new(web: Web, Path(number): Path<String>, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let (template, language) =
        (first(&asked, "template").unwrap_or_default(), first(&asked, "language").unwrap_or_default());
    let page = composer(&web, &number, template, language, web.fresh_form()).await?;
    web.page(page)
}

/// `POST /cases/{number}/notices/new`: one more box, back to editing, or the page on which every word is checked.
pub async fn check(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    if posted.flag("more") || posted.flag("edit") {
        let mut form = posted.again();
        if posted.flag("more") {
            let boxes = posted.text("boxes").parse::<usize>().unwrap_or(0) + 1;
            form.values.insert("boxes".into(), vec![boxes.to_string()]);
        }
        return composed(&web, &number, &posted, form, false).await;
    }
    let case = web.desk.case_id(&number).await?;
    match web.desk.preview_notice(web.who()?, case, &read(&posted)).await {
        Ok(preview) => {
            let (frame, view) = around(&web, &number).await?;
            web.page(pages::notice_check::show(frame, view, preview, posted.again()))
        }
        Err(failure) => composed(&web, &number, &posted, refused(&posted, failure, "subject")?, true).await,
    }
}

/// `POST /cases/{number}/notices`
pub async fn send(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, form) = (web.desk.clone(), web.who()?.clone(), read(&posted));
    match spawned(async move { desk.schedule_notice(&who, command, case, &form).await }).await {
        Ok(_) => web.go(format!("/cases/{number}")),
        Err(failure) => composed(&web, &number, &posted, refused(&posted, failure, "subject")?, true).await,
    }
}

async fn composed(web: &Web, number: &str, posted: &Posted, form: FormState, refused: bool) -> Answer {
    let page = composer(web, number, &posted.text("template"), &posted.text("language"), form).await?;
    web.page(if refused { page.refused() } else { page })
}

async fn composer(web: &Web, number: &str, template: &str, language: &str, form: FormState) -> Result<Page, Oops> {
    let (frame, case) = around(web, number).await?;
    let template = Template::parse(template).unwrap_or_else(|| usual(case.case.category));
    let language = Language::parse(language).unwrap_or(case.customer.language);
    let draft = starting(&case, template, language, web.desk.settings().preserve_days);
    Ok(pages::notice_new::show(frame, ComposerView { case, template, language, draft }, form))
}

/// What people post needs a plan for the next time; everything else needs an end.
fn usual(category: Category) -> Template {
    match category {
        Category::Violence | Category::Hate => Template::ModerationPlan,
        _ => Template::TimeToCure,
    }
}

fn starting(view: &CaseView, template: Template, language: Language, preserve_days: u32) -> docket::letters::Draft {
    let open = view.complaints.iter().filter(|complaint| !complaint.report.sealed);
    let first = open.filter_map(|complaint| complaint.report.locations.get()).flatten().next();
    draft(
        template,
        language,
        &view.customer.handle,
        view.case.category,
        view.clause.title_in(language),
        view.case.complaints,
        first.map(|location| defang(location)).as_deref(),
        preserve_days,
    )
}

fn read(posted: &Posted) -> NoticeForm {
    NoticeForm {
        template: posted.text("template"),
        language: posted.text("language"),
        contacts: posted.all("contacts"),
        subject: posted.text("subject"),
        findings: posted.text("findings"),
        example: posted.text("example"),
        requirements: (1..=MOST_REQUIREMENTS).map(|number| posted.text(&format!("requirement_{number}"))).collect(),
        rule: posted.text("rule"),
        hours: posted.text("hours"),
        date: posted.text("date"),
        time: posted.text("time"),
        zone: posted.text("zone"),
        fold: posted.text("fold"),
        short_reason: posted.text("short_reason"),
        consequence: posted.text("consequence"),
        data_kept: posted.text("data_kept"),
        version: posted.version(),
    }
}

/// `GET /cases/{number}/notices/{notice}`
pub async fn show(web: Web, Path((number, notice)): Path<(String, u32)>) -> Answer {
    let page = page(&web, &number, notice, fresh(&web)).await?;
    web.page(page)
}

/// `POST /cases/{number}/notices/{notice}/undo`
pub async fn undo(web: Web, Path((number, notice)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, notice).await?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.undo_notice(&who, command, id).await }).await;
    back(&web, &number, notice, &posted, done, |forms, undo| forms.undo = undo).await
}

/// `POST /cases/{number}/notices/{notice}/withdrawal`
pub async fn withdraw(web: Web, Path((number, notice)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, notice).await?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.withdraw_notice(&who, command, id, &reason).await }).await;
    back(&web, &number, notice, &posted, done, |forms, withdrawal| forms.withdrawal = withdrawal).await
}

/// `POST /cases/{number}/notices/{notice}/delivery`
pub async fn find_delivery(web: Web, Path((number, notice)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, notice).await?);
    let (desk, who, how) = (web.desk.clone(), web.who()?.clone(), posted.text("how"));
    let done = spawned(async move { desk.find_delivery(&who, command, id, &how).await }).await;
    back(&web, &number, notice, &posted, done, |forms, delivery| forms.delivery = delivery).await
}

async fn back(
    web: &Web,
    number: &str,
    notice: u32,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut NoticeForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(format!("/cases/{number}/notices/{notice}")),
        Err(failure) => {
            let mut forms = fresh(web);
            place(&mut forms, refused(posted, failure, "letter")?);
            let page = page(web, number, notice, forms).await?;
            web.page(page.refused())
        }
    }
}

fn fresh(web: &Web) -> NoticeForms {
    NoticeForms { undo: web.fresh_form(), withdrawal: web.fresh_form(), delivery: web.fresh_form() }
}

async fn page(web: &Web, number: &str, notice: u32, forms: NoticeForms) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let notice = view.notice(notice).cloned().ok_or_else(|| Oops::not_found("notice"))?;
    Ok(pages::notice::show(frame, view, notice, forms))
}

async fn id(web: &Web, number: &str, notice: u32) -> Result<NoticeId, Oops> {
    let view = web.desk.case_view(number, None).await?;
    view.notice(notice).map(|notice| notice.id).ok_or_else(|| Oops::not_found("notice"))
}
