//! In French.

use super::{once, standing};
use crate::template::{TemplateKind, TemplateWords};

const FINDINGS: &str = "{source} Il s’agit de ceci\u{a0}: {matter}. [[ce qui a été constaté, où, et depuis quand]]. Nous l’avons vérifié nous-mêmes le [[date et heure, avec le fuseau]].";
const EXAMPLE: &str = "{first_place}\n[[ce qu’on y voit, en une phrase]]";
const SUSPEND: &str = "Nous pouvons suspendre l’hébergement du compte {handle}, en tout ou en partie. Vous recevrez notre décision et ses motifs par écrit avant qu’elle ne prenne effet.";
const KEPT: &str = "Vos données restent en sécurité. En cas de suspension, elles sont conservées {kept} encore. Vous pouvez nous en demander une copie pour migrer ailleurs.";

pub fn words(kind: TemplateKind) -> TemplateWords {
    match kind {
        TemplateKind::ModerationPlan => TemplateWords {
            subject: "Des contenus du compte {handle} enfreignent notre règle «\u{a0}{clause}\u{a0}». Merci de nous envoyer votre plan.".into(),
            findings: FINDINGS.into(),
            example: EXAMPLE.into(),
            requirements: vec![
                once("{cure}"),
                once("Envoyez-nous votre plan de modération. Dites qui lit les signalements, à quelles heures, sous quel délai, et ce qui en est fait."),
                once("Nommez une personne que nous pouvons joindre jour et nuit, avec un numéro de téléphone."),
            ],
            consequence: SUSPEND.into(),
            data_kept: KEPT.into(),
            hours: Some(24),
            ..TemplateWords::default()
        },
        TemplateKind::TimeToCure => TemplateWords {
            subject: "Merci de mettre fin à ceci sur {handle}\u{a0}: {matter}.".into(),
            findings: FINDINGS.into(),
            example: EXAMPLE.into(),
            requirements: vec![
                once("{cure}"),
                once("Dites-nous quelle en était la cause, et ce que vous avez fait pour que cela ne se reproduise pas."),
                standing("Veillez à ce que les mêmes faits ne se reproduisent pas.", 90),
            ],
            consequence: SUSPEND.into(),
            data_kept: KEPT.into(),
            hours: None,
            ..TemplateWords::default()
        },
        TemplateKind::Information => TemplateWords {
            subject: "On nous a signalé ceci\u{a0}: {matter}. Merci de vérifier le compte {handle}.".into(),
            findings: FINDINGS.into(),
            example: EXAMPLE.into(),
            requirements: vec![once(
                "Merci de vérifier, puis de nous dire ce que vous avez trouvé et ce que vous avez fait. S’il n’y a rien à faire, dites-nous pourquoi.",
            )],
            consequence: "Rien ne se passe de soi-même. Si les signalements continuent, nous pourrons vous écrire de nouveau et vous demander davantage.".into(),
            data_kept: "Vos données restent intactes.".into(),
            hours: Some(7 * 24),
            ..TemplateWords::default()
        },
        TemplateKind::Suspension => TemplateWords {
            opening: "Nous avons décidé de suspendre l’hébergement du compte {handle}. Vous lirez ci-dessous ce qui est coupé, à partir de quand, pourquoi, et ce que vous pouvez faire. Merci de lire jusqu’au bout\u{a0}: il y est aussi question de vos données.".into(),
            closing: "La suspension n’est pas définitive. Quand ses motifs auront disparu, dites-le-nous, et nous la réexaminerons. Vous n’avez pas à attendre\u{a0}: vous pouvez la contester dès maintenant, de la façon décrite ci-dessus.".into(),
            ..TemplateWords::default()
        },
        TemplateKind::Reinstatement => TemplateWords {
            opening: "Nous avons décidé de lever la suspension du compte {handle}. Vous lirez ci-dessous ce qui fonctionne de nouveau, à partir de quand, et pourquoi.".into(),
            closing: "Si quelque chose ne fonctionne toujours pas, appelez-nous\u{a0}: une personne s’en occupera aussitôt.".into(),
            ..TemplateWords::default()
        },
    }
}
