//! A code, and a button that copies it and says so politely. Without a script the code can still be selected.

#[cfg(feature = "ssr")]
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::words::t;

/// `what` it is, for those who do not see the code beside the button: "the verification code".
#[cfg(feature = "ssr")]
#[component]
pub fn Copy(code: String, what: String) -> impl IntoView {
    // A button that cannot do anything is not shown: it appears with the script.
    view! {
        <span class="copy" data-copy=t("Copied.") data-copy-not=t("This browser does not let us copy. Please select it.")>
            <code>{code}</code>
            <button type="button" class="copy__button" hidden>{t("Copy")} <span class="unseen">" " {what}</span></button>
            <span class="copy__done" role="status"></span>
        </span>
    }
}

#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::ev;
    use leptos::prelude::*;
    use wasm_bindgen_futures::{JsFuture, spawn_local};
    use web_sys::Element;

    use crate::islands::dom::{all, around, attribute, show};

    pub fn wake() {
        let buttons = all("[data-copy] > button");
        if buttons.is_empty() {
            return;
        }
        buttons.iter().for_each(|button| show(button, true));
        let _ = window_event_listener(ev::click, |event| {
            if let Some(place) = around(&event, "[data-copy] > button").and_then(|button| button.parent_element()) {
                copy(place);
            }
        });
    }

    fn copy(place: Element) {
        let part = |selector: &str| place.query_selector(selector).ok().flatten();
        let (Some(code), Some(said)) = (part("code"), part("[role=status]")) else { return };
        // Emptied first, so that a second copy is spoken again.
        said.set_text_content(None);
        spawn_local(async move {
            let navigator = window().navigator();
            // Over plain http to another machine there is no clipboard at all.
            let allowed = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
            let text = code.text_content().unwrap_or_default();
            let done = allowed && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok();
            said.set_text_content(Some(&attribute(&place, if done { "data-copy" } else { "data-copy-not" })));
        });
    }
}
