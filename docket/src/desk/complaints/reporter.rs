//! What whoever reported something hears: that it arrived, where they can look, and what became of it. In words that
//! name no customer, no analyst and no other report (Regulation (EU) 2022/2065, Article 16, paragraphs 4 and 5).

use crate::case::{Case, CaseStage};
use crate::complaint::locations::LocationOutcome;
use crate::complaint::reporter_link::{LINK_DAYS, Linked, ReporterLink, ReporterOutcome, TELL_AFTER_SECONDS, Told};
use crate::complaint::{Complaint, ComplaintStage, Report};
use crate::decision::{Decision, DecisionStage};
use crate::desk::work::{Begun, Work};
use crate::desk::{Desk, Done, again, token_hash};
use crate::event::Event;
use crate::id::{ComplaintId, LetterId};
use crate::letter::Cause;
use crate::letters::{self, Written};
use crate::people::Actor;
use crate::policy::Category;
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, aside_people, lists};
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::{Language, defang};

/// What the page behind the reporter's link shows.
#[derive(Clone, Debug)]
pub struct StatusSheet {
    pub number: i64,
    pub received_at: Moment,
    pub language: Language,
    pub category: Category,
    /// The first of them, as they were reported.
    pub locations: Vec<String>,
    pub many: usize,
    /// How many locations have which outcome.
    pub found: Vec<(LocationOutcome, usize)>,
    pub outcome: ReporterOutcome,
    /// Since when it stands so.
    pub since: Option<Moment>,
    /// A mail with the outcome will come, or came.
    pub by_mail: bool,
    pub link_until: Moment,
}

const LOCATIONS_SHOWN: usize = 10;
/// So many reporters are looked at in one round.
const MOST_TOLD: i64 = 200;

impl Desk {
    /// Makes the reporter's link and queues the receipt, if there is an address for it. Gives the link's secret.
    pub(super) async fn answer_reporter(
        &self,
        work: &mut Work,
        complaint: ComplaintId,
        number: i64,
        report: &Report,
        language: Language,
    ) -> Done<String> {
        let (token, hash) = self.new_token();
        let until = work.now.plus_seconds(LINK_DAYS * 24 * 60 * 60);
        let linked = Linked { complaint, number, link_hash: hash, until, language };
        work.record(Event::ReporterLinked(Box::new(linked))).await?;
        let email = report.reporter.email.get().cloned().unwrap_or_default();
        if !email.is_empty() {
            let first: Vec<String> = report.locations.get().cloned().unwrap_or_default();
            let written = letters::received_letter(&letters::ReceivedWords {
                provider: &self.settings().provider,
                phone: &self.settings().phone,
                language,
                number,
                received: &Zone::UTC.show(work.now, language).utc,
                locations: &first.iter().take(LOCATIONS_SHOWN).map(|one| defang(one)).collect::<Vec<_>>(),
                more: first.len().saturating_sub(LOCATIONS_SHOWN),
                link: letters::LINK,
            });
            let letter = self.to_reporter(work, complaint, language, email, written).await?;
            aside_people::keep_link(&mut work.conn(), letter, &self.settings().status_url(&token)).await?;
        }
        Ok(token)
    }

    async fn to_reporter(
        &self,
        work: &mut Work,
        complaint: ComplaintId,
        language: Language,
        email: String,
        written: Written,
    ) -> Done<LetterId> {
        let letter: LetterId = work.new_id();
        // No case: a case's letters are the customer's, and the customer never learns who reported.
        work.record(Event::LetterQueued {
            letter,
            case: None,
            cause: Cause::Complaint { complaint },
            language,
            to: email.into(),
            subject: written.subject.into(),
            text: written.text.into(),
            message_id: format!("<dn.{letter}@{}>", self.settings().mail_domain()),
        })
        .await?;
        Ok(letter)
    }

