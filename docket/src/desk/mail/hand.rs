//! What a person does with a mail that no machine could place.

use super::*;
use crate::desk::check::Check;
use crate::desk::{Failure, Receipt, Who};
use crate::mail::{Bound, Settled};
use crate::people::Act;
use crate::refusal::Refusal;
use crate::words::Reason;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BindForm {
    /// A notice's code, or the Message-ID of one of our letters.
    pub about: String,
}

impl Desk {
    /// A person says which notice or letter it belongs to. Then it counts as if it had said so itself.
    pub async fn bind_mail(&self, who: &Who, command: CommandId, number: i64, form: &BindForm) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(number, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = waiting(&mut work, number).await?;
            let mut check = Check::default();
            let about = self.named(&mut work.conn(), form.about.trim()).await?;
            let about = match (noun.kind, about) {
                (MailKind::Delivery, Some(About { letter: None, .. })) => {
                    check.problem(
                        "about",
                        "A report on delivery is about one letter. Give the Message-ID of that letter.",
                    );
                    None
                }
                (_, found) => check.some("about", found, "No notice has this code, and no letter this Message-ID."),
            };
            let Some(about) = about else { return check.refuse().map_err(Failure::from) };
            if let Some(case) = about.case {
                work.lock_case(case, None).await?;
            }
            let waits = noun.kind == MailKind::Reply || (noun.kind == MailKind::Delivery && noun.reports.is_empty());
            work.record(Event::MailBound(Box::new(Bound { mail: noun.id, number, about, waits }))).await?;
            self.believe(&mut work, noun.id, about).await?;
            work.commit().await
        })
    }

    /// A person has looked, and nothing follows from it.
    pub async fn settle_mail(&self, who: &Who, command: CommandId, number: i64, reason: &str) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(number, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = waiting(&mut work, number).await?;
            let reason = reason.as_str().to_owned().into();
            work.record(Event::MailSettled(Box::new(Settled { mail: noun.id, number, case: noun.case(), reason })))
                .await?;
            work.commit().await
        })
    }

    async fn named(&self, conn: &mut Conn<'_>, text: &str) -> Done<Option<About>> {
        if let Some(held) = lists::notice_by_code(conn, &text.to_ascii_uppercase()).await? {
            return Ok(Some(about_notice(&held.noun, BoundBy::Person)));
        }
        let bare = text.trim_start_matches('<');
        let bare = bare.strip_prefix("dn.").unwrap_or(bare);
        let letter = bare.get(..36).and_then(LetterId::parse);
        let Some(letter) = letter else { return Ok(None) };
        Ok(match lists::one::<Letter>(conn, &letter.to_string()).await? {
            Some(held) => Some(about_letter(conn, &held.noun, BoundBy::Person).await?),
            None => None,
        })
    }
}

/// The mail, after its case's row was taken, as long as nobody has looked at it.
async fn waiting(work: &mut Work, number: i64) -> Done<Mail> {
    let seen = mails::by_number(&mut work.conn(), number).await?.ok_or(Refusal::NotFound("mail"))?.noun;
    if let Some(case) = seen.case() {
        work.lock_case(case, None).await?;
    }
    let noun: Mail = work.need(seen.id, "mail").await?;
    if noun.is_waiting() { Ok(noun) } else { Err(Refusal::MailSettled.into()) }
}
