//! The templates of letters: which edition counts, since when, and by whom.

use docket::people::Act;
use docket::sentence::Names;
use docket::template::{Template, TemplateKind};
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, WhenShort};
use crate::words::{language, t};

pub fn show(frame: Frame, templates: Vec<Template>, names: Names) -> Page {
    Page::staff(t("Templates"), move || {
        let meta = view! {
            {t("The words with which letters begin. A new edition never changes what was sent. Times in ")}
            {clock_name(frame.zone, frame.now)} "."
        };
        let publishes = frame.who.may(Act::Approve);
        let list = if templates.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No template stands in the record of this desk.")}</p>
                    <p class="empty__next">{t("Notices begin with the words that the program came with.")}</p>
                </div>
            }
            .into_any()
        } else {
            table(&frame, &templates, &names).into_any()
        };
        view! {
            <Bar frame=frame.clone() here="templates" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Templates") meta=meta.into_any() />
                {list}
                {(!publishes).then(|| view! { <p class="soft page__section">{t("Leads and counsel publish new editions.")}</p> })}
            </main>
        }
    })
}

/// Who published an edition.
pub fn by(template: &Template, names: &Names) -> String {
    template.published_by.map_or_else(|| t("Came with the desk").to_owned(), |person| names.of(person).to_owned())
}

/// What a kind is for, in a sentence.
pub fn purpose(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::ModerationPlan => t("Asks for a plan for the next time, usually within 24 hours."),
        TemplateKind::TimeToCure => t("Warns, and gives time to put an end to it."),
        TemplateKind::Information => t("Asks what happened, and threatens nothing."),
        TemplateKind::Suspension => t("Stands round the reasons of a suspension."),
        TemplateKind::Reinstatement => t("Stands round the reasons of a reinstatement."),
    }
}

fn table(frame: &Frame, templates: &[Template], names: &Names) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = templates.iter().map(|template| {
        let href = format!("/templates/{}/{}", template.kind.word(), template.language.code());
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main"><a href=href data-row>{template.kind.name(language())}</a></th>
                <td role="cell">{template.language.own_name()}</td>
                <td role="cell">{t("Edition ")} {template.edition}</td>
                <td role="cell"><WhenShort at=template.published_at zone now /></td>
                <td role="cell" class="listing__less">{by(template, names)}</td>
                <td role="cell" class="listing__less">{purpose(template.kind)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="listing" role="table">
            <caption class="unseen">{t("Templates, the newest edition of each")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("Template")}</th>
                    <th role="columnheader" scope="col">{t("Language")}</th>
                    <th role="columnheader" scope="col">{t("Edition")}</th>
                    <th role="columnheader" scope="col">{t("Published")}</th>
                    <th role="columnheader" scope="col">{t("By")}</th>
                    <th role="columnheader" scope="col">{t("What it is for")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}
