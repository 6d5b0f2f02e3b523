//! Erasing a person: the register, what would go, and the agreement of a second person.

use docket::desk::erasing::{ErasurePreview, ErasureView};
use docket::erasure::{Basis, Erasure, ErasureStage};
use docket::people::Act;
use docket::sentence::Names;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::{
    Bar, Choice, Choices, ErrorSummary, FormState, Frame, Hidden, PasswordAgain, Pick, TextArea, WhenShort,
};
use crate::words::t;

/// So many entries are named; the others are counted.
const MOST: usize = 200;

pub fn list(frame: Frame, all: Vec<Erasure>, names: Names) -> Page {
    Page::staff(t("Erasures"), move || {
        let (zone, now) = (frame.zone, frame.now);
        let rows: Vec<_> = all
            .iter()
            .map(|one| {
                view! {
                    <tr role="row">
                        <th role="rowheader" scope="row" class="listing__main">
                            <a href=format!("/erasures/{}", one.number) data-row><span class="listing__number">"E-" {one.number}</span> " " <bdi>{one.label.show().to_owned()}</bdi></a>
                        </th>
                        <td role="cell">{t(one.subject.name())}</td>
                        <td role="cell">{names.of(one.asked_by).to_owned()}</td>
                        <td role="cell"><WhenShort at=one.asked_at zone now /></td>
                        <td role="cell">{stage(one)}</td>
                    </tr>
                }
            })
            .collect();
        let list = if rows.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("Nobody was ever erased.")}</p>
                    <p class="empty__next">{t("It begins on the page of whoever it is about: a complaint, a withdrawn contact of a customer, somebody who left the team.")}</p>
                </div>
            }
            .into_any()
        } else {
            let heads = vec![t("Erasure"), t("Who"), t("Asked by"), t("Asked"), t("Stage")];
            view! { <Listing caption=t("Erasures, the newest first") heads>{rows}</Listing> }.into_any()
        };
        let meta = t(
            "One person asks, another agrees. Then names, addresses and the bytes that hold them are gone, and every proof still holds.",
        );
        view! {
            <Bar frame=frame.clone() here="erasures" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Erasures") meta=meta.into_any() />
                {list}
            </main>
        }
    })
}

fn stage(one: &Erasure) -> AnyView {
    match one.stage {
        ErasureStage::Asked => view! { <span class="tag tag--draft">{t("Waits")}</span> }.into_any(),
        ErasureStage::Erased { .. } => view! { <span class="tag">{t("Erased")}</span> }.into_any(),
        ErasureStage::Dropped { .. } => view! { <span class="tag">{t("Put aside")}</span> }.into_any(),
    }
}

/// Nobody was named: where it begins.
pub fn nobody(frame: Frame) -> Page {
    Page::staff(t("Erase a person"), move || {
        view! {
            <Bar frame=frame.clone() here="erasures" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/erasures".to_owned(), t("Erasures").to_owned()) title=t("Erase a person") />
                <div class="empty">
                    <p class="empty__why">{t("This page was not told who it is about.")}</p>
                    <p class="empty__next">{t("It begins on the page of whoever it is about: a complaint, a withdrawn contact of a customer, somebody who left the team.")}</p>
                </div>
            </main>
        }
    })
}

/// `of` is who it is about, as it stands in addresses.
pub fn new(frame: Frame, of: String, preview: ErasurePreview, form: FormState) -> Page {
    Page::staff(t("Erase a person"), move || {
        let waits = preview.waits.map(|number| {
            view! { <p class="heed">{t("Somebody has asked for this already: ")} <a href=format!("/erasures/{number}")>"E-" {number}</a></p> }
        });
        let picks = Basis::ALL.into_iter().map(|basis| Pick::new(basis.word(), t(basis.name()))).collect();
        let may = preview.waits.is_none();
        let ask = may.then(|| {
            view! {
                <form class="form page__section" method="post" action="/erasures" novalidate>
                    <ErrorSummary form=form.clone() />
                    <Hidden form=form.clone() />
                    <input type="hidden" name="of" value=of />
                    <Choices form=form.clone() name="basis" legend=t("What entitles us to it?") picks />
                    <TextArea form=form.clone() name="reason" label=t("Why?") rows=3 hint=t("How you made sure that it is really them who asked. Do not name them: this stays.") />
                    <Choice form name="mentions" label=t("Erase texts of others that name them, too") hint=t("Whole: notes, letters and decisions in which the name or the address stands.") />
                    <p>{t("Nothing goes before another person agrees.")}</p>
                    <div class="form__acts"><button class="button button--primary">{t("Ask for the erasure")}</button></div>
                </form>
            }
        });
        let back = if frame.who.may(Act::ReadCases) || preview.href.starts_with("/people") {
            (preview.href.clone(), t("Back").to_owned())
        } else {
            ("/erasures".to_owned(), t("Erasures").to_owned())
        };
        view! {
            <Bar frame=frame.clone() here="erasures" />
            <main class="page" id="main" tabindex="-1">
                <Head back title=say!("Erase {}", preview.label.clone()) meta=t(preview.subject.name()).into_any() />
                {waits}
                {goes(&preview)}
                {ask}
            </main>
        }
    })
}

