//! What happens to a case's evidence after it was kept.

use crate::id::{CaseId, EvidenceId};
use crate::private::Private;
use serde::{Deserialize, Serialize};

/// Somebody looked at a piece of evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revealed {
    pub case: CaseId,
    pub exhibit: EvidenceId,
    pub sha256: String,
    pub name: Private<String>,
}
