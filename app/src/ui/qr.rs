//! A text as a pattern that a telephone scans, drawn as one path.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// Nothing when the text is too long for a pattern; it stands beside it in letters anyway.
#[component]
pub fn Qr(text: String, #[prop(into)] label: String) -> impl IntoView {
    QrCode::encode_text(&text, QrCodeEcc::Medium).ok().map(|code| {
        let size = code.size();
        let mut path = String::new();
        for y in 0..size {
            for x in (0..size).filter(|x| code.get_module(*x, y)) {
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        view! {
            <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
                <path d=path />
            </svg>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_becomes_one_path_without_style_or_script() {
        let owner = Owner::new();
        let html = owner.with(|| view! { <Qr text="otpauth://totp/x".to_owned() label="Secret" /> }.to_html());
        assert!(html.contains("M0 0h1v1h-1z") && html.contains("role=\"img\""), "{html}");
        assert!(!html.contains("style") && !html.contains("<script"), "{html}");
    }
}
