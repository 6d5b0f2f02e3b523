use axum::http::{Method, StatusCode};
use docket::people::Role;

use crate::site::{PASSWORD, Site};

const PLAIN: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn what_is_too_large_is_said() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    let text = admin.send(Method::POST, "/people/new", PLAIN, vec![b'a'; (1 << 20) + 1]).await;
    assert_eq!(text.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(text.is_error_page() && text.text.contains("1 MB"), "{}", text.text);

    let many = admin.send(Method::POST, "/people/new", PLAIN, b"a=&".repeat(10_001)).await;
    assert_eq!(many.status, StatusCode::PAYLOAD_TOO_LARGE);

    let mut file = b"--x\r\ncontent-disposition: form-data; name=\"files\"; filename=\"plan.txt\"\r\n\r\n".to_vec();
    file.resize(file.len() + (25 << 20) + 1, b'a');
    file.extend_from_slice(b"\r\n--x--\r\n");
    let large = admin.send(Method::POST, "/people/new", "multipart/form-data; boundary=x", file).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text.contains("plan.txt") && large.text.contains("25 MB"), "{}", large.text);

    let part = b"--x\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\na\r\n";
    let files = admin
        .send(
            Method::POST,
            "/people/new",
            "multipart/form-data; boundary=x",
            [part.repeat(101), b"--x--\r\n".to_vec()].concat(),
        )
        .await;
    assert_eq!(files.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_is_no_form_breaks_nothing() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    for (kind, body, status) in [
        ("multipart/form-data", &b"--x"[..], StatusCode::BAD_REQUEST),
        ("multipart/form-data; boundary=", b"--x", StatusCode::BAD_REQUEST),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\ncut off",
            StatusCode::BAD_REQUEST,
        ),
        ("application/json", b"{}", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("text/plain", b"a=b", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (PLAIN, b"%ff%00%zz&=&&a", StatusCode::BAD_REQUEST),
        ("", b"", StatusCode::BAD_REQUEST),
    ] {
        let seen = admin.send(Method::POST, "/people/new", kind, body.to_vec()).await;
        assert_eq!(seen.status, status, "{kind}");
        assert!(seen.is_error_page(), "{kind}");
    }
}

#[tokio::test]
async fn nothing_typed_is_lost_and_a_double_click_invites_one_person() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    let page = admin.get("/people/new").await;
    let command = page
        .text
        .split("name=\"command_id\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    let form = |email: &'static str, password: &'static str| {
        [
            ("command_id", command.clone()),
            ("email", email.into()),
            ("role", "lead".into()),
            ("language", "fr".into()),
            ("password", password.into()),
        ]
    };
    let send = |fields: [(&'static str, String); 5]| fields;
    let post = async |admin: &mut crate::site::Visitor, fields: [(&'static str, String); 5]| {
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.post("/people/new", &pairs).await
    };
    let refused = post(&mut admin, send(form("Noor <b>", PASSWORD))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text.contains("href=\"#email\"")
            && refused.text.contains("Noor &lt;b")
            && refused.text.contains("value=\"lead\" checked"),
        "{}",
        refused.text
    );
    assert!(refused.text.contains(&command) && !refused.text.contains(PASSWORD));
    assert!(refused.text.contains("value=\"fr\" checked"), "{}", refused.text);

    let made = post(&mut admin, send(form("noor@hosting.example", PASSWORD))).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    assert!(made.text.contains("http://127.0.0.1:3000/invitation/"), "the link is shown once");
    let again = post(&mut admin, send(form("noor@hosting.example", PASSWORD))).await;
    assert_eq!((again.status, again.location()), (StatusCode::SEE_OTHER, "/people"), "{}", again.text);
    let other = post(&mut admin, send(form("else@hosting.example", PASSWORD))).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.text.contains("already sent with other content"), "{}", other.text);
    assert_eq!(admin.get("/people").await.text.matches("<bdi>noor@hosting.example</bdi>").count(), 1);
}

#[tokio::test]
async fn a_key_is_shown_once() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    let unsaid = admin.post("/tokens/new", &[("name", "mail gateway")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unsaid.text.contains("The scope is complaints:write, assets:write, instructions:write or log:read."),
        "{}",
        unsaid.text
    );
    assert!(unsaid.text.contains("mail gateway"), "what was typed is kept");
    for scope in ["complaints:write", "assets:write", "instructions:write", "log:read"] {
        let made = admin.post("/tokens/new", &[("name", "mail gateway"), ("scope", scope)]).await;
        assert_eq!(made.status, StatusCode::OK);
        let key = made.text.split("dn_").nth(1).map(|rest| format!("dn_{}", &rest[..43])).unwrap();
        assert_eq!(site.app.desk.token(&key).await.unwrap().map(|token| token.scope).as_deref(), Some(scope));
        let list = admin.get("/people").await;
        assert!(list.text.contains("mail gateway") && !list.text.contains(&key));
    }
}
