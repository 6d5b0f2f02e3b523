//! What stands in the pages as plain words goes through `t`, `say!`, `count` or `ours`: whatever does not, no reader of
//! another language can read, and no catalogue misses it. The sources are read, because a page shows only what is there.

use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Words that are the same in every language, or that nobody reads here, each with its reason.
const THE_SAME: &[(&str, &str)] = &[
    ("Due Notice", "the name of the program"),
    ("{title} – Due Notice", "a title and the name of the program"),
    ("AP-", "the letters before a number"),
    ("ML-", "the letters before a number"),
    ("JSON, UTF-8", "names of formats"),
    (". SHA-256 ", "the name of a hash"),
    (" UTC", "the name of a clock"),
    ("{} kB", "a unit"),
    ("{:.1} MB", "a unit"),
    ("{} h {:02} min", "units"),
    ("{} min", "a unit"),
    ("{} min {:02} s", "units"),
    ("ARF, RFC 5965", "the name of a format"),
    ("Ctrl K", "what is printed on a key"),
    ("Enter", "what is printed on a key"),
    ("Space", "what is printed on a key"),
    ("ArrowDown", "what browsers call a key"),
    ("ArrowUp", "what browsers call a key"),
    ("Digit", "what browsers call a key"),
    ("duenotice notary accept-gap {}", "what is typed on the machine"),
    ("crispEdges", "a word of SVG"),
    ("light dark", "a word of browsers"),
    ("Use ", "looked for in an English sentence, never shown"),
    ("En français", "says in French that French follows"),
    ("It does not lie on our network: nobody here held the address.", "a reason for the record, which is in English"),
];

/// Sources whose words are in two languages already, each with its reason.
const OTHERWISE: &[(&str, &str)] = &[
    ("pages/ledger/wrong.rs", "looks for the English words of the check of the record"),
    ("pages/decision_new/draft.rs", "begins a letter in the language of the customer"),
    ("shell.rs", "the link past the bar is in the language of the page, which may be one that the desk does not speak"),
];

#[derive(Default)]
struct Shown {
    literals: usize,
    left: Vec<String>,
}

impl Shown {
    fn folder(&mut self, folder: &Path) {
        let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|it| it.path()).collect();
        entries.sort();
        for entry in entries {
            if entry.is_dir() {
                self.folder(&entry);
            // The halves for the browser say nothing of their own: they hold names of keys and places of the page.
            } else if entry.extension().is_some_and(|ending| ending == "rs")
                && !entry.ends_with("tests.rs")
                && !entry.ends_with("browser.rs")
            {
                self.file(&entry);
            }
        }
    }

    fn file(&mut self, file: &Path) {
        let name = file.to_string_lossy().replace('\\', "/");
        if OTHERWISE.iter().any(|(known, _)| name.ends_with(known)) {
            return;
        }
        let text = std::fs::read_to_string(file).expect("a source");
        let before = self.left.len();
        self.text(&text);
        // Words by which the palette is searched are never shown, and have no capital letter.
        if name.ends_with("pages/go.rs") {
            let found = self.left.split_off(before);
            self.left.extend(found.into_iter().filter(|words| words.contains(char::is_uppercase)));
        }
        for words in &mut self.left[before..] {
            *words = format!("{name}: {words:?}");
        }
    }

    fn text(&mut self, text: &str) {
        self.tokens(text.parse().expect("Rust"), false);
    }

    /// `markup`: directly inside of `view!`, where a text stands between tags.
    fn tokens(&mut self, tokens: TokenStream, markup: bool) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        let mut tag = String::new();
        for (place, token) in all.iter().enumerate() {
            let before = |back: usize| place.checked_sub(back).map(|at| all[at].to_string()).unwrap_or_default();
            match token {
                TokenTree::Group(group) => self.group(group, &before),
                TokenTree::Literal(literal) => {
                    let Ok(words) = syn::parse_str::<syn::LitStr>(&literal.to_string()) else { continue };
                    self.literals += 1;
                    let words = words.value();
                    // What a machine reads stands in `code`, what is pressed in `kbd`.
                    let between_tags = markup && before(1) != "=" && tag != "code" && tag != "kbd";
                    let in_code = markup && (tag == "code" || tag == "kbd") && before(1) != "=";
                    let machine = in_code || (markup && before(1) == "=" && before(2) == "class");
                    let said = (between_tags && has_a_word(&words)) || (!machine && reads_like_words(&words));
                    if said && THE_SAME.iter().all(|(same, _)| *same != words) {
                        self.left.push(words);
                    }
                }
                TokenTree::Punct(sign) if markup && sign.as_char() == '<' => {
                    tag = all.get(place + 1).map(ToString::to_string).unwrap_or_default();
                }
                _ => {}
            }
        }
    }

    fn group(&mut self, group: &Group, before: &dyn Fn(usize) -> String) {
        let name = (before(2), before(1));
        let (two, one) = (name.0.as_str(), name.1.as_str());
        let looked_up = group.delimiter() == Delimiter::Parenthesis
            && matches!(one, "t" | "ours" | "count" | "recorded" | "noun")
            && two != "fn";
        let first = group.stream().into_iter().next().map(|token| token.to_string()).unwrap_or_default();
        // Attributes hold documentation; the defaults of a component are words like any others.
        let attribute = (one == "#" && first != "prop") || (one == "!" && two == "#");
        if attribute || (one == "tests" && two == "mod") {
            return;
        }
        let macro_of = |known: &[&str]| one == "!" && known.contains(&two);
        if looked_up || macro_of(&["say", "phrase"]) {
            // All words that stand in such a call itself are in the catalogue, what is counted in both its numbers; calls
            // beside them may hold others.
            let inner = group.stream().into_iter().filter(|token| !matches!(token, TokenTree::Literal(_)));
            return self.tokens(inner.collect(), false);
        }
        self.tokens(group.stream(), macro_of(&["view"]));
    }
}

