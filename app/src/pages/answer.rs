//! One answer: what was asked beside what was said, and whether it is enough.

use docket::notice::{Answer, Notice, Part, Stance};
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::{download, paragraphs, short_hash};
use crate::ui::list::bytes;
use crate::ui::tag::answer_state;
use crate::ui::{Bar, Choices, ErrorSummary, FormState, Frame, Hidden, Pick, TextArea};
use crate::words::{language, t};

pub fn show(frame: Frame, view: CaseView, answer: Answer, form: FormState, call: FormState) -> Page {
    let title = say!("Answer {} in {}", answer.receipt, view.case.number);
    Page::staff(title, move || {
        let number = view.case.number.clone();
        let zone = frame.zone;
        let works = frame.who.may(Act::WorkCases);
        let notice = view.notices.iter().find(|notice| notice.id == answer.notice);
        let meta = view! {
            {t("By ")} <bdi>{answer.signer.show().to_owned()}</bdi> {role(&answer)} {t(", received ")} <When at=answer.received_at zone /> ". " {answer_state(&answer)}
        };
        let parts = answer.parts.iter().map(|part| self::part(&view, &answer, notice, part, works.then_some(&form)));
        let parts = parts.collect_view();
        let body = if works {
            view! {
                <form class="form form--wide" method="post" action=format!("/cases/{number}/answers/{}/assessment", answer.receipt) novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() version=view.version />
                    {parts}
                    <div class="form__acts">
                        <button class="button button--primary">{t("Record the verdicts")}</button>
                        <a class="button button--quiet" href=format!("/cases/{number}")>{t("Back to the case")}</a>
                    </div>
                </form>
            }
            .into_any()
        } else {
            view! { <div class="form form--wide">{parts}</div> }.into_any()
        };
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back=(format!("/cases/{number}"), number.clone()) number=answer.receipt.clone() title=t("Answer of the customer") meta=meta.into_any() />
                <div>
                    {call.is_refused().then(|| view! { <ErrorSummary form=call.clone() /> })}
                    {answer.is_unconfirmed().then(|| {
                        let path = format!("/cases/{number}/answers/{}", answer.receipt);
                        call_back(&path, answer.mail.is_some(), works.then(|| call.clone()))
                    })}
                    {body}
                </div>
                <aside class="page__rail side" aria-label=t("Facts and files")>{rail(&frame, &view, &answer, notice)}</aside>
            </main>
        }
    })
}

/// Whoever has the link may have sent it. `form` is there for whoever may call back.
/// `by_mail`: it came to our mailbox, and not by a link.
pub fn call_back(path: &str, by_mail: bool, form: Option<FormState>) -> impl IntoView + use<> {
    let action = format!("{path}/confirmation");
    let form = form.map(|form| {
        let open = form.is_refused();
        view! {
            <details class="more" open=open>
                <summary>{t("I called the customer back")}</summary>
                <form class="form" method="post" action=action novalidate>
                    <Hidden form=form.clone() />
                    <TextArea form name="how" label=t("Whom did you call, at which number, and what did they say?") rows=3
                        hint=t("Use a number that we knew before, from the contract. It goes on record under your name.") />
                    <div class="form__acts"><button class="button">{t("Confirm that it came from the customer")}</button></div>
                </form>
            </details>
        }
    });
    let (title, why) = match by_mail {
        true => (
            t("Unconfirmed: it came by mail"),
            t(
                "Whoever knows the address can write such a mail. It keeps its time of receipt, and stops what burdens until a person has looked.",
            ),
        ),
        false => (
            t("Unconfirmed: the mailed code has not come back"),
            t(
                "Somebody with the link sent this. It keeps its time of receipt, and stops what burdens until a person has looked.",
            ),
        ),
    };
    view! {
        <section class="heed heed--urgent" aria-labelledby="unconfirmed">
            <h2 class="heed__title" id="unconfirmed">{title}</h2>
            <p>{why}</p>
            {form}
        </section>
    }
}

fn role(answer: &Answer) -> Option<String> {
    let role = answer.signer_role.show();
    (!role.is_empty()).then(|| format!(" ({role})"))
}

