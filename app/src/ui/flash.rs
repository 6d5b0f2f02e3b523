//! What has just happened, and the way back. It stays until the reader goes on.

use crate::words::t;
use leptos::prelude::*;

/// A line over the page after a form was taken.
#[derive(Clone, Debug)]
pub struct Said {
    pub say: String,
    /// The command that can be taken back, the number of the form that does it, and where to go on.
    pub undo: Option<Undo>,
}

#[derive(Clone, Debug)]
pub struct Undo {
    pub of: String,
    pub command: String,
    pub back: String,
}

#[component]
pub fn Flash(said: Option<Said>) -> impl IntoView {
    said.map(|said| {
        let undo = said.undo.map(|undo| {
            view! {
                <form method="post" action="/undo">
                    <input type="hidden" name="command_id" value=undo.command />
                    <input type="hidden" name="of" value=undo.of />
                    <input type="hidden" name="back" value=undo.back />
                    <button class="flash__act" data-key="u">{t("Undo")} <kbd class="button__key" aria-hidden="true">"u"</kbd></button>
                </form>
            }
        });
        view! { <div class="flash" role="status"><p class="flash__say">{said.say}</p> {undo}</div> }
    })
}
