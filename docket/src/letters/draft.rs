//! A starting text for a notice. What only a person can know stands in double square brackets, and the notice
//! cannot leave while any of them is left.

use super::matter::{cure, matter};
use crate::policy::{Category, Severity};
use crate::words::Language::{self, En, Fr};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    ModerationPlan,
    TimeToCure,
    Information,
}

impl Template {
    pub const ALL: [Template; 3] = [Template::ModerationPlan, Template::TimeToCure, Template::Information];

    pub fn word(self) -> &'static str {
        match self {
            Template::ModerationPlan => "moderation_plan",
            Template::TimeToCure => "time_to_cure",
            Template::Information => "information",
        }
    }

    pub fn parse(text: &str) -> Option<Template> {
        Template::ALL.into_iter().find(|template| template.word() == text)
    }

    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Template::ModerationPlan, En) => "Moderation plan",
            (Template::ModerationPlan, Fr) => "Plan de modération",
            (Template::TimeToCure, En) => "Time to cure",
            (Template::TimeToCure, Fr) => "Délai pour remédier",
            (Template::Information, En) => "Information",
            (Template::Information, Fr) => "Information",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub subject: String,
    pub findings: String,
    pub example: String,
    pub requirements: Vec<String>,
    pub consequence: String,
    pub data_kept: String,
    pub hours: u32,
}

/// `first_location` is defanged already.
#[expect(clippy::too_many_arguments, reason = "each is a word of the draft and stands in it once")]
pub fn draft(
    template: Template,
    language: Language,
    handle: &str,
    category: Category,
    clause_title: &str,
    complaints: u32,
    first_location: Option<&str>,
    preserve_days: u32,
) -> Draft {
    Draft {
        subject: subject(template, language, handle, category, clause_title),
        findings: findings(language, handle, category, complaints),
        example: example(language, first_location),
        requirements: requirements(template, language, category),
        consequence: consequence(template, language, handle),
        data_kept: data_kept(template, language, preserve_days),
        hours: match (template, category.severity()) {
            (Template::ModerationPlan, _) | (Template::TimeToCure, Severity::High) => 24,
            (Template::TimeToCure, Severity::Medium) => 48,
            (Template::TimeToCure, Severity::Low) => 72,
            (Template::Information, _) => 7 * 24,
        },
    }
}

fn subject(template: Template, language: Language, handle: &str, category: Category, clause_title: &str) -> String {
    let matter = matter(category, language);
    match (template, language) {
        (Template::ModerationPlan, En) => {
            format!("Content on {handle} breaks our rule on {clause_title}. Please send us your plan.")
        }
        (Template::ModerationPlan, Fr) => format!(
            "Des contenus du compte {handle} enfreignent notre règle «\u{a0}{clause_title}\u{a0}». Merci de nous envoyer votre plan."
        ),
        (Template::TimeToCure, En) => format!("Please put an end to this on {handle}: {matter}."),
        (Template::TimeToCure, Fr) => format!("Merci de mettre fin à ceci sur {handle}\u{a0}: {matter}."),
        (Template::Information, En) => format!("We were told of {matter} on {handle}. Please look into it."),
        (Template::Information, Fr) => {
            format!("On nous a signalé ceci sur {handle}\u{a0}: {matter}. Merci de vérifier.")
        }
    }
}

fn findings(language: Language, handle: &str, category: Category, complaints: u32) -> String {
    let matter = matter(category, language);
    match (complaints, language) {
        (0, En) => format!(
            "We looked into {handle} ourselves. It is about {matter}: [[what was found, where, and since when]]. We saw this on [[date and time, with the zone]]."
        ),
        (0, Fr) => format!(
            "Nous avons examiné {handle} de nous-mêmes. Il s’agit de ceci\u{a0}: {matter}. [[ce qui a été constaté, où, et depuis quand]]. Nous l’avons vu le [[date et heure, avec le fuseau]]."
        ),
        (1, En) => format!(
            "We received one complaint about {handle}. It is about {matter}: [[what was found, where, and since when]]. We looked at it ourselves on [[date and time, with the zone]]."
        ),
        (1, Fr) => format!(
            "Nous avons reçu un signalement concernant {handle}. Il s’agit de ceci\u{a0}: {matter}. [[ce qui a été constaté, où, et depuis quand]]. Nous l’avons vérifié nous-mêmes le [[date et heure, avec le fuseau]]."
        ),
        (n, En) => format!(
            "We received {n} complaints about {handle}. They are about {matter}: [[what was found, where, and since when]]. We looked at them ourselves on [[date and time, with the zone]]."
        ),
        (n, Fr) => format!(
            "Nous avons reçu {n} signalements concernant {handle}. Il s’agit de ceci\u{a0}: {matter}. [[ce qui a été constaté, où, et depuis quand]]. Nous les avons vérifiés nous-mêmes le [[date et heure, avec le fuseau]]."
        ),
    }
}

