//! A posted form, with or without files, under limits.

use std::collections::HashMap;

use app::ui::FormState;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use docket::desk::Failure;
use docket::desk::complaints::Upload;
use docket::id::CommandId;
use docket::refusal::{Problem, Refusal};

use super::file;
use crate::App;
use crate::error::Oops;
use app::say;
use app::words::{language, t};

const MEGABYTE: usize = 1 << 20;
const MOST_FIELDS: usize = 10_000;
const MOST_FILES: usize = 100;
const MOST_FILE: usize = 25 * MEGABYTE;
/// For a form with files.
pub const MOST_WITH_FILES: usize = 100 * MEGABYTE;
/// For a form without.
const MOST_WITHOUT_FILES: usize = MEGABYTE;

/// Six digits that are worth something once are not sent back either.
pub const CODE_FIELD: &str = "one_time_code";

/// What a browser sent: fields in their order, and files.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    fields: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
}

impl Posted {
    /// The first value of a field, or nothing.
    pub fn text(&self, name: &str) -> String {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// Every field in its order, as it was sent.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box of this name was ticked.
    pub fn flag(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, value)| field == name && !value.is_empty())
    }

    /// The intention behind this form. Every form of ours carries one.
    pub fn command(&self) -> Result<CommandId, Oops> {
        CommandId::parse(&self.text("command_id")).ok_or_else(|| {
            Oops::bad_request(t("The form came without its number. Open the page again and send it from there."))
        })
    }

    /// Which version of the noun the sender saw.
    pub fn version(&self) -> Option<i64> {
        self.text("version").parse().ok()
    }

    /// All files that have a name or content.
    pub fn uploads(&self) -> Vec<Upload> {
        self.files.iter().map(|(_, upload)| upload.clone()).collect()
    }

    /// The files of one field.
    pub fn uploads_of(&self, name: &str) -> Vec<Upload> {
        self.files.iter().filter(|(field, _)| field == name).map(|(_, upload)| upload.clone()).collect()
    }

    /// What was typed, to show it again beside what is wrong with it. What is no fault of the form becomes a page.
    pub fn refused(&self, failure: Failure) -> Result<FormState, Oops> {
        let refusal = match failure {
            Failure::Refused(
                refusal @ (Refusal::NotFound(_)
                | Refusal::NotAllowed
                | Refusal::SetupLinkSpent
                | Refusal::InvitationSpent),
            ) => return Err(refusal.into()),
            Failure::Refused(refusal) => refusal,
            Failure::Store(error) => return Err(error.into()),
        };
        let mut form = self.again();
        match refusal {
            Refusal::Fields(problems) => form.problems = problems,
            Refusal::FreshSignInNeeded => {
                let sentence = t("Type your password again: your last sign-in is more than five minutes ago.");
                form.problems = vec![Problem::new("password", sentence)];
            }
            Refusal::StandsInTheWay(findings) => {
                let sentences: Vec<String> = findings.iter().map(|finding| t(finding.sentence()).to_owned()).collect();
                form.message = Some(say!("This cannot be decided now. {}", sentences.join(" ")));
            }
            other => form.message = Some(other.in_language(language())),
        }
        Ok(form)
    }

    /// The same form with what was typed, and nothing wrong with it. Passwords and codes are never sent back.
    pub fn again(&self) -> FormState {
        let mut values: HashMap<String, Vec<String>> = HashMap::new();
        for (name, value) in &self.fields {
            if !name.contains("password") && name != CODE_FIELD {
                values.entry(name.clone()).or_default().push(value.clone());
            }
        }
        // A browser cannot be given its files back, so the page can at least say which to choose again.
        for (name, upload) in &self.files {
            values.entry(format!("{name}.chosen")).or_default().push(upload.name.clone());
        }
        FormState { command: self.text("command_id"), values, problems: Vec::new(), message: None, touched: true }
    }

    fn keep(&mut self, name: String, value: String) -> Result<(), Oops> {
        if self.fields.len() >= MOST_FIELDS {
            return Err(Oops::too_large(say!("A form has at most {} fields.", MOST_FIELDS)));
        }
        // No database keeps a NUL in its text, and browsers end lines with two characters where we count one.
        let value = value.replace('\0', "").replace("\r\n", "\n");
        self.fields.push((name, value));
        Ok(())
    }

    fn read_plain(&mut self, bytes: &[u8]) -> Result<(), Oops> {
        for (name, value) in form_urlencoded::parse(bytes) {
            self.keep(name.into_owned(), value.into_owned())?;
        }
        Ok(())
    }

    async fn read_parts(&mut self, mut parts: Multipart) -> Result<(), Oops> {
        let mut chosen = 0;
        let mut plain = 0;
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file_name) = part.file_name().map(str::to_owned) else {
                let bytes = whole(part, MOST_WITHOUT_FILES, t("A field of this form")).await?;
                plain += bytes.len();
                if plain > MOST_WITHOUT_FILES {
                    return Err(Oops::too_large(t(
                        "The text in this form is larger than 1 MB. Send long texts as files.",
                    )));
                }
                self.keep(name, String::from_utf8_lossy(&bytes).into_owned())?;
                continue;
            };
            let shown = file::clean_name(&file_name);
            let bytes = whole(part, MOST_FILE, &say!("The file {}", shown)).await?;
            // An empty field for files is sent as one file without name and content.
            if file_name.is_empty() && bytes.is_empty() {
                continue;
            }
            chosen += 1;
            if chosen > MOST_FILES {
                return Err(Oops::too_large(say!("Send at most {} files at once.", MOST_FILES)));
            }
            let media_type = file::sniff(&bytes, &shown).to_owned();
            self.files.push((name, Upload { name: shown, media_type, bytes }));
        }
        Ok(())
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Oops;

    async fn from_request(mut request: Request<Body>, app: &App) -> Result<Self, Oops> {
        let mut posted = Posted::default();
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match kind.as_str() {
            "multipart/form-data" => {
                DefaultBodyLimit::max(MOST_WITH_FILES).apply(&mut request);
                let parts = Multipart::from_request(request, app)
                    .await
                    .map_err(|_| Oops::bad_request(t("The form could not be read: its parts are not marked.")))?;
                posted.read_parts(parts).await?;
            }
            "application/x-www-form-urlencoded" => {
                DefaultBodyLimit::max(MOST_WITHOUT_FILES).apply(&mut request);
                let bytes = Bytes::from_request(request, app).await.map_err(|refused| match refused.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => {
                        Oops::too_large(t("This form takes at most 1 MB of text. Send long texts as files."))
                    }
                    _ => cut_off(),
                })?;
                posted.read_plain(&bytes)?;
            }
            // A button without any field sends no body, and some clients then send no type.
            "" => {}
            _ => {
                return Err(Oops::new(
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    t("Not a form"),
                    t("This address takes only forms."),
                ));
            }
        }
        Ok(posted)
    }
}

