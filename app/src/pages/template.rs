//! One template, in any of its editions, with what each edition changed.

use docket::people::Act;
use docket::sentence::Names;
use docket::template::Template;
use leptos::prelude::*;

use super::templates::{by, purpose};
use crate::render::Page;
use crate::say;
use crate::ui::differs::Differs;
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::list::href;
use crate::ui::{Bar, Frame};
use crate::words::{language, t};

/// The names of the fields, as the form has them too.
pub fn field_name(field: &str) -> String {
    match field {
        "subject" => t("Subject").into(),
        "findings" => t("What was found").into(),
        "example" => t("One example").into(),
        "consequence" => t("What can happen").into(),
        "data_kept" => t("What happens to their data").into(),
        "opening" => t("Before the reasons").into(),
        "closing" => t("After the reasons").into(),
        other => match other.strip_prefix("requirement_") {
            Some(number) => say!("Requirement {}", number),
            None => other.to_owned(),
        },
    }
}

/// `editions` are newest first; `shown` is the one that is read.
pub fn show(frame: Frame, editions: Vec<Template>, shown: Template, names: Names) -> Page {
    let title = say!("Template: {}", shown.kind.name(language()));
    Page::staff(title, move || {
        let zone = frame.zone;
        let path = format!("/templates/{}/{}", shown.kind.word(), shown.language.code());
        let newest = editions.first().map_or(shown.edition, |one| one.edition);
        let back = ("/templates".to_owned(), t("Templates").to_owned());
        let meta = view! {
            {shown.language.own_name()} {t(", edition ")} {shown.edition} ". " {purpose(shown.kind)}
            {(shown.edition < newest).then(|| view! { {t(" It no longer counts: edition ")} {newest} {t(" does.")} })}
        };
        let aside = frame.who.may(Act::Approve).then(|| {
            view! { <div class="head__acts"><a class="button" href=format!("{path}/new")>{t("Write a new edition")}</a></div> }.into_any()
        });
        let before = editions.iter().find(|one| one.edition + 1 == shown.edition).cloned();
        let rows = editions.iter().map(|one| {
            let current = (one.edition == shown.edition).then_some("page");
            let edition = one.edition.to_string();
            view! {
                <li class="entries__item">
                    <div class="entries__body">
                        <h3 class="entries__title"><a href=href(&path, &[("edition", &edition)]) aria-current=current data-row>{t("Edition ")} {one.edition}</a></h3>
                        <p class="entries__meta"><When at=one.published_at zone /> ". " {by(one, &names)} "."</p>
                    </div>
                </li>
            }
        });
        let rows = rows.collect_view();
        let changed = before.map(|before| {
            view! {
                <section class="page__section" aria-labelledby="changed">
                    <h2 id="changed">{t("What it changed against edition ")} {before.edition}</h2>
                    {changes(&before, &shown)}
                </section>
            }
        });
        let aside = aside.unwrap_or_else(|| ().into_any());
        view! {
            <Bar frame=frame.clone() here="templates" />
            <main class="page page--railed" id="main" tabindex="-1">
                <Head back title=shown.kind.name(language()) meta=meta.into_any() aside />
                <div>
                    <div lang=shown.language.code()>{words(&shown)}</div>
                    {changed}
                </div>
                <aside class="page__rail side" aria-label=t("Editions")>
                    <h2 class="section-title">{t("Editions")}</h2>
                    <ul class="entries" data-rows>{rows}</ul>
                    <p class="soft">
                        {t("The house fills ")} {shown.kind.places().iter().map(|place| format!("{{{place}}}")).collect::<Vec<_>>().join(", ")}
                        {t(". What stands in [[double brackets]] a person must fill before the letter can leave.")}
                    </p>
                </aside>
            </main>
        }
    })
}

fn words(template: &Template) -> impl IntoView + use<> {
    let days = |field: &str| {
        let number: usize = field.strip_prefix("requirement_")?.parse().ok()?;
        template.words.requirements.get(number - 1)?.standing_days
    };
    let texts = template.words.texts().into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, text)| {
        let days = days(&field)
            .map(|days| view! { <p class="soft" lang=language().code()>{t("Holds for ")} {days} {t(" days.")}</p> });
        view! {
            <section class="page__section">
                <h2 lang=language().code()>{field_name(&field)}</h2>
                <pre class="letter">{text.to_owned()}</pre>
                {days}
            </section>
        }
    });
    let texts = texts.collect_view();
    let hours = match (template.kind.is_demand(), template.words.hours) {
        (true, Some(hours)) => Some(say!("The deadline begins at {} hours.", hours)),
        (true, None) => Some(t("The deadline begins at what the clause says.").to_owned()),
        (false, _) => None,
    };
    view! { {texts} {hours.map(|words| view! { <p class="page__section" lang=language().code()>{words}</p> })} }
}

/// Every text that is not the same in both editions.
pub fn changes(before: &Template, after: &Template) -> impl IntoView + use<> {
    let (old, new) = (before.words.texts(), after.words.texts());
    let mut fields: Vec<String> = new.iter().map(|(field, _)| field.clone()).collect();
    fields
        .extend(old.iter().map(|(field, _)| field.clone()).filter(|field| !new.iter().any(|(name, _)| name == field)));
    let of = |texts: &[(String, &str)], field: &str| {
        texts.iter().find(|(name, _)| name == field).map_or_else(String::new, |(_, text)| (*text).to_owned())
    };
    let items: Vec<AnyView> = fields
        .into_iter()
        .filter_map(|field| {
            let (was, is) = (of(&old, &field), of(&new, &field));
            (was != is).then(|| {
                view! { <h3>{field_name(&field)}</h3> <p lang=after.language.code()><Differs old=was new=is /></p> }
                    .into_any()
            })
        })
        .collect();
    let days =
        |template: &Template| template.words.requirements.iter().map(|one| one.standing_days).collect::<Vec<_>>();
    let standing =
        (days(before) != days(after)).then(|| view! { <p>{t("How long requirements hold was changed.")}</p> });
    let hours = (before.words.hours != after.words.hours).then(|| {
        let said = |hours: Option<u32>| hours.map_or_else(|| t("what the clause says").to_owned(), |hours| say!("{} hours", hours));
        view! { <p>{t("The deadline began at ")} {said(before.words.hours)} {t(" and begins at ")} {said(after.words.hours)} {t(" now.")}</p> }
    });
    view! { {items} {standing} {hours} }
}
