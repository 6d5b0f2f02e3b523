//! What runs: HTTP, sessions and commands round the desk. No rule and no SQL is here.

pub mod command;
pub mod config;

pub mod api;
pub mod assets;
pub mod case_file;
pub mod clock;
pub mod download;
pub mod error;
pub mod exports;
pub mod forms;
pub mod limits;
pub mod live;
pub mod press;
pub mod printed;
pub mod reads;
pub mod router;
pub mod sessions;
pub mod sign_in;
pub mod telemetry;
pub mod web;

use std::sync::Arc;

use app::render::Assets;
use docket::desk::Desk;
use ipnet::IpNet;

use crate::exports::Exports;
use crate::limits::Limits;
use crate::live::Live;
use crate::press::Press;
use crate::reads::Reads;

/// What every handler can reach.
#[derive(Clone, Debug)]
pub struct App {
    pub desk: Desk,
    pub site: Arc<Site>,
}

/// What does not change while the server runs.
#[derive(Debug)]
pub struct Site {
    /// Scheme, host and port under which browsers know us: `https://notices.hosting.example`.
    pub origin: String,
    /// True when the public address is https: cookies are then kept to it.
    pub secure: bool,
    /// A demonstration desk says so on every page.
    pub demonstration: bool,
    /// Whoever has no second factor is led to setting one up before anything else.
    pub must_enrol: bool,
    /// Only these may say for whom they speak.
    pub trusted_proxies: Vec<IpNet>,
    pub assets: Assets,
    pub limits: Limits,
    /// Which pages were opened since the last round.
    pub reads: Reads,
    /// Tells open pages that the ledger grew.
    pub live: Live,
    /// Wakes the worker that makes exports.
    pub exports: Exports,
    /// Sets papers as PDF, and reads what somebody asks about.
    pub press: Press,
}

impl App {
    pub fn new(desk: Desk, demonstration: bool, trusted_proxies: Vec<IpNet>, limits: Limits) -> Self {
        let public_url = &desk.settings().public_url;
        let site = Site {
            origin: origin(public_url),
            secure: public_url.starts_with("https://"),
            demonstration,
            must_enrol: !demonstration,
            trusted_proxies,
            assets: assets::assets(),
            limits,
            reads: Reads::default(),
            live: Live::default(),
            exports: Exports::default(),
            press: Press::new(desk.settings().press.clone()),
        };
        Self { desk, site: Arc::new(site) }
    }

    /// For tests that are about something else: a second factor is offered, as at a demonstration desk, not demanded.
    pub fn second_factor_offered(mut self) -> Self {
        if let Some(site) = Arc::get_mut(&mut self.site) {
            site.must_enrol = false;
        }
        self
    }
}

/// The part of an address that browsers send as `Origin`.
fn origin(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(super::origin("https://Notices.hosting.example/abuse"), "https://notices.hosting.example");
        assert_eq!(super::origin("http://127.0.0.1:3000"), "http://127.0.0.1:3000");
    }
}
