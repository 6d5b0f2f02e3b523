//! Words that are nobody's business outside, looked for in every byte that a customer or a reporter can get.

use std::collections::BTreeSet;
use std::io::Read;

use aho_corasick::AhoCorasick;
use axum::http::{HeaderValue, Method};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use docket::export::Ask;
use mail_parser::MessageParser;
use server::router::{Permit, table};

use crate::crawl::{fill, send, walk};
use crate::html::Page;
use crate::site::{Seen, Visitor};
use crate::world::{CANARIES, World};

/// Every form in which bytes may hide this word.
fn disguises(word: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![word.as_bytes().to_vec()];
    forms.push(word.encode_utf16().flat_map(u16::to_le_bytes).collect());
    forms.push(word.encode_utf16().flat_map(u16::to_be_bytes).collect());
    forms.push(hex::encode(word).into_bytes());
    forms.push(form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>().into_bytes());
    // Base64 of something longer shows the word in one of three ways; the signs at its ends depend on their neighbours.
    for before in 0..3 {
        let padded = [vec![b' '; before], word.as_bytes().to_vec()].concat();
        let coded = STANDARD_NO_PAD.encode(&padded);
        let from = [0, 2, 3][before];
        let to = coded.len() - usize::from(padded.len() % 3 != 0);
        forms.push(coded.as_bytes()[from..to].to_vec());
    }
    forms
}

/// All words in all their forms, looked for in one pass.
struct Needles {
    names: Vec<String>,
    /// Of each form the place of its word.
    of: Vec<usize>,
    all: AhoCorasick,
}

impl Needles {
    fn new(names: Vec<String>) -> Needles {
        let mut forms = Vec::new();
        let mut of = Vec::new();
        for (place, name) in names.iter().enumerate() {
            for form in disguises(name) {
                forms.push(form);
                of.push(place);
            }
        }
        let all = AhoCorasick::builder().ascii_case_insensitive(true).build(forms).unwrap();
        Needles { names, of, all }
    }

    fn in_bytes(&self, bytes: &[u8]) -> BTreeSet<&str> {
        let found = self.all.find_overlapping_iter(bytes);
        found.map(|found| self.names[self.of[found.pattern().as_usize()]].as_str()).collect()
    }
}

/// As they are, and without the line ends with which mails fold what is long.
fn readings(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    if !bytes.starts_with(b"From:") {
        return all;
    }
    let text = String::from_utf8_lossy(bytes);
    all.extend([text.replace("=\r\n", "").into_bytes(), text.replace("\r\n", "").into_bytes()]);
    if let Some(mail) = MessageParser::default().parse(bytes) {
        for part in [mail.body_text(0), mail.body_html(0), mail.subject().map(Into::into)].into_iter().flatten() {
            all.push(part.into_owned().into_bytes());
        }
    }
    all
}

struct Watch {
    needles: Needles,
    found: BTreeSet<String>,
    bytes: usize,
    pieces: usize,
}

impl Watch {
    fn over(world: &World) -> Watch {
        let mut words: Vec<String> = CANARIES.iter().map(|word| (*word).to_owned()).collect();
        words.extend(world.tokens.iter().cloned());
        for who in [&world.ann, &world.lee, &world.cleo, &world.otto, &world.ada] {
            words.push(who.person.id.to_string());
        }
        Watch { needles: Needles::new(words), found: BTreeSet::new(), bytes: 0, pieces: 0 }
    }

    /// `own`: what this reader may know, because it is theirs.
    fn look(&mut self, what: &str, bytes: &[u8], own: &[&str]) {
        self.bytes += bytes.len();
        self.pieces += 1;
        for reading in readings(bytes) {
            for name in self.needles.in_bytes(&reading).into_iter().filter(|name| !own.contains(name)) {
                self.found.insert(format!("{what} holds {name:?}"));
            }
        }
    }

    fn answer(&mut self, what: &str, seen: &Seen, own: &[&str]) {
        let mut bytes = format!("{:?}\n", seen.headers).into_bytes();
        bytes.extend_from_slice(seen.text.as_bytes());
        self.look(what, &bytes, own);
    }

    fn say(&self) {
        assert!(self.found.is_empty(), "{} leaks: {:#?}", self.found.len(), self.found);
    }
}

