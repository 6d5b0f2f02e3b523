//! The policy: what was published never changes, and a case keeps the edition under which it was opened.

use crate::bench::{Bench, TestDesk};
use docket::desk::policy::ClauseForm;
use docket::people::Role;
use docket::policy::Clause;
use docket::refusal::Refusal;
use docket::words::Language;

fn edition_of(clause: &Clause, text: &str) -> ClauseForm {
    ClauseForm {
        code: clause.code.clone(),
        title: clause.title.clone(),
        title_fr: "incitation".into(),
        text: text.into(),
        text_fr: "Ne pas inciter.".into(),
        category: clause.category.word().into(),
        severity: clause.severity().word().into(),
        default_hours: "48".into(),
        strike_days: "200".into(),
        replaces: clause.id.to_string(),
    }
}

#[tokio::test]
async fn a_case_keeps_the_edition_under_which_it_was_opened() {
    Bench::each(async |desk: &mut TestDesk| {
        let cora = desk.person("Cora Counsel", Role::Counsel).await;
        let matter = desk.matter().await;
        let old = desk.clause("3.2").await;
        assert!(old.cite_in(Language::Fr).contains("incitation à la violence"), "{}", old.cite_in(Language::Fr));
        desk.set("2026-03-05T17:00:00Z");
        let form = edition_of(&old, "Do not incite.");
        let (code, _) = desk.publish_clause(&cora, desk.new_command(), &form).await.expect("published");
        let editions = desk.clause_editions(&code).await.expect("editions");
        assert_eq!(editions.iter().map(|one| one.edition.as_str()).collect::<Vec<_>>(), ["2026-03-05", "2026-03"]);
        assert_eq!((editions[0].default_hours, editions[0].strike_days()), (48, 200));
        let in_force = desk.clauses().await.expect("the policy");
        assert_eq!(in_force.iter().find(|one| one.code == "3.2").map(|one| one.id), Some(editions[0].id));
        let number = desk.noun::<docket::case::Case>(matter.case).await.number;
        let view = desk.case_view(&number, None).await.expect("the case");
        assert_eq!(view.clause, old, "what the case cites is what it cited");
        // The second of two writers is told; the first's words stand.
        let refusal = desk.refuses(desk.publish_clause(&cora, desk.new_command(), &edition_of(&old, "Mine."))).await;
        assert!(matches!(refusal, Refusal::Stale { .. }), "{refusal}");
        let same = ClauseForm { replaces: editions[0].id.to_string(), ..form };
        let refusal = desk.refuses(desk.publish_clause(&cora, desk.new_command(), &same)).await;
        assert_eq!(refusal.problems()[0].field, "text");
        let again = ClauseForm { text: "Never incite.".into(), ..same };
        desk.publish_clause(&cora, desk.new_command(), &again).await.expect("twice a day");
        assert_eq!(desk.clause_editions("3.2").await.expect("editions")[0].edition, "2026-03-05.2");
    })
    .await;
}

#[tokio::test]
async fn only_leads_and_counsel_publish_and_every_field_has_its_sentence() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let lee = desk.person("Lee Lead", Role::Lead).await;
        let form = edition_of(&desk.clause("4.1").await, "Do not phish.");
        let refusal = desk.refuses(desk.publish_clause(&ann, desk.new_command(), &form)).await;
        assert_eq!(refusal, Refusal::NotAllowed);
        let refusal = desk.refuses(desk.publish_clause(&lee, desk.new_command(), &ClauseForm::default())).await;
        assert_eq!(refusal.problems().len(), 9, "{:?}", refusal.problems());
        let taken = ClauseForm { replaces: String::new(), ..form };
        let refusal = desk.refuses(desk.publish_clause(&lee, desk.new_command(), &taken)).await;
        assert_eq!(refusal.problems()[0].field, "code");
        let new = ClauseForm { code: "7.1".into(), ..taken };
        desk.publish_clause(&lee, desk.new_command(), &new).await.expect("a new clause");
        assert_eq!(desk.clause_editions("7.1").await.expect("editions").len(), 1);
    })
    .await;
}
