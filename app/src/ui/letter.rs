//! Words that leave or have left the house, exactly as they are.

use crate::say;
use crate::words::t;
use docket::complaint::Exhibit;
use docket::letter::{Letter, LetterStage};
use docket::time::Moment;
use docket::time::zone::Zone;
use docket::words::Language;
use leptos::prelude::*;

use super::due::When;
use super::list::escaped;

/// What stands where each contact's own link will stand.
const LINK: &str = "{link}";

/// The whole text of a letter or statement with its hash, for a `.group`. Frozen: it has left, or an approval is bound to it.
#[component]
pub fn LetterText(
    text: String,
    lang: Language,
    #[prop(optional)] hash: Option<String>,
    #[prop(optional)] frozen: bool,
) -> impl IntoView {
    let class = if frozen { "letter letter--frozen" } else { "letter letter--draft" };
    let size = say!("{} bytes of plain text", text.len());
    let hash = hash.map(|hash| view! { ". SHA-256 " <code>{hash}</code> });
    let mut parts = text.split(LINK);
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| view! { <mark>{LINK}</mark> {part.to_owned()} });
    let rest = rest.collect_view();
    view! {
        <p class="soft">{size} {hash}</p>
        <div class=class><pre class="letter" lang=lang.code()>{first} {rest}</pre></div>
    }
}

/// Somebody's own words: an empty line parts paragraphs, a single one breaks the line.
pub fn paragraphs(text: &str) -> impl IntoView + use<> {
    let shown = text.split("\n\n").filter(|part| !part.trim().is_empty()).map(|part| {
        let mut first = true;
        let lines = part.trim().lines().map(|line| {
            let before = (!std::mem::take(&mut first)).then(|| view! { <br /> });
            view! { {before} {line.to_owned()} }
        });
        let lines = lines.collect_view();
        view! { <p>{lines}</p> }
    });
    shown.collect_view()
}

/// The beginning of a hash, in groups that people can compare.
pub fn short_hash(hash: &str) -> String {
    let head: Vec<char> = hash.chars().take(12).collect();
    head.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// One letter in a list: how far it is proven to have come, and not further. `name` is what its bytes are called.
#[component]
pub fn LetterEntry(
    letter: Letter,
    zone: Zone,
    #[prop(into)] name: String,
    /// What is proven about it, below its line.
    #[prop(optional)]
    proof: Option<AnyView>,
    /// Since when some server hands it over.
    #[prop(default = None)]
    sending: Option<Moment>,
) -> impl IntoView {
    let page = format!("/letters/{}", letter.id);
    let again = letter.again.map(|again| {
        view! { {t(" It was ")} <a href=format!("/letters/{again}")>{t("sent again")}</a> "." }
    });
    let left = letter.left();
    let bytes = left.as_ref().map(|left| left.bytes.clone());
    let state = match &letter.stage {
        stage if sending.is_some() && stage.waits() => {
            view! { {t("With the mail server since ")} <When at=sending.unwrap_or(letter.queued_at) zone /> {t(", which has not answered yet.")} }.into_any()
        }
        LetterStage::Queued => {
            view! { {t("In the outbox since ")} <When at=letter.queued_at zone /> "." }.into_any()
        }
        LetterStage::Unknown { at, problem } => view! {
            {t("Nobody knows whether the mail server took it, ")} <When at=*at zone /> ": “" {problem.clone()} "”. " {t("It is offered again as the same message.")}
        }
        .into_any(),
        LetterStage::Accepted { at, response, .. } => view! {
            {t("Accepted by the next mail server ")} <When at=*at zone /> ": “" {response.clone()} {t("”. Whether somebody read it, no server can say.")}
        }
        .into_any(),
        LetterStage::Relayed { at } => {
            view! { {t("Given on to a server that reports nothing more, ")} <When at=*at zone /> "." }.into_any()
        }
        LetterStage::Delayed { at, said } => view! {
            {t("Delayed, ")} <When at=*at zone /> ": “" {said.show().to_owned()} "”. " {t("A mail server still tries.")}
        }
        .into_any(),
        LetterStage::Delivered { at } => view! {
            {t("In its mailbox, says a mail server, ")} <When at=*at zone /> {t(". Whether somebody read it, no server can say.")}
        }
        .into_any(),
        LetterStage::Failed { at, problem } => {
            view! { {t("Could not be delivered, ")} <When at=*at zone /> ": “" {problem.clone()} "”." }.into_any()
        }
        LetterStage::Returned { at, said } => {
            view! { {t("It came back, ")} <When at=*at zone /> ": “" {said.show().to_owned()} "”." }.into_any()
        }
    };
    let to = letter.to.show().to_owned();
    let act = bytes.map(|sha256| {
        let href = format!("/evidence/{sha256}?name={}", escaped(&name));
        view! { <a href=href download=name>{t("The bytes as sent")} <span class="unseen">{t(" to ")} {to.clone()}</span></a> }
    });
    view! {
        <li class="entries__item">
            <div class="entries__body">
                <h3 class="entries__title"><a href=page><bdi>{to.clone()}</bdi></a></h3>
                <p class="entries__meta">{state} {again}</p>
                {proof}
            </div>
            <div class="entries__acts">{act}</div>
        </li>
    }
}

/// The way to a file's bytes. They are served as a download, never as a page.
pub fn download(exhibit: &Exhibit, words: &str) -> impl IntoView + use<> {
    let name = exhibit.name.get().cloned().unwrap_or_default();
    let href = format!("/evidence/{}?name={}", exhibit.sha256, escaped(&name));
    let what = name.clone();
    view! { <a href=href download=name>{words.to_owned()} <span class="unseen">" " {what}</span></a> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_shown_in_groups() {
        assert_eq!(short_hash("9f2c41d077aeffff"), "9f2c 41d0 77ae");
        assert_eq!(short_hash("9f2"), "9f2");
    }

    #[test]
    fn a_letter_keeps_its_bytes() {
        let html = Owner::new()
            .with(|| view! { <LetterText text="One\n  two {link}\nthree".to_owned() lang=Language::En /> }.to_html());
        let html = crate::render::without_markers(&html);
        assert!(html.contains("One\n  two <mark>{link}</mark>\nthree</pre>"), "{html}");
    }

    #[test]
    fn empty_lines_part_paragraphs() {
        let html = Owner::new().with(|| paragraphs("a\nb\n\n\nc").into_view().to_html());
        assert_eq!(crate::render::without_markers(&html), "<p>a<br>b</p><p>c</p>");
    }
}
