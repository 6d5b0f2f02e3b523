//! A list of customers and assets as a spreadsheet writes it: one row for each asset, the customer's columns repeated or
//! left empty. Read leniently; what a row means is decided row by row.

use super::book::{Book, Holding, key_of, read_asset};
use crate::customer::changes::{AccountChanged, ContactChanged};
use crate::customer::{Customer, Duty};
use crate::event::Event;
use crate::phrase;
use crate::time::Moment;
use crate::time::zone::Zone;
use crate::words::Phrase;
use crate::words::{EmailAddress, Handle, Language, Line};
use std::collections::HashMap;

/// The columns that are read. Every other one is named and left alone.
pub const COLUMNS: [&str; 14] = [
    "handle",
    "account",
    "name",
    "language",
    "zone",
    "plan",
    "contract",
    "contact_name",
    "contact_email",
    "contact_duty",
    "contact_verified",
    "asset",
    "from",
    "to",
];

pub const MOST_ROWS: usize = 100_000;

#[derive(Clone, Debug)]
pub(super) struct Row {
    /// As a spreadsheet counts them: the header is row 1.
    pub number: usize,
    cells: HashMap<&'static str, String>,
}

pub(super) struct Sheet {
    pub rows: Vec<Row>,
    /// Columns that nobody here reads.
    pub unread: Vec<String>,
}

/// Why a row cannot be taken: which column, and a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wrong {
    pub column: &'static str,
    pub sentence: Phrase,
}

fn wrong<T>(column: &'static str, sentence: impl Into<Phrase>) -> Result<T, Wrong> {
    Err(Wrong { column, sentence: sentence.into() })
}

impl Sheet {
    /// A sentence says why the file is no such list at all.
    pub fn read(bytes: &[u8]) -> Result<Sheet, Phrase> {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            // What old spreadsheets write: one byte for each letter.
            Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        };
        let text = text.trim_start_matches('\u{feff}').replace('\0', "");
        let first = text.lines().next().unwrap_or_default();
        let count = |sign: char| first.matches(sign).count();
        let sign = [',', ';', '\t'].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(sign as u8)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|problem| Phrase::Said(problem.to_string()))?.clone();
        let named: Vec<Option<&'static str>> = header
            .iter()
            .map(|name| {
                let name = name.to_lowercase().replace([' ', '-'], "_");
                COLUMNS.into_iter().find(|column| *column == name)
            })
            .collect();
        if !named.contains(&Some("handle")) {
            return Err(phrase!(
                "The first row must name the columns, and one of them must be \"handle\". It says: {}",
                clip(first)
            ));
        }
        let unread = header.iter().zip(&named).filter(|(_, known)| known.is_none()).map(|(name, _)| name.to_owned());
        let unread = unread.filter(|name| !name.is_empty()).collect();
        let mut rows = Vec::new();
        for (place, record) in reader.records().enumerate() {
            let record = record.map_err(|problem| Phrase::Said(problem.to_string()))?;
            let mut cells = HashMap::new();
            for (cell, column) in record.iter().zip(&named) {
                if let (Some(column), false) = (column, cell.is_empty()) {
                    cells.insert(*column, plain(cell));
                }
            }
            let number = place + 2;
            if cells.is_empty() {
                continue;
            }
            rows.push(Row { number, cells });
            if rows.len() > MOST_ROWS {
                return Err(phrase!("A list has at most {} rows. Send it in parts.", MOST_ROWS));
            }
        }
        if rows.is_empty() { Err(phrase!("There is no row below the header.")) } else { Ok(Sheet { rows, unread }) }
    }
}

