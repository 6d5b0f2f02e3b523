//! A customer with everything between us: standing, strikes, cases with their outcomes, notices, assets, contacts.

use super::*;
use crate::customer::standing::{Standing, Strike};
use crate::customer::{Asset, AssetKind, address_keys};
use crate::decision::{Decision, DecisionStage};
use crate::desk::customers::earlier_holders;
use crate::desk::places::{LONGEST, address};
use crate::notice::Notice;
use crate::search;
use crate::store::search as index;
use std::collections::BTreeSet;

/// So many customers can a text find: whoever finds more says more.
const MOST_FOUND: i64 = 1000;
/// So many weeks stand in the plot.
pub const WEEKS: i64 = 26;
const WEEK_MICROS: i64 = 7 * 24 * 60 * 60 * 1_000_000;
/// Of so many prefixes it is looked up in whose wider ones they lie.
const MOST_PREFIXES: usize = 100;

impl Desk {
    /// By handle. A text narrows it to those whom it names: by handle, account, name or contact, or by what they hold or
    /// held.
    pub async fn customers_view(&self, text: &str, after_handle: &str) -> Done<CustomersView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut found = if text.trim().is_empty() {
            lists::customers(&mut conn, after_handle, PAGE + 1).await?
        } else {
            let ids: Vec<String> = named_by(&mut conn, text).await?.into_iter().collect();
            lists::customers_among(&mut conn, &ids, after_handle).await?
        };
        let more = trim(&mut found);
        let next = found.last().filter(|_| more).map(|held| held.noun.handle.clone());
        Ok(CustomersView { customers: plain(found), next })
    }

    pub async fn customer_view(&self, handle: &str) -> Done<CustomerView> {
        let now = self.now();
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let held = lists::customer_by_handle(&mut conn, handle).await?.ok_or(Refusal::NotFound("customer"))?;
        let (customer, version) = (held.noun, held.version);
        let cases = plain(lists::cases_of_customer(&mut conn, customer.id).await?);
        let numbers: HashMap<CaseId, String> = cases.iter().map(|case| (case.id, case.number.clone())).collect();
        let number = |case: CaseId| numbers.get(&case).cloned().unwrap_or_default();
        let decisions = plain(lists::decisions_of_customer(&mut conn, customer.id).await?);
        let off: Vec<Decision> =
            decisions.iter().filter(|one| one.stands() && one.outcome.switches_off()).cloned().collect();
        let mut notices: Vec<(Notice, String)> = Vec::new();
        for case in &cases {
            for notice in plain(lists::notices_of(&mut conn, case.id).await?) {
                notices.push((notice, case.number.clone()));
            }
        }
        notices.sort_by_key(|(notice, _)| std::cmp::Reverse((notice.scheduled_at, notice.number)));
        let runs = cases.iter().any(|case| {
            !case.is_closed() && {
                let sent = |notice: &Notice| notice.case == case.id && matches!(notice.stage, NoticeStage::Sent { .. });
                notices.iter().any(|(notice, _)| sent(notice))
            }
        });
        let clauses: HashMap<_, _> =
            lists::clauses(&mut conn).await?.into_iter().map(|held| (held.noun.id, held.noun)).collect();
        let clause = |case: CaseId| cases.iter().find(|one| one.id == case).and_then(|case| clauses.get(&case.clause));
        let mut strikes: Vec<StrikeRow> = Vec::new();
        for decision in &decisions {
            let clause = clause(decision.case);
            let days = clause.map_or_else(|| crate::policy::Severity::Medium.strike_days(), Clause::strike_days);
            if let Some(strike) = Strike::of(decision, days) {
                let counts = strike.counts(now);
                let clause = clause.map(Clause::cite).unwrap_or_default();
                strikes.push(StrikeRow { case: number(decision.case), clause, counts, strike });
            }
        }
        strikes.sort_by_key(|row| std::cmp::Reverse((row.strike.since, row.strike.number)));
        let ended = cases.iter().map(|case| ended(case.id, &decisions, &notices)).collect();
        let preserved = decisions.iter().filter(|one| one.preserve_until.is_some() && one.was_or_is_in_force());
        let preserved = preserved.map(|one| (one.clone(), number(one.case))).collect();
        let rows = lists::events_called(&mut conn, &customer.changes).await?;
        let names = self.names_in(&mut conn).await?;
        let history = timeline(&mut conn, rows, Audience::Staff, Language::En, &names).await?;
        let mut handles = Handles::default();
        let parent = match customer.parent {
            Some(parent) => Some(handles.handle(&mut conn, parent).await?),
            None => None,
        };
        let assets = plain(lists::assets_of(&mut conn, customer.id).await?);
        let inside = inside(&mut conn, &mut handles, &assets, now).await?;
        let passings = plain(lists::passings_of(&mut conn, customer.id, PAGE).await?);
        let begins = now.plus_micros(-(WEEKS * WEEK_MICROS));
        let counted = lists::complaints_by(&mut conn, customer.id, begins, WEEK_MICROS).await?;
        let weeks = (0..WEEKS)
            .map(|week| Week {
                since: begins.plus_micros(week * WEEK_MICROS),
                // What came this very instant is of the last week.
                many: counted.iter().filter(|(one, _)| (*one).min(WEEKS - 1) == week).map(|(_, many)| *many).sum(),
            })
            .collect();
        Ok(CustomerView {
            complaints: plain(lists::complaints_of_customer(&mut conn, customer.id, i64::MAX, PAGE).await?),
            holds: plain(crate::store::deciding::holds_of(&mut conn, customer.id).await?),
            standing: Standing::of(&off, runs),
            suspended_by: off.into_iter().map(|decision| (decision.clone(), number(decision.case))).collect(),
            assets,
            version,
            strikes,
            weeks,
            notices,
            passings,
            ended,
            preserved,
            history,
            parent,
            inside,
            cases,
            customer,
        })
    }
}

