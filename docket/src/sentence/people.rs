//! What happens in the team, in sentences.

use super::{Names, Sentence, Tone, plural, quote, say};
use crate::event::Event;

pub(super) fn sentence(event: &Event, who: &str, names: &Names) -> Sentence {
    let text = match event {
        Event::PersonRestored(restored) => format!("{who} let {} sign in again.", names.of(restored.person)),
        Event::PersonInvited(invited) => {
            format!("{who} invited {} to join as {}.", invited.email.show(), invited.role.word())
        }
        Event::InvitationSentAgain(_) => {
            format!("{who} sent an invitation again; its first link is worth nothing now.")
        }
        Event::InvitationTakenBack(_) => format!("{who} took an invitation back."),
        Event::InvitationAccepted(accepted) => format!("{} accepted the invitation.", names.of(accepted.person)),
        Event::SecondFactorSet(set) => format!("{} set up a second factor.", names.of(set.person)),
        Event::SecondFactorRemoved(removed) => {
            let text = format!("{who} reset the second factor of {}:", names.of(removed.person));
            return quote(text, removed.reason.show(), Tone::Plain);
        }
        Event::RecoveryCodeUsed(used) => format!(
            "{} signed in with a recovery code; {} left.",
            names.of(used.person),
            plural(usize::try_from(used.left).unwrap_or_default(), "is", "are")
        ),
        Event::RecoveryCodesRenewed(renewed) => format!("{} made new recovery codes.", names.of(renewed.person)),
        _ => String::new(),
    };
    say(text, Tone::Plain)
}
