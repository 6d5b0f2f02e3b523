//! Customers and assets from a list: upload, what it would change, and the change.

use docket::desk::customers::imports::{COLUMNS, Effect, ImportView, MOST_ROWS};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::{Bar, ErrorSummary, FileField, FormState, Frame, Hidden, WhenShort};
use crate::words::{language, t};

pub fn list(frame: Frame, lists: Vec<ImportView>, form: FormState) -> Page {
    Page::staff(t("Import"), move || {
        let (zone, now) = (frame.zone, frame.now);
        let rows = lists.into_iter().map(|list| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">
                        <a href=format!("/imports/{}", list.id) data-row><bdi>{list.name.clone()}</bdi></a>
                    </th>
                    <td role="cell">{count(list.total.try_into().unwrap_or(0), "row", "rows")}</td>
                    <td role="cell">{stage(&list.stage)}</td>
                    <td role="cell" class="whole"><WhenShort at=list.made_at zone now /></td>
                </tr>
            }
        });
        let rows: Vec<_> = rows.collect();
        let before = (!rows.is_empty()).then(|| {
            view! {
                <section class="page__section" aria-labelledby="before">
                    <h2 id="before">{t("Lists of before")}</h2>
                    <Listing caption=t("Lists, newest first") heads=vec![t("List"), t("Rows"), t("Stage"), t("Uploaded")]>{rows}</Listing>
                </section>
            }
        });
        view! {
            <Bar frame=frame here="imports" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/customers".to_owned(), t("Customers").to_owned()) title=t("Import customers and assets") />
                <form class="form page__section" method="post" action="/imports" enctype="multipart/form-data" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <div class="prose">
                        <p>{t("A list as a spreadsheet writes it (CSV), with a first row that names the columns: one row for each asset. You see what it would change before anything happens, and the same list twice changes nothing.")}</p>
                        <details class="more">
                            <summary>{t("The columns")}</summary>
                            <p><code>{COLUMNS.join(", ")}</code></p>
                            <p>{t("Only ")} <code>"handle"</code> {t(" is always needed. A customer that is new here needs ")} <code>"account"</code> ", " <code>"name"</code> {t(" and ")} <code>"contact_email"</code> {t(" as well. An empty cell leaves what is known. ")} <code>"from"</code> {t(" and ")} <code>"to"</code> {t(" are days, such as 2026-01-31, or instants, such as 2026-01-31T18:00:00Z; without a ")} <code>"from"</code> {t(" the asset is held from now. Whoever held it before gives it up at that moment.")}</p>
                            <p>{t("At most ")} {MOST_ROWS.to_string()} {t(" rows. Columns with other names are left alone.")}</p>
                        </details>
                    </div>
                    <FileField form name="file" label=t("The list") hint=t("A .csv file, up to 25 MB.") multiple=false />
                    <div class="form__acts">
                        <button class="button button--primary">{t("See what it would change")}</button>
                        <a class="button button--quiet" href="/customers">{t("Back to customers")}</a>
                    </div>
                </form>
                {before}
            </main>
        }
    })
}

