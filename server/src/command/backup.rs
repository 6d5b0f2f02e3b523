//! `duenotice backup`

use std::path::PathBuf;

use clap::Args;
use docket::keyfile::FILE;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Backup {
    /// Where the copy goes; there must be no file of this name yet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Backup {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let out = self.out;
        if out.exists() {
            return Err(Stop::Usage(format!("{} is there already. A backup never overwrites another.", out.display())));
        }
        // Under another name first, so that what carries the right name is always whole.
        let mut beside = out.clone().into_os_string();
        beside.push(".part");
        let beside = PathBuf::from(beside);
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        opened.desk.store().copy_to(&beside).await?;
        std::fs::File::open(&beside)?.sync_all()?;
        std::fs::rename(&beside, &out)?;
        let size = std::fs::metadata(&out)?.len();
        println!("{} holds the database, {} kB.", out.display(), size.div_ceil(1024));
        println!(
            "Copy {} beside it: evidence lies there, and no file in it ever changes.",
            opened.config.settings.data.join("evidence").display()
        );
        println!(
            "Keep a copy of {} in another place: it opens the secrets of second factors, which this backup holds sealed.",
            opened.config.settings.data.join(FILE).display()
        );
        Ok(())
    }
}
