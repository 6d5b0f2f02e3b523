//! A decision as it is written: every field read, the statement of reasons put together. Nothing is changed here.

use super::*;

pub(super) struct Composed {
    pub(super) outcome: Outcome,
    pub(super) assets: Vec<Touched>,
    pub(super) whole_account: Option<String>,
    pub(super) effective: Deadline,
    pub(super) preserve_until: Option<Moment>,
    pub(super) statement: Statement,
    pub(super) lifts: Option<DecisionId>,
}

/// What a decision is made of.
pub(super) struct Ground {
    pub(super) case: Case,
    pub(super) owner: Customer,
    pub(super) clause: Clause,
    pub(super) held: Vec<Asset>,
    pub(super) notice: Option<Notice>,
    pub(super) answers: Vec<Answer>,
    pub(super) decisions: Vec<Decision>,
}

pub(super) async fn ground(conn: &mut Conn<'_>, case: Case) -> Done<Ground> {
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

    pub(super) fn compose_decision(
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
        let cite = format!("{} ({})", ground.clause.cite_in(language), ground.clause.edition);
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
}

pub(super) fn read_effective(check: &mut Check, form: &DecisionForm, zone: &Zone, now: Moment) -> Option<Deadline> {
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
pub(super) fn at_once(now: Moment, zone: &Zone) -> Deadline {
    let shown = zone.show(now, Language::En);
    let rule = DeadlineRule::Wall { date: zone.date_text(now), time: shown.time.clone() };
    Deadline {
        at: now,
        zone: zone.name().to_owned(),
        wall: shown.long,
        offset: shown.offset,
        rule,
        anchor: now,
        tzdb: crate::time::zone::TZDB_VERSION.to_owned(),
    }
}
