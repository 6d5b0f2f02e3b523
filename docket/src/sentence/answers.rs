//! What customers answered, and how it was weighed.

use super::{Sentence, Tone, quote, say};
use crate::event::Event;
use crate::notice::Via;
use crate::phrase;
use crate::words::{Phrase, ours};

pub(super) fn sentence(event: &Event, who: &Phrase) -> Sentence {
    use Tone::{Customer, Legal};
    match event {
        Event::AnswerReceived { number, receipt, via, margin, parts, files, .. } => {
            let said: Vec<&str> = parts.iter().map(|part| part.text.show()).filter(|text| !text.is_empty()).collect();
            let time = Phrase::each(|language| crate::time::left_short(margin.abs(), language));
            let when = if *margin < 0 { phrase!("late by {}", time) } else { phrase!("on time by {}", time) };
            let with = if files.is_empty() {
                Phrase::Said(String::new())
            } else {
                phrase!(" with {}", Phrase::many(files.len(), "file", "files"))
            };
            quote(
                match via {
                    Via::Page => {
                        phrase!("The customer answered notice N-{}{}, {} (receipt {}).", number, with, when, receipt)
                    }
                    Via::Mail => {
                        phrase!(
                            "{} recorded an answer to notice N-{} that came by mail{}, {} (receipt {}).",
                            who,
                            number,
                            with,
                            when,
                            receipt
                        )
                    }
                    Via::Phone => {
                        phrase!(
                            "{} recorded an answer to notice N-{} that came by telephone{}, {} (receipt {}).",
                            who,
                            number,
                            with,
                            when,
                            receipt
                        )
                    }
                },
                said.join("\n\n"),
                Customer,
            )
        }
        Event::AnswerAssessed { receipt, verdicts, .. } => {
            let enough = verdicts.iter().filter(|verdict| verdict.enough).count();
            let reasons: Vec<Phrase> = verdicts
                .iter()
                .map(|verdict| {
                    let verdict_words = if verdict.enough { ours("Enough") } else { ours("Not enough") };
                    phrase!("{}. {}: {}", verdict.requirement, Phrase::from(verdict_words), verdict.reason.show())
                })
                .collect();
            let not = verdicts.len() - enough;
            quote(
                phrase!("{} weighed answer {}: {} enough, {} not enough.", who, receipt, enough, not),
                Phrase::join(reasons, "\n"),
                Legal,
            )
        }
        other => say(other.kind(), Tone::Plain),
    }
}
