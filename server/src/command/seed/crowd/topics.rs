//! What cases are about, in words: those that belong to one matter, and those that fit every one.

mod content;
mod network;

use docket::time::Moment;

use super::customers::{Tenant, Trade};
use super::forms::{self, Words};
use super::machines::{FAMILIES, Kind, WORKS};
use super::mails::About;
use crate::command::dice::Dice;
use crate::command::seed::step::written;

pub struct Topic {
    pub clause: &'static str,
    pub severity: &'static [&'static str],
    pub template: &'static str,
    pub hours: &'static [u32],
    /// The kind of emergency that it can be.
    pub emergency: Option<&'static str>,
    pub kinds: &'static [Kind],
    /// How many of its complaints people write, in a hundred, and what.
    pub written: (u64, Written),
    pub trades: &'static [Trade],
    pub tags: &'static [&'static str],
    pub titles: &'static [&'static str],
    pub notes: &'static [&'static str],
    pub closed: &'static [&'static str],
    pub en: Said,
    pub fr: Option<Said>,
}

/// What people send in: the public form, or a mail with a log.
#[derive(Clone, Copy)]
pub enum Written {
    Form(&'static Words),
    Mail(&'static [About]),
}

/// What the customer reads and writes.
pub struct Said {
    pub findings: &'static [&'static str],
    pub example: &'static [&'static str],
    /// Answers that solve it: what was done, and why it does not come back.
    pub done: &'static [(&'static str, &'static str)],
    /// Answers that do not.
    pub poor: &'static [(&'static str, &'static str)],
    /// "You took the pages down."
    pub fixed: &'static [&'static str],
}

pub static TOPICS: [&Topic; 9] = [
    &network::PHISHING,
    &network::MALWARE,
    &network::ATTACK,
    &network::SPAM,
    &network::OPEN,
    &content::COPYRIGHT,
    &content::HATE,
    &content::PRIVACY,
    &content::FRAUD,
];

/// What stands in the place of the words in braces.
pub struct Blanks<'a> {
    tenant: &'a Tenant<'a>,
    complaints: usize,
    since: Moment,
    family: &'static str,
    work: &'static str,
    number: i64,
}

impl<'a> Blanks<'a> {
    pub fn new(tenant: &'a Tenant<'a>, complaints: usize, since: Moment, dice: &mut Dice) -> Self {
        let (family, work) = (dice.of(&FAMILIES), dice.of(&WORKS));
        Self { tenant, complaints, since, family, work, number: dice.between(4, 240) }
    }

    pub fn fill(&self, text: &str, looked: Moment) -> String {
        let day = |at: Moment| {
            if self.tenant.french { at.to_chrono().format("%d/%m/%Y").to_string() } else { written(at) }
        };
        text.replace("{host}", self.tenant.domain)
            .replace("{other}", self.tenant.other)
            .replace("{ip}", self.tenant.ip)
            .replace("{since}", &day(self.since))
            .replace("{looked}", &day(looked))
            .replace("{k}", &self.complaints.to_string())
            .replace("{n}", &self.number.to_string())
            .replace("{family}", self.family)
            .replace("{work}", self.work)
    }
}

impl Topic {
    pub fn said(&self, tenant: &Tenant<'_>) -> &Said {
        self.fr.as_ref().filter(|_| tenant.french).unwrap_or(&self.en)
    }

    /// Whether a customer of this trade can be in it, in the language that they read.
    pub fn suits(&self, tenant: &Tenant<'_>) -> bool {
        self.trades.contains(&tenant.trade) && (!tenant.french || self.fr.is_some())
    }
}

/// Verdicts on an answer, part by part.
pub const ENOUGH: [(&str, &str); 6] = [
    ("Looked ourselves: it is gone.", "The cause is named, and what they did fits it."),
    ("Nothing is there any more.", "A clear step, and it is done."),
    ("Tried it from outside. It no longer answers.", "They say what went wrong and who looks after it now."),
    ("Gone since yesterday, and no complaint came after that.", "Believable, and more than we asked for."),
    ("Checked all addresses of the complaints.", "It took them an hour to find. Good enough."),
    ("The customer acted within the day.", "We will see whether it holds; nothing speaks against it."),
];
pub const NOT_ENOUGH: [(&str, &str); 5] = [
    ("It is still there today.", "No cause is named."),
    ("They looked at another machine than the one we wrote about.", "A promise without a step."),
    ("One of three is gone.", "The same sentence as in the case before."),
    ("New complaints came after the answer.", "Nobody looks after the machine, as far as we can see."),
    ("They say that it is not theirs, and it is in their prefix.", "Nothing was done."),
];

