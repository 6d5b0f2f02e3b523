//! Where a person stands in the record: in values of their own, in texts of others that name them, and in the bytes that
//! came from them or went to them.

use super::super::destroying::{contact_noun, noun_of};
use crate::complaint::{Complaint, ComplaintStage};
use crate::erasure::{Erasure, Subject};
use crate::event::{Event, Recorded};
use crate::hold::wide::Belongs;
use crate::id::{CaseId, ComplaintId, CustomerId};
use crate::letter::Letter;
use crate::noun::Kind;
use crate::store::evidence::{self, sha256_hex};
use crate::store::keeping::{self, Going, Piece, ValueRow};
use crate::store::{Conn, StoreError, Stored, lists};
use crate::words::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// So many values that name somebody are looked at. More name a word and not a person.
const MOST: i64 = 20_000;
/// A name of one short word stands in too many texts to be anybody's.
const LEAST_NAME: usize = 6;

/// Whom we look for.
#[derive(Clone, Debug)]
pub struct Sought {
    subject: Subject,
    name: String,
    email: String,
    pub(super) in_use: bool,
}

impl Sought {
    pub(super) fn new(subject: Subject, name: Option<&String>, email: Option<&String>, in_use: bool) -> Sought {
        let text = |text: Option<&String>| text.map(|text| text.trim().to_owned()).unwrap_or_default();
        Sought { subject, name: text(name), email: text(email), in_use }
    }

    pub(super) fn is_nobody(&self) -> bool {
        self.name.is_empty() && self.email.is_empty()
    }

    /// What they are called.
    pub(super) fn label(&self) -> String {
        match (self.name.is_empty(), self.email.is_empty()) {
            (false, false) => format!("{} <{}>", self.name, self.email),
            (false, true) => self.name.clone(),
            _ => self.email.clone(),
        }
    }

    /// Texts by which they are found.
    pub(super) fn texts(&self) -> Vec<String> {
        let name = (self.name.chars().count() >= LEAST_NAME).then(|| self.name.clone());
        [Some(self.email.clone()).filter(|email| !email.is_empty()), name].into_iter().flatten().collect()
    }
}

/// One entry of the ledger that names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub seq: i64,
    pub kind: String,
    /// Values that are theirs.
    pub own: usize,
    /// Texts of others in which they are named.
    pub named: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// In the order of the ledger.
    pub places: Vec<Place>,
    /// More texts than are looked at: nothing is erased in part.
    pub(super) too_many: bool,
    own: Vec<Going>,
    named: Vec<Going>,
    bytes: Vec<Going>,
}

impl Trace {
    pub fn many_own(&self) -> usize {
        self.own.len()
    }

    pub fn many_named(&self) -> usize {
        self.named.len()
    }

    pub fn many_bytes(&self) -> usize {
        let hashes: BTreeSet<&str> = self.bytes.iter().map(|one| one.hash.as_str()).collect();
        hashes.len()
    }

    pub(super) fn going(&self, mentions: bool) -> Vec<Going> {
        let named = self.named.iter().filter(|_| mentions);
        self.own.iter().chain(named).chain(&self.bytes).cloned().collect()
    }

    /// Equal for equal pieces: who agrees agrees to what they saw.
    pub fn digest(&self, mentions: bool) -> String {
        let going = self.going(mentions);
        let pieces: BTreeSet<&str> = going.iter().map(|one| one.hash.as_str()).collect();
        sha256_hex(pieces.into_iter().collect::<Vec<_>>().join("\n").as_bytes())
    }
}

/// The name that the erasure itself was asked for under goes with everything else.
pub(super) fn of_label(erasure: &Erasure) -> Option<Going> {
    let hash = erasure.label.commitment().filter(|_| !erasure.label.is_erased())?;
    Some(Going {
        piece: Piece::Value,
        hash: hex::encode(hash),
        noun: noun_of(Kind::Erasure, erasure.id),
        belongs: Belongs { case: None, customer: None, person: None, at: erasure.asked_at },
    })
}

/// An entry, to what it belongs, and under which noun.
struct Entry {
    seq: i64,
    recorded: Recorded,
    noun: String,
    belongs: Belongs,
}

/// Who else is looked at: entries are read once each.
#[derive(Default)]
struct Entries(BTreeMap<String, Option<Entry>>);

