//! What is wrong with a form, said on top of it. It stands a second time beside each field.

use docket::refusal::Problem;
use docket::words::{Language, WordProblem};
use leptos::prelude::*;

use super::FormState;
use crate::say;
use crate::words::{found, said, t};

/// Empty as long as nothing is wrong. Each sentence leads to its field.
#[component]
pub fn ErrorSummary(
    form: FormState,
    /// The heading, where "There is a problem" is not the best one.
    #[prop(optional, into)]
    title: String,
) -> impl IntoView {
    form.is_refused().then(move || {
        let title = if title.is_empty() { t("There is a problem").to_owned() } else { title };
        let list = (!form.problems.is_empty()).then(|| {
            let items = form.problems.into_iter().map(|problem| {
                let words = in_summary(&problem);
                view! { <li><a href=format!("#{}", problem.field)>{words}</a></li> }
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

/// Beside its field a sentence may be short; far from it, "Write something here." must say where.
fn in_summary(problem: &Problem) -> String {
    let sentence = said(&problem.sentence);
    let english = problem.sentence.to_string();
    if english != WordProblem::Empty.sentence(Language::En) && !english.starts_with("Use ") {
        return sentence;
    }
    let name = problem.field.replace('_', " ");
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    match found(&name) {
        Some(name) => say!("{}: {}", name, sentence),
        // A field whose name has no words in this language.
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_sentence_says_where() {
        let said = |field, sentence: &'static str| in_summary(&Problem::new(field, sentence));
        assert_eq!(said("contact_name", "Write something here."), "Contact name: Write something here.");
        assert_eq!(said("duty", "Choose what the contact is for."), "Choose what the contact is for.");
    }
}
