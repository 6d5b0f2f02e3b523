//! `duenotice migrate`

use super::{Opened, Stop, reindex};

/// Opening has brought the tables up to date; what search lacks is read.
pub async fn run(opened: &Opened) -> Result<(), Stop> {
    reindex::catch_up(&opened.desk).await?;
    println!("The tables are up to date ({}).", opened.desk.store().kind());
    Ok(())
}
