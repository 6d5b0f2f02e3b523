//! The ledger, as it may be read in the browser.

use std::collections::HashMap;

use app::pages;
use app::words::t;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use docket::checkpoint::proof_file::ProofFile;
use docket::desk::pages::ledger_search::LedgerAsk;
use docket::time::zone::Zone;
use docket::words::ours;

use crate::download::Download;
use crate::web::{Answer, Oops, Web};

/// `GET /ledger`. With a number it leads to that event.
pub async fn list(web: Web, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let mut word = |name: &str| asked.remove(name).unwrap_or_default().trim().to_owned();
    if let Some(seq) = read_number(&word("seq")) {
        return web.go(format!("/ledger/{seq}"));
    }
    let ask = LedgerAsk {
        first: word("first"),
        last: word("last"),
        kind: word("kind"),
        case: word("case").to_uppercase(),
        actor: word("actor"),
        since: word("since"),
        until: word("until"),
        zone: word("zone"),
        text: word("text"),
        before: word("before"),
    };
    let frame = web.frame().await?;
    let found = web.desk.ledger_found(web.who()?, &ask, frame.zone).await?;
    let notary = web.desk.notary_view().await?;
    web.page(pages::ledger::show(frame, found, ask, Zone::common().collect(), web.fresh_form(), notary))
}

/// `GET /ledger/{seq}`
pub async fn show(web: Web, Path(seq): Path<String>) -> Answer {
    let seq = read_number(&seq).ok_or_else(|| Oops::not_found("entry of the ledger"))?;
    let row = web.desk.ledger_entry(web.who()?, seq).await?;
    let proof = web.desk.proof_of(seq).await?;
    let signed_to = web.desk.signed_to().await?;
    let went = web.desk.values_went_with(&row.leaf).await?;
    web.page(pages::ledger_entry::show(web.frame().await?, row, went, proof, signed_to))
}

/// `GET /ledger/{seq}/proof`
pub async fn proof(web: Web, Path(seq): Path<String>) -> Answer {
    let seq = read_number(&seq).ok_or_else(|| Oops::not_found("entry of the ledger"))?;
    // Without the personal values: a proof is made to be passed on.
    downloaded(web.desk.proof_file(seq, |_| false).await?, format!("duenotice_entry_{seq}.tlog-proof"))
}

/// `GET /ledger/checkpoints/{size}`: one that was signed before, byte for byte as it was stamped.
pub async fn checkpoint(web: Web, Path(size): Path<String>) -> Answer {
    let missing = || Oops::not_found(ours("checkpoint"));
    let size: i64 = size.parse().map_err(|_| missing())?;
    let note = web.desk.checkpoint_of(size).await?.ok_or_else(missing)?;
    let name = format!("duenotice_{size}.checkpoint");
    Ok(Download { name, media_type: "text/plain; charset=utf-8", bytes: note.into_bytes() }.answer())
}

/// `GET /ledger/stamps/{sha256}`: the time stamp over what has this hash, as its authority gave it.
pub async fn stamp(web: Web, Path(sha256): Path<String>) -> Answer {
    let bytes = web.desk.stamp_bytes(&sha256).await?.ok_or_else(|| Oops::not_found(ours("time stamp")))?;
    let short: String = sha256.chars().filter(char::is_ascii_hexdigit).take(12).collect();
    let name = format!("duenotice_{short}.tsr");
    Ok(Download { name, media_type: "application/timestamp-reply", bytes }.answer())
}

/// A proof as a file, or why there is none yet.
pub(super) fn downloaded(proof: Option<ProofFile>, name: String) -> Answer {
    let Some(proof) = proof else {
        return Err(Oops::new(
            StatusCode::CONFLICT,
            t("Not signed yet"),
            t(
                "No checkpoint covers this entry yet. The next one is signed within a minute; then load this address again.",
            ),
        ));
    };
    Ok(Download { name, media_type: "text/plain; charset=utf-8", bytes: proof.to_string().into_bytes() }.answer())
}

/// Pages write #1204, and so do people.
fn read_number(text: &str) -> Option<i64> {
    text.strip_prefix('#').unwrap_or(text).parse().ok()
}
