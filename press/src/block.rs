//! What a document is made of once its HTML is read: a short list of blocks that the template knows how to set. It is
//! handed over as JSON, so what somebody wrote is a value there and never a part of the template.

use serde::Serialize;

/// Words that look alike, or the end of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    pub text: String,
    #[serde(skip_serializing_if = "is_false")]
    pub strong: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub emphasis: bool,
    /// What a machine made: codes, hashes, addresses.
    #[serde(skip_serializing_if = "is_false")]
    pub code: bool,
    /// An address to go to, http or https only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The line ends here; there is no text.
    #[serde(skip_serializing_if = "is_false", rename = "break")]
    pub ends_line: bool,
}

impl Run {
    pub fn line_end() -> Self {
        Self { ends_line: true, ..Self::default() }
    }

    /// The same look, so that two of them can be one.
    pub fn looks_like(&self, other: &Self) -> bool {
        !self.ends_line
            && !other.ends_line
            && self.strong == other.strong
            && self.emphasis == other.emphasis
            && self.code == other.code
            && self.to == other.to
    }
}

pub type Text = Vec<Run>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// `level` begins at 1 and never skips one, which PDF/UA asks for.
    Heading {
        level: usize,
        text: Text,
    },
    /// `soft`: said aside. `tight`: the next line of a text whose line breaks are kept.
    Paragraph {
        text: Text,
        soft: bool,
    },
    /// `start`: the first number, if the items are numbered.
    List {
        start: Option<u32>,
        items: Vec<Vec<Block>>,
    },
    /// Names on the left, what they say on the right. `margin`: the names are numbers, as in a timeline.
    Facts {
        rows: Vec<Fact>,
        narrow: bool,
        margin: bool,
    },
    Table(Table),
    Quote {
        blocks: Vec<Block>,
    },
    /// What was promised, sent or approved, between double rules.
    Frozen {
        blocks: Vec<Block>,
    },
    /// Letters of one width, line by line.
    Code {
        lines: Vec<String>,
    },
    Rule,
    Figure {
        blocks: Vec<Block>,
        caption: Text,
    },
    /// A part in another language than the document.
    Spoken {
        lang: String,
        blocks: Vec<Block>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub name: Text,
    pub blocks: Vec<Block>,
}

/// Every row fills every column, because the template asks for that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    pub columns: usize,
    /// How much room each column asks for, by its longest texts.
    pub widths: Vec<usize>,
    pub caption: Text,
    /// Whether the head stands on each page again.
    pub repeats: bool,
    pub head: Vec<Vec<Cell>>,
    pub body: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// "row" or "column", if the cell names others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<&'static str>,
    pub across: usize,
    pub blocks: Vec<Block>,
}

impl Cell {
    pub fn empty() -> Self {
        Self { names: None, across: 1, blocks: Vec::new() }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
fn is_false(value: &bool) -> bool {
    !value
}
