//! The register of decisions: one line for each, newest first.

use super::safe_csv::table;
use crate::desk::{Desk, Done, Who};
use crate::people::Act;
use crate::view::DecisionRow;
use crate::words::Language;

const HEADER: [&str; 15] = [
    "case",
    "decision",
    "customer",
    "outcome",
    "stage",
    "category",
    "severity",
    "clause",
    "assets",
    "effective_utc",
    "effective_wall",
    "data_kept_until_utc",
    "proposed_by",
    "proposed_utc",
    "statement_sha256",
];

/// So many decisions are read at a time.
const BATCH: i64 = 500;

pub async fn decisions_csv(desk: &Desk, who: &Who, stage: &str) -> Done<Vec<u8>> {
    who.must(Act::Export)?;
    decisions_table(desk, stage).await
}

/// The same for whoever was asked before.
pub(super) async fn decisions_table(desk: &Desk, stage: &str) -> Done<Vec<u8>> {
    let mut rows = Vec::new();
    let mut before: Option<String> = None;
    loop {
        let view = desk.decisions_view(stage, before.as_deref(), BATCH).await?;
        rows.extend(view.rows.iter().map(row));
        before = view.next;
        if before.is_none() {
            break;
        }
    }
    Ok(table(&HEADER, rows)?)
}

fn row(row: &DecisionRow) -> Vec<String> {
    let decision = &row.decision;
    vec![
        row.case.number.clone(),
        format!("D-{}", decision.number),
        row.customer.clone(),
        decision.outcome.name(Language::En).to_owned(),
        decision.stage.word().to_owned(),
        row.case.category.word().to_owned(),
        row.case.severity.word().to_owned(),
        decision.statement.ground.clone(),
        decision.assets.iter().map(|asset| asset.value.as_str()).collect::<Vec<_>>().join(" "),
        decision.effective.at.rfc3339(),
        decision.effective.wall.clone(),
        decision.preserve_until.map(|until| until.rfc3339()).unwrap_or_default(),
        row.proposed_by.clone(),
        decision.proposed_at.rfc3339(),
        decision.statement.hash.clone(),
    ]
}
