//! What came in by mail about our letters, and what of it waits for a person.

use docket::desk::mail::{MailRow, MailsView};
use docket::mail::{MailKind, MailStage};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{capped, count, href};
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Pager, WhenShort};
use crate::words::{ours, t};

/// Kinds as links. The first is what a person has to look at.
pub const VIEWS: [(&str, &str); 5] = [
    ("waiting", ours("Waits for a person")),
    ("delivery", ours("Reports on delivery")),
    ("reply", ours("Replies")),
    ("automatic", ours("Automatic replies")),
    ("all", ours("All")),
];

pub fn show(frame: Frame, view: MailsView, kind: String, after: String) -> Page {
    Page::staff(t("Mail that came in"), move || {
        let order = if kind == "waiting" { t("Oldest first.") } else { t("Newest first.") };
        let meta = say!("{} Times in {}. Each mail is kept as it came.", order, clock_name(frame.zone, frame.now));
        let waiting = view.waiting;
        let views = VIEWS.into_iter().map(|(word, name)| {
            let current = (word == kind).then_some("page");
            let many = (word == "waiting")
                .then(|| view! { " " <span class="figures">{capped(waiting)}</span> });
            view! { <a class="views__link" href=href("/mail", &[("kind", word)]) aria-current=current>{t(name)} {many}</a> }
        });
        let views = views.collect_view();
        let shown = view.rows.len();
        let list = if view.rows.is_empty() { empty(&kind).into_any() } else { table(&frame, view.rows).into_any() };
        let first = (!after.is_empty()).then(|| href("/mail", &[("kind", &kind)]));
        let next = view.next.map(|key| href("/mail", &[("kind", &kind), ("after", &key.to_string())]));
        let pager = (first.is_some() || next.is_some())
            .then(|| view! { <Pager range=say!("{} on this page", count(shown, "mail", "mails")) first next /> });
        view! {
            <Bar frame=frame.clone() here="mail" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Mail that came in") meta=meta.into_any() />
                <nav class="views" aria-label=t("Kinds")>{views}</nav>
                {list}
                {pager}
            </main>
        }
    })
}

fn table(frame: &Frame, rows: Vec<MailRow>) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = rows.into_iter().map(|MailRow { mail, case }| {
        let state = match &mail.stage {
            MailStage::Waiting => view! { <span class="tag tag--late">{t("Waits")}</span> }.into_any(),
            MailStage::Kept if mail.kind == MailKind::Automatic => t("Kept, not answered").into_any(),
            MailStage::Kept => t("Kept with its letter").into_any(),
            MailStage::Answer { receipt, .. } => say!("Answer {}", receipt).into_any(),
            MailStage::Settled { .. } => t("Put aside").into_any(),
        };
        let case = case.map(|case| view! { <a class="queue__link" href=format!("/cases/{case}")>{case.clone()}</a> });
        let subject = match mail.subject.show() {
            "" => t("No subject").to_owned(),
            subject => subject.to_owned(),
        };
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/mail/{}", mail.number) data-row>
                        <span class="listing__number">"ML-" {mail.number}</span> " " <bdi>{subject}</bdi>
                    </a>
                </th>
                <td role="cell"><bdi>{mail.from.show().to_owned()}</bdi></td>
                <td role="cell">{t(mail.kind.name())}</td>
                <td role="cell"><WhenShort at=mail.received_at zone now /></td>
                <td role="cell">{state}</td>
                <td role="cell">{case}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="listing" role="table">
            <caption class="unseen">{t("Mail that came in")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("Subject")}</th>
                    <th role="columnheader" scope="col">{t("From")}</th>
                    <th role="columnheader" scope="col">{t("What it is")}</th>
                    <th role="columnheader" scope="col">{t("Received")}</th>
                    <th role="columnheader" scope="col">{t("State")}</th>
                    <th role="columnheader" scope="col">{t("Case")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn empty(kind: &str) -> impl IntoView + use<> {
    let why = match kind {
        "waiting" => t("No mail waits for a person."),
        _ => t("No such mail has come in."),
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next">{t("Replies and reports come from the mailbox that the setting mail_replies names, or by duenotice ingest. ")} <a href="/letters">{t("Look at the letters")}</a></p>
        </div>
    }
}
