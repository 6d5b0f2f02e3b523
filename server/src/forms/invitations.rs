//! Invitations: sent by an admin, accepted by whoever has the link.

use app::pages;
use axum::extract::Path;
use docket::desk::invitations::{AcceptForm, InviteForm, Invited};
use docket::desk::{Done, Failure};
use docket::id::InvitationId;
use docket::people::Invitation;
use docket::refusal::Refusal;
use docket::time::zone::Zone;

use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `GET /people/new`
pub async fn new(web: Web) -> Answer {
    web.page(pages::invite::new(web.frame().await?, web.fresh_form()))
}

/// `POST /people/new`: the link stands on the answer and nowhere else, so there is no redirect.
pub async fn invite(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let form = InviteForm { email: posted.text("email"), role: posted.text("role"), language: posted.text("language") };
    let email = form.email.clone();
    let (asking, sent) = (web.clone(), posted.clone());
    let done = spawned(async move {
        let web = asking.refresh(&sent).await?;
        web.desk.invite(who(&web)?, command, &form).await
    });
    match done.await {
        Ok(invited) => shown(&web, email, invited).await,
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::invite::new(web.frame().await?, form).refused())
        }
    }
}

/// `POST /invitations/{id}/again`
pub async fn again(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (invitation, command) = (parse(&id)?, posted.command()?);
    let (asking, sent) = (web.clone(), posted.clone());
    let done = spawned(async move {
        let web = asking.refresh(&sent).await?;
        web.desk.invite_again(who(&web)?, command, invitation).await
    });
    match done.await {
        Ok(invited) => {
            let noun = waiting(&web, invitation).await?;
            shown(&web, noun.email.show().to_owned(), invited).await
        }
        Err(failure) => {
            confirm(&web, invitation, format!("/invitations/{id}/again"), "Send it again", &posted, failure).await
        }
    }
}

/// `POST /invitations/{id}/taking-back`
pub async fn take_back(web: Web, Path(id): Path<String>, posted: Posted) -> Answer {
    let (invitation, command) = (parse(&id)?, posted.command()?);
    let (asking, sent) = (web.clone(), posted.clone());
    let done = spawned(async move {
        let web = asking.refresh(&sent).await?;
        web.desk.take_invitation_back(who(&web)?, command, invitation).await
    });
    match done.await {
        Ok(_) => web.go("/people"),
        Err(failure) => {
            confirm(&web, invitation, format!("/invitations/{id}/taking-back"), "Take it back", &posted, failure).await
        }
    }
}

/// `GET /invitation/{token}`: looking does not spend the link.
pub async fn show(web: Web, Path(token): Path<String>) -> Answer {
    let invitation = web.desk.invitation(&token).await?;
    let provider = web.desk.settings().provider.clone();
    web.page(pages::invitation::show(provider, invitation, Zone::common().collect(), web.fresh_form()))
}

/// `POST /invitation/{token}`
pub async fn accept(web: Web, Path(token): Path<String>, posted: Posted) -> Answer {
    let command = posted.command()?;
    let invitation = web.desk.invitation(&token).await?;
    let form = AcceptForm { name: posted.text("name"), zone: posted.text("zone"), password: posted.text("password") };
    let desk = web.desk.clone();
    match spawned(async move { desk.accept_invitation(&token, command, &form).await }).await {
        Ok(person) => web.welcome(person, "/").await,
        Err(failure) => {
            let form = posted.refused(failure)?;
            let provider = web.desk.settings().provider.clone();
            web.page(pages::invitation::show(provider, invitation, Zone::common().collect(), form).refused())
        }
    }
}

fn who(web: &Web) -> Done<&docket::desk::Who> {
    web.who.as_ref().ok_or_else(|| Failure::Refused(Refusal::NotAllowed))
}

fn parse(id: &str) -> Result<InvitationId, Oops> {
    InvitationId::parse(id).ok_or_else(|| Refusal::NotFound("invitation").into())
}

async fn waiting(web: &Web, id: InvitationId) -> Result<Invitation, Oops> {
    let all = web.desk.people_view().await?.invitations;
    all.into_iter().find(|one| one.id == id).ok_or_else(|| Refusal::InvitationSpent.into())
}

/// A form that was sent twice finds the link gone.
async fn shown(web: &Web, email: String, invited: Invited) -> Answer {
    match invited.link {
        Some(link) => web.page(pages::invite::sent(web.frame().await?, email, link)),
        None => web.go("/people"),
    }
}

async fn confirm(
    web: &Web,
    invitation: InvitationId,
    action: String,
    words: &'static str,
    posted: &Posted,
    failure: Failure,
) -> Answer {
    let form = posted.refused(failure)?;
    let invitation = waiting(web, invitation).await?;
    web.page(pages::invite::confirm(web.frame().await?, invitation, action, words, form).refused())
}
