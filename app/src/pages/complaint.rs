//! One complaint: what it says, whose it is and why we think so, and what came with it.

mod acts;
mod came;

use docket::complaint::{Channel, Complaint, ComplaintStage, Whose};
use docket::people::Act;
use docket::view::{ComplaintView, TimelineItem};
use docket::words::{Phrase, defang};
use leptos::prelude::*;

use crate::islands::Countdown;
use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::tag::SeverityMark;
use crate::ui::timeline::Timeline;
use crate::ui::{Address, Bar, FormState, Frame};
use crate::words::{language, recorded, t};

pub use acts::ComplaintForms;

/// So many addresses stand on the page at once, and so many more can be unfolded.
const ADDRESSES_SHOWN: usize = 10;
const ADDRESSES_FOLDED: usize = 500;

pub fn show(frame: Frame, view: ComplaintView, history: Vec<TimelineItem>, forms: ComplaintForms) -> Page {
    let title = say!("Complaint C-{}", view.complaint.number);
    Page::staff(title, move || {
        let zone = frame.zone;
        let complaint = &view.complaint;
        let report = &complaint.report;
        let summary = match report.summary.show() {
            "" => say!("{} report", t(report.category.name())),
            words => defang(words),
        };
        let channel = by_way_of(report.channel);
        let meta =
            view! { {t("Received ")} {channel} {t(" on ")} <When at=complaint.received_at zone /> "." }.into_any();
        let linked = frame.who.may(Act::ReadLedger);
        let history = history.into_iter().map(harmless).collect();
        view! {
            <Bar frame=frame.clone() here="inbox" />
            <main class="page page--railed" id="main" tabindex="-1">
                <p class="once-printed">{frame.provider.clone()} {t(", complaint C-")} {complaint.number}</p>
                <Head
                    back=("/inbox".to_owned(), t("Inbox").to_owned())
                    number=format!("C-{}", complaint.number)
                    title=summary
                    meta
                    aside=tags(complaint)
                />
                <div>
                    {said(complaint)}
                    {addresses(complaint)}
                    {came::evidence(complaint)}
                    {came::warnings(complaint)}
                    {came::raw(complaint)}
                    <section class="page__section timeline" aria-labelledby="history">
                        <h2 id="history">{t("What happened")}</h2>
                        <Timeline items=history zone linked />
                    </section>
                </div>
                <aside class="page__rail side" aria-label=t("What to do, and the facts")>
                    {acts::show(&frame, &view, forms)}
                    <h2 class="section-title">{t("Whose it is")}</h2>
                    {whose(&view)}
                    <h2 class="section-title">{t("Facts")}</h2>
                    {facts(&frame, complaint)}
                    <h2 class="section-title">{t("Reporter")}</h2>
                    {reporter(complaint)}
                    {erase(&frame, complaint)}
                </aside>
            </main>
        }
    })
}

/// Where a reporter who asks for it is erased.
fn erase(frame: &Frame, complaint: &Complaint) -> impl IntoView + use<> {
    let reporter = &complaint.report.reporter;
    let named = [&reporter.name, &reporter.email].iter().any(|text| text.get().is_some_and(|text| !text.is_empty()));
    let href = format!("/erasures/new?of=reporter/{}", complaint.number);
    (named && frame.who.may(Act::Erase)).then(|| view! { <p><a href=href>{t("Erase this reporter")}</a></p> })
}

fn tags(complaint: &Complaint) -> AnyView {
    let stage = match &complaint.stage {
        ComplaintStage::New => view! { <span class="tag">{t("New")}</span> }.into_any(),
        ComplaintStage::InCase { .. } => view! { <span class="tag tag--ours">{t("In a case")}</span> }.into_any(),
        ComplaintStage::Rejected { .. } => view! { <span class="tag">{t("Rejected")}</span> }.into_any(),
        ComplaintStage::PassedOn { .. } => view! { <span class="tag">{t("Passed on")}</span> }.into_any(),
    };
    let sealed = complaint.report.sealed.then(|| view! { <span class="tag tag--held">{t("Sealed")}</span> });
    let repeats = (complaint.repeats > 0).then(|| {
        view! { <span class="tag">{if complaint.repeats == 1 { t("Came twice").to_owned() } else { say!("Came {} times", complaint.repeats + 1) }}</span> }
    });
    view! {
        <div class="tags">
            {stage} <span class="tag"><SeverityMark severity=complaint.report.severity /></span> {repeats} {sealed}
        </div>
    }
    .into_any()
}

fn by_way_of(channel: Channel) -> &'static str {
    match channel {
        Channel::Desk => t("at the desk"),
        Channel::Public => t("by the public page"),
        Channel::Api => t("by the API"),
        Channel::Mail => t("by mail"),
    }
}

/// What a reporter wrote may hold addresses that nobody should follow.
fn harmless(mut item: TimelineItem) -> TimelineItem {
    item.sentence.quote = item.sentence.quote.map(|words| Phrase::Said(defang(&words.in_language(language()))));
    item
}

/// The reporter's own words. Their markup is text here, and no address in them can be followed.
fn said(complaint: &Complaint) -> impl IntoView + use<> {
    let words = complaint.report.description.show();
    let quote = if words.trim().is_empty() {
        view! { <p class="soft">{t("The report has no words of its own.")}</p> }.into_any()
    } else {
        let words = defang(words);
        view! { <blockquote class="side__quote prose">{paragraphs(&words).into_any()}</blockquote> }.into_any()
    };
    view! {
        <section class="side" aria-labelledby="said">
            <h2 id="said" class="section-title">{t("What it says")}</h2>
            {quote}
        </section>
    }
}

