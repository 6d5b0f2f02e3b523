//! One case: where it stands, what can be done now, and everything that happened.

pub mod evidence;
mod forms;
mod later;
mod parts;
mod rail;
mod standing;
mod tending;

use docket::complaint::Exhibit;
use docket::people::Act;
use docket::sentence::Tone;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::flash::{Flash, Said};
use crate::ui::head::Head;
use crate::ui::list::href;
use crate::ui::tag::{SeverityMark, StageTag};
use crate::ui::timeline::Timeline;
use crate::ui::{Bar, ErrorSummary, FormState, Frame};
use crate::words::t;

/// The forms of the page, each an intention of its own.
#[derive(Clone, Debug, Default)]
pub struct CaseForms {
    pub note: FormState,
    pub evidence: FormState,
    pub attach: FormState,
    pub owner: FormState,
    pub closing: FormState,
    pub undo: FormState,
    pub file: FormState,
    pub hold: FormState,
    pub data: FormState,
    pub severity: FormState,
    pub tags: FormState,
    pub snooze: FormState,
    pub link: FormState,
    /// The number of the form that takes a link off.
    pub unlink: String,
    /// Ids and names of those who can own a case.
    pub people: Vec<(String, String)>,
    pub said: Option<Said>,
}

impl CaseForms {
    /// The one that was sent and not taken.
    fn refused(&self) -> Option<&FormState> {
        let all = [
            &self.note,
            &self.evidence,
            &self.attach,
            &self.owner,
            &self.closing,
            &self.undo,
            &self.file,
            &self.hold,
            &self.data,
            &self.severity,
            &self.tags,
            &self.snooze,
            &self.link,
        ];
        all.into_iter().find(|form| form.is_refused())
    }
}

/// What the page shows of the case's timeline.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Only what is older than this number.
    pub before: Option<i64>,
    /// Only entries of this tone.
    pub only: Option<Tone>,
    /// Up to which entry there are proofs to take away.
    pub signed_to: i64,
}

impl Place {
    pub fn read(before: Option<&str>, only: Option<&str>) -> Place {
        let only = match only {
            Some("legal") => Some(Tone::Legal),
            Some("customer") => Some(Tone::Customer),
            Some("internal") => Some(Tone::Plain),
            _ => None,
        };
        Place { before: before.and_then(|seq| seq.parse().ok()), only, signed_to: 0 }
    }

    fn word(&self) -> &'static str {
        match self.only {
            Some(Tone::Legal) => "legal",
            Some(Tone::Customer) => "customer",
            Some(Tone::Plain) => "internal",
            None => "",
        }
    }
}

