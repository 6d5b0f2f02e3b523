//! What the customer holds and held. Nothing is forgotten: a complaint counts against whoever held the asset then.

use docket::customer::{Asset, AssetKind};
use docket::people::Act;
use docket::view::CustomerView;
use leptos::prelude::*;

use crate::ui::customer::AssetFields;
use crate::ui::{Day, ErrorSummary, FormState, Frame, Hidden};
use crate::words::t;

pub fn show(frame: &Frame, view: &CustomerView, form: FormState, releases: Vec<FormState>) -> impl IntoView + use<> {
    let keeps = frame.who.may(Act::KeepCustomers);
    let handle = view.customer.handle.clone();
    let rows: Vec<_> =
        view.assets.iter().zip(releases).map(|(asset, release)| row(frame, view, asset, release, keeps)).collect();
    let list = if rows.is_empty() {
        view! {
            <p class="soft">{t("They hold nothing that we know of, so no complaint can find them.")}</p>
        }
        .into_any()
    } else {
        let act = keeps
            .then(|| view! { <th role="columnheader" scope="col"><span class="unseen">{t("Give back")}</span></th> });
        view! {
            <table class="listing" role="table">
                <caption class="unseen">{t("Assets and when they were held")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t("Asset")}</th>
                        <th role="columnheader" scope="col">{t("Kind")}</th>
                        <th role="columnheader" scope="col">{t("Held")}</th>
                        <th role="columnheader" scope="col">{t("State")}</th>
                        {act}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        }
        .into_any()
    };
    let add = keeps.then(|| {
        let open = form.is_refused();
        view! {
            <details class="more" open=open>
                <summary>{t("Add assets")}</summary>
                <form class="group" method="post" action=format!("/customers/{handle}/assets") novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                        <AssetFields form=form.clone() />
                        <div class="form__acts"><button class="button">{t("Add assets")}</button></div>
                </form>
            </details>
        }
    });
    view! { <section class="page__section" aria-labelledby="assets-held"><h2 id="assets-held">{t("Assets")}</h2> {list} {add}</section> }
}

fn row(frame: &Frame, view: &CustomerView, asset: &Asset, release: FormState, keeps: bool) -> impl IntoView + use<> {
    let zone = frame.zone;
    let held = match asset.to {
        None => view! { {t("Held since ")} <Day at=asset.from zone /> }.into_any(),
        Some(to) => view! { <Day at=asset.from zone /> {t(" to ")} <Day at=to zone /> }.into_any(),
    };
    let off = asset.suspended_by.and_then(|id| view.suspended_by.iter().find(|(decision, _)| decision.id == id));
    let state = match off.filter(|_| frame.who.may(Act::ReadCases)) {
        Some((decision, case)) => {
            let href = format!("/cases/{case}/decisions/{}", decision.number);
            let words = format!("{case} D-{}", decision.number);
            view! { <span class="tag tag--held">{t("Off")}</span> " " <a class="queue__link" href=href>{words}</a> }
                .into_any()
        }
        None if asset.suspended_by.is_some() => view! { <span class="tag tag--held">{t("Off")}</span> }.into_any(),
        None if asset.to.is_some_and(|to| to > frame.now) => t("In use, ends").into_any(),
        None if asset.to.is_some() => view! { <span class="soft">{t("Given back")}</span> }.into_any(),
        None if asset.from > frame.now => t("Begins later").into_any(),
        None => t("In use").into_any(),
    };
    let inside: Vec<_> = view.inside.iter().filter(|one| one.asset == asset.id).collect();
    let inside = inside.into_iter().map(|one| {
        view! { <span class="soft">{t(" inside ")} {one.wider.clone()} {t(" of ")} <a href=format!("/customers/{}", one.holder)><bdi>{one.holder.clone()}</bdi></a></span> }
    });
    let inside = inside.collect_view();
    let give_back = keeps.then(|| {
        let action = format!("/customers/{}/assets/{}/release", view.customer.handle, asset.id);
        let button = asset.to.is_none().then(|| {
            view! {
                <form method="post" action=action>
                    <Hidden form=release />
                    <button class="button button--small">{t("Give back")} <span class="unseen">" " {asset.value.clone()}</span></button>
                </form>
            }
        });
        view! { <td role="cell" class="listing__end">{button}</td> }
    });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="listing__main"><bdi><code>{asset.value.clone()}</code></bdi> {inside}</th>
            <td role="cell" class="listing__less">{kind_name(asset.kind)}</td>
            <td role="cell">{held}</td>
            <td role="cell">{state}</td>
            {give_back}
        </tr>
    }
}

fn kind_name(kind: AssetKind) -> &'static str {
    match kind {
        AssetKind::Prefix => t("Prefix"),
        AssetKind::Domain => t("Domain"),
        AssetKind::Service => t("Service"),
    }
}
