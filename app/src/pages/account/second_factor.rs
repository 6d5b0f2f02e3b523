//! The second factor: set up, replaced, and the codes on paper for the day when the telephone is lost.

use docket::desk::second_factor::Enrolment;
use docket::time::Moment;
use leptos::prelude::*;

use super::Parts;
use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::qr::Qr;
use crate::ui::{Bar, CodeField, ErrorSummary, FormState, Frame, Hidden, PasswordAgain};
use crate::words::{language, t};

#[derive(Clone, Debug)]
pub struct SecondFactorView {
    pub since: Option<Moment>,
    pub codes_left: i64,
    /// A secret that waits for its first code.
    pub enrolment: Option<Enrolment>,
    /// Nothing else is open to this person before.
    pub must: bool,
}

pub fn second_factor(frame: Frame, view: SecondFactorView, form: FormState) -> Page {
    if view.must {
        return enrol(frame, view, form);
    }
    Page::staff(t("Your second factor"), move || {
        let fresh = frame.who.is_fresh(frame.now);
        let zone = frame.zone;
        let standing = match view.since {
            Some(at) => {
                let shown = zone.show(at, language());
                let few = (view.codes_left <= 3).then(|| view! {
                    <p class="heed">{t("Only a few recovery codes are left. Make new ones before you need them.")}</p>
                });
                view! {
                    <p>
                        {t("Signing in asks for a code since ")} <time datetime=at.rfc3339() title=shown.utc>{shown.date} " " {shown.time}</time>
                        {t(". Unused recovery codes: ")} <strong class="figures">{view.codes_left}</strong> "."
                    </p>
                    {few}
                }
                .into_any()
            }
            None => view! {
                <p>
                    {t("You have none. With one, a stolen password alone opens nothing: signing in also asks for six digits that an app on your telephone makes.")}
                </p>
            }
            .into_any(),
        };
        let has_one = view.since.is_some();
        let soon = fresh || !has_one;
        let steps = match view.enrolment.clone() {
            Some(enrolment) => view! { <Steps enrolment form=form.clone() fresh has_one /> }.into_any(),
            None => {
                let words = if has_one { t("Set up another app") } else { t("Set up a second factor") };
                view! {
                    <form class="form page__section" method="post" action="/account/second-factor/beginning" novalidate>
                        <h2>{if has_one { t("Another telephone") } else { t("Set it up") }}</h2>
                        <ErrorSummary form=form.clone() />
                        <PasswordAgain fresh=soon form=form.clone() why=t("this changes how you sign in") />
                        <div class="form__acts"><button class="button">{words}</button></div>
                    </form>
                }
                .into_any()
            }
        };
        let renew = (has_one && view.enrolment.is_none()).then(|| view! {
            <form class="form page__section" method="post" action="/account/second-factor/recovery-codes" novalidate>
                <h2>{t("Recovery codes")}</h2>
                <p>{t("Ten codes on paper, each good for one sign-in without the app. New ones make the old ones worthless.")}</p>
                <Hidden form=form.clone() />
                // The fields stand in the form above already; a sign-in that is too old leads there.
                {if fresh {
                    view! { <div class="form__acts"><button class="button">{t("Make new recovery codes")}</button></div> }.into_any()
                } else {
                    view! {
                        <p class="field__hint">
                            {t("Your last sign-in is more than five minutes ago. ")}
                            <a href="/sign-in/again?next=/account/second-factor">{t("Sign in again")}</a> {t(" to make new ones.")}
                        </p>
                    }
                    .into_any()
                }}
            </form>
        });
        view! {
            <Bar frame=frame.clone() here="account" />
            <main class="page" id="main" tabindex="-1">
                <Parts frame here="/account/second-factor" />
                <section class="page__section prose">{standing}</section>
                {steps}
                {renew}
            </main>
        }
    })
}

/// For whoever may do nothing else before: a page of its own, like the one to sign in.
pub fn enrol(frame: Frame, view: SecondFactorView, form: FormState) -> Page {
    Page::public(t("Set up your second factor"), "Due Notice", move || {
        let fresh = frame.who.is_fresh(frame.now);
        let inner = match view.enrolment {
            Some(enrolment) => view! { <Steps enrolment form fresh has_one=false /> }.into_any(),
            None => view! {
                <form class="sign-in__form" method="post" action="/account/second-factor/beginning">
                    <button class="button button--primary">{t("Begin")}</button>
                </form>
            }
            .into_any(),
        };
        view! {
            <main class="sign-in" id="main" tabindex="-1">
                <p class="sign-in__name">"Due Notice"</p>
                <h1 class="sign-in__title">{t("Set up your second factor")}</h1>
                <p>
                    {t("Before anything else: at this desk a password alone opens nothing. From now on signing in also asks for six digits that an app on your telephone makes.")}
                </p>
                {inner}
                <form method="post" action="/sign-out"><button class="button button--quiet">{t("Sign out")}</button></form>
            </main>
        }
    })
}

#[component]
fn Steps(enrolment: Enrolment, form: FormState, fresh: bool, has_one: bool) -> impl IntoView {
    let again = if has_one && !fresh {
        view! {
            <p class="field__hint">
                {t("Your last sign-in is more than five minutes ago. ")}
                <a href="/sign-in/again?next=/account/second-factor">{t("Sign in again")}</a> {t(" with the app that you have now.")}
            </p>
        }
        .into_any()
    } else {
        view! { <PasswordAgain fresh form=form.clone() why=t("this changes how you sign in") /> }.into_any()
    };
    view! {
        <form class="form page__section enrol" method="post" action="/account/second-factor" novalidate>
            <ErrorSummary form=form.clone() />
            <Hidden form=form.clone() />
            <ol class="enrol__steps">
                <li>
                    <p>{t("Scan this with an authenticator app, such as the one of your password manager.")}</p>
                    <Qr text=enrolment.uri label=t("The secret for your app, as a pattern to scan") />
                    <details class="more">
                        <summary>{t("It cannot be scanned")}</summary>
                        <p>{t("Type this secret into the app. It is for codes that change with time.")}</p>
                        <p><code class="enrol__secret" id="secret">{enrolment.secret}</code></p>
                    </details>
                </li>
                <li>
                    <p>{t("Type the six digits that the app shows now.")}</p>
                    <CodeField form label=t("Six digits") hint=t("They change every thirty seconds.") />
                    {again}
                </li>
            </ol>
            <div class="form__acts"><button class="button button--primary">{t("Turn the second factor on")}</button></div>
        </form>
    }
}

/// Shown once, right after they were made.
pub fn recovery_codes(frame: Frame, codes: Vec<String>) -> Page {
    Page::staff(t("Your recovery codes"), move || {
        let items = codes.into_iter().map(|code| view! { <li>{code}</li> });
        view! {
            <Bar frame here="account" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Your recovery codes") />
                <div class="heed">
                    <p class="heed__title">{t("Print this page or write the codes down. They are shown this once.")}</p>
                    <p>{t("Each of them signs you in once, should the app or the telephone be lost. Only their hashes are kept.")}</p>
                </div>
                <ul class="codes codes--long">{items.collect_view()}</ul>
                <div class="form__acts"><a class="button button--primary" href="/">{t("I have them, go on")}</a></div>
            </main>
        }
    })
}
