//! Ctrl K: type where you want to go, or what you want to do. What can be done here are the links and buttons that the
//! page offers anyway; a button that sends a form is only gone to, so that nothing is sent by a slip of the keys.
//! Everything else the desk finds. Without a script the bar's link leads to the same on a page of its own.

use leptos::html;
use leptos::prelude::*;

use crate::words::t;

#[island]
pub fn Palette() -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    // What this page offers: its words.
    let here = RwSignal::new(Vec::<String>::new());
    // What the desk found, as it wrote it.
    let found = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::listen(browser::Parts { dialog, input, here, found, at }));
    view! {
        <dialog class="dialog palette" id="palette" aria-label=t("Go to, or do") closedby="any" node_ref=dialog>
            <input
                class="palette__input"
                type="text"
                role="combobox"
                aria-label=t("Where to, or what to do")
                aria-controls="palette-list"
                aria-expanded=move || if found.get().is_empty() && here.get().is_empty() { "false" } else { "true" }
                aria-autocomplete="list"
                aria-activedescendant=move || format!("palette-{}", at.get())
                placeholder=t("Page, number, customer, address, or act")
                autocomplete="off"
                spellcheck="false"
                node_ref=input
            />
            <div class="palette__list" role="listbox" id="palette-list" aria-label=t("Found")>
                <div role="group" aria-label=t("On this page") hidden=move || here.get().is_empty()>
                    {move || {
                        let words = here.get().into_iter();
                        words.map(|word| view! {
                            <div class="palette__item" role="option" aria-selected="false" data-here>
                                {word} <span class="palette__kind">{t("On this page")}</span>
                            </div>
                        }).collect_view()
                    }}
                </div>
                <div role="group" aria-label=t("Elsewhere") hidden=move || found.get().is_empty() inner_html=move || found.get()></div>
            </div>
        </dialog>
    }
}

/// Whether each of the words begins a word of `title`.
pub fn answers(title: &str, typed: &str) -> bool {
    let title = title.to_lowercase();
    let begins = |word: &str| title.split(|sign: char| !sign.is_alphanumeric()).any(|one| one.starts_with(word));
    typed.to_lowercase().split_whitespace().all(begins)
}

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginnings_of_words_are_enough() {
        assert!(answers("New complaint", "comp"));
        assert!(answers("New complaint", "c n"));
        assert!(answers("Write a notice", ""));
        assert!(!answers("New complaint", "plaint"));
        assert!(!answers("New complaint", "new case"));
    }
}
