//! What can leave the house, and what did: a catalogue of exports, those under way, and who fetched which.

use docket::desk::exports::{Job, JobsView, KEPT_DAYS};
use docket::export::What;
use docket::policy::Category;
use docket::report::profile::{Part, Profile};
use docket::time::Moment;
use leptos::prelude::*;

use crate::islands::ExportProgress;
use crate::islands::export_progress::Standing;
use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::list::bytes;
use crate::ui::when::clock_name;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, Select, WhenShort, options};
use crate::words::{ours, recorded, said, t};

/// What each paper is, in a sentence.
const CATALOGUE: [(What, &str); 7] = [
    (
        What::CaseFile,
        ours(
            "Everything on one case, now or as known then: sealed zip with a page to print, tables, letters, files and proofs.",
        ),
    ),
    (
        What::CustomerFile,
        ours("Everything about one customer: cases, complaints, notices, answers, decisions, letters."),
    ),
    (What::LedgerExtract, ours("Entries word for word with their hashes, one JSON object a line.")),
    (What::DecisionsRegister, ours("One line for each decision, as CSV.")),
    (What::TreatmentReport, ours("Like cases side by side: time given, answered, outcome, and what was left alone.")),
    (What::DeadlineReport, ours("Every deadline of a period, and what happened.")),
    (What::TransparencyFigures, ours("Counts for a report under the Digital Services Act, as CSV or JSON.")),
];

/// What the form offers to choose from.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    pub zones: Vec<&'static str>,
    /// Kinds of events with their words.
    pub kinds: Vec<(&'static str, &'static str)>,
}

pub fn show(frame: Frame, view: JobsView, chosen: Option<What>, offers: Offers, form: FormState) -> Page {
    let refused = form.is_refused();
    let page = Page::staff(t("Reports"), move || {
        let meta = say!(
            "What leaves the house is recorded with its hash. Files are kept for {} days. Times in {}.",
            KEPT_DAYS,
            clock_name(frame.zone, frame.now)
        )
        .into_any();
        let cards = CATALOGUE.into_iter().map(|(what, words)| {
            let current = (chosen == Some(what)).then_some("true");
            view! {
                <li class="entries__item">
                    <div class="entries__body">
                        <h3 class="entries__title">
                            <a href=format!("/reports?what={}#ask", what.word()) aria-current=current data-row>{t(what.name())}</a>
                        </h3>
                        <p class="entries__meta">{t(words)}</p>
                    </div>
                </li>
            }
        });
        let cards = cards.collect_view();
        let asked = chosen.map(|what| ask_form(what, &frame, offers, form.clone()));
        let moving = view.moving.then(|| {
            view! { <p><a href="/reports#made">{t("Look again")}</a> {t(" to see how far they are.")}</p> }
        });
        let made = if view.jobs.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("Nothing was exported from this page yet.")}</p>
                    <p class="empty__next">{t("Choose what to make above.")}</p>
                </div>
            }
            .into_any()
        } else {
            let rows = view.jobs.into_iter().map(|job| row(job, &frame, &form)).collect_view();
            view! { <ul class="entries" data-rows>{rows}</ul> }.into_any()
        };
        view! {
            <Bar frame=frame.clone() here="reports" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Reports") meta />
                <section class="page__section" aria-labelledby="catalogue">
                    <h2 id="catalogue">{t("What can be made")}</h2>
                    <ul class="entries" data-rows>{cards}</ul>
                </section>
                {asked}
                <section class="page__section" aria-labelledby="made">
                    <h2 id="made">{t("Exports")}</h2>
                    {moving}
                    {made}
                </section>
                {rules()}
            </main>
        }
    });
    if refused { page.refused() } else { page }
}

