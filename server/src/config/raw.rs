//! The settings as they are written down, before anybody has looked at their values.

use std::path::Path;

use serde::Deserialize;

use super::{LogFormat, text_of};

const PREFIX: &str = "DUENOTICE_";
/// Of the same family, but meant for the command line or for tests.
const NOT_SETTINGS: [&str; 4] = ["DUENOTICE_DATA", "DUENOTICE_CONFIG", "DUENOTICE_BIN", "DUENOTICE_TEST_POSTGRES"];

/// An unknown setting is refused: a misspelt one would be silently without effect.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Raw {
    pub provider: Option<String>,
    pub public_url: Option<String>,
    pub phone: Option<String>,
    pub mail_from: Option<String>,
    pub smtp_url: Option<String>,
    pub mail_replies: Option<String>,
    pub mail_tags: Option<bool>,
    pub carry_out: Option<Words>,
    pub webhook_url: Option<String>,
    pub webhook_secrets: Option<Words>,
    pub preserve_days: Option<u32>,
    pub answer_code: Option<bool>,
    pub remind: Option<Words>,
    pub alert_hours: Option<u32>,
    pub alert_lead_hours: Option<u32>,
    pub log_public: Option<bool>,
    pub notary: Option<String>,
    pub witnesses: Option<Words>,
    pub tsa_url: Option<String>,
    pub tsa_ca: Option<String>,
    pub press: Option<String>,
    pub language: Option<String>,
    pub listen: Option<String>,
    pub metrics_listen: Option<String>,
    pub trusted_proxies: Option<Words>,
    pub database_url: Option<String>,
    pub log: Option<LogFormat>,
}

/// A list in the file; in the environment, words in one line.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Words {
    Line(String),
    List(Vec<String>),
}

impl Words {
    pub fn by_commas(self) -> Vec<String> {
        self.split(|c| c == ',' || c.is_whitespace())
    }

    pub fn by_spaces(self) -> Vec<String> {
        self.split(char::is_whitespace)
    }

    /// Every word, wherever lines end.
    pub fn each(self) -> Vec<String> {
        let words = match self {
            Words::Line(line) => vec![line],
            Words::List(list) => list,
        };
        let split = |word: &String| -> Vec<String> {
            let parts = word.split(|sign: char| sign == ',' || sign.is_whitespace());
            parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        words.iter().flat_map(split).collect()
    }

    fn split(self, at: impl Fn(char) -> bool) -> Vec<String> {
        match self {
            Words::Line(line) => line.split(at).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            Words::List(list) => list,
        }
    }
}

impl Raw {
    pub fn read(file: Option<&Path>, environment: Vec<(String, String)>) -> Result<Raw, String> {
        let ours = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX) && !NOT_SETTINGS.contains(&name.as_str()));
        let mut builder = config::Config::builder();
        if let Some(file) = file {
            builder = builder.add_source(config::File::from_str(&text_of(file)?, config::FileFormat::Toml));
        }
        let from_environment = config::Environment::with_prefix("DUENOTICE")
            .prefix_separator("_")
            .ignore_empty(true)
            .source(Some(ours.collect()));
        let read = builder.add_source(from_environment).build();
        read.and_then(config::Config::try_deserialize).map_err(|error| match file {
            Some(file) => format!("The settings in {} and the environment cannot be read: {error}.", file.display()),
            None => format!("The settings in the environment cannot be read: {error}."),
        })
    }
}