pub fn show(frame: Frame, view: CaseView, added: Vec<Exhibit>, place: Place, forms: CaseForms) -> Page {
    let title = format!("{} {}", view.case.number, view.case.title.show());
    Page::staff(title, move || {
        let case = view.case.clone();
        let zone = frame.zone;
        let handle = view.customer.handle.clone();
        let meta = view! {
            {t("Customer ")} <a href=format!("/customers/{handle}")><bdi>{handle.clone()}</bdi></a> {t(", account ")}
            <bdi>{view.customer.account.clone()}</bdi> {t(". Opened ")} <When at=case.opened_at zone /> ". "
            {view.owner.as_ref().map_or_else(|| t("Nobody has taken it.").to_owned(), |owner| say!("Owner {}.", owner))}
        };
        let tags = view! {
            <div class="tags">
                <StageTag stage=case.stage.clone() />
                <span class="tag"><SeverityMark severity=case.severity /></span>
            </div>
        };
        let back = ("/cases".to_owned(), t("Cases").to_owned());
        let refused = forms.refused().cloned().map(|form| view! { <ErrorSummary form /> });
        let printed = view.timeline.first().map(|item| say!("{}, printed at event #{}", case.number, item.seq));
        let files = evidence::files(&view, added);
        let works = frame.who.may(Act::WorkCases);
        let reads_ledger = frame.who.may(Act::ReadLedger);
        let older = view.older;
        let none_here = view.timeline.is_empty();
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                {printed.map(|words| view! { <p class="once-printed">{words}</p> })}
                <Head back number=case.number.clone() title=case.title.show().to_owned() meta=meta.into_any() aside=tags.into_any() />
                <Flash said=forms.said.clone() />
                <div>
                    <div class="group">
                        {refused}
                        {standing::standing(&frame, &view, &forms.undo)}
                        {later::heeds(&frame, &view)}
                        {standing::asked(&frame, &view)}
                    </div>
                    {views(&view, files.len())}
                    <section class="timeline" id="timeline" aria-labelledby="timeline-title">
                        <h2 class="unseen" id="timeline-title">{t("Timeline")}</h2>
                        {only(&case.number, &place)}
                        {none_here.then(|| view! { <p class="soft">{t("No entry of this kind.")}</p> })}
                        <Timeline items=view.timeline.clone() zone linked=reads_ledger signed_to=place.signed_to />
                        {pager(&case.number, older, &place)}
                    </section>
                    {works.then(|| forms::note(&case.number, forms.note.clone()))}
                    {parts::complaints(&frame, &view, works.then(|| forms.attach.clone()))}
                    {parts::notices(&view, zone)}
                    {parts::answers(&view, zone)}
                    {evidence::section(&case.number, files, works.then(|| forms.evidence.clone()))}
                    {parts::decisions(&view, zone)}
                    {later::data(&frame, &view, forms.data.clone())}
                    {frame.who.may(Act::Approve).then(|| later::hold(&view, forms.hold.clone()))}
                    {(works && !case.is_closed()).then(|| forms::closing(&case.number, view.version, forms.closing.clone()))}
                </div>
                <aside class="page__rail side" id="acts" aria-label=t("Acts and facts")>
                    {rail::acts(&frame, &view, &forms)}
                    {(works && !case.is_closed()).then(|| tending::show(&frame, &view, &forms))}
                    {rail::facts(&view, zone)}
                </aside>
            </main>
        }
    })
}

/// Ways down the page: everything is on it, so that a browser's own search finds it.
fn views(view: &CaseView, files: usize) -> impl IntoView {
    let parts = [
        ("#complaints", t("Complaints"), view.case.complaints as usize),
        ("#notices", t("Notices"), view.notices.len()),
        ("#answers", t("Answers"), view.answers.len()),
        ("#evidence", t("Evidence"), files),
        ("#decisions", t("Decisions"), view.decisions.len()),
    ];
    let links = parts.map(|(href, words, count)| {
        view! { <a class="views__link" href=href>{words} " " <span class="figures">{count}</span></a> }
    });
    view! {
        <nav class="views" aria-label=t("Parts of this case")>
            <a class="views__link" href="#timeline" aria-current="true">{t("Timeline")}</a>
            {links.into_iter().collect_view()}
            <a class="views__link" href="#acts">{t("Acts")}</a>
        </nav>
    }
}

/// Which entries are shown.
fn only(number: &str, place: &Place) -> impl IntoView + use<> {
    let here = place.word();
    let links =
        [("", t("All")), ("legal", t("Legal effect")), ("customer", t("Customer")), ("internal", t("Internal"))];
    let links = links.map(|(word, name)| {
        let href = format!("{}#timeline", href(&format!("/cases/{number}"), &[("only", word)]));
        view! { <a class="views__link" href=href aria-current=(word == here).then_some("true")>{name}</a> }
    });
    view! { <nav class="views" aria-label=t("Entries")>{links.into_iter().collect_view()}</nav> }
}

fn pager(number: &str, older: Option<i64>, place: &Place) -> impl IntoView + use<> {
    let further = place.before.is_some();
    let only = place.word();
    let path = format!("/cases/{number}");
    let newest = further
        .then(|| view! { <a class="pager__link" href=format!("{}#timeline", href(&path, &[("only", only)]))>{t("‹ Newest entries")}</a> });
    let older = older.map(|seq| {
        let href = href(&path, &[("only", only), ("before", &seq.to_string())]);
        view! { <a class="pager__link" rel="next" href=format!("{href}#timeline")>{t("Older entries ›")}</a> }
    });
    (newest.is_some() || older.is_some())
        .then(|| view! { <nav class="pager" aria-label=t("Timeline")>{newest} {older}</nav> })
}