fn ask_form(what: What, frame: &Frame, offers: Offers, form: FormState) -> impl IntoView + use<> {
    let here = frame.zone.name();
    let mut names = offers.zones;
    if !names.contains(&here) {
        names.push(here);
    }
    let zone = {
        let form = form.clone();
        move || {
            let options = options(names.iter().map(|name| (*name, *name)));
            view! { <Select form=form.clone() name="zone" label=t("Time zone") options value=here /> }
        }
    };
    let by_subject = matches!(what, What::CaseFile | What::CustomerFile);
    let by_period = matches!(what, What::TreatmentReport | What::DeadlineReport | What::TransparencyFigures);
    let today = frame.zone.date_text(frame.now);
    let month = frame.zone.date_text(frame.now.plus_seconds(-29 * 86_400));
    let subject = by_subject.then(|| {
        let (label, hint) = match what {
            What::CaseFile => (t("Case"), t("Its number, such as DN-2026-0001.")),
            _ => (t("Customer"), t("The handle.")),
        };
        view! {
            <Field form=form.clone() name="subject" label hint autocomplete="off" size=24 />
            <Field
                form=form.clone()
                name="as_of"
                label=t("As known")
                hint=t("An entry such as #1204, a day, or a day and a time: 2026-01-10 23:59. Nothing means now.")
                autocomplete="off"
                size=24
                optional=true
            />
            {zone()}
        }
    });
    let period = by_period.then(|| {
        view! {
            <div class="row">
                <Field form=form.clone() name="from" label=t("From") kind="date" value=month />
                <Field form=form.clone() name="to" label=t("To, this day included") kind="date" value=today />
            </div>
            {zone()}
        }
    });
    let category = (what == What::TreatmentReport).then(|| {
        let categories = options(Category::ALL.into_iter().map(|one| (one.word(), t(one.name()))));
        view! { <Select form=form.clone() name="category" label=t("Category") options=categories none=t("All") optional=true /> }
    });
    let entries = (what == What::LedgerExtract).then(|| {
        let kinds = options(offers.kinds.into_iter().map(|(word, words)| (word, t(words))));
        view! {
            <div class="row">
                <Field form=form.clone() name="first" label=t("First entry") inputmode="numeric" size=10 optional=true />
                <Field form=form.clone() name="last" label=t("Last entry") inputmode="numeric" size=10 optional=true />
            </div>
            <Select form=form.clone() name="kind" label=t("Event") options=kinds none=t("Any") optional=true />
            <Field form=form.clone() name="case" label=t("Case") autocomplete="off" size=18 optional=true />
        }
    });
    let profiles: Vec<Pick> = Profile::ALL
        .into_iter()
        .filter(|profile| match what {
            What::LedgerExtract => *profile != Profile::Customer,
            What::DecisionsRegister | What::TransparencyFigures => *profile == Profile::Internal,
            _ => true,
        })
        .map(|profile| Pick::new(profile.word(), t(profile.name())).hint(purpose(profile)))
        .collect();
    let profile = (profiles.len() > 1).then(|| {
        view! {
            <Choices form=form.clone() name="profile" legend=t("For whom is it?") picks=profiles chosen=vec!["internal".to_owned()] />
        }
    });
    let format = (what.formats().len() > 1).then(|| {
        let picks: Vec<Pick> = what
            .formats()
            .iter()
            .map(|word| {
                Pick::new(
                    *word,
                    if *word == "html" { t("A page to print (HTML)").to_owned() } else { word.to_uppercase() },
                )
            })
            .collect();
        let first = what.formats().first().map(|word| (*word).to_owned()).into_iter().collect();
        view! { <Choices form=form.clone() name="format" legend=t("As which file?") picks chosen=first across=true /> }
    });
    view! {
        <section class="page__section" aria-labelledby="ask">
            <h2 id="ask">{t(what.name())}</h2>
            <form class="form" method="post" action="/reports" novalidate>
                <ErrorSummary form=form.clone() />
                <Hidden form=form.clone() />
                <input type="hidden" name="what" value=what.word() />
                {subject}
                {period}
                {category}
                {entries}
                {profile}
                {format}
                <div class="form__acts"><button class="button button--primary">{t("Make it")}</button> <a href="/reports">{t("Cancel")}</a></div>
            </form>
        </section>
    }
}

fn purpose(profile: Profile) -> &'static str {
    match profile {
        Profile::Internal => t("Everything. For the house and its counsel."),
        Profile::Regulator => t("Without names of the team and of reporters who did not agree, without notes."),
        Profile::Customer => t("Only what concerns them, without anything internal."),
    }
}

/// What each stage is called.
fn stage_words(stage: &str) -> &'static str {
    match stage {
        "waiting" => t("Waiting"),
        "running" => t("Being made"),
        "stopping" => t("Stopping"),
        "done" => t("Done"),
        "cancelled" => t("Cancelled"),
        "interrupted" => t("Interrupted"),
        "expired" => t("Expired, its file is gone"),
        _ => t("Failed"),
    }
}

