//! Papers that leave the house: asked for by a person, made in the background, recorded before anybody gets them.

use super::check::Check;
use super::work::Begun;
use super::{Desk, Done, Receipt, Who, again};
use crate::event::Event;
use crate::export::{Ask, Made, What};
use crate::id::{CommandId, ExportId, PersonId};
use crate::people::{Act, Actor};
use crate::refusal::Refusal;
use crate::report::make::Written;
use crate::report::order::Order;
use crate::report::progress::Seen;
use crate::store::jobs::{self, CheckedRow, JobRow};
use crate::store::{Stored, lists, vouching};
use crate::time::Moment;
use crate::verify::Report;
use crate::words::{Phrase, ours};
use std::path::PathBuf;

/// A finished export can be fetched for so long; then its file goes, and its entry in the ledger stays.
pub const KEPT_DAYS: i64 = 7;
/// A job that says nothing for so long was interrupted.
pub const QUIET_SECONDS: i64 = 60;
const MOST_WAITING: i64 = 10;
const LISTED: i64 = 50;

/// One export as its page shows it.
#[derive(Clone, Debug)]
pub struct Job {
    pub row: JobRow,
    pub ask: Ask,
    pub what: Option<What>,
    /// What it is about, in words.
    pub scope: Phrase,
    pub asked_by: Phrase,
    /// When and by whom the file was fetched, newest first.
    pub fetched: Vec<(Moment, Phrase)>,
    /// A time stamp authority has confirmed that its file was there.
    pub stamped: bool,
}

#[derive(Clone, Debug)]
pub struct JobsView {
    pub jobs: Vec<Job>,
    /// Something waits or runs, so the page is worth looking at again.
    pub moving: bool,
}

impl Desk {
    /// Puts an export behind those that wait. Everything that is wrong with the question is said at once.
    pub async fn ask_export(&self, who: &Who, command: CommandId, ask: &Ask) -> Done<ExportId> {
        let order = Order::read(ask, self.now())?;
        who.must(if order == Order::Verification { Act::ReadLedger } else { Act::Export })?;
        self.must_exist(&order).await?;
        // The form's own number is the export's: sent twice, it is asked for once.
        let id = ExportId(command.0);
        let mut tx = self.write().await?;
        if jobs::one(&mut tx.conn(), &id.to_string()).await?.is_some() {
            return Ok(id);
        }
        if jobs::waiting(&mut tx.conn()).await? >= MOST_WAITING {
            return Err(Refusal::TooManyExports.into());
        }
        let text = serde_json::to_string(ask).map_err(crate::store::StoreError::from)?;
        let by = Some(who.person.id.to_string());
        jobs::add(&mut tx.conn(), &id.to_string(), self.now(), by, order.what().word(), &text).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn must_exist(&self, order: &Order) -> Done<()> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let mut check = Check::default();
        match order {
            Order::Case { number, .. } => {
                let found = lists::case_by_number(&mut conn, number).await?;
                check.some("subject", found, "There is no case with this number.");
            }
            Order::Customer { handle, .. } => {
                let found = lists::customer_by_handle(&mut conn, handle).await?;
                check.some("subject", found, "There is no customer with this handle.");
            }
            Order::Ledger { case, .. } if !case.is_empty() => {
                let found = lists::case_by_number(&mut conn, case).await?;
                check.some("case", found, "There is no case with this number.");
            }
            _ => {}
        }
        Ok(check.done()?)
    }

    pub async fn jobs_view(&self) -> Done<JobsView> {
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let names = self.names_in(&mut conn).await?;
        let rows = jobs::list(&mut conn, i64::MAX, LISTED).await?;
        let moving = rows.iter().any(|row| matches!(row.stage.as_str(), "waiting" | "running"));
        let mut found = Vec::with_capacity(rows.len());
        for row in rows {
            let fetched = jobs::reads(&mut conn, &format!("/reports/{}/file", row.id), 5).await?;
            let stamped = match row.sha256.as_deref().filter(|_| self.settings().tsa_url.is_some()) {
                Some(sha256) => vouching::stamp_of(&mut conn, sha256).await?.is_some(),
                None => false,
            };
            found.push(Job { stamped, ..self.job(row, &names, fetched) });
        }
        Ok(JobsView { jobs: found, moving })
    }

