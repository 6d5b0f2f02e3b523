//! Files that a browser saves and never shows.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use docket::time::Moment;

#[derive(Clone, Debug)]
pub struct Download {
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Download {
    pub fn answer(mut self) -> Response {
        let bytes = std::mem::take(&mut self.bytes);
        self.answer_with(bytes.into())
    }

    /// The same for what is too long to hold.
    pub fn answer_with(self, body: Body) -> Response {
        let named = HeaderValue::try_from(disposition(&self.name)).unwrap_or(HeaderValue::from_static("attachment"));
        let headers: [(HeaderName, HeaderValue); 4] = [
            (CONTENT_TYPE, HeaderValue::from_static(self.media_type)),
            (CONTENT_DISPOSITION, named),
            (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            // Should a browser show it all the same, it has no origin there, runs nothing and fetches nothing.
            (CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        ];
        (headers, body).into_response()
    }
}

/// RFC 6266: a plain name for those who understand only that, and the whole one.
fn disposition(name: &str) -> String {
    let plain: String = name.chars().map(|sign| if is_plain(sign) { sign } else { '_' }).collect();
    if plain == name {
        return format!("attachment; filename=\"{plain}\"");
    }
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

/// Neither quotes nor a percent sign, which some browsers take for an escape.
fn is_plain(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.' | '_' | ' ' | '(' | ')' | ',' | '+')
}

/// An instant in the name of a file: `20210111T075900Z`.
pub fn stamp(at: Moment) -> String {
    let seconds = at.rfc3339();
    let seconds = seconds.split('.').next().unwrap_or_default();
    format!("{}Z", seconds.replace(['-', ':'], ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(disposition("plan.pdf"), "attachment; filename=\"plan.pdf\"");
        let nasty = disposition("a\"; x=\r\nSet-Cookie: é%41.txt");
        assert_eq!(
            nasty,
            "attachment; filename=\"a__ x___Set-Cookie_ __41.txt\"; filename*=UTF-8''a%22%3B%20x%3D%0D%0ASet-Cookie%3A%20%C3%A9%2541.txt"
        );
    }

    #[test]
    fn a_stamp_sorts_as_time_does() {
        let at = Moment::parse("2021-01-11T07:59:00Z").unwrap_or(Moment::MIN);
        assert_eq!(stamp(at), "20210111T075900Z");
    }
}
