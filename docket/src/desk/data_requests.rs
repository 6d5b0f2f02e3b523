//! A customer asks for a copy of the data, or that it is kept for longer; a person answers.

use super::check::{Check, YOUR_NAME};
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::customer::Customer;
use crate::data_request::{Asked, DataRequest, RequestStage, Settled, Wanted};
use crate::decision::Decision;
use crate::event::Event;
use crate::id::{CommandId, DataRequestId};
use crate::letter::Cause;
use crate::letters;
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::store::lists;
use crate::time::zone::{Zone, deadline_wall};
use crate::words::{Language, Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DataForm {
    pub wanted: String,
    pub reason: String,
    pub signer: String,
    /// "I may ask for this account."
    pub authority: bool,
    pub language: Language,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SettleForm {
    /// "yes" or "no".
    pub granted: String,
    pub words: String,
    /// The last day on which the data is kept, for longer preservation.
    pub until: String,
}

impl Desk {
    /// Gives back the receipt's number.
    pub async fn ask_data(
        &self,
        token: &str,
        command: CommandId,
        form: &DataForm,
        address: &str,
    ) -> Done<(String, Receipt)> {
        let opened = self.open_link(token).await?;
        let notice = opened.notice.id;
        let fr = form.language == Language::Fr;
        let mut check = Check::new(form.language);
        let choose = if fr { "Choisissez ce que vous demandez." } else { "Choose what you ask for." };
        let wanted = check.some("wanted", Wanted::parse(&form.wanted), choose);
        let why = ["Say what you need, and by when.", "Dites de quoi vous avez besoin, et pour quand."];
        let reason = check.given("reason", &form.reason, Reason::parse, why);
        let signer = check.given("signer", &form.signer, Line::parse, YOUR_NAME);
        if !form.authority {
            let sentence = if fr {
                "Confirmez que vous pouvez le demander pour ce compte."
            } else {
                "Confirm that you may ask for this account."
            };
            check.problem("authority", sentence);
        }
        let (Some(wanted), Some(reason), Some(signer)) = (wanted, reason, signer) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::DataAsked(asked) => Ok((asked.receipt, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let case = work.lock_case(opened.notice.case, None).await?;
            let decisions = lists::decisions_of(&mut work.conn(), case.id).await?.into_iter().map(|held| held.noun);
            let kept = decisions.filter(keeps_data).max_by_key(|decision| decision.number);
            let decision = kept.ok_or(Refusal::NotFound("decision"))?;
            let request: DataRequestId = work.new_id();
            let receipt = self.new_receipt("DR");
            work.record(Event::DataAsked(Box::new(Asked {
                request,
                receipt: receipt.clone(),
                case: case.id,
                customer: case.customer,
                decision: decision.id,
                decision_number: decision.number,
                notice,
                language: form.language,
                wanted,
                reason: reason.as_str().to_owned().into(),
                signer: signer.as_str().to_owned().into(),
                address: address.to_owned().into(),
            })))
            .await?;
            Ok((receipt, work.commit().await?))
        })
    }

    /// The copy was provided, the longer time granted, or neither: with its reason, told to the customer.
    pub async fn settle_data(
        &self,
        who: &Who,
        command: CommandId,
        request: DataRequestId,
        form: &SettleForm,
    ) -> Done<Receipt> {
        who.must(Act::WorkCases)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(request, form)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, request).await?;
            if noun.stage != RequestStage::Waiting {
                return Err(Refusal::RequestAnswered.into());
            }
            let decision: Decision = work.need(noun.decision, "decision").await?;
            let owner: Customer = work.need(noun.customer, "customer").await?;
            let zone = Zone::parse(&owner.zone).unwrap_or(Zone::UTC);
            let mut check = Check::default();
            let granted = match form.granted.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            let granted = check.some("granted", granted, "Choose what becomes of the request.");
            let said = check.word("words", Reason::parse(&form.words));
            let mut until = None;
            if granted == Some(true) && noun.wanted == Wanted::Longer {
                match deadline_wall(form.until.trim(), "23:59", &zone, work.now, None) {
                    Ok(deadline) if decision.preserve_until.is_none_or(|kept| deadline.at > kept) => {
                        until = Some(deadline.at);
                    }
                    _ => check.problem("until", "Write a day after the one until which the data is kept now."),
                }
            }
            let (Some(granted), Some(said)) = (granted, said) else { return check.refuse().map_err(Failure::from) };
            check.done()?;
            work.record(Event::DataSettled(Box::new(Settled {
                request,
                receipt: noun.receipt.clone(),
                case: noun.case,
                decision: noun.decision,
                wanted: noun.wanted,
                granted,
                words: said.as_str().to_owned().into(),
                until,
                by: who.person.id,
            })))
            .await?;
            if until.is_some() {
                self.watch_preservation(&mut work, noun.decision).await?;
            }
            let kept = until.or(decision.preserve_until).map(|at| zone.show(at, noun.language).long);
            let case: crate::case::Case = work.need(noun.case, "case").await?;
            let written = letters::data_settled_letter(
                &letters::About {
                    provider: &self.settings().provider,
                    phone: &self.settings().phone,
                    language: noun.language,
                    case_number: &case.number,
                    decision_number: decision.number,
                },
                &noun.receipt,
                noun.wanted,
                granted,
                said.as_str(),
                kept.as_deref(),
            );
            let cause = Cause::DataRequest { request };
            self.queue_about(&mut work, noun.case, cause, noun.language, &written).await?;
            work.commit().await
        })
    }
}

/// The customer's data is kept because of it.
pub fn keeps_data(decision: &Decision) -> bool {
    decision.preserve_until.is_some() && (decision.stands() || decision.was_announced())
}

async fn locked(work: &mut Work, request: DataRequestId) -> Done<DataRequest> {
    let noun: DataRequest =
        lists::one(&mut work.conn(), &request.to_string()).await?.ok_or(Refusal::NotFound("request"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(request, "request").await
}
