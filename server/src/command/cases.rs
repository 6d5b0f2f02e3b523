//! `duenotice cases`

use std::io::Write;

use clap::Args;
use docket::case::CaseStage;
use docket::view::CaseRow;
use serde::Serialize;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Cases {
    /// Only cases of this stage, such as notice_running
    #[arg(long)]
    stage: Option<String>,
    /// As one JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    number: &'a str,
    customer: &'a str,
    stage: &'a str,
    title: &'a str,
    owner: Option<&'a str>,
    next_deadline: Option<String>,
    opened_at: String,
}

impl Cases {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let stage = self.stage.as_deref().unwrap_or_default();
        if !stage.is_empty() && !CaseStage::WORDS.contains(&stage) {
            return Err(Stop::Usage(format!(
                "There is no stage {stage:?}. Stages are: {}.",
                CaseStage::WORDS.join(", ")
            )));
        }
        let mut next: Option<String> = None;
        let mut first = true;
        loop {
            let view = opened.desk.cases_view(stage, "", next.as_deref()).await?;
            for row in &view.rows {
                let before = match (self.json, first) {
                    (false, _) => "",
                    (true, true) => "[",
                    (true, false) => ",\n",
                };
                first = false;
                if !print(before, row, self.json)? {
                    return Ok(());
                }
            }
            next = view.next;
            if next.is_none() {
                break;
            }
        }
        if self.json {
            println!("{}", if first { "[]" } else { "]" });
        }
        Ok(())
    }
}

/// False when nobody reads any more, as after `| head`.
fn print(before: &str, row: &CaseRow, json: bool) -> Result<bool, Stop> {
    let case = &row.case;
    let line = Line {
        number: &case.number,
        customer: &row.customer,
        stage: case.stage.word(),
        title: case.title.show(),
        owner: row.owner.as_deref(),
        next_deadline: case.stage.next_due().map(|due| due.rfc3339()),
        opened_at: case.opened_at.rfc3339(),
    };
    let text = if json {
        serde_json::to_string(&line).map_err(|error| Stop::Usage(error.to_string()))?
    } else {
        let due = line.next_deadline.as_deref().unwrap_or("-");
        format!("{:<14} {:<24} {:<16} {due:<28} {}", line.number, line.customer, line.stage, line.title)
    };
    let end = if json { "" } else { "\n" };
    match write!(std::io::stdout(), "{before}{text}{end}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}
