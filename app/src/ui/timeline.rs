//! What happened, newest first: the number in the margin, the sentence on the line, the day above.

use crate::say;
use crate::words::{language, said, t};
use docket::sentence::{Tone, Voice};
use docket::time::zone::Zone;
use docket::view::TimelineItem;
use leptos::prelude::*;

use super::due::TimeOfDay;
use super::letter::paragraphs;

/// One day of the timeline.
struct Day {
    heading: String,
    items: Vec<TimelineItem>,
}

/// Days as the reader's own wall calendar has them.
fn by_day(items: Vec<TimelineItem>, zone: Zone) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for item in items {
        let heading = zone.day_heading(item.at, language());
        match days.last_mut() {
            Some(day) if day.heading == heading => day.items.push(item),
            _ => days.push(Day { heading, items: vec![item] }),
        }
    }
    days
}

#[component]
pub fn Timeline(
    items: Vec<TimelineItem>,
    zone: Zone,
    /// Whether the numbers lead to the ledger: not everybody may read it.
    #[prop(optional)]
    linked: bool,
    /// Up to which entry there are proofs to take away.
    #[prop(optional)]
    signed_to: i64,
) -> impl IntoView {
    let days = by_day(items, zone).into_iter().map(|day| {
        let items = day.items.into_iter().map(|item| view! { <Item item zone linked signed_to /> }).collect_view();
        view! {
            <h3 class="timeline__day">{day.heading}</h3>
            <ol class="timeline__list">{items}</ol>
        }
    });
    let days = days.collect_view();
    view! {
        <p class="timeline__key">{t("Newest first. Bold: has legal effect.")}</p>
        {days}
    }
}

#[component]
fn Item(item: TimelineItem, zone: Zone, linked: bool, signed_to: i64) -> impl IntoView {
    let class = match item.sentence.tone {
        Tone::Legal => "timeline__item timeline__item--legal",
        Tone::Customer => "timeline__item timeline__item--customer",
        Tone::Plain => "timeline__item",
    };
    let number = format!("#{}", item.seq);
    let number = if linked {
        let label = say!("Event {}", item.seq);
        view! { <a href=format!("/ledger/{}", item.seq) aria-label=label>{number}</a> }.into_any()
    } else {
        number.into_any()
    };
    // Whoever lives by UTC reads it once.
    let utc = (zone != Zone::UTC).then(|| {
        let shown = Zone::UTC.glimpse(item.at, language());
        view! { <span class="timeline__utc">", " {shown.date} " " {shown.time} " UTC"</span> }
    });
    let proof = (linked && item.seq <= signed_to).then(|| {
        let label = say!("Proof of event {}", item.seq);
        view! { " · " <a href=format!("/ledger/{}/proof", item.seq) download aria-label=label>{t("Proof")}</a> }
    });
    let voice = item.sentence.voice;
    let quote = item.sentence.quote.map(|words| said(&words)).map(|words| match voice {
        Voice::Person => view! { <blockquote class="timeline__quote">{paragraphs(&words)}</blockquote> }.into_any(),
        Voice::Machine => view! { <p class="timeline__output"><code>{words}</code></p> }.into_any(),
    });
    view! {
        <li class=class id=format!("event-{}", item.seq)>
            <div class="timeline__number">{number}</div>
            <div class="timeline__body">
                <p class="timeline__say">{said(&item.sentence.text)}</p>
                {quote}
                <p class="timeline__meta"><TimeOfDay at=item.at zone /> {utc} {proof}</p>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use docket::sentence::Sentence;
    use docket::time::Moment;

    use super::*;

    #[test]
    fn a_day_ends_where_the_reader_lives() {
        let at = |text: &str| TimelineItem {
            seq: 1,
            at: Moment::parse(text).unwrap_or(Moment::MIN),
            kind: String::new(),
            sentence: Sentence { text: "It happened.".into(), quote: None, voice: Voice::Person, tone: Tone::Plain },
        };
        let items = vec![at("2021-01-11T07:59:00Z"), at("2021-01-10T09:00:00Z")];
        assert_eq!(by_day(items.clone(), Zone::UTC).len(), 2);
        let west = Zone::parse("America/Los_Angeles").unwrap_or(Zone::UTC);
        assert_eq!(by_day(items, west).len(), 1);
    }
}
