//! Asks, before a handler runs, whether this visitor may come here at all.

use app::render::Look;
use app::words::speaking;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use docket::desk::Who;
use docket::people::Token;
use docket::time::Moment;
use docket::words::Language;
use tower_sessions::Session;

use super::Permit;
use crate::App;
use crate::error::{Oops, Spoken};
use crate::limits::Limit;
use crate::sessions;
use crate::sign_in::sign_in_path;
use crate::web::{Address, Visitor};

#[derive(Clone, Debug)]
pub struct Guard {
    pub app: App,
    pub permit: Permit,
    pub limit: Option<Limit>,
}

pub async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if let Some(limit) = guard.limit
        && let Err(oops) = limited(&guard.app, limit, &request)
    {
        return oops.into_response();
    }
    let answer = match guard.permit {
        Permit::Anyone => Ok(spoken(remembered(&guard.app, &request), next.run(request)).await),
        Permit::Link => Ok(spoken(remembered(&guard.app, &request), by_link(&guard.app, request, next)).await),
        Permit::SignedIn | Permit::May(_) => signed_in(&guard, request, next).await,
        Permit::Token(scope) => by_token(&guard.app, scope, request, next).await,
        // Settled when the router was built.
        Permit::Log => Err(Oops::not_found("page")),
    };
    answer.unwrap_or_else(IntoResponse::into_response)
}

/// Nobody is known here: the language that this browser last read us in.
fn remembered(app: &App, request: &Request) -> Language {
    Look::remembered_by(request.headers()).language(app.desk.settings())
}

async fn spoken(language: Language, answer: impl Future<Output = Response>) -> Response {
    let mut answer = speaking(language, answer).await;
    answer.extensions_mut().insert(Spoken(language));
    answer
}

fn limited(app: &App, limit: Limit, request: &Request) -> Result<(), Oops> {
    match request.extensions().get::<Address>() {
        Some(Address(address)) => app.site.limits.check(limit, *address),
        // Without a connection there is no address: a test that calls the router directly.
        None => Ok(()),
    }
}

/// A wrong link counts against its address, a right one never does: whoever was invited is not kept out by others.
async fn by_link(app: &App, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<Address>().copied();
    let looked = looked_at(&request);
    let answer = next.run(request).await;
    if let Some(path) = looked
        && answer.status().is_success()
    {
        app.site.reads.note(&app.desk, "link".to_owned(), &path);
    }
    if answer.status() == StatusCode::NOT_FOUND
        && let Some(Address(address)) = address
        && let Err(oops) = app.site.limits.check(Limit::Wrong, address)
    {
        return oops.into_response();
    }
    answer
}

async fn signed_in(guard: &Guard, request: Request, next: Next) -> Result<Response, Oops> {
    let visitor = match request.extensions().get::<Session>() {
        Some(session) => sessions::visitor(&guard.app.desk, session).await?,
        None => None,
    };
    let Some((who, seen_at)) = visitor else {
        // An open page whose session is over: this answer tells the browser to stop asking.
        if only_listens(request.uri().path()) {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        return if matches!(*request.method(), Method::GET | Method::HEAD) {
            let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
            let to = HeaderValue::try_from(sign_in_path(wanted)).map_err(|_| Oops::sign_in_needed())?;
            Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response())
        } else {
            Err(Oops::sign_in_needed())
        };
    };
    let language = who.taste.language;
    let answer = async { known(guard, who, seen_at, request, next).await.unwrap_or_else(IntoResponse::into_response) };
    Ok(spoken(language, answer).await)
}

/// Whoever is signed in, in their own language from here on.
async fn known(
    guard: &Guard,
    who: Who,
    seen_at: Option<Moment>,
    mut request: Request,
    next: Next,
) -> Result<Response, Oops> {
    if guard.app.site.must_enrol && who.person.second_factor_at.is_none() && !is_enrolment(request.uri().path()) {
        return if *request.method() == Method::GET {
            Ok((StatusCode::SEE_OTHER, [(LOCATION, ENROLMENT)]).into_response())
        } else {
            Err(Oops::second_factor_needed())
        };
    }
    if let Permit::May(act) = guard.permit
        && !who.may(act)
    {
        refused(&who, &request);
        return Err(Oops::forbidden(act));
    }
    // A page that only listens, or says that it is still open, keeps no session up.
    if let Some(session) = request.extensions().get::<Session>()
        && !only_listens(request.uri().path())
    {
        guard.app.desk.touch_session(&sessions::id(session), seen_at, who.person.id).await?;
    }
    let looked = looked_at(&request).map(|path| (who.actor().label(), path));
    request.extensions_mut().insert(Visitor(Some(who)));
    let answer = next.run(request).await;
    if let Some((actor, path)) = looked
        && answer.status().is_success()
    {
        guard.app.site.reads.note(&guard.app.desk, actor, &path);
    }
    Ok(answer)
}

/// Where whoever has no second factor is led, and the only place besides the way out.
const ENROLMENT: &str = "/account/second-factor";

fn is_enrolment(path: &str) -> bool {
    path.strip_prefix(ENROLMENT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The page that a request opens, if it only looks.
fn looked_at(request: &Request) -> Option<String> {
    // To hear that something happened, or where one might go, is not to have looked at it.
    let path = request.uri().path();
    (*request.method() == Method::GET && !only_listens(path) && path != "/go/found").then(|| path.to_owned())
}

/// What an open page asks by itself, with nobody at it.
fn only_listens(path: &str) -> bool {
    matches!(path, "/live" | "/fn/present") || path.ends_with("/standing")
}

/// Refused access is worth a line: it is either a mistake in a page or somebody trying doors.
fn refused(who: &Who, request: &Request) {
    tracing::warn!(person = %who.person.id, role = who.role().word(), method = %request.method(), "not allowed");
}

async fn by_token(app: &App, scope: &str, mut request: Request, next: Next) -> Result<Response, Oops> {
    let key = bearer(request.headers());
    let token = match &key {
        Some(key) => app.desk.token(key).await?,
        None => None,
    };
    let Some(token) = token else {
        limited(app, Limit::Wrong, &request)?;
        let mut answer = Oops::new(
            StatusCode::UNAUTHORIZED,
            "No valid key",
            "Send a key of this desk: Authorization: Bearer dn_...",
        )
        .into_response();
        answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        return Ok(answer);
    };
    if !has_scope(&token, scope) {
        return Err(Oops::new(
            StatusCode::FORBIDDEN,
            "Not allowed",
            format!("This key does not have the scope {scope}."),
        ));
    }
    app.site.limits.check_token(&token.id.to_string())?;
    request.extensions_mut().insert(token);
    Ok(next.run(request).await)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let (kind, key) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| key.trim().to_owned())
}

fn has_scope(token: &Token, scope: &str) -> bool {
    token.scope.split_whitespace().any(|one| one == scope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use docket::id::TokenId;
    use docket::time::Moment;

    #[test]
    fn a_key_opens_what_its_scope_names_and_nothing_that_looks_like_it() {
        let token = |scope: &str| Token {
            id: TokenId(uuid::Uuid::nil()),
            name: "gateway".into(),
            scope: scope.into(),
            hash: String::new(),
            added_at: Moment::from_micros(0),
            revoked_at: None,
        };
        assert!(has_scope(&token("complaints:write"), "complaints:write"));
        assert!(has_scope(&token("cases:read complaints:write"), "complaints:write"));
        for other in ["", "complaints", "complaints:read", "complaints:writes", "complaints:write,cases:read"] {
            assert!(!has_scope(&token(other), "complaints:write"), "{other}");
        }
    }
}
