//! One attempt: one request, one answer.

use super::{Hook, signature};
use crate::call::Call;
pub use crate::call::{Reply, Trouble};
use crate::time::Moment;

/// A receiver answers within so long and does its work afterwards.
pub const HOOK_SECONDS: u64 = 15;

/// What is sent, byte for byte the same on each attempt but for the instant.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    pub id: &'a str,
    pub at: Moment,
    pub body: &'a [u8],
}

impl Hook {
    pub async fn send(&self, message: &Message<'_>) -> Result<Reply, Trouble> {
        let seconds = message.at.micros().div_euclid(1_000_000);
        let headers = [
            ("webhook-id", message.id.to_owned()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", signature(&self.secrets, message.id, seconds, message.body)),
        ];
        let call = Call {
            url: &self.url,
            media_type: "application/json",
            headers: &headers,
            body: message.body,
            patience: self.patience,
            plain_stays_here: true,
        };
        call.post().await
    }
}
