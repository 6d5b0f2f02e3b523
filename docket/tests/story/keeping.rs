//! What is kept, and what goes: rules of retention, holds that stop every deletion, and persons who are erased.

mod erasing;
mod holding;
mod rules;

use crate::bench::{TestDesk, fresh};
use crate::hands::Matter;
use docket::desk::Who;
use docket::desk::erasing::ErasureForm;
use docket::desk::holds::WideHoldForm;
use docket::erasure::Subject;
use docket::hold::Hold;
use docket::id::ComplaintId;
use docket::people::Role;
use docket::store::deciding;

pub const DAY: i64 = 86_400;

pub fn wide(over: &str) -> WideHoldForm {
    WideHoldForm {
        over: over.into(),
        matter: "Example Social v. Example Hosting".into(),
        reason: "They sued.".into(),
        ..WideHoldForm::default()
    }
}

impl TestDesk {
    /// Whoever is signed in as counsel, made the first time.
    pub async fn counsel(&self) -> Who {
        let known = self.names().await.expect("names").0.into_iter().find(|(_, name)| name == "Cleo Counsel");
        match known {
            Some((person, _)) => self.who(person, self.now()).await.expect("a database").expect("counsel"),
            None => self.person("Cleo Counsel", Role::Counsel).await,
        }
    }

    pub async fn hold(&self, number: i64) -> Hold {
        let mut reader = self.read().await.expect("a reader");
        deciding::hold_by_number(&mut reader.conn(), number).await.expect("a database").expect("the hold").noun
    }

    /// By two, as it must be.
    pub async fn released(&self, one: &Who, other: &Who, number: i64) {
        let id = self.hold(number).await.id;
        self.ask_release(one, self.new_command(), id, "They settled.").await.expect("the first");
        self.release_hold(&fresh(other, self.now()), self.new_command(), id).await.expect("the second");
    }

    /// Asked for by the lead, agreed by counsel.
    pub async fn erased(&self, matter: &Matter, subject: Subject, mentions: bool) -> i64 {
        let cleo = self.counsel().await;
        let form = ErasureForm { basis: "objection".into(), reason: "They wrote to us.".into(), mentions };
        let (number, _) = self.ask_erasure(&matter.lee, self.new_command(), subject, &form).await.expect("asked");
        let cleo = fresh(&cleo, self.now());
        let seen = self.erasure_view(&cleo, number).await.expect("what goes").digest;
        self.agree_erasure(&cleo, self.new_command(), number, &seen).await.expect("erased");
        number
    }

    pub async fn complaint_ids(&self) -> Vec<ComplaintId> {
        let events = self.events().await.into_iter();
        let ids = events.filter_map(|(_, recorded)| match recorded.event {
            docket::event::Event::ComplaintReceived { complaint, .. } => Some(complaint),
            _ => None,
        });
        ids.collect()
    }
}
