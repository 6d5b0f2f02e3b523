//! What the notary has signed, whether it still signs, and what whoever is outside can do with it.

use docket::desk::checkpoints::NotaryView;
use docket::desk::gap::GapView;
use docket::desk::vouching::KeyView;
use docket::time::{Moment, left_short};
use leptos::prelude::*;

use crate::islands::Copy;
use crate::say;
use crate::ui::Frame;
use crate::words::{language, t};

/// A witness signs within a minute; after twice that somebody should look.
const LATE_SECONDS: i64 = 120;

pub fn signed(frame: &Frame, notary: NotaryView, size: u64) -> impl IntoView + use<> {
    let refused = notary.refused.as_ref().map(|(since, why)| {
        let shown = frame.zone.show(*since, language()).long;
        view! {
            <p class="strip strip--late"><strong>{t("The notary does not sign any more")}</strong> " (" <time datetime=since.rfc3339()>{shown}</time> "). " {why_not(why)}</p>
        }
    });
    let gaps = gaps(frame, &notary.gaps);
    let older = older(frame, &notary.older_keys);
    let witnessed = witnessed(frame, &notary, size);
    let stamped = stamped(frame, &notary);
    let inside = notary.elsewhere.is_none();
    let process = notary.elsewhere.map(|address| {
        view! {
            <p class="soft">{t("The notary is a process of its own on this machine: ")} <code class="whole">{address}</code> ". " {t("Whoever rules the database cannot sign with its key.")}</p>
        }
    });
    let state = match notary.newest {
        None => view! { <p>{t("Nothing is signed yet. The notary signs the first checkpoint within a minute.")}</p> }
            .into_any(),
        Some(newest) => {
            let at = Moment::from_micros(newest.signed_at);
            let shown = frame.zone.show(at, language()).long;
            let behind = i64::try_from(size).unwrap_or(i64::MAX) - newest.size;
            let later = (behind > 0 && notary.refused.is_none())
                .then(|| say!(" {} entries came after it and are signed within a minute.", behind));
            view! {
                <p><strong>{t("Signed to #")} {newest.size}</strong> ", " <time datetime=at.rfc3339()>{shown}</time> "." {later}</p>
                <p>{t("The key of the signatures: ")} <Copy code=newest.signer what=t("the key of the signatures").to_owned() /></p>
                {older}
                {witnessed}
                {stamped}
                <p>
                    {t("Give the key to whoever is to check, by another way than the files. The program duenotice-verify needs nothing but the files and the key.")}
                </p>
                <p class="heed__acts"><a class="button" href="/log/checkpoint" download="duenotice.checkpoint">{t("Download the checkpoint")}</a></p>
                <p class="soft">
                    {t("Keep a checkpoint elsewhere: whoever has one can show later that nothing before it was changed. At ")}
                    <code class="whole">"/log/consistency/" {newest.size}</code>
                    {t(" they get the proof.")}
                </p>
            }
            .into_any()
        }
    };
    view! {
        <section class="page__section heed" aria-labelledby="signed">
            <h2 class="heed__title" id="signed">{t("Signed checkpoints")}</h2>
            {refused}
            {gaps}
            {state}
            {process}
            {inside.then(|| view! { <p class="soft">
                {t("The notary runs inside this server, and its key lies in the data folder. It does not help against somebody who rules the whole machine: they could sign another ledger. They could not make it fit a checkpoint that somebody else has kept.")}
            </p> })}
        </section>
    }
}

/// Stays for ever: what was brought back lacks entries that were there.
fn gaps(frame: &Frame, gaps: &[GapView]) -> Vec<AnyView> {
    let lines = gaps.iter().map(|gap| {
        let shown = frame.zone.show(gap.at, language()).long;
        let lost = match gap.signed {
            Some(signed) => say!(
                "The ledger was brought back from a backup with {} entries, although the notary had signed {}.",
                gap.size,
                signed
            ),
            None => say!(
                "The ledger was brought back from a backup with {} entries. The notary’s memory was lost, so nobody knows how many were signed.",
                gap.size
            ),
        };
        let entry = view! { <a href=format!("/ledger/{}", gap.seq)>"#" {gap.seq}</a> };
        match (gap.accepted, gap.signed) {
            (Some(seq), _) => view! {
                <p class="strip">
                    {lost} " (" {entry} ", " <time datetime=gap.at.rfc3339()>{shown}</time> "). "
                    {t("The notary goes on from there: ")} <a href=format!("/ledger/{seq}")>"#" {seq}</a> "."
                </p>
            }
            .into_any(),
            (None, None) => view! {
                <p class="strip">
                    {lost} " (" {entry} ", " <time datetime=gap.at.rfc3339()>{shown}</time> ")."
                </p>
            }
            .into_any(),
            (None, Some(_)) => view! {
                <p class="strip strip--late">
                    {lost} " (" {entry} ", " <time datetime=gap.at.rfc3339()>{shown}</time> "). "
                    {t("It signs nothing until whoever runs it accepts that, on its machine: ")}
                    <code class="whole">{format!("duenotice notary accept-gap {}", gap.seq)}</code>
                </p>
            }
            .into_any(),
        }
    });
    lines.collect()
}

