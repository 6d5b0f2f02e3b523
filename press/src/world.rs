//! What the typesetter may see: the template, the paper's data, the files that go inside, and our fonts. No file of the
//! machine, no network, no clock.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Features, Library, LibraryExt, World};

/// The template, one thought a file.
const PARTS: [(&str, &str); 4] = [
    ("main.typ", include_str!("../paper/main.typ")),
    ("page.typ", include_str!("../paper/page.typ")),
    ("blocks.typ", include_str!("../paper/blocks.typ")),
    ("tokens.typ", include_str!("../paper/tokens.typ")),
];

/// One for text and one for what a machine made; together they have every character that we promise to show.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

pub struct Fonts {
    pub book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .filter(|font| FAMILIES.contains(&font.info().family.as_str()))
        .collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

impl Fonts {
    pub fn infos(&self) -> impl Iterator<Item = &typst::text::FontInfo> + Clone {
        self.fonts.iter().map(Font::info)
    }
}

pub struct Desk {
    library: LazyHash<Library>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    /// `files`: the data by name.
    pub fn new(files: Vec<(String, Bytes)>) -> Option<Self> {
        // Cells that name their row are told to screen readers as such.
        let features: Features = [Feature::A11yExtras].into_iter().collect();
        let sources = PARTS.iter().filter_map(|(name, text)| {
            let id = id(name)?;
            Some((id, Source::new(id, (*text).to_owned())))
        });
        Some(Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            main: id(PARTS[0].0)?,
            sources: sources.collect(),
            files: files.into_iter().filter_map(|(name, bytes)| Some((id(&name)?, bytes))).collect(),
        })
    }
}

fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
