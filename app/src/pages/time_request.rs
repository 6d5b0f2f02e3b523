//! One request for more time: what is asked, what stands, and the decision that the customer reads.

use docket::extension::{Extension, ExtensionStage};
use docket::notice::Notice;
use docket::people::Act;
use docket::view::CaseView;
use leptos::prelude::*;

use super::answer::call_back;
use crate::render::Page;
use crate::say;
use crate::ui::deadline::{FrozenDeadline, counted, folds};
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, TextArea};
use crate::words::t;

#[derive(Clone, Debug, Default)]
pub struct TimeForms {
    pub decision: FormState,
    pub call_back: FormState,
}

pub fn show(frame: Frame, view: CaseView, asked: Extension, forms: TimeForms) -> Page {
    let title = say!("More time {} in {}", asked.receipt, view.case.number);
    Page::staff(title, move || {
        let number = view.case.number.clone();
        let zone = frame.zone;
        let works = frame.who.may(Act::WorkCases);
        let notice = view.notices.iter().find(|notice| notice.id == asked.notice);
        let meta = view! { {t("Asked by ")} <bdi>{asked.signer.show().to_owned()}</bdi> {t(", received ")} <When at=asked.asked_at zone /> ". " };
        let path = format!("/cases/{number}/time/{}", asked.receipt);
        let refused = [&forms.decision, &forms.call_back].into_iter().find(|form| form.is_refused()).cloned();
        let decide = (works && asked.is_waiting())
            .then(|| notice.map(|notice| decision(&view, notice, &asked, &path, forms.decision.clone())));
        let unconfirmed =
            asked.is_unconfirmed().then(|| call_back(&path, false, works.then(|| forms.call_back.clone())));
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back=(format!("/cases/{number}"), number.clone()) number=asked.receipt.clone() title=t("Request for more time") meta=meta.into_any() />
                <div>
                    <div class="group">
                        {refused.map(|form| view! { <ErrorSummary form /> })}
                        {outcome(&view, &asked, &frame)}
                        {unconfirmed}
                    </div>
                    <section class="page__section" aria-labelledby="why">
                        <h2 id="why">{t("What they say")}</h2>
                        <blockquote class="letter">{paragraphs(asked.reason.show())}</blockquote>
                    </section>
                    {decide}
                </div>
                <aside class="page__rail side" aria-label=t("The deadlines")>
                    <FrozenDeadline label=t("They ask for time until") deadline=asked.until.clone() zone now=frame.now ticking=false draft=true rule=t("As they asked. It stands only if you grant it.") />
                    {notice.map(|notice| view! {
                        <FrozenDeadline
                            label=say!("The deadline of notice N-{} that stands", notice.number)
                            deadline=notice.deadline.clone() zone now=frame.now ticking=true rule=counted(&notice.deadline)
                        />
                    })}
                    <p>{t("As long as a customer’s first request is undecided, nothing can be switched off.")}</p>
                </aside>
            </main>
        }
    })
}

fn outcome(view: &CaseView, asked: &Extension, frame: &Frame) -> AnyView {
    let zone = frame.zone;
    match &asked.stage {
        ExtensionStage::Waiting => ().into_any(),
        ExtensionStage::Granted { at, by, until, reason } => view! {
            <section class="heed">
                <h2 class="heed__title">{t("Granted until ")} {until.wall.clone()}</h2>
                <p>{t("By ")} {view.names.of(*by).to_owned()} ", " <When at=*at zone /> {t(". The customer reads:")}</p>
                {paragraphs(reason.show())}
            </section>
        }
        .into_any(),
        ExtensionStage::Refused { at, by, reason } => view! {
            <section class="heed">
                <h2 class="heed__title">{t("Refused")}</h2>
                <p>{t("By ")} {view.names.of(*by).to_owned()} ", " <When at=*at zone /> {t(". The customer reads:")}</p>
                {paragraphs(reason.show())}
            </section>
        }
        .into_any(),
    }
}

fn decision(view: &CaseView, notice: &Notice, asked: &Extension, path: &str, form: FormState) -> impl IntoView + use<> {
    let zone = notice.deadline.zone.clone();
    let picks = vec![
        Pick::new("all", say!("Give all of it, until {}", asked.until.wall)),
        Pick::new("some", t("Give another time")),
        Pick::new("none", t("Refuse")),
    ];
    let twice = folds(&form.value("date"), &form.value("time"), &zone);
    let twice = (!twice.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="fold" legend=t("The clocks show this time twice. Which one?") picks=twice chosen=Vec::new() /> }
    });
    view! {
        <form class="form form--wide page__section" method="post" action=path.to_owned() novalidate>
            <Hidden form=form.clone() version=view.version />
            <Choices form=form.clone() name="choice" legend=t("Your decision") picks chosen=Vec::new() />
            <div class="row">
                <Field form=form.clone() name="date" label=t("Another time: day") kind="date" size=12 />
                <Field form=form.clone() name="time" label=t("Time") kind="time" size=8 hint=say!("On the clock in {}.", zone) />
            </div>
            {twice}
            <TextArea form=form.clone() name="reason" label=t("Why?") rows=3 hint=t("The customer reads it, in their letter and on their page.") />
            <div class="form__acts">
                <button class="button button--primary">{t("Decide, and tell the customer")}</button>
                <a class="button button--quiet" href=format!("/cases/{}", view.case.number)>{t("Back to the case")}</a>
            </div>
        </form>
    }
}
