//! Words on their way into paragraphs: white space as a browser has it, line breaks where they are kept.

use scraper::{ElementRef, Node};

use crate::block::{Block, Run, Text};
use crate::glyphs::{Glyphs, MAY_BREAK, breakable};

/// Letters of a word before it gets places to be broken at: what a line holds, and what a cell may hold.
const LONGEST: usize = 44;
const LONGEST_IN_CELL: usize = 16;

/// How the words of an element look, and what stands around it.
#[derive(Clone, Default)]
pub struct Look {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
    pub to: Option<String>,
    pub soft: bool,
    /// Line breaks and spaces stay as they are.
    pub kept: bool,
    /// Between double rules already.
    pub frozen: bool,
    /// Lists, quotations and tables around it.
    pub nested: usize,
    /// In a cell, where less of a word has room.
    pub in_cell: bool,
}

/// Blocks, and the paragraph that is being gathered.
#[derive(Default)]
pub struct Flow {
    blocks: Vec<Block>,
    runs: Text,
    soft: bool,
    /// One paragraph, whatever comes.
    flat: bool,
}

impl Flow {
    pub fn flat() -> Self {
        Self { flat: true, ..Self::default() }
    }

    pub fn is_flat(&self) -> bool {
        self.flat
    }

    pub fn soft(&mut self, soft: bool) {
        self.soft = soft;
    }

    pub fn words(&mut self, words: &str, look: &Look, glyphs: &Glyphs) {
        let longest = if look.in_cell { LONGEST_IN_CELL } else { LONGEST };
        let visible = |text: &str| breakable(&glyphs.visible(text), longest);
        if look.kept && !self.flat {
            for (place, line) in words.split('\n').enumerate() {
                if place > 0 {
                    self.kept_line_end();
                }
                let line = kept_spaces(line.strip_suffix('\r').unwrap_or(line));
                self.add(&visible(&line), look);
            }
            return;
        }
        let begins = words.starts_with(is_space);
        let joined = words.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if (begins || joined.is_empty()) && !words.is_empty() {
            self.space(look);
        }
        self.add(&visible(&joined), look);
        if !joined.is_empty() && words.ends_with(is_space) {
            self.space(look);
        }
    }

    pub fn line_end(&mut self, look: &Look) {
        match self.flat {
            true => self.space(look),
            false => {
                self.trim_end();
                self.runs.push(Run::line_end());
            }
        }
    }

    pub fn may_break(&mut self, look: &Look) {
        self.add(&MAY_BREAK.to_string(), look);
    }

    /// An empty line is the end of a paragraph.
    fn kept_line_end(&mut self) {
        match self.runs.last() {
            Some(last) if last.ends_line => self.end_paragraph(),
            Some(_) => self.runs.push(Run::line_end()),
            None => {}
        }
    }

    fn space(&mut self, look: &Look) {
        let open = self.runs.last().is_some_and(|last| !last.ends_line && !last.text.ends_with(' '));
        if open {
            self.add(" ", look);
        }
    }

    fn add(&mut self, text: &str, look: &Look) {
        if text.is_empty() {
            return;
        }
        let run = Run {
            text: text.to_owned(),
            strong: look.strong,
            emphasis: look.emphasis,
            code: look.code,
            to: look.to.clone(),
            ends_line: false,
        };
        match self.runs.last_mut() {
            Some(last) if last.looks_like(&run) => last.text.push_str(text),
            _ => self.runs.push(run),
        }
    }

    pub fn end_paragraph(&mut self) {
        if self.flat {
            self.space(&Look::default());
            return;
        }
        self.trim_end();
        while self.runs.last().is_some_and(|last| last.ends_line) {
            self.runs.pop();
            self.trim_end();
        }
        for text in portions(std::mem::take(&mut self.runs)) {
            if says_something(&text) {
                self.blocks.push(Block::Paragraph { text, soft: self.soft });
            }
        }
    }

    fn trim_end(&mut self) {
        while let Some(last) = self.runs.last_mut().filter(|last| !last.ends_line) {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if !last.text.is_empty() {
                break;
            }
            self.runs.pop();
        }
    }

    pub fn push(&mut self, block: Block) {
        self.end_paragraph();
        self.blocks.push(block);
    }

