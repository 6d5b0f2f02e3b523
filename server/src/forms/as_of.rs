//! What was known then, about a case or a customer.

use std::collections::HashMap;

use app::pages;
use app::pages::as_of::AsOfAsk;
use axum::extract::{Path, Query};
use docket::desk::as_of::Dossier;
use docket::desk::{Done, Failure};
use docket::refusal::Refusal;
use docket::report::order::read_as_of;
use docket::report::papers::Papers;
use docket::report::profile::Profile;
use docket::time::zone::Zone;

use crate::web::{Answer, Web};

type Asked = Query<HashMap<String, String>>;

/// `GET /cases/{number}/as-of`
pub async fn case(web: Web, Path(number): Path<String>, Query(asked): Asked) -> Answer {
    let ask = read(&web, format!("/cases/{number}"), number, true, asked);
    let found = match read_as_of(&ask.at, &zone(&web, &ask)) {
        Ok(as_of) => web.desk.case_as_of(&ask.subject, as_of).await,
        Err(refusal) => Err(refusal.into()),
    };
    page(web, found, ask).await
}

/// `GET /customers/{handle}/as-of`
pub async fn customer(web: Web, Path(handle): Path<String>, Query(asked): Asked) -> Answer {
    let ask = read(&web, format!("/customers/{handle}"), handle, false, asked);
    let found = match read_as_of(&ask.at, &zone(&web, &ask)) {
        Ok(as_of) => web.desk.customer_as_of(&ask.subject, as_of, &mut |_, _| {}).await,
        Err(refusal) => Err(refusal.into()),
    };
    page(web, found, ask).await
}

fn read(web: &Web, back: String, subject: String, is_case: bool, mut asked: HashMap<String, String>) -> AsOfAsk {
    let mut word = |name: &str| asked.remove(name).unwrap_or_default().trim().to_owned();
    let mut ask = AsOfAsk { back, subject, is_case, at: word("at"), zone: word("zone"), problem: None };
    if ask.zone.is_empty() {
        ask.zone = zone(web, &ask);
    }
    ask
}

/// The zone that was asked for, or the reader's own.
fn zone(web: &Web, ask: &AsOfAsk) -> String {
    match web.who() {
        Ok(who) if ask.zone.is_empty() => who.person.zone.clone(),
        _ => ask.zone.clone(),
    }
}

async fn page(web: Web, found: Done<Dossier>, mut ask: AsOfAsk) -> Answer {
    let papers = match found {
        Ok(dossier) => {
            let people = web.desk.people_view().await?.people;
            Some(Papers::of(&web.desk.settings().provider, &dossier, Profile::Internal, &people))
        }
        Err(Failure::Refused(Refusal::Fields(problems))) => {
            ask.problem = problems.into_iter().next().map(|problem| app::words::said(&problem.sentence));
            None
        }
        Err(other) => return Err(other.into()),
    };
    let zones = Zone::common().collect();
    web.page(pages::as_of::show(web.frame().await?, papers, ask, zones, web.fresh_form()))
}
