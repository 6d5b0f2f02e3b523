//! The cases, newest first.

use docket::case::{CaseStage, stage_name};
use docket::people::Act;
use docket::view::{CaseRow, CasesView};
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::due::Due;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::table::Listing;
use crate::ui::tag::{SeverityMark, StageTag};
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Pager, WhenShort};

/// Which of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    /// A word of `CaseStage::WORDS`, or empty.
    pub stage: String,
    pub mine: bool,
    /// True on the second page and after it.
    pub further: bool,
}

pub fn show(frame: Frame, view: CasesView, shown: Shown) -> Page {
    Page::staff("Cases", move || {
        let many = view.rows.len();
        let rows = view.rows.into_iter().map(|row| view! { <Row row frame=frame.clone() /> }).collect::<Vec<_>>();
        let list = if rows.is_empty() {
            empty(&shown, frame.who.may(Act::WorkCases)).into_any()
        } else {
            view! {
                <Listing caption="Cases" heads=vec!["Case", "Severity", "Stage", "Customer", "Owner", "Opened", "Next deadline"]>
                    {rows}
                </Listing>
            }
            .into_any()
        };
        let first = shown.further.then(|| path(&shown, None));
        let older = view.next.map(|next| path(&shown, Some(&next)));
        let pager = (first.is_some() || older.is_some()).then(|| {
            view! { <Pager range=count(many, "case", "cases") first next=older word="Older" /> }
        });
        let meta = format!("Newest first. Times in {}.", clock_name(frame.zone, frame.now));
        view! {
            <Bar frame here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head title="Cases" meta=meta.into_any() />
                <Views shown />
                {list}
                {pager}
            </main>
        }
    })
}

#[component]
fn Views(shown: Shown) -> impl IntoView {
    let link = |to: Shown, words: &'static str| {
        let here = to.stage == shown.stage && to.mine == shown.mine;
        view! { <a class="views__link" href=path(&to, None) aria-current=here.then_some("page")>{words}</a> }
    };
    let all = link(Shown::default(), "All");
    let mine = link(Shown { mine: true, ..Shown::default() }, "Mine");
    // A notice leaves within a minute, so a list of those would always be empty when somebody looks.
    let stages = CaseStage::WORDS.into_iter().filter(|word| *word != "notice_leaving" || shown.stage == *word);
    let stages = stages.map(|word| link(Shown { stage: word.into(), ..Shown::default() }, stage_name(word)));
    view! { <nav class="views" aria-label="Views">{all} {mine} {stages.collect_view()}</nav> }
}

fn path(shown: &Shown, before: Option<&str>) -> String {
    let mine = if shown.mine { "yes" } else { "" };
    href("/cases", &[("stage", &shown.stage), ("mine", mine), ("before", before.unwrap_or_default())])
}

#[component]
fn Row(row: CaseRow, frame: Frame) -> impl IntoView {
    let case = row.case;
    let due = case.stage.next_due().map(|at| view! { <Due at now=frame.now /> });
    view! {
        <tr role="row">
            <th class="listing__main" role="rowheader" scope="row">
                <a href=format!("/cases/{}", case.number) data-row>
                    <span class="listing__number">{case.number.clone()}</span>
                    " " {case.title.show().to_owned()}
                </a>
            </th>
            <td role="cell"><SeverityMark severity=case.severity /></td>
            <td role="cell"><StageTag stage=case.stage.clone() /></td>
            <td role="cell"><a class="queue__link" href=format!("/customers/{}", row.customer)><bdi>{row.customer.clone()}</bdi></a></td>
            <td role="cell">{row.owner.unwrap_or_else(|| "Nobody".into())}</td>
            <td role="cell" class="listing__less"><WhenShort at=case.opened_at zone=frame.zone now=frame.now /></td>
            <td role="cell">{due}</td>
        </tr>
    }
}

/// Says why there is nothing, and what comes next.
fn empty(shown: &Shown, works: bool) -> impl IntoView {
    let why = if shown.further {
        "There are no older cases here.".to_owned()
    } else if shown.mine {
        "No case is yours.".to_owned()
    } else if shown.stage.is_empty() {
        "There is no case yet.".to_owned()
    } else {
        format!("No case is at the stage “{}”.", stage_name(&shown.stage))
    };
    let next = if !shown.stage.is_empty() || shown.mine || shown.further {
        view! { <a href="/cases">"See all cases"</a> }.into_any()
    } else if works {
        view! { "A case begins with a complaint. " <a href="/inbox">"Open the inbox"</a> }.into_any()
    } else {
        "A case begins when somebody opens one from a complaint.".into_any()
    };
    view! { <div class="empty"><p class="empty__why">{why}</p> <p class="empty__next">{next}</p></div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_lives_in_the_address() {
        assert_eq!(path(&Shown::default(), None), "/cases");
        let overdue = Shown { stage: "overdue".into(), ..Shown::default() };
        assert_eq!(path(&overdue, Some("12_ab")), "/cases?stage=overdue&before=12_ab");
        assert_eq!(path(&Shown { mine: true, ..Shown::default() }, None), "/cases?mine=yes");
    }
}
