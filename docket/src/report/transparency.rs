//! Figures for a transparency report, as the Digital Services Act asks for them (Art. 15 and 24): counted, not judged,
//! and in tables of our own.

use super::order::Period;
use super::papers::PaperCounted;
use super::progress::Progress;
use super::safe_csv::table;
use super::treatment::{category_name, hours};
use crate::desk::as_of::AsOf;
use crate::desk::figures::QUARTER_MICROS;
use crate::desk::{Desk, Done};
use crate::store::{Stored, statistics};
use crate::words::ours;
use serde::Serialize;
use std::collections::BTreeMap;

const MOST: i64 = 200_000;

#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    pub format: &'static str,
    pub provider: String,
    pub from: String,
    pub to: String,
    pub zone: String,
    pub counted: PaperCounted,
    pub tables: Vec<Table>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// "Notices received (Art. 16), by category"
    pub title: &'static str,
    pub rows: Vec<Figure>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub row: String,
    pub column: String,
    pub value: String,
}

pub async fn gather(desk: &Desk, period: &Period, progress: &Progress) -> Done<Figures> {
    let mut snapshot = desk.store().snapshot().await?;
    let mut conn = snapshot.conn();
    let counted = desk.counted(&mut conn, AsOf::Now).await?;
    let (from, to) = (period.from.micros(), period.to.micros());
    progress.step(ours("Complaints"), 0, 3)?;
    let tallies =
        statistics::tallies(&mut conn, from.div_euclid(QUARTER_MICROS), to.div_euclid(QUARTER_MICROS)).await?;
    let mut by_category = Counts::default();
    let mut by_channel = Counts::default();
    for row in &tallies {
        let what = match row.what.as_str() {
            "received" => "received",
            "rejected" => "rejected without a case",
            "passed_on" => "passed on to the customer",
            _ => "taken into a case",
        };
        by_category.add(&category_name(&row.category), what, row.many);
        by_channel.add(&row.channel, what, row.many);
    }
    progress.step(ours("Decisions"), 1, 3)?;
    let clauses = desk.all_clauses(&mut conn).await?;
    let cites: BTreeMap<String, String> =
        clauses.into_iter().map(|clause| (clause.id.to_string(), clause.cite())).collect();
    let decisions = statistics::decisions_in_force(&mut conn, from, to, MOST).await?;
    let (mut by_ground, mut automated, mut lifted) = (Counts::default(), 0, 0);
    for row in &decisions {
        let ground = cites.get(&row.clause_id).cloned().unwrap_or_default();
        by_ground.add(&ground, &row.outcome.replace('_', " "), 1);
        automated += row.automated;
        lifted += i64::from(row.lifted_at.is_some());
    }
    progress.step(ours("Times"), 2, 3)?;
    let mut waited = statistics::waited(&mut conn, from, to, MOST).await?;
    waited.sort_unstable();
    let notices = statistics::notices_sent(&mut conn, from, to, MOST).await?;
    let on_time = notices.iter().filter(|row| row.first_answer_at.is_some_and(|at| at <= row.due_at)).count();
    let answered = notices.iter().filter(|row| row.first_answer_at.is_some()).count();
    let one = |row: &str, column: &str, value: String| Figure { row: row.into(), column: column.into(), value };
    let tables = vec![
        Table { title: "Notices received (Art. 16), by category", rows: by_category.rows() },
        Table { title: "Notices received (Art. 16), by channel", rows: by_channel.rows() },
        Table {
            title: "Time to act",
            rows: vec![
                one("first complaint to first notice", "cases", waited.len().to_string()),
                one(
                    "first complaint to first notice",
                    "median hours",
                    waited.get(waited.len() / 2).map(|micros| hours(*micros)).unwrap_or_default(),
                ),
            ],
        },
        Table {
            title: "Customers asked before anything burdened them",
            rows: vec![
                one("notices sent", "number", notices.len().to_string()),
                one("notices sent", "answered", answered.to_string()),
                one("notices sent", "answered on time", on_time.to_string()),
            ],
        },
        Table { title: "Decisions in force (Art. 17), by ground and outcome", rows: by_ground.rows() },
        Table {
            title: "Decisions, means and reversals",
            rows: vec![
                one("decisions in force", "number", decisions.len().to_string()),
                one("decisions in force", "with automated detection", automated.to_string()),
                one("decisions in force", "lifted since", lifted.to_string()),
                one("decisions in force", "taken by automated means alone", "0".into()),
            ],
        },
    ];
    Ok(Figures {
        format: "duenotice figures 1",
        provider: desk.settings().provider.clone(),
        from: period.from_text.clone(),
        to: period.to_text.clone(),
        zone: period.zone.name().to_owned(),
        counted: (&counted).into(),
        tables,
    })
}

#[derive(Default)]
struct Counts(BTreeMap<(String, String), i64>);

impl Counts {
    fn add(&mut self, row: &str, column: &str, many: i64) {
        *self.0.entry((row.to_owned(), column.to_owned())).or_default() += many;
    }

    fn rows(self) -> Vec<Figure> {
        self.0.into_iter().map(|((row, column), many)| Figure { row, column, value: many.to_string() }).collect()
    }
}

impl Figures {
    pub fn csv(&self) -> Stored<Vec<u8>> {
        let rows = self.tables.iter().flat_map(|table| {
            table.rows.iter().map(|figure| {
                vec![table.title.to_owned(), figure.row.clone(), figure.column.clone(), figure.value.clone()]
            })
        });
        table(&["table", "row", "column", "value"], rows)
    }

    pub fn json(&self) -> Stored<Vec<u8>> {
        Ok(serde_json::to_vec_pretty(self)?)
    }
}
