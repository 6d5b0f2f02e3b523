//! `duenotice seed`

use clap::Args;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Seed {}

impl Seed {
    pub async fn run(self, _: &Opened) -> Result<(), Stop> {
        Err(Stop::Usage("This command does not work yet.".into()))
    }
}
