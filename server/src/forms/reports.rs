//! Exports: asked for, watched, fetched, cancelled; and the check of the whole record, which runs the same way.

use std::collections::HashMap;

use app::pages;
use app::pages::ledger::kinds::KINDS;
use app::pages::reports::Offers;
use app::ui::FormState;
use axum::body::Body;
use axum::extract::{Path, Query};
use docket::export::{Ask, What};
use docket::id::ExportId;
use docket::time::zone::Zone;
use futures_util::stream;
use tokio::io::AsyncReadExt;

use crate::download::Download;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /reports`
pub async fn list(web: Web, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let chosen = asked.get("what").and_then(|word| What::parse(word)).filter(|what| !what.formats().is_empty());
    let mut form = web.fresh_form();
    // Links from elsewhere say what it is about.
    for name in ["subject", "as_of", "zone", "first", "last", "kind", "case"] {
        if let Some(value) = asked.get(name) {
            form.values.insert(name.to_owned(), vec![value.clone()]);
            form.touched = true;
        }
    }
    page(&web, chosen, form).await
}

async fn page(web: &Web, chosen: Option<What>, form: FormState) -> Answer {
    let view = web.desk.jobs_view().await?;
    let offers = Offers { zones: Zone::common().collect(), kinds: KINDS.to_vec() };
    web.page(pages::reports::show(web.frame().await?, view, chosen, offers, form))
}

fn read(posted: &Posted) -> Ask {
    Ask {
        what: posted.text("what"),
        profile: posted.text("profile"),
        format: posted.text("format"),
        subject: posted.text("subject"),
        as_of: posted.text("as_of"),
        from: posted.text("from"),
        to: posted.text("to"),
        zone: posted.text("zone"),
        first: posted.text("first"),
        last: posted.text("last"),
        kind: posted.text("kind"),
        case: posted.text("case"),
        stage: posted.text("stage"),
        category: posted.text("category"),
    }
}

/// `POST /reports`
pub async fn ask(web: Web, posted: Posted) -> Answer {
    let ask = read(&posted);
    let chosen = What::parse(&ask.what);
    let command = posted.command()?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.ask_export(&who, command, &ask).await }).await {
        Ok(id) => {
            web.app.site.exports.wake();
            web.go(format!("/reports#export-{id}"))
        }
        Err(failure) => page(&web, chosen, posted.refused(failure)?).await,
    }
}

/// `POST /ledger/verification`
pub async fn verify(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let ask = Ask { what: What::Verification.word().into(), ..Ask::default() };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    spawned(async move { desk.ask_export(&who, command, &ask).await }).await?;
    web.app.site.exports.wake();
    web.go("/ledger")
}

/// `GET /reports/{id}/file`. The read log has who fetched it.
pub async fn file(web: Web, Path(id): Path<String>) -> Answer {
    let id = ExportId::parse(&id).ok_or_else(|| Oops::not_found("export"))?;
    let (row, path) = web.desk.export_file(web.who()?, id).await?;
    let file = tokio::fs::File::open(&path).await.map_err(|_| Oops::not_found("export"))?;
    let name = row.name.unwrap_or_default();
    let media_type = match name.rsplit('.').next() {
        Some("zip") => "application/zip",
        Some("json") => "application/json",
        Some("jsonl") => "application/jsonl",
        Some("html") => "text/html; charset=utf-8",
        _ => "text/csv; charset=utf-8",
    };
    Ok(Download { name, media_type, bytes: Vec::new() }.answer_with(piece_by_piece(file)))
}

/// A long file is never held whole.
pub(super) fn piece_by_piece(file: tokio::fs::File) -> Body {
    Body::from_stream(stream::try_unfold(file, |mut file| async move {
        let mut piece = vec![0; 64 * 1024];
        let read = file.read(&mut piece).await?;
        piece.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((piece, file)))
    }))
}

/// `POST /reports/{id}/cancellation`
pub async fn cancel(web: Web, Path(id): Path<String>) -> Answer {
    let id = ExportId::parse(&id).ok_or_else(|| Oops::not_found("export"))?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    spawned(async move { desk.cancel_export(&who, id).await }).await?;
    web.go("/reports#made")
}
