//! `duenotice export`

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{Opened, Stop};
use crate::case_file::pack;

#[derive(Debug, Subcommand)]
pub enum Export {
    /// The case file for counsel
    Case {
        /// For example DN-2021-0110
        number: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Replace the file if it is there already
        #[arg(long)]
        force: bool,
    },
}

impl Export {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let Export::Case { number, out, force } = self;
        // Looked at before the export is recorded; opening the file below asks once more.
        if !force && out.exists() {
            return Err(in_the_way(&out));
        }
        let packed = pack(&opened.desk, None, &number.to_uppercase()).await?;
        write(&out, &packed.bytes, force)?;
        println!("{}  {}", packed.sha256, out.display());
        Ok(())
    }
}

fn write(out: &Path, bytes: &[u8], force: bool) -> Result<(), Stop> {
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let mut file = options.open(out).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => in_the_way(out),
        _ => Stop::Usage(format!("{} cannot be written: {error}.", out.display())),
    })?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(())
}

fn in_the_way(out: &Path) -> Stop {
    Stop::Usage(format!("{} is there already. Choose another name, or add --force to replace it.", out.display()))
}
