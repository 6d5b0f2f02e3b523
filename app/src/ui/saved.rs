//! Lists that somebody keeps coming back to, with how much waits in each.

use docket::time::Moment;
use leptos::prelude::*;

use super::{ErrorSummary, Field, FormState, Hidden};
use crate::islands::countdown::words;
use crate::say;
use crate::words::t;

#[derive(Clone, Debug)]
pub struct SavedLink {
    pub id: String,
    pub name: String,
    pub href: String,
    pub mine: bool,
    pub shared: bool,
    pub count: i64,
    pub first_due: Option<Moment>,
    pub here: bool,
    /// The number of the form that removes it.
    pub command: String,
}

/// "12", or "99+" where counting stopped.
pub fn tally(count: i64) -> String {
    let most = docket::desk::queues::MOST_IN_VIEW;
    if count < most { count.to_string() } else { format!("{}+", most - 1) }
}

/// "first due in 3 h 12 min", for whoever points at it and whoever listens.
fn first_due(at: Option<Moment>, now: Moment) -> Option<String> {
    at.map(|at| say!("first due: {}", words(at.minus(now) / 1000, true)))
}

/// One of the built-in views.
#[component]
pub fn ViewLink(
    href: String,
    #[prop(into)] name: String,
    here: bool,
    now: Moment,
    #[prop(optional_no_strip)] count: Option<i64>,
    #[prop(optional_no_strip)] due: Option<Moment>,
) -> impl IntoView {
    let title = first_due(due, now);
    let unseen = title.clone().map(|title| view! { <span class="unseen">", " {title}</span> });
    let figure = count.map(|count| view! { " " <span class="figures">{tally(count)}</span> });
    view! {
        <a class="views__link" href=href aria-current=here.then_some("page") title=title>{name} {figure} {unseen}</a>
    }
}

/// The saved ones, behind the built-in ones.
#[component]
pub fn SavedLinks(links: Vec<SavedLink>, now: Moment) -> impl IntoView {
    links
        .into_iter()
        .map(|link| {
            let name = if link.shared && !link.mine { say!("{} (team)", link.name) } else { link.name };
            view! { <ViewLink href=link.href name here=link.here now count=Some(link.count) due=link.first_due /> }
        })
        .collect_view()
}

/// Saves the list as it is shown, and removes saved ones. Folded away: it is wanted once.
#[component]
pub fn SaveView(
    form: FormState,
    /// "inbox" or "cases"
    page: &'static str,
    /// The filters in the address.
    query: String,
    links: Vec<SavedLink>,
) -> impl IntoView {
    let open = form.is_refused();
    let mine: Vec<SavedLink> = links.into_iter().filter(|link| link.mine).collect();
    let removals = mine.into_iter().map(|link| {
        view! {
            <li>
                <form method="post" action=format!("/views/{}/removal", link.id)>
                    <input type="hidden" name="command_id" value=link.command />
                    <input type="hidden" name="page" value=page />
                    <button class="button button--small button--quiet">{t("Remove ")} <span class="unseen">{t("the view ")}</span> {link.name}</button>
                </form>
            </li>
        }
    });
    let removals = removals.collect_view();
    view! {
        <details class="more save-view" open=open>
            <summary>{t("Save this view")}</summary>
            <form class="form" method="post" action="/views" novalidate>
                <ErrorSummary form=form.clone() />
                <Hidden form=form.clone() />
                <input type="hidden" name="page" value=page />
                <input type="hidden" name="query" value=query />
                <div class="row">
                    <Field form=form.clone() name="name" label=t("Name of the view") size=24 autocomplete="off" />
                    <label class="choice"><input type="checkbox" name="shared" value="yes" /> <span>{t("For the whole team")}</span></label>
                    <button class="button">{t("Save view")}</button>
                </div>
            </form>
            <ul class="save-view__mine">{removals}</ul>
        </details>
    }
}
