//! The size at which the figures were promised: a hundred thousand cases, a million complaints, a million and a half
//! events. All of it is drawn from one seed and written by the same road as everything else.

use docket::complaint::{Channel, Report, Reporter, Source, Whose};
use docket::desk::Desk;
use docket::event::Event;
use docket::id::{AssetId, CaseId, ClauseId, ComplaintId, CustomerId};
use docket::policy::{Category, Severity};
use docket::store::evidence::sha256_hex;
use docket::store::lists;
use tokio::time::Instant;

use super::Measure;
use super::scratch::{Scratch, broken};
use crate::command::Stop;
use crate::command::dice::Dice;

pub const CASES: u64 = 100_000;
const COMPLAINTS_FOR_EACH: u64 = 10;
/// So many cases go into one command: some thousand rows for one commit.
const AT_ONCE: u64 = 20;
/// Beyond every number that the desk itself gives out meanwhile.
const FIRST_NUMBER: i64 = 10_000_000;

struct Filling<'d> {
    desk: &'d Desk,
    dice: Dice,
    customers: Vec<(CustomerId, AssetId, String)>,
    clause: ClauseId,
    number: i64,
    /// The reports as they came, until they are kept.
    raw: Vec<Vec<u8>>,
}

/// Writes it all, and says how quick that was.
pub async fn fill(scratch: &Scratch, cases: u64) -> Result<Vec<Measure>, Stop> {
    let desk = &scratch.desk;
    let begun = Instant::now();
    let mut customers = Vec::new();
    let clause = {
        let mut reader = desk.read().await?;
        for held in lists::customers(&mut reader.conn(), "", 100).await? {
            let assets = lists::assets_of(&mut reader.conn(), held.noun.id).await?;
            let asset = assets.into_iter().find(|held| held.noun.value.contains("example"));
            customers.extend(asset.map(|asset| (held.noun.id, asset.noun.id, asset.noun.value)));
        }
        lists::clauses(&mut reader.conn()).await?.pop().map(|held| held.noun.id)
    };
    let clause = clause.ok_or_else(|| broken("the desk has no policy"))?;
    let mut filling =
        Filling { desk, dice: Dice::new(0x5EED), customers, clause, number: FIRST_NUMBER, raw: Vec::new() };
    let mut events = 0_u64;
    let mut first = 0;
    while first < cases {
        let many = AT_ONCE.min(cases - first);
        let drawn: Vec<Event> = (first..first + many).flat_map(|case| filling.case(case)).collect();
        events += drawn.len() as u64;
        desk.fill(drawn, &std::mem::take(&mut filling.raw)).await?;
        first += many;
        if first.is_multiple_of(1_000) {
            eprintln!("{first} of {cases} cases after {} s", begun.elapsed().as_secs());
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let complaints = cases * COMPLAINTS_FOR_EACH;
    let name = format!("filling the desk with {cases} cases, {complaints} complaints, {events} events");
    Ok(vec![Measure::new(name, seconds, "s")])
}

impl Filling<'_> {
    /// Ten complaints, two of them in a case with a note. Of ten cases nine are closed.
    fn case(&mut self, number: u64) -> Vec<Event> {
        let case: CaseId = self.desk.new_id();
        let drawn = self.dice.below(self.customers.len() as u64) as usize;
        let (customer, asset, host) = self.customers[drawn].clone();
        let mut complaints: Vec<(ComplaintId, i64)> = Vec::new();
        let mut events: Vec<Event> = Vec::with_capacity(16);
        let category = self.dice.of(&Category::ALL);
        let severity = self.dice.of(&Severity::ALL);
        for _ in 0..COMPLAINTS_FOR_EACH {
            self.number += 1;
            let complaint = self.desk.new_id();
            complaints.push((complaint, self.number));
            let why = format!("{host} belonged to this customer at that time.").into();
            let whose = Whose::One { customer, asset: Some(asset), why };
            let report = Box::new(self.report(&host, category, severity));
            events.push(Event::ComplaintReceived { complaint, number: self.number, report, whose });
        }
        events.push(Event::CaseOpened {
            case,
            number: format!("DN-2025-{:06}", number + 1),
            customer,
            title: format!("Reports about {host}, part {number}").into(),
            clause: self.clause,
            category,
            severity,
            owner: None,
            complaints: Vec::new(),
        });
        for (complaint, number) in complaints.into_iter().take(2) {
            events.push(Event::ComplaintAttached { complaint, number, case });
        }
        events.push(Event::CaseNoted { case, text: "Both pages still answer; nobody has written.".to_owned().into() });
        if number % 10 != 9 {
            events.push(Event::CaseClosed { case, reason: "The pages are gone.".to_owned().into() });
        }
        events
    }

    fn report(&mut self, host: &str, category: Category, severity: Severity) -> Report {
        let (number, path) = (self.number, self.dice.below(1 << 30));
        let url = format!("https://{host}/uploads/{path:x}/session");
        let source = Source { ip: None, port: None, host: Some(host.to_owned()), url: Some(url.clone()) };
        let bytes = format!("{number:08} {url}\n").repeat(8).into_bytes();
        let (raw, raw_size) = (sha256_hex(&bytes), bytes.len() as i64);
        self.raw.push(bytes);
        Report {
            channel: self.dice.of(&Channel::ALL),
            format: "xarf_v4".into(),
            raw,
            raw_size,
            category,
            severity,
            kind: "content.phishing".into(),
            summary: format!("Copied sign-in page at {host}").into(),
            description: "A copy of our sign-in page, linked from mails to our customers.".to_owned().into(),
            locations: vec![url].into(),
            source: source.into(),
            incident_at: Some(self.desk.now()),
            zone_known: true,
            reporter: Reporter {
                name: "Response team".to_owned().into(),
                email: format!("team-{}@reports.example", self.dice.below(500)).into(),
                organisation: "Example Bank CERT".to_owned().into(),
                domain: "reports.example".into(),
            },
            disclosed: false,
            good_faith: true,
            reference: format!("R-{number}"),
            dedupe: format!("fill:{number}"),
            evidence: Vec::new(),
            sealed: false,
            warnings: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{papers, record, recovery};
    use super::*;
    use docket::settings::Settings;
    use std::sync::Arc;

    /// What takes a quarter of an hour at full size must not fail at its end.
    #[tokio::test]
    async fn what_is_filled_in_verifies_and_leaves_the_house_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { data: folder.path().to_path_buf(), ..Settings::default() };
        let scratch = Arc::new(Scratch::open(&settings, None).await.unwrap());
        fill(&scratch, 25).await.unwrap();
        assert_eq!(record::verify(&scratch).await.unwrap().len(), 2);
        assert!(papers::papers(&scratch).await.unwrap().len() >= 2);
        assert_eq!(recovery::recovery(&scratch).await.unwrap().len(), 2);
    }
}
