//! Templates: read in every edition, published as a new one, never changed.

use super::check::Check;
use super::work::{Begun, Work};
use super::{Desk, Done, Failure, Receipt, Who, again};
use crate::case::Case;
use crate::decision::Outcome;
use crate::event::Event;
use crate::id::{CommandId, TemplateId};
use crate::letters::{self, Draft, Known};
use crate::people::{Act, Actor};
use crate::phrase;
use crate::policy::Clause;
use crate::refusal::Refusal;
use crate::store::letters as store_letters;
use crate::store::{Conn, Stored};
use crate::template::{Asked, Edition, Published, Template, TemplateKind, TemplateWords, shipped};
use crate::view::CaseView;
use crate::words::Phrase;
use crate::words::{Language, Line, Text, defang};
use serde::{Deserialize, Serialize};

const MOST_REQUIREMENTS: usize = 20;
pub const MOST_HOURS: u32 = 24 * 90;
pub const MOST_DAYS: u32 = 366;

/// A new edition as typed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TemplateForm {
    pub kind: String,
    pub language: String,
    /// The edition that its writer saw.
    pub seen: u32,
    pub subject: String,
    pub findings: String,
    pub example: String,
    pub requirements: Vec<String>,
    pub standing: Vec<String>,
    pub consequence: String,
    pub data_kept: String,
    pub hours: String,
    pub opening: String,
    pub closing: String,
}

impl Desk {
    /// The newest edition of each, in the order of kinds and languages.
    pub async fn templates(&self) -> Done<Vec<Template>> {
        let all = store_letters::templates(&mut self.read().await?.conn()).await?;
        let mut newest: Vec<Template> = Vec::new();
        for template in all.into_iter().map(|held| held.noun) {
            newest.retain(|other| (other.kind, other.language) != (template.kind, template.language));
            newest.push(template);
        }
        newest.sort_by_key(|template| (template.kind, template.language));
        Ok(newest)
    }

    /// Every edition, newest first.
    pub async fn template_editions(&self, kind: TemplateKind, language: Language) -> Done<Vec<Template>> {
        let all = store_letters::templates_of(&mut self.read().await?.conn(), kind, language).await?;
        Ok(all.into_iter().map(|held| held.noun).collect())
    }

    /// The starting text of a notice on this case, and the edition that it is made from.
    pub async fn begin_notice(&self, view: &CaseView, kind: TemplateKind, language: Language) -> Done<(Draft, u32)> {
        let mut reader = self.read().await?;
        let newest = newest(&mut reader.conn(), kind, language).await?;
        let open = view.complaints.iter().filter(|complaint| !complaint.report.sealed);
        let first = open.filter_map(|complaint| complaint.report.locations.get()).flatten().next();
        let first = first.map(|location| defang(location));
        let known = self.known(&view.case, &view.clause, &view.customer.handle, language, first.as_deref());
        Ok((letters::draft(&newest.words, &known), newest.edition))
    }

