//! The case file, packed and recorded: the browser's button and the command do the same.

use docket::desk::{Desk, Done, Who};
use docket::report::case_file;
use docket::store::StoreError;
use docket::store::evidence::sha256_hex;

use crate::download::stamp;

/// The zip, and the name under which it leaves the house.
#[derive(Debug)]
pub struct Packed {
    pub name: String,
    pub sha256: String,
    pub bytes: Vec<u8>,
}

/// `who` is none for whoever has the machine's shell.
pub async fn pack(desk: &Desk, who: Option<&Who>, number: &str) -> Done<Packed> {
    let file = case_file::gather(desk, who, number).await?;
    let (case, number) = (file.view.case.id, file.view.case.number.clone());
    let made_at = desk.now();
    // A thick case is much work for the processor, and none for the event loop.
    let bytes = tokio::task::spawn_blocking(move || file.zip(&app::documents::case_file::case_file(&file, made_at)))
        .await
        .map_err(|_| StoreError::Damaged("the packing of the case file stopped".into()))??;
    let sha256 = sha256_hex(&bytes);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // Recorded before anybody gets it: what left without a trace cannot be recorded later.
    let receipt = desk.record_export(who, case, &sha256, size).await?;
    let seq = receipt.entries.first().map_or(0, |entry| entry.seq);
    Ok(Packed { name: format!("duenotice_{number}_{}_{seq}.zip", stamp(made_at)), sha256, bytes })
}
