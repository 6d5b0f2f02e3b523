//! Appeals: filed by the customer, given to somebody who had no part in the decision, talked about, decided.

mod verdict;

use super::answers::{Opened, zone_of};
use super::check::{Check, YOUR_NAME};
use super::complaints::{Upload, keep_uploads};
use super::pages::read_events;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::appeal::{Appeal, Assigned, DECIDE_DAYS, Filed, Said};
use crate::case::Case;
use crate::confirmation::Sent;
use crate::decision::Decision;
use crate::event::Event;
use crate::id::{AppealId, CaseId, CommandId, DecisionId, NoticeId, PersonId};
use crate::letter::Cause;
use crate::letters::{self, About};
use crate::people::{Act, Actor, Person, may};
use crate::refusal::Refusal;
use crate::store::{Conn, Stored, deciding, lists};
use crate::time::Moment;
use crate::time::zone::{Fold, Zone, deadline_wall};
use crate::words::{Language, Line, Reason};
use serde::Serialize;
pub use verdict::VerdictOnAppeal;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AppealForm {
    /// The number of the decision; may be empty where there is one.
    pub decision: String,
    pub grounds: String,
    pub signer: String,
    pub signer_role: String,
    pub authority: bool,
    pub language: Language,
    /// Hashes of the files, so that the command's content names them.
    pub files: Vec<String>,
}

/// An appeal that came by mail or telephone, written down by a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RecordedAppeal {
    pub grounds: String,
    pub signer: String,
    /// The day on which it came.
    pub received_on: String,
    pub files: Vec<String>,
}

struct Words {
    grounds: String,
    signer: String,
    signer_role: String,
}

impl Desk {
    /// The decisions of a case against which the customer can appeal now.
    pub async fn can_be_appealed(&self, case: CaseId) -> Done<Vec<Decision>> {
        let mut reader = self.read().await?;
        let decisions = lists::decisions_of(&mut reader.conn(), case).await?.into_iter().map(|held| held.noun);
        let now = self.now();
        let burdening = decisions.filter(|decision| decision.outcome.burdens() && decision.can_be_appealed(now));
        Ok(burdening.collect())
    }

    /// Gives back the receipt's number.
    pub async fn file_appeal(
        &self,
        token: &str,
        command: CommandId,
        form: &AppealForm,
        uploads: &[Upload],
        address: &str,
    ) -> Done<(String, Receipt)> {
        let Opened { notice, link, .. } = self.open_link(token).await?;
        let fr = form.language == Language::Fr;
        let mut check = Check::new(form.language);
        let why = ["Say what we should change, and why.", "Dites ce que nous devrions changer, et pourquoi."];
        let grounds = check.given("grounds", &form.grounds, Reason::parse, why);
        let signer = check.given("signer", &form.signer, Line::parse, YOUR_NAME);
        let signer_role = check.optional("signer_role", &form.signer_role, Line::parse);
        if !form.authority {
            let sentence = if fr {
                "Confirmez que vous pouvez contester pour ce compte."
            } else {
                "Confirm that you may appeal for this account."
            };
            check.problem("authority", sentence);
        }
        let (Some(grounds), Some(signer)) = (grounds, signer) else { return check.refuse().map_err(Failure::from) };
        check.done()?;
        let words = Words {
            grounds: grounds.as_str().to_owned(),
            signer: signer.as_str().to_owned(),
            signer_role: signer_role.map(|role| role.as_str().to_owned()).unwrap_or_default(),
        };
        again!(async {
            let actor = Actor::Customer { notice: notice.id };
            let mut work = match self.begin(actor, command, &(notice.id, form)).await? {
                Begun::Before(receipt) => return self.filed_before(receipt).await,
                Begun::Now(work) => work,
            };
            let case = work.lock_case(notice.case, None).await?;
            let now = work.now;
            let open = appealable(&mut work, case.id, now).await?;
            let chosen = match (form.decision.trim(), open.as_slice()) {
                ("", [only]) => Some(only.clone()),
                (number, all) => all.iter().find(|decision| decision.number.to_string() == number).cloned(),
            };
            let decision = chosen.ok_or_else(|| {
                let sentence = if fr {
                    "Choisissez la décision que vous contestez."
                } else {
                    "Choose the decision against which you appeal."
                };
                Refusal::field("decision", sentence)
            })?;
            let received = work.now;
            let (appeal, receipt) = self
                .take_in(
                    &mut work,
                    &case,
                    &decision,
                    &words,
                    uploads,
                    (Some(notice.id), form.language),
                    received,
                    address,
                )
                .await?;
            // It counts from now and stops what has not taken effect; only whose words it is is still open.
            if self.settings().answer_code {
                let sent = Sent::Appeal { appeal };
                self.await_code(&mut work, &notice, link.contact, sent, &receipt, form.language).await?;
            }
            Ok((receipt, work.commit().await?))
        })
    }

