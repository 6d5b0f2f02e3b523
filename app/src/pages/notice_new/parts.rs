//! Who gets the notice, what was found, and which reported places it names.

use docket::customer::{Contact, Duty};
use docket::time::Moment;
use docket::words::{Language, defang};
use leptos::prelude::*;

use super::ComposerView;
use crate::say;
use crate::ui::{Choices, Field, FormState, Frame, Pick, Select, TextArea, options};
use crate::words::{language, t};

/// A contact that nobody has asked for so long may have gone: a letter to it may not count as received.
const VERIFIED_DAYS: i64 = 365;

pub(super) fn recipients(frame: &Frame, view: &ComposerView, form: &FormState) -> impl IntoView + use<> {
    let contacts: Vec<&Contact> = view.case.customer.contacts_in_use().collect();
    let legal = contacts.iter().filter(|contact| contact.duty != Duty::Owner).map(|contact| contact.id.to_string());
    let mut chosen: Vec<String> = legal.collect();
    if chosen.is_empty() {
        chosen = contacts.iter().map(|contact| contact.id.to_string()).collect();
    }
    let picks = contacts.iter().map(|contact| {
        let hint = format!("{}, {}, {}", contact.name.show(), t(contact.duty.word()), verified(contact, frame.now));
        Pick::new(contact.id.to_string(), contact.email.show()).hint(hint)
    });
    let picks: Vec<Pick> = picks.collect();
    let none = picks.is_empty().then(|| {
        view! {
            <p class="heed heed--urgent">
                {t("The customer has no contact yet. ")} <a href=format!("/customers/{}", view.case.customer.handle)>{t("Add one first.")}</a>
            </p>
        }
    });
    let unsure = contacts.iter().any(|contact| is_unsure(contact, frame.now)).then(|| {
        view! {
            <p class="heed heed--urgent">
                {t("A contact here was not verified within the last year. A letter to it may not count as received: choose a second one, or telephone. ")}
                <a href=format!("/customers/{}", view.case.customer.handle)>{t("Contacts of the customer")}</a>
            </p>
        }
    });
    let reads = contacts.iter().map(|contact| {
        let all = options(Language::ALL.map(|one| (one.code(), one.own_name())));
        view! {
            <Select form=form.clone() name=format!("reads_{}", contact.id) label=say!("{} reads", contact.email.show())
                options=all value=contact.language.code() />
        }
    });
    let reads = reads.collect_view();
    let mixed = contacts.iter().any(|contact| contact.language != view.language);
    let own = view.language.own_name();
    view! {
        <section class="group" aria-labelledby="who">
            <h2 class="group__title" id="who">{t("Who gets it")}</h2>
            {none}
            <Choices form=form.clone() name="contacts" legend=t("Contacts") hint=t("Each gets a letter of their own, with a link of their own.") picks chosen many=true />
            {unsure}
            <details class="more" open=mixed>
                <summary>{t("Language of each letter")}</summary>
                <p class="soft">
                    {t("The fixed words, the rule and the deadline are written in the language of each contact. What you type below stays in ")}
                    {own} "."
                </p>
                <div class="row">{reads}</div>
            </details>
        </section>
    }
}

fn is_unsure(contact: &Contact, now: Moment) -> bool {
    contact.verified_on.is_none_or(|at| now.minus(at) > VERIFIED_DAYS * 86_400 * 1_000_000)
}

fn verified(contact: &Contact, now: Moment) -> String {
    match contact.verified_on {
        None => t("never verified").into(),
        Some(at) if is_unsure(contact, now) => say!("verified on {}, more than a year ago", at.date_text()),
        Some(at) => say!("verified on {}", at.date_text()),
    }
}

pub(super) fn findings(view: &ComposerView, form: &FormState) -> impl IntoView + use<> {
    let draft = view.draft.clone();
    view! {
        <section class="group" aria-labelledby="what">
            <h2 class="group__title" id="what">{t("What was found")}</h2>
            <p class="soft">{t("Fill in what stands in [[double brackets]]. While any is left, the notice cannot leave. Addresses are made harmless in the letter.")}</p>
            <Field form=form.clone() name="subject" label=t("Subject") value=draft.subject full=true hint=t("One sentence. The letter puts the code and the deadline before it.") />
            <TextArea form=form.clone() name="findings" label=t("What was found") value=draft.findings rows=5 />
            <TextArea form=form.clone() name="example" label=t("One example") value=draft.example rows=3 optional=true hint=t("Shown first on the customer’s page.") />
        </section>
    }
}

/// Complaints of the case, each with its first place as the letter would name it. Sealed material is not among them.
pub(super) fn shown(frame: &Frame, view: &ComposerView, form: &FormState) -> Option<AnyView> {
    let zone = frame.zone;
    let open = view.case.complaints.iter().filter(|complaint| !complaint.report.sealed);
    let picks: Vec<Pick> = open
        .filter_map(|complaint| {
            let place = complaint.report.locations.get().and_then(|all| all.first())?;
            let seen = complaint.report.incident_at.unwrap_or(complaint.received_at);
            let hint = say!("Complaint {}, seen {}", complaint.number, zone.show(seen, language()).long);
            Some(Pick::new(complaint.id.to_string(), defang(place)).hint(hint))
        })
        .collect();
    if picks.is_empty() {
        return None;
    }
    let more = view.case.more_complaints.then(|| {
        view! { <p class="soft">{t("The newest complaints of the case are listed. Name others in your own words above.")}</p> }
    });
    let open = !form.values("shown").is_empty();
    let many = picks.len();
    Some(
        view! {
            <section class="group" aria-labelledby="evidence">
                <h2 class="group__title" id="evidence">{t("Evidence shown")}</h2>
                <details class="more" open=open>
                    <summary>{say!("Choose from {}", crate::words::count(many, "reported place", "reported places"))}</summary>
                    <Choices form=form.clone() name="shown" legend=t("Places that the letter names") picks many=true optional=true
                        hint=t("Address and time only, made harmless. Who reported them is never told.") />
                    {more}
                </details>
            </section>
        }
        .into_any(),
    )
}
