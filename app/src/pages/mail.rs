//! One mail that came in: what it says, what it belongs to, and what a person makes of it.

use docket::desk::mail::MailPage;
use docket::mail::{MailKind, MailStage, Report};
use docket::people::Act;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::{paragraphs, short_hash};
use crate::ui::list::{bytes, escaped};
use crate::ui::{Bar, ErrorSummary, Field, FormState, Frame, Hidden, TextArea};
use crate::words::t;

#[derive(Clone, Debug, Default)]
pub struct MailForms {
    pub binding: FormState,
    pub settling: FormState,
}

pub fn show(frame: Frame, view: MailPage, forms: MailForms) -> Page {
    let title = say!("Mail ML-{}", view.row.mail.number);
    Page::staff(title, move || {
        let mail = view.row.mail.clone();
        let zone = frame.zone;
        let subject = match mail.subject.show() {
            "" => t("No subject").to_owned(),
            subject => subject.to_owned(),
        };
        let meta = view! { {t("From ")} <bdi>{mail.from.show().to_owned()}</bdi> {t(", received ")} <When at=mail.received_at zone /> ". " {t(mail.kind.name())} "." };
        let refused = [&forms.binding, &forms.settling].into_iter().find(|form| form.is_refused()).cloned();
        let reports = (!mail.reports.is_empty()).then(|| {
            let rows = mail.reports.iter().map(report).collect_view();
            view! {
                <section class="page__section" aria-labelledby="reports">
                    <h2 id="reports">{t("What the mail server reports")}</h2>
                    <ul class="entries">{rows}</ul>
                </section>
            }
        });
        let acts = (mail.is_waiting() && frame.who.may(Act::WorkCases)).then(|| acts(&view, &forms));
        view! {
            <Bar frame=frame.clone() here="mail" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back=("/mail".to_owned(), t("Mail that came in").to_owned()) number=format!("ML-{}", mail.number) title=subject meta=meta.into_any() />
                <div>
                    {refused.map(|form| view! { <ErrorSummary form /> })}
                    {standing(&frame, &view)}
                    {reports}
                    <section class="page__section" aria-labelledby="words">
                        <h2 id="words">{t("Its words")}</h2>
                        <blockquote class="letter">{paragraphs(mail.text.show())}</blockquote>
                        <p class="soft">{t("Plain text only. Nothing of it is rendered, and nothing is loaded.")}</p>
                    </section>
                    {acts}
                </div>
                <aside class="page__rail side" aria-label=t("Facts")>{rail(&view)}</aside>
            </main>
        }
    })
}

/// What became of it, or why a person has to look.
fn standing(frame: &Frame, view: &MailPage) -> AnyView {
    let mail = &view.row.mail;
    match &mail.stage {
        MailStage::Waiting => {
            let why = match (mail.kind, mail.about.is_some()) {
                (MailKind::Delivery, true) => t(
                    "A mail server says something about a letter, but in no form that a machine can read. Read it: did the letter arrive?",
                ),
                (_, true) => t(
                    "It belongs to a case, but there is no notice that it could answer. Nothing that burdens happens in this case before somebody has looked.",
                ),
                (_, false) => t("It names no letter and no notice of ours. Say what it belongs to, or put it aside."),
            };
            view! {
                <section class="heed heed--late" aria-labelledby="waits">
                    <h2 class="heed__title" id="waits">{t("Waits for a person")}</h2>
                    <p>{why}</p>
                </section>
            }
            .into_any()
        }
        MailStage::Answer { receipt, .. } => {
            let case = view.row.case.clone().unwrap_or_default();
            let href = format!("/cases/{case}/answers/{receipt}");
            view! { <p class="heed heed--customer">{t("It stands on its case as answer ")} <a href=href>{receipt.clone()}</a> {t(", for the instant at which it came.")}</p> }
                .into_any()
        }
        MailStage::Settled { at, by, reason } => {
            let who = by.map(|by| view.names.of(by).to_owned()).unwrap_or_default();
            let zone = frame.zone;
            view! {
                <section class="heed">
                    <h2 class="heed__title">{t("Put aside")}</h2>
                    <p>{t("By ")} {who} ", " <When at=*at zone /> "."</p>
                    {paragraphs(reason.show())}
                </section>
            }
            .into_any()
        }
        MailStage::Kept if mail.kind == MailKind::Automatic => {
            view! { <p class="heed">{t("A machine wrote it. It is kept, changes nothing, and is never answered.")}</p> }
                .into_any()
        }
        MailStage::Kept => ().into_any(),
    }
}

