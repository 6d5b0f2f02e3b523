use super::*;

fn problem<T>(result: Result<T, WordProblem>) -> WordProblem {
    result.err().expect("it should have been refused")
}

#[test]
fn addresses_keep_their_local_part_and_lower_their_domain() {
    for (written, kept) in [
        (" abuse@example.net ", "abuse@example.net"),
        ("Ann.O'Neil+x@EXAMPLE.Net", "Ann.O'Neil+x@example.net"),
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
        ("a@example.net.", "a@example.net"),
    ] {
        assert_eq!(EmailAddress::parse(written).unwrap().as_str(), kept);
    }
    let ann = EmailAddress::parse("Ann@Example.net").unwrap();
    assert_eq!(ann.folded(), "ann@example.net");
    assert_eq!(ann.domain(), "example.net");
}

#[test]
fn addresses_that_could_carry_a_header_are_refused() {
    for bad in ["a@b.example\r\nBcc: c@d.example", "a\n@b.example", "a@b\0.example", "a\u{202E}@b.example"] {
        assert_eq!(problem(EmailAddress::parse(bad)), WordProblem::ControlCharacter, "{bad:?}");
    }
    for bad in [
        "plain",
        "a@",
        "@b.example",
        "a@b@c.example",
        "a b@c.example",
        "a..b@c.example",
        ".a@c.example",
        "a.@c.example",
        "<a@c.example>",
        "\"a b\"@c.example",
        "a@[192.0.2.1]",
        "a@192.0.2.1",
        "a@-b.example",
        "a@b_c.example",
        "a@b..example",
        "a,b@c.example",
        "é@c.example",
    ] {
        assert_eq!(problem(EmailAddress::parse(bad)), WordProblem::NotAnEmailAddress, "{bad:?}");
    }
    assert_eq!(problem(EmailAddress::parse(" ")), WordProblem::Empty);
}

#[test]
fn an_address_has_254_characters_and_no_more() {
    let domain = format!("{0}.{0}.{1}", "d".repeat(63), "d".repeat(61));
    assert_eq!(domain.len(), 189);
    let longest = format!("{}@{domain}", "l".repeat(64));
    assert_eq!(longest.len(), 254);
    assert!(EmailAddress::parse(&longest).is_ok());
    let longer = format!("{}@d{domain}", "l".repeat(64));
    assert_eq!(problem(EmailAddress::parse(&longer)), WordProblem::NotAnEmailAddress);
    let longer = format!("{}@{}.{domain}", "l".repeat(63), "d");
    assert_eq!(problem(EmailAddress::parse(&longer)), WordProblem::TooLong { limit: 254 });
    assert!(EmailAddress::parse(&format!("{}@d.example", "l".repeat(65))).is_err());
}

