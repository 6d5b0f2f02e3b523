//! Letters about what becomes of a decision later: stays, appeals, requests about data.

use super::fill::words;
use super::{Written, instants_in_line, safe};
use crate::appeal::AppealVerdict;
use crate::data_request::Wanted;
use crate::decision::Outcome;
use crate::time::Deadline;
use crate::words::Language::{self, En, Fr};

/// Who writes, about what.
pub struct About<'a> {
    pub provider: &'a str,
    pub phone: &'a str,
    pub language: Language,
    pub case_number: &'a str,
    pub decision_number: u32,
}

/// `armed`: it had not taken effect yet.
pub fn stayed_letter(about: &About, outcome: Outcome, effective: &Deadline, armed: bool, runs_again: bool) -> Written {
    let language = about.language;
    let number = about.decision_number.to_string();
    let then = match (armed, runs_again, language) {
        (false, false, En) => "It has no effect for now.".to_owned(),
        (false, false, Fr) => "Elle est sans effet pour le moment.".to_owned(),
        (_, true, En) => "It has no effect for now, and we are switching on again what it had switched off.".to_owned(),
        (_, true, Fr) => {
            "Elle est sans effet pour le moment, et nous rétablissons l’accès à ce qu’elle avait coupé.".to_owned()
        }
        (true, false, En) => {
            format!(
                "It will not take effect on {}, nor as long as the stay lasts.",
                instants_in_line(effective, language)
            )
        }
        (true, false, Fr) => format!(
            "Elle ne prendra pas effet le {}, ni tant que dure le sursis.",
            instants_in_line(effective, language)
        ),
    };
    Written {
        subject: words!(language, "stayed", "subject", { case: about.case_number, number: number }),
        text: words!(language, "stayed", "txt", {
            provider: about.provider,
            number: number,
            outcome: outcome.name(language),
            then: then,
            phone: about.phone,
            case: about.case_number,
        }),
    }
}

/// What the end of a stay means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thawed {
    Again,
    AtItsHour,
    HourPassed,
}

pub fn stay_ended_letter(about: &About, outcome: Outcome, effective: &Deadline, thawed: Thawed) -> Written {
    let language = about.language;
    let number = about.decision_number.to_string();
    let when = instants_in_line(effective, language);
    let then = match (thawed, language) {
        (Thawed::Again, En) => "It has its effect again from now.".to_owned(),
        (Thawed::Again, Fr) => "Elle produit de nouveau ses effets à partir de maintenant.".to_owned(),
        (Thawed::AtItsHour, En) => format!("It takes effect on {when}, as we wrote to you."),
        (Thawed::AtItsHour, Fr) => format!("Elle prend effet le {when}, comme nous vous l’avions écrit."),
        (Thawed::HourPassed, En) => {
            "Its hour passed during the stay, so it does not take effect by itself. If we decide anew, we write to you before.".to_owned()
        }
        (Thawed::HourPassed, Fr) => {
            "Son heure est passée pendant le sursis\u{a0}: elle ne prend pas effet d’elle-même. Si nous décidons de nouveau, nous vous écrirons avant.".to_owned()
        }
    };
    Written {
        subject: words!(language, "stay_ended", "subject", { case: about.case_number, number: number }),
        text: words!(language, "stay_ended", "txt", {
            provider: about.provider,
            number: number,
            outcome: outcome.name(language),
            then: then,
            phone: about.phone,
            case: about.case_number,
        }),
    }
}

/// `pending`: what was decided has not taken effect, and waits for the appeal.
pub fn appeal_filed_letter(about: &About, receipt: &str, when: &str, due: &str, pending: bool) -> Written {
    let language = about.language;
    let number = about.decision_number.to_string();
    let effect = match (pending, language) {
        (true, En) => "The decision has not taken effect. As long as your appeal waits, it will not.",
        (true, Fr) => {
            "La décision n’a pas encore pris effet. Tant que votre recours est en attente, elle n’en prendra pas."
        }
        (false, En) => "What has taken effect stays in force until then.",
        (false, Fr) => "Ce qui a déjà pris effet reste en vigueur d’ici là.",
    };
    Written {
        subject: words!(language, "appeal_filed", "subject", { case: about.case_number, receipt: receipt }),
        text: words!(language, "appeal_filed", "txt", {
            provider: about.provider,
            receipt: receipt,
            number: number,
            case: about.case_number,
            when: when,
            due: due,
            effect: effect,
            phone: about.phone,
        }),
    }
}

