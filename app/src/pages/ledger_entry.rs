//! One event: what it says, and the exact bytes that its hash is made of.

use docket::desk::proofs::Proof;
use docket::people::Act;
use docket::sentence::Tone;
use docket::time::zone::Zone;
use docket::view::LedgerRow;
use docket::words::defang;
use leptos::prelude::*;

use crate::islands::Copy;
use crate::render::Page;
use crate::say;
use crate::ui::due::When;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::paragraphs;
use crate::ui::list::{count, href};
use crate::ui::{Bar, Frame};
use crate::words::{language, said, t};

/// `signed_to` is the last entry that a checkpoint covers: up to there each has a proof to take away. `went`: with which
/// entries personal values of this one went, and how many each.
pub fn show(frame: Frame, row: LedgerRow, went: Vec<(i64, i64)>, proof: Proof, signed_to: i64) -> Page {
    Page::staff(say!("Event {}", row.seq), move || {
        let zone = frame.zone;
        let size = u64::try_from(proof.size).unwrap_or(0);
        let at = row.at;
        let (title, quote, legal) = match row.sentence {
            Some(sentence) => (said(&sentence.text), sentence.quote, sentence.tone == Tone::Legal),
            None => (row.kind.clone(), None, false),
        };
        let quote = quote.map(|words| {
            let shown = paragraphs(&defang(&said(&words))).into_any();
            view! { <blockquote class="side__quote prose">{shown}</blockquote> }
        });
        let tag = legal.then(|| view! { <span class="tag tag--ours">{t("Has legal effect")}</span> });
        let aside = view! { <div class="tags">{tag}</div> }.into_any();
        let utc = Zone::UTC.show(at, language()).long;
        let mut facts = vec![
            fact(t("Who"), said(&row.actor)),
            fact(t("Recorded"), view! { <When at zone /> }),
            fact(t("In UTC"), view! { <span>{utc}</span> " " <code>{at.rfc3339()}</code> }),
            fact(
                t("Kind"),
                view! { <a href=href("/ledger", &[("kind", &row.kind)])><code>{row.kind.clone()}</code></a> },
            ),
        ];
        if let Some(case) = row.case {
            let shown = if frame.who.may(Act::ReadCases) {
                view! { <a href=format!("/cases/{case}")>{case.clone()}</a> }.into_any()
            } else {
                case.clone().into_any()
            };
            let all = href("/ledger", &[("case", &case)]);
            facts.push(fact(t("Case"), view! { {shown} ", " <a href=all>{t("all its events")}</a> }));
        }
        facts.push(fact(
            t("Leaf hash"),
            view! { <Copy code=row.leaf_hash.clone() what=t("the leaf hash").to_owned() /> },
        ));
        let erased: Vec<_> = went
            .iter()
            .map(|(with, many)| {
                let many = count(usize::try_from(*many).unwrap_or_default(), "personal value", "personal values");
                view! { <p class="heed">{say!("{} of this entry went with entry ", many)} <a href=format!("/ledger/{with}")>"#" {*with}</a>". " {t("What is missing without such an entry is an error, and duenotice verify names it.")}</p> }
            })
            .collect();
        let size_words = say!("{} bytes, exactly as they were hashed", row.leaf.len());
        let older = (row.seq > 1).then(|| {
            view! { <a class="pager__link" rel="prev" href=format!("/ledger/{}", row.seq - 1)><span aria-hidden="true">"‹"</span> "#" {row.seq - 1}</a> }
        });
        let newer = u64::try_from(row.seq).is_ok_and(|seq| seq < size).then(|| {
            view! { <a class="pager__link" rel="next" href=format!("/ledger/{}", row.seq + 1)>"#" {row.seq + 1} " " <span aria-hidden="true">"›"</span></a> }
        });
        view! {
            <Bar frame=frame.clone() here="ledger" />
            <main class="page" id="main" tabindex="-1">
                <p class="once-printed">{frame.provider.clone()} {t(", event ")} {row.seq} {t(", leaf ")} {row.leaf_hash.clone()}</p>
                <Head back=("/ledger".to_owned(), t("Ledger").to_owned()) number=format!("#{}", row.seq) title aside />
                {quote}
                <section class="page__section" aria-label=t("Facts")><Facts facts ruled=true /></section>
                <section class="page__section" aria-labelledby="leaf">
                    <h2 id="leaf">{t("The leaf")}</h2>
                    <div class="proof">
                    <p class="soft prose">
                        {t("The leaf hash is SHA-256 over one zero byte and these bytes (RFC 6962). Personal values are not in them: ")}
                        {t("salted commitments stand in their place, so that a person can be erased without breaking a proof.")}
                    </p>
                    {erased}
                    <figure class="bytes bytes--frozen">
                        <figcaption class="bytes__head"><span>{size_words}</span> <span>"JSON, UTF-8"</span></figcaption>
                        <pre class="bytes__body" tabindex="0" aria-label=t("The bytes of the leaf")>{row.leaf.clone()}</pre>
                    </figure>
                    </div>
                </section>
                {inclusion(&proof, &row.leaf_hash, signed_to)}
                <nav class="pager" aria-label=t("Neighbouring events")>
                    <span class="pager__range">{say!("{} of {}", row.seq, size)}</span>
                    {older} {newer}
                </nav>
            </main>
        }
    })
}

/// The hashes beside the way up, and whether they lead to the root that the ledger has now.
fn inclusion(proof: &Proof, leaf_hash: &str, signed_to: i64) -> impl IntoView + use<> {
    let path = proof.path.iter().map(|hash| view! { <li><code>{hash.clone()}</code></li> }).collect_view();
    let verdict = if proof.holds {
        view! { <p>{t("This leaf, hashed anew, leads to the root of all ")} {proof.size} {t(" entries.")}</p> }
            .into_any()
    } else {
        view! {
            <p class="strip strip--late"><strong>{t("The proof does not hold.")}</strong>
                {t(" The leaf or the hashes beside it are not what the root was made of. Run duenotice verify.")}</p>
        }
        .into_any()
    };
    let command = format!("duenotice verify --entry {}", proof.seq);
    let file = if proof.seq <= signed_to {
        view! {
            <p class="soft prose">
                {t("The file shows to anybody that this entry stands in the ledger, with the signature of the newest checkpoint. Personal values are not in it. It is checked elsewhere by the program duenotice-verify.")}
            </p>
            <p><a class="button" href=format!("/ledger/{}/proof", proof.seq) download>{t("Download the proof")}</a></p>
        }
        .into_any()
    } else {
        view! { <p class="soft prose">{t("No checkpoint covers this entry yet. The next one is signed within a minute; then its proof can be downloaded here.")}</p> }
            .into_any()
    };
    view! {
        <section class="page__section" aria-labelledby="inclusion">
            <h2 id="inclusion">{t("Proof against the present head")}</h2>
            {verdict}
            <details class="more">
                <summary>{t("The hashes on the way, ")} {proof.path.len()}</summary>
                <div class="proof">
                    <ol class="proof__path">
                        <li>{t("Leaf ")} {proof.seq} ": " <code>{leaf_hash.to_owned()}</code></li>
                        {path}
                        <li class="proof__root">{t("Root: ")} <code>{proof.root.clone()}</code></li>
                    </ol>
                </div>
            </details>
            {file}
            <p>{t("To check it on the machine itself: ")} <Copy code=command what=t("the command").to_owned() /></p>
        </section>
    }
}
