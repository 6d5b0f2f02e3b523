//! A desk behind its whole router, and visitors who speak to it as browsers do.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use axum::response::Response;
use docket::desk::Desk;
use docket::desk::people::AddPerson;
use docket::entropy::SeededEntropy;
use docket::people::Role;
use docket::settings::Settings;
use docket::store::Store;
use docket::time::TestClock;
use server::limits::Limits;
use server::{App, router};
use tower::ServiceExt;

use crate::home::Home;
use crate::stand_in::stand_in;

pub const PASSWORD: &str = "correct horse battery staple";
pub const HOST_NAME: &str = "127.0.0.1:3000";

pub struct Site {
    pub app: App,
    pub clock: TestClock,
    pub router: Router,
    home: Home,
}

impl Site {
    pub async fn open() -> Site {
        Self::at("http://127.0.0.1:3000").await
    }

    pub async fn at(public_url: &str) -> Site {
        Self::in_home(Home::new(), public_url).await
    }

    /// On a desk that is there already.
    pub async fn over(home: Home) -> Site {
        Self::in_home(home, "http://127.0.0.1:3000").await
    }

    async fn in_home(home: Home, public_url: &str) -> Site {
        Self::with(home, public_url, false).await
    }

    /// As a desk is when it is no demonstration: nobody works without a second factor.
    pub async fn strict() -> Site {
        Self::with(Home::new(), "http://127.0.0.1:3000", true).await
    }

    /// Where not everybody may read the log.
    pub async fn discreet() -> Site {
        Self::set_up(Home::new(), Settings { log_public: false, ..Settings::default() }, false).await
    }

    /// Where papers are set by a stand-in that does this when it makes and when it reads.
    pub async fn printing(does: (&str, &str)) -> Site {
        let home = Home::new();
        let press = Some(stand_in(home.path(), does));
        Self::set_up(home, Settings { press, ..Settings::default() }, false).await
    }

    /// Where this program sets them.
    pub async fn with_press(program: PathBuf) -> Site {
        Self::set_up(Home::new(), Settings { press: Some(program), ..Settings::default() }, false).await
    }

    async fn with(home: Home, public_url: &str, second_factor: bool) -> Site {
        let settings = Settings { public_url: public_url.into(), ..Settings::default() };
        Self::set_up(home, settings, second_factor).await
    }

    async fn set_up(home: Home, settings: Settings, second_factor: bool) -> Site {
        let clock = TestClock::at("2021-01-10T12:00:00Z");
        let settings = Settings { data: home.path().into(), ..settings };
        let store = match home.database_url() {
            Some(url) => Store::open_postgres(url).await.unwrap(),
            None => Store::open_sqlite(home.path()).await.unwrap(),
        };
        let desk = Desk::new(store, Arc::new(clock.clone()), Arc::new(SeededEntropy::new(7)), settings);
        desk.found(false).await.unwrap();
        let app = App::new(desk, false, vec!["10.0.0.0/8".parse().unwrap()], Limits::new(Arc::new(clock.clone())));
        let app = if second_factor { app } else { app.second_factor_offered() };
        let router = router::router(&app);
        Site { app, clock, router, home }
    }

    pub fn visitor(&self) -> Visitor {
        visitor_of(&self.router)
    }

    /// Another server at work on the same desk, and a visitor who comes to that one.
    pub async fn beside(&self) -> (App, Visitor) {
        let here = &self.app.desk;
        let store = match self.home.database_url() {
            Some(url) => Store::open_postgres(url).await.unwrap(),
            // SQLite takes one program; within it they can share what is open.
            None => here.store().clone(),
        };
        let clock: Arc<TestClock> = Arc::new(self.clock.clone());
        let desk = Desk::new(store, clock.clone(), Arc::new(SeededEntropy::new(8)), here.settings().clone());
        let app = App::new(desk, false, Vec::new(), Limits::new(clock)).second_factor_offered();
        let there = visitor_of(&router::router(&app));
        (app, there)
    }

    pub async fn add(&self, role: Role) {
        let desk = &self.app.desk;
        let person = AddPerson {
            name: format!("Sam {}", role.word()),
            email: email(role),
            role: role.word().into(),
            zone: "America/Los_Angeles".into(),
            password: PASSWORD.into(),
        };
        desk.add_person(None, desk.new_command(), &person).await.unwrap();
    }

    /// Adds somebody of this role and signs them in.
    pub async fn signed_in(&self, role: Role) -> Visitor {
        self.add(role).await;
        let mut visitor = self.visitor();
        let seen = visitor.sign_in(role, PASSWORD).await;
        assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.text);
        visitor
    }
}

fn visitor_of(router: &Router) -> Visitor {
    Visitor { router: router.clone(), cookie: None, from: None, extra: HeaderMap::new(), browser: true }
}

pub fn email(role: Role) -> String {
    format!("{}@hosting.example", role.word())
}

/// A browser with its cookie.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    pub cookie: Option<String>,
    /// Without an address nobody is counted.
    pub from: Option<IpAddr>,
    pub extra: HeaderMap,
    /// Says, as browsers do, that a request comes from the site's own page.
    pub browser: bool,
}

pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// An error page that carries the number by which the log can be searched.
    pub fn is_error_page(&self) -> bool {
        self.text.contains("class=\"error-page\"") && self.text.contains(self.header("x-request-id"))
    }
}

impl Visitor {
    /// Speaks to another router from now on.
    pub fn router_of(&mut self, router: Router) {
        self.router = router;
    }

    pub async fn get(&mut self, path: &str) -> Seen {
        self.send(Method::GET, path, "", Vec::new()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Seen {
        let mut body = form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(fields).finish();
        self.send(Method::POST, path, "application/x-www-form-urlencoded", body.into_bytes()).await
    }

    pub async fn sign_in(&mut self, role: Role, password: &str) -> Seen {
        self.post("/sign-in", &[("email", &email(role)), ("password", password)]).await
    }

    pub async fn send(&mut self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Seen {
        let (parts, body) = self.ask(method, path, kind, body).await.into_parts();
        // A stream of events never ends by itself: what it says is read by those who ask for it.
        let endless = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if endless { Bytes::new() } else { to_bytes(body, usize::MAX).await.unwrap() };
        Seen { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// One request, with the body of its answer still to be read.
    pub async fn ask(&mut self, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Response {
        let mut request = Request::builder().method(method).uri(path).header(HOST, HOST_NAME);
        if !kind.is_empty() {
            request = request.header(CONTENT_TYPE, kind);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if self.browser {
            request = request.header("sec-fetch-site", "same-origin");
        }
        for (name, value) in &self.extra {
            request = request.header(name, value);
        }
        let mut request = request.body(Body::from(body)).unwrap();
        if let Some(ip) = self.from {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(ip, 50_000)));
        }
        let answer = self.router.clone().oneshot(request).await.unwrap();
        for line in answer.headers().get_all(SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap_or_default();
            // Others hold a taste, this one a session.
            if !pair.starts_with("dn=") && !pair.starts_with("__Host-dn=") {
                continue;
            }
            self.cookie = (!pair.ends_with('=')).then(|| pair.to_owned());
        }
        answer
    }
}
