//! Follows every link that a visitor is shown, and fills in the forms that it finds.

use std::collections::{HashMap, HashSet, VecDeque};

use axum::http::{Method, StatusCode};
use server::router::table;

use crate::html::{Form, Kind, Page};
use crate::site::{Seen, Visitor};

/// So many pages of one kind: cases are many, because each stands at another stage.
fn most(row: &str) -> usize {
    match row {
        "/cases/{number}" => 20,
        "/ledger/{seq}" | "/inbox" | "/cases" | "/ledger" | "/dashboard" => 4,
        _ => 6,
    }
}

/// The row of the table that answers this path: fixed words win over holes.
pub fn row_of(method: &Method, path: &str) -> Option<&'static str> {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |row: &'static str| {
        let holes: Vec<&str> = row.split('/').collect();
        let same = |(hole, part): (&&str, &&str)| hole == part || (hole.starts_with('{') && !part.is_empty());
        (holes.len() == parts.len() && holes.iter().zip(&parts).all(same))
            .then(|| holes.iter().filter(|hole| hole.starts_with('{')).count())
    };
    let rows = table().into_iter().filter(|row| row.method == *method);
    rows.filter_map(|row| Some((fits(row.path)?, row.path))).min().map(|(_, row)| row)
}

/// Everything that can be reached from there by looking, each page once.
pub async fn walk(visitor: &mut Visitor, starts: &[String]) -> Vec<(String, Seen)> {
    let mut seen = HashSet::new();
    let mut many: HashMap<&'static str, usize> = HashMap::new();
    let mut next: VecDeque<String> = starts.iter().cloned().collect();
    let mut pages = Vec::new();
    while let Some(path) = next.pop_front() {
        let Some(row) = row_of(&Method::GET, &path) else { continue };
        if matches!(row, "/pkg/{file}" | "/live" | "/evidence/{sha256}") || !seen.insert(path.clone()) {
            continue;
        }
        let count = many.entry(row).or_default();
        *count += 1;
        if *count > most(row) {
            continue;
        }
        let answer = visitor.get(&path).await;
        if answer.status == StatusCode::SEE_OTHER {
            next.push_back(answer.location().to_owned());
        }
        if answer.header("content-type").starts_with("text/html") {
            next.extend(Page::read(&answer.text).links());
        }
        pages.push((path, answer));
    }
    pages
}

/// One value of a filled form.
#[derive(Clone, Debug)]
pub enum Sent {
    Text(String),
    File { name: String, bytes: Vec<u8> },
}

pub type Filled = Vec<(String, Sent)>;

/// Fills the form: `words` says what is typed into a field, `turn` which of several is chosen.
pub fn fill(form: &Form, command: &str, turn: usize, words: &dyn Fn(usize, &str, &Kind) -> String) -> Filled {
    let mut filled = Filled::new();
    for (place, field) in form.fields.iter().enumerate() {
        let text = || Sent::Text(words(place, &field.name, &field.kind));
        let sent = match &field.kind {
            _ if field.name == "command_id" => Sent::Text(command.to_owned()),
            Kind::Text | Kind::Area | Kind::Password => text(),
            Kind::Hidden if turn % 3 == 2 => text(),
            Kind::Hidden => Sent::Text(field.value.clone()),
            // Ticked but for every fifth time.
            Kind::Box if turn % 5 == 4 => continue,
            Kind::Box => Sent::Text(if field.value.is_empty() { "on".into() } else { field.value.clone() }),
            Kind::OneOf(all) => Sent::Text(all.get(turn % all.len().max(1)).cloned().unwrap_or_default()),
            Kind::File => {
                let words = words(place, &field.name, &field.kind);
                Sent::File { bytes: words.clone().into_bytes(), name: words }
            }
        };
        filled.push((field.name.clone(), sent));
    }
    filled
}

const LONGEST_QUERY: usize = 60_000;

/// As a browser sends it.
pub async fn send(visitor: &mut Visitor, form: &Form, page: &str, filled: &Filled) -> Seen {
    let here = page.split('?').next().unwrap_or_default();
    let action = match form.action.as_str() {
        "" => page.to_owned(),
        query if query.starts_with('?') => format!("{here}{query}"),
        action => action.to_owned(),
    };
    let mut plain = form_urlencoded::Serializer::new(String::new());
    for (name, sent) in filled {
        match sent {
            Sent::Text(text) => plain.append_pair(name, text),
            Sent::File { name: file, .. } => plain.append_pair(name, file),
        };
    }
    if !form.post {
        let path = action.split('?').next().unwrap_or_default().to_owned();
        let mut query = plain.finish();
        // No address is longer than 64 kB; what does not fit comes by itself in another turn.
        if query.len() > LONGEST_QUERY {
            query.truncate(query[..LONGEST_QUERY].rfind('&').unwrap_or(0));
        }
        return visitor.get(&format!("{path}?{query}")).await;
    }
    if !form.multipart {
        let body = plain.finish().into_bytes();
        return visitor.send(Method::POST, &action, "application/x-www-form-urlencoded", body).await;
    }
    let mut body = Vec::new();
    for (name, sent) in filled {
        body.extend_from_slice(format!("--hq-boundary\r\ncontent-disposition: form-data; name=\"{name}\"").as_bytes());
        match sent {
            Sent::Text(text) => body.extend_from_slice(format!("\r\n\r\n{text}\r\n").as_bytes()),
            Sent::File { name, bytes } => {
                // A name with a control character is no header, and is turned away as none; browsers escape quotes.
                let name = name.replace(char::is_control, "").replace('\\', "_").replace('"', "%22");
                let head = format!("; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n");
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(bytes);
                body.extend_from_slice(b"\r\n");
            }
        }
    }
    body.extend_from_slice(b"--hq-boundary--\r\n");
    visitor.send(Method::POST, &action, "multipart/form-data; boundary=hq-boundary", body).await
}

#[test]
fn a_path_finds_its_row() {
    assert_eq!(row_of(&Method::GET, "/cases/new"), Some("/cases/new"));
    assert_eq!(row_of(&Method::GET, "/cases/DN-1?x=y"), Some("/cases/{number}"));
    assert_eq!(row_of(&Method::POST, "/n/abc/answer"), Some("/n/{token}/answer"));
    assert_eq!(row_of(&Method::GET, "/nothing/of/ours"), None);
}
