//! People and machines' keys, for the admin.

use app::pages;
use app::pages::person::{Part, PersonView};
use axum::extract::Path;
use docket::desk::roles::needs_another;
use docket::desk::{Done, Receipt};
use docket::id::{PersonId, TokenId};
use docket::people::Role;
use docket::refusal::{Problem, Refusal};

use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /people`
pub async fn list(web: Web) -> Answer {
    let view = web.desk.people_view().await?;
    let number = || web.desk.new_command().to_string();
    let commands = view.invitations.iter().map(|_| [number(), number()]).collect();
    let revocations = view.tokens.iter().map(|_| number()).collect();
    web.page(pages::people::list(web.frame().await?, view, commands, revocations))
}

/// `GET /people/{id}`
pub async fn show(web: Web, Path(id): Path<String>) -> Answer {
    let view = view(&web, &id, Part::None).await?;
    web.page(pages::person::show(web.frame().await?, view, web.fresh_form()))
}

/// `POST /people/{id}/role`
pub async fn change_role(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who, role) = (web.desk.clone(), web.who()?.clone(), posted.text("role"));
    let done = spawned(async move { desk.change_role(&who, command, person, &role).await }).await;
    answer(&web, &id, &posted, Part::Role, done).await
}

/// `POST /people/{id}/name`
pub async fn rename(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who, name) = (web.desk.clone(), web.who()?.clone(), posted.text("new_name"));
    let done = spawned(async move { desk.rename_person(&who, command, person, &name).await }).await;
    answer(&web, &id, &posted, Part::Name, done).await
}

/// `POST /people/{id}/role/agreement`
pub async fn agree_role(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who, role) = (web.desk.clone(), web.who()?.clone(), posted.text("agreed"));
    let done = spawned(async move { desk.agree_role(&who, command, person, &role).await }).await;
    answer(&web, &id, &posted, Part::Proposal, done).await
}

/// `POST /people/{id}/role/end`
pub async fn drop_role(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.drop_role(&who, command, person).await }).await;
    answer(&web, &id, &posted, Part::Proposal, done).await
}

/// `POST /people/{id}/disabling`
pub async fn disable(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.disable_person(&who, command, person).await }).await;
    answer(&web, &id, &posted, Part::Access, done).await
}

/// `POST /people/{id}/restoring`
pub async fn restore(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.restore_person(&who, command, person).await }).await;
    answer(&web, &id, &posted, Part::Access, done).await
}

/// `POST /people/{id}/second-factor`
pub async fn reset_second_factor(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (person, command) = (parse(&id)?, posted.command()?);
    let (desk, who, reason) = (web.desk.clone(), web.who()?.clone(), posted.text("reason"));
    let done = spawned(async move { desk.reset_second_factor(&who, command, person, &reason).await }).await;
    answer(&web, &id, &posted, Part::Factor, done).await
}

fn parse(id: &str) -> Result<PersonId, Oops> {
    PersonId::parse(id).ok_or_else(|| Refusal::NotFound("person").into())
}

async fn view(web: &Web, id: &str, part: Part) -> Result<PersonView, Oops> {
    let person = web.desk.person(parse(id)?).await?.ok_or(Refusal::NotFound("person"))?;
    let all = web.desk.people_view().await?;
    let seen = all.seen.get(&person.id).copied();
    let by = person.waiting.as_ref().and_then(|waiting| all.people.iter().find(|one| one.id == waiting.by));
    let proposed_by = by.map(|one| one.name.show().to_owned()).unwrap_or_default();
    let me = web.who()?.person.id;
    let with_another = Role::ALL.into_iter().filter(|role| needs_another(&person, *role, me, &all.people)).collect();
    let former_name = web.desk.had_another_name(&person).await?;
    Ok(PersonView { person, seen, part, former_name, proposed_by, with_another })
}

async fn answer(web: &Web, id: &str, posted: &Posted, part: Part, done: Done<Receipt>) -> Answer {
    match done {
        Ok(_) => web.go(format!("/people/{id}")),
        Err(failure) => {
            let mut form = posted.refused(failure)?;
            // These forms have no field for the password: the page leads to the sign-in instead.
            if let Some(problem) = form.problems.iter().find(|problem| problem.field == "password") {
                form.message = Some(app::words::said(&problem.sentence));
                form.problems.retain(|problem: &Problem| problem.field != "password");
            }
            let view = view(web, id, part).await?;
            web.page(pages::person::show(web.frame().await?, view, form).refused())
        }
    }
}

/// `GET /tokens/new`
pub async fn new_token(web: Web) -> Answer {
    web.page(pages::people::new_token(web.frame().await?, web.fresh_form()))
}

/// `POST /tokens/new`: the key stands on the answer and nowhere else, so there is no redirect.
pub async fn add_token(web: Web, posted: Posted) -> Answer {
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let (name, scope) = (posted.text("name"), posted.text("scope"));
    match spawned(async move { desk.add_token(Some(&who), &name, &scope).await }).await {
        Ok(key) => web.page(pages::people::token_made(web.frame().await?, posted.text("name"), key)),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::people::new_token(web.frame().await?, form).refused())
        }
    }
}

/// `POST /tokens/{id}/revocation`
pub async fn revoke_token(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let token = TokenId::parse(&id).ok_or(Refusal::NotFound("key"))?;
    let (desk, who, command) = (web.desk.clone(), web.who()?.clone(), posted.command()?);
    spawned(async move { desk.revoke_token(&who, command, token).await }).await?;
    web.go("/people#keys")
}
