//! `duenotice config check`

use clap::Subcommand;

use super::{Place, Stop};

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Print the settings as they are in effect, and what is wrong with them
    Check,
}

impl Config {
    pub fn run(self, place: &Place) -> Result<(), Stop> {
        let Config::Check = self;
        let settings = place.settings(None)?;
        for line in settings.lines() {
            println!("{line}");
        }
        for line in settings.advice() {
            println!("Note: {line}");
        }
        Ok(())
    }
}
