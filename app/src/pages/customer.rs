//! One customer: who may be written to, what it held from when to when, and what there was between us.

mod contacts;
mod held;
mod past;
mod trend;

use docket::complaint::ComplaintStage;
use docket::customer::standing::Standing;
use docket::decision::Decision;
use docket::desk::pages::PAGE;
use docket::hold::Hold;
use docket::people::Act;
use docket::time::left_short;
use docket::view::CustomerView;
use docket::words::defang;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::list::{count, href};
use crate::ui::tag::{SeverityMark, StageTag};
use crate::ui::{Bar, Day, FormState, Frame, Nothing, WhenShort};
use crate::words::{language, t};

/// The page knows this many cases and complaints; whoever wants more goes on to their lists.
const CASES_READ: usize = 100;
const COMPLAINTS_READ: usize = PAGE as usize;

/// Each form has an intention of its own, so that one sent twice is never taken for another.
#[derive(Clone, Debug, Default)]
pub struct CustomerForms {
    pub contact: FormState,
    pub assets: FormState,
    /// One for each asset, in the view's order.
    pub releases: Vec<FormState>,
}

/// `all` notices, or only the newest of them.
pub fn show(frame: Frame, view: CustomerView, forms: CustomerForms, all: bool) -> Page {
    let customer = &view.customer;
    Page::staff(say!("Customer {}", customer.handle), move || {
        let zone = frame.zone;
        let customer = &view.customer;
        let keeps = frame.who.may(Act::KeepCustomers);
        // An admin keeps customers and sees no case.
        let works = frame.who.may(Act::ReadCases);
        let name = customer.name.show().to_owned();
        let meta = view! { {t("Account ")} <bdi>{customer.account.clone()}</bdi> {t(". Customer since ")} <Day at=customer.added_at zone /> "." }.into_any();
        let facts = vec![
            fact(t("Handle"), view! { <code>{customer.handle.clone()}</code> }),
            fact(t("Account"), view! { <bdi>{customer.account.clone()}</bdi> }),
            fact(t("Language"), customer.language.own_name()),
            fact(t("Time zone"), customer.zone.clone()),
            fact(t("Cases"), view.cases.len()),
        ];
        let mut facts = facts;
        for (term, value) in [(t("Plan"), &customer.plan), (t("Contract"), &customer.contract)] {
            if !value.is_empty() {
                facts.push(fact(term, value.clone()));
            }
        }
        if let Some(phone) = &customer.phone {
            facts.push(fact(t("In an emergency"), view! { <bdi class="whole">{phone.show().to_owned()}</bdi> }));
        }
        if let Some(parent) = view.parent.clone() {
            facts.push(fact(
                t("Reseller"),
                view! { <a href=format!("/customers/{parent}")><bdi>{parent.clone()}</bdi></a> },
            ));
        }
        let change = keeps.then(|| {
            view! { <p><a class="button button--small" href=format!("/customers/{}/account", customer.handle)>{t("Change the account")}</a></p> }
        });
        let counting = view.strikes.iter().filter(|row| row.counts).count();
        let standing = works.then(|| {
            let class = match view.standing {
                Standing::Good => "tag tag--ours",
                Standing::UnderNotice => "tag",
                Standing::SuspendedInPart | Standing::Suspended => "tag tag--held",
            };
            let strikes =
                (counting > 0).then(|| view! { <span class="tag">{count(counting, "strike", "strikes")}</span> });
            view! { <span class=class>{t(view.standing.name())}</span> {strikes} }
        });
        let aside = view! { <div class="tags">{standing}</div> }.into_any();
        let places = places(&view, works);
        let who_keeps = (!keeps).then(
            || view! { <p class="acts__why">{t("Leads and admins add contacts and assets. Your role reads them.")}</p> },
        );
        let CustomerForms { contact, assets, releases } = forms;
        view! {
            <Bar frame=frame.clone() here="customers" />
            <main class="page page--railed" id="main" tabindex="-1">
                <p class="once-printed">{frame.provider.clone()} {t(", customer ")} {customer.handle.clone()}</p>
                <Head back=("/customers".to_owned(), t("Customers").to_owned()) number=customer.handle.clone() title=name meta aside />
                <div>
                    {places}
                    {contacts::warning(&frame, customer)}
                    {works.then(|| banner(&frame, &view.suspended_by))}
                    {works.then(|| holds(&frame, &view.holds))}
                    {works.then(|| trend::show(&view.weeks, zone))}
                    {works.then(|| cases(&frame, &view))}
                    {works.then(|| past::notices(&frame, &view, all))}
                    {works.then(|| past::passed_on(&frame, &view))}
                    {held::show(&frame, &view, assets, releases)}
                    {works.then(|| past::strikes(&frame, &view))}
                    {works.then(|| past::preserved(&frame, &view))}
                    {works.then(|| complaints(&frame, &view))}
                    {past::history(&frame, &view)}
                </div>
                <aside class="page__rail side" aria-label=t("Facts and contacts")>
                    <h2 class="section-title">{t("Facts")}</h2>
                    <Facts facts />
                    {change}
                    {works.then(|| back(&frame, &customer.handle))}
                    {contacts::show(&frame, customer, contact)}
                    {who_keeps}
                </aside>
            </main>
        }
    })
}

