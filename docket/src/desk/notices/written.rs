//! A notice as it is written: every field read, the letter put together word for word. Nothing is changed here.

use super::*;
use crate::calendar::Calendar;
use crate::complaint::{Complaint, ComplaintStage};
use crate::desk::templates::read_standing;
use crate::id::ComplaintId;
use crate::letters::{AskedWords, Replaces, ShownWords};
use crate::notice::anchor::Anchor;
use crate::notice::written::{From, OtherLetter, Reads, Shown, Standing};
use crate::phrase;
use crate::store::{Conn, waiting};
use crate::template::{Template, TemplateKind};
use crate::words::defang;

/// A letter names so many places at most; a page of them says no more than twenty.
const MOST_SHOWN: usize = 20;

pub(super) struct Composed {
    pub(super) text: NoticeText,
    pub(super) deadline: Deadline,
    pub(super) recipients: Vec<Recipient>,
    /// Without the notice's own id and number, which it has only once it is sent.
    pub(super) written: Written,
    pub(super) edits: Vec<Edit>,
    /// From what its time is counted, if not as usual.
    pub(super) anchor: Option<Anchor>,
}

/// The nouns that a letter is made of.
pub(super) struct Matter {
    pub(super) case: Case,
    pub(super) owner: Customer,
    pub(super) clause: Clause,
    pub(super) assets: Vec<String>,
    /// The template that it was begun with.
    pub(super) template: Option<Template>,
    /// Complaints whose places the letter names.
    pub(super) shown: Vec<Complaint>,
    /// The notice that it takes the place of.
    pub(super) before: Option<Notice>,
    /// By which business days are counted.
    pub(super) calendar: Option<Calendar>,
}

impl Desk {
    /// The exact words, with nothing written down.
    pub async fn preview_notice(&self, who: &Who, case: CaseId, form: &NoticeForm) -> Done<NoticePreview> {
        who.must(Act::WorkCases)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let noun: Case = lists::one(&mut conn, &case.to_string()).await?.ok_or(Refusal::NotFound("case"))?.noun;
        let owner: Customer =
            lists::one(&mut conn, &noun.customer.to_string()).await?.ok_or(Refusal::NotFound("customer"))?.noun;
        let clause: Clause =
            lists::one(&mut conn, &noun.clause.to_string()).await?.ok_or(Refusal::NotFound("clause"))?.noun;
        let before = self.replaced(&mut conn, case, form).await?;
        let matter = self.matter(&mut conn, form, noun, owner, clause, before).await?;
        let code = "DN-0000-0000";
        let composed = self.compose(form, &matter, code, self.now())?;
        Ok(self.preview(composed, &matter, code))
    }

    /// The notice that a new one takes the place of: it was sent, and nothing took its place yet.
    pub(super) async fn replaced(&self, conn: &mut Conn<'_>, case: CaseId, form: &NoticeForm) -> Done<Option<Notice>> {
        if form.replaces.is_empty() {
            return Ok(None);
        }
        let mut found = lists::notices_of(conn, case).await?.into_iter().map(|held| held.noun);
        let found = found.rfind(|notice| notice.number.to_string() == form.replaces);
        match found.filter(|notice| notice.sent_at().is_some()) {
            Some(notice) => Ok(Some(notice)),
            None => Err(Refusal::NotReplaceable.into()),
        }
    }

    pub(super) async fn matter(
        &self,
        conn: &mut Conn<'_>,
        form: &NoticeForm,
        case: Case,
        owner: Customer,
        clause: Clause,
        before: Option<Notice>,
    ) -> Done<Matter> {
        let assets = lists::assets_of(conn, owner.id).await?.into_iter().map(|held| held.noun);
        let assets = assets.filter(|asset| asset.to.is_none()).map(|asset| asset.value).collect();
        let kind = TemplateKind::parse(&form.template).filter(|kind| kind.is_demand());
        let template = match (kind, Language::parse(&form.language)) {
            (Some(kind), Some(language)) => Some(super::super::templates::newest(conn, kind, language).await?),
            _ => None,
        };
        let mut shown = Vec::new();
        for id in form.shown.iter().take(MOST_SHOWN) {
            let complaint: Option<Complaint> = match ComplaintId::parse(id) {
                Some(id) => lists::one(conn, &id.to_string()).await?.map(|held| held.noun),
                None => None,
            };
            // What must not be seen, and what belongs to another case, is never shown to anybody.
            let of_case = |complaint: &Complaint| {
                !complaint.report.sealed
                    && matches!(complaint.stage, ComplaintStage::InCase { case: of, .. } if of == case.id)
            };
            shown.extend(complaint.filter(of_case));
        }
        let calendar = match super::until::wants_calendar(&form.rule) {
            true => waiting::newest_calendar(conn, &form.calendar).await?.map(|held| held.noun),
            false => None,
        };
        Ok(Matter { case, owner, clause, assets, template, shown, before, calendar })
    }

