//! What lies inside a printed paper, for machines: the same as its pages say, and nothing else.

use serde_json::{Value, json};

use super::{DecisionPaper, NoticePaper};
use crate::desk::public::{Entry, ReceiptSheet};
use crate::notice::{Notice, Part};
use crate::time::Deadline;
use crate::words::{Language, defang};

impl NoticePaper {
    /// "notice.json"
    pub fn json(&self, provider: &str, language: Language) -> String {
        let (notice, letter) = (&self.notice, self.letter(language));
        let requirements =
            notice.text.requirements.iter().map(
                |one| json!({ "number": one.number, "text": one.text.show(), "standing_days": one.standing_days }),
            );
        let shown = notice.shown.iter();
        let shown = shown.map(|one| json!({ "place": one.place.show(), "seen_at": one.seen_at.rfc3339() }));
        written(&json!({
            "format": "duenotice notice 1",
            "provider": provider,
            "code": notice.code,
            "case": self.case_number,
            "account": self.handle,
            "to": self.to,
            "sent_at": self.entry.at.rfc3339(),
            "language": letter.language.code(),
            "subject": notice.text.subject.show(),
            "deadline": deadline(self.deadline()),
            "requirements": requirements.collect::<Vec<_>>(),
            "consequence": notice.text.consequence.show(),
            "findings": defang(notice.text.findings.show()),
            "example": defang(notice.text.example.show()),
            "shown": shown.collect::<Vec<_>>(),
            "rule": { "cite": notice.text.clause_cite, "text": notice.text.clause_text },
            "data": notice.text.data_kept.show(),
            "assets": notice.text.assets,
            "letter": letter.text,
            "letter_sha256": letter.hash,
            "ledger": entry(&self.entry),
        }))
    }
}

impl DecisionPaper {
    /// "decision.json"
    pub fn json(&self, provider: &str) -> String {
        let conditions: Vec<&str> = self.conditions.iter().map(|one| one.show()).collect();
        written(&json!({
            "format": "duenotice decision 1",
            "provider": provider,
            "case": self.case_number,
            "account": self.handle,
            "decision": self.number,
            "outcome": self.outcome.word(),
            "decided_at": self.entry.at.rfc3339(),
            "effective": deadline(&self.effective),
            "assets": self.assets,
            "conditions": conditions,
            "data_kept_until": self.preserve_until.map(|at| at.rfc3339()),
            "language": self.statement.language.code(),
            "statement": self.statement.text.show(),
            "statement_sha256": self.statement.hash,
            "ledger": entry(&self.entry),
        }))
    }
}

impl ReceiptSheet {
    /// "receipt.json"
    pub fn json(&self, provider: &str) -> String {
        let (notice, answer) = (&self.notice, &self.answer);
        let files = answer.files.iter();
        let files = files.map(|file| json!({ "name": file.name.show(), "size": file.size, "sha256": file.sha256 }));
        written(&json!({
            "format": "duenotice receipt 1",
            "provider": provider,
            "receipt": answer.receipt,
            "notice": notice.code,
            "account": self.handle,
            "received_at": answer.received_at.rfc3339(),
            "seconds_before_the_deadline": answer.margin.div_euclid(1_000_000),
            "signed_by": answer.signer.show(),
            "signed_as": answer.signer_role.show(),
            "parts": answer.parts.iter().map(|part| said(notice, part)).collect::<Vec<_>>(),
            "files": files.collect::<Vec<_>>(),
            "sha256": answer.content_hash,
            "ledger": self.entry.as_ref().map(entry),
        }))
    }
}

fn said(notice: &Notice, part: &Part) -> Value {
    let asked = notice.text.requirements.iter().find(|one| one.number == part.requirement);
    json!({
        "requirement": part.requirement,
        "asked": asked.map(|one| one.text.show()),
        "stance": part.stance.word(),
        "text": part.text.show(),
        "by_date": part.by_date,
    })
}

fn deadline(deadline: &Deadline) -> Value {
    json!({ "at": deadline.at.rfc3339(), "wall": deadline.wall, "zone": deadline.zone, "offset": deadline.offset })
}

fn entry(entry: &Entry) -> Value {
    json!({ "entry": entry.seq, "at": entry.at.rfc3339(), "leaf_hash": entry.leaf_hash })
}

/// Its keys are sorted, so that the same paper holds the same bytes.
fn written(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
