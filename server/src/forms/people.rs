//! People and machines' keys, for the admin.

use app::pages;
use docket::desk::people::AddPerson;
use docket::time::zone::Zone;

use crate::web::{Answer, Posted, Web, spawned};

pub const SCOPE: &str = "complaints:write";

/// `GET /people`
pub async fn list(web: Web) -> Answer {
    let view = web.desk.people_view().await?;
    web.page(pages::people::list(web.frame().await?, view))
}

/// `GET /people/new`
pub async fn new(web: Web) -> Answer {
    web.page(pages::people::new(web.frame().await?, zones(), web.fresh_form()))
}

/// `POST /people/new`
pub async fn add(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let person = AddPerson {
        name: posted.text("name"),
        email: posted.text("email"),
        role: posted.text("role"),
        zone: posted.text("zone"),
        password: posted.text("new_password"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.add_person(Some(&who), command, &person).await }).await {
        Ok(_) => web.go("/people"),
        Err(failure) => {
            let mut form = posted.refused(failure)?;
            // The desk knows the field by its own name; this page has it under one that no browser fills in.
            for problem in &mut form.problems {
                if problem.field == "password" {
                    problem.field = "new_password".into();
                }
            }
            web.page(pages::people::new(web.frame().await?, zones(), form).refused())
        }
    }
}

/// `GET /tokens/new`
pub async fn new_token(web: Web) -> Answer {
    web.page(pages::people::new_token(web.frame().await?, web.fresh_form()))
}

/// `POST /tokens/new`: the key stands on the answer and nowhere else, so there is no redirect.
pub async fn add_token(web: Web, posted: Posted) -> Answer {
    let (desk, who, name) = (web.desk.clone(), web.who()?.clone(), posted.text("name"));
    match spawned(async move { desk.add_token(Some(&who), &name, SCOPE).await }).await {
        Ok(key) => web.page(pages::people::token_made(web.frame().await?, posted.text("name"), key)),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::people::new_token(web.frame().await?, form).refused())
        }
    }
}

fn zones() -> Vec<&'static str> {
    Zone::common().collect()
}
