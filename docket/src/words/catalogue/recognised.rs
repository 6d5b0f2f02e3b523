//! Sentences that stand in the record as they were said in English: their pattern is found among our own, their values
//! are taken out of them, and both are said again.

use super::{fill, french};
use crate::time::utc_again;
use crate::words::Language;

/// A pattern with fewer letters of its own would fit sentences that are not ours.
const LEAST_OWN: usize = 10;

pub fn again(text: &str, language: Language) -> String {
    if let Some(words) = french::one(text) {
        return words.to_owned();
    }
    let mut best: Option<(usize, &str, Vec<&str>)> = None;
    for (english, words) in french::all() {
        let own = english.len() - 2 * english.matches("{}").count();
        if own >= LEAST_OWN
            && best.as_ref().is_none_or(|(most, ..)| own > *most)
            && let Some(values) = values(english, text)
        {
            best = Some((own, words, values));
        }
    }
    let Some((_, words, values)) = best else { return text.to_owned() };
    let values: Vec<String> = values.into_iter().map(|value| said(value, language)).collect();
    fill(words, &values)
}

/// A value may be an instant or a sentence of ours again. A single word is somebody's: a handle, an address, a number.
fn said(value: &str, language: Language) -> String {
    match utc_again(value, language) {
        Some(shown) => shown,
        None if value.contains(' ') => again(value, language),
        None => value.to_owned(),
    }
}

/// What stands in the places of the pattern, if the text is made by it.
fn values<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let parts: Vec<&str> = parts.collect();
    let (last, between) = parts.split_last()?;
    let mut values = Vec::with_capacity(parts.len());
    for part in between {
        // Two places without anything between them: the first one is empty.
        let (value, after) = rest.split_once(part)?;
        values.push(value);
        rest = after;
    }
    values.push(rest.strip_suffix(last)?);
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_pattern_are_taken_out_of_its_sentence() {
        assert_eq!(
            values("{} held it on {}.{}", "2 held it on Monday. It was late."),
            Some(vec!["2", "Monday", " It was late."])
        );
        assert_eq!(values("Held since {}{}.", "Held since Monday."), Some(vec!["", "Monday"]));
        assert_eq!(values("Held since {}.", "Kept since Monday."), None);
        assert_eq!(values("No place at all.", "No place at all."), None);
    }
}
