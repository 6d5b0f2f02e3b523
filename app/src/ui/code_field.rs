//! Six digits that a telephone shows for half a minute.

use leptos::prelude::*;

use super::FormState;

#[component]
pub fn CodeField(
    form: FormState,
    #[prop(default = "Code".into(), into)] label: String,
    #[prop(default = "The six digits that your app shows now, or one of your recovery codes.".into(), into)]
    hint: String,
) -> impl IntoView {
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