/// Keys with which it signed before.
fn older(frame: &Frame, keys: &[KeyView]) -> Option<impl IntoView + use<>> {
    let lines: Vec<_> = keys
        .iter()
        .map(|older| {
            let until = older.until.map(|at| {
                let shown = frame.zone.show(at, language()).long;
                view! { " " {t("until")} " " <time datetime=at.rfc3339()>{shown}</time> }
            });
            view! { <li><code class="whole">{older.key.clone()}</code> {until}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <p>{t("It signed before with:")}</p> <ul>{lines}</ul> })
}

/// Who else has signed, how far, and who does not.
fn witnessed(frame: &Frame, notary: &NotaryView, size: u64) -> AnyView {
    if notary.witnesses.is_empty() {
        return view! {
            <p class="soft">{t("No witness signs along: what was not yet seen by anybody else could still be rewritten by whoever rules the whole machine. Every mailbox with a notice holds a checkpoint, too.")}</p>
        }
        .into_any();
    }
    let summary = match notary.witnessed() {
        Some((to, at)) => {
            let age = left_short(frame.now.minus(at).max(0), language());
            let later = i64::try_from(size).unwrap_or(i64::MAX).saturating_sub(to);
            let after = (later > 0)
                .then(|| say!(" {} entries came after it, and nobody else has vouched for them yet.", later));
            let shown = frame.zone.show(at, language()).long;
            let late = later > 0 && frame.now.minus(at) > LATE_SECONDS * 1_000_000;
            let late = late.then(|| {
                view! { <p class="strip strip--late">{say!("No witness has signed for {}. What came since could still be told otherwise.", age.clone())}</p> }
            });
            view! {
                {late}
                <p><strong>{t("Witnessed to #")} {to}</strong> ", " <time datetime=at.rfc3339()>{shown}</time> ", " {say!("{} ago.", age)} {after}</p>
            }
            .into_any()
        }
        None => view! { <p>{t("No witness has signed yet.")}</p> }.into_any(),
    };
    let lines = notary.witnesses.iter().map(|witness| {
        let last = match witness.last {
            Some((to, at)) => {
                let shown = frame.zone.show(at, language()).long;
                view! { {t("signed to #")} {to} ", " <time datetime=at.rfc3339()>{shown}</time> }.into_any()
            }
            None => t("has not signed yet").into_any(),
        };
        let problem = witness.problem.as_ref().map(|(since, word, said)| {
            let shown = frame.zone.show(*since, language()).long;
            let said = (!said.is_empty()).then(|| view! { " (" <code>{said.clone()}</code> ")" });
            view! { <p class="strip strip--late"><time datetime=since.rfc3339()>{shown}</time> ": " {witness_says(word)} {said}</p> }
        });
        view! { <li><strong>{witness.name.clone()}</strong> ": " {last} "." {problem}</li> }
    });
    let lines: Vec<_> = lines.collect();
    view! { {summary} <ul>{lines}</ul> }.into_any()
}

fn witness_says(word: &str) -> &'static str {
    match word {
        "fork" => {
            t("It says that it was shown another ledger. Run duenotice verify, and compare with what it has seen.")
        }
        "ahead" => t(
            "It has seen a longer ledger than this one. An older copy of the database was put back, or entries were taken away.",
        ),
        "unknown" => t("It does not know this log or its key. Whoever runs it has to add the key."),
        "away" => t("It does not answer."),
        "key" => t("What it signs is not signed with the key in the settings."),
        "moved" => t("Others have it sign at the same time. It is asked again by itself."),
        _ => t("It gave an answer that makes no sense."),
    }
}

/// What a time stamp authority has confirmed.
fn stamped(frame: &Frame, notary: &NotaryView) -> Option<AnyView> {
    let Some(stamp) = &notary.stamp else {
        return notary.stamps.then(|| view! { <p>{t("No checkpoint was stamped yet.")}</p> }.into_any());
    };
    let at = Moment::from_micros(stamp.stamped_at);
    let shown = frame.zone.show(at, language()).long;
    let size = stamp.size.unwrap_or_default();
    Some(
        view! {
            <p>
                <strong>{t("Stamped to #")} {size}</strong> ", " <time datetime=at.rfc3339()>{shown}</time> ", "
                {say!("by {}.", stamp.authority.clone())} " "
                <a href=format!("/ledger/stamps/{}", stamp.imprint) download="">{t("Download the time stamp")}</a> " · "
                <a href=format!("/ledger/checkpoints/{size}") download="">{t("and the checkpoint that it is over")}</a>
            </p>
        }
        .into_any(),
    )
}

fn why_not(word: &str) -> &'static str {
    match word {
        "shorter" => t(
            "The ledger is shorter than what was signed. An older copy of the database was put back, or entries were taken away.",
        ),
        "gap" => t("The ledger says that it was brought back from a backup, and nobody has told the notary to go on."),
        "rewritten" => t("Entries that were signed have changed. Run duenotice verify: it names the first."),
        "clock" => t("The clock stands before the last signature. It signs again when the clock is right."),
        "away" => t("It is a process of its own, and cannot be asked. Is it running? The log says more."),
        "moved" => t("Others had it sign at the same time, again and again. It tries again by itself."),
        _ => t("Its files in the data folder cannot be read or written. The log says why."),
    }
}