fn has_a_word(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic))
}

/// A capital with small letters, two words in a row, or a word beside a space: no class, no path and no key looks so.
fn reads_like_words(text: &str) -> bool {
    if text.contains("__") || text.contains("--") || text.contains('_') || text.contains('/') && !text.contains(' ') {
        return false;
    }
    let mut bare = String::with_capacity(text.len());
    let mut depth = 0;
    for sign in text.chars() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => bare.push(sign),
            _ => {}
        }
    }
    let word = |piece: &str| piece.len() > 1 && piece.chars().all(char::is_alphabetic);
    let capital = bare.split(|sign: char| !sign.is_alphabetic()).any(|piece| {
        let mut letters = piece.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase)
    });
    let pieces: Vec<&str> = bare.split(' ').collect();
    let row = pieces.windows(2).any(|pair| pair.iter().all(|piece| word(piece.trim_matches([',', '.', ':']))));
    let edge = bare.trim() != bare && pieces.iter().any(|piece| word(piece));
    capital || row || edge
}

#[test]
fn what_a_page_shows_goes_through_its_words() {
    let mut shown = Shown::default();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for folder in ["pages", "ui", "islands"] {
        shown.folder(&sources.join(folder));
    }
    shown.file(&sources.join("shell.rs"));
    assert!(shown.literals > 4000, "{} literals", shown.literals);
    assert!(shown.left.is_empty(), "{}", shown.left.join("\n"));
}

#[test]
fn words_that_go_past_the_catalogue_are_found() {
    let left = |text: &str| {
        let mut shown = Shown::default();
        shown.text(text);
        shown.left
    };
    assert_eq!(left(r#"view! { <p>"Hello"</p> <p>"seconds"</p> }"#), ["Hello", "seconds"]);
    assert_eq!(left(r#"view! { <p class="soft" title="Not yet">{t("Hello")} ", " {x}</p> }"#), ["Not yet"]);
    assert_eq!(left(r##"fn f(#[prop(default = "Next".into(), into)] word: String) {}"##), ["Next"]);
    assert_eq!(left(r#"view! { <b>{if x { "Sent" } else { t("Kept") }}</b> }"#), ["Sent"]);
    assert_eq!(left(r#"say!("Held by {}", who.map_or("a customer nobody knows", name))"#), ["a customer nobody knows"]);
    assert_eq!(left(r#"view! { <code>"from"</code> <i class="tag tag--late">{say!("Held {}", x)}</i> }"#), [""; 0]);
    assert_eq!(left("/// What it is.\nfn f() { count(3, \"file\", \"files more\"); href(\"/inbox\") }"), [""; 0]);
}
