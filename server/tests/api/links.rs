//! Links and keys, right, wrong, over and replaced, on every route that takes one; and every role on what is really there.

use std::collections::BTreeMap;
use std::net::IpAddr;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Method, StatusCode};
use docket::people::{Role, may};
use docket::store::evidence::sha256_hex;
use server::router::{Permit, Route, table};

use crate::crawl::{row_of, walk};
use crate::matrix::only_listens;
use crate::site::{Seen, Visitor};
use crate::world::World;

fn by_link() -> impl Iterator<Item = Route> {
    table().into_iter().filter(|row| row.permit == Permit::Link && row.path.starts_with("/n/"))
}

fn path(row: &Route, token: &str, receipt: &str) -> String {
    row.path.replace("{token}", token).replace("{receipt}", receipt).replace("{decision}", "1")
}

/// With a number, so that what is refused is refused for its link.
async fn ask(world: &World, visitor: &mut Visitor, row: &Route, path: &str) -> Seen {
    if row.method == Method::GET {
        return visitor.get(path).await;
    }
    let command = world.site.app.desk.new_command().to_string();
    visitor.post(path, &[("command_id", &command), ("words", "x"), ("grounds", "x"), ("text", "x")]).await
}

/// Without what is different in every answer.
fn bare(seen: &Seen, token: &str) -> String {
    let text = seen.text.replace(token, "TOKEN").replace(seen.header("x-request-id"), "NUMBER");
    let Some((before, after)) = text.split_once("nonce=\"") else { return text };
    format!("{before}{}", after.split_once('"').map_or("", |(_, after)| after))
}

/// Near to the right one, and far from it.
fn wrong_ones(right: &str) -> Vec<String> {
    let last = if right.ends_with('A') { "B" } else { "A" };
    vec![
        "A".repeat(43),
        format!("{}{last}", &right[..right.len() - 1]),
        right[..right.len() - 1].to_owned(),
        format!("{right}A"),
        right.to_lowercase(),
        sha256_hex(right.as_bytes()),
        format!("{right}%00"),
        format!("%20{right}"),
        "nothing-of-ours".to_owned(),
        "%27%20or%20%271%27=%271".to_owned(),
        "..%2f..".to_owned(),
    ]
}

#[tokio::test]
async fn a_link_opens_what_it_was_made_for_and_nothing_else() {
    let world = World::build().await;
    let links = &world.links;
    let desk = &world.site.app.desk;
    let mut visitor = world.site.visitor();
    let before = desk.ledger_size().await.unwrap();
    for row in by_link() {
        let what = format!("{} {}", row.method, row.path);
        for (token, status) in [(&links.expired, StatusCode::GONE), (&links.replaced, StatusCode::GONE)] {
            let seen = ask(&world, &mut visitor, &row, &path(&row, token, &links.answer)).await;
            assert_eq!(seen.status, status, "{what}: {}", seen.text);
            assert!(
                !seen.text.contains("alpha-social") && !seen.text.contains("omega-past"),
                "{what}: it says nothing more"
            );
        }
        let mut said = None;
        for token in wrong_ones(&links.running) {
            let seen = ask(&world, &mut visitor, &row, &path(&row, &token, &links.answer)).await;
            // What is no text at all is turned away before anybody looks for it.
            if seen.status == StatusCode::BAD_REQUEST {
                continue;
            }
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{what} {token}");
            let bare = bare(&seen, &token);
            assert_eq!(*said.get_or_insert(bare.clone()), bare, "{what}: one page for all that lead nowhere");
        }
    }
    assert_eq!(desk.ledger_size().await.unwrap(), before, "none of them changed anything");

    // The right ones. A receipt belongs to the link of its own notice.
    for row in by_link().filter(|row| row.method == Method::GET) {
        for (token, receipt) in
            [(&links.running, &links.answer), (&links.french, &links.answer), (&links.superseded, &links.answer)]
        {
            let seen = ask(&world, &mut visitor, &row, &path(&row, token, receipt)).await;
            // Nothing was decided there, so nothing was appealed either.
            let nothing = row.path.contains("/appeals/") || row.path.contains("/decisions/");
            assert_eq!(seen.status == StatusCode::NOT_FOUND, nothing, "GET {}: {}", row.path, seen.status);
            assert!(seen.status != StatusCode::GONE && !seen.status.is_server_error(), "{}", row.path);
        }
        if !row.path.contains("{receipt}") {
            continue;
        }
        for (token, receipt) in [
            (&links.other, &links.answer),
            (&links.other, &links.time),
            (&links.other, &links.appeal),
            (&links.suspended, &links.answer),
            (&links.running, &links.appeal),
            (&links.withdrawn, &links.time),
        ] {
            let seen = ask(&world, &mut visitor, &row, &path(&row, token, receipt)).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "GET {} with another's receipt", row.path);
        }
    }
    let sheet = visitor.get(&format!("/n/{}/appeals/{}", links.suspended, links.appeal)).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert_eq!(desk.ledger_size().await.unwrap(), before, "and looking changes nothing");
    for row in by_link().filter(|row| row.method == Method::POST && row.path.contains("{receipt}")) {
        for token in [&links.other, &links.withdrawn] {
            for receipt in [&links.answer, &links.time, &links.appeal] {
                let seen = ask(&world, &mut visitor, &row, &path(&row, token, receipt)).await;
                assert_eq!(seen.status, StatusCode::NOT_FOUND, "POST {} with another's receipt", row.path);
            }
        }
    }
    assert_eq!(desk.ledger_size().await.unwrap(), before);
}

