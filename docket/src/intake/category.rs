//! How other people's words fall into the house's own classes of abuse.

pub use crate::policy::Category;

/// The type names that machines use, whatever their spelling: "Login-Attack", "loginAttack", "login_attack".
pub fn of_label(label: &str) -> Option<Category> {
    let label: String = label.chars().take(200).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    const PARTS: [(&str, Category); 45] = [
        ("csam", Category::ChildSafety),
        ("csem", Category::ChildSafety),
        ("child", Category::ChildSafety),
        ("notspam", Category::Other),
        ("phish", Category::Phishing),
        ("malware", Category::Malware),
        ("virus", Category::Malware),
        ("ransom", Category::Malware),
        ("ddos", Category::Attack),
        ("loginattack", Category::Attack),
        ("authfailure", Category::Other),
        ("bruteforce", Category::Attack),
        ("portscan", Category::Attack),
        ("regbot", Category::Spam),
        ("botnet", Category::Botnet),
        ("botinfection", Category::Botnet),
        ("infectedhost", Category::Botnet),
        ("infected", Category::Malware),
        ("compromised", Category::Intrusion),
        ("compromise", Category::Intrusion),
        ("defacement", Category::Intrusion),
        ("webshell", Category::Intrusion),
        ("trademark", Category::Counterfeit),
        ("counterfeit", Category::Counterfeit),
        ("brand", Category::Counterfeit),
        ("copyright", Category::Copyright),
        ("dmca", Category::Copyright),
        ("piracy", Category::Copyright),
        ("scam", Category::Fraud),
        ("fraud", Category::Fraud),
        ("harass", Category::Hate),
        ("hate", Category::Hate),
        ("terror", Category::Violence),
        ("violen", Category::Violence),
        ("threattolife", Category::Violence),
        ("spam", Category::Spam),
        ("bulk", Category::Spam),
        ("openservice", Category::OpenService),
        ("vulnerab", Category::OpenService),
        ("misconfig", Category::OpenService),
        ("exploit", Category::Attack),
        ("attack", Category::Attack),
        ("exposeddata", Category::Privacy),
        ("dnsbl", Category::Reputation),
        ("blocklist", Category::Reputation),
    ];
    if label == "dos" {
        return Some(Category::Attack);
    }
    PARTS.iter().find(|(part, _)| label.contains(part)).map(|(_, category)| *category)
}

/// A guess from prose, for the inbox to sort by; a person corrects it.
///
/// A needle with a space on both sides is a word, with one only in front the beginning of a word.
const WORDS: [(Category, &[&str]); 14] = [
    (
        Category::Violence,
        &[
            " violen",
            " incite",
            " inciting",
            " terroris",
            " kill ",
            " bomb",
            " death threat",
            " menace de mort",
            " menaces de mort",
            " gewalt",
            " morddrohung",
        ],
    ),
    (
        Category::Phishing,
        &[" phish", " hameçonnage", " credential harvesting", " fake login", " steals passwords", " usurpation"],
    ),
    (
        Category::Malware,
        &[" malware", " trojan", " ransomware", " virus ", " schadsoftware", " logiciel malveillant", " payload url"],
    ),
    (Category::Botnet, &[" botnet", " command and control", " c2 server", " bot infection"]),
    (
        Category::Attack,
        &[
            " ddos",
            " brute force",
            " bruteforce",
            " port scan",
            " portscan",
            " login attempt",
            " sql injection",
            " ssh attack",
            " fail2ban",
            " denial of service",
            " attaque",
        ],
    ),
    (
        Category::Intrusion,
        &[
            " compromised",
            " webshell",
            " web shell",
            " defaced",
            " defacement",
            " hacked",
            " backdoor",
            " piraté",
            " gehackt",
        ],
    ),
    (
        Category::Copyright,
        &[
            " copyright",
            " dmca",
            " infringing",
            " rights holder",
            " droit d auteur",
            " droits d auteur",
            " urheberrecht",
            " derechos de autor",
        ],
    ),
    (
        Category::Counterfeit,
        &[" counterfeit", " trademark", " contrefaçon", " contrefait", " markenrecht", " plagiat", " marque déposée"],
    ),
    (
        Category::Fraud,
        &[" fraud", " scam", " fake shop", " fakeshop", " betrug", " escroquerie", " arnaque", " estafa"],
    ),
    (
        Category::Hate,
        &[
            " hate speech",
            " racis",
            " racist",
            " antisemit",
            " harass",
            " doxx",
            " volksverhetzung",
            " haineux",
            " harcèlement",
            " hate ",
        ],
    ),
    (
        Category::Privacy,
        &[
            " personal data",
            " gdpr",
            " dsgvo",
            " rgpd",
            " right to be forgotten",
            " données personnelles",
            " privacy",
            " leaked data",
            " vie privée",
        ],
    ),
    (
        Category::Spam,
        &[" spam", " unsolicited", " junk mail", " pourriel", " courrier indésirable", " bulk mail", " unerwünschte"],
    ),
    (
        Category::OpenService,
        &[" open resolver", " open relay", " open proxy", " vulnerable service", " publicly accessible", " cve "],
    ),
    (Category::Reputation, &[" blocklist", " blacklist", " dnsbl", " listed on"]),
];

const CHILD_SAFETY: [&str; 8] = [
    " csam ",
    " csem ",
    " child sexual",
    " child porn",
    " child abuse material",
    " kinderporn",
    " pédopornograph",
    " pedopornograph",
];

/// To seal too much costs a second look; to seal too little shows what nobody may be shown.
pub fn names_child_abuse(prose: &str) -> bool {
    let prose = words(prose, 25_000);
    CHILD_SAFETY.iter().any(|needle| prose.contains(needle))
}

/// The subject counts for more than the text. Child sexual abuse wins wherever it is named.
pub fn of_prose(subject: &str, body: &str) -> Category {
    if names_child_abuse(subject) || names_child_abuse(body) {
        return Category::ChildSafety;
    }
    let (subject, body) = (words(subject, 500), words(body, 20_000));
    let mut best = (0, Category::Other);
    for (category, needles) in WORDS {
        let score: usize = needles
            .iter()
            .map(|needle| 4 * subject.matches(needle).count() + body.matches(needle).count().min(5))
            .sum();
        if score > best.0 {
            best = (score, category);
        }
    }
    best.1
}

fn words(text: &str, max: usize) -> String {
    let mut out = String::from(" ");
    for c in text.chars().take(max).flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true => out.push(c),
            false if out.ends_with(' ') => {}
            false => out.push(' '),
        }
    }
    out.push(' ');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_any_spelling() {
        for (label, category) in [
            ("Login-Attack", Category::Attack),
            ("loginAttack", Category::Attack),
            ("DOS", Category::Attack),
            ("bot-infection", Category::Botnet),
            ("ChildAbuse", Category::ChildSafety),
            ("not-spam", Category::Other),
            ("spam", Category::Spam),
        ] {
            assert_eq!(of_label(label), Some(category), "{label}");
        }
        assert_eq!(of_label("zzz"), None);
    }

    #[test]
    fn prose_is_guessed_by_words_not_by_letters() {
        assert_eq!(of_prose("Whatever is chateau", "the skill of a wanderer"), Category::Other);
        assert_eq!(of_prose("Phishing site", "they send spam too, spam, spam"), Category::Phishing);
        assert_eq!(of_prose("Signalement", "Contrefaçon de notre marque déposée"), Category::Counterfeit);
        assert_eq!(of_prose("Spam", "and also CSAM."), Category::ChildSafety);
    }
}
