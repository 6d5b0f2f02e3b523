//! What the notary has signed, whether it still signs, and what whoever is outside can do with it.

use docket::desk::checkpoints::NotaryView;
use docket::time::Moment;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::say;
use crate::ui::Frame;
use crate::words::{language, t};

pub fn signed(frame: &Frame, notary: NotaryView, size: u64) -> impl IntoView + use<> {
    let refused = notary.refused.as_ref().map(|(since, why)| {
        let shown = frame.zone.show(*since, language()).long;
        view! {
            <p class="strip strip--late"><strong>{t("The notary does not sign any more")}</strong> " (" <time datetime=since.rfc3339()>{shown}</time> "). " {why_not(why)}</p>
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
            {state}
            <p class="soft">
                {t("The notary runs inside this server, and its key lies in the data folder. It does not help against somebody who rules the whole machine: they could sign another ledger. They could not make it fit a checkpoint that somebody else has kept.")}
            </p>
        </section>
    }
}

fn why_not(word: &str) -> &'static str {
    match word {
        "shorter" => t(
            "The ledger is shorter than what was signed. An older copy of the database was put back, or entries were taken away.",
        ),
        "rewritten" => t("Entries that were signed have changed. Run duenotice verify: it names the first."),
        "clock" => t("The clock stands before the last signature. It signs again when the clock is right."),
        "moved" => t("Others had it sign at the same time, again and again. It tries again by itself."),
        _ => t("Its files in the data folder cannot be read or written. The log says why."),
    }
}
