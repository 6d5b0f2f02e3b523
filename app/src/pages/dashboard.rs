//! The desk at a glance: what is open now, and how a period went. Each plot is a finding, a picture and a table.

use docket::desk::dashboard::{Dashboard, Tiles};
use docket::people::Act;
use docket::policy::Category;
use docket::report::treatment::hours_words;
use docket::time::Moment;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::plot::{Plot, curve_name, figures_table, heat, outcome_parts, quantiles, rows, stacked, steps};
use crate::ui::{Bar, Frame};
use crate::words::{language, t};

/// What stands in the address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DashboardAsk {
    pub from: String,
    pub to: String,
    pub zone: String,
    /// Why the period could not be read: then the usual one is shown.
    pub problem: Option<String>,
}

pub fn show(frame: Frame, board: Dashboard, ask: DashboardAsk, zones: Vec<&'static str>) -> Page {
    Page::staff(t("Dashboard"), move || {
        let period = &board.period;
        let behind = board.size - board.counted;
        let stamp = if behind > 0 {
            say!("As of entry #{}; the plots count up to #{}.", board.size, board.counted)
        } else {
            say!("As of entry #{}.", board.size)
        };
        let meta = view! {
            {period.from_text.clone()} {t(" to ")} {period.to_text.clone()} ", " {period.zone.name()} ". "
            <a href=format!("/ledger/{}", board.size)>{stamp}</a>
        }
        .into_any();
        let aside = frame.who.may(Act::Export).then(|| {
            view! { <div class="head__acts"><a class="button" href="/reports">{t("Reports")}</a></div> }.into_any()
        });
        let problem = ask.problem.clone().map(|sentence| {
            view! { <div class="heed heed--late" role="alert"><p class="heed__title">{sentence}</p><p>{t("The last 14 days are shown.")}</p></div> }
        });
        view! {
            <Bar frame=frame.clone() here="dashboard" />
            <main class="page" id="main" tabindex="-1">
                <p class="once-printed">{frame.provider.clone()} {t(", dashboard, entry ")} {board.size}</p>
                <Head title=t("Dashboard") meta aside=aside.unwrap_or_else(|| ().into_any()) />
                {period_form(&board, zones)}
                {problem}
                {tiles(&board.tiles, &frame)}
                <div class="plots">
                    {complaints(&board)}
                    {deadlines(&board, frame.now)}
                    {answered(&board)}
                    {outcomes(&board)}
                    {first_notice(&board)}
                </div>
            </main>
        }
    })
}

fn period_form(board: &Dashboard, zones: Vec<&'static str>) -> impl IntoView + use<> {
    let period = &board.period;
    let here = period.zone.name();
    let mut names = zones;
    if !names.contains(&here) {
        names.push(here);
    }
    let options = names.into_iter().map(|name| view! { <option value=name selected=name == here>{name}</option> });
    view! {
        <form class="filters" method="get" action="/dashboard" aria-label=t("Period")>
            <label class="filters__field">{t("From")} <input type="date" name="from" value=period.from_text.clone() /></label>
            <label class="filters__field">{t("To")} <input type="date" name="to" value=period.to_text.clone() /></label>
            <label class="filters__field">{t("Zone")} <select name="zone">{options.collect_view()}</select></label>
            <button class="button">{t("Show")}</button>
        </form>
    }
}

fn tiles(tiles: &Tiles, frame: &Frame) -> impl IntoView + use<> {
    let measures = i64::try_from(frame.unconfirmed.len()).unwrap_or(0);
    let tile = |name: &'static str, many: i64, to: &'static str, change: &'static str| {
        view! {
            <div class="totals__item">
                <dt>{name}</dt>
                <dd class="totals__figure">{figure(name, many, to)}</dd>
                <dd class="totals__change">{change}</dd>
            </div>
        }
    };
    view! {
        <dl class="totals">
            {tile(t("Open cases"), tiles.open, "/cases", t("Not closed"))}
            {tile(t("Overdue"), tiles.overdue, "/cases?stage=overdue", t("The deadline passed, nobody decided"))}
            {tile(t("Due today"), tiles.due_today, "#deadlines", t("Answers and decisions"))}
            {tile(t("Wait for approval"), tiles.waiting, "/cases?stage=proposed", t("A second person is needed"))}
            {tile(t("Answers to weigh"), frame.answers, "/cases?stage=answered", t("Cases with an answer that nobody has weighed"))}
            {tile(t("Ask for more time"), frame.time_requests, "/time-requests", t("Nothing burdens them while the first waits"))}
            {tile(t("Appeals that wait"), frame.appeals, "/appeals", t("Decided by somebody else"))}
            {tile(t("Measures to confirm"), measures, if measures > 0 { "#alarms" } else { "" }, t("Or they lapse by themselves"))}
            {tile(t("Need a person"), tiles.needs_person, "/cases?stage=needs_person", t("Stopped or missed"))}
        </dl>
    }
}

