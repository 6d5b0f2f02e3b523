//! The case put in order: who has it, how grave it is, tags, links, and putting it aside. All of it can be undone.

use docket::policy::Severity;
use docket::view::CaseView;
use leptos::prelude::*;

use super::CaseForms;
use crate::say;
use crate::ui::due::When;
use crate::ui::{Field, Frame, Hidden};
use crate::words::t;

pub fn show(frame: &Frame, view: &CaseView, forms: &CaseForms) -> impl IntoView + use<> {
    let case = &view.case;
    let path = |rest: &str| format!("/cases/{}/{rest}", case.number);
    let version = view.version;
    let me = frame.who.person.id.to_string();
    let owner = case.owner.map(|owner| owner.to_string()).unwrap_or_default();
    let owners = forms.people.iter().map(|(id, name)| {
        let name = if *id == me { say!("{} (you)", name) } else { name.clone() };
        let selected = *id == owner;
        view! { <option value=id.clone() selected=selected>{name}</option> }
    });
    let owners = owners.collect_view();
    let grade = case.severity;
    let severities = Severity::ALL
        .map(|one| view! { <option value=one.word() selected=one == grade>{t(one.name())}</option> })
        .collect_view();
    let put_aside = aside(frame, view, forms);
    let links = links(view, forms);
    view! {
        <h2 class="section-title">{t("In order")}</h2>
        <div class="tending">
            <form class="field__line" method="post" action=path("owner")>
                <Hidden form=forms.owner.clone() version />
                <label class="field__label" for="owner">{t("Owner")}</label>
                <select id="owner" name="owner"><option value="nobody">{t("Nobody")}</option> {owners}</select>
                <button class="button button--small">{t("Set")} <span class="unseen">{t(" owner")}</span></button>
            </form>
            <form class="field__line" method="post" action=path("severity")>
                <Hidden form=forms.severity.clone() version />
                <label class="field__label" for="severity">{t("Severity")}</label>
                <select id="severity" name="severity">{severities}</select>
                <button class="button button--small">{t("Set")} <span class="unseen">{t(" severity")}</span></button>
            </form>
            <form method="post" action=path("tags") novalidate>
                <Hidden form=forms.tags.clone() version />
                <Field form=forms.tags.clone() name="tags" label=t("Tags") hint=t("Words with spaces between.") value=case.tags.join(" ") full=true autocomplete="off" />
                <button class="button button--small">{t("Set tags")}</button>
            </form>
            {put_aside}
            {links}
        </div>
    }
}

fn aside(frame: &Frame, view: &CaseView, forms: &CaseForms) -> AnyView {
    let case = &view.case;
    if let Some(snooze) = &case.snooze {
        let zone = frame.zone;
        let action = format!("/cases/{}/waking", case.number);
        return view! {
            <div class="heed">
                <p class="heed__title">{t("Put aside until ")} <When at=snooze.until zone /></p>
                <p>{snooze.reason.show().to_owned()}</p>
                <form method="post" action=action>
                    <Hidden form=forms.snooze.clone() />
                    <button class="button button--small">{t("Take it up now")}</button>
                </form>
            </div>
        }
        .into_any();
    }
    let form = forms.snooze.clone();
    let open = form.is_refused();
    let action = format!("/cases/{}/snooze", case.number);
    view! {
        <details class="more" id="snooze" open=open>
            <summary data-key="s">{t("Put aside ")} <kbd class="button__key" aria-hidden="true">"s"</kbd></summary>
            <form method="post" action=action novalidate>
                <Hidden form=form.clone() />
                <Field form=form.clone() name="date" label=t("Until the morning of") kind="date" />
                <Field form name="why" label=t("Why?") full=true autocomplete="off" />
                <button class="button button--small">{t("Put aside")}</button>
            </form>
        </details>
    }
    .into_any()
}

fn links(view: &CaseView, forms: &CaseForms) -> impl IntoView + use<> {
    let case = &view.case;
    let form = forms.link.clone();
    let removal = format!("/cases/{}/links/removal", case.number);
    let linked = case.links.iter().map(|link| {
        // Each of these buttons is an intention of its own; the desk finds nothing to do when it is pressed twice.
        view! {
            <li>
                <a href=format!("/cases/{}", link.number)>{link.number.clone()}</a>
                <form method="post" action=removal.clone()>
                    <input type="hidden" name="command_id" value=forms.unlink.clone() />
                    <input type="hidden" name="other" value=link.number.clone() />
                    <button class="button button--small button--quiet">{t("Unlink")} <span class="unseen">" " {link.number.clone()}</span></button>
                </form>
            </li>
        }
    });
    let linked = linked.collect_view();
    let action = format!("/cases/{}/links", case.number);
    view! {
        <ul class="tending__links">{linked}</ul>
        <form method="post" action=action novalidate>
            <Hidden form=form.clone() />
            <Field form name="other" label=t("Linked case") hint=t("Its number, such as DN-2026-0110.") size=14 autocomplete="off" />
            <button class="button button--small">{t("Link")}</button>
        </form>
    }
}
