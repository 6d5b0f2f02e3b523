//! What was known then: a case or a customer as the ledger says it stood, up to an instant or an entry.

use docket::people::Act;
use docket::report::papers::Papers;
use docket::report::profile::Profile;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::papers::{case, complaints, counted};
use crate::ui::{Bar, FormState, Frame, Hidden};
use crate::words::t;

/// What was asked for, and about whom.
#[derive(Clone, Debug, Default)]
pub struct AsOfAsk {
    /// "/cases/DN-2026-0001" or "/customers/example-social"
    pub back: String,
    /// The number or the handle.
    pub subject: String,
    pub is_case: bool,
    pub at: String,
    pub zone: String,
    /// What could not be read.
    pub problem: Option<String>,
}

/// `papers` is none when what was asked for could not be read.
pub fn show(frame: Frame, papers: Option<Papers>, ask: AsOfAsk, zones: Vec<&'static str>, form: FormState) -> Page {
    let refused = ask.problem.is_some();
    let page = Page::staff(say!("{} as known then", ask.subject), move || {
        let zone = frame.zone;
        let here = if ask.is_case { "cases" } else { "customers" };
        let chosen = if ask.zone.is_empty() { zone.name().to_owned() } else { ask.zone.clone() };
        let mut names = zones;
        if !names.contains(&zone.name()) {
            names.push(zone.name());
        }
        let options = names
            .into_iter()
            .map(|name| view! { <option value=name selected=name == chosen>{name}</option> })
            .collect_view();
        // On paper it is in English.
        let about = if ask.is_case { say!("Case {}", ask.subject) } else { say!("Customer {}", ask.subject) };
        let (title, meta) = match &papers {
            Some(papers) if papers.counted.newest => (say!("{} as known now", about), counted(papers, zone)),
            Some(papers) => (say!("{} as known then", about), counted(papers, zone)),
            None => (t("As known then").to_owned(), String::new()),
        };
        let stamp = papers.as_ref().map(|papers| {
            view! {
                <p class="once-printed">{papers.provider.clone()} ", " {about.clone()} {t(", up to entry ")} {papers.counted.entry} {t(", root ")} {papers.counted.ledger_root.clone()}</p>
            }
        });
        let problem = ask.problem.clone().map(|sentence| {
            view! {
                <div class="errors" role="alert" tabindex="-1">
                    <h2 class="errors__title">{t("This could not be read")}</h2>
                    <ul class="errors__list"><li><a href="#at">{sentence}</a></li></ul>
                </div>
            }
        });
        let export = (frame.who.may(Act::Export) && papers.is_some()).then(|| export(&ask, &form));
        let shown = papers.map(|papers| {
            let cases = papers.cases.iter().map(|one| case(one, zone)).collect_view();
            let none = papers.cases.is_empty().then(|| view! { <p>{t("No case had been opened.")}</p> });
            let loose = (!papers.complaints.is_empty()).then(|| {
                view! {
                    <section class="paper page__section">
                        <h2>{t("Complaints in no case: ")} {papers.complaints.len()}</h2>
                        {complaints(&papers.complaints, t("Complaints").to_owned(), zone)}
                    </section>
                }
            });
            view! { {none} {cases} {loose} }
        });
        let subject = ask.subject.clone();
        view! {
            <Bar frame=frame.clone() here=here />
            <main class="page" id="main" tabindex="-1">
                {stamp}
                <Head back=(ask.back.clone(), subject) title meta=meta.into_any() />
                {problem}
                <form class="filters page__section" method="get" aria-label=t("As of when")>
                    <label class="filters__field">
                        {t("As of")} <input id="at" name="at" value=ask.at.clone() size="22" autocomplete="off" spellcheck="false" aria-describedby="at-hint" />
                    </label>
                    <label class="filters__field">{t("Zone")} <select name="zone">{options}</select></label>
                    <button class="button">{t("Show")}</button>
                    <p class="filters__sum soft" id="at-hint">{t("An entry such as #1204, a day, or a day and a time: 2026-01-10 23:59. Nothing means now.")}</p>
                </form>
                {export}
                {shown}
            </main>
        }
    });
    if refused { page.refused() } else { page }
}

fn export(ask: &AsOfAsk, form: &FormState) -> impl IntoView + use<> {
    let profiles =
        Profile::ALL.into_iter().map(|profile| view! { <option value=profile.word()>{t(profile.name())}</option> });
    let what = if ask.is_case { "case_file" } else { "customer_file" };
    view! {
        <form class="filters page__section" method="post" action="/reports" aria-label=t("Export this")>
            <Hidden form=form.clone() />
            <input type="hidden" name="what" value=what />
            <input type="hidden" name="subject" value=ask.subject.clone() />
            <input type="hidden" name="as_of" value=ask.at.clone() />
            <input type="hidden" name="zone" value=ask.zone.clone() />
            <label class="filters__field">{t("For whom")} <select name="profile">{profiles.collect_view()}</select></label>
            <button class="button">{t("Export this")}</button>
            <p class="filters__sum soft">{t("A sealed zip with the page to print, tables, letters, files and proofs.")}</p>
        </form>
    }
}
