//! Every deadline of a period: when it was promised for, and what happened.

use super::order::Period;
use super::papers::PaperCounted;
use super::profile::{Part, Profile};
use super::progress::Progress;
use super::safe_csv::table;
use crate::decision::Outcome;
use crate::desk::as_of::AsOf;
use crate::desk::{Desk, Done};
use crate::store::Stored;
use crate::store::statistics::{self, DecisionRow, NoticeRow};
use crate::time::Moment;
use crate::words::Language;
use crate::words::ours;

/// More than any desk has in a year.
const MOST: i64 = 200_000;

#[derive(Clone, Debug)]
pub struct Deadlines {
    pub provider: String,
    pub profile: Profile,
    pub period: Period,
    pub counted: PaperCounted,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub case: String,
    /// "N-1 answer by", "D-1 takes effect"
    pub what: String,
    pub from: Option<Moment>,
    pub due: Moment,
    pub happened: Option<Moment>,
    pub how: String,
}

impl Row {
    /// Minutes after the deadline; negative before it.
    pub fn minutes_late(&self) -> Option<i64> {
        self.happened.map(|at| at.minus(self.due).div_euclid(60_000_000))
    }
}

pub async fn gather(desk: &Desk, period: &Period, profile: Profile, progress: &Progress) -> Done<Deadlines> {
    let mut snapshot = desk.store().snapshot().await?;
    let mut conn = snapshot.conn();
    let counted = desk.counted(&mut conn, AsOf::Now).await?;
    let (from, to) = (period.from.micros(), period.to.micros());
    let now = desk.now();
    progress.step(ours("Notices"), 0, 2)?;
    let notices = statistics::notices_due(&mut conn, from, to, MOST).await?;
    let mut rows: Vec<Row> = notices.iter().map(|row| notice(row, profile, now)).collect();
    progress.step(ours("Decisions"), 1, 2)?;
    let decisions = statistics::decisions_due(&mut conn, from, to, MOST).await?;
    rows.extend(decisions.iter().map(|row| decision(row, profile, now)));
    rows.sort_by_key(|row| row.due);
    Ok(Deadlines {
        provider: desk.settings().provider.clone(),
        profile,
        period: period.clone(),
        counted: (&counted).into(),
        rows,
    })
}

fn number(number: &str, profile: Profile) -> String {
    if profile == Profile::Customer { Part::OtherCustomers.mask().to_owned() } else { number.to_owned() }
}

fn notice(row: &NoticeRow, profile: Profile, now: Moment) -> Row {
    let due = Moment::from_micros(row.due_at);
    let how = match (row.first_answer_at, row.withdrawn_at) {
        (Some(at), _) if at <= row.due_at => "Answered on time",
        (Some(_), _) => "Answered late",
        (None, Some(_)) => "Withdrawn",
        (None, None) if due > now => "Runs",
        (None, None) => "No answer",
    };
    Row {
        case: number(&row.case_number, profile),
        what: format!("N-{} answer by", row.number),
        from: Some(Moment::from_micros(row.sent_at)),
        due,
        happened: row.first_answer_at.map(Moment::from_micros),
        how: how.to_owned(),
    }
}

fn decision(row: &DecisionRow, profile: Profile, now: Moment) -> Row {
    let due = Moment::from_micros(row.due_at);
    let outcome = Outcome::parse(&row.outcome).map_or(row.outcome.as_str(), |outcome| outcome.name(Language::En));
    let how = match (row.in_force_at, row.lifted_at) {
        (Some(_), Some(_)) => format!("{outcome}: took effect, lifted later"),
        (Some(_), None) => format!("{outcome}: took effect"),
        (None, _) if due > now => format!("{outcome}: ahead"),
        (None, _) => format!("{outcome}: did not take effect"),
    };
    Row {
        case: number(&row.case_number, profile),
        what: format!("D-{} takes effect", row.number),
        from: None,
        due,
        happened: row.in_force_at.map(Moment::from_micros),
        how,
    }
}

impl Deadlines {
    pub fn csv(&self) -> Stored<Vec<u8>> {
        let header = ["case", "what", "counted_from_utc", "due_utc", "happened_utc", "minutes_late", "how"];
        let text = |at: Option<Moment>| at.map(|at| at.rfc3339()).unwrap_or_default();
        let rows = self.rows.iter().map(|row| {
            vec![
                row.case.clone(),
                row.what.clone(),
                text(row.from),
                row.due.rfc3339(),
                text(row.happened),
                row.minutes_late().map(|minutes| minutes.to_string()).unwrap_or_default(),
                row.how.clone(),
            ]
        });
        table(&header, rows)
    }
}