    /// The appeal came another way: it counts from the day on which it came.
    pub async fn record_appeal(
        &self,
        who: &Who,
        command: CommandId,
        decision: DecisionId,
        form: &RecordedAppeal,
        uploads: &[Upload],
    ) -> Done<(String, Receipt)> {
        who.must(Act::WorkCases)?;
        let mut check = Check::default();
        let grounds = check.word("grounds", Reason::parse(&form.grounds));
        let signer = check.word("signer", Line::parse(&form.signer));
        let (Some(grounds), Some(signer)) = (grounds, signer) else {
            return check.refuse().map_err(Failure::from);
        };
        let words = Words {
            grounds: grounds.as_str().to_owned(),
            signer: signer.as_str().to_owned(),
            signer_role: String::new(),
        };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(decision, form)).await? {
                Begun::Before(receipt) => return self.filed_before(receipt).await,
                Begun::Now(work) => work,
            };
            let noun: Decision = work.need(decision, "decision").await?;
            let case = work.lock_case(noun.case, None).await?;
            let received = came_on(&form.received_on, &noun, work.now)?;
            let open = appealable(&mut work, case.id, received).await?;
            let noun = open.into_iter().find(|one| one.id == decision).ok_or(Refusal::NotInForce)?;
            let language = noun.statement.language;
            let (_, receipt) =
                self.take_in(&mut work, &case, &noun, &words, uploads, (None, language), received, "").await?;
            Ok((receipt, work.commit().await?))
        })
    }

    async fn filed_before(&self, receipt: Receipt) -> Done<(String, Receipt)> {
        match self.first_event(&receipt).await? {
            Event::AppealFiled(filed) => Ok((filed.receipt, receipt)),
            _ => Err(Refusal::CommandReused.into()),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what an appeal is, from two ways in")]
    async fn take_in(
        &self,
        work: &mut Work,
        case: &Case,
        decision: &Decision,
        words: &Words,
        uploads: &[Upload],
        (notice, language): (Option<NoticeId>, Language),
        received_at: Moment,
        address: &str,
    ) -> Done<(AppealId, String)> {
        let files = keep_uploads(work, uploads).await?;
        let appeal: AppealId = work.new_id();
        let number = work.next_number("appeal").await?;
        let receipt = self.new_receipt("AP");
        let due = work.now.plus_seconds(DECIDE_DAYS * 86_400);
        work.record(Event::AppealFiled(Box::new(Filed {
            appeal,
            number,
            receipt: receipt.clone(),
            case: case.id,
            customer: case.customer,
            decision: decision.id,
            decision_number: decision.number,
            notice,
            language,
            grounds: words.grounds.clone().into(),
            files,
            signer: words.signer.clone().into(),
            signer_role: words.signer_role.clone().into(),
            address: address.to_owned().into(),
            received_at,
            due,
        })))
        .await?;
        let zone = Zone::parse(&decision.effective.zone).unwrap_or(Zone::UTC);
        let shown = zone.show(received_at, language);
        let when = format!("{} ({})", shown.long, shown.utc);
        let about = self.about_appeal(case, decision.number, language);
        let pending = decision.is_pending();
        let due = zone.show(due, language).date;
        let written = letters::appeal_filed_letter(&about, &receipt, &when, &due, pending);
        self.queue_about(work, case.id, Cause::Appeal { appeal }, language, &written).await?;
        Ok((appeal, receipt))
    }

    fn about_appeal<'a>(&'a self, case: &'a Case, decision_number: u32, language: Language) -> About<'a> {
        About {
            provider: &self.settings().provider,
            phone: &self.settings().phone,
            language,
            case_number: &case.number,
            decision_number,
        }
    }

    /// Rule 10: to somebody who neither proposed nor approved the decision.
    pub async fn assign_appeal(&self, who: &Who, command: CommandId, appeal: AppealId, to: PersonId) -> Done<Receipt> {
        who.must(Act::Favour)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(appeal, to)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, appeal).await?;
            if !noun.is_waiting() {
                return Err(Refusal::AppealDecided.into());
            }
            let person: Person = work.need(to, "person").await?;
            if person.disabled_at.is_some() || !may(person.role, Act::Favour) {
                return Err(Refusal::field("to", "This person does not decide appeals.").into());
            }
            impartial(&mut work, &noun, to).await?;
            work.record(Event::AppealAssigned(Box::new(Assigned { appeal, number: noun.number, case: noun.case, to })))
                .await?;
            work.commit().await
        })
    }

    /// The team's turn in the dialogue. It leaves as a letter too.
    pub async fn write_about_appeal(
        &self,
        who: &Who,
        command: CommandId,
        appeal: AppealId,
        text: &str,
    ) -> Done<Receipt> {
        who.must(Act::Favour)?;
        let mut check = Check::default();
        let Some(text) = check.word("text", Reason::parse(text)) else { return check.refuse().map_err(Failure::from) };
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(appeal, text.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, appeal).await?;
            if !noun.is_waiting() {
                return Err(Refusal::AppealDecided.into());
            }
            self.say(&mut work, &noun, Some(who.person.id), text.as_str(), &[]).await?;
            let case: Case = work.need(noun.case, "case").await?;
            let about = self.about_appeal(&case, noun.decision_number, noun.language);
            let written = letters::appeal_said_letter(&about, &noun.receipt, text.as_str());
            self.queue_about(&mut work, noun.case, Cause::Appeal { appeal }, noun.language, &written).await?;
            work.commit().await
        })
    }

    /// The customer's turn, by the link.
    pub async fn add_to_appeal(
        &self,
        token: &str,
        command: CommandId,
        receipt: &str,
        text: &str,
        language: Language,
        uploads: &[Upload],
    ) -> Done<Receipt> {
        let opened = self.open_link(token).await?;
        let appeal = self.appeal_of(&opened, receipt).await?;
        let mut check = Check::new(language);
        let Some(text) = check.word("text", Reason::parse(text)) else { return check.refuse().map_err(Failure::from) };
        let files: Vec<String> =
            uploads.iter().map(|upload| crate::store::evidence::sha256_hex(&upload.bytes)).collect();
        again!(async {
            let actor = Actor::Customer { notice: opened.notice.id };
            let mut work = match self.begin(actor, command, &(appeal.id, text.as_str(), &files)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, appeal.id).await?;
            if !noun.is_waiting() {
                return Err(Refusal::AppealDecided.into());
            }
            self.say(&mut work, &noun, None, text.as_str(), uploads).await?;
            work.commit().await
        })
    }

    async fn say(
        &self,
        work: &mut Work,
        noun: &Appeal,
        by: Option<PersonId>,
        text: &str,
        uploads: &[Upload],
    ) -> Done<()> {
        let files = keep_uploads(work, uploads).await?;
        work.record(Event::AppealSaid(Box::new(Said {
            appeal: noun.id,
            number: noun.number,
            receipt: noun.receipt.clone(),
            case: noun.case,
            notice: noun.notice,
            by,
            text: text.to_owned().into(),
            files,
        })))
        .await?;
        Ok(())
    }

    /// The appeal of this case with this receipt: a link opens the matter of its notice and no other.
    pub async fn appeal_of(&self, opened: &Opened, receipt: &str) -> Done<Appeal> {
        let mut reader = self.read().await?;
        let found = deciding::appeal_by_receipt(&mut reader.conn(), receipt).await?.map(|held| held.noun);
        let found = found.filter(|appeal| appeal.case == opened.notice.case);
        found.ok_or_else(|| Refusal::NotFound("appeal").into())
    }

    /// The zone in which a link's instants are shown.
    pub fn zone_of_link(opened: &Opened) -> Zone {
        zone_of(&opened.notice)
    }
}

