//! The case file's document: the case as a court may leaf through it.

use docket::report::case_file::{CaseFile, Evidence, Line};
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::words::{Language, defang};
use leptos::prelude::*;

use super::{how_to_check, left_out};

pub fn case_file(file: &CaseFile, made_at: Moment) -> String {
    let file = file.clone();
    let title = format!("Case file {}, {}", file.view.case.number, file.provider);
    super::document(title, move || {
        let zone = Zone::parse(&file.view.customer.zone).unwrap_or(Zone::UTC);
        let view = &file.view;
        let made = Zone::UTC.show(made_at, Language::En).utc;
        view! {
            <header>
                <p class="soft">{file.provider.clone()} ", Trust and Safety. Case file"</p>
                <h1>{view.case.number.clone()} ": " {view.case.title.show().to_owned()}</h1>
                <p class="soft">
                    "As of " {made} ", from a ledger of " {file.ledger_size} " events with the root "
                    <code>{file.ledger_root.clone()}</code> ". Times are those of the customer’s zone, " {zone.name()} ", then UTC."
                </p>
            </header>
            {facts(&file, &zone)}
            {notices(&file)}
            {answers(&file, &zone)}
            {decisions(&file)}
            <h2>"Timeline"</h2>
            <ol class="timeline">{file.lines.iter().map(|line| item(line, &zone)).collect_view()}</ol>
            {complaints(&file, &zone)}
            {evidence(&file)}
            {left_out(&file.left_out)}
            <h2>"How to check this file"</h2>
            {how_to_check()}
        }
    })
}

fn facts(file: &CaseFile, zone: &Zone) -> impl IntoView + use<> {
    let view = &file.view;
    let opened = zone.show(view.case.opened_at, Language::En);
    let assets = view.assets.iter().map(|asset| asset.value.clone()).collect::<Vec<_>>().join(", ");
    view! {
        <dl>
            <dt>"Customer"</dt>
            <dd>{view.customer.handle.clone()} ", account " {view.customer.account.clone()} ", " {view.customer.name.show().to_owned()}</dd>
            <dt>"Opened"</dt>
            <dd>{opened.long} ", " {opened.utc}</dd>
            <dt>"Stage"</dt>
            <dd>{view.case.stage.name()}</dd>
            <dt>"Ground"</dt>
            <dd>{view.clause.cite()} ", version of " {view.clause.edition.clone()}</dd>
            <dt>"Severity"</dt>
            <dd>{view.case.severity.name()}</dd>
            <dt>"Assets"</dt>
            <dd>{assets}</dd>
            <dt>"Complaints"</dt>
            <dd>{view.complaints.len()}</dd>
        </dl>
    }
}

fn notices(file: &CaseFile) -> impl IntoView + use<> {
    let notices = file.view.notices.clone();
    (!notices.is_empty()).then(|| {
        view! {
            <h2>"Notices"</h2>
            {notices
                .into_iter()
                .map(|notice| {
                    let utc = Zone::UTC.show(notice.deadline.at, Language::En).utc;
                    view! {
                        <h3>"N-" {notice.number} ", " {notice.code.clone()} " (" {notice.stage.word()} ")"</h3>
                        <p>"Answer by " {notice.deadline.wall.clone()} ", " {utc} ". SHA-256 of the letter: " <code>{notice.text.hash.clone()}</code></p>
                        <div class="frozen">{notice.text.letter.show().to_owned()}</div>
                    }
                })
                .collect_view()}
        }
    })
}

