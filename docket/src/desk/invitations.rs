//! How people join: an admin invites an address, a letter brings a link that works once.

use super::check::Check;
use super::people::{AddPerson, join, lock_team};
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again, token_hash};
use crate::event::Event;
use crate::id::{CommandId, InvitationId, LetterId, PersonId};
use crate::letter::Cause;
use crate::letters;
use crate::people::{
    Actor, Invitation, InvitationAccepted, InvitationSentAgain, InvitationStage, InvitationTakenBack, PersonInvited,
    Role,
};
use crate::refusal::Refusal;
use crate::store::{aside, aside_people, invitations};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{EmailAddress, Language};
use serde::Serialize;

const INVITATION_HOURS: i64 = 72;

#[derive(Clone, Debug, Serialize)]
pub struct InviteForm {
    pub email: String,
    pub role: String,
    /// Of the letter.
    pub language: String,
}

/// The link is given once; a command that comes again finds it gone.
#[derive(Clone, Debug)]
pub struct Invited {
    pub invitation: InvitationId,
    pub link: Option<String>,
    pub receipt: Receipt,
}

/// What the invited choose for themselves.
#[derive(Clone, Debug)]
pub struct AcceptForm {
    pub name: String,
    pub zone: String,
    pub password: String,
}

impl Desk {
    pub async fn invite(&self, who: &Who, command: CommandId, form: &InviteForm) -> Done<Invited> {
        self.must_keep_people(who)?;
        let mut check = Check::default();
        let email = check.word("email", EmailAddress::parse(&form.email));
        let role = check.some("role", Role::parse(&form.role), "Choose a role.");
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let (Some(email), Some(role), Some(language)) = (email, role, language) else {
            return check.refuse().map_err(Failure::from);
        };
        let (token, hash) = self.new_token();
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => return self.invited_before(receipt).await,
                Begun::Now(work) => work,
            };
            lock_team(&mut work).await?;
            if aside::credential_by_email(&mut work.conn(), &email.folded()).await?.is_some() {
                return Err(Refusal::field("email", "Somebody with this address is already here.").into());
            }
            for held in invitations::waiting(&mut work.conn()).await? {
                if folded(&held.noun) == email.folded() {
                    let sentence = "This address is invited already. Send that invitation again, or take it back.";
                    return Err(Refusal::field("email", sentence).into());
                }
            }
            let invitation: InvitationId = work.new_id();
            let expires_at = work.now.plus_seconds(INVITATION_HOURS * 3600);
            let event = Event::PersonInvited(Box::new(PersonInvited {
                invitation,
                email: email.as_str().to_owned().into(),
                role,
                language,
                hash: hash.clone(),
                expires_at,
            }));
            work.record(event).await?;
            let link = self.send_invitation(&mut work, invitation, &token).await?;
            Ok(Invited { invitation, link: Some(link), receipt: work.commit().await? })
        })
    }

    /// With a new link and three new days.
    pub async fn invite_again(&self, who: &Who, command: CommandId, invitation: InvitationId) -> Done<Invited> {
        self.must_keep_people(who)?;
        let (token, hash) = self.new_token();
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("again", invitation)).await? {
                Begun::Before(receipt) => return Ok(Invited { invitation, link: None, receipt }),
                Begun::Now(work) => work,
            };
            self.must_be_waiting(&mut work, invitation).await?;
            let expires_at = work.now.plus_seconds(INVITATION_HOURS * 3600);
            let again = InvitationSentAgain { invitation, hash: hash.clone(), expires_at };
            work.record(Event::InvitationSentAgain(Box::new(again))).await?;
            let link = self.send_invitation(&mut work, invitation, &token).await?;
            Ok(Invited { invitation, link: Some(link), receipt: work.commit().await? })
        })
    }

    pub async fn take_invitation_back(&self, who: &Who, command: CommandId, invitation: InvitationId) -> Done<Receipt> {
        self.must_keep_people(who)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("back", invitation)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            self.must_be_waiting(&mut work, invitation).await?;
            work.record(Event::InvitationTakenBack(InvitationTakenBack { invitation })).await?;
            work.commit().await
        })
    }

    /// The invitation behind a link that still opens the door.
    pub async fn invitation(&self, token: &str) -> Done<Invitation> {
        let found = invitations::by_hash(&mut self.read().await?.conn(), &token_hash(token)).await?;
        let open = found.map(|held| held.noun).filter(|invitation| invitation.is_open(self.now()));
        Ok(open.ok_or(Refusal::InvitationSpent)?)
    }

    /// The link is spent in the transaction that adds the person.
    pub async fn accept_invitation(&self, token: &str, command: CommandId, form: &AcceptForm) -> Done<PersonId> {
        let invitation = self.invitation(token).await?;
        let person = AddPerson {
            name: form.name.clone(),
            email: invitation.email.show().to_owned(),
            role: invitation.role.word().into(),
            zone: form.zone.clone(),
            password: form.password.clone(),
        };
        let newcomer = self.newcomer(&person).await?;
        again!(async {
            let mut work = match self.begin(Actor::System, command, &person).await? {
                Begun::Before(_) => return self.person_of(&newcomer).await,
                Begun::Now(work) => work,
            };
            let added = join(&mut work, &newcomer).await?;
            let now: Invitation = work.need(invitation.id, "invitation").await?;
            if !now.is_open(work.now) || now.hash != token_hash(token) {
                return Err(Refusal::InvitationSpent.into());
            }
            let accepted = InvitationAccepted { invitation: invitation.id, person: added };
            work.record(Event::InvitationAccepted(accepted)).await?;
            work.commit().await?;
            Ok(added)
        })
    }

    async fn must_be_waiting(&self, work: &mut Work, invitation: InvitationId) -> Done<()> {
        let noun: Invitation = work.need(invitation, "invitation").await?;
        if noun.stage == InvitationStage::Waiting { Ok(()) } else { Err(Refusal::InvitationSpent.into()) }
    }

    /// Puts the letter into the outbox. The record gets every word of it but the link.
    async fn send_invitation(&self, work: &mut Work, invitation: InvitationId, token: &str) -> Done<String> {
        let noun: Invitation = work.need(invitation, "invitation").await?;
        let settings = self.settings();
        let until = Zone::UTC.show(noun.expires_at, noun.language).utc;
        let written = letters::invitation_letter(&settings.provider, noun.language, noun.role, &until);
        let letter: LetterId = work.new_id();
        work.record(Event::LetterQueued {
            letter,
            case: None,
            cause: Cause::Invitation { invitation },
            language: noun.language,
            to: noun.email.clone(),
            subject: written.subject.into(),
            text: written.text.into(),
            message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
        })
        .await?;
        let link = format!("{}/invitation/{token}", settings.public_url);
        aside_people::keep_link(&mut work.conn(), letter, &link).await?;
        Ok(link)
    }

    async fn invited_before(&self, receipt: Receipt) -> Done<Invited> {
        match self.first_event(&receipt).await? {
            Event::PersonInvited(invited) => Ok(Invited { invitation: invited.invitation, link: None, receipt }),
            _ => Err(Refusal::CommandReused.into()),
        }
    }
}

fn folded(invitation: &Invitation) -> String {
    EmailAddress::parse(invitation.email.show()).map(|email| email.folded()).unwrap_or_default()
}

/// Whether the letter's link is too old, for a list that shows it.
pub fn is_too_old(invitation: &Invitation, now: Moment) -> bool {
    invitation.stage == InvitationStage::Waiting && invitation.expires_at <= now
}
