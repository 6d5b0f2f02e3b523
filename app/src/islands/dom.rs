//! The few ways in which islands touch the page and ask the desk. What comes from the desk is HTML that it wrote or a
//! plain line: nothing is parsed here, so that no parser has to travel to the browser.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement, RequestInit, Response, UrlSearchParams};

pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

pub fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

/// The element round the place where something happened.
pub fn around(event: &web_sys::Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

pub fn number(element: &Element, name: &str) -> i64 {
    attribute(element, name).parse().unwrap_or(0)
}

pub fn value(field: &Element) -> String {
    js_sys::Reflect::get(field, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

pub fn set_value(field: &Element, text: &str) {
    _ = js_sys::Reflect::set(field, &"value".into(), &JsValue::from_str(text));
}

pub fn show(element: &Element, shown: bool) {
    _ = if shown { element.remove_attribute("hidden") } else { element.set_attribute("hidden", "") };
}

/// A live region is written only when it says something else, or it would be read out again.
pub fn say(place: &Element, words: &str) {
    if place.text_content().as_deref() != Some(words) {
        place.set_text_content(Some(words));
    }
}

pub fn focus(element: &Element) -> bool {
    let Some(target) = element.dyn_ref::<HtmlElement>() else { return false };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
    target.focus().is_ok()
}

/// Loads the page that is open once more. Not `reload()`, which would offer to send a form again.
pub fn ask_again() {
    let location = window().location();
    if let Ok(here) = location.href() {
        _ = location.replace(here.split('#').next().unwrap_or(&here));
    }
}

pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Sets each part of `html` that is marked with `data-part` into the part of the same name within `root`, if it
/// differs: what a reader has in hand, or a live region has said, stays.
pub fn renew(root: &Element, html: &str) {
    let Ok(fresh) = document().create_element("div") else { return };
    fresh.set_inner_html(html);
    let Ok(parts) = fresh.query_selector_all("[data-part]") else { return };
    for part in (0..parts.length()).filter_map(|i| parts.get(i)?.dyn_into::<Element>().ok()) {
        let name = attribute(&part, "data-part");
        let Ok(Some(old)) = root.query_selector(&format!("[data-part={name}]")) else { continue };
        let (old_text, new_text) = (old.inner_html(), part.inner_html());
        if old_text != new_text {
            old.set_inner_html(&new_text);
        }
    }
}

/// None: there was no answer, a refusal, or the page to sign in.
pub async fn get(path: &str) -> Option<String> {
    fetched(path, &RequestInit::new()).await
}

pub async fn post(path: &str, fields: &[(String, String)]) -> Option<String> {
    let form = UrlSearchParams::new().ok()?;
    for (name, value) in fields {
        form.append(name, value);
    }
    let asked = RequestInit::new();
    asked.set_method("POST");
    asked.set_body(&form);
    fetched(path, &asked).await
}

pub fn query(fields: &[(&str, &str)]) -> String {
    let Ok(form) = UrlSearchParams::new() else { return String::new() };
    for (name, value) in fields {
        form.append(name, value);
    }
    String::from(form.to_string())
}

async fn fetched(path: &str, asked: &RequestInit) -> Option<String> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(path, asked)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() || answer.redirected() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
