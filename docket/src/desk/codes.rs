//! Six digits, mailed to the contact whose link was used: they show that an answer or a request came from the
//! customer. What was sent is kept before anybody is asked for them, so no answer is ever lost for want of a code.
//!
//! The digits exist in the letter alone. They are drawn when it leaves, and of them we keep a slow hash.

use super::answers::zone_of;
use super::check::Check;
use super::notices::locked;
use super::passwords::{hash_password, verify_password};
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Opened, Receipt, Who, again};
use crate::appeal::Appeal;
use crate::confirmation::{Awaited, CallBack, Confirmed, Sent};
use crate::customer::Customer;
use crate::event::Event;
use crate::extension::Extension;
use crate::id::{CommandId, ContactId, LetterId};
use crate::letter::Cause;
use crate::letters::{self, AboutWords};
use crate::notice::{Answer, Notice};
use crate::people::{Act, Actor};
use crate::private::Private;
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, codes, deciding, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{Language, Reason};

pub const CODE_MINUTES: i64 = 10;
pub const CODE_TRIES: i64 = 5;
const RESEND_SECONDS: i64 = 60;
const CODES_AN_HOUR: i64 = 6;

/// What a receipt names, of one notice.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    Answer(Box<Answer>),
    Time(Box<Extension>),
    Appeal(Box<Appeal>),
}

impl Kept {
    fn what(&self) -> Sent {
        match self {
            Kept::Answer(answer) => Sent::Answer { answer: answer.id },
            Kept::Time(extension) => Sent::Time { extension: extension.id },
            Kept::Appeal(appeal) => Sent::Appeal { appeal: appeal.id },
        }
    }

    pub fn receipt(&self) -> &str {
        match self {
            Kept::Answer(answer) => &answer.receipt,
            Kept::Time(extension) => &extension.receipt,
            Kept::Appeal(appeal) => &appeal.receipt,
        }
    }

    pub fn is_unconfirmed(&self) -> bool {
        match self {
            Kept::Answer(answer) => answer.is_unconfirmed(),
            Kept::Time(extension) => extension.is_unconfirmed(),
            Kept::Appeal(appeal) => appeal.is_unconfirmed(),
        }
    }
}

/// The page that asks for the digits.
#[derive(Clone, Debug)]
pub struct CodeSheet {
    pub kept: Kept,
    pub received_at: Moment,
    pub zone: Zone,
    /// Masked: whoever has the link alone must not learn the whole address.
    pub mailed_to: String,
}

impl Desk {
    /// Marks what was sent as waiting for its code, and puts the letter into the outbox.
    pub(super) async fn await_code(
        &self,
        work: &mut Work,
        noun: &Notice,
        contact: ContactId,
        what: Sent,
        receipt: &str,
        language: Language,
    ) -> Done<()> {
        let (notice, case) = (noun.id, noun.case);
        work.record(Event::CodeAwaited(Box::new(Awaited {
            notice,
            case,
            number: noun.number,
            what,
            receipt: receipt.to_owned(),
            contact,
        })))
        .await?;
        let customer: Customer = work.need(noun.customer, "customer").await?;
        let to = mailbox(noun, &customer, contact).ok_or(Refusal::NoContact)?;
        let settings = self.settings();
        let words =
            AboutWords { provider: &settings.provider, phone: &settings.phone, language, code: &noun.code, receipt };
        let written = letters::code_letter(&words);
        let letter: LetterId = work.new_id();
        work.record(Event::LetterQueued {
            letter,
            case: Some(case),
            cause: Cause::Code { notice },
            language,
            to,
            subject: written.subject.into(),
            text: written.text.into(),
            message_id: format!("<dn.{letter}@{}>", settings.mail_domain()),
        })
        .await?;
        let now = work.now;
        Ok(codes::ask(&mut work.conn(), &letter.to_string(), receipt, now).await?)
    }

