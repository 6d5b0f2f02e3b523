//! Everybody else at a full desk: some two hundred customers, three thousand complaints over five months, and the cases
//! that came of them. Drawn from short lists of words by the same dice each time; a story that matters is told by hand.

mod calendar;
mod customers;
mod forms;
mod lives;
mod machines;
mod mails;
mod reporters;
mod topics;
mod traffic;

use super::step::Script;
use crate::command::dice::Dice;
pub use customers::Tenant;

/// The full desk begins so many days before now.
pub const DAYS: i64 = 152;

/// What is known of the crowd before anything happens.
pub struct Crowd<'a> {
    pub tenants: Vec<Tenant<'a>>,
    dice: Dice,
}

impl<'a> Crowd<'a> {
    pub fn gather(script: &Script<'a>) -> Crowd<'a> {
        let mut dice = Dice::new(0xD0E_5EED);
        Crowd { tenants: customers::invent(script, &mut dice), dice }
    }

    /// The lists by which these customers come in: a name, and the text.
    pub fn lists(&self, script: &Script<'_>) -> Vec<(String, String)> {
        customers::lists(&self.tenants, script)
    }

    pub fn tell(&mut self, script: &mut Script<'a>) {
        lives::tell(script, &self.tenants, &mut self.dice);
        traffic::tell(script, &self.tenants, &mut self.dice);
    }
}
