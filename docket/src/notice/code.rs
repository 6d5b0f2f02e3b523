//! The code of a notice: short, without signs that are mistaken for others on the telephone, and with one sign at the end
//! that says whether the others were typed as they stand on the letter.

/// No 0 and O, 1, I and L, U and V after it, Y, Z and 2.
const SIGNS: &[u8; 28] = b"23456789ABCDEFGHJKMNPQRSTVWX";
/// A prime, so that no changed sign and no two exchanged ones come to the same.
const PRIME: usize = 29;
const DRAWN: usize = 8;

/// "7F3K-2M9Q": what customers quote of a receipt.
pub fn receipt_from(random: [u8; DRAWN]) -> String {
    grouped(&drawn(random))
}

/// "DN-7F3K-2M9QF".
pub fn code_from(random: [u8; DRAWN]) -> String {
    let mut signs = drawn(random);
    // One in 29 would need a sign that we do not have. Its neighbour does not.
    let check = loop {
        match check_of(&signs) {
            Some(check) => break check,
            None => {
                let next = (value(signs[0]).unwrap_or(0) + 1) % SIGNS.len();
                signs[0] = SIGNS[next];
            }
        }
    };
    format!("DN-{}{}", grouped(&signs), char::from(check))
}

/// What somebody typed or pasted into the field for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// As it stands on the letter.
    Code(String),
    /// It means to be one, and one of its signs is wrong.
    Mistyped,
    Nothing,
}

/// `dn 7f3k 2m9qf`, as somebody reads it out, is "DN-7F3K-2M9QF". Codes of the first notices have no sign at the end that
/// could tell.
pub fn typed(text: &str) -> Typed {
    let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let Some(signs) = plain.strip_prefix("DN").map(str::as_bytes) else { return Typed::Nothing };
    let known = signs.iter().all(|sign| value(*sign).is_some());
    match signs.len() {
        DRAWN if known => Typed::Code(format!("DN-{}", grouped(signs))),
        9 if known && check_of(&signs[..DRAWN]) == Some(signs[DRAWN]) => {
            Typed::Code(format!("DN-{}{}", grouped(&signs[..DRAWN]), char::from(signs[DRAWN])))
        }
        9 => Typed::Mistyped,
        _ => Typed::Nothing,
    }
}

pub fn is_code(text: &str) -> Option<String> {
    match typed(text) {
        Typed::Code(code) => Some(code),
        Typed::Mistyped | Typed::Nothing => None,
    }
}

/// The first code that stands in a text. Numbers of cases look alike, but have a zero in their year.
pub fn code_in(text: &str) -> Option<String> {
    text.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-')).find_map(|word| {
        let word = word.trim_matches('-');
        (matches!(word.len(), 12 | 13) && word.matches('-').count() == 2).then(|| is_code(word)).flatten()
    })
}

fn drawn(random: [u8; DRAWN]) -> Vec<u8> {
    random.iter().map(|byte| SIGNS[usize::from(*byte) % SIGNS.len()]).collect()
}

fn grouped(signs: &[u8]) -> String {
    let text: String = signs.iter().copied().map(char::from).collect();
    format!("{}-{}", &text[..4], &text[4..])
}

fn value(sign: u8) -> Option<usize> {
    SIGNS.iter().position(|known| *known == sign)
}

/// None: it would be one that we do not have.
fn check_of(signs: &[u8]) -> Option<u8> {
    let weighed = signs.iter().enumerate().map(|(place, sign)| (DRAWN + 1 - place) * value(*sign).unwrap_or(0));
    let rest = weighed.sum::<usize>() % PRIME;
    SIGNS.get((PRIME - rest) % PRIME).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "DN-7F3K-2M9QF";

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        for typed in [CODE, "dn-7f3k-2m9qf", " DN 7F3K 2M9Q F ", "DN7F3K2M9QF", "dn7f3k-2m9qf."] {
            assert_eq!(is_code(typed).as_deref(), Some(CODE), "{typed}");
        }
        // Of the first notices.
        assert_eq!(is_code("dn 7f3k 2m9q").as_deref(), Some("DN-7F3K-2M9Q"));
        for typed in ["", "DN-", "DN-7F3K-2M9", "DN-7F3K-2M9QFF", "DN-2026-0110", "XX-7F3K-2M9QF", "DN-7F3K-2M9É"] {
            assert_eq!(is_code(typed), None, "{typed}");
        }
        let letter = format!("In our case DN-2026-0110\nNotice {CODE}.\nDN-8888-8888");
        assert_eq!(code_in(&letter).as_deref(), Some(CODE));
        assert_eq!(code_in("no code, and-no-such-thing-here"), None);
    }

    #[test]
    fn one_wrong_sign_and_two_exchanged_ones_are_always_seen() {
        for seed in 0..200_u8 {
            let random =
                std::array::from_fn(|place| seed.wrapping_mul(31).wrapping_add((place as u8).wrapping_mul(73)));
            let code = code_from(random);
            assert_eq!(typed(&code), Typed::Code(code.clone()));
            let signs: Vec<char> = code.replace('-', "").chars().skip(2).collect();
            assert_eq!(signs.len(), 9, "{code}");
            let said = |signs: &[char]| typed(&format!("DN{}", signs.iter().collect::<String>()));
            for place in 0..9 {
                for other in SIGNS.iter().map(|sign| char::from(*sign)).filter(|other| *other != signs[place]) {
                    let mut wrong = signs.clone();
                    wrong[place] = other;
                    assert_eq!(said(&wrong), Typed::Mistyped, "{code}: {other} at {place}");
                }
                for with in place + 1..9 {
                    let mut wrong = signs.clone();
                    wrong.swap(place, with);
                    assert!(
                        signs[place] == signs[with] || said(&wrong) == Typed::Mistyped,
                        "{code}: {place} and {with}"
                    );
                }
            }
        }
        assert_eq!(typed("DN-7F3K-2M9QO"), Typed::Mistyped, "a sign that no code has");
    }
}
