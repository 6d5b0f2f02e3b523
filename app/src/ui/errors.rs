//! What is wrong with a form, said on top of it. It stands a second time beside each field.

use docket::words::Language;
use leptos::prelude::*;

use super::FormState;

/// Empty as long as nothing is wrong. Each sentence leads to its field.
#[component]
pub fn ErrorSummary(
    form: FormState,
    /// The heading, where "There is a problem" is not the best one.
    #[prop(optional, into)]
    title: String,
    #[prop(optional)] lang: Language,
) -> impl IntoView {
    form.is_refused().then(move || {
        let title = match (title.is_empty(), lang) {
            (false, _) => title,
            (true, Language::En) => "There is a problem".to_owned(),
            (true, Language::Fr) => "Il y a un problème".to_owned(),
        };
        let list = (!form.problems.is_empty()).then(|| {
            let items = form.problems.into_iter().map(|problem| {
                view! { <li><a href=format!("#{}", problem.field)>{problem.sentence}</a></li> }
            });
            view! { <ul class="errors__list">{items.collect_view()}</ul> }
        });
        view! {
            <div class="errors" role="alert" tabindex="-1">
                <h2 class="errors__title">{title}</h2>
                {form.message.map(|message| view! { <p>{message}</p> })}
                {list}
            </div>
        }
    })
}
