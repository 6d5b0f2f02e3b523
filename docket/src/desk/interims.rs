//! Interim measures: taken by one, confirmed by another, or gone by themselves.

mod due;

use super::cases::customer;
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::customer::{Asset, Customer};
use crate::event::Event;
use crate::id::{AssetId, CaseId, CommandId, ComplaintId, DecisionId, InterimId};
use crate::instruction::Order;
use crate::interim::{
    ALARM_SECONDS, CONFIRM_SECONDS, Confirmed, Emergency, Ended, Instructed, Interim, InterimStage, Taken, is_part_of,
};
use crate::letter::Cause;
use crate::letters::{self, MeasureWords};
use crate::people::{Act, Role};
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::{deciding, lists};
use crate::time::zone::Zone;
use crate::words::{Language, Line, Reason};
use serde::Serialize;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct InterimForm {
    pub emergency: String,
    pub asset: String,
    /// What inside the asset is switched off, when less than the asset does.
    pub part: String,
    pub facts: String,
    /// Ids of the complaints on which it rests.
    pub complaints: Vec<String>,
    /// Typed to confirm.
    pub handle: String,
    pub version: Option<i64>,
}

/// A measure as it was read from its form.
struct Step {
    emergency: Emergency,
    asset: Asset,
    part: Option<String>,
    facts: String,
    complaints: Vec<ComplaintId>,
}

impl Desk {
    /// Rule 2: one authorised person, the narrowest asset, never the whole account. The letter leaves at once.
    pub async fn take_interim(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &InterimForm,
    ) -> Done<(i64, Receipt)> {
        who.must(Act::Propose)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::InterimTaken(taken) => Ok((taken.number, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, form.version).await?;
            if noun.is_closed() {
                return Err(Refusal::CaseClosed.into());
            }
            let owner = customer(&mut work, &noun).await?;
            let step = read_step(&mut work, &noun, &owner, form).await?;
            who.must_be_fresh(work.now)?;
            let interim: InterimId = work.new_id();
            let number = work.next_number("interim").await?;
            let value = step.part.clone().unwrap_or_else(|| step.asset.value.clone());
            work.record(Event::InterimTaken(Box::new(Taken {
                interim,
                number,
                case,
                customer: owner.id,
                asset: step.asset.id,
                value,
                in_part: step.part.is_some(),
                emergency: step.emergency,
                facts: step.facts.into(),
                complaints: step.complaints,
                by: who.person.id,
                lapses_at: work.now.plus_seconds(CONFIRM_SECONDS),
                first_alarm: work.now.plus_seconds(ALARM_SECONDS[0]),
            })))
            .await?;
            let noun: Interim = work.need(interim, "measure").await?;
            self.tell_machines(&mut work, &noun, Order::Suspend).await?;
            self.write_about_measure(&mut work, &noun, letters::interim_taken).await?;
            Ok((number, work.commit().await?))
        })
    }

    pub async fn confirm_interim(&self, who: &Who, command: CommandId, interim: InterimId) -> Done<Receipt> {
        who.must(Act::Approve)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &interim).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, interim).await?;
            let waiting = match noun.stage {
                InterimStage::Waiting => true,
                InterimStage::WithCounsel { .. } => false,
                _ => return Err(Refusal::MeasureOver.into()),
            };
            if noun.taken_by == who.person.id {
                return Err(Refusal::OwnMeasure.into());
            }
            let over = work.now >= noun.lapses_at;
            if over && !noun.emergency.goes_to_counsel() {
                return Err(Refusal::MeasureOver.into());
            }
            if over && who.role() != Role::Counsel {
                return Err(Refusal::CounselDecides.into());
            }
            who.must_be_fresh(work.now)?;
            work.record(Event::InterimConfirmed(Box::new(Confirmed {
                interim,
                number: noun.number,
                case: noun.case,
                by: who.person.id,
                armed: waiting,
            })))
            .await?;
            work.commit().await
        })
    }

    /// What favours needs one person and happens at once.
    pub async fn end_interim(&self, who: &Who, command: CommandId, interim: InterimId, reason: &str) -> Done<Receipt> {
        who.must(Act::Favour)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(interim, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, interim).await?;
            if !noun.stands() {
                return Err(Refusal::MeasureOver.into());
            }
            work.record(Event::InterimEnded(Box::new(Ended {
                interim,
                number: noun.number,
                case: noun.case,
                asset: noun.asset,
                by: Some(who.person.id),
                reason: reason.as_str().to_owned().into(),
                into: None,
                armed: noun.stage == InterimStage::Waiting,
            })))
            .await?;
            self.tell_machines(&mut work, &noun, Order::Reinstate).await?;
            self.write_about_measure(&mut work, &noun, |words| letters::interim_over(words, Some(reason.as_str())))
                .await?;
            work.commit().await
        })
    }

    /// A decision on the same assets takes the place of their measures: nothing is switched on in between.
    pub(crate) async fn measures_give_way(&self, work: &mut Work, into: DecisionId, assets: &[AssetId]) -> Done<()> {
        for asset in assets {
            let Some(interim) = work.need::<Asset>(asset, "asset").await?.interim else { continue };
            let noun: Interim = work.need(interim, "measure").await?;
            work.record(Event::InterimEnded(Box::new(Ended {
                interim,
                number: noun.number,
                case: noun.case,
                asset: *asset,
                by: None,
                reason: String::new().into(),
                into: Some(into),
                armed: noun.stage == InterimStage::Waiting,
            })))
            .await?;
        }
        Ok(())
    }

    /// The reversal leaves out what a decision keeps off by now.
    async fn tell_machines(&self, work: &mut Work, noun: &Interim, order: Order) -> Done<()> {
        let asset: Asset = work.need(noun.asset, "asset").await?;
        if order == Order::Reinstate && asset.suspended_by.is_some() {
            return Ok(());
        }
        let owner: Customer = work.need(noun.customer, "customer").await?;
        let instruction = work.new_id();
        let number = work.next_number("instruction").await?;
        work.record(Event::MeasureInstructed(Box::new(Instructed {
            instruction,
            number,
            case: noun.case,
            interim: noun.id,
            order,
            customer_handle: owner.handle,
            assets: vec![noun.value.clone()],
        })))
        .await?;
        Ok(())
    }

    async fn write_about_measure(
        &self,
        work: &mut Work,
        noun: &Interim,
        write: impl Fn(&MeasureWords) -> letters::Written,
    ) -> Done<()> {
        let case: Case = work.need(noun.case, "case").await?;
        let owner: Customer = work.need(noun.customer, "customer").await?;
        let zone = Zone::parse(&owner.zone).unwrap_or(Zone::UTC);
        let written = self.measure_words(noun, &case, &owner, owner.language, &zone, write);
        self.queue_about(work, noun.case, Cause::Interim { interim: noun.id }, owner.language, &written).await
    }

    fn measure_words(
        &self,
        noun: &Interim,
        case: &Case,
        owner: &Customer,
        language: Language,
        zone: &Zone,
        write: impl Fn(&MeasureWords) -> letters::Written,
    ) -> letters::Written {
        let shown = zone.show(noun.lapses_at, language);
        let lapses = if *zone == Zone::UTC { shown.utc } else { format!("{} ({})", shown.long, shown.utc) };
        write(&MeasureWords {
            provider: &self.settings().provider,
            phone: &self.settings().phone,
            language,
            handle: &owner.handle,
            case_number: &case.number,
            number: noun.number,
            value: &noun.value,
            emergency: noun.emergency,
            facts: noun.facts.show(),
            lapses: &lapses,
        })
    }
}

