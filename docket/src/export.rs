//! What leaves the house: what was asked for, and what was made of it.

use crate::id::{CaseId, CustomerId, ExportId};
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// The papers that can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    CaseFile,
    CustomerFile,
    LedgerExtract,
    DecisionsRegister,
    TreatmentReport,
    DeadlineReport,
    TransparencyFigures,
    /// Nothing leaves the house: the whole record is checked.
    Verification,
}

impl What {
    pub const ALL: [What; 8] = [
        What::CaseFile,
        What::CustomerFile,
        What::LedgerExtract,
        What::DecisionsRegister,
        What::TreatmentReport,
        What::DeadlineReport,
        What::TransparencyFigures,
        What::Verification,
    ];

    pub fn word(self) -> &'static str {
        match self {
            What::CaseFile => "case_file",
            What::CustomerFile => "customer_file",
            What::LedgerExtract => "ledger_extract",
            What::DecisionsRegister => "decisions_register",
            What::TreatmentReport => "treatment_report",
            What::DeadlineReport => "deadline_report",
            What::TransparencyFigures => "transparency_figures",
            What::Verification => "verification",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            What::CaseFile => ours("Case file"),
            What::CustomerFile => ours("Customer’s file"),
            What::LedgerExtract => ours("Ledger extract"),
            What::DecisionsRegister => ours("Register of decisions"),
            What::TreatmentReport => ours("Treatment report"),
            What::DeadlineReport => ours("Deadline report"),
            What::TransparencyFigures => ours("Transparency figures"),
            What::Verification => ours("Check of the whole record"),
        }
    }

    pub fn parse(text: &str) -> Option<What> {
        What::ALL.into_iter().find(|what| what.word() == text)
    }

    /// Which files it can be made as; the first is the usual one.
    pub fn formats(self) -> &'static [&'static str] {
        match self {
            What::CaseFile | What::CustomerFile => &["zip"],
            What::LedgerExtract => &["jsonl"],
            What::DecisionsRegister => &["csv"],
            What::TreatmentReport | What::DeadlineReport => &["csv", "html"],
            What::TransparencyFigures => &["csv", "json"],
            What::Verification => &[],
        }
    }
}

/// What somebody asked for, in the words of the form. It is read again when the paper is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ask {
    pub what: String,
    pub profile: String,
    pub format: String,
    /// A case's number or a customer's handle.
    pub subject: String,
    /// "#1204", an RFC 3339 instant, or a date and a time in the zone; nothing means now.
    pub as_of: String,
    pub from: String,
    pub to: String,
    pub zone: String,
    /// For the ledger: numbers, kind, case.
    pub first: String,
    pub last: String,
    pub kind: String,
    pub case: String,
    /// For the register.
    pub stage: String,
    /// For the treatment report.
    pub category: String,
}

/// The body of the event: what left the house. Nothing in it is anybody's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Made {
    pub export: ExportId,
    pub what: What,
    /// "DN-2026-0110", "#1 to #200", "2026-01-01 to 2026-02-01, UTC"
    pub scope: String,
    pub case: Option<CaseId>,
    pub customer: Option<CustomerId>,
    pub profile: String,
    pub format: String,
    /// The last entry of the ledger that it counts.
    pub upto: i64,
    pub sha256: String,
    pub size: i64,
}
