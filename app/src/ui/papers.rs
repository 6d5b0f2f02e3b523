//! A case or a customer as a paper shows it: the same on the page of what was known then and in the document.

use crate::say;
use crate::words::{language, recorded, said, t};
use docket::report::papers::{PaperCase, PaperComplaint, Papers};
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::words::defang;
use leptos::prelude::*;

fn when(at: Moment, zone: Zone) -> impl IntoView {
    let shown = zone.show(at, language());
    view! { <time datetime=at.rfc3339()>{shown.long}</time> }
}

/// Up to where the paper counts, in one sentence.
pub fn counted(papers: &Papers, zone: Zone) -> String {
    let counted = &papers.counted;
    let recorded = zone.show(counted.recorded_at, language());
    let last = say!("The last entry counted is #{}, recorded on {} ({}).", counted.entry, recorded.long, recorded.utc);
    match (counted.asked, counted.newest) {
        (_, true) => say!("Nothing was recorded after it. {}", last),
        (Some(asked), false) => {
            say!("As of {}. {} What came later is left out.", zone.show(asked, language()).long, last)
        }
        (None, false) => say!("As of entry #{}. {} What came later is left out.", counted.entry, last),
    }
}

/// The paper has the word of the record.
fn stage_of_notice(word: &str) -> &'static str {
    match word {
        "leaving" => t("leaving"),
        "undone" => t("taken back"),
        "sent" => t("sent"),
        "withdrawn" => t("withdrawn"),
        "superseded" => t("replaced"),
        _ => t("unknown"),
    }
}

pub fn case(case: &PaperCase, zone: Zone) -> impl IntoView + use<> {
    let clause = say!("{}, version of {}", case.clause, case.clause_edition);
    let owner = case.owner.clone().unwrap_or_else(|| t("nobody").to_owned());
    let notices = case.notices.iter().map(|notice| {
        let sent = notice.sent_at.map(|at| view! { {t("Sent ")} {when(at, zone)} ". " });
        let asked = notice.requirements.iter().map(|asked| view! { <li>{asked.clone()}</li> }).collect_view();
        view! {
            <h4>{notice.number.clone()} ", " {notice.code.clone()} " (" {stage_of_notice(&notice.stage)} ")"</h4>
            <p>{sent} {t("Answer by ")} {notice.answer_by_wall.clone()} {t(". SHA-256 of the letter: ")} <code>{notice.letter_sha256.clone()}</code></p>
            <ul>{asked}</ul>
            <details class="more"><summary>{t("The letter, word for word")}</summary><div class="frozen letter letter--frozen">{notice.letter.clone()}</div></details>
        }
    });
    let answers = case.answers.iter().map(|answer| {
        let parts = answer.parts.iter().map(|part| {
            let verdict = part.verdict.clone().map(|word| {
                let by = part.verdict_by.clone().unwrap_or_default();
                let reason = part.verdict_reason.clone().unwrap_or_default();
                view! { <p><strong>{said(&word)} " (" {by} "). "</strong>{reason}</p> }
            });
            view! {
                <p><strong>{part.requirement} ". " {said(&part.stance)}</strong></p>
                <blockquote>{part.text.clone()}</blockquote>
                {verdict}
            }
        });
        let late = if answer.late { t("after the deadline") } else { t("before the deadline") };
        let margin = docket::time::left_words(answer.margin_seconds.abs() * 1_000_000, language());
        view! {
            <h4>{answer.receipt.clone()}</h4>
            <p>{t("Received ")} {when(answer.received_at, zone)} ", " {margin} " " {late} {t(", from ")} {answer.signer.clone()} "."</p>
            {parts.collect_view()}
        }
    });
    let decisions = case.decisions.iter().map(|decision| {
        let approved = decision.approved_by.clone().map(|by| say!(", approved by {}", by)).unwrap_or_default();
        view! {
            <h4>{decision.number.clone()} ", " {said(&decision.outcome)} " (" {recorded(&decision.stage)} ")"</h4>
            <p>
                {t("Effective ")} {decision.effective_wall.clone()} {t(". Proposed by ")} {decision.proposed_by.clone()} {approved}
                {t(". SHA-256 of the statement: ")} <code>{decision.statement_sha256.clone()}</code>
            </p>
            <details class="more"><summary>{t("The statement, word for word")}</summary><div class="frozen letter letter--frozen">{decision.statement.clone()}</div></details>
        }
    });
    let timeline = case.timeline.iter().map(|line| {
        let words = said(&line.words);
        let words = (!words.is_empty()).then(|| view! { <blockquote>{defang(&words)}</blockquote> });
        view! {
            <li>
                <span class="number">"#" {line.entry}</span>
                <div><p>{said(&line.sentence)}</p> {words} <p class="soft">{when(line.at, zone)}</p></div>
            </li>
        }
    });
    let none = |words: &'static str| view! { <p class="soft">{words}</p> }.into_any();
    let notices = if case.notices.is_empty() {
        none(t("No notice had been written."))
    } else {
        notices.collect_view().into_any()
    };
    let answers =
        if case.answers.is_empty() { none(t("No answer had come.")) } else { answers.collect_view().into_any() };
    let decisions = if case.decisions.is_empty() {
        none(t("Nothing had been decided."))
    } else {
        decisions.collect_view().into_any()
    };
    view! {
        <section class="paper page__section">
            <h2>{case.number.clone()} ": " {case.title.clone()}</h2>
            <dl class="facts facts--ruled">
                <dt>{t("Opened")}</dt><dd>{when(case.opened_at, zone)}</dd>
                <dt>{t("Stage")}</dt><dd>{recorded(&case.stage)}</dd>
                <dt>{t("Ground")}</dt><dd>{clause}</dd>
                <dt>{t("Severity")}</dt><dd>{recorded(&case.severity)}</dd>
                <dt>{t("Owner")}</dt><dd>{owner}</dd>
            </dl>
            <h3>{t("Complaints known: ")} {case.complaints.len()}</h3>
            {complaints(&case.complaints, format!("{}, {}", t("Complaints"), case.number), zone)}
            <h3>{t("Notices")}</h3> {notices}
            <h3>{t("Answers")}</h3> {answers}
            <h3>{t("Decisions")}</h3> {decisions}
            <h3>{t("Timeline")}</h3>
            <ol class="timeline paper__timeline">{timeline.collect_view()}</ol>
        </section>
    }
}

/// `name` tells this table from others on the page.
pub fn complaints(list: &[PaperComplaint], name: String, zone: Zone) -> impl IntoView + use<> {
    let rows = list.iter().map(|one| {
        let places = one.locations.iter().take(5).map(|place| defang(place)).collect::<Vec<_>>().join(" ");
        view! {
            <tr>
                <th scope="row">{one.number.clone()}</th>
                <td>{when(one.received_at, zone)}</td>
                <td>{recorded(&one.category)}</td>
                <td>{one.summary.clone()}</td>
                <td><code>{places}</code></td>
                <td>{one.reporter.name.clone()}</td>
            </tr>
        }
    });
    (!list.is_empty()).then(|| {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=name>
                <table>
                    <thead><tr>
                        <th scope="col">{t("No.")}</th><th scope="col">{t("Received")}</th><th scope="col">{t("About")}</th>
                        <th scope="col">{t("In short")}</th><th scope="col">{t("Where")}</th><th scope="col">{t("Reported by")}</th>
                    </tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
    })
}
