//! Litigation holds: the register, and one hold with its release by two.

use docket::hold::{Hold, HoldStage};
use docket::people::Act;
use docket::sentence::Names;
use docket::view::HoldRow;
use leptos::prelude::*;

use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden, Nothing, PasswordAgain, TextArea, WhenShort};
use crate::words::{language, t};

/// What it covers, in a column.
fn scope(row: &HoldRow, frame: &Frame) -> String {
    match &row.hold {
        Hold { case: Some(_), .. } => row.case.clone(),
        Hold { customer: Some(_), .. } => t("Whole customer").to_owned(),
        Hold { period: Some(period), .. } => {
            let day = |at| frame.zone.show(at, language()).date;
            match period.to {
                Some(to) => say!("{} to {}", day(period.from), day(to)),
                None => say!("From {} on", day(period.from)),
            }
        }
        _ => t("Whole desk").to_owned(),
    }
}

pub fn list(frame: Frame, rows: Vec<HoldRow>) -> Page {
    Page::staff(t("Litigation holds"), move || {
        let (zone, now) = (frame.zone, frame.now);
        let items = rows.iter().map(|row| {
            let hold = &row.hold;
            let (class, word) = match hold.stage {
                HoldStage::Standing => ("tag tag--held", t("Stands")),
                HoldStage::ReleaseAsked { .. } => ("tag tag--held", t("Release asked for")),
                HoldStage::Released { .. } => ("tag", t("Released")),
            };
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row" class="listing__main">
                        <a href=format!("/holds/{}", hold.number) data-row><span class="listing__number">"H-" {hold.number}</span> " " {hold.matter.show().to_owned()}</a>
                    </th>
                    <td role="cell">{whose(row)}</td>
                    <td role="cell">{scope(row, &frame)}</td>
                    <td role="cell"><WhenShort at=hold.placed_at zone now /></td>
                    <td role="cell"><span class=class>{word}</span></td>
                </tr>
            }
        });
        let items: Vec<_> = items.collect();
        let body = if items.is_empty() {
            view! {
                <div class="empty">
                    <p class="empty__why">{t("No hold was ever placed.")}</p>
                    <p class="empty__next">{t("A lead or counsel places one, here or in a case. ")} <a href="/cases">{t("Look at the cases")}</a></p>
                </div>
            }
            .into_any()
        } else {
            view! {
                <table class="listing" role="table">
                    <caption class="unseen">{t("Holds, the newest first")}</caption>
                    <thead role="rowgroup"><tr role="row">
                        <th role="columnheader" scope="col">{t("Hold")}</th>
                        <th role="columnheader" scope="col">{t("Customer")}</th>
                        <th role="columnheader" scope="col">{t("Covers")}</th>
                        <th role="columnheader" scope="col">{t("Placed")}</th>
                        <th role="columnheader" scope="col">{t("Stage")}</th>
                    </tr></thead>
                    <tbody role="rowgroup" data-rows>{items}</tbody>
                </table>
            }
            .into_any()
        };
        let place = match frame.who.may(Act::Approve) {
            true => view! { <div class="head__acts"><a class="button" href="/holds/new" data-key="c">{t("Place a hold")}</a></div> }.into_any(),
            false => ().into_any(),
        };
        view! {
            <Bar frame=frame.clone() here="holds" />
            <main class="page" id="main" tabindex="-1">
                <Head title=t("Litigation holds") meta=t("While one stands, nothing in its scope is destroyed or erased, and no case that it names is closed or ended.").into_any() aside=place />
                {body}
            </main>
        }
    })
}

/// Whose it is, or nobody's.
fn whose(row: &HoldRow) -> AnyView {
    match row.customer.is_empty() {
        true => view! { <Nothing /> }.into_any(),
        false => view! { <a class="queue__link" href=format!("/customers/{}", row.customer)><bdi>{row.customer.clone()}</bdi></a> }.into_any(),
    }
}

