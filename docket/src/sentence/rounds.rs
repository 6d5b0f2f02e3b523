//! Sentences about the rounds and the clock that they go by.

use super::{Sentence, Tone, about, say};
use crate::decision::missed::MissedWhy;
use crate::event::Event;
use crate::notice::kept_back::KeptWhy;
use crate::phrase;
use crate::watch::Doubt;
use crate::words::Phrase;
use Tone::{Legal, Plain};

pub(super) fn sentence(event: &Event, who: &Phrase) -> Sentence {
    match event {
        Event::LetterHandedAgain(again) => say(
            phrase!(
                "The hand-over of the letter with {} broke off at {}, so nobody knows whether it left. The same letter is handed over once more.",
                about(&again.cause),
                again.begun_at
            ),
            Legal,
        ),
        Event::RoundsAway(away) => say(phrase!("No rounds were made from {} to {}.", away.from, away.to), Legal),
        Event::RoundsAwaySeen(seen) => say(
            phrase!(
                "{} looked at what waited while no rounds were made, from {} to {}.",
                who,
                seen.away.from,
                seen.away.to
            ),
            Plain,
        ),
        Event::ClockDoubted(doubted) => say(
            phrase!(
                "{} Nothing that burdens a customer happens by itself until somebody has looked.",
                doubt(&doubted.why)
            ),
            Legal,
        ),
        Event::ClockTrusted(trusted) => {
            say(phrase!("{} found the clock right, which had been in doubt since {}.", who, trusted.since), Legal)
        }
        Event::DecisionMissExplained(explained) => say(missed(explained.number, &explained.why), Legal),
        Event::NoticeKeptBack(kept) => say(kept_back(kept.number, &kept.why), Legal),
        _ => say(Phrase::Said(String::new()), Plain),
    }
}

/// What is wrong with the clock, as a sentence of its own.
pub fn doubt(why: &Doubt) -> Phrase {
    match why {
        Doubt::Back { seconds } => phrase!("The clock went back by {}.", span(*seconds)),
        Doubt::Forward { seconds } => phrase!("The clock went forward by {} that did not pass.", span(*seconds)),
        Doubt::Apart { seconds } => phrase!("The clock is {} away from the clock of the database.", span(*seconds)),
        Doubt::LongAway { seconds } => phrase!("No rounds were made for {}, or the clock is wrong.", span(*seconds)),
    }
}

fn span(seconds: i64) -> Phrase {
    match seconds {
        ..60 => Phrase::Said(format!("{seconds} s")),
        _ => Phrase::each(|language| crate::time::left_short(seconds * 1_000_000, language)),
    }
}

fn kept_back(number: u32, why: &KeptWhy) -> Phrase {
    match why {
        KeptWhy::Late { promised_from } => phrase!(
            "Notice N-{} did not leave: after {} it would have given less time than it promises. A person must write it with a later deadline.",
            number,
            *promised_from
        ),
        KeptWhy::LessTime => phrase!(
            "Notice N-{} did not leave: the one before it got more time meanwhile. A person must write it with a later deadline.",
            number
        ),
    }
}

fn missed(number: u32, why: &MissedWhy) -> Phrase {
    match why {
        MissedWhy::Away { from, to } => {
            phrase!("Decision D-{} was missed because no rounds were made from {} to {}.", number, *from, *to)
        }
        MissedWhy::Clock { from, to } => {
            phrase!("Decision D-{} was missed because the clock was in doubt from {} to {}.", number, *from, *to)
        }
        MissedWhy::Late { seconds } => {
            phrase!("Decision D-{} was missed because the rounds came to it {} too late.", number, span(*seconds))
        }
    }
}
