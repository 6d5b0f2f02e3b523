//! Six digits that a telephone shows for half a minute.

use leptos::prelude::*;

use super::FormState;
use crate::words::t;

#[component]
pub fn CodeField(
    form: FormState,
    #[prop(optional)] label: &'static str,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let label = if label.is_empty() { t("Code") } else { label };
    let hint = match hint {
        "" => t("The six digits that your app shows now, or one of your recovery codes."),
        hint => hint,
    };
    let problem = form.problem("one_time_code");
    let wrong = problem.is_some();
    let class = if wrong { "field field--wrong" } else { "field" };
    let described_by = if wrong { "one_time_code-hint one_time_code-error" } else { "one_time_code-hint" };
    view! {
        <div class=class>
            <label class="field__label" for="one_time_code">{label}</label>
            <p class="field__hint" id="one_time_code-hint">{hint}</p>
            {problem.map(|sentence| view! { <p class="field__error" id="one_time_code-error">{sentence}</p> })}
            <input
                id="one_time_code"
                name="one_time_code"
                type="text"
                class="code-input"
                autocomplete="one-time-code"
                autocapitalize="characters"
                spellcheck="false"
                maxlength="40"
                aria-describedby=described_by
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}
