//! What was between us: notices and whether they arrived, strikes and when they end, data that we promised to keep, and
//! what changed about the account.

use docket::notice::NoticeStage;
use docket::passing::PassingStage;
use docket::view::CustomerView;
use leptos::prelude::*;

use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::list::count;
use crate::ui::table::Listing;
use crate::ui::timeline::Timeline;
use crate::ui::{Day, Frame, WhenShort};
use crate::words::{language, t};

/// So many notices stand on the page before somebody asks for all of them.
const NOTICES_SHOWN: usize = 30;

pub fn notices(frame: &Frame, view: &CustomerView, all: bool) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let most = if all { usize::MAX } else { NOTICES_SHOWN };
    let rows = view.notices.iter().take(most).map(|(notice, case)| {
        let stage = match &notice.stage {
            NoticeStage::Sent { .. } if notice.deadline_passed => t("Deadline passed"),
            NoticeStage::Sent { .. } => t("Running"),
            NoticeStage::Leaving { .. } => t("Leaves soon"),
            NoticeStage::Undone { .. } => t("Taken back"),
            NoticeStage::Withdrawn { .. } => t("Withdrawn"),
            NoticeStage::Superseded { .. } => t("Replaced"),
        };
        let letters = match (notice.delivered, notice.undelivered) {
            (delivered, 0) => say!("{} accepted", delivered),
            (delivered, lost) => say!("{} accepted, {} not delivered", delivered, lost),
        };
        let late = (notice.undelivered > 0).then(|| view! { " " <span class="tag tag--late">{t("Bounced")}</span> });
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/cases/{case}/notices/{}", notice.number) data-row>
                        <span class="listing__number">"N-" {notice.number}</span> " " {notice.text.subject.show().to_owned()}
                    </a>
                </th>
                <td role="cell" class="listing__less">{case.clone()}</td>
                <td role="cell">{stage}</td>
                <td role="cell">{letters} {late}</td>
                <td role="cell"><span class="listing__unit">{t("Answers: ")}</span>{notice.answers}</td>
                <td role="cell" class="whole"><WhenShort at=notice.deadline.at zone now /></td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let many = view.notices.len();
    let more = (many > rows.len()).then(|| {
        let href = format!("/customers/{}?notices=all#notices", view.customer.handle);
        let words = say!("These are the newest {} of {}.", rows.len(), many);
        view! { <p class="soft">{words} " " <a href=href>{t("Show all notices")}</a></p> }
    });
    let list = if rows.is_empty() {
        view! { <p class="soft">{t("No notice was ever sent to them.")}</p> }.into_any()
    } else {
        view! {
            <Listing caption=t("Notices, newest first") heads=vec![t("Notice"), t("Case"), t("Stage"), t("Letters"), t("Answers"), t("Deadline")]>{rows}</Listing>
        }
        .into_any()
    };
    view! { <section class="page__section" aria-labelledby="notices"><h2 id="notices">{t("Notices and their delivery")}</h2> {list} {more}</section> }
}

/// What they were told as information, without demand or deadline.
pub fn passed_on(frame: &Frame, view: &CustomerView) -> impl IntoView + use<> {
    let (zone, now) = (frame.zone, frame.now);
    let rows = view.passings.iter().map(|passing| {
        let (state, at) = match passing.stage {
            PassingStage::Leaving => (t("Leaves soon"), passing.leaves_at),
            PassingStage::Undone { at } => (t("Taken back before it left"), at),
            PassingStage::Sent { at } => (t("Sent"), at),
        };
        let sent = matches!(passing.stage, PassingStage::Sent { .. });
        let failed = passing.letters.iter().filter(|letter| letter.failed_at.is_some()).count();
        let accepted = passing.letters.iter().filter(|letter| letter.accepted_at.is_some()).count();
        let late = (failed > 0).then(|| view! { " " <span class="tag tag--late">{say!("{} not delivered", failed)}</span> });
        let complaints = passing.complaints.iter().enumerate().map(|(place, (_, number))| {
            let comma = (place > 0).then_some(", ");
            // One stop for each row: the others are a Tab away.
            let row = (place == 0).then_some("");
            view! { {comma} <a href=format!("/complaints/{number}") data-row=row>"C-" {*number}</a> }
        });
        let complaints = complaints.collect_view();
        let letters = passing.letters.iter().map(|letter| {
            let subject = view! { <bdi>{letter.subject.show().to_owned()}</bdi> };
            match sent {
                true => view! { <a href=format!("/letters/{}", letter.letter)>{subject}</a> " " }.into_any(),
                false => view! { {subject} " " }.into_any(),
            }
        });
        let letters = letters.collect_view();
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">{complaints}</th>
                <td role="cell">{letters}</td>
                <td role="cell">{state} {late}</td>
                <td role="cell"><span class="listing__unit">{t("Letters accepted: ")}</span>{sent.then_some(accepted)}</td>
                <td role="cell" class="whole"><WhenShort at zone now /></td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let list = if rows.is_empty() {
        view! { <p class="soft">{t("No complaint was ever passed on to them. The inbox passes on in three keys.")}</p> }
            .into_any()
    } else {
        view! {
            <Listing caption=t("What was passed on, newest first") heads=vec![t("Complaints"), t("Letter"), t("State"), t("Accepted"), t("When")]>{rows}</Listing>
        }
        .into_any()
    };
    view! { <section class="page__section" aria-labelledby="passed-on"><h2 id="passed-on">{t("Passed on as information")}</h2> {list}</section> }
}

pub fn strikes(frame: &Frame, view: &CustomerView) -> impl IntoView + use<> {
    let zone = frame.zone;
    let counting = view.strikes.iter().filter(|row| row.counts).count();
    let rows = view.strikes.iter().map(|row| {
        let strike = &row.strike;
        let until = if row.counts {
            view! { {t("Counts until ")} <Day at=strike.until zone /> }.into_any()
        } else {
            view! { <span class="soft">{t("Ended ")} <Day at=strike.until zone /></span> }.into_any()
        };
        view! {
            <tr role="row">
                <th role="rowheader" scope="row" class="listing__main">
                    <a href=format!("/cases/{}/decisions/{}", row.case, strike.number) data-row>
                        {strike.outcome.name(language())} " D-" {strike.number} {t(" in ")} {row.case.clone()}
                    </a>
                </th>
                <td role="cell">{row.clause.clone()}</td>
                <td role="cell"><span class="listing__unit">{t("Since ")}</span><Day at=strike.since zone /></td>
                <td role="cell">{until}</td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    let list = if rows.is_empty() {
        view! { <p class="soft">{t("None.")}</p> }.into_any()
    } else {
        view! { <Listing caption=t("Strikes, newest first") heads=vec![t("Decision"), t("Clause"), t("In force since"), t("Counts")]>{rows}</Listing> }
            .into_any()
    };
    view! {
        <section class="page__section" aria-labelledby="strikes">
            <h2 id="strikes">{t("Strikes, ")} {count(counting, "counts", "count")} {t(" now")}</h2>
            <p class="soft">
                {t("The rule: a warning or a suspension that took effect is a strike for as many days as its clause says, counted from the hour of its effect. One that was lifted is none.")}
            </p>
            {list}
        </section>
    }
}

pub fn preserved(frame: &Frame, view: &CustomerView) -> impl IntoView + use<> {
    let zone = frame.zone;
    let facts = view.preserved.iter().filter_map(|(decision, case)| {
        let until = decision.preserve_until?;
        let href = format!("/cases/{case}/decisions/{}", decision.number);
        let over = (until <= frame.now).then_some(t(" (over)"));
        Some(fact(
            format!("{} D-{}", decision.outcome.name(language()), decision.number),
            view! { {t("Kept until ")} <When at=until zone /> {over} ", " <a href=href>{case.clone()}</a> },
        ))
    });
    let facts: Vec<_> = facts.collect();
    let list = if facts.is_empty() {
        view! { <p class="soft">{t("We promised to keep no data of theirs.")}</p> }.into_any()
    } else {
        view! { <Facts facts ruled=true /> }.into_any()
    };
    view! { <section class="page__section" aria-labelledby="preserved"><h2 id="preserved">{t("Data that we keep for them")}</h2> {list}</section> }
}

pub fn history(frame: &Frame, view: &CustomerView) -> Option<AnyView> {
    let (items, zone) = (view.history.clone(), frame.zone);
    let linked = frame.who.may(docket::people::Act::ReadLedger);
    (!items.is_empty()).then(|| {
        view! {
            <section class="page__section timeline" aria-labelledby="changes">
                <h2 id="changes">{t("What changed about the account")}</h2>
                <Timeline items zone linked />
            </section>
        }
        .into_any()
    })
}