pub fn appeal_said_letter(about: &About, receipt: &str, said: &str) -> Written {
    let language = about.language;
    Written {
        subject: words!(language, "appeal_said", "subject", { case: about.case_number, receipt: receipt }),
        text: words!(language, "appeal_said", "txt", {
            provider: about.provider,
            receipt: receipt,
            case: about.case_number,
            words: safe(said),
            phone: about.phone,
        }),
    }
}

/// `back_on` is what runs again because of it.
pub fn appeal_decided_letter(
    about: &About,
    receipt: &str,
    verdict: AppealVerdict,
    back_on: &[String],
    reasons: &str,
) -> Written {
    let language = about.language;
    let number = about.decision_number.to_string();
    let on = back_on.join(", ");
    let effect = match (verdict, back_on.is_empty(), language) {
        (AppealVerdict::Upheld, _, En) => "It stays as it is.".to_owned(),
        (AppealVerdict::Upheld, _, Fr) => "Elle reste telle quelle.".to_owned(),
        (AppealVerdict::Changed, _, En) => {
            format!("We are switching this on again now: {on}. The rest stays as it is.")
        }
        (AppealVerdict::Changed, _, Fr) => {
            format!("Nous rétablissons maintenant l’accès à\u{a0}: {on}. Le reste demeure inchangé.")
        }
        (AppealVerdict::Lifted, true, En) => "It has no effect any more.".to_owned(),
        (AppealVerdict::Lifted, true, Fr) => "Elle n’a plus aucun effet.".to_owned(),
        (AppealVerdict::Lifted, false, En) => format!("We are switching this on again now: {on}."),
        (AppealVerdict::Lifted, false, Fr) => format!("Nous rétablissons maintenant l’accès à\u{a0}: {on}."),
    };
    Written {
        subject: words!(language, "appeal_decided", "subject", { case: about.case_number, receipt: receipt }),
        text: words!(language, "appeal_decided", "txt", {
            provider: about.provider,
            receipt: receipt,
            number: number,
            case: about.case_number,
            verdict: verdict.name(language),
            effect: effect,
            reasons: safe(reasons),
            phone: about.phone,
        }),
    }
}

/// `kept` is until when the data is kept, as shown to the reader.
pub fn data_settled_letter(
    about: &About,
    receipt: &str,
    wanted: Wanted,
    granted: bool,
    said: &str,
    kept: Option<&str>,
) -> Written {
    let language = about.language;
    let answer = match (granted, wanted, language) {
        (true, Wanted::Copy, En) => "We provide the copy.",
        (true, Wanted::Copy, Fr) => "Nous vous fournissons la copie.",
        (true, Wanted::Longer, En) => "We keep your data for longer.",
        (true, Wanted::Longer, Fr) => "Nous conservons vos données plus longtemps.",
        (false, _, En) => "We cannot do this.",
        (false, _, Fr) => "Nous ne pouvons pas donner suite.",
    };
    let kept = match (kept, language) {
        (None, _) => String::new(),
        (Some(until), En) => format!("Your data is kept until {until}. We delete nothing of it before then."),
        (Some(until), Fr) => format!("Vos données sont conservées jusqu’au {until}. Nous n’en supprimons rien avant."),
    };
    Written {
        subject: words!(language, "data_settled", "subject", { case: about.case_number, receipt: receipt }),
        text: words!(language, "data_settled", "txt", {
            provider: about.provider,
            receipt: receipt,
            case: about.case_number,
            wanted: wanted.name(language).to_lowercase(),
            answer: answer,
            words: safe(said),
            kept: kept,
            phone: about.phone,
        }),
    }
}
