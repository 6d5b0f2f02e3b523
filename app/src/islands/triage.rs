//! Triage from the keyboard: the row one is at, ticking, the small lists of the bar, a look at the complaint beside the
//! list. Every act is a button of the form; a key opens a list, and a second one chooses from it. None sends alone.

#[cfg(feature = "ssr")]
use leptos::prelude::*;

use crate::say;
use crate::words::t;

/// A complaint at a glance. Every address in it has been made harmless.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glance {
    pub number: i64,
    pub title: String,
    /// "High, Phishing, by mail"
    pub about: String,
    pub received: String,
    pub said: String,
    pub places: Vec<String>,
    pub more_places: usize,
    pub whose: String,
    pub why: String,
    pub reporter: String,
    pub files: usize,
    pub open_cases: Vec<(String, String)>,
    /// "" unless something was done already.
    pub done: String,
}

/// Stands beside the list, and is filled when somebody wants a look.
#[cfg(feature = "ssr")]
#[component]
pub fn Triage() -> impl IntoView {
    // What is heard is the number alone: the whole complaint at each row would drown the list.
    view! {
        <aside class="triage__preview side" aria-label=t("A look at the complaint") data-look hidden></aside>
        <p class="unseen" aria-live="polite" data-look-said></p>
    }
}

/// What the list asks for when somebody wants a look.
#[cfg(feature = "ssr")]
#[component]
pub fn Look(glance: Glance) -> impl IntoView {
    let href = format!("/complaints/{}", glance.number);
    let places = glance.places.into_iter().map(|place| view! { <li><bdi>{place}</bdi></li> }).collect_view();
    let more = (glance.more_places > 0).then(|| view! { <li>{t("and ")} {glance.more_places} {t(" more")}</li> });
    let cases = glance.open_cases.into_iter().map(|(number, title)| {
        view! { <li><a href=format!("/cases/{number}")>{number.clone()}</a> " " {title}</li> }
    });
    let cases = cases.collect_view();
    let said = (!glance.said.is_empty()).then(|| view! { <blockquote class="side__quote">{glance.said}</blockquote> });
    view! {
        <h2 class="section-title"><a href=href>"C-" {glance.number}</a> " " {glance.title}</h2>
        <p>{glance.about} {t(". Received ")} {glance.received} "."</p>
        {said}
        <ul>{places} {more}</ul>
        <p><strong>{glance.whose}</strong> " " {glance.why}</p>
        <p>{glance.reporter} {(glance.files > 0).then(|| say!(" Files: {}.", glance.files))}</p>
        <ul>{cases}</ul>
        {(!glance.done.is_empty()).then(|| view! { <p>{glance.done}</p> })}
    }
}

/// "C-7 ticked", "3 complaints ticked"
pub fn sum(ticked: &[String], noun: &str) -> String {
    match ticked {
        [] => t("Tick what you want to act on").to_owned(),
        [one] => say!("{} ticked", one),
        many => say!("{} {} ticked", many.len(), noun),
    }
}

/// What a button will do: "Reject C-7", "Reject 3 complaints".
pub fn says(word: &str, ticked: &[String], noun: &str) -> String {
    match ticked {
        [] => word.to_owned(),
        [one] => format!("{word} {one}"),
        many => format!("{word} {} {noun}", many.len()),
    }
}

#[cfg(feature = "ssr")]
pub use on_server::glance;

#[cfg(feature = "ssr")]
mod on_server {
    use docket::complaint::{ComplaintStage, Whose};
    use docket::desk::Who;
    use docket::time::zone::Zone;
    use docket::view::ComplaintView;
    use docket::words::defang;

    use super::Glance;
    use crate::say;
    use crate::ui::list::channel_name;
    use crate::words::{language, recorded, t};

    const MOST_PLACES: usize = 8;
    const MOST_SAID: usize = 900;

    pub fn glance(who: &Who, view: ComplaintView) -> Glance {
        let complaint = &view.complaint;
        let report = &complaint.report;
        let zone = Zone::parse(&who.person.zone).unwrap_or(Zone::UTC);
        let places = report.locations.get().map(Vec::as_slice).unwrap_or_default();
        let mut said: String = report.description.show().chars().take(MOST_SAID).collect();
        if said.len() < report.description.show().len() {
            said.push('…');
        }
        let whose = match (&complaint.whose, &view.customer) {
            (_, Some(customer)) => format!("{}.", customer.handle),
            (Whose::Several { .. }, None) => t("One of several customers.").to_owned(),
            _ => t("Customer not known.").to_owned(),
        };
        let reporter = &report.reporter;
        let name = [reporter.organisation.show(), reporter.name.show(), &reporter.domain]
            .into_iter()
            .find(|word| !word.is_empty());
        let reporter = match name {
            Some(name) if report.disclosed => say!("Reported by {}, who may be named.", name),
            Some(name) => say!("Reported by {}, who is not named to the customer.", name),
            None => t("Reported by somebody who gave no name.").to_owned(),
        };
        let done = match &complaint.stage {
            ComplaintStage::New => "",
            ComplaintStage::InCase { .. } => t("It is in a case."),
            ComplaintStage::Rejected { .. } => t("It was rejected."),
            ComplaintStage::PassedOn { .. } => t("It was passed on."),
        };
        Glance {
            number: complaint.number,
            title: defang(report.summary.show()),
            about: format!(
                "{}, {}, {}",
                t(report.severity.name()),
                t(report.category.name()),
                channel_name(report.channel)
            ),
            received: zone.show(complaint.received_at, language()).long,
            said: defang(&said),
            places: places.iter().take(MOST_PLACES).map(|place| defang(place)).collect(),
            more_places: places.len().saturating_sub(MOST_PLACES),
            whose,
            why: recorded(complaint.whose.why()),
            reporter,
            files: report.evidence.len(),
            open_cases: view.open_cases,
            done: done.to_owned(),
        }
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
    fn a_button_says_what_it_will_do() {
        let ticked = |count: usize| (1..=count).map(|number| format!("C-{number}")).collect::<Vec<_>>();
        assert_eq!(says("Reject", &ticked(0), "complaints"), "Reject");
        assert_eq!(says("Reject", &ticked(1), "complaints"), "Reject C-1");
        assert_eq!(says("Reject", &ticked(7), "complaints"), "Reject 7 complaints");
        assert_eq!(sum(&ticked(7), "complaints"), "7 complaints ticked");
    }
}
