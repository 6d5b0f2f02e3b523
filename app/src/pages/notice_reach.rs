//! Another way than mail to reach a customer, written down for the instant at which it was done.

use docket::notice::Notice;
use docket::time::zone::Zone;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::deadline::{folds, zone_options};
use crate::ui::head::Head;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FileField, FormState, Frame, Hidden, Pick, Select, TextArea};
use crate::words::t;

pub fn show(frame: Frame, view: CaseView, notice: Notice, form: FormState) -> Page {
    let title = say!("Reach the customer of N-{} otherwise", notice.number);
    Page::staff(title, move || {
        let back = (format!("/cases/{}/notices/{}", view.case.number, notice.number), format!("N-{}", notice.number));
        let action = format!("{}/channels", back.0);
        let ways = vec![Pick::new("paper", t("By a letter on paper")), Pick::new("phone", t("By telephone"))];
        let zones = zone_options(&view.customer.zone, frame.zone);
        let zone = form.or("zone", frame.zone.name());
        let today = Zone::parse(&zone).unwrap_or(Zone::UTC).date_text(frame.now);
        let twice = folds(&form.value("date"), &form.value("time"), &zone);
        let twice = (!twice.is_empty()).then(|| {
            view! { <Choices form=form.clone() name="fold" legend=t("The clocks show this time twice. Which one?") picks=twice chosen=Vec::new() /> }
        });
        let meta = view! { {t("What was sent or said goes on record. That it reached the customer is a finding of its own, by a lead or counsel, on the page of the notice.")} };
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back number=format!("N-{}", notice.number) title=t("Another way to reach the customer") meta=meta.into_any() />
                <form class="form form--wide" method="post" action=action enctype="multipart/form-data" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <Choices form=form.clone() name="channel" legend=t("Which way?") picks=ways chosen=Vec::new() across=true />
                    <div class="row">
                        <Field form=form.clone() name="date" label=t("Done on") kind="date" value=today size=12 />
                        <Field form=form.clone() name="time" label=t("At") kind="time" size=8 />
                        <Select form=form.clone() name="zone" label=t("On the clock in") options=zones value=zone />
                    </div>
                    {twice}
                    <Field form=form.clone() name="to" label=t("To whom and where") hint=t("The postal address, or the person and the number that was called.") full=true />
                    <Field form=form.clone() name="tracking" label=t("The carrier’s number") optional=true size=30 />
                    <TextArea form=form.clone() name="words" label=t("What was sent, or what was said") rows=5 />
                    <FileField form=form.clone() name="files" label=t("The letter, its receipt, or a note of the call") optional=true />
                    <div class="form__acts">
                        <button class="button button--primary">{t("Put it on record")}</button>
                    </div>
                </form>
            </main>
        }
    })
}
