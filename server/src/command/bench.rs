//! `duenotice bench`

use clap::Args;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Bench {}

impl Bench {
    pub async fn run(self, _: &Opened) -> Result<(), Stop> {
        Err(Stop::Usage("This command does not work yet.".into()))
    }
}
