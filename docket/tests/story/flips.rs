//! One byte of what left the house, or of the database file itself, becomes another one, again and again at random. Each
//! change is found and told where it is; what is not found is counted apart, and had better be nothing that counts.

use crate::bags::bag::Bag;
use crate::bags::{full, of_case, zip_of};
use crate::bench::{BEGINS, Place, TestDesk, beside};
use crate::crash::SEEDS;
use crate::proofs::{extract, keys, names, of};
use docket::checkpoint::bag::SEAL;
use docket::checkpoint::check::{Keys, Verdict};
use docket::checkpoint::extract::{Head, check};
use docket::noun::Kind;
use docket::report::profile::Profile;
use docket::store::{Store, StoreError};
use docket::verify::{Report, verify_with_evidence};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, ValueRef};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Of each kind, and in a campaign: ten thousand altogether.
const FEW: [usize; 3] = [300, 120, 120];
const MANY: [usize; 3] = [4_000, 2_000, 4_000];

fn campaign() -> Option<u64> {
    std::env::var(SEEDS).ok().map(|seeds| seeds.parse().unwrap_or(1))
}

fn tries(kind: usize) -> usize {
    if campaign().is_some() { MANY[kind] } else { FEW[kind] }
}

/// Said past the test harness, which would keep it to itself.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Chance that comes again with its seed.
struct Dice(u64);

impl Dice {
    fn new(kind: u64) -> Dice {
        let seed = campaign().unwrap_or(1).wrapping_mul(1_000).wrapping_add(kind);
        say(&format!("bytes are changed with the seed {seed}"));
        Dice(seed)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, many: usize) -> usize {
        usize::try_from(self.next() % many as u64).expect("a place")
    }

    /// Another byte in its place.
    fn other(&mut self, byte: u8) -> u8 {
        byte ^ u8::try_from(1 + self.next() % 255).expect("a byte")
    }
}

/// A desk on which everything has happened, and the number of its case.
async fn lived(seed: u64) -> (TestDesk, String) {
    let mut desk = TestDesk::open(Place::Sqlite, BEGINS, seed).await;
    desk.found(false).await.expect("a founded desk");
    let (_, number) = full(&mut desk).await;
    (desk, number)
}

fn file_of(desk: &TestDesk) -> PathBuf {
    let Store::Sqlite { file, .. } = desk.store().clone() else { panic!("a file") };
    file
}

#[tokio::test]
async fn a_changed_byte_anywhere_in_an_extract_is_found_at_its_number() {
    let (desk, _) = lived(3).await;
    let text = extract(&desk, of(Profile::Internal)).await;
    let keys = keys(&desk).await;
    assert_eq!(check(&mut text.as_bytes(), &keys).verdict, Verdict::Proven);
    let head: Head = serde_json::from_str(text.lines().next().expect("a first line")).expect("a head");
    let first = text.find('\n').expect("a first line");
    let (mut dice, mut found, mut words) = (Dice::new(0), 0, 0);
    for _ in 0..tries(0) {
        let at = dice.below(text.len());
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = dice.other(bytes[at]);
        let report = check(&mut bytes.as_slice(), &keys);
        if report.verdict == Verdict::Proven {
            // Who made it and for whom is said in its first line and proven by nothing.
            let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
            let changed: Head = serde_json::from_slice(line).expect("a head");
            let head = Head { provider: changed.provider.clone(), profile: changed.profile.clone(), ..head.clone() };
            assert!(at < first && changed == head, "byte {at}, {:?} now: {report:?}", bytes[at] as char);
            words += 1;
            continue;
        }
        assert!(matches!(report.verdict.exit_code(), 1 | 2), "byte {at}: {report:?}");
        assert!(at <= first || names(&report.verdict, &text, at), "byte {at} is misnamed: {report:?}");
        found += 1;
    }
    assert!(found > tries(0) * 9 / 10, "{found}");
    say(&format!(
        "{found} changed bytes of an extract were found and named, {words} were in words that nothing proves."
    ));
}

