//! The noun tables. `facts` is the whole noun; the other columns repeat what is searched for.

use super::cells::{Cell, cells};
use super::steps::Steps;
use super::{Conn, StoreError, Stored, vault};
use crate::id::NoticeId;
use crate::ledger::Hash;
use crate::noun::{Key, Kind, Noun};
use crate::private;
use crate::timer::{TimerKind, timer_id};
use std::collections::{HashMap, HashSet};

/// A column beside id, version and facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Int(&'static str),
    Text(&'static str),
}

impl Column {
    pub fn name(self) -> &'static str {
        match self {
            Column::Int(name) | Column::Text(name) => name,
        }
    }
}

use Column::{Int, Text};

/// The searchable columns of a table, in the order in which `cells_of` gives their values.
pub fn columns(kind: Kind) -> &'static [Column] {
    match kind {
        Kind::Person => &[Text("role"), Int("disabled")],
        Kind::Token => &[Text("hash")],
        Kind::Clause => &[Text("code"), Text("edition"), Text("category")],
        Kind::Customer => &[Text("handle"), Text("account")],
        Kind::Asset => &[Text("customer_id"), Text("kind"), Text("lookup"), Int("from_at"), Int("to_at")],
        Kind::Complaint => &[
            Int("number"),
            Int("received_at"),
            Text("channel"),
            Text("category"),
            Int("severity"),
            Text("customer_id"),
            Text("case_id"),
            Text("stage"),
            Int("react_by"),
            Text("dedupe"),
        ],
        Kind::Case => &[
            Text("number"),
            Text("customer_id"),
            Text("category"),
            Int("severity"),
            Text("owner_id"),
            Text("stage"),
            Int("opened_at"),
            Int("next_due"),
            Int("snoozed_until"),
            Text("tags"),
        ],
        Kind::Notice => &[Text("case_id"), Int("number"), Text("code"), Text("stage"), Int("due_at"), Int("unreached")],
        Kind::Link => &[Text("notice_id")],
        Kind::Answer => &[Text("notice_id"), Text("case_id"), Text("receipt"), Int("received_at")],
        Kind::Decision => {
            &[Text("case_id"), Text("customer_id"), Int("number"), Text("outcome"), Text("stage"), Int("effective_at")]
        }
        Kind::Letter => &[Text("case_id"), Text("stage"), Int("queued_at")],
        Kind::Instruction => &[Int("number"), Text("case_id"), Text("decision_id"), Text("stage"), Int("favours")],
        Kind::ReporterLink => &[Text("complaint_id"), Text("stage"), Int("made_at")],
        Kind::Passing => &[Text("customer_id"), Text("stage"), Int("planned_at")],
        Kind::Extension => &[Text("case_id"), Text("notice_id"), Text("receipt"), Text("stage"), Int("asked_at")],
        Kind::Timer => &[Text("kind"), Text("subject"), Text("case_id"), Int("due_at"), Text("stage")],
        // -- people
        Kind::Invitation => &[Text("hash"), Text("stage")],
        Kind::Interim => {
            &[Int("number"), Text("case_id"), Text("customer_id"), Text("asset_id"), Text("stage"), Int("lapses_at")]
        }
        Kind::Appeal => {
            &[Int("number"), Text("receipt"), Text("case_id"), Text("decision_id"), Text("stage"), Int("due_at")]
        }
        Kind::Hold => {
            &[Int("number"), Text("customer_id"), Text("case_id"), Text("stage"), Int("from_at"), Int("to_at")]
        }
        Kind::DataRequest => &[Text("case_id"), Text("decision_id"), Text("stage"), Int("asked_at")],
        Kind::Template => &[Text("kind"), Text("lang"), Int("edition")],
        Kind::Mail => &[
            Int("number"),
            Int("received_at"),
            Text("dedupe"),
            Text("kind"),
            Text("stage"),
            Text("case_id"),
            Text("letter_id"),
        ],
        Kind::Alert => &[Text("what"), Text("subject"), Int("step"), Text("case_id"), Int("raised_at")],
        Kind::Calendar => &[Text("name"), Int("edition")],
        Kind::RetentionRule => &[Text("rule"), Int("edition")],
        Kind::Disposal => &[Int("number"), Text("rule"), Text("stage")],
        Kind::Erasure => &[Int("number"), Text("kind"), Text("subject"), Text("stage")],
    }
}

