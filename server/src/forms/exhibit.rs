//! One piece of evidence of a case: named on a GET, shown on a POST that the record keeps.

use app::pages;
use app::pages::case::evidence::{File, files};
use app::pages::exhibit::Shown;
use axum::extract::Path;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use docket::view::CaseView;

use crate::web::file::sniff;
use crate::web::{Answer, Oops, Posted, Web, spawned};

/// Larger pictures are downloaded: a page carries them inside itself.
const MOST_PICTURE: usize = 8 << 20;
/// So much of a text is shown; the rest is in the download.
const MOST_TEXT: usize = 200_000;
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// `GET /cases/{number}/evidence/{sha256}`
pub async fn show(web: Web, Path((number, sha256)): Path<(String, String)>) -> Answer {
    let (view, file) = found(&web, &number, &sha256).await?;
    web.page(pages::exhibit::show(web.frame().await?, view, file, Shown::Covered, web.fresh_form()))
}

/// `POST /cases/{number}/evidence/{sha256}`
pub async fn reveal(web: Web, Path((number, sha256)): Path<(String, String)>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (view, file) = found(&web, &number, &sha256).await?;
    if file.sealed {
        return web.page(pages::exhibit::show(web.frame().await?, view, file, Shown::Covered, web.fresh_form()));
    }
    let bytes = web.desk.evidence(&sha256).await?.ok_or_else(|| Oops::not_found("piece of evidence"))?;
    let (desk, who, case, exhibit) = (web.desk.clone(), web.who()?.clone(), view.case.id, file.exhibit.clone());
    let done = spawned(async move { desk.reveal_evidence(&who, command, case, &exhibit).await }).await;
    let (shown, form) = match done {
        Ok(_) => (look_at(&bytes, file.exhibit.name.show()), web.fresh_form()),
        Err(failure) => (Shown::Covered, posted.refused(failure)?),
    };
    let refused = shown == Shown::Covered;
    let page = pages::exhibit::show(web.frame().await?, view, file, shown, form);
    web.page(if refused { page.refused() } else { page })
}

/// What the bytes are is read from the bytes: the sender's word for it opens nothing.
fn look_at(bytes: &[u8], name: &str) -> Shown {
    let kind = sniff(bytes, name);
    if PICTURES.contains(&kind) && bytes.len() <= MOST_PICTURE {
        Shown::Picture(format!("data:{kind};base64,{}", STANDARD.encode(bytes)))
    } else if matches!(kind, "text/plain" | "message/rfc822") || std::str::from_utf8(bytes).is_ok() {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_TEXT)]).into_owned();
        Shown::Text(text)
    } else {
        Shown::Nothing
    }
}

async fn found(web: &Web, number: &str, sha256: &str) -> Result<(CaseView, File), Oops> {
    let view = web.desk.case_view(number, None).await?;
    let added = web.desk.exhibits_of(view.case.id).await?;
    let file = files(&view, added).into_iter().find(|file| file.exhibit.sha256 == sha256);
    let file = file.ok_or_else(|| Oops::not_found("piece of evidence"))?;
    Ok((view, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_what_its_bytes_say() {
        assert!(matches!(look_at(b"\x89PNG\r\n\x1a\n....", "plan.txt"), Shown::Picture(_)));
        assert_eq!(look_at(b"<script>alert(1)</script>", "a.png"), Shown::Text("<script>alert(1)</script>".into()));
        assert_eq!(look_at(b"\x00\x01\x02\xff\xfe", "a.png"), Shown::Nothing);
    }
}
