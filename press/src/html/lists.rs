//! Lists, facts and timelines.

use scraper::ElementRef;

use super::text::{Flow, Look};
use super::{Reader, is_of, unseen};
use crate::block::{Block, Fact, Text};

/// Names of facts that are longer than this would leave no room beside them.
const SHORT_NAME: usize = 24;

impl Reader<'_> {
    pub(super) fn list(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let look = &Look { kept: false, ..look.clone() };
        if is_of(element.value(), "timeline") {
            return self.timeline(element, look, flow, depth);
        }
        let mut items = Vec::new();
        for item in element.child_elements().filter(|item| !unseen(item.value())) {
            let mut inner = Flow::default();
            match item.value().name() {
                "li" => self.children(item, look, &mut inner, depth),
                // A list in a list without an item around it, as some write it.
                _ => self.element(item, look, &mut inner, depth),
            }
            let blocks = inner.finish(look.soft);
            if !blocks.is_empty() {
                items.push(blocks);
            }
        }
        let start = element.value().attr("start").and_then(|start| start.parse().ok()).unwrap_or(1).min(1_000_000);
        let start = (element.value().name() == "ol").then_some(start);
        if !items.is_empty() {
            flow.push(Block::List { start, items });
        }
    }

    /// Each item begins with its number, which stands in the margin.
    fn timeline(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let mut rows = Vec::new();
        for item in element.child_elements().filter(|item| !unseen(item.value())) {
            let (mut name, mut inner) = (Text::new(), Flow::default());
            for child in item.children() {
                match ElementRef::wrap(child) {
                    Some(child) if name.is_empty() && is_of(child.value(), "number") => {
                        name = self.one_line(child, look, depth);
                    }
                    Some(child) => self.element(child, look, &mut inner, depth + 1),
                    None => {
                        if let scraper::Node::Text(words) = child.value() {
                            inner.words(words, look, self.glyphs);
                        }
                    }
                }
            }
            rows.push(Fact { name, blocks: inner.finish(look.soft) });
        }
        if !rows.is_empty() {
            flow.push(Block::Facts { rows, narrow: true, margin: true });
        }
    }

    /// Several names of one fact are one name; several facts of one name stand below each other.
    pub(super) fn facts(&mut self, element: ElementRef<'_>, look: &Look, flow: &mut Flow, depth: usize) {
        let mut rows: Vec<Fact> = Vec::new();
        let parts = element.child_elements().flat_map(|child| match child.value().name() {
            // HTML lets a div group a name and its facts.
            "div" => child.child_elements().collect::<Vec<_>>(),
            _ => vec![child],
        });
        for part in parts.filter(|part| !unseen(part.value())) {
            match (part.value().name(), rows.last_mut()) {
                ("dt", Some(last)) if last.blocks.is_empty() => {
                    let more = self.one_line(part, look, depth);
                    last.name.push(crate::block::Run::line_end());
                    last.name.extend(more);
                }
                ("dt", _) => rows.push(Fact { name: self.one_line(part, look, depth), blocks: Vec::new() }),
                (_, Some(last)) => last.blocks.extend(self.inside(part, look, depth)),
                (_, None) => rows.push(Fact { name: Text::new(), blocks: self.inside(part, look, depth) }),
            }
        }
        let letters = |text: &Text| text.iter().map(|run| run.text.chars().count()).sum::<usize>();
        let narrow = rows.iter().all(|row| letters(&row.name) <= SHORT_NAME);
        if !rows.is_empty() {
            flow.push(Block::Facts { rows, narrow, margin: false });
        }
    }
}
