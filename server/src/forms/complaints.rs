//! Complaints: logged by hand, read, given to a customer, rejected.

use app::pages;
use app::pages::complaint::ComplaintForms;
use app::render::Page;
use app::ui::FormState;
use axum::extract::Path;
use docket::desk::complaints::ComplaintForm;
use docket::id::ComplaintId;
use docket::store::evidence::sha256_hex;
use docket::words::Language;

use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /complaints/new`
pub async fn new(web: Web) -> Answer {
    web.page(pages::complaint_new::show(web.frame().await?, web.fresh_form()))
}

/// `POST /complaints/new`
pub async fn log(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let uploads = posted.uploads_of("files");
    let form = ComplaintForm {
        locations: posted.text("locations"),
        category: posted.text("category"),
        severity: posted.text("severity"),
        description: posted.text("description"),
        incident_at: posted.text("incident_at"),
        reporter_name: posted.text("reporter_name"),
        reporter_email: posted.text("reporter_email"),
        reporter_organisation: posted.text("reporter_organisation"),
        disclosed: posted.flag("disclosed"),
        good_faith: posted.flag("good_faith"),
        language: Language::En,
        customer: posted.text("customer"),
        files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let logged =
        spawned(async move { desk.log_complaint(who.actor(), Some(&who), command, &form, &uploads).await }).await;
    match logged {
        Ok(taken) => web.go(format!("/complaints/{}", taken.number)),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::complaint_new::show(web.frame().await?, form).refused())
        }
    }
}

/// `GET /complaints/{number}`
pub async fn show(web: Web, Path(number): Path<String>) -> Answer {
    let page = page(&web, read_number(&number)?, None, None, None).await?;
    web.page(page)
}

/// `POST /complaints/{number}/customer`
pub async fn choose_customer(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let number = read_number(&number)?;
    let (command, complaint) = (posted.command()?, id_of(&web, number).await?);
    let (desk, who, handle) = (web.desk.clone(), web.who()?.clone(), posted.text("customer"));
    match spawned(async move { desk.match_complaint(&who, command, complaint, &handle).await }).await {
        Ok(_) => web.go(back(&posted, number)),
        Err(failure) => {
            let page = page(&web, number, Some(posted.refused(failure)?), None, None).await?;
            web.page(page.refused())
        }
    }
}

/// `POST /complaints/{number}/rejection`
pub async fn reject(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let number = read_number(&number)?;
    let (command, complaint) = (posted.command()?, id_of(&web, number).await?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    match spawned(async move { desk.reject_complaint(&who, command, complaint, &reason).await }).await {
        Ok(_) => web.go(back(&posted, number)),
        Err(failure) => {
            let page = page(&web, number, None, Some(posted.refused(failure)?), None).await?;
            web.page(page.refused())
        }
    }
}

/// `POST /complaints/{number}/removal`: out of the case that it joined by itself.
pub async fn take_out(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let number = read_number(&number)?;
    let (command, complaint) = (posted.command()?, id_of(&web, number).await?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    match spawned(async move { desk.take_out_complaint(&who, command, complaint, &reason).await }).await {
        Ok(_) => web.go(format!("/complaints/{number}")),
        Err(failure) => {
            let page = page(&web, number, None, None, Some(posted.refused(failure)?)).await?;
            web.page(page.refused())
        }
    }
}

/// Where a person pressed the button: the queue of those without a customer, or the complaint's own page.
fn back(posted: &Posted, number: i64) -> String {
    if posted.text("back") == "unmatched" { "/inbox/unmatched".to_owned() } else { format!("/complaints/{number}") }
}

/// People write C-42 where the address has 42.
pub(super) fn read_number(text: &str) -> Result<i64, Oops> {
    let digits = text.strip_prefix("C-").unwrap_or(text);
    digits.parse().map_err(|_| Oops::not_found("complaint"))
}

pub(super) async fn id_of(web: &Web, number: i64) -> Result<ComplaintId, Oops> {
    Ok(web.desk.complaint_view(number).await?.complaint.id)
}

async fn page(
    web: &Web,
    number: i64,
    whose: Option<FormState>,
    rejection: Option<FormState>,
    removal: Option<FormState>,
) -> Result<Page, Oops> {
    let view = web.desk.complaint_view(number).await?;
    let history = web.desk.complaint_history(&view.complaint).await?;
    let forms = ComplaintForms {
        whose: whose.unwrap_or_else(|| web.fresh_form()),
        rejection: rejection.unwrap_or_else(|| web.fresh_form()),
        removal: removal.unwrap_or_else(|| web.fresh_form()),
        attachments: view.open_cases.iter().map(|_| web.fresh_form()).collect(),
    };
    Ok(pages::complaint::show(web.frame().await?, view, history, forms))
}
