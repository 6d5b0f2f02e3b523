//! Writing a clause. The edition that is in force stands in the fields, so that a person changes what they mean to.

use docket::policy::{Category, Clause, Severity};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::{Bar, ErrorSummary, Field, FormState, Frame, Hidden, Select, TextArea, options};
use crate::words::t;

/// `newest` is the edition in force; none for a clause that is new altogether.
pub fn write(frame: Frame, newest: Option<Clause>, form: FormState) -> Page {
    let title = newest
        .as_ref()
        .map_or_else(|| t("Write a new clause").to_owned(), |clause| say!("New edition of clause {}", clause.code));
    Page::staff(title.clone(), move || {
        let was = |value: fn(&Clause) -> String| newest.as_ref().map(value).unwrap_or_default();
        let code = was(|clause| clause.code.clone());
        let (action, back) = match &newest {
            Some(_) => (format!("/policy/{code}/edition"), (format!("/policy/{code}"), say!("Clause {}", code))),
            None => ("/policy/new".to_owned(), ("/policy".to_owned(), t("Policy").to_owned())),
        };
        let number = if newest.is_some() {
            let replaces = was(|clause| clause.id.to_string());
            view! { <input type="hidden" name="code" value=code /> <input type="hidden" name="replaces" value=replaces /> }
                .into_any()
        } else {
            view! { <Field form=form.clone() name="code" label=t("Number") hint=t("Such as 3.2. It stays the same through all editions.") size=8 autocomplete="off" /> }
                .into_any()
        };
        let categories = options(Category::ALL.into_iter().map(|category| (category.word(), t(category.name()))));
        let severities = options(Severity::ALL.into_iter().rev().map(|severity| (severity.word(), t(severity.name()))));
        let cancel = back.0.clone();
        view! {
            <Bar frame=frame here="policy" />
            <main class="page" id="main" tabindex="-1">
                <Head back title />
                <form class="form page__section" method="post" action=action novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <p>{t("What you publish holds from now on. Cases that are open keep the edition under which they were opened.")}</p>
                    {number}
                    <fieldset class="group">
                        <legend class="group__title">{t("In English")}</legend>
                        <Field form=form.clone() name="title" label=t("Title") hint=t("A few words: letters cite them.") value=was(|clause| clause.title.clone()) size=40 autocomplete="off" />
                        <TextArea form=form.clone() name="text" label=t("Text") value=was(|clause| clause.text.clone()) rows=5 />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("In French")}</legend>
                        <Field form=form.clone() name="title_fr" label=t("French title") value=was(|clause| clause.title_fr.clone()) size=40 autocomplete="off" />
                        <TextArea form=form.clone() name="text_fr" label=t("French text") value=was(|clause| clause.text_fr.clone()) rows=5 />
                    </fieldset>
                    <fieldset class="group">
                        <legend class="group__title">{t("How it is used")}</legend>
                        <Select form=form.clone() name="category" label=t("Category") options=categories value=was(|clause| clause.category.word().to_owned()) none=t("Choose one") />
                        <Select form=form.clone() name="severity" label=t("Severity") hint=t("Where a case begins until a person says otherwise.") options=severities value=was(|clause| clause.severity().word().to_owned()) none=t("Choose one") />
                        <Field form=form.clone() name="default_hours" label=t("Hours to answer") hint=t("What a notice proposes. Its writer may give another time.") value=was(|clause| clause.default_hours.to_string()) size=6 inputmode="numeric" autocomplete="off" />
                        <Field form=form name="strike_days" label=t("Days that a strike counts") hint=t("Counted from the hour at which a warning or a suspension took effect.") value=was(|clause| clause.strike_days().to_string()) size=6 inputmode="numeric" autocomplete="off" />
                    </fieldset>
                    <div class="form__acts">
                        <button class="button button--primary">{t("Publish")}</button>
                        <a class="button button--quiet" href=cancel>{t("Leave it as it is")}</a>
                    </div>
                </form>
            </main>
        }
    })
}