fn report(report: &Report) -> impl IntoView + use<> {
    let status = (!report.status.is_empty()).then(|| format!(" ({})", report.status));
    let remote = (!report.remote.show().is_empty()).then(|| say!("Said by {}.", report.remote.show()));
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title"><bdi>{report.recipient.show().to_owned()}</bdi> ": " {t(report.action.word())} {status}</h3>
                <p class="entries__meta"><span class="mono">{report.said.show().to_owned()}</span> " " {remote}</p>
            </div>
        </li>
    }
}

fn acts(view: &MailPage, forms: &MailForms) -> impl IntoView + use<> {
    let mail = &view.row.mail;
    let path = format!("/mail/{}", mail.number);
    let hint = match mail.kind {
        MailKind::Delivery => t("The Message-ID of the letter, as its page shows it."),
        _ => t(
            "The code of a notice, such as DN-7F3K-2M9Q, or the Message-ID of a letter. A reply then counts as an answer from when it came.",
        ),
    };
    let value = view.notice.as_ref().map(|notice| notice.code.clone()).unwrap_or_default();
    view! {
        <section class="page__section" aria-labelledby="place">
            <h2 id="place">{t("What does it belong to?")}</h2>
            <form class="form" method="post" action=format!("{path}/binding") novalidate>
                <Hidden form=forms.binding.clone() />
                <Field form=forms.binding.clone() name="about" label=t("Notice or letter") hint size=44 value autocomplete="off" />
                <div class="form__acts"><button class="button button--primary">{t("It belongs there")}</button></div>
            </form>
        </section>
        <section class="page__section" aria-labelledby="aside">
            <h2 id="aside">{t("Nothing follows from it")}</h2>
            <form class="form" method="post" action=format!("{path}/settling") novalidate>
                <Hidden form=forms.settling.clone() />
                <TextArea form=forms.settling.clone() name="reason" label=t("Why?") rows=2 hint=t("It goes on record under your name. The mail is kept.") />
                <div class="form__acts"><button class="button">{t("Put it aside")}</button></div>
            </form>
        </section>
    }
}

fn rail(view: &MailPage) -> impl IntoView + use<> {
    let mail = &view.row.mail;
    let mut facts = vec![
        fact(t("What it is"), t(mail.kind.name())),
        fact(t("Size"), bytes(mail.size)),
        fact(t("SHA-256"), view! { <code>{short_hash(&mail.raw)}</code> }),
    ];
    if let Some(case) = view.row.case.clone() {
        facts.push(fact(t("Case"), view! { <a href=format!("/cases/{case}")>{case.clone()}</a> }));
        if let Some(notice) = &view.notice {
            let href = format!("/cases/{case}/notices/{}", notice.number);
            facts.push(fact(t("Notice"), view! { <a href=href>{format!("N-{}", notice.number)}</a> }));
        }
    }
    if let Some(letter) = &view.letter {
        let subject = letter.subject.show().to_owned();
        facts.push(fact(t("Letter"), view! { <a href=format!("/letters/{}", letter.id)>{subject}</a> }));
    }
    if let Some(about) = &mail.about {
        facts.push(fact(t("Placed"), t(about.by.name())));
    }
    let name = format!("ML-{}.eml", mail.number);
    let href = format!("/evidence/{}?name={}", mail.raw, escaped(&name));
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
        <p><a href=href download=name>{t("Download the mail as it came")}</a></p>
        <p class="soft">{t("With its headers and everything attached. Open it where nothing can be harmed.")}</p>
    }
}
