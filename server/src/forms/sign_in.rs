//! In and out.

use app::pages;
use app::pages::sign_in::SignInView;
use app::ui::FormState;
use app::ui::list::href;
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
use crate::web::{Answer, CODE_FIELD, Oops, Posted, Web, spawned};
use app::words::{ours, t};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    next: String,
}

/// One sentence for a wrong address and a wrong password: the page tells nobody who has an account here.
const WRONG: &str = ours("This address and this password do not belong together.");

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
        Tried::Right(person) if person.second_factor_at.is_some() => {
            sessions::begin_half(web.session()?, person.id, web.now).await?;
            web.go(href("/sign-in/code", &[("next", safe_next(&next))]))
        }
        Tried::Right(person) => web.welcome(person.id, safe_next(&next)).await,
        Tried::Not(form, status, wait) => refuse(&web, view, form, status, wait),
    }
}

/// `GET /sign-in/code`: after the password, for whoever has a second factor.
pub async fn show_code(web: Web, Query(wanted): Query<Wanted>) -> Answer {
    if sessions::half(web.session()?, web.now).await?.is_none() {
        return password_first(&web, &wanted.next).await;
    }
    web.page(pages::sign_in::code(safe_next(&wanted.next).to_owned(), web.fresh_form()))
}

/// `POST /sign-in/code`
pub async fn code(web: Web, posted: Posted) -> Answer {
    let next = posted.text("next");
    let Some(person) = sessions::half(web.session()?, web.now).await? else { return password_first(&web, &next).await };
    let (desk, typed) = (web.desk.clone(), posted.text(CODE_FIELD));
    // Spawned, so that hanging up at the right moment does not spare a wrong code its mark.
    let tried = spawned(async move { desk.check_code(person, &typed).await }).await?;
    let Some(sentence) = tried.sentence(web.now) else {
        // Whoever was disabled between password and code is nobody any more.
        return match web.desk.who(person, web.now).await? {
            Some(_) => web.welcome(person, safe_next(&next)).await,
            None => password_first(&web, &next).await,
        };
    };
    tracing::warn!(address = %web.address, "a code was refused");
    let mut form = posted.again();
    form.problems = vec![Problem::new(CODE_FIELD, sentence)];
    web.page(pages::sign_in::code(safe_next(&next).to_owned(), form).refused())
}

/// The code alone opens nothing.
async fn password_first(web: &Web, next: &str) -> Answer {
    let view = view(web, next, None).await?;
    let form = FormState {
        message: Some(t("Type your address and password first; the code comes after them.").into()),
        ..web.fresh_form()
    };
    web.page(pages::sign_in::show(view, form))
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
    if posted.text("password").is_empty() {
        let mut form = posted.again();
        form.problems = vec![Problem::new("password", t("Type your password."))];
        return refuse(&web, view, form, StatusCode::UNPROCESSABLE_ENTITY, None);
    }
    let (desk_web, sent) = (web.clone(), posted.clone());
    match spawned(async move { desk_web.refresh(&sent).await }).await {
        Ok(_) => web.go(safe_next(&next)),
        Err(failure) => refuse(&web, view, posted.refused(failure)?, StatusCode::UNPROCESSABLE_ENTITY, None),
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
                t("There were too many wrong passwords for this address. Wait a few minutes, then try again.").into(),
            );
            Tried::Not(form, StatusCode::TOO_MANY_REQUESTS, Some(until))
        }
    })
}

fn wrong(posted: &Posted) -> FormState {
    let mut form = posted.again();
    form.problems = vec![Problem::new("password", t(WRONG))];
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
