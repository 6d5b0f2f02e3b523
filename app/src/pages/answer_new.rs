//! An answer that came by mail or by telephone, written down for the instant at which it came.

use docket::notice::{Notice, Stance};
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::deadline::{folds, zone_options};
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FileField, FormState, Frame, Hidden, Pick, Select, TextArea};
use crate::words::{language, t};

/// `notice` is the one that is answered; its requirements stand in the form.
pub fn show(frame: Frame, view: CaseView, notice: Option<Notice>, form: FormState) -> Page {
    let title = say!("Record an answer in {}", view.case.number);
    Page::staff(title, move || {
        let number = view.case.number.clone();
        let body = match notice {
            Some(notice) => body(&frame, &view, &notice, form).into_any(),
            None => view! {
                <div class="empty">
                    <p class="empty__why">{t("No notice of this case has been sent, so there is nothing to answer.")}</p>
                    <p class="empty__next"><a href=format!("/cases/{number}")>{t("Back to the case")}</a></p>
                </div>
            }
            .into_any(),
        };
        let meta = view! { {t("For what reached us by mail or telephone. It counts from when it came, and is weighed like any other.")} };
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back=(format!("/cases/{number}"), number.clone()) number=number.clone() title=t("Record an answer") meta=meta.into_any() />
                {body}
            </main>
        }
    })
}

fn body(frame: &Frame, view: &CaseView, notice: &Notice, form: FormState) -> impl IntoView + use<> {
    let number = view.case.number.clone();
    let sent = view.notices.iter().rev().filter(|notice| notice.sent_at().is_some());
    let notices: Vec<(String, String)> = sent
        .map(|notice| (notice.number.to_string(), format!("N-{}, {}", notice.number, notice.text.subject.show())))
        .collect();
    let ways = vec![Pick::new("mail", t("By mail")), Pick::new("phone", t("By telephone"))];
    let zones = zone_options(&view.customer.zone, frame.zone);
    let zone = form.or("zone", frame.zone.name());
    let today = Zone::parse(&zone).unwrap_or(Zone::UTC).date_text(frame.now);
    let twice = folds(&form.value("date"), &form.value("time"), &zone);
    let twice = (!twice.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="fold" legend=t("The clocks show this time twice. Which one?") picks=twice chosen=Vec::new() /> }
    });
    let lang = notice.text.language.code();
    let parts = notice.text.requirements.iter().map(|requirement| {
        let number = requirement.number;
        let mut picks: Vec<Pick> =
            Stance::CHOICES.iter().map(|stance| Pick::new(stance.word(), stance.name(language()))).collect();
        picks.push(Pick::new("", t("They said nothing about it")));
        view! {
            <fieldset class="group">
                <legend class="group__title">{t("Requirement ")} {number}</legend>
                <div class="letter" lang=lang>{paragraphs(requirement.text.show())}</div>
                <Choices form=form.clone() name=format!("stance_{number}") legend=t("What did they say?") picks chosen=vec![String::new()] />
                <Field form=form.clone() name=format!("by_date_{number}") label=t("By which day, if they named one") size=14 optional=true />
                <TextArea form=form.clone() name=format!("text_{number}") label=t("In their words") rows=3 optional=true />
            </fieldset>
        }
    });
    let parts = parts.collect_view();
    view! {
        <form class="form form--wide" method="post" action=format!("/cases/{number}/answers/new") enctype="multipart/form-data" novalidate>
            <ErrorSummary form=form.clone() />
            <Hidden form=form.clone() />
            <input type="hidden" name="shown" value=notice.number />
            <Select form=form.clone() name="notice" label=t("Which notice does it answer?") options=notices value=notice.number.to_string() />
            <Choices form=form.clone() name="via" legend=t("How did it come?") picks=ways chosen=vec!["mail".to_owned()] across=true />
            <div class="row">
                <Field form=form.clone() name="date" label=t("Received on") kind="date" value=today size=12 />
                <Field form=form.clone() name="time" label=t("At") kind="time" size=8 />
                <Select form=form.clone() name="zone" label=t("On the clock in") options=zones value=zone />
            </div>
            {twice}
            <FileField form=form.clone() name="files" label=t("The message as it came") hint=t("With its headers, as .eml or .msg. For a call, a note of it if there is one.") />
            {parts}
            <div class="row">
                <Field form=form.clone() name="signer" label=t("Who answered?") size=30 />
                <Field form=form.clone() name="signer_role" label=t("Their role") size=24 optional=true />
            </div>
            <div class="form__acts">
                <button class="button button--primary">{t("Record the answer")}</button>
                <a class="button button--quiet" href=format!("/cases/{number}")>{t("Back to the case")}</a>
            </div>
        </form>
    }
}
