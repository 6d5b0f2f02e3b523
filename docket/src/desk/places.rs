//! Where somebody wants to go who types a number, a handle, an address or a few words. Each question goes by an index,
//! because it is asked with every key.

use std::net::IpAddr;

use super::customers::earlier_holders;
use super::pages::Handles;
use super::{Desk, Done, Who};
use crate::complaint::Source;
use crate::customer::Customer;
use crate::people::Act;
use crate::phrase;
use crate::search::Found;
use crate::store::nouns::Held;
use crate::store::{Conn, Stored, deciding, jobs, lists, mails};
use crate::words::{Language, Phrase, defang};

/// So many of one sort; whoever wants more searches.
const MOST: usize = 6;
/// Fewer letters than this begin too many words.
const LEAST_SEARCHED: usize = 3;
pub(super) const LONGEST: usize = 200;

/// What a place is, for the word beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    Case,
    Complaint,
    Customer,
    Notice,
    Answer,
    MoreTime,
    Appeal,
    Hold,
    Instruction,
    Measure,
    /// Something that came in by mail.
    Mail,
    Entry,
    /// Something that was said.
    Words,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub kind: PlaceKind,
    pub title: String,
    pub href: String,
}

/// What was found, the surest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// By number, handle or address: this is what was meant.
    pub named: Vec<Place>,
    /// By words.
    pub said: Vec<Place>,
}

impl Desk {
    pub async fn places(&self, who: &Who, typed: &str) -> Done<Places> {
        let typed: String = typed.trim().chars().take(LONGEST).collect();
        let mut found = Places::default();
        if typed.is_empty() {
            return Ok(found);
        }
        let sees_cases = who.may(Act::ReadCases);
        let language = who.taste.language;
        let year: i32 = self.now().date_text()[..4].parse().unwrap_or(2000);
        {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            if sees_cases {
                numbered(&mut conn, &typed, year, language, &mut found.named).await?;
                coded(&mut conn, &typed.to_uppercase(), language, &mut found.named).await?;
            }
            if who.may(Act::ReadLedger)
                && let Some(Ok(seq)) = typed.strip_prefix('#').map(str::parse::<i64>)
            {
                let href = format!("/ledger/{seq}");
                let title = phrase!("Entry #{}", seq).in_language(language);
                found.named.push(Place { kind: PlaceKind::Entry, title, href });
            }
            if sees_cases || who.may(Act::KeepCustomers) {
                customers(&mut conn, &typed, language, &mut found.named).await?;
            }
        }
        if sees_cases && typed.chars().count() >= LEAST_SEARCHED {
            for hit in self.search(who, &typed, None, None).await?.hits {
                if found.said.len() < MOST && found.named.iter().chain(&found.said).all(|one| one.href != hit.href) {
                    let kind = kind_of(hit.kind);
                    found.said.push(Place { kind, title: hit.title.in_language(language), href: hit.href });
                }
            }
        }
        Ok(found)
    }

    /// The cases, complaints and customers that this person looked at last, but for the page they are on.
    pub async fn recent_places(&self, who: &Who, here: &str) -> Done<Vec<Place>> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let (cases, customers) = (who.may(Act::ReadCases), who.may(Act::ReadCases) || who.may(Act::KeepCustomers));
        let mut places = Vec::new();
        for path in jobs::looked_at(&mut conn, &who.actor().label()).await? {
            if path == here || places.len() >= MOST {
                continue;
            }
            let parts: Vec<&str> = path.split('/').skip(1).collect();
            let place = match parts[..] {
                ["cases", number] if cases => case(&mut conn, number).await?,
                ["complaints", number] if cases => match number.parse() {
                    Ok(number) => complaint(&mut conn, number).await?,
                    Err(_) => None,
                },
                ["customers", handle] if customers => {
                    lists::customer_by_handle(&mut conn, handle).await?.map(|held| customer(held.noun))
                }
                _ => None,
            };
            places.extend(place);
        }
        Ok(places)
    }
}

