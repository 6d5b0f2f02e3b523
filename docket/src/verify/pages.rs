//! Tables are read page by page, each page after the last key of the one before. Where an index is damaged a page may lead
//! back to an earlier one, and whoever only went on would go in circles for ever.

use crate::store::{StoreError, Stored};
use std::collections::HashSet;

/// The last key of every page of one table.
#[derive(Default)]
pub(super) struct Pages(HashSet<String>);

impl Pages {
    /// `last` is where the next page begins. How keys are sorted is the database's affair; that one comes again is not.
    pub(super) fn turn(&mut self, table: &str, last: &str) -> Stored<()> {
        if self.0.insert(last.to_owned()) {
            return Ok(());
        }
        Err(StoreError::Damaged(format!("the rows of {table} follow each other in circles, so its index is damaged")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_leads_back_is_damage() {
        let mut pages = Pages::default();
        for last in ["b", "d", "c"] {
            pages.turn("notice", last).expect("never here before");
        }
        let back = pages.turn("notice", "d").expect_err("in circles");
        assert!(matches!(&back, StoreError::Damaged(why) if why.contains("notice")), "{back}");
    }
}
