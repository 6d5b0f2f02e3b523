//! What left: letters as they were handed over, and everything that can be exported.

use std::collections::BTreeMap;
use std::io::Read;

use docket::export::{Ask, What};
use docket::report::profile::Profile;
use mail_parser::MessageParser;

use super::Siege;
use crate::html::{MARK, Page};
use crate::stand_in::order_of;

/// All headers that a letter of ours has; each of them once.
const HEADERS: [&str; 11] = [
    "From",
    "To",
    "Subject",
    "Message-ID",
    "Date",
    "Auto-Submitted",
    "Content-Language",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
];

/// What is wrong with a letter's bytes.
pub fn faults_of_letter(bytes: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\r\n\r\n").next().unwrap_or_default();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
        let name = line.split(':').next().unwrap_or_default();
        *seen.entry(name).or_default() += 1;
        if !HEADERS.contains(&name) {
            faults.push(format!("the header {line}"));
        }
    }
    faults.extend(seen.iter().filter(|(_, many)| **many > 1).map(|(name, _)| format!("{name} twice")));
    if text.replace("\r\n", "").contains(['\r', '\n']) {
        faults.push("half a line end".into());
    }
    if let Some(long) = text.split("\r\n").find(|line| line.len() > 998) {
        faults.push(format!("a line of {} bytes", long.len()));
    }
    let Some(mail) = MessageParser::default().parse(bytes) else {
        faults.push("it is no mail".into());
        return faults;
    };
    let to: Vec<&str> = mail.to().into_iter().flat_map(|to| to.iter()).filter_map(|one| one.address()).collect();
    if to.len() != 1 || mail.cc().is_some() || mail.bcc().is_some() {
        faults.push(format!("its recipients are {to:?}"));
    }
    let html = mail.body_html(0).unwrap_or_default();
    // Mail programs want their styles beside each element; ours hold no word of anybody.
    let ours = |fault: &String| fault.contains(" style=") && !fault.contains(MARK);
    faults.extend(Page::read(&html).faults().into_iter().filter(|fault| !ours(fault)));
    faults
}

/// No cell begins as a formula does, whatever a spreadsheet takes for one.
pub fn faults_of_csv(bytes: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    for row in reader.byte_records() {
        let Ok(row) = row else {
            faults.push("it is no table".into());
            break;
        };
        for cell in &row {
            let cell = String::from_utf8_lossy(cell);
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
                faults.push(format!("the cell {cell:?}"));
            }
        }
    }
    faults
}

pub fn faults_of_file(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut faults: Vec<String> = match name.rsplit('.').next().unwrap_or_default() {
        "csv" => faults_of_csv(bytes),
        // A page of ours that is opened from a disk brings its own style.
        "html" => Page::read(&String::from_utf8_lossy(bytes)).faults(),
        // As it was ordered from the press, which sets what this says and nothing else.
        "pdf" => Page::read(&order_of(bytes).html).faults(),
        "json" if serde_json::from_slice::<serde_json::Value>(bytes).is_err() => vec!["it is no JSON".into()],
        "jsonl" => {
            let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            let wrong = lines.filter(|line| serde_json::from_slice::<serde_json::Value>(line).is_err()).count();
            if wrong > 0 { vec![format!("{wrong} lines are no JSON")] } else { Vec::new() }
        }
        "eml" => faults_of_letter(bytes),
        "zip" => faults_of_zip(bytes),
        _ => Vec::new(),
    };
    for fault in &mut faults {
        *fault = format!("{name}: {fault}");
    }
    faults
}

fn faults_of_zip(bytes: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut faults = Vec::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).unwrap();
        let name = file.name().unwrap().into_owned();
        let climbs =
            name.split(['/', '\\']).any(|part| part == "..") || name.starts_with(['/', '\\']) || name.contains(':');
        if climbs || name.chars().any(docket::words::is_control_or_bidi) {
            faults.push(format!("the name {name:?}"));
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        // What others sent is kept as they sent it; only what we wrote must be harmless.
        let theirs = name.contains("/data/evidence/") || name.contains("/data/messages/received-");
        if !theirs || name.ends_with("/index.csv") {
            faults.extend(faults_of_file(&name, &content));
        }
    }
    faults
}

impl Siege {
    pub fn letters(&mut self) {
        let mut many = 0;
        let mut marked = 0;
        for entry in std::fs::read_dir(self.world.outbox()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            many += 1;
            marked += usize::from(String::from_utf8_lossy(&bytes).contains(MARK));
            for fault in faults_of_letter(&bytes) {
                self.fault(format!("a letter: {fault}"));
            }
        }
        println!("{many} letters, {marked} of them with hostile words");
        assert!(marked > 5, "{marked} of {many} letters hold a hostile string");
    }

    /// Every paper for everybody for whom it can be made.
    pub async fn papers(&mut self) {
        let desk = self.world.site.app.desk.clone();
        let mut made = 0;
        for what in What::ALL {
            for profile in Profile::ALL {
                for format in what.formats() {
                    let ask = Ask {
                        what: what.word().into(),
                        profile: profile.word().into(),
                        format: (*format).into(),
                        subject: match what {
                            What::CaseFile => self.world.running.clone(),
                            What::CustomerFile => "alpha-social".into(),
                            _ => String::new(),
                        },
                        from: "2020-01-01".into(),
                        to: "2023-01-01".into(),
                        zone: "UTC".into(),
                        ..Ask::default()
                    };
                    let cleo = self.world.fresh(&self.world.cleo);
                    // Some are made for nobody outside.
                    let Ok(id) = desk.ask_export(&cleo, desk.new_command(), &ask).await else { continue };
                    server::exports::make_waiting(&desk, &self.world.site.app.site.press).await;
                    let (row, path) = match desk.export_file(&cleo, id).await {
                        Ok(found) => found,
                        Err(problem) => {
                            self.fault(format!("{ask:?} was not made: {problem}"));
                            continue;
                        }
                    };
                    made += 1;
                    let bytes = std::fs::read(path).unwrap();
                    for fault in faults_of_file(&row.name.unwrap_or_default(), &bytes) {
                        self.fault(format!("for {}: {fault}", profile.word()));
                    }
                }
            }
        }
        assert!(made > 15, "{made} papers");
    }
}
