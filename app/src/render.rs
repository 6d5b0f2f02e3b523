//! A page becomes a response: one view, rendered at once to a string, in its document, with the headers that guard it.

use std::convert::Infallible;
use std::sync::Arc;

use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use docket::people::{self, Taste};
use docket::settings::Settings;
use docket::words::Language;
use hydration_context::SsrSharedContext;
use leptos::nonce::Nonce;
use leptos::prelude::*;

use crate::say;
use crate::shell::{PublicShell, StaffShell};
use crate::words::{aloud, language};

/// What a handler gives back: everything is loaded already, the view only sets it.
pub struct Page {
    /// The heading's words; the shell adds whose page it is.
    pub title: String,
    pub shell: ShellKind,
    pub status: StatusCode,
    /// The language of the page, as in the `lang` attribute.
    pub lang: &'static str,
    pub view: Box<dyn FnOnce() -> AnyView + Send>,
}

pub enum ShellKind {
    /// For analysts: the bar, the keys, and WebAssembly for the islands.
    Staff,
    /// For everybody else: plain HTML and one small script. `from` is the provider in whose name we speak.
    Public { from: String },
}

impl Page {
    pub fn staff<V: IntoView + 'static>(title: impl Into<String>, view: impl FnOnce() -> V + Send + 'static) -> Self {
        Self {
            title: title.into(),
            shell: ShellKind::Staff,
            status: StatusCode::OK,
            lang: language().code(),
            view: Box::new(move || view().into_any()),
        }
    }

    pub fn public<V: IntoView + 'static>(
        title: impl Into<String>,
        from: impl Into<String>,
        view: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Self { shell: ShellKind::Public { from: from.into() }, ..Self::staff(title, view) }
    }

    pub fn lang(self, lang: &'static str) -> Self {
        Self { lang, ..self }
    }

    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same page again, because something in its form was wrong: the title says so before anything else is read.
    pub fn refused(self) -> Self {
        let language = Language::parse(self.lang).unwrap_or_default();
        Self {
            title: aloud(language, || say!("Error: {}", self.title)),
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..self
        }
    }
}

/// How this reader's document is dressed. An extractor that never fails: without a layer that puts `Assets` into
/// the request's extensions, pages come without style and script, and still work.
#[derive(Clone, Default, Debug)]
pub struct Look {
    pub theme: Theme,
    /// More air between the rows.
    pub comfortable: bool,
    /// Single keys do nothing, by this reader's own setting.
    pub keys_off: bool,
    /// What whoever is signed in may do, for the list of keys.
    pub role: Option<people::Role>,
    /// Whoever types their password again types a code as well.
    pub asks_code: bool,
    /// The language of these pages in this browser, where somebody has read them.
    pub spoken: Option<Language>,
    /// What the cookies said, where a signed-in reader's own setting stands above them.
    pub remembered: Option<(Theme, bool, Option<Language>)>,
    pub assets: Assets,
}

/// Cookies that hold no secret and no name, only a taste; the settings page sets them.
pub const THEME_COOKIE: &str = "theme";
pub const DENSITY_COOKIE: &str = "density";
pub const LANGUAGE_COOKIE: &str = "language";

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// The `data-theme` attribute, where the reader has chosen.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

