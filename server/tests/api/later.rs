//! Appeals and requests about data, by the link of a notice and nothing else.

use axum::http::StatusCode;
use docket::desk::cases::OpenCase;
use docket::desk::customers::AddCustomer;
use docket::desk::decisions::DecisionForm;
use docket::desk::notices::NoticeForm;
use docket::desk::people::AddPerson;
use docket::desk::{Desk, Who};
use docket::id::CommandId;
use docket::people::Role;
use docket::store::lists;
use docket::time::zone::Zone;
use docket::words::Language;

use crate::site::{PASSWORD, Site, Visitor};

async fn person(desk: &Desk, name: &str, role: Role) -> Who {
    let form = AddPerson {
        name: name.into(),
        email: format!("{}@hosting.example", name.to_lowercase()),
        role: role.word().into(),
        zone: "UTC".into(),
        password: PASSWORD.into(),
    };
    let (person, _) = desk.add_person(None, desk.new_command(), &form).await.unwrap();
    desk.who(person, desk.now()).await.unwrap().unwrap()
}

/// A notice that left, and a warning that was approved: gives the token of the link.
async fn warned(site: &Site, handle: &str) -> String {
    let desk = &site.app.desk;
    let ann = person(desk, &format!("Annika-{handle}"), Role::Analyst).await;
    let lee = person(desk, &format!("Leopold-{handle}"), Role::Lead).await;
    let customer = AddCustomer {
        handle: handle.into(),
        account: handle.into(),
        name: handle.into(),
        language: "en".into(),
        zone: "UTC".into(),
        contact_name: "Legal".into(),
        contact_email: format!("legal@{handle}.example"),
        contact_duty: "legal".into(),
        assets: format!("{handle}.example\nservice:{handle}-vm"),
        assets_from: "2020-01-01".into(),
    };
    desk.add_customer(None, desk.new_command(), &customer).await.unwrap();
    let mut reader = desk.read().await.unwrap();
    let customer = lists::customer_by_handle(&mut reader.conn(), handle).await.unwrap().unwrap().noun;
    let assets = lists::assets_of(&mut reader.conn(), customer.id).await.unwrap();
    drop(reader);
    let clause = desk.clauses().await.unwrap().into_iter().next().unwrap();
    let form = OpenCase {
        customer: handle.into(),
        title: "Posts".into(),
        clause: clause.id.to_string(),
        severity: "high".into(),
        complaints: Vec::new(),
    };
    let (number, _) = desk.open_case(&ann, desk.new_command(), &form).await.unwrap();
    let case = desk.case_id(&number).await.unwrap();
    let notice = NoticeForm {
        template: "moderation_plan".into(),
        language: "en".into(),
        contacts: customer.contacts.iter().map(|contact| contact.id.to_string()).collect(),
        subject: "Send us your plan.".into(),
        findings: "Posts are still there.".into(),
        example: "https://a.example/1".into(),
        requirements: vec!["A plan.".into()],
        rule: "hours".into(),
        hours: "24".into(),
        zone: "UTC".into(),
        consequence: "We may suspend the account.".into(),
        data_kept: "Your data is kept.".into(),
        ..NoticeForm::default()
    };
    let (notice, _) = desk.schedule_notice(&ann, desk.new_command(), case, &notice).await.unwrap();
    site.clock.advance_seconds(60);
    desk.send_due_notice(notice).await.unwrap();
    let letters = desk.queued_letters(50).await.unwrap();
    let letter = letters.iter().rev().find(|letter| letter.to.show().contains(handle)).unwrap();
    let link = desk.letter_link(letter.id).await.unwrap().unwrap();
    let token = link.split_once("/n/").unwrap().1.to_owned();
    let then = desk.now().plus_seconds(3600);
    let decision = DecisionForm {
        outcome: "warning".into(),
        assets: assets.iter().map(|held| held.noun.id.to_string()).collect(),
        date: Zone::UTC.date_text(then),
        time: Zone::UTC.show(then, Language::En).time,
        zone: "UTC".into(),
        facts: "The posts are there.".into(),
        explanation: "They break the rule.".into(),
        redress: "You can appeal.".into(),
        handle: handle.into(),
        ..DecisionForm::default()
    };
    let fresh = |who: &Who| Who { signed_in_at: desk.now(), ..who.clone() };
    desk.propose_decision(&fresh(&ann), desk.new_command(), case, &decision).await.unwrap();
    let view = desk.case_view(&number, None).await.unwrap();
    let proposed = view.decision(1).unwrap();
    let (hash, handle) = (&proposed.statement.hash, &view.customer.handle);
    desk.approve_decision(&fresh(&lee), desk.new_command(), proposed.id, hash, handle).await.unwrap();
    token
}

fn command(site: &Site) -> String {
    let command: CommandId = site.app.desk.new_command();
    command.to_string()
}

async fn post(site: &Site, visitor: &mut Visitor, path: &str, fields: &[(&str, &str)]) -> crate::site::Seen {
    let command = command(site);
    let mut all = vec![("command_id", command.as_str())];
    all.extend_from_slice(fields);
    visitor.post(path, &all).await
}

#[tokio::test]
async fn a_customer_appeals_by_the_link_alone() {
    let site = Site::open().await;
    let token = warned(&site, "evil-social").await;
    let other = warned(&site, "other-social").await;
    let mut customer = site.visitor();
    let page = customer.get(&format!("/n/{token}")).await;
    assert!(page.text.contains(&format!("/n/{token}/appeal")), "the page offers it");
    let form = customer.get(&format!("/n/{token}/appeal")).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("D-1, Warning") && !form.text.contains(".wasm"), "{}", form.text);
    let french = customer.get(&format!("/n/{token}/appeal?lang=fr")).await;
    assert!(french.text.contains("Contester une décision"));

    let path = format!("/n/{token}/appeal");
    let refused = post(&site, &mut customer, &path, &[("grounds", "It <b>is</b> not so."), ("decision", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("It &lt;b&gt;is&lt;/b&gt; not so."), "nothing typed is lost");
    let whole = [("grounds", "It is not so."), ("decision", "1"), ("signer", "Amy"), ("authority", "yes")];
    let sent = post(&site, &mut customer, &path, &whole).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let code = sent.location().split('?').next().unwrap().to_owned();
    assert!(code.starts_with(&format!("/n/{token}/code/AP-")), "{code}");
    let asked = customer.get(&code).await;
    assert!(asked.text.contains("We have your appeal."), "{}", asked.text);
    let receipt = code.replace("/code/", "/appeals/");
    let sheet = customer.get(&receipt).await;
    assert!(sheet.text.contains("We received your appeal") && sheet.text.contains("It is not so."));
    let added = post(&site, &mut customer, &receipt, &[("text", "And this too.")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let sheet = customer.get(&receipt).await;
    assert!(sheet.text.contains("And this too."));
    for seen in [&page, &form, &sheet] {
        assert!(!seen.text.contains("Annika") && !seen.text.contains("Leopold"), "no name of the team");
    }
    // Another customer's link opens nothing of it.
    let foreign = receipt.replace(&token, &other);
    for (path, fields) in [(foreign.as_str(), &[][..]), ("/n/nothing/appeal", &[]), ("/n/nothing/data", &[])] {
        assert_eq!(customer.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(post(&site, &mut customer, path, fields).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let appeals = site.app.desk.appeals_view().await.unwrap();
    assert_eq!(appeals.waiting.len(), 1);
    // Nothing is switched off, so nothing is kept: the page says so instead of a form.
    let data = customer.get(&format!("/n/{token}/data")).await;
    assert!(data.text.contains("no data is kept aside"));
}
