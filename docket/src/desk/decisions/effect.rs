//! A decision at its hour: checked again, then in force, stopped or missed, and told to the customer.

use super::*;

impl Desk {
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
    pub(super) async fn findings(&self, work: &mut Work, decision: &Decision) -> Done<Vec<Finding>> {
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

    pub(super) async fn take_effect(&self, work: &mut Work, decision: DecisionId, armed: bool) -> Done<()> {
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

    pub(super) async fn queue_statement(&self, work: &mut Work, decision: DecisionId) -> Done<()> {
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
    pub(super) async fn queue_to_contacts(
        &self,
        work: &mut Work,
        noun: &Decision,
        written: &letters::Written,
    ) -> Done<()> {
        let case: Case = work.need(noun.case, "case").await?;
        let owner = customer(work, &case).await?;
        for contact in owner.contacts_in_use() {
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
