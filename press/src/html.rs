//! From HTML to blocks. The parser is a browser's; what is kept of it is what a document is made of. What does not show
//! is left out, what is unknown counts as what stands in it.

mod lists;
mod table;
pub(crate) mod text;

use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use crate::block::{Block, Run, Text};
use crate::glyphs::Glyphs;
use crate::limits::{self, TooLong};
use text::{Flow, Look};

/// How deep elements may stand in each other and still be told apart; what lies deeper becomes plain text.
const DEEPEST: usize = 60;
/// Lists, quotations and tables inside of each other, before they are set as paragraphs.
const DEEPEST_NEST: usize = 6;

/// In bytes.
const LONGEST_HEADING: usize = 2_000;

/// A document, read.
#[derive(Debug)]
pub struct Document {
    pub lang: String,
    pub title: String,
    pub blocks: Vec<Block>,
}

pub fn read(html: &str, glyphs: &Glyphs) -> Result<Document, TooLong> {
    let page = Html::parse_document(html);
    limits::measure(&page)?;
    let root = page.root_element();
    let title = first(root, "title").map(|title| text::on_one_line(title, glyphs)).unwrap_or_default();
    let lang = root.value().attr("lang").map(language).unwrap_or_else(|| "en".to_owned());
    let mut reader = Reader { glyphs, lang: lang.clone() };
    let mut flow = Flow::default();
    reader.children(root, &Look::default(), &mut flow, 0);
    let mut blocks = flow.finish(false);
    let mut last = 0;
    steps(&mut blocks, &mut last);
    Ok(Document { lang, title, blocks })
}

/// The first part of a language tag, in the form that a PDF takes: two or three letters.
fn language(tag: &str) -> String {
    let first = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let fits = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase());
    if fits { first } else { "en".to_owned() }
}

fn first<'a>(root: ElementRef<'a>, name: &str) -> Option<ElementRef<'a>> {
    let selector = Selector::parse(name).ok()?;
    root.select(&selector).next()
}

/// No level is skipped, so that whoever listens to the document is not led to look for what is not there.
fn steps(blocks: &mut [Block], last: &mut usize) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => {
                *level = (*level).min(*last + 1);
                *last = *level;
            }
            Block::Spoken { blocks, .. } => steps(blocks, last),
            _ => {}
        }
    }
}

pub(crate) struct Reader<'g> {
    glyphs: &'g Glyphs,
    /// In which language the words around are.
    lang: String,
}