/// Leads to what it counts. Measures have no list of their own: while none waits there is nowhere to go.
fn figure(name: &'static str, many: i64, to: &'static str) -> AnyView {
    if to.is_empty() {
        return many.into_any();
    }
    view! { <a href=to>{many} <span class="unseen">" " {name}</span></a> }.into_any()
}

fn csv(board: &Dashboard, plot: &str) -> String {
    let period = &board.period;
    href(
        &format!("/dashboard/{plot}"),
        &[("from", &period.from_text), ("to", &period.to_text), ("zone", period.zone.name())],
    )
}

/// What stands where a plot would be empty.
fn nothing(title: &'static str, id: &'static str, why: String, next: AnyView) -> AnyView {
    view! {
        <figure class="plot" id=id>
            <h2 class="plot__title">{title}</h2>
            <div class="empty"><p class="empty__why">{why}</p><p class="empty__next">{next}</p></div>
        </figure>
    }
    .into_any()
}

/// Why a plot is empty. What is not counted yet is not nothing.
fn counted_or(board: &Dashboard, none: &'static str) -> String {
    match board.size - board.counted {
        ..=0 => none.to_owned(),
        _ if board.counted == 0 => {
            t("Nothing is counted yet. The rounds count within a minute; load the page again then.").to_owned()
        }
        behind => say!(
            "Up to entry #{} there is none, and {} newer ones are being counted. Load the page again in a minute.",
            board.counted,
            behind
        ),
    }
}

fn complaints(board: &Dashboard) -> AnyView {
    let all: i64 = board.days.iter().map(|bar| bar.all).sum();
    let title = if board.weekly { t("Complaints a week") } else { t("Complaints a day") };
    if all == 0 {
        let next =
            view! { {t("Choose a longer period, or ")} <a href="/inbox">{t("look at the inbox")}</a> "." }.into_any();
        let why = counted_or(board, t("No complaint came in this period."));
        return nothing(title, "complaints", why, next);
    }
    let name = |word: &String| Category::parse(word).map_or(word.as_str(), |one| t(one.name())).to_owned();
    let mut key: Vec<String> = board.series.iter().map(name).collect();
    let named: i64 =
        board.days.iter().map(|bar| board.series.iter().filter_map(|word| bar.by.get(word)).sum::<i64>()).sum();
    if named < all {
        key.resize(3, String::new());
        key.retain(|word| !word.is_empty());
        if key.len() == 3 {
            key.push(t("Other").to_owned());
        }
    }
    let busiest = board.days.iter().max_by_key(|bar| bar.all);
    let say = match busiest {
        Some(bar) => say!(
            "{}; most of them {} {}, {}.",
            count(usize::try_from(all).unwrap_or(0), "complaint", "complaints"),
            if board.weekly { t("in the week from") } else { t("on") },
            bar.day,
            bar.all
        ),
        None => String::new(),
    };
    let words: std::collections::BTreeSet<&String> = board.days.iter().flat_map(|bar| bar.by.keys()).collect();
    let mut heads = vec![if board.weekly { t("Week from") } else { t("Day") }.to_owned()];
    heads.extend(words.iter().map(|word| name(word)));
    heads.push(t("All").to_owned());
    let table = board.days.iter().map(|bar| {
        let mut row = vec![bar.day.clone()];
        row.extend(words.iter().map(|word| bar.by.get(*word).copied().unwrap_or(0).to_string()));
        row.push(bar.all.to_string());
        row
    });
    let table = figures_table(title, heads, table.collect());
    let plot = stacked(&board.days, &board.series, say!("{}, stacked by category", title));
    view! { <Plot id="complaints" title say key csv=csv(board, "complaints.csv") plot table /> }.into_any()
}

