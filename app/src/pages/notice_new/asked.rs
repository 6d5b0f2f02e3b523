//! Requirements as a list: one box for each, added, removed and moved by buttons. Every button is a plain post of the
//! form, which comes back as it was with the boxes in their new order; where there is a script, it does the same at once.

use docket::letters::Draft;
use leptos::prelude::*;

use crate::say;
use crate::ui::{Field, FormState, TextArea};
use crate::words::t;

/// The desk takes no more in one notice.
pub const MOST: usize = 20;

pub(super) fn requirements(path: &str, draft: &Draft, form: &FormState) -> impl IntoView + use<> {
    let standing = |number: usize| draft.standing.get(number - 1).copied().flatten();
    let boxes = form.or("boxes", draft.requirements.len().to_string()).parse().unwrap_or(1).clamp(1, MOST);
    let there = format!("{path}#asked");
    let rows = (1..=MOST).map(|number| {
        let value = draft.requirements.get(number - 1).cloned().unwrap_or_default();
        let days = standing(number).map_or_else(String::new, |days| days.to_string());
        let (first, second) = (form.clone(), form.clone());
        let act = |name: &'static str, value: String, words: &'static str| {
            view! {
                <button class="button button--quiet button--small" name=name value=value formaction=there.clone()>
                    {words}<span class="unseen">{t(" requirement ")} {number}</span>
                </button>
            }
        };
        view! {
            <li class="asked__item" data-asked=number hidden={number > boxes}>
                <TextArea form=first name=format!("requirement_{number}") label=say!("Requirement {}", number) value rows=2 optional={number > 1} />
                <div class="row asked__acts">
                    <Field form=second name=format!("standing_{number}") label=t("Holds for days") value=days size=4 inputmode="numeric" autocomplete="off" />
                    {act("move", format!("{number}-up"), t("Up"))}
                    {act("move", format!("{number}-down"), t("Down"))}
                    {act("drop", number.to_string(), t("Remove"))}
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="group" aria-labelledby="asked">
            <h2 class="group__title" id="asked">{t("What we ask")}</h2>
            <p class="soft">{t("One thing in each box. The customer answers each, and each answer is weighed by itself. Leave “Holds for days” empty for what is done once. Empty boxes are left out.")}</p>
            <input type="hidden" name="boxes" value=boxes />
            <ol class="asked">{rows}</ol>
            <div class="form__acts"><button class="button" name="more" value="yes" formaction=there.clone()>{t("Add another requirement")}</button></div>
        </section>
    }
}