/// What was known then, and what may be taken away.
fn back(frame: &Frame, handle: &str) -> impl IntoView + use<> {
    let then = format!("/customers/{handle}/as-of");
    let export = frame.who.may(Act::Export).then(|| {
        let href = format!("/reports?what=customer_file&subject={handle}#ask");
        view! { <a href=href>{t("Export the customer’s file")}</a> }
    });
    view! { <p class="links"><a href=then>{t("As known then")}</a> {export}</p> }
}

/// Holds that stand: nothing of this customer is closed, ended or deleted in their scope.
fn holds(frame: &Frame, holds: &[Hold]) -> impl IntoView + use<> {
    let zone = frame.zone;
    let items = holds.iter().filter(|hold| hold.stands()).map(|hold| {
        let scope = if hold.case.is_some() { t("one case") } else { t("everything") };
        view! {
            <div class="heed">
                <p>
                    {t("Litigation hold ")} <a href=format!("/holds/{}", hold.number)>"H-" {hold.number}</a> {t(" for ")}
                    {hold.matter.show().to_owned()} {t(" stands since ")} <When at=hold.placed_at zone /> {t(", on ")} {scope} "."
                </p>
            </div>
        }
    });
    items.collect_view()
}

fn banner(frame: &Frame, suspended_by: &[(Decision, String)]) -> impl IntoView + use<> {
    let zone = frame.zone;
    let items = suspended_by.iter().map(|(decision, case)| {
        let assets = decision.assets.iter().map(|asset| asset.value.clone()).collect::<Vec<_>>().join(", ");
        let href = format!("/cases/{case}/decisions/{}", decision.number);
        let at = decision.effective.at;
        view! {
            <p>
                <a href=href>{decision.outcome.name(language())} " D-" {decision.number}</a> {t(" in case ")}
                <a href=format!("/cases/{case}")>{case.clone()}</a> {t(", since ")} <When at zone /> ": " <bdi>{assets}</bdi>
            </p>
        }
    });
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="heed" aria-labelledby="suspended">
                <h2 class="heed__title" id="suspended">{t("Switched off now")}</h2>
                {items}
            </section>
        }
    })
}

/// The parts of this page, as one would turn to the tabs of a file.
fn places(view: &CustomerView, works: bool) -> impl IntoView + use<> {
    let link = |href: &'static str, words: &'static str, many: usize, most: usize| {
        let many = if many < most { many.to_string() } else { format!("{many}+") };
        view! { <a class="views__link" href=href>{words} " " <span class="figures">{many}</span></a> }
    };
    let all = usize::MAX;
    view! {
        <nav class="views" aria-label=t("Parts of this page")>
            {works.then(|| link("#cases", t("Cases"), view.cases.len(), CASES_READ))}
            {works.then(|| link("#notices", t("Notices"), view.notices.len(), all))}
            {works.then(|| link("#passed-on", t("Passed on"), view.passings.len(), COMPLAINTS_READ))}
            {link("#assets-held", t("Assets"), view.assets.len(), all)}
            {works.then(|| link("#strikes", t("Strikes"), view.strikes.len(), all))}
            {works.then(|| link("#preserved", t("Kept data"), view.preserved.len(), all))}
            {works.then(|| link("#complaints", t("Complaints"), view.complaints.len(), COMPLAINTS_READ))}
            {link("#contacts", t("Contacts"), view.customer.contacts_in_use().count(), all)}
        </nav>
    }
}

