//! One report from outside: who says, about what, since when, with which evidence.

pub mod joined;
pub mod locations;
pub mod reporter_link;

use crate::event::{Event, Recorded};
use crate::id::{AssetId, CaseId, ComplaintId, CustomerId, EventId, EvidenceId, PassingId};
use crate::passing::Passed;
use crate::people::Actor;
use crate::policy::{Category, Severity};
use crate::private::Private;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Complaint {
    pub id: ComplaintId,
    /// Shown as C-1042.
    pub number: i64,
    pub received_at: Moment,
    pub received_from: Actor,
    pub report: Report,
    pub whose: Whose,
    pub repeats: u32,
    pub stage: ComplaintStage,
    /// What became of its locations.
    #[serde(default, skip_serializing_if = "locations::Outcomes::is_empty")]
    pub outcomes: locations::Outcomes,
    /// Why it joined its case by itself, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<String>,
    /// The events about it that no personal value leads to, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<EventId>,
    /// The letter that told the customer of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed_on: Option<Passed>,
}

/// What was reported, as read from the raw bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub channel: Channel,
    /// "xarf_v4", "arf", "form" ...
    pub format: String,
    /// SHA-256 of the bytes as they came, hex. The bytes lie in the evidence store.
    pub raw: String,
    pub raw_size: i64,
    pub category: Category,
    pub severity: Severity,
    /// The report's own words for its kind, "content.phishing".
    pub kind: String,
    pub summary: Private<String>,
    pub description: Private<String>,
    pub locations: Private<Vec<String>>,
    /// Address and host that the holder was looked up by.
    pub source: Private<Source>,
    pub incident_at: Option<Moment>,
    /// False when the report named no zone and the instant is a guess.
    pub zone_known: bool,
    pub reporter: Reporter,
    /// The reporter agreed to be named to the customer. Silence means no.
    pub disclosed: bool,
    /// DSA Art. 16: a bona fide belief that the report is accurate and complete.
    pub good_faith: bool,
    /// The reporter's own number.
    pub reference: String,
    /// Two reports with this key are one.
    pub dedupe: String,
    pub evidence: Vec<Exhibit>,
    /// Material that is never shown, exported or backed up.
    pub sealed: bool,
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    pub ip: Option<std::net::IpAddr>,
    pub port: Option<u16>,
    pub host: Option<String>,
    pub url: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reporter {
    pub name: Private<String>,
    pub email: Private<String>,
    pub organisation: Private<String>,
    /// Which mail domain it came from: tells reporters apart without naming a person.
    pub domain: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// An analyst typed it in.
    Desk,
    /// The public report page.
    Public,
    Api,
    Mail,
}

impl Channel {
    pub const ALL: [Channel; 4] = [Channel::Desk, Channel::Public, Channel::Api, Channel::Mail];

    pub fn word(self) -> &'static str {
        match self {
            Channel::Desk => "desk",
            Channel::Public => "public",
            Channel::Api => "api",
            Channel::Mail => "mail",
        }
    }

    pub fn parse(text: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.word() == text)
    }
}

/// A file: what it is called is personal, what it is (by hash) is not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exhibit {
    pub id: EvidenceId,
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    pub name: Private<String>,
    pub description: Private<String>,
}

/// Whose asset it was when it happened, and why we say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum Whose {
    Nobody { why: Private<String> },
    One { customer: CustomerId, asset: Option<AssetId>, why: Private<String> },
    Several { customers: Vec<CustomerId>, why: Private<String> },
}

impl Whose {
    pub fn customer(&self) -> Option<CustomerId> {
        match self {
            Whose::One { customer, .. } => Some(*customer),
            _ => None,
        }
    }

    pub fn why(&self) -> &str {
        match self {
            Whose::Nobody { why } | Whose::One { why, .. } | Whose::Several { why, .. } => why.show(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ComplaintStage {
    New,
    InCase {
        case: CaseId,
        since: Moment,
    },
    Rejected {
        reason: Private<String>,
        at: Moment,
    },
    /// The customer was told, and nothing was asked of them.
    PassedOn {
        passing: PassingId,
        since: Moment,
    },
}

impl ComplaintStage {
    pub fn word(&self) -> &'static str {
        match self {
            ComplaintStage::New => "new",
            ComplaintStage::InCase { .. } => "in_case",
            ComplaintStage::Rejected { .. } => "rejected",
            ComplaintStage::PassedOn { .. } => "passed_on",
        }
    }
}

impl Complaint {
    /// The desk's own target for a first reaction.
    pub fn react_by(&self) -> Moment {
        self.received_at.plus_seconds(self.report.severity.react_hours() * 3600)
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        match &event.event {
            Event::ComplaintReceived { complaint, number, report, whose } => Some(Complaint {
                id: *complaint,
                number: *number,
                received_at: event.at,
                received_from: event.actor,
                report: (**report).clone(),
                whose: whose.clone(),
                repeats: 0,
                stage: ComplaintStage::New,
                outcomes: locations::Outcomes::default(),
                joined: None,
                changes: Vec::new(),
                passed_on: None,
            }),
            Event::ComplaintRepeated { .. } => {
                was.map(|complaint| Complaint { repeats: complaint.repeats + 1, ..complaint })
            }
            Event::ComplaintMatched { whose, .. } => {
                was.map(|complaint| Complaint { whose: whose.clone(), ..complaint })
            }
            Event::ComplaintRejected { reason, .. } => was.map(|complaint| Complaint {
                stage: ComplaintStage::Rejected { reason: reason.clone(), at: event.at },
                ..complaint
            }),
            Event::ComplaintAttached { case, .. } => was.map(|complaint| Complaint {
                stage: ComplaintStage::InCase { case: *case, since: event.at },
                ..complaint
            }),
            Event::LocationsMarked(_) => was.map(|complaint| complaint.marked(event)),
            Event::ComplaintJoined(_) | Event::ComplaintTakenOut(_) => was.map(|complaint| complaint.moved(event)),
            Event::ComplaintPassedOn(_) | Event::ComplaintReturned(_) | Event::ComplaintClassed(_) => {
                was.map(|complaint| complaint.triaged(event))
            }
            _ => was.map(|complaint| complaint.answered(event)),
        }
    }
}
