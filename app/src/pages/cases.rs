//! The cases, as a team works through them.

mod ask;
mod bulk;

use docket::people::Act;
use docket::policy::{Category, Severity};
use docket::store::queues::CaseView;
use docket::view::{CaseRow, CasesView};
use leptos::prelude::*;

use crate::islands::Triage;
use crate::render::Page;
use crate::say;
use crate::ui::due::Due;
use crate::ui::flash::{Flash, Said};
use crate::ui::head::Head;
use crate::ui::list::{Here, count};
use crate::ui::saved::{SaveView, SavedLink, SavedLinks, ViewLink};
use crate::ui::tag::{SeverityMark, StageTag};
use crate::ui::when::clock_name;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, Pager, WhenShort};
use crate::words::t;

pub use ask::CasesAsk;

/// One of the built-in views with what waits in it.
#[derive(Clone, Debug)]
pub struct Shown {
    pub view: CaseView,
    pub tally: docket::desk::queues::Tally,
}

#[derive(Clone, Debug, Default)]
pub struct CaseListForms {
    pub acts: FormState,
    pub save: FormState,
    pub saved: Vec<SavedLink>,
    pub views: Vec<Shown>,
    /// Ids and names of those who can own a case.
    pub people: Vec<(String, String)>,
    pub said: Option<Said>,
}

pub fn show(frame: Frame, view: CasesView, ask: CasesAsk, forms: CaseListForms) -> Page {
    Page::staff(t("Cases"), move || {
        let many = view.rows.len();
        let works = frame.who.may(Act::WorkCases);
        let order = match ask.view {
            CaseView::Overdue | CaseView::Today | CaseView::Approval | CaseView::AwaitingCustomer => {
                t("First due first.")
            }
            CaseView::Snoozed => t("First to come back first."),
            _ => t("Newest first."),
        };
        let meta = say!("{} Times in {}.", order, clock_name(frame.zone, frame.now)).into_any();
        let list = if view.rows.is_empty() {
            empty(&ask, works).into_any()
        } else if works {
            view! {
                <div class="triage">
                    <form class="triage__form" id="triage" method="post" action="/cases/acts" data-many=t("cases")>
                        <Hidden form=forms.acts.clone() />
                        <input type="hidden" name="back" value=ask.here() />
                        {table(&frame, &ask, view.rows, Some(&forms.acts))}
                        {bulk::bar(&forms)}
                    </form>
                    <Triage />
                </div>
            }
            .into_any()
        } else {
            table(&frame, &ask, view.rows, None).into_any()
        };
        let first = (!ask.after.is_empty()).then(|| ask.href(""));
        let next = view.next.map(|next| ask.href(&next));
        let pager = (first.is_some() || next.is_some())
            .then(|| view! { <Pager range=say!("{} on this page", count(many, "case", "cases")) first next /> });
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Cases") meta />
                <Flash said=forms.said.clone() />
                <ErrorSummary form=forms.acts.clone() />
                {views(&frame, &ask, &forms)}
                {filters(&ask, &forms)}
                <SaveView form=forms.save.clone() page="cases" query=ask.query() links=forms.saved.clone() />
                {list}
                {pager}
            </main>
        }
    })
}

fn views(frame: &Frame, ask: &CasesAsk, forms: &CaseListForms) -> impl IntoView + use<> {
    let now = frame.now;
    let saved_here = forms.saved.iter().any(|link| link.here);
    let tallies = forms.views.clone();
    let links = CaseView::ALL.map(|view| {
        let tally = tallies.iter().find(|shown| shown.view == view).map(|shown| shown.tally);
        let here = ask.view == view && ask.stage.is_empty() && !saved_here;
        let (count, due) = (tally.map(|tally| tally.count), tally.and_then(|tally| tally.first_due));
        view! { <ViewLink href=CasesAsk::plain(view) name=t(view.name()) here now count due /> }
    });
    view! {
        <nav class="views" aria-label=t("Views")>
            {links.into_iter().collect_view()}
            <SavedLinks links=forms.saved.clone() now />
        </nav>
    }
}

fn filters(ask: &CasesAsk, forms: &CaseListForms) -> impl IntoView + use<> {
    let choice = |name: &'static str, words: &'static str, chosen: String, options: Vec<(String, String)>| {
        let options = options.into_iter().map(move |(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        });
        let options = options.collect_view();
        view! {
            <label class="filters__field">{words} <select name=name><option value="">{t("Any")}</option> {options}</select></label>
        }
    };
    let own = |pairs: Vec<(&str, &str)>| {
        pairs.into_iter().map(|(value, words)| (value.to_owned(), words.to_owned())).collect::<Vec<_>>()
    };
    let categories = own(Category::ALL.into_iter().map(|category| (category.word(), t(category.name()))).collect());
    let severities =
        own(Severity::ALL.into_iter().rev().map(|severity| (severity.word(), t(severity.name()))).collect());
    let mut owners = own(vec![("nobody", t("Nobody"))]);
    owners.extend(forms.people.clone());
    let clear = ask
        .is_filtered()
        .then(|| view! { <a class="button button--quiet" href=CasesAsk::plain(ask.view)>{t("Clear")}</a> });
    let stage = (!ask.stage.is_empty()).then(|| view! { <input type="hidden" name="stage" value=ask.stage.clone() /> });
    view! {
        <form class="filters" method="get" action="/cases" aria-label=t("Filters")>
            <input type="hidden" name="view" value=ask.view.word() />
            {stage}
            {choice("severity", t("Severity"), ask.severity.clone(), severities)}
            {choice("category", t("Category"), ask.category.clone(), categories)}
            {choice("owner", t("Owner"), ask.owner.clone(), owners)}
            <label class="filters__field">
                {t("Customer")} <input name="customer" value=ask.customer.clone() size="14" autocomplete="off" />
            </label>
            <label class="filters__field">{t("Tag")} <input name="tag" value=ask.tag.clone() size="10" autocomplete="off" /></label>
            <button class="button">{t("Filter")}</button>
            {clear}
        </form>
    }
}

