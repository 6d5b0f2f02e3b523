//! How long each kind of thing is kept, in editions; what falls due under a rule, and what was destroyed under it.

use crate::event::{Event, Recorded};
use crate::id::{DisposalId, PersonId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The bytes of complaints, and the files that came with them.
    Reports,
    /// Names and addresses of whoever reported something.
    Reporters,
    /// Files that came with answers.
    Answers,
    /// The bytes of letters that left, and their addresses and words.
    Letters,
    /// The bytes of mails that came in, and their words.
    Mails,
    /// Who looked at what.
    ReadLog,
    /// Spent codes and links.
    Codes,
}

impl Rule {
    pub const ALL: [Rule; 7] =
        [Rule::Reports, Rule::Reporters, Rule::Answers, Rule::Letters, Rule::Mails, Rule::ReadLog, Rule::Codes];

    pub fn word(self) -> &'static str {
        match self {
            Rule::Reports => "reports",
            Rule::Reporters => "reporters",
            Rule::Answers => "answers",
            Rule::Letters => "letters",
            Rule::Mails => "mails",
            Rule::ReadLog => "read_log",
            Rule::Codes => "codes",
        }
    }

    pub fn parse(text: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.word() == text)
    }

    pub fn name(self) -> &'static str {
        match self {
            Rule::Reports => ours("Bytes and files of complaints"),
            Rule::Reporters => ours("Names and addresses of reporters"),
            Rule::Answers => ours("Files of answers"),
            Rule::Letters => ours("Letters that left"),
            Rule::Mails => ours("Mails that came in"),
            Rule::ReadLog => ours("Who looked at what"),
            Rule::Codes => ours("Spent codes and links"),
        }
    }

    /// From when on its days count.
    pub fn counts_from(self) -> &'static str {
        match self {
            Rule::Reports | Rule::Reporters => {
                ours("from the end of the case, or from when it was rejected or passed on")
            }
            Rule::Answers | Rule::Letters | Rule::Mails => ours("from the end of the case"),
            Rule::ReadLog => ours("from the look"),
            Rule::Codes => ours("from their end"),
        }
    }

    /// Days, as long as nobody published another edition.
    pub fn shipped(self) -> u32 {
        match self {
            Rule::Reports | Rule::Reporters => 730,
            Rule::Answers | Rule::Letters => 1095,
            Rule::Mails | Rule::ReadLog => 365,
            Rule::Codes => 30,
        }
    }

    /// No edition keeps less: a duty stands behind it.
    pub fn least(self) -> u32 {
        match self {
            Rule::Reports => 365,
            Rule::Reporters | Rule::Answers | Rule::Letters | Rule::Mails => 183,
            Rule::ReadLog => 30,
            Rule::Codes => 1,
        }
    }

    /// Which duty that is.
    pub fn why(self) -> &'static str {
        match self {
            Rule::Reports => ours(
                "Contents of a report of child abuse are kept for a year (18 USC 2258A(h)); reporters look for two.",
            ),
            Rule::Reporters => {
                ours("Who reported something can complain for six months (EU Digital Services Act, Art. 20).")
            }
            Rule::Answers | Rule::Letters | Rule::Mails => {
                ours("A customer can complain for six months (EU Digital Services Act, Art. 20) and sue for years.")
            }
            Rule::ReadLog => ours("Who looked at what is asked for long after."),
            Rule::Codes => ours("They open nothing any more."),
        }
    }

    /// Nobody is asked about what lies beside the record; evidence and personal values go after a person has looked.
    pub fn needs_person(self) -> bool {
        !matches!(self, Rule::ReadLog | Rule::Codes)
    }
}

/// One edition of one rule. Never changed: the next one is another edition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetentionRule {
    pub rule: Rule,
    /// What is shipped is edition 0.
    pub edition: u32,
    /// None: kept until another edition says otherwise.
    pub days: Option<u32>,
    pub reason: Private<String>,
    pub by: PersonId,
    pub since: Moment,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ruled {
    pub rule: Rule,
    pub edition: u32,
    pub days: Option<u32>,
    pub reason: Private<String>,
    pub by: PersonId,
}

