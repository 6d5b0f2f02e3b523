//! Decisions: proposed, approved by another person, checked again and in force at their instant, lifted.

use super::cases::{customer, resting, whole_minute};
use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::customer::{Asset, Customer};
use crate::decision::checks::{Finding, standing_in_the_way};
use crate::decision::{Decision, DecisionStage, Outcome, Statement, Touched};
use crate::event::Event;
use crate::id::{AssetId, CaseId, CommandId, DecisionId, NoticeId};
use crate::instruction::Order;
use crate::letter::Cause;
use crate::letters::{self, StatementWords};
use crate::notice::{Answer, Notice, NoticeStage};
use crate::people::{Act, Actor};
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, evidence, lists};
use crate::time::zone::{Fold, WallProblem, Zone, calendar_days, deadline_wall};
use crate::time::{Deadline, DeadlineRule, Moment};
use crate::timer::ON_TIME_SECONDS;
use crate::words::{Language, Reason};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DecisionForm {
    pub outcome: String,
    pub assets: Vec<String>,
    pub whole_reason: String,
    pub date: String,
    pub time: String,
    pub zone: String,
    pub fold: String,
    pub preserve_days: String,
    pub facts: String,
    pub explanation: String,
    pub redress: String,
    pub automated_detection: bool,
    /// The decision that a reinstatement lifts.
    pub lifts: String,
    /// Typed to confirm what burdens.
    pub handle: String,
    pub version: Option<i64>,
}

/// The decision as it would be, nothing written down.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionPreview {
    pub statement: String,
    pub hash: String,
    pub effective: Deadline,
    pub preserve_until: Option<Moment>,
}

struct Composed {
    outcome: Outcome,
    assets: Vec<Touched>,
    whole_account: Option<String>,
    effective: Deadline,
    preserve_until: Option<Moment>,
    statement: Statement,
    lifts: Option<DecisionId>,
}

/// What a decision is made of.
struct Ground {
    case: Case,
    owner: Customer,
    clause: Clause,
    held: Vec<Asset>,
    notice: Option<Notice>,
    answers: Vec<Answer>,
    decisions: Vec<Decision>,
}

async fn ground(conn: &mut Conn<'_>, case: Case) -> Done<Ground> {
    let owner: Customer =
        lists::one(conn, &case.customer.to_string()).await?.ok_or(Refusal::NotFound("customer"))?.noun;
    let clause: Clause = lists::one(conn, &case.clause.to_string()).await?.ok_or(Refusal::NotFound("clause"))?.noun;
    let held = lists::assets_of(conn, owner.id)
        .await?
        .into_iter()
        .map(|held| held.noun)
        .filter(|asset| asset.to.is_none())
        .collect();
    let decisions = lists::decisions_of(conn, case.id).await?.into_iter().map(|held| held.noun).collect();
    let (notice, answers) = notice_and_answers(conn, case.id).await?;
    Ok(Ground { case, owner, clause, held, notice, answers, decisions })
}

/// The newest notice that left, and every answer of the case: an answer to an older notice counts too.
async fn notice_and_answers(conn: &mut Conn<'_>, case: CaseId) -> Stored<(Option<Notice>, Vec<Answer>)> {
    let notices = lists::notices_of(conn, case).await?.into_iter().map(|held| held.noun);
    let notice = notices
        .filter(|notice| matches!(notice.stage, NoticeStage::Sent { .. } | NoticeStage::Leaving { .. }))
        .max_by_key(|notice| notice.number);
    let answers = lists::answers_of_case(conn, case).await?.into_iter().map(|held| held.noun).collect();
    Ok((notice, answers))
}

impl Desk {
    pub async fn preview_decision(&self, who: &Who, case: CaseId, form: &DecisionForm) -> Done<DecisionPreview> {
        who.must(Act::ReadCases)?;
        let mut reader = self.read().await?;
        let noun: Case =
            lists::one(&mut reader.conn(), &case.to_string()).await?.ok_or(Refusal::NotFound("case"))?.noun;
        let number = noun.decisions + 1;
        let ground = ground(&mut reader.conn(), noun).await?;
        let composed = self.compose_decision(form, &ground, number, self.now())?;
        Ok(DecisionPreview {
            statement: composed.statement.text.show().to_owned(),
            hash: composed.statement.hash,
            effective: composed.effective,
            preserve_until: composed.preserve_until,
        })
    }

