//! The two documents around every page. What they share is their head; what they do not share is WebAssembly.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::islands::{Keys, Palette};
use crate::render::Look;
use crate::words::for_browser;

/// For analysts. The children begin with the bar and hold `<main id="main">`.
#[component]
pub fn StaffShell(title: String, lang: &'static str, look: Look, children: Children) -> impl IntoView {
    let theme = look.theme.attribute();
    let density = look.comfortable.then_some("comfortable");
    let assets = look.assets.clone();
    let script = assets.script.clone();
    let (keys_off, role) = (look.keys_off, look.role);
    view! {
        <!DOCTYPE html>
        <html lang=lang dir=direction(lang) data-theme=theme data-density=density>
            <head>
                <Head title=format!("{title} – Due Notice") look />
                {assets.script.clone().map(|href| view! {
                    <link rel="modulepreload" href=href nonce=use_nonce() />
                })}
                {assets.wasm.clone().map(|href| view! {
                    <link rel="preload" href=href r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                })}
            </head>
            <body class="app" data-words=for_browser()>
                <SkipLink lang />
                {children()}
                {script.map(|src| view! {
                    // Without the script there are no keys, so the island that explains them stays away too.
                    <Keys off=keys_off role />
                    <Palette />
                    <script type="module" src=src nonce=use_nonce()></script>
                })}
            </body>
        </html>
    }
}

/// For customers, reporters and whoever checks a letter. Everything works without its script.
#[component]
pub fn PublicShell(title: String, from: String, lang: &'static str, look: Look, children: Children) -> impl IntoView {
    let theme = look.theme.attribute();
    let density = look.comfortable.then_some("comfortable");
    let script = look.assets.public_script.clone();
    view! {
        <!DOCTYPE html>
        <html lang=lang dir=direction(lang) data-theme=theme data-density=density>
            <head>
                <Head title=format!("{title} – {from}") look />
                {script.map(|src| view! { <script defer src=src nonce=use_nonce()></script> })}
            </head>
            <body class="public">
                <SkipLink lang />
                {children()}
            </body>
        </html>
    }
}

#[component]
fn Head(title: String, look: Look) -> impl IntoView {
    let scheme = look.theme.attribute().unwrap_or("light dark");
    let assets = look.assets;
    view! {
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content=scheme />
        <title>{title}</title>
        {assets.style.clone().map(|href| view! { <link rel="stylesheet" href=href /> })}
        {assets.icon.clone().map(|href| view! { <link rel="icon" type="image/svg+xml" href=href /> })}
    }
}

/// Only where it is not what a browser assumes.
fn direction(lang: &str) -> Option<&'static str> {
    matches!(lang, "ar" | "fa" | "he" | "ur").then_some("rtl")
}

#[component]
fn SkipLink(lang: &'static str) -> impl IntoView {
    let words = match lang {
        "fr" => "Aller au contenu",
        "de" => "Zum Inhalt",
        "es" => "Ir al contenido",
        _ => "Skip to content",
    };
    view! { <a class="skip" href="#main">{words}</a> }
}
