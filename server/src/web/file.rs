//! What a file that somebody sent is: judged by its first bytes, never by what the sender calls it.

const LONGEST_NAME: usize = 200;
/// So much is looked at to tell text from anything else.
const LOOKED_AT: usize = 8 * 1024;

const OTHER: &str = "application/octet-stream";
const TEXT: &str = "text/plain";

pub fn sniff(bytes: &[u8], name: &str) -> &'static str {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if begins(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if begins(b"GIF87a") || begins(b"GIF89a") {
        "image/gif"
    } else if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
        "image/webp"
    } else if begins(b"%PDF-") {
        "application/pdf"
    } else if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        "application/zip"
    } else if is_text(bytes) {
        // A mail is kept as what it is, so that whoever opens it gets a mail program.
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("eml") => "message/rfc822",
            Some("txt" | "csv" | "log" | "md") | None => TEXT,
            _ if looks_active(bytes) => OTHER,
            _ => TEXT,
        }
    } else {
        OTHER
    }
}

/// UTF-8 without control characters, as far as we look. A character cut in half at the end is no fault.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() && head.len() == LOOKED_AT => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.is_empty() && text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// Markup under a name of its own: no browser shall ever be told that it may be shown.
fn looks_active(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// The last part of a path, without what could mislead a reader or a file system.
pub fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut clean: String = last.chars().filter(|c| !c.is_control() && !is_invisible(*c)).collect();
    while clean.len() > LONGEST_NAME {
        clean.pop();
    }
    let clean = clean.trim().trim_start_matches('.');
    if clean.is_empty() { "file".to_owned() } else { clean.to_owned() }
}

/// Turns of the writing direction and characters without width, by which `exe.txt` passes for something else.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_and_not_the_name() {
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n....", "page.html"), "image/png");
        assert_eq!(sniff(b"RIFF\0\0\0\0WEBPVP8 ", "x"), "image/webp");
        assert_eq!(sniff(b"RIFF\0\0\0\0WAVE", "x"), OTHER);
        assert_eq!(sniff(b"%PDF-1.7\n", "plan.pdf"), "application/pdf");
        assert_eq!(sniff(b"PK\x03\x04rest", "plan.docx"), "application/zip");
        assert_eq!(sniff(b"MZ\x90\0", "photo.png"), OTHER);
        assert_eq!(sniff(b"", "empty.txt"), OTHER);
    }

    #[test]
    fn text_is_text_and_markup_is_not_shown() {
        assert_eq!(sniff("grüße, world\n".as_bytes(), "plan.txt"), TEXT);
        assert_eq!(sniff(b"a;b\r\n1;2\r\n", "users.csv"), TEXT);
        assert_eq!(sniff(b"From: a@b.example\r\n\r\nhello", "mail.EML"), "message/rfc822");
        assert_eq!(sniff(b"  <svg onload=alert(1)>", "x.svg"), OTHER);
        assert_eq!(sniff(b"<html>", "x.txt"), TEXT);
        assert_eq!(sniff(b"\xff\xfeh\0i\0", "x.txt"), OTHER);
        let long = "é".repeat(LOOKED_AT);
        assert_eq!(sniff(format!("x{long}").as_bytes(), "x.txt"), TEXT);
    }

    #[test]
    fn names_lose_their_folders_and_tricks() {
        assert_eq!(clean_name("../../etc/passwd"), "passwd");
        assert_eq!(clean_name(r"C:\evidence\screen.png"), "screen.png");
        assert_eq!(clean_name("a\u{202e}gnp.exe\r\n\0"), "agnp.exe");
        assert_eq!(clean_name(".."), "file");
        assert_eq!(clean_name(""), "file");
        assert!(clean_name(&"ü".repeat(500)).len() <= LONGEST_NAME);
    }
}
