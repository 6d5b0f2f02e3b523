//! The second factor of whoever is signed in.

use app::pages;
use app::pages::account::SecondFactorView;
use app::ui::FormState;
use docket::desk::{Failure, Who};
use docket::refusal::Refusal;

use crate::sessions;
use crate::web::{Answer, CODE_FIELD, Oops, Posted, Web, spawned};

/// `GET /account/second-factor`
pub async fn show(web: Web) -> Answer {
    let view = view(&web).await?;
    web.page(pages::account::second_factor(web.frame().await?, view, web.fresh_form()))
}

/// `POST /account/second-factor/beginning`: draws a secret, to be shown.
pub async fn begin(web: Web, posted: Posted) -> Answer {
    let (asking, sent) = (web.clone(), posted.clone());
    let done = spawned(async move {
        let web = asking.refresh(&sent).await?;
        web.desk.begin_enrolment(who(&web)?).await
    });
    match done.await {
        Ok(()) => web.go("/account/second-factor"),
        Err(failure) => refused(&web, posted.refused(failure)?).await,
    }
}

/// `POST /account/second-factor`: the first code. The recovery codes stand on the answer and nowhere else.
pub async fn confirm(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let this = sessions::id(web.session()?);
    let typed = posted.text(CODE_FIELD);
    let (asking, sent) = (web.clone(), posted.clone());
    let done = spawned(async move {
        // The code in this form is the new app's. Whoever has another one signs in again with that, elsewhere.
        let first = who(&asking)?.person.second_factor_at.is_none();
        let web = if first && !sent.text("password").is_empty() { asking.refresh(&sent).await? } else { asking };
        web.desk.confirm_enrolment(who(&web)?, command, &typed, &this).await
    });
    codes(&web, &posted, done.await).await
}

/// `POST /account/second-factor/recovery-codes`
pub async fn renew(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    let done = spawned(async move { desk.renew_recovery_codes(&who, command).await }).await;
    codes(&web, &posted, done).await
}

async fn codes(web: &Web, posted: &Posted, done: Result<Vec<String>, Failure>) -> Answer {
    match done {
        // A form that was sent twice: they were shown before.
        Ok(codes) if codes.is_empty() => web.go("/account/second-factor"),
        Ok(codes) => web.page(pages::account::recovery_codes(web.frame().await?, codes)),
        Err(failure) => refused(web, posted.refused(failure)?).await,
    }
}

async fn refused(web: &Web, form: FormState) -> Answer {
    let view = view(web).await?;
    web.page(pages::account::second_factor(web.frame().await?, view, form).refused())
}

async fn view(web: &Web) -> Result<SecondFactorView, Oops> {
    let who = web.who()?;
    Ok(SecondFactorView {
        since: who.person.second_factor_at,
        codes_left: web.desk.recovery_codes_left(who.person.id).await?,
        enrolment: web.desk.enrolment(who).await?,
        must: web.app.site.must_enrol && who.person.second_factor_at.is_none(),
    })
}

fn who(web: &Web) -> Result<&Who, Failure> {
    web.who.as_ref().ok_or_else(|| Failure::Refused(Refusal::NotAllowed))
}