pub fn show(frame: Frame, row: HoldRow, names: Names, ask: FormState, release: FormState) -> Page {
    Page::staff(say!("Litigation hold H-{}", row.hold.number), move || {
        let zone = frame.zone;
        let hold = &row.hold;
        let covers = match (hold.case, hold.customer) {
            (Some(_), _) => say!("It covers the case {}.", row.case),
            (None, Some(_)) => t("It covers everything of this customer.").to_owned(),
            _ => {
                let over = scope(&row, &frame);
                say!("It covers: {}. The work goes on; nothing of it is destroyed or erased.", over)
            }
        };
        let custodian = row.custodian.clone().map(
            |name| view! { <p>{say!("{} answers for what is held, and is not erased while it stands.", name)}</p> },
        );
        let of = (!row.customer.is_empty()).then(|| view! { {t("On ")} {whose(&row)} ". " });
        let meta = view! {
            {of} {t("Placed by ")} {row.placed_by.clone()} ", " <When at=hold.placed_at zone /> "."
        };
        let back = match row.case.is_empty() {
            true => ("/holds".to_owned(), t("Litigation holds").to_owned()),
            false => (format!("/cases/{}", row.case), row.case.clone()),
        };
        let refused = [&ask, &release].into_iter().find(|form| form.is_refused()).cloned();
        let stage = match &hold.stage {
            HoldStage::Standing => view! { <p class="heed">{t("It stands. Nothing in its scope is destroyed or erased.")}</p> }.into_any(),
            HoldStage::ReleaseAsked { at, by, reason } => view! {
                <section class="heed heed--urgent">
                    <h2 class="heed__title">{t("Release asked for")}</h2>
                    <p>{t("By ")} {names.of(*by).to_owned()} ", " <When at=*at zone /> {t(". It stands until another person agrees.")}</p>
                    <blockquote class="side__quote">{paragraphs(reason.show())}</blockquote>
                </section>
            }
            .into_any(),
            HoldStage::Released { at, asked_by, by } => view! {
                <p class="heed">{t("Released ")} <When at=*at zone /> {t(", asked for by ")} {names.of(*asked_by).to_owned()} {t(", agreed by ")} {names.of(*by).to_owned()} "."</p>
            }
            .into_any(),
        };
        let acts = acts(&frame, &row, ask.clone(), release.clone());
        view! {
            <Bar frame=frame.clone() here="holds" />
            <main class="page" id="main" tabindex="-1">
                <Head back number=format!("H-{}", hold.number) title=hold.matter.show().to_owned() meta=meta.into_any() />
                <div class="group">
                    {refused.map(|form| view! { <ErrorSummary form /> })}
                    {stage}
                    <p>{covers}</p>
                    {custodian}
                    <div class="letter letter--frozen">{paragraphs(hold.reason.show())}</div>
                </div>
                {acts}
            </main>
        }
    })
}

fn acts(frame: &Frame, row: &HoldRow, ask: FormState, release: FormState) -> AnyView {
    let path = format!("/holds/{}/release", row.hold.number);
    if !frame.who.may(Act::Approve) {
        return view! { <p class="soft page__section">{t("Leads and counsel release holds, two of them together.")}</p> }
            .into_any();
    }
    match &row.hold.stage {
        HoldStage::Released { .. } => ().into_any(),
        HoldStage::ReleaseAsked { by, .. } if *by == frame.who.person.id => view! {
            <p class="heed page__section">{t("Why not release it? You asked for it, so another lead or counsel must agree.")}</p>
        }
        .into_any(),
        HoldStage::ReleaseAsked { .. } => {
            let fresh = frame.who.is_fresh(frame.now);
            view! {
                <form class="form page__section" method="post" action=format!("{path}/agreement") novalidate>
                    <Hidden form=release.clone() />
                    <PasswordAgain fresh form=release />
                    <div class="form__acts"><button class="button button--grave">{t("Agree: release hold H-")} {row.hold.number}</button></div>
                </form>
            }
            .into_any()
        }
        HoldStage::Standing => {
            let open = ask.is_refused();
            view! {
            <details class="more page__section" open=open>
                <summary>{t("Ask for its release")}</summary>
                <form class="form" method="post" action=path novalidate>
                    <Hidden form=ask.clone() />
                    <div class="group">
                        <TextArea form=ask name="release_reason" label=t("Why may it go?") rows=3 hint=t("It stands until another lead or counsel agrees.") />
                        <div class="form__acts"><button class="button">{t("Ask for release")}</button></div>
                    </div>
                </form>
            </details>
            }
            .into_any()
        }
    }
}