fn deadlines(board: &Dashboard, now: Moment) -> AnyView {
    let week = &board.week;
    let zone = board.period.zone;
    if week.rows.is_empty() {
        let next = view! { <a href="/cases">{t("Look at the cases")}</a> }.into_any();
        return nothing(
            t("Deadlines of the next seven days"),
            "deadlines",
            t("Nothing is promised for the next seven days.").to_owned(),
            next,
        );
    }
    let mut heaviest = (0, String::new(), 0);
    for (day, hours) in &week.days {
        for (hour, many) in hours.iter().enumerate() {
            if *many > heaviest.0 {
                heaviest = (*many, day.clone(), hour);
            }
        }
    }
    let many = count(week.rows.len(), "deadline", "deadlines");
    let say =
        say!("{}. The heaviest hour is {} {}:00, with {}.", many, heaviest.1, format!("{:02}", heaviest.2), heaviest.0);
    let rows = week.rows.iter().take(100).map(|row| {
        let shown = zone.show(Moment::from_micros(row.due_at), language());
        let what = if row.kind == "effect" { t("A decision takes effect") } else { t("Answer by") };
        view! {
            <tr>
                <th scope="row"><a href=format!("/cases/{}", row.case_number)>{row.case_number.clone()}</a></th>
                <td><bdi>{row.customer.clone()}</bdi></td>
                <td>{what}</td>
                <td><time datetime=Moment::from_micros(row.due_at).rfc3339()>{shown.long}</time></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <table>
            <caption class="unseen">{t("Deadlines of the next seven days")}</caption>
            <thead><tr><th scope="col">{t("Case")}</th><th scope="col">{t("Customer")}</th><th scope="col">{t("What")}</th><th scope="col">{t("When")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any();
    let hour = zone.show(now, language()).time.get(..2).and_then(|hour| hour.parse().ok()).unwrap_or(0);
    let plot = heat(week, hour, t("Deadlines by hour for seven days").to_owned());
    view! { <Plot id="deadlines" title=t("Deadlines of the next seven days") say csv=csv(board, "deadlines.csv") plot table /> }
        .into_any()
}

fn answered(board: &Dashboard) -> AnyView {
    let title = t("Share of customers who answered, by hours since the notice");
    if board.curves.is_empty() {
        let next = view! { {t("A notice counts once its customer answered or its deadline passed.")} }.into_any();
        return nothing(title, "answered", counted_or(board, t("No notice of this period has run out yet.")), next);
    }
    let said: Vec<String> = board
        .curves
        .iter()
        .map(|curve| say!("{}: {} of {} answered", curve_name(curve), curve.answered, curve.sent))
        .collect();
    let dashed = if board.curves.len() > 1 { t(" Dashed: longer ones.") } else { "" };
    let say = format!("{}.{dashed}", said.join("; "));
    let mut heads = vec![t("Hours").to_owned()];
    heads.extend(board.curves.iter().map(|curve| say!("{}, per cent", curve_name(curve))));
    let table = [1, 4, 8, 12, 18, 24, 36, 48, 72, 120, 168].into_iter().map(|hour: u32| {
        let mut row = vec![hour.to_string()];
        row.extend(board.curves.iter().map(|curve| format!("{:.0}", curve.at(f64::from(hour)) * 100.0)));
        row
    });
    let table = figures_table(title, heads, table.collect());
    let plot = steps(&board.curves, t("Share answered over hours since the notice, in per cent").to_owned());
    view! { <Plot id="answered" title say csv=csv(board, "answered.csv") plot table /> }.into_any()
}

fn outcomes(board: &Dashboard) -> AnyView {
    let title = t("Outcomes by clause");
    if board.outcomes.is_empty() {
        let next = view! { <a href="/decisions">{t("Look at all decisions")}</a> }.into_any();
        return nothing(title, "outcomes", counted_or(board, t("No decision took effect in this period.")), next);
    }
    let names = [t("Switched off"), t("Plan accepted"), t("Warning"), t("No action, lifted and other")];
    let mut heads = vec![t("Clause").to_owned()];
    heads.extend(names.map(str::to_owned));
    heads.push(t("All").to_owned());
    let table = board.outcomes.iter().map(|ground| {
        let mut row = vec![ground.clause.clone()];
        row.extend(outcome_parts(ground).map(|many| many.to_string()));
        row.push(ground.all.to_string());
        row
    });
    let table = figures_table(title, heads, table.collect());
    let plot = rows(&board.outcomes, t("Outcomes by clause of the policy").to_owned());
    let key = names.map(str::to_owned).to_vec();
    let all: i64 = board.outcomes.iter().map(|ground| ground.all).sum();
    let say = say!("{} took effect in this period.", count(usize::try_from(all).unwrap_or(0), "decision", "decisions"));
    view! { <Plot id="outcomes" title say key csv=csv(board, "outcomes.csv") plot table /> }.into_any()
}

fn first_notice(board: &Dashboard) -> AnyView {
    let title = t("Time to the first notice");
    let Some(waited) = &board.waited else {
        let next = view! { <a href="/cases?stage=open">{t("Look at cases without a notice")}</a> }.into_any();
        return nothing(
            title,
            "first-notice",
            counted_or(board, t("No case got its first notice in this period.")),
            next,
        );
    };
    let say = say!(
        "From the first complaint to the first notice: half of {} within {}.",
        count(waited.cases, "case", "cases"),
        hours_words(waited.half)
    );
    let row = |name: &str, hours: f64| vec![name.to_owned(), format!("{hours:.1}")];
    let table = figures_table(
        title,
        vec![t("Share of cases").to_owned(), t("Hours").to_owned()],
        vec![
            row(t("A tenth"), waited.tenth),
            row(t("A quarter"), waited.quarter),
            row(t("Half"), waited.half),
            row(t("Three quarters"), waited.three_quarters),
            row(t("Nine tenths"), waited.nine_tenths),
        ],
    );
    let plot = quantiles(waited, say!("Median {}, the middle half as a band", hours_words(waited.half)));
    view! { <Plot id="first-notice" title say csv=csv(board, "first-notice.csv") plot table /> }.into_any()
}
