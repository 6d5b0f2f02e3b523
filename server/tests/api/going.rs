//! The palette as a browser asks for it, and as a page for whoever has no script.

use axum::http::StatusCode;
use docket::people::Role;

use crate::site::Site;

#[tokio::test]
async fn the_palette_is_a_piece_and_a_page() {
    let site = Site::open().await;
    let mut ann = site.signed_in(Role::Analyst).await;

    let piece = ann.get("/go/found?q=new+c").await;
    assert_eq!(piece.status, StatusCode::OK);
    assert!(piece.text.starts_with("<div role=\"option\""), "{}", piece.text);
    assert!(piece.text.contains("data-href=\"/complaints/new\""), "{}", piece.text);
    assert!(!piece.text.contains("<html") && !piece.text.contains("<!"), "{}", piece.text);
    // What one may not do is not offered.
    assert!(!piece.text.contains("/customers/new"), "{}", piece.text);
    let mut lead = site.signed_in(Role::Lead).await;
    assert!(lead.get("/go/found?q=new+c").await.text.contains("data-href=\"/customers/new\""));

    let page = ann.get("/go?q=your+sec").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("<a href=\"/account/second-factor\" data-row"), "{}", page.text);
    assert!(page.text.contains("value=\"your sec\""), "what was typed stands in the field");
    let nasty = ann.get("/go/found?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").await;
    assert!(nasty.text.contains("&lt;script&gt;") && !nasty.text.contains("<script>"), "{}", nasty.text);

    // An open page whose session is over is led to the door, which the script takes for no answer.
    assert_eq!(site.visitor().get("/go/found?q=x").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn pieces_answer_what_open_pages_ask() {
    let site = Site::open().await;
    let mut ann = site.signed_in(Role::Analyst).await;
    let wall = [("date", "2021-01-11"), ("time", "09:00"), ("zone", "America/Los_Angeles")];
    let said = ann.post("/deadline-preview", &wall).await;
    assert!(said.text.contains("<dt>Customer</dt><dd>Mon 11 Jan 2021, 09:00 PST"), "{}", said.text);
    let gap = [
        ("rule", "wall"),
        ("date", "2021-03-14"),
        ("time", "02:30"),
        ("zone", "America/Los_Angeles"),
        ("letter", "letter"),
    ];
    let said = ann.post("/deadline-preview", &gap).await;
    assert!(said.text.contains("field__error") && said.text.contains("jump over"), "{}", said.text);
    assert_eq!(ann.post("/fn/present", &[("place", "/cases/DN-1"), ("doing", "")]).await.text, "\"\"");
    assert_eq!(ann.get("/complaints/9999/glance").await.status, StatusCode::NOT_FOUND);
}
