//! Notices: composed, checked word for word, sent, undone, withdrawn.

use app::islands::draft_keeper::{Keeping, KeepingProps, Kept, clock};
use app::pages;
use app::pages::notice::NoticeForms;
use app::pages::notice_new::{ComposerView, asked};
use app::public_pages::{Reader, notice as notice_page};
use app::render::Page;
use app::ui::FormState;
use app::ui::list::href;
use app::words::t;
use axum::extract::{Path, Query};
use docket::desk::deadlines::LaterForm;
use docket::desk::notices::NoticeForm;
use docket::desk::notices::drafts::SavedDraft;
use docket::desk::public::NoticeSheet;
use docket::desk::{Done, Failure, Receipt};
use docket::id::{CaseId, ContactId, NoticeId};
use docket::notice::Notice;
use docket::policy::Category;
use docket::template::TemplateKind;
use docket::time::DeadlineRule;
use docket::time::zone::Zone;
use docket::words::Language;

use super::cases::{around, first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// What belongs to a button or to one sending, and not to the words that a draft keeps.
const NOT_KEPT: [&str; 10] =
    ["command_id", "draft", "more", "move", "drop", "take", "save", "discard", "edit", "stale"];

/// `GET /cases/{number}/notices/new`: a template that was asked for, a notice to replace, the kept draft, or the usual
/// template, in this order.
pub async fn new(web: Web, Path(number): Path<String>, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let (template, language) = (first(&asked, "template"), first(&asked, "language"));
    let replaces = first(&asked, "replaces").unwrap_or_default();
    let case = web.desk.case_id(&number).await?;
    let kept = web.desk.notice_draft(web.who()?, case).await?;
    let mut form = web.fresh_form();
    let (mut of_template, mut of_language) =
        (template.unwrap_or_default().to_owned(), language.unwrap_or_default().to_owned());
    if template.is_none() && language.is_none() {
        // A draft that replaces this very notice goes on; any other is told of before it is written over.
        let goes_on = |kept: &SavedDraft| as_form(&kept.fields).value("replaces") == replaces;
        if let Some(kept) = kept.as_ref().filter(|kept| replaces.is_empty() || goes_on(kept)) {
            form = FormState { command: form.command, touched: true, ..as_form(&kept.fields) };
            (of_template, of_language) = (form.value("template"), form.value("language"));
            // The draft goes on from the case as it is shown now.
            form.values.remove("version");
        } else if !replaces.is_empty() {
            let view = web.desk.case_view(&number, None).await?;
            if let Some(before) = view.notices.iter().find(|one| one.number.to_string() == replaces) {
                form = FormState { command: form.command, touched: true, ..as_form(&as_fields(before)) };
                (of_template, of_language) = (form.value("template"), form.value("language"));
            }
        }
    }
    if !replaces.is_empty() {
        form.values.insert("replaces".into(), vec![replaces.to_owned()]);
    }
    let page = composer(&web, &number, &of_template, &of_language, kept, form).await?;
    web.page(page)
}

/// `POST /cases/{number}/notices/new`: the boxes in another order, a draft kept or thrown away, back to editing, or the
/// page on which every word is checked. Whatever is pressed, what was typed is kept.
pub async fn check(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let case = web.desk.case_id(&number).await?;
    if posted.flag("discard") {
        web.desk.drop_notice_draft(web.who()?, case).await?;
        let (template, language) = (posted.text("template"), posted.text("language"));
        return web
            .go(href(&format!("/cases/{number}/notices/new"), &[("template", &template), ("language", &language)]));
    }
    let mut form = posted.again();
    let arranged = arrange(&mut form, &posted);
    let kept = keep(&web, case, &posted, &mut form).await?;
    if posted.flag("save") && kept.is_none() {
        return web.go(format!("/cases/{number}/notices/new"));
    }
    if let Some(problem) = kept.filter(|_| posted.flag("save")) {
        form.message = Some(problem);
        return composed(&web, &number, &posted, form, true).await;
    }
    if arranged || posted.flag("edit") {
        return composed(&web, &number, &posted, form, false).await;
    }
    match web.desk.preview_notice(web.who()?, case, &read(&posted)).await {
        Ok(preview) => {
            let (frame, view) = around(&web, &number).await?;
            web.page(pages::notice_check::show(frame, view, preview, form))
        }
        Err(failure) => {
            let refused = FormState { values: form.values, ..refused(&posted, failure, "subject")? };
            composed(&web, &number, &posted, refused, true).await
        }
    }
}

/// `POST /cases/{number}/notices/draft`: kept while somebody types.
pub async fn keep_draft(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let (who, case) = (web.who()?.clone(), web.desk.case_id(&number).await?);
    let mut fields = posted.fields().to_vec();
    fields.retain(|(name, _)| !NOT_KEPT.contains(&name.as_str()));
    let typed = NoticeForm::read(&fields);
    let edits = web.desk.notice_edits(&who, case, &typed).await?;
    let seen = posted.text("draft").parse().unwrap_or(0);
    let mut kept = Kept {
        version: seen,
        gaps: typed.gaps(),
        edits: edits.into_iter().map(|edit| edit.field).collect(),
        ..Kept::default()
    };
    match web.desk.save_notice_draft(&who, case, seen, &fields).await {
        Ok((version, at)) => {
            kept.version = version;
            kept.saved = Some(clock(at, Zone::parse(&who.person.zone).unwrap_or(Zone::UTC)));
        }
        Err(Failure::Refused(refusal)) => kept.problem = Some(refusal.to_string()),
        Err(other) => return Err(other.into()),
    }
    web.piece(move || Keeping(KeepingProps { kept }))
}

/// `POST /cases/{number}/notices/preview`: the customer's page, as it would be. Its links lead nowhere yet.
pub async fn preview(web: Web, Path(number): Path<String>, posted: Posted) -> Answer {
    let case = web.desk.case_id(&number).await?;
    match web.desk.preview_notice(web.who()?, case, &read(&posted)).await {
        Ok(preview) => {
            let view = web.desk.case_view(&number, None).await?;
            let settings = web.desk.settings();
            let reader = Reader {
                language: preview.notice.text.language,
                now: web.now,
                provider: settings.provider.clone(),
                phone: settings.phone.clone(),
                press: settings.press.is_some(),
            };
            let sheet = NoticeSheet::preview(*preview.notice, view.customer.handle);
            let link = settings.notice_url("THE-LINK-OF-THIS-CONTACT");
            web.page(notice_page::show(reader, "/n/preview".into(), link, sheet, web.fresh_form()))
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
    let case = web.desk.case_id(number).await?;
    let kept = web.desk.notice_draft(web.who()?, case).await?;
    let page = composer(web, number, &posted.text("template"), &posted.text("language"), kept, form).await?;
    web.page(if refused { page.refused() } else { page })
}

async fn composer(
    web: &Web,
    number: &str,
    template: &str,
    language: &str,
    saved: Option<SavedDraft>,
    form: FormState,
) -> Result<Page, Oops> {
    let (frame, case) = around(web, number).await?;
    let kind =
        TemplateKind::parse(template).filter(|kind| kind.is_demand()).unwrap_or_else(|| usual(case.case.category));
    let language = Language::parse(language).unwrap_or(case.customer.language);
    let (draft, edition) = web.desk.begin_notice(&case, kind, language).await?;
    let replaces = case.notices.iter().find(|one| one.number.to_string() == form.value("replaces")).cloned();
    let other = saved.as_ref().is_some_and(|saved| as_form(&saved.fields).value("replaces") != form.value("replaces"));
    let mut typed = NoticeForm::read(&flat(&form));
    if !form.touched {
        (typed.subject, typed.findings) = (draft.subject.clone(), draft.findings.clone());
        (typed.example, typed.requirements) = (draft.example.clone(), draft.requirements.clone());
        (typed.consequence, typed.data_kept) = (draft.consequence.clone(), draft.data_kept.clone());
    }
    (typed.template, typed.language) = (kind.word().into(), language.code().into());
    let edits = web.desk.notice_edits(web.who()?, case.case.id, &typed).await?;
    let kept = Kept {
        version: saved.as_ref().map_or(0, |saved| saved.version),
        saved: saved.map(|saved| clock(saved.saved_at, frame.zone)),
        gaps: typed.gaps(),
        edits: edits.into_iter().map(|edit| edit.field).collect(),
        problem: other
            .then(|| t("A draft of yours is kept in this case. What you write here takes its place.").to_owned()),
    };
    let calendars = web.desk.calendars_in_use().await?;
    let view = ComposerView { case, template: kind, language, edition, draft, kept, replaces, calendars };
    Ok(pages::notice_new::show(frame, view, form))
}

/// What people post needs a plan for the next time; everything else needs an end.
fn usual(category: Category) -> TemplateKind {
    match category {
        Category::Violence | Category::Hate => TemplateKind::ModerationPlan,
        _ => TemplateKind::TimeToCure,
    }
}

fn read(posted: &Posted) -> NoticeForm {
    NoticeForm::read(posted.fields())
}

/// Keeps what was typed. A sentence when another window of the same person was faster.
async fn keep(web: &Web, case: CaseId, posted: &Posted, form: &mut FormState) -> Result<Option<String>, Oops> {
    let seen = posted.text("draft").parse().unwrap_or(0);
    let mut fields = flat(form);
    fields.retain(|(name, _)| !NOT_KEPT.contains(&name.as_str()));
    match web.desk.save_notice_draft(web.who()?, case, seen, &fields).await {
        Ok((version, _)) => {
            form.values.insert("draft".into(), vec![version.to_string()]);
            Ok(None)
        }
        Err(Failure::Refused(refusal)) => Ok(Some(refusal.to_string())),
        Err(other) => Err(other.into()),
    }
}

fn flat(form: &FormState) -> Vec<(String, String)> {
    let mut names: Vec<&String> = form.values.keys().collect();
    names.sort();
    names.into_iter().flat_map(|name| form.values(name).into_iter().map(move |value| (name.clone(), value))).collect()
}

fn as_form(fields: &[(String, String)]) -> FormState {
    let mut form = FormState::default();
    for (name, value) in fields {
        form.values.entry(name.clone()).or_default().push(value.clone());
    }
    form
}

/// A notice that left, as the composer would have sent it: the beginning of the one that replaces it.
fn as_fields(notice: &Notice) -> Vec<(String, String)> {
    let text = &notice.text;
    let mut fields: Vec<(String, String)> = [
        ("template", text.template.clone()),
        ("language", text.language.code().to_owned()),
        ("subject", text.subject.show().to_owned()),
        ("findings", text.findings.show().to_owned()),
        ("example", text.example.show().to_owned()),
        ("consequence", text.consequence.show().to_owned()),
        ("data_kept", text.data_kept.show().to_owned()),
        ("boxes", text.requirements.len().to_string()),
        ("zone", notice.deadline.zone.clone()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for requirement in &text.requirements {
        let number = requirement.number;
        fields.push((format!("requirement_{number}"), requirement.text.show().to_owned()));
        let days = requirement.standing_days.map_or_else(String::new, |days| days.to_string());
        fields.push((format!("standing_{number}"), days));
    }
    for recipient in &notice.recipients {
        fields.push(("contacts".into(), recipient.contact.to_string()));
        let language = recipient.language.unwrap_or(text.language);
        fields.push((format!("reads_{}", recipient.contact), language.code().to_owned()));
    }
    fields.extend(notice.shown.iter().map(|one| ("shown".to_owned(), one.complaint.to_string())));
    fields.extend(until(&notice.deadline.rule));
    fields.extend(notice.anchoring.map(|one| ("anchor".to_owned(), one.anchor.word().to_owned())));
    fields
}

/// The same rule for the next letter, counted anew.
fn until(rule: &DeadlineRule) -> Vec<(String, String)> {
    let fields = match rule {
        DeadlineRule::Hours { hours } => vec![("rule", "hours".to_owned()), ("hours", hours.to_string())],
        DeadlineRule::Wall { date, time } | DeadlineRule::Extension { date, time } => {
            vec![("rule", "wall".to_owned()), ("date", date.clone()), ("time", time.clone())]
        }
        DeadlineRule::Days { days, .. } => vec![("rule", "days".to_owned()), ("days", days.to_string())],
        DeadlineRule::Months { months, .. } => vec![("rule", "months".to_owned()), ("months", months.to_string())],
        DeadlineRule::BusinessDays { days, calendar, .. } => {
            vec![("rule", "business".to_owned()), ("days", days.to_string()), ("calendar", calendar.name.clone())]
        }
        DeadlineRule::EuDays { days, calendar, .. } => {
            vec![("rule", "eu".to_owned()), ("days", days.to_string()), ("calendar", calendar.name.clone())]
        }
        // No letter asks for something within the months of that regulation.
        DeadlineRule::EuMonths { last, .. } => {
            vec![("rule", "wall".to_owned()), ("date", last.clone()), ("time", "23:59".to_owned())]
        }
    };
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Carries out the button that was pressed: another box, a box fewer, a box moved, a time beside a gap of the clocks.
fn arrange(form: &mut FormState, posted: &Posted) -> bool {
    if let Some((date, time)) = posted.text("take").split_once(' ') {
        form.values.insert("date".into(), vec![date.to_owned()]);
        form.values.insert("time".into(), vec![time.to_owned()]);
        return true;
    }
    let boxes = posted.text("boxes").parse::<usize>().unwrap_or(1).clamp(1, asked::MOST);
    let row =
        |number: usize| (posted.text(&format!("requirement_{number}")), posted.text(&format!("standing_{number}")));
    let mut rows: Vec<(String, String)> = (1..=boxes).map(row).collect();
    if posted.flag("more") {
        rows.push(Default::default());
        rows.truncate(asked::MOST);
    } else if posted.flag("drop") {
        let number = posted.text("drop").parse::<usize>().unwrap_or(0);
        if (1..=rows.len()).contains(&number) {
            rows.remove(number - 1);
        }
    } else if let Some((number, way)) = posted.text("move").split_once('-') {
        let number = number.parse::<usize>().unwrap_or(0);
        let other = if way == "up" { number.wrapping_sub(1) } else { number + 1 };
        if (1..=rows.len()).contains(&number) && (1..=rows.len()).contains(&other) {
            rows.swap(number - 1, other - 1);
        }
    } else {
        return false;
    }
    for number in 1..=asked::MOST {
        let (text, days) = rows.get(number - 1).cloned().unwrap_or_default();
        form.values.insert(format!("requirement_{number}"), vec![text]);
        form.values.insert(format!("standing_{number}"), vec![days]);
    }
    form.values.insert("boxes".into(), vec![rows.len().max(1).to_string()]);
    true
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

/// `POST /cases/{number}/notices/{notice}/links`
pub async fn replace_link(web: Web, Path((number, notice)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, notice).await?);
    let contact = ContactId::parse(&posted.text("contact")).ok_or_else(|| Oops::not_found("contact of this notice"))?;
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("link_reason"));
    let done = spawned(async move { desk.replace_link(&who, command, id, contact, &reason).await }).await;
    back(&web, &number, notice, &posted, done, |forms, link| forms.link = link).await
}

/// `POST /cases/{number}/notices/{notice}/later`
pub async fn set_later(web: Web, Path((number, notice)): Path<(String, u32)>, posted: Posted) -> Answer {
    let (command, id) = (posted.command()?, id(&web, &number, notice).await?);
    let form = LaterForm {
        why: posted.text("why"),
        date: posted.text("date"),
        time: posted.text("time"),
        fold: posted.text("fold"),
        words: posted.text("words"),
    };
    let (desk, who, version) = (web.desk.clone(), web.who()?.clone(), posted.version());
    let done = spawned(async move { desk.set_later(&who, command, id, version, &form).await }).await;
    back(&web, &number, notice, &posted, done, |forms, later| forms.later = later).await
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
    NoticeForms {
        undo: web.fresh_form(),
        withdrawal: web.fresh_form(),
        delivery: web.fresh_form(),
        link: web.fresh_form(),
        later: web.fresh_form(),
    }
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
