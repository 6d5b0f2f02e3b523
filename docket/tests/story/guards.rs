//! What the database refuses by itself. A seat belt: whoever owns the file can take it off, and then `verify` tells.

use crate::bench::{Bench, TestDesk};
use docket::noun::Kind;
use docket::store::Store;
use sqlx::{AssertSqlSafe, Connection, Executor, SqliteConnection};

#[tokio::test]
async fn the_database_refuses_to_change_what_happened() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.matter().await;
        let mut attacks = vec![
            "update event set actor = 'system' where seq = 3".to_owned(),
            "update event set leaf = leaf where seq = 3".to_owned(),
            "delete from event where seq = 3".to_owned(),
            "delete from event where seq = (select max(seq) from event)".to_owned(),
            "insert into event select seq + 2, 'x', at, actor, case_id, kind, command_id, leaf, leaf_hash from event where seq = (select max(seq) from event)".to_owned(),
            "insert into event select seq, event_id, at, 'system', case_id, kind, command_id, leaf, leaf_hash from event where seq = 3 on conflict (seq) do update set actor = 'system'".to_owned(),
            "update ledger_head set size = size - 1".to_owned(),
            "delete from ledger_head".to_owned(),
            "update vault set value = '\"somebody else\"'".to_owned(),
            "update vault set path = 'body/other'".to_owned(),
            "delete from vault".to_owned(),
        ];
        for kind in Kind::ALL {
            let table = kind.table();
            // Only a table with rows has a trigger for each row to run.
            if desk.texts(&format!("select id from {table}")).await.is_empty() {
                continue;
            }
            attacks.push(format!("delete from {table}"));
            attacks.push(format!("update {table} set version = version - 1"));
            attacks.push(format!("update {table} set id = id || 'x'"));
        }
        if desk.is_postgres() {
            attacks.push("truncate event".into());
            attacks.extend(Kind::ALL.iter().map(|kind| format!("truncate {}", kind.table())));
        }
        for attack in attacks {
            assert!(desk.raw(&attack).await.is_err(), "this went through: {attack}");
        }
    })
    .await;
}

/// "insert or replace" deletes a row without its delete trigger, unless the connection asks for it. A stranger's does not.
#[tokio::test]
async fn insert_or_replace_finds_no_way_around() {
    Bench::each(async |desk: &mut TestDesk| {
        desk.matter().await;
        let Store::Sqlite { file, .. } = desk.store() else { return };
        let mut stranger = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.expect("the file opens");
        let mut attacks = vec![
            "insert or replace into event select seq, event_id, at, 'system', case_id, kind, command_id, leaf, leaf_hash from event where seq = 3".to_owned(),
            "insert or replace into event select seq + 1, event_id, at, 'system', case_id, kind, command_id, leaf, leaf_hash from event where seq = (select max(seq) from event)"
                .to_owned(),
            "replace into event select seq, 'other', at, actor, case_id, kind, command_id, leaf, leaf_hash from event where seq = 3".to_owned(),
            "update or replace event set seq = 4 where seq = 3".to_owned(),
            "replace into ledger_head select id, 0, x'' from ledger_head".to_owned(),
            "replace into vault select commitment, salt, '\"somebody else\"', event_id, path, erased_at from vault".to_owned(),
        ];
        for kind in Kind::ALL {
            let table = kind.table();
            if !desk.texts(&format!("select id from {table}")).await.is_empty() {
                attacks.push(format!("insert or replace into {table} select * from {table}"));
            }
        }
        for attack in attacks {
            assert!(stranger.execute(sqlx::raw_sql(AssertSqlSafe(attack.clone()))).await.is_err(), "this went through: {attack}");
        }
        stranger.close().await.expect("closed");
    })
    .await;
}

/// Two servers share a database. One that stands still in the middle of a write must not keep the other from writing.
#[tokio::test]
async fn the_database_lets_go_of_whoever_stands_still_in_a_write() {
    Bench::each(async |desk: &mut TestDesk| {
        if desk.is_postgres() {
            assert_eq!(desk.texts("show idle_in_transaction_session_timeout").await, ["30s"]);
        }
    })
    .await;
}
