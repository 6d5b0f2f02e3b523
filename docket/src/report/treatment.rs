//! Like cases side by side: same category and severity, time given, answered or not, outcome. Complaints that led to
//! nothing stand in it too, because leaving alone is a treatment.

use super::order::Period;
use super::papers::PaperCounted;
use super::profile::{Part, Profile};
use super::progress::Progress;
use super::safe_csv::Rows;
use crate::decision::Outcome;
use crate::desk::as_of::AsOf;
use crate::desk::{Desk, Done};
use crate::policy::{Category, Severity};
use crate::store::statistics::{self, CaseRow, LeftRow};
use crate::time::Moment;
use crate::words::{Language, ours};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;

const PAGE: i64 = 1000;
/// So many cases are listed one by one on the printable page; the table has them all.
pub const MOST_LISTED: usize = 500;

#[derive(Clone, Debug)]
pub struct Treatment {
    pub provider: String,
    pub profile: Profile,
    pub period: Period,
    pub category: String,
    pub counted: PaperCounted,
    /// Cases of one category and severity.
    pub groups: Vec<Group>,
    pub rows: Vec<Row>,
    /// There are more cases than the page lists.
    pub more: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Group {
    pub category: String,
    pub severity: String,
    pub cases: usize,
    /// Outcome in words and how many cases ended so; undecided ones among them.
    pub outcomes: BTreeMap<String, usize>,
    pub left_open: usize,
    pub rejected: usize,
    pub passed_on: usize,
    pub answered: usize,
    pub told: usize,
    given: Vec<i64>,
    waited: Vec<i64>,
}

impl Group {
    /// Hours that customers were given, the middle one.
    pub fn given(&self) -> Option<f64> {
        median(&self.given)
    }

    /// Hours from the first complaint to the first notice, the middle one.
    pub fn waited(&self) -> Option<f64> {
        median(&self.waited)
    }
}

#[derive(Clone, Debug)]
pub struct Row {
    /// "case" or "complaint"
    pub what: &'static str,
    pub number: String,
    pub customer: String,
    pub category: String,
    pub severity: String,
    pub clause: String,
    pub began: Moment,
    pub complaints: i64,
    pub waited_hours: String,
    pub given_hours: String,
    pub answered: &'static str,
    pub outcome: String,
    pub decided: Option<Moment>,
}

const HEADER: [&str; 13] = [
    "what",
    "number",
    "customer",
    "category",
    "severity",
    "clause",
    "began_utc",
    "complaints",
    "hours_to_first_notice",
    "hours_given",
    "answered",
    "outcome",
    "decided_utc",
];

/// Reads everything once; each row goes into the table if there is one.
pub async fn gather(
    desk: &Desk,
    (period, category, profile): (&Period, &str, Profile),
    progress: &Progress,
    table: Option<&mut (dyn Write + Send)>,
) -> Done<Treatment> {
    let mut table = table.map(|out| Rows::begin(out, &HEADER)).transpose()?;
    let mut snapshot = desk.store().snapshot().await?;
    let mut conn = snapshot.conn();
    let counted = desk.counted(&mut conn, AsOf::Now).await?;
    let mut labels = Labels::read(desk, &mut conn, profile).await?;
    let mut groups: BTreeMap<(String, i64), Group> = BTreeMap::new();
    let mut rows = Vec::new();
    let mut more = false;
    let span = (period.from.micros(), period.to.micros());
    let mut take = |row: Row| -> Done<()> {
        if let Some(table) = &mut table {
            table.row(&cells(&row))?;
        }
        if rows.len() < MOST_LISTED {
            rows.push(row);
        } else {
            more = true;
        }
        Ok(())
    };
    let mut done = 0;
    let mut key = (i64::MIN, String::new());
    loop {
        let page = statistics::cases_opened(&mut conn, span, category, (key.0, &key.1), PAGE).await?;
        let Some(last) = page.last() else { break };
        key = (last.opened_at, last.case_id.clone());
        done += page.len() as u64;
        progress.step(ours("Cases"), done, 0)?;
        for case in page {
            group(&mut groups, &case.category, case.severity).case(&case);
            take(labels.case(&case))?;
        }
    }
    let mut key = (i64::MIN, String::new());
    loop {
        let page = statistics::complaints_left(&mut conn, span, category, (key.0, &key.1), PAGE).await?;
        let Some(last) = page.last() else { break };
        key = (last.received_at, last.id.clone());
        done += page.len() as u64;
        progress.step(ours("Complaints without a case"), done, 0)?;
        for left in page {
            let group = group(&mut groups, &left.category, left.severity);
            match left.stage.as_str() {
                "rejected" => group.rejected += 1,
                "passed_on" => group.passed_on += 1,
                _ => group.left_open += 1,
            }
            take(labels.complaint(&left))?;
        }
    }
    if let Some(table) = table {
        table.end()?;
    }
    Ok(Treatment {
        provider: desk.settings().provider.clone(),
        profile,
        period: period.clone(),
        category: category.to_owned(),
        counted: (&counted).into(),
        groups: groups.into_values().collect(),
        rows,
        more,
    })
}

fn group<'g>(groups: &'g mut BTreeMap<(String, i64), Group>, category: &str, severity: i64) -> &'g mut Group {
    groups.entry((category.to_owned(), -severity)).or_insert_with(|| Group {
        category: category_name(category),
        severity: severity_name(severity),
        ..Group::default()
    })
}

