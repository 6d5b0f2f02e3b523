//! Where to: `GET /go` as a page, `GET /go/found` for the palette.

use app::pages;
use app::pages::go::{Door, Options, OptionsProps};
use axum::extract::Query;
use docket::desk::places::Places;

use super::cases::first;
use crate::web::{Answer, Oops, Web};

pub async fn show(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let typed = first(&asked, "q").unwrap_or_default().trim().to_owned();
    let doors = doors(&web, &typed, "").await?;
    web.page(pages::go::show(web.frame().await?, typed, doors))
}

pub async fn found(web: Web, Query(asked): Query<Vec<(String, String)>>) -> Answer {
    let doors = doors(&web, first(&asked, "q").unwrap_or_default(), first(&asked, "from").unwrap_or_default()).await?;
    web.piece(move || Options(OptionsProps { doors }))
}

/// With nothing typed it is what this person looked at last, and where one usually goes.
async fn doors(web: &Web, typed: &str, from: &str) -> Result<Vec<Door>, Oops> {
    let who = web.who()?;
    let (found, recent) = match typed.trim() {
        "" => (Places::default(), web.desk.recent_places(who, from).await?),
        typed => (web.desk.places(who, typed).await?, Vec::new()),
    };
    Ok(pages::go::doors(who, typed, found, recent))
}
