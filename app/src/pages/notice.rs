//! A notice as it left: its words, its deadline, and what became of each letter.

mod anchor;
mod kept_back;
mod time;

use docket::letter::Letter;
use docket::notice::{Answer, Notice, NoticeStage, Recipient};
use docket::people::Act;
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::view::CaseView;
use docket::words::Language;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::deadline::{FrozenDeadline, counted};
use crate::ui::due::{Ticking, When};
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::ladder::Ladder;
use crate::ui::letter::{LetterEntry, LetterText, download, paragraphs, short_hash};
use crate::ui::list::count;
use crate::ui::tag::{answer_state, notice_state};
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, Select, TextArea};
use crate::words::{language, t};

#[derive(Clone, Debug, Default)]
pub struct NoticeForms {
    pub undo: FormState,
    pub withdrawal: FormState,
    pub delivery: FormState,
    pub link: FormState,
    pub later: FormState,
}

pub fn show(frame: Frame, view: CaseView, notice: Notice, forms: NoticeForms) -> Page {
    let title = say!("Notice N-{} of {}", notice.number, view.case.number);
    Page::staff(title, move || {
        let zone = frame.zone;
        let number = view.case.number.clone();
        let back = (format!("/cases/{number}"), number.clone());
        let meta = view! {
            {t("To ")} <bdi>{view.customer.handle.clone()}</bdi> {t(". Code ")} <span class="whole">{notice.code.clone()}</span> ". "
            {notice_state(&notice, zone)}
        };
        let refused = [&forms.withdrawal, &forms.delivery, &forms.undo, &forms.link, &forms.later]
            .into_iter()
            .find(|form| form.is_refused())
            .cloned();
        let frozen = !matches!(notice.stage, NoticeStage::Leaving { .. } | NoticeStage::Undone { .. });
        let running = notice.sent_at().is_some();
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <p class="once-printed">{say!("{}, notice N-{}, text {}", number, notice.number, notice.text.hash)}</p>
                <Head back number=format!("N-{}", notice.number) title=notice.text.subject.show().to_owned() meta=meta.into_any() />
                <div>
                    <div class="group">
                        {refused.map(|form| view! { <ErrorSummary form /> })}
                        {standing(&frame, &number, &notice, forms.undo.clone())}
                        {time::drift(&frame, &notice)}
                        {anchor::section(&frame, &notice)}
                        <FrozenDeadline
                            label=t("The customer’s deadline")
                            deadline=notice.deadline.clone() zone now=frame.now
                            ticking=running && !notice.deadline_passed draft=!frozen rule=counted(&notice.deadline)
                        />
                    </div>
                    <section class="page__section" aria-labelledby="letters">
                        <h2 id="letters">{t("What became of each letter")}</h2>
                        {letters(&view, &notice, zone)}
                    </section>
                    {time::later(&frame, &view, &notice, forms.later.clone())}
                    {forms_below(&frame, &view, &notice, &forms)}
                    <section class="page__section" aria-labelledby="letter">
                        <h2 id="letter">{if frozen { t("The letter, as it left") } else { t("The letter") }}</h2>
                        <div class="group">
                            <p class="soft">{t("Where ")} <code>"{link}"</code> {t(" stands, each contact got a link of their own. We keep only its hash.")}</p>
                            <LetterText text=notice.text.letter.show().to_owned() lang=notice.text.language hash=notice.text.hash.clone() frozen />
                            {frozen.then(|| frame.paper(&format!("/cases/{number}/notices/{}/notice", notice.number), notice.text.language))}
                        </div>
                    </section>
                </div>
                <aside class="page__rail side" aria-label=t("Facts and answers")>
                    {rail(&view, &notice, zone)}
                    {running.then(|| time::reminders(&frame, &notice))}
                </aside>
            </main>
        }
    })
}

