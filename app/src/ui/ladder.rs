//! How far a letter is proven to have come, rung by rung. What no rung says, nobody knows.

use crate::say;
use crate::words::{language, t};
use docket::letter::{Letter, LetterStage};
use docket::mail::Action;
use docket::notice::{Answer, Notice};
use docket::time::Moment;
use docket::time::zone::Zone;
use leptos::prelude::*;

/// One rung: its words, and when it was reached, by whose word.
struct Rung {
    words: &'static str,
    reached: bool,
    by: Option<String>,
}

/// For the letter of a notice; `answers` are those to the notice. The last rungs belong to the notice as a whole.
#[component]
pub fn Ladder(
    letter: Letter,
    notice: Notice,
    answers: Vec<Answer>,
    zone: Zone,
    /// Since when some server hands it over.
    #[prop(default = None)]
    sending: Option<Moment>,
) -> impl IntoView {
    let highest = letter.rung();
    let at = |at| zone.show(at, language()).long;
    let queued = Rung { words: t("In the outbox"), reached: true, by: Some(at(letter.queued_at)) };
    let offered = sending.filter(|_| letter.stage.waits());
    let offered = offered.map(|since| say!("With it since {}; it has not answered yet.", at(since)));
    let left = letter.left().map(|left| {
        let way = match &letter.way {
            Some(way) if way.tls => say!(", {}, encrypted", way.host),
            Some(way) => say!(", {}, not encrypted", way.host),
            None => String::new(),
        };
        format!("{}{way}: “{}”", at(left.at), left.response)
    });
    let told = |wanted: &[Action]| {
        let news = letter.news.iter().find(|news| wanted.contains(&news.action))?;
        Some(say!("{}, by ML-{}", at(news.at), news.mail_number))
    };
    let asked = letter.way.as_ref().is_some_and(|way| way.asked);
    let silent = |reached: bool| (!reached && asked).then(|| t("Asked for; no report has come.").to_owned());
    let confirmed = notice.confirmed_at.map(|when| say!("{}, on the page of the notice", at(when)));
    let answered = answers.iter().map(|answer| answer.received_at).min().map(at);
    let rungs = [
        queued,
        Rung { words: t("Taken by the next mail server"), reached: highest >= 1, by: left.or(offered) },
        Rung { words: t("Given on by it"), reached: highest >= 2, by: told(&[Action::Relayed, Action::Expanded]) },
        Rung {
            words: t("In the mailbox"),
            reached: highest >= 3,
            by: told(&[Action::Delivered]).or(silent(highest >= 3)),
        },
        Rung {
            words: t("Page opened"),
            reached: false,
            by: Some(t("Not recorded: scanners open links too, so it proves nothing.").to_owned()),
        },
        Rung { words: t("Receipt confirmed"), reached: confirmed.is_some(), by: confirmed },
        Rung { words: t("Answered"), reached: answered.is_some(), by: answered },
    ];
    let last = rungs.iter().rposition(|rung| rung.reached);
    let items = rungs.into_iter().enumerate().map(|(place, rung)| {
        let class = if rung.reached { "steps__item steps__item--done" } else { "steps__item" };
        let current = (last == Some(place)).then_some("step");
        let by = rung.by.map(|by| view! { " " <span class="steps__meta">{by}</span> });
        view! { <li class=class aria-current=current>{place} ". " {rung.words} {by}</li> }
    });
    let items = items.collect_view();
    let broken = match &letter.stage {
        LetterStage::Delayed { at: when, said } => {
            Some(say!("Delayed since {}: “{}”. A mail server still tries.", at(*when), said.show()))
        }
        LetterStage::Unknown { at: when, .. } => Some(say!(
            "Since {} nobody knows whether the mail server took it. It is offered again as the same message.",
            at(*when)
        )),
        _ => letter.failure().map(|(when, said)| say!("It failed {}: “{}”.", at(when), said)),
    };
    let open = broken.is_some();
    let broken = broken.map(|words| view! { <p class="heed heed--late">{words}</p> });
    let to = letter.to.show().to_owned();
    view! {
        <details class="more" open=open>
            <summary>{t("How far it is proven to have come")} <span class="unseen">", " <bdi>{to}</bdi></span></summary>
            {broken}
            <ol class="steps">{items}</ol>
        </details>
    }
}
