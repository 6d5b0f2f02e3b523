//! Cases: listed, opened, shown, worked, closed.

use app::pages;
use app::pages::case::{CaseForms, Place};
use app::pages::case_new::CaseNewView;
use app::render::Page;
use app::ui::{FormState, Frame};
use axum::extract::{Path, Query};
use docket::complaint::Complaint;
use docket::desk::cases::OpenCase;
use docket::desk::data_requests::SettleForm;
use docket::desk::holds::HoldForm;
use docket::desk::{Done, Failure, Receipt};
use docket::id::{ComplaintId, PersonId};
use docket::noun::{Key, Thing};
use docket::refusal::{Problem, Refusal};
use docket::store::{lists, nouns};
use docket::view::CaseView;

use crate::web::{Answer, Oops, Posted, Web, spawned};
use app::words::t;

type Asked = Query<Vec<(String, String)>>;

/// `GET /cases/new`
pub async fn new(web: Web, Query(asked): Asked) -> Answer {
    let named: Vec<&str> =
        asked.iter().filter(|(name, _)| name == "complaint").map(|(_, value)| value.as_str()).collect();
    let view = gathered(&web, &named).await?;
    web.page(pages::case_new::show(web.frame().await?, view, web.fresh_form()))
}

/// `POST /cases/new`
pub async fn open(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let form = OpenCase {
        customer: posted.text("customer"),
        title: posted.text("title"),
        clause: posted.text("clause"),
        severity: posted.text("severity"),
        complaints: posted.all("complaint"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.open_case(&who, command, &form).await }).await {
        Ok((number, _)) => web.go(format!("/cases/{number}")),
        Err(failure) => {
            let named = posted.all("complaint");
            let named: Vec<&str> = named.iter().map(String::as_str).collect();
            let view = gathered(&web, &named).await?;
            web.page(pages::case_new::show(web.frame().await?, view, refused(&posted, failure, "title")?).refused())
        }
    }
}

/// The complaints that a case would begin with, and whose they are.
async fn gathered(web: &Web, named: &[&str]) -> Result<CaseNewView, Oops> {
    let mut complaints = Vec::with_capacity(named.len());
    let mut handles: Vec<Option<String>> = Vec::with_capacity(named.len());
    for name in named {
        let number = complaint(web, name).await?.ok_or_else(|| Oops::not_found("complaint"))?.number;
        let view = web.desk.complaint_view(number).await?;
        handles.push(view.customer.map(|customer| customer.handle));
        complaints.push(view.complaint);
    }
    handles.dedup();
    let customer = match handles.as_slice() {
        [one] => one.clone(),
        _ => None,
    };
    Ok(CaseNewView { complaints, customer, clauses: web.desk.clauses().await? })
}

/// By its id, or by its number as people write it: "C-1042", "1042".
async fn complaint(web: &Web, name: &str) -> Result<Option<Complaint>, Oops> {
    let mut reader = web.desk.read().await?;
    let mut conn = reader.conn();
    if let Some(id) = ComplaintId::parse(name) {
        let held = nouns::get(&mut conn, &Key { kind: Complaint::KIND, id: id.to_string() }).await?;
        return Ok(held.and_then(|held| Complaint::unwrap(held.noun)));
    }
    match name.trim().trim_start_matches(['C', 'c', '-']).parse() {
        Ok(number) => Ok(lists::complaint_by_number(&mut conn, number).await?.map(|held| held.noun)),
        Err(_) => Ok(None),
    }
}

/// `GET /cases/{number}`
pub async fn show(web: Web, Path(number): Path<String>, Query(asked): Asked) -> Answer {
    let said = super::undo::said(&web, &asked, &format!("/cases/{number}")).await?;
    let place = Place::read(first(&asked, "before"), first(&asked, "only"));
    let page = page(&web, &number, place, CaseForms { said, ..fresh(&web) }).await?;
    web.page(page)
}

/// `POST /cases/{number}/notes`
pub async fn add_note(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, text) = (web.desk.clone(), web.who()?.clone(), posted.text("text"));
    let done = spawned(async move { desk.add_note(&who, command, case, &text).await }).await;
    back(&web, &number, &posted, done, |forms, note| forms.note = note).await
}

/// `POST /cases/{number}/complaints`
pub async fn attach(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let found = complaint(&web, &posted.text("complaint")).await?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = match found {
        Some(complaint) => spawned(async move { desk.attach_complaint(&who, command, case, complaint.id).await }).await,
        None => Err(Refusal::field("complaint", t("There is no complaint with this number.")).into()),
    };
    back(&web, &number, &posted, done, |forms, attach| forms.attach = attach).await
}

/// `POST /cases/{number}/evidence`
pub async fn add_evidence(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, uploads) = (web.desk.clone(), web.who()?.clone(), posted.uploads_of("files"));
    let done = spawned(async move { desk.add_evidence(&who, command, case, &uploads).await }).await;
    back(&web, &number, &posted, done, |forms, evidence| forms.evidence = evidence).await
}

