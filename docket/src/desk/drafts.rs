//! What a customer has written and not sent: kept beside the record, so that a dropped connection loses nothing. It
//! outlives the deadline, and goes when the answer is sent.

use super::answers::{AnswerForm, Came, read_answer};
use super::complaints::Upload;
use super::notices::locked;
use super::work::Begun;
use super::{Desk, Done, Opened, Receipt, again};
use crate::complaint::Exhibit;
use crate::id::{CommandId, EvidenceId};
use crate::notice::{Answer, Notice, Via, with_requirement};
use crate::people::Actor;
use crate::refusal::Refusal;
use crate::store::{StoreError, codes, evidence};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

const MOST_FILES: usize = 100;
const MOST_BYTES: i64 = 100 << 20;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub form: AnswerForm,
    pub files: Vec<DraftFile>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftFile {
    pub id: EvidenceId,
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    pub name: String,
    /// 0 for the answer as a whole.
    pub requirement: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SavedDraft {
    pub draft: Draft,
    pub saved_at: Moment,
    /// Over everything in it: what was checked is what is sent.
    pub hash: String,
}

/// Files that came with the form, each with its requirement.
pub type WithFiles = Vec<(u32, Upload)>;

impl Desk {
    pub async fn draft(&self, opened: &Opened) -> Done<Option<SavedDraft>> {
        let found = codes::draft(&mut self.read().await?.conn(), &opened.link.hash).await?;
        found.map(|(record, at)| read_draft(&record, at)).transpose()
    }

    /// Keeps the words as they stand, adds the files, takes one away. Nothing is judged here.
    pub async fn save_draft(
        &self,
        opened: &Opened,
        form: &AnswerForm,
        uploads: &WithFiles,
        removed: Option<EvidenceId>,
    ) -> Done<SavedDraft> {
        let link = &opened.link.hash;
        let mut tx = self.write().await?;
        let before = codes::draft(&mut tx.conn(), link).await?;
        let mut files = match before {
            Some((record, at)) => read_draft(&record, at)?.draft.files,
            None => Vec::new(),
        };
        files.retain(|file| Some(file.id) != removed);
        for (requirement, upload) in uploads {
            let size = i64::try_from(upload.bytes.len()).unwrap_or(i64::MAX);
            if files.len() >= MOST_FILES || files.iter().map(|file| file.size).sum::<i64>() + size > MOST_BYTES {
                return Err(Refusal::field("files", too_much(form.language)).into());
            }
            let sha256 = evidence::sha256_hex(&upload.bytes);
            // Sent again by a browser that went back: the same file for the same point is one file.
            if files
                .iter()
                .any(|file| file.sha256 == sha256 && file.requirement == *requirement && file.name == upload.name)
            {
                continue;
            }
            evidence::keep(&mut tx.conn(), &self.settings.data, &upload.bytes, self.now()).await?;
            files.push(DraftFile {
                id: self.new_id(),
                sha256,
                size,
                media_type: upload.media_type.clone(),
                name: upload.name.clone(),
                requirement: *requirement,
            });
        }
        let draft = Draft { form: form.clone(), files };
        let record = serde_json::to_string(&draft).map_err(StoreError::from)?;
        let now = self.now();
        codes::save_draft(&mut tx.conn(), link, &record, now).await?;
        tx.commit().await?;
        read_draft(&record, now.micros())
    }

    /// Sends what was checked, and only that.
    pub async fn send_draft(
        &self,
        began: Moment,
        token: &str,
        command: CommandId,
        checked: &str,
        address: &str,
    ) -> Done<(Answer, Receipt)> {
        let opened = self.open_link(token).await?;
        let notice = opened.notice.id;
        again!(async {
            let mut work = match self.begin(Actor::Customer { notice }, command, &(notice, checked)).await? {
                Begun::Before(receipt) => return self.answered_before(receipt).await,
                Begun::Now(work) => work,
            };
            let noun = locked(&mut work, notice).await?;
            let Some((record, at)) = codes::draft(&mut work.conn(), &opened.link.hash).await? else {
                return Err(Refusal::DraftChanged.into());
            };
            let saved = read_draft(&record, at)?;
            if saved.hash != checked {
                return Err(Refusal::DraftChanged.into());
            }
            let Draft { mut form, files } = saved.draft;
            form.files = files.iter().map(|file| file.sha256.clone()).collect();
            let said = read_answer(&form, &noun, false)?;
            let files = files.into_iter().map(exhibit).collect();
            let came = Came {
                via: Via::Page,
                received_at: began,
                address,
                by_link_of: Some(opened.link.contact),
                quiet: false,
            };
            let kept = self.take_answer(&mut work, &noun, &form, &said, files, came).await?;
            codes::drop_draft(&mut work.conn(), &opened.link.hash).await?;
            Ok((kept, work.commit().await?))
        })
    }
}

/// What is wrong with a form, before it is sent.
pub fn judge(form: &AnswerForm, notice: &Notice) -> Result<(), Refusal> {
    read_answer(form, notice, false).map(drop)
}

fn exhibit(file: DraftFile) -> Exhibit {
    let with = if file.requirement == 0 { String::new() } else { with_requirement(file.requirement) };
    Exhibit {
        id: file.id,
        sha256: file.sha256,
        size: file.size,
        media_type: file.media_type,
        name: file.name.into(),
        description: with.into(),
    }
}

fn read_draft(record: &str, at: i64) -> Done<SavedDraft> {
    let draft: Draft = serde_json::from_str(record).map_err(StoreError::from)?;
    Ok(SavedDraft { draft, saved_at: Moment::from_micros(at), hash: evidence::sha256_hex(record.as_bytes()) })
}

fn too_much(language: crate::words::Language) -> &'static str {
    match language {
        crate::words::Language::En => {
            "Together these are more than 100 MB or 100 files. Remove some, or send a second answer with the rest."
        }
        crate::words::Language::Fr => {
            "Ensemble, ils dépassent 100\u{a0}Mo ou 100 fichiers. Retirez-en, ou envoyez le reste dans une seconde réponse."
        }
    }
}
