//! The dashboard, and the tables behind its plots.

use app::words::{language, said};
use std::collections::HashMap;

use app::pages;
use app::pages::dashboard::DashboardAsk;
use axum::extract::{Path, Query};
use docket::refusal::Refusal;
use docket::report::order::Period;
use docket::time::zone::Zone;

use crate::download::{Download, stamp};
use crate::web::{Answer, Oops, Web};

/// What is shown when nobody asked for a period.
const DAYS: i64 = 14;

type Asked = Query<HashMap<String, String>>;

fn read(web: &Web, mut asked: HashMap<String, String>) -> Result<(Period, DashboardAsk), Oops> {
    let mut word = |name: &str| asked.remove(name).unwrap_or_default().trim().to_owned();
    let mut ask = DashboardAsk { from: word("from"), to: word("to"), zone: word("zone"), problem: None };
    let own = web.who()?.person.zone.clone();
    let zone = if ask.zone.is_empty() { own.clone() } else { ask.zone.clone() };
    match Period::read(&ask.from, &ask.to, &zone, web.now, DAYS) {
        Ok(period) => Ok((period, ask)),
        Err(refusal) => {
            ask.problem = Some(match &refusal {
                Refusal::Fields(problems) => {
                    problems.iter().map(|problem| said(&problem.sentence)).collect::<Vec<_>>().join(" ")
                }
                other => other.in_language(language()),
            });
            Ok((Period::read("", "", &own, web.now, DAYS)?, ask))
        }
    }
}

/// `GET /dashboard`
pub async fn show(web: Web, Query(asked): Asked) -> Answer {
    let (period, ask) = read(&web, asked)?;
    let board = web.desk.dashboard(&period).await?;
    web.page(pages::dashboard::show(web.frame().await?, board, ask, Zone::common().collect()))
}

/// `GET /dashboard/{plot}`: one plot's table, such as `/dashboard/complaints.csv`.
pub async fn csv(web: Web, Path(plot): Path<String>, Query(asked): Asked) -> Answer {
    let plot = plot.strip_suffix(".csv").ok_or_else(|| Oops::not_found("table"))?;
    let (period, ask) = read(&web, asked)?;
    if let Some(problem) = ask.problem {
        return Err(Oops::bad_request(problem));
    }
    let board = web.desk.dashboard(&period).await?;
    let bytes = board.csv(plot)?.ok_or_else(|| Oops::not_found("table"))?;
    let name = format!("duenotice_{plot}_{}_{}.csv", stamp(web.now), board.counted);
    Ok(Download { name, media_type: "text/csv; charset=utf-8", bytes }.answer())
}