    /// What stands in the way of switching something off now, for the page that asks "why not?".
    pub async fn in_the_way(&self, case: CaseId) -> Done<Vec<Finding>> {
        let mut reader = self.read().await?;
        let (notice, answers) = notice_and_answers(&mut reader.conn(), case).await?;
        Ok(standing_in_the_way(Outcome::Suspension, notice.as_ref(), &answers, self.now()))
    }

    fn compose_decision(
        &self,
        form: &DecisionForm,
        ground: &Ground,
        number: u32,
        now: Moment,
    ) -> Result<Composed, Refusal> {
        let mut check = Check::default();
        let Some(outcome) = check.some("outcome", Outcome::parse(&form.outcome), "Choose an outcome.") else {
            return check.refuse();
        };
        let assets: Vec<&Asset> =
            ground.held.iter().filter(|asset| form.assets.contains(&asset.id.to_string())).collect();
        let mut lifts = None;
        let mut touched: Vec<Touched> =
            assets.iter().map(|asset| Touched { asset: asset.id, value: asset.value.clone() }).collect();
        if outcome == Outcome::Reinstatement {
            let lifted = DecisionId::parse(&form.lifts)
                .and_then(|id| ground.decisions.iter().find(|decision| decision.id == id));
            match lifted {
                Some(decision)
                    if matches!(decision.stage, DecisionStage::InForce { .. }) && decision.outcome.switches_off() =>
                {
                    lifts = Some(decision.id);
                    touched = decision.assets.clone();
                }
                _ => check.problem("lifts", "Choose the decision in force that is lifted."),
            }
        } else if outcome.burdens() && touched.is_empty() {
            check.problem("assets", "Name at least one asset that the decision touches.");
        }
        // Two decisions on one asset could not be lifted one by one.
        if outcome.switches_off()
            && let Some(off) = assets.iter().find(|asset| asset.suspended_by.is_some())
        {
            check.problem("assets", format!("{} is switched off already by a decision in force.", off.value));
        }
        let whole = outcome.switches_off()
            && !touched.is_empty()
            && ground
                .held
                .iter()
                .all(|asset| asset.suspended_by.is_some() || assets.iter().any(|named| named.id == asset.id));
        let mut whole_account = None;
        if whole && outcome == Outcome::PartialSuspension {
            check.problem(
                "assets",
                "A partial suspension leaves something on. These are all the assets of the customer.",
            );
        } else if whole {
            whole_account =
                check.word("whole_reason", Reason::parse(&form.whole_reason)).map(|reason| reason.as_str().to_owned());
        }
        let zone =
            check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.").unwrap_or(Zone::UTC);
        let effective =
            if outcome.burdens() { read_effective(&mut check, form, &zone, now) } else { Some(at_once(now, &zone)) };
        let facts = check.word("facts", Reason::parse(&form.facts));
        let explanation = check.word("explanation", Reason::parse(&form.explanation));
        let redress = check.word("redress", Reason::parse(&form.redress));
        for (field, text) in [("facts", &form.facts), ("explanation", &form.explanation), ("redress", &form.redress)] {
            if let Some(first) = letters::placeholders_left(text).first() {
                check.problem(field, format!("Fill in what stands in double brackets: {first}"));
            }
        }
        let days = match form.preserve_days.trim() {
            "" => Some(self.settings().preserve_days),
            text => check.some(
                "preserve_days",
                text.parse::<u32>().ok().filter(|days| (1..=3650).contains(days)),
                "Write a number of days from 1 to 3650.",
            ),
        };
        if outcome.burdens() && form.handle.trim() != ground.owner.handle {
            check.problem("handle", format!("Type the customer's handle, {}, to confirm.", ground.owner.handle));
        }
        let (Some(effective), Some(facts), Some(explanation), Some(redress), Some(days)) =
            (effective, facts, explanation, redress, days)
        else {
            return check.refuse();
        };
        check.done()?;
        let preserve_until = outcome.switches_off().then(|| calendar_days(effective.at, days, &zone));
        let language = ground.owner.language;
        let kept = preserve_until.map(|until| {
            let shown = zone.show(until, language);
            match language {
                _ if zone == Zone::UTC => shown.utc,
                Language::En => format!("{}, which is {}", shown.long, shown.utc),
                Language::Fr => format!("{}, soit le {}", shown.long, shown.utc),
            }
        });
        let values: Vec<String> = touched.iter().map(|asset| asset.value.clone()).collect();
        let cite = format!("{} ({})", ground.clause.cite(), ground.clause.edition);
        let text = letters::statement_text(&StatementWords {
            provider: &self.settings().provider,
            phone: &self.settings().phone,
            language,
            handle: &ground.owner.handle,
            case_number: &ground.case.number,
            decision_number: number,
            outcome,
            assets: &values,
            whole_account: whole_account.as_deref(),
            effective: &effective,
            facts: facts.as_str(),
            ground: &cite,
            explanation: explanation.as_str(),
            automated_detection: form.automated_detection,
            from_complaints: ground.case.complaints,
            preserve_until: kept.as_deref(),
            redress: redress.as_str(),
        });
        let statement = Statement {
            language,
            facts: facts.as_str().to_owned().into(),
            ground: cite,
            explanation: explanation.as_str().to_owned().into(),
            redress: redress.as_str().to_owned().into(),
            automated_detection: form.automated_detection,
            hash: evidence::sha256_hex(text.as_bytes()),
            text: text.into(),
        };
        Ok(Composed { outcome, assets: touched, whole_account, effective, preserve_until, statement, lifts })
    }

