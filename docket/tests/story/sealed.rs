//! The secrets behind six-digit codes: the database alone is not enough to make anybody's.

use crate::bench::{Bench, TestDesk};
use crate::people::enrol;
use docket::desk::second_factor::{Code, code_of};
use docket::keyfile::FILE;
use docket::people::Role;

/// As the database holds it.
async fn kept(desk: &TestDesk) -> Vec<String> {
    desk.texts("select coalesce(secret, '') || coalesce(pending, '') from second_factor order by person_id").await
}

#[tokio::test]
async fn the_database_alone_makes_no_codes() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        desk.begin_enrolment(&ann).await.expect("a secret");
        let shown = desk.enrolment(&ann).await.expect("a database").expect("a secret that waits").secret;
        let plain: String = shown.split(' ').collect();
        let waiting = kept(desk).await;
        assert!(waiting[0].starts_with("k1.") && !waiting[0].contains(&plain), "{waiting:?}");

        let (secret, _) = enrol(desk, &ann).await;
        assert_eq!(secret, shown);
        assert!(kept(desk).await[0].starts_with("k1."));
        assert!(desk.folder().join(FILE).is_file(), "the key lies beside the database, not in it");
        desk.clock.advance_seconds(30);
        let code = code_of(&secret, desk.now()).expect("a code");
        assert_eq!(desk.check_code(ann.person.id, &code).await.expect("an answer"), Code::Right);
        assert_eq!(desk.seal_secrets().await.expect("nothing to do"), 0);
    })
    .await;
}

#[tokio::test]
async fn what_an_older_program_left_open_is_sealed_at_the_start() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let (secret, _) = enrol(desk, &ann).await;
        let plain: String = secret.split(' ').collect();
        desk.raw(&format!("update second_factor set secret = '{plain}', pending = '{plain}'"))
            .await
            .expect("as before");
        assert_eq!(desk.seal_secrets().await.expect("sealed"), 0);
        let rows = desk.texts("select secret || ' ' || pending from second_factor").await;
        assert!(rows[0].starts_with("k1.") && !rows[0].contains(&plain), "{rows:?}");
        desk.clock.advance_seconds(30);
        let code = code_of(&secret, desk.now()).expect("a code");
        assert_eq!(desk.check_code(ann.person.id, &code).await.expect("an answer"), Code::Right);
    })
    .await;
}

#[tokio::test]
async fn a_secret_in_another_row_or_under_another_key_opens_nothing() {
    Bench::each(async |desk: &mut TestDesk| {
        let ann = desk.person("Ann Analyst", Role::Analyst).await;
        let eve = desk.person("Eve Analyst", Role::Analyst).await;
        let (secret, _) = enrol(desk, &eve).await;
        let (_, codes) = enrol(desk, &ann).await;
        // Somebody who can write to the database gives Ann the secret that they know.
        let sql = format!(
            "update second_factor set secret = (select secret from second_factor where person_id = '{}') where person_id = '{}'",
            eve.person.id, ann.person.id
        );
        desk.raw(&sql).await.expect("they can");
        desk.clock.advance_seconds(30);
        let code = code_of(&secret, desk.now()).expect("a code");
        assert_eq!(desk.check_code(ann.person.id, &code).await.expect("an answer"), Code::Wrong);
        assert_eq!(desk.seal_secrets().await.expect("looked through"), 1, "and the next start says so");
        let paper = desk.check_code(ann.person.id, &codes[0]).await.expect("an answer");
        assert_eq!(paper, Code::Right, "a code on paper needs no key");
    })
    .await;
}
