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
        Event::RoleProposed(new) => phrase!(
            "{} proposed to make {} {}. Another admin has to agree.",
            who,
            names.who(new.person),
            Phrase::from(new.role.word())
        ),
        Event::RoleAgreed(agreed) => phrase!(
            "{} agreed that {} is {} from now on, as {} proposed.",
            who,
            names.who(agreed.person),
            Phrase::from(agreed.role.word()),
            names.who(agreed.proposed_by)
        ),
        Event::RoleDropped(dropped) => phrase!(
            "{} put aside the proposal to make {} {}.",
            who,
            names.who(dropped.person),
            Phrase::from(dropped.role.word())
        ),
        _ => Phrase::Said(String::new()),
    };
    say(text, Tone::Plain)
}
