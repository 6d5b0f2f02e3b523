//! Terms and what they are, in the rail and elsewhere.

use leptos::prelude::*;

/// One term with what it is.
pub struct Fact {
    term: String,
    value: AnyView,
}

impl Fact {
    /// The same under another term.
    pub fn named(self, term: impl Into<String>) -> Self {
        Self { term: term.into(), ..self }
    }
}

pub fn fact(term: impl Into<String>, value: impl IntoView + 'static) -> Fact {
    Fact { term: term.into(), value: value.into_any() }
}

#[component]
pub fn Facts(facts: Vec<Fact>, #[prop(optional)] ruled: bool) -> impl IntoView {
    let rows = facts.into_iter().map(|fact| view! { <dt>{fact.term}</dt> <dd>{fact.value}</dd> });
    let rows = rows.collect_view();
    view! { <dl class=if ruled { "facts facts--ruled" } else { "facts" }>{rows}</dl> }
}

/// The same on a check page: each row is one thing that was filled in.
#[component]
pub fn Summary(facts: Vec<Fact>) -> impl IntoView {
    let rows = facts.into_iter().map(|fact| {
        view! { <div class="summary__row"><dt>{fact.term}</dt> <dd>{fact.value}</dd></div> }
    });
    let rows = rows.collect_view();
    view! { <dl class="summary">{rows}</dl> }
}

/// Values one below the other.
pub fn lines(values: impl IntoIterator<Item = String>) -> AnyView {
    let mut first = true;
    let shown = values.into_iter().map(|value| {
        let before = (!std::mem::take(&mut first)).then(|| view! { <br /> });
        view! { {before} <bdi>{value}</bdi> }
    });
    shown.collect_view().into_any()
}
