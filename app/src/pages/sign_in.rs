//! The way in. Plain HTML: a password manager fills it, pasting works, and no script is needed.

use leptos::prelude::*;

use crate::render::{Look, Page};
use crate::ui::{CodeField, ErrorSummary, Field, FormState};
use crate::words::t;

#[derive(Clone, Debug)]
pub struct SignInView {
    /// Where to go afterwards, a path of this site.
    pub next: String,
    pub provider: String,
    /// The desk has no people: signing in cannot work, and the page says what does.
    pub nobody_yet: bool,
    /// Whoever is signed in and only types the password once more.
    pub again: Option<String>,
    pub demonstration: bool,
}

pub fn show(view: SignInView, form: FormState) -> Page {
    let title = if view.again.is_some() { t("Type your password again") } else { t("Sign in") };
    Page::public(title, "Due Notice", move || {
        let action = if view.again.is_some() { "/sign-in/again" } else { "/sign-in" };
        let way_back = view.again.is_some().then(|| view! { <a href=view.next.clone()>{t("Go back without it")}</a> });
        let whose = view.again.as_ref().map(|name| {
            view! { <p>{t("You are signed in as ")} <strong>{name.clone()}</strong> {t(". The next step wants to know that it is still you.")}</p> }
        });
        let email = view.again.is_none().then(|| {
            view! { <Field form=form.clone() name="email" label=t("Email address") kind="email" autocomplete="username" full=true /> }
        });
        let code = view.again.is_some() && use_context::<Look>().is_some_and(|look| look.asks_code);
        let nobody = view.nobody_yet.then(|| {
            view! {
                <p class="heed">
                    {t("Nobody has an account here yet. Open the link that ")} <code>"duenotice serve"</code>
                    {t(" printed when it started; it makes the first one.")}
                </p>
            }
        });
        view! {
            <main class="sign-in" id="main" tabindex="-1">
                <p class="sign-in__name">"Due Notice"</p>
                <h1 class="sign-in__title">{title}</h1>
                {nobody}
                <ErrorSummary form=form.clone() />
                {whose}
                <form class="sign-in__form" method="post" action=action novalidate>
                    <input type="hidden" name="next" value=view.next.clone() />
                    {email}
                    <Field form=form.clone() name="password" label=t("Password") kind="password" autocomplete="current-password" full=true />
                    {code.then(|| view! { <CodeField form /> })}
                    <button class="button button--primary">{t("Sign in")}</button>
                    {way_back}
                </form>
                <p class="sign-in__foot">
                    {view.provider} {view.demonstration.then_some(t(", a demonstration with invented cases"))}
                </p>
            </main>
        }
    })
}

/// After the password, for whoever has a second factor. `next` is a path of this site.
pub fn code(next: String, form: FormState) -> Page {
    Page::public(t("Your code"), "Due Notice", move || {
        view! {
            <main class="sign-in" id="main" tabindex="-1">
                <p class="sign-in__name">"Due Notice"</p>
                <h1 class="sign-in__title">{t("Your code")}</h1>
                <ErrorSummary form=form.clone() />
                <form class="sign-in__form" method="post" action="/sign-in/code" novalidate>
                    <input type="hidden" name="next" value=next />
                    <CodeField form />
                    <button class="button button--primary">{t("Sign in")}</button>
                    <a href="/sign-in">{t("Begin again")}</a>
                </form>
                <p class="sign-in__foot">
                    {t("Neither telephone nor recovery codes at hand? An admin of this desk can reset your second factor.")}
                </p>
            </main>
        }
    })
}