    /// What the link opens. A wrong and an expired one look the same.
    pub async fn status_sheet(&self, token: &str) -> Done<StatusSheet> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let gone = || Refusal::NotFound("report");
        let link: ReporterLink = lists::one(&mut conn, &token_hash(token)).await?.ok_or_else(gone)?.noun;
        if !link.is_open(self.now()) {
            return Err(gone().into());
        }
        let complaint: Complaint = lists::one(&mut conn, &link.complaint.to_string()).await?.ok_or_else(gone)?.noun;
        let (outcome, since) = self.outcome_of(&mut conn, &complaint).await?;
        let found = LocationOutcome::ALL
            .into_iter()
            .map(|outcome| (outcome, complaint.outcomes.count(outcome)))
            .filter(|(_, many)| *many > 0)
            .collect();
        let locations = complaint.report.locations.get().cloned().unwrap_or_default();
        Ok(StatusSheet {
            number: complaint.number,
            received_at: complaint.received_at,
            language: link.language,
            category: complaint.report.category,
            many: locations.len(),
            locations: locations.into_iter().take(LOCATIONS_SHOWN).collect(),
            found,
            outcome,
            since,
            by_mail: complaint.report.reporter.email.get().is_some_and(|email| !email.is_empty()),
            link_until: link.expires_at,
        })
    }

    /// The outcome and since when. What was found less than an hour ago may still be a slip, and is not told.
    async fn outcome_of(
        &self,
        conn: &mut Conn<'_>,
        complaint: &Complaint,
    ) -> Stored<(ReporterOutcome, Option<Moment>)> {
        let old_enough = |at: Moment| at.plus_seconds(TELL_AFTER_SECONDS) <= self.now();
        let (outcome, at) = match &complaint.stage {
            ComplaintStage::Rejected { at, .. } => (ReporterOutcome::NotActedOn, *at),
            ComplaintStage::InCase { case, since } => {
                let case = lists::one::<Case>(conn, &case.to_string()).await?.map(|held| held.noun);
                match case.map(|case| case.stage) {
                    Some(CaseStage::Closed { outcome, at }) => {
                        (outcome.map_or(ReporterOutcome::NotActedOn, ReporterOutcome::of_decision), at)
                    }
                    Some(CaseStage::InForce { decision, outcome }) => {
                        let decision = lists::one::<Decision>(conn, &decision.to_string()).await?;
                        match decision.map(|held| held.noun.stage) {
                            Some(DecisionStage::InForce { at }) => (ReporterOutcome::of_decision(outcome), at),
                            _ => (ReporterOutcome::InHand, *since),
                        }
                    }
                    _ => (ReporterOutcome::InHand, *since),
                }
            }
            ComplaintStage::PassedOn { since, .. } => (ReporterOutcome::PassedOn, *since),
            ComplaintStage::New => (ReporterOutcome::Received, complaint.received_at),
        };
        if outcome.is_final() && !old_enough(at) {
            return Ok((ReporterOutcome::InHand, None));
        }
        Ok((outcome, Some(at)))
    }

    /// Part of the rounds: whoever reported something that came to an end hears of it, once.
    pub async fn tell_reporters(&self) -> Done<usize> {
        let mut told = 0;
        let mut after = (i64::MIN, String::new());
        loop {
            let links = {
                let mut reader = self.read().await?;
                lists::to_be_told(&mut reader.conn(), (after.0, &after.1), MOST_TOLD).await?
            };
            let Some(last) = links.last() else { return Ok(told) };
            after = (last.noun.made_at.micros(), last.noun.hash.clone());
            for held in links {
                told += usize::from(self.tell_reporter(&held.noun.hash).await?);
            }
        }
    }

    async fn tell_reporter(&self, hash: &str) -> Done<bool> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("told", hash)).await? {
                Begun::Before(_) => return Ok(false),
                Begun::Now(work) => work,
            };
            let link: ReporterLink = work.need(hash, "report").await?;
            let complaint: Complaint = work.need(link.complaint, "complaint").await?;
            let (outcome, _) = self.outcome_of(&mut work.conn(), &complaint).await?;
            if link.told.is_some() || !outcome.is_final() {
                return Ok(false);
            }
            let case = match complaint.stage {
                ComplaintStage::InCase { case, .. } => Some(case),
                _ => None,
            };
            let told =
                Told { complaint: complaint.id, number: complaint.number, case, link_hash: hash.to_owned(), outcome };
            work.record(Event::ReporterTold(Box::new(told))).await?;
            let email = complaint.report.reporter.email.get().cloned().unwrap_or_default();
            if !email.is_empty() {
                let written = letters::outcome_letter(&letters::OutcomeWords {
                    provider: &self.settings().provider,
                    phone: &self.settings().phone,
                    language: link.language,
                    number: complaint.number,
                    received: &Zone::UTC.show(complaint.received_at, link.language).utc,
                    outcome,
                    found: &LocationOutcome::ALL
                        .into_iter()
                        .map(|one| (one, complaint.outcomes.count(one)))
                        .collect::<Vec<_>>(),
                });
                self.to_reporter(&mut work, complaint.id, link.language, email, written).await?;
            }
            work.commit().await?;
            Ok(true)
        })
    }
}
