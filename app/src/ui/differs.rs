//! Two texts, word by word: what went and what came.

use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Same(String),
    Gone(String),
    New(String),
}

/// More words than this are compared as two whole texts: the table grows with the product of both.
const MOST_WORDS: usize = 2_000;

fn compare(old: &str, new: &str) -> Vec<Piece> {
    let (one, two): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    if one.len().max(two.len()) > MOST_WORDS {
        return vec![Piece::Gone(one.join(" ")), Piece::New(two.join(" "))];
    }
    // The longest common run of words, from the end, so that reading it goes forward.
    let mut common = vec![vec![0u16; two.len() + 1]; one.len() + 1];
    for i in (0..one.len()).rev() {
        for j in (0..two.len()).rev() {
            common[i][j] =
                if one[i] == two[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < one.len() || j < two.len() {
        if i < one.len() && j < two.len() && one[i] == two[j] {
            add(&mut pieces, Piece::Same(one[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if j == two.len() || (i < one.len() && common[i + 1][j] >= common[i][j + 1]) {
            add(&mut pieces, Piece::Gone(one[i].to_owned()));
            i += 1;
        } else {
            add(&mut pieces, Piece::New(two[j].to_owned()));
            j += 1;
        }
    }
    pieces
}

fn add(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), &piece) {
        (Some(Piece::Same(words)), Piece::Same(word))
        | (Some(Piece::Gone(words)), Piece::Gone(word))
        | (Some(Piece::New(words)), Piece::New(word)) => {
            words.push(' ');
            words.push_str(word);
        }
        _ => pieces.push(piece),
    }
}

/// The new text with what it replaces, for eyes and for ears.
#[component]
pub fn Differs(#[prop(into)] old: String, #[prop(into)] new: String) -> impl IntoView {
    let pieces = compare(&old, &new).into_iter().map(|piece| match piece {
        Piece::Same(words) => view! { {words} " " }.into_any(),
        Piece::Gone(words) => {
            view! { <del class="differs"><span class="unseen">"removed: "</span>{words}</del> " " }.into_any()
        }
        Piece::New(words) => {
            view! { <ins class="differs"><span class="unseen">"added: "</span>{words}</ins> " " }.into_any()
        }
    });
    pieces.collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_marked() {
        let pieces = compare("You may not host pages", "You may never host such pages");
        assert_eq!(
            pieces,
            [
                Piece::Same("You may".into()),
                Piece::Gone("not".into()),
                Piece::New("never".into()),
                Piece::Same("host".into()),
                Piece::New("such".into()),
                Piece::Same("pages".into()),
            ]
        );
        assert_eq!(compare("", "a b"), [Piece::New("a b".into())]);
    }
}
