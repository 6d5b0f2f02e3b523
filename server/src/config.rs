//! Settings from the environment and one file, read once into one typed value. What is unknown or wrong is said in
//! sentences, all at once.

mod raw;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use docket::hook::Hook;
use docket::notary::Address;
use docket::notice::reminder::Mark;
use docket::settings::{MailSettings, Settings, WitnessAt, web_address};
use docket::words::{EmailAddress, Language, Line};
use ipnet::IpNet;
use serde::Deserialize;

use crate::press::Press;
use raw::Raw;

/// The file in the data folder that is read when no other is named.
pub const FILE: &str = "duenotice.toml";

#[derive(Clone, Debug)]
pub struct Config {
    pub settings: Settings,
    pub listen: SocketAddr,
    pub metrics_listen: Option<SocketAddr>,
    pub trusted_proxies: Vec<IpNet>,
    pub database_url: Option<String>,
    pub log: LogFormat,
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// What the command line says, which wins over everything.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub file: Option<PathBuf>,
    pub data: Option<PathBuf>,
    pub listen: Option<SocketAddr>,
    pub database_url: Option<String>,
}

impl Config {
    /// The settings of this process, or every problem with them.
    pub fn read(given: &Given) -> Result<Config, Vec<String>> {
        Self::from(given, std::env::vars().collect())
    }

    fn from(given: &Given, environment: Vec<(String, String)>) -> Result<Config, Vec<String>> {
        let data = given.data.clone().unwrap_or_else(|| Settings::default().data);
        let file = match &given.file {
            Some(file) if !file.is_file() => return Err(vec![format!("There is no file {}.", file.display())]),
            Some(file) => Some(file.clone()),
            None => Some(data.join(FILE)).filter(|file| file.is_file()),
        };
        let raw = Raw::read(file.as_deref(), environment).map_err(|problem| vec![problem])?;
        raw.check(given, data, file)
    }

