//! Everybody else at a full desk: some two hundred customers, three thousand complaints over five months, and the cases
//! that came of them. Drawn from short lists of words by the same dice each time; a story that matters is told by hand.

mod calendar;
mod customers;
mod forms;
mod lives;
mod machines;
mod mails;
mod reporters;
mod topics;
mod traffic;

use super::step::Script;
use crate::command::dice::Dice;
pub use customers::Tenant;

/// The full desk begins so many days before now.
pub const DAYS: i64 = 152;

/// What is known of the crowd before anything happens.
pub struct Crowd<'a> {
    pub tenants: Vec<Tenant<'a>>,
    dice: Dice,
}

impl<'a> Crowd<'a> {
    pub fn gather(script: &Script<'a>) -> Crowd<'a> {
        let mut dice = Dice::new(0xD0E_5EED);
        Crowd { tenants: customers::invent(script, &mut dice), dice }
    }

    /// The lists by which these customers come in: a name, and the text.
    pub fn lists(&self, script: &Script<'_>) -> Vec<(String, String)> {
        customers::lists(&self.tenants, script)
    }

    pub fn tell(&mut self, script: &mut Script<'a>) {
        lives::tell(script, &self.tenants, &mut self.dice);
        traffic::tell(script, &self.tenants, &mut self.dice);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::seed::report::Incoming;
    use crate::command::seed::step::Step;
    use crate::command::seed::story;
    use bumpalo::Bump;
    use docket::time::Moment;
    use std::collections::{HashMap, HashSet};

    /// A Thursday at noon, a night from Saturday to Sunday, and the hours after clocks jumped.
    const NOWS: [&str; 4] =
        ["2026-03-12T12:00:00Z", "2026-11-22T01:30:00Z", "2026-03-29T04:00:00Z", "2026-11-01T16:00:00Z"];

    fn told<'a>(now: &str, words: &'a Bump) -> Vec<(Moment, Step<'a>)> {
        let mut script = Script::new(Moment::parse(now).unwrap(), words);
        story::tell(&mut script);
        Crowd::gather(&script).tell(&mut script);
        script.in_order()
    }

    #[test]
    fn a_full_desk_has_its_size_whenever_it_begins() {
        for now in NOWS {
            let words = Bump::new();
            let steps = told(now, &words);
            let reports = steps.iter().filter(|(_, step)| matches!(step, Step::Report { .. })).count();
            assert!((2800..3300).contains(&reports), "{reports} complaints at {now}");
            let mut open: HashSet<&str> = HashSet::new();
            for (at, step) in &steps {
                match step {
                    Step::Open { matter, .. } => drop(open.insert(matter)),
                    Step::Note { matter, .. }
                    | Step::Tend { matter, .. }
                    | Step::Notice { matter, .. }
                    | Step::Answer { matter, .. }
                    | Step::Decide { matter, .. }
                    | Step::Close { matter, .. } => assert!(open.contains(matter), "{matter} at {at}"),
                    _ => {}
                }
            }
            assert!((135..170).contains(&open.len()), "{} cases at {now}", open.len());
        }
    }

    #[test]
    fn nobody_writes_the_same_words_again_and_again() {
        let words = Bump::new();
        let mut seen: HashMap<&str, usize> = HashMap::new();
        let steps = told(NOWS[0], &words);
        for (_, step) in &steps {
            if let Step::Report { incoming: Incoming::Form { text, .. } | Incoming::Mail { text, .. }, .. } = step {
                *seen.entry(text).or_default() += 1;
            }
        }
        let (text, most) = seen.iter().max_by_key(|(_, many)| **many).unwrap();
        assert!(*most <= 12 && seen.len() > 300, "{most} times: {text}");
    }

    #[test]
    fn weekends_are_thinner_than_weeks() {
        let words = Bump::new();
        let (mut weekend, mut week) = (0, 0);
        for (at, step) in told(NOWS[0], &words) {
            if matches!(step, Step::Report { .. }) {
                *(if calendar::is_weekend(&at.date_text()) { &mut weekend } else { &mut week }) += 1;
            }
        }
        // Two days of seven.
        assert!(weekend * 5 < week * 2 * 3 / 4, "{weekend} against {week}");
    }
}
