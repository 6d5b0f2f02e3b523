//! What a capability link opens, and how it is replaced when it may have leaked.

use super::check::Check;
use super::notices::locked;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again, token_hash};
use crate::customer::Customer;
use crate::event::Event;
use crate::id::{CommandId, ContactId, NoticeId};
use crate::letter::Cause;
use crate::letters::{self, AboutWords};
use crate::notice::anchor::Anchor;
use crate::notice::link::{Denied, Replaced};
use crate::notice::{LINK_DAYS, Link, Notice, NoticeStage};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::{aside_people, lists};
use crate::words::{Reason, Text};

/// A notice as its link opens it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub notice: Notice,
    pub customer: Customer,
    pub link: Link,
    /// The notice that the link was made for, where another one took its place: the link leads on to that one.
    pub through: Option<Box<Notice>>,
}

impl Opened {
    /// What this link has to do with: the notice that stands, and the one that it was made for.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        std::iter::once(&self.notice).chain(self.through.as_deref())
    }
}

fn is_withdrawn(customer: &Customer, contact: ContactId) -> bool {
    customer.contacts.iter().any(|one| one.id == contact && one.withdrawn_at.is_some())
}

impl Desk {
    /// The notice behind a link. Whoever holds the 256 bits of an old one may know that it is old: nobody can guess them,
    /// so nobody else learns from the difference that there ever was one.
    pub async fn open_link(&self, token: &str) -> Done<Opened> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let gone = || Refusal::NotFound("notice");
        let link: Link = lists::one(&mut conn, &token_hash(token)).await?.ok_or_else(gone)?.noun;
        if link.revoked_at.is_some() {
            return Err(Refusal::LinkReplaced.into());
        }
        if !link.is_open(self.now()) {
            return Err(Refusal::LinkExpired.into());
        }
        let made_for: Notice = lists::one(&mut conn, &link.notice.to_string()).await?.ok_or_else(gone)?.noun;
        let mut notice = made_for.clone();
        while let NoticeStage::Superseded { by, .. } = notice.stage {
            notice = lists::one(&mut conn, &by.to_string()).await?.ok_or_else(gone)?.noun;
        }
        let through = (made_for.id != notice.id).then(|| Box::new(made_for));
        let customer: Customer = lists::one(&mut conn, &notice.customer.to_string()).await?.ok_or_else(gone)?.noun;
        // Whoever left the company keeps the mail with the link in it.
        if is_withdrawn(&customer, link.contact) {
            return Err(Refusal::LinkWithdrawn.into());
        }
        Ok(Opened { notice, customer, link, through })
    }

    /// "We received this." The only thing about a notice that opening its page does not do.
    pub async fn confirm_notice(&self, token: &str, command: CommandId) -> Done<Receipt> {
        let opened = self.open_link(token).await?;
        let notice = opened.notice.id;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &notice).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if noun.confirmed_at.is_some() {
                return work.commit().await;
            }
            work.record(Event::NoticeConfirmed { notice, case: noun.case, number: noun.number }).await?;
            self.reach_anchor(&mut work, notice, Anchor::Confirmed).await?;
            work.commit().await
        })
    }

    /// "This is not my account." Nothing burdens until a lead has found whom the notice reached.
    pub async fn deny_account(&self, token: &str, command: CommandId, words: &str, address: &str) -> Done<Receipt> {
        let opened = self.open_link(token).await?;
        let mut check = Check::new(opened.notice.text.language);
        let words = check.optional("words", words, Text::parse);
        check.done()?;
        let words = words.map(|words| words.as_str().to_owned()).unwrap_or_default();
        let (notice, contact) = (opened.notice.id, opened.link.contact);
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, "denied", &words)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            work.record(Event::AccountDenied(Box::new(Denied {
                notice,
                case: noun.case,
                number: noun.number,
                contact,
                words: words.clone().into(),
                address: address.to_owned().into(),
            })))
            .await?;
            work.commit().await
        })
    }

    /// Every link of this contact to this notice stops opening; a new one leaves by letter.
    pub async fn replace_link(
        &self,
        who: &Who,
        command: CommandId,
        notice: NoticeId,
        contact: ContactId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("link_reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, contact, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if matches!(noun.stage, NoticeStage::Leaving { .. } | NoticeStage::Undone { .. }) {
                return Err(Refusal::NoticeNotRunning.into());
            }
            let recipient = noun.recipients.iter().find(|recipient| recipient.contact == contact);
            let to = recipient.ok_or(Refusal::NotFound("contact of this notice"))?.email.clone();
            let customer: Customer = work.need(noun.customer, "customer").await?;
            if is_withdrawn(&customer, contact) {
                return Err(Refusal::field(
                    "link_reason",
                    "This contact was withdrawn: no letter goes there any more.",
                )
                .into());
            }
            let mut old = Vec::new();
            // Links to notices that were replaced lead on to this one, so they close too.
            for held in lists::notices_of(&mut work.conn(), noun.case).await? {
                if held.noun.id == notice || matches!(held.noun.stage, NoticeStage::Superseded { .. }) {
                    let links =
                        lists::links_of(&mut work.conn(), held.noun.id).await?.into_iter().map(|held| held.noun);
                    let open = links.filter(|link| link.contact == contact && link.revoked_at.is_none());
                    old.extend(open.map(|link| link.hash));
                }
            }
            let (token, new) = self.new_token();
            let letter = work.new_id();
            work.record(Event::LinkReplaced(Box::new(Replaced {
                notice,
                case: noun.case,
                number: noun.number,
                contact,
                old,
                new,
                letter,
                until: noun.deadline.at.max(work.now).plus_seconds(LINK_DAYS * 86_400),
                reason: reason.as_str().to_owned().into(),
            })))
            .await?;
            let settings = self.settings();
            let words = AboutWords {
                provider: &settings.provider,
                phone: &settings.phone,
                language: noun.text.language,
                code: &noun.code,
                receipt: "",
            };
            let written = letters::link_letter(&words, &noun.deadline, letters::LINK);
            work.record(Event::LetterQueued {
                letter,
                case: Some(noun.case),
                cause: Cause::Link { notice },
                language: noun.text.language,
                to,
                subject: written.subject.into(),
                text: written.text.into(),
                message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
            })
            .await?;
            aside_people::keep_link(&mut work.conn(), letter, &settings.notice_url(&token)).await?;
            work.commit().await
        })
    }
}
