//! An interim measure: the narrowest step against an emergency, on one asset, by one person. A second person
//! confirms it within twelve hours, or it lapses by itself.

use crate::customer::{Asset, AssetKind, host_keys};
use crate::event::{Event, Recorded};
use crate::id::{AssetId, CaseId, ComplaintId, CustomerId, DecisionId, InstructionId, InterimId, PersonId};
use crate::instruction::Order;
use crate::private::Private;
use crate::time::Moment;
use crate::words::Language;
use crate::words::ours;
use serde::{Deserialize, Serialize};

/// A second person has so long to confirm.
pub const CONFIRM_SECONDS: i64 = 12 * 3600;
/// The alarms, counted from the measure: half time, and an hour before the end.
pub const ALARM_SECONDS: [i64; 2] = [6 * 3600, 11 * 3600];

/// The closed list. Whatever is not here waits for a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Emergency {
    Phishing,
    Malware,
    Attack,
    ThreatToLife,
    ChildAbuse,
}

impl Emergency {
    pub const ALL: [Emergency; 5] =
        [Emergency::Phishing, Emergency::Malware, Emergency::Attack, Emergency::ThreatToLife, Emergency::ChildAbuse];

    pub fn word(self) -> &'static str {
        match self {
            Emergency::Phishing => "phishing",
            Emergency::Malware => "malware",
            Emergency::Attack => "attack",
            Emergency::ThreatToLife => "threat_to_life",
            Emergency::ChildAbuse => "child_abuse",
        }
    }

    pub fn parse(text: &str) -> Option<Emergency> {
        Emergency::ALL.into_iter().find(|emergency| emergency.word() == text)
    }

    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Emergency::Phishing, Language::En) => "Active phishing",
            (Emergency::Phishing, Language::Fr) => "Hameçonnage en cours",
            (Emergency::Malware, Language::En) => "Active malware",
            (Emergency::Malware, Language::Fr) => "Logiciel malveillant en cours de diffusion",
            (Emergency::Attack, Language::En) => "Attack traffic",
            (Emergency::Attack, Language::Fr) => "Trafic d’attaque",
            (Emergency::ThreatToLife, Language::En) => "Threat to life",
            (Emergency::ThreatToLife, Language::Fr) => "Menace pour la vie",
            (Emergency::ChildAbuse, Language::En) => "Sexual abuse of children",
            (Emergency::ChildAbuse, Language::Fr) => "Abus sexuels d’enfants",
        }
    }

    /// It does not lapse: counsel decides when nobody confirmed in time.
    pub fn goes_to_counsel(self) -> bool {
        matches!(self, Emergency::ThreatToLife | Emergency::ChildAbuse)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interim {
    pub id: InterimId,
    /// Shown as M-4.
    pub number: i64,
    pub case: CaseId,
    pub customer: CustomerId,
    pub asset: AssetId,
    /// What is off: the asset, or the part of it that is named.
    pub value: String,
    pub in_part: bool,
    pub emergency: Emergency,
    pub facts: Private<String>,
    pub complaints: Vec<ComplaintId>,
    pub taken_by: PersonId,
    pub taken_at: Moment,
    pub lapses_at: Moment,
    pub alarms: u32,
    pub stage: InterimStage,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum InterimStage {
    /// It stands, and waits for a second person.
    Waiting,
    Confirmed {
        at: Moment,
        by: PersonId,
    },
    /// Nobody confirmed, and it must not lapse.
    WithCounsel {
        at: Moment,
    },
    Lapsed {
        at: Moment,
    },
    /// Taken back by a person, or replaced by a decision on the same asset.
    Ended {
        at: Moment,
        by: Option<PersonId>,
        reason: Private<String>,
        into: Option<DecisionId>,
    },
}

impl InterimStage {
    pub fn word(&self) -> &'static str {
        match self {
            InterimStage::Waiting => "waiting",
            InterimStage::Confirmed { .. } => "confirmed",
            InterimStage::WithCounsel { .. } => "with_counsel",
            InterimStage::Lapsed { .. } => "lapsed",
            InterimStage::Ended { .. } => "ended",
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            InterimStage::Waiting => ours("Waits to be confirmed"),
            InterimStage::Confirmed { .. } => ours("Confirmed"),
            InterimStage::WithCounsel { .. } => ours("With counsel"),
            InterimStage::Lapsed { .. } => ours("Lapsed"),
            InterimStage::Ended { .. } => ours("Ended"),
        }
    }

    /// Something is off because of it.
    pub fn stands(&self) -> bool {
        matches!(self, InterimStage::Waiting | InterimStage::Confirmed { .. } | InterimStage::WithCounsel { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    pub interim: InterimId,
    pub number: i64,
    pub case: CaseId,
    pub customer: CustomerId,
    pub asset: AssetId,
    pub value: String,
    pub in_part: bool,
    pub emergency: Emergency,
    pub facts: Private<String>,
    pub complaints: Vec<ComplaintId>,
    pub by: PersonId,
    pub lapses_at: Moment,
    pub first_alarm: Moment,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alarmed {
    pub interim: InterimId,
    pub number: i64,
    pub case: CaseId,
    pub alarm: u32,
    pub next: Moment,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confirmed {
    pub interim: InterimId,
    pub number: i64,
    pub case: CaseId,
    pub by: PersonId,
    /// The clock still ran.
    pub armed: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lapsed {
    pub interim: InterimId,
    pub number: i64,
    pub case: CaseId,
    pub asset: AssetId,
}

/// Twelve hours passed, and it is one of those that counsel decides about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToCounsel {
    pub interim: InterimId,
    pub number: i64,
    pub case: CaseId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    pub interim: InterimId,
    pub number: i64,
    pub case: CaseId,
    pub asset: AssetId,
    pub by: Option<PersonId>,
    pub reason: Private<String>,
    /// The decision that took its place on the same asset.
    pub into: Option<DecisionId>,
    pub armed: bool,
}

/// The machines are told about a measure, as they are told about a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instructed {
    pub instruction: InstructionId,
    pub number: i64,
    pub case: CaseId,
    pub interim: InterimId,
    pub order: Order,
    pub customer_handle: String,
    pub assets: Vec<String>,
}

impl Interim {
    pub fn stands(&self) -> bool {
        self.stage.stands()
    }

    pub fn is_confirmed(&self) -> bool {
        matches!(self.stage, InterimStage::Confirmed { .. })
    }

    pub fn apply(was: Option<Self>, event: &Recorded) -> Option<Self> {
        if let Event::InterimTaken(taken) = &event.event {
            return Some(Interim {
                id: taken.interim,
                number: taken.number,
                case: taken.case,
                customer: taken.customer,
                asset: taken.asset,
                value: taken.value.clone(),
                in_part: taken.in_part,
                emergency: taken.emergency,
                facts: taken.facts.clone(),
                complaints: taken.complaints.clone(),
                taken_by: taken.by,
                taken_at: event.at,
                lapses_at: taken.lapses_at,
                alarms: 0,
                stage: InterimStage::Waiting,
            });
        }
        let mut interim = was?;
        match &event.event {
            Event::InterimAlarmed(alarmed) => interim.alarms = alarmed.alarm,
            Event::InterimConfirmed(done) => {
                interim.stage = InterimStage::Confirmed { at: event.at, by: done.by };
            }
            Event::InterimToCounsel(_) => interim.stage = InterimStage::WithCounsel { at: event.at },
            Event::InterimLapsed(_) => interim.stage = InterimStage::Lapsed { at: event.at },
            Event::InterimEnded(ended) => {
                interim.stage =
                    InterimStage::Ended { at: event.at, by: ended.by, reason: ended.reason.clone(), into: ended.into };
            }
            _ => {}
        }
        Some(interim)
    }
}

/// Whether these words name something inside the asset that is less than the asset.
pub fn is_part_of(asset: &Asset, part: &str) -> bool {
    let part = part.trim();
    match asset.kind {
        AssetKind::Prefix => {
            let Ok(whole) = asset.value.parse::<ipnet::IpNet>() else { return false };
            let inner = part.parse::<ipnet::IpNet>().or_else(|_| part.parse::<std::net::IpAddr>().map(Into::into));
            inner.is_ok_and(|inner| whole.contains(&inner) && inner.prefix_len() > whole.prefix_len())
        }
        AssetKind::Domain => {
            let refanged = part.replace("[.]", ".").replace("hxxp", "http");
            let bare = refanged.split_once("://").map_or(refanged.as_str(), |(_, rest)| rest);
            let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
            let host = host.split(':').next().unwrap_or_default().to_lowercase();
            let inside = host_keys(&host).contains(&format!("name:{}", asset.value));
            inside && (host != asset.value || !path.is_empty())
        }
        AssetKind::Service => !part.is_empty() && part != asset.value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(kind: AssetKind, value: &str) -> Asset {
        let none = uuid::Uuid::nil();
        Asset {
            id: none.into(),
            customer: none.into(),
            kind,
            value: value.into(),
            from: Moment::from_micros(0),
            to: None,
            suspended_by: None,
            interim: None,
        }
    }

    #[test]
    fn a_part_is_less_than_the_whole() {
        let net = asset(AssetKind::Prefix, "192.0.2.0/26");
        assert!(is_part_of(&net, "192.0.2.14") && is_part_of(&net, "192.0.2.0/28"));
        assert!(!is_part_of(&net, "192.0.2.0/26") && !is_part_of(&net, "192.0.2.0/24"));
        assert!(!is_part_of(&net, "198.51.100.1") && !is_part_of(&net, "a page"));
        let name = asset(AssetKind::Domain, "shop.example");
        assert!(is_part_of(&name, "login.shop.example") && is_part_of(&name, "hxxps://shop[.]example/login"));
        assert!(!is_part_of(&name, "shop.example") && !is_part_of(&name, "https://other.example/x"));
        assert!(!is_part_of(&name, "https://shop.example/"));
    }
}