#[tokio::test]
async fn a_changed_byte_anywhere_in_a_case_file_is_found_and_its_file_named() {
    let (desk, number) = lived(4).await;
    let bag = Bag::open(&zip_of(&desk, &of_case(&number, Profile::Internal)).await);
    let keys = keys(&desk).await;
    assert_eq!(bag.checked(&keys).verdict, Verdict::Proven);
    let files: Vec<&String> = bag.files.keys().collect();
    let (mut dice, mut found, mut fitted) = (Dice::new(1), 0, 0);
    let proven = ["data/events.jsonl", "data/openings.jsonl", "proof/checkpoint"];
    let proofs: Vec<&String> = files.iter().copied().filter(|name| name.ends_with(".tlog-proof")).collect();
    for turn in 0..tries(1) {
        // Each file as often as any other, however short it is.
        let name = files[dice.below(files.len())];
        let mut changed = bag.clone();
        let Some(bytes) = changed.files.get_mut(name).filter(|bytes| !bytes.is_empty()) else { continue };
        let at = dice.below(bytes.len());
        bytes[at] = dice.other(bytes[at]);
        let report = changed.checked(&keys);
        let (Verdict::Altered(why) | Verdict::Malformed(why)) = &report.verdict else {
            panic!("byte {at} of {name} goes unnoticed: {report:#?}");
        };
        assert!(why.contains(name.as_str()) || (name == SEAL && why.contains("seal")), "byte {at} of {name}: {why}");
        found += 1;
        // The same by somebody who makes every sum fit, where the entries alone can tell; the seal is then taken off.
        let name = match turn % 4 {
            3 => proofs[dice.below(proofs.len())].as_str(),
            place => proven[place],
        };
        let mut changed = bag.clone();
        let Some(bytes) = changed.files.get_mut(name) else { panic!("no {name}") };
        let at = dice.below(bytes.len());
        bytes[at] = dice.other(bytes[at]);
        changed.made_to_fit();
        changed.remove(SEAL);
        let report = changed.checked(&keys);
        assert!(matches!(report.verdict.exit_code(), 1 | 2), "byte {at} of {name}, made to fit: {report:#?}");
        assert!(matches!(changed.checked(&Keys::default()).verdict.exit_code(), 1..=3));
        fitted += 1;
    }
    say(&format!("{found} changed bytes of a case file were found, and {fitted} with every sum made to fit."));
}

/// What lies beside the record (ARCHITECTURE.md, "The record"): nothing in the ledger speaks of it, so nothing proves it.
/// The schema is the seat belt of the database, and figures are counted anew from the ledger.
const BESIDE: &[&str] = &[
    "sqlite_schema",
    "_sqlx_migrations",
    "belonging",
    "belonging_head",
    "case_figure",
    "checked",
    "command",
    "complaint_tally",
    "counter",
    "credential",
    "decision_figure",
    "draft",
    "export_job",
    "figures_head",
    "import_list",
    "lease",
    "letter_link",
    "mail_code",
    "mail_seen",
    "notary_watch",
    "notice_draft",
    "notice_figure",
    "presence",
    "read_log",
    "recovery_code",
    "rounds_watch",
    "saved_view",
    "search_entry",
    "search_progress",
    "search_words",
    "search_words_config",
    "search_words_data",
    "search_words_docsize",
    "search_words_idx",
    "second_factor",
    "session",
    "setup_link",
    "taste",
    "touched",
];

type Dump = BTreeMap<String, BTreeSet<String>>;

#[tokio::test]
async fn a_changed_byte_anywhere_in_the_database_file_is_found_or_touches_nothing_of_the_record() {
    let (desk, _) = lived(5).await;
    let file = file_of(&desk);
    let lock_no = format!("select name from pragma_table_info('{}') where cid = {}", LOCK_NO.0, LOCK_NO.1);
    assert_eq!(desk.texts(&lock_no).await, ["lock_no"]);
    desk.store().close().await;
    let record = Kind::ALL.iter().map(|kind| kind.table()).chain(["event", "ledger_head", "vault", "evidence"]);
    for table in record {
        assert!(!BESIDE.contains(&table), "{table} is of the record");
    }
    let whole = std::fs::read(&file).expect("the file");
    // They are many and each is a database of its own, so some are looked at beside each other.
    let tally = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES)
            .map(|lane| {
                let (folder, name, whole) = (desk.folder(), file.file_name().expect("a name"), &whole);
                scope.spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.expect("a runtime").block_on(changed(lane, folder, Path::new(name), whole))
                })
            })
            .collect();
        lanes.into_iter().map(|lane| lane.join().expect("a lane")).reduce(Tally::and).expect("some lanes")
    });
    let Tally { unnoticed, damaged, wrong, nothing, beside, .. } = tally;
    assert!(unnoticed.is_empty(), "{unnoticed:#?}\n{beside:?}");
    assert_eq!(tally.tried, tries(2));
    assert!(damaged + wrong > tries(2) / 10 && nothing > 0, "{damaged} {wrong} {nothing}");
    say(&format!(
        "Of {} changed bytes of a database file {damaged} made it unreadable and {wrong} made its record wrong, each told; \
         {nothing} lay where nothing is kept, and these beside the record: {beside:?}.",
        tries(2)
    ));
}

