//! What falls due under a rule: what came to rest long enough ago, piece by piece, and what holds keep of it.

use super::super::Desk;
use super::super::destroying::{kept_by, noun_of, standing};
use super::super::pages::Handles;
use crate::case::{Case, CaseStage};
use crate::complaint::{Complaint, ComplaintStage};
use crate::hold::wide::Belongs;
use crate::id::CaseId;
use crate::letter::Letter;
use crate::mail::Mail;
use crate::notice::Answer;
use crate::noun::{Kind, Thing};
use crate::retention::Rule;
use crate::store::evidence::sha256_hex;
use crate::store::keeping::{self, Going, Piece};
use crate::store::{Conn, Stored, lists};
use crate::time::Moment;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// So many things go with one act; the rest is proposed next.
pub const AT_ONCE: usize = 200;
/// So many rows are read at once.
const PAGE: i64 = 200;
/// So many things that holds keep are named.
const MOST_HELD: usize = 200;

/// One thing that fell due.
#[derive(Clone, Debug)]
pub struct Due {
    /// "C-12", and where it is.
    pub label: String,
    pub href: String,
    /// Since when it rests.
    pub since: Moment,
    pub noun: String,
    pub belongs: Belongs,
    pub bytes: Vec<String>,
    /// Commitments.
    pub values: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Found {
    pub due: Vec<Due>,
    pub held: Vec<(Due, Vec<i64>)>,
    pub more: bool,
}

impl Due {
    pub fn going(&self) -> Vec<Going> {
        let one =
            |piece, hash: &String| Going { piece, hash: hash.clone(), noun: self.noun.clone(), belongs: self.belongs };
        let bytes = self.bytes.iter().map(|hash| one(Piece::Bytes, hash));
        bytes.chain(self.values.iter().map(|hash| one(Piece::Value, hash))).collect()
    }
}

impl Found {
    /// Equal for equal things: every piece of every one.
    pub fn digest(&self) -> String {
        let mut text = String::new();
        for due in &self.due {
            for part in [&due.noun].into_iter().chain(&due.bytes).chain(&due.values) {
                text.push_str(part);
                text.push('\n');
            }
        }
        sha256_hex(text.as_bytes())
    }
}

/// A thing that may have come to rest.
struct Candidate {
    key: (i64, String),
    label: String,
    href: String,
    noun: String,
    since: Option<Moment>,
    belongs: Belongs,
}

/// Cases that were looked at: whose they are, and since when they rest.
#[derive(Default)]
struct Cases(HashMap<CaseId, Option<Case>>);

impl Cases {
    async fn of(&mut self, conn: &mut Conn<'_>, id: CaseId) -> Stored<Option<Case>> {
        Ok(match self.0.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(place) => {
                let found = lists::one::<Case>(conn, &id.to_string()).await?.map(|held| held.noun);
                place.insert(found).clone()
            }
        })
    }
}

fn closed_at(case: &Case) -> Option<Moment> {
    match case.stage {
        CaseStage::Closed { at, .. } => Some(at),
        _ => None,
    }
}

impl Desk {
    /// The oldest things that came to rest before this instant, and what holds keep of them.
    pub(super) async fn find_due(&self, conn: &mut Conn<'_>, rule: Rule, before: Moment) -> Stored<Found> {
        let holds = standing(conn).await?;
        let mut found = Found::default();
        let (mut cases, mut names) = (Cases::default(), Handles::default());
        let mut after = (i64::MIN, String::new());
        loop {
            let page = self.candidates(conn, rule, before, &after, (&mut cases, &mut names)).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.key.clone();
            for one in page {
                let Some(since) = one.since.filter(|since| *since < before) else { continue };
                let due = Due {
                    bytes: if rule == Rule::Reporters { Vec::new() } else { bytes(conn, &one.noun).await? },
                    values: values(conn, rule, &one.noun).await?,
                    label: one.label,
                    href: one.href,
                    since,
                    noun: one.noun,
                    belongs: one.belongs,
                };
                if due.bytes.is_empty() && due.values.is_empty() {
                    continue;
                }
                let kept: Vec<i64> = kept_by(&holds, &due.belongs).map(|hold| hold.number).collect();
                if !kept.is_empty() {
                    if found.held.len() < MOST_HELD {
                        found.held.push((due, kept));
                    }
                } else if found.due.len() < AT_ONCE {
                    found.due.push(due);
                } else {
                    found.more = true;
                    return Ok(found);
                }
            }
        }
    }

