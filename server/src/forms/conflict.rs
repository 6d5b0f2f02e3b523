//! When two people write at once.

use app::pages;
use app::pages::conflict::ConflictView;
use app::render::Page;
use docket::desk::Failure;
use docket::refusal::Refusal;

use crate::web::{Oops, Posted, Web};

/// The page for the second of two: what changed since, what they sent, and a button. None: it was refused for another
/// reason, or carries files, which a browser cannot be given back.
pub(super) async fn page(web: &Web, number: &str, posted: &Posted, failure: &Failure) -> Result<Option<Page>, Oops> {
    let Some(Refusal::Stale { now }) = failure.refusal() else { return Ok(None) };
    let Some(seen) = posted.version().filter(|_| posted.uploads().is_empty()) else { return Ok(None) };
    let case = web.desk.case_id(number).await?;
    let changes = web.desk.changed_since(case, seen).await?;
    let mut fields = posted.fields().to_vec();
    for (name, value) in &mut fields {
        if name == "version" {
            *value = now.to_string();
        }
    }
    fields.retain(|(name, _)| !name.contains("password"));
    let view = ConflictView { number: number.to_owned(), path: web.path.clone(), fields, changes };
    Ok(Some(pages::conflict::show(web.frame().await?, view)))
}
