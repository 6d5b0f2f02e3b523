//! In and out.

use app::pages;
use app::pages::sign_in::SignInView;
use app::ui::FormState;
use axum::extract::Query;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use docket::desk::people::SignIn;
use docket::people::Person;
use docket::refusal::Problem;
use docket::time::Moment;
use serde::Deserialize;

use crate::sessions;
use crate::sign_in::safe_next;
use crate::web::{Answer, Oops, Posted, Web, spawned};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    next: String,
}

/// One sentence for a wrong address and a wrong password: the page tells nobody who has an account here.
const WRONG: &str = "This address and this password do not belong together.";

/// `GET /sign-in`
pub async fn show(web: Web, Query(wanted): Query<Wanted>) -> Answer {
    if web.who.is_some() {
        return web.go(safe_next(&wanted.next));
    }
    let view = view(&web, &wanted.next, None).await?;
    web.page(pages::sign_in::show(view, web.fresh_form()))
}

/// `POST /sign-in`
pub async fn sign_in(web: Web, posted: Posted) -> Answer {
    let next = posted.text("next");
    let view = view(&web, &next, None).await?;
    match check(&web, &posted.text("email"), &posted).await? {
        Tried::Right(person) => {
            sessions::begin(web.session()?, person.id, web.now).await?;
            tracing::info!(person = %person.id, "signed in");
            web.go(safe_next(&next))
        }
        Tried::Not(form, status, wait) => refuse(&web, view, form, status, wait),
    }
}

/// `GET /sign-in/again`: the password once more, because the next step wants a fresh sign-in.
pub async fn show_again(web: Web, Query(wanted): Query<Wanted>) -> Answer {
    let view = view(&web, &wanted.next, Some(web.who()?.person.name.show().to_owned())).await?;
    web.page(pages::sign_in::show(view, web.fresh_form()))
}

/// `POST /sign-in/again`
pub async fn again(web: Web, posted: Posted) -> Answer {
    let next = posted.text("next");
    let who = web.who()?.clone();
    let view = view(&web, &next, Some(who.person.name.show().to_owned())).await?;
    match check(&web, who.person.email.show(), &posted).await? {
        Tried::Right(person) if person.id == who.person.id => {
            sessions::refresh(web.session()?, web.now).await?;
            web.go(safe_next(&next))
        }
        Tried::Right(_) => refuse(&web, view, wrong(&posted), StatusCode::UNPROCESSABLE_ENTITY, None),
        Tried::Not(form, status, wait) => refuse(&web, view, form, status, wait),
    }
}

/// `POST /sign-out`
pub async fn sign_out(web: Web) -> Answer {
    sessions::end(web.session()?).await?;
    web.go("/sign-in")
}

enum Tried {
    Right(Box<Person>),
    Not(FormState, StatusCode, Option<Moment>),
}

async fn check(web: &Web, email: &str, posted: &Posted) -> Result<Tried, Oops> {
    let (desk, email, password) = (web.desk.clone(), email.to_owned(), posted.text("password"));
    // Spawned, so that hanging up at the right moment does not spare a wrong password its mark.
    let tried = spawned(async move { desk.sign_in(&email, &password).await }).await?;
    Ok(match tried {
        SignIn::Welcome(person) => Tried::Right(person),
        SignIn::Wrong => {
            tracing::warn!(address = %web.address, "a sign-in failed");
            Tried::Not(wrong(posted), StatusCode::UNPROCESSABLE_ENTITY, None)
        }
        SignIn::Wait(until) => {
            let mut form = posted.again();
            form.message = Some(
                "There were too many wrong passwords for this address. Wait a few minutes, then try again.".into(),
            );
            Tried::Not(form, StatusCode::TOO_MANY_REQUESTS, Some(until))
        }
    })
}

fn wrong(posted: &Posted) -> FormState {
    let mut form = posted.again();
    form.problems = vec![Problem::new("password", WRONG)];
    form
}

fn refuse(web: &Web, view: SignInView, form: FormState, status: StatusCode, wait: Option<Moment>) -> Answer {
    let mut answer = web.page(pages::sign_in::show(view, form).refused().status(status))?;
    if let Some(until) = wait {
        let seconds = (until.minus(web.now) / 1_000_000 + 1).max(1);
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(answer)
}

async fn view(web: &Web, next: &str, again: Option<String>) -> Result<SignInView, Oops> {
    Ok(SignInView {
        next: safe_next(next).to_owned(),
        provider: web.desk.settings().provider.clone(),
        nobody_yet: again.is_none() && !web.desk.has_people().await?,
        again,
        demonstration: web.app.site.demonstration,
    })
}