/// Why a plan was accepted, in English and French.
pub const ACCEPTED: [&[&str]; 2] = [
    &[
        "What we asked for was done within the time given.",
        "You acted at once and told us the cause. That is what the rule asks of you.",
        "The step that you took answers what was found. If it comes back, write to us before somebody else does.",
        "You did more than we asked for. We close the case when nothing new comes.",
        "The plan has names and hours, and it has begun.",
    ],
    &[
        "Ce que nous avions demandé a été fait dans le délai.",
        "Vous avez agi tout de suite et indiqué la cause. C’est ce que la règle demande.",
        "La mesure que vous avez prise répond à ce qui avait été constaté.",
    ],
];
pub const NO_ACTION: [&[(&str, &str)]; 2] = [
    &[
        (
            "We looked into what was reported. It does not lie with you, or it breaks no rule.",
            "Nothing was done against you, and nothing will be.",
        ),
        (
            "The reports named your address, but the traffic came from somewhere else and only named you as its source.",
            "You could not have done anything about it.",
        ),
        (
            "You showed us that you have the right to what was reported.",
            "The complaint was a matter between you and somebody else.",
        ),
    ],
    &[(
        "Nous avons examiné ce qui nous avait été signalé. Cela ne vient pas de vous, ou n’enfreint aucune règle.",
        "Rien n’a été fait contre vous, et rien ne le sera.",
    )],
];
pub const WARNED: [&[&str]; 2] = [
    &[
        "It is the second time within a year. We leave everything on, because you acted in the end, and tell you that the next time weighs more.",
        "You answered after the time had passed. Nothing is switched off. We expect an answer in time when we ask again.",
        "What you wrote does not answer what we asked. The matter itself is over, so nothing is switched off.",
    ],
    &[
        "C’est la deuxième fois en un an. Rien n’est suspendu, car vous avez fini par agir, mais la prochaine fois pèsera davantage.",
    ],
];
pub const SWITCHED_OFF: [&[&str]; 2] = [
    &[
        "The rule asks you to put an end to this in the time that we name. Nobody answered, and strangers are harmed by the hour.",
        "We asked twice. A narrower step than this would leave in place what harms others.",
        "Only what is named here is switched off. The rest of your account stays on.",
    ],
    &[
        "La règle vous demande d’y mettre fin dans le délai indiqué. Personne n’a répondu, et d’autres en subissent le dommage heure après heure.",
    ],
];
pub const WHOLE: [&[&str]; 2] = [
    &[
        "The account is one machine. What was found lies at its root, and nothing of it can be left on without that.",
        "All addresses of the account took part in it, and you named none that did not.",
    ],
    &["Le compte est une seule machine\u{a0}; rien ne peut en rester allumé sans ce qui a été constaté."],
];
pub const CONDITIONS: [&[&str]; 2] = [
    &[
        "What was found is gone.\nYou say how it came there, and what prevents it from coming back.",
        "The machine was set up anew, or somebody who knows how has cleaned it.\nA contact is named who answers within a day.",
    ],
    &["Ce qui a été constaté a disparu.\nVous dites comment c’est arrivé et ce qui l’empêchera de revenir."],
];
pub const RUNS_AGAIN: [&[&str]; 2] = [
    &[
        "The ground for it is gone. There is no reason to keep it off.",
        "Both conditions are met. Thank you for the quick work.",
    ],
    &["Le motif a disparu. Il n’y a plus de raison de maintenir la suspension."],
];
pub const HOW_OFF: [&str; 5] = [
    "Address null-routed at the edge, change {n}. Disk untouched.",
    "Port of the machine disabled at the switch, ticket {n}.",
    "Host name taken out of the front proxy, change {n}. The rest answers.",
    "Machine isolated from the network, console left to the customer. Ticket {n}.",
    "Outgoing traffic blocked for the prefix, change {n}.",
];
pub const HOW_ON: [&str; 3] = [
    "Back on, change {n}. Tried from outside: it answers.",
    "Port enabled again, ticket {n}.",
    "Route announced again, change {n}. The customer confirmed by telephone.",
];
pub const WITHOUT: [&str; 5] = [
    "The customer took it down before we wrote.",
    "Gone by itself: the machine was returned.",
    "Nothing was there when we looked, twice on two days.",
    "A false alarm of the sensor; its operator took the report back.",
    "The customer called and cleaned it within the hour. Nothing to ask for.",
];
