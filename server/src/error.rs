//! What goes wrong becomes a calm page with a number. Causes go to the log and never to the browser.

use app::pages::error::ErrorView;
use app::render::{Look, render};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use docket::desk::Failure;
use docket::people::{Act, Role, may};
use docket::read_only::ReadOnly;
use docket::refusal::Refusal;
use docket::store::StoreError;
use docket::words::Language;

use crate::App;
use crate::forms::public_reader::Wanted;
use crate::web::RequestId;
use app::say;
use app::words::{aloud, language, said, t};

/// Why there is no page. Becomes one in `dress`, which knows the request's number and how the reader's pages look.
#[derive(Clone, Debug)]
pub struct Oops {
    pub status: StatusCode,
    pub title: &'static str,
    pub sentence: String,
    pub retry_after: Option<u64>,
}

/// Somebody has to come and make room first.
const FULL_SECONDS: u64 = 60;

impl Oops {
    pub fn new(status: StatusCode, title: &'static str, sentence: impl Into<String>) -> Self {
        Self { status, title, sentence: sentence.into(), retry_after: None }
    }

    pub fn not_found(what: &'static str) -> Self {
        let sentence =
            say!("There is no such {}. The address may be mistyped, or cut off at the end of a line.", t(what));
        Self::new(StatusCode::NOT_FOUND, t("Not found"), sentence)
    }

    pub fn bad_request(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, t("This cannot be read"), sentence)
    }

    pub fn too_large(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, t("Too large"), sentence)
    }

    pub fn too_many(seconds: u64) -> Self {
        let sentence = say!("There were too many tries in a short time. Wait {} and try again.", in_words(seconds));
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, t("Wait a moment"), sentence) }
    }

    pub fn sign_in_needed() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            t("Sign in first"),
            t("You are not signed in, or your session is over. Nothing was changed."),
        )
    }

    pub fn second_factor_needed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            t("Set up your second factor first"),
            t("This desk lets nobody work without one. Open /account/second-factor. Nothing was changed."),
        )
    }

    /// Says who may, so that the reader knows whom to ask.
    pub fn forbidden(act: Act) -> Self {
        let who: Vec<&str> = Role::ALL.into_iter().filter(|role| may(*role, act)).map(|role| t(role.word())).collect();
        let sentence = say!("Your role does not allow this. It is open to: {}.", who.join(", "));
        Self::new(StatusCode::FORBIDDEN, t("Not allowed"), sentence)
    }

    /// Nothing is taken until somebody has put the right database back, or said what is missing.
    pub fn read_only(why: ReadOnly) -> Self {
        let sentence = why.sentence().in_language(language());
        Self::new(StatusCode::SERVICE_UNAVAILABLE, t("This desk is read-only"), sentence)
    }

    pub fn broken() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            t("Something broke on our side"),
            t(
                "It was written to the log under the number below. What you sent may or may not have been recorded: look before you send it again.",
            ),
        )
    }
}

fn in_words(seconds: u64) -> String {
    match seconds {
        0 | 1 => t("a second").into(),
        2..=90 => say!("{} seconds", seconds),
        _ => say!("{} minutes", seconds.div_ceil(60)),
    }
}

impl From<Failure> for Oops {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(refusal) => refusal.into(),
            Failure::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Oops {
    fn from(error: StoreError) -> Self {
        if let StoreError::Conflict = error {
            tracing::warn!("others were faster again and again");
            return Self {
                retry_after: Some(1),
                ..Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    t("Very busy"),
                    t("Too many people are writing at the same time. Nothing was recorded: send it again."),
                )
            };
        }
        if let StoreError::ReadOnly(why) = error {
            return Self::read_only(why);
        }
        if let StoreError::Full(_) = error {
            tracing::error!(%error, "nothing can be kept");
            return Self {
                retry_after: Some(FULL_SECONDS),
                ..Self::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    t("The disk is full"),
                    t(
                        "Nothing was recorded; what is there can be read. Whoever runs this desk has to make room: then send it again.",
                    ),
                )
            };
        }
        tracing::error!(%error, "the store failed");
        Self::broken()
    }
}

impl From<Refusal> for Oops {
    fn from(refusal: Refusal) -> Self {
        if let Refusal::ReadOnly(why) = refusal {
            return Self::read_only(why);
        }
        let (status, title) = match &refusal {
            Refusal::NotFound(_) => (StatusCode::NOT_FOUND, t("Not found")),
            Refusal::NotAllowed => (StatusCode::FORBIDDEN, t("Not allowed")),
            Refusal::FreshSignInNeeded => (StatusCode::FORBIDDEN, t("Type your password again")),
            Refusal::Fields(_) => (StatusCode::UNPROCESSABLE_ENTITY, t("Some fields need another look")),
            Refusal::SetupLinkSpent | Refusal::InvitationSpent => (StatusCode::GONE, t("This link is spent")),
            Refusal::LinkExpired | Refusal::LinkReplaced | Refusal::LinkWithdrawn => {
                (StatusCode::GONE, t("This link no longer opens"))
            }
            _ => (StatusCode::CONFLICT, t("Not now")),
        };
        let mut sentence = refusal.in_language(language());
        for problem in refusal.problems() {
            sentence.push(' ');
            sentence.push_str(&said(&problem.sentence));
        }
        Self::new(status, title, sentence)
    }
}