impl Entries {
    async fn of(&mut self, conn: &mut Conn<'_>, event: &str) -> Stored<Option<&Entry>> {
        if !self.0.contains_key(event) {
            let entry = match keeping::event(conn, event).await? {
                Some(row) => {
                    let read = Recorded::from_text(row.text()?);
                    let recorded = read.map_err(|problem| StoreError::Damaged(problem.to_string()))?;
                    let (noun, belongs) = belongs(conn, &recorded).await?;
                    Some(Entry { seq: row.seq, recorded, noun, belongs })
                }
                None => None,
            };
            self.0.insert(event.to_owned(), entry);
        }
        Ok(self.0.get(event).and_then(Option::as_ref))
    }
}

async fn customer_of(conn: &mut Conn<'_>, case: Option<CaseId>) -> Stored<Option<CustomerId>> {
    let Some(case) = case else { return Ok(None) };
    Ok(lists::one::<crate::case::Case>(conn, &case.to_string()).await?.map(|held| held.noun.customer))
}

async fn complaint_belongs(conn: &mut Conn<'_>, id: ComplaintId) -> Stored<Option<Belongs>> {
    let Some(held) = lists::one::<Complaint>(conn, &id.to_string()).await? else { return Ok(None) };
    let case = match held.noun.stage {
        ComplaintStage::InCase { case, .. } => Some(case),
        _ => None,
    };
    let (customer, at) = (held.noun.whose.customer(), held.noun.received_at);
    Ok(Some(Belongs { case, customer, person: None, at }))
}

async fn belongs(conn: &mut Conn<'_>, recorded: &Recorded) -> Stored<(String, Belongs)> {
    let at = recorded.at;
    let of = |customer, person| Belongs { case: None, customer, person, at };
    Ok(match &recorded.event {
        Event::ComplaintReceived { complaint, .. } => {
            let belongs = complaint_belongs(conn, *complaint).await?;
            (noun_of(Kind::Complaint, complaint), belongs.unwrap_or(of(None, None)))
        }
        Event::ContactAdded { customer, contact, .. } => (contact_noun(*contact), of(Some(*customer), None)),
        Event::ContactChanged(it) => (contact_noun(it.contact), of(Some(it.customer), None)),
        Event::PersonAdded { person, .. } => (noun_of(Kind::Person, person), of(None, Some(*person))),
        event => {
            let case = event.case();
            let noun = event.touches().into_iter().next().map(|key| noun_of(key.kind, &key.id));
            let customer = customer_of(conn, case).await?;
            let belongs = Belongs { case, customer, person: None, at };
            (noun.unwrap_or_else(|| format!("event/{}", recorded.id)), belongs)
        }
    })
}

/// How a value names them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Own,
    Among,
    Not,
}

/// Reads every string in a value.
fn names(value: &str, text: &str) -> Names {
    let wanted = fold(text);
    let mut found = Names::Not;
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(value) {
        let mut stack = vec![&value];
        let alone = value.is_string();
        while let Some(value) = stack.pop() {
            match value {
                serde_json::Value::String(said) => {
                    let said = fold(said);
                    if alone && said.trim() == wanted {
                        return Names::Own;
                    }
                    if stands_in(&said, &wanted) {
                        found = Names::Among;
                    }
                }
                serde_json::Value::Array(items) => stack.extend(items),
                serde_json::Value::Object(fields) => stack.extend(fields.values()),
                _ => {}
            }
        }
    }
    found
}

/// As words of its own: a longer word that holds them is another one.
fn stands_in(text: &str, wanted: &str) -> bool {
    !wanted.is_empty()
        && text.match_indices(wanted).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + wanted.len()..].chars().next();
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        })
}

/// Everything that names them. It reads the whole vault once for the address and once for the name.
pub(super) async fn find(conn: &mut Conn<'_>, folder: &Path, sought: &Sought) -> Stored<Trace> {
    let mut entries = Entries::default();
    let mut rows: BTreeMap<Vec<u8>, (ValueRow, Names)> = BTreeMap::new();
    let mut complaints = BTreeSet::new();
    let mut looked_at = 0;
    if let Subject::Reporter { complaint } = sought.subject {
        complaints.insert(complaint);
    }
    // An address is one person's wherever it stands.
    if !sought.email.is_empty() {
        let naming = keeping::naming(conn, &sought.email, MOST).await?;
        looked_at = naming.len();
        for row in naming {
            let how = names(&row.value, &sought.email);
            if how == Names::Not {
                continue;
            }
            if matches!(sought.subject, Subject::Reporter { .. })
                && row.path == "body/report/reporter/email"
                && how == Names::Own
                && let Some(entry) = entries.of(conn, &row.event_id).await?
                && let Event::ComplaintReceived { complaint, .. } = &entry.recorded.event
            {
                complaints.insert(*complaint);
            }
            rows.insert(row.commitment.clone(), (row, how));
        }
    }
    own_values(conn, sought, &complaints, &mut rows).await?;
    let theirs = theirs(conn, sought, &complaints).await?;
    // A name may be somebody else's too: it counts only where this person has to do with.
    if sought.name.chars().count() >= LEAST_NAME {
        let naming = keeping::naming(conn, &sought.name, MOST).await?;
        looked_at = looked_at.max(naming.len());
        for row in naming {
            let how = names(&row.value, &sought.name);
            if how == Names::Not || rows.get(&row.commitment).is_some_and(|(_, known)| *known == Names::Own) {
                continue;
            }
            let Some(entry) = entries.of(conn, &row.event_id).await? else { continue };
            if theirs.meets(entry) {
                rows.insert(row.commitment.clone(), (row, how));
            }
        }
    }
    let letters = letters_to(conn, sought, &rows).await?;
    let mut trace = gather(conn, folder, (sought, &complaints, &letters), &mut entries, rows).await?;
    trace.too_many = i64::try_from(looked_at).is_ok_and(|many| many >= MOST);
    Ok(trace)
}

