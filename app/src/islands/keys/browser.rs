//! The half of the keys that needs a browser: listening, finding, moving the focus.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent, Storage};

use super::{Meaning, meaning};
use crate::islands::dom::{all, around, find, focus, show};

const SWITCH: &str = "duenotice-keys";
/// How long a `g` waits for its second key, in milliseconds.
const PATIENCE: f64 = 1_500.0;

/// Whether single keys do something, by the reader's settings and by what this browser remembers.
pub fn on() -> bool {
    find("[data-keys=off]").is_none() && remembered()
}

fn remembered() -> bool {
    storage().and_then(|kept| kept.get_item(SWITCH).ok().flatten()).as_deref() != Some("off")
}

fn remember(on: bool) {
    if let Some(kept) = storage() {
        _ = kept.set_item(SWITCH, if on { "on" } else { "off" });
    }
}

/// A browser may refuse to keep anything; then the switch holds for this page.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

pub fn open(id: &str) {
    let dialog = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|it| !it.open()) {
        _ = dialog.show_modal();
    }
}

pub fn wake() {
    close_menus();
    keep_list();
    if let Some(switch) = find("[data-keys-switch]").and_then(|found| found.dyn_into::<HtmlInputElement>().ok()) {
        switch.set_checked(remembered());
    }
    let _ = window_event_listener(ev::change, |event| {
        let switch = around(&event, "[data-keys-switch]").and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
        if let Some(switch) = switch {
            remember(switch.checked());
        }
    });
    let _ = window_event_listener(ev::click, |event| {
        if around(&event, ".keys__open").is_some() {
            open("keys-help");
        }
    });
    let (g_at, anchor) = (Cell::new(f64::NEG_INFINITY), Cell::new(None));
    let _ = window_event_listener(ev::keydown, move |event| {
        if not_ours(&event) || !on() {
            return;
        }
        let after_g = js_sys::Date::now() - g_at.replace(f64::NEG_INFINITY) < PATIENCE;
        let taken = match meaning(after_g, &event.key()) {
            Meaning::Help => {
                open("keys-help");
                true
            }
            Meaning::Go => {
                g_at.set(js_sys::Date::now());
                true
            }
            Meaning::Place(key) => find(&format!("[data-place=\"{key}\"]")).is_some_and(|element| follow(&element)),
            Meaning::Search => find("input[type=search]").is_some_and(|field| focus(&field)),
            Meaning::Row(step) => move_row(step, false),
            Meaning::Arrow(step) => move_row(step, true),
            Meaning::Step(by) => step(by),
            Meaning::Tick { range } => tick(&anchor, range),
            Meaning::Marked(key) => find(&format!("[data-key=\"{key}\"]")).is_some_and(|element| follow(&element)),
            Meaning::Nothing => false,
        };
        if taken {
            // Else the letter would be typed into the field that it has just focused.
            event.prevent_default();
        }
    });
    if let Some(button) = find("[data-keys] > p") {
        show(&button, true);
    }
}

/// A menu is a `<details>`, which would stay open: a click elsewhere or Escape closes it.
fn close_menus() {
    let close = |but: Option<Element>| {
        let Ok(open) = document().query_selector_all("details.menu[open]") else { return };
        for i in 0..open.length() {
            if let Some(menu) = open.get(i).and_then(|node| node.dyn_into::<Element>().ok())
                && !menu.contains(but.as_deref())
            {
                _ = menu.remove_attribute("open");
            }
        }
    };
    let _ = window_event_listener(ev::click, move |event| {
        close(event.target().and_then(|target| target.dyn_into::<Element>().ok()));
    });
    let _ = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            close(None);
        }
    });
}

/// While somebody writes, or a dialog is open, letters are letters.
pub fn not_ours(event: &KeyboardEvent) -> bool {
    let writing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|target| {
            target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog").ok()
        })
        .flatten()
        .is_some();
    let combined = event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing();
    writing || combined || event.default_prevented() || find("dialog[open]").is_some()
}