    pub fn push_text(&mut self, text: Text) {
        if says_something(&text) {
            self.push(Block::Paragraph { text, soft: self.soft });
        }
    }

    pub fn push_filled(&mut self, blocks: Vec<Block>, make: impl FnOnce(Vec<Block>) -> Block) {
        if !blocks.is_empty() {
            self.push(make(blocks));
        }
    }

    pub fn push_code(&mut self, lines: Vec<String>) {
        if lines.iter().any(|line| !line.trim().is_empty()) {
            self.push(Block::Code { lines });
        }
    }

    pub fn append(&mut self, mut blocks: Vec<Block>) {
        self.end_paragraph();
        self.blocks.append(&mut blocks);
    }

    pub fn finish(mut self, soft: bool) -> Vec<Block> {
        self.soft = soft;
        self.end_paragraph();
        self.blocks
    }

    pub fn into_text(mut self) -> Text {
        self.trim_end();
        // A name or a heading is one paragraph: what is longer than one is left without places to break at.
        let mut portions = portions(self.runs).into_iter();
        let mut text = portions.next().unwrap_or_default();
        let rest: String = portions.flatten().map(|run| run.text.replace(MAY_BREAK, "")).collect();
        if !rest.is_empty() {
            text.push(Run { text: rest, ..Run::default() });
        }
        text
    }
}

/// Pieces of one paragraph, at most. Lines are looked for in all of them at once, which takes a minute for twenty
/// thousand.
const MOST_PIECES: usize = 1_000;

/// A text, in paragraphs that are short enough to be set.
fn portions(text: Text) -> Vec<Text> {
    let mut portions = vec![Text::new()];
    let mut pieces = 0;
    for run in text {
        for text in parted(&run.text) {
            let more = 1 + text.matches(MAY_BREAK).count();
            if pieces + more > MOST_PIECES {
                portions.push(Text::new());
                pieces = 0;
            }
            pieces += more;
            if let Some(portion) = portions.last_mut() {
                portion.push(Run { text: text.to_owned(), ..run.clone() });
            }
        }
    }
    portions
}

/// Behind every so many places at which it may be broken.
fn parted(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut begin, mut places) = (0, 0_usize);
    for (at, _) in text.match_indices(MAY_BREAK) {
        places += 1;
        if places.is_multiple_of(MOST_PIECES / 2) {
            parts.push(&text[begin..at]);
            begin = at;
        }
    }
    parts.push(&text[begin..]);
    parts
}

pub fn says_something(text: &Text) -> bool {
    text.iter().any(|run| run.text.contains(|letter: char| !letter.is_whitespace() && letter != MAY_BREAK))
}

/// White space of HTML, which a browser joins. The no-break spaces of French are none.
fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Spaces that line things up must not fall together; every eighth of them still lets a line end.
fn kept_spaces(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut run = 0;
    let line = line.replace('\t', "    ");
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != ' ' {
            out.push(letter);
            run = 0;
            continue;
        }
        run += 1;
        let lines_up = letters.peek() == Some(&' ') || out.is_empty();
        out.push(if lines_up && run % 8 != 0 { '\u{a0}' } else { ' ' });
    }
    out
}

/// The words of an element in their order, but for what does not show.
pub fn visible_words<'a>(element: ElementRef<'a>) -> impl Iterator<Item = &'a str> {
    element.descendants().filter_map(|node| match node.value() {
        Node::Text(words) => {
            let shows =
                node.ancestors().take(3).filter_map(ElementRef::wrap).all(|above| !super::unseen(above.value()));
            shows.then_some(&**words)
        }
        _ => None,
    })
}

pub fn on_one_line(element: ElementRef<'_>, glyphs: &Glyphs) -> String {
    one_line(&element.text().collect::<String>(), glyphs)
}

/// A text of which every character shows, on one line.
pub fn one_line(text: &str, glyphs: &Glyphs) -> String {
    glyphs.visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub fn lines_kept(element: ElementRef<'_>, glyphs: &Glyphs) -> Vec<String> {
    let text: String = visible_words(element).collect();
    let lines = text.trim_end_matches(['\n', '\r']).split('\n');
    lines
        .map(|line| {
            let line = glyphs.visible(&kept_spaces(line.strip_suffix('\r').unwrap_or(line)));
            breakable(&line, LONGEST)
        })
        .collect()
}
