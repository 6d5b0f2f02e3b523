//! How far an export is, told again every two seconds until it is over. Without scripts the page is loaded again by hand.

#[cfg(feature = "ssr")]
use docket::store::jobs::JobRow;
#[cfg(feature = "ssr")]
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::say;
#[cfg(feature = "ssr")]
use crate::words::{recorded, t};

/// Where a job stands.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// "waiting", "running", "stopping", or what it became.
    pub stage: String,
    pub phase: String,
    pub done: i64,
    /// 0: nobody knows how much there is.
    pub total: i64,
}

#[cfg(feature = "ssr")]
impl Standing {
    /// What runs and was cancelled stops at its next step, and until then it says so.
    pub fn of(row: &JobRow) -> Standing {
        let stopping = row.stage == "running" && row.cancel_asked != 0;
        Standing {
            stage: if stopping { "stopping".to_owned() } else { row.stage.clone() },
            phase: row.phase.clone(),
            done: row.done,
            total: row.total,
        }
    }

    pub fn is_moving(&self) -> bool {
        matches!(self.stage.as_str(), "waiting" | "running" | "stopping")
    }

    /// "Entries, 1500 of 4000"
    pub fn words(&self) -> String {
        let phase = match (self.stage.as_str(), self.phase.as_str()) {
            ("waiting", _) => t("Waits for those before it").to_owned(),
            ("stopping", _) => return t("Stops at its next step").to_owned(),
            (_, "") => t("Starting").to_owned(),
            (_, phase) => recorded(phase),
        };
        match (self.done, self.total) {
            (0, 0) => phase,
            (done, 0) => format!("{phase}, {done}"),
            (done, total) => say!("{}, {} of {}", phase, done, total),
        }
    }
}

#[cfg(feature = "ssr")]
#[component]
pub fn ExportProgress(id: String, standing: Standing) -> impl IntoView {
    let path = format!("/reports/{id}/standing");
    let label = format!("progress-{id}");
    view! { <div data-standing=path><Progress label standing /></div> }
}

/// Also the answer to whoever asks again. What is over has none: the page knows what to offer then.
#[cfg(feature = "ssr")]
#[component]
pub fn Progress(label: String, standing: Standing) -> impl IntoView {
    let known = standing.total > 0;
    view! {
        <p class="entries__meta" id=label.clone() aria-live="polite" data-part="words">{standing.words()}</p>
        <div data-part="bar">
            <progress
                aria-labelledby=label
                max=known.then_some(standing.total)
                value=known.then_some(standing.done)
            ></progress>
        </div>
    }
}

#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen_futures::spawn_local;
    use web_sys::Element;

    use crate::islands::dom::{all, ask_again, attribute, get, renew};

    pub fn wake() {
        all("[data-standing]").into_iter().for_each(ask);
    }

    fn ask(place: Element) {
        let later = move || {
            spawn_local(async move {
                match get(&attribute(&place, "data-standing")).await {
                    Some(over) if over.is_empty() => ask_again(),
                    Some(standing) => {
                        renew(&place, &standing);
                        ask(place);
                    }
                    // A server that is away for a moment is asked again.
                    None => ask(place),
                }
            });
        };
        set_timeout(later, Duration::from_secs(2));
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Standing;

    #[test]
    fn how_far_it_is_is_said_as_far_as_it_is_known() {
        let standing = |stage: &str, phase: &str, done, total| {
            Standing { stage: stage.into(), phase: phase.into(), done, total }.words()
        };
        assert_eq!(standing("waiting", "", 0, 0), "Waits for those before it");
        assert_eq!(standing("running", "", 0, 0), "Starting");
        assert_eq!(standing("running", "Cases", 1000, 0), "Cases, 1000");
        assert_eq!(standing("running", "Entries", 500, 4000), "Entries, 500 of 4000");
        assert_eq!(standing("stopping", "Entries", 500, 4000), "Stops at its next step");
    }
}
