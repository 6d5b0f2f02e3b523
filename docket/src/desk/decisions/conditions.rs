//! Conditions of reinstatement, ticked one by one.

use super::*;
use crate::decision::weighed::ConditionMet;
use crate::desk::complaints::{Upload, keep_uploads};

impl Desk {
    /// One condition is found to be met. When all are, reinstatement is offered; it stays a person's act.
    pub async fn meet_condition(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        condition: u32,
        how: &str,
        uploads: &[Upload],
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        let field = format!("how_{condition}");
        let mut check = Check::default();
        let Some(how) = check.word(&field, Reason::parse(how)) else { return check.refuse().map_err(Failure::from) };
        let files: Vec<String> = uploads.iter().map(|upload| evidence::sha256_hex(&upload.bytes)).collect();
        again!(async {
            let content = (decision, condition, how.as_str(), &files);
            let mut work = match self.begin(who.actor(), command, &content).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            let named = noun.conditions().iter().find(|one| one.number == condition);
            let named = named.ok_or(Refusal::NotFound("condition"))?;
            if named.met.is_some() {
                return Err(Refusal::field(field.clone(), "This condition was ticked before.").into());
            }
            if !noun.stands() {
                return Err(Refusal::NotInForce.into());
            }
            let proof = keep_uploads(&mut work, uploads).await?;
            work.record(Event::ConditionMet(Box::new(ConditionMet {
                decision,
                case: noun.case,
                number: noun.number,
                condition,
                by: who.person.id,
                how: how.as_str().to_owned().into(),
                proof,
            })))
            .await?;
            work.commit().await
        })
    }
}
