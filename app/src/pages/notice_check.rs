//! The last look before a notice leaves: who gets it, until when, and every word of it.

use docket::desk::notices::NoticePreview;
use docket::time::DeadlineRule;
use docket::view::CaseView;
use docket::words::Language;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::bytes::MailBytes;
use crate::ui::deadline::instants;
use crate::ui::differs::Differs;
use crate::ui::facts::{Summary, fact, lines};
use crate::ui::head::Head;
use crate::ui::letter::{LetterText, paragraphs};
use crate::ui::list::count;
use crate::ui::{Bar, FormState, Frame, Hidden};
use crate::words::{language, t};

/// What the form carries along, except what belongs to the buttons of the page before.
const NOT_CARRIED: [&str; 8] = ["command_id", "more", "move", "drop", "take", "save", "edit", "stale"];

pub fn show(frame: Frame, view: CaseView, preview: NoticePreview, form: FormState) -> Page {
    let title = say!("Check the notice, {}", view.case.number);
    Page::staff(title, move || {
        let number = view.case.number.clone();
        let edit = format!("/cases/{number}/notices/new");
        let lang = Language::parse(&form.value("language")).unwrap_or_default();
        let mut facts = vec![
            fact(
                t("To"),
                lines(preview.notice.recipients.iter().map(|to| {
                    let language = to.language.unwrap_or(preview.notice.text.language);
                    say!("{}, in {}", to.email.show(), language.own_name())
                })),
            ),
            fact(t("Template"), from(&preview)),
            fact(t("Subject of the mail"), preview.subject.clone()),
            fact(
                t("We ask"),
                format!(
                    "{} {}",
                    preview.requirements.len(),
                    if preview.requirements.len() == 1 { t("thing") } else { t("things") }
                ),
            ),
        ];
        let mut walls = instants(&preview.deadline, frame.zone).into_iter();
        if let Some(customer) = walls.next() {
            facts.push(customer.named(t("Deadline, customer’s wall")));
        }
        facts.extend(walls);
        facts.push(fact(t("Counted"), counted(&preview.deadline.rule)));
        if let Some(anchoring) = preview.notice.anchoring {
            facts.push(fact(t("Counted from"), t(anchoring.anchor.name())));
        }
        facts.push(fact(t("If it is missed"), paragraphs(&form.value("consequence"))));
        facts.push(fact(t("Their data"), paragraphs(&form.value("data_kept"))));
        let short = form.value("short_reason");
        if !short.trim().is_empty() {
            facts.push(fact(t("Why so short"), paragraphs(&short)));
        }
        if !preview.notice.shown.is_empty() {
            facts.push(fact(
                t("Places named"),
                lines(preview.notice.shown.iter().map(|one| one.place.show().to_owned())),
            ));
        }
        if let Some(before) = view.notices.iter().find(|one| Some(one.id) == preview.notice.replaces) {
            let words = say!("Notice N-{}, whose links lead to this one from then on", before.number);
            facts.push(fact(t("Takes the place of"), words));
        }
        let carried = carried(&form);
        let mails = preview.mails.iter().map(|(to, bytes)| {
            view! {
                <details class="more">
                    <summary>{t("The mail to ")} <bdi>{to.clone()}</bdi> {t(", headers and both bodies")}</summary>
                    <MailBytes bytes=bytes.clone() />
                </details>
            }
        });
        let mails = mails.collect_view();
        let edits = edits(&preview);
        let page = format!("/cases/{number}/notices/preview");
        let back = (format!("/cases/{number}"), number.clone());
        view! {
            <Bar frame here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back title=t("Check the notice") />
                <form class="form form--wide page__section" method="post" action=format!("/cases/{number}/notices") novalidate>
                    <Hidden form=form.clone() />
                    {carried}
                    <Summary facts />
                    <section class="group" aria-labelledby="letter">
                        <h2 class="group__title" id="letter">{t("The letter, word for word")}</h2>
                        <p class="soft">
                            {t("It gets its own code instead of DN-0000-0000 when you send it, and ")} <code>"{link}"</code>
                            {t(" becomes each contact’s own link. ")} <code>"{digest}"</code>
                            {t(" becomes the beginning of its fingerprint. Nothing else changes.")}
                        </p>
                        <LetterText text=preview.letter lang />
                        {mails}
                        {edits}
                        <p><button class="button" formaction=page formtarget="_blank">{t("See the customer’s page")}<span class="unseen">{t(", in a new window")}</span></button></p>
                    </section>
                    <section class="heed" aria-labelledby="sending">
                        <h2 class="heed__title" id="sending">{t("What sending does")}</h2>
                        <p>{t("For 60 seconds you can take it back, and nobody receives anything. Then it leaves, and neither its words nor its deadline ever change.")}</p>
                        <p class="heed__acts">
                            <button class="button button--primary">{t("Send notice")}</button>
                            <button class="button" name="edit" value="yes" formaction=edit>{t("Back to editing")}</button>
                        </p>
                    </section>
                </form>
            </main>
        }
    })
}

fn from(preview: &NoticePreview) -> String {
    match &preview.notice.from {
        Some(from) => say!(
            "{}, edition {}, {}",
            from.kind.name(language()),
            from.edition,
            count(from.edits as usize, "edit", "edits")
        ),
        None => t("None").into(),
    }
}

/// What its writer changed, beside the words of the template.
fn edits(preview: &NoticePreview) -> Option<AnyView> {
    if preview.edits.is_empty() {
        return None;
    }
    let items = preview.edits.iter().map(|edit| {
        let name = edit.field.replace('_', " ");
        view! { <h3>{name}</h3> <p><Differs old=edit.before.clone() new=edit.after.clone() /></p> }
    });
    let items = items.collect_view();
    let many = preview.edits.len();
    Some(
        view! {
            <details class="more">
                <summary>{count(many, "edit", "edits")} {t(" against the template")}</summary>
                {items}
            </details>
        }
        .into_any(),
    )
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
            say!(
                "From when you press Send: the end of the undo minute, 15 min for delivery, then {} h. Frozen then.",
                hours
            )
        }
        DeadlineRule::Days { .. }
        | DeadlineRule::Months { .. }
        | DeadlineRule::BusinessDays { .. }
        | DeadlineRule::EuDays { .. }
        | DeadlineRule::EuMonths { .. } => {
            t("From when you press Send: the day after the letter’s arrival is the first. It ends with the last hour of its last day. Frozen then.").into()
        }
        DeadlineRule::Wall { .. } | DeadlineRule::Extension { .. } => {
            t("By the wall, as you set it. Frozen when you press Send.").into()
        }
    }
}
