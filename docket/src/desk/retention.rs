//! How long things are kept: rules in editions, what falls due under them and what holds keep, and the one act by which
//! it goes. The rounds propose; a person confirms what burdens. What lies beside the record goes by itself.

pub mod due;

use super::check::Check;
use super::destroying;
use super::work::Begun;
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::event::Event;
use crate::id::{CommandId, DisposalId};
use crate::people::{Act, Actor};
use crate::phrase;
use crate::refusal::Refusal;
use crate::retention::{Cleared, Destroyed, Disposal, Dropped, Proposed, RetentionRule, Rule, Ruled};
use crate::sentence::Names;
use crate::store::{Conn, Stored, keeping, lists};
use crate::time::Moment;
use crate::words::Reason;
use due::{Due, Found};

const DAY_SECONDS: i64 = 86_400;
/// So many batches of the ledger are read in one round.
const FOLLOWED: u32 = 20;
/// So many are shown of what was proposed before.
const MOST: i64 = 50;

/// What a rule says now.
#[derive(Clone, Debug)]
pub struct Ruling {
    pub rule: Rule,
    pub edition: u32,
    pub days: Option<u32>,
    /// Every edition that was published, the newest first.
    pub editions: Vec<RetentionRule>,
    /// What came to rest before this instant falls due; none where things are kept for ever.
    pub before: Option<Moment>,
    /// How many would go now, and how many more a hold keeps. Beside the record: rows.
    pub due: usize,
    pub held: usize,
    /// More fell due than one act destroys.
    pub more: bool,
}

#[derive(Clone, Debug)]
pub struct RetentionView {
    pub rules: Vec<Ruling>,
    pub disposals: Vec<Disposal>,
    pub names: Names,
}

/// One proposal, with what it is about as it stands now.
#[derive(Clone, Debug)]
pub struct DisposalView {
    pub disposal: Disposal,
    pub due: Vec<Due>,
    /// Each with the numbers of the holds that keep it.
    pub held: Vec<(Due, Vec<i64>)>,
    /// What one confirms is what one saw.
    pub digest: String,
    pub names: Names,
}

/// Something that goes once this reader confirms it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToConfirm {
    /// "R-3", "E-1"
    pub number: String,
    pub href: String,
    /// What kind of thing it is.
    pub name: &'static str,
    pub since: Moment,
}

pub(super) async fn to_confirm(conn: &mut Conn<'_>, who: &Who) -> Stored<Vec<ToConfirm>> {
    let mut all = Vec::new();
    if who.may(Act::Approve) {
        for held in keeping::disposals_waiting(conn).await? {
            let it = held.noun;
            let (number, href) = (format!("R-{}", it.number), format!("/disposals/{}", it.number));
            all.push(ToConfirm { number, href, name: it.rule.name(), since: it.proposed_at });
        }
    }
    if who.may(Act::Erase) {
        for held in
            keeping::erasures_waiting(conn).await?.into_iter().filter(|held| held.noun.asked_by != who.person.id)
        {
            let it = held.noun;
            let (number, href) = (format!("E-{}", it.number), format!("/erasures/{}", it.number));
            all.push(ToConfirm { number, href, name: it.subject.name(), since: it.asked_at });
        }
    }
    Ok(all)
}

struct Standing {
    edition: u32,
    days: Option<u32>,
}

async fn ruling(conn: &mut Conn<'_>, rule: Rule) -> Stored<Standing> {
    let newest = keeping::newest_rule(conn, rule).await?.map(|held| held.noun);
    Ok(newest.map_or(Standing { edition: 0, days: Some(rule.shipped()) }, |newest| Standing {
        edition: newest.edition,
        days: newest.days,
    }))
}

fn before(now: Moment, days: Option<u32>) -> Option<Moment> {
    days.map(|days| now.plus_seconds(-i64::from(days) * DAY_SECONDS))
}

