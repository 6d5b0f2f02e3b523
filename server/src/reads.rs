//! Who opened what. Kept in memory for a second and written in one go with the rounds: a page must not wait for a disk
//! to say that it was looked at, and nothing of the record depends on it. Opening a page proves nothing anyway; mail
//! scanners open links too.

use std::sync::{Mutex, PoisonError};

use docket::desk::{Desk, token_hash};
use docket::id::EventId;
use docket::store::aside::Read;

/// More than this in one second is a flood, of which the first part tells enough.
const MOST: usize = 10_000;

#[derive(Debug, Default)]
pub struct Reads(Mutex<Vec<Read>>);

impl Reads {
    pub fn note(&self, desk: &Desk, actor: String, path: &str) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            let id = desk.new_id::<EventId>().to_string();
            waiting.push(Read { id, at: desk.now(), actor, what: without_secret(path) });
        }
    }

    /// Writes down what was noted. What cannot be written now is gone: it is not worth keeping pages for.
    pub async fn write(&self, desk: &Desk) {
        let noted = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if !noted.is_empty()
            && let Err(error) = desk.log_reads(&noted).await
        {
            tracing::warn!(%error, pages = noted.len(), "the read log could not be written");
        }
    }
}

/// A capability stands in the path of the customer’s pages, of the set-up link and of invitations. The log gets its hash, as the record does.
fn without_secret(path: &str) -> String {
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    if parts.get(1).is_some_and(|first| matches!(first.as_str(), "n" | "set-up" | "invitation" | "status"))
        && let Some(token) = parts.get_mut(2)
    {
        *token = token_hash(token);
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_never_holds_a_link() {
        assert_eq!(without_secret("/cases/DN-2026-0001"), "/cases/DN-2026-0001");
        let logged = without_secret("/n/secret/answer");
        assert!(!logged.contains("secret") && logged.ends_with("/answer"), "{logged}");
        assert!(!without_secret("/set-up/secret").contains("secret"));
        assert!(!without_secret("/invitation/secret").contains("secret"));
    }
}
