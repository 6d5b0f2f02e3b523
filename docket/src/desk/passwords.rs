//! Passwords: long, nothing else is demanded of them, and none that others have thought of before (ASVS 5.0, V6.2).

use super::Done;
use super::check::Check;
use crate::phrase;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use zxcvbn::{Score, zxcvbn};

/// At least this long (ASVS V6.2.1 recommends it); no sign or figure is asked for.
pub const PASSWORD_LEAST: usize = 15;
const PASSWORD_MOST: usize = 256;
/// Shorter parts of a name stand in too many honest sentences.
const PART_LEAST: usize = 4;

/// `about` is what whoever knows the person would try first: name, address, the desk.
pub(super) fn check_password(check: &mut Check, field: &str, password: &str, about: &[&str]) {
    let length = password.chars().count();
    if length < PASSWORD_LEAST {
        check.problem(
            field,
            phrase!("Use at least {} characters. A sentence that only you know is good.", PASSWORD_LEAST),
        );
        return;
    }
    if length > PASSWORD_MOST {
        check.problem(field, phrase!("Use at most {} characters.", PASSWORD_MOST));
        return;
    }
    let folded = password.to_lowercase();
    if let Some(part) = parts(about).find(|part| folded.contains(part.as_str())) {
        check.problem(field, phrase!("Leave “{}” out: whoever knows you or this desk would try it first.", part));
        return;
    }
    let parts: Vec<String> = parts(about).collect();
    let known: Vec<&str> = parts.iter().map(String::as_str).collect();
    if zxcvbn(password, &known).score() < Score::Three {
        check.problem(
            field,
            "This one is well known, or made of what many people use. Use a sentence that only you know.",
        );
    }
}

fn parts(about: &[&str]) -> impl Iterator<Item = String> {
    let own = ["duenotice", "due notice"].map(str::to_owned);
    let words = about.iter().flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric())).map(str::to_lowercase);
    own.into_iter().chain(words.filter(|word| word.chars().count() >= PART_LEAST).collect::<Vec<_>>())
}

/// Two at a time: each takes 19 MB and a tenth of a second, and a flood of sign-ins must not take the machine.
static HASHING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

pub(super) async fn hash_password(password: String) -> Done<String> {
    let _turn = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || {
        argon2::Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(crate::store::StoreError::Damaged("the password could not be hashed".into()).into()),
    }
}

pub(super) async fn verify_password(password: String, hash: Option<String>) -> Done<bool> {
    let _turn = HASHING.acquire().await;
    // Without a hash the same work is done on the password itself, so that time tells nothing.
    let checked = tokio::task::spawn_blocking(move || {
        let argon = argon2::Argon2::default();
        match hash {
            Some(hash) => argon2::PasswordHash::new(&hash)
                .is_ok_and(|parsed| argon.verify_password(password.as_bytes(), &parsed).is_ok()),
            None => argon.hash_password(password.as_bytes()).is_err(),
        }
    });
    checked.await.map_err(|_| crate::store::StoreError::Damaged("the password could not be checked".into()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(password: &str) -> Option<String> {
        let mut check = Check::default();
        check_password(
            &mut check,
            "password",
            password,
            &["Mara Lindqvist", "mara@hosting.example", "Example Hosting"],
        );
        check.done().err().map(|refusal| refusal.problems()[0].sentence.to_string())
    }

    #[test]
    fn a_sentence_is_enough_and_nothing_is_demanded_of_it() {
        for good in [
            "the heron stands on one leg",
            "nur ein langer satz ohne alles",
            "   seven spaces before it",
            "密码是我自己想出来的一句很长的话",
        ] {
            assert_eq!(said(good), None, "{good}");
        }
        assert_eq!(said(&"heron leg ".repeat(20)[..64]), None, "sixty-four and more are allowed");
        assert!(said(&"x7!kQ2 ".repeat(40)).is_some_and(|why| why.contains("at most 256")));
    }

    #[test]
    fn what_others_have_thought_of_before_is_refused() {
        for known in
            ["passwordpassword", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaaaa", "iloveyouiloveyou1"]
        {
            assert!(said(known).is_some_and(|why| why.contains("well known")), "{known}");
        }
        assert!(said("short").is_some_and(|why| why.contains("at least 15")));
    }

    #[test]
    fn ones_own_name_and_the_desks_are_left_out() {
        for own in [
            "my name is Mara, what else",
            "the LINDQVIST family of four",
            "Due Notice is what I open",
            "example of a long one",
        ] {
            assert!(said(own).is_some_and(|why| why.contains("Leave “")), "{own}");
        }
    }
}