fn cases(frame: &Frame, view: &CustomerView) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = view.cases.iter().zip(&view.ended).map(|(case, end)| {
        let (outcome, given) = match end {
            Some(end) => {
                let given = end.given.map(|seconds| left_short(seconds * 1_000_000, language()));
                (end.outcome.name(language()).into_any(), given.unwrap_or_default().into_any())
            }
            None => (view! { <Nothing /> }.into_any(), view! { <Nothing /> }.into_any()),
        };
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/cases/{}", case.number) data-row>
                        <span class="listing__number">{case.number.clone()}</span> " " {case.title.show().to_owned()}
                    </a>
                </th>
                <td role="cell"><SeverityMark severity=case.severity /></td>
                <td role="cell"><StageTag stage=case.stage.clone() /></td>
                <td role="cell"><span class="listing__unit">{t("Outcome: ")}</span>{outcome}</td>
                <td role="cell" class="listing__less">{given}</td>
                <td role="cell" class="whole"><WhenShort at=case.opened_at zone now /></td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let list = if rows.is_empty() {
        view! { <p class="soft">{t("There was never a case.")}</p> }.into_any()
    } else {
        view! {
            <table class="listing" role="table">
                <caption class="unseen">{t("Cases, newest first")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t("Case")}</th>
                        <th role="columnheader" scope="col">{t("Severity")}</th>
                        <th role="columnheader" scope="col">{t("Stage")}</th>
                        <th role="columnheader" scope="col">{t("Outcome")}</th>
                        <th role="columnheader" scope="col">{t("Time given")}</th>
                        <th role="columnheader" scope="col">{t("Opened")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup" data-rows>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    let more = (view.cases.len() >= CASES_READ).then(|| {
        let href = href("/cases", &[("view", "all"), ("customer", &view.customer.handle)]);
        view! { <p class="links">{t("These are the newest. ")} <a href=href>{t("All of them in the list of cases")}</a></p> }
    });
    view! { <section class="page__section" aria-labelledby="cases"><h2 id="cases">{t("Cases")}</h2> {list} {more}</section> }
}

fn complaints(frame: &Frame, view: &CustomerView) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = view.complaints.iter().map(|complaint| {
        let stage = match complaint.stage {
            ComplaintStage::New => t("New"),
            ComplaintStage::InCase { .. } => t("In a case"),
            ComplaintStage::Rejected { .. } => t("Rejected"),
            ComplaintStage::PassedOn { .. } => t("Passed on"),
        };
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/complaints/{}", complaint.number) data-row>
                        <span class="listing__number">"C-" {complaint.number}</span> " "
                        {defang(complaint.report.summary.show())}
                    </a>
                </th>
                <td role="cell">{t(complaint.report.category.name())}</td>
                <td role="cell" class="whole">{stage}</td>
                <td role="cell" class="whole"><WhenShort at=complaint.received_at zone now /></td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let cut = rows.len() >= COMPLAINTS_READ;
    let more = in_the_inbox(&view.customer.handle, cut);
    let list = if rows.is_empty() {
        view! { <p class="soft">{t("Nobody has complained about them.")}</p> }.into_any()
    } else {
        view! {
            <table class="listing" role="table">
                <caption class="unseen">{t("Complaints, newest first")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t("Complaint")}</th>
                        <th role="columnheader" scope="col">{t("Category")}</th>
                        <th role="columnheader" scope="col">{t("Stage")}</th>
                        <th role="columnheader" scope="col">{t("Received")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup" data-rows>{rows}</tbody>
            </table>
            {more}
        }
        .into_any()
    };
    view! { <section class="page__section" aria-labelledby="complaints"><h2 id="complaints">{t("Complaints")}</h2> {list}</section> }
}

/// The inbox has every complaint about them, by stage and with its filters.
fn in_the_inbox(handle: &str, cut: bool) -> impl IntoView + use<> {
    let link = |stage: &str, words: &'static str| {
        let href = href("/inbox", &[("stage", stage), ("customer", handle), ("sort", "newest")]);
        view! { <a href=href>{words}</a> " " }
    };
    let said = cut.then(|| t("These are the newest. "));
    view! {
        <p class="links">
            {said} {t("All of them in the inbox: ")} {link("", t("New"))} {link("in_case", t("In a case"))}
            {link("passed_on", t("Passed on"))} {link("rejected", t("Rejected"))}
        </p>
    }
}
