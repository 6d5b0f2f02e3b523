//! The half of triage that needs a browser.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::{says, sum};
use crate::islands::dom::{all, find, focus, get, show};
use crate::islands::keys::browser::{not_ours, on};
use crate::islands::keys::digit;

const HERE: &str = "queue__row--open";

/// What this page remembers while it is open.
#[derive(Default)]
struct State {
    /// The row from which a range is ticked.
    anchor: Cell<Option<usize>>,
    /// The row at hand was ticked because nothing else was.
    by_itself: RefCell<Option<HtmlInputElement>>,
}

pub fn wake() {
    let Some(preview) = find("[data-look]") else { return };
    let state = Rc::new(State::default());
    say();
    if window().location().search().is_ok_and(|query| query.contains("at=")) {
        _ = row_here().and_then(|row| link_of(&row)).map(|link| focus(&link));
    }
    let shown = preview.clone();
    let _ = window_event_listener(ev::focusin, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(row) = target.and_then(|target| target.closest("tbody[data-rows] tr").ok().flatten()) {
            stand_on(&row);
            if !shown.has_attribute("hidden") {
                look(&shown);
            }
        }
    });
    let _ = window_event_listener(ev::change, |_| say());
    let clicked = state.clone();
    let _ = window_event_listener(ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target.filter(|target| target.closest(".bulk").ok().flatten().is_some()) else { return };
        tick_if_none(&clicked);
        if target.closest("[data-menu] > summary").ok().flatten().is_some() {
            request_animation_frame(|| _ = find("details[data-menu][open] [data-first]").map(|first| focus(&first)));
        }
    });
    let _ = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && close(&state) {
            event.prevent_default();
            return;
        }
        if on() && !not_ours(&event) && press(&event, &state, &preview) {
            event.prevent_default();
        }
    });
}

fn press(event: &KeyboardEvent, state: &State, preview: &Element) -> bool {
    match event.key().as_str() {
        "x" => tick(state, false),
        "X" => tick(state, true),
        " " if !on_a_control() && preview.has_attribute("hidden") => look(preview),
        " " if !on_a_control() => {
            show(preview, false);
            true
        }
        key => digit(key, &event.code(), event.shift_key()).is_some_and(choose),
    }
}

/// Space presses a button and ticks a box; on a link or on nothing it is ours.
fn on_a_control() -> bool {
    document()
        .active_element()
        .is_some_and(|element| matches!(element.tag_name().as_str(), "BUTTON" | "INPUT" | "SUMMARY" | "SELECT"))
}

fn rows() -> Vec<Element> {
    all("tbody[data-rows] > tr")
}

fn row_here() -> Option<Element> {
    find(&format!("tbody[data-rows] > tr.{HERE}")).or_else(|| rows().into_iter().next())
}

fn link_of(row: &Element) -> Option<Element> {
    row.query_selector("a[data-row]").ok().flatten()
}

fn box_of(row: &Element) -> Option<HtmlInputElement> {
    row.query_selector("input[type=checkbox]").ok().flatten().and_then(|found| found.dyn_into().ok())
}

fn stand_on(row: &Element) {
    for other in all(&format!("tr.{HERE}")) {
        _ = other.class_list().remove_1(HERE);
    }
    _ = row.class_list().add_1(HERE);
}

fn ticked() -> Vec<String> {
    let boxes = all("tbody[data-rows] input:checked");
    boxes.iter().filter_map(|one| one.get_attribute("data-name")).collect()
}

/// Says everywhere what is ticked, and where the reader will be afterwards.
fn say() {
    let ticked = ticked();
    let many = find("[data-many]").and_then(|form| form.get_attribute("data-many")).unwrap_or_default();
    if let Some(place) = find("[data-sum]") {
        place.set_text_content(Some(&sum(&ticked, &many)));
    }
    for place in all("[data-says]") {
        let word = place.get_attribute("data-says").unwrap_or_default();
        place.set_text_content(Some(&says(&word, &ticked, &many)));
    }
    let rows = rows();
    let here = rows.iter().position(|row| row.class_list().contains(HERE)).unwrap_or(0);
    let free = |row: &&Element| box_of(row).is_some_and(|one| !one.checked());
    let next = rows.iter().skip(here).find(free).or_else(|| rows.iter().take(here).rev().find(free));
    let number = next.and_then(box_of).and_then(|one| one.get_attribute("data-number")).unwrap_or_default();
    if let Some(field) = find("input[data-next]").and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        field.set_value(&number);
    }
}

fn tick(state: &State, range: bool) -> bool {
    let rows = rows();
    let Some(here) = row_here() else { return false };
    let Some(at) = rows.iter().position(|row| *row == here) else { return false };
    let Some(one) = box_of(&here) else { return false };
    let from = state.anchor.replace(Some(at)).filter(|_| range);
    match from {
        Some(from) => {
            for row in &rows[from.min(at)..=from.max(at)] {
                _ = box_of(row).map(|one| one.set_checked(true));
            }
        }
        None => one.set_checked(!one.checked()),
    }
    state.by_itself.replace(None);
    say();
    true
}

/// Without a tick, an act is about the row that one is at. It is ticked, so that everybody sees which it is.
fn tick_if_none(state: &State) {
    if !ticked().is_empty() {
        return;
    }
    if let Some(one) = row_here().and_then(|row| box_of(&row)) {
        one.set_checked(true);
        state.by_itself.replace(Some(one));
        say();
    }
}

/// Whatever carries this number in the list that is open.
fn choose(digit: &str) -> bool {
    let Some(chosen) = find(&format!("details[data-menu][open] [data-digit=\"{digit}\"]")) else { return false };
    if let Some(radio) = chosen.dyn_ref::<HtmlInputElement>() {
        radio.set_checked(true);
        let then = radio.get_attribute("data-then").unwrap_or_default();
        return find(&format!("details[data-menu][open] [data-do=\"{then}\"]")).is_some_and(|button| focus(&button));
    }
    if chosen.tag_name() == "BUTTON" {
        _ = chosen.dyn_ref::<HtmlElement>().map(HtmlElement::click);
        return true;
    }
    focus(&chosen)
}

/// Closes the list that is open, and unticks what was ticked only for it.
fn close(state: &State) -> bool {
    let Some(open) = find("details[data-menu][open]") else { return false };
    _ = open.remove_attribute("open");
    if let Some(one) = state.by_itself.replace(None) {
        one.set_checked(false);
    }
    say();
    _ = row_here().and_then(|row| link_of(&row)).map(|link| focus(&link));
    true
}

/// Whether there is something to look at: cases have none, and there Space scrolls the page as everywhere. An answer
/// about a row that one has left is not shown.
fn look(preview: &Element) -> bool {
    let number =
        || row_here().and_then(|row| box_of(&row)).and_then(|one| one.get_attribute("data-number")).unwrap_or_default();
    let wanted = number();
    if wanted.is_empty() {
        return false;
    }
    let preview = preview.clone();
    spawn_local(async move {
        if let Some(glance) = get(&format!("/complaints/{wanted}/glance")).await
            && number() == wanted
        {
            preview.set_inner_html(&glance);
            show(&preview, true);
            if let Some(said) = find("[data-look-said]") {
                said.set_text_content(Some(&format!("C-{wanted}")));
            }
        }
    });
    true
}
