use super::*;

const AT: Moment = Moment::from_micros(1_000_000);

fn stage(word: &str) -> LetterStage {
    let said = || String::from("x").into();
    match word {
        "queued" => LetterStage::Queued,
        "unknown" => LetterStage::Unknown { at: AT, problem: "x".into() },
        "accepted" => LetterStage::Accepted { at: AT, bytes: "ab".into(), response: "250".into() },
        "relayed" => LetterStage::Relayed { at: AT },
        "delayed" => LetterStage::Delayed { at: AT, said: said() },
        "delivered" => LetterStage::Delivered { at: AT },
        _ => LetterStage::Returned { at: AT, said: said() },
    }
}

#[test]
fn what_a_report_makes_of_a_letter() {
    // In the order of Action::ALL: failed, delivered, relayed, expanded, delayed.
    for (before, after) in [
        ("queued", ["failed", "delivered", "relayed", "relayed", "delayed"]),
        ("unknown", ["failed", "delivered", "relayed", "relayed", "delayed"]),
        ("accepted", ["failed", "delivered", "relayed", "relayed", "delayed"]),
        ("delayed", ["failed", "delivered", "relayed", "relayed", "delayed"]),
        ("relayed", ["failed", "delivered", "relayed", "relayed", "relayed"]),
        ("delivered", ["failed", "delivered", "delivered", "delivered", "delivered"]),
        ("failed", ["failed"; 5]),
    ] {
        for (action, expected) in Action::ALL.into_iter().zip(after) {
            let stage = stage(before);
            let became = stage.after(action, AT, &String::from("x").into()).unwrap_or(stage);
            assert_eq!(became.word(), expected, "{before}, {action:?}");
        }
    }
}

#[test]
fn every_stage_has_a_word_of_the_list() {
    for word in LetterStage::WORDS {
        assert_eq!(stage(word).word(), word);
        assert_eq!(stage(word).waits(), matches!(word, "queued" | "unknown"));
        assert_eq!(stage(word).has_failed(), word == "failed");
    }
}
