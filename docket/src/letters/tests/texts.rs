use super::*;
use crate::policy::Category;
use Language::{En, Fr};

/// The lines stand in the text, in this order.
#[track_caller]
fn in_order(text: &str, lines: &[&str]) {
    let mut rest = text;
    for line in lines {
        let at = rest.find(line).unwrap_or_else(|| panic!("{line:?} is not there, or too early, in:\n{text}"));
        rest = &rest[at + line.len()..];
    }
}

/// Every place is filled, no gap is wider than one line, and no line ends in a space.
#[track_caller]
fn tidy(text: &str) {
    assert!(!text.contains("{code}") && !text.contains("\n\n\n"), "{text}");
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
}

#[test]
fn a_notice_says_first_what_matters_first() {
    let sample = Sample::new("America/Los_Angeles");
    let text = notice_letter(&sample.notice(En));
    tidy(&text);
    in_order(
        &text,
        &[
            "Example Hosting\nNotice DN-7F3K-2M9Q\nTo the account example-social, in our case DN-2021-0110\n\nYour users’ posts break our rules\n\n",
            "Answer by:\nSun 10 Jan 2021, 23:59 PST (UTC−08:00)\nMon 11 Jan 2021, 07:59 UTC\n\n",
            "If you do not answer by then, or if your answers are not enough:\nWe can suspend hosting for example-social.\n\n",
            "Answer here:\n{link}\n\n",
            "Call us, day and night:\n+1 202 555 0143, and quote DN-7F3K-2M9Q\n\n",
            "What we ask you to do\n",
            "1. Take down 98 posts.\n\n2. Send a plan: see hxxp://bad[.]example/list\nThis holds for 90 days after this notice.\n\n",
            "What we found\n",
            "One example:\nhxxp://example-social[.]example/post/88213\n\nWe were told of these places:\n- hxxp://bad[.]example/two (reported as seen Fri 8 Jan 2021, 12:00 PST (UTC−08:00))\n\nIt is about:\n- 192.0.2.0/26\n- example-social.example\n\n",
            "The rule\n--------\nAUP 3.2, incitement\n\nYou may not use the service to incite violence.\n\n",
            "Your data\n---------\nYour data stays safe until 10 February 2021.\n\n",
            "You can ask for more time.",
            "You can go to court.",
            "Is this notice genuine?",
            "Its code is DN-7F3K-2M9Q. The fingerprint of its words (SHA-256) begins with {digest}.\n\nType the code, or paste this letter, at:\nhttps://desk.example/check\n",
        ],
    );
}

#[test]
fn a_notice_in_french() {
    let sample = Sample::new("America/Los_Angeles");
    let text = notice_letter(&sample.notice(Fr));
    tidy(&text);
    in_order(
        &text,
        &[
            "Example Hosting\nAvis DN-7F3K-2M9Q\nAu compte example-social, dans notre dossier DN-2021-0110\n",
            "À répondre avant\u{a0}:\ndim. 10 janv. 2021, 23:59 (UTC−08:00)\nlun. 11 janv. 2021, 07:59 UTC\n\n",
            "Répondre ici\u{a0}:\n{link}\n\n",
            "Ce que nous vous demandons\n",
            "1. Take down 98 posts.",
            "Un exemple\u{a0}:\n",
            "Cela concerne\u{a0}:\n- 192.0.2.0/26\n",
            "Vous pouvez demander plus de temps.",
            "Son code est DN-7F3K-2M9Q.",
        ],
    );
}

#[test]
fn only_the_template_places_the_link() {
    for language in Language::ALL {
        let sample = Sample::new("Europe/Paris");
        let text = notice_letter(&sample.notice(language));
        assert_eq!(text.matches("{link}").count(), 1);
        assert!(text.contains("98 posts, {phone} and (link), \"quoted\" & <b>bold</b>\n\nhxxps://bad[.]example/one"));
    }
}

#[test]
fn utc_is_not_said_twice_and_nothing_stands_under_no_heading() {
    let sample = Sample::new("UTC");
    let words = NoticeWords { example: "", assets: &[], shown: &[], ..sample.notice(En) };
    let text = notice_letter(&words);
    tidy(&text);
    assert!(text.contains("Answer by:\nMon 11 Jan 2021, 07:59 UTC\n\nIf you"));
    assert!(!text.contains("One example") && !text.contains("It is about") && !text.contains("these places"));
}

#[test]
fn subjects_carry_code_and_deadline() {
    let deadline = deadline("America/Los_Angeles");
    assert_eq!(
        notice_subject("DN-7F3K-2M9Q", En, &deadline, "Your posts"),
        "[Due Notice DN-7F3K-2M9Q] Please answer by 2021-01-11 07:59 UTC: Your posts"
    );
    assert_eq!(
        notice_subject("DN-7F3K-2M9Q", Fr, &deadline, "Vos messages"),
        "[Due Notice DN-7F3K-2M9Q] Veuillez répondre avant le 2021-01-11 07:59 UTC\u{a0}: Vos messages"
    );
}