    /// Checks every field and writes the letter, once in each language that somebody reads.
    pub(super) fn compose(
        &self,
        form: &NoticeForm,
        matter: &Matter,
        code: &str,
        now: Moment,
    ) -> Result<Composed, Refusal> {
        let Matter { case, owner, clause, .. } = matter;
        let mut check = Check::default();
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let subject = check.word("subject", Line::parse(&form.subject));
        let findings = check.word("findings", Reason::parse(&form.findings));
        let example = check.word("example", Text::parse(&form.example));
        let consequence = check.word("consequence", Reason::parse(&form.consequence));
        let data_kept = check.word("data_kept", Reason::parse(&form.data_kept));
        let mut requirements: Vec<(String, Option<u32>)> = Vec::new();
        for (place, text) in form.requirements.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            if let Some(text) = check.word(&format!("requirement_{}", place + 1), Reason::parse(text)) {
                let typed = form.standing.get(place).map_or("", String::as_str);
                let days = read_standing(&mut check, &format!("standing_{}", place + 1), typed);
                requirements.push((text.as_str().to_owned(), days));
            }
        }
        if requirements.is_empty() {
            check.problem("requirement_1", "Ask for at least one thing.");
        } else if requirements.len() > MOST_REQUIREMENTS {
            check.problem("requirement_1", phrase!("Ask for at most {} things in one notice.", MOST_REQUIREMENTS));
        }
        for (field, text) in [
            ("subject", &form.subject),
            ("findings", &form.findings),
            ("example", &form.example),
            ("consequence", &form.consequence),
            ("data_kept", &form.data_kept),
        ] {
            blocked_by_placeholders(&mut check, field, text);
        }
        for (place, text) in form.requirements.iter().enumerate() {
            blocked_by_placeholders(&mut check, &format!("requirement_{}", place + 1), text);
        }
        let deadline = super::until::read_deadline(&mut check, form, matter.calendar.as_ref(), now);
        let anchor = super::until::read_anchor(&mut check, form);
        let short_reason = check.optional("short_reason", &form.short_reason, Reason::parse);
        if let Some(deadline) = &deadline {
            let notice_hours = deadline.at.minus(counted_from(now)) / 3_600_000_000;
            if notice_hours < SHORT_NOTICE_HOURS && form.short_reason.trim().is_empty() {
                check.problem(
                    "short_reason",
                    phrase!(
                        "This leaves less than {} hours. Say why the customer cannot have more.",
                        SHORT_NOTICE_HOURS
                    ),
                );
            }
        }
        if let (Some(deadline), Some(before)) = (&deadline, &matter.before)
            && deadline.at < before.deadline.at
        {
            let field = super::until::field(&form.rule);
            check.problem(
                field,
                phrase!(
                    "Notice N-{} gives time until {}. The notice that replaces it can give more, never less.",
                    before.number,
                    before.deadline.wall
                ),
            );
        }
        let recipients: Vec<Recipient> = owner
            .contacts_in_use()
            .filter(|contact| form.contacts.contains(&contact.id.to_string()))
            .map(|contact| Recipient {
                contact: contact.id,
                email: contact.email.clone(),
                letter: None,
                language: None,
            })
            .collect();
        if recipients.is_empty() {
            check.problem("contacts", "Choose at least one contact.");
        }
        let (
            Some(language),
            Some(subject),
            Some(findings),
            Some(example),
            Some(consequence),
            Some(data_kept),
            Some(deadline),
        ) = (language, subject, findings, example, consequence, data_kept, deadline)
        else {
            return check.refuse();
        };
        check.done()?;
        let cite_in = |language: Language| format!("{} ({})", clause.cite_in(language), clause.edition);
        let cite = cite_in(language);
        let asked: Vec<AskedWords> =
            requirements.iter().map(|(text, days)| AskedWords { text, standing_days: *days }).collect();
        let shown = shown(&matter.shown);
        let shown_words: Vec<ShownWords> =
            shown.iter().map(|one| ShownWords { place: one.place.show().to_owned(), seen_at: one.seen_at }).collect();
        let replaces = matter
            .before
            .as_ref()
            .map(|before| Replaces { code: &before.code, sent_at: before.sent_at().unwrap_or(before.scheduled_at) });
        let check_url = self.settings().check_url();
        let in_language = |language: Language| {
            letters::notice_letter(&NoticeWords {
                provider: &self.settings().provider,
                phone: &self.settings().phone,
                language,
                handle: &owner.handle,
                code,
                check: &check_url,
                case_number: &case.number,
                subject: subject.as_str(),
                findings: findings.as_str(),
                example: example.as_str(),
                requirements: &asked,
                shown: &shown_words,
                replaces,
                clause_cite: &cite_in(language),
                clause_text: clause_text(clause, language),
                assets: &matter.assets,
                deadline: &deadline,
                anchor,
                consequence: consequence.as_str(),
                data_kept: data_kept.as_str(),
            })
        };
        let letter = in_language(language);
        let reads = reads(form, &recipients, language);
        let letters = Language::ALL
            .into_iter()
            .filter(|other| reads.iter().any(|one| one.language == *other))
            .map(|other| {
                let letter = in_language(other);
                OtherLetter { language: other, hash: evidence::sha256_hex(letter.as_bytes()), letter: letter.into() }
            })
            .collect();
        let edits = match &matter.template {
            Some(template) => self.edits(template, form, matter, language),
            None => Vec::new(),
        };
        let from = matter.template.as_ref().map(|template| From {
            kind: template.kind,
            language: template.language,
            edition: template.edition,
            edits: u32::try_from(edits.len()).unwrap_or(u32::MAX),
        });
        let standing = requirements
            .iter()
            .zip(1..)
            .filter_map(|((_, days), requirement)| days.map(|days| Standing { requirement, days }))
            .collect();
        let numbered = requirements.iter().zip(1..).map(|((text, _), number)| Requirement {
            number,
            text: text.clone().into(),
            standing_days: None,
        });
        let text = NoticeText {
            template: form.template.clone(),
            language,
            subject: subject.as_str().to_owned().into(),
            findings: findings.as_str().to_owned().into(),
            example: example.as_str().to_owned().into(),
            requirements: numbered.collect(),
            consequence: consequence.as_str().to_owned().into(),
            data_kept: data_kept.as_str().to_owned().into(),
            clause_cite: cite.clone(),
            clause_text: clause_text(clause, language).to_owned(),
            assets: matter.assets.clone(),
            short_reason: short_reason.map(|reason| reason.as_str().to_owned().into()),
            hash: evidence::sha256_hex(letter.as_bytes()),
            letter: letter.into(),
        };
        let written = Written {
            notice: NoticeId(uuid::Uuid::nil()),
            case: case.id,
            number: case.notices + 1,
            from,
            standing,
            shown,
            reads,
            letters,
            replaces: matter.before.as_ref().map(|before| before.id),
            replaces_number: matter.before.as_ref().map(|before| before.number),
        };
        Ok(Composed { text, deadline, recipients, written, edits, anchor })
    }
}

