//! A decision whose hour passed without it: what was missed, why, and what can be done now.

use docket::decision::Decision;
use docket::decision::missed::MissedWhy;
use docket::time::Moment;
use docket::time::zone::Zone;
use leptos::prelude::*;

use crate::say;
use crate::ui::due::When;
use crate::words::{language, t};

pub fn section(decision: &Decision, at: Moment, zone: Zone) -> AnyView {
    let from_to = |from: Moment, to: Moment| {
        view! { <When at=from zone /> {t(" to ")} <When at=to zone /> "." }
    };
    let why = match decision.missed {
        Some(MissedWhy::Away { from, to }) => view! {
            <p>{t("No rounds were made from ")} {from_to(from, to)} " " {t("Whatever came in meanwhile, nobody could read it before the hour.")}</p>
        }
        .into_any(),
        Some(MissedWhy::Clock { from, to }) => {
            view! { <p>{t("The clock was in doubt from ")} {from_to(from, to)}</p> }.into_any()
        }
        Some(MissedWhy::Late { seconds }) => {
            let late = docket::time::left_short(seconds * 1_000_000, language());
            view! { <p>{say!("The rounds came to it {} too late.", late)}</p> }.into_any()
        }
        None => view! { <p>{t("The desk could not act in time.")}</p> }.into_any(),
    };
    view! {
        <section class="heed heed--late">
            <h2 class="heed__title">{t("Its hour passed")}</h2>
            <p>
                {t("It would have taken effect ")} <When at=decision.effective.at zone /> {t(". That it did not was written down ")}
                <When at zone /> {t(". Nothing is ever switched off late by itself.")}
            </p>
            {why}
            <p>{t("What you can do:")}</p>
            <ul>
                <li>{t("Read what came in since. An answer may have settled it.")}</li>
                <li>{t("Withdraw it below. The customer is told that its hour does not come.")}</li>
                <li>{t("If it is still right, withdraw it and propose a new hour. Another person approves it again, and the customer reads the new hour before it comes.")}</li>
                <li>{t("Leave it: nothing happens to the customer, and the case goes on waiting for a person.")}</li>
            </ul>
        </section>
    }
    .into_any()
}
