//! A place in the team, offered.

use super::Written;
use super::fill::words;
use crate::people::Role;
use crate::words::Language;

/// `{link}` stands where the link will stand when the letter leaves. `until` is the instant in UTC.
pub fn invitation_letter(provider: &str, language: Language, role: Role, until: &str) -> Written {
    Written {
        subject: words!(language, "invitation", "subject", { provider: provider }),
        text: words!(language, "invitation", "txt", {
            provider: provider,
            role: role_name(role, language),
            link: "{link}",
            until: until,
        }),
    }
}

fn role_name(role: Role, language: Language) -> &'static str {
    match (role, language) {
        (role, Language::En) => role.word(),
        (Role::Analyst, Language::Fr) => "analyste",
        (Role::Lead, Language::Fr) => "responsable",
        (Role::Counsel, Language::Fr) => "juriste",
        (Role::Auditor, Language::Fr) => "auditeur",
        (Role::Admin, Language::Fr) => "administrateur",
    }
}
