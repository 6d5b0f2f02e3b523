//! The mails that came in, as their pages list them.

use super::*;
use crate::case::Case;
use crate::desk::pages::{MOST_COUNTED, PAGE};
use crate::refusal::Refusal;
use crate::sentence::Names;

/// One line of the list.
#[derive(Clone, Debug)]
pub struct MailRow {
    pub mail: Mail,
    /// The number of its case.
    pub case: Option<String>,
}

#[derive(Clone, Debug)]
pub struct MailsView {
    pub rows: Vec<MailRow>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// How many wait, up to a cap.
    pub waiting: i64,
}

/// One mail with what it belongs to.
#[derive(Clone, Debug)]
pub struct MailPage {
    pub row: MailRow,
    pub letter: Option<Letter>,
    pub notice: Option<Notice>,
    pub names: Names,
}

impl Desk {
    /// Newest first, but those that wait oldest first. `kind` is a kind's word, "waiting", or empty for all.
    pub async fn mails_view(&self, kind: &str, after: Option<i64>) -> Done<MailsView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut found = mails::list(&mut conn, kind, after, PAGE + 1).await?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = found.len() > page;
        found.truncate(page);
        let next = found.last().filter(|_| more).map(|held| held.noun.number);
        let waiting = mails::waiting(&mut conn, MOST_COUNTED).await?;
        let mut rows = Vec::with_capacity(found.len());
        for held in found {
            rows.push(row(&mut conn, held.noun).await?);
        }
        Ok(MailsView { rows, next, waiting })
    }

    pub async fn mail_page(&self, number: i64) -> Done<MailPage> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mail = mails::by_number(&mut conn, number).await?.ok_or(Refusal::NotFound("mail"))?.noun;
        let letter = match mail.about.and_then(|about| about.letter) {
            Some(letter) => lists::one::<Letter>(&mut conn, &letter.to_string()).await?.map(|held| held.noun),
            None => None,
        };
        let notice = match mail.about.and_then(|about| about.notice) {
            Some(notice) => lists::one::<Notice>(&mut conn, &notice.to_string()).await?.map(|held| held.noun),
            None => None,
        };
        let names = self.names_in(&mut conn).await?;
        let row = row(&mut conn, mail).await?;
        Ok(MailPage { row, letter, notice, names })
    }

    /// How many mails wait for a person.
    pub async fn mails_waiting(&self) -> Done<i64> {
        Ok(mails::waiting(&mut self.read().await?.conn(), MOST_COUNTED).await?)
    }
}

async fn row(conn: &mut Conn<'_>, mail: Mail) -> Stored<MailRow> {
    let case = match mail.case() {
        Some(case) => lists::one::<Case>(conn, &case.to_string()).await?.map(|held| held.noun.number),
        None => None,
    };
    Ok(MailRow { mail, case })
}