fn addresses(complaint: &Complaint) -> impl IntoView + use<> {
    let all = complaint.report.locations.get().cloned().unwrap_or_default();
    let many = all.len();
    let item = |location: &String| view! { <li><Address of=location.clone() /></li> };
    let first = all.iter().take(ADDRESSES_SHOWN).map(item).collect_view();
    let rest = (many > ADDRESSES_SHOWN).then(|| {
        let folded = all.iter().skip(ADDRESSES_SHOWN).take(ADDRESSES_FOLDED).map(item).collect_view();
        let beyond = many.saturating_sub(ADDRESSES_SHOWN + ADDRESSES_FOLDED);
        let beyond =
            (beyond > 0).then(|| view! { <p class="soft">{beyond} {t(" more stand in the report itself.")}</p> });
        view! {
            <details class="more">
                <summary>{many - ADDRESSES_SHOWN} {t(" more")}</summary>
                <ul>{folded}</ul>
                {beyond}
            </details>
        }
    });
    let marked = complaint.outcomes.total();
    let href = format!("/complaints/{}/locations", complaint.number);
    (many > 0).then(|| {
        view! {
            <section class="page__section" aria-labelledby="where">
                <h2 id="where">{t("Where")}</h2>
                <ul>{first}</ul>
                {rest}
                <p><a href=href>{t("What became of each: ")} {marked} {t(" of ")} {many} {t(" marked")}</a></p>
            </section>
        }
    })
}

fn whose(view: &ComplaintView) -> impl IntoView + use<> {
    let why = recorded(view.complaint.whose.why());
    let customer = view.customer.as_ref().map(|customer| {
        let href = format!("/customers/{}", customer.handle);
        view! { <p><a href=href><bdi>{customer.handle.clone()}</bdi></a> {t(", account ")} <bdi>{customer.account.clone()}</bdi></p> }
    });
    let nobody = match &view.complaint.whose {
        Whose::Nobody { .. } => Some(view! { <p><strong>{t("Not known.")}</strong></p> }),
        _ => None,
    };
    let candidates = (!view.candidates.is_empty()).then(|| {
        let links = view.candidates.iter().map(|handle| {
            view! { <li><a href=format!("/customers/{handle}")><bdi>{handle.clone()}</bdi></a></li> }
        });
        view! { <p><strong>{t("One of several:")}</strong></p> <ul>{links.collect_view()}</ul> }
    });
    view! { <div>{customer} {nobody} {candidates} <p>{why}</p></div> }
}

fn facts(frame: &Frame, complaint: &Complaint) -> impl IntoView + use<> {
    let zone = frame.zone;
    let report = &complaint.report;
    let mut facts = vec![];
    if complaint.stage == ComplaintStage::New {
        let (instant, now) = (complaint.react_by().micros() / 1000, frame.now.micros() / 1000);
        let at = complaint.react_by();
        facts.push(fact(t("React by"), view! { <When at zone /> <br /> <Countdown instant now prose=true /> }));
    }
    let kind = match report.kind.as_str() {
        "" => t(report.category.name()).to_owned(),
        kind => say!("{}, reported as {}", t(report.category.name()), kind),
    };
    facts.push(fact(t("Category"), kind));
    let happened = match report.incident_at {
        Some(at) if report.zone_known => view! { <When at zone /> }.into_any(),
        Some(at) => view! { <When at zone /> {t(". The report names no time zone; read as UTC.")} }.into_any(),
        None => t("Not said").into_any(),
    };
    facts.push(fact(t("Happened"), happened));
    if let Some(source) = report.source.get() {
        if let Some(ip) = source.ip {
            let port = source.port.map(|port| say!(", port {}", port)).unwrap_or_default();
            facts.push(fact(t("Source"), view! { <code>{ip.to_string()}</code> {port} }));
        }
        if let Some(host) = source.host.clone() {
            facts.push(fact(t("Host"), view! { <Address of=host /> }));
        }
    }
    if !report.reference.is_empty() {
        facts.push(fact(t("Their number"), view! { <bdi>{report.reference.clone()}</bdi> }));
    }
    view! { <Facts facts /> }
}

fn reporter(complaint: &Complaint) -> impl IntoView + use<> {
    let report = &complaint.report;
    let reporter = &report.reporter;
    let said = |words: &str| (!words.is_empty()).then(|| view! { <bdi>{words.to_owned()}</bdi> });
    let mut facts = vec![];
    for (term, words) in [
        (t("Name"), reporter.name.show()),
        (t("Email"), reporter.email.show()),
        (t("For"), reporter.organisation.show()),
    ] {
        if let Some(shown) = said(words) {
            facts.push(fact(term, shown));
        }
    }
    if facts.is_empty() && !reporter.domain.is_empty() {
        facts.push(fact(t("Domain"), reporter.domain.clone()));
    }
    let silent = facts.is_empty().then(|| view! { <p>{t("The report names nobody.")}</p> });
    let disclosed = match (report.disclosed, silent.is_some()) {
        (true, _) => t("Agreed to be named to the customer."),
        (false, false) => t("Did not agree to be named: the customer is never told who reported."),
        (false, true) => "",
    };
    let good_faith = report
        .good_faith
        .then(|| view! { <p>{t("Stated in good faith that the report is accurate and complete.")}</p> });
    view! { <div>{silent} <Facts facts /> <p>{disclosed}</p> {good_faith}</div> }
}

/// A form that was sent says so with its own state; the others on the page stay as they were.
pub(super) fn unfolded(form: &FormState) -> bool {
    form.is_refused()
}