/// What was written down as theirs, whatever it says.
async fn own_values(
    conn: &mut Conn<'_>,
    sought: &Sought,
    complaints: &BTreeSet<ComplaintId>,
    rows: &mut BTreeMap<Vec<u8>, (ValueRow, Names)>,
) -> Stored<()> {
    let nouns: Vec<String> = match sought.subject {
        Subject::Reporter { .. } => complaints.iter().map(|id| noun_of(Kind::Complaint, id)).collect(),
        Subject::Contact { contact, .. } => vec![contact_noun(contact)],
        Subject::Person { person } => vec![noun_of(Kind::Person, person)],
    };
    for noun in nouns {
        for event in keeping::events_of(conn, &noun).await? {
            for row in keeping::values_of(conn, &event).await? {
                let own = match sought.subject {
                    Subject::Reporter { .. } => row.path.starts_with("body/report/reporter/"),
                    _ => row.path.ends_with("/name") || row.path.ends_with("/email"),
                };
                if own && row.value != "\"\"" {
                    rows.insert(row.commitment.clone(), (row, Names::Own));
                }
            }
        }
    }
    Ok(())
}

/// What this person has to do with.
#[derive(Default)]
struct Theirs {
    everything: bool,
    complaints: BTreeSet<String>,
    cases: BTreeSet<CaseId>,
    customer: Option<CustomerId>,
}

impl Theirs {
    fn meets(&self, entry: &Entry) -> bool {
        self.everything
            || self.complaints.contains(&entry.noun)
            || entry.belongs.case.is_some_and(|case| self.cases.contains(&case))
            || (self.customer.is_some() && self.customer == entry.belongs.customer)
    }
}

async fn theirs(conn: &mut Conn<'_>, sought: &Sought, complaints: &BTreeSet<ComplaintId>) -> Stored<Theirs> {
    let mut theirs = Theirs::default();
    match sought.subject {
        Subject::Reporter { .. } => {
            for complaint in complaints {
                theirs.complaints.insert(noun_of(Kind::Complaint, complaint));
                let belongs = complaint_belongs(conn, *complaint).await?;
                theirs.cases.extend(belongs.and_then(|belongs| belongs.case));
            }
        }
        Subject::Contact { customer, .. } => theirs.customer = Some(customer),
        // The team is named everywhere.
        Subject::Person { .. } => theirs.everything = true,
    }
    Ok(theirs)
}

/// Letters whose address is theirs. Most took it over from where it stood first, so it is found by its commitment.
async fn letters_to(
    conn: &mut Conn<'_>,
    sought: &Sought,
    rows: &BTreeMap<Vec<u8>, (ValueRow, Names)>,
) -> Stored<Vec<Letter>> {
    let mut found: BTreeMap<String, Letter> = BTreeMap::new();
    if sought.email.is_empty() {
        return Ok(Vec::new());
    }
    for (commitment, (row, how)) in rows {
        if *how != Names::Own || names(&row.value, &sought.email) != Names::Own {
            continue;
        }
        for held in keeping::letters_with(conn, &hex::encode(commitment)).await? {
            if held.noun.to.commitment().is_some_and(|hash| hash[..] == commitment[..]) {
                found.insert(held.noun.id.to_string(), held.noun);
            }
        }
    }
    Ok(found.into_values().collect())
}

/// Whether one of them has not left yet.
pub(super) async fn letter_waits(conn: &mut Conn<'_>, sought: &Sought) -> Stored<bool> {
    if sought.email.is_empty() {
        return Ok(false);
    }
    let queued = crate::store::letters::waiting_to(conn).await?;
    Ok(queued.iter().any(|letter| letter.to.get().is_some_and(|to| fold(to) == fold(&sought.email))))
}

