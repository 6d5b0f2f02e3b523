//! What comes in day by day and never becomes a case: passed on, rejected, or still waiting in the inbox.

use std::collections::BTreeMap;

use docket::time::Moment;
use serde_json::json;

use super::calendar::{is_weekend, wall, zone};
use super::customers::{Tenant, Trade};
use super::machines::{Kind, report};
use super::mails::About;
use super::reporters::neighbour;
use super::{DAYS, forms, mails};
use crate::command::dice::Dice;
use crate::command::seed::people::zone_of;
use crate::command::seed::report::Incoming;
use crate::command::seed::step::{Hand, Script, Sort, Step};
use crate::command::seed::story::reporters::{CIVIC, HONEYPOT};

/// So many complaints, beside those of the cases.
const MANY: i64 = 2230;

/// How often, what, and about whom above all.
const MACHINES: [(u64, (Kind, Option<Trade>)); 18] = [
    (13, (Kind::Logins, Some(Trade::Machines))),
    (7, (Kind::Scan, Some(Trade::Machines))),
    (3, (Kind::Flood, Some(Trade::Games))),
    (4, (Kind::Web, Some(Trade::Machines))),
    (12, (Kind::Spam, Some(Trade::Mailer))),
    (14, (Kind::Loop, Some(Trade::Mailer))),
    (11, (Kind::Open, None)),
    (5, (Kind::Weak, None)),
    (6, (Kind::Listed, Some(Trade::Machines))),
    (9, (Kind::Phishing, Some(Trade::Tools))),
    (5, (Kind::Malware, Some(Trade::Files))),
    (4, (Kind::Infected, Some(Trade::Machines))),
    (1, (Kind::Control, Some(Trade::Machines))),
    (8, (Kind::Copied, Some(Trade::Files))),
    (2, (Kind::Brand, Some(Trade::Shop))),
    (2, (Kind::Fraud, Some(Trade::Shop))),
    (2, (Kind::Broken, Some(Trade::Press))),
    (1, (Kind::Leak, Some(Trade::School))),
];

/// Who sorts the inbox at which hour of their day.
const SITTINGS: [(Hand, &str); 7] = [
    (Hand::Kenji, "10:10"),
    (Hand::Tomas, "09:15"),
    (Hand::Tomas, "15:40"),
    (Hand::Aoife, "11:25"),
    (Hand::Aoife, "16:30"),
    (Hand::Mara, "09:20"),
    (Hand::Mara, "14:35"),
];
/// At weekends one of them looks in, so that nothing urgent waits until Monday.
const WEEKEND: [(Hand, &str); 2] = [(Hand::Aoife, "11:00"), (Hand::Mara, "10:30")];

/// Mostly the letter says enough.
const NOTES: [(u64, &str); 4] = [
    (30, ""),
    (1, "Several senders report the same. It may be worth a look at when it began."),
    (1, "If it is solved already, nothing needs doing."),
    (1, "The times in the reports are UTC."),
];

struct Desk {
    /// When somebody sits down to sort, in order.
    sittings: Vec<(Moment, Hand)>,
    /// What is done at which of them: the name under which its complaints are known.
    piles: BTreeMap<(usize, &'static str), ()>,
}

pub fn tell<'a>(script: &mut Script<'a>, tenants: &[Tenant<'a>], dice: &mut Dice) {
    let mut desk = Desk { sittings: sittings(script), piles: BTreeMap::new() };
    let days: Vec<(i64, u64)> = (0..DAYS).rev().map(|ago| (ago, weight(script, ago))).collect();
    let all: u64 = days.iter().map(|(_, weight)| weight).sum();
    let mut told = 0;
    let mut passed = 0;
    for (ago, weight) in days {
        passed += weight;
        // So many should have come by the end of this day.
        let until = MANY * passed as i64 / all.max(1) as i64;
        for _ in told..until {
            one(script, &mut desk, tenants, ago, dice);
        }
        told = until;
    }
    network(script, &mut desk, dice);
    for ((sitting, pile), ()) in std::mem::take(&mut desk.piles) {
        let (at, by) = desk.sittings[sitting];
        let sort = match pile.split_once(':') {
            Some(("pass", opening)) => Sort::PassOn { opening, note: dice.weighed(&NOTES) },
            Some((_, ground)) => Sort::Reject { ground },
            None => continue,
        };
        let minutes = dice.between(0, 38) * 60;
        script.on(at.plus_seconds(minutes), Step::Sort { matter: name(script, sitting, pile), by, sort });
    }
}

fn name<'a>(script: &Script<'a>, sitting: usize, pile: &str) -> &'a str {
    script.say(format!("pile {sitting} {pile}"))
}

