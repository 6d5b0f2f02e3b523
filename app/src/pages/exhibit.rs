//! One piece of evidence. It is named first and shown only to whoever asks; a picture then stays grey and blurred until
//! that is taken away as well.

use docket::view::CaseView;
use leptos::prelude::*;

use super::case::evidence::File;
use crate::render::Page;
use crate::say;
use crate::ui::facts::{Facts, fact};
use crate::ui::head::Head;
use crate::ui::letter::download;
use crate::ui::list::bytes;
use crate::ui::{Bar, ErrorSummary, FormState, Frame, Hidden};
use crate::words::t;

/// What can be shown of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Nobody has asked yet.
    Covered,
    /// A picture, as a `data:` address: its bytes have no address that anybody could open again.
    Picture(String),
    Text(String),
    /// Neither a picture nor text, or too large for a page.
    Nothing,
}

pub fn show(frame: Frame, view: CaseView, file: File, shown: Shown, form: FormState) -> Page {
    let title = say!("{} in {}", file.title, view.case.number);
    Page::staff(title, move || {
        let number = view.case.number.clone();
        let exhibit = file.exhibit;
        let facts = vec![
            fact(t("Where from"), file.from),
            fact(t("Kind"), exhibit.media_type.clone()),
            fact(t("Size"), bytes(exhibit.size)),
            fact("SHA-256", view! { <code class="evidence__hash">{exhibit.sha256.clone()}</code> }),
        ];
        let body = if file.sealed {
            view! { <p class="heed">{t("Sealed. It is never shown, exported or passed on.")}</p> }.into_any()
        } else {
            match shown {
                Shown::Covered => cover(&number, &exhibit.sha256, form).into_any(),
                Shown::Picture(source) => picture(source, &file.title).into_any(),
                Shown::Text(text) => view! {
                    <figure class="bytes bytes--frozen">
                        <figcaption class="bytes__head">{t("What others wrote, as text. Nothing in it is a link.")}</figcaption>
                        <pre class="bytes__body" tabindex="0">{text}</pre>
                    </figure>
                }
                .into_any(),
                Shown::Nothing => view! {
                    <p class="heed">{t("This kind of file is not shown here, or it is too large. Download it and open it with care.")}</p>
                }
                .into_any(),
            }
        };
        view! {
            <Bar frame=frame.clone() here="cases" />
            <main class="page" id="main" tabindex="-1">
                <Head back=(format!("/cases/{number}#evidence"), number.clone()) title=file.title.clone() />
                <section class="page__section" aria-labelledby="what">
                    <h2 id="what">{t("What it is")}</h2>
                    <div class="form"><Facts facts ruled=true /></div>
                    {(!file.sealed).then(|| view! { <p class="evidence__acts">{download(&exhibit, t("Download"))}</p> })}
                </section>
                <section class="page__section" aria-labelledby="shown">
                    <h2 id="shown">{t("The file itself")}</h2>
                    {body}
                </section>
            </main>
        }
    })
}

fn cover(number: &str, sha256: &str, form: FormState) -> impl IntoView + use<> {
    view! {
        <form class="form exhibit" method="post" action=format!("/cases/{number}/evidence/{sha256}")>
            <ErrorSummary form=form.clone() />
            <Hidden form=form.clone() />
            <p>{t("It is not shown by itself: it may be hard to look at, or somebody's private life.")}</p>
            <p class="soft">{t("That you looked is entered in the ledger. A picture comes grey and blurred first.")}</p>
            <div class="form__acts"><button class="button">{t("Show it")}</button></div>
        </form>
    }
}

fn picture(source: String, title: &str) -> impl IntoView + use<> {
    view! {
        <figure class="exhibit exhibit--picture">
            <label class="choice">
                <input type="checkbox" class="exhibit__clear" />
                <span>{t("Take blur and grey away")}</span>
            </label>
            <img class="exhibit__picture" src=source alt=say!("Evidence: {}", title) />
        </figure>
    }
}
