//! The cases of the crowd, each from its first complaint to its end. What would be still to come is left out, so that the
//! youngest of them stand in every stage.

mod hard;

use std::collections::HashSet;

use docket::time::Moment;

use super::DAYS;
use super::calendar::busy;
use super::customers::Tenant;
use super::machines::report;
use super::topics::{ACCEPTED, Blanks, ENOUGH, HOW_OFF, NO_ACTION, NOT_ENOUGH, TOPICS, Topic, WITHOUT, Written};
use super::{forms, mails};
use crate::command::dice::Dice;
use crate::command::seed::step::{Court, Decision, Hand, Matter, Notice, Reply, Says, Script, Step, Tend, written};

/// Beside the told ones.
const MANY: i64 = 126;

/// So many of them began within the last nine days.
const YOUNG: i64 = 32;

/// How a case ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Without,
    Accepted,
    NoAction,
    Warned,
    PartOff,
    PartOffAndOn,
    Off,
    OffAndOn,
    Ended,
}

const ENDS: [(u64, End); 9] = [
    (14, End::Without),
    (40, End::Accepted),
    (12, End::NoAction),
    (13, End::Warned),
    (6, End::PartOff),
    (10, End::PartOffAndOn),
    (3, End::Off),
    (6, End::OffAndOn),
    (1, End::Ended),
];

struct Life<'l, 'a> {
    script: &'l mut Script<'a>,
    dice: &'l mut Dice,
    tenant: &'l Tenant<'a>,
    topic: &'static Topic,
    blanks: Blanks<'l>,
    matter: Matter<'a>,
    by: Hand,
    lead: Hand,
    /// Where the story has come to.
    at: Moment,
}

pub fn tell<'a>(script: &mut Script<'a>, tenants: &[Tenant<'a>], dice: &mut Dice) {
    let mut busy_tenants: HashSet<&str> = HashSet::new();
    for number in 0..MANY {
        let ago = begun(number);
        let begins = script.ago(0, (ago * 24.0) as i64, dice.between(0, 900));
        let Some((tenant, topic)) = somebody(tenants, &mut busy_tenants, dice) else { continue };
        let matter = script.say(format!("crowd-{number}"));
        let by =
            dice.weighed(&[(6, Hand::Tomas), (6, Hand::Mara), (6, Hand::Aoife), (4, Hand::Kenji), (1, Hand::Lukas)]);
        // Nobody approves what they proposed.
        let lead = if by == Hand::Lukas || dice.chance(45) { Hand::Ines } else { Hand::Lukas };
        let many = usize::try_from(dice.between(2, 7)).unwrap_or(2) + if dice.chance(8) { 14 } else { 0 };
        let blanks = Blanks::new(tenant, many, begins, dice);
        let end = match dice.weighed(&ENDS) {
            // Nobody loses a whole account for what harms nobody by the hour.
            End::Off | End::Ended if topic.emergency.is_none() => End::PartOff,
            End::OffAndOn if topic.emergency.is_none() => End::PartOffAndOn,
            end => end,
        };
        Life { script, dice, tenant, topic, blanks, matter, by, lead, at: begins }.live(many, end);
    }
}

/// How many days ago the case began: ever closer together, and the youngest within the last days.
fn begun(number: i64) -> f64 {
    const OLD: i64 = MANY - YOUNG;
    if number < OLD {
        let share = f64::from((number + 1) as i32) / f64::from(OLD as i32);
        return 9.0 + (DAYS - 14) as f64 * (1.0 - share.powf(0.75));
    }
    9.0 * f64::from((MANY - number) as i32) / f64::from(YOUNG as i32)
}

/// Each is in one case at most, so that nothing is switched off twice.
fn somebody<'t, 'a>(
    tenants: &'t [Tenant<'a>],
    busy: &mut HashSet<&'a str>,
    dice: &mut Dice,
) -> Option<(&'t Tenant<'a>, &'static Topic)> {
    for _ in 0..400 {
        let tenant = &tenants[dice.below(tenants.len() as u64) as usize];
        let topic = dice.of(&TOPICS);
        if topic.suits(tenant) && busy.insert(tenant.handle) {
            return Some((tenant, topic));
        }
    }
    None
}