    pub(super) fn known<'a>(
        &self,
        case: &Case,
        clause: &'a Clause,
        handle: &'a str,
        language: Language,
        first_location: Option<&'a str>,
    ) -> Known<'a> {
        Known {
            language,
            handle,
            category: case.category,
            clause_title: clause.title_in(language),
            clause_hours: clause.default_hours,
            complaints: case.complaints,
            first_location,
            preserve_days: self.settings().preserve_days,
        }
    }

    /// The published words that stand round the reasons of a decision.
    pub(super) async fn wrap(
        &self,
        work: &mut Work,
        outcome: Outcome,
        language: Language,
        handle: &str,
    ) -> Done<letters::Wrap> {
        let kind = match outcome {
            Outcome::Suspension => TemplateKind::Suspension,
            Outcome::Reinstatement => TemplateKind::Reinstatement,
            // The words of the template speak of the whole of it, or of its end.
            _ => return Ok(letters::Wrap::default()),
        };
        let words = newest(&mut work.conn(), kind, language).await?.words;
        let values = [("handle", handle.to_owned())];
        let fill = |text: &str| letters::in_places(text, &values);
        Ok(letters::Wrap { opening: fill(&words.opening), closing: fill(&words.closing) })
    }

    /// Reads a new edition without publishing it: what is wrong with it, or its words.
    pub fn read_template(&self, form: &TemplateForm) -> Result<(TemplateKind, Language, TemplateWords), Refusal> {
        let mut check = Check::default();
        let kind = check.some("kind", TemplateKind::parse(&form.kind), "There is no such template.");
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let (Some(kind), Some(language)) = (kind, language) else { return check.refuse() };
        let mut words = TemplateWords::default();
        let text = |check: &mut Check, field: &str, typed: &str, needed: bool| {
            let parsed =
                check.word(field, Text::parse(typed)).map(|text| text.as_str().trim().to_owned()).unwrap_or_default();
            if needed && parsed.is_empty() {
                check.problem(field, "Write something here.");
            }
            if let Err(sentence) = read_places(&parsed, kind) {
                check.problem(field, sentence);
            }
            parsed
        };
        if kind.is_demand() {
            if let Some(subject) = check.word("subject", Line::parse(&form.subject)) {
                words.subject = text(&mut check, "subject", subject.as_str(), true);
            }
            words.findings = text(&mut check, "findings", &form.findings, true);
            words.example = text(&mut check, "example", &form.example, false);
            words.consequence = text(&mut check, "consequence", &form.consequence, true);
            words.data_kept = text(&mut check, "data_kept", &form.data_kept, true);
            let typed = form.requirements.iter().enumerate().filter(|(_, typed)| !typed.trim().is_empty());
            for (place, typed) in typed.take(MOST_REQUIREMENTS) {
                let asked = text(&mut check, &format!("requirement_{}", place + 1), typed, true);
                let standing = form.standing.get(place).map_or("", String::as_str);
                let standing_days = read_standing(&mut check, &format!("standing_{}", place + 1), standing);
                words.requirements.push(Asked { text: asked, standing_days });
            }
            if words.requirements.is_empty() {
                check.problem("requirement_1", "Ask for at least one thing.");
            }
            if !form.hours.trim().is_empty() {
                let hours = form.hours.trim().parse::<u32>().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
                words.hours = check.some(
                    "hours",
                    hours,
                    phrase!("Write a number of hours from 1 to {}, or nothing.", MOST_HOURS),
                );
            }
        } else {
            words.opening = text(&mut check, "opening", &form.opening, true);
            words.closing = text(&mut check, "closing", &form.closing, false);
            for (field, text) in [("opening", &words.opening), ("closing", &words.closing)] {
                if !letters::placeholders_left(text).is_empty() {
                    check
                        .problem(field, "Nobody fills gaps in the letter of a decision. Take out the double brackets.");
                }
            }
        }
        check.done()?;
        Ok((kind, language, words))
    }

    /// Publishes a new edition. What was begun with an older one keeps the words it has.
    pub async fn publish_template(&self, who: &Who, command: CommandId, form: &TemplateForm) -> Done<(u32, Receipt)> {
        who.must(Act::Approve)?;
        let (kind, language, words) = self.read_template(form)?;
        again!(async {
            let mut work = match self.begin(who.actor(), command, form).await? {
                Begun::Before(receipt) => return Ok((form.seen + 1, receipt)),
                Begun::Now(work) => work,
            };
            let before = newest(&mut work.conn(), kind, language).await?;
            if before.edition != form.seen {
                return Err(Refusal::Stale { now: i64::from(before.edition) }.into());
            }
            if before.words == words {
                return Err(Refusal::NothingChanged.into());
            }
            let (template, edition) = (work.new_id(), before.edition + 1);
            let new = Edition { template, kind, language, edition, words: words.clone() };
            work.record(Event::TemplatesPublished(Box::new(Published { templates: vec![new] }))).await?;
            Ok((edition, work.commit().await?))
        })
    }

    /// A desk that was founded before templates stood in the record gets those that the program knows, once.
    pub async fn ship_templates(&self) -> Done<bool> {
        if !store_letters::templates(&mut self.read().await?.conn()).await?.is_empty() {
            return Ok(false);
        }
        // A fixed command id: two servers that start at once ship them once.
        let command = CommandId(uuid::Uuid::from_u128(0xD0C4_E700_0000_7000_8000_0000_0000_0007));
        let mut work = match self.begin(Actor::System, command, &"templates").await? {
            Begun::Before(_) => return Ok(false),
            Begun::Now(work) => work,
        };
        ship(&mut work).await?;
        match work.commit().await {
            Ok(_) => Ok(true),
            Err(Failure::Store(crate::store::StoreError::Conflict)) => Ok(false),
            Err(other) => Err(other),
        }
    }
}

pub(super) async fn ship(work: &mut Work) -> Done<()> {
    let mut templates = Vec::new();
    for kind in TemplateKind::ALL {
        for language in Language::ALL {
            let template: TemplateId = work.new_id();
            templates.push(Edition { template, kind, language, edition: 1, words: shipped::words(kind, language) });
        }
    }
    work.record(Event::TemplatesPublished(Box::new(Published { templates }))).await?;
    Ok(())
}

/// The edition that counts now. A desk that was never given any works with what the program knows, as edition 0.
pub(super) async fn newest(conn: &mut Conn<'_>, kind: TemplateKind, language: Language) -> Stored<Template> {
    let found = store_letters::templates_of(conn, kind, language).await?.into_iter().next().map(|held| held.noun);
    Ok(found.unwrap_or_else(|| Template {
        id: TemplateId(uuid::Uuid::nil()),
        kind,
        language,
        edition: 0,
        words: shipped::words(kind, language),
        published_at: crate::time::Moment::from_micros(0),
        published_by: None,
    }))
}

/// Only gaps that the house knows how to fill.
pub fn read_places(text: &str, kind: TemplateKind) -> Result<(), Phrase> {
    let known = || kind.places().iter().map(|place| format!("{{{place}}}")).collect::<Vec<_>>().join(", ");
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let after = &rest[at + 1..];
        let name = after.split_once('}').map(|(name, _)| name).filter(|_| rest[at..].starts_with('{'));
        match name.filter(|name| kind.places().contains(name)) {
            Some(name) => rest = &after[name.len() + 1..],
            None => {
                return Err(phrase!(
                    "The house fills only these: {}. Everything else goes into [[double brackets]].",
                    known()
                ));
            }
        }
    }
    Ok(())
}

/// Nothing: once. A number: standing for so many days.
pub(super) fn read_standing(check: &mut Check, field: &str, typed: &str) -> Option<u32> {
    if typed.trim().is_empty() {
        return None;
    }
    let days = typed.trim().parse::<u32>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
    check.some(field, days, phrase!("Write a number of days from 1 to {}, or nothing for once.", MOST_DAYS))
}
