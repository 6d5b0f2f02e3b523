//! What becomes of a matter after its notice: measures, appeals, requests about data. Without a name of the team.

use super::*;
use crate::appeal::{Appeal, AppealStage, AppealVerdict};
use crate::complaint::Exhibit;
use crate::data_request::{RequestStage, Wanted};
use crate::desk::data_requests::keeps_data;
use crate::interim::{Emergency, Interim, InterimStage};
use crate::store::deciding;

/// What the customer's page says below the notice itself.
#[derive(Clone, Debug, Default)]
pub struct Later {
    /// The measures that stand.
    pub measures: Vec<Measure>,
    pub appeals: Vec<AppealSheet>,
    pub requests: Vec<DataSheet>,
    /// Something was decided against which an appeal can be filed now.
    pub can_appeal: bool,
    /// Until when data is kept, if any is.
    pub kept_until: Option<Moment>,
}

#[derive(Clone, Debug)]
pub struct Measure {
    pub number: i64,
    pub value: String,
    pub emergency: Emergency,
    pub facts: Private<String>,
    pub taken_at: Moment,
    /// None once it was confirmed.
    pub lapses_at: Option<Moment>,
}

/// An appeal as its customer reads it.
#[derive(Clone, Debug)]
pub struct AppealSheet {
    pub receipt: String,
    pub decision_number: u32,
    pub filed_at: Moment,
    pub due: Moment,
    pub grounds: Private<String>,
    pub signer: Private<String>,
    pub files: Vec<Exhibit>,
    pub turns: Vec<Turn>,
    pub decided: Option<(Moment, AppealVerdict, Private<String>)>,
    /// The mailed code has not come back.
    pub unconfirmed: bool,
}

#[derive(Clone, Debug)]
pub struct Turn {
    pub at: Moment,
    pub ours: bool,
    pub text: Private<String>,
    pub files: Vec<Exhibit>,
}

#[derive(Clone, Debug)]
pub struct DataSheet {
    pub receipt: String,
    pub wanted: Wanted,
    pub asked_at: Moment,
    pub reason: Private<String>,
    /// Whether it was granted, and the words with it.
    pub answered: Option<(bool, Private<String>)>,
}

impl From<Appeal> for AppealSheet {
    fn from(appeal: Appeal) -> Self {
        let unconfirmed = appeal.is_unconfirmed();
        let turns = appeal.messages.into_iter().map(|message| Turn {
            at: message.at,
            ours: message.by.is_some(),
            text: message.text,
            files: message.files,
        });
        AppealSheet {
            unconfirmed,
            turns: turns.collect(),
            receipt: appeal.receipt,
            decision_number: appeal.decision_number,
            filed_at: appeal.filed_at,
            due: appeal.due,
            grounds: appeal.grounds,
            signer: appeal.signer,
            files: appeal.files,
            decided: match appeal.stage {
                AppealStage::Waiting => None,
                AppealStage::Decided { at, verdict, reasons, .. } => Some((at, verdict, reasons)),
            },
        }
    }
}

impl Desk {
    pub(super) async fn later(&self, conn: &mut Conn<'_>, case: CaseId) -> Stored<Later> {
        let now = self.now();
        let decisions: Vec<Decision> =
            lists::decisions_of(conn, case).await?.into_iter().map(|held| held.noun).collect();
        let measures = deciding::interims_of(conn, case).await?.into_iter().map(|held| held.noun);
        let requests = deciding::data_requests_of(conn, case).await?.into_iter().map(|held| held.noun);
        let kept = decisions.iter().filter(|decision| keeps_data(decision)).max_by_key(|decision| decision.number);
        Ok(Later {
            measures: measures
                .filter(Interim::stands)
                .map(|interim| Measure {
                    number: interim.number,
                    value: interim.value,
                    emergency: interim.emergency,
                    facts: interim.facts,
                    taken_at: interim.taken_at,
                    lapses_at: (interim.stage == InterimStage::Waiting).then_some(interim.lapses_at),
                })
                .collect(),
            appeals: deciding::appeals_of(conn, case).await?.into_iter().map(|held| held.noun.into()).collect(),
            requests: requests
                .map(|request| DataSheet {
                    receipt: request.receipt,
                    wanted: request.wanted,
                    asked_at: request.asked_at,
                    reason: request.reason,
                    answered: match request.stage {
                        RequestStage::Waiting => None,
                        RequestStage::Done { how, .. } => Some((true, how)),
                        RequestStage::Refused { reason, .. } => Some((false, reason)),
                    },
                })
                .collect(),
            can_appeal: decisions.iter().any(|one| one.outcome.burdens() && one.can_be_appealed(now)),
            kept_until: kept.and_then(|decision| decision.preserve_until),
        })
    }
}