async fn read_step(work: &mut Work, case: &Case, owner: &Customer, form: &InterimForm) -> Done<Step> {
    let mut check = Check::default();
    let emergency =
        check.some("emergency", Emergency::parse(&form.emergency), "Choose what kind of emergency this is.");
    let held: Vec<Asset> = lists::assets_of(&mut work.conn(), owner.id)
        .await?
        .into_iter()
        .map(|held| held.noun)
        .filter(|asset| asset.to.is_none())
        .collect();
    let asset = held.iter().find(|asset| asset.id.to_string() == form.asset);
    let asset = check.some("asset", asset, "Choose the one asset that is switched off.");
    let part = check.optional("part", &form.part, Line::parse).map(|line| line.as_str().to_owned());
    let facts = check.word("facts", Reason::parse(&form.facts));
    if form.handle.trim() != owner.handle {
        check.problem("handle", phrase!("Type the customer's handle, {}, to confirm.", owner.handle));
    }
    let complaints: Vec<ComplaintId> = form.complaints.iter().filter_map(|id| ComplaintId::parse(id)).collect();
    for complaint in &complaints {
        let noun: Option<crate::complaint::Complaint> = work.get(&complaint.to_string()).await?;
        if !noun.is_some_and(
            |noun| matches!(noun.stage, crate::complaint::ComplaintStage::InCase { case: id, .. } if id == case.id),
        ) {
            check.problem("complaints", "Choose complaints of this case.");
        }
    }
    if let Some(asset) = asset {
        if asset.suspended_by.is_some() {
            check.problem("asset", phrase!("{} is switched off already by a decision.", asset.value));
        } else if asset.interim.is_some() {
            check.problem("asset", phrase!("A measure stands on {} already.", asset.value));
        }
        let others =
            held.iter().any(|other| other.id != asset.id && other.suspended_by.is_none() && other.interim.is_none());
        match &part {
            Some(part) if !is_part_of(asset, part) => {
                check.problem("part", phrase!("Name something inside {}, less than all of it.", asset.value));
            }
            None if !others => check.problem(
                "part",
                "This would switch off the whole account, and an interim measure never does. Name the part that is dangerous.",
            ),
            _ => {}
        }
        // Rule 2: once is enough. Whoever wants more than that needs something new.
        let before = deciding::interims_on(&mut work.conn(), asset.id).await?;
        let known = |complaint: &ComplaintId| before.iter().any(|held| held.noun.complaints.contains(complaint));
        if !before.is_empty() && complaints.iter().all(known) {
            check.problem(
                "complaints",
                "A measure was taken here before on these facts. It is not taken twice: name a complaint that came since.",
            );
        }
    }
    let (Some(emergency), Some(asset), Some(facts)) = (emergency, asset.cloned(), facts) else {
        return check.refuse().map_err(Failure::from);
    };
    check.done()?;
    Ok(Step { emergency, asset, part, facts: facts.as_str().to_owned(), complaints })
}

/// The measure, after its case's row was taken.
async fn locked(work: &mut Work, interim: InterimId) -> Done<Interim> {
    let noun: Interim =
        lists::one(&mut work.conn(), &interim.to_string()).await?.ok_or(Refusal::NotFound("measure"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(interim, "measure").await
}
