//! How long a desk is gone when its disk is: a backup made and brought back.

use std::fs;
use std::sync::Arc;

use docket::backup::bring_back::{Hands, restore};
use docket::backup::make::make;
use docket::entropy::SystemEntropy;
use docket::settings::Settings;
use docket::time::SystemClock;
use tokio::time::Instant;

use super::Measure;
use super::scratch::Scratch;
use crate::command::Stop;

/// A gigabyte in five minutes.
const PROMISED: f64 = 1024.0 / 300.0;

pub async fn recovery(scratch: &Scratch) -> Result<Vec<Measure>, Stop> {
    let settings = scratch.desk.settings();
    let (copy, again) = (settings.data.join("copy"), settings.data.join("again"));
    let begun = Instant::now();
    let made = make(&scratch.desk, &copy, env!("CARGO_PKG_VERSION"), |_| {}).await?;
    let copied = begun.elapsed().as_secs_f64();

    fs::create_dir(&again)?;
    // No backup holds what the notary remembers; whoever brings one back has it from another place.
    let notary = settings.data.join("notary");
    if notary.is_dir() {
        fs::create_dir(again.join("notary"))?;
        for file in fs::read_dir(notary)? {
            let file = file?;
            fs::copy(file.path(), again.join("notary").join(file.file_name()))?;
        }
    }
    let hands = Hands { clock: Arc::new(SystemClock), entropy: Arc::new(SystemEntropy), gap: None };
    let begun = Instant::now();
    let restored = restore(&copy, &Settings { data: again.clone(), ..settings.clone() }, &hands, |_| {}, |_| {}).await;
    let brought = begun.elapsed().as_secs_f64();
    for folder in [copy, again] {
        fs::remove_dir_all(folder)?;
    }
    restored?;
    let megabytes = made.manifest.bytes() as f64 / f64::from(1 << 20);
    let what = format!("a backup of {megabytes:.0} MiB in {} files", made.manifest.pieces() + 1);
    Ok(vec![
        Measure::new(format!("{what}, made"), megabytes / copied, "MiB/s"),
        Measure::new(
            format!("{what}, restored: held against its manifest, all of it verified"),
            megabytes / brought,
            "MiB/s",
        )
        .at_least(PROMISED),
    ])
}
