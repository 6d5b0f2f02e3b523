//! The settings that the desk itself needs. The server parses them once and hands them down.

use crate::checkpoint::note::{KeyType, PublicKey};
use crate::hook::Hook;
use crate::id::LetterId;
use crate::notary::Address;
use crate::notice::reminder::Mark;
use crate::words::Language;
use std::path::PathBuf;
use url::Url;

#[derive(Clone, Debug)]
pub struct Settings {
    /// Evidence, outbox and the embedded database lie here.
    pub data: PathBuf,
    /// The provider's name, as customers know it.
    pub provider: String,
    /// Where customers reach the public pages, without a slash at the end.
    pub public_url: String,
    /// A person that customers can call, day and night.
    pub phone: String,
    /// The sender of every letter.
    pub mail_from: String,
    pub mail: MailSettings,
    /// A Maildir to which customers answer. It is read and never changed.
    pub mail_replies: Option<PathBuf>,
    /// Whether each letter has an address of its own, `notices+tag@`, to which answers and bounces come.
    pub mail_tags: bool,
    /// The program that carries out instructions, with its arguments. None: people confirm by hand.
    pub carry_out: Option<Vec<String>>,
    /// Where instructions are handed over instead, by signed webhooks.
    pub hook: Option<Hook>,
    /// How long a customer's data is kept after a suspension.
    pub preserve_days: u32,
    /// Whether an answer by link counts only with the code that is mailed to the contact.
    pub answer_code: bool,
    pub language: Language,
    /// When a customer is reminded of a deadline.
    pub remind: Vec<Mark>,
    /// After so many hours whoever owns a case is told that something waits in it. 0: nobody is.
    pub alert_hours: u32,
    /// After so many the leads are.
    pub alert_lead_hours: u32,
    /// Whether everybody may read the log's checkpoints and hashes, or only machines with a key for it.
    pub log_public: bool,
    /// A notary that is a process of its own. None: it is inside this one.
    pub notary: Option<Address>,
    pub witnesses: Vec<WitnessAt>,
    /// Who stamps a checkpoint each day, and every export.
    pub tsa_url: Option<Url>,
    /// The authority's own certificate (PEM), which goes along with what it stamped.
    pub tsa_ca: Option<String>,
    /// The program that sets papers as PDF and reads the words of one. None: papers are HTML.
    pub press: Option<PathBuf>,
}

/// A witness, where it is asked, and the key that it signs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessAt {
    pub url: Url,
    pub key: PublicKey,
}

impl WitnessAt {
    /// `words` are the witness's address and its key. What is sent is signed, and holds no more than /log/checkpoint.
    pub fn parse(url: &str, key: &str) -> Result<WitnessAt, String> {
        let wrong = format!("witnesses: {url:?} is no address such as https://witness.example/.");
        let parsed = web_address(url).ok_or(wrong)?;
        let key = PublicKey::parse(key).map_err(|problem| format!("witnesses: the key of {url}: {problem}."))?;
        if key.kind() != KeyType::Cosignature {
            return Err(format!("witnesses: the key of {url} is that of a log, not of a witness."));
        }
        Ok(WitnessAt { url: parsed, key })
    }

    /// Where checkpoints are sent.
    pub fn submission(&self) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}/add-checkpoint", url.path().trim_end_matches('/')));
        url
    }
}

/// `http://` or `https://`, with no name and no password in it.
pub fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    (matches!(url.scheme(), "http" | "https") && url.host().is_some() && plain).then_some(url)
}

#[derive(Clone)]
pub enum MailSettings {
    /// Letters become `.eml` files under `outbox` in the data folder.
    Folder,
    /// Letters go to a mail server; the bytes are kept as evidence all the same.
    Smtp { url: String },
}

/// The address of a mail server may hold a password, so it is never printed.
impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MailSettings::Folder => f.write_str("Folder"),
            MailSettings::Smtp { .. } => f.write_str("Smtp"),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            data: PathBuf::from("data"),
            provider: "Example Hosting".into(),
            public_url: "http://127.0.0.1:3000".into(),
            phone: "+1 202 555 0143".into(),
            mail_from: "notices@hosting.example".into(),
            mail: MailSettings::Folder,
            mail_replies: None,
            mail_tags: false,
            carry_out: None,
            hook: None,
            preserve_days: 30,
            answer_code: true,
            language: Language::En,
            remind: vec![Mark::Half, Mark::Before { minutes: 6 * 60 }, Mark::Before { minutes: 60 }],
            alert_hours: 4,
            alert_lead_hours: 12,
            log_public: true,
            notary: None,
            witnesses: Vec::new(),
            tsa_url: None,
            tsa_ca: None,
            press: None,
        }
    }
}

impl Settings {
    /// No machine carries instructions out: people do, and say so.
    pub fn by_hand(&self) -> bool {
        self.carry_out.is_none() && self.hook.is_none()
    }

    /// What the log is called, for ever: its address without the scheme.
    pub fn log_origin(&self) -> String {
        let address = self.public_url.split_once("://").map_or("localhost", |(_, rest)| rest);
        format!("{}/log", address.replace('+', "-"))
    }

    /// Where anybody learns whether a letter is one of our notices.
    pub fn check_url(&self) -> String {
        format!("{}/check", self.public_url)
    }

    /// Where whoever reported something sees how it stands.
    pub fn status_url(&self, token: &str) -> String {
        format!("{}/status/{token}", self.public_url)
    }

    /// The customer's own address of a notice.
    pub fn notice_url(&self, token: &str) -> String {
        format!("{}/n/{token}", self.public_url)
    }

    /// The letter's own address, or nothing when letters have none.
    pub fn tagged(&self, letter: LetterId) -> String {
        match self.mail_from.split_once('@') {
            Some((name, domain)) if self.mail_tags => format!("{name}+{}@{domain}", letter.0.simple()),
            _ => String::new(),
        }
    }

    /// The right-hand side of every Message-ID.
    pub fn mail_domain(&self) -> &str {
        self.mail_from.rsplit_once('@').map_or("localhost", |(_, domain)| domain)
    }
}
