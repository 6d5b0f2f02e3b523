//! A decision as it is written: every field read, the statement of reasons put together. Nothing is changed here.

use super::*;
use crate::desk::precedents::precedents;
use crate::id::InterimId;
use crate::phrase;
use crate::precedent::Precedents;
use crate::words::Phrase;

pub(super) struct Composed {
    pub(super) outcome: Outcome,
    pub(super) assets: Vec<Touched>,
    pub(super) whole_account: Option<String>,
    pub(super) effective: Deadline,
    pub(super) preserve_until: Option<Moment>,
    pub(super) statement: Statement,
    pub(super) lifts: Option<DecisionId>,
    pub(super) meaning: Option<String>,
    pub(super) conditions: Vec<Condition>,
    pub(super) differs: Option<String>,
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
    /// A confirmed interim measure of this case.
    pub(super) measure: Option<Interim>,
    pub(super) appeal_waits: bool,
    pub(super) held_for_court: bool,
    pub(super) precedents: Precedents,
}

impl Ground {
    /// The measure on which an outcome rests, when no notice carries it.
    pub(super) fn measure_for(&self, outcome: Outcome, now: Moment) -> Option<InterimId> {
        let without = standing_in_the_way(outcome, self.notice.as_ref(), &self.answers, now);
        let measure = self.measure.as_ref().filter(|_| outcome.switches_off() && !without.is_empty());
        measure.map(|measure| measure.id)
    }

    pub(super) fn in_the_way(&self, outcome: Outcome, now: Moment) -> Vec<Finding> {
        let mut findings = standing_in_the_way(outcome, self.notice.as_ref(), &self.answers, now);
        if self.measure_for(outcome, now).is_some() {
            findings = on_a_measure(findings, &self.answers);
        }
        if self.appeal_waits {
            findings.push(Finding::AppealWaiting);
        }
        if outcome == Outcome::Termination && self.held_for_court {
            findings.push(Finding::HoldStands);
        }
        findings
    }
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
    let measure = confirmed_measure(conn, case.id).await?;
    let appeal_waits = appeal_waits(conn, case.id).await?;
    let held_for_court = deciding::holds_of(conn, owner.id).await?.iter().any(|held| held.noun.covers(case.id));
    let precedents = precedents(conn, &case, &clause).await?;
    Ok(Ground {
        case,
        owner,
        clause,
        held,
        notice,
        answers,
        decisions,
        measure,
        appeal_waits,
        held_for_court,
        precedents,
    })
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
                Some(decision) if decision.stands() && decision.outcome.switches_off() => {
                    lifts = Some(decision.id);
                    touched = decision.touched().cloned().collect();
                }
                _ => check.problem("lifts", "Choose the decision in force that is lifted."),
            }
        } else if outcome.burdens() && touched.is_empty() {
            check.problem("assets", "Name at least one asset that the decision touches.");
        }
        // Two decisions on one asset could not be lifted one by one.
        if outcome.switches_off()
            && outcome != Outcome::Termination
            && let Some(off) = assets.iter().find(|asset| asset.suspended_by.is_some())
        {
            check.problem("assets", phrase!("{} is switched off already by a decision in force.", off.value));
        }
        let whole = outcome.switches_off()
            && !touched.is_empty()
            && ground
                .held
                .iter()
                .all(|asset| asset.suspended_by.is_some() || assets.iter().any(|named| named.id == asset.id));
        let mut whole_account = None;
        let mut meaning = None;
        if outcome == Outcome::Termination && assets.len() < ground.held.len() {
            check.problem("assets", "A termination ends the account, so it names every asset of it.");
        }
        if whole && outcome == Outcome::PartialSuspension {
            check.problem(
                "assets",
                "A partial suspension leaves something on. These are all the assets of the customer.",
            );
        } else if whole {
            whole_account =
                check.word("whole_reason", Reason::parse(&form.whole_reason)).map(|reason| reason.as_str().to_owned());
            meaning = check.word("meaning", Reason::parse(&form.meaning)).map(|text| text.as_str().to_owned());
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
                check.problem(field, phrase!("Fill in what stands in double brackets: {}", first));
            }
        }
        let conditions = read_conditions(&mut check, form, outcome);
        let differs = check.optional("differs", &form.differs, Reason::parse).map(|why| why.as_str().to_owned());
        if outcome.burdens()
            && differs.is_none()
            && let Some(why) = ground.precedents.asks_why(outcome)
        {
            check.problem("differs", why);
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
            check.problem("handle", phrase!("Type the customer's handle, {}, to confirm.", ground.owner.handle));
        }
        // A measure is on one asset, and carries nothing beyond it.
        if let Some(id) = ground.measure_for(outcome, now)
            && let Some(measure) = ground.measure.as_ref().filter(|measure| measure.id == id)
            && touched.iter().any(|one| one.asset != measure.asset)
        {
            let sentence = phrase!(
                "This rests on the interim measure on {} alone. For the rest, send a notice and wait for its deadline.",
                measure.value
            );
            check.problem("assets", sentence);
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
            meaning: meaning.as_deref(),
            conditions: &conditions,
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
        let conditions = conditions
            .into_iter()
            .zip(1..)
            .map(|(text, number)| Condition { number, text: text.into(), met: None })
            .collect();
        Ok(Composed {
            outcome,
            assets: touched,
            whole_account,
            effective,
            preserve_until,
            statement,
            lifts,
            meaning,
            conditions,
            differs,
        })
    }
}

/// So many conditions can still be ticked by people.
const MOST_CONDITIONS: usize = 20;

/// One on each line, without the numbers that people write before them.
fn read_conditions(check: &mut Check, form: &DecisionForm, outcome: Outcome) -> Vec<String> {
    let lines = form.conditions.lines().map(|line| {
        line.trim().trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '*' | ' '))
    });
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    if outcome == Outcome::Termination && !lines.is_empty() {
        check.problem("conditions", "A termination is for good: it has no conditions. Propose a suspension instead.");
    }
    if lines.len() > MOST_CONDITIONS {
        check.problem("conditions", phrase!("Name at most {} conditions.", MOST_CONDITIONS));
    }
    if !outcome.switches_off() {
        return Vec::new();
    }
    let parsed = lines.iter().filter_map(|line| check.word("conditions", crate::words::Reason::parse(line)));
    parsed.map(|line| line.as_str().to_owned()).collect()
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
            check.problem(field, Phrase::each(|language| problem.sentence(language)));
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