/// Each of the links, right, old, over and wrong, with what its own reader may know.
fn links(world: &World) -> Vec<(&'static str, String)> {
    let links = &world.links;
    vec![
        ("running", links.running.clone()),
        ("french", links.french.clone()),
        ("replaced", links.replaced.clone()),
        ("superseded", links.superseded.clone()),
        ("suspended", links.suspended.clone()),
        ("withdrawn", links.withdrawn.clone()),
        ("expired", links.expired.clone()),
        ("wrong", "A".repeat(43)),
        ("cut off", links.running[..20].to_owned()),
    ]
}

fn filled(path: &str, token: &str, world: &World) -> String {
    let receipt = if path.contains("/appeals/") { &world.links.appeal } else { &world.links.answer };
    path.replace("{token}", token)
        .replace("{receipt}", receipt)
        .replace("{reference}", "C-1")
        .replace("{file}", "x.js")
        .replace("{decision}", "1")
}

/// Every page and every form that is open to whoever has this link or none.
async fn visit(world: &World, watch: &mut Watch, visitor: &mut Visitor, name: &str, token: &str, own: &[&str]) {
    for row in table().into_iter().filter(|row| matches!(row.permit, Permit::Anyone | Permit::Link | Permit::Log)) {
        for language in ["?lang=en", "?lang=fr", "?lang=fr&asked=1&sent=1"] {
            let path = format!("{}{language}", filled(row.path, token, world));
            let seen = if row.method == Method::GET {
                visitor.get(&path).await
            } else if row.path == "/sign-out" {
                continue;
            } else {
                world.site.clock.advance_seconds(1);
                let command = world.site.app.desk.new_command().to_string();
                visitor.post(&path, &[("command_id", &command)]).await
            };
            assert!(!seen.status.is_server_error(), "{name}: {path}");
            watch.answer(&format!("{name}: {} {}", row.method, row.path), &seen, own);
        }
    }
    // And what they lead to, with every form filled in.
    for (path, seen) in walk(visitor, &[format!("/n/{token}"), format!("/n/{token}?lang=fr")]).await {
        watch.answer(&format!("{name}: {path}"), &seen, own);
        if !seen.header("content-type").starts_with("text/html") {
            continue;
        }
        for (turn, form) in Page::read(&seen.text).forms().into_iter().enumerate() {
            world.site.clock.advance_seconds(1);
            let command = world.site.app.desk.new_command().to_string();
            let sent = fill(&form, &command, turn * 3, &|_, _, _| "Plain words.".to_owned());
            let answer = send(visitor, &form, &path, &sent).await;
            watch.answer(&format!("{name}: {} from {path}", form.action), &answer, own);
        }
    }
}

#[tokio::test]
async fn nothing_of_the_house_is_in_any_byte_that_leaves_it() {
    let mut world = World::build().await;
    let mut watch = Watch::over(&world);
    let mut guest = world.site.visitor();
    // The same mistakes in each language, with what a browser adds.
    guest.extra.insert("accept-language", HeaderValue::from_static("fr-CA, fr;q=0.9"));
    for (name, token) in links(&world) {
        visit(&world, &mut watch, &mut guest, name, &token, &[]).await;
    }
    let reporter = ["Rosalba", "rosalba@reporter-canary.example", "Canary-Organisation"];
    for token in [world.links.status.clone(), "B".repeat(43)] {
        for language in ["", "?lang=fr"] {
            let seen = guest.get(&format!("/status/{token}{language}")).await;
            watch.answer("a reporter's page", &seen, &[]);
        }
    }
    // What is closed to them says nothing either: pages of the team, methods that there are not, keys that are none.
    for row in table().into_iter().filter(|row| !matches!(row.permit, Permit::Anyone | Permit::Link | Permit::Log)) {
        let path = filled(row.path, "x", &world).replace("{number}", &world.running).replace("{handle}", "otherbrook");
        for method in [Method::GET, Method::POST, Method::DELETE, Method::OPTIONS] {
            let seen = guest.send(method.clone(), &path, "", Vec::new()).await;
            watch.answer(&format!("nobody: {method} {}", row.path), &seen, &["otherbrook"]);
        }
    }
    for kind in ["text/plain", "multipart/form-data", "application/json"] {
        let path = format!("/n/{}/answer", world.links.running);
        let seen = guest.send(Method::POST, &path, kind, vec![b'x'; 100]).await;
        watch.answer(&format!("{kind} where a form belongs"), &seen, &[]);
    }
    watch.say();

    world.round().await;
    let mut letters = 0;
    for entry in std::fs::read_dir(world.outbox()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        let to = mail.to().and_then(|to| to.first()).and_then(|to| to.address()).unwrap().to_owned();
        // Alarms and invitations stay in the house.
        if to.ends_with("@team-canary.example") || to.ends_with("@hosting.example") {
            continue;
        }
        letters += 1;
        let other = ["otherbrook", "Otherbrook Canary Holdings", "203.0.113.150", world.links.other.as_str()];
        let own: &[&str] = match to.as_str() {
            to if to.contains("reporter-canary") => &reporter,
            to if to.contains("otherbrook") => &other,
            _ => &[],
        };
        watch.look(&format!("the letter to {to}, {:?}", mail.subject()), &bytes, own);
    }
    assert!(letters >= 15, "{letters} letters");
    papers(&world, &mut watch).await;
    watch.say();
    println!("{} canaries in {} pieces, {} bytes", watch.needles.names.len(), watch.pieces, watch.bytes);
    assert!(watch.pieces > 500 && watch.bytes > 1_000_000, "{} pieces", watch.pieces);
}

