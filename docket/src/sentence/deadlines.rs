//! Reminders, deadlines that became later, calendars, what the team is told, and the end of a preservation.

use super::{Names, Sentence, Tone, quote, say};
use crate::event::{Event, Recorded};
use crate::notice::reminder::{Due, Mark, WhyEnded};
use crate::phrase;
use crate::time::left_words;
use crate::words::{Language, Phrase, ours};

fn mark(mark: Mark) -> Phrase {
    match mark {
        Mark::Half => ours("at half time").into(),
        Mark::Before { minutes } => {
            let left = Phrase::each(|language| left_words(i64::from(minutes) * 60_000_000, language));
            phrase!("{} before the deadline", left)
        }
    }
}

fn marks(reminders: &[Due]) -> Phrase {
    Phrase::join(reminders.iter().map(|one| mark(one.mark)), ", ")
}

pub(super) fn staff(recorded: &Recorded, names: &Names) -> Option<Sentence> {
    use Tone::{Legal, Plain};
    let who = &names.actor(recorded.actor);
    Some(match &recorded.event {
        Event::RemindersPlanned(planned) if planned.reminders.is_empty() => {
            say(phrase!("No reminder of notice N-{} is planned any more.", planned.number), Plain)
        }
        Event::RemindersPlanned(planned) => say(
            phrase!("The customer will be reminded of notice N-{}: {}.", planned.number, marks(&planned.reminders)),
            Plain,
        ),
        Event::ReminderSent(sent) => {
            let left = Phrase::each(|language| left_words(sent.left, language));
            let said = phrase!("The customer was reminded of notice N-{}: {} left.", sent.number, left);
            let passed = match sent.passed_over.is_empty() {
                true => Phrase::Said(String::new()),
                false => phrase!(" We were away for earlier ones: {}.", marks(&sent.passed_over)),
            };
            say(Phrase::join([said, passed], ""), Plain)
        }
        Event::ReminderMissed(missed) => say(
            phrase!(
                "The deadline of notice N-{} passed while we were away, so no reminder was sent: {}.",
                missed.number,
                marks(&missed.reminders)
            ),
            Plain,
        ),
        Event::RemindersEnded(ended) => {
            let why = Phrase::from(match ended.why {
                WhyEnded::Answered => ours("every point has its answer"),
                WhyEnded::Withdrawn => ours("it was withdrawn"),
                WhyEnded::Replaced => ours("another notice took its place"),
                WhyEnded::Decided => ours("the case was decided"),
                WhyEnded::NotTheirs => ours("its reader says that this is not their account"),
            });
            say(phrase!("No more reminders of notice N-{}: {}.", ended.number, why), Plain)
        }
        // Nobody's decision: the letter was late, or what its time counts from was.
        Event::DeadlineLater(later) if later.by.is_none() => quote(
            phrase!(
                "Notice N-{} got a later deadline: {}; it was {}. {}.",
                later.number,
                Phrase::each(|language| later.until.sentence(language)),
                Phrase::each(|language| later.was.sentence(language)),
                Phrase::from(later.why.name())
            ),
            later.words.show(),
            Legal,
        ),
        Event::DeadlineLater(later) => quote(
            phrase!(
                "{} set a later deadline for notice N-{}: {}; it was {}. {}.",
                who,
                later.number,
                Phrase::each(|language| later.until.sentence(language)),
                Phrase::each(|language| later.was.sentence(language)),
                Phrase::from(later.why.name())
            ),
            later.words.show(),
            Legal,
        ),
        Event::NoticeAnchored(it) => say(
            phrase!("The time of notice N-{} counts from this: {}.", it.number, Phrase::from(it.anchor.name())),
            Plain,
        ),
        Event::AnchorReached(it) => say(
            phrase!("What the time of notice N-{} counts from has come: {}.", it.number, Phrase::from(it.by.name())),
            Legal,
        ),
        Event::AnchorMissed(it) => say(
            phrase!(
                "The deadline of notice N-{} came, and what its time counts from had not: {}. It has not passed; a person is asked.",
                it.number,
                Phrase::from(it.anchor.name())
            ),
            Legal,
        ),
        Event::AnchorWaived(it) => say(
            phrase!(
                "The deadline of notice N-{} no longer waits: the notice reached the customer otherwise.",
                it.number
            ),
            Legal,
        ),
        Event::DeadlineDrifted(drifted) => {
            let means = match drifted.now_means {
                Some(at) => phrase!("its wall would be {} now", at),
                None => ours("no clock shows its time any more").into(),
            };
            say(
                phrase!(
                    "By time zone data {} the deadline of notice N-{} reads otherwise: it was promised for {}, and {}. The promise stands; a person looks at it.",
                    drifted.tzdb,
                    drifted.number,
                    drifted.frozen,
                    means
                ),
                Legal,
            )
        }
        Event::TeamAlerted(raised) => {
            let people = raised.to.iter().map(|person| names.who(*person));
            say(phrase!("{}: {} told.", Phrase::from(raised.what.name()), Phrase::join(people, ", ")), Plain)
        }
        Event::CalendarImported(imported) => say(
            phrase!(
                "{} imported edition {} of the calendar {}, with {}.",
                who,
                imported.edition,
                imported.name,
                Phrase::many(imported.closed.len(), "closed day", "closed days")
            ),
            Legal,
        ),
        Event::PreservationWatched(watched) => match watched.next {
            Some(next) => say(
                phrase!(
                    "Data kept under decision D-{} is kept until {}. Somebody is asked on {}.",
                    watched.number,
                    watched.until,
                    next
                ),
                Plain,
            ),
            None => {
                say(phrase!("Nobody is asked any more about the data kept under decision D-{}.", watched.number), Plain)
            }
        },
        Event::DataDestroyed(gone) => quote(
            phrase!(
                "{} recorded that data kept under decision D-{} was destroyed on {} by {}:",
                who,
                gone.number,
                gone.done_at,
                gone.done_by.show()
            ),
            gone.what.show(),
            Legal,
        ),
        _ => return None,
    })
}

pub(super) fn customer(event: &Event, language: Language) -> Option<Sentence> {
    use Tone::{Legal, Plain};
    let fr = language == Language::Fr;
    let pick = |en: String, french: String| if fr { french } else { en };
    Some(match event {
        Event::ReminderSent(sent) => {
            let left = left_words(sent.left, language);
            say(
                pick(
                    format!("We reminded you: {left} left."),
                    format!("Nous vous avons envoyé un rappel\u{a0}: il restait {left}."),
                ),
                Plain,
            )
        }
        Event::DeadlineLater(later) => {
            let until = later.until.sentence(language);
            let why = later.why.sentence(language);
            quote(
                pick(format!("You have until {until}. {why}"), format!("Vous avez jusqu’au {until}. {why}")),
                later.words.show(),
                Legal,
            )
        }
        // What exactly, and who did it, stays in the house.
        Event::DataDestroyed(_) => say(
            pick(
                "The time for which we kept your data is over. It was destroyed.".into(),
                "La durée de conservation de vos données est écoulée. Elles ont été détruites.".into(),
            ),
            Legal,
        ),
        _ => return None,
    })
}
