//! Instructions handed to the provider's own receiver.

use super::{Sentence, Tone, output, say};
use crate::instruction::handed::{NotTaken, Overtaken, Resulted, Taken, Told};
use crate::phrase;
use crate::words::{Phrase, ours};

pub(super) fn not_taken(not: &NotTaken) -> Sentence {
    let why = not.why.sentence(not.status);
    let next = Phrase::from(if not.gives_up {
        ours(" It is not tried again: a person must carry it out.")
    } else {
        ours(" It will be tried again.")
    });
    let said = phrase!("The receiver did not take instruction I-{}. {}{}", not.number, why, next);
    match not.answer.show() {
        "" => say(said, Tone::Plain),
        answer => output(said, answer, Tone::Plain),
    }
}

pub(super) fn taken(taken: &Taken) -> Sentence {
    let said = phrase!("The receiver took instruction I-{} and has yet to say what became of it.", taken.number);
    match taken.answer.show() {
        "" => say(said, Tone::Plain),
        answer => output(said, answer, Tone::Plain),
    }
}

pub(super) fn overtaken(it: &Overtaken) -> Sentence {
    let (number, by) = (it.number, it.by_number);
    let said = match it.whole {
        true => phrase!("Instruction I-{} is not carried out any more: I-{} says the opposite.", number, by),
        false => phrase!(
            "Instruction I-{} is not carried out by a machine any more: I-{} says the opposite of a part of it. A person must look at the rest.",
            number,
            by
        ),
    };
    say(said, Tone::Legal)
}

pub(super) fn resulted(result: &Resulted) -> Sentence {
    let number = result.number;
    let said = match result.told {
        Told::Done => phrase!("The receiver said that instruction I-{} was carried out.", number),
        Told::Refused => phrase!("The receiver refused instruction I-{}: a person must look at it.", number),
        Told::Partly => {
            phrase!("The receiver carried out instruction I-{} only in part: a person must look at it.", number)
        }
    };
    match result.detail.show() {
        "" => say(said, Tone::Legal),
        detail => output(said, detail, Tone::Legal),
    }
}