/// The values of the searchable columns.
pub fn cells_of(noun: &Noun) -> Vec<Cell> {
    match noun {
        Noun::Person(n) => cells![n.role.word(), n.disabled_at.is_some()].into(),
        Noun::Token(n) => cells![&n.hash].into(),
        Noun::Clause(n) => cells![&n.code, &n.edition, n.category.word()].into(),
        Noun::Customer(n) => cells![&n.handle, &n.account].into(),
        Noun::Asset(n) => cells![n.customer, n.kind.word(), n.lookup(), n.from, n.to].into(),
        Noun::Complaint(n) => {
            let case = match &n.stage {
                crate::complaint::ComplaintStage::InCase { case, .. } => Some(*case),
                _ => None,
            };
            cells![
                n.number,
                n.received_at,
                n.report.channel.word(),
                n.report.category.word(),
                i64::from(n.report.severity.strokes()),
                n.whose.customer(),
                case,
                n.stage.word(),
                n.react_by(),
                &n.report.dedupe,
            ]
            .into()
        }
        Noun::Case(n) => cells![
            &n.number,
            n.customer,
            n.category.word(),
            i64::from(n.severity.strokes()),
            n.owner,
            n.stage.word(),
            n.opened_at,
            n.stage.next_due(),
            n.snooze.as_ref().map(|snooze| snooze.until),
            n.tags_text(),
        ]
        .into(),
        Noun::Notice(n) => {
            let unreached = if n.is_unreached() { n.unreached.len() } else { 0 };
            let unreached = i64::try_from(unreached).unwrap_or(i64::MAX);
            cells![n.case, n.number, &n.code, n.stage.word(), n.deadline.at, unreached].into()
        }
        Noun::Link(n) => cells![n.notice].into(),
        Noun::Answer(n) => cells![n.notice, n.case, &n.receipt, n.received_at].into(),
        Noun::Decision(n) => {
            cells![n.case, n.customer, n.number, n.outcome.word(), n.stage.word(), n.effective.at].into()
        }
        Noun::Letter(n) => cells![n.case, n.stage.word(), n.queued_at].into(),
        Noun::Extension(n) => cells![n.case, n.notice, &n.receipt, n.stage.word(), n.asked_at].into(),
        Noun::ReporterLink(n) => {
            cells![n.complaint, if n.told.is_some() { "told" } else { "waiting" }, n.made_at].into()
        }
        Noun::Passing(n) => cells![n.customer, n.stage.word(), n.planned_at].into(),
        Noun::Timer(n) => cells![
            n.kind.word(),
            &n.subject,
            n.case.map(|case| case.to_string()).unwrap_or_default(),
            n.due,
            n.stage.word()
        ]
        .into(),
        // -- people
        Noun::Invitation(n) => cells![&n.hash, n.stage.word()].into(),
        Noun::Instruction(n) => {
            cells![n.number, n.case, n.carries_out(), n.stage.word(), i64::from(n.favours())].into()
        }
        Noun::Interim(n) => cells![n.number, n.case, n.customer, n.asset, n.stage.word(), n.lapses_at].into(),
        Noun::Appeal(n) => cells![n.number, &n.receipt, n.case, n.decision, n.stage.word(), n.due].into(),
        Noun::Hold(n) => cells![
            n.number,
            // Nobody's: over a period or the whole desk.
            n.customer.map(|customer| customer.to_string()).unwrap_or_default(),
            n.case,
            n.stage.word(),
            n.period.map(|period| period.from),
            n.period.and_then(|period| period.to),
        ]
        .into(),
        Noun::DataRequest(n) => cells![n.case, n.decision, n.stage.word(), n.asked_at].into(),
        Noun::Template(n) => cells![n.kind.word(), n.language.code(), n.edition].into(),
        Noun::Mail(n) => cells![
            n.number,
            n.received_at,
            &n.dedupe,
            n.kind.word(),
            n.stage.word(),
            n.case(),
            n.about.and_then(|about| about.letter),
        ]
        .into(),
        Noun::Alert(n) => cells![n.what.word(), n.subject.to_string(), n.step, n.case, n.raised_at].into(),
        Noun::Calendar(n) => cells![&n.name, n.edition].into(),
        Noun::RetentionRule(n) => cells![n.rule.word(), n.edition].into(),
        Noun::Disposal(n) => cells![n.number, n.rule.word(), n.stage.word()].into(),
        Noun::Erasure(n) => cells![n.number, n.subject.word(), n.subject.id(), n.stage.word()].into(),
    }
}

/// A noun with the number of events that made it what it is.
#[derive(Clone, Debug)]
pub struct Held<T> {
    pub noun: T,
    pub version: i64,
}