    fn job(&self, row: JobRow, names: &crate::sentence::Names, fetched: Vec<(i64, String)>) -> Job {
        let ask: Ask = serde_json::from_str(&row.ask).unwrap_or_default();
        let order = Order::read(&ask, Moment::from_micros(row.asked_at)).ok();
        let person = |text: &str| {
            let named = PersonId::parse(text).map(|id| Phrase::Said(names.of(id).to_owned()));
            named.unwrap_or_else(|| Phrase::from(ours("whoever runs the desk")))
        };
        Job {
            what: What::parse(&row.kind),
            scope: order.map_or_else(|| Phrase::Said(String::new()), |order| order.scope()),
            asked_by: person(row.asked_by.as_deref().unwrap_or_default()),
            fetched: fetched
                .into_iter()
                .map(|(at, actor)| (Moment::from_micros(at), person(actor.strip_prefix("person:").unwrap_or(&actor))))
                .collect(),
            stamped: false,
            ask,
            row,
        }
    }

    /// The file of a finished export, as long as it is kept.
    pub async fn export_file(&self, who: &Who, id: ExportId) -> Done<(JobRow, PathBuf)> {
        who.must(Act::Export)?;
        let row = jobs::one(&mut self.read().await?.conn(), &id.to_string()).await?;
        let row = row.filter(|row| row.stage == "done" && row.name.is_some()).ok_or(Refusal::NotFound("export"))?;
        let path = self.export_path(&row.id);
        Ok((row, path))
    }

    pub fn export_path(&self, id: &str) -> PathBuf {
        self.settings().data.join("exports").join(id)
    }

    pub async fn export_row(&self, id: &str) -> Done<JobRow> {
        let row = jobs::one(&mut self.read().await?.conn(), id).await?;
        row.ok_or_else(|| Refusal::NotFound("export").into())
    }

    pub async fn cancel_export(&self, who: &Who, id: ExportId) -> Done<()> {
        who.must(Act::ReadLedger)?;
        let mut tx = self.write().await?;
        let row = jobs::one(&mut tx.conn(), &id.to_string()).await?.ok_or(Refusal::NotFound("export"))?;
        if row.kind != What::Verification.word() {
            who.must(Act::Export)?;
        } else if row.stage == "running" {
            return Err(Refusal::CheckRuns.into());
        }
        if !jobs::cancel(&mut tx.conn(), &id.to_string(), self.now()).await? {
            return Err(Refusal::ExportOver.into());
        }
        Ok(tx.commit().await?)
    }

    // -- for whoever makes them ---------------------------------------------

    /// The oldest that waits is ours now.
    pub async fn take_export(&self) -> Stored<Option<(JobRow, Ask)>> {
        // Asked without a lock first: mostly there is none.
        if jobs::waiting(&mut self.read().await?.conn()).await? == 0 {
            return Ok(None);
        }
        let mut tx = self.write().await?;
        let row = jobs::take(&mut tx.conn(), self.now()).await?;
        tx.commit().await?;
        Ok(row.map(|row| {
            let ask = serde_json::from_str(&row.ask).unwrap_or_default();
            (row, ask)
        }))
    }

    /// True when it should stop.
    pub async fn export_beat(&self, id: &str, (phase, done, total): Seen) -> Stored<bool> {
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let mut tx = self.write().await?;
        let stop = jobs::beat(&mut tx.conn(), id, self.now(), phase, number(done), number(total)).await?;
        tx.commit().await?;
        Ok(stop)
    }

    /// Writes down that a paper was made, before anybody gets it. `by` is none for whoever has the machine's shell.
    pub async fn record_made(&self, by: Option<PersonId>, made: Made) -> Done<Receipt> {
        let actor = by.map_or(Actor::System, |person| Actor::Analyst { person });
        let command = self.new_command();
        let receipt = again!(async {
            let mut work = match self.begin(actor, command, &made).await? {
                Begun::Before(receipt) => return Ok(receipt),
                Begun::Now(work) => work,
            };
            work.record(Event::ExportMade(Box::new(made.clone()))).await?;
            work.commit().await
        })?;
        // Signed before anybody gets it, and stamped where somebody does that.
        self.sign_now().await?;
        self.stamp_export(made.export, &made.sha256).await?;
        Ok(receipt)
    }

