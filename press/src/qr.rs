//! The pattern that leads whoever holds the paper to the page that checks it.

use qrcodegen::{QrCode, QrCodeEcc};

/// One path, as an SVG. None: the address is none, or too long for a pattern that a telephone could still read.
pub fn svg(url: &str) -> Option<String> {
    const LONGEST: usize = 300;
    if url.len() > LONGEST || !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let code = QrCode::encode_text(url, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let wide = (x..size).take_while(|x| code.get_module(*x, y)).count();
            if wide > 0 {
                path.push_str(&format!("M{x} {y}h{wide}v1h-{wide}z"));
            }
            x += i32::try_from(wide).unwrap_or_default() + 1;
        }
    }
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}"><path fill="#14181b" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_becomes_a_pattern() {
        let pattern = svg("https://desk.example/check?code=DN-7F3K-2M9QF").expect("it is short");
        assert!(pattern.contains("M0 0h7v1h-7z"), "{pattern}");
        assert_eq!(svg("javascript:x"), None);
        assert_eq!(svg(&format!("https://desk.example/{}", "x".repeat(400))), None);
    }
}
