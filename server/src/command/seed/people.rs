//! The invented team.

use docket::entropy::Entropy;
use serde::Serialize;

use super::step::Hand;

pub struct Member {
    /// Whoever acts in the script has a hand in it.
    pub hand: Option<Hand>,
    pub name: &'static str,
    /// The word before the @.
    pub before: &'static str,
    pub role: &'static str,
    pub zone: &'static str,
}

const fn member(
    hand: Option<Hand>,
    name: &'static str,
    before: &'static str,
    role: &'static str,
    zone: &'static str,
) -> Member {
    Member { hand, name, before, role, zone }
}

/// The first six carry the told stories; the whole nine work the full desk.
pub const TEAM: [Member; 9] = [
    member(Some(Hand::Mara), "Mara Lindqvist", "mara", "analyst", "America/Los_Angeles"),
    member(Some(Hand::Tomas), "Tomás Ferreira", "tomas", "analyst", "Europe/Paris"),
    member(Some(Hand::Ines), "Ines Varga", "ines", "lead", "America/Los_Angeles"),
    member(Some(Hand::Peter), "Peter Hallgren", "peter", "counsel", "America/New_York"),
    member(None, "Yuki Brandt", "yuki", "auditor", "Europe/Berlin"),
    member(None, "Sam Ortega", "sam", "admin", "UTC"),
    member(Some(Hand::Aoife), "Aoife Brennan", "aoife", "analyst", "Europe/Dublin"),
    member(Some(Hand::Kenji), "Kenji Watanabe", "kenji", "analyst", "Asia/Tokyo"),
    member(Some(Hand::Lukas), "Lukas Steiner", "lukas", "lead", "Europe/Vienna"),
];
pub const FEW: usize = 6;

/// Where a hand's clock hangs.
pub fn zone_of(hand: Hand) -> &'static str {
    TEAM.iter().find(|member| member.hand == Some(hand)).map_or("UTC", |member| member.zone)
}

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

    #[test]
    fn every_role_has_somebody() {
        for role in docket::people::Role::ALL {
            assert!(TEAM[..FEW].iter().any(|member| member.role == role.word()), "{role:?}");
        }
    }
}
