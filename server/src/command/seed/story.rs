//! The stories of the demonstration, a file for each kind. Everybody in them is invented.

mod closed;
mod decided;
mod inbox;
mod pressed;
mod quiet;
mod redress;
pub(super) mod reporters;
mod running;
mod social;
mod waiting;

use super::report::{Incoming, Party};
use super::step::{Hand, Matter, Script, Step};

/// Matters whose notice still runs: the customers' links that are printed.
pub const RUNNING: [Matter<'static>; 2] = ["lantern", "brume"];

pub fn tell(script: &mut Script<'_>) {
    social::tell(script);
    running::tell(script);
    waiting::tell(script);
    decided::tell(script);
    closed::tell(script);
    pressed::tell(script);
    redress::tell(script);
    quiet::tell(script);
    inbox::tell(script);
}

/// Days, hours and minutes before now.
type Ago = (i64, i64, i64);

impl<'a> Script<'a> {
    fn form(
        &mut self,
        ago: Ago,
        matter: Matter<'a>,
        from: Party<'a>,
        category: &'a str,
        locations: &'a str,
        text: &'a str,
    ) {
        let incoming = Incoming::Form { from, category, locations, text, language: "en", disclosed: false };
        self.at(ago, Step::Report { matter, incoming });
    }

    fn mail(&mut self, ago: Ago, matter: Matter<'a>, from: Party<'a>, subject: &'a str, text: &'a str) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Mail { from, subject, text } });
    }

    fn xarf(
        &mut self,
        ago: Ago,
        matter: Matter<'a>,
        from: Party<'a>,
        source: &'a str,
        kind: &'a str,
        more: serde_json::Value,
    ) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Xarf { from, source, kind, more } });
    }

    fn feedback(&mut self, ago: Ago, matter: Matter<'a>, source: &'a str, domain: &'a str, subject: &'a str) {
        self.at(ago, Step::Report { matter, incoming: Incoming::Loop { source, domain, subject } });
    }

    #[expect(clippy::too_many_arguments, reason = "each is a word of the script and stands in it once")]
    fn open(
        &mut self,
        ago: Ago,
        matter: Matter<'a>,
        by: Hand,
        customer: &'a str,
        clause: &'a str,
        severity: &'a str,
        title: &'a str,
    ) {
        self.at(ago, Step::Open { matter, by, customer, title, clause, severity });
    }

    fn note(&mut self, ago: Ago, matter: Matter<'a>, by: Hand, text: impl Into<String>) {
        self.at(ago, Step::Note { matter, by, text: text.into() });
    }
}
