//! The files of the case, wherever they came from. None of them loads by itself.

use docket::complaint::Exhibit;
use docket::view::CaseView;
use leptos::prelude::*;

use super::forms;
use crate::say;
use crate::ui::FormState;
use crate::ui::letter::download;
use crate::ui::list::bytes;
use crate::words::t;

/// One file and where it came from.
pub struct File {
    pub title: String,
    pub from: String,
    pub exhibit: Exhibit,
    pub sealed: bool,
}

pub fn files(view: &CaseView, added: Vec<Exhibit>) -> Vec<File> {
    let mut files = Vec::new();
    for complaint in &view.complaints {
        let from = say!("From complaint C-{}", complaint.number);
        files.extend(complaint.report.evidence.iter().map(|exhibit| File {
            title: title(exhibit),
            from: from.clone(),
            exhibit: exhibit.clone(),
            sealed: complaint.report.sealed,
        }));
    }
    for answer in &view.answers {
        let from = say!("From answer {}", answer.receipt);
        files.extend(answer.files.iter().map(|exhibit| File {
            title: title(exhibit),
            from: from.clone(),
            exhibit: exhibit.clone(),
            sealed: false,
        }));
    }
    files.extend(added.into_iter().map(|exhibit| File {
        title: title(&exhibit),
        from: t("From the desk").into(),
        exhibit,
        sealed: false,
    }));
    files
}

/// Mail carries parts that nobody named.
fn title(exhibit: &Exhibit) -> String {
    match exhibit.name.show() {
        "" => t("Without a name").to_owned(),
        name => name.to_owned(),
    }
}

pub fn section(number: &str, files: Vec<File>, add: Option<FormState>) -> impl IntoView + use<> {
    let list = if files.is_empty() {
        view! { <p class="soft">{t("No file has come with a complaint or an answer.")}</p> }.into_any()
    } else {
        let items = files.into_iter().zip(1..).map(|(file, place)| item(number, file, place)).collect_view();
        view! { <ol class="evidence" data-rows>{items}</ol> }.into_any()
    };
    view! {
        <section class="page__section" id="evidence" aria-labelledby="evidence-title">
            <h2 id="evidence-title">{t("Evidence")}</h2>
            {list}
            {add.map(|form| forms::evidence(number, form))}
        </section>
    }
}

fn item(number: &str, file: File, place: u32) -> impl IntoView + use<> {
    let class = if file.sealed { "evidence__item evidence__item--sealed" } else { "evidence__item" };
    let exhibit = file.exhibit;
    let act = if file.sealed {
        view! { <p class="evidence__meta">{t("Sealed. It is never shown, exported or passed on.")}</p> }.into_any()
    } else {
        let look = format!("/cases/{number}/evidence/{}", exhibit.sha256);
        view! {
            <p class="evidence__acts">
                <a href=look data-row>{t("Look at it")} <span class="unseen">" " {file.title.clone()}</span></a>
                {download(&exhibit, t("Download"))}
            </p>
        }
        .into_any()
    };
    view! {
        <li class=class>
            <span class="evidence__number">{format!("E-{place}")}</span>
            <div class="evidence__body">
                <h3 class="evidence__title"><bdi>{file.title}</bdi></h3>
                <p class="evidence__meta">{file.from} ", " {exhibit.media_type} ", " {bytes(exhibit.size)}</p>
                <p class="evidence__hash">{exhibit.sha256}</p>
                {act}
            </div>
        </li>
    }
}