async fn whole(mut part: Field<'_>, most: usize, what: &str) -> Result<Vec<u8>, Oops> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(unreadable)? {
        if bytes.len() + chunk.len() > most {
            return Err(Oops::too_large(say!("{} is larger than {} MB. Nothing was recorded.", what, most / MEGABYTE)));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn unreadable(error: MultipartError) -> Oops {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let most = MOST_WITH_FILES / MEGABYTE;
        return Oops::too_large(say!("All files together are larger than {} MB. Send them in several parts.", most));
    }
    cut_off()
}

fn cut_off() -> Oops {
    Oops::bad_request(t("The form was cut off on its way. Go back and send it again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(body: &str) -> Posted {
        let mut posted = Posted::default();
        assert!(posted.read_plain(body.as_bytes()).is_ok());
        posted
    }

    #[test]
    fn repeats_keep_their_order() {
        let posted = posted("asset=b&asset=a&text=one%0D%0Atwo%00&on=1&off=");
        assert_eq!(posted.all("asset"), ["b", "a"]);
        assert_eq!(posted.text("text"), "one\ntwo");
        assert!(posted.flag("on") && !posted.flag("off") && !posted.flag("none"));
    }

    #[test]
    fn what_was_typed_comes_back_but_no_password() {
        let posted = posted("command_id=x&reason=late&password=secret");
        let form = posted.refused(Failure::Refused(Refusal::FreshSignInNeeded));
        let form = form.unwrap_or_default();
        assert_eq!(form.value("reason"), "late");
        assert_eq!(form.value("password"), "");
        assert!(form.problem("password").is_some());
        assert_eq!(form.command, "x");
    }

    #[test]
    fn what_is_no_fault_of_the_form_is_a_page() {
        let refused = posted("a=b").refused(Failure::Refused(Refusal::NotFound("case")));
        assert_eq!(refused.err().map(|oops| oops.status), Some(StatusCode::NOT_FOUND));
    }

    #[test]
    fn ten_thousand_fields_are_enough() {
        let body = "a=b&".repeat(MOST_FIELDS + 1);
        let refused = Posted::default().read_plain(body.as_bytes());
        assert_eq!(refused.err().map(|oops| oops.status), Some(StatusCode::PAYLOAD_TOO_LARGE));
    }
}
