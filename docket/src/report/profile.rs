//! What an export shows to whom. This is the only place that decides it; every paper asks here, and says aloud what it
//! withholds.

use crate::people::{Actor, Person};
use crate::private::Private;
use crate::sentence::Names;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// For whose eyes an export is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// For the house and its counsel: everything but sealed material.
    #[default]
    Internal,
    /// For an authority that looks at how cases are treated.
    Regulator,
    /// For the customer themselves.
    Customer,
}

impl Profile {
    pub const ALL: [Profile; 3] = [Profile::Internal, Profile::Regulator, Profile::Customer];

    pub fn word(self) -> &'static str {
        match self {
            Profile::Internal => "internal",
            Profile::Regulator => "regulator",
            Profile::Customer => "customer",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Profile::Internal => ours("Internal"),
            Profile::Regulator => ours("Regulator"),
            Profile::Customer => ours("Customer"),
        }
    }

    pub fn parse(text: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.word() == text.trim())
    }

    /// `disclosed`: the reporter agreed to be named to the customer.
    pub fn shows(self, part: Part, disclosed: bool) -> bool {
        match (self, part) {
            (Profile::Internal, _) => true,
            (Profile::Regulator, Part::Reporter | Part::ReportFiles) => disclosed,
            (Profile::Regulator, Part::Staff | Part::Notes | Part::SealedPlaces | Part::OtherCustomers) => false,
            (Profile::Regulator, _) => true,
            (Profile::Customer, Part::Reporter | Part::ReporterOrganisation | Part::ReportWords) => disclosed,
            (Profile::Customer, Part::Places | Part::Contacts | Part::CustomerWords | Part::ToldWords) => true,
            (Profile::Customer, _) => false,
        }
    }

    /// The same as a person reads it in the table of rules.
    pub fn rule(self, part: Part) -> &'static str {
        match (self.shows(part, false), self.shows(part, true)) {
            (true, _) => ours("Shown"),
            (false, true) => ours("Only if the reporter agreed"),
            (false, false) if part == Part::Staff && self == Profile::Regulator => ours("As roles"),
            (false, false) if part == Part::OtherCustomers && self == Profile::Regulator => ours("As numbers"),
            (false, false) => ours("Withheld"),
        }
    }

    pub fn text(self, part: Part, disclosed: bool, value: &str) -> String {
        if self.shows(part, disclosed) { value.to_owned() } else { part.mask().to_owned() }
    }

    pub fn private(self, part: Part, disclosed: bool, value: &Private<String>) -> String {
        self.text(part, disclosed, value.show())
    }

    /// The team as this profile knows it: by name, or as roles that can be told apart within one paper.
    pub fn staff(self, people: &[Person]) -> Names {
        let mut count = std::collections::HashMap::new();
        let named = people.iter().map(|person| {
            let place: &mut u32 = count.entry(person.role.word()).or_insert(0);
            *place += 1;
            let name = match self {
                Profile::Internal => person.name.show().to_owned(),
                Profile::Regulator => format!("{} {place}", person.role.word()),
                Profile::Customer => Part::Staff.mask().to_owned(),
            };
            (person.id, name)
        });
        Names(named.collect())
    }

    pub fn actor(self, names: &Names, actor: Actor) -> String {
        match (self, actor) {
            (Profile::Customer, Actor::Analyst { .. }) => Part::Staff.mask().to_owned(),
            _ => names.actor(actor).to_string(),
        }
    }
}

/// What a paper may hold that is somebody's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Name and address of whoever reported.
    Reporter,
    /// Their organisation, mail domain and own reference.
    ReporterOrganisation,
    /// The words of the report.
    ReportWords,
    /// Which addresses it is about.
    Places,
    /// The same where the material is sealed.
    SealedPlaces,
    /// The files of the report, and the report as it came.
    ReportFiles,
    /// Who of the team did what.
    Staff,
    /// Notes, titles and how the customer was found.
    Notes,
    /// Why an answer was not enough, why a complaint was rejected, why a case was closed.
    Reasons,
    /// Decisions that the customer was not told of.
    Proposals,
    /// Names and addresses of the customer's contacts.
    Contacts,
    /// What the customer answered, with files.
    CustomerWords,
    /// Notices, letters and statements of reasons.
    ToldWords,
    /// The exact entries of the ledger.
    Leaves,
    /// Who the others are, where cases are compared.
    OtherCustomers,
}

impl Part {
    pub const ALL: [Part; 15] = [
        Part::Reporter,
        Part::ReporterOrganisation,
        Part::ReportWords,
        Part::Places,
        Part::SealedPlaces,
        Part::ReportFiles,
        Part::Staff,
        Part::Notes,
        Part::Reasons,
        Part::Proposals,
        Part::Contacts,
        Part::CustomerWords,
        Part::ToldWords,
        Part::Leaves,
        Part::OtherCustomers,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Part::Reporter => ours("Name and address of the reporter"),
            Part::ReporterOrganisation => ours("Organisation, domain and reference of the reporter"),
            Part::ReportWords => ours("Words of the report"),
            Part::Places => ours("Addresses that the report is about"),
            Part::SealedPlaces => ours("The same, of sealed material"),
            Part::ReportFiles => ours("Files of the report"),
            Part::Staff => ours("Names of the team"),
            Part::Notes => ours("Notes, and how the customer was found"),
            Part::Reasons => ours("Reasons for verdicts, rejections and closings"),
            Part::Proposals => ours("Decisions that the customer was not told of"),
            Part::Contacts => ours("Contacts of the customer"),
            Part::CustomerWords => ours("Answers and their files"),
            Part::ToldWords => ours("Notices, letters, statements of reasons"),
            Part::Leaves => ours("Exact entries of the ledger"),
            Part::OtherCustomers => ours("Other customers, where cases are compared"),
        }
    }

    /// What stands where something is withheld.
    pub fn mask(self) -> &'static str {
        match self {
            Part::Reporter => "[withheld: reporter]",
            Part::ReporterOrganisation => "[withheld: organisation of the reporter]",
            Part::ReportWords => "[withheld: words of the report]",
            Part::Places => "[withheld: address]",
            Part::SealedPlaces => "[withheld: sealed material]",
            Part::ReportFiles => "[withheld: file of the report]",
            Part::Staff => "[withheld: staff]",
            Part::Notes => "[withheld: internal]",
            Part::Reasons => "[withheld: internal reason]",
            Part::Proposals => "[withheld: not announced]",
            Part::Contacts => "[withheld: contact]",
            Part::CustomerWords => "[withheld: answer]",
            Part::ToldWords => "[withheld: letter]",
            Part::Leaves => "[withheld: entry of the ledger]",
            Part::OtherCustomers => "[withheld: another customer]",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_never_reads_of_staff_and_reads_of_a_reporter_only_who_agreed() {
        for part in [Part::Staff, Part::Notes, Part::Reasons, Part::Proposals, Part::ReportFiles, Part::Leaves] {
            assert!(!Profile::Customer.shows(part, true), "{part:?}");
        }
        for part in [Part::Reporter, Part::ReporterOrganisation, Part::ReportWords] {
            assert!(!Profile::Customer.shows(part, false) && Profile::Customer.shows(part, true), "{part:?}");
        }
        assert!(!Profile::Regulator.shows(Part::Reporter, false));
    }

    #[test]
    fn every_mask_says_what_it_hides() {
        for part in Part::ALL {
            assert!(part.mask().starts_with("[withheld: ") && part.mask().ends_with(']'), "{part:?}");
        }
    }
}
