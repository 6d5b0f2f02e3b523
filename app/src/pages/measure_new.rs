//! An interim measure is taken: what the emergency is, and the one thing that is switched off at once.

use docket::interim::Emergency;
use docket::people::Act;
use docket::view::CaseView;
use docket::words::defang;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, PasswordAgain, Pick, TextArea};
use crate::words::{language, t};

/// So many complaints are listed to choose from; the newest are what an emergency is about.
const MOST_COMPLAINTS: usize = 12;

pub fn show(frame: Frame, view: CaseView, form: FormState) -> Page {
    let title = say!("Emergency: interim measure on {}", view.customer.handle);
    Page::staff(title.clone(), move || {
        let number = view.case.number.clone();
        let handle = view.customer.handle.clone();
        let version = form.or("version", view.version.to_string()).parse().unwrap_or(view.version);
        let emergencies = Emergency::ALL.map(|one| {
            let hint = if one.goes_to_counsel() {
                t("Goes to counsel instead of lapsing")
            } else {
                t("Lapses after 12 hours")
            };
            Pick::new(one.word(), one.name(language())).hint(hint)
        });
        let assets = view.assets.iter().map(|asset| {
            let off = match (asset.suspended_by, asset.interim) {
                (Some(_), _) => t(", switched off by a decision"),
                (_, Some(_)) => t(", a measure stands on it"),
                _ => "",
            };
            Pick::new(asset.id.to_string(), asset.value.clone()).hint(format!("{}{off}", t(asset.kind.word())))
        });
        let assets: Vec<Pick> = assets.collect();
        let complaints = view.complaints.iter().rev().take(MOST_COMPLAINTS).map(|complaint| {
            Pick::new(complaint.id.to_string(), format!("C-{}", complaint.number))
                .hint(defang(complaint.report.summary.show()))
        });
        let complaints: Vec<Pick> = complaints.collect();
        let chosen = match view.interims.is_empty() {
            true => complaints.iter().map(|pick| pick.value.clone()).collect(),
            false => Vec::new(),
        };
        let fresh = frame.who.is_fresh(frame.now);
        let proposes = frame.who.may(Act::Propose);
        let none = (!proposes).then(|| view! { <p class="heed">{t("Analysts and leads take interim measures.")}</p> });
        let cited = (!complaints.is_empty()).then(|| view! {
            <Choices form=form.clone() name="complaints" legend=t("Complaints on which it rests") picks=complaints chosen many=true optional=true
                hint=t("A measure is not repeated on the same facts: a second one on this asset needs a complaint that came since.") />
        });
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back=(format!("/cases/{number}"), number.clone()) title=title.clone()
                    meta=t("One person, one asset, at once. A second person confirms it within 12 hours.").into_any() />
                <form class="form form--wide" method="post" action=format!("/cases/{number}/measures") novalidate>
                    <ErrorSummary form=form.clone() />
                    {none}
                    <Hidden form=form.clone() version />
                    <section class="group" aria-labelledby="what">
                        <h2 class="group__title" id="what">{t("The emergency")}</h2>
                        <Choices form=form.clone() name="emergency" legend=t("What is it?") picks=emergencies.into() across=true
                            hint=t("Nothing else is an emergency: everything else waits for a notice.") />
                        <TextArea form=form.clone() name="facts" label=t("What did you see?") rows=5
                            hint=t("With times. The customer reads it in the letter that leaves at once.") />
                        {cited}
                    </section>
                    <section class="group" aria-labelledby="off">
                        <h2 class="group__title" id="off">{t("What is switched off")}</h2>
                        <Choices form=form.clone() name="asset" legend=t("The one asset") picks=assets hint=t("The narrowest that stops it. Never the whole account.") />
                        <Field form=form.clone() name="part" label=t("Only this part of it") optional=true full=true autocomplete="off"
                            hint=t("One address inside a prefix, one page or host under a name. The machines get exactly these words.") />
                    </section>
                    <section class="group" aria-labelledby="sure">
                        <h2 class="group__title" id="sure">{t("Confirm")}</h2>
                        <Field form=form.clone() name="handle" label=t("Type the customer’s handle to confirm") size=30 autocomplete="off" hint=handle />
                        <PasswordAgain fresh form=form.clone() />
                        <div class="form__acts">
                            <button class="button button--grave">{t("Switch it off now")}</button>
                            <a class="button button--quiet" href=format!("/cases/{number}")>{t("Back to the case")}</a>
                        </div>
                    </section>
                </form>
                <aside class="page__rail side" aria-label=t("What happens next")>
                    <h2 class="section-title">{t("What happens next")}</h2>
                    <p>{t("An instruction is issued and a letter leaves to every contact, both at once.")}</p>
                    <p>{t("Leads are called after 6 and after 11 hours. After 12 hours it lapses by itself and what is off runs again, unless another person confirmed it.")}</p>
                    <p>{t("Once confirmed it is a ground on which a suspension can rest.")}</p>
                </aside>
            </main>
        }
    })
}
