//! Looking at evidence.

use axum::http::StatusCode;
use docket::desk::cases::OpenCase;
use docket::desk::complaints::Upload;
use docket::desk::customers::AddCustomer;
use docket::people::Role;
use docket::store::evidence::sha256_hex;

use crate::site::Site;

#[tokio::test]
async fn evidence_is_shown_only_by_a_post_that_the_ledger_keeps() {
    let site = Site::open().await;
    let mut auditor = site.signed_in(Role::Auditor).await;
    site.add(Role::Lead).await;
    let desk = &site.app.desk;
    let people = desk.people_view().await.unwrap().people;
    let lead = people.into_iter().find(|person| person.role == Role::Lead).unwrap();
    let lead = desk.who(lead.id, desk.now()).await.unwrap().unwrap();
    let customer = AddCustomer {
        handle: "quarry".into(),
        account: "4711".into(),
        name: "Quarry".into(),
        language: "en".into(),
        zone: "UTC".into(),
        contact_name: "Legal".into(),
        contact_email: "legal@quarry.example".into(),
        contact_duty: "abuse".into(),
        ..AddCustomer::default()
    };
    desk.add_customer(None, desk.new_command(), &customer).await.unwrap();
    let clause = desk.clauses().await.unwrap().remove(0);
    let case = OpenCase {
        customer: "quarry".into(),
        title: "A page".into(),
        clause: clause.id.to_string(),
        severity: "low".into(),
        complaints: Vec::new(),
    };
    let (number, _) = desk.open_case(&lead, desk.new_command(), &case).await.unwrap();
    let bytes = b"<b>words of a stranger</b>".to_vec();
    let upload = Upload { name: "page.html".into(), media_type: "text/html".into(), bytes: bytes.clone() };
    let id = desk.case_id(&number).await.unwrap();
    desk.add_evidence(&lead, desk.new_command(), id, &[upload]).await.unwrap();

    let path = format!("/cases/{number}/evidence/{}", sha256_hex(&bytes));
    let size = desk.ledger_size().await.unwrap();
    let covered = auditor.get(&path).await;
    assert!(covered.status == StatusCode::OK && !covered.text.contains("words of a stranger"), "{}", covered.text);
    assert_eq!(desk.ledger_size().await.unwrap(), size, "a look at the cover is no look");

    let command = covered.text.split("name=\"command_id\" value=\"").nth(1).unwrap();
    let command = command.split('"').next().unwrap().to_owned();
    let shown = auditor.post(&path, &[("command_id", &command)]).await;
    assert!(shown.text.contains("&lt;b&gt;words of a stranger&lt;/b&gt;"), "{}", shown.text);
    assert_eq!(desk.ledger_size().await.unwrap(), size + 1);

    // Evidence of another case, or of none, is not there.
    let other = format!("/cases/{number}/evidence/{}", "0".repeat(64));
    assert_eq!(auditor.get(&other).await.status, StatusCode::NOT_FOUND);
    let mut admin = site.signed_in(Role::Admin).await;
    assert_eq!(admin.get(&path).await.status, StatusCode::FORBIDDEN);
}
