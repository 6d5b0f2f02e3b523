//! A complaint that reached an analyst some other way: by telephone, by letter, by walking in.

use docket::policy::{Category, Severity};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::{Bar, Choice, ErrorSummary, Field, FileField, FormState, Frame, Hidden, Select, TextArea, options};
use crate::words::{language, t};

pub fn show(frame: Frame, form: FormState) -> Page {
    Page::staff(t("New complaint"), move || {
        let now = docket::time::zone::Zone::UTC.show(frame.now, language());
        let meta = say!("It is {} UTC. The moment you send this form is the moment of receipt.", now.time).into_any();
        let categories = options(Category::ALL.into_iter().map(|category| (category.word(), t(category.name()))));
        let severities = options(Severity::ALL.into_iter().rev().map(|severity| {
            (severity.word(), say!("{}, react within {} hours", t(severity.name()), severity.react_hours()))
        }));
        view! {
            <Bar frame=frame here="inbox" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/inbox".to_owned(), t("Inbox").to_owned()) title=t("New complaint") meta />
                <form class="form page__section" method="post" action="/complaints/new" enctype="multipart/form-data" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <fieldset class="group">
                        <legend class="group__title">{t("What it is about")}</legend>
                        <TextArea
                            form=form.clone()
                            name="locations"
                            label=t("Addresses")
                            hint=t("One a line: URLs, domains or IP addresses. hxxp and [.] are understood. The first one says whose it is.")
                            rows=4
                            code=true
                        />
                        <Select form=form.clone() name="category" label=t("Category") options=categories none=t("Choose one") />
                        <Select
                            form=form.clone()
                            name="severity"
                            label=t("Severity")
                            options=severities
                            none=t("As is usual for the category")
                            optional=true
                        />
                        <TextArea form=form.clone() name="description" label=t("What is wrong there") hint=t("In the reporter’s words where you have them.") rows=6 />
                        <Field
                            form=form.clone()
                            name="incident_at"
                            label=t("When it happened, in UTC")
                            hint=t("Such as 2026-01-10 18:30. It decides who held the address then. Empty means now.")
                            size=18
                            autocomplete="off"
                            optional=true
                        />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("Evidence")}</legend>
                        <div class="heed heed--urgent">
                            <p>{t("Never attach images of child sexual abuse: holding them is a crime. Give the address only.")}</p>
                        </div>
                        <FileField form=form.clone() name="files" label=t("Files") hint=t("Up to 25 MB each, 100 MB together.") optional=true />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("Who reports it")}</legend>
                        <Field form=form.clone() name="reporter_name" label=t("Name") size=32 autocomplete="off" optional=true />
                        <Field form=form.clone() name="reporter_email" label=t("Email address") kind="email" size=32 autocomplete="off" optional=true />
                        <Field form=form.clone() name="reporter_organisation" label=t("Organisation") size=32 autocomplete="off" optional=true />
                        <div class="choices">
                            <Choice
                                form=form.clone()
                                name="disclosed"
                                label=t("They agreed to be named to the customer")
                                hint=t("Without this the customer is never told who reported.")
                            />
                            <Choice
                                form=form.clone()
                                name="good_faith"
                                label=t("They stated in good faith that it is accurate and complete")
                                hint=t("Needed for a notice under Article 16 of the Digital Services Act.")
                            />
                        </div>
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("Whose it is")}</legend>
                        <Field
                            form=form
                            name="customer"
                            label=t("Customer’s handle")
                            hint=t("Leave it empty and the address decides. Fill it in only when you know better.")
                            size=24
                            autocomplete="off"
                            optional=true
                        />
                    </fieldset>
                    <div class="form__acts">
                        <button class="button button--primary">{t("Log complaint")}</button>
                        <a class="button button--quiet" href="/inbox">{t("Back to the inbox")}</a>
                    </div>
                </form>
            </main>
        }
    })
}
