//! A mail as it leaves or left: its headers, and both of its bodies as text. Nothing of it is rendered or loaded.

use crate::say;
use crate::words::t;
use docket::letters::open_mail;
use leptos::prelude::*;

#[component]
pub fn MailBytes(
    bytes: Vec<u8>,
    /// Set when these very bytes have left.
    #[prop(optional)]
    frozen: bool,
) -> impl IntoView {
    let mail = open_mail(&bytes);
    let class = if frozen { "bytes bytes--frozen" } else { "bytes" };
    let headers = mail.headers.into_iter().map(|(name, value)| {
        view! { <span class="bytes__name">{name} ": "</span> {value} "\n" }
    });
    let headers = headers.collect_view();
    let size = say!("{} bytes in all", mail.size);
    view! {
        <figure class=class>
            <figcaption class="bytes__head"><span>{t("Headers")}</span> <span>{size}</span></figcaption>
            <pre class="bytes__body" tabindex="0" role="region" aria-label=t("Headers")>{headers}</pre>
        </figure>
        <figure class=class>
            <figcaption class="bytes__head"><span>{t("First body: plain text, the complete one")}</span> <span>{"text/plain"}</span></figcaption>
            <pre class="bytes__body" tabindex="0" role="region" aria-label=t("Plain text")>{mail.text}</pre>
        </figure>
        <details class="more">
            <summary>{t("Second body: the same words as HTML")}</summary>
            <figure class=class>
                <figcaption class="bytes__head"><span>{t("Its source, not rendered here")}</span> <span>{"text/html"}</span></figcaption>
                <pre class="bytes__body" tabindex="0" role="region" aria-label=t("HTML source")>{mail.html}</pre>
            </figure>
        </details>
    }
}
