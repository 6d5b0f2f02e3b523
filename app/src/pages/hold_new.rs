//! A litigation hold from the register: over a case, a customer, a period or the whole desk.

use leptos::prelude::*;

use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, Select, TextArea};
use crate::words::t;

/// `team`: whoever can answer for what is held, id and name.
pub fn show(frame: Frame, team: Vec<(String, String)>, form: FormState) -> Page {
    Page::staff(t("Place a litigation hold"), move || {
        let picks = vec![
            Pick::new("case", t("One case")).hint(t("Its number stands below.")),
            Pick::new("customer", t("Everything of one customer")).hint(t("The handle stands below.")),
            Pick::new("period", t("A period")).hint(t(
                "Whatever came in within it, whoever it is about. The work goes on; nothing of it is deleted.",
            )),
            Pick::new("desk", t("The whole desk")).hint(t("The work goes on; nothing at all is deleted.")),
        ];
        let meta = t("While it stands, nothing in its scope is destroyed or erased. Two persons release it.");
        view! {
            <Bar frame=frame.clone() here="holds" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/holds".to_owned(), t("Litigation holds").to_owned()) title=t("Place a litigation hold") meta=meta.into_any() />
                <form class="form" method="post" action="/holds/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <Choices form=form.clone() name="over" legend=t("What does it cover?") picks />
                    <Field form=form.clone() name="case" label=t("Case") hint=t("For one case: DN-2026-0001.") autocomplete="off" size=20 optional=true />
                    <Field form=form.clone() name="handle" label=t("Customer") hint=t("For everything of one customer: the handle.") autocomplete="off" size=24 optional=true />
                    <Field form=form.clone() name="from" label=t("First day") kind="date" hint=t("For a period. Days in UTC.") optional=true />
                    <Field form=form.clone() name="to" label=t("Last day") kind="date" hint=t("Nothing: it goes on.") optional=true />
                    <Field form=form.clone() name="matter" label=t("Matter") hint=t("Who against whom, or which authority asks.") size=48 />
                    <TextArea form=form.clone() name="hold_reason" label=t("Why?") rows=3 hint=t("It is released by two persons, not by one.") />
                    <Select form name="custodian" label=t("Who answers for what is held?") hint=t("While the hold stands, this person is not erased.") options=team none=t("Nobody by name") optional=true />
                    <div class="form__acts">
                        <button class="button button--primary">{t("Place hold")}</button>
                        <a href="/holds">{t("Cancel")}</a>
                    </div>
                </form>
            </main>
        }
    })
}
