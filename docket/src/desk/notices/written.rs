//! A notice as it is written: every field read, the letter put together word for word. Nothing is changed here.

use super::*;

pub(super) struct Composed {
    pub(super) text: NoticeText,
    pub(super) deadline: Deadline,
    pub(super) recipients: Vec<Recipient>,
    pub(super) preview: NoticePreview,
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
        let assets = lists::assets_of(&mut conn, owner.id)
            .await?
            .into_iter()
            .map(|held| held.noun)
            .filter(|asset| asset.to.is_none());
        let assets = assets.map(|asset| asset.value).collect();
        Ok(self.compose(form, &noun, &owner, &clause, assets, "DN-0000-0000", self.now())?.preview)
    }

    /// Checks every field and writes the letter.
    #[expect(clippy::too_many_arguments, reason = "these are the nouns that a letter is made of")]
    pub(super) fn compose(
        &self,
        form: &NoticeForm,
        case: &Case,
        owner: &Customer,
        clause: &Clause,
        assets: Vec<String>,
        code: &str,
        now: Moment,
    ) -> Result<Composed, Refusal> {
        let mut check = Check::default();
        let language = check.some("language", Language::parse(&form.language), "Choose a language.");
        let subject = check.word("subject", Line::parse(&form.subject));
        let findings = check.word("findings", Reason::parse(&form.findings));
        let example = check.word("example", Text::parse(&form.example));
        let consequence = check.word("consequence", Reason::parse(&form.consequence));
        let data_kept = check.word("data_kept", Reason::parse(&form.data_kept));
        let mut requirements: Vec<String> = Vec::new();
        for (place, text) in form.requirements.iter().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            if let Some(text) = check.word(&format!("requirement_{}", place + 1), Reason::parse(text)) {
                requirements.push(text.as_str().to_owned());
            }
        }
        if requirements.is_empty() {
            check.problem("requirement_1", "Ask for at least one thing.");
        } else if requirements.len() > MOST_REQUIREMENTS {
            check.problem("requirement_1", format!("Ask for at most {MOST_REQUIREMENTS} things in one notice."));
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
        let deadline = self.read_deadline(&mut check, form, now);
        let short_reason = check.optional("short_reason", &form.short_reason, Reason::parse);
        if let Some(deadline) = &deadline {
            let notice_hours = deadline.at.minus(counted_from(now)) / 3_600_000_000;
            if notice_hours < SHORT_NOTICE_HOURS && form.short_reason.trim().is_empty() {
                check.problem(
                    "short_reason",
                    format!("This leaves less than {SHORT_NOTICE_HOURS} hours. Say why the customer cannot have more."),
                );
            }
        }
        let recipients: Vec<Recipient> = owner
            .contacts_in_use()
            .filter(|contact| form.contacts.contains(&contact.id.to_string()))
            .map(|contact| Recipient { contact: contact.id, email: contact.email.clone(), letter: None })
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
        let clause_text =
            if language == Language::Fr && !clause.text_fr.is_empty() { &clause.text_fr } else { &clause.text };
        let cite = format!("{} ({})", clause.cite_in(language), clause.edition);
        let letter = letters::notice_letter(&NoticeWords {
            provider: &self.settings().provider,
            phone: &self.settings().phone,
            language,
            handle: &owner.handle,
            code,
            case_number: &case.number,
            subject: subject.as_str(),
            findings: findings.as_str(),
            example: example.as_str(),
            requirements: &requirements,
            clause_cite: &cite,
            clause_text,
            assets: &assets,
            deadline: &deadline,
            consequence: consequence.as_str(),
            data_kept: data_kept.as_str(),
        });
        let numbered =
            requirements.iter().zip(1..).map(|(text, number)| Requirement { number, text: text.clone().into() });
        let text = NoticeText {
            template: form.template.clone(),
            language,
            subject: subject.as_str().to_owned().into(),
            findings: findings.as_str().to_owned().into(),
            example: example.as_str().to_owned().into(),
            requirements: numbered.collect(),
            consequence: consequence.as_str().to_owned().into(),
            data_kept: data_kept.as_str().to_owned().into(),
            clause_cite: cite,
            clause_text: clause_text.clone(),
            assets,
            short_reason: short_reason.map(|reason| reason.as_str().to_owned().into()),
            hash: evidence::sha256_hex(letter.as_bytes()),
            letter: letter.clone().into(),
        };
        let preview = NoticePreview {
            code: code.to_owned(),
            subject: letters::notice_subject(code, language, &deadline, subject.as_str()),
            letter,
            deadline: deadline.clone(),
            recipients: recipients.iter().map(|to| (to.contact, to.email.show().to_owned())).collect(),
            requirements,
        };
        Ok(Composed { text, deadline, recipients, preview })
    }

    pub(super) fn read_deadline(&self, check: &mut Check, form: &NoticeForm, now: Moment) -> Option<Deadline> {
        let zone = check.some("zone", Zone::parse(&form.zone), "Choose a time zone from the list.")?;
        let from = promised_from(now);
        if form.rule == "wall" {
            let fold = match form.fold.as_str() {
                "first" => Some(Fold::First),
                "second" => Some(Fold::Second),
                _ => None,
            };
            let deadline = match deadline_wall(form.date.trim(), form.time.trim(), &zone, now, fold) {
                Ok(deadline) => deadline,
                Err(problem) => {
                    let field =
                        if matches!(problem, crate::time::zone::WallProblem::Twice { .. }) { "fold" } else { "date" };
                    check.problem(field, problem.sentence(Language::En));
                    return None;
                }
            };
            if deadline.at <= from {
                check.problem("date", "This is too soon: the letter itself needs sixteen minutes to leave and arrive.");
                return None;
            }
            return Some(deadline);
        }
        let hours = form.hours.trim().parse::<u32>().ok().filter(|hours| (1..=MOST_HOURS).contains(hours));
        let hours = check.some("hours", hours, format!("Write a number of hours from 1 to {MOST_HOURS}."))?;
        Some(deadline_hours(from, hours, &zone))
    }
}

pub(in crate::desk) fn blocked_by_placeholders(check: &mut Check, field: &str, text: &str) {
    if let Some(first) = letters::placeholders_left(text).first() {
        check.problem(field, format!("Fill in what stands in double brackets: {first}"));
    }
}