fn kind_of(found: Found) -> PlaceKind {
    match found {
        Found::Complaint => PlaceKind::Complaint,
        Found::Case => PlaceKind::Case,
        Found::Notice => PlaceKind::Notice,
        Found::Answer => PlaceKind::Answer,
        Found::Customer => PlaceKind::Customer,
        Found::Appeal => PlaceKind::Appeal,
        Found::Measure => PlaceKind::Measure,
        Found::Hold => PlaceKind::Hold,
        _ => PlaceKind::Words,
    }
}

/// "DN-2026-0004", "C-12", "AP-3", and a bare "12", which may be several things.
async fn numbered(
    conn: &mut Conn<'_>,
    typed: &str,
    year: i32,
    language: Language,
    found: &mut Vec<Place>,
) -> Stored<()> {
    let typed = typed.to_uppercase();
    if typed.starts_with("DN-") {
        found.extend(case(conn, &typed).await?);
        return Ok(());
    }
    let at = typed.find(|sign: char| sign.is_ascii_digit()).unwrap_or(typed.len());
    let (letters, number) = typed.split_at(at);
    let Ok(number) = number.parse::<i64>() else { return Ok(()) };
    let letters = letters.trim_end_matches(['-', ' ']);
    if matches!(letters, "" | "C") {
        found.extend(complaint(conn, number).await?);
    }
    if letters.is_empty() {
        // The newest years first: an old case is asked for by its whole number.
        for year in (year - 2..=year).rev() {
            found.extend(case(conn, &format!("DN-{year}-{number:04}")).await?);
        }
    }
    let place = |kind, title: Phrase, href: String| Place { kind, title: title.in_language(language), href };
    if letters == "AP" && deciding::appeal_by_number(conn, number).await?.is_some() {
        found.push(place(PlaceKind::Appeal, phrase!("Appeal AP-{}", number), format!("/appeals/{number}")));
    }
    if letters == "H"
        && let Some(hold) = deciding::hold_by_number(conn, number).await?
    {
        let title = Phrase::Said(format!("H-{number} {}", hold.noun.matter.show()));
        found.push(place(PlaceKind::Hold, title, format!("/holds/{number}")));
    }
    if letters == "I" && lists::instruction_by_number(conn, number).await?.is_some() {
        found.push(place(
            PlaceKind::Instruction,
            phrase!("Instruction I-{}", number),
            format!("/instructions/{number}"),
        ));
    }
    if letters == "ML"
        && let Some(mail) = mails::by_number(conn, number).await?
    {
        let title = Phrase::Said(format!("ML-{number} {}", mail.noun.subject.show()));
        found.push(place(PlaceKind::Mail, title, format!("/mail/{number}")));
    }
    if letters == "M"
        && let Some(measure) = deciding::interim_by_number(conn, number).await?
    {
        let case = Handles::default().case(conn, measure.noun.case).await?;
        let title = phrase!("Interim measure M-{} on {}", number, measure.noun.value);
        found.push(place(PlaceKind::Measure, title, format!("/cases/{case}/measures/{number}")));
    }
    Ok(())
}

/// What customers quote on the telephone: the code of a notice, the number of a receipt.
async fn coded(conn: &mut Conn<'_>, code: &str, language: Language, found: &mut Vec<Place>) -> Stored<()> {
    if !code.contains('-') || code.len() < 8 {
        return Ok(());
    }
    let mut names = Handles::default();
    if let Some(held) = lists::notice_by_code(conn, code).await? {
        let (notice, of) = (&held.noun, names.case(conn, held.noun.case).await?);
        let title =
            phrase!("Notice N-{} of {}: {}", notice.number, of, notice.text.subject.show()).in_language(language);
        found.push(Place { kind: PlaceKind::Notice, title, href: format!("/cases/{of}/notices/{}", notice.number) });
    }
    if let Some(held) = lists::answer_by_receipt(conn, code).await? {
        let of = names.case(conn, held.noun.case).await?;
        let href = format!("/cases/{of}/answers/{code}");
        let title = phrase!("Answer {} in {}", code, of).in_language(language);
        found.push(Place { kind: PlaceKind::Answer, title, href });
    }
    if let Some(held) = lists::extension_by_receipt(conn, code).await? {
        let of = names.case(conn, held.noun.case).await?;
        let href = format!("/cases/{of}/time/{code}");
        let title = phrase!("Request for more time {} in {}", code, of).in_language(language);
        found.push(Place { kind: PlaceKind::MoreTime, title, href });
    }
    Ok(())
}

