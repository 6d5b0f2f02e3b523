//! The invented team.

use docket::entropy::Entropy;
use serde::Serialize;

/// Name, the word before the @, role, time zone.
pub const TEAM: [(&str, &str, &str, &str); 6] = [
    ("Mara Lindqvist", "mara", "analyst", "America/Los_Angeles"),
    ("Tomás Ferreira", "tomas", "analyst", "Europe/Paris"),
    ("Ines Varga", "ines", "lead", "America/Los_Angeles"),
    ("Peter Hallgren", "peter", "counsel", "America/New_York"),
    ("Yuki Brandt", "yuki", "auditor", "Europe/Berlin"),
    ("Sam Ortega", "sam", "admin", "UTC"),
];

/// One sign-in, as it is printed once.
#[derive(Clone, Debug, Serialize)]
pub struct SignIn {
    pub name: String,
    pub email: String,
    pub role: String,
    pub password: String,
}

/// Twenty letters and digits in four groups, nothing that looks like something else: 98 bits.
pub fn password(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 30] = b"23456789abcdefghjkmnpqrstvwxyz";
    let mut text = String::with_capacity(23);
    while text.len() < 23 {
        let mut byte = [0];
        entropy.fill(&mut byte);
        // Above this the remainder would favour the first letters.
        if byte[0] >= 240 {
            continue;
        }
        text.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
        if matches!(text.len(), 5 | 11 | 17) {
            text.push('-');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use docket::entropy::SeededEntropy;

    #[test]
    fn a_password_has_twenty_characters_in_groups() {
        let password = password(&SeededEntropy::new(7));
        let groups: Vec<&str> = password.split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [5; 4]);
        assert!(password.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    }
}
