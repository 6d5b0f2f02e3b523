//! The page for everything that did not work. It says what happened, what to do now, and a number to quote.

use leptos::prelude::*;

use crate::render::Page;
use crate::words::t;

#[derive(Clone, Debug)]
pub struct ErrorView {
    pub code: u16,
    pub title: String,
    pub sentence: String,
    /// The request's number, as it stands in the log.
    pub request: String,
    pub provider: String,
    pub phone: String,
    /// For customers and reporters: they get a telephone number instead of a way into the desk.
    pub public: bool,
    /// Where to sign in, when that is what is missing.
    pub sign_in: Option<String>,
}

pub fn show(view: ErrorView) -> Page {
    let status = axum::http::StatusCode::from_u16(view.code).unwrap_or(axum::http::StatusCode::INTERNAL_SERVER_ERROR);
    let from = if view.public { view.provider.clone() } else { "Due Notice".to_owned() };
    let title = view.title.clone();
    Page::public(title, from, move || {
        let acts = if view.public {
            view! { <span>{t("If you are stuck, call ")} {view.provider} ": " {view.phone}</span> }.into_any()
        } else if let Some(href) = view.sign_in {
            view! { <a class="button button--primary" href=href>{t("Sign in")}</a> }.into_any()
        } else {
            view! { <a class="button" href="/">{t("Go to the start")}</a> }.into_any()
        };
        view! {
            <main class="page" id="main" tabindex="-1">
                <section class="error-page">
                    <p class="error-page__code">{view.code}</p>
                    <div class="error-page__body">
                        <h1>{view.title}</h1>
                        <p>{view.sentence}</p>
                        <p class="error-page__acts">{acts}</p>
                        <p class="error-page__id">{t("Number of this request: ")} <code>{view.request}</code></p>
                    </div>
                </section>
            </main>
        }
    })
    .status(status)
}