    /// Another code for the same thing, not sooner than after a minute.
    pub async fn ask_code(&self, token: &str, command: CommandId, receipt: &str, language: Language) -> Done<Receipt> {
        let opened = self.open_link(token).await?;
        let contact = opened.link.contact;
        let notice = self.notice_of(&opened, receipt).await?.0.id;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, "code", receipt)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let kept = kept(&mut work.conn(), &noun, receipt).await?.ok_or(Refusal::NotFound("receipt"))?;
            if !kept.is_unconfirmed() {
                return Err(Refusal::ConfirmedBefore.into());
            }
            let asked = codes::asked_since(&mut work.conn(), receipt, self.now().plus_seconds(-3600)).await?;
            let newest = asked.iter().max().map_or(Moment::MIN, |at| Moment::from_micros(*at));
            if newest.plus_seconds(RESEND_SECONDS) > work.now || asked.len() as i64 >= CODES_AN_HOUR {
                return Err(Refusal::CodeTooSoon.into());
            }
            self.await_code(&mut work, &noun, contact, kept.what(), receipt, language).await?;
            work.commit().await
        })
    }

    /// The digits for a letter that leaves now. None: a newer letter has taken its place.
    pub async fn draw_code(&self, letter: LetterId) -> Done<Option<String>> {
        let code = format!("{:06}", self.draw() % 1_000_000);
        let hash = hash_password(code.clone()).await?;
        let mut tx = self.write().await?;
        let expires = self.now().plus_seconds(CODE_MINUTES * 60);
        let drawn = codes::draw(&mut tx.conn(), &letter.to_string(), &hash, expires).await?;
        tx.commit().await?;
        Ok(drawn.then_some(code))
    }

    fn draw(&self) -> u64 {
        let secret = self.secret();
        secret[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// The right digits show that it was the customer. Every try counts, also one that comes at the same instant.
    pub async fn confirm_by_code(
        &self,
        token: &str,
        command: CommandId,
        receipt: &str,
        typed: &str,
        language: Language,
    ) -> Done<Receipt> {
        let opened = self.open_link(token).await?;
        let (notice, kept_now) = self.notice_of(&opened, receipt).await?;
        let notice = notice.id;
        if !kept_now.is_unconfirmed() {
            return Err(Refusal::ConfirmedBefore.into());
        }
        let fr = language == Language::Fr;
        let wrong = |en: String, french: String| Err(Refusal::field("code", if fr { french } else { en }).into());
        let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
        if typed.len() != 6 {
            return wrong(
                "Type the six digits from our letter.".into(),
                "Saisissez les six chiffres de notre courrier.".into(),
            );
        }
        let live = {
            let mut tx = self.write().await?;
            let live = codes::try_one(&mut tx.conn(), receipt, self.now(), CODE_TRIES).await?;
            tx.commit().await?;
            live
        };
        let Some((letter, hash, tries)) = live else {
            return wrong(
                "These digits are no longer good. Ask for new ones below.".into(),
                "Ces chiffres ne sont plus valables. Demandez-en d’autres ci-dessous.".into(),
            );
        };
        if !verify_password(typed, Some(hash)).await? {
            let left = CODE_TRIES - tries;
            return match left {
                ..=0 => wrong(
                    "These are not the digits in our letter, and all tries are used up. Ask for new ones below.".into(),
                    "Ce ne sont pas les chiffres de notre courrier, et tous les essais sont épuisés. Demandez-en d’autres ci-dessous.".into(),
                ),
                1 => wrong(
                    "These are not the digits in our letter. You have one try left.".into(),
                    "Ce ne sont pas les chiffres de notre courrier. Il vous reste un essai.".into(),
                ),
                left => wrong(
                    format!("These are not the digits in our letter. You have {left} tries left."),
                    format!("Ce ne sont pas les chiffres de notre courrier. Il vous reste {left} essais."),
                ),
            };
        }
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, "right", receipt)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            if !codes::spend(&mut work.conn(), &letter, self.now()).await? {
                return Err(Refusal::ConfirmedBefore.into());
            }
            let answer = confirm(&mut work, &noun, receipt, None).await?;
            self.answered_reminders(&mut work, noun.id, answer).await?;
            work.commit().await
        })
    }

    /// Somebody of the team called the customer at a number that we knew before.
    pub async fn confirm_by_call_back(
        &self,
        who: &Who,
        command: CommandId,
        notice: crate::id::NoticeId,
        receipt: &str,
        how: &str,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let Some(how) = check.word("how", Reason::parse(how)) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(notice, receipt, how.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let call_back = CallBack { by: who.person.id, how: how.as_str().to_owned().into() };
            let answer = confirm(&mut work, &noun, receipt, Some(call_back)).await?;
            self.answered_reminders(&mut work, noun.id, answer).await?;
            work.commit().await
        })
    }

    /// What this receipt names, and the notice that it answers: the one that the link opens, or the older one that it
    /// was made for.
    async fn notice_of<'o>(&self, opened: &'o Opened, receipt: &str) -> Done<(&'o Notice, Kept)> {
        let mut reader = self.read().await?;
        for notice in opened.notices() {
            if let Some(found) = kept(&mut reader.conn(), notice, receipt).await? {
                return Ok((notice, found));
            }
        }
        Err(Refusal::NotFound("receipt").into())
    }

    /// What waits for its code, for whoever has the link.
    pub async fn code_sheet(&self, opened: &Opened, receipt: &str) -> Done<CodeSheet> {
        let (notice, kept) = self.notice_of(opened, receipt).await?;
        let to = mailbox(notice, &opened.customer, opened.link.contact).ok_or(Refusal::NotFound("receipt"))?;
        let received_at = match &kept {
            Kept::Answer(answer) => answer.received_at,
            Kept::Time(extension) => extension.asked_at,
            Kept::Appeal(appeal) => appeal.filed_at,
        };
        Ok(CodeSheet { kept, received_at, zone: zone_of(notice), mailed_to: masked(to.show()) })
    }
}

