//! The composer: what the customer is told, what is asked of them, and until when.

use docket::customer::Duty;
use docket::letters::{Draft, Template};
use docket::time::zone::Zone;
use docket::view::CaseView;
use docket::words::Language;
use leptos::prelude::*;

use crate::islands::DeadlinePreview;
use crate::islands::deadline_preview::{Asked, work_out};
use crate::render::Page;
use crate::ui::deadline::{folds, zone_options};
use crate::ui::head::Head;
use crate::ui::tag::why_no_notice;
use crate::ui::timeline::Timeline;
use crate::ui::{Bar, Choices, ErrorSummary, Field, FormState, Frame, Hidden, Pick, Select, TextArea};

/// So many boxes for requirements stand there without anybody asking.
const BOXES: usize = 6;
/// The desk takes no more in one notice.
const MOST_BOXES: usize = 20;

#[derive(Clone, Debug)]
pub struct ComposerView {
    pub case: CaseView,
    pub template: Template,
    pub language: Language,
    /// The starting text.
    pub draft: Draft,
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
        let fields = form.clone();
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back title="Write a notice" meta=meta.into_any() />
                {why_no_notice(&view.case).map(|why| view! { <p class="heed heed--urgent">{why} " What you write here cannot be sent now."</p> })}
                {templates(&path, &view)}
                <form class="form form--wide page__section" method="post" action=path.clone() novalidate>
                    // Enter in a field checks the notice. It never adds a box, and it never sends anything.
                    <button class="unseen" tabindex="-1" aria-hidden="true">"Check"</button>
                    <ErrorSummary form=form.clone() />
                    {changed}
                    <Hidden form=form.clone() version />
                    <input type="hidden" name="template" value=view.template.word() />
                    <input type="hidden" name="language" value=view.language.code() />
                    {recipients(&view, &form)}
                    {findings(&view, &form)}
                    {requirements(&path, &view.draft, &form)}
                    {deadline(&frame, &view, &form)}
                    {afterwards(&view.draft, &fields)}
                    <div class="form__acts">
                        <button class="button button--primary">"Check every word"</button>
                        <a class="button button--quiet" href=format!("/cases/{}", case.number)>"Back to the case"</a>
                    </div>
                </form>
            </main>
        }
    })
}

fn templates(path: &str, view: &ComposerView) -> impl IntoView + use<> {
    let link = |template: Template, language: Language, words: &'static str, here: bool| {
        let href = format!("{path}?template={}&language={}", template.word(), language.code());
        view! { <a class="views__link" href=href aria-current=here.then_some("page")>{words}</a> }
    };
    let (template, language) = (view.template, view.language);
    let templates = Template::ALL.map(|one| link(one, language, one.name(Language::En), one == template));
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

fn recipients(view: &ComposerView, form: &FormState) -> impl IntoView + use<> {
    let contacts: Vec<_> = view.case.customer.contacts_in_use().collect();
    let legal = contacts.iter().filter(|contact| contact.duty != Duty::Owner).map(|contact| contact.id.to_string());
    let mut chosen: Vec<String> = legal.collect();
    if chosen.is_empty() {
        chosen = contacts.iter().map(|contact| contact.id.to_string()).collect();
    }
    let picks = contacts.iter().map(|contact| {
        let hint = format!("{}, {}, reads {}", contact.name.show(), contact.duty.word(), contact.language.own_name());
        Pick::new(contact.id.to_string(), contact.email.show()).hint(hint)
    });
    let picks: Vec<Pick> = picks.collect();
    let none = picks.is_empty().then(|| {
        view! {
            <p class="heed heed--urgent">
                "The customer has no contact yet. " <a href=format!("/customers/{}", view.case.customer.handle)>"Add one first."</a>
            </p>
        }
    });
    let prefers = view.case.customer.language;
    let other = (prefers != view.language).then(|| {
        view! { <p class="heed heed--urgent">"The letter is in " {view.language.own_name()} ". The customer prefers " {prefers.own_name()} "."</p> }
    });
    view! {
        <section class="group" aria-labelledby="who">
            <h2 class="group__title" id="who">"Who gets it"</h2>
            {none}
            <Choices form=form.clone() name="contacts" legend="Contacts" hint="Each gets a letter of their own, with a link of their own." picks chosen many=true />
            {other}
        </section>
    }
}

