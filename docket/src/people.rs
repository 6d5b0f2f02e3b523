//! Who acts, in which role, and what each role may do.

mod changes;
mod invitation;
mod taste;

pub use changes::{
    PersonRenamed, PersonRestored, RecoveryCodeUsed, RecoveryCodesRenewed, RoleAgreed, RoleDropped, RoleProposed,
    RoleWaiting, SecondFactorRemoved, SecondFactorSet,
};
pub use invitation::{
    Invitation, InvitationAccepted, InvitationSentAgain, InvitationStage, InvitationTakenBack, PersonInvited,
};
pub use taste::{Density, Keys, Mails, Taste, Theme};

use crate::id::{NoticeId, PersonId, TokenId};
use crate::private::Private;
use crate::time::Moment;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// Whoever did something. Stands in every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case")]
pub enum Actor {
    Analyst { person: PersonId },
    Customer { notice: NoticeId },
    Reporter,
    Machine { token: TokenId },
    System,
}

impl Actor {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Actor::Analyst { person } => Some(*person),
            _ => None,
        }
    }

    /// The short form that stands in the ledger's column, for filters.
    pub fn label(&self) -> String {
        match self {
            Actor::Analyst { person } => format!("person:{person}"),
            Actor::Customer { notice } => format!("customer:{notice}"),
            Actor::Reporter => "reporter".into(),
            Actor::Machine { token } => format!("machine:{token}"),
            Actor::System => "system".into(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Analyst,
    Lead,
    Counsel,
    Auditor,
    Admin,
}

impl Role {
    pub const ALL: [Role; 5] = [Role::Analyst, Role::Lead, Role::Counsel, Role::Auditor, Role::Admin];

    pub fn word(self) -> &'static str {
        match self {
            Role::Analyst => ours("analyst"),
            Role::Lead => ours("lead"),
            Role::Counsel => ours("counsel"),
            Role::Auditor => ours("auditor"),
            Role::Admin => ours("admin"),
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == text.trim())
    }
}

/// What can be done, as far as permission goes. Rules decide the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Read the inbox, cases, customers, notices and decisions.
    ReadCases,
    /// Log complaints, open and work cases, write notices, weigh answers.
    WorkCases,
    /// Put a decision before a second person, or withdraw it.
    Propose,
    /// Approve what another person proposed.
    Approve,
    /// Decide what favours the customer: one person is enough.
    Favour,
    /// Confirm by hand that an instruction was carried out.
    CarryOut,
    /// Add and change customers, their contacts and assets.
    KeepCustomers,
    /// Publish clauses of the policy.
    KeepPolicy,
    /// Read the ledger and what it proves.
    ReadLedger,
    /// Take case files and registers out of the house.
    Export,
    /// Say that the desk's clock is right, and that somebody looked at what waited while the desk was away.
    KeepWatch,
    /// Ask that a person is erased, and agree to it: two of them together.
    Erase,
    /// Invite people, change their roles, end their access; make tokens.
    KeepPeople,
}

impl Act {
    pub const ALL: [Act; 13] = [
        Act::ReadCases,
        Act::WorkCases,
        Act::Propose,
        Act::Approve,
        Act::Favour,
        Act::CarryOut,
        Act::KeepCustomers,
        Act::KeepPolicy,
        Act::ReadLedger,
        Act::Export,
        Act::KeepWatch,
        Act::Erase,
        Act::KeepPeople,
    ];
}

/// The permission matrix of roles. Pages and verbs both ask here.
pub fn may(role: Role, act: Act) -> bool {
    match role {
        Role::Analyst => {
            matches!(
                act,
                Act::ReadCases | Act::WorkCases | Act::Propose | Act::Favour | Act::CarryOut | Act::ReadLedger
            )
        }
        Role::Lead => !matches!(act, Act::KeepPeople),
        Role::Counsel => {
            matches!(
                act,
                Act::ReadCases
                    | Act::Approve
                    | Act::Favour
                    | Act::KeepPolicy
                    | Act::ReadLedger
                    | Act::Export
                    | Act::Erase
            )
        }
        Role::Auditor => matches!(act, Act::ReadCases | Act::ReadLedger | Act::Export),
        Role::Admin => {
            matches!(act, Act::KeepPeople | Act::KeepWatch | Act::KeepCustomers | Act::ReadLedger | Act::Erase)
        }
    }
}

/// Whether somebody with the second role may do anything that the first one does not allow.
pub fn gives_more(from: Role, to: Role) -> bool {
    Act::ALL.into_iter().any(|act| may(to, act) && !may(from, act))
}

/// Someone of the team. The password lies elsewhere and is in no event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub name: Private<String>,
    pub email: Private<String>,
    pub role: Role,
    pub zone: String,
    pub added_at: Moment,
    pub disabled_at: Option<Moment>,
    /// Since when signing in asks for a code as well. The secret behind the codes lies elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor_at: Option<Moment>,
    /// The role that they would have if another admin agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<RoleWaiting>,
}

/// A machine's key to the API. Only its SHA-256 is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub scope: String,
    pub hash: String,
    pub added_at: Moment,
    pub revoked_at: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_only_changes_nothing() {
        for act in [
            Act::WorkCases,
            Act::Propose,
            Act::Approve,
            Act::Favour,
            Act::CarryOut,
            Act::KeepCustomers,
            Act::KeepPolicy,
            Act::KeepWatch,
            Act::Erase,
            Act::KeepPeople,
        ] {
            assert!(!may(Role::Auditor, act), "{act:?}");
        }
    }

    #[test]
    fn less_is_not_more_and_most_other_roles_are() {
        assert!(!gives_more(Role::Lead, Role::Analyst) && !gives_more(Role::Lead, Role::Auditor));
        assert!(gives_more(Role::Analyst, Role::Lead) && gives_more(Role::Lead, Role::Admin));
        assert!(gives_more(Role::Admin, Role::Auditor), "an admin sees no case");
        assert!(Role::ALL.into_iter().all(|role| !gives_more(role, role)));
    }

    #[test]
    fn an_admin_keeps_people_and_sees_no_case() {
        assert!(may(Role::Admin, Act::KeepPeople));
        assert!(!may(Role::Admin, Act::ReadCases));
        assert!(!may(Role::Lead, Act::KeepPeople));
    }
}
