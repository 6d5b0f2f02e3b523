//! Characters: what the fonts have is read back as it was, and the rest stands there as its number.

use super::*;

#[test]
fn what_no_font_has_stands_there_as_its_number() {
    let text =
        "😀 漢字 \u{202e}abc\u{202c} x\u{302} \u{e000} \u{7} \u{1f468}\u{200d}\u{1f469} عرب हिन्दी \u{feff}| \u{fffe}|";
    let html = page(&format!("<h1>{text}</h1><p>{text}</p><p><code>{text}</code></p><table><tr><td>{text}</table>"));
    let mut order = order(&html);
    order.provider = text.to_owned();
    let read = words(&press::read(&pdf(&order)).expect("it is read"));
    // A NUL and its like never get through the parser of HTML; the others do.
    for shown in
        ["‹U+1F600›", "‹U+6F22›", "‹U+202E›abc‹U+202C›", "x‹U+0302›", "‹U+E000›", "‹U+200D›", "‹U+0639›", "‹U+FEFF›|"]
    {
        assert!(read.matches(shown).count() >= 4, "{shown}: {read}");
    }
}

#[test]
fn what_the_fonts_have_is_read_back_as_it_was() {
    let named: Vec<char> = "ÄÖÜäöüß éèêëàâçîïôùûœæ ŁłŃńŚś čďěňřšťůž őű ğışİ ăâîșț åøÅØ ñ¿¡ ÞþÐð αβγδεζηθ АБВГабвгіїєґ \
        €£¥§©®™°±×÷ “”‘’«»„‚–—…•·†‡‰ ←↑→↓⇒ ½¼¾²³ ☐☑✓✗ ─│┌┐ ≠≤≥≈∞ ´`^~|\\"
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let text: String = named.iter().map(|letter| format!("{letter}{letter} ")).collect();
    for (open, close) in [("<p>", "</p>"), ("<p><code>", "</code></p>"), ("<p><strong><em>", "</em></strong></p>")] {
        let read = read_back(&page(&format!("{open}{text}{close}")));
        for letter in &named {
            assert!(
                read.contains(&format!("{letter}{letter}")),
                "{letter} ({:x}) in {open}: {read}",
                u32::from(*letter)
            );
        }
    }
}

#[test]
fn ligatures_spaces_and_hyphens_come_back_as_words() {
    let text = "office affluent waffle fjord Thirty fifth ﬁnal; co-operate e‑mail 10\u{202f}000\u{a0}€ « oui »";
    let read = words(&read_back(&page(&format!("<p>{text}</p><p><em>{text}</em></p><p><strong>{text}</strong></p>"))));
    let expected = "office affluent waffle fjord Thirty fifth final; co-operate e‑mail 10 000 € « oui »";
    assert_eq!(read.matches(expected).count(), 3, "{read}");
}

#[test]
fn hebrew_is_read_from_the_right() {
    let read = read_back(&page("<p>The customer שלום עולם wrote.</p>"));
    assert!(read.contains("The customer שלום עולם wrote."), "{read}");
}