/// The facts as they are stored: canonical JSON, commitments in place of personal values.
pub fn facts_text(noun: &Noun) -> Stored<String> {
    let open = noun.facts()?;
    let sealed = private::strip(open).map_err(|problem| StoreError::Damaged(problem.to_string()))?;
    let bytes = crate::ledger::canonical(&sealed).map_err(|problem| StoreError::Damaged(problem.to_string()))?;
    String::from_utf8(bytes).map_err(|problem| StoreError::Damaged(problem.to_string()))
}

/// Reads one noun with its personal values.
pub async fn get(conn: &mut Conn<'_>, key: &Key) -> Stored<Option<Held<Noun>>> {
    let sql = match key.kind {
        Kind::Person => "select version, facts from person where id = $1",
        Kind::Token => "select version, facts from token where id = $1",
        Kind::Clause => "select version, facts from clause where id = $1",
        Kind::Customer => "select version, facts from customer where id = $1",
        Kind::Asset => "select version, facts from asset where id = $1",
        Kind::Complaint => "select version, facts from complaint where id = $1",
        Kind::Case => "select version, facts from cases where id = $1",
        Kind::Notice => "select version, facts from notice where id = $1",
        Kind::Link => "select version, facts from link where id = $1",
        Kind::Answer => "select version, facts from answer where id = $1",
        Kind::Decision => "select version, facts from decision where id = $1",
        Kind::Letter => "select version, facts from letter where id = $1",
        Kind::Instruction => "select version, facts from instruction where id = $1",
        Kind::ReporterLink => "select version, facts from reporter_link where id = $1",
        Kind::Passing => "select version, facts from passing where id = $1",
        Kind::Extension => "select version, facts from extension where id = $1",
        Kind::Timer => "select version, facts from timer where id = $1",
        // -- people
        Kind::Invitation => "select version, facts from invitation where id = $1",
        Kind::Interim => "select version, facts from interim where id = $1",
        Kind::Appeal => "select version, facts from appeal where id = $1",
        Kind::Hold => "select version, facts from litigation_hold where id = $1",
        Kind::DataRequest => "select version, facts from data_request where id = $1",
        Kind::Template => "select version, facts from template where id = $1",
        Kind::Mail => "select version, facts from mail where id = $1",
        Kind::Alert => "select version, facts from alert where id = $1",
        Kind::Calendar => "select version, facts from calendar where id = $1",
        Kind::RetentionRule => "select version, facts from retention_rule where id = $1",
        Kind::Disposal => "select version, facts from disposal where id = $1",
        Kind::Erasure => "select version, facts from erasure where id = $1",
    };
    let Some(row) = conn.first::<(i64, String)>(sql, &cells![&key.id]).await? else {
        return Ok(None);
    };
    Ok(open_all(conn, key.kind, vec![row]).await?.pop())
}

/// Turns stored rows into nouns: every personal value of all of them is fetched at once.
pub async fn open_all(conn: &mut Conn<'_>, kind: Kind, rows: Vec<(i64, String)>) -> Stored<Vec<Held<Noun>>> {
    let wanted = rows.iter().flat_map(|(_, facts)| private::commitments_in(facts)).collect();
    let known = vault::values(conn, wanted).await?;
    rows.into_iter().map(|(version, facts)| Ok(Held { noun: open(kind, &facts, &known)?, version })).collect()
}

/// The same for a list that shows little of each: of the personal values only those in fields with these names are
/// fetched, the others look as if they were erased.
pub async fn open_some(
    conn: &mut Conn<'_>,
    kind: Kind,
    rows: Vec<(i64, String)>,
    fields: &[&str],
) -> Stored<Vec<Held<Noun>>> {
    let wanted = rows.iter().flat_map(|(_, facts)| private::commitments_of(facts, fields)).collect();
    let known = vault::values(conn, wanted).await?;
    rows.into_iter().map(|(version, facts)| Ok(Held { noun: open(kind, &facts, &known)?, version })).collect()
}

/// One stored row, with the personal values that are known.
pub(crate) fn open(kind: Kind, facts: &str, known: &HashMap<Hash, String>) -> Stored<Noun> {
    match Noun::from_text(kind, &private::reveal_in(facts, known)) {
        Ok(noun) => Ok(noun),
        // A value in the vault that is no JSON is left out, and verifying reports it.
        Err(_) => Ok(Noun::from_facts(kind, private::reveal(serde_json::from_str(facts)?, known))?),
    }
}

