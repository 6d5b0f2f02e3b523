//! The docket of complaints, first due first.

use docket::complaint::{Channel, Complaint, ComplaintStage};
use docket::people::Act;
use docket::policy::{Category, Severity};
use docket::view::{ComplaintRow, InboxView};
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::address::{beside_handle, harmless};
use crate::ui::due::Due;
use crate::ui::head::Head;
use crate::ui::list::{capped, channel_name, count, href};
use crate::ui::tag::SeverityMark;
use crate::ui::when::clock_name;
use crate::ui::{Bar, Frame, Nothing, Pager, WhenShort};

/// What stands in the address: the same words lead back to the same list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InboxAsk {
    pub stage: String,
    pub category: String,
    pub channel: String,
    pub severity: String,
    pub unmatched: bool,
    pub after: String,
}

impl InboxAsk {
    fn is_filtered(&self) -> bool {
        self.unmatched || [&self.category, &self.channel, &self.severity].iter().any(|filter| !filter.is_empty())
    }

    fn href(&self, after: &str) -> String {
        // New complaints are the plain inbox.
        let stage = if self.stage == "new" { "" } else { &self.stage };
        let unmatched = if self.unmatched { "yes" } else { "" };
        let filters =
            [("stage", stage), ("category", &self.category), ("channel", &self.channel), ("severity", &self.severity)];
        href("/inbox", &[&filters[..], &[("unmatched", unmatched), ("after", after)]].concat())
    }

    fn with_stage(&self, stage: &str) -> String {
        InboxAsk { stage: stage.to_owned(), ..self.clone() }.href("")
    }

    /// The heading of the last column: once a complaint is settled, nobody has to react any more.
    fn last_column(&self) -> &'static str {
        match self.stage.as_str() {
            "in_case" => "Attached",
            "rejected" => "Rejected",
            _ => "React by",
        }
    }
}