/// `POST /cases/{number}/owner`: whoever sends it takes the case, or gives it to somebody.
pub async fn take(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, version) = (web.desk.clone(), web.who()?.clone(), posted.version());
    let owner = posted.text("owner");
    let done = spawned(async move {
        let owner = match owner.as_str() {
            "" => Some(who.person.id),
            "nobody" => None,
            person => Some(PersonId::parse(person).ok_or(Refusal::NotFound("person"))?),
        };
        desk.assign_case(&who, command, case, version, owner).await
    })
    .await;
    back(&web, &number, &posted, done, |forms, owner| forms.owner = owner).await
}

/// `POST /cases/{number}/closing`
pub async fn close(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let (desk, who, version, reason) = (web.desk.clone(), web.who()?.clone(), posted.version(), posted.text("reason"));
    let done = spawned(async move { desk.close_case(&who, command, case, version, &reason).await }).await;
    back(&web, &number, &posted, done, |forms, closing| forms.closing = closing).await
}

/// `POST /cases/{number}/holds`
pub async fn hold(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (command, case) = (posted.command()?, web.desk.case_id(&number).await?);
    let form =
        HoldForm { scope: posted.text("scope"), matter: posted.text("matter"), reason: posted.text("hold_reason") };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.place_hold(&who, command, case, &form).await }).await;
    let done = done.map(|(_, receipt)| receipt);
    back(&web, &number, &posted, done, |forms, hold| forms.hold = hold).await
}

/// `POST /cases/{number}/data/{receipt}`: a request about data is answered.
pub async fn settle_data(web: Web, Path((number, receipt)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let view = web.desk.case_view(&number, None).await?;
    let request = view.data_requests.iter().find(|one| one.receipt == receipt);
    let request = request.ok_or_else(|| Oops::not_found("request"))?.id;
    let form = SettleForm { granted: posted.text("granted"), words: posted.text("words"), until: posted.text("until") };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.settle_data(&who, command, request, &form).await }).await;
    back(&web, &number, &posted, done, |forms, data| forms.data = data).await
}

/// To the case, or to its page again with what was typed.
pub(super) async fn back(
    web: &Web,
    number: &str,
    posted: &Posted,
    done: Done<Receipt>,
    place: fn(&mut CaseForms, FormState),
) -> Answer {
    match done {
        Ok(_) => web.go(super::undo::with(&format!("/cases/{number}"), &[("done", &posted.text("command_id"))])),
        Err(failure) => {
            if let Some(page) = super::conflict::page(web, number, posted, &failure).await? {
                return web.page(page);
            }
            let mut forms = fresh(web);
            place(&mut forms, refused(posted, failure, "timeline")?);
            let page = page(web, number, Place::default(), forms).await?;
            web.page(page.refused())
        }
    }
}

fn fresh(web: &Web) -> CaseForms {
    CaseForms {
        note: web.fresh_form(),
        evidence: web.fresh_form(),
        attach: web.fresh_form(),
        owner: web.fresh_form(),
        closing: web.fresh_form(),
        undo: web.fresh_form(),
        file: web.fresh_form(),
        hold: web.fresh_form(),
        data: web.fresh_form(),
        severity: web.fresh_form(),
        tags: web.fresh_form(),
        snooze: web.fresh_form(),
        link: web.fresh_form(),
        unlink: web.desk.new_command().to_string(),
        ..CaseForms::default()
    }
}

async fn page(web: &Web, number: &str, mut place: Place, forms: CaseForms) -> Result<Page, Oops> {
    let mut view = web.desk.case_view(number, place.before).await?;
    if let Some(tone) = place.only {
        (view.timeline, view.older) = web.desk.timeline_only(view.case.id, tone, place.before).await?;
    }
    place.signed_to = web.desk.signed_to().await?;
    let people = view.workers.clone();
    let added = web.desk.exhibits_of(view.case.id).await?;
    Ok(pages::case::show(web.frame().await?, view, added, place, CaseForms { people, ..forms }))
}

// -- for the other forms round a case ---------------------------------------

pub(super) fn first<'a>(asked: &'a [(String, String)], name: &str) -> Option<&'a str> {
    asked.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// What stands round a page of the case, and the case with all that hangs on it.
pub(super) async fn around(web: &Web, number: &str) -> Result<(Frame, CaseView), Oops> {
    let view = web.desk.case_view(number, None).await?;
    Ok((web.frame().await?, view))
}

/// What was typed, to show it again. Each finding that stands in the way gets a line of its own and leads to `field`.
/// After somebody else's change the form carries the newer version, so that sending it again is this person's choice.
pub(super) fn refused(posted: &Posted, failure: Failure, field: &str) -> Result<FormState, Oops> {
    let refusal = failure.refusal().cloned();
    let mut form = posted.refused(failure)?;
    match refusal {
        Some(Refusal::StandsInTheWay(findings)) => {
            form.message = Some(t("This cannot be decided now.").into());
            form.problems = findings.into_iter().map(|finding| Problem::new(field, t(finding.sentence()))).collect();
        }
        Some(Refusal::Stale { now }) => {
            form.values.insert("version".into(), vec![now.to_string()]);
            form.values.insert("stale".into(), vec!["yes".into()]);
        }
        _ => {}
    }
    Ok(form)
}
