//! What became of instructions: told by the provider's own systems, and read by people.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Method, StatusCode};
use docket::desk::instructions::list::InstructionsList;
use docket::instruction::Instruction;
use serde_json::{Value, json};

use crate::intake::json;
use crate::site::{Seen, Visitor};
use crate::world::World;

async fn machine(world: &World, scope: &str) -> Visitor {
    let key = world.site.app.desk.add_token(None, "receiver", scope).await.unwrap();
    let mut visitor = world.site.visitor();
    visitor.browser = false;
    visitor.extra.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {key}")).unwrap());
    visitor
}

/// One that waits, and where its result goes.
async fn waiting(world: &World) -> (Instruction, String) {
    let list = world.site.app.desk.instructions_view(InstructionsList::Waiting, None).await.unwrap();
    let instruction = list.rows.into_iter().next().unwrap().instruction;
    let path = format!("/api/v1/instructions/{}/result", instruction.id);
    (instruction, path)
}

async fn say(machine: &mut Visitor, path: &str, body: &Value) -> Seen {
    machine.send(Method::POST, path, "application/json", body.to_string().into_bytes()).await
}

#[tokio::test]
async fn a_result_is_recorded_once_and_a_person_reads_what_was_not_done() {
    let world = World::build().await;
    let (told, path) = waiting(&world).await;
    let mut receiver = machine(&world, "instructions:write").await;
    let number = format!("I-{}", told.number);
    let part = json!({"result": "partly", "detail": "203.0.113.7 is <b>announced</b> elsewhere."});
    let mut at = Value::Null;
    for status in ["recorded", "repeated"] {
        let seen = say(&mut receiver, &path, &part).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
        let answer = json(&seen);
        assert_eq!((&answer["number"], &answer["status"]), (&json!(number), &json!(status)));
        assert!(at.is_null() || at == answer["at"], "the same instant as before");
        at = answer["at"].clone();
        world.site.clock.advance_seconds(60);
    }
    // Whoever carries out finds it on top of the list, in words, and on the page of what waits.
    let mut analyst = world.signed_in(&world.ann).await;
    let list = analyst.get("/instructions").await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(list.text.contains(&format!("/instructions/{}", told.number)), "{}", list.text);
    assert!(list.text.contains("&lt;b&gt;announced&lt;/b&gt; elsewhere.") && !list.text.contains("<b>announced"));
    assert!(!list.text.contains("Hand over again"), "nobody is configured to take it");
    let page = analyst.get(&format!("/instructions/{}", told.number)).await;
    assert!(page.text.contains("The receiver did only a part of it"), "{}", page.text);
    assert!(analyst.get("/for-you").await.text.contains("An instruction was not carried out"));
    let refused = analyst.post(&format!("/instructions/{}/again", told.number), &[]).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);

    // Done is done: later words are told so, and nothing of them is recorded.
    let done = json!({"result": "done"});
    assert_eq!(json(&say(&mut receiver, &path, &done).await)["status"], "recorded");
    assert_eq!(json(&say(&mut receiver, &path, &done).await)["status"], "repeated");
    for body in [&part, &json!({"result": "refused", "detail": "No."})] {
        let seen = say(&mut receiver, &path, body).await;
        assert_eq!(seen.status, StatusCode::CONFLICT, "{}", seen.text);
        assert_eq!(seen.header("content-type"), "application/problem+json");
    }
    let page = analyst.get(&format!("/instructions/{}", told.number)).await;
    assert!(page.text.contains("as the receiver says") && !page.text.contains("id=\"confirm\""), "{}", page.text);
    let settled = analyst.get("/instructions?list=settled").await;
    assert!(settled.text.contains(&format!("/instructions/{}", told.number)));
    let mut auditor = world.signed_in(&world.otto).await;
    assert_eq!(auditor.get("/instructions?list=nonsense&before=x").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_leaves_nothing() {
    let world = World::build().await;
    let (told, path) = waiting(&world).await;
    let mut receiver = machine(&world, "instructions:write").await;
    let long = "x".repeat(4001);
    for (body, pointer) in [
        (json!({}), "/result"),
        (json!([]), "/result"),
        (json!({"result": "Done"}), "/result"),
        (json!({"result": 1}), "/result"),
        (json!({"result": "refused"}), "/detail"),
        (json!({"result": "partly", "detail": "  "}), "/detail"),
        (json!({"result": "done", "detail": ["x"]}), "/detail"),
        (json!({"result": "done", "detail": long}), "/detail"),
    ] {
        let seen = say(&mut receiver, &path, &body).await;
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}: {}", seen.text);
        assert_eq!(json(&seen)["problems"][0]["pointer"], pointer, "{body}");
        assert_eq!(seen.header("content-type"), "application/problem+json");
    }
    for body in ["", "not json", "{\"result\": \"done\""] {
        let seen = receiver.send(Method::POST, &path, "application/json", body.as_bytes().to_vec()).await;
        assert_eq!(seen.status, StatusCode::BAD_REQUEST, "{body}: {}", seen.text);
    }
    let large = format!("{{\"result\": \"done\", \"more\": \"{}\"}}", "x".repeat(64 * 1024));
    let seen = receiver.send(Method::POST, &path, "application/json", large.into_bytes()).await;
    assert_eq!(seen.status, StatusCode::PAYLOAD_TOO_LARGE);
    let done = json!({"result": "done"});
    for other in ["01900000-0000-7000-8000-000000000000", "12", "I-1", "%00"] {
        let seen = say(&mut receiver, &format!("/api/v1/instructions/{other}/result"), &done).await;
        assert!(matches!(seen.status, StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST), "{other}: {}", seen.status);
    }
    for scope in ["complaints:write", "assets:write"] {
        let mut other = machine(&world, scope).await;
        assert_eq!(say(&mut other, &path, &done).await.status, StatusCode::FORBIDDEN, "{scope}");
    }
    assert_eq!(say(&mut world.site.visitor(), &path, &done).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(waiting(&world).await.0.id, told.id, "it stands as it stood");
}