/// The list that somebody came from, for going through it without going back.
const LIST: &str = "duenotice-list";

/// The rows of a page that is itself in that list, such as the parts of a case: kept beside it, or nobody could go on to
/// the next case any more.
const INNER: &str = "duenotice-list-within";

/// Keeps where the rows of this page lead.
fn keep_list() {
    let rows: Vec<String> = all("[data-rows] a[data-row]").iter().filter_map(|row| row.get_attribute("href")).collect();
    let Some(kept) = session().filter(|_| !rows.is_empty()) else { return };
    let here = window().location().pathname().unwrap_or_default();
    let within = kept.get_item(LIST).ok().flatten().is_some_and(|list| list.lines().any(|row| row == here));
    if !within {
        _ = kept.remove_item(INNER);
    }
    _ = kept.set_item(if within { INNER } else { LIST }, &rows.join("\n"));
}

fn session() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// To the next or the previous one of the list that one came from.
fn step(by: i32) -> bool {
    let (Some(kept), Ok(here)) = (session(), window().location().pathname()) else { return false };
    let next = [LIST, INNER].into_iter().find_map(|key| {
        let list = kept.get_item(key).ok().flatten()?;
        let rows: Vec<&str> = list.lines().collect();
        let at = i32::try_from(rows.iter().position(|row| *row == here)?).ok()?;
        rows.get(usize::try_from(at + by).ok()?).map(|path| (*path).to_owned())
    });
    next.is_some_and(|path| window().location().assign(&path).is_ok())
}

/// A link is followed, a plain button pressed, anything else only focused: a button that sends a form waits for
/// a second, deliberate key.
pub fn follow(element: &Element) -> bool {
    let Some(target) = element.dyn_ref::<HtmlElement>() else { return false };
    match element.tag_name().as_str() {
        "A" | "SUMMARY" => target.click(),
        "BUTTON" if element.get_attribute("type").as_deref() == Some("button") => target.click(),
        _ => return focus(element),
    }
    true
}

/// Ticks the row that one is at, or every row from the one before. Lists for triage do this by themselves and say what
/// is ticked; where rows have no boxes there is nothing to tick.
fn tick(anchor: &Cell<Option<usize>>, range: bool) -> bool {
    if find("[data-look]").is_some() {
        return false;
    }
    let boxes: Vec<HtmlInputElement> = all("[data-rows] input[type=checkbox]")
        .into_iter()
        .filter_map(|found| found.dyn_into::<HtmlInputElement>().ok())
        .collect();
    let here = document().active_element();
    let within = |one: &HtmlInputElement| {
        let line = one.closest("tr, li, [data-line]").ok().flatten();
        line.is_some_and(|line| line.contains(here.as_deref()))
    };
    let Some(at) = boxes.iter().position(within) else { return false };
    match anchor.replace(Some(at)).filter(|_| range) {
        Some(from) => boxes[from.min(at)..=from.max(at)].iter().for_each(|one| one.set_checked(true)),
        None => boxes[at].set_checked(!boxes[at].checked()),
    }
    true
}

fn move_row(step: i32, from_within: bool) -> bool {
    let Ok(rows) = document().query_selector_all("[data-rows] [data-row]") else { return false };
    let count = rows.length() as i32;
    let row = |i: i32| rows.get(i as u32).and_then(|node| node.dyn_into::<Element>().ok());
    let here = document().active_element();
    // With the focus elsewhere in a row, say on its checkbox, the row still counts as the place we are at.
    let at = (0..count).find(|&i| {
        row(i).is_some_and(|link| {
            let line = link.closest("tr, li, [data-line]").ok().flatten().unwrap_or(link);
            line.contains(here.as_deref())
        })
    });
    let next = match at {
        Some(at) => (at + step).clamp(0, count - 1),
        None if from_within => return false,
        None if step > 0 => 0,
        None => count - 1,
    };
    row(next).is_some_and(|link| focus(&link))
}
