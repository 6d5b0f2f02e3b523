//! The policy: clauses are published in editions, and an edition never changes.

mod starters;

use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{ClauseId, CommandId};
use crate::people::Act;
use crate::policy::{Category, Clause, Published, Severity};
use crate::refusal::Refusal;
use crate::store::{aside, lists};
use crate::words::{Language, Line, Reason};
use serde::Serialize;
pub(super) use starters::STARTERS;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ClauseForm {
    /// "3.2"
    pub code: String,
    pub title: String,
    pub title_fr: String,
    pub text: String,
    pub text_fr: String,
    pub category: String,
    pub severity: String,
    pub default_hours: String,
    pub strike_days: String,
    /// The edition that its writer saw. Empty for a clause that is new altogether.
    pub replaces: String,
}

/// A year is long for an answer, ten are long for a strike.
const MOST_HOURS: u32 = 24 * 365;
const MOST_STRIKE_DAYS: u32 = 3650;
const MOST_CODE: usize = 12;

impl Desk {
    /// Gives back the clause's code.
    pub async fn publish_clause(&self, who: &Who, command: CommandId, form: &ClauseForm) -> Done<(String, Receipt)> {
        who.must(Act::KeepPolicy)?;
        let written = read(form)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => return Ok((written.code.clone(), receipt)),
                Begun::Now(work) => work,
            };
            // Two editions of one clause are written one after the other, so that the second sees the first.
            aside::take_turns(&mut work.conn(), &[format!("clause:{}", written.code)]).await?;
            let mut published = written.clone();
            self.place_after(&mut work, form, &mut published).await?;
            work.record(Event::ClauseEditionPublished(Box::new(published))).await?;
            Ok((written.code.clone(), work.commit().await?))
        })
    }

    /// Gives the edition its id, its name and its place behind the newest one.
    async fn place_after(&self, work: &mut Work, form: &ClauseForm, published: &mut Published) -> Done<()> {
        let editions = lists::editions(&mut work.conn(), &published.code).await?;
        let newest = editions.last().map(|held| &held.noun);
        match newest {
            None if !form.replaces.is_empty() => return Err(Refusal::NotFound("clause").into()),
            Some(_) if form.replaces.is_empty() => {
                let sentence = "There is a clause with this number. Open it and publish a new edition.";
                return Err(Refusal::field("code", sentence).into());
            }
            Some(newest) if newest.id.to_string() != form.replaces => {
                return Err(Refusal::Stale { now: i64::try_from(editions.len()).unwrap_or(i64::MAX) }.into());
            }
            Some(newest) if says_the_same(newest, published) => {
                return Err(Refusal::field("text", "Nothing differs from the edition in force.").into());
            }
            _ => {}
        }
        published.replaces = newest.map(|clause| clause.id);
        published.clause = work.new_id();
        let day = work.now.date_text();
        let taken = |edition: &str| editions.iter().any(|held| held.noun.edition == edition);
        let mut edition = day.clone();
        let mut more = 2;
        while taken(&edition) {
            edition = format!("{day}.{more}");
            more += 1;
        }
        published.edition = edition;
        Ok(())
    }

    /// Every edition of a clause, newest first.
    pub async fn clause_editions(&self, code: &str) -> Done<Vec<Clause>> {
        let mut reader = self.read().await?;
        let mut editions: Vec<Clause> =
            lists::editions(&mut reader.conn(), code).await?.into_iter().map(|held| held.noun).collect();
        if editions.is_empty() {
            return Err(Refusal::NotFound("clause").into());
        }
        editions.reverse();
        Ok(editions)
    }
}

fn says_the_same(clause: &Clause, new: &Published) -> bool {
    let old = (&clause.title, &clause.title_fr, &clause.text, &clause.text_fr, clause.category);
    old == (&new.title, &new.title_fr, &new.text, &new.text_fr, new.category)
        && (clause.severity(), clause.default_hours, clause.strike_days())
            == (new.severity, new.default_hours, new.strike_days)
}

fn read(form: &ClauseForm) -> Result<Published, Failure> {
    let mut check = Check::new(Language::En);
    let code = form.code.trim();
    let fits = !code.is_empty()
        && code.len() <= MOST_CODE
        && code.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-'));
    let code = check.some("code", fits.then_some(code), "Write a number such as 3.2.");
    let title = check.word("title", Line::parse(&form.title));
    let title_fr = check.word("title_fr", Line::parse(&form.title_fr));
    let text = check.word("text", Reason::parse(&form.text));
    let text_fr = check.word("text_fr", Reason::parse(&form.text_fr));
    let category = check.some("category", Category::parse(&form.category), "Choose a category.");
    let severity = check.some("severity", Severity::parse(&form.severity), "Choose a severity.");
    let hours = form.default_hours.trim().parse().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
    let hours = check.some("default_hours", hours, "Write a number of hours from 1 to 8760.");
    let days = form.strike_days.trim().parse().ok().filter(|days| (1..=MOST_STRIKE_DAYS).contains(days));
    let days = check.some("strike_days", days, "Write a number of days from 1 to 3650.");
    let (Some(code), Some(title), Some(title_fr), Some(text), Some(text_fr)) = (code, title, title_fr, text, text_fr)
    else {
        return check.refuse().map_err(Failure::from);
    };
    let (Some(category), Some(severity), Some(default_hours), Some(strike_days)) = (category, severity, hours, days)
    else {
        return check.refuse().map_err(Failure::from);
    };
    check.done()?;
    Ok(Published {
        clause: ClauseId(uuid::Uuid::nil()),
        code: code.to_owned(),
        edition: String::new(),
        title: title.as_str().to_owned(),
        title_fr: title_fr.as_str().to_owned(),
        text: text.as_str().to_owned(),
        text_fr: text_fr.as_str().to_owned(),
        category,
        severity,
        default_hours,
        strike_days,
        replaces: None,
    })
}
