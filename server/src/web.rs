//! What a page's handler is given, and what it gives back.

pub mod file;
pub mod posted;

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use app::render::{Look, Page, render, render_piece};
use app::ui::frame::Unconfirmed;
use app::ui::{FormState, Frame};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use docket::desk::people::SignIn;
use docket::desk::{Desk, Done, Failure, Who};
use docket::id::PersonId;
use docket::interim::InterimStage;
use docket::people::Act;
use docket::phrase;
use docket::refusal::Refusal;
use docket::store::StoreError;
use docket::time::Moment;
use docket::time::zone::Zone;
use leptos::prelude::IntoView;
use tower_sessions::Session;
use tracing::Instrument;

pub use crate::error::Oops;
pub use posted::{CODE_FIELD, Posted};

use crate::App;
use crate::sessions::{self, Whence};

/// What a handler answers.
pub type Answer = Result<Response, Oops>;

/// A short number that people can read out, on error pages and in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub Arc<str>);

impl Default for RequestId {
    fn default() -> Self {
        Self("none".into())
    }
}

/// Where a request came from, after what trusted proxies say.
#[derive(Clone, Copy, Debug)]
pub struct Address(pub std::net::IpAddr);

/// Who the permission check found, so that nobody has to look twice.
#[derive(Clone, Debug)]
pub struct Visitor(pub Option<Who>);

/// One request, as a page sees it.
#[derive(Clone, Debug)]
pub struct Web {
    pub desk: Desk,
    pub look: Look,
    pub who: Option<Who>,
    pub now: Moment,
    pub request_id: String,
    pub address: String,
    /// What the browser says that it is.
    pub agent: String,
    pub path: String,
    pub app: App,
    session: Option<Session>,
}

impl Web {
    /// Whoever is signed in. On a path with `Permit::May` or `Permit::SignedIn` there always is somebody.
    pub fn who(&self) -> Result<&Who, Oops> {
        self.who.as_ref().ok_or_else(Oops::sign_in_needed)
    }

    /// What stands round a staff page.
    pub async fn frame(&self) -> Result<Frame, Oops> {
        let who = self.who()?.clone();
        let counts = self.desk.counts_for(who.may(Act::Approve).then_some(who.person.id)).await?;
        Ok(Frame {
            zone: Zone::parse(&who.person.zone).unwrap_or(Zone::UTC),
            who,
            now: self.now,
            demonstration: self.app.site.demonstration,
            inbox: counts.inbox,
            cases: counts.cases,
            answers: counts.answers,
            time_requests: counts.time_requests,
            appeals: counts.appeals,
            approvals: counts.approvals,
            provider: self.desk.settings().provider.clone(),
            seq: counts.seq,
            lag_seconds: counts.lag_seconds,
            rounds: counts.rounds,
            read_only: self.desk.read_only(),
            unconfirmed: if counts.measures > 0 { self.unconfirmed().await? } else { Vec::new() },
            others: HashMap::new(),
            press: self.app.site.press.is_here(),
        })
    }

    /// The same round a list, whose rows say who else is there.
    pub async fn frame_of_list(&self) -> Result<Frame, Oops> {
        Ok(Frame { others: self.desk.whereabouts(self.who()?).await?, ..self.frame().await? })
    }

    async fn unconfirmed(&self) -> Result<Vec<Unconfirmed>, Oops> {
        let waiting = self.desk.unconfirmed().await?.into_iter();
        let shown = waiting.map(|(measure, case)| Unconfirmed {
            number: measure.number,
            value: measure.value,
            case,
            lapses_at: measure.lapses_at,
            with_counsel: matches!(measure.stage, InterimStage::WithCounsel { .. }),
        });
        Ok(shown.collect())
    }

    pub fn page(&self, page: Page) -> Answer {
        let mut answer = render(page, &self.look);
        // The pages outside, such as the one to sign in, have only cookies to go by.
        if let Some(who) = &self.who {
            let secure = if self.app.site.secure { "; Secure" } else { "" };
            for (name, is, word) in self.look.cookies_for(&who.taste) {
                if is != word {
                    let line = format!("{name}={word}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
                    if let Ok(line) = HeaderValue::try_from(line) {
                        answer.headers_mut().append(header::SET_COOKIE, line);
                    }
                }
            }
        }
        Ok(answer)
    }

    /// A part of a page that is open already.
    pub fn piece<V: IntoView + 'static>(&self, view: impl FnOnce() -> V + Send + 'static) -> Answer {
        Ok(render_piece(view))
    }

