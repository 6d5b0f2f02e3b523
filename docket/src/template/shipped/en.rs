//! In English.

use super::{once, standing};
use crate::template::{TemplateKind, TemplateWords};

const FINDINGS: &str = "{source} This is about {matter}: [[what was found, where, and since when]]. We looked at it ourselves on [[date and time, with the zone]].";
const EXAMPLE: &str = "{first_place}\n[[what can be seen there, in one sentence]]";
const SUSPEND: &str = "We can suspend hosting for {handle}, in whole or in part. You get our decision and its reasons in writing before it takes effect.";
const KEPT: &str = "Your data stays safe. If we suspend, it is kept for {kept} after that. You can ask us for a copy to move elsewhere.";

pub fn words(kind: TemplateKind) -> TemplateWords {
    match kind {
        TemplateKind::ModerationPlan => TemplateWords {
            subject: "Content on {handle} breaks our rule on {clause}. Please send us your plan.".into(),
            findings: FINDINGS.into(),
            example: EXAMPLE.into(),
            requirements: vec![
                once("{cure}"),
                once("Send us your moderation plan. Say who reads reports, at what hours, how fast, and what happens with what they find."),
                once("Name one person whom we can reach day and night, with a telephone number."),
            ],
            consequence: SUSPEND.into(),
            data_kept: KEPT.into(),
            hours: Some(24),
            ..TemplateWords::default()
        },
        TemplateKind::TimeToCure => TemplateWords {
            subject: "Please put an end to this on {handle}: {matter}.".into(),
            findings: FINDINGS.into(),
            example: EXAMPLE.into(),
            requirements: vec![
                once("{cure}"),
                once("Tell us what the cause was, and what you have done so that it does not come back."),
                standing("See to it that the same does not happen again.", 90),
            ],
            consequence: SUSPEND.into(),
            data_kept: KEPT.into(),
            hours: None,
            ..TemplateWords::default()
        },
        TemplateKind::Information => TemplateWords {
            subject: "We were told of {matter} on {handle}. Please look into it.".into(),
            findings: FINDINGS.into(),
            example: EXAMPLE.into(),
            requirements: vec![once(
                "Please look into it, and tell us what you found and what you have done. If nothing needs doing, tell us why.",
            )],
            consequence: "Nothing happens by itself. If the reports go on, we may write to you again and ask for more.".into(),
            data_kept: "Your data is not touched.".into(),
            hours: Some(7 * 24),
            ..TemplateWords::default()
        },
        TemplateKind::Suspension => TemplateWords {
            opening: "We have decided to suspend hosting for {handle}. Below is what is switched off, from when, why, and what you can do about it. Please read it to the end: it also says what happens to your data.".into(),
            closing: "The suspension is not for ever. When its reasons have gone, tell us, and we look at it again. You need not wait for that: you can object at once, in the way described above.".into(),
            ..TemplateWords::default()
        },
        TemplateKind::Reinstatement => TemplateWords {
            opening: "We have decided to lift the suspension of {handle}. Below is what runs again, from when, and why.".into(),
            closing: "If something still does not run, call us, and a person looks into it at once.".into(),
            ..TemplateWords::default()
        },
    }
}