pub(in crate::desk) fn blocked_by_placeholders(check: &mut Check, field: &str, text: &str) {
    if let Some(first) = letters::placeholders_left(text).first() {
        check.problem(field, phrase!("Fill in what stands in double brackets: {}", first));
    }
}

fn clause_text(clause: &Clause, language: Language) -> &str {
    if language == Language::Fr && !clause.text_fr.is_empty() { &clause.text_fr } else { &clause.text }
}

/// The first place of each complaint, harmless, with the time at which it was seen there.
fn shown(complaints: &[Complaint]) -> Vec<Shown> {
    let place = |complaint: &Complaint| complaint.report.locations.get().and_then(|all| all.first()).cloned();
    complaints
        .iter()
        .filter_map(|complaint| {
            let place = place(complaint)?;
            let seen_at = complaint.report.incident_at.unwrap_or(complaint.received_at);
            Some(Shown { complaint: complaint.id, place: defang(&place).into(), seen_at })
        })
        .collect()
}

/// The contacts who read another language than the notice is written in.
fn reads(form: &NoticeForm, recipients: &[Recipient], written_in: Language) -> Vec<Reads> {
    recipients
        .iter()
        .filter_map(|recipient| {
            let contact = recipient.contact.to_string();
            let (_, language) = form.reads.iter().find(|(of, _)| *of == contact)?;
            let language = Language::parse(language).filter(|language| *language != written_in)?;
            Some(Reads { contact: recipient.contact, language })
        })
        .collect()
}
