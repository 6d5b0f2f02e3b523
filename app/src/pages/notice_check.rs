//! The last look before a notice leaves: who gets it, until when, and every word of it.

use docket::desk::notices::NoticePreview;
use docket::time::DeadlineRule;
use docket::view::CaseView;
use docket::words::Language;
use leptos::prelude::*;

use crate::render::Page;
use crate::ui::deadline::instants;
use crate::ui::facts::{Summary, fact, lines};
use crate::ui::head::Head;
use crate::ui::letter::{LetterText, paragraphs};
use crate::ui::{Bar, FormState, Frame, Hidden};

/// What the form carries along, except what belongs to the buttons of the page before.
const NOT_CARRIED: [&str; 4] = ["command_id", "more", "edit", "stale"];

pub fn show(frame: Frame, view: CaseView, preview: NoticePreview, form: FormState) -> Page {
    let title = format!("Check the notice, {}", view.case.number);
    Page::staff(title, move || {
        let number = view.case.number.clone();
        let edit = format!("/cases/{number}/notices/new");
        let lang = Language::parse(&form.value("language")).unwrap_or_default();
        let mut facts = vec![
            fact("To", lines(preview.recipients.iter().map(|(_, email)| email.clone()))),
            fact("Subject of the mail", preview.subject.clone()),
            fact(
                "We ask",
                format!(
                    "{} {}",
                    preview.requirements.len(),
                    if preview.requirements.len() == 1 { "thing" } else { "things" }
                ),
            ),
        ];
        let mut walls = instants(&preview.deadline, frame.zone).into_iter();
        if let Some(customer) = walls.next() {
            facts.push(customer.named("Deadline, customer’s wall"));
        }
        facts.extend(walls);
        facts.push(fact("Counted", counted(&preview.deadline.rule)));
        facts.push(fact("If it is missed", paragraphs(&form.value("consequence"))));
        facts.push(fact("Their data", paragraphs(&form.value("data_kept"))));
        let short = form.value("short_reason");
        if !short.trim().is_empty() {
            facts.push(fact("Why so short", paragraphs(&short)));
        }
        let carried = carried(&form);
        let back = (format!("/cases/{number}"), number.clone());
        view! {
            <Bar frame here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back title="Check the notice" />
                <form class="form form--wide page__section" method="post" action=format!("/cases/{number}/notices") novalidate>
                    <Hidden form=form.clone() />
                    {carried}
                    <Summary facts />
                    <section class="group" aria-labelledby="letter">
                        <h2 class="group__title" id="letter">"The letter, word for word"</h2>
                        <p class="soft">
                            "It gets its own code instead of DN-0000-0000 when you send it, and " <code>"{link}"</code>
                            " becomes each contact’s own link. Nothing else changes."
                        </p>
                        <LetterText text=preview.letter lang />
                    </section>
                    <section class="heed" aria-labelledby="sending">
                        <h2 class="heed__title" id="sending">"What sending does"</h2>
                        <p>"For 60 seconds you can take it back, and nobody receives anything. Then it leaves, and neither its words nor its deadline ever change."</p>
                        <p class="heed__acts">
                            <button class="button button--primary">"Send notice"</button>
                            <button class="button" name="edit" value="yes" formaction=edit>"Back to editing"</button>
                        </p>
                    </section>
                </form>
            </main>
        }
    })
}

/// Everything that was typed, so that sending sends what was read.
fn carried(form: &FormState) -> impl IntoView + use<> {
    let mut names: Vec<&String> = form.values.keys().filter(|name| !NOT_CARRIED.contains(&name.as_str())).collect();
    names.sort();
    let fields =
        names.into_iter().flat_map(|name| form.values(name).into_iter().map(move |value| (name.clone(), value)));
    let fields = fields.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    fields.collect_view()
}

fn counted(rule: &DeadlineRule) -> String {
    match rule {
        DeadlineRule::Hours { hours } => {
            format!(
                "From when you press Send: the end of the undo minute, 15 min for delivery, then {hours} h. Frozen then."
            )
        }
        DeadlineRule::Wall { .. } => "By the wall, as you set it. Frozen when you press Send.".into(),
    }
}
