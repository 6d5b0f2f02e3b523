//! Somebody with every right over the database changes it. `verify` names the first number that is wrong.

use crate::bench::{Place, TestDesk, beside, places};
use crate::hands::Matter;
use docket::case::Case;
use docket::decision::Decision;
use docket::desk::complaints::Upload;
use docket::event::Event;
use docket::ledger::{Frontier, leaf_hash};
use docket::notice::Notice;
use docket::noun::Kind;
use docket::store::Store;
use docket::verify::{Report, Wrong};

const TABLES: [&str; 6] = ["event", "ledger_head", "vault", "command", "evidence", "counter"];

/// A record with something of everything, and its guards taken off.
pub async fn record(place: Place) -> (TestDesk, Matter) {
    let mut desk = TestDesk::open(place, crate::bench::BEGINS, 7).await;
    desk.found(false).await.expect("a founded desk");
    let matter = desk.matter().await;
    let (_, token) = desk.overdue(&matter).await;
    let (answer, _) = desk.answer(&token, &[("disagree", "No."), ("", "")]).await.expect("an answer");
    desk.assess(&matter.ann, answer.id, &[(1, false), (2, false)]).await.expect("verdicts");
    let large = Upload { name: "screen.png".into(), media_type: "image/png".into(), bytes: vec![9; 70_000] };
    desk.add_evidence(&matter.ann, desk.new_command(), matter.case, &[large]).await.expect("evidence");
    let decision = desk.scheduled_suspension(&matter).await;
    desk.clock.set(desk.noun::<Decision>(decision).await.effective.at);
    desk.round().await;
    assert!(desk.verify().await.is_sound());
    for table in TABLES.into_iter().chain(Kind::ALL.iter().map(|kind| kind.table())) {
        if desk.is_postgres() {
            desk.raw(&format!("alter table {table} disable trigger user")).await.expect("no guards");
        }
        desk.raw(&format!("create table was_{table} as select * from {table}")).await.expect("a copy");
    }
    if !desk.is_postgres() {
        for trigger in desk.texts("select name from sqlite_master where type = 'trigger'").await {
            desk.raw(&format!("drop trigger {trigger}")).await.expect("no guards");
        }
    }
    (desk, matter)
}

/// Does it, has it verified, and puts the table back.
pub async fn after(desk: &TestDesk, table: &str, attack: &str) -> Report {
    let changed = desk.raw(attack).await.unwrap_or_else(|problem| panic!("{attack}: {problem}"));
    assert!(changed > 0, "this changed nothing: {attack}");
    restored(desk, table).await
}

pub async fn restored(desk: &TestDesk, table: &str) -> Report {
    let report = desk.verify().await;
    desk.raw(&format!("delete from {table}")).await.expect("emptied");
    desk.raw(&format!("insert into {table} select * from was_{table}")).await.expect("put back");
    report
}

pub async fn set_bytes(desk: &TestDesk, sql: &'static str, bytes: Vec<u8>, seq: i64) {
    match desk.store() {
        Store::Sqlite { file, .. } => {
            beside(file, async |open| sqlx::query(sql).bind(bytes).bind(seq).execute(open).await).await.map(drop)
        }
        Store::Postgres { pool } => sqlx::query(sql).bind(bytes).bind(seq).execute(pool).await.map(drop),
    }
    .expect("bytes");
}

pub async fn leaves(desk: &TestDesk) -> Vec<Vec<u8>> {
    let mut reader = desk.read().await.expect("a reader");
    docket::store::ledger::after(&mut reader.conn(), 0, 1_000_000)
        .await
        .expect("events")
        .into_iter()
        .map(|row| row.leaf)
        .collect()
}

pub fn first(report: &Report) -> &Wrong {
    report.first_wrong.as_ref().expect("something is wrong")
}

