//! A decision at its hour: checked again, then in force, stopped or missed, and told to the customer.

use super::*;
use crate::decision::missed::Explained;
use crate::desk::stays::kept_off;
use crate::desk::watching::missed;

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
            let Some(rounds) = self.rounds_unless_in_doubt(&mut work).await? else { return Ok(()) };
            let findings = self.findings(&mut work, &noun).await?;
            if let Some(why) = missed(&rounds, noun.effective.at, work.now) {
                work.record(Event::DecisionMissed {
                    decision,
                    case: noun.case,
                    number: noun.number,
                    due: noun.effective.at,
                })
                .await?;
                let explained = Explained { decision, case: noun.case, number: noun.number, why };
                work.record(Event::DecisionMissExplained(Box::new(explained))).await?;
                // In the same transaction: whoever finds the hour missed has told the leads.
                if self.settings().alert_hours > 0 {
                    self.raise(&mut work, What::Missed, decision.0, 1, Some(noun.case), self.now()).await?;
                }
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
        if let Some(measure) = decision.weighed.as_ref().and_then(|weighed| weighed.interim) {
            findings = on_a_measure(findings, &answers);
            if !work.need::<Interim>(measure, "measure").await?.is_confirmed() {
                findings.push(Finding::MeasureOver);
            }
        }
        if decision.outcome.burdens() && appeal_waits(&mut work.conn(), decision.case).await? {
            findings.push(Finding::AppealWaiting);
        }
        if decision.outcome.burdens() && mails::waits_in(&mut work.conn(), decision.case).await? {
            findings.push(Finding::MailWaiting);
        }
        if decision.outcome.burdens() && self.hold_unweighed(work, decision).await? {
            findings.push(Finding::HoldStands);
        }
        let text = decision.statement.text.get().map(|text| evidence::sha256_hex(text.as_bytes()));
        if text.as_deref() != Some(decision.statement.hash.as_str()) {
            findings.push(Finding::TextChanged);
        }
        if decision.approved_by().is_some()
            && work.now >= decision.effective.at
            && !self.statement_arrived(work, decision).await?
        {
            findings.push(Finding::StatementUndelivered);
        }
        for touched in &decision.assets {
            let asset: Asset = work.need(touched.asset, "asset").await?;
            if asset.to.is_some_and(|to| to <= work.now) || asset.customer != decision.customer {
                findings.push(Finding::AssetGone);
                break;
            }
            // A termination ends also what is off already.
            if decision.outcome.switches_off()
                && decision.outcome != Outcome::Termination
                && asset.suspended_by.is_some()
            {
                findings.push(Finding::AssetOff);
                break;
            }
        }
        Ok(findings)
    }

    /// Whether a letter with the reasons themselves was accepted. One about a stay says less.
    async fn statement_arrived(&self, work: &mut Work, decision: &Decision) -> Done<bool> {
        let statement = decision.statement.text.show();
        let letters = lists::letters_of(&mut work.conn(), decision.case).await?;
        Ok(letters.iter().map(|held| &held.noun).any(|letter| {
            letter.cause == Cause::Decision { decision: decision.id }
                && letter.has_arrived()
                && letter.text.show().contains(statement)
        }))
    }

    /// A hold that came after the proposal was weighed by nobody. Under any hold nothing ends for good.
    async fn hold_unweighed(&self, work: &mut Work, decision: &Decision) -> Done<bool> {
        let holds = deciding::holds_of(&mut work.conn(), decision.customer).await?;
        Ok(holds
            .iter()
            .map(|held| &held.noun)
            .filter(|hold| hold.covers(decision.case))
            .any(|hold| decision.outcome == Outcome::Termination || hold.placed_at >= decision.proposed_at))
    }

    pub(super) async fn take_effect(&self, work: &mut Work, decision: DecisionId, armed: bool) -> Done<()> {
        let noun: Decision = work.need(decision, "decision").await?;
        let touched: Vec<AssetId> = noun.assets.iter().map(|touched| touched.asset).collect();
        let replaced = if noun.outcome == Outcome::Termination {
            lists::standing_of_customer(&mut work.conn(), noun.customer).await?
        } else {
            Vec::new()
        };
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
        self.watch_preservation(work, decision).await?;
        let mut ordered = touched.clone();
        if let Some(lifted) = noun.lifts {
            let old: Decision = work.need(lifted, "decision").await?;
            // What another decision or a measure keeps off stays off.
            let freed = kept_off(work, &old).await?;
            ordered.clear();
            for asset in &freed {
                if work.need::<Asset>(asset, "asset").await?.interim.is_none() {
                    ordered.push(*asset);
                }
            }
            work.record(Event::DecisionLifted {
                decision: lifted,
                case: noun.case,
                number: old.number,
                assets: freed,
                by: decision,
            })
            .await?;
        }
        for held in replaced.into_iter().filter(|held| held.noun.outcome.switches_off()) {
            let old: Decision = work.need(held.noun.id, "decision").await?;
            if !old.stands() {
                continue;
            }
            work.record(Event::DecisionReplaced(Box::new(Replaced {
                decision: old.id,
                case: old.case,
                number: old.number,
                by: decision,
                by_number: noun.number,
            })))
            .await?;
        }
        if noun.outcome.switches_off() {
            self.measures_give_way(work, decision, &touched).await?;
        }
        let order = match noun.outcome {
            Outcome::Termination => Order::Terminate,
            outcome if outcome.switches_off() => Order::Suspend,
            Outcome::Reinstatement => Order::Reinstate,
            _ => return Ok(()),
        };
        self.switch(work, &noun, order, &ordered).await
    }

    pub(super) async fn queue_statement(&self, work: &mut Work, decision: DecisionId) -> Done<()> {
        let noun: Decision = work.need(decision, "decision").await?;
        let case: Case = work.need(noun.case, "case").await?;
        let settings = self.settings();
        let owner: Customer = work.need(noun.customer, "customer").await?;
        let wrap = self.wrap(work, noun.outcome, noun.statement.language, &owner.handle).await?;
        let written = letters::decision_letter(
            &settings.provider,
            &settings.phone,
            noun.statement.language,
            &case.number,
            noun.number,
            noun.outcome,
            noun.statement.text.show(),
            &wrap,
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
