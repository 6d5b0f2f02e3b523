//! Emergencies, stays, appeals, holds and requests about data, as chance has it.

use super::play::{Play, decisions, pick, token};
use crate::bench::fresh;
use docket::desk::appeals::{AppealForm, VerdictOnAppeal};
use docket::desk::data_requests::{DataForm, SettleForm};
use docket::desk::erasing::ErasureForm;
use docket::desk::holds::{HoldForm, WideHoldForm};
use docket::desk::interims::InterimForm;
use docket::desk::stays::StayForm;
use docket::erasure::Subject;
use docket::store::deciding;

impl Play {
    pub async fn later(&mut self, what: u8, by: u8, which: u8) {
        let before = self.desk.traces().await;
        let command = self.desk.new_command();
        let team = [&self.matter.ann, &self.matter.lee, &self.third];
        let who = fresh(team[usize::from(by) % 3], self.desk.now());
        let (desk, matter) = (&self.desk, &self.matter);
        let case = matter.case;
        let mut reader = desk.read().await.expect("a reader");
        let measures = deciding::interims_of(&mut reader.conn(), case).await.expect("measures");
        let appeals = deciding::appeals_of(&mut reader.conn(), case).await.expect("appeals");
        let holds = deciding::holds_of(&mut reader.conn(), matter.customer.id).await.expect("holds");
        let requests = deciding::data_requests_of(&mut reader.conn(), case).await.expect("requests");
        drop(reader);
        let decided = decisions(desk, matter).await;
        let why = "Chance has it so.";
        let done = match what % 16 {
            0 | 1 => {
                let kinds = ["phishing", "malware", "attack", "threat_to_life", "child_abuse"];
                let form = InterimForm {
                    emergency: kinds[usize::from(which) % 5].into(),
                    asset: matter.assets[usize::from(which) % matter.assets.len()].id.to_string(),
                    facts: why.into(),
                    handle: matter.customer.handle.clone(),
                    ..InterimForm::default()
                };
                desk.take_interim(&who, command, case, &form).await.map(drop)
            }
            2 => match pick(&measures, which) {
                Some(held) => desk.confirm_interim(&who, command, held.noun.id).await.map(drop),
                None => return,
            },
            3 => match pick(&measures, which) {
                Some(held) => desk.end_interim(&who, command, held.noun.id, why).await.map(drop),
                None => return,
            },
            4 => match pick(&decided, which) {
                Some(decision) => {
                    let form = StayForm { reason: why.into(), ..StayForm::default() };
                    desk.stay_decision(&who, command, decision.id, &form).await.map(drop)
                }
                None => return,
            },
            5 => match pick(&decided, which) {
                Some(decision) => desk.end_stay(&who, command, decision.id, why).await.map(drop),
                None => return,
            },
            6 => match token(desk) {
                Some(token) => {
                    let form = AppealForm {
                        grounds: why.into(),
                        signer: "Amy Answerer".into(),
                        authority: true,
                        ..AppealForm::default()
                    };
                    desk.file_appeal(&token, command, &form, &[], "203.0.113.9").await.map(drop)
                }
                None => return,
            },
            7 => match appeals.last() {
                Some(held) => desk.assign_appeal(&who, command, held.noun.id, who.person.id).await.map(drop),
                None => return,
            },
            8 | 9 => match appeals.last() {
                Some(held) => {
                    let verdict = ["upheld", "changed", "lifted"][usize::from(which) % 3];
                    let form = VerdictOnAppeal {
                        verdict: verdict.into(),
                        reasons: why.into(),
                        assets: vec![matter.assets[0].id.to_string()],
                    };
                    desk.decide_appeal(&who, command, held.noun.id, &form).await.map(drop)
                }
                None => return,
            },
            10 if which < 60 => {
                let form = HoldForm { scope: "case".into(), matter: why.into(), reason: why.into() };
                desk.place_hold(&who, command, case, &form).await.map(drop)
            }
            10 | 11 => match pick(&holds, which) {
                Some(held) if which.is_multiple_of(2) => {
                    desk.ask_release(&who, command, held.noun.id, why).await.map(drop)
                }
                Some(held) => desk.release_hold(&who, command, held.noun.id).await.map(drop),
                None => return,
            },
            13 => {
                let form = WideHoldForm {
                    over: ["period", "desk"][usize::from(which) % 2].into(),
                    from: "2026-03-01".into(),
                    matter: why.into(),
                    reason: why.into(),
                    ..WideHoldForm::default()
                };
                // Now and then, or nobody could ever be erased.
                if which >= 100 {
                    return self.erase(which).await;
                }
                desk.place_wide_hold(&who, command, &form).await.map(drop)
            }
            14 | 15 => return self.erase(which).await,
            _ => match (token(desk), pick(&requests, which)) {
                (_, Some(held)) if which.is_multiple_of(2) => {
                    let form = SettleForm { granted: "yes".into(), words: why.into(), until: "2027-12-31".into() };
                    desk.settle_data(&who, command, held.noun.id, &form).await.map(drop)
                }
                (Some(token), _) => {
                    let form = DataForm {
                        wanted: "longer".into(),
                        reason: why.into(),
                        signer: "Amy Answerer".into(),
                        authority: true,
                        ..DataForm::default()
                    };
                    desk.ask_data(&token, command, &form, "203.0.113.9").await.map(drop)
                }
                _ => return,
            },
        };
        self.take(before, done).await;
    }

    /// One asks that a reporter is erased and another agrees, as far as holds and letters that wait allow it.
    async fn erase(&mut self, which: u8) {
        let complaints = self.desk.complaint_ids().await;
        let complaint = complaints[usize::from(which) % complaints.len()];
        let lee = fresh(&self.matter.lee, self.desk.now());
        let third = fresh(&self.third, self.desk.now());
        let form = ErasureForm {
            basis: "objection".into(),
            reason: "Chance has it so.".into(),
            mentions: which.is_multiple_of(2),
        };
        let before = self.desk.traces().await;
        let command = self.desk.new_command();
        let done = self.desk.ask_erasure(&lee, command, Subject::Reporter { complaint }, &form).await;
        let asked = done.as_ref().ok().map(|(number, _)| *number);
        self.take(before, done).await;
        let Some(number) = asked else { return };
        let seen = self.desk.erasure_view(&third, number).await.expect("what goes").digest;
        let before = self.desk.traces().await;
        let command = self.desk.new_command();
        let done = self.desk.agree_erasure(&third, command, number, &seen).await;
        let gone = done.is_ok();
        self.take(before, done).await;
        if !gone {
            let before = self.desk.traces().await;
            let command = self.desk.new_command();
            let done = self.desk.drop_erasure(&lee, command, number, "Not now.").await;
            self.take(before, done).await;
        }
    }
}
