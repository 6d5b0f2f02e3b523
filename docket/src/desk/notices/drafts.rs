//! What somebody is writing, kept beside the record until it is sent or thrown away. One draft for each person and case.

use super::*;
use crate::store::aside::DraftRow;

/// A form of twenty requirements at their longest, and some room.
const MOST_BYTES: usize = 1 << 20;

/// A draft as it was saved last: the fields of the form, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedDraft {
    pub version: i64,
    pub saved_at: Moment,
    pub fields: Vec<(String, String)>,
}

impl NoticeForm {
    /// What a browser sent, as the composer names its fields.
    pub fn read(fields: &[(String, String)]) -> NoticeForm {
        let one =
            |name: &str| fields.iter().find(|(known, _)| known == name).map_or_else(String::new, |(_, v)| v.clone());
        let all = |name: &str| fields.iter().filter(|(known, _)| known == name).map(|(_, v)| v.clone()).collect();
        let numbered = |name: &str| (1..=MOST_REQUIREMENTS).map(|number| one(&format!("{name}_{number}"))).collect();
        let reads = fields.iter().filter_map(|(name, language)| {
            name.strip_prefix("reads_").map(|contact| (contact.to_owned(), language.clone()))
        });
        NoticeForm {
            template: one("template"),
            language: one("language"),
            contacts: all("contacts"),
            subject: one("subject"),
            findings: one("findings"),
            example: one("example"),
            requirements: numbered("requirement"),
            standing: numbered("standing"),
            shown: all("shown"),
            reads: reads.collect(),
            replaces: one("replaces"),
            rule: one("rule"),
            hours: one("hours"),
            days: one("days"),
            months: one("months"),
            anchor: one("anchor"),
            calendar: one("calendar"),
            date: one("date"),
            time: one("time"),
            zone: one("zone"),
            fold: one("fold"),
            short_reason: one("short_reason"),
            consequence: one("consequence"),
            data_kept: one("data_kept"),
            version: one("version").parse().ok(),
        }
    }

    /// Which gaps are left, with the field in which each stands, in the order of the page.
    pub fn gaps(&self) -> Vec<(String, String)> {
        let mut texts = vec![("subject".to_owned(), &self.subject), ("findings".to_owned(), &self.findings)];
        texts.push(("example".to_owned(), &self.example));
        texts.extend(self.requirements.iter().zip(1..).map(|(text, n): (_, usize)| (format!("requirement_{n}"), text)));
        texts.push(("consequence".to_owned(), &self.consequence));
        texts.push(("data_kept".to_owned(), &self.data_kept));
        texts
            .into_iter()
            .flat_map(|(field, text)| letters::placeholders_left(text).into_iter().map(move |gap| (field.clone(), gap)))
            .collect()
    }
}

impl Desk {
    /// How far the words typed so far are from their template.
    pub async fn notice_edits(&self, who: &Who, case: CaseId, form: &NoticeForm) -> Done<Vec<Edit>> {
        who.must(Act::WorkCases)?;
        let mut reader = self.read().await?;
        let mut conn = reader.conn();
        let noun: Case = lists::one(&mut conn, &case.to_string()).await?.ok_or(Refusal::NotFound("case"))?.noun;
        let owner: Customer =
            lists::one(&mut conn, &noun.customer.to_string()).await?.ok_or(Refusal::NotFound("customer"))?.noun;
        let clause: Clause =
            lists::one(&mut conn, &noun.clause.to_string()).await?.ok_or(Refusal::NotFound("clause"))?.noun;
        let matter = self.matter(&mut conn, form, noun, owner, clause, None).await?;
        Ok(match (&matter.template, Language::parse(&form.language)) {
            (Some(template), Some(language)) => self.edits(template, form, &matter, language),
            _ => Vec::new(),
        })
    }

    pub async fn notice_draft(&self, who: &Who, case: CaseId) -> Done<Option<SavedDraft>> {
        who.must(Act::WorkCases)?;
        let row = aside::draft(&mut self.read().await?.conn(), case, who.person.id).await?;
        let Some(DraftRow { version, form, saved_at }) = row else { return Ok(None) };
        // What an older program saved in another shape is no draft any more, and no error either.
        let Ok(fields) = serde_json::from_str(&form) else { return Ok(None) };
        Ok(Some(SavedDraft { version, saved_at: Moment::from_micros(saved_at), fields }))
    }

    /// Saves over version `seen` (0: there was none) and gives back the new version. A second window of the same person
    /// is told, and nothing of either is lost.
    pub async fn save_notice_draft(
        &self,
        who: &Who,
        case: CaseId,
        seen: i64,
        fields: &[(String, String)],
    ) -> Done<(i64, Moment)> {
        who.must(Act::WorkCases)?;
        let form = serde_json::to_string(fields).map_err(crate::store::StoreError::from)?;
        if form.len() > MOST_BYTES {
            return Err(Refusal::field("findings", "The draft is too long to be kept.").into());
        }
        let now = self.now();
        let mut tx = self.write().await?;
        if !aside::save_draft(&mut tx.conn(), case, who.person.id, seen, &form, now).await? {
            let kept = aside::draft(&mut tx.conn(), case, who.person.id).await?;
            return Err(Refusal::DraftElsewhere { now: kept.map_or(0, |row| row.version) }.into());
        }
        tx.commit().await?;
        Ok((seen + 1, now))
    }

    pub async fn drop_notice_draft(&self, who: &Who, case: CaseId) -> Done<()> {
        who.must(Act::WorkCases)?;
        let mut tx = self.write().await?;
        aside::drop_draft(&mut tx.conn(), case, who.person.id).await?;
        tx.commit().await?;
        Ok(())
    }
}
