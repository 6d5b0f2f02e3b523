//! One glyph after the other, made into lines and words by where it stands.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{BlendMode, ClipPath, Device, GlyphDrawMode, Image, Paint, PathDrawMode, SoftMask};
use kurbo::{Affine, BezPath, Point, Rect, Vec2};

/// In bytes. A letter has some thousand, a long report a few hundred thousand.
const MOST_WORDS: usize = 2 * 1024 * 1024;
/// In points. Smaller letters are seen by nobody.
const SMALLEST: f64 = 2.0;
/// Running heads and feet stand in the margins, in points from the edge. What calls itself one elsewhere is read: a
/// forger must not be able to show words that count as none.
const HEAD: f64 = 64.0;
const FOOT: f64 = 76.0;
/// In parts of the size of the letters: from where on a gap is a space, and a step down another line.
const SPACE: f64 = 0.2;
const STEP: f64 = 0.5;
const PARAGRAPH: f64 = 1.75;

pub struct Words {
    text: String,
    /// Made by us: then a line or a paragraph that ends does so with two spaces.
    ours: bool,
    area: Rect,
    /// For each marked part around: whether it is an artifact.
    marks: Vec<bool>,
    last: Option<Last>,
    letters: usize,
    nameless: usize,
}

/// Where the last glyph was and how it went on.
struct Last {
    begin: Point,
    end: Point,
    size: f64,
    text: String,
}

impl Words {
    pub fn new(ours: bool) -> Self {
        Self { text: String::new(), ours, area: Rect::ZERO, marks: Vec::new(), last: None, letters: 0, nameless: 0 }
    }

    pub fn begin_page(&mut self, area: Rect) {
        self.area = area;
        self.marks.clear();
        if self.last.take().is_some() {
            self.new_line(false);
        }
    }

    pub fn overflows(&self) -> bool {
        self.text.len() > MOST_WORDS
    }

    /// So few of the letters have a name that what comes out is no text.
    pub fn mostly_nameless(&self) -> bool {
        self.nameless * 2 > self.letters
    }

    /// Lines without spaces at their ends, and never two empty ones.
    pub fn finish(self) -> String {
        let mut out = String::with_capacity(self.text.len());
        for line in self.text.split('\n') {
            let line = joined(line);
            if line.is_empty() && (out.is_empty() || out.ends_with("\n\n")) {
                continue;
            }
            out.push_str(&in_reading_order(&line));
            out.push('\n');
        }
        out.truncate(out.trim_end_matches('\n').len());
        out.push('\n');
        out
    }

    fn is_margin(&self, at: Point) -> bool {
        at.y < self.area.y0 + HEAD || at.y > self.area.y1 - FOOT
    }

    fn add(&mut self, named: &str, begin: Point, end: Point, size: f64) {
        if let Some(last) = &self.last {
            // A letter drawn twice, filled and stroked, is one letter.
            if last.text == named && last.begin.distance(begin) < size * 0.05 {
                return;
            }
            let along = last.end - last.begin;
            let along = if along.hypot() > 0.0 { along.normalize() } else { Vec2::new(1.0, 0.0) };
            let step = begin - last.end;
            let (forward, across) = (step.dot(along), step.cross(along).abs());
            let size = size.max(last.size);
            if across > size * STEP || forward < -size {
                self.new_line(across > size * PARAGRAPH);
            } else if forward > size * SPACE && !self.text.ends_with([' ', '\n']) && !named.starts_with(' ') {
                self.text.push(' ');
            }
        }
        self.text.push_str(named);
        self.last = Some(Last { begin, end, size, text: named.to_owned() });
    }

    fn new_line(&mut self, far: bool) {
        // Where we broke a line, one space ended it, or a word goes on that no line could hold.
        if self.ours && !self.text.ends_with("  ") {
            return;
        }
        self.text.push_str(if far { "\n\n" } else { "\n" });
    }
}

