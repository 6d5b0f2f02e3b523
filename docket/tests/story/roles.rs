//! Roles: fewer rights act at once, more rights need a second admin where there is one.

use crate::bench::{Bench, TestDesk};
use docket::people::{Person, Role};

#[tokio::test]
async fn a_role_with_more_rights_needs_a_second_admin() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let bea = desk.person("Bea Admin", Role::Admin).await;
        let ann = desk.person("Ann Analyst", Role::Analyst).await.person.id;
        let role = async || desk.noun::<Person>(ann).await.role;

        desk.change_role(&ada, desk.new_command(), ann, "lead").await.expect("proposed");
        assert_eq!(role().await, Role::Analyst, "nothing has changed yet");
        let waiting = desk.noun::<Person>(ann).await.waiting.expect("a proposal");
        assert_eq!((waiting.role, waiting.by), (Role::Lead, ada.person.id));
        let own = desk.refuses(desk.agree_role(&ada, desk.new_command(), ann, "lead")).await;
        assert!(own.problems()[0].sentence.contains("nobody agrees to their own"), "{own:?}");
        let other = desk.refuses(desk.agree_role(&bea, desk.new_command(), ann, "counsel")).await;
        assert!(other.problems()[0].sentence.contains("no longer waits"), "what one agrees to is what one saw");
        desk.agree_role(&bea, desk.new_command(), ann, "lead").await.expect("agreed");
        assert_eq!((role().await, desk.noun::<Person>(ann).await.waiting), (Role::Lead, None));

        desk.change_role(&bea, desk.new_command(), ann, "analyst").await.expect("fewer rights");
        assert_eq!(role().await, Role::Analyst, "at once");

        desk.change_role(&ada, desk.new_command(), ann, "counsel").await.expect("proposed");
        desk.drop_role(&bea, desk.new_command(), ann).await.expect("put aside");
        let gone = desk.refuses(desk.agree_role(&bea, desk.new_command(), ann, "counsel")).await;
        assert_eq!(gone.problems()[0].field, "agree");

        // What somebody proposed who is no admin any more has to be proposed anew.
        desk.change_role(&ada, desk.new_command(), ann, "lead").await.expect("proposed");
        desk.disable_person(&bea, desk.new_command(), ada.person.id).await.expect("out");
        let late = desk.refuses(desk.agree_role(&bea, desk.new_command(), ann, "lead")).await;
        assert!(late.problems()[0].sentence.contains("Propose it anew"), "{late:?}");
        // Alone, one is enough, and the record shows that there was no second.
        desk.change_role(&bea, desk.new_command(), ann, "lead").await.expect("the only admin");
        assert_eq!((role().await, desk.noun::<Person>(ann).await.waiting), (Role::Lead, None));
        let (all, alone) = (desk.count("role_agreed").await, desk.count("role_changed").await);
        assert_eq!((desk.count("role_proposed").await, all, alone), (3, 1, 2));
    })
    .await;
}

#[tokio::test]
async fn whom_it_is_about_agrees_to_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let ada = desk.person("Ada Admin", Role::Admin).await;
        let bea = desk.person("Bea Admin", Role::Admin).await;
        desk.person("Cem Admin", Role::Admin).await;
        desk.change_role(&ada, desk.new_command(), bea.person.id, "lead").await.expect("proposed");
        let own = desk.refuses(desk.agree_role(&bea, desk.new_command(), bea.person.id, "lead")).await;
        assert_eq!(own.problems()[0].field, "agree");
        assert_eq!(desk.noun::<Person>(bea.person.id).await.role, Role::Admin);
    })
    .await;
}
