//! Deciding, and what is done about a decision.

use docket::customer::Asset;
use docket::decision::{Decision as Noun, DecisionStage, Outcome};
use docket::desk::Done;
use docket::desk::appeals::VerdictOnAppeal;
use docket::desk::data_requests::SettleForm;
use docket::desk::decisions::DecisionForm;
use docket::desk::holds::HoldForm;
use docket::desk::interims::InterimForm;
use docket::desk::stays::StayForm;
use docket::letters;
use docket::refusal::Refusal;
use docket::time::zone::{Zone, calendar_days};
use docket::view::CaseView;
use docket::words::Language;

use crate::command::seed::stage::Stage;
use crate::command::seed::step::{Court, Decision, Effective, Hand, Matter};

impl<'a> Stage<'a> {
    pub(super) async fn decide(&mut self, matter: Matter<'a>, by: Hand, decision: &Decision<'a>) -> Done<()> {
        let view = self.view(matter).await?;
        let zone = Zone::parse(&view.customer.zone).unwrap_or(Zone::UTC);
        let wall = |zone: Zone, at| (zone, zone.date_text(at), zone.show(at, Language::En).time);
        let (zone, date, time) = match decision.effective {
            Effective::AtOnce => (zone, String::new(), String::new()),
            // Given as a distance from now, it may fall into an hour that a zone shows twice or never; UTC has none.
            Effective::At(at) => wall(Zone::UTC, at),
            Effective::Wall(at) => wall(zone, at),
            Effective::Tomorrow(time) => {
                (zone, zone.date_text(calendar_days(self.desk.now(), 1, &zone)), time.to_owned())
            }
        };
        let named = |asset: &&Asset| {
            asset.to.is_none() && (decision.assets.is_empty() || decision.assets.contains(&asset.value.as_str()))
        };
        let lifts = view.decisions.iter().find(|one| matches!(one.stage, DecisionStage::InForce { .. }));
        let settings = self.desk.settings();
        let whole = !decision.whole_reason.is_empty();
        let meaning = match view.customer.language {
            _ if !whole => "",
            Language::En => "Nothing of your account can be reached from that hour. Your data stays where it is.",
            Language::Fr => {
                "Rien de votre compte n’est plus accessible à partir de cette heure. Vos données restent en place."
            }
        };
        let harsher = match Outcome::parse(decision.outcome) {
            Some(outcome) => self.desk.precedents(view.case.id).await?.asks_why(outcome),
            None => None,
        };
        let form = DecisionForm {
            meaning: meaning.into(),
            conditions: decision.conditions.into(),
            differs: harsher.map(|_| decision.explanation.to_owned()).unwrap_or_default(),
            outcome: decision.outcome.into(),
            assets: view.assets.iter().filter(named).map(|asset| asset.id.to_string()).collect(),
            whole_reason: decision.whole_reason.into(),
            date,
            time,
            zone: zone.name().into(),
            facts: decision.facts.clone(),
            explanation: decision.explanation.into(),
            redress: letters::redress_text(view.customer.language, &settings.provider, &settings.phone),
            lifts: lifts.map(|lifted| lifted.id.to_string()).unwrap_or_default(),
            handle: view.customer.handle.clone(),
            version: Some(view.version),
            ..DecisionForm::default()
        };
        self.desk.propose_decision(&self.who(by)?, self.desk.new_command(), view.case.id, &form).await?;
        Ok(())
    }

    pub(super) async fn court(&mut self, matter: Matter<'a>, by: Hand, act: Court<'a>) -> Done<()> {
        let (desk, who, command) = (&self.desk, self.who(by)?, self.desk.new_command());
        let view = self.view(matter).await?;
        let case = view.case.id;
        match act {
            Court::Hold { scope, matter, reason } => {
                let form = HoldForm { scope: scope.into(), matter: matter.into(), reason: reason.into() };
                desk.place_hold(&who, command, case, &form).await?;
            }
            Court::Stay { reason, court, reference } => {
                let received_on = if court.is_empty() { String::new() } else { desk.now().date_text() };
                let form =
                    StayForm { reason: reason.into(), court: court.into(), reference: reference.into(), received_on };
                let decision = standing(&view)?.id;
                desk.stay_decision(&who, command, decision, &form).await?;
            }
            Court::Measure { emergency, asset, part, facts } => {
                let named = view.assets.iter().find(|held| held.value == asset).ok_or(Refusal::NotFound("asset"))?;
                let form = InterimForm {
                    emergency: emergency.into(),
                    asset: named.id.to_string(),
                    part: part.into(),
                    facts: facts.into(),
                    complaints: view.complaints.iter().map(|complaint| complaint.id.to_string()).collect(),
                    handle: view.customer.handle.clone(),
                    version: Some(view.version),
                };
                desk.take_interim(&who, command, case, &form).await?;
            }
            Court::ConfirmMeasure | Court::EndMeasure(_) => {
                let measure = view.interims.iter().rfind(|one| one.stands()).ok_or(Refusal::MeasureOver)?.id;
                match act {
                    Court::EndMeasure(reason) => desk.end_interim(&who, command, measure, reason).await?,
                    _ => desk.confirm_interim(&who, command, measure).await?,
                };
            }
            Court::GiveAppeal(to) => {
                desk.assign_appeal(&who, command, waiting_appeal(&view)?, self.who(to)?.person.id).await?;
            }
            Court::WriteOnAppeal(text) => {
                desk.write_about_appeal(&who, command, waiting_appeal(&view)?, text).await?;
            }
            Court::DecideAppeal { verdict, reasons } => {
                let form =
                    VerdictOnAppeal { verdict: verdict.into(), reasons: reasons.into(), ..VerdictOnAppeal::default() };
                desk.decide_appeal(&who, command, waiting_appeal(&view)?, &form).await?;
            }
            Court::SettleData { granted, words, until } => {
                use docket::data_request::RequestStage::Waiting;
                let request = view.data_requests.iter().find(|one| one.stage == Waiting);
                let request = request.ok_or(Refusal::NotFound("request"))?.id;
                let form = SettleForm {
                    granted: if granted { "yes" } else { "no" }.into(),
                    words: words.into(),
                    until: until.into(),
                };
                desk.settle_data(&who, command, request, &form).await?;
            }
            Court::Condition { number, how } => {
                desk.meet_condition(&who, command, standing(&view)?.id, number, how, &[]).await?;
            }
            Court::WithdrawDecision(reason) => {
                let pending = view.decisions.iter().find(|one| one.is_pending()).ok_or(Refusal::NotPending)?;
                desk.withdraw_decision(&who, command, pending.id, reason).await?;
            }
        }
        Ok(())
    }
}

/// What is in force, or waits for its hour.
fn standing(view: &CaseView) -> Result<&Noun, Refusal> {
    let standing = |one: &&Noun| matches!(one.stage, DecisionStage::InForce { .. } | DecisionStage::Approved { .. });
    view.decisions.iter().rfind(standing).ok_or(Refusal::NotInForce)
}

fn waiting_appeal(view: &CaseView) -> Result<docket::id::AppealId, Refusal> {
    let waiting = view.appeals.iter().find(|appeal| appeal.is_waiting());
    waiting.map(|appeal| appeal.id).ok_or(Refusal::NotFound("appeal"))
}