impl<'a> Device<'a> for Words {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        paint: &Paint<'a>,
        mode: &GlyphDrawMode,
    ) {
        if self.overflows() || matches!(mode, GlyphDrawMode::Invisible) || is_unseen(paint) {
            return;
        }
        let at = transform * glyph_transform;
        let begin = at * Point::ORIGIN;
        let size = (at * Point::new(0.0, 1000.0) - begin).hypot();
        let named = glyph.as_unicode().map(|letters| match letters {
            BfString::Char(letter) => name(&letter.to_string()),
            BfString::String(letters) => name(&letters),
        });
        let is_space = named.as_deref().is_some_and(|named| named.trim().is_empty());
        let seen = self.area.inflate(1.0, 1.0).contains(begin) && (size >= SMALLEST || is_space) && size.is_finite();
        if !seen || (self.marks.contains(&true) && self.is_margin(begin)) {
            return;
        }
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width().map_or(500.0, f64::from),
            Glyph::Type3(_) => 500.0,
        };
        self.letters += 1;
        self.nameless += usize::from(named.is_none());
        let named = named.unwrap_or_else(|| "\u{fffd}".to_owned());
        self.add(&named, begin, at * Point::new(advance, 0.0), size);
    }

    fn begin_marked_content(&mut self, tag: &[u8], _: Option<i32>) {
        self.marks.push(tag == b"Artifact");
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Spaces that only divided cells are one.
fn joined(line: &str) -> String {
    line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// White on white, or transparent.
fn is_unseen(paint: &Paint<'_>) -> bool {
    let Paint::Color(color) = paint else { return false };
    let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
    alpha < 16 || [red, green, blue].iter().all(|part| *part > 245)
}

/// Spaces of every width are one space, ligatures the letters they stand for; what has no shape is nothing.
fn name(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    for letter in letters.chars() {
        match letter {
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\t' | '\n' | '\r' => out.push(' '),
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\0'..='\u{1f}' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Hebrew and Arabic stand in a PDF as they are seen, from left to right; as text they begin with their first letter.
fn in_reading_order(line: &str) -> String {
    let is_rtl =
        |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    if !line.contains(is_rtl) {
        return line.to_owned();
    }
    let letters: Vec<char> = line.chars().collect();
    let (mut out, mut at) = (String::with_capacity(line.len()), 0);
    while at < letters.len() {
        if !is_rtl(letters[at]) {
            out.push(letters[at]);
            at += 1;
            continue;
        }
        // As far as such letters go, with spaces between them.
        let run = letters[at..].iter().take_while(|letter| is_rtl(**letter) || **letter == ' ').count();
        let run = letters[at..at + run].iter().rposition(|letter| is_rtl(*letter)).map_or(run, |last| last + 1);
        out.extend(letters[at..at + run].iter().rev());
        at += run;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &mut Words, text: &str, x: f64, y: f64) {
        for (place, letter) in text.chars().enumerate() {
            let begin = Point::new(x + 5.0 * place as f64, y);
            words.add(&letter.to_string(), begin, begin + Vec2::new(5.0, 0.0), 10.0);
        }
    }

    #[test]
    fn lines_words_and_paragraphs_are_told_apart_by_where_they_stand() {
        let mut words = Words::new(false);
        words.begin_page(Rect::new(0.0, 0.0, 600.0, 800.0));
        set(&mut words, "one", 10.0, 100.0);
        set(&mut words, "two", 40.0, 100.0);
        set(&mut words, "next", 10.0, 112.0);
        set(&mut words, "far", 10.0, 150.0);
        assert_eq!(words.finish(), "one two\nnext\n\nfar\n");
    }

    #[test]
    fn our_own_lines_go_on_where_they_were_broken() {
        let mut words = Words::new(true);
        words.begin_page(Rect::new(0.0, 0.0, 600.0, 800.0));
        set(&mut words, "a line ", 10.0, 100.0);
        set(&mut words, "goes on, lo", 10.0, 112.0);
        set(&mut words, "ng  ", 10.0, 124.0);
        set(&mut words, "and ends", 10.0, 136.0);
        assert_eq!(words.finish(), "a line goes on, long\nand ends\n");
    }

    #[test]
    fn what_is_seen_from_the_right_is_read_from_the_right() {
        assert_eq!(in_reading_order("from \u{5d2}\u{5d1} \u{5d0} on"), "from \u{5d0} \u{5d1}\u{5d2} on");
    }
}
