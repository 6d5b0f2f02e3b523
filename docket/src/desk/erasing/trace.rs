//! Where a person stands in the record: in values of their own, in texts of others that name them, and in the bytes that
//! came from them or went to them.

use super::super::destroying::{contact_noun, noun_of};
use super::entries::{Entries, Entry, complaint_belongs, customer_of};
use super::naming::{Names, names, stands_in};
use crate::complaint::Complaint;
use crate::erasure::{Erasure, Subject};
use crate::event::Event;
use crate::hold::wide::Belongs;
use crate::id::{CaseId, ComplaintId, CustomerId, PersonId};
use crate::ledger::Hash;
use crate::letter::Letter;
use crate::noun::Kind;
use crate::people::Person;
use crate::store::evidence::{self, sha256_hex};
use crate::store::keeping::{self, Going, Piece, ValueRow};
use crate::store::{Conn, Stored, lists};
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
    names: Vec<String>,
    email: String,
    pub(super) in_use: bool,
}

impl Sought {
    pub(super) fn new(subject: Subject, name: Option<&String>, email: Option<&String>, in_use: bool) -> Sought {
        let text = |text: Option<&String>| text.map(|text| text.trim().to_owned()).unwrap_or_default();
        let names = [text(name)].into_iter().filter(|name| !name.is_empty()).collect();
        Sought { subject, names, email: text(email), in_use }
    }

    /// Names that somebody does not go by any more.
    pub(super) fn of_names(subject: Subject, names: Vec<String>) -> Sought {
        Sought { subject, names, email: String::new(), in_use: false }
    }

    pub(super) fn is_nobody(&self) -> bool {
        self.names.is_empty() && self.email.is_empty()
    }

    /// What they are called.
    pub(super) fn label(&self) -> String {
        let names = self.names.join(", ");
        match (names.is_empty(), self.email.is_empty()) {
            (false, false) => format!("{names} <{}>", self.email),
            (false, true) => names,
            _ => self.email.clone(),
        }
    }

    /// Texts by which they are found.
    pub(super) fn texts(&self) -> Vec<String> {
        let email = Some(self.email.clone()).filter(|email| !email.is_empty());
        email.into_iter().chain(self.long_names().cloned()).collect()
    }

    fn long_names(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|name| name.chars().count() >= LEAST_NAME)
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
    for name in sought.long_names() {
        let naming = keeping::naming(conn, name, MOST).await?;
        looked_at = looked_at.max(naming.len());
        for row in naming {
            let how = names(&row.value, name);
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
        Subject::Person { person } | Subject::FormerName { person } => vec![noun_of(Kind::Person, person)],
    };
    let today = match sought.subject {
        Subject::FormerName { person } => name_of_today(conn, person).await?,
        _ => None,
    };
    for noun in nouns {
        for event in keeping::events_of(conn, &noun).await? {
            for row in keeping::values_of(conn, &event).await? {
                let own = match sought.subject {
                    Subject::Reporter { .. } => row.path.starts_with("body/report/reporter/"),
                    Subject::FormerName { .. } => row.path.ends_with("/name") && row.hash() != today,
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

async fn name_of_today(conn: &mut Conn<'_>, person: PersonId) -> Stored<Option<Hash>> {
    let held = lists::one::<Person>(conn, &person.to_string()).await?;
    Ok(held.and_then(|held| held.noun.name.commitment().copied()))
}

/// What somebody was called before, as far as it was not erased.
pub(super) async fn former_names(conn: &mut Conn<'_>, person: &Person) -> Stored<Vec<String>> {
    let mut found = Vec::new();
    for event in keeping::events_of(conn, &noun_of(Kind::Person, person.id)).await? {
        for row in keeping::values_of(conn, &event).await? {
            let is_former = row.path.ends_with("/name") && row.hash().as_ref() != person.name.commitment();
            if let (true, Ok(name)) = (is_former, serde_json::from_str::<String>(&row.value)) {
                found.push(name);
            }
        }
    }
    found.dedup();
    Ok(found)
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
        Subject::Person { .. } | Subject::FormerName { .. } => theirs.everything = true,
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
