//! Which characters the fonts can show. All others stand in the document as their code point, ‹U+1F600›: they neither
//! vanish nor break the file, and whoever compares two documents sees that something stood there.

use std::fmt::Write as _;

use typst::text::FontInfo;
use unicode_normalization::UnicodeNormalization;

/// Letters and signs that are set one after the other, each by itself: scripts whose letters join or stack are not among
/// them, because a glyph of theirs could not be read back as the letters it stands for.
const SIMPLE: [(u32, u32); 25] = [
    (0x20, 0x7e),     // ASCII
    (0xa0, 0x2ff),    // Latin, phonetic signs
    (0x370, 0x3ff),   // Greek
    (0x400, 0x482),   // Cyrillic, up to its combining signs
    (0x48a, 0x52f),   // and behind them
    (0x531, 0x58a),   // Armenian
    (0x5d0, 0x5ea),   // Hebrew letters
    (0x10a0, 0x10ff), // Georgian
    (0x1d00, 0x1dbf), // more phonetic signs
    (0x1e00, 0x1fff), // Vietnamese, Greek with accents
    (0x2002, 0x200a), // spaces
    (0x2010, 0x2027), // dashes, quotation marks, dots
    (0x202f, 0x205e), // the narrow space of French, and signs
    (0x2070, 0x20bf), // raised and lowered, currencies
    (0x2100, 0x218f), // letters as signs, fractions, Roman numbers
    (0x2190, 0x23ff), // arrows, mathematics, keys
    (0x2460, 0x24ff), // in circles
    (0x2500, 0x27bf), // lines, shapes, ticks
    (0x27c0, 0x2aff), // more arrows and mathematics
    (0x2b00, 0x2b59), // stars
    (0x2c60, 0x2c7f), // more Latin
    (0x2d00, 0x2d2d), // more Georgian
    (0x2e00, 0x2e44), // more signs
    (0xa717, 0xa7ff), // more Latin
    (0xfb00, 0xfb06), // ligatures
];

/// What neither shows nor takes room, though it stands within what is simple.
const UNSEEN: [char; 1] = ['\u{ad}'];

/// Where a word may be broken at the end of a line. It never comes from a document: there it is a code point.
pub const MAY_BREAK: char = '\u{200b}';

pub struct Glyphs {
    /// For each character of the simple scripts, whether a font has it.
    shown: Vec<(u32, u32)>,
}

impl Glyphs {
    pub fn of<'a>(fonts: impl Iterator<Item = &'a FontInfo> + Clone) -> Self {
        let has = |point: u32| fonts.clone().any(|font| font.coverage.contains(point));
        let mut shown: Vec<(u32, u32)> = Vec::new();
        for point in SIMPLE.iter().flat_map(|(from, to)| *from..=*to).filter(|point| has(*point)) {
            match shown.last_mut() {
                Some((_, last)) if *last + 1 == point => *last = point,
                _ => shown.push((point, point)),
            }
        }
        Self { shown }
    }

    /// With plain Latin letters alone. A document that cannot be set otherwise is set like this.
    pub fn plain() -> Self {
        Self { shown: vec![(0x20, 0x7e), (0xa0, 0xac), (0xae, 0xff)] }
    }

    pub fn shows(&self, letter: char) -> bool {
        let point = u32::from(letter);
        let place = self.shown.partition_point(|(_, last)| *last < point);
        self.shown.get(place).is_some_and(|(first, _)| *first <= point) && !UNSEEN.contains(&letter)
    }

    /// A text of which every character can be seen. Tabs and line ends are for the caller to take out before.
    pub fn visible(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for letter in text.nfc() {
            match letter {
                letter if self.shows(letter) => out.push(letter),
                // Writing to a String cannot fail.
                letter => _ = write!(out, "‹U+{:04X}›", u32::from(letter)),
            }
        }
        out
    }
}

/// A word that no line could hold gets places at which it may be broken: behind what divides it, and wherever it has
/// gone on for `longest` letters.
pub fn breakable(text: &str, longest: usize) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (place, piece) in text.split(' ').enumerate() {
        if place > 0 {
            out.push(' ');
        }
        if piece.chars().nth(longest).is_none() {
            out.push_str(piece);
            continue;
        }
        let mut since = 0;
        let mut letters = piece.chars().peekable();
        while let Some(letter) = letters.next() {
            out.push(letter);
            since += 1;
            let divides =
                since > 3 && matches!(letter, '/' | '?' | '&' | '=' | '.' | '_' | '-' | ',' | ';' | ':' | '›');
            if letters.peek().is_some() && (divides || since >= longest) {
                out.push(MAY_BREAK);
                since = 0;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_named() {
        let glyphs = Glyphs::plain();
        assert_eq!(glyphs.visible("a😀b\u{202e}\u{0}é"), "a‹U+1F600›b‹U+202E›‹U+0000›é");
        // An accent of its own joins its letter, or is named.
        assert_eq!(glyphs.visible("e\u{301} x\u{302}"), "é x‹U+0302›");
        assert_eq!(glyphs.visible("soft\u{ad}hyphen\u{200b}"), "soft‹U+00AD›hyphen‹U+200B›");
    }

    #[test]
    fn only_what_is_too_long_gets_places_to_break() {
        assert_eq!(breakable("short words stay", 8), "short words stay");
        assert_eq!(breakable("abcdefghij", 4), "abcd\u{200b}efgh\u{200b}ij");
        assert_eq!(breakable("https://a.example/path", 12), "https:\u{200b}//a.\u{200b}example/\u{200b}path");
    }
}