    /// One line for each setting as it is in effect. Secrets are masked.
    pub fn lines(&self) -> Vec<String> {
        let settings = &self.settings;
        let text = |value: &str| format!("{value:?}");
        let none = || "not set".to_owned();
        let smtp = match &settings.mail {
            MailSettings::Folder => {
                format!("not set: letters become files under {}", settings.data.join("outbox").display())
            }
            MailSettings::Smtp { url } => text(&masked(url)),
        };
        let proxies: Vec<String> = self.trusted_proxies.iter().map(ToString::to_string).collect();
        let log = match self.log {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        vec![
            format!("data            {}", settings.data.display()),
            format!("file            {}", self.file.as_deref().map_or_else(none, |file| file.display().to_string())),
            format!(
                "database_url    {}",
                self.database_url
                    .as_deref()
                    .map_or_else(|| "not set: SQLite in the data folder".into(), |url| text(&masked(url)))
            ),
            format!("listen          {}", self.listen),
            format!("metrics_listen  {}", self.metrics_listen.map_or_else(none, |listen| listen.to_string())),
            format!("public_url      {}", text(&settings.public_url)),
            format!("provider        {}", text(&settings.provider)),
            format!("phone           {}", text(&settings.phone)),
            format!("mail_from       {}", text(&settings.mail_from)),
            format!("smtp_url        {smtp}"),
            format!(
                "mail_replies    {}",
                settings
                    .mail_replies
                    .as_ref()
                    .map_or_else(|| "not set: no mailbox is watched".into(), |folder| folder.display().to_string())
            ),
            format!("mail_tags       {}", settings.mail_tags),
            format!(
                "carry_out       {}",
                settings
                    .carry_out
                    .as_ref()
                    .map_or_else(|| "not set: people confirm by hand".into(), |program| program.join(" "))
            ),
            format!(
                "webhook_url     {}",
                settings.hook.as_ref().map_or_else(|| "not set: no receiver is called".into(), |hook| text(hook.url()))
            ),
            format!(
                "webhook_secrets {}",
                settings.hook.as_ref().map_or_else(none, |hook| format!("{} of them", hook.secrets()))
            ),
            format!("preserve_days   {}", settings.preserve_days),
            format!("answer_code     {}", settings.answer_code),
            format!("remind          {}", words_of(&settings.remind)),
            format!("alert_hours     {}", hours_of(settings.alert_hours)),
            format!("alert_lead_hours {}", hours_of(settings.alert_lead_hours)),
            format!("log_public      {}", settings.log_public),
            format!(
                "notary          {}",
                settings
                    .notary
                    .as_ref()
                    .map_or_else(|| "not set: it runs inside the server".into(), |address| text(&address.to_string()))
            ),
            format!(
                "witnesses       {}",
                match settings.witnesses.as_slice() {
                    [] => "not set: nobody else vouches for the ledger".into(),
                    some => some.iter().map(|one| format!("{} {}", one.url, one.key)).collect::<Vec<_>>().join(", "),
                }
            ),
            format!("tsa_url         {}", settings.tsa_url.as_ref().map_or_else(none, |url| text(url.as_str()))),
            format!("tsa_ca          {}", if settings.tsa_ca.is_some() { "set".to_owned() } else { none() }),
            format!(
                "press           {}",
                settings.press.as_ref().map_or_else(
                    || "not there: papers are pages to print".into(),
                    |program| program.display().to_string()
                )
            ),
            format!("language        {}", settings.language.code()),
            format!("trusted_proxies {}", if proxies.is_empty() { none() } else { proxies.join(", ") }),
            format!("log             {log}"),
        ]
    }

    /// What works, and should not stay so on a desk that others reach.
    pub fn advice(&self) -> Vec<String> {
        let mut advice = Vec::new();
        let url = &self.settings.public_url;
        if url.starts_with("http://") && !is_here(url) {
            advice.push(
                "public_url is plain http: passwords and customers' links travel in clear text. Put TLS in front."
                    .into(),
            );
        }
        if is_here(url) && !self.listen.ip().is_loopback() {
            advice.push("public_url leads to this machine only, so the links in letters work for nobody else.".into());
        }
        if self.settings.notary.is_none() {
            advice.push(
                "The notary runs inside the server, so whoever rules this machine can sign another ledger. `duenotice notary` runs it as another user."
                    .into(),
            );
        }
        if self.settings.witnesses.is_empty() {
            advice.push(
                "No witness vouches for the ledger. `duenotice witness` on a machine of somebody else does, and so does every mailbox with a notice."
                    .into(),
            );
        }
        if self.settings.mail_from.ends_with(".example") {
            advice.push("mail_from is an example address: no customer can answer it.".into());
        }
        advice
    }
}

impl Raw {
    fn check(self, given: &Given, data: PathBuf, file: Option<PathBuf>) -> Result<Config, Vec<String>> {
        let mut problems = Vec::new();
        let usual = Settings::default();
        let mut address = |name: &str, text: Option<String>| {
            text.and_then(|text| {
                let parsed = text.trim().parse().ok();
                if parsed.is_none() {
                    problems.push(format!("{name}: {text:?} is no address with a port, such as 127.0.0.1:3000."));
                }
                parsed
            })
        };
        let listen = address("listen", self.listen);
        let metrics_listen = address("metrics_listen", self.metrics_listen);
        let listen = given.listen.or(listen).unwrap_or(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 3000));
        let public_url =
            self.public_url.map_or_else(|| local_url(listen), |url| url.trim().trim_end_matches('/').to_owned());
        if !is_web(&public_url) {
            problems.push(format!("public_url: {public_url:?} is no address such as https://notices.hosting.example."));
        }
        let provider = self.provider.unwrap_or(usual.provider);
        if Line::parse(&provider).is_err() {
            problems.push("provider: give the name that customers know, in one line.".into());
        }
        let mail_from = self.mail_from.unwrap_or(usual.mail_from);
        if EmailAddress::parse(&mail_from).is_err() {
            problems.push(format!("mail_from: {mail_from:?} is no mail address."));
        }
        let smtp_url = self.smtp_url.filter(|url| !url.trim().is_empty());
        if smtp_url.as_ref().is_some_and(|url| !(url.starts_with("smtps://") || url.starts_with("smtp://"))) {
            problems.push(
                "smtp_url: begin with smtps:// or smtp://, for example smtps://user:password@mail.hosting.example."
                    .into(),
            );
        }
        let mail_replies = self.mail_replies.filter(|path| !path.trim().is_empty()).map(PathBuf::from);
        if mail_replies.as_ref().is_some_and(|folder| !folder.join("new").is_dir() || !folder.join("cur").is_dir()) {
            problems.push("mail_replies: name a Maildir, a folder with the folders new and cur.".into());
        }
        let preserve_days = self.preserve_days.unwrap_or(usual.preserve_days);
        if !(1..=3650).contains(&preserve_days) {
            problems.push("preserve_days: choose between 1 and 3650 days.".into());
        }
        let language = self.language.map_or(Some(usual.language), |word| Language::parse(word.trim()));
        if language.is_none() {
            problems.push("language: en or fr.".into());
        }
        let mut remind = Vec::new();
        let marks = self.remind.map(raw::Words::by_commas);
        for text in marks.iter().flatten().filter(|text| *text != "never") {
            match Mark::parse(text) {
                Some(mark) => remind.push(mark),
                None => problems.push(format!("remind: {text:?} is no mark such as half, 6h or 45m, or never.")),
            }
        }
        let alert_hours = self.alert_hours.unwrap_or(usual.alert_hours);
        let alert_lead_hours = self.alert_lead_hours.unwrap_or(usual.alert_lead_hours.max(alert_hours));
        if alert_lead_hours < alert_hours || alert_lead_hours > 24 * 30 {
            problems.push("alert_lead_hours: not before alert_hours, and not after 720.".into());
        }
        let mut trusted_proxies = Vec::new();
        for text in self.trusted_proxies.map(raw::Words::by_commas).unwrap_or_default() {
            match text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)) {
                Ok(net) => trusted_proxies.push(net),
                Err(_) => {
                    problems.push(format!("trusted_proxies: {text:?} is no address or prefix such as 10.0.0.0/8."))
                }
            }
        }
        let carry_out = self.carry_out.map(raw::Words::by_spaces).filter(|words| !words.is_empty());
        let webhook_url = self.webhook_url.filter(|url| !url.trim().is_empty());
        let secrets = self.webhook_secrets.map(raw::Words::by_commas).unwrap_or_default();
        let hook = match webhook_url {
            Some(url) => Hook::parse(&url, &secrets).map_err(|wrong| problems.extend(wrong)).ok(),
            None if !secrets.is_empty() => {
                problems.push("webhook_secrets: there is no webhook_url that they could sign for.".into());
                None
            }
            None => None,
        };
        if hook.is_some() && carry_out.is_some() {
            problems.push("webhook_url: carry_out is set as well. One of the two carries instructions out.".into());
        }
        let notary = self.notary.filter(|address| !address.trim().is_empty());
        let notary = notary.and_then(|address| {
            Address::parse(&address).map_err(|wrong| problems.push(format!("notary: {wrong}."))).ok()
        });
        let mut witnesses: Vec<WitnessAt> = Vec::new();
        for pair in self.witnesses.map(raw::Words::each).unwrap_or_default().chunks(2) {
            match pair {
                [url, key] => match WitnessAt::parse(url, key) {
                    Ok(witness) => witnesses.push(witness),
                    Err(wrong) => problems.push(wrong),
                },
                _ => problems.push("witnesses: each has an address and its key, with a space between them.".into()),
            }
        }
        let tsa_url = self.tsa_url.filter(|url| !url.trim().is_empty()).and_then(|url| {
            let parsed = web_address(&url);
            if parsed.is_none() {
                problems.push(format!("tsa_url: {url:?} is no address such as https://tsa.example/."));
            }
            parsed
        });
        let tsa_ca = self.tsa_ca.filter(|path| !path.trim().is_empty()).and_then(|path| {
            let read = std::fs::read_to_string(&path).ok().filter(|text| text.contains("-----BEGIN CERTIFICATE-----"));
            if read.is_none() {
                problems.push(format!("tsa_ca: {path:?} is no file with a certificate (PEM)."));
            }
            read
        });
        let press = match self.press.as_deref().map(str::trim) {
            None | Some("") => Press::beside(),
            Some("none") => None,
            Some(program) => Some(PathBuf::from(program)),
        };
        if press.as_ref().is_some_and(|program| !program.is_file()) {
            problems.push("press: name the program duenotice-press, with its folder, or none.".into());
        }
        let database_url = given.database_url.clone().or(self.database_url).filter(|url| !url.trim().is_empty());
        if database_url
            .as_ref()
            .is_some_and(|url| !(url.starts_with("postgres://") || url.starts_with("postgresql://")))
        {
            problems
                .push("database_url: begin with postgres://. Without it, SQLite in the data folder is used.".into());
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let settings = Settings {
            data,
            provider,
            public_url,
            phone: self.phone.unwrap_or(usual.phone),
            mail_from,
            mail: smtp_url.map_or(MailSettings::Folder, |url| MailSettings::Smtp { url }),
            mail_replies,
            mail_tags: self.mail_tags.unwrap_or(usual.mail_tags),
            carry_out,
            hook,
            preserve_days,
            answer_code: self.answer_code.unwrap_or(usual.answer_code),
            language: language.unwrap_or_default(),
            remind: if marks.is_some() { remind } else { usual.remind },
            alert_hours,
            alert_lead_hours,
            log_public: self.log_public.unwrap_or(usual.log_public),
            notary,
            witnesses,
            tsa_url,
            tsa_ca,
            press,
        };
        Ok(Config {
            settings,
            listen,
            metrics_listen,
            trusted_proxies,
            database_url,
            log: self.log.unwrap_or_default(),
            file,
        })
    }
}

fn words_of(marks: &[Mark]) -> String {
    let words: Vec<String> = marks.iter().map(|mark| mark.word()).collect();
    if words.is_empty() { "never".into() } else { words.join(", ") }
}

fn hours_of(hours: u32) -> String {
    if hours == 0 { "nobody is told".into() } else { hours.to_string() }
}

/// Where a browser on this machine finds what listens there.
fn local_url(listen: SocketAddr) -> String {
    let ip = if listen.ip().is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { listen.ip() };
    format!("http://{}", SocketAddr::new(ip, listen.port()))
}

fn is_web(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\?#@".contains(&byte))
    })
}

fn is_here(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]")
}

/// An address without its password.
fn masked(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return "***".into() };
    let Some((user, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    let name = user.split(':').next().unwrap_or_default();
    format!("{scheme}://{name}:***@{host}")
}

/// Reads a file's text for the settings, with a sentence when it cannot.
fn text_of(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(file).map_err(|why| format!("{} cannot be read: {why}", file.display()))
}

#[cfg(test)]
mod tests;
