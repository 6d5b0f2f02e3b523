//! Decisions: written, previewed, proposed, approved by somebody else, withdrawn.

use app::pages;
use app::pages::decision::DecisionForms;
use app::pages::decision_new::{DecisionNewView, draft};
use app::render::Page;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::decision::Outcome;
use docket::desk::decisions::{DecisionForm, DecisionPreview};
use docket::desk::{Done, Receipt};
use docket::id::DecisionId;

use super::cases::{around, first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /cases/{number}/decision`
pub async fn new(web: Web, Path(number): Path<String>, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let outcome = first(&asked, "outcome").and_then(Outcome::parse);
    let lifts = first(&asked, "lifts").unwrap_or_default().to_owned();
    let page = form_page(&web, &number, Start { outcome, lifts, preview: None }, web.fresh_form()).await?;
    web.page(page)
}

/// `POST /cases/{number}/decision`: shows the statement, or puts the decision before a second person.
pub async fn propose(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    if posted.flag("preview") {
        return preview(&web, &number, &posted).await;
    }
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let web = match web.refresh(&posted).await {
        Ok(web) => web,
        Err(failure) => return again(&web, &number, refused(&posted, failure, "outcome")?).await,
    };
    let (desk, who, form) = (web.desk.clone(), web.who()?.clone(), read(&posted));
    match spawned(async move { desk.propose_decision(&who, command, case, &form).await }).await {
        Ok((decision, _)) => web.go(format!("/cases/{number}/decisions/{decision}")),
        Err(failure) => again(&web, &number, refused(&posted, failure, "outcome")?).await,
    }
}

/// Nothing is decided by a look at the text, so nobody has to confirm it either.
async fn preview(web: &Web, number: &str, posted: &Posted) -> Answer {
    let view = web.desk.case_view(number, None).await?;
    let form = DecisionForm { handle: view.customer.handle, ..read(posted) };
    match web.desk.preview_decision(web.who()?, view.case.id, &form).await {
        Ok(preview) => {
            let start = Start { preview: Some(preview), ..Start::default() };
            let page = form_page(web, number, start, posted.again()).await?;
            web.page(page)
        }
        Err(failure) => again(web, number, refused(posted, failure, "outcome")?).await,
    }
}

async fn again(web: &Web, number: &str, form: FormState) -> Answer {
    let page = form_page(web, number, Start::default(), form).await?;
    web.page(page.refused())
}

/// What the page begins with besides the case.
#[derive(Default)]
struct Start {
    outcome: Option<Outcome>,
    lifts: String,
    preview: Option<DecisionPreview>,
}

async fn form_page(web: &Web, number: &str, start: Start, form: FormState) -> Result<Page, Oops> {
    let (frame, case) = around(web, number).await?;
    let settings = web.desk.settings();
    let Start { outcome, lifts, preview } = start;
    let lifted = case
        .decisions
        .iter()
        .find(|decision| outcome == Some(Outcome::Reinstatement) && decision.id.to_string() == lifts);
    let draft = draft(&case, lifted, &settings.provider, &settings.phone, settings.preserve_days);
    let precedents = web.desk.precedents(case.case.id).await?;
    let view = DecisionNewView { case, draft, precedents, outcome, lifts, preview };
    Ok(pages::decision_new::show(frame, view, form))
}

fn read(posted: &Posted) -> DecisionForm {
    DecisionForm {
        outcome: posted.text("outcome"),
        assets: posted.all("assets"),
        whole_reason: posted.text("whole_reason"),
        date: posted.text("date"),
        time: posted.text("time"),
        zone: posted.text("zone"),
        fold: posted.text("fold"),
        preserve_days: posted.text("preserve_days"),
        facts: posted.text("facts"),
        explanation: posted.text("explanation"),
        redress: posted.text("redress"),
        automated_detection: posted.flag("automated_detection"),
        lifts: posted.text("lifts"),
        handle: posted.text("handle"),
        meaning: posted.text("meaning"),
        conditions: posted.text("conditions"),
        differs: posted.text("differs"),
        version: posted.version(),
    }
}

/// `GET /cases/{number}/decisions/{decision}`
pub async fn show(web: Web, Path((number, decision)): Path<(String, u32)>) -> Answer {
    let page = page(&web, &number, decision, fresh(&web)).await?;
    web.page(page)
}

/// `POST /cases/{number}/decisions/{decision}/approval`
pub async fn approve(web: Web, Path((number, decision)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let (web, done) = match web.refresh(&posted).await {
        Ok(web) => {
            let (desk, who, hash) = (web.desk.clone(), web.who()?.clone(), posted.text("text_hash"));
            let handle = posted.text("handle");
            let done = spawned(async move { desk.approve_decision(&who, command, id, &hash, &handle).await }).await;
            (web, done)
        }
        Err(failure) => (web, Err(failure)),
    };
    back(&web, &number, decision, &posted, done, |forms, approval| forms.approval = approval).await
}

/// `POST /cases/{number}/decisions/{decision}/withdrawal`
pub async fn withdraw(web: Web, Path((number, decision)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, decision).await?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.withdraw_decision(&who, command, id, &reason).await }).await;
    back(&web, &number, decision, &posted, done, |forms, withdrawal| forms.withdrawal = withdrawal).await
}

pub(super) async fn back(
    web: &Web,
    number: &str,
    decision: u32,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut DecisionForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(format!("/cases/{number}/decisions/{decision}")),
        Err(failure) => {
            let mut forms = fresh(web);
            place(&mut forms, refused(posted, failure, "statement")?);
            let page = page(web, number, decision, forms).await?;
            web.page(page.refused())
        }
    }
}

fn fresh(web: &Web) -> DecisionForms {
    DecisionForms {
        approval: web.fresh_form(),
        withdrawal: web.fresh_form(),
        stay: web.fresh_form(),
        stay_end: web.fresh_form(),
        condition: web.fresh_form(),
        appeal: web.fresh_form(),
        destroyed: web.fresh_form(),
    }
}

async fn page(web: &Web, number: &str, decision: u32, forms: DecisionForms) -> Result<Page, Oops> {
    let (frame, view) = around(web, number).await?;
    let decision = view.decision(decision).cloned().ok_or_else(|| Oops::not_found("decision"))?;
    Ok(pages::decision::show(frame, view, decision, forms))
}

pub(super) async fn id(web: &Web, number: &str, decision: u32) -> Result<DecisionId, Oops> {
    let view = web.desk.case_view(number, None).await?;
    view.decision(decision).map(|decision| decision.id).ok_or_else(|| Oops::not_found("decision"))
}