#[tokio::test]
async fn every_column_of_an_event_is_held_against_its_leaf() {
    for place in places() {
        let (desk, _) = record(place).await;
        let seq = desk.last_seq("answer_received").await;
        let of = |what: &str| format!("update event set {what} where seq = {seq}");
        for (attack, what) in [
            ("actor = 'system'", "the column actor"),
            ("at = at + 1", "the column at"),
            ("kind = 'case_noted'", "the column kind"),
            ("case_id = null", "the column case_id"),
            ("event_id = 'other'", "the column event_id"),
        ] {
            let report = after(&desk, "event", &of(attack)).await;
            assert_eq!(
                (first(&report).seq, first(&report).what.as_str()),
                (Some(seq), what),
                "{attack}: {:#?}",
                report.wrongs
            );
        }
        let wrong = first(&after(&desk, "event", &of("actor = 'system'")).await).clone();
        assert_eq!(wrong.stored, "system");
        assert!(wrong.rebuilt.starts_with("customer:"), "both values: {wrong:?}");
        let report = after(&desk, "event", &of("command_id = (select command_id from event where seq = 1)")).await;
        assert_eq!((first(&report).seq, first(&report).what.as_str()), (Some(seq), "the column command_id"));
        let report = after(&desk, "event", &format!("delete from event where seq = {seq}")).await;
        assert_eq!(
            (first(&report).seq, first(&report).stored.clone()),
            (Some(seq), (seq + 1).to_string()),
            "{:#?}",
            report.wrongs
        );
        let last = desk.events().await.len() as i64;
        let report = after(&desk, "event", &format!("delete from event where seq = {last}")).await;
        assert_eq!(first(&report).seq, Some(last), "the head still counts it: {:#?}", report.wrongs);
        let report = after(&desk, "ledger_head", "update ledger_head set size = size - 1").await;
        assert_eq!(first(&report).seq, Some(last));
        assert!(desk.verify().await.is_sound(), "put back");
    }
}

#[tokio::test]
async fn one_changed_byte_of_any_leaf_is_found_at_its_number() {
    for place in places() {
        let (desk, _) = record(place).await;
        let leaves = leaves(&desk).await;
        // Every leaf once on SQLite, a few on PostgreSQL: the checks are the same.
        let step = if place == Place::Sqlite { 1 } else { 9 };
        for (place, leaf) in leaves.iter().enumerate().step_by(step) {
            let seq = place as i64 + 1;
            let mut changed = leaf.clone();
            let at = (place * 7919 + 13) % changed.len();
            changed[at] ^= 1 << (place % 7);
            set_bytes(&desk, "update event set leaf = $1 where seq = $2", changed, seq).await;
            let report = desk.verify().await;
            assert_eq!(first(&report).seq, Some(seq), "byte {at}: {:#?}", report.wrongs);
            assert_eq!(first(&report).what, "the hash of the leaf");
            set_bytes(&desk, "update event set leaf = $1 where seq = $2", leaf.clone(), seq).await;
        }
        assert!(desk.verify().await.is_sound(), "put back");
    }
}

/// Whoever recomputes the hashes must recompute the head, and then the nouns no longer fit.
#[tokio::test]
async fn a_rewritten_history_does_not_fit_what_came_of_it() {
    for place in places() {
        let (desk, matter) = record(place).await;
        let mut leaves = leaves(&desk).await;
        let events = desk.events().await;
        let (seq, notice) = events
            .iter()
            .find_map(|(seq, recorded)| match &recorded.event {
                Event::NoticeScheduled { notice, .. } => Some((*seq, *notice)),
                _ => None,
            })
            .expect("a notice");
        let place = usize::try_from(seq - 1).expect("a place");
        let due: Notice = desk.noun(notice).await;
        let text = String::from_utf8(leaves[place].clone()).expect("text");
        let forged = text.replace(&due.deadline.at.rfc3339(), &due.deadline.at.plus_seconds(-3600).rfc3339());
        assert_ne!(text, forged);
        leaves[place] = forged.into_bytes();
        set_bytes(&desk, "update event set leaf = $1 where seq = $2", leaves[place].clone(), seq).await;
        set_bytes(&desk, "update event set leaf_hash = $1 where seq = $2", leaf_hash(&leaves[place]).to_vec(), seq)
            .await;
        let report = desk.verify().await;
        assert_eq!(first(&report).what, "the root in the head of the ledger", "{:#?}", report.wrongs);

        let mut frontier = Frontier::new();
        for leaf in &leaves {
            frontier.push(leaf_hash(leaf));
        }
        set_bytes(&desk, "update ledger_head set frontier = $1 where id = $2", frontier.to_bytes(), 1).await;
        let report = desk.verify().await;
        let last = desk
            .events()
            .await
            .iter()
            .rev()
            .find(|(_, recorded)| recorded.event.touches().iter().any(|key| key.id == notice.to_string()))
            .map(|(seq, _)| *seq);
        assert_eq!(first(&report).what, format!("notice {notice}: deadline/at"), "{:#?}", report.wrongs);
        assert_eq!(first(&report).seq, last);
        assert_eq!(first(&report).stored, format!("\"{}\"", due.deadline.at));
        drop(matter);
    }
}

