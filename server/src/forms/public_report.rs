//! What somebody outside reports.

use app::public_pages::words::{ReportWords, common, report as words_of};
use app::public_pages::{report as report_page, reported};
use app::ui::FormState;
use axum::extract::{FromRequest, Path, Request};
use axum::http::StatusCode;
use docket::desk::complaints::ComplaintForm;
use docket::id::CommandId;
use docket::people::Actor;
use docket::policy::Category;
use docket::refusal::Problem;
use docket::store::evidence::sha256_hex;
use docket::time::zone::{Wall, Zone, resolve};
use docket::words::Language;

use super::public_notice::refused;
use super::public_reader::Wanted;
use crate::web::{Answer, Posted, Web, spawned};

/// `GET /report`
pub async fn show(web: Web, wanted: Wanted) -> Answer {
    web.page(report_page::show(wanted.reader(&web), web.fresh_form()))
}

/// `POST /report`
pub async fn report(web: Web, wanted: Wanted, request: Request) -> Answer {
    let reader = wanted.reader(&web);
    let language = reader.language;
    let words = words_of(language);
    let posted = match Posted::from_request(request, &web.app).await {
        Ok(posted) => posted,
        Err(oops) if oops.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let form = FormState { message: Some(common(language).file_too_large.to_owned()), ..web.fresh_form() };
            return web.page(report_page::show(reader, form));
        }
        Err(oops) => return Err(oops),
    };
    let command = posted.command()?;
    // Only a program fills a field that nobody sees. It is told what everybody is told.
    if !posted.text(report_page::TRAP).trim().is_empty() {
        return web.go(received_path(no_number(command), language));
    }
    let uploads = posted.uploads();
    if !uploads.is_empty() && Category::parse(&posted.text("category")) == Some(Category::ChildSafety) {
        // Such files are not ours to have: they go no further than this line.
        let mut form = FormState { problems: vec![Problem::new("files", words.no_such_files)], ..posted.again() };
        form.values.remove("files.chosen");
        return web.page(report_page::show(reader, form));
    }
    let (incident_at, wrong_when) = match read_when(&posted, words) {
        Ok(instant) => (instant, None),
        Err(problem) => (NOT_AN_INSTANT.to_owned(), Some(problem)),
    };
    let form = ComplaintForm {
        locations: posted.text("locations"),
        category: posted.text("category"),
        severity: String::new(),
        description: posted.text("description"),
        incident_at,
        reporter_name: posted.text("reporter_name"),
        reporter_email: posted.text("reporter_email"),
        reporter_organisation: posted.text("reporter_organisation"),
        disclosed: posted.text("disclosed") == "yes",
        good_faith: posted.flag("good_faith"),
        language,
        customer: String::new(),
        files: uploads.iter().map(|upload| sha256_hex(&upload.bytes)).collect(),
    };
    let desk = web.desk.clone();
    let taken = spawned(async move { desk.log_complaint(Actor::Reporter, None, command, &form, &uploads).await }).await;
    match taken {
        // The link itself is the receipt. Only a form that came twice has none to give any more.
        Ok(taken) => match taken.status {
            Some(token) => web.go(format!("/status/{token}?new=1&lang={}", language.code())),
            None => web.go(received_path(taken.number, language)),
        },
        Err(failure) => {
            let mut form = refused(&web, &posted, failure, language)?;
            for problem in form.problems.iter_mut().filter(|problem| problem.field == "incident_at") {
                *problem = wrong_when.clone().unwrap_or_else(|| Problem::new("incident_at", words.wrong_time));
            }
            for problem in form.problems.iter_mut().filter(|problem| problem.field == "description") {
                // In the summary a sentence stands alone, far from its field.
                if posted.text("description").trim().is_empty() {
                    problem.sentence = words.no_description.into();
                }
            }
            form.problems.sort_by_key(|problem| FIELDS.iter().position(|field| *field == problem.field));
            web.page(report_page::show(reader, form))
        }
    }
}

/// `GET /report/received/{reference}`: any number gets the same words, whether there is such a report or not.
pub async fn received(web: Web, wanted: Wanted, Path(reference): Path<String>) -> Answer {
    let digits = reference.strip_prefix("C-").unwrap_or_default();
    if digits.is_empty() || digits.len() > MOST_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return wanted.gone(&web);
    }
    web.page(reported::show(wanted.reader(&web), reference))
}

const MOST_DIGITS: usize = 12;

/// As they stand on the page.
const FIELDS: [&str; 10] = [
    "locations",
    "category",
    "description",
    "incident_at",
    "zone",
    "files",
    "reporter_name",
    "reporter_email",
    "reporter_organisation",
    "good_faith",
];

/// The desk takes no such text for an instant, and says so together with everything else that is wrong.
const NOT_AN_INSTANT: &str = "?";

fn received_path(number: i64, language: Language) -> String {
    format!("/report/received/C-{number}?lang={}", language.code())
}

/// A number for a report that was not kept: it looks like the others and is the same for the same form.
fn no_number(command: CommandId) -> i64 {
    1_000 + i64::from(command.0.as_bytes()[15]) * 31 + i64::from(command.0.as_bytes()[14])
}

/// What the reporter's clock showed, as an instant; nothing when both fields are empty.
fn read_when(posted: &Posted, words: &ReportWords) -> Result<String, Problem> {
    let typed = posted.text("incident_at");
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    let zone = Zone::parse(&posted.text("zone")).ok_or_else(|| Problem::new("zone", words.wrong_place))?;
    let wrong = || Problem::new("incident_at", words.wrong_time);
    let (date, time) = typed.split_once(['T', ' ']).ok_or_else(wrong)?;
    // Some browsers add the seconds.
    let minute = time.trim().get(..5).unwrap_or_default();
    // Nobody is asked which of two equal hours they mean: an hour matters little here.
    let at = match resolve(date, minute, &zone).ok_or_else(wrong)? {
        Wall::Once(at) | Wall::Twice { first: at, .. } | Wall::Gap { after: at, .. } => at,
    };
    Ok(at.rfc3339())
}