fn findings(view: &ComposerView, form: &FormState) -> impl IntoView + use<> {
    let draft = view.draft.clone();
    view! {
        <section class="group" aria-labelledby="what">
            <h2 class="group__title" id="what">"What was found"</h2>
            <p class="soft">"Fill in what stands in [[double brackets]]. While any is left, the notice cannot leave. Addresses are made harmless in the letter."</p>
            <Field form=form.clone() name="subject" label="Subject" value=draft.subject full=true hint="One sentence. The letter puts the code and the deadline before it." />
            <TextArea form=form.clone() name="findings" label="What was found" value=draft.findings rows=5 />
            <TextArea form=form.clone() name="example" label="One example" value=draft.example rows=3 optional=true hint="Shown first on the customer’s page." />
        </section>
    }
}

fn requirements(path: &str, draft: &Draft, form: &FormState) -> impl IntoView + use<> {
    let boxes = form.value("boxes").parse().unwrap_or(0).max(BOXES).max(draft.requirements.len()).min(MOST_BOXES);
    let fields = (1..=boxes).map(|number| {
        let value = draft.requirements.get(number - 1).cloned().unwrap_or_default();
        let (form, optional) = (form.clone(), number > 1);
        view! { <TextArea form name=format!("requirement_{number}") label=format!("Requirement {number}") value rows=2 optional /> }
    });
    let fields = fields.collect_view();
    let more = (boxes < MOST_BOXES).then(|| {
        let there = format!("{path}#requirement_{}", boxes + 1);
        view! { <div class="form__acts"><button class="button" name="more" value="yes" formaction=there>"Add another requirement"</button></div> }
    });
    view! {
        <section class="group" aria-labelledby="asked">
            <h2 class="group__title" id="asked">"What we ask"</h2>
            <p class="soft">"One thing in each box. The customer answers each, and each answer is weighed by itself. Empty boxes are left out."</p>
            <input type="hidden" name="boxes" value=boxes />
            {fields}
            {more}
        </section>
    }
}

fn deadline(frame: &Frame, view: &ComposerView, form: &FormState) -> impl IntoView + use<> {
    let customer_zone = view.case.customer.zone.clone();
    let zone = Zone::parse(&customer_zone).unwrap_or(Zone::UTC);
    let tomorrow = zone.date_text(frame.now.plus_seconds(86_400));
    let asked = Asked {
        rule: form.or("rule", "hours"),
        hours: form.or("hours", view.draft.hours.to_string()),
        date: form.or("date", tomorrow),
        time: form.or("time", "23:59"),
        zone: form.or("zone", zone.name()),
        fold: form.value("fold"),
        letter: true,
    };
    let said = work_out(&asked, frame.now, frame.zone);
    let by_wall = asked.rule == "wall";
    let folds = if by_wall { folds(&asked.date, &asked.time, &asked.zone) } else { Vec::new() };
    let which = (!folds.is_empty()).then(|| {
        view! { <Choices form=form.clone() name="fold" legend="Which of the two?" hint="The clocks show this time twice." picks=folds /> }
    });
    let form = form.clone();
    view! {
        <fieldset class="group">
            <legend class="group__title">"Deadline"</legend>
            <div class="choices">
                <label class="choice" for="rule">
                    <input type="radio" id="rule" name="rule" value="hours" checked=!by_wall />
                    <span>"Hours after the letter" <span class="choice__hint">"Counted from the end of the undo minute and 15 min for delivery."</span></span>
                </label>
                <div class="choice__more"><Field form=form.clone() name="hours" label="Hours" value=asked.hours size=5 inputmode="numeric" /></div>
                <label class="choice" for="rule-2">
                    <input type="radio" id="rule-2" name="rule" value="wall" checked=by_wall />
                    <span>"A date and a time on the wall"</span>
                </label>
                <div class="choice__more">
                    <div class="row">
                        <Field form=form.clone() name="date" label="Date" value=asked.date size=11 hint="Year-month-day" autocomplete="off" />
                        <Field form=form.clone() name="time" label="Time" value=asked.time size=6 hint="24 hours" autocomplete="off" />
                    </div>
                    {which}
                </div>
            </div>
            <Select form=form.clone() name="zone" label="Zone" options=zone_options(&customer_zone, frame.zone) value=zone.name() />
            <DeadlinePreview said letter=true />
            <TextArea form name="short_reason" label="Why so short?" rows=2 optional=true
                hint="Needed when the customer gets less than 20 hours. It goes on record; the letter does not show it." />
        </fieldset>
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
