//! All nouns behind one door. A noun changes by `apply` alone, live and in replay.

use crate::alert::Alert;
use crate::appeal::Appeal;
use crate::calendar::Calendar;
use crate::case::Case;
use crate::complaint::Complaint;
use crate::complaint::reporter_link::ReporterLink;
use crate::customer::{Asset, Customer};
use crate::data_request::DataRequest;
use crate::decision::Decision;
use crate::erasure::Erasure;
use crate::event::{Event, Recorded};
use crate::extension::Extension;
use crate::hold::Hold;
use crate::instruction::Instruction;
use crate::interim::Interim;
use crate::letter::Letter;
use crate::mail::Mail;
use crate::notice::{Answer, Link, Notice};
use crate::passing::Passing;
use crate::people::{Invitation, Person, Token};
use crate::policy::Clause;
use crate::retention::{Disposal, RetentionRule};
use crate::template::Template;
use crate::timer::Timer;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Names one noun: which table, which row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub kind: Kind,
    pub id: String,
}

/// What every noun can do.
pub trait Thing: Serialize + DeserializeOwned + Clone {
    const KIND: Kind;
    fn id(&self) -> String;
    fn wrap(self) -> Noun;
    fn unwrap(noun: Noun) -> Option<Self>;
}

macro_rules! nouns {
    ($($Name:ident, $table:literal, |$noun:ident| $id:expr, $apply:expr;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($Name),* }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$Name),*];

            /// The table that keeps this noun. No name is a keyword of SQL.
            pub fn table(self) -> &'static str {
                match self { $(Kind::$Name => $table),* }
            }
        }

        #[derive(Clone, Debug, PartialEq)]
        pub enum Noun { $($Name(Box<$Name>)),* }

        impl Noun {
            pub fn kind(&self) -> Kind {
                match self { $(Noun::$Name(_) => Kind::$Name),* }
            }

            pub fn id(&self) -> String {
                match self { $(Noun::$Name(noun) => noun.id()),* }
            }

            pub fn facts(&self) -> serde_json::Result<serde_json::Value> {
                match self { $(Noun::$Name(noun) => serde_json::to_value(noun)),* }
            }

            pub fn from_facts(kind: Kind, facts: serde_json::Value) -> serde_json::Result<Noun> {
                match kind { $(Kind::$Name => serde_json::from_value::<$Name>(facts).map(|noun| Noun::$Name(Box::new(noun)))),* }
            }

            pub fn from_text(kind: Kind, facts: &str) -> serde_json::Result<Noun> {
                match kind { $(Kind::$Name => serde_json::from_str::<$Name>(facts).map(|noun| Noun::$Name(Box::new(noun)))),* }
            }

            /// What becomes of the noun when this event happens. None: there is no such noun yet.
            pub fn apply(was: Option<Noun>, key: &Key, event: &Recorded) -> Option<Noun> {
                match key.kind {
                    $(Kind::$Name => {
                        let was = was.and_then(<$Name as Thing>::unwrap);
                        let apply: fn(Option<$Name>, &Key, &Recorded) -> Option<$Name> = $apply;
                        apply(was, key, event).map(Thing::wrap)
                    })*
                }
            }
        }

        $(impl Thing for $Name {
            const KIND: Kind = Kind::$Name;
            fn id(&self) -> String {
                let $noun = self;
                $id
            }
            fn wrap(self) -> Noun {
                Noun::$Name(Box::new(self))
            }
            fn unwrap(noun: Noun) -> Option<Self> {
                match noun { Noun::$Name(noun) => Some(*noun), _ => None }
            }
        })*
    };
}

nouns! {
    Person, "person", |noun| noun.id.to_string(), |was, _, event| Person::apply(was, event);
    Token, "token", |noun| noun.id.to_string(), |was, _, event| apply_token(was, event);
    Clause, "clause", |noun| noun.id.to_string(), |was, _, event| Clause::apply(was, event);
    Customer, "customer", |noun| noun.id.to_string(), |was, _, event| Customer::apply(was, event);
    Asset, "asset", |noun| noun.id.to_string(), |was, _, event| Asset::apply(was, event);
    Complaint, "complaint", |noun| noun.id.to_string(), |was, _, event| Complaint::apply(was, event);
    Case, "cases", |noun| noun.id.to_string(), |was, _, event| Case::apply(was, event);
    Notice, "notice", |noun| noun.id.to_string(), |was, _, event| Notice::apply(was, event);
    Link, "link", |noun| noun.hash.clone(), Link::apply;
    Answer, "answer", |noun| noun.id.to_string(), |was, _, event| Answer::apply(was, event);
    Decision, "decision", |noun| noun.id.to_string(), |was, _, event| Decision::apply(was, event);
    Letter, "letter", |noun| noun.id.to_string(), |was, _, event| Letter::apply(was, event);
    Instruction, "instruction", |noun| noun.id.to_string(), |was, _, event| Instruction::apply(was, event);
    ReporterLink, "reporter_link", |noun| noun.hash.clone(), |was, _, event| ReporterLink::apply(was, event);
    Passing, "passing", |noun| noun.id.to_string(), |was, _, event| Passing::apply(was, event);
    Extension, "extension", |noun| noun.id.to_string(), |was, _, event| Extension::apply(was, event);
    Timer, "timer", |noun| noun.id.clone(), |was, key, event| Timer::apply(was, &key.id, event);
    // -- people
    Invitation, "invitation", |noun| noun.id.to_string(), |was, _, event| Invitation::apply(was, event);
    Interim, "interim", |noun| noun.id.to_string(), |was, _, event| Interim::apply(was, event);
    Appeal, "appeal", |noun| noun.id.to_string(), |was, _, event| Appeal::apply(was, event);
    Hold, "litigation_hold", |noun| noun.id.to_string(), |was, _, event| Hold::apply(was, event);
    DataRequest, "data_request", |noun| noun.id.to_string(), |was, _, event| DataRequest::apply(was, event);
    Mail, "mail", |noun| noun.id.to_string(), |was, _, event| Mail::apply(was, event);
    Template, "template", |noun| noun.id.to_string(), |was, key, event| Template::apply(was, &key.id, event);
    Alert, "alert", |noun| noun.id.clone(), |was, _, event| Alert::apply(was, event);
    Calendar, "calendar", |noun| noun.id(), |was, _, event| Calendar::apply(was, event);
    RetentionRule, "retention_rule", |noun| noun.id(), |was, _, event| RetentionRule::apply(was, event);
    Disposal, "disposal", |noun| noun.id.to_string(), |was, _, event| Disposal::apply(was, event);
    Erasure, "erasure", |noun| noun.id.to_string(), |was, _, event| Erasure::apply(was, event);
}

fn apply_token(was: Option<Token>, event: &Recorded) -> Option<Token> {
    match &event.event {
        Event::TokenAdded { token, name, scope, hash } => Some(Token {
            id: *token,
            name: name.clone(),
            scope: scope.clone(),
            hash: hash.clone(),
            added_at: event.at,
            revoked_at: None,
        }),
        Event::TokenRevoked { .. } => was.map(|token| Token { revoked_at: Some(event.at), ..token }),
        _ => was,
    }
}