pub fn rule_id(rule: Rule, edition: u32) -> String {
    format!("{}/{edition}", rule.word())
}

impl Ruled {
    pub fn id(&self) -> String {
        rule_id(self.rule, self.edition)
    }
}

impl RetentionRule {
    pub fn id(&self) -> String {
        rule_id(self.rule, self.edition)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::RetentionRuled(ruled) => Some(RetentionRule {
                rule: ruled.rule,
                edition: ruled.edition,
                days: ruled.days,
                reason: ruled.reason.clone(),
                by: ruled.by,
                since: event.at,
            }),
            _ => was,
        }
    }
}

/// What falls due under a rule, proposed by the rounds. A person confirms it, or puts it aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disposal {
    pub id: DisposalId,
    /// Shown as R-3.
    pub number: i64,
    pub rule: Rule,
    pub edition: u32,
    /// What came to rest before this instant.
    pub before: Moment,
    /// How many things fell due when it was proposed.
    pub many: u32,
    pub proposed_at: Moment,
    pub stage: DisposalStage,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum DisposalStage {
    Proposed,
    Destroyed { at: Moment, by: PersonId, things: u32, bytes: u32, values: u32 },
    Dropped { at: Moment, by: PersonId, reason: Private<String> },
}

impl DisposalStage {
    pub fn word(&self) -> &'static str {
        match self {
            DisposalStage::Proposed => "proposed",
            DisposalStage::Destroyed { .. } => "destroyed",
            DisposalStage::Dropped { .. } => "dropped",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    pub disposal: DisposalId,
    pub number: i64,
    pub rule: Rule,
    pub edition: u32,
    pub before: Moment,
    pub many: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dropped {
    pub disposal: DisposalId,
    pub number: i64,
    pub reason: Private<String>,
    pub by: PersonId,
}

/// What went, so that nobody takes it for lost: the hashes of the bytes and the commitments of the values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gone {
    pub bytes: Vec<String>,
    pub values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Destroyed {
    pub disposal: DisposalId,
    pub number: i64,
    pub rule: Rule,
    pub edition: u32,
    pub before: Moment,
    /// How many complaints, answers, letters or mails.
    pub things: u32,
    /// How many more fell due and were kept by a hold.
    pub held: u32,
    pub gone: Gone,
    pub by: PersonId,
}

/// Something beside the record went by itself, as its rule says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cleared {
    pub rule: Rule,
    pub edition: u32,
    pub before: Moment,
    pub many: u32,
}

impl Disposal {
    pub fn is_open(&self) -> bool {
        self.stage == DisposalStage::Proposed
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        let count = |list: &[String]| u32::try_from(list.len()).unwrap_or(u32::MAX);
        match &event.event {
            Event::DisposalProposed(proposed) => Some(Disposal {
                id: proposed.disposal,
                number: proposed.number,
                rule: proposed.rule,
                edition: proposed.edition,
                before: proposed.before,
                many: proposed.many,
                proposed_at: event.at,
                stage: DisposalStage::Proposed,
            }),
            Event::DisposalDropped(dropped) => was.map(|disposal| Disposal {
                stage: DisposalStage::Dropped { at: event.at, by: dropped.by, reason: dropped.reason.clone() },
                ..disposal
            }),
            Event::MaterialDestroyed(it) => was.map(|disposal| Disposal {
                stage: DisposalStage::Destroyed {
                    at: event.at,
                    by: it.by,
                    things: it.things,
                    bytes: count(&it.gone.bytes),
                    values: count(&it.gone.values),
                },
                ..disposal
            }),
            _ => was,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rule_ships_with_less_than_its_duty() {
        for rule in Rule::ALL {
            assert!(rule.shipped() >= rule.least(), "{rule:?}");
            assert_eq!(Rule::parse(rule.word()), Some(rule));
        }
    }
}