/// What is not over yet, or was taken back.
fn standing(frame: &Frame, number: &str, notice: &Notice, undo: FormState) -> AnyView {
    let zone = frame.zone;
    match &notice.stage {
        NoticeStage::Leaving { leaves_at } => {
            let leaves_at = *leaves_at;
            let act = frame.who.may(Act::WorkCases).then(|| {
                view! {
                    <form method="post" action=format!("/cases/{number}/notices/{}/undo", notice.number)>
                        <Hidden form=undo />
                        <button class="button button--primary">{t("Undo: take it back")}</button>
                    </form>
                }
            });
            view! {
                <section class="heed heed--urgent">
                    <h2 class="heed__title">{t("It leaves ")} <Ticking at=leaves_at now=frame.now /></h2>
                    <p>{t("Nobody has received it yet.")}</p>
                    <div class="heed__acts">{act}</div>
                </section>
            }
            .into_any()
        }
        NoticeStage::Undone { at } if notice.kept_back.is_some() => {
            kept_back::section(number, notice.kept_back, *at, zone)
        }
        NoticeStage::Undone { at } => {
            view! { <p class="heed">{t("Taken back ")} <When at=*at zone /> {t(", before it left. Nobody received it.")}</p> }
                .into_any()
        }
        NoticeStage::Withdrawn { at, reason } => view! {
            <section class="heed">
                <h2 class="heed__title">{t("Withdrawn")}</h2>
                <p><When at=*at zone /> {t(", for this reason:")}</p>
                <blockquote class="side__quote">{paragraphs(reason.show())}</blockquote>
            </section>
        }
        .into_any(),
        NoticeStage::Superseded { at, by_number, .. } => {
            let by = *by_number;
            view! {
                <p class="heed">
                    {t("Replaced by ")} <a href=format!("/cases/{number}/notices/{by}")>{t("notice N-")} {by}</a> " " <When at=*at zone />
                    {t(". Its links lead there. It no longer asks for anything.")}
                </p>
            }
            .into_any()
        }
        NoticeStage::Sent { .. } => ().into_any(),
    }
}

fn letters(view: &CaseView, notice: &Notice, zone: Zone) -> impl IntoView + use<> {
    let rows = notice.recipients.iter().map(|recipient| {
        let letter = recipient.letter.and_then(|id| view.letters.iter().find(|letter| letter.id == id));
        let answers = view.answers.iter().filter(|answer| answer.notice == notice.id).cloned().collect();
        let sending = letter.and_then(|letter| view.sending.get(&letter.id).copied());
        row(notice, recipient, letter, sending, answers, zone)
    });
    let rows = rows.collect_view();
    let confirmed = match notice.confirmed_at {
        Some(at) => view! { {t("The customer pressed “We received this” ")} <When at zone /> "." }.into_any(),
        None => t("Nobody has pressed “We received this” on the notice’s page.").into_any(),
    };
    let found = notice.delivery_found.then(
        || view! { <p>{t("A lead found that it reached the customer all the same; the timeline says how.")}</p> },
    );
    view! {
        <ul class="entries">{rows}</ul>
        {attempts(view, notice, zone)}
        <p class="head__meta">{confirmed} {t(" That somebody opened the page is not recorded and proves nothing.")}</p>
        {found}
    }
}

/// What was tried beside mail.
fn attempts(view: &CaseView, notice: &Notice, zone: Zone) -> Option<AnyView> {
    if notice.attempts.is_empty() {
        return None;
    }
    let rows = notice.attempts.iter().map(|attempt| {
        let by = attempt.by.map(|by| view.names.of(by).to_owned()).unwrap_or_default();
        let on = attempt.on;
        let tracking = (!attempt.tracking.show().is_empty())
            .then(|| view! { {t(" Carrier’s number: ")} <bdi>{attempt.tracking.show().to_owned()}</bdi> "." });
        let files = attempt.files.iter().map(|file| {
            view! { " " {download(file, t("Download"))} " " <bdi>{file.name.show().to_owned()}</bdi> }
        });
        let files = files.collect_view();
        view! {
            <li class="entries__item">
                <div class="entries__body">
                    <h3 class="entries__title">{t(attempt.channel.name())} {t(", to ")} <bdi>{attempt.to.show().to_owned()}</bdi></h3>
                    <p class="entries__meta"><When at=on zone /> {t(", recorded by ")} {by} "." {tracking} {files}</p>
                    <blockquote class="side__quote">{paragraphs(attempt.words.show())}</blockquote>
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <h3>{t("Other channels")}</h3> <ul class="entries">{rows}</ul> }.into_any())
}

/// Before a notice has left, a contact has no letter.
fn row(
    notice: &Notice,
    recipient: &Recipient,
    letter: Option<&Letter>,
    sending: Option<Moment>,
    answers: Vec<Answer>,
    zone: Zone,
) -> AnyView {
    if let Some(letter) = letter.cloned() {
        let proof = view! { <Ladder letter=letter.clone() notice=notice.clone() answers zone sending /> }.into_any();
        return view! { <LetterEntry letter zone name=format!("N-{}.eml", notice.number) proof sending /> }.into_any();
    }
    let state = match notice.stage {
        NoticeStage::Leaving { .. } => t("Not written yet."),
        _ => t("No letter was written."),
    };
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title"><bdi>{recipient.email.show().to_owned()}</bdi></h3>
                <p class="entries__meta">{state}</p>
            </div>
        </li>
    }
    .into_any()
}