/// More each month, a wave of copied pages ten weeks ago, weekends thinner.
fn weight(script: &Script<'_>, ago: i64) -> u64 {
    let grown = 60 + 110 * (DAYS - ago) / DAYS;
    let wave = if (63..77).contains(&ago) { 45 } else { 0 };
    let day = script.ago(ago, 0, 0).date_text();
    let thin = if is_weekend(&day) { 55 } else { 100 };
    ((grown + wave) * thin).unsigned_abs()
}

fn sittings(script: &Script<'_>) -> Vec<(Moment, Hand)> {
    let mut found = Vec::new();
    for ago in (-1..=DAYS).rev() {
        for (weekend, list) in [(false, &SITTINGS[..]), (true, &WEEKEND[..])] {
            for (hand, time) in list {
                let zone = zone(zone_of(*hand));
                let day = zone.date_text(script.ago(ago, 0, 0));
                if is_weekend(&day) == weekend {
                    found.extend(wall(&day, time, &zone).map(|at| (at, *hand)));
                }
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup();
    found
}

fn one<'a>(script: &mut Script<'a>, desk: &mut Desk, tenants: &[Tenant<'a>], ago: i64, dice: &mut Dice) {
    let second = if dice.chance(70) { dice.between(6 * 3600, 22 * 3600) } else { dice.between(0, 86_399) };
    let day = script.ago(ago, 0, 0);
    let at = day.plus_seconds(second - day.micros().div_euclid(1_000_000).rem_euclid(86_400));
    let sort = dice.below(100);
    let (incoming, pile) = match sort {
        0..4 => (nobody(script, dice), "no:not_ours"),
        4..12 => {
            let tenant = whose(tenants, Some(Trade::Machines), dice);
            (
                mails::mail(script, tenant, dice.of(&About::ALL), at, dice),
                dice.weighed(&[(7, "pass:misused"), (2, "no:not_found"), (1, "no:known")]),
            )
        }
        12..22 => {
            let tenant = &tenants[dice.below(tenants.len() as u64) as usize];
            let (incoming, concerns) = forms::form(script, tenant, dice);
            let usual =
                [(6, "pass:plain"), (2, "no:dispute"), (2, "no:not_found"), (1, "no:too_little"), (1, "no:no_breach")];
            (
                incoming,
                if concerns { dice.weighed(&usual) } else { dice.of(&["no:no_breach", "no:mistake", "no:too_little"]) },
            )
        }
        _ => {
            let (kind, trade) = match sort {
                // The wave of the copied pages.
                22..45 if (63..77).contains(&ago) => (Kind::Phishing, Some(Trade::Tools)),
                _ => dice.weighed(&MACHINES),
            };
            let tenant = whose(tenants, trade, dice);
            (report(script, tenant, kind, dice), fate(kind, dice))
        }
    };
    desk.take(script, at, incoming, pile, dice);
}

/// Mostly somebody of that trade; anybody can be misused.
fn whose<'t, 'a>(tenants: &'t [Tenant<'a>], trade: Option<Trade>, dice: &mut Dice) -> &'t Tenant<'a> {
    for _ in 0..24 {
        let tenant = &tenants[dice.below(tenants.len() as u64) as usize];
        if trade.is_none_or(|trade| tenant.trade == trade) || dice.chance(6) {
            return tenant;
        }
    }
    &tenants[0]
}

fn fate(kind: Kind, dice: &mut Dice) -> &'static str {
    match kind {
        Kind::Listed => dice.weighed(&[(8, "pass:listed"), (2, "no:known")]),
        Kind::Logins | Kind::Scan | Kind::Flood | Kind::Web | Kind::Infected | Kind::Control | Kind::Broken => {
            dice.weighed(&[(5, "pass:misused"), (3, "no:known"), (3, "no:not_found")])
        }
        Kind::Phishing | Kind::Malware => dice.weighed(&[(3, "pass:misused"), (5, "no:not_found"), (2, "no:known")]),
        Kind::Copied | Kind::Brand | Kind::Fraud => {
            dice.weighed(&[(6, "pass:plain"), (2, "no:dispute"), (1, "no:not_found"), (1, "no:baseless")])
        }
        _ => dice.weighed(&[(5, "pass:plain"), (4, "no:known"), (1, "no:too_little"), (2, "no:not_found")]),
    }
}

/// About an address that nobody here holds.
fn nobody<'a>(script: &Script<'a>, dice: &mut Dice) -> Incoming<'a> {
    let elsewhere = format!("3fff:{:x}::{:x}", dice.between(1, 4000), dice.between(1, 900));
    if dice.chance(50) {
        let more =
            json!({"source_port": dice.between(1025, 60_000), "protocol": "tcp", "destination_ip": "192.0.2.201"});
        return Incoming::Xarf { from: HONEYPOT, source: script.say(elsewhere), kind: "connection.port_scan", more };
    }
    let what = dice.of(&[
        ("Spam, again", "I get this spam every day. A friend looked up the address and says that it is yours:"),
        (
            "Phishing from your network",
            "This phishing mail came from your network, says a page that looks up addresses:",
        ),
        ("Please stop this", "Somebody tries to open my router. This is where it comes from:"),
    ]);
    Incoming::Mail {
        from: neighbour(script, dice),
        subject: what.0,
        text: script.say(format!(
            "Hello,\n\n{}\n\n  {elsewhere}\n\n{}",
            what.1,
            dice.of(&["Thanks.", "It has to stop.", "Best wishes", "I hope you can help."])
        )),
    }
}