/// Ids of the customers whom a text names. What was said of them is found by the beginnings of its words; an address is
/// also found inside of a prefix, and below a domain.
async fn named_by(conn: &mut Conn<'_>, text: &str) -> Stored<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    let mut terms = search::beginnings(&search::terms(text));
    if !terms.is_empty() {
        terms.push(search::of_kind(search::Found::Customer));
        let said = index::find(conn, &terms, i64::MAX, MOST_FOUND).await?;
        ids.extend(said.into_iter().map(|one| one.noun_id));
    }
    // A longer text is no address: each of its dots would be a key to look for.
    let typed = Some(text.trim()).filter(|typed| typed.len() <= LONGEST);
    if let Some(source) = typed.and_then(address) {
        let held = earlier_holders(conn, &source, PAGE as usize).await?;
        ids.extend(held.into_iter().map(|asset| asset.customer.to_string()));
    }
    Ok(ids)
}

/// The newest decision of a case that took effect, and how long the customer had since its first notice.
fn ended(case: CaseId, decisions: &[Decision], notices: &[(Notice, String)]) -> Option<CaseEnd> {
    let took_effect = decisions.iter().filter(|one| one.case == case).filter_map(|one| match one.stage {
        DecisionStage::InForce { at } => Some((at, one.outcome)),
        DecisionStage::Lifted { .. } => Some((one.effective.at, one.outcome)),
        _ => None,
    });
    let (at, outcome) = took_effect.max_by_key(|(at, _)| *at)?;
    let first =
        notices.iter().filter(|(notice, _)| notice.case == case).filter_map(|(notice, _)| notice.sent_at()).min();
    Some(CaseEnd { outcome, at, given: first.map(|first| at.minus(first) / 1_000_000) })
}

/// Which of these prefixes lie inside a wider one of somebody else: allowed, but somebody should see it.
async fn inside(conn: &mut Conn<'_>, handles: &mut Handles, assets: &[Asset], now: Moment) -> Stored<Vec<Inside>> {
    let mut found = Vec::new();
    let held = |asset: &&Asset| asset.kind == AssetKind::Prefix && asset.to.is_none_or(|to| to > now);
    for asset in assets.iter().filter(held).take(MOST_PREFIXES) {
        let Ok(net) = asset.value.parse::<ipnet::IpNet>() else { continue };
        let own = asset.lookup();
        let keys: Vec<String> = address_keys(net.network()).into_iter().skip_while(|key| *key != own).skip(1).collect();
        for wider in lists::holders(conn, &keys, now).await? {
            if wider.noun.customer != asset.customer {
                let holder = handles.handle(conn, wider.noun.customer).await?;
                found.push(Inside { asset: asset.id, wider: wider.noun.value, holder });
            }
        }
    }
    Ok(found)
}