/// The beginning of the day on which it came, where the decision's clock stands.
fn came_on(day: &str, decision: &Decision, now: Moment) -> Result<Moment, Refusal> {
    let zone = Zone::parse(&decision.effective.zone).unwrap_or(Zone::UTC);
    // Where a day begins without its first hours, they are taken as gone.
    let begins = ["00:00", "03:00"]
        .iter()
        .find_map(|time| deadline_wall(day.trim(), time, &zone, Moment::MIN, Some(Fold::First)).ok());
    let Some(at) = begins.map(|begins| begins.at).filter(|at| *at <= now) else {
        return Err(Refusal::field("received_on", "Write the day on which it came, such as 2026-01-31."));
    };
    if at.plus_seconds(86_400) <= decision.proposed_at {
        return Err(Refusal::field("received_on", "On this day nobody had proposed the decision yet."));
    }
    Ok(at)
}

/// What could be appealed against at this instant.
async fn appealable(work: &mut Work, case: CaseId, at: Moment) -> Done<Vec<Decision>> {
    let decisions = lists::decisions_of(&mut work.conn(), case).await?.into_iter().map(|held| held.noun);
    Ok(decisions.filter(|decision| decision.outcome.burdens() && decision.can_be_appealed(at)).collect())
}

async fn impartial(work: &mut Work, noun: &Appeal, person: PersonId) -> Done<()> {
    let signed = signatories(&mut work.conn(), noun.case, noun.decision).await?;
    if signed.contains(&person) { Err(Refusal::NotImpartial.into()) } else { Ok(()) }
}

/// Who proposed and who approved a decision, as the ledger has it.
pub(super) async fn signatories(conn: &mut Conn<'_>, case: CaseId, decision: DecisionId) -> Stored<Vec<PersonId>> {
    let rows = deciding::signed(conn, case).await?;
    let events = read_events(conn, &rows).await?;
    let of = events.into_iter().filter_map(|recorded| match recorded.event {
        Event::DecisionProposed { decision: id, by, .. } if id == decision => Some(by),
        Event::DecisionSeconded(seconded) if seconded.decision == decision => Some(seconded.by),
        Event::DecisionApproved { decision: id, by, .. } if id == decision => Some(by),
        _ => None,
    });
    Ok(of.collect())
}

async fn locked(work: &mut Work, appeal: AppealId) -> Done<Appeal> {
    let noun: Appeal =
        lists::one(&mut work.conn(), &appeal.to_string()).await?.ok_or(Refusal::NotFound("appeal"))?.noun;
    work.lock_case(noun.case, None).await?;
    work.need(appeal, "appeal").await
}
