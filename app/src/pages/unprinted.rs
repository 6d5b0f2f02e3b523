//! Where a PDF should have been: why there is none, and the page to print in its place.

use leptos::prelude::*;

use crate::public_pages::unmade::Unmade;
use crate::render::Page;
use crate::ui::{Bar, Frame};
use crate::words::{language, t};

/// `html`: the paper as a page to print. `back`: the page that leads to it, and its number.
pub fn show(frame: Frame, html: String, back: (String, String), why: Unmade) -> Page {
    Page::staff(t("There is no PDF for now"), move || {
        view! {
            <Bar frame here="cases" />
            <main class="page" id="main" tabindex="-1">
                <div class="group">
                    <h1>{t("There is no PDF for now")}</h1>
                    <p>{why.sentence(language())}</p>
                    <div class="form__acts">
                        <a class="button button--primary" href=html download>{t("Download the page to print instead")}</a>
                        <a class="button button--quiet" href=back.0>{t("Back to ")} {back.1}</a>
                    </div>
                </div>
            </main>
        }
    })
    .status(why.status())
}
