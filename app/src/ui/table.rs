//! A list that is read down and across. On a phone its rows become paragraphs, so every part names its role.

use leptos::prelude::*;

#[component]
pub fn Listing(
    #[prop(into)] caption: String,
    /// The heads of the columns.
    heads: Vec<&'static str>,
    /// Rows of `<tr role="row">`.
    children: Children,
) -> impl IntoView {
    let heads = heads.into_iter().map(|head| view! { <th role="columnheader" scope="col">{head}</th> });
    let heads = heads.collect_view();
    view! {
        <table class="listing" role="table">
            <caption class="unseen">{caption}</caption>
            <thead role="rowgroup"><tr role="row">{heads}</tr></thead>
            <tbody role="rowgroup" data-rows>{children()}</tbody>
        </table>
    }
}
