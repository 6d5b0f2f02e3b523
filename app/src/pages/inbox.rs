//! The docket of complaints, first due first.

mod ask;
mod bulk;

use docket::complaint::{Channel, Complaint, ComplaintStage};
use docket::desk::queues::Tally;
use docket::people::Act;
use docket::policy::{Category, Severity};
use docket::view::{ComplaintRow, InboxView};
use leptos::prelude::*;

use crate::islands::Triage;
use crate::render::Page;
use crate::say;
use crate::ui::address::{beside_handle, harmless};
use crate::ui::due::Due;
use crate::ui::flash::{Flash, Said};
use crate::ui::head::Head;
use crate::ui::list::{Here, capped, channel_name, count};
use crate::ui::saved::{SaveView, SavedLink, SavedLinks, ViewLink};
use crate::ui::tag::SeverityMark;
use crate::ui::when::clock_name;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, Nothing, Pager, WhenShort};
use crate::words::t;

pub use ask::InboxAsk;

/// What the forms of the page show.
#[derive(Clone, Debug, Default)]
pub struct InboxForms {
    pub triage: FormState,
    pub save: FormState,
    pub saved: Vec<SavedLink>,
    /// How much is new.
    pub new: Tally,
    pub said: Option<Said>,
}

/// The bar under the list.
pub(super) struct Triaged {
    form: FormState,
    settled: bool,
}

pub fn show(frame: Frame, view: InboxView, ask: InboxAsk, forms: InboxForms) -> Page {
    Page::staff(t("Inbox"), move || {
        let order = match ask.sort.as_str() {
            "newest" => t(" The newest stands first."),
            "oldest" => t(" The oldest stands first."),
            _ => t(" The first due stands first."),
        };
        let meta = say!("Times in {}.{}", clock_name(frame.zone, frame.now), order).into_any();
        let acts = frame.who.may(Act::WorkCases).then(|| {
            view! {
                <div class="head__acts">
                    <a class="button button--primary" href="/complaints/new" data-key="c">
                        {t("New complaint")} <kbd class="button__key" aria-hidden="true">"c"</kbd>
                    </a>
                </div>
            }
            .into_any()
        });
        let aside = acts.unwrap_or_else(|| ().into_any());
        let shown = view.rows.len();
        let works = frame.who.may(Act::WorkCases) && matches!(ask.stage.as_str(), "new" | "passed_on" | "in_case");
        let triaged = Triaged { form: forms.triage.clone(), settled: ask.stage != "new" };
        let list = if view.rows.is_empty() {
            empty(&frame, &ask).into_any()
        } else if works {
            let rows = queue(&frame, &ask, view.rows, Some(&triaged.form));
            view! {
                <div class="triage">
                    <form class="triage__form" id="triage" method="post" action="/inbox/acts" data-many=t("complaints")>
                        <Hidden form=triaged.form.clone() />
                        <input type="hidden" name="back" value=ask.here() />
                        <input type="hidden" name="at" value="" data-next="" />
                        {rows}
                        {bulk::bar(&triaged)}
                    </form>
                    <Triage />
                </div>
            }
            .into_any()
        } else {
            queue(&frame, &ask, view.rows, None).into_any()
        };
        let pager = (!ask.after.is_empty() || view.next.is_some()).then(|| {
            let first = (!ask.after.is_empty()).then(|| ask.href(""));
            let next = view.next.as_ref().map(|key| ask.href(key));
            view! { <Pager range=say!("{} on this page", count(shown, "complaint", "complaints")) first next /> }
        });
        let sum = sum(&frame, &ask, shown, view.next.is_some());
        view! {
            <Bar frame=frame.clone() here="inbox" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Inbox") meta aside />
                <Flash said=forms.said.clone() />
                <ErrorSummary form=forms.triage.clone() />
                {views(&frame, &ask, &forms)}
                {filters(&ask, sum)}
                <SaveView form=forms.save.clone() page="inbox" query=ask.query() links=forms.saved.clone() />
                {list}
                {pager}
            </main>
        }
    })
}

/// How many there are, as far as we know without counting the whole table.
fn sum(frame: &Frame, ask: &InboxAsk, shown: usize, more: bool) -> String {
    if ask.stage == "new" && !ask.is_filtered() {
        return format!(
            "{} {}",
            capped(frame.inbox),
            if frame.inbox == 1 { t("complaint waits") } else { t("complaints wait") }
        );
    }
    let words = count(shown, "complaint", "complaints");
    if more { say!("{}, more follow", words) } else { words }
}

