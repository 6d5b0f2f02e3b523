//! One appeal: what the customer says, the dialogue, who decides it, and the verdict.

use docket::appeal::{AppealStage, AppealVerdict};
use docket::complaint::Exhibit;
use docket::people::Act;
use docket::time::zone::Zone;
use docket::view::AppealView;
use leptos::prelude::*;

use super::answer::call_back;
use crate::render::Page;
use crate::say;
use crate::ui::due::{Ticking, When};
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::{Bar, Choices, ErrorSummary, FormState, Frame, Hidden, PasswordAgain, Pick, Select, TextArea, options};
use crate::words::{language, t};

#[derive(Clone, Debug, Default)]
pub struct AppealForms {
    pub assignment: FormState,
    pub message: FormState,
    pub verdict: FormState,
    pub call: FormState,
}

pub fn show(frame: Frame, view: AppealView, forms: AppealForms) -> Page {
    let number = view.row.appeal.number;
    Page::staff(say!("Appeal AP-{} in {}", number, view.row.case), move || {
        let zone = frame.zone;
        let appeal = &view.row.appeal;
        let meta = view! {
            {t("By ")} <bdi>{view.row.customer.clone()}</bdi> {t(", received ")} <When at=appeal.filed_at zone />
            {t(", receipt ")} <span class="whole">{appeal.receipt.clone()}</span> "."
        };
        let tone = if appeal.is_waiting() { "tag tag--late" } else { "tag" };
        let word = if appeal.is_waiting() { t("Waits") } else { t("Decided") };
        let tags = view! { <div class="tags"><span class=tone>{word}</span></div> };
        let all = [&forms.assignment, &forms.message, &forms.verdict, &forms.call];
        let refused = all.into_iter().find(|form| form.is_refused()).cloned();
        view! {
            <Bar frame=frame.clone() here="appeals" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back=("/appeals".to_owned(), t("Appeals").to_owned()) number=format!("AP-{number}")
                    title=say!("Appeal against decision D-{}", appeal.decision_number) meta=meta.into_any() aside=tags.into_any() />
                <div>
                    <div class="group">
                        {refused.map(|form| view! { <ErrorSummary form /> })}
                        {standing(&frame, &view)}
                        {appeal.is_unconfirmed().then(|| {
                            let works = frame.who.may(Act::WorkCases) && appeal.notice.is_some();
                            call_back(&format!("/appeals/{number}"), false, works.then(|| forms.call.clone()))
                        })}
                    </div>
                    <section class="page__section" aria-labelledby="grounds">
                        <h2 id="grounds">{t("What the customer says")}</h2>
                        <div class="letter letter--frozen" lang=appeal.language.code()>{paragraphs(appeal.grounds.show())}</div>
                        <p class="soft">{t("Signed by ")} <bdi>{appeal.signer.show().to_owned()}</bdi> {files(&appeal.files)}</p>
                    </section>
                    {dialogue(&view, zone)}
                    {writing(&frame, &view, forms.message)}
                    {verdict(&frame, &view, forms.verdict)}
                </div>
                <aside class="page__rail side" aria-label=t("Acts and facts")>
                    {assignment(&frame, &view, forms.assignment)}
                    {rail(&view, zone)}
                </aside>
            </main>
        }
    })
}

fn standing(frame: &Frame, view: &AppealView) -> AnyView {
    let zone = frame.zone;
    match &view.row.appeal.stage {
        AppealStage::Waiting => {
            let stops = view.decision.is_pending().then_some(t(" The decision does not take effect while it waits."));
            view! {
                <section class="deadline deadline--wide" aria-labelledby="due">
                    <div>
                        <h2 class="deadline__label" id="due">{t("To be decided by")}</h2>
                        <p class="deadline__when"><When at=view.row.appeal.due zone /></p>
                        <p class="deadline__rule">{t("The customer was told this day.")} {stops}</p>
                    </div>
                    <p class="deadline__left"><Ticking at=view.row.appeal.due now=frame.now /></p>
                </section>
            }
            .into_any()
        }
        AppealStage::Decided { at, by, verdict, reasons } => view! {
            <section class="heed">
                <h2 class="heed__title">{verdict.name(language())}</h2>
                <p>{t("By ")} {view.names.of(*by).to_owned()} ", " <When at=*at zone /> {t(", for these reasons:")}</p>
                <blockquote class="side__quote">{paragraphs(reasons.show())}</blockquote>
            </section>
        }
        .into_any(),
    }
}

fn files(files: &[Exhibit]) -> impl IntoView + use<> {
    files
        .iter()
        .map(|file| view! { ", " <a href=format!("/evidence/{}", file.sha256)><bdi>{file.name.show().to_owned()}</bdi></a> })
        .collect_view()
}

fn dialogue(view: &AppealView, zone: Zone) -> AnyView {
    if view.row.appeal.messages.is_empty() {
        return ().into_any();
    }
    let items = view.row.appeal.messages.iter().map(|message| {
        let (class, who) = match message.by {
            Some(by) => ("timeline__item timeline__item--legal", view.names.of(by).to_owned()),
            None => ("timeline__item timeline__item--customer", t("The customer").to_owned()),
        };
        view! {
            <li class=class>
                <span class="timeline__number"></span>
                <div class="timeline__body">
                    <p class="timeline__say">{who} {t(" wrote:")}</p>
                    <blockquote class="timeline__quote">{paragraphs(message.text.show())}</blockquote>
                    <p class="timeline__meta"><When at=message.at zone /> {files(&message.files)}</p>
                </div>
            </li>
        }
    });
    let items = items.collect_view();
    view! {
        <section class="page__section timeline" aria-labelledby="dialogue">
            <h2 id="dialogue">{t("Dialogue")}</h2>
            <ol class="timeline__list">{items}</ol>
        </section>
    }
    .into_any()
}