fn forms_below(frame: &Frame, view: &CaseView, notice: &Notice, forms: &NoticeForms) -> impl IntoView + use<> {
    let path = format!("/cases/{}/notices/{}", view.case.number, notice.number);
    let sent = notice.sent_at().is_some();
    let denied = notice.denial.as_ref().filter(|denial| !denial.settled);
    let none = sent && notice.delivered == 0 && notice.undelivered > 0 && !notice.delivery_found;
    let open = notice.missed_anchor().is_some();
    let bounced = denied.is_some() || none || notice.is_unreached() || open;
    let (heading, denial) = match denied {
        Some(denial) => (
            t("A contact says that this is not their account"),
            Some(view! { <blockquote class="side__quote">{paragraphs(denial.words.show())}</blockquote> }),
        ),
        None if none => (t("No letter of it arrived"), None),
        None if open && !notice.is_unreached() => (t("What its time counts from has not come"), None),
        None => (t("A letter of it came back"), None),
    };
    let channels = ((sent || bounced) && frame.who.may(Act::WorkCases)).then(|| {
        view! {
            <p class="page__section">
                <a class="button" href=format!("{path}/channels")>{t("Record another way to reach them")}</a>
                " " <span class="soft">{t("A letter on paper, or a telephone call.")}</span>
            </p>
        }
    });
    let delivery = (bounced && frame.who.may(Act::Approve)).then(|| {
        let form = forms.delivery.clone();
        view! {
            <section class="heed heed--late page__section" aria-labelledby="bounced">
                <h2 class="heed__title" id="bounced">{heading}</h2>
                {denial}
                <p>{t("Nothing can be switched off on the strength of it, unless you find that it reached the customer otherwise.")}</p>
                <form class="form" method="post" action=format!("{path}/delivery") novalidate>
                    <Hidden form=form.clone() />
                    <div class="group">
                        <TextArea form name="how" label=t("How do you know that it reached them?") rows=3 hint=t("A telephone call, a confirmed page, a registered letter. It goes on record under your name.") />
                        <div class="form__acts"><button class="button">{t("Record the finding")}</button></div>
                    </div>
                </form>
            </section>
        }
    });
    let told = (bounced && !frame.who.may(Act::Approve)).then(|| {
        view! { <p class="heed heed--late page__section">{heading} {t(". A lead or counsel can record that it reached the customer otherwise.")}</p> }
    });
    let replacement =
        (sent && frame.who.may(Act::WorkCases) && view.pending_decision().is_none() && !view.case.is_closed()).then(
            || {
                let href = format!("/cases/{}/notices/new?replaces={}", view.case.number, notice.number);
                view! {
                    <p class="page__section">
                        <a class="button" href=href>{t("Write a notice that replaces it")}</a>
                        " " <span class="soft">{t("It can give more time, never less.")}</span>
                    </p>
                }
            },
        );
    let pending = view.pending_decision().map(|decision| decision.number);
    let withdrawal = (sent && frame.who.may(Act::WorkCases)).then(|| match pending {
        Some(number) => view! { <p class="soft page__section">{t("It cannot be withdrawn while decision D-")} {number} {t(" is pending.")}</p> }.into_any(),
        None => {
            let form = forms.withdrawal.clone();
            let open = form.is_refused();
            view! {
                <details class="more page__section" open=open>
                    <summary>{t("Withdraw this notice")}</summary>
                    <form class="form" method="post" action=format!("{path}/withdrawal") novalidate>
                        <Hidden form=form.clone() />
                        <div class="group">
                            <TextArea form name="reason" label=t("Why is it withdrawn?") rows=3 hint=t("It stays on record, and so does the reason. Its page tells the customer that it no longer counts.") />
                            <div class="form__acts"><button class="button">{t("Withdraw notice")}</button></div>
                        </div>
                    </form>
                </details>
            }
            .into_any()
        }
    });
    let links = (sent && frame.who.may(Act::WorkCases)).then(|| links(&path, notice, forms.link.clone()));
    view! {
        {channels}
        {delivery}
        {told}
        {replacement}
        {links}
        {withdrawal}
    }
}