/// Takes the case's row before anything else, so that two commands on one case never interleave.
const LOCK_CASE: &str = "update cases set lock_no = lock_no + 1 where id = $1 returning version, facts";

/// `opened`: with its personal values.
pub(crate) async fn lock_case(conn: &mut Conn<'_>, id: &str, opened: bool) -> Stored<Option<Held<Noun>>> {
    let Some((version, facts)) = conn.first::<(i64, String)>(LOCK_CASE, &cells![id]).await? else {
        return Ok(None);
    };
    if opened {
        return Ok(open_all(conn, Kind::Case, vec![(version, facts)]).await?.pop());
    }
    Ok(Some(Held { noun: open(Kind::Case, &facts, &HashMap::new())?, version }))
}

/// So many ids fill a statement, the last one again where there are fewer: two lengths, so two statements stay prepared.
const MANY: [usize; 2] = [16, 100];

/// The cases of these notices, taken as `lock_case` takes one, and then the notices with the timers of their deadlines.
/// PostgreSQL leaves out what somebody else has taken: whoever writes for many at once waits for nobody, and two of them
/// never wait for each other.
pub(crate) async fn lock_with_notices(conn: &mut Conn<'_>, ids: &[NoticeId]) -> Stored<Vec<Held<Noun>>> {
    let mut found = Vec::with_capacity(ids.len() * 3);
    for ids in ids.chunks(MANY[MANY.len() - 1]) {
        let length = MANY.into_iter().find(|length| *length >= ids.len()).unwrap_or(ids.len());
        let filled = |text: &dyn Fn(&NoticeId) -> String| -> Vec<Cell> {
            let mut cells: Vec<Cell> = ids.iter().map(|id| Cell::from(text(id))).collect();
            cells.resize(length, ids.last().map_or(Cell::Int(0), |id| Cell::from(text(id))));
            cells
        };
        let (notices, places) = (filled(&|id| id.to_string()), super::placeholders(0, length));
        let skipping = if matches!(conn, Conn::Postgres(_)) { "for update skip locked" } else { "" };
        let sql = format!(
            "select version, facts from cases where id in (select case_id from notice where id in ({places})) \
             order by id {skipping}"
        );
        let rows = conn.all::<(i64, String)>(&sql, &notices).await?;
        let cases = open_some(conn, Kind::Case, rows, &[]).await?;
        let taken: HashSet<String> = cases.iter().map(|held| held.noun.id()).collect();
        let sql = format!("select version, facts from notice where id in ({places}) order by due_at, id");
        let rows = conn.all::<(i64, String)>(&sql, &notices).await?;
        let mut notices = open_some(conn, Kind::Notice, rows, &[]).await?;
        notices.retain(|held| matches!(&held.noun, Noun::Notice(notice) if taken.contains(&notice.case.to_string())));
        let sql = format!("select version, facts from timer where id in ({places})");
        let timers = filled(&|id| timer_id(TimerKind::Deadline, &id.to_string()));
        let rows = conn.all::<(i64, String)>(&sql, &timers).await?;
        found.extend(cases);
        found.extend(notices);
        found.extend(open_some(conn, Kind::Timer, rows, &[]).await?);
    }
    Ok(found)
}

/// Writes a noun that did not exist.
pub(crate) fn insert(steps: &mut Steps, noun: &Noun, version: i64) -> Stored<()> {
    let kind = noun.kind();
    let names: Vec<&str> = columns(kind).iter().map(|column| column.name()).collect();
    let sql = format!(
        "insert into {} (id, version, facts, {}) values ({})",
        kind.table(),
        names.join(", "),
        super::placeholders(0, names.len() + 3)
    );
    let mut cells = Vec::from(cells![noun.id(), version, facts_text(noun)?]);
    cells.extend(cells_of(noun));
    steps.add(sql, cells, 1);
    Ok(())
}

/// Writes a noun that existed in the version that we read, unless somebody was faster.
pub(crate) fn update(steps: &mut Steps, noun: &Noun, read: i64, version: i64) -> Stored<()> {
    let kind = noun.kind();
    let sets: Vec<String> =
        columns(kind).iter().enumerate().map(|(place, column)| format!("{} = ${}", column.name(), place + 5)).collect();
    let sql = format!(
        "update {} set version = $3, facts = $4, {} where id = $1 and version = $2",
        kind.table(),
        sets.join(", ")
    );
    let mut cells = Vec::from(cells![noun.id(), read, version, facts_text(noun)?]);
    cells.extend(cells_of(noun));
    steps.add(sql, cells, 1);
    Ok(())
}
