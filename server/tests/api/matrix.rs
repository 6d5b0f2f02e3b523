//! The table, walked: every path, each role and nobody.

use std::collections::HashSet;
use std::path::Path;

use axum::http::{Method, StatusCode};
use docket::people::{Role, may};
use server::router::{Permit, Route, table};

use crate::site::{Seen, Site, Visitor};

/// The path with something in each of its holes. Nothing of it exists.
pub fn filled(path: &str) -> String {
    let mut whole = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap();
        whole.push_str(before);
        whole.push_str(match name {
            "number" if path.starts_with("/cases") => "DN-2021-9999",
            "number" | "n" | "seq" => "9999",
            "id" => "01900000-0000-7000-8000-000000000000",
            "sha256" => "0000000000000000000000000000000000000000000000000000000000000000",
            _ => "nothing",
        });
        rest = after;
    }
    whole + rest
}

/// What open pages ask by themselves.
pub fn only_listens(path: &str) -> bool {
    matches!(path, "/live" | "/fn/present") || path.ends_with("/standing")
}

async fn ask(visitor: &mut Visitor, row: &Route) -> Seen {
    let kind = if row.method == Method::GET { "" } else { "application/x-www-form-urlencoded" };
    visitor.send(row.method.clone(), &filled(row.path), kind, Vec::new()).await
}

fn leads_to_sign_in(seen: &Seen) -> bool {
    seen.status == StatusCode::SEE_OTHER && seen.location().starts_with("/sign-in")
}

/// Whoever may come here gets a page, an answer to an empty form, or hears that there is no such thing.
fn is_let_in(seen: &Seen) -> bool {
    !leads_to_sign_in(seen)
        && !matches!(seen.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::METHOD_NOT_ALLOWED)
        && !seen.status.is_server_error()
}

#[test]
fn each_server_function_has_its_own_row() {
    let rows: Vec<_> = table().into_iter().map(|row| (row.path, row.method)).collect();
    let functions: Vec<_> = leptos::server_fn::axum::server_fn_paths().collect();
    assert!(!functions.is_empty());
    for function in functions {
        assert!(rows.contains(&function), "{} {} is in no row of the table", function.1, function.0);
    }
    let answered: HashSet<_> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    for (path, _) in rows.iter().filter(|(path, _)| path.starts_with("/fn/")) {
        assert!(answered.contains(path), "nothing answers at {path}");
    }
}

#[tokio::test]
async fn nobody_comes_further_than_the_table_says() {
    let site = Site::open().await;
    for row in table() {
        let seen = ask(&mut site.visitor(), &row).await;
        let what = format!("nobody: {} {} gave {}", row.method, row.path, seen.status);
        match row.permit {
            Permit::Anyone if row.path == "/sign-out" => assert_eq!(seen.location(), "/sign-in", "{what}"),
            Permit::Anyone | Permit::Link | Permit::Log => assert!(is_let_in(&seen), "{what}"),
            Permit::Token(_) => assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{what}"),
            // A page that only listens is told to stop asking: there is nobody to lead to a form.
            _ if only_listens(row.path) => assert_eq!(seen.status, StatusCode::NO_CONTENT, "{what}"),
            Permit::SignedIn | Permit::May(_) if row.method == Method::GET => {
                assert!(leads_to_sign_in(&seen), "{what}")
            }
            Permit::SignedIn | Permit::May(_) => assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{what}"),
        }
    }
}

#[tokio::test]
async fn each_role_comes_as_far_as_the_table_says() {
    let site = Site::open().await;
    for role in Role::ALL {
        let mut visitor = site.signed_in(role).await;
        for row in table().into_iter().filter(|row| row.path != "/sign-out") {
            let seen = ask(&mut visitor, &row).await;
            let what = format!("{}: {} {} gave {}\n{}", role.word(), row.method, row.path, seen.status, seen.text);
            match row.permit {
                Permit::May(act) if !may(role, act) => {
                    assert_eq!(seen.status, StatusCode::FORBIDDEN, "{what}");
                    assert!(seen.text.contains("It is open to:"), "{what}");
                }
                // A cookie means nothing to the API.
                Permit::Token(_) => assert_eq!(seen.status, StatusCode::UNAUTHORIZED, "{what}"),
                _ if row.path == "/sign-in" && row.method == Method::GET => assert_eq!(seen.location(), "/", "{what}"),
                _ => assert!(is_let_in(&seen), "{what}"),
            }
        }
    }
}

#[test]
fn no_row_stands_twice() {
    let mut seen = HashSet::new();
    for row in table() {
        assert!(seen.insert((row.method.clone(), row.path)), "{} {}", row.method, row.path);
        assert!(
            matches!(row.method, Method::GET | Method::POST) || row.path.starts_with("/api/"),
            "{} {}: a browser sends only GET and POST",
            row.method,
            row.path
        );
    }
}

/// axum cannot list its routes, so this looks for a router that was built past the table.
#[test]
fn there_is_no_route_without_a_row() {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if !path.ends_with("src/router.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                // A test may try a layer on routes of its own.
                let text = text.split("#[cfg(test)]").next().unwrap();
                for word in [".route(", ".route_service(", ".nest(", ".merge(", "Router::new()"] {
                    if text.contains(word) {
                        found.push(format!("{} has {word}", path.display()));
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.is_empty(), "{found:?}");
}