/// By the beginning of their handle, and by what they hold or held.
async fn customers(conn: &mut Conn<'_>, typed: &str, language: Language, found: &mut Vec<Place>) -> Stored<()> {
    let handle = typed.to_lowercase();
    let mut all: Vec<Customer> =
        lists::customer_by_handle(conn, &handle).await?.into_iter().map(|it| it.noun).collect();
    let after = lists::customers(conn, &handle, MOST as i64).await?.into_iter().map(|held| held.noun);
    all.extend(after.filter(|one| one.handle.starts_with(&handle)));
    found.extend(all.into_iter().map(customer));
    let Some(source) = address(typed) else { return Ok(()) };
    for asset in earlier_holders(conn, &source, MOST).await? {
        let Some(held) = lists::one::<Customer>(conn, &asset.customer.to_string()).await? else { continue };
        let Customer { handle, .. } = held.noun;
        let title = match asset.to {
            Some(_) => phrase!("{} held {}", handle, asset.value),
            None => phrase!("{} holds {}", handle, asset.value),
        };
        let title = title.in_language(language);
        found.push(Place { kind: PlaceKind::Customer, title, href: format!("/customers/{handle}") });
    }
    Ok(())
}

/// "203.0.113.7", "203.0.113.0/24", "shop.example", "https://shop.example/login"
pub(super) fn address(typed: &str) -> Option<Source> {
    let bare = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>().ok().map(|ip| ip.to_canonical());
    let host = (ip.is_none() && host.contains('.') && !host.contains(char::is_whitespace)).then(|| host.to_lowercase());
    (ip.is_some() || host.is_some()).then(|| Source { ip, host, ..Source::default() })
}

async fn case(conn: &mut Conn<'_>, number: &str) -> Stored<Option<Place>> {
    let held = lists::case_by_number(conn, number).await?;
    Ok(held.map(|Held { noun: case, .. }| {
        let title = format!("{} {}", case.number, case.title.show());
        Place { kind: PlaceKind::Case, title, href: format!("/cases/{}", case.number) }
    }))
}

async fn complaint(conn: &mut Conn<'_>, number: i64) -> Stored<Option<Place>> {
    let held = lists::complaint_by_number(conn, number).await?;
    Ok(held.map(|Held { noun: complaint, .. }| {
        let title = format!("C-{number} {}", defang(complaint.report.summary.show()));
        Place { kind: PlaceKind::Complaint, title, href: format!("/complaints/{number}") }
    }))
}

fn customer(customer: Customer) -> Place {
    let title = format!("{} {}", customer.handle, customer.name.show());
    Place { kind: PlaceKind::Customer, title, href: format!("/customers/{}", customer.handle) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_in_every_dress() {
        let host = |typed: &str| address(typed).and_then(|found| found.host);
        let ip = |typed: &str| address(typed).and_then(|found| found.ip).map(|ip| ip.to_string());
        assert_eq!(ip("203.0.113.7").as_deref(), Some("203.0.113.7"));
        assert_eq!(ip("203.0.113.0/24").as_deref(), Some("203.0.113.0"));
        assert_eq!(ip("[2001:db8::1]").as_deref(), Some("2001:db8::1"));
        assert_eq!(host("https://Shop.example/login?x").as_deref(), Some("shop.example"));
        assert_eq!(address("example-social"), None);
        assert_eq!(address("two words. here"), None);
    }
}