fn is_mine(frame: &Frame, view: &AppealView) -> bool {
    view.row.appeal.is_waiting() && view.row.appeal.assigned_to == Some(frame.who.person.id)
}

fn writing(frame: &Frame, view: &AppealView, form: FormState) -> AnyView {
    if !is_mine(frame, view) {
        return ().into_any();
    }
    let open = form.is_refused();
    view! {
        <details class="more page__section" open=open>
            <summary>{t("Write to the customer")}</summary>
            <form class="form" method="post" action=format!("/appeals/{}/messages", view.row.appeal.number) novalidate>
                <Hidden form=form.clone() />
                <div class="group">
                    <TextArea form name="text" label=t("Your words") rows=5 hint=say!("In {}. They leave as a letter and stand on the customer’s page, without your name.", view.row.appeal.language.own_name()) />
                    <div class="form__acts"><button class="button">{t("Send")}</button></div>
                </div>
            </form>
        </details>
    }
    .into_any()
}

fn verdict(frame: &Frame, view: &AppealView, form: FormState) -> AnyView {
    if !is_mine(frame, view) {
        return ().into_any();
    }
    let picks = AppealVerdict::ALL.into_iter().filter(|one| *one != AppealVerdict::Changed || view.off.len() > 1);
    let picks = picks.map(|one| {
        let hint = match one {
            AppealVerdict::Upheld => t("It stays as it is"),
            AppealVerdict::Changed => t("A part of it runs again at once, the rest stays"),
            AppealVerdict::Lifted => t("What is off because of it runs again at once"),
        };
        Pick::new(one.word(), one.name(language())).hint(hint)
    });
    let picks: Vec<Pick> = picks.collect();
    let assets = view.off.iter().map(|asset| Pick::new(asset.id.to_string(), asset.value.clone()));
    let assets: Vec<Pick> = assets.collect();
    let part = (assets.len() > 1).then(|| {
        view! { <Choices form=form.clone() name="assets" legend=t("If it is changed: what runs again?") picks=assets many=true optional=true /> }
    });
    let fresh = frame.who.is_fresh(frame.now);
    let language = view.row.appeal.language.own_name();
    view! {
        <form class="form page__section" id="verdict-form" method="post" action=format!("/appeals/{}/verdict", view.row.appeal.number) novalidate>
            <section class="group" aria-labelledby="decide">
                <h2 class="group__title" id="decide">{t("Decide the appeal")}</h2>
                <Hidden form=form.clone() />
                <Choices form=form.clone() name="verdict" legend=t("What becomes of the decision?") picks />
                {part}
                <TextArea form=form.clone() name="reasons" label=t("Reasons") rows=6 hint=say!("In {}. Answer what the customer says. It leaves at once as a letter.", language) />
                <PasswordAgain fresh form />
                <div class="form__acts"><button class="button button--primary">{t("Decide appeal AP-")} {view.row.appeal.number}</button></div>
            </section>
        </form>
    }
    .into_any()
}

fn assignment(frame: &Frame, view: &AppealView, form: FormState) -> AnyView {
    let appeal = &view.row.appeal;
    let with = match &view.row.assigned_to {
        Some(name) => say!("With {}.", name),
        None => t("Nobody has taken it.").to_owned(),
    };
    if !appeal.is_waiting() {
        return ().into_any();
    }
    let me = frame.who.person.id;
    let why = if view.signed.contains(&me) {
        Some(t("Why not you? You proposed or approved this decision."))
    } else if !frame.who.may(Act::Favour) {
        Some(t("Analysts, leads and counsel decide appeals."))
    } else {
        None
    };
    let people = options(
        view.can_decide
            .iter()
            .map(|person| (person.id.to_string(), format!("{}, {}", person.name.show(), t(person.role.word())))),
    );
    let none = view.can_decide.is_empty().then(|| {
        view! { <p class="acts__why">{t("Everybody who could decide had a part in the decision. Another person must be added to the team.")}</p> }
    });
    let own =
        view.can_decide.iter().find(|person| person.id == me).map(|person| person.id.to_string()).unwrap_or_default();
    let fields = (frame.who.may(Act::Favour) && !view.can_decide.is_empty()).then(|| {
        view! {
            <form class="acts" method="post" action=format!("/appeals/{}/assignment", appeal.number) novalidate>
                <Hidden form=form.clone() />
                <Select form name="to" label=t("Who decides it?") options=people value=own full=true />
                <button class="button">{t("Give it to them")}</button>
            </form>
        }
    });
    view! {
        <h2 class="section-title">{t("Who decides")}</h2>
        <p>{with}</p>
        {fields}
        {none}
        {why.map(|why| view! { <p class="acts__why">{why}</p> })}
    }
    .into_any()
}

fn rail(view: &AppealView, zone: Zone) -> impl IntoView + use<> {
    let decision = format!("/cases/{}/decisions/{}", view.row.case, view.decision.number);
    let signed: Vec<String> = view.signed.iter().map(|person| view.names.of(*person).to_owned()).collect();
    let facts = vec![
        fact(
            t("Decision"),
            view! { <a href=decision>"D-" {view.decision.number} ", " {view.decision.outcome.name(language()).to_lowercase()}</a> },
        ),
        fact(t("Stage"), t(view.decision.stage.name())),
        fact(t("Case"), view! { <a href=format!("/cases/{}", view.row.case)>{view.row.case.clone()}</a> }),
        fact(t("Signed by"), signed.join(", ")),
        fact(t("Time to appeal"), view! { {t("Until ")} <When at=view.decision.appeal_until() zone /> }),
    ];
    view! {
        <h2 class="section-title">{t("Facts")}</h2>
        <Facts facts />
    }
}
