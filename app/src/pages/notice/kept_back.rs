//! A notice that did not leave although nobody took it back: why, and what to do.

use docket::notice::kept_back::KeptWhy;
use docket::time::Moment;
use docket::time::zone::Zone;
use leptos::prelude::*;

use crate::ui::due::When;
use crate::words::t;

/// `number` is the case's.
pub fn section(number: &str, why: Option<KeptWhy>, at: Moment, zone: Zone) -> AnyView {
    let why = match why {
        Some(KeptWhy::Late { promised_from }) => view! {
            <p>{t("The rounds came to it after ")} <When at=promised_from zone /> {t(", when the customer would have had less time than it promises.")}</p>
        }
        .into_any(),
        Some(KeptWhy::LessTime) => view! {
            <p>{t("The notice that it was to replace got more time meanwhile, and none gives less than the one before it.")}</p>
        }
        .into_any(),
        None => ().into_any(),
    };
    let href = format!("/cases/{number}/notices/new");
    view! {
        <section class="heed heed--late">
            <h2 class="heed__title">{t("It did not leave")}</h2>
            <p>{t("Nobody received it. This was written down ")} <When at zone /> "."</p>
            {why}
            <p><a href=href>{t("Write it again with a later deadline")}</a></p>
        </section>
    }
    .into_any()
}
