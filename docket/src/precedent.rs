//! Like cases: the same clause, the same severity. Laid beside a decision before it is made, so that whoever decides
//! sees how others fared, those without action and complaints left open among them.

use crate::decision::weighed::Compared;
use crate::decision::{Decision, DecisionStage, Outcome};
use crate::id::CaseId;
use crate::notice::Notice;
use crate::phrase;
use crate::time::Moment;
use crate::words::Phrase;
use crate::words::ours;

/// With fewer decided cases nothing is usual.
pub const ENOUGH: usize = 3;

/// How a case ended, as far as it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    LeftOpen,
    /// Closed, and nothing was decided.
    WithoutAction,
    Decided(Outcome),
}

impl Fate {
    /// The harsher, the higher.
    pub fn weight(self) -> u32 {
        match self {
            Fate::LeftOpen | Fate::WithoutAction => 0,
            Fate::Decided(outcome) => weight(outcome),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Fate::LeftOpen => ours("Still open"),
            Fate::WithoutAction => ours("Without action"),
            Fate::Decided(outcome) => outcome.name(crate::words::Language::En),
        }
    }
}

pub fn weight(outcome: Outcome) -> u32 {
    match outcome {
        Outcome::NoAction | Outcome::Reinstatement => 0,
        Outcome::PlanAccepted => 1,
        Outcome::Warning => 2,
        Outcome::PartialSuspension => 3,
        Outcome::Suspension => 4,
        Outcome::Termination => 5,
    }
}

/// One like case.
#[derive(Clone, Debug, PartialEq)]
pub struct Like {
    pub case: CaseId,
    pub number: String,
    pub opened_at: Moment,
    /// The time that the first notice gave.
    pub hours: Option<i64>,
    pub fate: Fate,
    pub decided_at: Option<Moment>,
    /// What was decided has been lifted since.
    pub lifted: bool,
}

/// What became of a case, read from its notices and decisions.
pub fn fate(closed: bool, decisions: &[Decision]) -> (Fate, Option<Moment>, bool) {
    let took_effect = |decision: &&Decision| {
        decision.outcome != Outcome::Reinstatement
            && (decision.stands()
                || matches!(decision.stage, DecisionStage::Lifted { .. } | DecisionStage::Overturned { .. }))
    };
    match decisions.iter().filter(took_effect).max_by_key(|decision| decision.number) {
        Some(decision) => (Fate::Decided(decision.outcome), Some(decision.effective.at), !decision.stands()),
        None if closed => (Fate::WithoutAction, None, false),
        None => (Fate::LeftOpen, None, false),
    }
}

/// The hours that the first notice which left gave its customer.
pub fn hours_given(notices: &[Notice]) -> Option<i64> {
    let first = notices.iter().filter(|notice| notice.sent_at().is_some()).min_by_key(|notice| notice.number)?;
    Some(first.deadline.at.minus(first.promised_from()) / 3_600_000_000)
}

/// Like cases, the newest first, and the complaints that never became a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Precedents {
    pub rows: Vec<Like>,
    /// Complaints of this kind and severity that wait, and that were rejected: counted up to a cap.
    pub complaints_open: i64,
    pub complaints_rejected: i64,
}

impl Precedents {
    pub fn decided(&self) -> impl Iterator<Item = &Like> {
        self.rows.iter().filter(|row| row.fate != Fate::LeftOpen)
    }

    /// What became of most of them; of two that are as frequent, the milder.
    pub fn usual(&self) -> Option<(Fate, usize)> {
        let decided: Vec<Fate> = self.decided().map(|row| row.fate).collect();
        if decided.len() < ENOUGH {
            return None;
        }
        let count = |fate: Fate| decided.iter().filter(|one| one.weight() == fate.weight()).count();
        let most = decided.iter().copied().max_by_key(|fate| (count(*fate), u32::MAX - fate.weight()))?;
        Some((most, count(most)))
    }

    pub fn median_hours(&self) -> Option<i64> {
        let mut hours: Vec<i64> = self.rows.iter().filter_map(|row| row.hours).collect();
        hours.sort_unstable();
        hours.get(hours.len().checked_sub(1)? / 2).copied()
    }

    /// Why this outcome asks for an explanation, if it does.
    pub fn asks_why(&self, outcome: Outcome) -> Option<Phrase> {
        let (usual, count) = self.usual()?;
        (weight(outcome) > usual.weight()).then(|| {
            phrase!(
                "This is harsher than usual: {} of {} like cases ended with “{}”. Say why this one is different.",
                count,
                self.decided().count(),
                Phrase::from(usual.name()).small()
            )
        })
    }

    pub fn compared(&self) -> Option<Compared> {
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let (usual, usual_count) = match self.usual() {
            Some((Fate::Decided(outcome), count)) => (outcome.word().to_owned(), small(count)),
            Some((_, count)) => ("without_action".to_owned(), small(count)),
            None => (String::new(), 0),
        };
        (!self.rows.is_empty()).then(|| Compared {
            cases: small(self.rows.len()),
            decided: small(self.decided().count()),
            usual,
            usual_count,
            median_hours: self.median_hours(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(fate: Fate, hours: i64) -> Like {
        Like {
            case: uuid::Uuid::nil().into(),
            number: "DN-2026-0001".into(),
            opened_at: Moment::from_micros(0),
            hours: Some(hours),
            fate,
            decided_at: None,
            lifted: false,
        }
    }

    fn of(fates: &[Fate]) -> Precedents {
        Precedents { rows: fates.iter().map(|fate| like(*fate, 24)).collect(), ..Precedents::default() }
    }

    #[test]
    fn harsher_than_usual_asks_why() {
        let warning = Fate::Decided(Outcome::Warning);
        let like = of(&[warning, warning, Fate::Decided(Outcome::Suspension), Fate::LeftOpen]);
        assert_eq!(like.usual(), Some((warning, 2)));
        assert!(like.asks_why(Outcome::Suspension).is_some_and(|why| why.contains("2 of 3 like cases")));
        assert!(like.asks_why(Outcome::Warning).is_none() && like.asks_why(Outcome::NoAction).is_none());
    }

    #[test]
    fn of_equals_the_milder_is_usual_and_two_cases_are_no_usage() {
        let (warning, off) = (Fate::Decided(Outcome::Warning), Fate::Decided(Outcome::Suspension));
        assert_eq!(of(&[off, warning, off, warning]).usual(), Some((warning, 2)));
        assert_eq!(of(&[warning, warning, Fate::LeftOpen]).usual(), None);
        assert_eq!(
            of(&[Fate::WithoutAction, Fate::Decided(Outcome::NoAction), off]).usual().map(|usual| usual.1),
            Some(2)
        );
    }

    #[test]
    fn the_median_is_one_of_the_times_given() {
        let rows = [like(Fate::LeftOpen, 72), like(Fate::LeftOpen, 20), like(Fate::LeftOpen, 24)];
        assert_eq!(Precedents { rows: rows.into(), ..Precedents::default() }.median_hours(), Some(24));
        assert_eq!(Precedents::default().median_hours(), None);
    }
}
