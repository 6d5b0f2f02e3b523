//! The case file, packed and recorded: the browser's button and the command do the same.

use std::fs::File;
use std::path::Path;

use docket::desk::as_of::AsOf;
use docket::desk::{Desk, Done, Who};
use docket::people::Act;
use docket::refusal::Refusal;
use docket::report::make::{Written, make, place};
use docket::report::order::Order;
use docket::report::profile::Profile;
use docket::report::progress::Progress;
use docket::store::StoreError;

use crate::download::stamp;
use crate::exports::Printed;
use crate::press::Press;

/// The zip, and the name under which it leaves the house.
#[derive(Debug)]
pub struct Packed {
    pub name: String,
    pub file: File,
}

/// For a browser: the file lies nowhere once it is open.
pub async fn pack(desk: &Desk, press: &Press, who: &Who, number: &str) -> Done<Packed> {
    if !who.may(Act::Export) {
        return Err(Refusal::NotAllowed.into());
    }
    let made_at = desk.now();
    let path = desk.export_path(&format!("{}.case", desk.new_id::<docket::id::ExportId>()));
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(StoreError::from)?;
    let out = place(&path, false).map_err(StoreError::from)?;
    let written = write(desk, press, number, out).await;
    let opened = File::open(&path).map_err(StoreError::from);
    std::fs::remove_file(&path).map_err(StoreError::from)?;
    let (number, seq) = record(desk, Some(who), written?, number).await?;
    Ok(Packed { name: format!("duenotice_{number}_{}_{seq}.zip", stamp(made_at)), file: opened? })
}

pub async fn write(desk: &Desk, press: &Press, number: &str, out: File) -> Done<Written> {
    let order = Order::Case { number: number.to_uppercase(), as_of: AsOf::Now, profile: Profile::Internal };
    let (desk, printed) = (desk.clone(), Printed(press.clone()));
    // A thick case is much work for the processor, and none for the event loop.
    let here = tokio::runtime::Handle::current();
    let making = move || here.block_on(async move { make(&desk, &order, &printed, &Progress::default(), out).await });
    tokio::task::spawn_blocking(making)
        .await
        .map_err(|_| StoreError::Damaged("the packing of the case file stopped".into()))?
}

/// Before anybody gets it: what left without a trace cannot be recorded later. `who` is none for whoever has the
/// machine's shell. Gives the case's number and that of the entry.
pub async fn record(desk: &Desk, who: Option<&Who>, written: Written, number: &str) -> Done<(String, i64)> {
    let case = match written.case {
        Some(case) => case,
        None => desk.case_id(number).await?,
    };
    let receipt = desk.record_export(who, case, &written.sha256, written.size).await?;
    Ok((number.to_uppercase(), receipt.entries.first().map_or(0, |entry| entry.seq)))
}