impl Desk {
    /// The rules, what falls due under each, and what was proposed. Nothing is changed by looking.
    pub async fn retention_view(&self, who: &Who) -> Done<RetentionView> {
        who.must(Act::ReadLedger)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let editions: Vec<RetentionRule> =
            keeping::editions(&mut conn).await?.into_iter().map(|held| held.noun).collect();
        let mut rules = Vec::with_capacity(Rule::ALL.len());
        for rule in Rule::ALL {
            let Standing { edition, days } = ruling(&mut conn, rule).await?;
            let before = before(self.now(), days);
            let (mut due, mut held, mut more) = (0, 0, false);
            match before {
                Some(before) if rule.needs_person() => {
                    let found = self.find_due(&mut conn, rule, before).await?;
                    (due, held, more) = (found.due.len(), found.held.len(), found.more);
                }
                Some(before) => {
                    let many = usize::try_from(keeping::count_aside(&mut conn, rule, before).await?).unwrap_or(0);
                    (due, held) = if self.keeps_aside(&mut conn, before).await? { (0, many) } else { (many, 0) };
                }
                None => {}
            }
            let editions = editions.iter().filter(|one| one.rule == rule).cloned().collect();
            rules.push(Ruling { rule, edition, days, editions, before, due, held, more });
        }
        let disposals = keeping::disposals(&mut conn, MOST).await?.into_iter().map(|held| held.noun).collect();
        Ok(RetentionView { rules, disposals, names: self.names_in(&mut conn).await? })
    }

