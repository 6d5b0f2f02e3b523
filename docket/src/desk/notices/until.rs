//! Until when: hours, days, months, business days or a time on the wall, as the composer's fields say it.

use crate::calendar::Calendar;
use crate::desk::check::Check;
use crate::desk::notices::NoticeForm;
use crate::notice::anchor::Anchor;
use crate::phrase;
use crate::time::zone::{
    Fold, Span, WallProblem, Zone, business_days, calendar_span, deadline_hours, deadline_wall, eu_span,
};
use crate::time::{Deadline, Moment};
use crate::timer::promised_from;
use crate::words::Phrase;

const MOST_HOURS: u32 = 24 * 90;
const MOST_DAYS: u32 = 90;
const MOST_MONTHS: u32 = 12;

/// The field beside which something about the deadline is said.
pub(super) fn field(rule: &str) -> &'static str {
    match rule {
        "wall" => "date",
        "days" | "business" | "eu" => "days",
        "months" => "months",
        _ => "hours",
    }
}

pub(super) fn wants_calendar(rule: &str) -> bool {
    matches!(rule, "business" | "eu")
}

pub(super) fn read_deadline(
    check: &mut Check,
    form: &NoticeForm,
    calendar: Option<&Calendar>,
    now: Moment,
) -> Option<Deadline> {
    let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.")?;
    let from = promised_from(now);
    match form.rule.as_str() {
        "wall" => wall(check, form, &zone, now, from),
        "days" | "business" | "eu" => {
            let days = form.days.trim().parse::<u32>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
            let days = check.some("days", days, phrase!("Write a number of days from 1 to {}.", MOST_DAYS))?;
            if form.rule == "days" {
                return calendar_span(from, Span::Days(days), &zone);
            }
            let calendar = check.some("calendar", calendar, "Choose a calendar from the list.")?;
            let deadline = match form.rule.as_str() {
                "eu" => eu_span(from, Span::Days(days), &zone, calendar),
                _ => business_days(from, days, &zone, calendar),
            };
            let last = deadline.as_ref().and_then(|deadline| deadline.rule.last_day()?.parse().ok());
            if !last.is_some_and(|last| calendar.knows(last)) {
                check.problem(
                    "calendar",
                    phrase!("The calendar {} ends before this deadline. Import a newer edition.", calendar.name),
                );
                return None;
            }
            deadline
        }
        "months" => {
            let months = form.months.trim().parse::<u32>().ok().filter(|months| (1..=MOST_MONTHS).contains(months));
            let months =
                check.some("months", months, phrase!("Write a number of months from 1 to {}.", MOST_MONTHS))?;
            calendar_span(from, Span::Months(months), &zone)
        }
        _ => {
            let hours = form.hours.trim().parse::<u32>().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
            let hours = check.some("hours", hours, phrase!("Write a number of hours from 1 to {}.", MOST_HOURS))?;
            Some(deadline_hours(from, hours, &zone))
        }
    }
}

/// From what the time is counted. None: as usual, from when the next mail server took the letter.
pub(super) fn read_anchor(check: &mut Check, form: &NoticeForm) -> Option<Anchor> {
    if matches!(form.anchor.as_str(), "" | Anchor::USUAL) {
        return None;
    }
    let anchor = check.some("anchor", Anchor::parse(&form.anchor), "Choose from the list what it is counted from.")?;
    if form.rule == "wall" {
        check.problem("anchor", "A time on the wall is counted from nothing. Choose hours, days or months for that.");
        return None;
    }
    Some(anchor)
}

fn wall(check: &mut Check, form: &NoticeForm, zone: &Zone, now: Moment, from: Moment) -> Option<Deadline> {
    let fold = match form.fold.as_str() {
        "first" => Some(Fold::First),
        "second" => Some(Fold::Second),
        _ => None,
    };
    let deadline = match deadline_wall(form.date.trim(), form.time.trim(), zone, now, fold) {
        Ok(deadline) => deadline,
        Err(problem) => {
            let field = if matches!(problem, WallProblem::Twice { .. }) { "fold" } else { "date" };
            check.problem(field, Phrase::each(|language| problem.sentence(language)));
            return None;
        }
    };
    if deadline.at <= from {
        check.problem("date", "This is too soon: the letter itself needs sixteen minutes to leave and arrive.");
        return None;
    }
    Some(deadline)
}
