//! A new edition of a template: written, compared with the one that counts, then published.

use docket::template::Template;
use leptos::prelude::*;

use super::template::changes;
use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::{Bar, ErrorSummary, Field, FormState, Frame, Hidden, TextArea};
use crate::words::{language, t};

/// So many empty boxes stand below those that are filled.
const SPARE: usize = 2;
const MOST: usize = 20;

/// `compared` is the new edition when it was found right: then it is shown beside the old one and can be published.
pub fn show(frame: Frame, newest: Template, compared: Option<Template>, form: FormState) -> Page {
    let title = say!("New edition: {}", newest.kind.name(language()));
    Page::staff(title, move || {
        let path = format!("/templates/{}/{}", newest.kind.word(), newest.language.code());
        let back = (path.clone(), newest.kind.name(language()).to_owned());
        let meta = view! {
            {newest.language.own_name()} {t(". Edition ")} {newest.edition} {t(" counts now. A new one takes its place for what is begun afterwards; what was sent stays as it is.")}
        };
        let places = newest.kind.places().iter().map(|place| format!("{{{place}}}")).collect::<Vec<_>>().join(", ");
        let seen = form.or("seen", newest.edition.to_string());
        let comparison = compared.map(|new| {
            let edition = newest.edition + 1;
            view! {
                <section class="heed" aria-labelledby="changes">
                    <h2 class="heed__title" id="changes">{t("What edition ")} {edition} {t(" changes")}</h2>
                    {changes(&newest, &new)}
                    <p class="heed__acts"><button class="button button--primary" formaction=path.clone()>{t("Publish edition ")} {edition}</button></p>
                </section>
            }
        });
        view! {
            <Bar frame=frame.clone() here="templates" />
            <main class="page" id="main" tabindex="-1">
                <Head back title=t("Write a new edition") meta=meta.into_any() />
                <form class="form form--wide page__section" method="post" action=format!("{path}/new") novalidate>
                    <button class="unseen" tabindex="-1" aria-hidden="true">{t("Compare")}</button>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <input type="hidden" name="seen" value=seen />
                    {comparison}
                    <p class="soft">{t("The house fills ")} <code>{places}</code> {t(". What stands in [[double brackets]] a person must fill before the letter can leave.")}</p>
                    {if newest.kind.is_demand() { demand(&newest, &form).into_any() } else { letter(&newest, &form).into_any() }}
                    <div class="form__acts">
                        <button class="button button--primary">{t("Compare with the edition that counts")}</button>
                        <a class="button button--quiet" href=path.clone()>{t("Back to the template")}</a>
                    </div>
                </form>
            </main>
        }
    })
}

fn demand(newest: &Template, form: &FormState) -> impl IntoView + use<> {
    let words = newest.words.clone();
    let boxes = (words.requirements.len() + SPARE).min(MOST);
    let rows = (1..=boxes).map(|number| {
        let asked = words.requirements.get(number - 1).cloned().unwrap_or_default();
        let days = asked.standing_days.map_or_else(String::new, |days| days.to_string());
        view! {
            <TextArea form=form.clone() name=format!("requirement_{number}") label=say!("Requirement {}", number) value=asked.text rows=2 optional={number > 1} />
            <Field form=form.clone() name=format!("standing_{number}") label=say!("Requirement {} holds for days", number) value=days size=4 inputmode="numeric" optional=true />
        }
    });
    let rows = rows.collect_view();
    let hours = words.hours.map_or_else(String::new, |hours| hours.to_string());
    view! {
        <section class="group" aria-label=t("What was found")>
            <Field form=form.clone() name="subject" label=t("Subject") value=words.subject full=true />
            <TextArea form=form.clone() name="findings" label=t("What was found") value=words.findings rows=4 />
            <TextArea form=form.clone() name="example" label=t("One example") value=words.example rows=3 optional=true />
        </section>
        <section class="group" aria-label=t("What we ask")>{rows}</section>
        <section class="group" aria-label=t("If it is missed")>
            <TextArea form=form.clone() name="consequence" label=t("What can happen") value=words.consequence rows=3 />
            <TextArea form=form.clone() name="data_kept" label=t("What happens to their data") value=words.data_kept rows=3 />
            <Field form=form.clone() name="hours" label=t("Hours") value=hours size=5 inputmode="numeric" optional=true hint=t("Empty: as long as the clause says.") />
        </section>
    }
}

fn letter(newest: &Template, form: &FormState) -> impl IntoView + use<> {
    let words = newest.words.clone();
    view! {
        <section class="group" aria-label=t("Round the reasons")>
            <TextArea form=form.clone() name="opening" label=t("Before the reasons") value=words.opening rows=5 />
            <TextArea form=form.clone() name="closing" label=t("After the reasons") value=words.closing rows=5 optional=true />
        </section>
    }
}
