//! Sentences about weighing and deciding: conditions, stays, measures, appeals, holds, data.

use super::{Names, Sentence, Tone, plural, quote, say};
use crate::appeal::AppealVerdict;
use crate::data_request::Wanted;
use crate::event::{Event, Recorded};
use crate::words::Language;

/// None: another file has the sentence.
pub(super) fn staff(recorded: &Recorded, names: &Names) -> Option<Sentence> {
    use Tone::{Customer, Legal, Plain};
    let who = names.actor(recorded.actor);
    Some(match &recorded.event {
        Event::DecisionWeighed(weighed) => {
            let (number, weighing) = (weighed.number, &weighed.weighing);
            let mut text = match &weighing.compared {
                Some(seen) => format!(
                    "Decision D-{number} was laid beside {}, {} of them decided.",
                    plural(seen.cases as usize, "like case", "like cases"),
                    seen.decided
                ),
                None => format!("No like case stood beside decision D-{number}."),
            };
            if !weighing.conditions.is_empty() {
                let count = plural(weighing.conditions.len(), "condition", "conditions");
                text.push_str(&format!(" It names {count} of reinstatement."));
            }
            match &weighing.differs {
                Some(why) => quote(format!("{text} It is harsher than usual, because:"), why.show(), Legal),
                None => say(text, Plain),
            }
        }
        Event::DecisionSeconded(seconded) => say(
            format!(
                "{who} approved decision D-{}, bound to text {}. A second approval is needed.",
                seconded.number,
                &seconded.text_hash[..seconded.text_hash.len().min(8)]
            ),
            Legal,
        ),
        Event::DecisionReplaced(replaced) => say(
            format!("Decision D-{} was replaced by the termination D-{}.", replaced.number, replaced.by_number),
            Legal,
        ),
        Event::ConditionMet(met) => quote(
            format!("{who} found condition {} of decision D-{} met:", met.condition, met.number),
            met.how.show(),
            Legal,
        ),
        Event::DecisionStayed(stayed) => {
            let order = match &stayed.order {
                Some(order) => format!(" by order of {}, {}", order.court.show(), order.reference.show()),
                None => String::new(),
            };
            quote(format!("{who} stayed decision D-{}{order}:", stayed.number), stayed.reason.show(), Legal)
        }
        Event::StayEnded(ended) => {
            let then = if ended.missed { " Its hour has passed, so a person must look." } else { "" };
            quote(format!("{who} ended the stay of decision D-{}.{then}", ended.number), ended.reason.show(), Legal)
        }
        Event::InterimTaken(taken) => quote(
            format!(
                "{who} took interim measure M-{} on {}: {}. It lapses {} unless another person confirms it.",
                taken.number,
                taken.value,
                taken.emergency.name(Language::En).to_lowercase(),
                taken.lapses_at.short_utc()
            ),
            taken.facts.show(),
            Legal,
        ),
        Event::InterimAlarmed(alarmed) => say(
            format!("Alarm {} for interim measure M-{}: nobody has confirmed it.", alarmed.alarm, alarmed.number),
            Plain,
        ),
        Event::InterimConfirmed(done) => say(format!("{who} confirmed interim measure M-{}.", done.number), Legal),
        Event::InterimToCounsel(given) => say(
            format!("Nobody confirmed interim measure M-{} in time. It stands, and counsel decides.", given.number),
            Legal,
        ),
        Event::InterimLapsed(lapsed) => {
            say(format!("Interim measure M-{} lapsed by itself: nobody confirmed it in time.", lapsed.number), Legal)
        }
        Event::InterimEnded(ended) => match ended.into {
            Some(_) => say(format!("A decision took the place of interim measure M-{}.", ended.number), Legal),
            None => quote(format!("{who} ended interim measure M-{}:", ended.number), ended.reason.show(), Legal),
        },
        Event::MeasureInstructed(told) => say(
            format!("Instruction I-{} was issued: {} {}.", told.number, told.order.word(), told.assets.join(", ")),
            Legal,
        ),
        Event::AppealFiled(filed) => {
            let by = match filed.notice {
                Some(_) => "The customer appealed".to_owned(),
                None => format!("{who} wrote down an appeal"),
            };
            quote(
                format!(
                    "{by} against decision D-{} (AP-{}, receipt {}).",
                    filed.decision_number, filed.number, filed.receipt
                ),
                filed.grounds.show(),
                Customer,
            )
        }
        Event::AppealAssigned(assigned) if recorded.actor.person() == Some(assigned.to) => {
            say(format!("{who} took appeal AP-{}.", assigned.number), Plain)
        }
        Event::AppealAssigned(assigned) => {
            say(format!("{who} gave appeal AP-{} to {}.", assigned.number, names.of(assigned.to)), Plain)
        }
        Event::AppealSaid(said) if said.by.is_none() => {
            quote(format!("The customer wrote about appeal AP-{}:", said.number), said.text.show(), Customer)
        }
        Event::AppealSaid(said) => {
            quote(format!("{who} wrote to the customer about appeal AP-{}:", said.number), said.text.show(), Legal)
        }
        Event::AppealDecided(decided) => quote(
            format!(
                "{who} decided appeal AP-{}: {} (D-{}).",
                decided.number,
                decided.verdict.name(Language::En).to_lowercase(),
                decided.decision_number
            ),
            decided.reasons.show(),
            Legal,
        ),
        Event::HoldPlaced(placed) => quote(
            format!("{who} placed litigation hold H-{} for {}:", placed.number, placed.matter.show()),
            placed.reason.show(),
            Legal,
        ),
        Event::HoldReleaseAsked(asked) => quote(
            format!("{who} asked for the release of hold H-{}; it stands until another person agrees:", asked.number),
            asked.reason.show(),
            Legal,
        ),
        Event::HoldReleased(released) => say(format!("{who} released hold H-{}.", released.number), Legal),
        Event::DataAsked(asked) => quote(
            format!(
                "The customer asked: {} (receipt {}).",
                asked.wanted.name(Language::En).to_lowercase(),
                asked.receipt
            ),
            asked.reason.show(),
            Customer,
        ),
        Event::DataSettled(settled) => {
            let done = match (settled.granted, settled.wanted) {
                (true, Wanted::Copy) => "provided the copy of the data",
                (true, Wanted::Longer) => "granted longer preservation",
                (false, _) => "refused the request about data",
            };
            quote(format!("{who} {done} ({}):", settled.receipt), settled.words.show(), Legal)
        }
        _ => return None,
    })
}

