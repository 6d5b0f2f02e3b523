//! The password once more, inside the form of a burdening act. It stays away while the last sign-in is fresh.

use leptos::prelude::*;

use super::{Field, FormState};

/// `fresh` is `frame.who.is_fresh(frame.now)`. The handler calls `web.refresh(&posted)` before its verb; when it was
/// refused for a sign-in too old, the field stands there although the page was opened in time.
#[component]
pub fn PasswordAgain(fresh: bool, form: FormState) -> impl IntoView {
    let wanted = !fresh || form.problem("password").is_some();
    wanted.then(move || {
        view! {
            <Field
                form=form
                name="password"
                label="Your password"
                hint="Your last sign-in is more than five minutes ago, and this burdens a customer."
                kind="password"
                autocomplete="current-password"
                size=32
            />
        }
    })
}
