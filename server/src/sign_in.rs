//! Where a sign-in leads. A path given from outside never leads away from this site.

use docket::people::Act;

use crate::web::{Answer, Web};

/// `GET /`: each role begins where its work is.
pub async fn start(web: Web) -> Answer {
    let who = web.who()?;
    web.go(if who.may(Act::ReadCases) { "/inbox" } else { "/people" })
}

/// The sign-in page that leads back to where somebody wanted to go.
pub fn sign_in_path(wanted: &str) -> String {
    match safe_next(wanted) {
        "/" => "/sign-in".to_owned(),
        next => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("/sign-in?{query}")
        }
    }
}

/// A path of our own, or the start. Browsers read `//host` and `/\host` as another site, and drop tabs and newlines
/// before they look.
pub fn safe_next(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next[1..].starts_with(['/', '\\'])
        && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !next.starts_with("/sign-");
    if own { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_away_from_here() {
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "evil",
            "",
            "/ü",
            "/sign-out",
        ] {
            assert_eq!(safe_next(bad), "/", "{bad:?}");
        }
        assert_eq!(safe_next("/cases/DN-2021-0110?tab=1"), "/cases/DN-2021-0110?tab=1");
        assert_eq!(safe_next("/"), "/");
    }

    #[test]
    fn the_way_back_is_encoded() {
        assert_eq!(sign_in_path("/inbox?view=due&x=1"), "/sign-in?next=%2Finbox%3Fview%3Ddue%26x%3D1");
        assert_eq!(sign_in_path("/"), "/sign-in");
        assert_eq!(sign_in_path("//evil.example"), "/sign-in");
    }
}
