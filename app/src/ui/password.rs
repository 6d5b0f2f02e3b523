//! The password once more, inside the form of a burdening act, with the code of whoever has a second factor. It stays
//! away while the last sign-in is fresh.

use leptos::prelude::*;

use super::{CodeField, Field, FormState};
use crate::render::Look;
use crate::say;
use crate::words::t;

/// `fresh` is `frame.who.is_fresh(frame.now)`. The handler calls `web.refresh(&posted)` before its verb; when it was
/// refused for a sign-in too old, the fields stand there although the page was opened in time.
#[component]
pub fn PasswordAgain(
    fresh: bool,
    form: FormState,
    /// Why it is asked for here.
    #[prop(optional)]
    why: &'static str,
) -> impl IntoView {
    let why = if why.is_empty() { t("this burdens a customer") } else { why };
    let wanted = !fresh || form.problem("password").is_some() || form.problem("one_time_code").is_some();
    let asks_code = use_context::<Look>().is_some_and(|look| look.asks_code);
    wanted.then(move || {
        view! {
            <Field
                form=form.clone()
                name="password"
                label=t("Your password")
                hint=say!("Your last sign-in is more than five minutes ago, and {}.", why)
                kind="password"
                autocomplete="current-password"
                size=32
            />
            {asks_code.then(|| view! { <CodeField form /> })}
        }
    })
}
