//! The half of the live line that needs a browser: the connection, and saying that one is here.

use crate::words::t;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, HtmlTextAreaElement, MessageEvent};

use super::{About, Line, Other, about, doing, present};

/// Others are told so often that one is still here.
const BEAT: Duration = Duration::from_secs(20);
/// Untouched for so long, a page rests: it must not keep a session alive that nobody uses.
const REST_MS: f64 = 10.0 * 60.0 * 1000.0;

#[derive(Deserialize)]
struct Stir {
    kind: String,
    case: Option<String>,
    sentence: String,
    own: bool,
}

#[derive(Clone)]
struct Page {
    about: About,
    since: Rc<RefCell<i64>>,
    line: RwSignal<Line>,
    news: RwSignal<Vec<String>>,
    others: RwSignal<Vec<Other>>,
    source: Rc<RefCell<Option<EventSource>>>,
    touched: Rc<RefCell<f64>>,
}

pub fn listen(since: i64, line: RwSignal<Line>, news: RwSignal<Vec<String>>, others: RwSignal<Vec<Other>>) {
    let page = Page {
        about: about(&path()),
        since: Rc::new(RefCell::new(since)),
        line,
        news,
        others,
        source: Rc::default(),
        touched: Rc::new(RefCell::new(js_sys::Date::now())),
    };
    page.open();
    page.beat();
    let kept = page.clone();
    // An interval that cannot be set leaves the page as it is without a script.
    let _ = set_interval_with_handle(move || kept.beat(), BEAT);
    let kept = page.clone();
    let _ = window_event_listener(ev::keydown, move |_| kept.touch());
    let kept = page.clone();
    let _ = window_event_listener(ev::pointermove, move |_| kept.touch());
    // A hidden page gives its connection back: browsers allow only a few to one server.
    let kept = page.clone();
    let _ = window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() { kept.close(Line::Resting) } else { kept.touch() }
    });
    let _ = window_event_listener_untyped("pagehide", move |_| page.close(Line::Resting));
}

pub fn again() {
    _ = window().location().reload();
}

fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

impl Page {
    /// Somebody is here: wakes the page if it rested.
    fn touch(&self) {
        *self.touched.borrow_mut() = js_sys::Date::now();
        if self.source.borrow().is_none() {
            self.open();
            self.beat();
        }
    }

    fn close(&self, line: Line) {
        if let Some(source) = self.source.borrow_mut().take() {
            source.close();
        }
        self.line.set(line);
    }

    fn open(&self) {
        let Ok(source) = EventSource::new(&format!("/live?since={}", self.since.borrow())) else { return };
        let line = self.line;
        on(&source, "open", move |_| line.set(Line::Open));
        let asked = source.clone();
        // Closed for good: the session is over, and asking again would not help.
        on(&source, "error", move |_| {
            line.set(if asked.ready_state() == EventSource::CLOSED { Line::Resting } else { Line::Lost });
        });
        let page = self.clone();
        on(&source, "entry", move |event| page.hear(&event));
        let page = self.clone();
        on(&source, "missed", move |_| {
            page.news.set(vec![t("Much has happened since you opened this page.").to_owned()])
        });
        *self.source.borrow_mut() = Some(source);
    }

    fn hear(&self, event: &MessageEvent) {
        if let Ok(seq) = event.last_event_id().parse::<i64>() {
            *self.since.borrow_mut() = seq;
        }
        let Some(stir) = event.data().as_string().and_then(|text| serde_json::from_str::<Stir>(&text).ok()) else {
            return;
        };
        if !stir.own && self.about.concerns(&stir.kind, stir.case.as_deref()) {
            self.news.update(|news| news.push(stir.sentence));
        }
    }

    fn beat(&self) {
        if self.source.borrow().is_none() {
            return;
        }
        if js_sys::Date::now() - *self.touched.borrow() > REST_MS {
            self.close(Line::Resting);
            return;
        }
        let Some(place) = self.about.place() else { return };
        let others = self.others;
        let doing = doing(&path(), is_typing()).to_owned();
        spawn_local(async move {
            if let Ok(now) = present(place, doing).await {
                others.set(now);
            }
        });
    }
}

fn is_typing() -> bool {
    let field = document().active_element().and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
    field.is_some_and(|field| !field.value().is_empty())
}

/// The listener lives as long as the page.
fn on(source: &EventSource, name: &str, hear: impl Fn(MessageEvent) + 'static) {
    let hear = Closure::<dyn Fn(MessageEvent)>::new(hear);
    _ = source.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
    hear.forget();
}
