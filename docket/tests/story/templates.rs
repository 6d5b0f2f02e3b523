//! Templates: shipped with the desk, published as new editions, never changed.

use crate::bench::{Bench, TestDesk};
use docket::desk::templates::TemplateForm;
use docket::event::Event;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::template::{Template, TemplateKind};
use docket::words::Language;

fn form(template: &Template) -> TemplateForm {
    let words = &template.words;
    TemplateForm {
        kind: template.kind.word().into(),
        language: template.language.code().into(),
        seen: template.edition,
        subject: words.subject.clone(),
        findings: words.findings.clone(),
        example: words.example.clone(),
        requirements: words.requirements.iter().map(|asked| asked.text.clone()).collect(),
        standing: words
            .requirements
            .iter()
            .map(|asked| asked.standing_days.map_or_else(String::new, |days| days.to_string()))
            .collect(),
        consequence: words.consequence.clone(),
        data_kept: words.data_kept.clone(),
        hours: words.hours.map_or_else(String::new, |hours| hours.to_string()),
        opening: words.opening.clone(),
        closing: words.closing.clone(),
    }
}

#[tokio::test]
async fn a_desk_begins_with_its_templates_and_publishes_new_editions_over_them() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let all = desk.templates().await.expect("templates");
        assert_eq!(all.len(), TemplateKind::ALL.len() * Language::ALL.len());
        assert!(all.iter().all(|one| one.edition == 1 && one.published_by.is_none()));
        assert!(!desk.ship_templates().await.expect("nothing to ship"), "a desk gets them once");

        let first = all.iter().find(|one| one.kind == TemplateKind::Information && one.language == Language::En);
        let first = first.expect("a template").clone();
        assert_eq!(
            desk.refuses(desk.publish_template(&lee, desk.new_command(), &form(&first))).await,
            Refusal::NothingChanged
        );
        let mut new = form(&first);
        new.requirements.push("Tell us whom we can call.".into());
        new.standing.extend(["".into(), "30".into()]);
        assert_eq!(desk.refuses(desk.publish_template(&ann, desk.new_command(), &new)).await, Refusal::NotAllowed);

        desk.clock.advance_seconds(60);
        let (edition, _) = desk.publish_template(&lee, desk.new_command(), &new).await.expect("published");
        assert_eq!(edition, 2);
        let editions = desk.template_editions(first.kind, first.language).await.expect("editions");
        assert_eq!(editions.iter().map(|one| one.edition).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(editions[1], first, "an edition is never changed");
        assert_eq!(editions[0].published_by, Some(lee.person.id));
        assert_eq!(editions[0].published_at, desk.now());
        assert_eq!(editions[0].words.requirements.len(), 2);

        // Whoever wrote over the first edition is told that there is a second one.
        let late = TemplateForm { closing: String::new(), consequence: "Nothing.".into(), ..form(&first) };
        assert_eq!(
            desk.refuses(desk.publish_template(&lee, desk.new_command(), &late)).await,
            Refusal::Stale { now: 2 }
        );
    })
    .await;
}

#[tokio::test]
async fn a_template_says_what_is_wrong_with_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let all = desk.templates().await.expect("templates");
        let plan = all.iter().find(|one| one.kind == TemplateKind::ModerationPlan).expect("a template");
        let wrong = TemplateForm {
            subject: "Dear {customer}\nBcc: x@evil.example".into(),
            findings: "{source} {mater}".into(),
            requirements: vec![String::new()],
            hours: "soon".into(),
            ..form(plan)
        };
        let refused = desk.publish_template(&lee, desk.new_command(), &wrong).await.expect_err("refused");
        let fields: Vec<&str> =
            refused.refusal().expect("a refusal").problems().iter().map(|one| one.field.as_str()).collect();
        assert_eq!(fields, ["subject", "findings", "requirement_1", "hours"]);
        let stands = all.iter().find(|one| one.kind == TemplateKind::Suspension).expect("a template");
        let gap = TemplateForm { opening: "We decided: [[what]].".into(), ..form(stands) };
        let refused = desk.publish_template(&lee, desk.new_command(), &gap).await.expect_err("refused");
        assert_eq!(refused.refusal().expect("a refusal").problems()[0].field, "opening");
    })
    .await;
}

#[tokio::test]
async fn the_letter_of_a_suspension_has_the_published_words_round_it() {
    Bench::each(async |desk: &mut TestDesk| {
        let matter = desk.matter().await;
        let all = desk.templates().await.expect("templates");
        let found =
            all.iter().find(|one| one.kind == TemplateKind::Suspension && one.language == Language::En).expect("one");
        let new = TemplateForm { opening: "This is about {handle}, and it is serious.".into(), ..form(found) };
        desk.publish_template(&matter.lee, desk.new_command(), &new).await.expect("published");
        desk.overdue(&matter).await;
        let decision = desk.scheduled_suspension(&matter).await;
        let letter = desk.letters().into_iter().next_back().expect("a letter");
        assert!(letter.text.contains("This is about example-social, and it is serious."), "{}", letter.text);
        let noun: docket::decision::Decision = desk.noun(decision).await;
        assert!(letter.text.contains(noun.statement.text.show().trim()), "word for word");
        let events = desk.events().await;
        let published = events.iter().filter(|(_, one)| matches!(one.event, Event::TemplatesPublished(_))).count();
        assert_eq!(published, 2);
    })
    .await;
}
