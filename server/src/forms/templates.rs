//! Templates of letters: read, written anew, compared, published.

use app::pages;
use app::ui::FormState;
use axum::extract::{Path, Query};
use docket::desk::Failure;
use docket::desk::templates::TemplateForm;
use docket::template::{Template, TemplateKind};
use docket::words::Language;

use super::cases::{first, refused};
use crate::web::{Answer, Oops, Posted, Web, spawned};

const MOST_REQUIREMENTS: usize = 20;

type Place = Path<(String, String)>;

/// `GET /templates`
pub async fn list(web: Web) -> Answer {
    let (templates, names) = (web.desk.templates().await?, web.desk.names().await?);
    web.page(pages::templates::show(web.frame().await?, templates, names))
}

/// `GET /templates/{kind}/{language}`, with `?edition=` for an older one.
pub async fn show(web: Web, Path(place): Place, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let editions = editions(&web, &place).await?;
    let wanted = first(&asked, "edition").and_then(|edition| edition.parse::<u32>().ok());
    let shown = match wanted {
        Some(wanted) => editions.iter().find(|one| one.edition == wanted),
        None => editions.first(),
    };
    let shown = shown.cloned().ok_or_else(|| Oops::not_found("edition"))?;
    let names = web.desk.names().await?;
    web.page(pages::template::show(web.frame().await?, editions, shown, names))
}

/// `GET /templates/{kind}/{language}/new`
pub async fn new(web: Web, Path(place): Place) -> Answer {
    let form = web.fresh_form();
    page(&web, &place, None, form, false).await
}

/// `POST /templates/{kind}/{language}/new`: the new edition beside the one that counts.
pub async fn check(web: Web, Path(place): Place, posted: Posted) -> Answer {
    let newest = newest(&web, &place).await?;
    match web.desk.read_template(&read(&place, &posted)) {
        Ok((_, _, words)) => {
            let new = Template { words, ..newest };
            page(&web, &place, Some(new), posted.again(), false).await
        }
        Err(refusal) => {
            let form = refused(&posted, Failure::Refused(refusal), "findings")?;
            page(&web, &place, None, form, true).await
        }
    }
}

/// `POST /templates/{kind}/{language}`
pub async fn publish(web: Web, Path(place): Place, posted: Posted) -> Answer {
    newest(&web, &place).await?;
    let (command, form) = (posted.command()?, read(&place, &posted));
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.publish_template(&who, command, &form).await }).await {
        Ok(_) => web.go(format!("/templates/{}/{}", place.0, place.1)),
        Err(failure) => {
            let mut form = refused(&posted, failure, "findings")?;
            if form.checked("stale", "yes") {
                // What counts now is shown; publishing over it is this person's choice.
                let now = newest(&web, &place).await?.edition;
                form.values.insert("seen".into(), vec![now.to_string()]);
            }
            page(&web, &place, None, form, true).await
        }
    }
}

async fn page(web: &Web, place: &(String, String), new: Option<Template>, form: FormState, refused: bool) -> Answer {
    let newest = newest(web, place).await?;
    let page = pages::template_new::show(web.frame().await?, newest, new, form);
    web.page(if refused { page.refused() } else { page })
}

async fn editions(web: &Web, (kind, language): &(String, String)) -> Result<Vec<Template>, Oops> {
    let found = (TemplateKind::parse(kind), Language::parse(language));
    let (Some(kind), Some(language)) = found else { return Err(Oops::not_found("template")) };
    Ok(web.desk.template_editions(kind, language).await?)
}

async fn newest(web: &Web, place: &(String, String)) -> Result<Template, Oops> {
    editions(web, place).await?.into_iter().next().ok_or_else(|| Oops::not_found("template"))
}

fn read((kind, language): &(String, String), posted: &Posted) -> TemplateForm {
    let numbered =
        |name: &str| (1..=MOST_REQUIREMENTS).map(|number| posted.text(&format!("{name}_{number}"))).collect();
    TemplateForm {
        kind: kind.clone(),
        language: language.clone(),
        seen: posted.text("seen").parse().unwrap_or(0),
        subject: posted.text("subject"),
        findings: posted.text("findings"),
        example: posted.text("example"),
        requirements: numbered("requirement"),
        standing: numbered("standing"),
        consequence: posted.text("consequence"),
        data_kept: posted.text("data_kept"),
        hours: posted.text("hours"),
        opening: posted.text("opening"),
        closing: posted.text("closing"),
    }
}
