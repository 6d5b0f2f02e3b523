//! The part that only a browser does: watches the form, saves after a pause, leads to gaps, moves requirements.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

use crate::islands::dom::{all, around, attribute, find, post, renew, say, set_value, value};

/// So long after the last key the draft is sent, and not at each of them.
const PAUSE: Duration = Duration::from_millis(900);
const FORM: &str = "form.form--wide";

pub fn wake() {
    let Some(place) = find("[data-draft]") else { return };
    let waiting = Rc::new(Cell::new(None::<TimeoutHandle>));
    let busy = Rc::new(Cell::new(false));
    let changed = move || {
        if let Some(handle) = waiting.take() {
            handle.clear();
        }
        let (place, busy) = (place.clone(), busy.clone());
        waiting.set(set_timeout_with_handle(move || save(place, busy), PAUSE).ok());
    };
    let (typed, chosen, pressed) = (changed.clone(), changed.clone(), changed);
    let _ = window_event_listener(ev::input, move |_| typed());
    let _ = window_event_listener(ev::change, move |_| chosen());
    let _ = window_event_listener(ev::click, move |event| {
        if let Some(link) = around(&event, "a[data-gap]") {
            if lead_to(&link) {
                event.prevent_default();
            }
        } else if let Some(button) = around(&event, "button[name=move], button[name=drop], button[name=more]")
            && arrange(&button)
        {
            event.prevent_default();
            pressed();
        }
    });
}

/// What is typed while a draft is on its way goes with the next one: it has set its own timer.
fn save(place: Element, busy: Rc<Cell<bool>>) {
    if find(FORM).is_none() {
        return;
    }
    if busy.get() {
        set_timeout(move || save(place, busy), PAUSE);
        return;
    }
    busy.set(true);
    // Among them is which draft this one follows.
    let sent = fields();
    spawn_local(async move {
        match post(&attribute(&place, "data-draft"), &sent).await {
            Some(kept) => {
                renew(&place, &kept);
                if let (Some(field), Some(kept)) = (find("input[name=draft]"), find("[data-version]")) {
                    set_value(&field, &attribute(&kept, "data-version"));
                }
            }
            None => {
                if let Ok(Some(line)) = place.query_selector("[data-part=saved]") {
                    say(&line, &attribute(&place, "data-failed"));
                }
            }
        }
        busy.set(false);
    });
}

/// What the form would send.
fn fields() -> Vec<(String, String)> {
    let ticked = |field: &Element| {
        field
            .dyn_ref::<HtmlInputElement>()
            .is_none_or(|input| !matches!(input.type_().as_str(), "checkbox" | "radio") || input.checked())
    };
    let named = all(&format!("{FORM} :is(input, textarea, select)[name]")).into_iter();
    named.filter(ticked).map(|field| (attribute(&field, "name"), value(&field))).collect()
}

/// Takes the reader to a gap and selects it, so that the next key replaces it.
fn lead_to(link: &Element) -> bool {
    let id = link.get_attribute("data-gap").unwrap_or_default();
    let place: usize = link.get_attribute("data-gap-place").and_then(|place| place.parse().ok()).unwrap_or(0);
    let Some(field) = document().get_element_by_id(&id) else { return false };
    let text = value(&field);
    let Some((at, _)) = text.match_indices("[[").nth(place) else { return false };
    let line = text[at..].lines().next().unwrap_or_default();
    let end = at + line.find("]]").map_or(line.len(), |end| end + 2);
    // Browsers count in UTF-16.
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(0);
    let (start, end) = (units(&text[..at]), units(&text[..end]));
    if let Some(field) = field.dyn_ref::<HtmlElement>() {
        _ = field.focus();
    }
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        _ = area.set_selection_range(start, end);
    } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        _ = input.set_selection_range(start, end);
    }
    true
}

/// Moves, drops or adds a requirement, as the server does with the same button.
fn arrange(button: &Element) -> bool {
    let Ok(Some(count)) = document().query_selector("input[name=boxes]") else { return false };
    let boxes: usize = value(&count).parse().unwrap_or(0);
    let name = button.get_attribute("name").unwrap_or_default();
    let asked = button.get_attribute("value").unwrap_or_default();
    let mut rows: Vec<(String, String)> =
        (1..=boxes).map(|number| (of("requirement", number), of("standing", number))).collect();
    let focus = match name.as_str() {
        "more" => {
            rows.push(Default::default());
            rows.len()
        }
        "drop" => {
            let Some(number) = asked.parse::<usize>().ok().filter(|number| (1..=rows.len()).contains(number)) else {
                return false;
            };
            rows.remove(number - 1);
            if rows.is_empty() {
                rows.push(Default::default());
            }
            number.min(rows.len())
        }
        _ => {
            let Some((number, way)) = asked.split_once('-') else { return false };
            let Ok(number) = number.parse::<usize>() else { return false };
            let other = if way == "up" { number - 1 } else { number + 1 };
            if !(1..=rows.len()).contains(&number) || !(1..=rows.len()).contains(&other) {
                // Already at its end: nothing to do, and nothing to ask the server for.
                return true;
            }
            rows.swap(number - 1, other - 1);
            other
        }
    };
    let Ok(items) = document().query_selector_all("[data-asked]") else { return false };
    let most = items.length() as usize;
    if rows.len() > most {
        return true;
    }
    for number in 1..=most {
        let (text, days) = rows.get(number - 1).cloned().unwrap_or_default();
        put("requirement", number, &text);
        put("standing", number, &days);
    }
    for (place, item) in (0..items.length()).filter_map(|place| items.get(place).map(|item| (place as usize, item))) {
        if let Some(item) = item.dyn_ref::<Element>() {
            _ = if place < rows.len() { item.remove_attribute("hidden") } else { item.set_attribute("hidden", "") };
        }
    }
    set_value(&count, &rows.len().to_string());
    if let Some(field) = document().get_element_by_id(&format!("requirement_{focus}")) {
        let moved = document().query_selector(&format!(
            "[data-asked=\"{focus}\"] button[name=move][value$=\"{}\"]",
            asked.split_once('-').map_or("", |(_, way)| way)
        ));
        match (name.as_str(), moved.ok().flatten()) {
            ("move", Some(button)) => _ = button.unchecked_ref::<HtmlElement>().focus(),
            _ => _ = field.unchecked_ref::<HtmlElement>().focus(),
        }
    }
    true
}

fn of(name: &str, number: usize) -> String {
    document().get_element_by_id(&format!("{name}_{number}")).map(|field| value(&field)).unwrap_or_default()
}

fn put(name: &str, number: usize, text: &str) {
    if let Some(field) = document().get_element_by_id(&format!("{name}_{number}")) {
        set_value(&field, text);
    }
}
