//! The six digits.

use docket::words::Language;

pub struct CodeWords {
    pub title: &'static str,
    pub kicker: &'static str,
    pub kept_answer: &'static str,
    pub kept_time: &'static str,
    pub kept_appeal: &'static str,
    pub mailed: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub confirm: &'static str,
    pub none_came: &'static str,
    pub none_came_text: &'static str,
    pub again: &'static str,
    pub too_soon: &'static str,
    pub sent_again: &'static str,
    pub other_way: &'static str,
    pub back: &'static str,
}

pub fn code(language: Language) -> &'static CodeWords {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

const EN: CodeWords = CodeWords {
    title: "Type in the six digits that we mailed to you",
    kicker: "Notice",
    kept_answer: "We have your answer. It is kept with the time at which we received it:",
    kept_time: "We have your request for more time. It is kept with the time at which we received it:",
    kept_appeal: "We have your appeal. It is kept with the time at which we received it:",
    mailed: "So that nobody else can answer for you, we mailed six digits to",
    label: "Six digits",
    hint: "They are good for ten minutes.",
    confirm: "Confirm",
    none_came: "Nothing came?",
    none_came_text: "Look where unwanted mail ends up. A new letter can be sent once a minute; only the newest digits are good.",
    again: "Mail new digits",
    too_soon: "A letter has just left. Wait a minute before you ask for the next one.",
    sent_again: "New digits are on their way.",
    other_way: "You can also call us, day and night. Until somebody has confirmed it, what you sent is marked as unconfirmed; a person reads it all the same.",
    back: "Back to the notice",
};

const FR: CodeWords = CodeWords {
    title: "Saisissez les six chiffres que nous vous avons envoyés",
    kicker: "Avis",
    kept_answer: "Nous avons votre réponse. Elle est conservée avec l’heure à laquelle nous l’avons reçue\u{a0}:",
    kept_time: "Nous avons votre demande de délai. Elle est conservée avec l’heure à laquelle nous l’avons reçue\u{a0}:",
    kept_appeal: "Nous avons votre contestation. Elle est conservée avec l’heure à laquelle nous l’avons reçue\u{a0}:",
    mailed: "Pour que personne ne réponde à votre place, nous avons envoyé six chiffres à",
    label: "Six chiffres",
    hint: "Ils sont valables dix minutes.",
    confirm: "Confirmer",
    none_came: "Rien n’est arrivé\u{a0}?",
    none_came_text: "Regardez parmi les courriels indésirables. Un nouveau courrier peut partir une fois par minute\u{a0}; seuls les derniers chiffres sont valables.",
    again: "Envoyer d’autres chiffres",
    too_soon: "Un courrier vient de partir. Attendez une minute avant d’en demander un autre.",
    sent_again: "De nouveaux chiffres sont en route.",
    other_way: "Vous pouvez aussi nous appeler, jour et nuit. Tant que personne ne l’a confirmé, votre envoi est noté comme non confirmé\u{a0}; une personne le lit quand même.",
    back: "Retour à l’avis",
};
