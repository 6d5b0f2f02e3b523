//! Customers and assets from a list.

use app::words::t;
use std::time::Duration;

use app::pages;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use docket::refusal::Refusal;

use crate::web::{Answer, Posted, Web, spawned};

/// Somebody who pressed the button waits so long; after that the page says how far it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /imports`
pub async fn list(web: Web) -> Answer {
    let lists = web.desk.imports().await?;
    web.page(pages::imports::list(web.frame().await?, lists, web.fresh_form()))
}

/// `POST /imports`: says what the list would change, and changes nothing.
pub async fn check(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (desk, who, upload) = (web.desk.clone(), web.who()?.clone(), posted.uploads_of("file").into_iter().next());
    let checked = spawned(async move {
        match upload {
            Some(upload) => desk.check_import(&who, command, &upload.name, &upload.bytes).await,
            None => Err(Refusal::field("file", t("Choose a file.")).into()),
        }
    });
    match checked.await {
        Ok(id) => web.go(format!("/imports/{id}")),
        Err(failure) => {
            let form = posted.refused(failure)?;
            let lists = web.desk.imports().await?;
            web.page(pages::imports::list(web.frame().await?, lists, form).refused())
        }
    }
}

/// `GET /imports/{id}`
pub async fn show(web: Web, Path(id): Path<String>) -> Answer {
    let view = web.desk.import_view(&id).await?;
    web.page(pages::imports::show(web.frame().await?, view, web.fresh_form()))
}

/// `POST /imports/{id}`: the work goes on when the browser does not wait for it.
pub async fn run(web: Web, Path(id): Path<String>) -> Answer {
    web.desk.import_view(&id).await?;
    let (desk, who, list) = (web.desk.clone(), web.who()?.clone(), id.clone());
    let work = tokio::spawn(async move {
        if let Err(problem) = desk.run_import(&who, &list).await {
            tracing::error!(list, %problem, "a list could not be read in to its end");
        }
    });
    // In time or not: the page says how far it has come.
    let _ = tokio::time::timeout(PATIENCE, work).await;
    web.go(format!("/imports/{id}"))
}

/// `GET /imports/{id}/report.csv`
pub async fn report(web: Web, Path(id): Path<String>) -> Answer {
    let csv = web.desk.import_csv(web.who()?, &id).await?;
    let head = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, "attachment; filename=\"duenotice-import.csv\"".to_owned()),
    ];
    Ok((head, csv).into_response())
}