/// One requirement with its part of the answer. `form` is there for whoever may weigh it.
fn part(
    view: &CaseView,
    answer: &Answer,
    notice: Option<&Notice>,
    part: &Part,
    form: Option<&FormState>,
) -> impl IntoView + use<> {
    let number = part.requirement;
    let id = format!("requirement-{number}");
    let asked = notice.and_then(|notice| notice.text.requirements.iter().find(|one| one.number == number));
    let asked = asked.map(|asked| asked.text.show().to_owned()).unwrap_or_default();
    let lang = notice.map(|notice| notice.text.language.code());
    let said = match part.stance {
        Stance::Silent => view! { <h3>{t("They said nothing about this")}</h3> }.into_any(),
        Stance::Whole if part.text.show().is_empty() => {
            view! { <h3>{t("In the mail as a whole, which stands above")}</h3> }.into_any()
        }
        stance => {
            let by = part.by_date.as_ref().map(|date| view! { " (" <bdi>{date.clone()}</bdi> ")" });
            view! {
                <h3>{t("They said: ")} {stance.name(language()).to_lowercase()} {by}</h3>
                <blockquote class="letter" lang=lang>{paragraphs(part.text.show())}</blockquote>
            }
            .into_any()
        }
    };
    view! {
        <section class="group" aria-labelledby=id.clone()>
            <h2 class="group__title" id=id.clone()>{t("Requirement ")} {number}</h2>
            <div class="split split--even">
                <div><h3>{t("We asked")}</h3> <div class="letter" lang=lang>{paragraphs(&asked)}</div></div>
                <div>{said}</div>
            </div>
            {weighed(view, answer, number)}
            {form.map(|form| verdict(form, number))}
        </section>
    }
}

/// Every verdict so far, the newest last: it is the one that counts.
fn weighed(view: &CaseView, answer: &Answer, number: u32) -> impl IntoView + use<> {
    let verdicts = answer.verdicts.iter().filter(|verdict| verdict.requirement == number).map(|verdict| {
        let word = if verdict.enough { t("Enough") } else { t("Not enough") };
        let by = view.names.of(verdict.by).to_owned();
        view! {
            <div class="heed">
                <p><strong>{word}</strong> {t(", by ")} {by}</p>
                {paragraphs(verdict.reason.show())}
            </div>
        }
    });
    verdicts.collect_view()
}

fn verdict(form: &FormState, number: u32) -> impl IntoView + use<> {
    let picks =
        vec![Pick::new("enough", t("Enough")), Pick::new("not_enough", t("Not enough")), Pick::new("", t("Not now"))];
    view! {
        <Choices form=form.clone() name=format!("verdict_{number}") legend=t("Is this enough?") picks chosen=vec![String::new()] across=true />
        <TextArea form=form.clone() name=format!("reason_{number}") label=t("Why?") rows=2 hint=t("Goes on record, and into the case file.") />
    }
}

fn rail(frame: &Frame, view: &CaseView, answer: &Answer, notice: Option<&Notice>) -> impl IntoView + use<> {
    let language = notice.map(|notice| notice.text.language).unwrap_or_default();
    let paper = format!("/cases/{}/answers/{}/receipt", view.case.number, answer.receipt);
    let mut facts = Vec::new();
    if let Some(notice) = notice {
        let href = format!("/cases/{}/notices/{}", view.case.number, notice.number);
        facts.push(fact(t("Notice"), view! { <a href=href>{format!("N-{}", notice.number)}</a> }));
        facts.push(fact(t("Deadline"), notice.deadline.wall.clone()));
    }
    facts.push(fact(t("Receipt"), view! { <span class="whole">{answer.receipt.clone()}</span> }));
    if let Some(mail) = &answer.mail {
        facts.push(fact(t("Mail"), view! { <a href=format!("/mail/{}", mail.number)>"ML-" {mail.number}</a> }));
    }
    facts.push(fact(t("Content"), view! { <code>{short_hash(&answer.content_hash)}</code> }));
    let files = answer.files.iter().map(|file| {
        view! { <li>{download(file, t("Download"))} " " <bdi>{file.name.show().to_owned()}</bdi> ", " {bytes(file.size)}</li> }
    });
    let files = if answer.files.is_empty() {
        view! { <p>{t("None.")}</p> }.into_any()
    } else {
        view! { <ul>{files.collect_view()}</ul> }.into_any()
    };
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
        <p>{t("The customer’s receipt: ")} {frame.paper(&paper, language)}</p>
        <h2 class="section-title">{t("Files")}</h2>
        {files}
        <h2 class="section-title">{t("What your verdicts do")}</h2>
        <p>{t("As long as a part of any answer is not weighed, nothing can be switched off. If every requirement was met, nothing can be either.")}</p>
    }
}
