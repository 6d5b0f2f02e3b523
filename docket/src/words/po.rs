//! A catalogue of words, read once from a file as gettext has them.

use std::collections::HashMap;

use polib::po_file;

#[derive(Debug, Default)]
pub struct Po {
    words: HashMap<String, String>,
    /// Under the word for one: the words for one and for several.
    counted: HashMap<String, Vec<String>>,
}

impl Po {
    /// A file that cannot be read is no catalogue: everything stays English, and a test says so.
    pub fn read(text: &str) -> Po {
        let Ok(catalogue) = po_file::parse_from_reader(text.as_bytes()) else { return Po::default() };
        let mut po = Po::default();
        for message in catalogue.messages().filter(|message| message.is_translated()) {
            match (message.msgstr(), message.msgstr_plural()) {
                (Ok(words), _) => _ = po.words.insert(message.msgid().to_owned(), words.to_owned()),
                (_, Ok(forms)) => _ = po.counted.insert(message.msgid().to_owned(), forms.clone()),
                _ => {}
            }
        }
        po
    }

    pub fn one(&self, english: &str) -> Option<&str> {
        self.words.get(english).map(String::as_str)
    }

    pub fn several(&self, one: &str, several: bool) -> Option<&str> {
        self.counted.get(one)?.get(usize::from(several)).map(String::as_str)
    }

    /// Every key with its translation, for tests and for handing words on to a browser.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.words.iter().map(|(english, words)| (english.as_str(), words.as_str()))
    }

    pub fn all_counted(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.counted.iter().map(|(one, forms)| (one.as_str(), forms.as_slice()))
    }
}
