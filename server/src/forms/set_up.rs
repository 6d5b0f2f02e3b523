//! The very first person, by the link that `duenotice serve` prints. There is no default account.

use app::pages;
use axum::extract::Path;
use docket::desk::people::AddPerson;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::time::zone::Zone;

use crate::web::{Answer, Posted, Web, spawned};

/// `GET /set-up/{token}`: looking does not spend the link.
pub async fn show(web: Web, Path(token): Path<String>) -> Answer {
    if !web.desk.setup_link_is_open(&token).await? || web.desk.has_people().await? {
        return Err(Refusal::SetupLinkSpent.into());
    }
    web.page(pages::set_up::show(zones(), web.fresh_form()))
}

/// `POST /set-up/{token}`
pub async fn set_up(web: Web, Path(token): Path<String>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let person = AddPerson {
        name: posted.text("name"),
        email: posted.text("email"),
        role: Role::Admin.word().into(),
        zone: posted.text("zone"),
        password: posted.text("password"),
    };
    let desk = web.desk.clone();
    match spawned(async move { desk.set_up(&token, command, &person).await }).await {
        Ok(person) => web.welcome(person, "/people").await,
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::set_up::show(zones(), form).refused())
        }
    }
}

fn zones() -> Vec<&'static str> {
    Zone::common().collect()
}
