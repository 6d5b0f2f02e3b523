//! The answer to a notice.

use docket::words::Language;

pub struct AnswerWords {
    pub title: fn(&str) -> String,
    pub back: &'static str,
    pub kicker: &'static str,
    pub heading: fn(usize) -> String,
    pub until: &'static str,
    pub late: &'static str,
    pub in_parts: &'static str,
    pub own_words: &'static str,
    pub own_words_hint: &'static str,
    pub by_when: &'static str,
    pub files_group: &'static str,
    pub files: &'static str,
    pub files_hint: &'static str,
    pub who: &'static str,
    pub name: &'static str,
    pub role: &'static str,
    pub role_hint: &'static str,
    pub authority: &'static str,
    pub authority_hint: fn(&str) -> String,
    pub send: &'static str,
    pub then: &'static str,
    pub withdrawn: &'static str,
    pub foot: &'static str,
}

pub fn answer(language: Language) -> &'static AnswerWords {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

const EN: AnswerWords = AnswerWords {
    title: |code| format!("Answer notice {code}"),
    back: "Back to the notice",
    kicker: "Notice",
    heading: |count| match count {
        1 => "Answer the requirement".into(),
        2 => "Answer each of the two requirements".into(),
        3 => "Answer each of the three requirements".into(),
        count => format!("Answer each of the {count} requirements"),
    },
    until: "until",
    late: "Your answer will be accepted, and marked as late.",
    in_parts: "You can leave a point open now and answer it later: send the form again as often as you like.",
    own_words: "In your own words",
    own_words_hint: "What you did, what you will do, or why you disagree. You can ask for more time here.",
    by_when: "By which day?",
    files_group: "Files",
    files: "Lists, plans, pictures",
    files_hint: "Several at once, up to 25 MB each.",
    who: "Who are you?",
    name: "Your name",
    role: "Your role",
    role_hint: "For example: head of operations, lawyer",
    authority: "I may answer for this account",
    authority_hint: |handle| format!("You speak for {handle} with what you send."),
    send: "Send your answer",
    then: "You get a receipt at once, with the time to the second. It also goes by mail to the contacts of your account.",
    withdrawn: "This notice was withdrawn, so there is nothing to answer.",
    foot: "What counts is when we receive your answer. A late answer is accepted, and marked as late. Need a person?",
};

const FR: AnswerWords = AnswerWords {
    title: |code| format!("Répondre à l’avis {code}"),
    back: "Retour à l’avis",
    kicker: "Avis",
    heading: |count| match count {
        1 => "Répondez à la demande".into(),
        2 => "Répondez à chacune des deux demandes".into(),
        3 => "Répondez à chacune des trois demandes".into(),
        count => format!("Répondez à chacune des {count} demandes"),
    },
    until: "jusqu’au",
    late: "Votre réponse sera acceptée, et notée comme tardive.",
    in_parts: "Vous pouvez laisser un point ouvert et y répondre plus tard\u{a0}: envoyez le formulaire autant de fois que vous le voulez.",
    own_words: "Avec vos mots",
    own_words_hint: "Ce que vous avez fait, ce que vous ferez, ou pourquoi vous n’êtes pas d’accord. Vous pouvez demander ici plus de temps.",
    by_when: "Pour quel jour\u{a0}?",
    files_group: "Fichiers",
    files: "Listes, plans, images",
    files_hint: "Plusieurs à la fois, jusqu’à 25\u{a0}Mo chacun.",
    who: "Qui êtes-vous\u{a0}?",
    name: "Votre nom",
    role: "Votre fonction",
    role_hint: "Par exemple\u{a0}: responsable d’exploitation, avocate",
    authority: "Je peux répondre pour ce compte",
    authority_hint: |handle| format!("Par cet envoi, vous parlez au nom du compte {handle}."),
    send: "Envoyer votre réponse",
    then: "Vous recevez aussitôt un accusé de réception, avec l’heure à la seconde près. Il part aussi par courriel aux contacts de votre compte.",
    withdrawn: "Cet avis a été retiré\u{a0}: il n’y a plus à y répondre.",
    foot: "Ce qui compte, c’est l’heure à laquelle nous recevons votre réponse. Une réponse tardive est acceptée, et notée comme telle. Besoin de parler à quelqu’un\u{a0}?",
};