pub fn show(frame: Frame, view: ImportView, form: FormState) -> Page {
    Page::staff(say!("List {}", view.name), move || {
        let report = view.report.clone();
        let running = view.stage == "running";
        let done = view.stage == "done";
        let acts = match view.stage.as_str() {
            "done" => view! { <p>{t("Everything above happened. ")} <a href="/customers">{t("Go to the customers")}</a> "."</p> }
                .into_any(),
            _ if report.added + report.changed == 0 && !running => {
                view! { <p>{t("There is nothing to do: no row would change anything.")}</p> }.into_any()
            }
            stage => {
                let words = if stage == "running" {
                    t("Go on where it stopped").to_owned()
                } else {
                    say!("Change {}", count((report.added + report.changed) as usize, "row", "rows"))
                };
                view! {
                    <form class="form" method="post" action=format!("/imports/{}", view.id)>
                        <ErrorSummary form=form.clone() />
                        <Hidden form=form.clone() />
                        <div class="form__acts">
                            <button class="button button--primary">{words}</button>
                            <a class="button button--quiet" href="/imports">{t("Not now")}</a>
                        </div>
                    </form>
                }
                .into_any()
            }
        };
        let progress = running.then(|| {
            view! {
                <div class="heed" role="status">
                    <p class="heed__title">{t("Being read in: ")} {view.done} {t(" of ")} {view.total} {t(" rows")}</p>
                    <p><progress max=view.total value=view.done aria-label=t("Rows read in")></progress></p>
                    <p><a href=format!("/imports/{}", view.id)>{t("Look again")}</a> {t(". You may leave this page: the work goes on.")}</p>
                </div>
            }
        });
        let unread = (!report.unread.is_empty()).then(|| {
            view! { <p class="heed heed--urgent">{t("These columns are not read: ")} {report.unread.join(", ")} "."</p> }
        });
        let (refused, other): (Vec<_>, Vec<_>) =
            report.lines.into_iter().partition(|line| line.effect == Effect::Refused);
        let refused_many = refused.len();
        let refused_rows = refused.into_iter().take(500).map(|line| {
            let said = line.said(language());
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main"><span class="listing__number">{t("Row ")} {line.row}</span> " " <bdi>{line.handle}</bdi></th>
                    <td role="cell"><code>{line.column}</code></td>
                    <td role="cell">{said}</td>
                </tr>
            }
        });
        let refused_rows: Vec<_> = refused_rows.collect();
        let refused_list = (refused_many > 0).then(|| {
            view! {
                <section class="page__section" aria-labelledby="refused">
                    <h2 id="refused">{count(refused_many, "row is refused", "rows are refused")}</h2>
                    <p class="soft">{t("Mend them in the list and upload it again: what is done already stays as it is.")}</p>
                    <Listing caption=t("Refused rows") heads=vec![t("Row"), t("Column"), t("Why")]>{refused_rows}</Listing>
                </section>
            }
        });
        let shown = other.len();
        let other_rows = other.into_iter().map(|line| {
            let word = if line.effect == Effect::Added { t("Added") } else { t("Changed") };
            let said = line.said(language());
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main"><span class="listing__number">{t("Row ")} {line.row}</span> " " <bdi>{line.handle}</bdi></th>
                    <td role="cell">{word}</td>
                    <td role="cell">{said}</td>
                </tr>
            }
        });
        let other_rows: Vec<_> = other_rows.collect();
        let all = (report.added + report.changed) as usize;
        let other_list = (shown > 0).then(|| {
            let more = (all > shown).then(|| view! { <p class="soft">{t("The first ")} {shown} {t(" of ")} {all} "."</p> });
            view! {
                <section class="page__section" aria-labelledby="changes">
                    <h2 id="changes">{if done { t("What changed") } else { t("What would change") }}</h2>
                    <Listing caption=t("Rows that change something") heads=vec![t("Row"), t("What"), t("In words")]>{other_rows}</Listing>
                    {more}
                </section>
            }
        });
        let total = |name: &'static str, many: u32| {
            view! { <div class="totals__item"><dt>{name}</dt><dd class="totals__figure">{many}</dd></div> }
        };
        view! {
            <Bar frame=frame here="imports" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/imports".to_owned(), t("Import").to_owned()) title=view.name.clone() meta=stage(&view.stage).into_any() />
                {progress}
                {unread}
                <dl class="totals">
                    {total(t("Added"), report.added)} {total(t("Changed"), report.changed)} {total(t("Unchanged"), report.unchanged)} {total(t("Refused"), report.refused)}
                </dl>
                {acts}
                <p class="links"><a href=format!("/imports/{}/report.csv", view.id)>{t("Download the report as CSV")}</a></p>
                {refused_list}
                {other_list}
            </main>
        }
    })
}

fn stage(word: &str) -> &'static str {
    match word {
        "checked" => t("Checked; nothing has changed yet"),
        "running" => t("Being read in"),
        _ => t("Done"),
    }
}