/// The apostrophe that our own exports put before a formula is not part of the cell.
fn plain(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn clip(text: &str) -> String {
    text.chars().take(80).collect()
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    pub fn handle(&self) -> String {
        self.cell("handle").to_lowercase()
    }

    /// The key under which the row's asset is found, if it has one that can be read.
    pub fn key(&self) -> Option<String> {
        read_asset(self.cell("asset")).map(|(kind, value)| key_of(kind, &value))
    }

    /// What must happen so that the row is true. Nothing: it is true already.
    pub fn plan(&self, book: &Book<'_>) -> Result<Vec<Event>, Wrong> {
        let handle = Handle::parse(&self.handle()).or_else(|problem| wrong("handle", problem.to_string()))?;
        let mut events = Vec::new();
        let known = book.customer(handle.as_str());
        let customer = match known {
            Some(customer) => {
                events.extend(self.changed_account(customer)?);
                customer.id
            }
            None => {
                let id = book.new_id();
                events.push(Event::CustomerAdded {
                    customer: id,
                    handle: handle.as_str().to_owned(),
                    account: self.needed("account")?,
                    name: self.needed("name")?.into(),
                    language: self.language()?.unwrap_or_default(),
                    zone: self.zone()?.unwrap_or_else(|| "UTC".to_owned()),
                });
                if self.cell("contact_email").is_empty() {
                    return wrong(
                        "contact_email",
                        "A new customer needs a contact: without one no notice can be served.",
                    );
                }
                id
            }
        };
        events.extend(self.contact(book, customer, known)?);
        if !self.cell("asset").is_empty() {
            let Some((kind, value)) = read_asset(self.cell("asset")) else {
                return wrong("asset", "This is not a prefix, an address, a domain or service:name.");
            };
            let from = self.instant("from")?;
            let to = self.instant("to")?;
            let holding = Holding { customer, kind, value, from: from.unwrap_or(book.now), to };
            match book.declare(&holding) {
                Ok(more) => events.extend(more),
                Err(sentence) => return wrong("asset", sentence),
            }
        } else if let Some(column) = ["from", "to"].into_iter().find(|column| !self.cell(column).is_empty()) {
            return wrong(column, "There is no asset in this row that could be held.");
        }
        Ok(events)
    }

    fn needed(&self, column: &'static str) -> Result<String, Wrong> {
        match Line::parse(self.cell(column)) {
            Ok(line) => Ok(line.as_str().to_owned()),
            Err(_) if self.cell(column).is_empty() => wrong(column, "A new customer needs this."),
            Err(problem) => wrong(column, problem),
        }
    }

    fn optional(&self, column: &'static str) -> Result<Option<String>, Wrong> {
        if self.cell(column).is_empty() {
            return Ok(None);
        }
        match Line::parse(self.cell(column)) {
            Ok(line) => Ok(Some(line.as_str().to_owned())),
            Err(problem) => wrong(column, problem),
        }
    }

    fn language(&self) -> Result<Option<Language>, Wrong> {
        match self.cell("language") {
            "" => Ok(None),
            text => match Language::parse(&text.to_lowercase()) {
                Some(language) => Ok(Some(language)),
                None => wrong("language", "Write en or fr."),
            },
        }
    }

    fn zone(&self) -> Result<Option<String>, Wrong> {
        match self.cell("zone") {
            "" => Ok(None),
            text => match Zone::parse(text) {
                Some(zone) => Ok(Some(zone.name().to_owned())),
                None => wrong("zone", "Write the name of a time zone, such as Europe/Paris."),
            },
        }
    }

    fn instant(&self, column: &'static str) -> Result<Option<Moment>, Wrong> {
        let text = self.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        let read = Moment::parse(text).or_else(|| Moment::parse(&format!("{text}T00:00:00Z")));
        match read {
            Some(at) => Ok(Some(at)),
            None => wrong(column, "Write a day such as 2026-01-31, or an instant such as 2026-01-31T18:00:00Z."),
        }
    }

    /// An empty cell leaves what is known.
    fn changed_account(&self, known: &Customer) -> Result<Option<Event>, Wrong> {
        let account = self.optional("account")?.unwrap_or_else(|| known.account.clone());
        let name = self.optional("name")?.unwrap_or_else(|| known.name.show().to_owned());
        let language = self.language()?.unwrap_or(known.language);
        let zone = self.zone()?.unwrap_or_else(|| known.zone.clone());
        let plan = self.optional("plan")?.unwrap_or_else(|| known.plan.clone());
        let contract = self.optional("contract")?.unwrap_or_else(|| known.contract.clone());
        let new = (&account, name.as_str(), language, &zone, &plan, &contract);
        let old = (&known.account, known.name.show(), known.language, &known.zone, &known.plan, &known.contract);
        if new == old {
            return Ok(None);
        }
        Ok(Some(Event::AccountChanged(Box::new(AccountChanged {
            customer: known.id,
            handle: known.handle.clone(),
            account,
            name: name.into(),
            language,
            zone,
            plan,
            contract,
            phone: known.phone.as_ref().map(|phone| phone.show().to_owned().into()),
            parent: known.parent,
        }))))
    }

    fn contact(
        &self,
        book: &Book<'_>,
        customer: crate::id::CustomerId,
        known: Option<&Customer>,
    ) -> Result<Option<Event>, Wrong> {
        if self.cell("contact_email").is_empty() {
            return Ok(None);
        }
        let email = EmailAddress::parse(self.cell("contact_email"))
            .or_else(|problem| wrong("contact_email", problem.to_string()))?;
        let duty = match self.cell("contact_duty") {
            "" => None,
            text => match Duty::parse(&text.to_lowercase()) {
                Some(duty) => Some(duty),
                None => return wrong("contact_duty", "Write legal, abuse or owner."),
            },
        };
        let verified = self.instant("contact_verified")?;
        if verified.is_some_and(|on| on > book.now) {
            return wrong("contact_verified", "This day is in the future.");
        }
        let name = self.optional("contact_name")?;
        let same = known.and_then(|known| {
            known.contacts_in_use().find(|contact| contact.email.show().eq_ignore_ascii_case(email.as_str()))
        });
        let withdrawn = known.is_some_and(|known| {
            known.contacts.iter().any(|one| !one.is_in_use() && one.email.show().eq_ignore_ascii_case(email.as_str()))
        });
        if same.is_none() && withdrawn {
            return wrong(
                "contact_email",
                "This contact was withdrawn. Add it on the customer’s page if it is good again.",
            );
        }
        let Some(same) = same else {
            return Ok(Some(Event::ContactAdded {
                customer,
                contact: book.new_id(),
                name: name.unwrap_or_else(|| email.as_str().to_owned()).into(),
                email: email.as_str().to_owned().into(),
                duty: duty.unwrap_or(Duty::Abuse),
                language: self.language()?.or(known.map(|known| known.language)).unwrap_or_default(),
                verified_on: verified,
            }));
        };
        let name = name.unwrap_or_else(|| same.name.show().to_owned());
        let duty = duty.unwrap_or(same.duty);
        let verified_on = verified.max(same.verified_on);
        if (name.as_str(), duty, verified_on) == (same.name.show(), same.duty, same.verified_on) {
            return Ok(None);
        }
        Ok(Some(Event::ContactChanged(Box::new(ContactChanged {
            customer,
            contact: same.id,
            name: name.into(),
            email: same.email.show().to_owned().into(),
            duty,
            language: same.language,
            zone: same.zone.clone(),
            verified_on,
        }))))
    }
}
