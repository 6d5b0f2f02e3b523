//! A code, and a button that copies it and says so politely. Without a script the code can still be selected.

use crate::words::t;
use leptos::prelude::*;

#[island]
pub fn Copy(
    code: String,
    /// What it is, for those who do not see the code beside the button: "the verification code".
    what: String,
) -> impl IntoView {
    // A button that cannot do anything is not shown: it appears with the script.
    let ready = RwSignal::new(false);
    let said = RwSignal::new("");
    Effect::new(move |_| ready.set(true));
    let copied = code.clone();
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        browser::copy(copied.clone(), said);
        #[cfg(not(feature = "hydrate"))]
        let _ = &copied;
    };
    view! {
        <span class="copy">
            <code>{code}</code>
            <button type="button" class="copy__button" hidden=move || !ready.get() on:click=copy>
                {t("Copy")} <span class="unseen">" " {what}</span>
            </button>
            <span class="copy__done" role="status">{move || said.get()}</span>
        </span>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen_futures::JsFuture;

    use crate::words::t;

    pub fn copy(text: String, said: RwSignal<&'static str>) {
        // Emptied first, so that a second copy is spoken again.
        said.set("");
        spawn_local(async move {
            let navigator = window().navigator();
            // Over plain http to another machine there is no clipboard at all.
            let allowed = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
            let done = allowed && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok();
            said.set(if done { t("Copied.") } else { t("This browser does not let us copy. Please select it.") });
        });
    }
}
