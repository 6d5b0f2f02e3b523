//! What was asked for, read from the words of a form or a command.

use super::profile::Profile;
use crate::desk::as_of::AsOf;
use crate::export::{Ask, What};
use crate::phrase;
use crate::policy::Category;
use crate::refusal::{Problem, Refusal};
use crate::time::Moment;
use crate::time::zone::{Wall, Zone, calendar_days, resolve};
use crate::words::{Phrase, ours};

/// The longest period of one report.
const MOST_DAYS: i64 = 1100;

/// Days in a zone, the last one included.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    pub from_text: String,
    pub to_text: String,
    pub zone: Zone,
    pub from: Moment,
    /// The first instant after it.
    pub to: Moment,
}

impl Period {
    /// `from` and `to` as forms write days. An empty end is today, an empty beginning so many days before it.
    pub fn read(from: &str, to: &str, zone: &str, now: Moment, days: i64) -> Result<Period, Refusal> {
        let mut problems = Vec::new();
        let zone = match zone.trim() {
            "" => Some(Zone::UTC),
            name => Zone::parse(name),
        };
        let Some(zone) = zone else {
            return Err(Refusal::field("zone", "Write the name of a time zone, such as Europe/Paris or UTC."));
        };
        let to_text = match to.trim() {
            "" => zone.date_text(now),
            text => text.to_owned(),
        };
        let last = midnight(&to_text, &zone);
        if last.is_none() {
            problems.push(Problem::new("to", "Write a day such as 2026-01-31."));
        }
        let from_text = match (from.trim(), last) {
            // Counted from noon: a day on which the clocks change is an hour longer or shorter.
            ("", Some(last)) => zone.date_text(last.plus_seconds(43_200 - (days - 1) * 86_400)),
            (text, _) => text.to_owned(),
        };
        let first = midnight(&from_text, &zone);
        if first.is_none() {
            problems.push(Problem::new("from", "Write a day such as 2026-01-01."));
        }
        let (Some(first), Some(last)) = (first, last) else { return Err(Refusal::Fields(problems)) };
        if last < first {
            return Err(Refusal::field("to", "The last day lies before the first one."));
        }
        if last.minus(first) / 86_400_000_000 > MOST_DAYS {
            return Err(Refusal::field("from", "Ask for three years at most."));
        }
        Ok(Period { to: calendar_days(last, 1, &zone), from: first, from_text, to_text, zone })
    }

    pub fn words(&self) -> String {
        format!("{} to {}, {}", self.from_text, self.to_text, self.zone.name())
    }

    fn scope(&self) -> Phrase {
        phrase!("from {} to {}, {}", self.from_text, self.to_text, self.zone.name())
    }
}

/// The first instant of a day there.
fn midnight(day: &str, zone: &Zone) -> Option<Moment> {
    Some(match resolve(day, "00:00", zone)? {
        Wall::Once(at) => at,
        Wall::Twice { first, .. } => first,
        Wall::Gap { after, .. } => after,
    })
}

#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    Case { number: String, as_of: AsOf, profile: Profile },
    Customer { handle: String, as_of: AsOf, profile: Profile },
    Ledger { first: i64, last: Option<i64>, kind: String, case: String, profile: Profile },
    Decisions { stage: String },
    Treatment { period: Period, category: String, html: bool, profile: Profile },
    Deadlines { period: Period, html: bool, profile: Profile },
    Figures { period: Period, json: bool },
    Verification,
}

