//! The half of the palette that needs a browser.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::answers;
use crate::islands::dom::{all, around, attribute, focus, get, path, query};

/// So long after the last key the desk is asked, and not at each of them.
const PAUSE: Duration = Duration::from_millis(120);
/// More would push what the desk finds out of sight.
const MOST_HERE: usize = 5;

#[derive(Clone, Copy)]
pub struct Parts {
    pub dialog: NodeRef<html::Dialog>,
    pub input: NodeRef<html::Input>,
    pub here: RwSignal<Vec<String>>,
    pub found: RwSignal<String>,
    pub at: RwSignal<usize>,
}

/// What the page offers, in the order of `Parts::here`.
type Offered = Rc<RefCell<Vec<Element>>>;

pub fn listen(parts: Parts) {
    let offered = Offered::default();
    let kept = offered.clone();
    let _ = window_event_listener(ev::keydown, move |event| {
        let combined = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if combined && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            open(parts, &kept);
        } else if around(&event, "#palette").is_some() && press(parts, &kept, &event) {
            event.prevent_default();
        }
    });
    let kept = offered.clone();
    let _ = window_event_listener(ev::click, move |event| {
        if around(&event, "[data-palette]").is_some() && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            open(parts, &kept);
        } else if let Some(option) = around(&event, "#palette [role=option]") {
            choose(parts, &kept, &option);
        }
    });
    let _ = window_event_listener(ev::input, move |event| {
        if around(&event, "#palette").is_some() {
            look(parts, &offered);
            let typed = typed(parts);
            set_timeout(move || ask(parts, typed), PAUSE);
        }
    });
    // The first option is chosen again whenever the list is another one.
    Effect::new(move |_| {
        parts.found.track();
        parts.here.track();
        parts.at.set(0);
        request_animation_frame(move || mark(0));
    });
    Effect::new(move |_| mark(parts.at.get()));
}

fn open(parts: Parts, offered: &Offered) {
    let (Some(dialog), Some(input)) = (parts.dialog.get_untracked(), parts.input.get_untracked()) else { return };
    if !dialog.open() {
        input.set_value("");
        look(parts, offered);
        _ = dialog.show_modal();
        ask(parts, String::new());
    }
    _ = focus(&input);
}

fn typed(parts: Parts) -> String {
    parts.input.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// What this page offers under the words that are typed.
fn look(parts: Parts, offered: &Offered) {
    let typed = typed(parts);
    let (mut words, mut elements) = (Vec::new(), Vec::new());
    for element in all("main .head__acts > :is(a, button), main .acts :is(a, button), main [data-key]") {
        let seen = element.get_client_rects().length() > 0;
        let word = word_of(&element);
        if seen && !word.is_empty() && answers(&word, &typed) && !words.contains(&word) && words.len() < MOST_HERE {
            words.push(word);
            elements.push(element);
        }
    }
    offered.replace(elements);
    parts.here.set(words);
}

/// The words on a button without the key that is printed beside them; a field has its label.
fn word_of(element: &Element) -> String {
    let label = attribute(element, "aria-label");
    if !label.is_empty() {
        return label;
    }
    if let Some(field) = element.dyn_ref::<HtmlElement>().filter(|field| !field.id().is_empty())
        && matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA")
    {
        let label = all(&format!("label[for={}]", field.id()));
        return label.first().map(words).unwrap_or_default();
    }
    words(element)
}

fn words(element: &Element) -> String {
    let Ok(copy) = element.clone_node_with_deep(true) else { return String::new() };
    let Ok(copy) = copy.dyn_into::<Element>() else { return String::new() };
    while let Ok(Some(key)) = copy.query_selector("kbd, .button__key, [aria-hidden=true]") {
        key.remove();
    }
    let text = copy.text_content().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An answer to what is no longer typed is not shown.
fn ask(parts: Parts, wanted: String) {
    if typed(parts) != wanted {
        return;
    }
    spawn_local(async move {
        let asked = format!("/go/found?{}", query(&[("q", &wanted), ("from", &path())]));
        if let Some(html) = get(&asked).await
            && typed(parts) == wanted
        {
            parts.found.set(html);
        }
    });
}

fn options() -> Vec<Element> {
    all("#palette [role=option]")
}

fn mark(at: usize) {
    for (place, option) in options().iter().enumerate() {
        option.set_id(&format!("palette-{place}"));
        _ = option.set_attribute("aria-selected", if place == at { "true" } else { "false" });
        if place == at {
            option.scroll_into_view_with_bool(false);
        }
    }
}

fn press(parts: Parts, offered: &Offered, event: &KeyboardEvent) -> bool {
    let options = options();
    let at = parts.at.get_untracked();
    match event.key().as_str() {
        "ArrowDown" => parts.at.set(if at + 1 < options.len() { at + 1 } else { 0 }),
        "ArrowUp" => parts.at.set(at.checked_sub(1).unwrap_or(options.len().saturating_sub(1))),
        "Enter" if !event.is_composing() => {
            if let Some(option) = options.get(at) {
                choose(parts, offered, option);
            }
        }
        _ => return false,
    }
    true
}

fn choose(parts: Parts, offered: &Offered, option: &Element) {
    let href = attribute(option, "data-href");
    if !href.is_empty() {
        _ = window().location().assign(&href);
        return;
    }
    let place = all("#palette [data-here]").iter().position(|one| one == option);
    let chosen = place.and_then(|place| offered.borrow().get(place).cloned());
    if let Some(dialog) = parts.dialog.get_untracked() {
        dialog.close();
    }
    if let Some(chosen) = chosen {
        crate::islands::keys::browser::follow(&chosen);
    }
}
