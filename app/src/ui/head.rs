//! The head of a page: the way back, what it is, a line about it, and its state.

use leptos::prelude::*;

#[component]
pub fn Head(
    /// Where one came from: path and words.
    #[prop(optional)]
    back: Option<(String, String)>,
    /// The number, in front of the title.
    #[prop(optional, into)]
    number: String,
    #[prop(into)] title: String,
    /// A line about it.
    #[prop(optional)]
    meta: Option<AnyView>,
    /// Tags or buttons at the end.
    #[prop(optional)]
    aside: Option<AnyView>,
) -> impl IntoView {
    let back = back.map(|(href, words)| view! { <a class="head__back" href=href>"‹ " {words}</a> });
    let number = (!number.is_empty()).then(|| view! { <span class="head__number">{number}</span> " " });
    view! {
        <div class="head">
            <div>
                {back}
                <h1 class="head__title">{number}{title}</h1>
                {meta.map(|meta| view! { <p class="head__meta">{meta}</p> })}
            </div>
            {aside}
        </div>
    }
}
