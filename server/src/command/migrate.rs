//! `duenotice migrate`

use super::{Opened, Stop};

/// Opening has done the work.
pub fn run(opened: &Opened) -> Result<(), Stop> {
    println!("The tables are up to date ({}).", opened.desk.store().kind());
    Ok(())
}