impl Group {
    fn case(&mut self, case: &CaseRow) {
        self.cases += 1;
        *self.outcomes.entry(outcome_name(case)).or_default() += 1;
        if let (Some(told), Some(first)) = (case.first_notice_at, case.first_complaint_at) {
            self.waited.push(told - first);
        }
        if case.first_notice_at.is_some() {
            self.told += 1;
            self.answered += usize::from(case.first_answer_at.is_some());
            self.given.extend(case.given);
        }
    }
}

/// Who is who, as far as the profile says it.
struct Labels {
    profile: Profile,
    handles: HashMap<String, String>,
    clauses: HashMap<String, String>,
    numbers: HashMap<String, usize>,
}

impl Labels {
    async fn read(desk: &Desk, conn: &mut crate::store::Conn<'_>, profile: Profile) -> Done<Labels> {
        let mut handles = HashMap::new();
        if profile.shows(Part::OtherCustomers, false) {
            let mut after = String::new();
            loop {
                let page = statistics::handles(conn, &after).await?;
                let Some((last, _)) = page.last() else { break };
                after.clone_from(last);
                handles.extend(page);
            }
        }
        let clauses = desk.all_clauses(conn).await?;
        let clauses = clauses.into_iter().map(|clause| (clause.id.to_string(), clause.cite())).collect();
        Ok(Labels { profile, handles, clauses, numbers: HashMap::new() })
    }

    fn customer(&mut self, id: &str) -> String {
        match self.profile {
            Profile::Internal => self.handles.get(id).cloned().unwrap_or_default(),
            Profile::Regulator => {
                let next = self.numbers.len() + 1;
                format!("customer {}", self.numbers.entry(id.to_owned()).or_insert(next))
            }
            Profile::Customer => Part::OtherCustomers.mask().to_owned(),
        }
    }

    fn number(&self, number: String) -> String {
        if self.profile == Profile::Customer { Part::OtherCustomers.mask().to_owned() } else { number }
    }

    fn case(&mut self, case: &CaseRow) -> Row {
        Row {
            what: "case",
            number: self.number(case.number.clone()),
            customer: self.customer(&case.customer_id),
            category: category_name(&case.category),
            severity: severity_name(case.severity),
            clause: self.clauses.get(&case.clause_id).cloned().unwrap_or_default(),
            began: Moment::from_micros(case.opened_at),
            complaints: case.complaints,
            waited_hours: case
                .first_notice_at
                .zip(case.first_complaint_at)
                .map(|(told, first)| hours(told - first))
                .unwrap_or_default(),
            given_hours: case.given.map(hours).unwrap_or_default(),
            answered: match (case.first_notice_at.zip(case.given), case.first_answer_at) {
                (None, _) => "not asked",
                (Some((told, given)), Some(at)) if at <= told + given => "on time",
                (Some(_), Some(_)) => "late",
                (Some(_), None) => "no",
            },
            outcome: outcome_name(case),
            decided: case.decided_at.map(Moment::from_micros),
        }
    }

    fn complaint(&mut self, left: &LeftRow) -> Row {
        Row {
            what: "complaint",
            number: self.number(format!("C-{}", left.number)),
            customer: left.customer_id.as_deref().map(|id| self.customer(id)).unwrap_or_default(),
            category: category_name(&left.category),
            severity: severity_name(left.severity),
            clause: String::new(),
            began: Moment::from_micros(left.received_at),
            complaints: 1,
            waited_hours: String::new(),
            given_hours: String::new(),
            answered: "not asked",
            outcome: match left.stage.as_str() {
                "rejected" => "Rejected",
                "passed_on" => "Passed on",
                _ => "Left open",
            }
            .to_owned(),
            decided: None,
        }
    }
}

fn cells(row: &Row) -> Vec<String> {
    vec![
        row.what.to_owned(),
        row.number.clone(),
        row.customer.clone(),
        row.category.clone(),
        row.severity.clone(),
        row.clause.clone(),
        row.began.rfc3339(),
        row.complaints.to_string(),
        row.waited_hours.clone(),
        row.given_hours.clone(),
        row.answered.to_owned(),
        row.outcome.clone(),
        row.decided.map(|at| at.rfc3339()).unwrap_or_default(),
    ]
}

fn outcome_name(case: &CaseRow) -> String {
    match case.outcome.as_deref().map(|word| (word, Outcome::parse(word))) {
        Some((_, Some(outcome))) => outcome.name(Language::En).to_owned(),
        Some((word, None)) => word.to_owned(),
        None if case.closed_at.is_some() => "Closed without a decision".to_owned(),
        None => "Undecided".to_owned(),
    }
}

pub(crate) fn category_name(word: &str) -> String {
    Category::parse(word).map_or_else(|| word.to_owned(), |category| category.name().to_owned())
}

/// "6 h 40 min"
pub fn hours_words(hours: f64) -> String {
    let minutes = (hours * 60.0).round() as i64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn severity_name(strokes: i64) -> String {
    let found = Severity::ALL.into_iter().find(|severity| i64::from(severity.strokes()) == strokes);
    found.map_or_else(|| strokes.to_string(), |severity| severity.name().to_owned())
}

pub(crate) fn hours(micros: i64) -> String {
    format!("{:.1}", micros as f64 / 3_600_000_000.0)
}

fn median(values: &[i64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.get(sorted.len() / 2)?;
    Some(*middle as f64 / 3_600_000_000.0)
}