/// One byte of an index was enough: its last key led back to the first, and the check never ended.
#[tokio::test]
async fn a_damaged_index_does_not_lead_in_circles() {
    let (desk, _) = lived(6).await;
    let file = file_of(&desk);
    let mut last: Vec<String> = Vec::new();
    for table in ["letter", "complaint", "notice"] {
        last.extend(desk.texts(&format!("select max(id) from {table}")).await);
    }
    desk.store().close().await;
    let whole = std::fs::read(&file).expect("the file");
    let home = crate::bench::temporary();
    copy_folder(desk.folder(), home.path());
    let copy = home.path().join(file.file_name().expect("a name"));
    let (mut tried, mut found) = (0, 0);
    for id in &last {
        let places = (0..whole.len()).filter(|at| whole[*at..].starts_with(id.as_bytes()));
        for at in places {
            let mut bytes = whole.clone();
            // Before every other one.
            bytes[at] = b'!';
            // Most are found; an id may also stand beside the record. What counts here is that there is an end.
            found +=
                usize::from(!matches!(opened(home.path(), &copy, &bytes).await, Ok((report, _)) if report.is_sound()));
            tried += 1;
        }
    }
    assert!(tried > last.len() && found > tried / 2, "{found} of {tried}");
}

/// SQLite refuses each question with "unrecognized option", which no later hour would change.
#[tokio::test]
async fn a_schema_that_sqlite_does_not_understand_is_damage() {
    let (desk, _) = lived(7).await;
    let file = file_of(&desk);
    desk.store().close().await;
    let whole = std::fs::read(&file).expect("the file");
    let home = crate::bench::temporary();
    copy_folder(desk.folder(), home.path());
    let copy = home.path().join(file.file_name().expect("a name"));
    let places: Vec<usize> = (0..whole.len()).filter(|at| whole[*at..].starts_with(b"detail=")).collect();
    assert!(!places.is_empty());
    for at in places {
        let mut bytes = whole.clone();
        bytes[at + 5] = b'P';
        let told = opened(home.path(), &copy, &bytes).await;
        assert!(matches!(told, Err(StoreError::Damaged(_))), "byte {at}: {told:?}");
    }
}

const LANES: usize = 2;

/// What came of the changes.
#[derive(Debug, Default)]
struct Tally {
    tried: usize,
    unnoticed: Vec<String>,
    damaged: usize,
    wrong: usize,
    nothing: usize,
    beside: BTreeMap<String, u32>,
}

impl Tally {
    fn and(mut self, other: Tally) -> Tally {
        self.tried += other.tried;
        self.unnoticed.extend(other.unnoticed);
        self.damaged += other.damaged;
        self.wrong += other.wrong;
        self.nothing += other.nothing;
        for (table, many) in other.beside {
            *self.beside.entry(table).or_default() += many;
        }
        self
    }
}

