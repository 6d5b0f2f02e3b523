//! `duenotice calendar import`

use std::path::PathBuf;

use clap::Subcommand;
use docket::desk::calendars::CalendarForm;

use super::{Opened, Stop};

#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// Read closed days from an iCalendar file or a table, as the next edition of a calendar
    Import {
        /// An .ics file with each day in it, or a .csv file with a date and a name in each row
        file: PathBuf,
        /// The calendar's short name, such as us-federal
        #[arg(long)]
        name: String,
    },
}

impl Calendar {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        let Calendar::Import { file, name } = self;
        let bytes =
            std::fs::read(&file).map_err(|why| Stop::Usage(format!("{} cannot be read: {why}", file.display())))?;
        opened.desk.found(false).await?;
        let command = opened.desk.new_command();
        let (calendar, _) = opened.desk.import_calendar(None, command, &CalendarForm { name, bytes }).await?;
        println!("{}, edition {}: {} closed days", calendar.name, calendar.edition, calendar.closed.len());
        Ok(())
    }
}
