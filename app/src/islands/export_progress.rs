//! How far an export is, told again every two seconds until it is over. Without scripts the page is loaded again by hand.

use crate::say;
use crate::words::t;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// "waiting", "running", or what it became.
    pub stage: String,
    pub phase: String,
    pub done: i64,
    /// 0: nobody knows how much there is.
    pub total: i64,
}

impl Standing {
    pub fn is_moving(&self) -> bool {
        matches!(self.stage.as_str(), "waiting" | "running")
    }

    /// "Entries, 1500 of 4000"
    pub fn words(&self) -> String {
        let phase = match (self.stage.as_str(), self.phase.as_str()) {
            ("waiting", _) => t("Waits for those before it"),
            (_, "") => t("Starting"),
            (_, phase) => phase,
        };
        match (self.done, self.total) {
            (0, 0) => phase.to_owned(),
            (done, 0) => format!("{phase}, {done}"),
            (done, total) => say!("{}, {} of {}", phase, done, total),
        }
    }
}

#[server(prefix = "/fn", endpoint = "export-standing")]
pub async fn export_standing(id: String) -> Result<Standing, ServerFnError> {
    let app = crate::wire::use_app()?;
    if !app.who.may(docket::people::Act::ReadLedger) {
        return Err(ServerFnError::new(t("Your role does not allow this.")));
    }
    let row = app.desk.export_row(&id).await.map_err(|_| ServerFnError::new(t("There is no such export.")))?;
    Ok(Standing { stage: row.stage, phase: row.phase, done: row.done, total: row.total })
}

#[island]
pub fn ExportProgress(id: String, standing: Standing) -> impl IntoView {
    let seen = RwSignal::new(standing);
    #[cfg(feature = "hydrate")]
    Effect::new({
        let id = id.clone();
        move |_| browser::ask(id.clone(), seen)
    });
    let label = format!("progress-{id}");
    view! {
        <p class="entries__meta" id=label.clone() aria-live="polite">{move || seen.with(Standing::words)}</p>
        <progress
            aria-labelledby=label
            max=move || seen.with(|standing| (standing.total > 0).then_some(standing.total))
            value=move || seen.with(|standing| (standing.total > 0).then_some(standing.done))
        ></progress>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::task::spawn_local;

    use super::{Standing, export_standing};

    pub fn ask(id: String, seen: RwSignal<Standing>) {
        set_timeout(
            move || {
                spawn_local(async move {
                    match export_standing(id.clone()).await {
                        Ok(standing) if standing.is_moving() => {
                            seen.set(standing);
                            ask(id, seen);
                        }
                        // Over: the page knows what to offer now.
                        Ok(_) => {
                            let location = window().location();
                            if let Ok(here) = location.href() {
                                _ = location.replace(here.split('#').next().unwrap_or(&here));
                            }
                        }
                        // A server that is away for a moment is asked again.
                        Err(_) => ask(id, seen),
                    }
                });
            },
            Duration::from_secs(2),
        );
    }
}

#[cfg(test)]
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
    }
}