#[test]
fn host_names_are_as_the_dns_sees_them() {
    for (written, kept) in [
        ("WWW.Example.NET.", "www.example.net"),
        ("faß.example", "xn--fa-hia.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("_dmarc.example.net", "_dmarc.example.net"),
        ("3com.example", "3com.example"),
    ] {
        assert_eq!(Hostname::parse(written).unwrap().as_str(), kept);
    }
    for bad in ["a..b", ".", "a b.example", "-a.example", "a-.example", "192.0.2.1", "2001:db8::1", "a/b", "a@b", "x--"]
    {
        assert_eq!(problem(Hostname::parse(bad)), WordProblem::NotAHostname, "{bad:?}");
    }
    let l63 = "a".repeat(63);
    let longest = format!("{l63}.{l63}.{l63}.{}", "a".repeat(61));
    assert_eq!(longest.len(), 253);
    assert!(Hostname::parse(&longest).is_ok());
    assert_eq!(problem(Hostname::parse(&format!("{longest}a"))), WordProblem::TooLong { limit: 253 });
    assert!(Hostname::parse(&"a".repeat(64)).is_err());
}

#[test]
fn handles() {
    for good in ["abc", "web-12", &"a".repeat(40)] {
        assert!(Handle::parse(good).is_ok(), "{good}");
    }
    assert_eq!(problem(Handle::parse("ab")), WordProblem::TooShort { limit: 3 });
    assert_eq!(problem(Handle::parse(&"a".repeat(41))), WordProblem::TooLong { limit: 40 });
    for bad in ["Abc", "a_b", "a b", "éab", "a/b"] {
        assert_eq!(problem(Handle::parse(bad)), WordProblem::NotAHandle, "{bad}");
    }
}

#[test]
fn reasons_keep_their_lines() {
    assert_eq!(Reason::parse("  a\r\nb\rc\n\nd\t ").unwrap().as_str(), "a\nb\nc\n\nd");
    assert_eq!(problem(Reason::parse(" \n ")), WordProblem::Empty);
    assert_eq!(problem(Reason::parse("a\0b")), WordProblem::ControlCharacter);
    // Counted in characters: a limit in bytes would be shorter in French than in English.
    assert!(Reason::parse(&"é".repeat(10_000)).is_ok());
    assert_eq!(problem(Reason::parse(&"é".repeat(10_001))), WordProblem::TooLong { limit: 10_000 });
}

#[test]
fn lines_are_one_line() {
    assert_eq!(Line::parse(" Zoë Müller ").unwrap().as_str(), "Zoë Müller");
    assert!(Line::parse(&"é".repeat(200)).is_ok());
    assert_eq!(problem(Line::parse(&"é".repeat(201))), WordProblem::TooLong { limit: 200 });
    assert_eq!(problem(Line::parse("")), WordProblem::Empty);
    for bad in ["a\nb", "a\tb", "a\0b", "a\u{2028}b", "a\u{202E}b", "a\u{2066}b"] {
        assert_eq!(problem(Line::parse(bad)), WordProblem::ControlCharacter, "{bad:?}");
    }
}

#[test]
fn text_may_be_empty() {
    assert!(Text::parse(" ").unwrap().is_empty());
    assert!(Text::parse(&"x".repeat(20_000)).is_ok());
    assert_eq!(problem(Text::parse(&"x".repeat(20_001))), WordProblem::TooLong { limit: 20_000 });
    assert_eq!(problem(Text::parse("\0")), WordProblem::ControlCharacter);
}

#[test]
fn words_are_checked_again_when_they_are_read() {
    let ann: EmailAddress = serde_json::from_str("\"Ann@EXAMPLE.net\"").unwrap();
    assert_eq!(serde_json::to_string(&ann).unwrap(), "\"Ann@example.net\"");
    let refused = serde_json::from_str::<EmailAddress>("\"ann\"").unwrap_err().to_string();
    assert!(refused.contains("Write an e-mail address"), "{refused}");
    assert!(serde_json::from_str::<Reason>("\"\"").is_err());
}

#[test]
fn every_problem_has_a_sentence_in_both_languages() {
    use WordProblem::*;
    let all = [
        Empty,
        TooShort { limit: 3 },
        TooLong { limit: 3 },
        ControlCharacter,
        NotAnEmailAddress,
        NotAHostname,
        NotAHandle,
    ];
    for problem in all {
        let [en, fr] = Language::ALL.map(|language| problem.sentence(language));
        assert!(en.ends_with('.') && fr.ends_with('.') && en != fr, "{problem:?}");
    }
}

#[test]
fn folding() {
    assert_eq!(fold("STRASSE"), fold("Straße"));
    assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
    assert_eq!(fold("ÉCOLE"), fold("école"));
    assert_ne!(fold("ecole"), fold("école"));
}

#[test]
fn languages() {
    assert_eq!(Language::default(), Language::En);
    assert_eq!(Language::parse("fr"), Some(Language::Fr));
    assert_eq!(Language::parse("FR"), None);
    assert_eq!(serde_json::to_string(&Language::Fr).unwrap(), "\"fr\"");
    for language in Language::ALL {
        assert_eq!(Language::parse(language.code()), Some(language));
    }
}

proptest::proptest! {
    #[test]
    fn parsing_again_changes_nothing(text in "\\PC{0,40}") {
        if let Ok(word) = EmailAddress::parse(&text) {
            proptest::prop_assert_eq!(EmailAddress::parse(word.as_str()).unwrap(), word);
        }
        if let Ok(word) = Hostname::parse(&text) {
            proptest::prop_assert_eq!(Hostname::parse(word.as_str()).unwrap(), word);
        }
        if let Ok(word) = Line::parse(&text) {
            proptest::prop_assert_eq!(Line::parse(word.as_str()).unwrap(), word);
        }
    }
}
