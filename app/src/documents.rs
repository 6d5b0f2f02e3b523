//! Papers that leave the house: self-contained HTML that prints well. No script, no address that is fetched.

pub mod case_file;
pub mod deadlines;
pub mod papers;
pub mod treatment;

use leptos::prelude::*;

/// Renders a document. Its own style stands in it, because it is read without us.
fn document<V: IntoView + 'static>(title: String, body: impl FnOnce() -> V + Send + 'static) -> String {
    const STYLE: &str = include_str!("documents/paper.css");
    let owner = Owner::new();
    let html = owner.with(|| {
        view! {
            <html lang="en">
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>{title}</title>
                    <style inner_html=STYLE></style>
                </head>
                <body>{body()}</body>
            </html>
        }
        .to_html()
    });
    owner.cleanup();
    format!("<!doctype html>\n{}", crate::render::without_markers(&html))
}