/// One lane of them, in a copy of the desk's folder.
async fn changed(lane: usize, folder: &Path, name: &Path, whole: &[u8]) -> Tally {
    let home = crate::bench::temporary();
    copy_folder(folder, home.path());
    let copy = home.path().join(name);
    let (report, before) = opened(home.path(), &copy, whole).await.expect("it opens");
    assert!(report.is_sound(), "{:#?}", report.wrongs);
    let written: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] != 0).collect();
    let mut dice = Dice::new(2 + lane as u64);
    let mut tally = Tally::default();
    for turn in (0..tries(2)).skip(lane).step_by(LANES) {
        tally.tried += 1;
        // Much of a small database is empty space, so every other change is where something is written.
        let at =
            if (turn / LANES).is_multiple_of(2) { dice.below(whole.len()) } else { written[dice.below(written.len())] };
        let mut bytes = whole.to_vec();
        bytes[at] = dice.other(bytes[at]);
        match opened(home.path(), &copy, &bytes).await {
            Err(StoreError::Damaged(_)) => tally.damaged += 1,
            Err(other) => tally.unnoticed.push(format!("byte {at}: whoever hears this tries again later: {other:?}")),
            Ok((report, _)) if !report.is_sound() => tally.wrong += 1,
            Ok((_, after)) => {
                let tables: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
                let differ: Vec<&String> =
                    tables.into_iter().filter(|table| before.get(*table) != after.get(*table)).collect();
                for table in &differ {
                    if !BESIDE.contains(&table.as_str()) {
                        let rows = |dump: &Dump| dump.get(*table).cloned().unwrap_or_default();
                        let (was, is) = (rows(&before), rows(&after));
                        let differ: Vec<&String> = was.symmetric_difference(&is).collect();
                        tally.unnoticed.push(format!("byte {at} changes {table}: {differ:?}"));
                    }
                    *tally.beside.entry((*table).clone()).or_default() += 1;
                }
                tally.nothing += usize::from(differ.is_empty());
            }
        }
    }
    tally
}

/// As `duenotice verify` does it, with everything that stands in the tables.
async fn opened(folder: &Path, file: &Path, bytes: &[u8]) -> Result<(Report, Dump), StoreError> {
    for log in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{log}", file.display()));
    }
    std::fs::write(file, bytes).expect("a file");
    let store = Store::open_sqlite(folder).await?;
    let report = verify_with_evidence(&store, folder, |_| {}).await;
    store.close().await;
    let report = report?;
    let dump = if report.is_sound() { dumped(file).await? } else { Dump::new() };
    Ok((report, dump))
}

/// Every row of every table, as text.
async fn dumped(file: &Path) -> Result<Dump, StoreError> {
    beside(file, async |open| {
        let names: Vec<String> =
            sqlx::query_scalar("select name from sqlite_schema where type = 'table' order by name")
                .fetch_all(&mut *open)
                .await?;
        let mut dump = Dump::new();
        for table in names.into_iter().chain(["sqlite_schema".to_owned()]) {
            let columns = match &*table {
                "sqlite_schema" => "type, name, tbl_name, sql",
                // When bytes came and went is said by the ledger; here it is for whoever sweeps.
                "evidence" => "sha256, size, bytes, gone_at is null",
                _ => "*",
            };
            let sql = AssertSqlSafe(format!("select {columns} from \"{table}\""));
            let rows: Vec<SqliteRow> = sqlx::query(sql).fetch_all(&mut *open).await?;
            let without = (table == LOCK_NO.0).then_some(LOCK_NO.1);
            dump.insert(table, rows.iter().map(|row| row_text(row, without)).collect());
        }
        Ok(dump)
    })
    .await
}

/// What two commands hold on to so that they do not interleave, by its place: its name may be what was changed.
const LOCK_NO: (&str, usize) = ("cases", 11);

/// What stands in it, one place after the other. A name that changed is the schema's matter.
fn row_text(row: &SqliteRow, without: Option<usize>) -> String {
    let mut text = String::new();
    for at in (0..row.columns().len()).filter(|at| Some(*at) != without) {
        let null = row.try_get_raw(at).expect("a value").is_null();
        let value = match null {
            true => "null".to_owned(),
            false => row.try_get_unchecked::<i64, _>(at).ok().map(|number| number.to_string()).unwrap_or_default(),
        };
        let bytes: Vec<u8> = if null { Vec::new() } else { row.try_get_unchecked(at).unwrap_or_default() };
        let _ = write!(text, "{value}/{} ", hex::encode(bytes));
    }
    text
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            std::fs::create_dir_all(&into).expect("a folder");
            copy_folder(&path, &into);
        } else {
            std::fs::copy(&path, &into).expect("a file");
        }
    }
}