    /// What burdens waits for a second person. What favours happens at once.
    pub async fn propose_decision(
        &self,
        who: &Who,
        command: CommandId,
        case: CaseId,
        form: &DecisionForm,
    ) -> Done<(u32, Receipt)> {
        let outcome = Outcome::parse(&form.outcome);
        who.must(if outcome.is_some_and(|outcome| !outcome.burdens()) { Act::Favour } else { Act::Propose })?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(case, form)).await? {
                Begun::Before(receipt) => {
                    return match self.first_event(&receipt).await? {
                        Event::DecisionProposed { number, .. } => Ok((number, receipt)),
                        _ => Err(Refusal::CommandReused.into()),
                    };
                }
                Begun::Now(work) => work,
            };
            let noun = work.lock_case(case, form.version).await?;
            // What was switched off can be switched on again, also after the case was closed.
            if noun.is_closed() && outcome != Some(Outcome::Reinstatement) {
                return Err(Refusal::CaseClosed.into());
            }
            let number = noun.decisions + 1;
            let ground = ground(&mut work.conn(), noun).await?;
            if ground.decisions.iter().any(Decision::is_pending) {
                return Err(Refusal::DecisionPending.into());
            }
            let composed = self.compose_decision(form, &ground, number, work.now)?;
            if composed.outcome.burdens() {
                who.must_be_fresh(work.now)?;
                let findings = standing_in_the_way(composed.outcome, ground.notice.as_ref(), &ground.answers, work.now);
                if !findings.is_empty() {
                    return Err(Refusal::StandsInTheWay(findings).into());
                }
            }
            let decision: DecisionId = work.new_id();
            let outcome = composed.outcome;
            let rests_on = ground.notice.as_ref().map(|notice| notice.id);
            work.record(Event::DecisionProposed {
                decision,
                case,
                customer: ground.owner.id,
                number,
                outcome,
                assets: composed.assets,
                whole_account: composed.whole_account.map(Into::into),
                rests_on,
                lifts: composed.lifts,
                effective: composed.effective,
                preserve_until: composed.preserve_until,
                statement: Box::new(composed.statement),
                by: who.person.id,
            })
            .await?;
            if !outcome.burdens() {
                self.take_effect(&mut work, decision, false).await?;
                self.queue_statement(&mut work, decision).await?;
            }
            Ok((number, work.commit().await?))
        })
    }

    /// The second person approves exactly the text that they read.
    pub async fn approve_decision(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        text_hash: &str,
    ) -> Done<Receipt> {
        who.must(Act::Approve)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, text_hash)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            if noun.stage != DecisionStage::Proposed {
                return Err(Refusal::NotProposed.into());
            }
            if noun.proposed_by == who.person.id {
                return Err(Refusal::OwnProposal.into());
            }
            who.must_be_fresh(work.now)?;
            if noun.statement.hash != text_hash {
                return Err(Refusal::TextChanged.into());
            }
            if noun.effective.at <= work.now {
                return Err(Refusal::HourPassed.into());
            }
            let findings = self.findings(&mut work, &noun).await?;
            if !findings.is_empty() {
                return Err(Refusal::StandsInTheWay(findings).into());
            }
            work.record(Event::DecisionApproved {
                decision,
                case: noun.case,
                number: noun.number,
                outcome: noun.outcome,
                effective: noun.effective.at,
                text_hash: text_hash.to_owned(),
                by: who.person.id,
            })
            .await?;
            // The customer reads the reasons before the hour, not after it.
            self.queue_statement(&mut work, decision).await?;
            work.commit().await
        })
    }

    pub async fn withdraw_decision(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        reason: &str,
    ) -> Done<Receipt> {
        who.must(Act::Favour)?;
        let mut check = Check::default();
        let Some(reason) = check.word("reason", Reason::parse(reason)) else {
            return check.refuse().map_err(Failure::from);
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            if !noun.is_pending() {
                return Err(Refusal::NotPending.into());
            }
            let back_to = resting(&mut work.conn(), noun.case, None).await?;
            work.record(Event::DecisionWithdrawn {
                decision,
                case: noun.case,
                number: noun.number,
                by: who.person.id,
                reason: reason.as_str().to_owned().into(),
                armed: noun.approved_by().is_some(),
                back_to: Box::new(back_to),
            })
            .await?;
            if noun.was_announced() {
                // The customer was told an hour at which something would be taken from them; they are told that it is not.
                let case: Case = work.need(noun.case, "case").await?;
                let settings = self.settings();
                let written = letters::withdrawn_letter(
                    &settings.provider,
                    &settings.phone,
                    noun.statement.language,
                    &case.number,
                    noun.number,
                    noun.outcome,
                    &noun.effective,
                );
                self.queue_to_contacts(&mut work, &noun, &written).await?;
            }
            work.commit().await
        })
    }

    /// Its hour has come. Late is a question to a person, and so is everything that stands in the way.
    pub async fn decision_due(&self, decision: DecisionId) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("effect", decision)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, decision).await?;
            if noun.approved_by().is_none() || work.now < noun.effective.at {
                return Ok(());
            }
            let findings = self.findings(&mut work, &noun).await?;
            if work.now.minus(noun.effective.at) > ON_TIME_SECONDS * 1_000_000 {
                work.record(Event::DecisionMissed {
                    decision,
                    case: noun.case,
                    number: noun.number,
                    due: noun.effective.at,
                })
                .await?;
            } else if findings.is_empty() {
                self.take_effect(&mut work, decision, true).await?;
            } else {
                work.record(Event::DecisionStopped { decision, case: noun.case, number: noun.number, findings })
                    .await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// Rule 7: everything that must still hold, read in the transaction of the act.
    async fn findings(&self, work: &mut Work, decision: &Decision) -> Done<Vec<Finding>> {
        let (newest, answers) = notice_and_answers(&mut work.conn(), decision.case).await?;
        let rested: Option<NoticeId> = decision.rests_on;
        let notice = match rested {
            Some(id) => Some(work.need::<Notice>(id, "notice").await?),
            None => newest,
        };
        let mut findings = standing_in_the_way(decision.outcome, notice.as_ref(), &answers, work.now);
        let text = decision.statement.text.get().map(|text| evidence::sha256_hex(text.as_bytes()));
        if text.as_deref() != Some(decision.statement.hash.as_str()) {
            findings.push(Finding::TextChanged);
        }
        if decision.approved_by().is_some() && decision.delivered == 0 && work.now >= decision.effective.at {
            findings.push(Finding::StatementUndelivered);
        }
        for touched in &decision.assets {
            let asset: Asset = work.need(touched.asset, "asset").await?;
            if asset.to.is_some_and(|to| to <= work.now) || asset.customer != decision.customer {
                findings.push(Finding::AssetGone);
                break;
            }
            if decision.outcome.switches_off() && asset.suspended_by.is_some() {
                findings.push(Finding::AssetOff);
                break;
            }
        }
        Ok(findings)
    }

    async fn take_effect(&self, work: &mut Work, decision: DecisionId, armed: bool) -> Done<()> {
        let noun: Decision = work.need(decision, "decision").await?;
        let touched: Vec<AssetId> = noun.assets.iter().map(|touched| touched.asset).collect();
        let switched = if noun.outcome.switches_off() { touched.clone() } else { Vec::new() };
        work.record(Event::DecisionTookEffect {
            decision,
            case: noun.case,
            number: noun.number,
            outcome: noun.outcome,
            assets: switched,
            armed,
        })
        .await?;
        if let Some(lifted) = noun.lifts {
            let old: Decision = work.need(lifted, "decision").await?;
            work.record(Event::DecisionLifted {
                decision: lifted,
                case: noun.case,
                number: old.number,
                assets: touched,
                by: decision,
            })
            .await?;
        }
        let order = match noun.outcome {
            outcome if outcome.switches_off() => Order::Suspend,
            Outcome::Reinstatement => Order::Reinstate,
            _ => return Ok(()),
        };
        let owner: Customer = work.need(noun.customer, "customer").await?;
        let instruction = work.new_id();
        let number = work.next_number("instruction").await?;
        let assets = noun.assets.iter().map(|touched| touched.value.clone()).collect();
        work.record(Event::InstructionIssued {
            instruction,
            number,
            case: noun.case,
            decision,
            order,
            customer_handle: owner.handle,
            assets,
        })
        .await?;
        Ok(())
    }

    async fn queue_statement(&self, work: &mut Work, decision: DecisionId) -> Done<()> {
        let noun: Decision = work.need(decision, "decision").await?;
        let case: Case = work.need(noun.case, "case").await?;
        let settings = self.settings();
        let written = letters::decision_letter(
            &settings.provider,
            &settings.phone,
            noun.statement.language,
            &case.number,
            noun.number,
            noun.outcome,
            noun.statement.text.show(),
        );
        self.queue_to_contacts(work, &noun, &written).await
    }

    /// A letter about a decision, to every contact of the customer.
    async fn queue_to_contacts(&self, work: &mut Work, noun: &Decision, written: &letters::Written) -> Done<()> {
        let case: Case = work.need(noun.case, "case").await?;
        let owner = customer(work, &case).await?;
        for contact in &owner.contacts {
            let letter = work.new_id();
            work.record(Event::LetterQueued {
                letter,
                case: Some(noun.case),
                cause: Cause::Decision { decision: noun.id },
                language: noun.statement.language,
                to: contact.email.clone(),
                subject: written.subject.clone().into(),
                text: written.text.clone().into(),
                message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
            })
            .await?;
        }
        Ok(())
    }
}

