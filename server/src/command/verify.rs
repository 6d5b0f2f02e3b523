//! `duenotice verify`: is the record still what was written down?

use std::io::{IsTerminal, Write};

use clap::Args;
use docket::verify::{Progress, Report, Wrong, verify_house};
use serde::Serialize;

use super::{Opened, Stop};

#[derive(Debug, Args)]
pub struct Verify {
    /// Read every piece of evidence and hash it again, not only ask whether it is there
    #[arg(long)]
    evidence: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// Only this entry: hash its leaf and prove it against the present head
    #[arg(long, value_name = "NUMBER", conflicts_with = "evidence")]
    entry: Option<i64>,
}

#[derive(Serialize)]
struct Json<'r> {
    sound: bool,
    #[serde(flatten)]
    report: &'r Report,
}

impl Verify {
    pub async fn run(self, opened: &Opened) -> Result<(), Stop> {
        if let Some(seq) = self.entry {
            return one(opened, seq, self.json).await;
        }
        let desk = &opened.desk;
        let report = verify_house(desk.store(), desk.settings(), self.evidence, shown()).await?;
        // The ledger's page says when somebody last checked, so what was found is kept beside the record.
        if let Err(error) = opened.desk.keep_check(&report).await {
            tracing::warn!(%error, "the result could not be kept");
        }
        let sound = report.is_sound();
        let text = if self.json {
            let json = serde_json::to_string_pretty(&Json { sound, report: &report });
            json.map_err(|problem| Stop::Later(problem.to_string()))?
        } else {
            words(&report)
        };
        writeln!(std::io::stdout(), "{text}")?;
        if sound { Ok(()) } else { Err(Stop::Wrong) }
    }
}

async fn one(opened: &Opened, seq: i64, json: bool) -> Result<(), Stop> {
    let proof = opened.desk.proof_of(seq).await?;
    if json {
        let json = serde_json::json!({
            "entry": proof.seq, "size": proof.size, "root": proof.root, "path": proof.path, "holds": proof.holds,
        });
        writeln!(std::io::stdout(), "{json:#}")?;
    } else {
        let word = if proof.holds { "leads" } else { "does NOT lead" };
        writeln!(
            std::io::stdout(),
            "Entry #{}, hashed anew, {word} to the root of {} entries over {} hashes:\n{}",
            proof.seq,
            proof.size,
            proof.path.len(),
            proof.root
        )?;
    }
    if proof.holds { Ok(()) } else { Err(Stop::Wrong) }
}

/// A line that grows where somebody watches, and nothing in a log.
pub(super) fn shown() -> impl FnMut(Progress) {
    let watched = std::io::stderr().is_terminal();
    move |progress| {
        if watched {
            let (done, of) = (progress.done, progress.of);
            let _ = write!(std::io::stderr(), "\r\x1b[K{done} of {of} {}", progress.step.name());
            if done >= of {
                let _ = writeln!(std::io::stderr());
            }
        }
    }
}

fn words(report: &Report) -> String {
    let mut lines = vec![
        format!(
            "{} events re-hashed, {} nouns rebuilt, {} pieces of evidence asked for.",
            report.events, report.nouns, report.evidence
        ),
        format!("Root of the tree: {}", report.root),
    ];
    if report.checkpoints > 0 {
        lines.push(format!("{} signed checkpoints held against them.", report.checkpoints));
    }
    lines.push(match report.witnessed {
        0 => "No witness has vouched for it: that others were shown the same ledger, this does not show.".into(),
        size if size < report.events => {
            format!("Witnessed up to entry {size}. For the {} after it nobody else has vouched.", report.events - size)
        }
        size => format!("Witnessed up to entry {size}, the last one."),
    });
    for gap in &report.gaps {
        let had = match gap.signed {
            Some(signed) => format!("the notary had signed {signed}"),
            None => "how many were signed nobody knows".to_owned(),
        };
        let accepted = match (gap.accepted, gap.signed) {
            (Some(seq), _) => format!("The notary goes on from there (event {seq})."),
            (None, None) => "A notary without memory began anew.".to_owned(),
            (None, Some(_)) => "The notary has not accepted it.".to_owned(),
        };
        lines.push(format!(
            "GAP: event {} says that the ledger was brought back with {} entries; {had}. {accepted}",
            gap.seq, gap.size
        ));
    }
    for went in &report.went {
        lines.push(format!(
            "{} personal values erased and {} pieces of evidence destroyed with event {}.",
            went.values, went.bytes, went.seq
        ));
    }
    if report.missing > 0 {
        lines.push(format!("{} personal values are missing, and no event says that they were erased.", report.missing));
    }
    lines.extend(report.wrongs.iter().map(wrong));
    lines.push(match &report.first_wrong {
        None => "The record is sound: everything stored is what the events make of it.".to_owned(),
        Some(Wrong { seq: Some(seq), what, .. }) => {
            format!("The record is NOT sound. First wrong: event {seq}, {what}.")
        }
        Some(Wrong { seq: None, what, .. }) => format!("The record is NOT sound. First wrong: {what}."),
    });
    lines.join("\n")
}

fn wrong(wrong: &Wrong) -> String {
    let place = wrong.seq.map_or_else(|| "Beside the events".to_owned(), |seq| format!("Event {seq}"));
    format!("{place}: {}\n  stored:  {}\n  rebuilt: {}", wrong.what, wrong.stored, wrong.rebuilt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use docket::verify::{GapSaid, Went};

    #[test]
    fn a_wrong_number_is_named_with_both_values() {
        let number =
            Wrong { seq: Some(34), what: "cases 7: stage".into(), stored: "closed".into(), rebuilt: "open".into() };
        let report = Report {
            events: 40,
            root: "ab".into(),
            nouns: 12,
            evidence: 3,
            checkpoints: 2,
            witnessed: 30,
            erased: 0,
            destroyed: 0,
            went: vec![Went { seq: 30, values: 4, bytes: 1 }],
            missing: 0,
            gaps: vec![GapSaid { seq: 21, size: 20, signed: Some(25), accepted: None }],
            first_wrong: Some(number.clone()),
            wrongs: vec![number],
        };
        let text = words(&report);
        assert!(text.contains("Event 34: cases 7: stage\n  stored:  closed\n  rebuilt: open"), "{text}");
        assert!(text.contains("Witnessed up to entry 30. For the 10 after it"), "{text}");
        let went = "4 personal values erased and 1 pieces of evidence destroyed with event 30.";
        assert!(text.contains(went), "{text}");
        let gap = "GAP: event 21 says that the ledger was brought back with 20 entries; the notary had signed 25. The notary has not accepted it.";
        assert!(text.contains(gap), "{text}");
        assert!(text.ends_with("First wrong: event 34, cases 7: stage."), "{text}");
        assert!(words(&Report { first_wrong: None, wrongs: Vec::new(), ..report }).contains("is sound"));
    }
}