/// What the customer is told. None: nothing.
pub(super) fn customer(event: &Event, language: Language) -> Option<Sentence> {
    let fr = language == Language::Fr;
    let pick = |en: String, french: String| if fr { french } else { en };
    let name = |verdict: AppealVerdict| verdict.name(language);
    Some(match event {
        Event::ConditionMet(met) => say(
            pick(
                format!("Condition {} of decision D-{} is met.", met.condition, met.number),
                format!("La condition {} de la décision D-{} est remplie.", met.condition, met.number),
            ),
            Tone::Legal,
        ),
        Event::DecisionStayed(stayed) => say(
            pick(
                format!("Decision D-{} is stayed: it has no effect for now.", stayed.number),
                format!("La décision D-{} est suspendue : elle est sans effet pour le moment.", stayed.number),
            ),
            Tone::Legal,
        ),
        Event::StayEnded(ended) => say(
            pick(
                format!("The stay of decision D-{} ended.", ended.number),
                format!("Le sursis de la décision D-{} a pris fin.", ended.number),
            ),
            Tone::Legal,
        ),
        Event::InterimTaken(taken) => say(
            pick(
                format!("As an emergency measure, {} was switched off.", taken.value),
                format!("Par mesure d’urgence, {} a été coupé.", taken.value),
            ),
            Tone::Legal,
        ),
        Event::InterimConfirmed(_) => say(
            pick(
                "A second person confirmed the emergency measure.".into(),
                "Une deuxième personne a confirmé la mesure d’urgence.".into(),
            ),
            Tone::Legal,
        ),
        Event::InterimLapsed(_) => say(
            pick("The emergency measure lapsed.".into(), "La mesure d’urgence est devenue caduque.".into()),
            Tone::Legal,
        ),
        Event::InterimEnded(ended) if ended.into.is_none() => {
            say(pick("The emergency measure ended.".into(), "La mesure d’urgence a pris fin.".into()), Tone::Legal)
        }
        Event::AppealFiled(filed) => say(
            pick(
                format!("We received your appeal {}.", filed.receipt),
                format!("Nous avons reçu votre recours {}.", filed.receipt),
            ),
            Tone::Customer,
        ),
        Event::AppealSaid(said) if said.by.is_none() => say(
            pick(
                format!("You wrote to us about your appeal {}.", said.receipt),
                format!("Vous nous avez écrit au sujet de votre recours {}.", said.receipt),
            ),
            Tone::Customer,
        ),
        Event::AppealSaid(said) => quote(
            pick(
                format!("We wrote to you about your appeal {}:", said.receipt),
                format!("Nous vous avons écrit au sujet de votre recours {} :", said.receipt),
            ),
            said.text.show(),
            Tone::Legal,
        ),
        Event::AppealDecided(decided) => quote(
            pick(
                format!("Your appeal {} was decided. {}.", decided.receipt, name(decided.verdict)),
                format!("Votre recours {} a été tranché. {}.", decided.receipt, name(decided.verdict)),
            ),
            decided.reasons.show(),
            Tone::Legal,
        ),
        Event::DataAsked(asked) => say(
            pick(
                format!("You asked: {} ({}).", asked.wanted.name(language).to_lowercase(), asked.receipt),
                format!("Vous avez demandé : {} ({}).", asked.wanted.name(language).to_lowercase(), asked.receipt),
            ),
            Tone::Customer,
        ),
        Event::DataSettled(settled) => quote(
            pick(
                format!("We answered your request {}:", settled.receipt),
                format!("Nous avons répondu à votre demande {} :", settled.receipt),
            ),
            settled.words.show(),
            Tone::Legal,
        ),
        _ => return None,
    })
}