fn example(language: Language, first_location: Option<&str>) -> String {
    let place = match (first_location, language) {
        (Some(location), _) => location,
        (None, En) => "[[the address of one example]]",
        (None, Fr) => "[[l’adresse d’un exemple]]",
    };
    match language {
        En => format!("{place}\n[[what can be seen there, in one sentence]]"),
        Fr => format!("{place}\n[[ce qu’on y voit, en une phrase]]"),
    }
}

fn requirements(template: Template, language: Language, category: Category) -> Vec<String> {
    let first = cure(category, language);
    let lines: &[&str] = match (template, language) {
        (Template::ModerationPlan, En) => &[
            first,
            "Send us your moderation plan. Say who reads reports, at what hours, how fast, and what happens with what they find.",
            "Name one person whom we can reach day and night, with a telephone number.",
        ],
        (Template::ModerationPlan, Fr) => &[
            first,
            "Envoyez-nous votre plan de modération. Dites qui lit les signalements, à quelles heures, sous quel délai, et ce qui en est fait.",
            "Nommez une personne que nous pouvons joindre jour et nuit, avec un numéro de téléphone.",
        ],
        (Template::TimeToCure, En) => {
            &[first, "Tell us what the cause was, and what you have done so that it does not come back."]
        }
        (Template::TimeToCure, Fr) => &[
            first,
            "Dites-nous quelle en était la cause, et ce que vous avez fait pour que cela ne se reproduise pas.",
        ],
        (Template::Information, En) => &[
            "Please look into it, and tell us what you found and what you have done. If nothing needs doing, tell us why.",
        ],
        (Template::Information, Fr) => &[
            "Merci de vérifier, puis de nous dire ce que vous avez trouvé et ce que vous avez fait. S’il n’y a rien à faire, dites-nous pourquoi.",
        ],
    };
    lines.iter().map(|&line| line.to_owned()).collect()
}

/// Stands under "If you do not answer by then, or if your answers are not enough".
fn consequence(template: Template, language: Language, handle: &str) -> String {
    match (template, language) {
        (Template::Information, En) => "Nothing happens by itself. If the reports go on, we may write to you again and ask for more.".into(),
        (Template::Information, Fr) => {
            "Rien ne se passe de soi-même. Si les signalements continuent, nous pourrons vous écrire de nouveau et vous demander davantage.".into()
        }
        (_, En) => format!("We can suspend hosting for {handle}, in whole or in part. You get our decision and its reasons in writing."),
        (_, Fr) => {
            format!("Nous pouvons suspendre l’hébergement du compte {handle}, en tout ou en partie. Vous recevrez notre décision et ses motifs par écrit.")
        }
    }
}

fn data_kept(template: Template, language: Language, days: u32) -> String {
    match (template, days, language) {
        (Template::Information, _, En) => "Your data is not touched.".into(),
        (Template::Information, _, Fr) => "Vos données restent intactes.".into(),
        (_, 0 | 1, En) => "If we suspend, your data is kept for one day after that. You can ask us for a copy to move elsewhere.".into(),
        (_, 0 | 1, Fr) => {
            "En cas de suspension, vos données sont conservées un jour encore. Vous pouvez nous en demander une copie pour migrer ailleurs.".into()
        }
        (_, n, En) => format!("Your data stays safe. If we suspend, it is kept for {n} days after that. You can ask us for a copy to move elsewhere."),
        (_, n, Fr) => format!(
            "Vos données restent en sécurité. En cas de suspension, elles sont conservées {n} jours encore. Vous pouvez nous en demander une copie pour migrer ailleurs."
        ),
    }
}

/// What is still to be written, in the order of the text. A bracket that nobody closed counts too.
pub fn placeholders_left(text: &str) -> Vec<String> {
    let mut left = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("[[") {
        let line = after.lines().next().unwrap_or_default();
        let words = line.split_once("]]").map_or(line, |(words, _)| words);
        left.push(words.trim().to_owned());
        rest = &after[words.len()..];
    }
    left
}
