//! All instructions: those that need a person, those that are on their way, those that are settled.

use crate::case::Case;
use crate::desk::pages::MOST_COUNTED;
use crate::desk::{Desk, Done};
use crate::instruction::{Instruction, InstructionStage};
use crate::store::{instructions, lists};

/// So many of those that wait stand on the page; behind so many they wait behind people.
const MOST: i64 = 100;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InstructionsList {
    /// Could not be handed over, was refused, or was done in part.
    #[default]
    Person,
    /// To be handed over, or handed over without a word since.
    Waiting,
    /// Carried out, or overtaken by a later one.
    Settled,
}

impl InstructionsList {
    pub const ALL: [InstructionsList; 3] =
        [InstructionsList::Person, InstructionsList::Waiting, InstructionsList::Settled];

    pub fn word(self) -> &'static str {
        match self {
            InstructionsList::Person => "person",
            InstructionsList::Waiting => "waiting",
            InstructionsList::Settled => "settled",
        }
    }

    pub fn parse(text: &str) -> InstructionsList {
        Self::ALL.into_iter().find(|list| list.word() == text).unwrap_or_default()
    }

    fn stages(self) -> &'static [&'static str] {
        match self {
            InstructionsList::Person => &InstructionStage::NEED_A_PERSON,
            InstructionsList::Waiting => &["waiting", "handed_over"],
            InstructionsList::Settled => &["done_by_program", "done_by_hand", "done_by_receiver", "overtaken"],
        }
    }
}

#[derive(Clone, Debug)]
pub struct InstructionRow {
    pub instruction: Instruction,
    /// The case's number.
    pub case: String,
}

#[derive(Clone, Debug)]
pub struct InstructionsView {
    pub list: InstructionsList,
    pub rows: Vec<InstructionRow>,
    /// How many are in each list, up to a cap.
    pub counts: Vec<(InstructionsList, i64)>,
    /// The number before which older ones begin.
    pub next: Option<i64>,
    /// Whether a machine carries instructions out.
    pub by_machine: bool,
}

impl Desk {
    pub async fn instructions_view(&self, list: InstructionsList, before: Option<i64>) -> Done<InstructionsView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut found = match list {
            InstructionsList::Settled => {
                instructions::settled(&mut conn, list.stages(), before.unwrap_or(i64::MAX), MOST + 1).await?
            }
            _ => instructions::standing(&mut conn, list.stages(), MOST).await?,
        };
        let more = found.len() as i64 > MOST;
        found.truncate(MOST as usize);
        let next = found.last().filter(|_| more).map(|held| held.noun.number);
        let mut counts = Vec::new();
        for each in InstructionsList::ALL {
            counts.push((each, instructions::count(&mut conn, each.stages(), MOST_COUNTED).await?));
        }
        let mut rows = Vec::with_capacity(found.len());
        for held in found {
            let case = lists::one::<Case>(&mut conn, &held.noun.case.to_string()).await?;
            let case = case.map(|held| held.noun.number).unwrap_or_default();
            rows.push(InstructionRow { instruction: held.noun, case });
        }
        Ok(InstructionsView { list, rows, counts, next, by_machine: !self.settings().by_hand() })
    }
}
