//! An appeal is decided: upheld, changed or lifted, with reasons, by whoever it is assigned to.

use super::*;
use crate::appeal::{AppealVerdict, Decided};
use crate::decision::DecisionStage;
use crate::desk::cases::resting_without;
use crate::desk::stays::kept_off;
use crate::id::AssetId;
use crate::instruction::Order;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct VerdictOnAppeal {
    pub verdict: String,
    pub reasons: String,
    /// What runs again, when the decision is changed.
    pub assets: Vec<String>,
}

impl Desk {
    pub async fn decide_appeal(
        &self,
        who: &Who,
        command: CommandId,
        appeal: AppealId,
        form: &VerdictOnAppeal,
    ) -> Done<Receipt> {
        who.must(Act::Favour)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(appeal, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, appeal).await?;
            if !noun.is_waiting() {
                return Err(Refusal::AppealDecided.into());
            }
            impartial(&mut work, &noun, who.person.id).await?;
            if noun.assigned_to != Some(who.person.id) {
                return Err(Refusal::NotAssigned.into());
            }
            let decision: Decision = work.need(noun.decision, "decision").await?;
            let off = kept_off(&mut work, &decision).await?;
            let mut check = Check::default();
            let verdict =
                check.some("verdict", AppealVerdict::parse(&form.verdict), "Choose what becomes of the decision.");
            let reasons = check.word("reasons", Reason::parse(&form.reasons));
            let freed: Vec<AssetId> = match verdict {
                Some(AppealVerdict::Changed) => {
                    off.iter().copied().filter(|asset| form.assets.contains(&asset.to_string())).collect()
                }
                Some(AppealVerdict::Lifted) => off.clone(),
                _ => Vec::new(),
            };
            if verdict == Some(AppealVerdict::Changed) {
                if off.len() < 2 {
                    check.problem("verdict", "Nothing less is left of this decision: uphold it or lift it.");
                } else if freed.is_empty() || freed.len() == off.len() {
                    check.problem("assets", "Choose what runs again, and leave something of the decision in force.");
                }
            }
            let (Some(verdict), Some(reasons)) = (verdict, reasons) else {
                return check.refuse().map_err(Failure::from);
            };
            check.done()?;
            who.must_be_fresh(work.now)?;
            // Lifted in the meantime by somebody else: then there is nothing left to lift.
            let still = decision.stands() || decision.is_pending();
            let lifts = verdict == AppealVerdict::Lifted && still;
            let back_to = match lifts {
                true => Some(resting_without(&mut work.conn(), noun.case, None, Some(decision.id)).await?),
                false => None,
            };
            work.record(Event::AppealDecided(Box::new(Decided {
                appeal,
                number: noun.number,
                receipt: noun.receipt.clone(),
                case: noun.case,
                decision: decision.id,
                decision_number: decision.number,
                verdict,
                reasons: reasons.as_str().to_owned().into(),
                by: who.person.id,
                assets: freed.clone(),
                armed: lifts && matches!(decision.stage, DecisionStage::Approved { .. }),
                back_to: back_to.map(Box::new),
            })))
            .await?;
            self.switch(&mut work, &decision, Order::Reinstate, &freed).await?;
            let case: Case = work.need(noun.case, "case").await?;
            let about = self.about_appeal(&case, noun.decision_number, noun.language);
            let named = decision.assets.iter().filter(|touched| freed.contains(&touched.asset));
            let on: Vec<String> = named.map(|touched| touched.value.clone()).collect();
            let written = letters::appeal_decided_letter(&about, &noun.receipt, verdict, &on, reasons.as_str());
            self.queue_about(&mut work, noun.case, Cause::Appeal { appeal }, noun.language, &written).await?;
            work.commit().await
        })
    }
}
