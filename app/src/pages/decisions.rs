//! The register of decisions: what was decided about whom, when it takes effect, and on whose proposal.

use docket::people::Act;
use docket::view::{DecisionRow, DecisionsView};
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{capped, count, href};
use crate::ui::tag::DecisionTag;
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Pager, WhenShort};
use crate::words::{language, ours, t};

/// Stages as links; the first is all of them.
const STAGES: [(&str, &str); 10] = [
    ("", ours("All")),
    ("proposed", ours("Waits for approval")),
    ("approved", ours("Scheduled")),
    ("stopped", ours("Stopped")),
    ("missed", ours("Missed")),
    ("in_force", ours("In force")),
    ("stayed", ours("Stayed")),
    ("lifted", ours("Lifted")),
    ("overturned", ours("Lifted on appeal")),
    ("withdrawn", ours("Withdrawn")),
];

/// `mine`: only what waits for the reader's own approval.
pub fn show(frame: Frame, view: DecisionsView, mine: bool, stage: String, before: String) -> Page {
    Page::staff(t("Decisions"), move || {
        let clock = clock_name(frame.zone, frame.now);
        let meta = match mine {
            true => {
                say!("Others proposed these, and you can approve them. The first effect first. Times in {}.", clock)
            }
            false => say!("The latest effect first. Times in {}.", clock),
        }
        .into_any();
        let aside = if frame.who.may(Act::Export) {
            let csv = href("/decisions.csv", &[("stage", &stage)]);
            view! { <div class="head__acts"><a class="button" href=csv download>{t("Download CSV")}</a></div> }
                .into_any()
        } else {
            ().into_any()
        };
        let views = STAGES.into_iter().map(|(word, name)| {
            let current = (word == stage && !mine).then_some("page");
            view! { <a class="views__link" href=href("/decisions", &[("stage", word)]) aria-current=current>{t(name)}</a> }
        });
        let views = views.collect_view();
        let for_me = frame.who.may(Act::Approve).then(|| {
            let current = mine.then_some("page");
            let many = (frame.approvals > 0).then(|| view! { " " <span class="figures">{capped(frame.approvals)}</span> });
            view! { <a class="views__link" href="/decisions?for=me" aria-current=current>{t("For you to approve")} {many}</a> }
        });
        let shown = view.rows.len();
        let list = if view.rows.is_empty() {
            empty(&stage, mine).into_any()
        } else {
            table(&frame, view.rows, mine).into_any()
        };
        let first = (!before.is_empty()).then(|| href("/decisions", &[("stage", &stage)]));
        let next = view.next.map(|key| href("/decisions", &[("stage", &stage), ("before", &key)]));
        let pager = (first.is_some() || next.is_some()).then(|| {
            view! { <Pager range=say!("{} on this page", count(shown, "decision", "decisions")) first next word=t("Older") /> }
        });
        view! {
            <Bar frame=frame.clone() here="decisions" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Decisions") meta aside />
                <nav class="views" aria-label=t("Stages")>{for_me} {views}</nav>
                {list}
                {pager}
            </main>
        }
    })
}

fn table(frame: &Frame, rows: Vec<DecisionRow>, mine: bool) -> impl IntoView + use<> {
    let (sorted, arrow) = if mine { ("ascending", " ↑") } else { ("descending", " ↓") };
    let caption = match mine {
        true => t("Decisions, the first effect first"),
        false => t("Decisions, the latest effect first"),
    };
    let (zone, now) = (frame.zone, frame.now);
    let rows = rows.into_iter().map(|row| {
        let decision = row.decision;
        let case = row.case.number;
        let assets = match decision.assets.as_slice() {
            [] => t("Nothing").to_owned(),
            [one] => one.value.clone(),
            [first, rest @ ..] => say!("{} and {} more", first.value, rest.len()),
        };
        let whole = decision.assets.iter().map(|asset| asset.value.as_str()).collect::<Vec<_>>().join(", ");
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/cases/{case}/decisions/{}", decision.number) data-row>
                        <span class="listing__number">{case.clone()} " D-" {decision.number}</span> " "
                        {decision.outcome.name(language())}
                    </a>
                </th>
                <td role="cell"><a class="queue__link" href=format!("/customers/{}", row.customer)><bdi>{row.customer.clone()}</bdi></a></td>
                <td role="cell"><DecisionTag stage=decision.stage.clone() /></td>
                <td role="cell"><WhenShort at=decision.effective.at zone now /></td>
                <td role="cell" class="listing__less" title=whole><bdi>{assets}</bdi></td>
                <td role="cell" class="listing__less">{row.proposed_by}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="listing" role="table">
            <caption class="unseen">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("Decision")}</th>
                    <th role="columnheader" scope="col">{t("Customer")}</th>
                    <th role="columnheader" scope="col">{t("Stage")}</th>
                    <th role="columnheader" scope="col" aria-sort=sorted>{t("Effective")} <span aria-hidden="true">{arrow}</span></th>
                    <th role="columnheader" scope="col">{t("Touches")}</th>
                    <th role="columnheader" scope="col">{t("Proposed by")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn empty(stage: &str, mine: bool) -> impl IntoView + use<> {
    let (why, next) = if mine {
        (
            t("Nothing waits for your approval."),
            view! { {t("What you proposed yourself waits for somebody else. ")} <a href="/decisions?stage=proposed">{t("Show everything that waits")}</a> }
                .into_any(),
        )
    } else if stage.is_empty() {
        (
            t("Nothing was decided yet."),
            view! { {t("A decision is made in its case. ")} <a href="/cases">{t("Look at the cases")}</a> }.into_any(),
        )
    } else {
        (t("No decision is at this stage."), view! { <a href="/decisions">{t("Show all decisions")}</a> }.into_any())
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next">{next}</p>
        </div>
    }
}
