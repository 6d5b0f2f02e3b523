//! The half of the live line that needs a browser: the connection, and saying that one is here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, EventSource, HtmlTextAreaElement, MessageEvent};

use super::{About, about, doing, present};
use crate::islands::dom::{attribute, find, number, path, say, show};

/// Others are told so often that one is still here.
const BEAT: Duration = Duration::from_secs(20);
/// Untouched for so long, a page rests: it must not keep a session alive that nobody uses.
const REST_MS: f64 = 10.0 * 60.0 * 1000.0;

#[derive(Clone)]
struct Page(Rc<Inner>);

struct Inner {
    about: About,
    since: Cell<i64>,
    /// How many entries the reader was told of.
    heard: Cell<usize>,
    line: Element,
    others: Element,
    news: Element,
    source: RefCell<Option<EventSource>>,
    touched: Cell<f64>,
}

pub fn wake() {
    let (Some(line), Some(others), Some(news)) = (find("[data-live]"), find("[data-others]"), find("[data-news]"))
    else {
        return;
    };
    let page = Page(Rc::new(Inner {
        about: about(&path()),
        since: Cell::new(number(&line, "data-live")),
        heard: Cell::new(0),
        line,
        others,
        news,
        source: RefCell::default(),
        touched: Cell::new(js_sys::Date::now()),
    }));
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
        if document().hidden() { kept.close() } else { kept.touch() }
    });
    let _ = window_event_listener_untyped("pagehide", move |_| page.close());
}

impl Page {
    /// `state` is the attribute that holds its words.
    fn stand(&self, state: &str) {
        let line = &self.0.line;
        _ = line.class_list().toggle_with_force("live--paused", state != "data-open");
        say(line, &attribute(line, state));
        show(line, true);
    }

    /// Somebody is here: wakes the page if it rested.
    fn touch(&self) {
        self.0.touched.set(js_sys::Date::now());
        if self.0.source.borrow().is_none() {
            self.open();
            self.beat();
        }
    }

    fn close(&self) {
        if let Some(source) = self.0.source.borrow_mut().take() {
            source.close();
        }
        self.stand("data-resting");
    }

    fn open(&self) {
        let Ok(source) = EventSource::new(&format!("/live?since={}", self.0.since.get())) else { return };
        let page = self.clone();
        on(&source, "open", move |_| page.stand("data-open"));
        let (page, asked) = (self.clone(), source.clone());
        // Closed for good: the session is over, and asking again would not help.
        on(&source, "error", move |_| {
            page.stand(if asked.ready_state() == EventSource::CLOSED { "data-resting" } else { "data-lost" });
        });
        let page = self.clone();
        on(&source, "entry", move |event| page.hear(&event));
        let page = self.clone();
        on(&source, "missed", move |_| page.tell(&attribute(&page.0.news, "data-missed")));
        self.0.source.replace(Some(source));
    }

    fn hear(&self, event: &MessageEvent) {
        if let Ok(seq) = event.last_event_id().parse::<i64>() {
            self.0.since.set(seq);
        }
        let Some(Ok(stir)) = event.data().as_string().map(|text| js_sys::JSON::parse(&text)) else { return };
        let part = |name: &str| js_sys::Reflect::get(&stir, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let word = |name: &str| part(name).as_string();
        let own = part("own").as_bool().unwrap_or(true);
        if !own && self.0.about.concerns(&word("kind").unwrap_or_default(), word("case").as_deref()) {
            let heard = self.0.heard.get() + 1;
            self.0.heard.set(heard);
            let before = match heard {
                1 => String::new(),
                many => attribute(&self.0.news, "data-several").replace("{}", &many.to_string()),
            };
            self.tell(&(before + &word("sentence").unwrap_or_default()));
        }
    }

    /// One line above the page; the page itself stays as it is until the reader asks.
    fn tell(&self, words: &str) {
        let news = &self.0.news;
        if let Ok(Some(line)) = news.query_selector(".flash__say") {
            return say(&line, words);
        }
        let made = |tag: &str, class: &str| {
            let element = document().create_element(tag).ok()?;
            element.set_class_name(class);
            Some(element)
        };
        let (Some(flash), Some(line), Some(button)) =
            (made("div", "flash"), made("p", "flash__say"), made("button", "flash__act"))
        else {
            return;
        };
        line.set_text_content(Some(words));
        button.set_text_content(Some(&attribute(news, "data-show")));
        _ = button.set_attribute("type", "button");
        let again = Closure::<dyn Fn()>::new(|| _ = window().location().reload());
        _ = button.add_event_listener_with_callback("click", again.as_ref().unchecked_ref());
        again.forget();
        _ = flash.append_child(&line);
        _ = flash.append_child(&button);
        _ = news.append_child(&flash);
    }

    fn beat(&self) {
        if self.0.source.borrow().is_none() {
            return;
        }
        if js_sys::Date::now() - self.0.touched.get() > REST_MS {
            self.close();
            return;
        }
        let Some(place) = self.0.about.place() else { return };
        let page = self.clone();
        let doing = doing(&path(), is_typing()).to_owned();
        spawn_local(async move {
            if let Ok(others) = present(place, doing).await
                && page.0.others.inner_html() != others
            {
                page.0.others.set_inner_html(&others);
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
