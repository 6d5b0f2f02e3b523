//! One's own account: how pages look, where one is signed in, the password, the second factor.

mod password;
mod second_factor;
mod sessions;

pub use password::password;
pub use second_factor::{SecondFactorView, enrol, recovery_codes, second_factor};
pub use sessions::{SessionLine, sessions};

use docket::people::{Density, Keys, Mails, Theme};
use docket::words::Language;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, FormState, Frame, Hidden, Pick, Select, options};
use crate::words::{ours, t};

const PARTS: [(&str, &str); 4] = [
    ("/account", ours("Settings")),
    ("/account/sessions", ours("Sessions")),
    ("/account/password", ours("Password")),
    ("/account/second-factor", ours("Second factor")),
];

/// The head that the four pages share.
#[component]
fn Parts(frame: Frame, here: &'static str) -> impl IntoView {
    let links = PARTS.into_iter().map(|(href, words)| {
        let current = (href == here).then_some("page");
        view! { <a class="views__link" href=href aria-current=current>{t(words)}</a> }
    });
    let person = frame.who.person;
    let meta = view! { <bdi>{person.name.show().to_owned()}</bdi> ", " <bdi>{person.email.show().to_owned()}</bdi> ", " {t(person.role.word())} };
    view! {
        <Head title=t("Your account") meta=meta.into_any() />
        <nav class="views" aria-label=t("Your account")>{links.collect_view()}</nav>
    }
}

/// Said once, after something was kept.
#[component]
fn Said(words: Option<&'static str>) -> impl IntoView {
    words.map(|words| view! { <div class="flash" role="status"><p class="flash__say">{words}</p></div> })
}

pub fn settings(frame: Frame, zones: Vec<&'static str>, form: FormState, kept: bool) -> Page {
    Page::staff(t("Your account"), move || {
        let taste = frame.who.taste.clone();
        let zone = frame.zone.name();
        let mut zones = zones;
        if !zones.contains(&zone) {
            zones.insert(0, zone);
        }
        let zones = options(zones.into_iter().map(|zone| (zone, zone)));
        let languages = Language::ALL.map(|one| Pick::new(one.code(), one.own_name())).into();
        let themes = Theme::ALL.iter().map(|one| {
            Pick::new(
                one.word(),
                match one {
                    Theme::System => t("As your system has it"),
                    Theme::Light => t("Light"),
                    Theme::Dark => t("Dark"),
                },
            )
        });
        let densities = vec![
            Pick::new(Density::Compact.word(), t("Compact")).hint(t("More rows on a page.")),
            Pick::new(Density::Comfortable.word(), t("Comfortable")).hint(t("More air between the rows.")),
        ];
        let keys = vec![
            Pick::new(Keys::On.word(), t("On")).hint(t("j for the next row, ? for the list of all.")),
            Pick::new(Keys::Off.word(), t("Off")).hint(t("For dictation, or a cat.")),
        ];
        let mails = vec![
            Pick::new(Mails::On.word(), t("On")).hint(t("Once for each thing and step.")),
            Pick::new(Mails::Off.word(), t("Off")).hint(t("What waits stands under For you all the same.")),
        ];
        view! {
            <Bar frame=frame.clone() here="account" />
            <main class="page" id="main" tabindex="-1">
                <Parts frame here="/account" />
                <Said words=kept.then_some(t("Your settings are kept.")) />
                <form class="form page__section" method="post" action="/account" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <Select form=form.clone() name="zone" label=t("Time zone") hint=t("Every time on your pages is shown on this clock. Deadlines keep the customer’s.") options=zones value=zone />
                    <Choices form=form.clone() name="language" legend=t("Language") hint=t("Of your pages. Letters keep the customer’s language.") picks=languages chosen=vec![taste.language.code().to_owned()] across=true />
                    <Choices form=form.clone() name="theme" legend=t("Theme") picks=themes.collect() chosen=vec![taste.theme.word().to_owned()] across=true />
                    <Choices form=form.clone() name="density" legend=t("Rows") picks=densities chosen=vec![taste.density.word().to_owned()] across=true />
                    <Choices form=form.clone() name="keys" legend=t("Single keys") picks=keys chosen=vec![taste.keys.word().to_owned()] across=true />
                    <Choices form name="mails" legend=t("Letters about what waits") picks=mails chosen=vec![taste.mails.word().to_owned()] across=true />
                    <div class="form__acts"><button class="button button--primary">{t("Keep these settings")}</button></div>
                </form>
            </main>
        }
    })
}