async fn confirm(work: &mut Work, noun: &Notice, receipt: &str, call_back: Option<CallBack>) -> Done<Option<Answer>> {
    let kept = kept(&mut work.conn(), noun, receipt).await?.ok_or(Refusal::NotFound("receipt"))?;
    if !kept.is_unconfirmed() {
        return Err(Refusal::ConfirmedBefore.into());
    }
    work.record(Event::SenderConfirmed(Box::new(Confirmed {
        notice: noun.id,
        case: noun.case,
        number: noun.number,
        what: kept.what(),
        receipt: receipt.to_owned(),
        call_back,
    })))
    .await?;
    Ok(match kept {
        Kept::Answer(answer) => Some(work.need(answer.id, "answer").await?),
        _ => None,
    })
}

/// What this receipt names, if it belongs to this notice.
async fn kept(conn: &mut Conn<'_>, noun: &Notice, receipt: &str) -> Stored<Option<Kept>> {
    if let Some(held) = lists::answer_by_receipt(conn, receipt).await? {
        return Ok((held.noun.notice == noun.id).then(|| Kept::Answer(Box::new(held.noun))));
    }
    if let Some(held) = deciding::appeal_by_receipt(conn, receipt).await? {
        // An appeal belongs to the case; a later notice of the same case opens it too.
        return Ok((held.noun.case == noun.case).then(|| Kept::Appeal(Box::new(held.noun))));
    }
    let held = lists::extension_by_receipt(conn, receipt).await?;
    Ok(held.map(|held| held.noun).filter(|extension| extension.notice == noun.id).map(|one| Kept::Time(Box::new(one))))
}

/// Where the letter of this contact went. A link may be older than the notice that it leads to.
fn mailbox(noun: &Notice, customer: &Customer, contact: ContactId) -> Option<Private<String>> {
    let written_to = noun.recipients.iter().find(|recipient| recipient.contact == contact);
    let known = || customer.contacts.iter().find(|known| known.id == contact).map(|known| known.email.clone());
    written_to.map(|recipient| recipient.email.clone()).or_else(known)
}

/// `l•••@example-social.example`
pub(super) fn masked(address: &str) -> String {
    match address.split_once('@') {
        Some((name, domain)) => format!("{}•••@{domain}", name.chars().next().unwrap_or('•')),
        None => "•••".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_hinted_at() {
        assert_eq!(masked("legal@example-social.example"), "l•••@example-social.example");
        assert_eq!(masked("é@x.example"), "é•••@x.example");
        assert_eq!(masked("[erased]"), "•••");
    }
}