impl IntoResponse for Oops {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: gives every failure its page, also those that the web framework answered with a bare status.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let id = request.extensions().get::<RequestId>().cloned().unwrap_or_default();
    let (mut parts, body) = request.into_parts();
    let look = match Look::from_request_parts(&mut parts, &()).await {
        // The layer that knows the style sheet's name lies further in, and a request may fail before it gets there.
        Ok(look) => Look { assets: app.site.assets.clone(), ..look },
        Err(never) => match never {},
    };
    let outside = is_public(&path).then(|| Wanted::read(&parts, &app.desk));
    let response = next.run(Request::from_parts(parts, body)).await;
    // Whoever was found to ask hears it in their language, everybody else as their browser last read us.
    let language =
        response.extensions().get::<Spoken>().map_or_else(|| look.language(app.desk.settings()), |spoken| spoken.0);
    let Some(oops) = aloud(language, || why(&response)) else { return response };
    let mut dressed = if path.starts_with("/api/") {
        problem_json(&oops, &id)
    } else if let Some(wanted) = outside {
        render(wanted.trouble(&app.desk, oops.status.as_u16(), id.0.to_string()), &look)
    } else {
        let settings = app.desk.settings();
        let view = ErrorView {
            code: oops.status.as_u16(),
            title: oops.title.to_owned(),
            sentence: oops.sentence.clone(),
            request: id.0.to_string(),
            provider: settings.provider.clone(),
            phone: settings.phone.clone(),
            public: false,
            sign_in: (oops.status == StatusCode::UNAUTHORIZED).then(|| "/sign-in".to_owned()),
        };
        aloud(language, || render(app::pages::error::show(view), &look))
    };
    // Whatever the answer carried besides its body stays: how long to wait, which methods there are, a cookie to drop.
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != axum::http::header::CONTENT_LENGTH && !dressed.headers().contains_key(name) {
            dressed.headers_mut().append(name, value.clone());
        }
    }
    dressed
}

/// The pages of customers, reporters and whoever is not of the team.
fn is_public(path: &str) -> bool {
    path == "/report" || ["/n/", "/report/", "/status/"].iter().any(|prefix| path.starts_with(prefix))
}

/// What the page should say, unless the answer is one already.
fn why(response: &Response) -> Option<Oops> {
    if let Some(oops) = response.extensions().get::<Oops>() {
        return Some(oops.clone());
    }
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || response.extensions().get::<Ready>().is_some() {
        return None;
    }
    let bare = response.headers().get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    bare.then(|| match status {
        StatusCode::NOT_FOUND => Oops::not_found("page"),
        StatusCode::METHOD_NOT_ALLOWED => Oops::new(
            status,
            t("Not like this"),
            t("This address does not take what was sent to it. Open the page again and use its buttons."),
        ),
        StatusCode::FORBIDDEN => Oops::new(
            status,
            t("Sent from elsewhere"),
            t("This was not sent from one of our pages, so nothing was changed. Open the page here and send it again."),
        ),
        StatusCode::PAYLOAD_TOO_LARGE => Oops::too_large(t("What was sent is larger than this address takes.")),
        status if status.is_server_error() => Oops { status, ..Oops::broken() },
        status => Oops {
            status,
            ..Oops::bad_request(t("What was sent could not be read. Open the page again and repeat it."))
        },
    })
}

/// Put into an answer's extensions: the language in which it was made.
#[derive(Clone, Copy, Debug)]
pub struct Spoken(pub Language);

/// Put into an answer's extensions, it says: this failure has its own words already.
#[derive(Clone, Copy, Debug)]
pub struct Ready;

/// RFC 9457, for machines.
fn problem_json(oops: &Oops, id: &RequestId) -> Response {
    let detail = match oops.status {
        StatusCode::METHOD_NOT_ALLOWED => {
            "This address does not take this method. The header Allow names those that it takes."
        }
        _ => oops.sentence.as_str(),
    };
    let body = serde_json::json!({
        "type": "about:blank",
        "title": oops.title,
        "status": oops.status.as_u16(),
        "detail": detail,
        "request": id.0.as_ref(),
    });
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"))];
    (oops.status, kind, body.to_string()).into_response()
}

/// For `CatchPanicLayer`. What panicked, and where, has been printed to the log by then.
pub fn after_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Oops::broken().into_response()
}
