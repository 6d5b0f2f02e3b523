//! An answer as it was typed, read field by field.

use super::AnswerForm;
use crate::desk::check::{Check, YOUR_NAME};
use crate::notice::{Notice, Part, Stance};
use crate::refusal::Refusal;
use crate::words::{Language, Line, Text};

/// What an answer says, once every field is right.
pub(crate) struct Said {
    pub parts: Vec<Part>,
    pub signer: String,
    pub signer_role: String,
}

/// Every requirement gets a part; one that nothing was said about is kept as silent, not refused.
/// With `files_say` the words may all be in a file: a mail is attached as it came.
pub(crate) fn read_answer(form: &AnswerForm, notice: &Notice, files_say: bool) -> Result<Said, Refusal> {
    let fr = form.language == Language::Fr;
    let mut check = Check::new(form.language);
    let signer = check.given("signer", &form.signer, Line::parse, YOUR_NAME);
    let signer_role = check.optional("signer_role", &form.signer_role, Line::parse);
    if !form.authority {
        check.problem(
            "authority",
            if fr {
                "Confirmez que vous pouvez répondre pour ce compte."
            } else {
                "Confirm that you may answer for this account."
            },
        );
    }
    let mut parts = Vec::new();
    let mut said = 0;
    for requirement in &notice.text.requirements {
        let number = requirement.number;
        let Some(part) = form.parts.iter().find(|part| part.requirement == number) else {
            parts.push(Part { requirement: number, stance: Stance::Silent, text: String::new().into(), by_date: None });
            continue;
        };
        let text = check
            .word(&format!("text_{number}"), Text::parse(&part.text))
            .map(|text| text.as_str().to_owned())
            .unwrap_or_default();
        let stance = match part.stance.as_str() {
            "" if text.is_empty() => Stance::Silent,
            "" => {
                check.problem(
                    format!("stance_{number}"),
                    if fr { "Choisissez une réponse." } else { "Choose one of the three." },
                );
                Stance::Silent
            }
            word => check
                .some(&format!("stance_{number}"), Stance::parse(word), "Choose one of the three.")
                .unwrap_or(Stance::Silent),
        };
        if stance != Stance::Silent {
            said += 1;
            if text.is_empty() {
                let sentence = match (stance, fr) {
                    (Stance::Done, false) => "Say what you did.",
                    (Stance::Done, true) => "Dites ce que vous avez fait.",
                    (Stance::WillDo, false) => "Say what you will do.",
                    (Stance::WillDo, true) => "Dites ce que vous ferez.",
                    (_, false) => "Say why you disagree.",
                    (_, true) => "Dites pourquoi vous n’êtes pas d’accord.",
                };
                check.problem(format!("text_{number}"), sentence);
            }
        }
        let by_date = part.by_date.trim();
        if stance == Stance::WillDo && by_date.is_empty() {
            check.problem(
                format!("by_date_{number}"),
                if fr { "Donnez la date à laquelle ce sera fait." } else { "Give the date by which it will be done." },
            );
        }
        let by_date =
            check.optional(&format!("by_date_{number}"), by_date, Line::parse).map(|line| line.as_str().to_owned());
        parts.push(Part { requirement: number, stance, text: text.into(), by_date });
    }
    if said == 0 && !files_say && check.is_clean() {
        check.problem(
            "stance_1",
            if fr { "Répondez au moins à une demande." } else { "Answer at least one requirement." },
        );
    }
    let Some(signer) = signer else { return check.refuse() };
    check.done()?;
    Ok(Said {
        parts,
        signer: signer.as_str().to_owned(),
        signer_role: signer_role.map(|role| role.as_str().to_owned()).unwrap_or_default(),
    })
}