fn receipt(language: Language, margin: i64, awaits_code: bool) -> Written {
    let wall = "Sun 10 Jan 2021, 23:41 PST (UTC−08:00) (23:41:07)";
    receipt_letter(&ReceiptWords {
        provider: "Example Hosting",
        phone: "+1 202 555 0143",
        language,
        code: "DN-7F3K-2M9Q",
        receipt: "A-7F3K-2M9Q",
        received_wall: wall,
        received_utc: "Mon 11 Jan 2021, 07:41 UTC",
        margin,
        content_hash: "ab12",
        awaits_code,
    })
}

#[test]
fn a_receipt_tells_when_it_came() {
    let minutes = 60_000_000;
    let written = receipt(En, 17 * minutes + 53_000_000, false);
    tidy(&written.text);
    assert_eq!(written.subject, "[Due Notice DN-7F3K-2M9Q] We received your answer A-7F3K-2M9Q");
    in_order(
        &written.text,
        &[
            "Receipt A-7F3K-2M9Q, for your answer to notice DN-7F3K-2M9Q",
            "We received your answer:\nSun 10 Jan 2021, 23:41 PST (UTC−08:00) (23:41:07)\nMon 11 Jan 2021, 07:41 UTC\n\n",
            "That was 17 minutes before the deadline. Your answer is on time.",
            "\n\nab12\n\n",
        ],
    );
    assert!(
        receipt(En, -1, false)
            .text
            .contains("That was less than a minute after the deadline. Your answer is marked as late")
    );
    assert!(receipt(En, 0, false).text.contains("at the very instant of the deadline"));
    assert!(receipt(Fr, -90 * minutes, false).text.contains("C’était 1 heure 30 minutes après l’échéance."));
    let waits = receipt(Fr, minutes, true);
    tidy(&waits.text);
    assert!(waits.text.contains("saisissez les six chiffres") && !written.text.contains("six digits"));
}

#[test]
fn a_statement_has_every_part_that_the_law_asks_for() {
    let sample = Sample::new("America/Los_Angeles");
    let words = StatementWords {
        whole_account: Some("The posts are on every machine."),
        meaning: Some("Your pages and your mail stop."),
        conditions: &["The posts are gone.".to_owned(), "Somebody reads reports.".to_owned()],
        preserve_until: Some("Wed 10 Feb 2021, 23:59 PST (UTC−08:00)"),
        ..sample.statement(En, Outcome::Suspension)
    };
    let text = statement_text(&words);
    tidy(&text);
    in_order(
        &text,
        &[
            "Decision D-1 in case DN-2021-0110: Suspension\nBy Example Hosting, to the account example-social\n",
            // (a) restriction, scope, duration
            "We suspend hosting from Sun 10 Jan 2021, 23:59 PST (UTC−08:00), which is Mon 11 Jan 2021, 07:59 UTC.\n\nIt concerns:\n- 192.0.2.0/26\n",
            "This is the whole account",
            "The posts are on every machine.",
            "What this means for you:\nYour pages and your mail stop.",
            "It applies in every country. It has no end date",
            "We switch this on again when each of these is so:\n1. The posts are gone.\n\n2. Somebody reads reports.",
            "Your data is kept until Wed 10 Feb 2021, 23:59 PST (UTC−08:00).",
            // (b) facts and where they came from
            "37 posts were online when your deadline passed, such as hxxp://bad[.]example/post",
            "because of 98 complaints.",
            // (c) machines
            "No automated means were used to find",
            "a second person approved it. No machine decided.",
            // (d) and (e) ground, and why
            "AUP 3.2, incitement (2020-11)",
            "It is a rule of our contract with you.",
            "They call for violence.",
            // (f) redress
            "You can object: https://hosting.example/appeal",
            "+1 202 555 0143",
        ],
    );
}

#[test]
fn every_outcome_reads_in_both_languages() {
    let sample = Sample::new("Europe/Paris");
    for language in Language::ALL {
        for outcome in Outcome::ALL {
            for (complaints, automated) in [(0, true), (1, false), (2, true)] {
                let words = StatementWords {
                    from_complaints: complaints,
                    automated_detection: automated,
                    ..sample.statement(language, outcome)
                };
                let text = statement_text(&words);
                tidy(&text);
                assert!(text.lines().next().is_some_and(|line| line.ends_with(outcome.name(language))));
                assert!(text.contains("2021, 23:59 ") && text.contains("2021, 22:59 UTC"), "{text}");
                assert_eq!(text.contains("deuxième") || text.contains("a second person"), outcome.burdens());
                assert_eq!(text.contains("troisième") || text.contains("a third"), outcome.approvals() > 1);
            }
        }
        let redress = redress_text(language, "Example Hosting", "+1 202 555 0143");
        assert!(redress.contains("Example Hosting") && redress.contains("+1 202 555 0143"));
    }
}

