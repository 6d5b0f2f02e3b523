//! The stories of the demonstration, a file for each kind. Everybody in them is invented.

mod closed;
mod decided;
mod inbox;
mod reporters;
mod running;
mod social;
mod waiting;

use super::report::{Incoming, Party};
use super::step::{Hand, Matter, Script, Step};

/// Matters whose notice still runs: the customers' links that are printed.
pub const RUNNING: [Matter; 2] = ["lantern", "brume"];

pub fn tell(script: &mut Script) {
    social::tell(script);
    running::tell(script);
    waiting::tell(script);
    decided::tell(script);
    closed::tell(script);
    inbox::tell(script);
}

/// Days, hours and minutes before now.
type Ago = (i64, i64, i64);

impl Script {
    fn form(
        &mut self,
        ago: Ago,
        matter: Matter,
        from: Party,
        category: &'static str,
        locations: &'static str,
        text: &'static str,
    ) {
        let incoming = Incoming::Form { from, category, locations, text, language: "en", disclosed: false };
        self.at(ago, Step::Report { matter, incoming });
    }

    fn call(
        &mut self,
        ago: Ago,
        matter: Matter,
        from: Party,
        category: &'static str,
        locations: &'static str,
        text: &'static str,
    ) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Call { from, category, locations, text } });
    }

    fn mail(&mut self, ago: Ago, matter: Matter, from: Party, subject: &'static str, text: &'static str) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Mail { from, subject, text } });
    }

    fn xarf(
        &mut self,
        ago: Ago,
        matter: Matter,
        from: Party,
        source: &'static str,
        kind: &'static str,
        more: serde_json::Value,
    ) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Xarf { from, source, kind, more } });
    }

    fn feedback(
        &mut self,
        ago: Ago,
        matter: Matter,
        source: &'static str,
        domain: &'static str,
        subject: &'static str,
    ) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Loop { source, domain, subject } });
    }

    #[expect(clippy::too_many_arguments, reason = "each is a word of the script and stands in it once")]
    fn open(
        &mut self,
        ago: Ago,
        matter: Matter,
        by: Hand,
        customer: &'static str,
        clause: &'static str,
        severity: &'static str,
        title: &'static str,
    ) {
        self.at(ago, Step::Open { matter, by, customer, title, clause, severity });
    }

    fn note(&mut self, ago: Ago, matter: Matter, by: Hand, text: impl Into<String>) {
        self.at(ago, Step::Note { matter, by, text: text.into() });
    }
}
