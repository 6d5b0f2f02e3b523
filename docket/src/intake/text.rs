//! Cleaning what strangers wrote, so that every string that leaves intake can be stored and shown.

use sha2::{Digest, Sha256};

/// One line: no control characters, no marks that turn the direction of writing, single spaces, at most `max` characters.
pub fn line(text: &str, max: usize) -> String {
    // Far more than can survive is never needed, and a stranger's string may be as large as the body.
    let mut out = String::new();
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
            count += 1;
        }
        for c in word.chars().filter(|c| !is_trick(*c)) {
            if count >= max {
                return shorten(out, max);
            }
            out.push(c);
            count += 1;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn shorten(mut text: String, max: usize) -> String {
    while text.chars().count() >= max.max(1) {
        text.pop();
    }
    text.truncate(text.trim_end().len());
    text.push('…');
    text
}

/// Free text: line ends are `\n`, no other control character than tab, at most `max` characters.
pub fn block(text: &str, max: usize) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' => {
                if chars.peek() == Some(&'\n') {
                    chars.next();
                }
                '\n'
            }
            '\n' | '\t' => c,
            c if c.is_control() || is_trick(c) => continue,
            c => c,
        };
        if count >= max {
            return shorten(out, max);
        }
        out.push(c);
        count += 1;
    }
    out.trim_matches(|c: char| c == '\n' || c == ' ').to_string()
}

/// Marks that reorder or hide text: useful in prose, dangerous in a list of addresses.
fn is_trick(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// An address with its tricks made visible, as a browser would send them: the address means the same, and cannot pose as another.
pub fn address(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_trick(c) || c.is_control() {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// The first `max` bytes, cut at a character.
pub fn head(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

pub fn is_email(text: &str) -> bool {
    text.len() <= 254
        && text.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && is_host(domain)
                && !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '<' || c == '>')
        })
}

pub fn domain_of(email: &str) -> String {
    email.rsplit_once('@').map(|(_, domain)| domain.trim_end_matches(['.', '>']).to_lowercase()).unwrap_or_default()
}

/// A name with at least one dot that the DNS could hold; letters beyond ASCII pass, as they stand for punycode.
pub fn is_host(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
        && text.rsplit('.').next().is_some_and(|top| top.chars().any(|c| !c.is_ascii_digit()))
}

/// Safe as the last part of a path on any system.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean = line(last, 150).replace(['<', '>', ':', '"', '|', '?', '*', '…'], "_");
    clean.trim_matches(['.', ' ']).to_string()
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

pub fn hash_key(bytes: &[u8]) -> String {
    format!("sha256:{}", sha256(bytes))
}

/// Text to compare by: one case, one kind of white space, so that a mail system's rewrapping changes nothing.
pub fn normalised(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// The key of a report that carries an identifier: kind, the sender's domain, its own number.
/// None when a part is missing, so that reports of two strangers never meet in an empty name.
pub fn id_key(kind: &str, domain: &str, id: &str) -> Option<String> {
    let (domain, id) = (domain.trim().to_lowercase(), id.trim());
    if domain.is_empty() || id.is_empty() {
        return None;
    }
    let id = if id.len() <= 200 && !id.chars().any(|c| c.is_control() || is_trick(c)) {
        id.to_string()
    } else {
        sha256(id.as_bytes())
    };
    Some(format!("{kind}:{}:{id}", line(&domain, 253)))
}
