//! Sentences about weighing and deciding: conditions, stays, measures, appeals, holds, data.

use super::{Names, Sentence, Tone, quote, say};
use crate::appeal::AppealVerdict;
use crate::data_request::Wanted;
use crate::event::{Event, Recorded};
use crate::phrase;
use crate::words::{Language, Phrase, ours};

/// None: another file has the sentence.
pub(super) fn staff(recorded: &Recorded, names: &Names) -> Option<Sentence> {
    use Tone::{Customer, Legal, Plain};
    let who = &names.actor(recorded.actor);
    Some(match &recorded.event {
        Event::DecisionWeighed(weighed) => {
            let (number, weighing) = (weighed.number, &weighed.weighing);
            let mut told = vec![match &weighing.compared {
                Some(seen) => phrase!(
                    "Decision D-{} was laid beside {}, {} of them decided.",
                    number,
                    Phrase::many(seen.cases as usize, "like case", "like cases"),
                    seen.decided
                ),
                None => phrase!("No like case stood beside decision D-{}.", number),
            }];
            if !weighing.conditions.is_empty() {
                let count = Phrase::many(weighing.conditions.len(), "condition", "conditions");
                told.push(phrase!("It names {} of reinstatement.", count));
            }
            match &weighing.differs {
                Some(why) => {
                    told.push(phrase!("It is harsher than usual, because:"));
                    quote(Phrase::join(told, " "), why.show(), Legal)
                }
                None => say(Phrase::join(told, " "), Plain),
            }
        }
        Event::DecisionSeconded(seconded) => say(
            phrase!(
                "{} approved decision D-{}, bound to text {}. A second approval is needed.",
                who,
                seconded.number,
                &seconded.text_hash[..seconded.text_hash.len().min(8)]
            ),
            Legal,
        ),
        Event::DecisionReplaced(replaced) => say(
            phrase!("Decision D-{} was replaced by the termination D-{}.", replaced.number, replaced.by_number),
            Legal,
        ),
        Event::ConditionMet(met) => quote(
            phrase!("{} found condition {} of decision D-{} met:", who, met.condition, met.number),
            met.how.show(),
            Legal,
        ),
        Event::DecisionStayed(stayed) => {
            let order = match &stayed.order {
                Some(order) if order.reference.show().is_empty() => phrase!(" by order of {}", order.court.show()),
                Some(order) => phrase!(" by order of {}, {}", order.court.show(), order.reference.show()),
                None => Phrase::Said(String::new()),
            };
            quote(phrase!("{} stayed decision D-{}{}:", who, stayed.number, order), stayed.reason.show(), Legal)
        }
        Event::StayEnded(ended) => {
            let then = match ended.missed {
                true => phrase!(" Its hour has passed, so a person must look."),
                false => Phrase::Said(String::new()),
            };
            quote(phrase!("{} ended the stay of decision D-{}.{}", who, ended.number, then), ended.reason.show(), Legal)
        }
        Event::InterimTaken(taken) => quote(
            phrase!(
                "{} took interim measure M-{} on {}: {}. It lapses {} unless another person confirms it.",
                who,
                taken.number,
                taken.value,
                Phrase::each(|language| taken.emergency.name(language)).small(),
                taken.lapses_at
            ),
            taken.facts.show(),
            Legal,
        ),
        Event::InterimAlarmed(alarmed) => say(
            phrase!("Alarm {} for interim measure M-{}: nobody has confirmed it.", alarmed.alarm, alarmed.number),
            Plain,
        ),
        Event::InterimConfirmed(done) => say(phrase!("{} confirmed interim measure M-{}.", who, done.number), Legal),
        Event::InterimToCounsel(given) => say(
            phrase!("Nobody confirmed interim measure M-{} in time. It stands, and counsel decides.", given.number),
            Legal,
        ),
        Event::InterimLapsed(lapsed) => {
            say(phrase!("Interim measure M-{} lapsed by itself: nobody confirmed it in time.", lapsed.number), Legal)
        }
        Event::InterimEnded(ended) => match ended.into {
            Some(_) => say(phrase!("A decision took the place of interim measure M-{}.", ended.number), Legal),
            None => quote(phrase!("{} ended interim measure M-{}:", who, ended.number), ended.reason.show(), Legal),
        },
        Event::MeasureInstructed(told) => say(
            phrase!(
                "Instruction I-{} was issued: {} {}.",
                told.number,
                Phrase::from(told.order.word()),
                told.assets.join(", ")
            ),
            Legal,
        ),
        Event::AppealFiled(filed) => {
            let by = match filed.notice {
                Some(_) => phrase!("The customer appealed"),
                None => phrase!("{} wrote down an appeal", who),
            };
            quote(
                phrase!(
                    "{} against decision D-{} (AP-{}, receipt {}).",
                    by,
                    filed.decision_number,
                    filed.number,
                    filed.receipt
                ),
                filed.grounds.show(),
                Customer,
            )
        }
        Event::AppealAssigned(assigned) if recorded.actor.person() == Some(assigned.to) => {
            say(phrase!("{} took appeal AP-{}.", who, assigned.number), Plain)
        }
        Event::AppealAssigned(assigned) => {
            say(phrase!("{} gave appeal AP-{} to {}.", who, assigned.number, names.who(assigned.to)), Plain)
        }
        Event::AppealSaid(said) if said.by.is_none() => {
            quote(phrase!("The customer wrote about appeal AP-{}:", said.number), said.text.show(), Customer)
        }
        Event::AppealSaid(said) => {
            quote(phrase!("{} wrote to the customer about appeal AP-{}:", who, said.number), said.text.show(), Legal)
        }
        Event::AppealDecided(decided) => quote(
            phrase!(
                "{} decided appeal AP-{}: {} (D-{}).",
                who,
                decided.number,
                Phrase::each(|language| decided.verdict.name(language)).small(),
                decided.decision_number
            ),
            decided.reasons.show(),
            Legal,
        ),
        Event::HoldPlaced(placed) => quote(
            phrase!("{} placed litigation hold H-{} for {}:", who, placed.number, placed.matter.show()),
            placed.reason.show(),
            Legal,
        ),
        Event::HoldReleaseAsked(asked) => quote(
            phrase!("{} asked for the release of hold H-{}; it stands until another person agrees:", who, asked.number),
            asked.reason.show(),
            Legal,
        ),
        Event::HoldReleased(released) => say(phrase!("{} released hold H-{}.", who, released.number), Legal),
        Event::DataAsked(asked) => quote(
            phrase!(
                "The customer asked: {} (receipt {}).",
                Phrase::each(|language| asked.wanted.name(language)).small(),
                asked.receipt
            ),
            asked.reason.show(),
            Customer,
        ),
        Event::DataSettled(settled) => {
            let done = Phrase::from(match (settled.granted, settled.wanted) {
                (true, Wanted::Copy) => ours("provided the copy of the data"),
                (true, Wanted::Longer) => ours("granted longer preservation"),
                (false, _) => ours("refused the request about data"),
            });
            quote(phrase!("{} {} ({}):", who, done, settled.receipt), settled.words.show(), Legal)
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
