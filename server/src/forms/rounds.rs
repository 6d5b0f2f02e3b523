//! The rounds: whether they are made, and the two things that somebody says about them.

use app::pages;
use docket::desk::{Done, Receipt};

use super::cases::refused;
use crate::web::{Answer, Posted, Web, spawned};

/// `GET /rounds`
pub async fn show(web: Web) -> Answer {
    web.page(pages::rounds::show(web.frame().await?, web.fresh_form(), web.fresh_form()))
}

/// `POST /rounds/clock`: the clock is right now.
pub async fn trust(web: Web, posted: Posted) -> Answer {
    let (command, desk, who) = (posted.command()?, web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.trust_clock(&who, command).await }).await;
    back(&web, &posted, done, true).await
}

/// `POST /rounds/absence`: somebody looked at what waits.
pub async fn see(web: Web, posted: Posted) -> Answer {
    let (command, desk, who) = (posted.command()?, web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.see_away(&who, command).await }).await;
    back(&web, &posted, done, false).await
}

async fn back(web: &Web, posted: &Posted, done: Done<Receipt>, clock: bool) -> Answer {
    match done {
        Ok(_) => web.go("/rounds"),
        Err(failure) => {
            let form = refused(posted, failure, "command_id")?;
            let (clock, absence) = if clock { (form, web.fresh_form()) } else { (web.fresh_form(), form) };
            web.page(pages::rounds::show(web.frame().await?, clock, absence).refused())
        }
    }
}