    async fn candidates(
        &self,
        conn: &mut Conn<'_>,
        rule: Rule,
        before: Moment,
        (at, id): &(i64, String),
        (cases, names): (&mut Cases, &mut Handles),
    ) -> Stored<Vec<Candidate>> {
        let after = (*at, id.as_str());
        let mut page = Vec::new();
        match rule {
            Rule::Reports | Rule::Reporters => {
                for held in keeping::at_rest::<Complaint>(conn, rule, before, after, PAGE).await? {
                    let it = held.noun;
                    let (case, since) = match it.stage {
                        ComplaintStage::InCase { case, .. } => {
                            (Some(case), cases.of(conn, case).await?.as_ref().and_then(closed_at))
                        }
                        ComplaintStage::Rejected { at, .. } => (None, Some(at)),
                        ComplaintStage::PassedOn { since, .. } => (None, Some(since)),
                        ComplaintStage::New => (None, None),
                    };
                    page.push(Candidate {
                        key: (it.received_at.micros(), it.id.to_string()),
                        label: format!("C-{}", it.number),
                        href: format!("/complaints/{}", it.number),
                        noun: noun_of(Kind::Complaint, it.id),
                        since,
                        belongs: Belongs { case, customer: it.whose.customer(), person: None, at: it.received_at },
                    });
                }
            }
            Rule::Answers => {
                for held in keeping::at_rest::<Answer>(conn, rule, before, after, PAGE).await? {
                    let it = held.noun;
                    let of = names.case(conn, it.case).await?;
                    let key = (it.received_at, it.id.to_string());
                    let href = format!("/cases/{of}/answers/{}", it.receipt);
                    page.push(of_case::<Answer>(conn, cases, key, (it.receipt, href), Some(it.case)).await?);
                }
            }
            Rule::Letters => {
                for held in keeping::at_rest::<Letter>(conn, rule, before, after, PAGE).await? {
                    let it = held.noun;
                    let short: String = it.id.to_string().chars().take(8).collect();
                    let key = (it.queued_at, it.id.to_string());
                    page.push(
                        of_case::<Letter>(conn, cases, key, (short, format!("/letters/{}", it.id)), it.case).await?,
                    );
                }
            }
            Rule::Mails => {
                for held in keeping::at_rest::<Mail>(conn, rule, before, after, PAGE).await? {
                    let it = held.noun;
                    let (label, href) = (format!("ML-{}", it.number), format!("/mail/{}", it.number));
                    let key = (it.received_at, it.id.to_string());
                    page.push(of_case::<Mail>(conn, cases, key, (label, href), it.case()).await?);
                }
            }
            Rule::ReadLog | Rule::Codes => {}
        }
        Ok(page)
    }
}

/// What rests with its case, or from its own instant on where it has none.
async fn of_case<T: Thing>(
    conn: &mut Conn<'_>,
    cases: &mut Cases,
    (at, id): (Moment, String),
    (label, href): (String, String),
    case: Option<CaseId>,
) -> Stored<Candidate> {
    let of = match case {
        Some(case) => cases.of(conn, case).await?,
        None => None,
    };
    Ok(Candidate {
        noun: noun_of(T::KIND, &id),
        key: (at.micros(), id),
        label,
        href,
        since: if case.is_some() { of.as_ref().and_then(closed_at) } else { Some(at) },
        belongs: Belongs { case, customer: of.map(|case| case.customer), person: None, at },
    })
}

/// The bytes that a thing brought and that are still there.
async fn bytes(conn: &mut Conn<'_>, noun: &str) -> Stored<Vec<String>> {
    let mut kept = Vec::new();
    for sha256 in keeping::bytes_of(conn, noun).await? {
        // What another thing needs as well was let go by this one before: it is not asked for twice.
        if keeping::is_kept(conn, &sha256).await? && keeping::users(conn, &sha256).await?.iter().any(|one| one == noun)
        {
            kept.push(sha256);
        }
    }
    Ok(kept)
}

/// Of a complaint the reporter's name and address, of a letter all its words.
async fn values(conn: &mut Conn<'_>, rule: Rule, noun: &str) -> Stored<Vec<String>> {
    let wanted = |path: &str| match rule {
        Rule::Reporters => path.starts_with("body/report/reporter/"),
        Rule::Letters => true,
        _ => false,
    };
    let mut found = Vec::new();
    if matches!(rule, Rule::Reporters | Rule::Letters) {
        for event in keeping::events_of(conn, noun).await? {
            let rows = keeping::values_of(conn, &event).await?;
            // A value that says nothing tells nothing about anybody.
            let rows = rows.into_iter().filter(|row| wanted(&row.path) && row.value != "\"\"");
            found.extend(rows.filter_map(|row| row.hash()).map(hex::encode));
        }
    }
    Ok(found)
}
