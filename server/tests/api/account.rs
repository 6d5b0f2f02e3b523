//! One's own account, and what an admin does with those of others.

use axum::http::StatusCode;
use docket::desk::second_factor::code_of;
use docket::people::Role;

use crate::site::{PASSWORD, Seen, Site, Visitor, email};

/// What stands between two marks of a page.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(inner, _)| inner)
}

fn command(page: &Seen) -> String {
    between(&page.text, "name=\"command_id\" value=\"", "\"").to_owned()
}

async fn send(visitor: &mut Visitor, page: &str, action: &str, fields: &[(&str, &str)]) -> Seen {
    let command = command(&visitor.get(page).await);
    let fields: Vec<_> = fields.iter().copied().chain([("command_id", command.as_str())]).collect();
    visitor.post(action, &fields).await
}

/// Sets up a second factor by the pages; gives the secret and the recovery codes.
async fn enrol(site: &Site, visitor: &mut Visitor) -> (String, Vec<String>) {
    let page = visitor.get("/account/second-factor").await;
    let secret = between(between(&page.text, "id=\"secret\"", "/code>"), ">", "<").to_owned();
    assert!(page.text.contains("class=\"qr\"") && !secret.is_empty(), "{}", page.text);
    let code = code_of(&secret, site.app.desk.now()).unwrap();
    let wrong = send(visitor, "/account/second-factor", "/account/second-factor", &[("one_time_code", "12345")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(visitor, "/account/second-factor", "/account/second-factor", &[("one_time_code", &code)]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let list = between(&done.text, "codes--long\">", "</ul>");
    let codes: Vec<String> =
        list.split("<li>").skip(1).map(|item| item.split('<').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(codes.len(), 10, "{}", done.text);
    (secret, codes)
}

#[tokio::test]
async fn nobody_works_without_a_second_factor() {
    let site = Site::strict().await;
    site.add(Role::Admin).await;
    let mut visitor = site.visitor();
    let seen = visitor.sign_in(Role::Admin, PASSWORD).await;
    assert_eq!(seen.location(), "/account/second-factor");
    for path in ["/", "/people", "/account", "/account/sessions", "/ledger"] {
        assert_eq!(visitor.get(path).await.location(), "/account/second-factor", "{path}");
    }
    for path in ["/people/new", "/fn/present", "/account/password"] {
        assert_eq!(visitor.post(path, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let (secret, codes) = enrol(&site, &mut visitor).await;
    assert_eq!(visitor.get("/people").await.status, StatusCode::OK);

    // From now on the password alone opens nothing.
    let mut thief = site.visitor();
    assert_eq!(thief.sign_in(Role::Admin, PASSWORD).await.location(), "/sign-in/code?next=%2F");
    assert_eq!(thief.get("/people").await.status, StatusCode::SEE_OTHER);
    let half = thief.cookie.clone();
    site.clock.advance_seconds(30);
    let code = code_of(&secret, site.app.desk.now()).unwrap();
    let wrong = thief.post("/sign-in/code", &[("one_time_code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        thief.post("/sign-in/code", &[("one_time_code", &code), ("next", "/people")]).await.location(),
        "/people"
    );
    assert_ne!(thief.cookie, half, "a new number with the code");
    assert_eq!(thief.get("/people").await.status, StatusCode::OK);

    // The same code again, in time, is refused; a recovery code works once.
    let mut second = site.visitor();
    second.sign_in(Role::Admin, PASSWORD).await;
    let used = second.post("/sign-in/code", &[("one_time_code", &code)]).await;
    assert!(used.status == StatusCode::UNPROCESSABLE_ENTITY && used.text.contains("was used already"), "{}", used.text);
    assert_eq!(second.post("/sign-in/code", &[("one_time_code", &codes[0])]).await.location(), "/");
    let mut third = site.visitor();
    third.sign_in(Role::Admin, PASSWORD).await;
    assert_eq!(
        third.post("/sign-in/code", &[("one_time_code", &codes[0])]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    // The code waits ten minutes for nobody.
    site.clock.advance_seconds(601);
    let late = third.post("/sign-in/code", &[("one_time_code", &codes[1])]).await;
    assert!(late.text.contains("password first"), "{}", late.text);
}

#[tokio::test]
async fn typing_the_password_again_asks_for_the_code_too() {
    let site = Site::strict().await;
    site.add(Role::Admin).await;
    let mut visitor = site.visitor();
    visitor.sign_in(Role::Admin, PASSWORD).await;
    let (secret, _) = enrol(&site, &mut visitor).await;
    site.clock.advance_seconds(600);
    let invite = [("email", "noor@hosting.example"), ("role", "lead"), ("language", "en")];
    let stale = send(&mut visitor, "/people/new", "/people/new", &invite).await;
    assert!(stale.text.contains("id=\"password\"") && stale.text.contains("id=\"one_time_code\""), "{}", stale.text);
    let half: Vec<_> = invite.into_iter().chain([("password", PASSWORD)]).collect();
    let refused = send(&mut visitor, "/people/new", "/people/new", &half).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "the password alone is not enough");
    let code = code_of(&secret, site.app.desk.now()).unwrap();
    let both: Vec<_> = half.into_iter().chain([("one_time_code", code.as_str())]).collect();
    let done = send(&mut visitor, "/people/new", "/people/new", &both).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert_eq!(visitor.get("/sign-in/again").await.text.matches("id=\"one_time_code\"").count(), 1);
}

#[tokio::test]
async fn an_invited_person_comes_in_by_their_link_once() {
    let site = Site::strict().await;
    site.add(Role::Admin).await;
    let mut admin = site.visitor();
    admin.sign_in(Role::Admin, PASSWORD).await;
    enrol(&site, &mut admin).await;
    let invite = [("email", "noor@hosting.example"), ("role", "analyst"), ("language", "en")];
    let sent = send(&mut admin, "/people/new", "/people/new", &invite).await;
    let (_, token) = sent.text.split_once("http://127.0.0.1:3000/invitation/").unwrap();
    let token = token.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign));
    let path = format!("/invitation/{}", token.collect::<String>());
    let list = admin.get("/people").await;
    assert!(list.text.contains("noor@hosting.example") && !list.text.contains(&path), "{}", list.text);

    let mut noor = site.visitor();
    assert_eq!(noor.get(&path).await.status, StatusCode::OK);
    let weak = [("name", "Noor"), ("zone", "Europe/Paris"), ("password", "passwordpassword")];
    let refused = send(&mut noor, &path, &path, &weak).await;
    assert!(refused.text.contains("well known") && refused.text.contains("value=\"Noor\""), "{}", refused.text);
    let good = [("name", "Noor"), ("zone", "Europe/Paris"), ("password", PASSWORD)];
    assert_eq!(send(&mut noor, &path, &path, &good).await.location(), "/account/second-factor");
    enrol(&site, &mut noor).await;
    assert_eq!(noor.get("/inbox").await.status, StatusCode::OK);
    let late = site.visitor().get(&path).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.text.contains("Ask whoever invited you"), "{}", late.text);
}

#[tokio::test]
async fn a_session_is_ended_from_another() {
    let site = Site::open().await;
    let mut here = site.signed_in(Role::Analyst).await;
    let mut there = site.visitor();
    there.extra.insert("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0".parse().unwrap());
    there.from = Some([203, 0, 113, 9].into());
    there.sign_in(Role::Analyst, PASSWORD).await;
    let list = here.get("/account/sessions").await;
    assert!(list.text.contains("Firefox on Linux") && list.text.contains("203.0.113.9"), "{}", list.text);
    assert_eq!(list.text.matches("This one").count(), 1);
    let id = between(&list.text, "name=\"session\" value=\"", "\"").to_owned();
    let mut other = site.signed_in(Role::Lead).await;
    other.post("/account/sessions/end", &[("session", &id)]).await;
    assert_eq!(there.get("/inbox").await.status, StatusCode::OK, "not somebody else's to end");
    here.post("/account/sessions/end", &[("session", &id)]).await;
    assert_eq!(there.get("/inbox").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/inbox").await.status, StatusCode::OK);

    there.sign_in(Role::Analyst, PASSWORD).await;
    let change = [("password", PASSWORD), ("new_password", "the heron stands on one leg")];
    let changed = send(&mut here, "/account/password", "/account/password", &change).await;
    assert_eq!(changed.location(), "/account/password?done=changed", "{}", changed.text);
    assert_eq!(there.get("/inbox").await.status, StatusCode::SEE_OTHER, "a new password ends the others");
    assert_eq!(here.get("/inbox").await.status, StatusCode::OK);
    assert_eq!(site.visitor().sign_in(Role::Analyst, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn roles_and_access_change_under_open_sessions() {
    let site = Site::open().await;
    let mut admin = site.signed_in(Role::Admin).await;
    let mut ann = site.signed_in(Role::Analyst).await;
    let people = site.app.desk.people_view().await.unwrap().people;
    let of = |role: Role| people.iter().find(|one| one.role == role).map(|one| format!("/people/{}", one.id)).unwrap();
    let (me, her) = (of(Role::Admin), of(Role::Analyst));
    assert_eq!(ann.get("/complaints/new").await.status, StatusCode::OK);
    let done = send(&mut admin, &her, &format!("{her}/role"), &[("role", "auditor")]).await;
    assert_eq!(done.location(), her, "{}", done.text);
    assert_eq!(ann.get("/complaints/new").await.status, StatusCode::FORBIDDEN);
    let own = send(&mut admin, &her, &format!("{me}/disabling"), &[]).await;
    assert!(own.status == StatusCode::UNPROCESSABLE_ENTITY && own.text.contains("only admin"), "{}", own.text);
    send(&mut admin, &her, &format!("{her}/disabling"), &[]).await;
    assert_eq!(ann.get("/inbox").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.visitor().sign_in(Role::Analyst, PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    send(&mut admin, &her, &format!("{her}/restoring"), &[]).await;
    assert_eq!(site.visitor().sign_in(Role::Analyst, PASSWORD).await.status, StatusCode::SEE_OTHER);
    let list = admin.get("/people").await;
    assert!(list.text.contains(&email(Role::Analyst)) && list.text.contains("Auditor"), "{}", list.text);
}

#[tokio::test]
async fn pages_come_as_their_reader_likes_them() {
    let site = Site::open().await;
    let mut ann = site.signed_in(Role::Analyst).await;
    assert!(!ann.get("/inbox").await.text.contains("data-theme="));
    let taste = [
        ("zone", "Asia/Tokyo"),
        ("language", "fr"),
        ("theme", "dark"),
        ("density", "comfortable"),
        ("keys", "off"),
        ("mails", "on"),
    ];
    let kept = send(&mut ann, "/account", "/account", &taste).await;
    assert_eq!(kept.location(), "/account?done=settings", "{}", kept.text);
    let page = ann.get("/inbox").await;
    assert!(
        page.text.contains("data-theme=\"dark\"") && page.text.contains("data-density=\"comfortable\""),
        "{}",
        page.text
    );
    assert!(page.text.contains("JST"), "{}", page.text);
    let set: Vec<_> = page.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    assert!(set.iter().any(|line| line.starts_with("theme=dark; Path=/; Max-Age=")), "{set:?}");
    let mut elsewhere = site.visitor();
    elsewhere.sign_in(Role::Analyst, PASSWORD).await;
    assert!(elsewhere.get("/inbox").await.text.contains("data-theme=\"dark\""), "in every browser");
    let mut lee = site.signed_in(Role::Lead).await;
    assert!(!lee.get("/inbox").await.text.contains("data-theme="), "and for nobody else");
    let wrong = send(&mut ann, "/account", "/account", &[("zone", "PST"), ("theme", "pink")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
