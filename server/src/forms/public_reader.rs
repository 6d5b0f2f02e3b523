//! In which language a page for people outside speaks.

use std::convert::Infallible;

use app::public_pages::{Reader, gone, trouble};
use app::render::Page;
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use docket::desk::Desk;
use docket::words::Language;

use crate::App;
use crate::web::{Answer, Web};

/// What the reader asked for by a link, and what their browser would like.
#[derive(Clone, Debug)]
pub struct Wanted {
    asked: Option<Language>,
    liked: Language,
    path: String,
}

impl Wanted {
    pub fn read(parts: &Parts, desk: &Desk) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang");
        let liked = parts.headers.get(ACCEPT_LANGUAGE).and_then(|header| header.to_str().ok()).and_then(best);
        Self {
            asked: asked.and_then(|(_, value)| Language::parse(&value)),
            liked: liked.unwrap_or(desk.settings().language),
            path: parts.uri.path().to_owned(),
        }
    }

    /// For a page about something that has a language of its own.
    pub fn reader_of(&self, web: &Web, own: Language) -> Reader {
        reader(&web.desk, self.asked.unwrap_or(own))
    }

    pub fn reader(&self, web: &Web) -> Reader {
        self.reader_of(web, self.liked)
    }

    /// One page for every link that leads nowhere, so that nobody learns which there are.
    pub fn gone(&self, web: &Web) -> Answer {
        web.page(gone::show(self.reader(web), self.path.clone(), gone::Why::Unknown))
    }

    /// For a link that once opened something.
    pub fn over(&self, web: &Web, why: gone::Why) -> Answer {
        web.page(gone::show(self.reader(web), self.path.clone(), why))
    }

    /// For what went wrong before or outside a handler. `request` is its number in the log.
    pub fn trouble(self, desk: &Desk, status: u16, request: String) -> Page {
        let reader = reader(desk, self.asked.unwrap_or(self.liked));
        match status {
            404 => gone::show(reader, self.path, gone::Why::Unknown),
            status => trouble::show(reader, self.path, status, desk.read_only().is_some(), request),
        }
    }
}

fn reader(desk: &Desk, language: Language) -> Reader {
    let settings = desk.settings();
    Reader {
        language,
        now: desk.now(),
        provider: settings.provider.clone(),
        phone: settings.phone.clone(),
        press: settings.press.is_some(),
    }
}

impl FromRequestParts<App> for Wanted {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::read(parts, &app.desk))
    }
}

/// The first of the languages that a browser likes best and that we speak: `de, fr-CA;q=0.8, en;q=0.7` is French.
fn best(header: &str) -> Option<Language> {
    let mut likes: Vec<(f32, Language)> = Vec::new();
    for like in header.split(',') {
        let (tag, weight) = like.split_once(";q=").unwrap_or((like, "1"));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        if let Some(language) = Language::parse(&primary).filter(|_| weight > 0.0) {
            likes.push((weight, language));
        }
    }
    // Of equals the first one written stands: the sort keeps their order.
    likes.sort_by(|one, other| other.0.total_cmp(&one.0));
    likes.first().map(|(_, language)| *language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_heard() {
        assert_eq!(best("de, fr-CA;q=0.8, en;q=0.7"), Some(Language::Fr));
        assert_eq!(best("en-GB,en;q=0.9,fr;q=0.8"), Some(Language::En));
        assert_eq!(best("fr;q=0.5,en;q=0.9"), Some(Language::En));
        assert_eq!(best("en;q=0, fr;q=0.1"), Some(Language::Fr));
        assert_eq!(best("de"), None);
        assert_eq!(best(";;q=,"), None);
    }
}
