//! A letter that somebody holds beside the one that we sent.

use similar::{ChangeTag, TextDiff};
use std::collections::HashMap;
use std::time::Duration;

/// Whoever gives less of the letter than this is told nothing about its words: they would be guessing.
const LEAST_PERCENT: usize = 60;
const MOST_WORDS: usize = 20_000;
const PATIENCE: Duration = Duration::from_millis(500);

/// What somebody gave us, word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Nothing was added, taken away or changed.
    Same,
    /// The reader's own words in their order, and where words of ours are missing.
    Differs(Vec<Piece>),
    /// So little of it is ours that it is another text under this code.
    AnotherText,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Ours(String),
    /// The reader's text goes on in the next line, or after an empty one.
    Break {
        empty: bool,
    },
    /// Not in our letter.
    Theirs(String),
    /// So many words of our letter are missing here. Which ones is not told.
    Missing(usize),
}

/// Against the letter, of those that we sent, that it is most like. `link`: what stands in ours where each reader has a
/// link of their own, and how such links begin.
pub fn compare(theirs: &str, ours: &[&str], link: (&str, &str)) -> Compared {
    let (theirs, breaks) = lines_of(theirs);
    if theirs.len() > MOST_WORDS {
        return Compared::AnotherText;
    }
    let kept: Vec<String> = theirs
        .iter()
        .map(|word| if word.starts_with(link.1) { link.0.to_owned() } else { (*word).to_owned() })
        .collect();
    let compared = ours.iter().map(|ours| beside(&theirs, &breaks, &kept, &lines_of(ours).0));
    compared.max_by_key(|(percent, _)| *percent).map_or(Compared::AnotherText, |(percent, pieces)| match percent {
        100 if pieces.iter().all(|piece| matches!(piece, Piece::Ours(_) | Piece::Break { .. })) => Compared::Same,
        LEAST_PERCENT.. => Compared::Differs(pieces),
        _ => Compared::AnotherText,
    })
}

/// The words, and which of them begin a line: true after an empty one. Lines that a mail program has quoted or broken
/// anew are the same words.
fn lines_of(text: &str) -> (Vec<&str>, HashMap<usize, bool>) {
    let (mut words, mut breaks, mut empty) = (Vec::new(), HashMap::new(), false);
    for line in text.lines() {
        let before = words.len();
        words.extend(line.trim_start_matches(['>', ' ']).split_whitespace());
        if words.len() == before {
            empty = true;
        } else {
            breaks.insert(before, std::mem::take(&mut empty));
        }
    }
    (words, breaks)
}

/// How many percent of the two are the same, and the pieces.
fn beside(shown: &[&str], breaks: &HashMap<usize, bool>, theirs: &[String], ours: &[&str]) -> (usize, Vec<Piece>) {
    let theirs: Vec<&str> = theirs.iter().map(String::as_str).collect();
    let mut same = 0;
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::configure().timeout(PATIENCE).diff_slices(ours, &theirs).iter_all_changes() {
        let word = change.new_index().and_then(|place| shown.get(place)).copied().unwrap_or_default();
        if let Some(&empty) = change.new_index().filter(|place| *place > 0).and_then(|place| breaks.get(&place)) {
            pieces.push(Piece::Break { empty });
        }
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, last) => {
                same += 1;
                match last {
                    Some(Piece::Ours(text)) => text.extend([" ", word]),
                    _ => pieces.push(Piece::Ours(word.to_owned())),
                }
            }
            (ChangeTag::Insert, Some(Piece::Theirs(text))) => text.extend([" ", word]),
            (ChangeTag::Insert, _) => pieces.push(Piece::Theirs(word.to_owned())),
            (ChangeTag::Delete, Some(Piece::Missing(many))) => *many += 1,
            (ChangeTag::Delete, _) => pieces.push(Piece::Missing(1)),
        }
    }
    (200 * same / (ours.len() + theirs.len()).max(1), pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "Please answer within 24 hours.\nAnswer here:\n{link}\nThe rule is in our contract with you.";
    const LINK: (&str, &str) = ("{link}", "https://desk.example/n/");

    #[test]
    fn the_letter_is_the_same_however_a_mail_program_breaks_it() {
        let held = "> Please answer within\n> 24 hours. Answer here: https://desk.example/n/abc The rule is\n\nin our contract with you.\n";
        assert_eq!(compare(held, &["Another letter altogether.", LETTER], LINK), Compared::Same);
    }

    #[test]
    fn a_changed_word_is_marked_and_ours_is_not_told() {
        let held = LETTER.replace("24", "48").replace("{link}", "https://evil.example/n/abc");
        let Compared::Differs(pieces) = compare(&held, &[LETTER], LINK) else { panic!("it differs") };
        assert!(pieces.contains(&Piece::Theirs("48".into())) && pieces.contains(&Piece::Missing(1)), "{pieces:?}");
        assert!(pieces.contains(&Piece::Theirs("https://evil.example/n/abc".into())), "{pieces:?}");
        assert!(!format!("{pieces:?}").contains("24"), "{pieces:?}");
        let added = format!("{LETTER} Pay to this account.");
        let Compared::Differs(pieces) = compare(&added, &[LETTER], LINK) else { panic!("it differs") };
        assert_eq!(pieces.last(), Some(&Piece::Theirs("Pay to this account.".into())));
    }

    #[test]
    fn what_differs_keeps_the_lines_of_its_reader() {
        let held = format!("> {}\n>\n> Hurry.", LETTER.replace("24", "48").replace('\n', "\n> "));
        let Compared::Differs(pieces) = compare(&held, &[LETTER], LINK) else { panic!("it differs") };
        let breaks: Vec<bool> = pieces
            .iter()
            .filter_map(|piece| if let Piece::Break { empty } = piece { Some(*empty) } else { None })
            .collect();
        assert_eq!(breaks, [false, false, false, true], "{pieces:?}");
        assert_eq!(pieces.last(), Some(&Piece::Theirs("Hurry.".into())));
    }

    #[test]
    fn whoever_guesses_words_is_told_nothing_about_them() {
        for held in ["DN-7F3K-2M9Q answer contract", "the of a in our with you", &"word ".repeat(30_000)] {
            assert_eq!(compare(held, &[LETTER], LINK), Compared::AnotherText);
        }
        assert_eq!(compare("anything", &[], LINK), Compared::AnotherText);
    }
}
