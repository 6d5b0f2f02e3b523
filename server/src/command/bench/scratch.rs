//! A desk of its own in the data folder, gone when the bench ends unless it is to be kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use axum::http::{Request, StatusCode};
use docket::desk::cases::OpenCase;
use docket::desk::customers::AddCustomer;
use docket::desk::people::{AddPerson, SignIn};
use docket::desk::{Desk, Who};
use docket::entropy::SystemEntropy;
use docket::id::CaseId;
use docket::people::Role;
use docket::refusal::Refusal;
use docket::settings::{MailSettings, Settings};
use docket::store::Store;
use docket::time::SystemClock;
use tower::ServiceExt;

use crate::command::Stop;
use crate::limits::Limits;
use crate::{App, router};

const PASSWORD: &str = "a bench has no secrets";
const EMAIL: &str = "lead@hosting.example";
/// Limits are there against strangers; this is the machine itself.
const WIDER: u32 = 100_000;

pub struct Scratch {
    pub desk: Desk,
    pub who: Who,
    pub case: CaseId,
    pub number: String,
    pub key: String,
    /// It was measured on before.
    pub known: bool,
    /// Reports are numbered from here, beyond all that the desk was sent before.
    pub first: usize,
    router: Router,
    folder: PathBuf,
    keep: bool,
}

/// A browser in which the lead is signed in.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookie: String,
}

impl Scratch {
    /// `keep`: the folder in which the desk stays, and may stand already.
    pub async fn open(settings: &Settings, keep: Option<&Path>) -> Result<Self, Stop> {
        let passing = || settings.data.join(format!("bench-{}", std::process::id()));
        let folder = keep.map_or_else(passing, Path::to_path_buf);
        let settings = Settings {
            data: folder.clone(),
            mail: MailSettings::Folder,
            carry_out: None,
            hook: None,
            ..settings.clone()
        };
        let clock = Arc::new(SystemClock);
        let desk = Desk::new(Store::open_sqlite(&folder).await?, clock.clone(), Arc::new(SystemEntropy), settings);
        let known = !desk.found(true).await?;
        if known && !desk.is_demonstration().await? {
            return Err(broken("the folder holds a desk that is no bench"));
        }
        let who = if known { lead_of(&desk).await? } else { people_of(&desk).await? };
        let clause = desk.clauses().await?.into_iter().find(|clause| clause.code == "4.1");
        let case = OpenCase {
            customer: "customer-0".into(),
            title: "Phishing pages in an upload folder".into(),
            clause: clause.map(|clause| clause.id.to_string()).unwrap_or_default(),
            severity: "high".into(),
            complaints: Vec::new(),
        };
        let (number, _) = desk.open_case(&who, desk.new_command(), &case).await?;
        let case = desk.case_id(&number).await?;
        let key = desk.add_token(None, &format!("bench {number}"), "complaints:write").await?;
        let first = usize::try_from(desk.ledger_size().await?).unwrap_or_default();
        let app = App::new(desk.clone(), true, Vec::new(), Limits::times(clock, WIDER));
        let router = router::router(&app);
        Ok(Self { desk, who, case, number, key, known, first, router, folder, keep: keep.is_some() })
    }

    /// Signs in anew: the session of whoever filled a large desk is over by the time that pages are asked for.
    pub async fn browser(&self) -> Result<Browser, Stop> {
        Ok(Browser { cookie: sign_in(&self.router).await?, router: self.router.clone() })
    }

    pub async fn send(&self, report: Vec<u8>) -> Result<(), Stop> {
        self.post("/api/v1/complaints", report).await
    }

    /// One report on each line.
    pub async fn send_many(&self, reports: Vec<u8>) -> Result<(), Stop> {
        self.post("/api/v1/complaints/batch", reports).await
    }

    async fn post(&self, path: &str, body: Vec<u8>) -> Result<(), Stop> {
        let request = Request::post(path)
            .header(HOST, "127.0.0.1:3000")
            .header(AUTHORIZATION, format!("Bearer {}", self.key))
            .header(CONTENT_TYPE, "application/json");
        let (status, _) = answer(&self.router, request.body(Body::from(body))).await?;
        if status == StatusCode::ACCEPTED { Ok(()) } else { Err(Stop::Usage(format!("The API answered {status}."))) }
    }

    /// How often the desk committed so far.
    pub fn commits(&self) -> u64 {
        match self.desk.store() {
            Store::Sqlite { write, .. } => write.commits(),
            Store::Postgres { .. } => 0,
        }
    }

    pub async fn remove(&self) -> Result<(), Stop> {
        self.desk.store().close().await;
        if self.keep {
            return Ok(());
        }
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }
}

impl Browser {
    /// A page as a browser with a session gets it, through every layer of the server but the socket.
    pub async fn page(&self, path: &str) -> Result<usize, Stop> {
        let request = Request::get(path).header(HOST, "127.0.0.1:3000").header(COOKIE, &self.cookie);
        let (status, size) = answer(&self.router, request.body(Body::empty())).await?;
        if status == StatusCode::OK { Ok(size) } else { Err(Stop::Usage(format!("{path} answered {status}."))) }
    }
}

/// The lead and the customers of a new desk.
async fn people_of(desk: &Desk) -> Result<Who, Stop> {
    let lead = AddPerson {
        name: "Lead".into(),
        email: EMAIL.into(),
        role: Role::Lead.word().into(),
        zone: "Europe/Paris".into(),
        password: PASSWORD.into(),
    };
    let (person, _) = desk.add_person(None, desk.new_command(), &lead).await?;
    let who = desk.who(person, desk.now()).await?.ok_or(Refusal::NotFound("person"))?;
    for number in 0..8 {
        let customer = AddCustomer {
            handle: format!("customer-{number}"),
            account: format!("K-{number}"),
            name: format!("Customer {number}"),
            language: "en".into(),
            zone: "UTC".into(),
            contact_name: "Abuse team".into(),
            contact_email: format!("abuse@customer-{number}.example"),
            contact_duty: "abuse".into(),
            assets: format!("192.0.2.{}/27\ncustomer-{number}.example", number * 32),
            assets_from: "2020-01-01".into(),
        };
        desk.add_customer(Some(&who), desk.new_command(), &customer).await?;
    }
    Ok(who)
}

/// The lead of a desk that is measured again.
async fn lead_of(desk: &Desk) -> Result<Who, Stop> {
    let SignIn::Welcome(person) = desk.sign_in(EMAIL, PASSWORD).await? else {
        return Err(broken("the folder holds a desk that is no bench"));
    };
    Ok(desk.who(person.id, desk.now()).await?.ok_or(Refusal::NotFound("person"))?)
}

async fn sign_in(router: &Router) -> Result<String, Stop> {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("email", EMAIL), ("password", PASSWORD)])
        .finish();
    let request = Request::post("/sign-in")
        .header(HOST, "127.0.0.1:3000")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .map_err(broken)?;
    let answer = router.clone().oneshot(request).await.map_err(broken)?;
    let cookie = answer.headers().get(SET_COOKIE).and_then(|line| line.to_str().ok()?.split(';').next());
    cookie.map(str::to_owned).ok_or_else(|| broken("the sign-in gave no cookie"))
}

async fn answer(
    router: &Router,
    request: Result<Request<Body>, axum::http::Error>,
) -> Result<(StatusCode, usize), Stop> {
    let answer = router.clone().oneshot(request.map_err(broken)?).await.map_err(broken)?;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.map_err(broken)?;
    Ok((status, body.len()))
}

pub fn broken(why: impl std::fmt::Display) -> Stop {
    Stop::Usage(format!("The bench could not go on: {why}."))
}
