//! What can be done with several cases at once: nothing that a customer would notice.

use crate::words::t;
use docket::policy::Severity;
use leptos::prelude::*;

use super::CaseListForms;

pub fn bar(forms: &CaseListForms) -> impl IntoView + use<> {
    let form = forms.acts.clone();
    let people = forms.people.iter().map(|(id, name)| view! { <option value=id.clone()>{name.clone()}</option> });
    let people = people.collect_view();
    let severities =
        Severity::ALL.map(|one| view! { <option value=one.word()>{t(one.name())}</option> }).collect_view();
    let error = |field: &str| form.problem(field).map(|sentence| view! { <p class="field__error">{sentence}</p> });
    view! {
        <div class="bulk" role="region" aria-label=t("What to do with the ticked cases")>
            <button class="unseen" name="act" value="" tabindex="-1" aria-hidden="true">{t("None")}</button>
            <span class="bulk__sum" role="status" data-sum="">{t("Tick what you want to act on")}</span>
            <button class="bulk__act" name="act" value="mine" data-key="a">
                <span data-says=t("Take")>{t("Take")}</span> " " <kbd class="button__key" aria-hidden="true">"a"</kbd>
            </button>
            <details class="bulk__menu" name="bulk" data-menu="assign">
                <summary class="bulk__act"><span data-says=t("Assign")>{t("Assign")}</span></summary>
                <div class="bulk__list" role="group">
                    <label class="field__label" for="owner">{t("To")}</label>
                    <select id="owner" name="owner" data-first=""><option value="">{t("Nobody")}</option> {people}</select>
                    <button class="button button--small" name="act" value="assign">{t("Assign")}</button>
                </div>
            </details>
            <details class="bulk__menu" name="bulk" data-menu="grade">
                <summary class="bulk__act" data-key="f"><span data-says=t("Grade")>{t("Grade")}</span> " " <kbd class="button__key" aria-hidden="true">"f"</kbd></summary>
                <div class="bulk__list" role="group">
                    <label class="field__label" for="severity">{t("Severity")}</label>
                    <select id="severity" name="severity" data-first="">{severities}</select>
                    <button class="button button--small" name="act" value="grade">{t("Set severity")}</button>
                </div>
            </details>
            <details class="bulk__menu" name="bulk" data-menu="snooze" open=form.problem("date").is_some() || form.problem("reason").is_some()>
                <summary class="bulk__act" data-key="s"><span data-says=t("Put aside")>{t("Put aside")}</span> " " <kbd class="button__key" aria-hidden="true">"s"</kbd></summary>
                <div class="bulk__list" role="group">
                    {error("date")}
                    <label class="field__label" for="date">{t("Until the morning of")}</label>
                    <input id="date" name="date" type="date" value=form.value("date") data-first="" />
                    {error("reason")}
                    <label class="field__label" for="reason">{t("Why?")}</label>
                    <input id="reason" name="reason" value=form.value("reason") autocomplete="off" />
                    <button class="button button--small" name="act" value="snooze">{t("Put aside")}</button>
                </div>
            </details>
        </div>
    }
}
