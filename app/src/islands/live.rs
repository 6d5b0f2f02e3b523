//! What happens elsewhere while a page is open: new entries that concern it, and who else is here. Nothing on the page
//! moves by itself; the reader is told, and decides when to look.

use leptos::prelude::*;

use crate::words::ours;
#[cfg(feature = "ssr")]
use crate::words::t;

/// Somebody else on this page.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub name: String,
    pub doing: String,
}

/// `since`: the newest number of the ledger that the page shows.
#[cfg(feature = "ssr")]
#[component]
pub fn Live(since: i64) -> impl IntoView {
    view! {
        <span
            class="live"
            data-live=since
            data-open=t("Live")
            data-lost=t("Live updates paused, trying again")
            data-resting=t("Live updates paused while you are away")
            hidden
        ></span>
        <span role="status" data-others></span>
        <div
            class="flashes"
            role="status"
            data-news
            data-several=t("{} new entries, the last: ")
            data-missed=t("Much has happened since you opened this page.")
            data-show=t("Show")
        ></div>
    }
}

/// "I am here, doing this." Tells who else is.
#[server(prefix = "/fn", endpoint = "present")]
pub async fn present(place: String, doing: String) -> Result<String, ServerFnError> {
    let app = crate::wire::use_app()?;
    let failed = |problem: docket::desk::Failure| ServerFnError::new(problem.to_string());
    let others = app.desk.present(&app.who, &place, &doing).await.map_err(failed)?;
    let others = others.into_iter().map(|one| Other { name: one.name, doing: one.doing }).collect();
    Ok(crate::render::piece(move || Others(OthersProps { others })))
}

/// What a page is told that asked who else is there.
#[cfg(feature = "ssr")]
#[component]
pub fn Others(others: Vec<Other>) -> impl IntoView {
    (!others.is_empty()).then(|| view! { <span class="here">{t("Here too: ")} {listed(&others)}</span> })
}

#[cfg(feature = "ssr")]
fn listed(others: &[Other]) -> String {
    let one = |other: &Other| {
        // Each browser says it in English, and each reads it in its own language.
        match DOING.into_iter().find(|words| *words == other.doing) {
            Some(words) => format!("{} ({})", other.name, t(words)),
            None => other.name.clone(),
        }
    };
    others.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The part of the desk that a path belongs to: what is news there, and where one meets others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    Case(String),
    Complaint(String),
    Inbox,
    Nothing,
}

pub fn about(path: &str) -> About {
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next()) {
        (Some("cases"), Some(number)) if number.starts_with("DN-") => About::Case(number.to_owned()),
        (Some("complaints"), Some(number)) if number.parse::<i64>().is_ok() => About::Complaint(number.to_owned()),
        (Some("inbox"), _) => About::Inbox,
        _ => About::Nothing,
    }
}

impl About {
    /// Where one meets others. Everybody is in the inbox, so nobody is told there.
    pub fn place(&self) -> Option<String> {
        match self {
            About::Case(number) => Some(format!("/cases/{number}")),
            About::Complaint(number) => Some(format!("/complaints/{number}")),
            About::Inbox | About::Nothing => None,
        }
    }

    pub fn concerns(&self, kind: &str, case: Option<&str>) -> bool {
        match self {
            About::Case(number) => case == Some(number),
            About::Inbox => kind == "complaint_received",
            About::Complaint(_) | About::Nothing => false,
        }
    }
}

const NOTICE: &str = ours("writing a notice");
const DECISION: &str = ours("writing a decision");
const WRITING: &str = ours("writing");
/// Each browser says it in English, and each reads it in its own language.
#[cfg(feature = "ssr")]
pub const DOING: [&str; 3] = [NOTICE, DECISION, WRITING];

/// What somebody does on a path, in words for the others.
pub fn doing(path: &str, typing: bool) -> &'static str {
    if path.ends_with("/notices/new") {
        NOTICE
    } else if path.ends_with("/decision") {
        DECISION
    } else if typing {
        WRITING
    } else {
        ""
    }
}

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
pub use browser::wake;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_hears_of_its_own_case_and_of_no_other() {
        let page = about("/cases/DN-2026-0004/notices/new");
        assert_eq!(page, About::Case("DN-2026-0004".into()));
        assert!(page.concerns("case_noted", Some("DN-2026-0004")));
        assert!(!page.concerns("case_noted", Some("DN-2026-0005")));
        assert!(!page.concerns("complaint_received", None));
        assert!(about("/inbox").concerns("complaint_received", None));
        assert!(!about("/inbox").concerns("case_noted", Some("DN-2026-0004")));
        assert_eq!(about("/cases/new"), About::Nothing);
        assert_eq!(about("/complaints/12").place().as_deref(), Some("/complaints/12"));
    }

    #[test]
    fn others_read_what_one_does() {
        assert_eq!(doing("/cases/DN-2026-0004/notices/new", false), "writing a notice");
        assert_eq!(doing("/cases/DN-2026-0004", true), "writing");
        assert_eq!(doing("/cases/DN-2026-0004", false), "");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn others_are_listed_with_what_they_do() {
        let both = [
            Other { name: "Ines Varga".into(), doing: "writing a notice".into() },
            Other { name: "Yuki Brandt".into(), doing: String::new() },
        ];
        assert_eq!(listed(&both), "Ines Varga (writing a notice), Yuki Brandt");
    }
}