fn answers(file: &CaseFile, zone: &Zone) -> impl IntoView + use<> {
    let answers = file.view.answers.clone();
    let zone = *zone;
    (!answers.is_empty()).then(|| {
        view! {
            <h2>"Answers"</h2>
            {answers
                .into_iter()
                .map(|answer| {
                    let at = zone.show(answer.received_at, Language::En);
                    let margin = docket::time::left_words(answer.margin.abs(), Language::En);
                    let when = if answer.is_late() { "after the deadline" } else { "before the deadline" };
                    let parts = answer
                        .parts
                        .iter()
                        .map(|part| {
                            let verdict = answer.verdict(part.requirement).map(|verdict| {
                                let word = if verdict.enough { "Enough" } else { "Not enough" };
                                view! { <p><strong>{word} ". "</strong>{verdict.reason.show().to_owned()}</p> }
                            });
                            view! {
                                <p><strong>{part.requirement} ". " {part.stance.name(Language::En)}</strong></p>
                                <blockquote>{part.text.show().to_owned()}</blockquote>
                                {verdict}
                            }
                        })
                        .collect_view();
                    view! {
                        <h3>{answer.receipt.clone()}</h3>
                        <p>
                            "Received " {at.long} " at " {at.clock_seconds} ", " {margin} " " {when} ", from "
                            {answer.signer.show().to_owned()} ". SHA-256: " <code>{answer.content_hash.clone()}</code>
                        </p>
                        {parts}
                    }
                })
                .collect_view()}
        }
    })
}

fn decisions(file: &CaseFile) -> impl IntoView + use<> {
    let decisions = file.view.decisions.clone();
    let names = file.view.names.clone();
    (!decisions.is_empty()).then(|| {
        view! {
            <h2>"Decisions"</h2>
            {decisions
                .into_iter()
                .map(|decision| {
                    view! {
                        <h3>"D-" {decision.number} ", " {decision.outcome.name(Language::En)} " (" {decision.stage.name()} ")"</h3>
                        <p>
                            "Effective " {decision.effective.wall.clone()} ". Proposed by " {names.of(decision.proposed_by).to_owned()}
                            ". SHA-256 of the statement: " <code>{decision.statement.hash.clone()}</code>
                        </p>
                        <div class="frozen">{decision.statement.text.show().to_owned()}</div>
                    }
                })
                .collect_view()}
        }
    })
}

fn item(line: &Line, zone: &Zone) -> impl IntoView + use<> {
    let at = zone.show(line.recorded.at, Language::En);
    let quote = line.quote.clone().map(|words| view! { <blockquote>{words}</blockquote> });
    view! {
        <li>
            <span class="number">"#" {line.seq}</span>
            <div>
                <p>{line.text.clone()}</p>
                {quote}
                <p class="soft">{at.long} " at " {at.clock_seconds} ", " {at.utc} ". " <code>{line.leaf_hash.clone()}</code></p>
            </div>
        </li>
    }
}

fn complaints(file: &CaseFile, zone: &Zone) -> impl IntoView + use<> {
    let rows = file
        .view
        .complaints
        .iter()
        .map(|complaint| {
            let locations = complaint
                .report
                .locations
                .get()
                .map(|all| all.iter().take(5).map(|one| defang(one)).collect::<Vec<_>>().join(" "));
            let received = zone.show(complaint.received_at, Language::En);
            view! {
                <tr>
                    <td>"C-" {complaint.number}</td>
                    <td>{received.long}</td>
                    <td>{complaint.report.category.name()}</td>
                    <td>{complaint.report.summary.show().to_owned()}</td>
                    <td><code>{locations}</code></td>
                </tr>
            }
        })
        .collect_view();
    (!file.view.complaints.is_empty()).then(|| {
        view! {
            <h2>"Complaints"</h2>
            <table>
                <thead><tr><th>"No."</th><th>"Received"</th><th>"About"</th><th>"In short"</th><th>"Where"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}

fn evidence(file: &CaseFile) -> impl IntoView + use<> {
    let row = |piece: &Evidence| {
        let name = if piece.there { piece.name.clone() } else { "Not in this file".into() };
        view! {
            <tr>
                <td>{name}</td>
                <td>{piece.from.clone()}</td>
                <td>{piece.exhibit.name.show().to_owned()}</td>
                <td><code>{piece.exhibit.sha256.clone()}</code></td>
            </tr>
        }
    };
    let rows = file.evidence.iter().map(row).collect_view();
    (!file.evidence.is_empty()).then(|| {
        view! {
            <h2>"Evidence"</h2>
            <table>
                <thead><tr><th>"File"</th><th>"Came with"</th><th>"Name"</th><th>"SHA-256"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
    })
}