impl Look {
    fn read(headers: &HeaderMap, assets: Assets) -> Self {
        let theme = match cookie(headers, THEME_COOKIE) {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let comfortable = cookie(headers, DENSITY_COOKIE) == Some("comfortable");
        let spoken = cookie(headers, LANGUAGE_COOKIE).and_then(Language::parse);
        Self { theme, comfortable, spoken, assets, ..Self::default() }
    }

    /// For those whose page is not made yet and perhaps never is.
    pub fn remembered_by(headers: &HeaderMap) -> Self {
        Self::read(headers, Assets::default())
    }

    /// The desk's language where nobody chose one.
    pub fn language(&self, settings: &Settings) -> Language {
        self.spoken.unwrap_or(settings.language)
    }

    /// As somebody who is signed in likes it, whatever this browser remembers.
    pub fn of(self, taste: &Taste, role: people::Role, asks_code: bool) -> Self {
        let theme = match taste.theme {
            people::Theme::System => Theme::System,
            people::Theme::Light => Theme::Light,
            people::Theme::Dark => Theme::Dark,
        };
        let remembered = Some((self.theme, self.comfortable, self.spoken));
        Self {
            theme,
            comfortable: taste.density == people::Density::Comfortable,
            keys_off: taste.keys == people::Keys::Off,
            role: Some(role),
            asks_code,
            spoken: Some(taste.language),
            remembered,
            ..self
        }
    }

    /// For each cookie: its name, what the browser sent, and what it should remember.
    pub fn cookies_for(&self, taste: &Taste) -> [(&'static str, &'static str, &'static str); 3] {
        let (theme, comfortable, spoken) = self.remembered.unwrap_or_default();
        let density = if comfortable { people::Density::Comfortable } else { people::Density::Compact };
        [
            (THEME_COOKIE, theme.attribute().unwrap_or("system"), taste.theme.word()),
            (DENSITY_COOKIE, density.word(), taste.density.word()),
            (LANGUAGE_COOKIE, spoken.unwrap_or_default().code(), taste.language.code()),
        ]
    }
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Addresses of the browser's files, with the hashes of their contents in their names. What was not built is absent.
#[derive(Clone, Default, Debug)]
pub struct Assets(Arc<AssetPaths>);

#[derive(Default, Debug)]
pub struct AssetPaths {
    pub style: Option<String>,
    pub script: Option<String>,
    pub wasm: Option<String>,
    pub public_script: Option<String>,
    pub icon: Option<String>,
}

impl From<AssetPaths> for Assets {
    fn from(paths: AssetPaths) -> Self {
        Self(Arc::new(paths))
    }
}

impl std::ops::Deref for Assets {
    type Target = AssetPaths;
    fn deref(&self) -> &AssetPaths {
        &self.0
    }
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Look {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let assets = parts.extensions.get::<Assets>().cloned().unwrap_or_default();
        Ok(Self::read(&parts.headers, assets))
    }
}

/// Synchronous on purpose: a view that waits for something would be a page that did not load its data first.
pub fn render(page: Page, look: &Look) -> Response {
    let nonce = Nonce::new();
    let policy = policy(&page.shell, &nonce);
    let status = page.status;
    let html = document(page, look.clone(), nonce);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, policy),
        // What stands on our pages is nobody else's to keep, and going back must never show a countdown of yesterday.
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ];
    (status, headers, html).into_response()
}

/// Not a page but a part of one that is open already. It has no island of its own, and never a script.
pub fn render_piece<V: IntoView + 'static>(view: impl FnOnce() -> V + Send + 'static) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ];
    (headers, piece(view)).into_response()
}

/// The HTML of such a part, for whatever carries it.
pub fn piece<V: IntoView + 'static>(view: impl FnOnce() -> V + Send + 'static) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    without_markers(&html)
}

fn document(page: Page, look: Look, nonce: Nonce) -> String {
    // In islands mode leptos numbers only what is inside an island; everything else is inert text.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let Page { title, shell, lang, view, .. } = page;
    // What every page shares speaks the language of this one, also where a page outside chose its own.
    let language = Language::parse(lang).unwrap_or_default();
    let html = aloud(language, || {
        owner.with(|| {
            provide_context(nonce);
            provide_context(look.clone());
            match shell {
                ShellKind::Staff => view! { <StaffShell title lang look>{view()}</StaffShell> }.to_html(),
                ShellKind::Public { from } => {
                    view! { <PublicShell title from lang look>{view()}</PublicShell> }.to_html()
                }
            }
        })
    });
    owner.unset_with_forced_cleanup();
    without_markers(&html)
}

/// What goes between `<textarea>` and `</textarea>`, as `inner_html=area(text)`. Leptos writes a child of that element
/// as it is, so a text that closes it would go on as markup; and a browser drops the first line break after the tag.
pub fn area(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("\n{escaped}")
}