    /// Done: on to what was made. The path is one of ours and begins with a slash.
    pub fn go(&self, path: impl AsRef<str>) -> Answer {
        let to = HeaderValue::try_from(path.as_ref()).map_err(|_| Oops::broken())?;
        Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
    }

    /// A form that nobody has filled in yet.
    pub fn fresh_form(&self) -> FormState {
        FormState { command: self.desk.new_command().to_string(), ..FormState::default() }
    }

    /// Before a burdening verb: if the form brought a password, it is checked, with the code of whoever has a second
    /// factor, and the sign-in is fresh again. What is wrong is a problem beside its field; nothing typed at all
    /// leaves the verb to ask for it.
    pub async fn refresh(&self, posted: &Posted) -> Done<Web> {
        let (password, code) = (posted.text("password"), posted.text(CODE_FIELD));
        let (Some(who), Some(session)) = (&self.who, &self.session) else { return Ok(self.clone()) };
        if password.is_empty() && code.is_empty() {
            return Ok(self.clone());
        }
        match self.desk.sign_in(who.person.email.show(), &password).await? {
            SignIn::Welcome(person) if person.id == who.person.id => {}
            SignIn::Wait(until) => {
                let seconds = until.minus(self.now) / 1_000_000 + 1;
                let sentence = phrase!("There were too many wrong passwords. Try again in {} seconds.", seconds);
                return Err(Failure::Refused(Refusal::field("password", sentence)));
            }
            _ => return Err(Failure::Refused(Refusal::field("password", "This is not your password."))),
        }
        if who.person.second_factor_at.is_some()
            && let Some(sentence) = self.desk.check_code(who.person.id, &code).await?.sentence(self.now)
        {
            return Err(Failure::Refused(Refusal::field(CODE_FIELD, sentence)));
        }
        if sessions::refresh(session, self.now).await.is_err() {
            return Err(Failure::Store(StoreError::Damaged("the session could not be written".into())));
        }
        let who = Who { signed_in_at: self.now, ..who.clone() };
        Ok(Web { who: Some(who), ..self.clone() })
    }

    /// Signs somebody in who has proved who they are, and leads them on.
    pub async fn welcome(&self, person: PersonId, next: &str) -> Answer {
        let whence = Whence { address: self.address.clone(), agent: self.agent.clone() };
        sessions::begin(self.session()?, person, self.now, &whence).await?;
        self.desk.was_here(person).await?;
        tracing::info!(%person, "signed in");
        if self.app.site.must_enrol
            && let Some(who) = self.desk.who(person, self.now).await?
            && who.person.second_factor_at.is_none()
        {
            self.desk.begin_enrolment(&who).await?;
            return self.go("/account/second-factor");
        }
        self.go(next)
    }

    pub(crate) fn session(&self) -> Result<&Session, Oops> {
        self.session.as_ref().ok_or_else(Oops::broken)
    }
}

impl FromRequestParts<App> for Web {
    type Rejection = Oops;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Oops> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let agent = agent.to_owned();
        let look = match Look::from_request_parts(parts, app).await {
            Ok(look) => look,
            Err(never) => match never {},
        };
        let now = app.desk.now();
        let session = parts.extensions.get::<Session>().cloned();
        let who = match (parts.extensions.get::<Visitor>(), &session) {
            (Some(visitor), _) => visitor.0.clone(),
            (None, Some(session)) => sessions::who(&app.desk, session).await?,
            (None, None) => None,
        };
        let id = parts.extensions.get::<RequestId>().cloned().unwrap_or_default();
        let address = parts.extensions.get::<Address>().map(|address| address.0.to_string()).unwrap_or_default();
        Ok(Self {
            desk: app.desk.clone(),
            look: match &who {
                Some(who) => look.of(&who.taste, who.role(), who.person.second_factor_at.is_some()),
                None => look,
            },
            who,
            now,
            request_id: id.0.to_string(),
            address,
            agent,
            path: parts.uri.path().to_owned(),
            app: app.clone(),
            session,
        })
    }
}

/// Runs a verb to its end even if the browser goes away: a dropped connection must not cut it in half.
pub async fn spawned<T: Send + 'static>(verb: impl Future<Output = T> + Send + 'static) -> T {
    match tokio::spawn(verb.in_current_span()).await {
        Ok(done) => done,
        // A panic goes on its way as if nobody had spawned anything; nothing else cancels this task.
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => std::future::pending().await,
        },
    }
}