impl Order {
    pub fn read(ask: &Ask, now: Moment) -> Result<Order, Refusal> {
        let what = What::parse(&ask.what).ok_or_else(|| Refusal::field("what", "Choose what to export."))?;
        let profile = match ask.profile.trim() {
            "" => Profile::Internal,
            word => Profile::parse(word).ok_or_else(|| Refusal::field("profile", "Choose for whom it is made."))?,
        };
        let format = match ask.format.trim() {
            "" => what.formats().first().copied().unwrap_or_default(),
            word => what
                .formats()
                .iter()
                .find(|format| **format == word)
                .ok_or_else(|| Refusal::field("format", "It cannot be made as this kind of file."))?,
        };
        let period = || Period::read(&ask.from, &ask.to, &ask.zone, now, 30);
        let subject = |sentence: &'static str| match ask.subject.trim() {
            "" => Err(Refusal::field("subject", sentence)),
            word => Ok(word.to_owned()),
        };
        Ok(match what {
            What::CaseFile => Order::Case {
                number: subject("Write the number of a case, such as DN-2026-0001.")?.to_uppercase(),
                as_of: read_as_of(&ask.as_of, &ask.zone)?,
                profile,
            },
            What::CustomerFile => Order::Customer {
                handle: subject("Write the handle of a customer.")?,
                as_of: read_as_of(&ask.as_of, &ask.zone)?,
                profile,
            },
            What::LedgerExtract => {
                if profile == Profile::Customer {
                    return Err(Refusal::field(
                        "profile",
                        "Entries of the ledger leave word for word, so there is no extract for customers. Make a customer’s file.",
                    ));
                }
                let last = number(&ask.last, "last")?;
                Order::Ledger {
                    first: number(&ask.first, "first")?.unwrap_or(1).max(1),
                    last,
                    kind: ask.kind.trim().to_owned(),
                    case: ask.case.trim().to_uppercase(),
                    profile,
                }
            }
            What::DecisionsRegister => {
                if profile != Profile::Internal {
                    return Err(Refusal::field(
                        "profile",
                        "The register names every customer and who proposed, so it stays in the house.",
                    ));
                }
                Order::Decisions { stage: ask.stage.trim().to_owned() }
            }
            What::TreatmentReport => {
                let category = ask.category.trim().to_owned();
                if !category.is_empty() && Category::parse(&category).is_none() {
                    return Err(Refusal::field("category", "There is no such category."));
                }
                Order::Treatment { period: period()?, category, html: format == "html", profile }
            }
            What::DeadlineReport => Order::Deadlines { period: period()?, html: format == "html", profile },
            What::TransparencyFigures => Order::Figures { period: period()?, json: format == "json" },
            What::Verification => Order::Verification,
        })
    }

    /// The ending of its file.
    pub fn ending(&self) -> &'static str {
        match self {
            Order::Case { .. } | Order::Customer { .. } => "zip",
            Order::Ledger { .. } => "jsonl",
            Order::Treatment { html: true, .. } | Order::Deadlines { html: true, .. } => "html",
            Order::Figures { json: true, .. } => "json",
            _ => "csv",
        }
    }

    pub fn what(&self) -> What {
        match self {
            Order::Case { .. } => What::CaseFile,
            Order::Customer { .. } => What::CustomerFile,
            Order::Ledger { .. } => What::LedgerExtract,
            Order::Decisions { .. } => What::DecisionsRegister,
            Order::Treatment { .. } => What::TreatmentReport,
            Order::Deadlines { .. } => What::DeadlineReport,
            Order::Figures { .. } => What::TransparencyFigures,
            Order::Verification => What::Verification,
        }
    }

    pub fn profile(&self) -> Profile {
        match self {
            Order::Case { profile, .. }
            | Order::Customer { profile, .. }
            | Order::Ledger { profile, .. }
            | Order::Treatment { profile, .. }
            | Order::Deadlines { profile, .. } => *profile,
            _ => Profile::Internal,
        }
    }

    /// What it is about, in a few words and without anybody's own.
    pub fn scope(&self) -> Phrase {
        let then = |subject: &str, as_of: &AsOf| match as_of {
            AsOf::Now => Phrase::Said(subject.to_owned()),
            AsOf::Entry(seq) => phrase!("{} as of entry #{}", subject, seq),
            AsOf::At(at) => phrase!("{} as it was known on {}", subject, at),
        };
        match self {
            Order::Case { number, as_of, .. } => then(number, as_of),
            Order::Customer { handle, as_of, .. } => then(handle, as_of),
            Order::Ledger { first, last, kind, case, .. } => {
                let span = match last {
                    Some(last) => phrase!("entries #{} to #{}", first, last),
                    None => phrase!("entries from #{}", first),
                };
                let narrowed = [kind, case].into_iter().filter(|word| !word.is_empty()).cloned().map(Phrase::Said);
                Phrase::join(std::iter::once(span).chain(narrowed), ", ")
            }
            Order::Decisions { stage } => stage_name(stage),
            Order::Treatment { period, category, .. } => match Category::parse(category) {
                Some(category) => Phrase::join([Phrase::from(category.name()), period.scope()], ", "),
                None => period.scope(),
            },
            Order::Deadlines { period, .. } | Order::Figures { period, .. } => period.scope(),
            Order::Verification => Phrase::from(ours("the whole ledger")),
        }
    }
}

/// The stages of the register, as its page names them.
fn stage_name(stage: &str) -> Phrase {
    Phrase::from(match stage {
        "proposed" => ours("Waits for approval"),
        "approved" => ours("Approved, scheduled"),
        "stopped" => ours("Stopped, asks a person"),
        "missed" => ours("Missed, asks a person"),
        "in_force" => ours("In force"),
        "stayed" => ours("Stayed"),
        "lifted" => ours("Lifted"),
        "overturned" => ours("Lifted on appeal"),
        "withdrawn" => ours("Withdrawn"),
        _ => ours("all stages"),
    })
}

