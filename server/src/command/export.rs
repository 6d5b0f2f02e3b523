//! `duenotice export`

use std::path::PathBuf;

use clap::Subcommand;

use super::{Opened, Stop};

#[derive(Debug, Subcommand)]
pub enum Export {
    /// The case file for counsel
    Case {
        /// For example DN-2021-0110
        number: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

impl Export {
    pub async fn run(self, _: &Opened) -> Result<(), Stop> {
        Err(Stop::Usage("This command does not work yet.".into()))
    }
}