/// Leptos marks the seams of its views with empty comments, by which a browser finds its way when it hydrates them.
/// Only islands hydrate. Elsewhere they are dead weight, and inside a title or a textarea they would be shown.
pub(crate) fn without_markers(html: &str) -> String {
    const MARKER: &str = "<!>";
    const ISLAND: &str = "<leptos-island";
    const END: &str = "</leptos-island>";
    let mut clean = String::with_capacity(html.len());
    let mut rest = html;
    let mut depth = 0_usize;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        clean.push_str(text);
        let taken = if tag.starts_with(MARKER) {
            if depth > 0 {
                clean.push_str(MARKER);
            }
            MARKER.len()
        } else {
            // A character that a reader typed is escaped, so every `<` here is one of ours.
            if tag.starts_with(ISLAND) {
                depth += 1;
            } else if tag.starts_with(END) {
                depth = depth.saturating_sub(1);
            }
            clean.push('<');
            1
        };
        rest = &tag[taken..];
    }
    clean.push_str(rest);
    clean
}

fn policy(shell: &ShellKind, nonce: &Nonce) -> HeaderValue {
    let wasm = match shell {
        ShellKind::Staff => " 'wasm-unsafe-eval'",
        ShellKind::Public { .. } => "",
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'{wasm}; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(page: Page) -> String {
        document(page, Look::default(), Nonce::from_value("n"))
    }

    #[test]
    fn what_is_typed_stays_text() {
        let nasty = r#"</title></textarea><script>alert("<!>")</script>"#;
        let html = html(Page::public(nasty, "Example Hosting", move || {
            view! { <main id="main"><p title=nasty>{nasty}</p><textarea inner_html=area(nasty)></textarea></main> }
        }));
        assert!(!html.contains("<script>"), "{html}");
        assert!(!html.contains("<!>"), "{html}");
        assert!(html.contains("&lt;/textarea&gt;"), "{html}");
    }

    #[test]
    fn a_textarea_gets_its_text_by_way_of_area() {
        fn sources(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { sources(&path, found) } else { found.push(path) }
            }
        }
        let mut files = Vec::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        assert!(files.len() > 3);
        for file in files.iter().filter(|file| !file.ends_with("render.rs")) {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            for area in text.split("<textarea").skip(1) {
                let open = area.split_once("</textarea>").map_or("", |(before, _)| before);
                let children = open.rsplit_once('>').map_or("", |(_, after)| after);
                assert!(children.trim().is_empty(), "{}: <textarea{open}", file.display());
                assert!(!open.contains("inner_html=") || open.contains("area("), "{}: <textarea{open}", file.display());
            }
        }
    }

    #[test]
    fn the_same_page_is_the_same_text() {
        let page = || html(Page::staff("Inbox", || view! { <main id="main">{(0..3).collect_view()}</main> }));
        assert_eq!(page(), page());
        assert!(page().contains("<title>Inbox – Due Notice</title>"));
        assert!(page().contains(r#"<main id="main">012</main>"#));
    }

    #[test]
    fn islands_keep_the_marks_by_which_they_wake() {
        use crate::islands::Palette;
        let html = html(Page::staff("Case", || {
            view! { <main id="main">{1}<Palette />{2}</main> }
        }));
        let (before, island) = html.split_once("<leptos-island").unwrap_or_default();
        assert!(!before.contains("<!>"), "{html}");
        assert!(island.split("</leptos-island>").next().is_some_and(|inside| inside.contains("<!>")), "{html}");
    }

    #[test]
    fn only_staff_pages_may_run_webassembly() {
        let policy = |shell| policy(&shell, &Nonce::from_value("n"));
        let text = |value: HeaderValue| value.to_str().map(str::to_owned).unwrap_or_default();
        assert!(text(policy(ShellKind::Staff)).contains("script-src 'nonce-n' 'wasm-unsafe-eval';"));
        let public = text(policy(ShellKind::Public { from: "Example Hosting".into() }));
        assert!(public.contains("script-src 'nonce-n';"));
        assert!(public.starts_with("default-src 'none'; "));
    }

    #[test]
    fn a_refused_form_says_so_first() {
        let page = Page::staff("Answer", || ()).refused();
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.title, "Error: Answer");
    }

    #[test]
    fn a_taste_is_read_from_its_cookie() {
        let with =
            |line| Look::read(&HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(line))]), Assets::default());
        assert_eq!(with("id=1; theme=dark").theme, Theme::Dark);
        assert_eq!(with("theme=\"><script>").theme, Theme::System);
        assert!(with("theme=dark; density=comfortable").comfortable);
        assert!(!with("").comfortable);
    }
}