/// What would go, what would stay, and which holds stand in the way.
fn goes(preview: &ErasurePreview) -> impl IntoView + use<> {
    let trace = &preview.trace;
    let facts = vec![
        fact(t("Their own values"), trace.many_own()),
        fact(t("Texts that name them"), trace.many_named()),
        fact(t("Pieces of evidence"), trace.many_bytes()),
    ];
    let held: Vec<_> = preview
        .held_by
        .iter()
        .map(|number| view! { " " <a href=format!("/holds/{number}")>"H-" {*number}</a> })
        .collect();
    let held = (!held.is_empty()).then(|| {
        view! { <p class="heed heed--urgent">{t("Holds keep some of this, so nothing of it can be erased while they stand:")} {held}</p> }
    });
    let rows: Vec<_> = trace
        .places
        .iter()
        .take(MOST)
        .map(|place| {
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main"><a href=format!("/ledger/{}", place.seq)>"#" {place.seq}</a> " " <code>{place.kind.clone()}</code></th>
                    <td role="cell">{count(place.own, "value of theirs", "values of theirs")}</td>
                    <td role="cell">{count(place.named, "text that names them", "texts that name them")}</td>
                </tr>
            }
        })
        .collect();
    let more = trace.places.len().saturating_sub(MOST);
    let more = (more > 0).then(|| view! { <p class="soft">{say!("And {} more entries.", more)}</p> });
    let heads = vec![t("Entry"), t("Theirs"), t("Of others")];
    view! {
        {held}
        <section class="page__section" aria-labelledby="goes">
            <h2 id="goes">{t("What goes")}</h2>
            <Facts facts ruled=true />
            <p>{t("The bytes of their reports and of letters to them go too, and so do search words, drafts and exports that still lie here. The ledger keeps hashes alone. Backups and what already left the house are not in our reach.")}</p>
            <details class="more">
                <summary>{t("Where they stand")}</summary>
                <Listing caption=t("Entries that name them, the oldest first") heads>{rows}</Listing>
                {more}
            </details>
        </section>
    }
}

/// Which form was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    None,
    Agree,
    Drop,
}

pub fn show(frame: Frame, view: ErasureView, part: Part, form: FormState) -> Page {
    Page::staff(say!("Erasure E-{}", view.erasure.number), move || {
        let zone = frame.zone;
        let one = &view.erasure;
        let blank = FormState { command: form.command.clone(), ..FormState::default() };
        let of = |which: Part| if part == which { form.clone() } else { blank.clone() };
        let meta = view! {
            {t(one.subject.name())} {t(". Asked by ")} {view.names.of(one.asked_by).to_owned()} ", " <When at=one.asked_at zone /> "."
        };
        let stage = match &one.stage {
            ErasureStage::Asked => view! { <p class="heed">{t("It waits for another person. Nothing has been erased.")}</p> }.into_any(),
            ErasureStage::Erased { at, by, values, bytes } => view! {
                <p class="heed">
                    {t("Erased ")} <When at=*at zone /> {t(", agreed by ")} {view.names.of(*by).to_owned()} ": "
                    {say!("{} and {}.", count(*values as usize, "personal value", "personal values"), count(*bytes as usize, "piece of evidence", "pieces of evidence"))} " "
                    {t("The ledger keeps their hashes, so every proof still holds.")}
                </p>
            }
            .into_any(),
            ErasureStage::Dropped { at, by, reason } => view! {
                <section class="heed">
                    <p>{t("Put aside ")} <When at=*at zone /> {t(" by ")} {view.names.of(*by).to_owned()} {t(". Nothing was erased.")}</p>
                    <blockquote class="side__quote">{paragraphs(reason.show())}</blockquote>
                </section>
            }
            .into_any(),
        };
        let scope = if one.mentions {
            t("Texts of others that name them go too.")
        } else {
            t("Texts of others that name them stay.")
        };
        let preview = view.preview.as_ref().map(goes);
        let acts = one.is_open().then(|| acts(&frame, &view, of(Part::Agree), of(Part::Drop)));
        let refused = form.is_refused().then(|| view! { <ErrorSummary form=form.clone() /> });
        view! {
            <Bar frame=frame.clone() here="erasures" />
            <main class="page" id="main" tabindex="-1">
                <Head back=("/erasures".to_owned(), t("Erasures").to_owned()) number=format!("E-{}", one.number) title=one.label.show().to_owned() meta=meta.into_any() />
                {refused}
                {stage}
                <section class="page__section" aria-label=t("Why?")>
                    <p><strong>{t(one.basis.name())}</strong></p>
                    <div class="letter letter--frozen">{paragraphs(one.reason.show())}</div>
                    <p>{scope}</p>
                </section>
                {preview}
                {acts}
            </main>
        }
    })
}

fn acts(frame: &Frame, view: &ErasureView, agree: FormState, drop: FormState) -> impl IntoView + use<> {
    let path = format!("/erasures/{}", view.erasure.number);
    let fresh = frame.who.is_fresh(frame.now);
    let own = view.erasure.asked_by == frame.who.person.id;
    let second = if own {
        view! { <p class="heed page__section">{t("Why not erase it? You asked for it, so another person must agree.")}</p> }.into_any()
    } else {
        view! {
            <section class="page__section" aria-labelledby="agree">
                <h2 id="agree">{t("Agree to it")}</h2>
                <form class="form" method="post" action=format!("{path}/agreement") novalidate>
                    <Hidden form=agree.clone() />
                    <input type="hidden" name="seen" value=view.digest.clone() />
                    <p>{t("What goes is gone for good.")}</p>
                    <PasswordAgain fresh form=agree why=t("this cannot be taken back") />
                    <div class="form__acts"><button class="button button--grave">{t("Agree: erase")}</button></div>
                </form>
            </section>
        }
        .into_any()
    };
    let open = drop.is_refused();
    view! {
        {second}
        <details class="more page__section" open=open>
            <summary>{t("Put it aside")}</summary>
            <form class="form" method="post" action=format!("{path}/end") novalidate>
                <Hidden form=drop.clone() />
                <TextArea form=drop name="drop_reason" label=t("Why is nothing erased?") rows=3 />
                <div class="form__acts"><button class="button">{t("Put aside")}</button></div>
            </form>
        </details>
    }
}