impl<'a> Life<'_, 'a> {
    fn live(mut self, many: usize, end: End) {
        let first = many.min(usize::try_from(self.dice.between(1, 3)).unwrap_or(1));
        self.complaints(first);
        self.open();
        if !matches!(end, End::Without | End::NoAction) {
            self.more_complaints(many - first);
        }
        let measure = self.measure(end);
        if end == End::Without {
            self.pass(400, 2400);
            let reason = self.dice.of(&WITHOUT);
            self.close(reason);
            return;
        }
        let deadline = self.notice();
        if end == End::NoAction && self.dice.chance(30) {
            self.taken_back();
            return;
        }
        let answered = self.answer(deadline, matches!(end, End::Accepted | End::NoAction));
        if measure {
            self.pass(60, 300);
            self.step(Step::Court {
                matter: self.matter,
                by: self.lead,
                act: Court::EndMeasure("The customer acted. The rest is a matter of the notice."),
            });
        }
        match end {
            End::Accepted | End::NoAction => self.favour(end),
            _ => self.burden(deadline, answered, end),
        }
        self.at = self.at.max(deadline.plus_seconds(1200));
        self.pass(120, 2600);
        if self.dice.chance(95) || end == End::Ended {
            let reason = self.dice.of(self.topic.closed);
            self.close(reason);
        }
    }

    fn step(&mut self, step: Step<'a>) {
        self.script.on(self.at, step);
    }

    /// Working time passes for whoever has the case.
    fn pass(&mut self, least: i64, most: i64) {
        self.at = busy(self.by, self.at, self.dice.between(least, most));
    }

    fn fill(&self, text: &str) -> String {
        self.blanks.fill(text, self.at)
    }

    fn say(&self, text: &str) -> &'a str {
        self.script.say(self.fill(text))
    }

    /// Of the words in English and French those that the customer reads.
    fn theirs<T: Copy>(&mut self, words: &[&[T]; 2]) -> T {
        self.dice.of(words[usize::from(self.tenant.french)])
    }

    /// They come when the case is open already, and join it by themselves or by hand.
    fn more_complaints(&mut self, many: usize) {
        let opened = self.at;
        self.at = self.at.plus_seconds(1800);
        self.complaints(many.min(9));
        self.at = busy(self.by, self.at, 15);
        self.step(Step::Gather { matter: self.matter, by: self.by });
        self.at = opened;
    }

    fn complaints(&mut self, many: usize) {
        for _ in 0..many {
            self.at = self.at.plus_seconds(self.dice.between(600, 2 * 3600));
            let (percent, what) = self.topic.written;
            let incoming = if self.dice.chance(percent) {
                match what {
                    Written::Form(words) => forms::saying(self.script, self.tenant, words, self.dice),
                    Written::Mail(abouts) => {
                        let about = self.dice.of(abouts);
                        mails::mail(self.script, self.tenant, about, self.at, self.dice)
                    }
                }
            } else {
                let kind = self.dice.of(self.topic.kinds);
                report(self.script, self.tenant, kind, self.dice)
            };
            self.step(Step::Report { matter: self.matter, incoming });
        }
    }

    fn open(&mut self) {
        // What harms by the hour does not wait for the morning: somebody is on call.
        match self.topic.emergency {
            Some(_) => self.at = self.at.plus_seconds(self.dice.between(12, 190) * 60),
            None => self.pass(10, 260),
        }
        let severity = self.dice.of(self.topic.severity);
        let title = self.dice.of(self.topic.titles);
        self.step(Step::Open {
            matter: self.matter,
            by: self.by,
            customer: self.tenant.handle,
            title: self.say(title),
            clause: self.topic.clause,
            severity,
        });
        if self.dice.chance(60) {
            self.pass(4, 40);
            let note = self.dice.of(self.topic.notes);
            self.step(Step::Note { matter: self.matter, by: self.by, text: self.fill(note) });
        }
        if self.dice.chance(9) {
            self.pass(2, 30);
            let worse = self.dice.of(&["high", "low"]);
            self.step(Step::Tend { matter: self.matter, by: self.by, tend: Tend::Grade(worse) });
        }
        if self.dice.chance(8) {
            // Somebody goes on holiday, and somebody else has the case from then on.
            self.pass(30, 600);
            let to = if self.by == Hand::Tomas { Hand::Aoife } else { Hand::Tomas };
            self.step(Step::Tend { matter: self.matter, by: self.by, tend: Tend::Hand(to) });
            self.by = to;
        }
        if self.dice.chance(35) {
            self.pass(2, 25);
            let tag = self.dice.of(self.topic.tags);
            self.step(Step::Tend { matter: self.matter, by: self.by, tend: Tend::Tags(tag) });
        }
        if self.dice.chance(6) {
            self.pass(3, 20);
            let date = self.script.say(self.at.plus_seconds(self.dice.between(3, 8) * 86_400).date_text());
            let reason = self.dice.of(&[
                "The customer is at it and calls on that day.",
                "The sender of the report promised the logs by then.",
                "Waits for the maker’s update.",
            ]);
            self.step(Step::Tend { matter: self.matter, by: self.by, tend: Tend::Snooze { date, reason } });
        }
    }

    /// Now and then it cannot wait: the one host name goes off, and a lead confirms it.
    fn measure(&mut self, end: End) -> bool {
        let Some(emergency) = self.topic.emergency.filter(|_| end == End::Accepted && self.dice.chance(18)) else {
            return false;
        };
        self.pass(2, 15);
        let facts = self.say("It is going on while we look: {k} complaints since {since}, and people are harmed by the hour. Only {other} is concerned.");
        let act = Court::Measure { emergency, asset: self.tenant.other, part: "", facts };
        self.step(Step::Court { matter: self.matter, by: self.by, act });
        let taken = self.at;
        self.pass(2, 12);
        self.carry_out(&HOW_OFF);
        // A lead is asked at once, whatever the hour.
        self.at = taken.plus_seconds(self.dice.between(15, 500) * 60);
        self.step(Step::Court { matter: self.matter, by: self.lead, act: Court::ConfirmMeasure });
        true
    }

    /// Gives the instant of the deadline.
    fn notice(&mut self) -> Moment {
        self.pass(15, 330);
        let said = self.topic.said(self.tenant);
        let hours = self.dice.of(self.topic.hours);
        let findings = self.dice.of(said.findings);
        let example = self.dice.of(said.example);
        let notice = Notice {
            template: self.topic.template,
            hours,
            findings: self.fill(findings),
            example: self.say(example),
            ..Notice::default()
        };
        self.step(Step::Notice { matter: self.matter, by: self.by, notice: Box::new(notice) });
        // The undo window, the letter's way, and the whole minute.
        let sent = self.at.plus_seconds(120);
        let mut deadline = self.at.plus_seconds(i64::from(hours) * 3600 + 20 * 60);
        self.at = sent;
        if self.dice.chance(55) {
            self.at = sent.plus_seconds(self.dice.between(20, i64::from(hours) * 12) * 60);
            self.step(Step::Confirm { matter: self.matter });
        }
        if self.dice.chance(14) {
            self.at = self.at.plus_seconds(self.dice.between(10, 300) * 60);
            let french = self.tenant.french;
            let reason = match french {
                true => "La personne qui connaît cette machine est en congé jusqu’à lundi.",
                false => self.dice.of(&[
                    "The person who knows this machine is away until Monday.",
                    "We need to ask our own customer, who has three days by contract.",
                    "We found the cause, and moving the data takes a night more than you gave us.",
                ]),
            };
            let signer = self.tenant.signer;
            self.step(Step::Says { matter: self.matter, says: Says::AskTime { days: "1", reason, signer } });
            self.pass(5, 90);
            let given = self.dice.chance(75);
            let (choice, reason) = match (given, french) {
                (true, false) => ("all", "You asked in time and say what for."),
                (true, true) => ("all", "Vous l’avez demandé à temps et dites pourquoi."),
                (false, false) => ("none", "People are harmed by the hour, and what we ask for takes minutes."),
                (false, true) => ("none", "Des personnes subissent un dommage heure après heure."),
            };
            self.step(Step::Tend { matter: self.matter, by: self.by, tend: Tend::DecideTime { choice, reason } });
            if given {
                // A day on the wall, which may be an hour longer.
                deadline = deadline.max(self.at).plus_seconds(26 * 3600);
            }
        }
        deadline
    }

    /// The notice was a mistake of the house, and the customer is told so.
    fn taken_back(&mut self) {
        self.pass(30, 200);
        let reason = match self.tenant.french {
            true => "Cet avis ne vous était pas destiné. Nous vous prions de nous excuser.",
            false => self.dice.of(&[
                "We looked at the wrong address. You have nothing to do with this, and we are sorry.",
                "The sender took the report back an hour after our letter. Please forget it.",
            ]),
        };
        self.step(Step::Tend { matter: self.matter, by: self.by, tend: Tend::Withdraw { reason } });
        self.pass(3, 60);
        self.close("Our mistake. The notice was withdrawn and the customer was told.");
    }

    /// True when an answer came; it was weighed then.
    fn answer(&mut self, deadline: Moment, good: bool) -> bool {
        if !good && self.dice.chance(45) {
            self.at = self.at.max(deadline.plus_seconds(600));
            return false;
        }
        let left = (deadline.minus(self.at) / 60_000_000).max(30);
        let late = self.dice.chance(9);
        let minutes =
            if late { left + self.dice.between(20, 900) } else { self.dice.between(left / 20 + 1, left * 19 / 20) };
        self.at = self.at.plus_seconds(minutes * 60);
        let (answers, verdicts) = if good {
            (self.topic.said(self.tenant).done, &ENOUGH[..])
        } else {
            (self.topic.said(self.tenant).poor, &NOT_ENOUGH[..])
        };
        let (first, second) = self.dice.of(answers);
        let (stance, other) = if good { ("done", "done") } else { ("disagree", "will_do") };
        let by_date = if good { String::new() } else { written(self.at.plus_seconds(12 * 86_400)) };
        let mut parts = vec![(stance, self.say(first), String::new()), (other, self.say(second), by_date)];
        let (one, two) = self.dice.of(verdicts);
        let mut weighed = vec![(good, one), (good, two)];
        if self.topic.template == "moderation_plan" {
            let whom = self.say("abuse@{host}, day and night.");
            parts.push(("done", whom, String::new()));
            weighed.push((true, "It was tried, and somebody answered."));
        }
        let reply = Reply { parts, signer: self.tenant.signer, signer_role: self.tenant.role, ..Reply::default() };
        self.step(Step::Answer { matter: self.matter, answer: Box::new(reply) });
        self.pass(20, 700);
        self.step(Step::Weigh { matter: self.matter, by: self.by, verdicts: weighed });
        true
    }

    fn favour(&mut self, end: End) {
        self.pass(10, 300);
        let (outcome, facts, explanation) = if end == End::Accepted {
            let fixed = self.dice.of(self.topic.said(self.tenant).fixed);
            ("plan_accepted", fixed, self.theirs(&ACCEPTED))
        } else {
            let (facts, why) = self.theirs(&NO_ACTION);
            ("no_action", facts, why)
        };
        let decision = Decision {
            outcome,
            assets: vec![self.tenant.domain],
            facts: facts.into(),
            explanation,
            ..Decision::default()
        };
        self.step(Step::Decide { matter: self.matter, by: self.by, decision: Box::new(decision) });
    }

    fn carry_out(&mut self, how: &[&'static str]) {
        let how = self.dice.of(how).replace("{n}", &self.dice.between(80_000, 89_999).to_string());
        let how = self.script.say(how);
        self.step(Step::CarryOut { matter: self.matter, by: self.by, how });
    }

    fn close(&mut self, reason: &str) {
        let reason = self.say(reason);
        self.step(Step::Close { matter: self.matter, by: self.by, reason });
    }
}