    /// The event first, then the row that lets people fetch it. Gives the file's name.
    pub async fn finish_export(&self, row: &JobRow, order: &Order, written: &Written) -> Done<String> {
        let now = self.now();
        let made = made(ExportId::parse(&row.id).unwrap_or_else(|| self.new_id()), order, written);
        let by = row.asked_by.as_deref().and_then(PersonId::parse);
        let receipt = self.record_made(by, made).await?;
        let seq = receipt.entries.first().map(|entry| entry.seq);
        let name = file_name(order, now, seq.unwrap_or(0));
        let mut tx = self.write().await?;
        let expires = now.plus_seconds(KEPT_DAYS * 86_400);
        let (id, sums) = (row.id.as_str(), (name.as_str(), written.sha256.as_str()));
        jobs::finish(&mut tx.conn(), id, now, expires, sums, (written.size, seq)).await?;
        tx.commit().await?;
        Ok(name)
    }

    /// A check of the record leaves no file and no event; what it found is kept beside the record.
    pub async fn finish_verification(&self, row: &JobRow, report: &Report) -> Done<()> {
        self.keep_check(report).await?;
        let now = self.now();
        let mut tx = self.write().await?;
        let count = i64::try_from(report.events).unwrap_or(i64::MAX);
        jobs::finish(&mut tx.conn(), &row.id, now, Moment::MAX, ("", &report.root), (count, None)).await?;
        Ok(tx.commit().await?)
    }

    pub async fn end_export(&self, id: &str, stage: &str, problem: &str) -> Stored<()> {
        let mut tx = self.write().await?;
        jobs::end(&mut tx.conn(), id, stage, self.now(), problem).await?;
        tx.commit().await
    }

    /// What runs but was not heard of is marked; `all` when no other server can be at work.
    pub async fn interrupt_exports(&self, all: bool) -> Stored<u64> {
        let now = self.now();
        let since = if all { Moment::MAX } else { now.plus_seconds(-QUIET_SECONDS) };
        let problem = ours("The server stopped while this was made. Ask for it again.");
        let mut tx = self.write().await?;
        let many = jobs::interrupt(&mut tx.conn(), now, since, problem).await?;
        tx.commit().await?;
        Ok(many)
    }

    /// Files whose time is over go; what they were stays in the ledger.
    pub async fn expire_exports(&self) -> Stored<usize> {
        let old = jobs::expired(&mut self.read().await?.conn(), self.now()).await?;
        for id in &old {
            match std::fs::remove_file(self.export_path(id)) {
                Err(problem) if problem.kind() != std::io::ErrorKind::NotFound => return Err(problem.into()),
                _ => {}
            }
            let mut tx = self.write().await?;
            jobs::expire(&mut tx.conn(), id).await?;
            tx.commit().await?;
        }
        Ok(old.len())
    }

    // -- checks of the whole record -----------------------------------------

    pub async fn keep_check(&self, report: &Report) -> Stored<()> {
        let row = CheckedRow {
            id: self.new_command().to_string(),
            at: self.now().micros(),
            size: i64::try_from(report.events).unwrap_or(i64::MAX),
            root: report.root.clone(),
            sound: i64::from(report.is_sound()),
            wrong_seq: report.first_wrong.as_ref().and_then(|wrong| wrong.seq),
            wrong_what: report.first_wrong.as_ref().map(|wrong| wrong.what.clone()),
        };
        let mut tx = self.write_beside().await?;
        jobs::add_checked(&mut tx.conn(), &row).await?;
        tx.commit().await
    }

    pub async fn last_check(&self) -> Done<Option<CheckedRow>> {
        Ok(jobs::last_checked(&mut self.read().await?.conn()).await?)
    }
}

/// What the event says of a paper.
pub fn made(export: ExportId, order: &Order, written: &Written) -> Made {
    Made {
        export,
        what: order.what(),
        scope: order.scope().to_string(),
        case: written.case,
        customer: written.customer,
        profile: order.profile().word().to_owned(),
        format: order.ending().to_owned(),
        upto: written.upto,
        sha256: written.sha256.clone(),
        size: written.size,
    }
}

/// "duenotice_DN-2026-0001_20260304T170000Z_412.zip": no sign in it that a file system minds.
pub fn file_name(order: &Order, made_at: Moment, seq: i64) -> String {
    let subject = match order {
        Order::Case { number, .. } => number.clone(),
        Order::Customer { handle, .. } => format!("customer_{handle}"),
        other => other.what().word().to_owned(),
    };
    let subject: String = subject
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || "-_.".contains(sign) { sign } else { '_' })
        .collect();
    let seconds = made_at.rfc3339();
    let stamp = seconds.split('.').next().unwrap_or_default().replace(['-', ':'], "");
    format!("duenotice_{subject}_{stamp}Z_{seq}.{}", order.ending())
}