/// Weekly lists about the social network, each passed on.
fn network<'a>(script: &mut Script<'a>, desk: &mut Desk, dice: &mut Dice) {
    let sunday = script.sunday();
    for number in 0..44_i64 {
        let at = sunday.plus_seconds(-(23 * 86_400) + number * 27_000 + dice.between(0, 9000));
        let from = if dice.chance(25) { CIVIC } else { neighbour(script, dice) };
        let town = dice.of(&TOWNS);
        let text = format!("{} {}", dice.of(&THREATS).replace("{a}", town), dice.of(&ADDED));
        let text = script.say(text);
        let locations =
            script.say(format!("https://example-social.example/post/{}", 10_800 + number * 9 + dice.between(0, 8)));
        let incoming = Incoming::Form { from, category: "violence", locations, text, language: "en", disclosed: false };
        desk.take(script, at, incoming, "pass:plain", dice);
    }
}

const TOWNS: [&str; 9] =
    ["Ashford", "Millbrook", "Cook Falls", "Harlow", "Eastport", "Linden", "Granville", "Fairview", "Salem Creek"];
const THREATS: [&str; 15] = [
    "This post calls for violence against the mayor of {a}.",
    "The account asks its readers to come armed to a meeting of the council in {a}.",
    "Under this post people write what should be done to a journalist in {a}, and where she lives.",
    "A picture of a gallows with the name of our mayor. It was shared 300 times.",
    "The post incites people to attack the counting centre in {a}, with a map of its doors.",
    "A video in which somebody shows how to get into the courthouse of {a} without being seen.",
    "Threats against a nurse who spoke at the council. Her shift is named.",
    "The poll under this post asks which judge should be “visited” first.",
    "Somebody sells badges that show who will be shot. The shop is linked from here.",
    "A group plans to block the bridge at {a} and to beat whoever drives on.",
    "The author names the school of an official’s children in {a}.",
    "Readers are told to bring lighters to the library of {a}.",
    "It says that the people who count votes in {a} “will not need winter coats”.",
    "A list with 40 names and streets, and the words “you know what to do”.",
    "A man with a rifle reads out the address of our newspaper in {a}.",
];
const ADDED: [&str; 9] = [
    "Reported on the site, no answer.",
    "It has been up since yesterday.",
    "I kept a copy.",
    "The same words were removed last week and are back.",
    "Please pass it on.",
    "Nobody moderates there at night.",
    "More than a thousand people liked it.",
    "The author did this before under another name.",
    "I am one of those who are named.",
];

impl Desk {
    /// It comes in, and somebody deals with it when they next sit down: grave things first.
    fn take<'a>(
        &mut self,
        script: &mut Script<'a>,
        at: Moment,
        incoming: Incoming<'a>,
        pile: &'static str,
        dice: &mut Dice,
    ) {
        let soon = is_grave(&incoming) || dice.chance(60);
        let patience = if soon { dice.between(10, 200) } else { dice.between(200, 2600) };
        let ready = at.plus_seconds(patience * 60);
        let sitting = self.sittings.partition_point(|(sits, _)| *sits < ready);
        let matter = name(script, sitting, pile);
        script.on(at, Step::Report { matter, incoming });
        if sitting < self.sittings.len() {
            self.piles.insert((sitting, pile), ());
        }
    }
}

/// Attacks, copied pages and harmful programs do not wait for a quiet hour.
fn is_grave(incoming: &Incoming<'_>) -> bool {
    let Incoming::Xarf { kind, .. } = incoming else { return false };
    kind.starts_with("connection.") || matches!(*kind, "content.phishing" | "content.malware")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bumpalo::Bump;

    #[test]
    fn somebody_sits_down_every_day() {
        let words = Bump::new();
        let script = Script::new(Moment::parse("2026-03-12T12:00:00Z").unwrap(), &words);
        let sittings = sittings(&script);
        assert!(sittings.windows(2).all(|two| two[1].0.minus(two[0].0) < 26 * 3_600_000_000));
        assert!(sittings.len() > 700, "{}", sittings.len());
    }
}
