//! The API's description: valid, and naming every path of the table.

use axum::http::StatusCode;
use serde_json::Value;
use server::router::{Permit, table};

use crate::intake::json;
use crate::site::Site;

async fn description() -> Value {
    let seen = Site::open().await.visitor().get("/api/v1/openapi.json").await;
    assert_eq!((seen.status, seen.header("content-type")), (StatusCode::OK, "application/json"));
    json(&seen)
}

#[tokio::test]
async fn every_path_of_the_table_is_described_and_no_other() {
    let document = description().await;
    let paths = document["paths"].as_object().unwrap();
    let mut described: Vec<String> = Vec::new();
    for (path, operations) in paths {
        described
            .extend(operations.as_object().unwrap().keys().map(|method| format!("{} {path}", method.to_uppercase())));
    }
    let rows = table().into_iter().filter(|row| row.path.starts_with("/api/"));
    let mut named: Vec<String> = rows.map(|row| format!("{} {}", row.method, row.path)).collect();
    described.sort();
    named.sort();
    assert_eq!(described, named);
}

#[tokio::test]
async fn what_the_table_guards_the_description_guards() {
    let document = description().await;
    for row in table().into_iter().filter(|row| row.path.starts_with("/api/")) {
        let operation = &document["paths"][row.path][row.method.as_str().to_lowercase()];
        let security = operation["security"].to_string();
        match row.permit {
            Permit::Token(scope) => {
                assert!(security.contains("\"key\"") && security.contains(scope), "{} {security}", row.path)
            }
            _ => assert!(!security.contains("\"key\""), "{} {security}", row.path),
        }
    }
    assert_eq!(document["components"]["securitySchemes"]["key"]["scheme"], "bearer");
}

/// What OpenAPI 3.1 asks of a document: the parts that generators of clients stumble over.
#[tokio::test]
async fn the_document_is_sound() {
    let document = description().await;
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    assert_eq!(document["servers"][0]["url"], "http://127.0.0.1:3000");
    let mut names = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            names.push(operation["operationId"].as_str().unwrap().to_owned());
            assert!(operation["summary"].is_string(), "{path}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(!responses.is_empty() && responses.values().all(|one| one["description"].is_string()), "{path}");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            for hole in path.split('{').skip(1) {
                let name = hole.split('}').next().unwrap();
                let named = parameters.iter().find(|one| one["name"] == name && one["in"] == "path");
                assert_eq!(named.map(|one| &one["required"]), Some(&Value::Bool(true)), "{path}");
            }
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "every operation has a name of its own");
    check_references(&document, &document);
}

fn check_references(value: &Value, document: &Value) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                let place = reference.strip_prefix('#').unwrap();
                assert!(document.pointer(place).is_some(), "{reference} leads nowhere");
            }
            fields.values().for_each(|field| check_references(field, document));
        }
        Value::Array(items) => items.iter().for_each(|item| check_references(item, document)),
        _ => {}
    }
}
