//! The composer: what the customer is told, what is asked of them, and until when.

pub mod asked;
mod deadline;
mod parts;

use docket::letters::Draft;
use docket::notice::Notice;
use docket::template::TemplateKind;
use docket::view::CaseView;
use docket::words::Language;
use leptos::prelude::*;

use crate::islands::DraftKeeper;
use crate::islands::draft_keeper::Kept;
use crate::render::Page;
use crate::ui::head::Head;
use crate::ui::tag::why_no_notice;
use crate::ui::timeline::Timeline;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, TextArea};

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
}

pub fn show(frame: Frame, view: ComposerView, form: FormState) -> Page {
    let title = format!("Write a notice, {}", view.case.case.number);
    Page::staff(title, move || {
        let case = view.case.case.clone();
        let customer = view.case.customer.clone();
        let path = format!("/cases/{}/notices/new", case.number);
        let version = form.or("version", view.case.version.to_string()).parse().unwrap_or(view.case.version);
        let back = (format!("/cases/{}", case.number), case.number.clone());
        let meta = view! {
            "To " <bdi>{customer.handle.clone()}</bdi> ", on " {view.case.clause.cite()} ". "
            "Nothing leaves before you have read every word of it on the next page."
        };
        let changed = form.checked("stale", "yes").then(|| what_changed(&frame, &view.case));
        let why_not = why_no_notice(&view.case).filter(|_| view.replaces.is_none());
        let replaces = view.replaces.as_ref().map(|before| before.number.to_string()).unwrap_or_default();
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back title="Write a notice" meta=meta.into_any() />
                <div>
                    {why_not.map(|why| view! { <p class="heed heed--urgent">{why} " What you write here cannot be sent now."</p> })}
                    {view.replaces.as_ref().map(|before| replacing(before, &frame))}
                    {templates(&path, &view)}
                    <form class="form form--wide page__section" method="post" action=path.clone() novalidate>
                        // Enter in a field checks the notice. It never adds a box, and it never sends anything.
                        <button class="unseen" tabindex="-1" aria-hidden="true">"Check"</button>
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
                            <button class="button button--primary">"Check every word"</button>
                            <button class="button" name="save" value="yes">"Save draft"</button>
                            <button class="button button--quiet" formaction=format!("/cases/{}/notices/preview", case.number) formtarget="_blank">
                                "See the customer’s page"<span class="unseen">", in a new window"</span>
                            </button>
                            {(view.kept.version > 0).then(|| view! {
                                <button class="button button--quiet" name="discard" value="yes">"Throw the draft away"</button>
                            })}
                            <a class="button button--quiet" href=format!("/cases/{}", case.number)>"Back to the case"</a>
                        </div>
                    </form>
                </div>
                <aside class="page__rail side" aria-label="The draft">
                    <DraftKeeper case_number=case.number.clone() kept=view.kept.clone() />
                    <p class="soft">
                        {if view.edition == 0 { "The words that the program came with.".to_owned() } else { format!("Edition {} of the template.", view.edition) }}
                        " " <a href=format!("/templates/{}/{}", view.template.word(), view.language.code())>"Read the template"</a>
                    </p>
                </aside>
            </main>
        }
    })
}

fn replacing(before: &Notice, frame: &Frame) -> impl IntoView + use<> {
    let others = frame.zone.show(before.deadline.at, Language::En).long;
    let yours = (others != before.deadline.wall).then(|| format!(" ({others} your time)"));
    view! {
        <section class="heed" aria-labelledby="replaces">
            <h2 class="heed__title" id="replaces">"This takes the place of notice N-" {before.number}</h2>
            <p>
                "The customer has until " {before.deadline.wall.clone()} {yours} ". The new notice can give more time, never less. "
                "When it leaves, the links of the old one lead to it, and what was answered stays."
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
    let (template, language) = (view.template, view.language);
    let templates = TemplateKind::DEMANDS.map(|one| link(one, language, one.name(Language::En), one == template));
    let languages = Language::ALL.map(|one| link(template, one, one.own_name(), one == language));
    view! {
        <nav class="views" aria-label="Template">{templates.into_iter().collect_view()}</nav>
        <nav class="views" aria-label="Language of the template">{languages.into_iter().collect_view()}</nav>
        <p class="head__meta">"Another template or language begins anew: what is typed below does not come along."</p>
    }
}

/// Somebody else worked meanwhile: their newest entries, so that sending again is a choice.
fn what_changed(frame: &Frame, case: &CaseView) -> impl IntoView + use<> {
    let newest = case.timeline.iter().take(3).cloned().collect::<Vec<_>>();
    let zone = frame.zone;
    view! {
        <section class="heed heed--urgent" aria-labelledby="changed">
            <h2 class="heed__title" id="changed">"What happened last in this case"</h2>
            <div class="timeline"><Timeline items=newest zone /></div>
        </section>
    }
}

fn afterwards(draft: &Draft, form: &FormState) -> impl IntoView + use<> {
    let (consequence, data_kept) = (draft.consequence.clone(), draft.data_kept.clone());
    view! {
        <section class="group" aria-labelledby="if-not">
            <h2 class="group__title" id="if-not">"If it is missed"</h2>
            <TextArea form=form.clone() name="consequence" label="What can happen" value=consequence rows=3
                hint="Read after “If you do not answer by then, or if your answers are not enough”." />
            <TextArea form=form.clone() name="data_kept" label="What happens to their data" value=data_kept rows=3 />
        </section>
    }
}
