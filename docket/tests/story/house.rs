//! How the house is built, read from its own source: what must be absent is looked for.

use crate::bench::{TestDesk, places};
use std::path::{Path, PathBuf};

fn docket() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file below, with its path from there. Tests inside the source are left out.
fn sources(below: &str) -> Vec<(PathBuf, String)> {
    let root = docket().join(below);
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let inner = path.strip_prefix(&root).expect("below").to_owned();
                if !inner.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests")) {
                    found.push((inner, text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()));
                }
            }
        }
    }
    assert!(!found.is_empty());
    found.sort();
    found
}

/// Lines of code, without comments.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(place, line)| (place + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn nowhere(found: &[String], rule: &str) {
    assert!(found.is_empty(), "{rule}:\n{}", found.join("\n"));
}

#[test]
fn sql_stands_only_in_the_store() {
    let words = ["\"select ", "\"insert into ", "\"update ", "\"delete from ", "sqlx::query"];
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        if path.starts_with("store") || path == Path::new("store.rs") {
            continue;
        }
        for (number, line) in lines(&text) {
            if words.iter().any(|word| line.contains(word)) || line.contains("sqlx::") {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    nowhere(&found, "SQL stands only below docket/src/store");
}

#[test]
fn a_write_is_opened_only_at_the_desk() {
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        let desk = path.starts_with("desk") || path == Path::new("desk.rs");
        let store = path.starts_with("store") || path == Path::new("store.rs");
        for (number, line) in lines(&text) {
            let opens = line.contains("store.begin(") || line.contains("store().begin(");
            let names = !store && (line.contains("Tx::") || line.contains(": Tx"));
            if (opens || names) && !desk {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    nowhere(&found, "only the desk opens a write");
}

#[test]
fn nothing_but_the_system_clock_reads_the_time() {
    let words = ["SystemTime::now", "Instant::now", "Utc::now", "Local::now", "now_v7", "new_v4", "UNIX_EPOCH.elapsed"];
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        for (number, line) in lines(&text) {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    assert_eq!(found.len(), 2, "one place reads the clock, and the one that nobody sets: {found:#?}");
    assert!(found.iter().all(|line| line.starts_with("time.rs:")), "and it is SystemClock: {found:?}");
    // Neither does the database: `now()` would be another clock.
    let mut found = Vec::new();
    for (path, text) in sources("src/store") {
        for (number, line) in lines(&text) {
            if ["now()", "current_timestamp", "strftime", "datetime("].iter().any(|word| line.contains(word)) {
                found.push(format!("store/{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    nowhere(&found, "no statement asks the database what time it is");
}

#[test]
fn the_ladder_goes_down_only() {
    let mut found = Vec::new();
    for (path, text) in sources("src") {
        for (number, line) in lines(&text) {
            if ["app::", "server::", "leptos", "axum", "wasm_bindgen"].iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{number}: {}", path.display(), line.trim()));
            }
        }
    }
    nowhere(&found, "docket knows neither the pages nor the server");
    let inside = sources("src");
    // Rules are pure: what keeps is above them.
    for (path, text) in inside.iter().filter(|(path, _)| {
        [
            "event.rs",
            "noun.rs",
            "case.rs",
            "complaint.rs",
            "customer.rs",
            "notice.rs",
            "decision.rs",
            "instruction.rs",
            "letter.rs",
            "timer.rs",
            "people.rs",
            "policy.rs",
            "ledger.rs",
            "private.rs",
        ]
        .iter()
        .any(|name| path == Path::new(name))
    }) {
        for (number, line) in lines(text) {
            assert!(
                !["crate::store", "crate::desk", "tokio"].iter().any(|word| line.contains(word)),
                "{}:{number}: {line}",
                path.display()
            );
        }
    }
}

#[test]
fn without_its_feature_docket_touches_nothing() {
    let manifest = std::fs::read_to_string(docket().join("Cargo.toml")).expect("Cargo.toml");
    assert!(manifest.contains("default = []"), "nothing is on by default");
    let dependencies =
        manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("dependencies");
    for keeps in ["sqlx", "tokio", "lettre", "mail-parser", "zip", "csv", "argon2", "getrandom", "tracing", "chrono-tz"]
    {
        let line = dependencies
            .lines()
            .find(|line| line.starts_with(&format!("{keeps} ")) || line.starts_with(&format!("{keeps}.")))
            .unwrap_or_else(|| panic!("{keeps} is not there"));
        assert!(line.contains("optional = true"), "{keeps} is only for the keeping half");
    }
    let upwards = ["app", "server", "leptos", "axum"];
    assert!(
        !dependencies.lines().any(|line| upwards.iter().any(|name| line.split(['.', ' ', '=']).next() == Some(*name)))
    );
}

#[test]
fn both_migration_folders_have_the_same_files() {
    let names = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(docket().join("../migrations").join(folder))
            .expect("migrations")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let mut built = Vec::new();
    for place in places() {
        let desk = TestDesk::open(place, crate::bench::BEGINS, 1).await;
        let sql = if desk.is_postgres() {
            "select table_name || '.' || column_name || case when is_nullable = 'NO' then ' not null' else '' end || ' ' \
               || case data_type when 'bytea' then 'bytes' when 'bigint' then 'int' else data_type end \
             from information_schema.columns where table_schema = 'public' and table_name not like '\\_sqlx%' and table_name not like 'search\\_words%' order by 1"
        } else {
            "select t.name || '.' || c.name || case when c.\"notnull\" or c.pk then ' not null' else '' end || ' ' \
               || case lower(c.type) when 'blob' then 'bytes' when 'bigint' then 'int' when 'integer' then 'int' else lower(c.type) end \
             from sqlite_master t, pragma_table_info(t.name) c where t.type = 'table' and t.name not like '\\_sqlx%' escape '\\' and t.name not like 'sqlite%' and t.name not like 'search\\_words%' escape '\\' order by 1"
        };
        // The index of words is what the one full-text search has and the other calls by other names.
        let mut columns = desk.texts(sql).await;
        columns.sort();
        assert!(columns.len() > 80, "{columns:?}");
        assert!(
            columns.iter().all(|column| ["int", "text", "bytes"].iter().any(|kind| column.ends_with(kind))),
            "three types are all that both have: {columns:#?}"
        );
        let indexes = if desk.is_postgres() {
            "select indexname from pg_indexes where schemaname = 'public' and tablename <> 'search_words' and indexname not like '%key' and indexname not like '\\_sqlx%' order by 1"
        } else {
            "select name from sqlite_master where type = 'index' and sql is not null order by 1"
        };
        columns.extend(desk.texts(indexes).await);
        built.push(columns);
    }
    if let [one, two] = &built[..] {
        let pairs = one.iter().filter(|name| !name.ends_with("_pkey")).collect::<Vec<_>>();
        let other = two.iter().filter(|name| !name.ends_with("_pkey")).collect::<Vec<_>>();
        assert_eq!(pairs, other);
    }
}
