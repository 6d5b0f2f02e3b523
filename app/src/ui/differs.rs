//! Two texts, word by word: what is gone is struck out, what is new is underlined, for eyes and for ears.

use crate::words::t;
use docket::template::compare::{Change, words};
use leptos::prelude::*;

#[component]
pub fn Differs(#[prop(into)] old: String, #[prop(into)] new: String) -> impl IntoView {
    let pieces = words(&old, &new).into_iter().map(|(change, text)| match change {
        Change::Same => view! { {text} }.into_any(),
        Change::Gone => {
            view! { <del class="differs"><span class="unseen">{t("removed: ")}</span>{text}</del> }.into_any()
        }
        Change::New => view! { <ins class="differs"><span class="unseen">{t("added: ")}</span>{text}</ins> }.into_any(),
    });
    let pieces = pieces.collect_view();
    view! { <span class="differs-text">{pieces}</span> }
}
