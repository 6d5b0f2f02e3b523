//! A case is opened: what it is about, on which clause it rests, how grave it is.

use docket::complaint::{Complaint, ComplaintStage};
use docket::policy::{Clause, Severity};
use docket::words::defang;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::tag::SeverityMark;
use crate::ui::{Address, Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, Select, options};
use crate::words::t;

#[derive(Clone, Debug, Default)]
pub struct CaseNewView {
    pub complaints: Vec<Complaint>,
    /// The handle, when all complaints are about one customer.
    pub customer: Option<String>,
    pub clauses: Vec<Clause>,
}

pub fn show(frame: Frame, view: CaseNewView, form: FormState) -> Page {
    Page::staff(t("Open a case"), move || {
        let back = match view.complaints.as_slice() {
            [one] => (format!("/complaints/{}", one.number), format!("C-{}", one.number)),
            _ => ("/inbox".to_owned(), t("Inbox").to_owned()),
        };
        let first = view.complaints.first();
        let title = first.map(|complaint| complaint.report.summary.show().to_owned()).unwrap_or_default();
        let severity =
            view.complaints.iter().map(|complaint| complaint.report.severity).max().unwrap_or(Severity::Medium);
        let clause = first
            .and_then(|complaint| view.clauses.iter().find(|clause| clause.category == complaint.report.category))
            .map(|clause| clause.id.to_string())
            .unwrap_or_default();
        let clauses = options(
            view.clauses
                .iter()
                .map(|clause| (clause.id.to_string(), format!("{} ({})", clause.cite(), clause.edition))),
        );
        let severities =
            Severity::ALL.into_iter().rev().map(|severity| Pick::new(severity.word(), t(severity.name()))).collect();
        let hidden = view.complaints.iter().map(|complaint| {
            view! { <input type="hidden" name="complaint" value=complaint.id.to_string() /> }
        });
        let hidden = hidden.collect_view();
        let whose = match &view.customer {
            Some(handle) => view! {
                <p>{t("It concerns the customer ")} <a href=format!("/customers/{handle}")><bdi>{handle.clone()}</bdi></a> {t(", as the complaints do.")}</p>
            }
            .into_any(),
            None => view! {
                <Field form=form.clone() name="customer" label=t("Customer") size=30 autocomplete="off"
                    hint=t("The handle. The complaints do not say by themselves whose case this is.") />
            }
            .into_any(),
        };
        let zone = frame.zone;
        let complaints =
            view.complaints.clone().into_iter().map(|complaint| view! { <Row complaint zone /> }).collect::<Vec<_>>();
        let listed = if complaints.is_empty() {
            view! { <p class="soft">{t("No complaint: you look into this of your own accord, and the letters will say so.")}</p> }.into_any()
        } else {
            view! { <ul class="entries">{complaints}</ul> }.into_any()
        };
        view! {
            <Bar frame here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back=back title=t("Open a case") />
                <form class="form page__section" method="post" action="/cases/new" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    {hidden}
                    <section class="group" aria-labelledby="from">
                        <h2 class="group__title" id="from">{t("Complaints in this case")}</h2>
                        {listed}
                    </section>
                    <section class="group" aria-labelledby="about">
                        <h2 class="group__title" id="about">{t("The case")}</h2>
                        {whose}
                        <Field form=form.clone() name="title" label=t("Title") value=title full=true
                            hint=t("For the team. The customer does not read it.") />
                        <Select form=form.clone() name="clause" label=t("Clause") options=clauses value=clause none=t("Choose one")
                            hint=t("The rule that would be broken. Notice and decision cite it.") />
                        <Choices form=form name="severity" legend=t("Severity") picks=severities chosen=vec![severity.word().into()] across=true />
                    </section>
                    <div class="form__acts">
                        <button class="button button--primary">{t("Open case")}</button>
                        <a class="button button--quiet" href="/inbox">{t("Back to the inbox")}</a>
                    </div>
                </form>
            </main>
        }
    })
}

#[component]
fn Row(complaint: Complaint, zone: docket::time::zone::Zone) -> impl IntoView {
    let settled = match complaint.stage {
        ComplaintStage::New => None,
        ComplaintStage::PassedOn { .. } => Some(t(" The customer was told of it.")),
        ComplaintStage::InCase { .. } => Some(t(" It is in a case already.")),
        ComplaintStage::Rejected { .. } => Some(t(" It was rejected.")),
    };
    let place = complaint.report.locations.get().and_then(|all| all.first()).cloned();
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title">
                    <a href=format!("/complaints/{}", complaint.number)>{format!("C-{}", complaint.number)}</a>
                    " " {defang(complaint.report.summary.show())}
                </h3>
                <p class="entries__meta">
                    {t(complaint.report.category.name())} {t(", received ")} <When at=complaint.received_at zone />
                    {place.map(|place| view! { ", " <Address of=place /> })} {settled}
                </p>
            </div>
            <SeverityMark severity=complaint.report.severity />
        </li>
    }
}
