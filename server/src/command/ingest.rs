//! `duenotice ingest`

use clap::Args;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Ingest {}

impl Ingest {
    pub async fn run(self, _: &Opened) -> Result<(), Stop> {
        Err(Stop::Usage("This command does not work yet.".into()))
    }
}
