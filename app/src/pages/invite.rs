//! How people are asked to join. The link is shown to the admin once, should the letter not arrive.

use docket::people::{Invitation, Role};
use docket::words::Language;
use leptos::prelude::*;

use super::people::{duty, title};
use crate::islands::Copy;
use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, PasswordAgain, Pick};
use crate::words::t;

pub fn new(frame: Frame, form: FormState) -> Page {
    Page::staff(t("Invite somebody"), move || {
        let fresh = frame.who.is_fresh(frame.now);
        let roles = Role::ALL.into_iter().map(|role| Pick::new(role.word(), title(role)).hint(duty(role))).collect();
        let languages = Language::ALL.map(|one| Pick::new(one.code(), one.own_name())).into();
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/people".to_owned(), t("People").to_owned()) title=t("Invite somebody") />
                <form class="form page__section" method="post" action="/people/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <Field
                        form=form.clone()
                        name="email"
                        label=t("Email address")
                        hint=t("A letter goes there with a link that works once, within three days. They choose their own name, password and second factor.")
                        kind="email"
                        autocomplete="off"
                        size=32
                    />
                    <Choices form=form.clone() name="role" legend=t("Role") picks=roles />
                    <Choices form=form.clone() name="language" legend=t("Language of the letter") picks=languages chosen=vec!["en".to_owned()] across=true />
                    <PasswordAgain fresh form why=t("this lets somebody in") />
                    <div class="form__acts">
                        <button class="button button--primary">{t("Send the invitation")}</button>
                        <a href="/people">{t("Cancel")}</a>
                    </div>
                </form>
            </main>
        }
    })
}

/// Before a letter goes again or an invitation is taken back, when the last sign-in is too old.
pub fn confirm(frame: Frame, invitation: Invitation, action: String, words: &'static str, form: FormState) -> Page {
    Page::staff(words, move || {
        let fresh = frame.who.is_fresh(frame.now);
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/people".to_owned(), t("People").to_owned()) title=words />
                <form class="form page__section" method="post" action=action novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <p>{t("The invitation of ")} <bdi>{invitation.email.show().to_owned()}</bdi> {t(", as ")} {t(invitation.role.word())} "."</p>
                    <PasswordAgain fresh form why=t("this is about who may come in") />
                    <div class="form__acts">
                        <button class="button button--primary">{words}</button>
                        <a href="/people">{t("Cancel")}</a>
                    </div>
                </form>
            </main>
        }
    })
}

pub fn sent(frame: Frame, email: String, link: String) -> Page {
    Page::staff(t("Invited"), move || {
        view! {
            <Bar frame=frame here="people" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/people".to_owned(), t("People").to_owned()) title=t("Invited") />
                <p class="page__section">{t("A letter is on its way to ")} <bdi>{email}</bdi> "."</p>
                <div class="heed">
                    <p class="heed__title">{t("Should it not arrive, hand the link over yourself. It is shown this once.")}</p>
                    <p><Copy code=link what=t("the link").to_owned() /></p>
                    <p>{t("Whoever opens it first takes the place, so give it to nobody else.")}</p>
                </div>
                <div class="form__acts"><a class="button" href="/people">{t("Back to people")}</a></div>
            </main>
        }
    })
}