fn row(job: Job, frame: &Frame, form: &FormState) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let record = job.row;
    let scope = said(&job.scope);
    let verification = job.what == Some(What::Verification);
    let standing = Standing::of(&record);
    let stage = standing.stage.clone();
    // A check that runs stops nowhere in between, and what is stopping was heard.
    let stoppable = stage == "waiting" || (stage == "running" && !verification);
    let progress = standing.is_moving().then(|| view! { <ExportProgress id=record.id.clone() standing /> });
    let cancel = stoppable.then(|| {
        view! {
            <form method="post" action=format!("/reports/{}/cancellation", record.id)>
                <Hidden form=form.clone() />
                <button class="button button--small">{t("Cancel")} <span class="unseen">" " {scope.clone()}</span></button>
            </form>
        }
    });
    let fetch = (record.stage == "done" && !verification).then(|| {
        let size = bytes(record.size.unwrap_or(0));
        view! {
            <a class="button button--small" href=format!("/reports/{}/file", record.id) download>
                {t("Download ")} {size} <span class="unseen">" " {record.name.clone().unwrap_or_default()}</span>
            </a>
        }
    });
    let profile = Profile::parse(&job.ask.profile).unwrap_or_default();
    let name = job.what.map_or(t("Export"), |what| t(what.name()));
    let file = (record.stage == "done" || record.stage == "expired").then(|| {
        let hash = record.sha256.clone().unwrap_or_default();
        let entry =
            record.seq.map(|seq| view! { {t(", recorded as ")} <a href=format!("/ledger/{seq}")>"#" {seq}</a> });
        let word = if verification { t("Root ") } else { "SHA-256 " };
        let stamp = job.stamped.then(|| {
            let href = format!("/ledger/stamps/{hash}");
            view! { ", " <a href=href download="">{t("Download the time stamp")}</a> }
        });
        view! { <p class="entries__meta">{word} <code>{hash}</code> {entry} {stamp}</p> }
    });
    let until = record.expires_at.filter(|_| record.stage == "done" && !verification).map(|at| {
        view! { {t(", kept until ")} <WhenShort at=Moment::from_micros(at) zone now /> }
    });
    let fetched = (!job.fetched.is_empty()).then(|| {
        let who = job.fetched.into_iter().map(|(at, who)| {
            view! { <li>{said(&who)} ", " <WhenShort at zone now /></li> }
        });
        view! { <details class="more"><summary>{t("Fetched by")}</summary><ul>{who.collect_view()}</ul></details> }
    });
    let problem = record.problem.clone().filter(|words| !words.is_empty()).map(|words| {
        view! { <p class="entries__meta">{recorded(&words)}</p> }
    });
    let tag = if record.stage == "failed" || record.stage == "interrupted" { "tag tag--late" } else { "tag" };
    let profile = (!verification).then(|| format!(", {}", t(profile.name()).to_lowercase()));
    view! {
        <li class="entries__item" id=format!("export-{}", record.id)>
            <div class="entries__body">
                <h3 class="entries__title"><a href=format!("#export-{}", record.id) data-row>{name} ": " <bdi>{scope}</bdi></a></h3>
                <p class="entries__meta">
                    <span class=tag>{stage_words(&stage)}</span> {t(" asked by ")} {said(&job.asked_by)} ", "
                    <WhenShort at=Moment::from_micros(record.asked_at) zone now /> {profile} {until}
                </p>
                {progress}
                {problem}
                {file}
                {fetched}
            </div>
            <div class="entries__acts">{fetch} {cancel}</div>
        </li>
    }
}

/// What each profile shows, from the place that decides it.
fn rules() -> impl IntoView {
    let rows = Part::ALL.into_iter().map(|part| {
        let cells = Profile::ALL.into_iter().map(|profile| view! { <td>{t(profile.rule(part))}</td> });
        view! { <tr><th scope="row">{t(part.name())}</th> {cells.collect_view()}</tr> }
    });
    view! {
        <details class="more page__section">
            <summary>{t("What each profile shows")}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=t("What each profile shows")>
                <table>
                    <caption class="unseen">{t("What each profile shows")}</caption>
                    <thead><tr>
                        <th scope="col">{t("What")}</th>
                        {Profile::ALL.into_iter().map(|profile| view! { <th scope="col">{t(profile.name())}</th> }).collect_view()}
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p>{t("What is withheld is marked in the paper, for example ")} <code>"[withheld: reporter]"</code> {t(". Sealed material never leaves.")}</p>
        </details>
    }
}