/// The decision, after its case's row was taken.
async fn locked(work: &mut Work, decision: DecisionId) -> Done<Decision> {
    let noun: Decision =
        lists::one(&mut work.conn(), &decision.to_string()).await?.ok_or(Refusal::NotFound("decision"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(decision, "decision").await
}

fn read_effective(check: &mut Check, form: &DecisionForm, zone: &Zone, now: Moment) -> Option<Deadline> {
    let fold = match form.fold.as_str() {
        "first" => Some(Fold::First),
        "second" => Some(Fold::Second),
        _ => None,
    };
    match deadline_wall(form.date.trim(), form.time.trim(), zone, now, fold) {
        Ok(effective) if effective.at > now => Some(effective),
        Ok(_) => {
            check.problem(
                "date",
                "This hour has passed. What burdens a customer never takes effect before it was decided.",
            );
            None
        }
        Err(problem) => {
            let field = if matches!(problem, WallProblem::Twice { .. }) { "fold" } else { "date" };
            check.problem(field, problem.sentence(Language::En));
            None
        }
    }
}

/// What favours takes effect now. It is frozen like every other instant.
fn at_once(now: Moment, zone: &Zone) -> Deadline {
    let shown = zone.show(now, Language::En);
    let rule = DeadlineRule::Wall { date: zone.date_text(now), time: shown.time.clone() };
    Deadline {
        at: now,
        zone: zone.name().to_owned(),
        wall: shown.long,
        offset: shown.offset,
        rule,
        anchor: whole_minute(now),
        tzdb: crate::time::zone::TZDB_VERSION.to_owned(),
    }
}
