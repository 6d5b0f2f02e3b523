//! `POST /cases/{number}/file`: everything on one case, for counsel. It is a post because it is recorded.

use axum::extract::Path;

use super::reports::piece_by_piece;
use crate::case_file::pack;
use crate::download::Download;
use crate::web::{Answer, Web, spawned};

pub async fn case_file(web: Web, Path(number): Path<String>) -> Answer {
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let press = web.app.site.press.clone();
    let packed = spawned(async move { pack(&desk, &press, &who, &number).await }).await?;
    let body = piece_by_piece(tokio::fs::File::from_std(packed.file));
    Ok(Download { name: packed.name, media_type: "application/zip", bytes: Vec::new() }.answer_with(body))
}