/// A link that may have leaked is replaced, not repaired.
fn links(path: &str, notice: &Notice, form: FormState) -> impl IntoView + use<> {
    let open = form.is_refused() && !form.value("contact").is_empty();
    let contacts: Vec<(String, String)> = notice
        .recipients
        .iter()
        .map(|recipient| (recipient.contact.to_string(), recipient.email.show().to_owned()))
        .collect();
    view! {
        <details class="more page__section" open=open>
            <summary>{t("Send a contact a new link")}</summary>
            <form class="form" method="post" action=format!("{path}/links") novalidate>
                <Hidden form=form.clone() />
                <div class="group">
                    <Select form=form.clone() name="contact" label=t("To whom?") options=contacts value="" />
                    <TextArea form name="link_reason" label=t("Why?") rows=2 hint=t("For the record. The link of this contact stops opening at once; the letter with the new one says nothing of why.") />
                    <div class="form__acts"><button class="button">{t("Replace the link")}</button></div>
                </div>
            </form>
        </details>
    }
}

fn rail(view: &CaseView, notice: &Notice, zone: Zone) -> impl IntoView + use<> {
    let mut facts = vec![
        fact(t("Language"), notice.text.language.own_name()),
        fact(t("Clause"), notice.text.clause_cite.clone()),
        fact(t("Scheduled"), zone.show(notice.scheduled_at, language()).long),
        fact(t("Text"), view! { <code>{short_hash(&notice.text.hash)}</code> }),
    ];
    if let Some(from) = &notice.from {
        let href = format!("/templates/{}/{}", from.kind.word(), from.language.code());
        let words = say!("{}, edition {}", from.kind.name(language()), from.edition);
        let edits = count(from.edits as usize, "edit", "edits");
        facts.push(fact(t("Template"), view! { <a href=href>{words}</a> ", " {edits} }));
    }
    let other: Vec<_> = notice.recipients.iter().filter_map(|to| to.language).map(Language::own_name).collect();
    if !other.is_empty() {
        facts.push(fact(t("Letters also in"), other.join(", ")));
    }
    if let Some(before) = view.notices.iter().find(|one| Some(one.id) == notice.replaces) {
        let href = format!("/cases/{}/notices/{}", view.case.number, before.number);
        facts.push(fact(t("Takes the place of"), view! { <a href=href>"N-" {before.number}</a> }));
    }
    if let Some(reason) = &notice.text.short_reason {
        facts.push(fact(t("Why so short"), paragraphs(reason.show())));
    }
    let answers: Vec<_> = view.answers.iter().filter(|answer| answer.notice == notice.id).collect();
    let rows = answers.iter().map(|answer| {
        let href = format!("/cases/{}/answers/{}", view.case.number, answer.receipt);
        view! { <li><a href=href>{answer.receipt.clone()}</a> ": " {answer_state(answer)}</li> }
    });
    let list = if answers.is_empty() {
        view! { <p>{t("None yet.")}</p> }.into_any()
    } else {
        view! { <ul>{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
        <h2 class="section-title">{t("Answers to it")}</h2>
        {list}
    }
}