fn number(text: &str, field: &str) -> Result<Option<i64>, Refusal> {
    let text = text.trim().trim_start_matches('#');
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .ok()
        .filter(|number| *number > 0)
        .map(Some)
        .ok_or_else(|| Refusal::field(field, "Write the number of an entry, such as 1204."))
}

/// "#1204", an instant in RFC 3339, a day, or a day and a time on the wall of the zone. Nothing means now.
pub fn read_as_of(text: &str, zone: &str) -> Result<AsOf, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(AsOf::Now);
    }
    if let Ok(seq) = text.trim_start_matches('#').parse() {
        return Ok(AsOf::Entry(seq));
    }
    if let Some(at) = Moment::parse(text) {
        return Ok(AsOf::At(at));
    }
    let zone = match zone.trim() {
        "" => Some(Zone::UTC),
        name => Zone::parse(name),
    };
    let zone =
        zone.ok_or_else(|| Refusal::field("zone", "Write the name of a time zone, such as Europe/Paris or UTC."))?;
    let wall = match text.split_once(['T', ' ']) {
        Some((day, time)) => resolve(day, time, &zone),
        // A whole day counts to its end.
        None => midnight(text, &zone).map(|first| Wall::Once(calendar_days(first, 1, &zone).plus_micros(-1))),
    };
    let wrong = "Write an entry such as #1204, a day such as 2026-01-10, or a day and a time such as 2026-01-10 23:59.";
    match wall {
        // A minute counts to its end, as people mean it.
        Some(Wall::Once(at)) if text.contains(['T', ' ']) => Ok(AsOf::At(at.plus_micros(59_999_999))),
        Some(Wall::Once(at)) => Ok(AsOf::At(at)),
        Some(Wall::Gap { before_text, after_text, .. }) => Err(Refusal::field(
            "as_of",
            phrase!("The clocks jump over this time. Choose {} or {}.", before_text, after_text),
        )),
        Some(Wall::Twice { first_text, second_text, .. }) => Err(Refusal::field(
            "as_of",
            phrase!("The clocks show this time twice. Write {} or {} in UTC.", first_text, second_text),
        )),
        None => Err(Refusal::field("as_of", wrong)),
    }
}

/// An edge of a span as filters write it: a day, or a day and a time. Where the wall leaves it open the wider reading
/// counts, because a filter should hide nothing. None: it cannot be read.
pub fn read_edge(text: &str, zone: &Zone, upper: bool) -> Option<Moment> {
    let text = text.trim();
    if let Some(at) = Moment::parse(text) {
        return Some(at);
    }
    let Some((day, time)) = text.split_once(['T', ' ']) else {
        let first = midnight(text, zone)?;
        return Some(if upper { calendar_days(first, 1, zone) } else { first });
    };
    let at = match resolve(day, time, zone)? {
        Wall::Once(at) => at,
        Wall::Twice { first, second, .. } => {
            if upper {
                second
            } else {
                first
            }
        }
        Wall::Gap { before, after, .. } => {
            if upper {
                after
            } else {
                before
            }
        }
    };
    Some(if upper { at.plus_seconds(60) } else { at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_in_every_form_that_people_write() {
        let at = |text: &str| AsOf::At(Moment::parse(text).unwrap());
        assert_eq!(read_as_of("", "").unwrap(), AsOf::Now);
        assert_eq!(read_as_of(" #12 ", "").unwrap(), AsOf::Entry(12));
        assert_eq!(read_as_of("2021-01-11T07:59:00Z", "").unwrap(), at("2021-01-11T07:59:00Z"));
        assert_eq!(read_as_of("2021-01-10T23:59", "America/Los_Angeles").unwrap(), at("2021-01-11T07:59:59.999999Z"));
        assert_eq!(read_as_of("2021-01-10", "America/Los_Angeles").unwrap(), at("2021-01-11T07:59:59.999999Z"));
        for wrong in ["yesterday", "2021-13-01", "2021-03-14 02:30"] {
            assert!(read_as_of(wrong, "America/Los_Angeles").is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_period_has_whole_days_of_its_zone() {
        let now = Moment::parse("2026-03-20T03:00:00Z").unwrap();
        let period = Period::read("", "", "America/Los_Angeles", now, 14).unwrap();
        assert_eq!((period.from_text.as_str(), period.to_text.as_str()), ("2026-03-06", "2026-03-19"));
        // The clocks went forward on 8 March: one of these days has 23 hours.
        assert_eq!(period.to.minus(period.from) / 3_600_000_000, 14 * 24 - 1);
        assert!(Period::read("2026-02-01", "2026-01-01", "", now, 14).is_err());
        assert!(Period::read("2016-02-01", "2026-01-01", "", now, 14).is_err());
    }
}