/// Everything that can be made for a customer's eyes.
async fn papers(world: &World, watch: &mut Watch) {
    let desk = &world.site.app.desk;
    let mut made = 0;
    for (what, subject, format) in [
        ("case_file", world.running.as_str(), "zip"),
        ("case_file", world.suspended.as_str(), "zip"),
        ("customer_file", "alpha-social", "zip"),
        ("customer_file", "beta-hosting", "zip"),
        ("treatment_report", "", "csv"),
        ("treatment_report", "", "html"),
        ("deadline_report", "", "csv"),
        ("deadline_report", "", "html"),
    ] {
        let ask = Ask {
            what: what.into(),
            profile: "customer".into(),
            format: format.into(),
            subject: subject.into(),
            from: "2020-01-01".into(),
            to: "2023-01-01".into(),
            zone: "UTC".into(),
            ..Ask::default()
        };
        let cleo = world.fresh(&world.cleo);
        let id = desk.ask_export(&cleo, desk.new_command(), &ask).await.unwrap();
        server::exports::make_waiting(desk, &world.site.app.site.press).await;
        let (row, path) = desk.export_file(&cleo, id).await.unwrap();
        let name = row.name.unwrap_or_default();
        let bytes = std::fs::read(path).unwrap();
        watch.look(&format!("{what} for a customer"), &bytes, &[]);
        made += 1;
        if name.ends_with(".zip") {
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for place in 0..zip.len() {
                let mut file = zip.by_index(place).unwrap();
                let inner = file.name().unwrap().into_owned();
                let mut content = inner.clone().into_bytes();
                file.read_to_end(&mut content).unwrap();
                watch.look(&format!("{inner} in {what} for a customer"), &content, &[]);
            }
        }
    }
    assert_eq!(made, 8);
}

/// The search itself must find what it is there to find.
#[test]
fn a_canary_is_found_in_every_disguise() {
    let needles = Needles::new(vec!["canary-note".into()]);
    let found = |bytes: &[u8]| readings(bytes).iter().any(|reading| !needles.in_bytes(reading).is_empty());
    assert!(found(b"<p>CANARY-note</p>"));
    assert!(found(b"From: a@b.example\r\n\r\na cana=\r\nry-note in a mail"));
    assert!(found(&"x canary-note".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()));
    assert!(found(&"x canary-note".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()));
    for before in ["", "a", "ab", "abc"] {
        for after in ["", "x", "yz", " and more"] {
            let coded = STANDARD_NO_PAD.encode(format!("{before}canary-note{after}"));
            assert!(found(coded.as_bytes()), "{before}|{after}: {coded}");
        }
    }
    assert!(found(hex::encode("a canary-note").as_bytes()));
    assert!(!found(b"a canary and a note"));
}
