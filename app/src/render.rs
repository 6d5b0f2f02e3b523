//! A page becomes a response: one view, rendered at once to a string, in its document, with the headers that guard it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hydration_context::SsrSharedContext;
use leptos::nonce::Nonce;
use leptos::prelude::*;

use crate::shell::{PublicShell, StaffShell};

/// What a handler gives back: everything is loaded already, the view only sets it.
pub struct Page {
    /// The heading's words; the shell adds whose page it is.
    pub title: String,
    pub shell: ShellKind,
    pub status: StatusCode,
    /// The language of the page, as in the `lang` attribute.
    pub lang: &'static str,
    pub view: Box<dyn FnOnce() -> AnyView + Send>,
}

pub enum ShellKind {
    /// For analysts: the bar, the keys, and WebAssembly for the islands.
    Staff,
    /// For everybody else: plain HTML and one small script. `from` is the provider in whose name we speak.
    Public { from: String },
}

impl Page {
    pub fn staff<V: IntoView + 'static>(
        title: impl Into<String>,
        view: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            shell: ShellKind::Staff,
            status: StatusCode::OK,
            lang: "en",
            view: Box::new(move || view().into_any()),
        }
    }

    pub fn public<V: IntoView + 'static>(
        title: impl Into<String>,
        from: impl Into<String>,
        view: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Self { shell: ShellKind::Public { from: from.into() }, ..Self::staff(title, view) }
    }

    pub fn lang(self, lang: &'static str) -> Self {
        Self { lang, ..self }
    }

    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same page again, because something in its form was wrong: the title says so before anything else is read.
    pub fn refused(self) -> Self {
        Self {
            title: format!("Error: {}", self.title),
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..self
        }
    }
}

/// How this reader's document is dressed. An extractor that never fails: without a layer that puts `Assets` into
/// the request's extensions, pages come without style and script, and still work.
#[derive(Clone, Default)]
pub struct Look {
    pub theme: Theme,
    pub assets: Assets,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const COOKIE: &str = "theme";

    /// The `data-theme` attribute, where the reader has chosen.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn read(headers: &HeaderMap) -> Self {
        let chosen = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == Self::COOKIE);
        match chosen {
            Some((_, "light")) => Self::Light,
            Some((_, "dark")) => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Addresses of the browser's files, with the hashes of their contents in their names. What was not built is absent.
#[derive(Clone, Default, Debug)]
pub struct Assets(Arc<AssetPaths>);

#[derive(Default, Debug)]
pub struct AssetPaths {
    pub style: Option<String>,
    pub script: Option<String>,
    pub wasm: Option<String>,
    pub public_script: Option<String>,
    pub icon: Option<String>,
}

impl From<AssetPaths> for Assets {
    fn from(paths: AssetPaths) -> Self {
        Self(Arc::new(paths))
    }
}

impl std::ops::Deref for Assets {
    type Target = AssetPaths;
    fn deref(&self) -> &AssetPaths {
        &self.0
    }
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Look {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let assets = parts.extensions.get::<Assets>().cloned().unwrap_or_default();
        Ok(Self { theme: Theme::read(&parts.headers), assets })
    }
}

/// Synchronous on purpose: a view that waits for something would be a page that did not load its data first.
pub fn render(page: Page, look: &Look) -> Response {
    let nonce = Nonce::new();
    let policy = policy(&page.shell, &nonce);
    let status = page.status;
    let html = document(page, look.clone(), nonce);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, policy),
        // What stands on our pages is nobody else's to keep, and going back must never show a countdown of yesterday.
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ];
    (status, headers, html).into_response()
}

fn document(page: Page, look: Look, nonce: Nonce) -> String {
    // In islands mode leptos numbers only what is inside an island; everything else is inert text.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let Page { title, shell, lang, view, .. } = page;
    let html = owner.with(|| {
        provide_context(nonce);
        match shell {
            ShellKind::Staff => {
                view! { <StaffShell title lang look>{view()}</StaffShell> }.to_html()
            }
            ShellKind::Public { from } => {
                view! { <PublicShell title from lang look>{view()}</PublicShell> }.to_html()
            }
        }
    });
    owner.unset_with_forced_cleanup();
    html
}

fn policy(shell: &ShellKind, nonce: &Nonce) -> HeaderValue {
    let wasm = match shell {
        ShellKind::Staff => " 'wasm-unsafe-eval'",
        ShellKind::Public { .. } => "",
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'{wasm}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}