fn views(frame: &Frame, ask: &InboxAsk, forms: &InboxForms) -> impl IntoView + use<> {
    let now = frame.now;
    let saved_here = forms.saved.iter().any(|link| link.here);
    let link = |stage: &'static str, name: &'static str, tally: Option<Tally>| {
        let (count, due) = (tally.map(|tally| tally.count), tally.and_then(|tally| tally.first_due));
        let here = ask.stage == stage && !saved_here;
        view! { <ViewLink href=ask.with_stage(stage) name here now count due /> }
    };
    view! {
        <nav class="views" aria-label=t("Views")>
            {link("new", t("New"), Some(forms.new))}
            {link("in_case", t("In a case"), None)}
            {link("passed_on", t("Passed on"), None)}
            {link("rejected", t("Rejected"), None)}
            <a class="views__link" href="/inbox/unmatched">{t("Whose is it?")}</a>
            <SavedLinks links=forms.saved.clone() now />
        </nav>
    }
}

fn filters(ask: &InboxAsk, sum: String) -> impl IntoView {
    let choice = |name: &'static str,
                  words: &'static str,
                  chosen: String,
                  options: Vec<(&'static str, &'static str)>| {
        let options = options.into_iter().map(move |(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        });
        let options = options.collect_view();
        view! {
            <label class="filters__field">
                {words} <select name=name><option value="">{if name == "sort" { t("First due") } else { t("Any") }}</option> {options}</select>
            </label>
        }
    };
    let categories = Category::ALL.into_iter().map(|category| (category.word(), t(category.name()))).collect();
    let channels = Channel::ALL.into_iter().map(|channel| (channel.word(), channel_name(channel))).collect();
    let severities = Severity::ALL.into_iter().rev().map(|severity| (severity.word(), t(severity.name()))).collect();
    let stage = (ask.stage != "new").then(|| view! { <input type="hidden" name="stage" value=ask.stage.clone() /> });
    let plain = InboxAsk { stage: ask.stage.clone(), ..InboxAsk::default() };
    let clear = (ask.is_filtered() || !ask.sort.is_empty())
        .then(|| view! { <a class="button button--quiet" href=plain.href("")>{t("Clear")}</a> });
    view! {
        <form class="filters" method="get" action="/inbox" aria-label=t("Filters")>
            {stage}
            {choice("category", t("Category"), ask.category.clone(), categories)}
            {choice("channel", t("Source"), ask.channel.clone(), channels)}
            {choice("severity", t("Severity"), ask.severity.clone(), severities)}
            {choice("age", t("Waiting"), ask.age.clone(), vec![("1", t("Over a day")), ("3", t("Over 3 days")), ("7", t("Over a week"))])}
            <label class="filters__field">
                {t("Customer")} <input name="customer" value=ask.customer.clone() size="14" autocomplete="off" />
            </label>
            <label class="filters__field">
                {t("Words")} <input name="text" value=ask.text.clone() size="16" autocomplete="off" />
            </label>
            {choice("sort", t("Order"), ask.sort.clone(), vec![("newest", t("Newest first")), ("oldest", t("Oldest first"))])}
            <label class="filters__check">
                <input type="checkbox" name="unmatched" value="yes" checked=ask.unmatched /> {t(" Customer not known")}
            </label>
            <button class="button">{t("Filter")}</button>
            {clear}
            <p class="filters__sum" role="status">{sum}</p>
        </form>
    }
}

