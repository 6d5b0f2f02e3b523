//! What an open page hears.

use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::{Method, StatusCode};
use docket::people::Role;
use futures_util::StreamExt;

use crate::site::{Site, Visitor};

/// Only a test that fails waits so long.
const MOST: Duration = Duration::from_secs(120);

/// The next words of the stream; None when it has ended.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let chunk = tokio::time::timeout(MOST, stream.next()).await.expect("no word at all")?;
    Some(String::from_utf8(chunk.unwrap().to_vec()).unwrap())
}

async fn listen(visitor: &mut Visitor, path: &str) -> BodyDataStream {
    let answer = visitor.ask(Method::GET, path, "", Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    answer.into_body().into_data_stream()
}

#[tokio::test]
async fn a_listener_hears_what_was_missed_and_then_what_happens() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    let size = site.app.desk.ledger_size().await.unwrap();
    // Everything since the founding, each entry under its own number.
    site.app.site.live.look(&site.app.desk).await;
    let mut stream = listen(&mut lead, "/live?since=0").await;
    let mut heard = String::new();
    while !heard.contains(&format!("id: {size}\n")) {
        heard.push_str(&next(&mut stream).await.expect("more to hear"));
    }
    assert!(heard.starts_with("id: 1\nevent: entry\ndata: {\"seq\":1,\"kind\":\"desk_founded\""), "{heard}");

    site.app.desk.add_token(None, "watch", "complaints:write").await.unwrap();
    site.app.site.live.look(&site.app.desk).await;
    let word = next(&mut stream).await.unwrap();
    assert!(word.contains(&format!("id: {}\n", size + 1)) && word.contains("token_added"), "{word}");

    // A reader who was away says what they heard last, and hears only what came after.
    lead.extra.insert("last-event-id", size.into());
    let mut stream = listen(&mut lead, "/live?since=0").await;
    let word = next(&mut stream).await.unwrap();
    assert!(word.starts_with(&format!("id: {}\n", size + 1)), "{word}");
}

#[tokio::test]
async fn readers_of_two_servers_hear_what_either_of_them_writes() {
    let site = Site::open().await;
    let mut here = site.signed_in(Role::Lead).await;
    let (other, mut there) = site.beside().await;
    there.cookie.clone_from(&here.cookie);
    let size = site.app.desk.ledger_size().await.unwrap();
    let since = format!("/live?since={size}");
    let look = async || {
        site.app.site.live.look(&site.app.desk).await;
        other.site.live.look(&other.desk).await;
    };
    look().await;
    let (mut one, mut two) = (listen(&mut here, &since).await, listen(&mut there, &since).await);
    for (more, desk) in [(1, &site.app.desk), (2, &other.desk)] {
        desk.add_token(None, "watch", "complaints:write").await.unwrap();
        look().await;
        for stream in [&mut one, &mut two] {
            let word = next(stream).await.unwrap();
            assert!(word.contains(&format!("id: {}\n", size + more)) && word.contains("token_added"), "{word}");
        }
    }
    // Whoever was away goes on where they stopped, on whichever server they come back to.
    drop((one, two));
    site.app.desk.add_token(None, "watch", "complaints:write").await.unwrap();
    look().await;
    for visitor in [&mut here, &mut there] {
        visitor.extra.insert("last-event-id", (size + 2).into());
        let word = next(&mut listen(visitor, &since).await).await.unwrap();
        assert!(word.starts_with(&format!("id: {}\n", size + 3)), "{word}");
    }
}

#[tokio::test]
async fn who_has_signed_out_hears_no_more() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    let size = site.app.desk.ledger_size().await.unwrap();
    site.app.site.live.look(&site.app.desk).await;
    let mut stream = listen(&mut lead, &format!("/live?since={size}")).await;
    assert_eq!(lead.post("/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
    site.app.desk.add_token(None, "watch", "complaints:write").await.unwrap();
    site.app.site.live.look(&site.app.desk).await;
    assert_eq!(next(&mut stream).await, None);
}

#[tokio::test]
async fn only_who_reads_cases_may_listen() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    assert_eq!(admin.get("/live?since=0").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.visitor().get("/live").await.status, StatusCode::NO_CONTENT);
}
