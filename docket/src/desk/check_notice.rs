//! Whether a letter that somebody holds is one of our notices. Told is when it was issued and whether it still counts,
//! and which of the reader's own words are ours; nothing that they did not hold already.

use super::printed::{AsPrinted, NoticePaper};
use super::{Desk, Done, Opened};
use crate::checkpoint::proof_file::ProofFile;
use crate::customer::Customer;
use crate::letter::{Cause, Letter, LetterStage};
use crate::letters::LINK;
use crate::notice::checked::{self, Compared};
use crate::notice::code::{code_in, is_code};
use crate::notice::{Notice, NoticeStage};
use crate::refusal::Refusal;
use crate::store::{Conn, lists, vouching};
use crate::time::Moment;
use crate::time::zone::Zone;

/// What became of a notice since it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    InForce,
    /// Its deadline is later than the one that is printed on it.
    Extended,
    Superseded {
        at: Moment,
    },
    Withdrawn {
        at: Moment,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedNotice {
    pub code: String,
    pub issued_at: Moment,
    /// Of its deadline, as the letter shows times.
    pub zone: Zone,
    pub stands: Stands,
    /// None: nobody gave us its words.
    pub words: Option<Compared>,
}

impl Desk {
    /// That the letter which went to this link's contact stands in the ledger, with its words: who it was for, what it
    /// said, and when. Nothing else goes along. None: no checkpoint covers it yet.
    pub async fn notice_proof(&self, opened: &Opened) -> Done<Option<ProofFile>> {
        let notice = &opened.notice;
        let missing = Refusal::NotFound("notice");
        let recipient = notice.recipients.iter().find(|recipient| recipient.contact == opened.link.contact);
        let to = recipient.map(|recipient| recipient.email.show()).ok_or(missing.clone())?;
        let seq = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            let letters = lists::letters_of(&mut conn, notice.case).await?.into_iter().map(|held| held.noun);
            let of = |letter: &Letter| matches!(letter.cause, Cause::Notice { notice: of } if of == notice.id);
            let first = letters.filter(|letter| of(letter) && letter.to.show() == to).min_by_key(|one| one.queued_at);
            let first = first.ok_or(missing.clone())?;
            vouching::queued(&mut conn, &notice.case.to_string(), &first.id.to_string()).await?.ok_or(missing)?
        };
        // The entry seals three values: address, subject and words. Its reader has all of them.
        self.proof_file(seq, |_| true).await
    }

    /// None: nothing that was given names a notice which left us. That is not the same as forged. `printed` gives the words
    /// of its papers, for whoever holds one of those.
    pub async fn check_notice(&self, code: &str, text: &str, printed: AsPrinted<'_>) -> Done<Option<CheckedNotice>> {
        let Some(code) = is_code(code).or_else(|| code_in(code)).or_else(|| code_in(text)) else { return Ok(None) };
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let Some(notice) = lists::notice_by_code(&mut conn, &code).await?.map(|held| held.noun) else {
            return Ok(None);
        };
        let stands = match notice.stage {
            NoticeStage::Leaving { .. } | NoticeStage::Undone { .. } => return Ok(None),
            NoticeStage::Withdrawn { at, .. } => Stands::Withdrawn { at },
            NoticeStage::Superseded { at, .. } => Stands::Superseded { at },
            NoticeStage::Sent { .. } if notice.superseded.is_empty() => Stands::InForce,
            NoticeStage::Sent { .. } => Stands::Extended,
        };
        let letters = lists::letters_of(&mut conn, notice.case).await?.into_iter().map(|held| held.noun);
        let letters: Vec<_> = letters
            .filter(|letter| matches!(letter.cause, Cause::Notice { notice: of } if of == notice.id))
            .filter(|letter| !matches!(letter.stage, LetterStage::Queued))
            .collect();
        let Some(issued_at) = letters.iter().map(|letter| letter.queued_at).min() else { return Ok(None) };
        let mut ours: Vec<String> = letters.iter().map(|letter| letter.text.show().to_owned()).collect();
        if let Some(paper) = self.held_as_paper(&mut conn, &notice, text).await? {
            ours.extend(printed(&paper));
        }
        let link = self.settings().notice_url("");
        let words = (!text.trim().is_empty()).then(|| {
            let ours: Vec<&str> = ours.iter().map(String::as_str).collect();
            checked::compare(text, &ours, (LINK, &link))
        });
        let zone = Zone::parse(&notice.deadline.zone).unwrap_or(Zone::UTC);
        Ok(Some(CheckedNotice { code, issued_at, zone, stands, words }))
    }

    /// A printed notice has more words than its letter: the whole fingerprint, for one. None: nobody holds one here.
    async fn held_as_paper(&self, conn: &mut Conn<'_>, notice: &Notice, text: &str) -> Done<Option<NoticePaper>> {
        let whole: String = text.split_whitespace().collect();
        let mut hashes = std::iter::once(&notice.text.hash).chain(notice.other_letters.iter().map(|one| &one.hash));
        if !hashes.any(|hash| whole.contains(hash.as_str())) {
            return Ok(None);
        }
        let Some(customer) = lists::one::<Customer>(conn, &notice.customer.to_string()).await? else { return Ok(None) };
        let paper = self.paper_of(conn, notice.clone(), customer.noun.handle, None).await?;
        // Made for one contact it names one, made for the desk all of them.
        Ok(paper.map(|paper| NoticePaper {
            to: paper.to.iter().filter(|to| whole.contains(*to)).cloned().collect(),
            ..paper
        }))
    }
}