#[tokio::test]
async fn a_reporter_s_link_opens_one_report_until_its_time_is_over() {
    let world = World::build().await;
    let mut visitor = world.site.visitor();
    let right = format!("/status/{}", world.links.status);
    assert_eq!(visitor.get(&right).await.status, StatusCode::OK);
    let mut said = None;
    for token in wrong_ones(&world.links.status) {
        let seen = visitor.get(&format!("/status/{token}")).await;
        if seen.status != StatusCode::BAD_REQUEST {
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{token}");
            let bare = bare(&seen, &token);
            assert_eq!(*said.get_or_insert(bare.clone()), bare);
        }
    }
    // A customer's link is no reporter's, and the other way round.
    assert_eq!(visitor.get(&format!("/status/{}", world.links.running)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(visitor.get(&format!("/n/{}", world.links.status)).await.status, StatusCode::NOT_FOUND);
    world.site.clock.advance_seconds(10 * 365 * 86_400);
    let over = visitor.get(&right).await;
    assert_eq!(over.status, StatusCode::NOT_FOUND);
    assert_eq!(bare(&over, &world.links.status), said.unwrap(), "over looks as if it had never been");
}

#[tokio::test]
async fn guessing_links_ends_and_the_right_one_still_opens() {
    let world = World::build().await;
    let mut visitor = world.site.visitor();
    visitor.from = Some("198.51.100.9".parse::<IpAddr>().unwrap());
    let mut answers = Vec::new();
    for number in 0..30 {
        answers.push(visitor.get(&format!("/n/{number:043}")).await.status);
    }
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::NOT_FOUND).count(), 20, "{answers:?}");
    assert!(answers[20..].iter().all(|status| *status == StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(visitor.get(&format!("/n/{}", world.links.running)).await.status, StatusCode::OK);
    for path in ["/status/x", "/invitation/x", "/set-up/x"] {
        let seen = visitor.get(path).await;
        assert!(seen.status.is_client_error(), "{path}: {}", seen.status);
    }
    world.site.clock.advance_seconds(60);
    assert_eq!(visitor.get("/n/x").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_opens_its_own_scope_and_no_other() {
    let world = World::build().await;
    let desk = &world.site.app.desk;
    let key = async |scope: &str| desk.add_token(None, "gateway", scope).await.unwrap();
    let (complaints, assets) = (key("complaints:write").await, key("assets:write").await);
    let instructions = key("instructions:write").await;
    let mut person = world.signed_in(&world.ada).await;
    let rows: Vec<Route> = table().into_iter().filter(|row| matches!(row.permit, Permit::Token(_))).collect();
    assert!(rows.len() >= 3);
    for row in &rows {
        let Permit::Token(scope) = row.permit else { continue };
        let path = row.path.replace("{id}", "01900000-0000-7000-8000-000000000000");
        let what = format!("{} {}", row.method, row.path);
        let (right, other) = match scope {
            "complaints:write" => (&complaints, &assets),
            "assets:write" => (&assets, &instructions),
            _ => (&instructions, &complaints),
        };
        let changed = format!("{}{}", &right[..right.len() - 1], if right.ends_with('A') { 'B' } else { 'A' });
        for (said, status) in [
            (format!("Bearer {right}"), None),
            (format!("bearer  {right} "), None),
            (format!("Bearer {other}"), Some(StatusCode::FORBIDDEN)),
            (format!("Bearer {changed}"), Some(StatusCode::UNAUTHORIZED)),
            (format!("Bearer {}", sha256_hex(right.as_bytes())), Some(StatusCode::UNAUTHORIZED)),
            (format!("Basic {right}"), Some(StatusCode::UNAUTHORIZED)),
            (right.clone(), Some(StatusCode::UNAUTHORIZED)),
            ("Bearer".to_owned(), Some(StatusCode::UNAUTHORIZED)),
            ("Bearer ".to_owned(), Some(StatusCode::UNAUTHORIZED)),
        ] {
            let mut machine = world.site.visitor();
            machine.browser = false;
            machine.extra.insert(AUTHORIZATION, HeaderValue::try_from(&said).unwrap());
            let seen = machine.send(row.method.clone(), &path, "application/json", b"{}".to_vec()).await;
            match status {
                Some(status) => assert_eq!(seen.status, status, "{what} with {said}"),
                None => assert!(
                    !matches!(seen.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
                        && !seen.status.is_server_error(),
                    "{what} with the right key gave {}",
                    seen.status
                ),
            }
            // Which key it was is not said back.
            assert!(!seen.text.contains(right.as_str()), "{what}");
        }
        let seen = person.send(row.method.clone(), &path, "application/json", b"{}".to_vec()).await;
        assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{what}: an admin's cookie is no key");
        let seen = person.get(&format!("{path}?access_token={right}")).await;
        assert!(seen.status.is_client_error(), "{what}: a key in the address is none");
    }
    // A key that was revoked by its button is none from then on.
    let page = person.get("/people").await;
    let action =
        page.text.split("action=\"/tokens/").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    for form in
        crate::html::Page::read(&page.text).forms().into_iter().filter(|form| form.action.contains("/revocation"))
    {
        let command = form.fields[0].value.clone();
        assert_eq!(person.post(&form.action, &[("command_id", &command)]).await.location(), "/people#keys");
        assert_eq!(
            person.post(&form.action, &[("command_id", &command)]).await.location(),
            "/people#keys",
            "twice is once"
        );
    }
    assert!(!person.get("/people").await.text.contains(&action), "and offered once");
    for key in [&complaints, &assets, &instructions] {
        assert!(desk.token(key).await.unwrap().is_none());
        let mut machine = world.site.visitor();
        machine.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {key}")).unwrap());
        for row in &rows {
            let path = row.path.replace("{id}", "01900000-0000-7000-8000-000000000000");
            let seen = machine.send(row.method.clone(), &path, "application/json", b"{}".to_vec()).await;
            assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{} {} with a revoked key", row.method, row.path);
        }
    }
    // A key opens nothing but the API.
    let mut machine = world.site.visitor();
    machine.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {complaints}")).unwrap());
    for row in table()
        .into_iter()
        .filter(|row| matches!(row.permit, Permit::SignedIn | Permit::May(_)) && !only_listens(row.path))
    {
        let seen = machine.send(row.method.clone(), &crate::matrix::filled(row.path), "", Vec::new()).await;
        let out = seen.status == StatusCode::UNAUTHORIZED || seen.location().starts_with("/sign-in");
        assert!(out, "{} {} gave {}", row.method, row.path, seen.status);
    }
}

/// The walk with invented ids says who is let in; this one says that what is really there is no exception.
#[tokio::test]
async fn each_role_comes_as_far_on_what_is_really_there() {
    let world = World::build().await;
    let mut real: BTreeMap<(&'static str, &'static str), Vec<String>> = BTreeMap::new();
    let starts: Vec<String> = table()
        .into_iter()
        .filter(|row| row.method == Method::GET && !row.path.contains('{'))
        .map(|row| row.path.to_owned())
        .collect();
    for who in [&world.lee, &world.ann, &world.cleo, &world.ada] {
        let mut visitor = world.signed_in(who).await;
        for (page, seen) in walk(&mut visitor, &starts).await {
            if let Some(row) = row_of(&Method::GET, &page) {
                real.entry(("GET", row)).or_default().push(page);
            }
            for form in crate::html::Page::read(&seen.text).forms().into_iter().filter(|form| form.post) {
                if let Some(row) = row_of(&Method::POST, &form.action) {
                    real.entry(("POST", row)).or_default().push(form.action.clone());
                }
            }
        }
    }
    assert!(real.len() > 90, "{} kinds of pages and forms were found", real.len());
    let desk = &world.site.app.desk;
    let permits: BTreeMap<(String, &str), Permit> =
        table().into_iter().map(|row| ((row.method.to_string(), row.path), row.permit)).collect();
    let mut refused = 0;
    for who in [&world.ann, &world.lee, &world.cleo, &world.otto, &world.ada] {
        let role: Role = who.person.role;
        let mut visitor = world.signed_in(who).await;
        for ((method, row), paths) in &real {
            let Permit::May(act) = permits[&((*method).to_owned(), *row)] else { continue };
            let allowed = may(role, act);
            let mut paths = paths.clone();
            paths.sort();
            paths.dedup();
            for path in paths.iter().take(3) {
                let what = format!("{}: {method} {path}", role.word());
                if *method == "GET" {
                    let seen = visitor.get(path).await;
                    assert_eq!(seen.status == StatusCode::FORBIDDEN, !allowed, "{what} gave {}", seen.status);
                    refused += usize::from(!allowed);
                    continue;
                }
                if allowed {
                    continue;
                }
                let size = desk.ledger_size().await.unwrap();
                let command = desk.new_command().to_string();
                let seen = visitor.post(path, &[("command_id", &command), ("reason", "x"), ("act", "reject")]).await;
                assert_eq!(seen.status, StatusCode::FORBIDDEN, "{what}");
                assert!(!seen.text.contains("Zephyrine") && !seen.text.contains("canary"), "{what} says nothing of it");
                assert_eq!(desk.ledger_size().await.unwrap(), size, "{what} left no trace");
                refused += 1;
            }
        }
    }
    assert!(refused > 100, "only {refused} were refused");
}