#[tokio::test]
async fn a_changed_row_is_named_with_the_last_event_that_touched_it() {
    for place in places() {
        let (desk, matter) = record(place).await;
        let case = matter.case.to_string();
        let touched = desk
            .events()
            .await
            .iter()
            .rev()
            .find(|(_, recorded)| recorded.event.touches().iter().any(|key| key.id == case))
            .map(|(seq, _)| *seq);
        let (noun, version) = desk.held::<Case>(matter.case).await;
        let of = |what: &str| format!("update cases set {what} where id = '{case}'");
        for (attack, what, stored, rebuilt) in [
            (
                of(r#"facts = replace(facts, '"severity":"high"', '"severity":"low"')"#),
                "severity",
                "\"low\"",
                "\"high\"",
            ),
            (of("facts = replace(facts, '\"notices\":1', '\"notices\":2')"), "notices", "2", "1"),
            (of("facts = 'nothing'"), "facts", "nothing", ""),
            (of("stage = 'closed'"), "the column stage", "closed", "in_force"),
            (of("owner_id = null"), "the column owner_id", "-", &noun.owner.expect("an owner").to_string()),
            (of("version = version + 1"), "version", &(version + 1).to_string(), &version.to_string()),
            (of("version = version - 1"), "version", &(version - 1).to_string(), &version.to_string()),
        ] {
            let report = after(&desk, "cases", &attack).await;
            let wrong = first(&report);
            assert_eq!((wrong.seq, wrong.what.clone()), (touched, format!("cases {case}: {what}")), "{attack}");
            assert_eq!(wrong.stored, stored, "{attack}");
            assert!(rebuilt.is_empty() || wrong.rebuilt == rebuilt, "{attack}: {wrong:?}");
            assert_eq!(report.wrongs.len(), 1, "nothing else is wrong: {:#?}", report.wrongs);
        }
        // What is searched for beside the record is part of it; the lock beside it is not.
        desk.raw(&of("lock_no = lock_no + 5")).await.expect("a lock");
        assert!(desk.verify().await.is_sound());

        let report = after(&desk, "cases", "delete from cases").await;
        assert_eq!((first(&report).seq, first(&report).stored.as_str()), (touched, "no row"));
        for kind in Kind::ALL {
            let table = kind.table();
            let ids = desk.texts(&format!("select id from {table} order by id")).await;
            let Some(id) = ids.first() else { continue };
            let events = desk.events().await;
            let touched = events
                .iter()
                .rev()
                .find(|(_, recorded)| recorded.event.touches().iter().any(|key| key.kind == *kind && key.id == *id))
                .map(|(seq, _)| *seq);
            let report = after(&desk, table, &format!("delete from {table} where id = '{id}'")).await;
            assert_eq!(
                (first(&report).seq, first(&report).what.clone()),
                (touched, format!("{table} {id}")),
                "a missing row"
            );
            assert_eq!(first(&report).stored, "no row");
        }
        let copy = "insert into asset select 'zz', version, facts, customer_id, kind, 'net:0.0.0.0/0', from_at, to_at from asset where kind = 'domain'";
        let report = after(&desk, "asset", copy).await;
        assert_eq!(
            (first(&report).seq, first(&report).what.as_str(), first(&report).rebuilt.as_str()),
            (None, "asset zz", "no event made it")
        );
        assert!(desk.verify().await.is_sound(), "put back");
    }
}

#[tokio::test]
async fn a_personal_value_is_what_was_sealed() {
    for place in places() {
        let (desk, _) = record(place).await;
        let seq = desk.last_seq("answer_received").await;
        let of = format!("where path = 'body/signer' and event_id = (select event_id from event where seq = {seq})");
        for attack in [
            format!("update vault set value = '\"Somebody Else\"' {of}"),
            format!("update vault set path = 'body/signer_role' {of}"),
            format!("update vault set salt = (select salt from vault where path = 'body/address') {of}"),
            format!("update vault set salt = null {of}"),
            format!("delete from vault {of}"),
            format!("update vault set value = null, salt = null, erased_at = 1 {of}"),
        ] {
            let report = after(&desk, "vault", &attack).await;
            assert_eq!(first(&report).seq, Some(seq), "{attack}: {:#?}", report.wrongs);
            assert!(
                first(&report).what.starts_with("the personal value body/signer")
                    || first(&report).what == "a personal value of the event",
                "{report:?}"
            );
            assert_eq!((report.erased, report.missing), (0, u64::from(attack.contains("erased_at = 1"))), "{attack}");
        }
        // A contact's address stands in many later events; the one that brought it in is named.
        let contact = desk.last_seq("contact_added").await;
        let report = after(
            &desk,
            "vault",
            "update vault set value = '\"thief@example.net\"' where path = 'body/email' and value like '%legal%'",
        )
        .await;
        assert_eq!(first(&report).seq, Some(contact));
        let stray = format!(
            "insert into vault select leaf_hash, salt, value, vault.event_id, 'body/more', erased_at from vault, event where seq = {seq} and path = 'body/signer'"
        );
        let report = after(&desk, "vault", &stray).await;
        assert_eq!((first(&report).seq, first(&report).what.as_str()), (Some(seq), "the personal value body/more"));
        let stray = format!(
            "insert into vault select leaf_hash, salt, value, 'no such event', path, erased_at from vault, event where seq = {seq} and path = 'body/signer'"
        );
        let report = after(&desk, "vault", &stray).await;
        assert!(first(&report).what.contains("no such event"), "{:?}", report.wrongs);
        assert!(desk.verify().await.is_sound(), "put back");
    }
}

#[tokio::test]
async fn commands_and_evidence_are_what_the_events_name() {
    for place in places() {
        let (desk, _) = record(place).await;
        let seq = desk.last_seq("answer_received").await;
        let of = format!("where command_id = (select command_id from event where seq = {seq})");
        let report = after(&desk, "command", &format!("delete from command {of}")).await;
        assert_eq!(first(&report).seq, Some(seq), "{:#?}", report.wrongs);
        let report = after(&desk, "command", &format!("update command set at = at + 1 {of}")).await;
        assert_eq!(first(&report).seq, Some(seq), "{:#?}", report.wrongs);
        let report = after(
            &desk,
            "command",
            "insert into command select 'of nobody', content_hash, at from command order by command_id limit 1",
        )
        .await;
        assert_eq!((first(&report).seq, first(&report).what.as_str()), (None, "command of nobody"));

        let seq = desk.last_seq("complaint_received").await;
        let kept = "(select sha256 from evidence where kept_at = (select min(kept_at) from evidence))";
        let other = if desk.is_postgres() { "convert_to('other', 'UTF8')" } else { "cast('other' as blob)" };
        let report =
            after(&desk, "evidence", &format!("update evidence set bytes = {other} where sha256 in {kept}")).await;
        assert_eq!(first(&report).seq, Some(seq), "{:#?}", report.wrongs);
        let report = after(&desk, "evidence", &format!("delete from evidence where sha256 in {kept}")).await;
        assert_eq!((first(&report).seq, first(&report).stored.as_str()), (Some(seq), "no row"));

        let seq = desk.last_seq("evidence_added").await;
        let name = desk.texts("select sha256 from evidence where size = 70000").await.concat();
        let file = desk.folder().join("evidence").join(&name[..2]).join(&name);
        std::fs::write(&file, vec![8; 70_000]).expect("another picture");
        let quick = docket::verify::verify(desk.store(), desk.folder(), |_| {}).await.expect("a report");
        assert!(quick.is_sound(), "without hashing the evidence again only its length is seen");
        assert_eq!(first(&desk.verify().await).seq, Some(seq));
        std::fs::write(&file, vec![9; 69_999]).expect("a shorter one");
        let quick = docket::verify::verify(desk.store(), desk.folder(), |_| {}).await.expect("a report");
        assert_eq!((first(&quick).seq, first(&quick).stored.as_str()), (Some(seq), "a file of 69999 bytes"));
        std::fs::remove_file(&file).expect("gone");
        assert_eq!(first(&desk.verify().await).seq, Some(seq));
        std::fs::write(&file, vec![9; 70_000]).expect("put back");
        assert!(desk.verify().await.is_sound());
    }
}