    /// Publishes the next edition. It acts on what falls due from now on, and destroys nothing by itself.
    pub async fn set_rule(&self, who: &Who, command: CommandId, rule: Rule, days: &str, reason: &str) -> Done<Receipt> {
        who.must(Act::KeepPolicy)?;
        let mut check = Check::default();
        let days = match days.trim() {
            "" => Some(None),
            text => {
                let read = text.parse().ok().filter(|days: &u32| *days <= 36_500);
                let read = check.some("days", read, "Write a number of days, or nothing to keep it for ever.");
                if read.is_some_and(|days| days < rule.least()) {
                    check.problem("days", phrase!("At least {} days: a duty stands behind this rule.", rule.least()));
                }
                read.map(Some)
            }
        };
        let reason = check.word("reason", Reason::parse(reason));
        let (Some(days), Some(reason)) = (days, reason) else { return check.refuse().map_err(Failure::from) };
        check.done()?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &(rule, days, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            let now = ruling(&mut work.conn(), rule).await?;
            if now.days == days {
                return Err(Refusal::NothingChanged.into());
            }
            let (edition, by) = (now.edition + 1, who.person.id);
            let reason = reason.as_str().to_owned().into();
            work.record(Event::RetentionRuled(Box::new(Ruled { rule, edition, days, reason, by }))).await?;
            work.commit().await
        })
    }

    pub async fn disposal_view(&self, who: &Who, number: i64) -> Done<DisposalView> {
        who.must(Act::ReadLedger)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let disposal = keeping::disposal(&mut conn, number).await?.ok_or(Refusal::NotFound("disposal"))?.noun;
        let names = self.names_in(&mut conn).await?;
        let found = match disposal.is_open() {
            true => self.find_due(&mut conn, disposal.rule, disposal.before).await?,
            false => Found::default(),
        };
        let digest = found.digest();
        Ok(DisposalView { disposal, due: found.due, held: found.held, digest, names })
    }

    /// Destroys what the proposal is about, as far as no hold keeps it. `seen` is the digest of what this person saw.
    pub async fn confirm_disposal(&self, who: &Who, command: CommandId, number: i64, seen: &str) -> Done<Receipt> {
        who.must(Act::Approve)?;
        self.follow_belongings().await?;
        let mut letters = Vec::new();
        let done = again!(async {
            let mut work = match self.begin(who.actor(), command, &("destroy", number, seen)).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            let disposal =
                keeping::disposal(&mut work.conn(), number).await?.ok_or(Refusal::NotFound("disposal"))?.noun;
            if !disposal.is_open() {
                return Err(Refusal::DisposalOver.into());
            }
            who.must_be_fresh(work.now)?;
            let found = self.find_due(&mut work.conn(), disposal.rule, disposal.before).await?;
            if found.due.is_empty() || found.digest() != seen {
                return Err(Refusal::DueChanged.into());
            }
            let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
            let (things, held) = (count(found.due.len()), count(found.held.len()));
            let going: Vec<_> = found.due.iter().flat_map(Due::going).collect();
            let by = who.person.id;
            self.destroy(&mut work, disposal.rule.word(), &going, |gone, _| {
                Event::MaterialDestroyed(Box::new(Destroyed {
                    disposal: disposal.id,
                    number,
                    rule: disposal.rule,
                    edition: disposal.edition,
                    before: disposal.before,
                    things,
                    held,
                    gone,
                    by,
                }))
            })
            .await?;
            letters = destroying::letters_of(&going);
            work.commit().await
        })?;
        self.after_destroying(&letters).await?;
        Ok(done)
    }

    /// Nothing is destroyed; the rounds propose again when a day has passed.
    pub async fn drop_disposal(&self, who: &Who, command: CommandId, number: i64, reason: &str) -> Done<Receipt> {
        who.must(Act::Approve)?;
        let reason = Reason::parse(reason).map_err(|problem| Refusal::field("reason", problem))?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("drop", number, reason.as_str())).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            let disposal =
                keeping::disposal(&mut work.conn(), number).await?.ok_or(Refusal::NotFound("disposal"))?.noun;
            if !disposal.is_open() {
                return Err(Refusal::DisposalOver.into());
            }
            let dropped =
                Dropped { disposal: disposal.id, number, reason: reason.as_str().to_owned().into(), by: who.person.id };
            work.record(Event::DisposalDropped(Box::new(dropped))).await?;
            work.commit().await
        })
    }

    // -- the rounds -------------------------------------------------------------

    /// Once an hour: what falls due is proposed, what lies beside the record goes, and files of destroyed bytes are gone.
    /// False: a long ledger is still being read, so it is tried again soon.
    pub async fn keep_house(&self) -> Done<bool> {
        if !self.follow_some(FOLLOWED).await? {
            return Ok(false);
        }
        for rule in Rule::ALL {
            if rule.needs_person() {
                self.propose_due(rule).await?;
            } else {
                self.clear_aside(rule).await?;
            }
        }
        self.sweep().await?;
        Ok(true)
    }

    /// One proposal for each rule waits at a time, and no sooner than a day after the last one.
    async fn propose_due(&self, rule: Rule) -> Done<()> {
        let found = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            let ruling = ruling(&mut conn, rule).await?;
            let Some(before) = before(self.now(), ruling.days) else { return Ok(()) };
            if !self.may_propose(&mut conn, rule).await? {
                return Ok(());
            }
            (self.find_due(&mut conn, rule, before).await?, ruling.edition, before)
        };
        let (found, edition, before) = found;
        if found.due.is_empty() {
            return Ok(());
        }
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("due", rule, before)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            destroying::take_turn(&mut work).await?;
            // Another server may have come first.
            if !self.may_propose(&mut work.conn(), rule).await? {
                work.commit().await?;
                return Ok(());
            }
            let disposal: DisposalId = work.new_id();
            let number = work.next_number("disposal").await?;
            let many = u32::try_from(found.due.len()).unwrap_or(u32::MAX);
            work.record(Event::DisposalProposed(Proposed { disposal, number, rule, edition, before, many })).await?;
            work.commit().await?;
            Ok(())
        })
    }

    async fn may_propose(&self, conn: &mut Conn<'_>, rule: Rule) -> Stored<bool> {
        let last = keeping::last_disposal(conn, rule).await?.map(|held| held.noun);
        Ok(last.is_none_or(|last| !last.is_open() && last.proposed_at.plus_seconds(DAY_SECONDS) <= self.now()))
    }

    async fn clear_aside(&self, rule: Rule) -> Done<()> {
        again!(async {
            let mut work = match self.begin(Actor::System, self.new_command(), &("clear", rule)).await? {
                Begun::Before(_) => return Ok(()),
                Begun::Now(work) => work,
            };
            let ruling = ruling(&mut work.conn(), rule).await?;
            let Some(before) = before(work.now, ruling.days) else { return Ok(()) };
            destroying::take_turn(&mut work).await?;
            if self.keeps_aside(&mut work.conn(), before).await? {
                work.commit().await?;
                return Ok(());
            }
            let many = keeping::clear_aside(&mut work.conn(), rule, before).await?;
            if many > 0 {
                let many = u32::try_from(many).unwrap_or(u32::MAX);
                work.record(Event::AsideCleared(Cleared { rule, edition: ruling.edition, before, many })).await?;
            }
            work.commit().await?;
            Ok(())
        })
    }

    /// What lies beside the record belongs to no case. A hold over the whole desk keeps it, and one over a period that
    /// began before.
    async fn keeps_aside(&self, conn: &mut Conn<'_>, before: Moment) -> Stored<bool> {
        let holds = destroying::standing(conn).await?;
        Ok(holds.iter().any(|hold| hold.customer.is_none() && hold.period.is_none_or(|period| period.from < before)))
    }

    /// For the form of a hold: everybody of the team by name.
    pub async fn custodians(&self) -> Done<Vec<(String, String)>> {
        let people = lists::people(&mut self.read().await?.conn()).await?;
        let people = people.into_iter().map(|held| held.noun).filter(|person| !person.name.is_erased());
        Ok(people.map(|person| (person.id.to_string(), person.name.show().to_owned())).collect())
    }
}