fn queue(frame: &Frame, ask: &InboxAsk, rows: Vec<ComplaintRow>, picks: Option<&FormState>) -> impl IntoView + use<> {
    let caption = match ask.stage.as_str() {
        "in_case" => t("Complaints that belong to a case"),
        "passed_on" => t("Complaints that were passed on to the customer"),
        "rejected" => t("Rejected complaints"),
        _ => t("New complaints"),
    };
    let by_due = ask.sort.is_empty().then_some("ascending");
    let by_time = match ask.sort.as_str() {
        "newest" => Some("descending"),
        "oldest" => Some("ascending"),
        _ => None,
    };
    let arrow = |sorted: Option<&str>| {
        sorted.map(|way| view! { <span aria-hidden="true">{if way == "ascending" { " ↑" } else { " ↓" }}</span> })
    };
    let other = if ask.sort == "newest" { "oldest" } else { "newest" };
    let here = rows.iter().position(|row| row.complaint.number.to_string() == ask.at).unwrap_or(0);
    let picking = picks.is_some();
    let rows = rows.into_iter().enumerate().map(|(place, row)| line(frame, row, picks, place == here)).collect_view();
    let class = if picking { "queue" } else { "queue queue--plain" };
    view! {
        <table class=class role="table" id="complaints">
            <caption class="unseen">{caption}</caption>
            <colgroup>
                {picking.then(|| view! { <col class="queue__col--pick" /> })}
                <col class="queue__col--sev" />
                <col class="queue__col--when" />
                <col class="queue__col--who" />
                <col class="queue__col--what" />
                <col class="queue__col--kind" />
                <col class="queue__col--case" />
                <col class="queue__col--due" />
            </colgroup>
            <thead role="rowgroup">
                <tr role="row">
                    {picking.then(|| view! { <th role="columnheader" scope="col"><span class="unseen">{t("Tick")}</span></th> })}
                    <th role="columnheader" scope="col">{t("Severity")}</th>
                    <th role="columnheader" scope="col" aria-sort=by_time>
                        <a class="queue__link" href=ask.with_sort(other)>{t("Received")}</a> {arrow(by_time)}
                    </th>
                    <th role="columnheader" scope="col">{t("Customer")}</th>
                    <th role="columnheader" scope="col">{t("About")}</th>
                    <th role="columnheader" scope="col">{t("Category")}</th>
                    <th role="columnheader" scope="col">{t("Case")}</th>
                    <th role="columnheader" scope="col" aria-sort=by_due>
                        <a class="queue__link" href=ask.with_sort("")>{ask.last_column()}</a> {arrow(by_due)}
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn line(frame: &Frame, row: ComplaintRow, picks: Option<&FormState>, here: bool) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let complaint = row.complaint;
    let (words, whole) = about(&complaint, row.customer.as_deref());
    let who = match row.customer {
        Some(handle) => view! { <bdi>{handle}</bdi> }.into_any(),
        None => view! { <span class="soft">{t("Not known")}</span> }.into_any(),
    };
    let case = match row.case {
        Some(number) => {
            view! { <a class="queue__link" href=format!("/cases/{number}")>{number.clone()}</a> }.into_any()
        }
        None => view! { <Nothing /> }.into_any(),
    };
    let last = match complaint.stage {
        ComplaintStage::New => view! { <Due at=complaint.react_by() now /> }.into_any(),
        ComplaintStage::InCase { since: at, .. }
        | ComplaintStage::Rejected { at, .. }
        | ComplaintStage::PassedOn { since: at, .. } => view! { <WhenShort at zone now /> }.into_any(),
    };
    let pick = picks.map(|form| {
        let id = complaint.id.to_string();
        let checked = form.checked("complaint", &id);
        view! {
            <td role="cell">
                <label class="queue__pick">
                    <input type="checkbox" name="complaint" value=id checked=checked data-number=complaint.number data-name=format!("C-{}", complaint.number) />
                    <span class="unseen">{t("Tick C-")} {complaint.number}</span>
                </label>
            </td>
        }
    });
    view! {
        <tr role="row" class=(picks.is_some() && here).then_some("queue__row--open")>
            {pick}
            <td role="cell"><SeverityMark severity=complaint.report.severity /></td>
            <td role="cell"><WhenShort at=complaint.received_at zone now /></td>
            <td role="cell">{who}</td>
            <td role="cell">
                <a class="queue__link" href=format!("/complaints/{}", complaint.number) title=whole data-row>
                    <span class="unseen">"C-" {complaint.number} ", "</span> <bdi>{words}</bdi>
                </a>
                <Here others=frame.others_at(&format!("/complaints/{}", complaint.number)) />
            </td>
            <td role="cell">{t(complaint.report.category.name())}</td>
            <td role="cell">{case}</td>
            <td role="cell">{last}</td>
        </tr>
    }
}

/// What a complaint is about, for the column and in full.
fn about(complaint: &Complaint, handle: Option<&str>) -> (String, String) {
    let report = &complaint.report;
    let locations = report.locations.get().map(Vec::as_slice).unwrap_or_default();
    let Some(first) = locations.first() else {
        let summary = report.summary.show();
        let words = if summary.is_empty() { format!("C-{}", complaint.number) } else { summary.to_owned() };
        return (words.clone(), words);
    };
    let port = report.source.get().and_then(|source| source.port).filter(|_| first.parse::<std::net::IpAddr>().is_ok());
    let port = port.map(|port| say!(" port {}", port)).unwrap_or_default();
    let more = match locations.len() {
        0 | 1 => String::new(),
        many => say!(" and {} more", many - 1),
    };
    let words = beside_handle(first, handle.unwrap_or_default());
    (format!("{words}{port}{more}"), format!("{}{port}{more}", harmless(first)))
}

fn empty(frame: &Frame, ask: &InboxAsk) -> impl IntoView {
    if ask.is_filtered() || !ask.after.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty__why">{t("No complaint matches these filters.")}</p>
                <p class="empty__next"><a href="/inbox">{t("Show all new complaints")}</a></p>
            </div>
        }
        .into_any();
    }
    let why = match ask.stage.as_str() {
        "in_case" => t("No complaint belongs to a case yet."),
        "passed_on" => t("No complaint was passed on."),
        "rejected" => t("No complaint was rejected."),
        _ => t("Inbox is empty."),
    };
    let open = frame.cases;
    let next = match (ask.stage.as_str(), open) {
        ("new", 0) => {
            t("Reports arrive by mail, by the API and from the public page. No case is open either.").into_any()
        }
        ("new", _) => {
            let words = say!("{} {} open", capped(open), if open == 1 { t("case is") } else { t("cases are") });
            view! { {t("Reports arrive by mail, by the API and from the public page. ")} <a href="/cases">{words}</a> "." }
                .into_any()
        }
        _ => view! { <a href="/inbox">{t("Show new complaints")}</a> }.into_any(),
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next">{next}</p>
        </div>
    }
    .into_any()
}
