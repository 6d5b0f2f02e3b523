//! Weighing and deciding: terminations, conditions, emergencies, appeals, stays, holds, data, like cases.

mod appeals;
mod emergencies;
mod holds;
mod precedents;
mod stays;
mod terminations;

use crate::bench::{TestDesk, fresh};
use crate::hands::Matter;
use docket::decision::Decision;
use docket::desk::interims::InterimForm;
use docket::desk::{Done, Receipt, Who};
use docket::id::DecisionId;
use docket::interim::Interim;
use docket::store::deciding;

impl TestDesk {
    /// A suspension of everything, in force.
    pub async fn suspended(&mut self, matter: &Matter) -> Decision {
        self.overdue(matter).await;
        let decision = self.scheduled_suspension(matter).await;
        self.clock.set(self.noun::<Decision>(decision).await.effective.at);
        self.round().await;
        self.noun(decision).await
    }

    pub async fn measure(&self, number: i64) -> Interim {
        let mut reader = self.read().await.expect("a reader");
        deciding::interim_by_number(&mut reader.conn(), number).await.expect("a database").expect("the measure").noun
    }

    pub async fn take_measure(&self, matter: &Matter, form: &InterimForm) -> Done<i64> {
        let who = fresh(&matter.ann, self.now());
        Ok(self.take_interim(&who, self.new_command(), matter.case, form).await?.0)
    }

    pub async fn stay(&self, who: &Who, decision: DecisionId) -> Done<Receipt> {
        let form = docket::desk::stays::StayForm {
            reason: "The court asked us to wait for its hearing.".into(),
            court: "District Court".into(),
            reference: "2:21-cv-31".into(),
            received_on: "2026-03-04".into(),
        };
        self.stay_decision(who, self.new_command(), decision, &form).await
    }
}

pub fn emergency(matter: &Matter, kind: &str) -> InterimForm {
    let domain = matter.assets.iter().find(|asset| asset.value == "example-social.example").expect("the domain");
    InterimForm {
        emergency: kind.into(),
        asset: domain.id.to_string(),
        facts: "A page on this name collects passwords of a bank’s customers. It was online at 09:10.".into(),
        handle: matter.customer.handle.clone(),
        ..InterimForm::default()
    }
}
