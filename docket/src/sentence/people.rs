//! What happens in the team, in sentences.

use super::{Names, Sentence, Tone, quote, say};
use crate::event::Event;
use crate::phrase;
use crate::words::Phrase;

pub(super) fn sentence(event: &Event, who: &Phrase, names: &Names) -> Sentence {
    let text = match event {
        Event::PersonRestored(restored) => phrase!("{} let {} sign in again.", who, names.who(restored.person)),
        Event::PersonInvited(invited) => {
            phrase!("{} invited {} to join as {}.", who, invited.email.show(), Phrase::from(invited.role.word()))
        }
        Event::InvitationSentAgain(_) => {
            phrase!("{} sent an invitation again; its first link is worth nothing now.", who)
        }
        Event::InvitationTakenBack(_) => phrase!("{} took an invitation back.", who),
        Event::InvitationAccepted(accepted) => phrase!("{} accepted the invitation.", names.who(accepted.person)),
        Event::SecondFactorSet(set) => phrase!("{} set up a second factor.", names.who(set.person)),
        Event::SecondFactorRemoved(removed) => {
            let text = phrase!("{} reset the second factor of {}:", who, names.who(removed.person));
            return quote(text, removed.reason.show(), Tone::Plain);
        }
        Event::RecoveryCodeUsed(used) => phrase!(
            "{} signed in with a recovery code; {} left.",
            names.who(used.person),
            Phrase::many(usize::try_from(used.left).unwrap_or_default(), "is", "are")
        ),
        Event::RecoveryCodesRenewed(renewed) => phrase!("{} made new recovery codes.", names.who(renewed.person)),
        _ => Phrase::Said(String::new()),
    };
    say(text, Tone::Plain)
}
