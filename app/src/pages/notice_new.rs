//! The composer: what the customer is told, what is asked of them, and until when.

pub mod asked;
mod deadline;
mod parts;

use docket::calendar::Calendar;
use docket::letters::Draft;
use docket::notice::Notice;
use docket::template::TemplateKind;
use docket::view::CaseView;
use docket::words::Language;
use leptos::prelude::*;

use crate::islands::DraftKeeper;
use crate::islands::draft_keeper::Kept;
use crate::render::Page;
use crate::say;
use crate::ui::head::Head;
use crate::ui::tag::why_no_notice;
use crate::ui::timeline::Timeline;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, TextArea};
use crate::words::{language, t};

#[derive(Clone, Debug)]
pub struct ComposerView {
    pub case: CaseView,
    pub template: TemplateKind,
    pub language: Language,
    pub edition: u32,
    /// The starting text.
    pub draft: Draft,
    /// What is kept of it on the server, what is left to fill, and what was changed.
    pub kept: Kept,
    /// The notice that this one will take the place of.
    pub replaces: Option<Notice>,
    /// By which business days can be counted.
    pub calendars: Vec<Calendar>,
}

pub fn show(frame: Frame, view: ComposerView, form: FormState) -> Page {
    let title = say!("Write a notice, {}", view.case.case.number);
    Page::staff(title, move || {
        let case = view.case.case.clone();
        let customer = view.case.customer.clone();
        let path = format!("/cases/{}/notices/new", case.number);
        let version = form.or("version", view.case.version.to_string()).parse().unwrap_or(view.case.version);
        let back = (format!("/cases/{}", case.number), case.number.clone());
        let meta = view! {
            {t("To ")} <bdi>{customer.handle.clone()}</bdi> {t(", on ")} {view.case.clause.cite()} ". "
            {t("Nothing leaves before you have read every word of it on the next page.")}
        };
        let changed = form.checked("stale", "yes").then(|| what_changed(&frame, &view.case));
        let why_not = why_no_notice(&view.case).filter(|_| view.replaces.is_none());
        let replaces = view.replaces.as_ref().map(|before| before.number.to_string()).unwrap_or_default();
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back title=t("Write a notice") meta=meta.into_any() />
                <div>
                    {why_not.map(|why| view! { <p class="heed heed--urgent">{why} {t(" What you write here cannot be sent now.")}</p> })}
                    {view.replaces.as_ref().map(|before| replacing(before, &frame))}
                    {templates(&path, &view)}
                    <form class="form form--wide page__section" method="post" action=path.clone() novalidate>
                        // Enter in a field checks the notice. It never adds a box, and it never sends anything.
                        <button class="unseen" tabindex="-1" aria-hidden="true">{t("Check")}</button>
                        <ErrorSummary form=form.clone() />
                        {changed}
                        <Hidden form=form.clone() version />
                        <input type="hidden" name="template" value=view.template.word() />
                        <input type="hidden" name="language" value=view.language.code() />
                        <input type="hidden" name="replaces" value=replaces />
                        <input type="hidden" name="draft" value=view.kept.version />
                        {parts::recipients(&frame, &view, &form)}
                        {parts::findings(&view, &form)}
                        {parts::shown(&frame, &view, &form)}
                        {asked::requirements(&path, &view.draft, &form)}
                        {deadline::deadline(&frame, &view, &form)}
                        {afterwards(&view.draft, &form)}
                        <div class="form__acts">
                            <button class="button button--primary">{t("Check every word")}</button>
                            <button class="button" name="save" value="yes">{t("Save draft")}</button>
                            <button class="button button--quiet" formaction=format!("/cases/{}/notices/preview", case.number) formtarget="_blank">
                                {t("See the customer’s page")}<span class="unseen">{t(", in a new window")}</span>
                            </button>
                            {(view.kept.version > 0).then(|| view! {
                                <button class="button button--quiet" name="discard" value="yes">{t("Throw the draft away")}</button>
                            })}
                            <a class="button button--quiet" href=format!("/cases/{}", case.number)>{t("Back to the case")}</a>
                        </div>
                    </form>
                </div>
                <aside class="page__rail side" aria-label=t("The draft")>
                    <DraftKeeper case_number=case.number.clone() kept=view.kept.clone() />
                    <p class="soft">
                        {if view.edition == 0 { t("The words that the program came with.").to_owned() } else { say!("Edition {} of the template.", view.edition) }}
                        " " <a href=format!("/templates/{}/{}", view.template.word(), view.language.code())>{t("Read the template")}</a>
                    </p>
                </aside>
            </main>
        }
    })
}

fn replacing(before: &Notice, frame: &Frame) -> impl IntoView + use<> {
    let others = frame.zone.show(before.deadline.at, language()).long;
    let yours = (others != before.deadline.wall).then(|| say!(" ({} your time)", others));
    view! {
        <section class="heed" aria-labelledby="replaces">
            <h2 class="heed__title" id="replaces">{t("This takes the place of notice N-")} {before.number}</h2>
            <p>
                {t("The customer has until ")} {before.deadline.wall.clone()} {yours} {t(". The new notice can give more time, never less. ")}
                {t("When it leaves, the links of the old one lead to it, and what was answered stays.")}
            </p>
        </section>
    }
}

fn templates(path: &str, view: &ComposerView) -> impl IntoView + use<> {
    let replaces = view.replaces.as_ref().map(|before| format!("&replaces={}", before.number)).unwrap_or_default();
    let link = |template: TemplateKind, language: Language, words: &'static str, here: bool| {
        let href = format!("{path}?template={}&language={}{replaces}", template.word(), language.code());
        view! { <a class="views__link" href=href aria-current=here.then_some("page")>{words}</a> }
    };
    let (template, written) = (view.template, view.language);
    let templates = TemplateKind::DEMANDS.map(|one| link(one, written, one.name(language()), one == template));
    let languages = Language::ALL.map(|one| link(template, one, one.own_name(), one == written));
    view! {
        <nav class="views" aria-label=t("Template")>{templates.into_iter().collect_view()}</nav>
        <nav class="views" aria-label=t("Language of the template")>{languages.into_iter().collect_view()}</nav>
        <p class="head__meta">{t("Another template or language begins anew: what is typed below does not come along.")}</p>
    }
}

/// Somebody else worked meanwhile: their newest entries, so that sending again is a choice.
fn what_changed(frame: &Frame, case: &CaseView) -> impl IntoView + use<> {
    let newest = case.timeline.iter().take(3).cloned().collect::<Vec<_>>();
    let zone = frame.zone;
    view! {
        <section class="heed heed--urgent" aria-labelledby="changed">
            <h2 class="heed__title" id="changed">{t("What happened last in this case")}</h2>
            <div class="timeline"><Timeline items=newest zone /></div>
        </section>
    }
}

fn afterwards(draft: &Draft, form: &FormState) -> impl IntoView + use<> {
    let (consequence, data_kept) = (draft.consequence.clone(), draft.data_kept.clone());
    view! {
        <section class="group" aria-labelledby="if-not">
            <h2 class="group__title" id="if-not">{t("If it is missed")}</h2>
            <TextArea form=form.clone() name="consequence" label=t("What can happen") value=consequence rows=3
                hint=t("Read after “If you do not answer by then, or if your answers are not enough”.") />
            <TextArea form=form.clone() name="data_kept" label=t("What happens to their data") value=data_kept rows=3 />
        </section>
    }
}