pub fn show(frame: Frame, view: InboxView, ask: InboxAsk) -> Page {
    Page::staff("Inbox", move || {
        let order = if ask.stage == "new" { " The first due stands first." } else { "" };
        let meta = format!("Times in {}.{order}", clock_name(frame.zone, frame.now)).into_any();
        let acts = frame.who.may(Act::WorkCases).then(|| {
            view! {
                <div class="head__acts">
                    <a class="button button--primary" href="/complaints/new" data-key="c">
                        "New complaint" <kbd class="button__key" aria-hidden="true">"c"</kbd>
                    </a>
                </div>
            }
            .into_any()
        });
        let aside = acts.unwrap_or_else(|| ().into_any());
        let shown = view.rows.len();
        let list = if view.rows.is_empty() {
            empty(&frame, &ask).into_any()
        } else {
            queue(&frame, &ask, view.rows).into_any()
        };
        let pager = (!ask.after.is_empty() || view.next.is_some()).then(|| {
            let first = (!ask.after.is_empty()).then(|| ask.href(""));
            let next = view.next.as_ref().map(|key| ask.href(key));
            view! { <Pager range=format!("{} on this page", count(shown, "complaint", "complaints")) first next /> }
        });
        let sum = sum(&frame, &ask, shown, view.next.is_some());
        view! {
            <Bar frame=frame.clone() here="inbox" />
            <main class="page" id="main" tabindex="-1">
                <Head title="Inbox" meta aside />
                {views(&frame, &ask)}
                {filters(&ask, sum)}
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
            if frame.inbox == 1 { "complaint waits" } else { "complaints wait" }
        );
    }
    let words = count(shown, "complaint", "complaints");
    if more { format!("{words}, more follow") } else { words }
}

fn views(frame: &Frame, ask: &InboxAsk) -> impl IntoView {
    let link = |stage: &'static str, words: &'static str, figure: Option<String>| {
        let current = (ask.stage == stage).then_some("page");
        let figure = figure.map(|figure| view! { " " <span class="figures">{figure}</span> });
        view! { <a class="views__link" href=ask.with_stage(stage) aria-current=current>{words} {figure}</a> }
    };
    view! {
        <nav class="views" aria-label="Views">
            {link("new", "New", Some(capped(frame.inbox)))}
            {link("in_case", "In a case", None)}
            {link("rejected", "Rejected", None)}
        </nav>
    }
}

fn filters(ask: &InboxAsk, sum: String) -> impl IntoView {
    let choice =
        |name: &'static str, words: &'static str, chosen: String, options: Vec<(&'static str, &'static str)>| {
            let options = options.into_iter().map(move |(value, words)| {
                let selected = value == chosen;
                view! { <option value=value selected=selected>{words}</option> }
            });
            let options = options.collect_view();
            view! {
                <label class="filters__field">
                    {words} <select name=name><option value="">"Any"</option> {options}</select>
                </label>
            }
        };
    let categories = Category::ALL.into_iter().map(|category| (category.word(), category.name())).collect();
    let channels = Channel::ALL.into_iter().map(|channel| (channel.word(), channel_name(channel))).collect();
    let severities = Severity::ALL.into_iter().rev().map(|severity| (severity.word(), severity.name())).collect();
    let stage = (ask.stage != "new").then(|| view! { <input type="hidden" name="stage" value=ask.stage.clone() /> });
    let plain = InboxAsk { stage: ask.stage.clone(), ..InboxAsk::default() };
    let clear = ask.is_filtered().then(|| view! { <a class="button button--quiet" href=plain.href("")>"Clear"</a> });
    view! {
        <form class="filters" method="get" action="/inbox" aria-label="Filters">
            {stage}
            {choice("category", "Category", ask.category.clone(), categories)}
            {choice("channel", "Source", ask.channel.clone(), channels)}
            {choice("severity", "Severity", ask.severity.clone(), severities)}
            <label class="filters__check">
                <input type="checkbox" name="unmatched" value="yes" checked=ask.unmatched /> " Customer not known"
            </label>
            <button class="button">"Filter"</button>
            {clear}
            <p class="filters__sum" role="status">{sum}</p>
        </form>
    }
}

fn queue(frame: &Frame, ask: &InboxAsk, rows: Vec<ComplaintRow>) -> impl IntoView {
    let caption = match ask.stage.as_str() {
        "in_case" => "Complaints that belong to a case",
        "rejected" => "Rejected complaints",
        _ => "New complaints, first due first",
    };
    let sorted = (ask.stage == "new").then_some("ascending");
    let arrow = sorted.map(|_| view! { <span aria-hidden="true">" ↑"</span> });
    let rows = rows.into_iter().map(|row| line(frame, row)).collect_view();
    view! {
        <table class="queue queue--plain" role="table">
            <caption class="unseen">{caption}</caption>
            <colgroup>
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
                    <th role="columnheader" scope="col">"Severity"</th>
                    <th role="columnheader" scope="col">"Received"</th>
                    <th role="columnheader" scope="col">"Customer"</th>
                    <th role="columnheader" scope="col">"About"</th>
                    <th role="columnheader" scope="col">"Category"</th>
                    <th role="columnheader" scope="col">"Case"</th>
                    <th role="columnheader" scope="col" aria-sort=sorted>{ask.last_column()} {arrow}</th>
                </tr>
            </thead>
            <tbody role="rowgroup" data-rows>{rows}</tbody>
        </table>
    }
}

fn line(frame: &Frame, row: ComplaintRow) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let complaint = row.complaint;
    let (words, whole) = about(&complaint, row.customer.as_deref());
    let who = match row.customer {
        Some(handle) => view! { <bdi>{handle}</bdi> }.into_any(),
        None => view! { <span class="soft">"Not known"</span> }.into_any(),
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
    view! {
        <tr role="row">
            <td role="cell"><SeverityMark severity=complaint.report.severity /></td>
            <td role="cell"><WhenShort at=complaint.received_at zone now /></td>
            <td role="cell">{who}</td>
            <td role="cell">
                <a class="queue__link" href=format!("/complaints/{}", complaint.number) title=whole data-row>
                    <span class="unseen">"C-" {complaint.number} ", "</span> <bdi>{words}</bdi>
                </a>
            </td>
            <td role="cell">{complaint.report.category.name()}</td>
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
    let port = port.map(|port| format!(" port {port}")).unwrap_or_default();
    let more = match locations.len() {
        0 | 1 => String::new(),
        many => format!(" and {} more", many - 1),
    };
    let words = beside_handle(first, handle.unwrap_or_default());
    (format!("{words}{port}{more}"), format!("{}{port}{more}", harmless(first)))
}

fn empty(frame: &Frame, ask: &InboxAsk) -> impl IntoView {
    if ask.is_filtered() || !ask.after.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty__why">"No complaint matches these filters."</p>
                <p class="empty__next"><a href="/inbox">"Show all new complaints"</a></p>
            </div>
        }
        .into_any();
    }
    let why = match ask.stage.as_str() {
        "in_case" => "No complaint belongs to a case yet.",
        "rejected" => "No complaint was rejected.",
        _ => "Inbox is empty.",
    };
    let open = frame.cases;
    let next = match (ask.stage.as_str(), open) {
        ("new", 0) => "Reports arrive by mail, by the API and from the public page. No case is open either.".into_any(),
        ("new", _) => {
            let words = format!("{} {} open", capped(open), if open == 1 { "case is" } else { "cases are" });
            view! { "Reports arrive by mail, by the API and from the public page. " <a href="/cases">{words}</a> "." }
                .into_any()
        }
        _ => view! { <a href="/inbox">"Show new complaints"</a> }.into_any(),
    };
    view! {
        <div class="empty">
            <p class="empty__why">{why}</p>
            <p class="empty__next">{next}</p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_inbox_has_the_plain_address() {
        let ask = InboxAsk { stage: "new".into(), ..InboxAsk::default() };
        assert_eq!(ask.href(""), "/inbox");
        assert_eq!(ask.with_stage("in_case"), "/inbox?stage=in_case");
        let ask = InboxAsk { category: "phishing".into(), unmatched: true, ..ask };
        assert_eq!(ask.href("17_x"), "/inbox?category=phishing&unmatched=yes&after=17_x");
    }
}
