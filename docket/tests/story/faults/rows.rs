//! One database on PostgreSQL for all lives: each finds the rows of the beginning in it. Putting them back takes a
//! fraction of the time in which a database is made and dropped.

use crate::bench;

/// After so many lives what they left behind is swept up.
const SWEPT_AFTER: u32 = 50;

const KEEP: &str = "create schema kept; do $$ declare name text; begin \
     for name in select tablename from pg_tables where schemaname = 'public' loop \
       execute format('create table kept.%I as table public.%I', name, name); \
     end loop; end $$";
// Nothing may be deleted from most of these tables, unless one says to the database that it only receives a copy.
const PUT_BACK: &str = "do $$ declare name text; begin \
     set local session_replication_role = replica; \
     for name in select tablename from pg_tables where schemaname = 'kept' loop \
       execute format('delete from public.%I', name); \
       execute format('insert into public.%I select * from kept.%I', name, name); \
     end loop; end $$";

/// Remembers the rows as they are now.
pub async fn keep(url: &str) {
    bench::command(url, KEEP.into()).await.expect("a copy of every row");
}

/// For the life of this number.
pub async fn put_back(url: &str, number: u32) {
    bench::command(url, PUT_BACK.into()).await.expect("every row as it was");
    if number.is_multiple_of(SWEPT_AFTER) {
        bench::command(url, "vacuum".into()).await.expect("swept");
    }
}
