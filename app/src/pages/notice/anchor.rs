//! What the time of a notice is counted from, where that is more than the next mail server's word.

use docket::notice::Notice;
use leptos::prelude::*;

use crate::ui::Frame;
use crate::ui::due::When;
use crate::words::t;

pub fn section(frame: &Frame, notice: &Notice) -> Option<AnyView> {
    let anchoring = notice.anchoring.filter(|_| notice.sent_at().is_some())?;
    let zone = frame.zone;
    let what = t(anchoring.anchor.name());
    if let Some(at) = anchoring.reached_at {
        return Some(
            view! { <p class="heed">{t("Its time counts from this: ")} {what} ". " {t("That came ")} <When at zone /> "."</p> }
                .into_any(),
        );
    }
    if !notice.awaits_anchor() {
        return Some(
            view! { <p class="heed">{t("Its time counts from this: ")} {what} ". " {t("A lead found that it reached the customer otherwise.")}</p> }
                .into_any(),
        );
    }
    let Some(at) = notice.missed_anchor() else {
        return Some(view! {
            <section class="heed" aria-labelledby="anchor">
                <h2 class="heed__title" id="anchor">{t("Its time counts from this: ")} {what}</h2>
                <p>{t("That has not come yet, so the deadline below is the earliest one. Once it comes, a later deadline takes its place if the customer needs it, and they are told. If it has not come by then, nothing passes by itself: a person is asked.")}</p>
            </section>
        }.into_any());
    };
    Some(view! {
        <section class="heed heed--late" aria-labelledby="anchor">
            <h2 class="heed__title" id="anchor">{t("The deadline came before what it counts from")}</h2>
            <p><When at zone /> ": " {what} {t(" had not come. The deadline has not passed, and nothing that burdens rests on it. Give a later deadline, reach them otherwise, or send a notice that replaces it; a lead can find that it reached them.")}</p>
        </section>
    }.into_any())
}
