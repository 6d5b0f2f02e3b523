//! A complaint that a person typed: an analyst at the desk, or somebody on the public page.

use super::reading::{first_line, read_locations, source_of};
use super::{Taken, Upload, keep_uploads, size};
use crate::complaint::{Channel, Report, Reporter};
use crate::desk::check::Check;
use crate::desk::work::Begun;
use crate::desk::{Desk, Done, Failure, Who, again};
use crate::id::CommandId;
use crate::people::{Act, Actor};
use crate::policy::{Category, Severity};
use crate::refusal::Refusal;
use crate::store::{evidence, lists};
use crate::time::Moment;
use crate::words::{EmailAddress, Language, Line, Phrase, Reason};
use serde::Serialize;

/// Typed by an analyst, or by somebody on the public page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ComplaintForm {
    /// One address a line; hxxp and [.] are understood.
    pub locations: String,
    pub category: String,
    pub severity: String,
    pub description: String,
    /// "2026-01-10 18:30" in UTC. Empty: now.
    pub incident_at: String,
    pub reporter_name: String,
    pub reporter_email: String,
    pub reporter_organisation: String,
    pub disclosed: bool,
    pub good_faith: bool,
    pub language: Language,
    /// The customer, when the analyst knows better than the lookup. A handle.
    pub customer: String,
    /// Hashes of the files, so that the command's content names them.
    pub files: Vec<String>,
}

const MOST_LOCATIONS: usize = 5_000;

/// The page of strangers and the desk's own form say the same, each to its reader.
fn both(en: &str, fr: &str) -> Phrase {
    Phrase::Each { en: en.to_owned(), fr: fr.to_owned() }
}

impl Desk {
    /// A person's report. On the public page the elements of DSA Art. 16 are asked for.
    pub async fn log_complaint(
        &self,
        actor: Actor,
        who: Option<&Who>,
        command: CommandId,
        form: &ComplaintForm,
        uploads: &[Upload],
    ) -> Done<Taken> {
        if let Some(who) = who {
            who.must(Act::WorkCases)?;
        }
        let channel = if who.is_some() { Channel::Desk } else { Channel::Public };
        let mut check = Check::new(form.language);
        let locations = read_locations(&form.locations);
        if locations.is_empty() {
            check.problem(
                "locations",
                both(
                    "Give at least one address: a URL, a domain or an IP address.",
                    "Indiquez au moins une adresse : une URL, un domaine ou une adresse IP.",
                ),
            );
        } else if locations.len() > MOST_LOCATIONS {
            check.problem(
                "locations",
                both("At most 5,000 addresses in one complaint.", "Au plus 5000 adresses par signalement."),
            );
        }
        let category = check.some(
            "category",
            Category::parse(&form.category),
            both("Choose what is wrong.", "Choisissez ce qui ne va pas."),
        );
        let severity = if form.severity.is_empty() {
            category.map(Category::severity)
        } else {
            check.some("severity", Severity::parse(&form.severity), "Choose a severity.")
        };
        let description = check.word("description", Reason::parse(&form.description));
        let incident_at = self.read_incident(&mut check, &form.incident_at);
        let email = check.optional("reporter_email", &form.reporter_email, EmailAddress::parse);
        let name = check.optional("reporter_name", &form.reporter_name, Line::parse);
        let organisation = check.optional("reporter_organisation", &form.reporter_organisation, Line::parse);
        if who.is_none() {
            // DSA Art. 16(2)(c): name and address, except for offences of Directive 2011/93/EU.
            if category != Some(Category::ChildSafety) {
                if form.reporter_name.trim().is_empty() {
                    check.problem("reporter_name", both("Give your name.", "Indiquez votre nom."));
                }
                if form.reporter_email.trim().is_empty() {
                    check
                        .problem("reporter_email", both("Give your e-mail address.", "Indiquez votre adresse e-mail."));
                }
            }
            if !form.good_faith {
                check.problem(
                    "good_faith",
                    both(
                        "Confirm that you believe in good faith that this is accurate and complete.",
                        "Confirmez que vous pensez de bonne foi que ceci est exact et complet.",
                    ),
                );
            }
        }
        let (Some(category), Some(severity), Some(description)) = (category, severity, description) else {
            return check.refuse().map_err(Failure::from);
        };
        check.done()?;

        let source = source_of(&locations[0]);
        let raw_bytes = serde_json::to_vec(form).map_err(crate::store::StoreError::from)?;
        let raw = evidence::sha256_hex(&raw_bytes);
        again!(async {
            let mut work = match self.begin(actor, command, form).await? {
                Begun::Before(receipt) => return self.taken_before(receipt).await,
                Begun::Now(work) => work,
            };
            work.keep(&raw_bytes).await?;
            // Material of this kind is never kept among the evidence: what is recorded is that it was offered, by hash.
            let sealed = category == Category::ChildSafety;
            let exhibits = if sealed { Vec::new() } else { keep_uploads(&mut work, uploads).await? };
            let warnings = uploads.iter().filter(|_| sealed).map(not_kept).collect();
            let chosen = match form.customer.trim() {
                "" => None,
                handle => Some(
                    lists::customer_by_handle(&mut work.conn(), handle)
                        .await?
                        .map(|held| held.noun)
                        .ok_or_else(|| Refusal::field("customer", "There is no customer with this handle."))?,
                ),
            };
            let text = description.as_str();
            let report = Report {
                channel,
                format: "form".into(),
                raw: raw.clone(),
                raw_size: size(&raw_bytes),
                category,
                severity,
                kind: String::new(),
                summary: first_line(text).into(),
                description: text.to_owned().into(),
                locations: locations.clone().into(),
                source: source.clone().into(),
                incident_at,
                zone_known: true,
                reporter: Reporter {
                    name: name.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                    email: email.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                    organisation: organisation.as_ref().map(ToString::to_string).unwrap_or_default().into(),
                    domain: email.as_ref().map(|email| email.domain().to_owned()).unwrap_or_default(),
                },
                disclosed: form.disclosed,
                good_faith: form.good_faith,
                reference: String::new(),
                // What people type is never a repeat by itself: two forms are two complaints.
                dedupe: format!("form:{command}"),
                evidence: exhibits,
                sealed,
                warnings,
            };
            self.file(work, report, chosen, who.is_none().then_some(form.language)).await
        })
    }

    fn read_incident(&self, check: &mut Check, text: &str) -> Option<Moment> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let written = text.replacen(' ', "T", 1);
        let parsed = Moment::parse(&written)
            .or_else(|| Moment::parse(&format!("{written}:00Z")))
            .or_else(|| Moment::parse(&format!("{written}Z")));
        check.some(
            "incident_at",
            parsed.filter(|at| *at <= self.now()),
            "Write a date and time in UTC that is not in the future, such as 2026-01-10 18:30.",
        )
    }
}

fn not_kept(upload: &Upload) -> String {
    format!(
        "A file of {} bytes was not kept. Its SHA-256 is {}.",
        upload.bytes.len(),
        evidence::sha256_hex(&upload.bytes)
    )
}