async fn gather(
    conn: &mut Conn<'_>,
    folder: &Path,
    (sought, complaints, letters): (&Sought, &BTreeSet<ComplaintId>, &[Letter]),
    entries: &mut Entries,
    mut rows: BTreeMap<Vec<u8>, (ValueRow, Names)>,
) -> Stored<Trace> {
    let mut trace = Trace::default();
    let mut bytes: BTreeMap<(String, String), Belongs> = BTreeMap::new();
    // A letter to a reporter is theirs alone; one to a contact is the customer's, and keeps its words.
    for letter in letters {
        let noun = noun_of(Kind::Letter, letter.id);
        let customer = customer_of(conn, letter.case).await?;
        let belongs = Belongs { case: letter.case, customer, person: None, at: letter.queued_at };
        for sha256 in keeping::bytes_of(conn, &noun).await? {
            bytes.insert((sha256, noun.clone()), belongs);
        }
        if letter.case.is_none() {
            for event in keeping::events_of(conn, &noun).await? {
                for row in keeping::values_of(conn, &event).await? {
                    rows.insert(row.commitment.clone(), (row, Names::Own));
                }
            }
        }
    }
    for complaint in complaints {
        let noun = noun_of(Kind::Complaint, complaint);
        let Some(held) = lists::one::<Complaint>(conn, &complaint.to_string()).await? else { continue };
        let Some(belongs) = complaint_belongs(conn, *complaint).await? else { continue };
        let files: BTreeSet<&str> = held.noun.report.evidence.iter().map(|file| file.sha256.as_str()).collect();
        for sha256 in keeping::bytes_of(conn, &noun).await? {
            // What they sent as a file stays, unless it says who they are.
            if !files.contains(sha256.as_str()) || says(conn, folder, &sha256, sought).await? {
                bytes.insert((sha256, noun.clone()), belongs);
            }
        }
    }
    let mut places: BTreeMap<i64, Place> = BTreeMap::new();
    for (commitment, (row, mut how)) in rows {
        let Some(entry) = entries.of(conn, &row.event_id).await? else { continue };
        match &entry.recorded.event {
            // The name under which somebody asked for this, now or before.
            Event::ErasureAsked(_) if row.path == "body/label" => how = Names::Own,
            Event::MailReceived(it) if row.path == "body/from" => {
                how = Names::Own;
                bytes.insert((it.raw.clone(), entry.noun.clone()), entry.belongs);
            }
            _ => {}
        }
        let going = Going {
            piece: Piece::Value,
            hash: hex::encode(&commitment),
            noun: entry.noun.clone(),
            belongs: entry.belongs,
        };
        let place = places.entry(entry.seq).or_insert_with(|| Place {
            seq: entry.seq,
            kind: entry.recorded.event.kind(),
            ..Place::default()
        });
        if how == Names::Own {
            place.own += 1;
            trace.own.push(going);
        } else {
            place.named += 1;
            trace.named.push(going);
        }
    }
    trace.places = places.into_values().collect();
    for ((hash, noun), belongs) in bytes {
        if keeping::is_kept(conn, &hash).await? && keeping::users(conn, &hash).await?.contains(&noun) {
            trace.bytes.push(Going { piece: Piece::Bytes, hash, noun, belongs });
        }
    }
    Ok(trace)
}

/// Whether the bytes hold their address or name as text.
async fn says(conn: &mut Conn<'_>, folder: &Path, sha256: &str, sought: &Sought) -> Stored<bool> {
    let Some(bytes) = evidence::bytes(conn, folder, sha256).await? else { return Ok(false) };
    let text = fold(&String::from_utf8_lossy(&bytes));
    Ok(sought.texts().iter().any(|wanted| stands_in(&text, &fold(wanted))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_as_words_of_its_own() {
        let how = |value: &str, text: &str| match names(value, text) {
            Names::Own => "own",
            Names::Among => "among",
            Names::Not => "not",
        };
        assert_eq!(how("\"Rita Reporter\"", "rita reporter"), "own");
        assert_eq!(how("\"said RITA Reporter.\"", "Rita Reporter"), "among");
        assert_eq!(how("\"Margarita Reporters\"", "rita reporter"), "not");
        assert_eq!(how("[\"Rita Reporter\"]", "Rita Reporter"), "among");
        assert_eq!(how("\"xrita@reports.example\"", "rita@reports.example"), "not");
        assert_eq!(how("\"<rita@reports.example>\"", "rita@reports.example"), "among");
    }
}