#[test]
fn a_decision_letter_carries_its_statement_word_for_word() {
    let sample = Sample::new("America/Los_Angeles");
    for language in Language::ALL {
        let statement = statement_text(&sample.statement(language, Outcome::PartialSuspension));
        let written = decision_letter(
            "Example Hosting",
            "+1 202 555 0143",
            language,
            "DN-2021-0110",
            1,
            Outcome::PartialSuspension,
            &statement,
            &Wrap::default(),
        );
        tidy(&written.text);
        assert!(written.text.contains(&statement));
        assert!(written.subject.starts_with("[Due Notice DN-2021-0110] D"));
        assert!(written.subject.ends_with(Outcome::PartialSuspension.name(language)));
    }
}

#[test]
fn a_notice_that_takes_the_place_of_another_says_so() {
    let sample = Sample::new("America/Los_Angeles");
    for language in Language::ALL {
        let replaces = Some(Replaces { code: "DN-2222-3333", sent_at: moment("2021-01-08T20:00:00Z") });
        let text = notice_letter(&NoticeWords { replaces, ..sample.notice(language) });
        tidy(&text);
        let first = text.split("\n\n").nth(2).expect("a third block");
        assert!(first.contains("DN-2222-3333") && first.contains("8 "), "{first}");
    }
}

#[test]
fn a_withdrawn_notice_is_told_of_with_its_reason() {
    for language in Language::ALL {
        let sent = "Fri 8 Jan 2021, 12:00 PST (UTC−08:00)";
        let reason = "It named the wrong machine.\nSee https://bad.example/x {link}";
        let written =
            notice_withdrawn_letter("Example Hosting", "+1 202 555 0143", language, "DN-7F3K-2M9Q", sent, reason);
        tidy(&written.text);
        assert!(written.subject.contains("DN-7F3K-2M9Q"));
        assert!(written.text.contains("It named the wrong machine.\nSee hxxps://bad[.]example/x (link)"));
        assert!(written.text.contains(sent) && written.text.contains("+1 202 555 0143"));
    }
}

#[test]
fn a_decision_letter_has_the_published_words_round_its_statement() {
    let wrap = Wrap { opening: "We have decided to suspend.".into(), closing: "It is not for ever.".into() };
    let written = decision_letter("P", "+1", En, "DN-2021-0110", 1, Outcome::Suspension, "STATEMENT", &wrap);
    in_order(&written.text, &["P\n\nWe have decided to suspend.\n\nSTATEMENT\n\nIt is not for ever.\n\nIs this"]);
    tidy(&written.text);
}

#[test]
fn a_draft_waits_for_a_person() {
    use crate::template::{TemplateKind, shipped};
    let known = |language, category, complaints, first_location| Known {
        language,
        handle: "example-social",
        category,
        clause_title: "incitement",
        clause_hours: 48,
        complaints,
        first_location,
        preserve_days: 30,
    };
    for kind in TemplateKind::DEMANDS {
        for language in Language::ALL {
            for category in Category::ALL {
                for complaints in [0, 1, 98] {
                    let words = shipped::words(kind, language);
                    let draft = draft(&words, &known(language, category, complaints, None));
                    assert_eq!(placeholders_left(&draft.findings).len(), 2);
                    assert_eq!(placeholders_left(&draft.example).len(), 2);
                    let rest = [&draft.subject, &draft.consequence, &draft.data_kept];
                    for text in rest.into_iter().chain(&draft.requirements) {
                        assert!(
                            !text.is_empty() && placeholders_left(text).is_empty() && !text.contains('{'),
                            "{text}"
                        );
                    }
                    assert!(draft.subject.chars().count() <= words::Line::MAX);
                    assert!(draft.hours >= 24);
                    assert!(draft.findings.contains(&complaints.to_string()) == (complaints > 1));
                }
            }
        }
    }
    let plan = shipped::words(TemplateKind::ModerationPlan, En);
    let plan = draft(&plan, &known(En, Category::Violence, 98, Some("hxxp://a[.]example/1")));
    assert_eq!(plan.hours, 24);
    assert_eq!(plan.example.lines().next(), Some("hxxp://a[.]example/1"));
    assert_eq!(placeholders_left(&plan.example), ["what can be seen there, in one sentence"]);
    assert!(
        plan.findings.starts_with(
            "We received 98 complaints about example-social. This is about posts that call for violence: [["
        )
    );
    assert!(plan.data_kept.contains("30 days"));
    let cure = draft(&shipped::words(TemplateKind::TimeToCure, Fr), &known(Fr, Category::Spam, 1, None));
    assert_eq!((cure.hours, cure.standing.last()), (48, Some(&Some(90))), "the clause says how long");
}

#[test]
fn placeholders_are_found() {
    assert!(placeholders_left("nothing [here] to ]] see").is_empty());
    assert_eq!(placeholders_left("a [[b]] c [[ d ]]"), ["b", "d"]);
    assert_eq!(placeholders_left("a [[never closed\nnext [[e]]"), ["never closed", "e"]);
    assert_eq!(placeholders_left("[[]]"), [""]);
    assert_eq!(placeholders_left("[["), [""]);
}