fn table(frame: &Frame, ask: &CasesAsk, rows: Vec<CaseRow>, picks: Option<&FormState>) -> impl IntoView + use<> {
    let last = if ask.view == CaseView::Snoozed { t("Back on") } else { t("Next deadline") };
    let snoozed = ask.view == CaseView::Snoozed;
    let picking = picks.is_some();
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(place, row)| line(row, frame, picks, place == 0 && picking, snoozed))
        .collect_view();
    let heads = [t("Case"), t("Severity"), t("Stage"), t("Customer"), t("Owner"), t("Opened"), last];
    let heads = heads.map(|head| view! { <th role="columnheader" scope="col">{head}</th> }).collect_view();
    view! {
        <table class="listing" role="table" id="cases">
            <caption class="unseen">{t("Cases")}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {picking.then(|| view! { <th role="columnheader" scope="col"><span class="unseen">{t("Tick")}</span></th> })}
                    {heads}
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn line(row: CaseRow, frame: &Frame, picks: Option<&FormState>, here: bool, snoozed: bool) -> impl IntoView + use<> {
    let case = row.case;
    let (zone, now) = (frame.zone, frame.now);
    let last = match (&case.snooze, snoozed) {
        (Some(snooze), true) => view! { <WhenShort at=snooze.until zone now /> }.into_any(),
        _ => case.stage.next_due().map(|at| view! { <Due at now /> }).into_any(),
    };
    let pick = picks.map(|form| {
        let id = case.id.to_string();
        let checked = form.checked("case", &id);
        view! {
            <td role="cell">
                <label class="queue__pick">
                    <input type="checkbox" name="case" value=id checked=checked data-name=case.number.clone() />
                    <span class="unseen">{t("Tick ")} {case.number.clone()}</span>
                </label>
            </td>
        }
    });
    let tags = case.tags.iter().map(|tag| view! { " " <span class="tag">{tag.clone()}</span> }).collect_view();
    let class = here.then_some("queue__row--open");
    view! {
        <tr role="row" class=class>
            {pick}
            <th class="listing__main" role="rowheader" scope="row">
                <a href=format!("/cases/{}", case.number) data-row>
                    <span class="listing__number">{case.number.clone()}</span>
                    " " {case.title.show().to_owned()}
                </a>
                {tags}
                <Here others=frame.others_at(&format!("/cases/{}", case.number)) />
            </th>
            <td role="cell"><SeverityMark severity=case.severity /></td>
            <td role="cell"><StageTag stage=case.stage.clone() /></td>
            <td role="cell"><a class="queue__link" href=format!("/customers/{}", row.customer)><bdi>{row.customer.clone()}</bdi></a></td>
            <td role="cell">{row.owner.unwrap_or_else(|| t("Nobody").into())}</td>
            <td role="cell" class="listing__less"><WhenShort at=case.opened_at zone now /></td>
            <td role="cell">{last}</td>
        </tr>
    }
}

/// Says why there is nothing, and what comes next.
fn empty(ask: &CasesAsk, works: bool) -> impl IntoView + use<> {
    let why = if !ask.after.is_empty() {
        t("There are no more cases here.")
    } else if ask.is_filtered() {
        t("No case matches these filters.")
    } else {
        match ask.view {
            CaseView::Mine => t("No open case is yours."),
            CaseView::Overdue => t("No deadline has passed that somebody must look at."),
            CaseView::Today => t("Nothing is due today."),
            CaseView::Approval => t("No decision waits for approval."),
            CaseView::AwaitingCustomer => t("No customer is being waited for."),
            CaseView::Unreached => t("No letter of a notice came back that somebody must make up for."),
            CaseView::Snoozed => t("No case is put aside."),
            CaseView::Closed => t("No case was closed yet."),
            CaseView::Open | CaseView::All => t("There is no case yet."),
        }
    };
    let plain = matches!(ask.view, CaseView::Open | CaseView::All) && !ask.is_filtered() && ask.after.is_empty();
    let next = match (plain, works) {
        (false, _) => view! { <a href="/cases?view=all">{t("See all cases")}</a> }.into_any(),
        (true, true) => {
            view! { {t("A case begins with a complaint. ")} <a href="/inbox">{t("Open the inbox")}</a> }.into_any()
        }
        (true, false) => t("A case begins when somebody opens one from a complaint.").into_any(),
    };
    view! { <div class="empty"><p class="empty__why">{why}</p> <p class="empty__next">{next}</p></div> }
}
