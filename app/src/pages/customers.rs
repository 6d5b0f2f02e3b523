//! Everybody who hosts with us, by handle.

use docket::people::Act;
use docket::view::CustomersView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::{Bar, Day, Frame, Pager};
use crate::words::t;

/// `text` is what was looked for.
pub fn show(frame: Frame, view: CustomersView, text: String, after: String) -> Page {
    Page::staff(t("Customers"), move || {
        let zone = frame.zone;
        let keeps = frame.who.may(Act::KeepCustomers);
        let aside = if keeps {
            view! { <div class="head__acts"><a class="button" href="/imports">{t("Import a list")}</a> <a class="button button--primary" href="/customers/new">{t("Add a customer")}</a></div> }.into_any()
        } else {
            ().into_any()
        };
        let shown = view.customers.len();
        let rows = view.customers.into_iter().map(|customer| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">
                        <a href=format!("/customers/{}", customer.handle) data-row><bdi>{customer.handle.clone()}</bdi></a>
                    </th>
                    <td role="cell"><bdi>{customer.name.show().to_owned()}</bdi></td>
                    <td role="cell"><span class="listing__unit">{t("Account ")}</span><bdi>{customer.account}</bdi></td>
                    <td role="cell" class="listing__less">{customer.language.own_name()}</td>
                    <td role="cell" class="listing__less">{customer.zone}</td>
                    <td role="cell" class="listing__less"><Day at=customer.added_at zone /></td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let list = if shown == 0 && !text.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No customer is found by this.")}</p>
                    <p class="empty__next">
                        {t("Try the beginning of a handle or a name, an account, or an address that they hold or held. ")}
                        <a href="/customers">{t("Show all customers")}</a>
                    </p>
                </div>
            }
            .into_any()
        } else if shown == 0 {
            let next = if keeps {
                view! { <a href="/customers/new">{t("Add one")}</a> "." }.into_any()
            } else {
                t("Leads and admins add customers.").into_any()
            };
            view! {
                <div class="empty">
                    <p class="empty__why">{if after.is_empty() { t("No customer is known here.") } else { t("No more customers.") }}</p>
                    <p class="empty__next">{next}</p>
                </div>
            }
            .into_any()
        } else {
            view! {
                <table class="listing page__section" role="table">
                    <caption class="unseen">{t("Customers by handle")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t("Handle")}</th>
                            <th role="columnheader" scope="col">{t("Name")}</th>
                            <th role="columnheader" scope="col">{t("Account")}</th>
                            <th role="columnheader" scope="col">{t("Language")}</th>
                            <th role="columnheader" scope="col">{t("Time zone")}</th>
                            <th role="columnheader" scope="col">{t("Added")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup" data-rows>{rows}</tbody>
                </table>
            }
            .into_any()
        };
        let first = (!after.is_empty()).then(|| href("/customers", &[("q", &text)]));
        let next = view.next.map(|handle| href("/customers", &[("q", &text), ("after", &handle)]));
        let clear =
            (!text.is_empty()).then(|| view! { <a class="button button--quiet" href="/customers">{t("Clear")}</a> });
        let words = count(shown, "customer", "customers");
        let sum = if next.is_some() { say!("{}, more follow", words) } else { words };
        let pager = (first.is_some() || next.is_some()).then(|| {
            view! { <Pager range=say!("{} on this page", count(shown, "customer", "customers")) first next /> }
        });
        view! {
            <Bar frame=frame here="customers" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Customers") meta=t("Whom we host, and what each of them held when.").into_any() aside />
                <form class="filters" method="get" action="/customers" role="search" aria-label=t("Customers")>
                    <label class="filters__field search__field">
                        {t("Handle, name, account or address")}
                        <input type="search" name="q" value=text size="32" autocomplete="off" spellcheck="false" />
                    </label>
                    <button class="button">{t("Find")}</button>
                    {clear}
                    <p class="filters__sum" role="status">{sum}</p>
                </form>
                {list}
                {pager}
            </main>
        }
    })
}