impl Reader<'_> {
    fn children(&mut self, of: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        if depth > DEEPEST {
            // Gathered without going down, however deep it is.
            let words: String = text::visible_words(of).collect();
            flow.words(&words, look, self.glyphs);
            return;
        }
        for child in of.children() {
            if let Node::Text(words) = child.value() {
                flow.words(words, look, self.glyphs);
            } else if let Some(element) = ElementRef::wrap(child) {
                self.element(element, look, flow, depth + 1);
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let tag = element.value();
        if unseen(tag) {
            return;
        }
        match tag.name() {
            "br" => flow.line_end(look),
            "wbr" => flow.may_break(look),
            "strong" | "b" => self.children(element, &Look { strong: true, ..look.clone() }, flow, depth),
            "em" | "i" | "cite" => self.children(element, &Look { emphasis: true, ..look.clone() }, flow, depth),
            "code" | "kbd" | "samp" | "tt" => {
                self.children(element, &Look { code: true, ..look.clone() }, flow, depth);
            }
            "a" => self.link(element, look, flow, depth),
            _ => {
                if let Some(lang) = self.other_language(tag, look, flow) {
                    return self.spoken(element, lang, look, flow, depth);
                }
                self.block(element, look, flow, depth);
            }
        }
    }

    fn block(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let tag = element.value();
        let name = tag.name();
        if !is_block(name) {
            return self.children(element, look, flow, depth);
        }
        flow.end_paragraph();
        // Inside of a heading or a name, and too deep down, everything is text.
        if flow.is_flat() || (look.nested >= DEEPEST_NEST && nests(tag)) {
            self.children(element, look, flow, depth);
            flow.end_paragraph();
            return;
        }
        let deeper = Look { nested: look.nested + 1, ..look.clone() };
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, look, flow, depth),
            _ if is_of(tag, "frozen") || is_of(tag, "letter--frozen") => {
                let within = Look { kept: true, frozen: true, ..deeper };
                let blocks = self.inside(element, &within, depth);
                match look.frozen {
                    true => flow.append(blocks),
                    false => flow.push_filled(blocks, |blocks| Block::Frozen { blocks }),
                }
            }
            "pre" => flow.push_code(text::lines_kept(element, self.glyphs)),
            "blockquote" => {
                let within = Look { kept: true, ..deeper };
                let blocks = self.inside(element, &within, depth);
                flow.push_filled(blocks, |blocks| Block::Quote { blocks });
            }
            "ul" | "ol" | "menu" => self.list(element, &deeper, flow, depth),
            "dl" => self.facts(element, &deeper, flow, depth),
            "table" => self.table(element, &deeper, flow, depth),
            "figure" => self.figure(element, &deeper, flow, depth),
            "hr" => flow.push(Block::Rule),
            _ => {
                let within = Look { soft: look.soft || is_of(tag, "soft"), ..look.clone() };
                flow.soft(within.soft);
                self.children(element, &within, flow, depth);
                flow.end_paragraph();
                flow.soft(look.soft);
            }
        }
    }

    fn heading(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let level = element.value().name().trim_start_matches('h').parse().unwrap_or(1).clamp(1, 4);
        let text = self.one_line(element, look, depth);
        let letters = text.iter().map(|run| run.text.len()).sum::<usize>();
        // In a list or a cell a heading is a strong line: the outline would lead into the middle of something. One that
        // is longer than any heading is none either.
        if look.nested > 0 || letters > LONGEST_HEADING {
            flow.push_text(text.into_iter().map(|run| Run { strong: true, ..run }).collect());
        } else if text::says_something(&text) {
            flow.push(Block::Heading { level, text });
        }
    }

    fn figure(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let (mut inner, mut caption) = (Flow::default(), Text::new());
        for child in element.children() {
            match ElementRef::wrap(child) {
                Some(child) if child.value().name() == "figcaption" => {
                    caption = self.one_line(child, look, depth + 1);
                }
                Some(child) => self.element(child, look, &mut inner, depth + 1),
                None => {
                    if let Node::Text(words) = child.value() {
                        inner.words(words, look, self.glyphs);
                    }
                }
            }
        }
        let blocks = inner.finish(look.soft);
        if !blocks.is_empty() || text::says_something(&caption) {
            flow.push(Block::Figure { blocks, caption });
        }
    }

    /// What stands in an element, as blocks of their own.
    fn inside(&mut self, element: ElementRef<'_>, look: &Look, depth: usize) -> Vec<Block> {
        let mut flow = Flow::default();
        flow.soft(look.soft);
        self.children(element, look, &mut flow, depth);
        flow.finish(look.soft)
    }

    /// What stands in an element, as one paragraph.
    fn one_line(&mut self, element: ElementRef<'_>, look: &Look, depth: usize) -> Text {
        let mut flow = Flow::flat();
        self.children(element, &Look { kept: false, ..look.clone() }, &mut flow, depth);
        flow.into_text()
    }

    /// The text of a link; its address too, where that is another one.
    fn link(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        const LONGEST: usize = 2_000;
        let to = element.value().attr("href").map(str::trim).filter(|to| {
            let lower = to.get(..8).unwrap_or(to).to_ascii_lowercase();
            (lower.starts_with("http://") || lower.starts_with("https://"))
                && to.len() <= LONGEST
                && to.bytes().all(|byte| byte.is_ascii_graphic())
        });
        let Some(to) = to else { return self.children(element, look, flow, depth) };
        self.children(element, &Look { to: Some(to.to_owned()), ..look.clone() }, flow, depth);
        let said: String = text::visible_words(element).flat_map(|words| words.chars().collect::<Vec<_>>()).collect();
        if said.split_whitespace().all(|word| word != to) {
            let aside = Look { kept: true, ..look.clone() };
            flow.words(" (", &aside, self.glyphs);
            flow.words(to, &Look { code: true, to: Some(to.to_owned()), ..aside.clone() }, self.glyphs);
            flow.words(")", &aside, self.glyphs);
        }
    }

    fn other_language(&self, tag: &Element, look: &Look, flow: &Flow) -> Option<String> {
        let lang = tag.attr("lang").filter(|lang| !lang.is_empty()).map(language)?;
        let fits = is_block(tag.name()) && look.nested == 0 && !flow.is_flat() && lang != self.lang;
        // A heading keeps its place in the outline, which speaks one language.
        (fits && !tag.name().starts_with('h')).then_some(lang)
    }

    fn spoken(&mut self, element: ElementRef<'_>, lang: String, look: &Look, flow: &mut Flow, depth: usize) {
        flow.end_paragraph();
        let around = std::mem::replace(&mut self.lang, lang.clone());
        let mut inner = Flow::default();
        self.block(element, look, &mut inner, depth);
        self.lang = around;
        flow.push_filled(inner.finish(look.soft), |blocks| Block::Spoken { lang, blocks });
    }
}

pub(crate) fn unseen(tag: &Element) -> bool {
    let hidden = tag.attr("hidden").is_some() || tag.attr("aria-hidden") == Some("true");
    hidden || matches!(tag.name(), "script" | "style" | "template" | "head" | "noscript" | "iframe" | "svg" | "math")
}

fn is_of(tag: &Element, class: &str) -> bool {
    tag.classes().any(|one| one == class)
}

fn nests(tag: &Element) -> bool {
    matches!(tag.name(), "ul" | "ol" | "menu" | "dl" | "table" | "blockquote" | "figure") || is_of(tag, "frozen")
}

#[rustfmt::skip]
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "html" | "body" | "address" | "article" | "aside" | "blockquote" | "caption" | "center" | "dd" | "details" | "dialog"
            | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3"
            | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "legend" | "li" | "main" | "menu" | "nav" | "ol" | "option"
            | "p" | "pre" | "search" | "section" | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "ul"
    )
}

#[cfg(test)]
mod tests;
