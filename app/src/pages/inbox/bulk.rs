//! The bar under the list: what can be done with the ticked complaints, each act behind a small list of its own. The
//! lists open and work without a script; the keys only make them quicker.

use docket::passing::Opening;
use docket::policy::{Category, Severity};
use docket::triage::GROUNDS;
use leptos::prelude::*;

use super::Triaged;
use crate::ui::FormState;
use crate::words::t;

pub fn bar(triaged: &Triaged) -> impl IntoView + use<> {
    let form = triaged.form.clone();
    let settled = triaged.settled;
    let waiting = !settled;
    view! {
        <div class="bulk" role="region" aria-label=t("What to do with the ticked complaints")>
            // Enter in a field presses the first button of a form. This one decides nothing.
            <button class="unseen" name="act" value="" tabindex="-1" aria-hidden="true">{t("None")}</button>
            <span class="bulk__sum" role="status" data-sum="">{t("Tick what you want to act on")}</span>
            {waiting.then(|| reject(form.clone()))}
            {pass_on(form.clone())}
            {attach(form.clone())}
            <button class="bulk__act" name="act" value="open" data-key="o">{t("Open a case")} <Key key="o" /></button>
            {waiting.then(|| class(form))}
        </div>
    }
}

#[component]
fn Key(key: &'static str) -> impl IntoView {
    view! { " " <kbd class="button__key" aria-hidden="true">{key}</kbd> }
}

#[component]
fn Menu(
    key: &'static str,
    name: &'static str,
    /// Says what it will do, with how many: the number is put in by the keys' island.
    #[prop(into)]
    label: String,
    open: bool,
    children: Children,
) -> impl IntoView {
    let says = label.clone();
    view! {
        <details class="bulk__menu" name="bulk" data-menu=name open=open>
            <summary class="bulk__act" data-key=key><span data-says=says>{label}</span> <Key key /></summary>
            <div class="bulk__list" role="group">{children()}</div>
        </details>
    }
}

fn wrong(form: &FormState, field: &str) -> impl IntoView + use<> {
    let id = format!("{field}-error");
    form.problem(field).map(|sentence| view! { <p class="field__error" id=id>{sentence}</p> })
}

fn reject(form: FormState) -> impl IntoView {
    let reasons = GROUNDS.iter().zip(1..).map(|(ground, digit)| {
        view! {
            <button class="bulk__item" name="act" value=format!("reject:{}", ground.word) data-digit=digit title=ground.sentence>
                <kbd class="button__key" aria-hidden="true">{digit}</kbd> " " {t(ground.name)}
            </button>
        }
    });
    let reasons = reasons.collect_view();
    let own = form.value("own");
    let open = form.problem("own").is_some() || form.problem("reason").is_some();
    view! {
        <Menu key="r" name="reject" label=t("Reject") open>
            <p class="bulk__why">{t("Reject, because:")}</p>
            {reasons}
            {wrong(&form, "own")}
            <label class="field__label" for="own"><kbd class="button__key" aria-hidden="true">"9"</kbd> {t(" In your own words")}</label>
            <textarea id="own" name="own" rows="2" data-digit="9" inner_html=crate::render::area(&own)></textarea>
            <button class="button button--small" name="act" value="reject:own">{t("Reject in these words")}</button>
        </Menu>
    }
}

fn pass_on(form: FormState) -> impl IntoView {
    let chosen = form.or("opening", Opening::ALL[0].word());
    let texts = Opening::ALL.into_iter().zip(1..).map(|(opening, digit)| {
        let checked = chosen == opening.word();
        view! {
            <label class="choice">
                <input type="radio" name="opening" value=opening.word() checked=checked data-digit=digit data-then="pass_on" />
                <span><kbd class="button__key" aria-hidden="true">{digit}</kbd> " " {t(opening.name())}</span>
            </label>
        }
    });
    let texts = texts.collect_view();
    let note = form.value("note");
    let open = ["opening", "note"].iter().any(|field| form.problem(field).is_some());
    view! {
        <Menu key="p" name="pass_on" label=t("Pass on") open>
            <p class="bulk__why">
                {t("As information to the customer: no demand, no deadline, the reporter hidden. The letter leaves after 60 seconds.")}
            </p>
            {texts}
            {wrong(&form, "note")}
            <label class="field__label" for="note">{t("A line of your own (optional)")}</label>
            <textarea id="note" name="note" rows="2" inner_html=crate::render::area(&note)></textarea>
            <button class="button button--primary button--small" name="act" value="pass_on" data-do="pass_on">{t("Pass on")}</button>
        </Menu>
    }
}

fn attach(form: FormState) -> impl IntoView {
    let case = form.value("case");
    let open = form.problem("case").is_some();
    view! {
        <Menu key="e" name="attach" label=t("Attach") open>
            {wrong(&form, "case")}
            <label class="field__label" for="case">{t("To the case")}</label>
            <input id="case" name="case" value=case size="14" placeholder="DN-2026-0110" autocomplete="off" data-first="" />
            <button class="button button--small" name="act" value="attach" data-do="attach">{t("Attach")}</button>
        </Menu>
    }
}

fn class(form: FormState) -> impl IntoView {
    let option = |chosen: &str, value: &'static str, name: &'static str| {
        let selected = chosen == value;
        view! { <option value=value selected=selected>{name}</option> }
    };
    let (category, severity) = (form.value("set_category"), form.value("set_severity"));
    let categories = Category::ALL.map(|one| option(&category, one.word(), t(one.name()))).collect_view();
    let severities = Severity::ALL.map(|one| option(&severity, one.word(), t(one.name()))).collect_view();
    let open = ["category", "severity"].iter().any(|field| form.problem(field).is_some());
    view! {
        <Menu key="f" name="class" label=t("Change") open>
            {wrong(&form, "category")}
            <label class="field__label" for="set_category">{t("Category")}</label>
            <select id="set_category" name="set_category" data-first=""><option value="">{t("As it is")}</option> {categories}</select>
            <label class="field__label" for="set_severity">{t("Severity")}</label>
            <select id="set_severity" name="set_severity"><option value="">{t("As it is")}</option> {severities}</select>
            <button class="button button--small" name="act" value="class" data-do="class">{t("Change")}</button>
        </Menu>
    }
}
