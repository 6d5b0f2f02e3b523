//! Hands an instruction to the provider's own receiver, as Standard Webhooks has it: an id that stays the same on each
//! attempt, the instant of the attempt, and a signature over both and the exact bytes. The address is one that whoever
//! runs the desk wrote into its settings; nothing that came from outside can change it.

mod send;
mod sign;

pub use send::{HOOK_SECONDS, Message, Reply, Trouble};
pub use sign::{Secret, signature};

use std::net::IpAddr;
use std::time::Duration;
use url::{Host, Url};

/// Where instructions go, and what they are signed with: the newest secret first, the one before it for as long as the
/// receiver still knows only that one.
#[derive(Clone, Debug)]
pub struct Hook {
    url: Url,
    secrets: Vec<Secret>,
    patience: Duration,
}

impl Hook {
    /// One sentence for each thing that is wrong.
    pub fn parse(url: &str, secrets: &[String]) -> Result<Hook, Vec<String>> {
        let mut problems = Vec::new();
        let parsed = Url::parse(url.trim()).ok().filter(|url| url.host().is_some());
        match &parsed {
            None => problems
                .push(format!("webhook_url: {url:?} is no address such as https://orders.hosting.example/duenotice.")),
            Some(url) if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() => {
                problems.push(
                    "webhook_url: no name, no password and no # in the address. What proves us is the signature."
                        .into(),
                );
            }
            Some(url) if url.scheme() == "https" => {}
            Some(url) if url.scheme() == "http" && is_loopback(url) => {}
            Some(_) => problems.push(
                "webhook_url: begin with https://. Plain http:// is taken for 127.0.0.1, [::1] and localhost alone."
                    .into(),
            ),
        }
        let mut known = Vec::new();
        for (place, text) in secrets.iter().enumerate() {
            match Secret::parse(text) {
                Some(secret) => known.push(secret),
                // The secret itself is never repeated.
                None => problems.push(format!(
                    "webhook_secrets: number {} is no secret such as whsec_ and 24 to 64 bytes in base64.",
                    place + 1
                )),
            }
        }
        if secrets.is_empty() {
            problems.push(
                "webhook_secrets: webhook_url needs a secret to sign with, whsec_ and 24 to 64 bytes in base64.".into(),
            );
        }
        match parsed {
            Some(url) if problems.is_empty() => {
                Ok(Hook { url, secrets: known, patience: Duration::from_secs(HOOK_SECONDS) })
            }
            _ => Err(problems),
        }
    }

    /// Waits only so long for an answer.
    pub fn patient_for(self, patience: Duration) -> Hook {
        Hook { patience, ..self }
    }

    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    pub fn secrets(&self) -> usize {
        self.secrets.len()
    }
}

/// By its name; that the name leads to this machine is looked at once more when it is called.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
