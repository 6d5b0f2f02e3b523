//! Whether a letter that somebody holds is one of our notices.

use docket::words::Language;

pub struct CheckWords {
    pub title: &'static str,
    pub lead: fn(&str) -> String,
    pub code: &'static str,
    pub code_hint: &'static str,
    pub text: &'static str,
    pub text_hint: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    /// Where PDFs can be read as well.
    pub file_hint_pdf: &'static str,
    pub file_unread: &'static str,
    pub pdf_unread: &'static str,
    pub pdf_large: &'static str,
    pub pdf_slow: &'static str,
    pub mistyped: &'static str,
    pub check: &'static str,
    pub nothing_given: &'static str,
    pub real: &'static str,
    pub issued: &'static str,
    pub stands: &'static str,
    pub in_force: &'static str,
    pub extended: &'static str,
    pub superseded: fn(&str) -> String,
    pub withdrawn: fn(&str) -> String,
    pub no_words: &'static str,
    pub same: &'static str,
    pub differs: fn(usize) -> String,
    pub differs_why: &'static str,
    pub not_ours: &'static str,
    pub missing: fn(usize) -> String,
    pub another: &'static str,
    pub unknown: &'static str,
    pub unknown_why: &'static str,
    pub unknown_then: [&'static str; 3],
    pub kept: &'static str,
}

pub fn check(language: Language) -> &'static CheckWords {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

const EN: CheckWords = CheckWords {
    title: "Check a notice",
    lead: |provider| {
        format!(
            "A letter says that it comes from {provider}, or somebody on the telephone does. Here you learn whether it is one of our notices."
        )
    },
    code: "Code of the notice",
    code_hint: "It stands on the letter, for example DN-7F3K-2M9QF.",
    text: "The letter",
    text_hint: "Paste all of it, and we compare it word by word. Then the code is not needed: it stands in the letter.",
    file: "Or the letter as a file",
    file_hint: "A message that your mail program saved (.eml), or a text (.txt). A PDF or a picture cannot be read here: paste its words.",
    file_hint_pdf: "A message that your mail program saved (.eml), a PDF or a text (.txt). A picture cannot be read here: paste its words.",
    file_unread: "This file cannot be read here. Choose a saved message (.eml) or a text (.txt) of at most 2 MB, or paste the words.",
    pdf_unread: "This PDF cannot be read here: it may hold a picture of the letter and no words, or be locked. Paste its words.",
    pdf_large: "This PDF is larger than 8 MB, so it was not read. Paste its words.",
    pdf_slow: "This PDF could not be read in time. Try again in a minute, or paste its words.",
    mistyped: "One sign of this code is wrong. Compare it with the letter, sign by sign: no code has a 0, 1, I, L, O, U, Y or Z.",
    check: "Check",
    nothing_given: "Type the code, paste the letter, or choose its file.",
    real: "This is a real notice",
    issued: "Issued",
    stands: "Now",
    in_force: "In force",
    extended: "In force, with a later deadline than the one that is printed on it",
    superseded: |at| format!("No longer counts: another notice took its place on {at}"),
    withdrawn: |at| format!("No longer counts: we withdrew it on {at}"),
    no_words: "We looked at the code alone. Whether the letter says what we wrote, you learn by pasting all of it, or from its file.",
    same: "What you gave us is our letter, word for word.",
    differs: |places| match places {
        1 => "What you gave us differs from our letter in 1 place.".into(),
        places => format!("What you gave us differs from our letter in {places} places."),
    },
    differs_why: "Marked words are not ours. What we wrote instead is not shown here: ask us.",
    not_ours: "not ours: ",
    missing: |many| match many {
        1 => "[1 word of ours is missing]".into(),
        many => format!("[{many} words of ours are missing]"),
    },
    another: "The code is that of a real notice, but what you gave us is another text, or too little of it to compare. Do nothing that it asks before you have talked to us.",
    unknown: "We cannot confirm this",
    unknown_why: "That does not mean that it is forged: a code may be mistyped, or the letter may be of another kind. Not every letter of ours has a code.",
    unknown_then: [
        "Compare the code sign by sign. It has no 0, 1, I, L, O, U, Y or Z.",
        "Until you know more, follow no link in the letter and give nobody a password.",
        "Call us at a number that you already know, from your contract or from our website.",
    ],
    kept: "What you type or send here is compared and not kept.",
};

const FR: CheckWords = CheckWords {
    title: "Vérifier un avis",
    lead: |provider| {
        format!(
            "Une lettre dit venir de {provider}, ou quelqu’un le dit au téléphone. Vous apprenez ici si c’est l’un de nos avis."
        )
    },
    code: "Code de l’avis",
    code_hint: "Il figure sur la lettre, par exemple DN-7F3K-2M9QF.",
    text: "La lettre",
    text_hint: "Collez-la en entier, et nous la comparons mot à mot. Le code n’est alors pas nécessaire\u{a0}: il figure dans la lettre.",
    file: "Ou la lettre en fichier",
    file_hint: "Un message enregistré par votre logiciel de courrier (.eml), ou un texte (.txt). Un PDF ou une image ne peut pas être lu ici\u{a0}: collez-en les mots.",
    file_hint_pdf: "Un message enregistré par votre logiciel de courrier (.eml), un PDF ou un texte (.txt). Une image ne peut pas être lue ici\u{a0}: collez-en les mots.",
    file_unread: "Ce fichier ne peut pas être lu ici. Choisissez un message enregistré (.eml) ou un texte (.txt) de 2\u{a0}Mo au plus, ou collez les mots.",
    pdf_unread: "Ce PDF ne peut pas être lu ici\u{a0}: il contient peut-être une image du courrier et aucun mot, ou il est verrouillé. Collez-en les mots.",
    pdf_large: "Ce PDF dépasse 8\u{a0}Mo et n’a pas été lu. Collez-en les mots.",
    pdf_slow: "Ce PDF n’a pas pu être lu à temps. Réessayez dans une minute, ou collez-en les mots.",
    mistyped: "Un signe de ce code est faux. Comparez-le à la lettre, signe par signe\u{a0}: aucun code ne contient 0, 1, I, L, O, U, Y ou Z.",
    check: "Vérifier",
    nothing_given: "Saisissez le code, collez la lettre, ou choisissez son fichier.",
    real: "C’est un véritable avis",
    issued: "Émis le",
    stands: "À présent",
    in_force: "En vigueur",
    extended: "En vigueur, avec une échéance plus tardive que celle qui y est imprimée",
    superseded: |at| format!("Ne compte plus\u{a0}: un autre avis l’a remplacé le {at}"),
    withdrawn: |at| format!("Ne compte plus\u{a0}: nous l’avons retiré le {at}"),
    no_words: "Nous n’avons regardé que le code. Pour savoir si la lettre dit ce que nous avons écrit, collez-la en entier, ou choisissez son fichier.",
    same: "Ce que vous nous avez donné est notre lettre, mot pour mot.",
    differs: |places| match places {
        0 | 1 => format!("Ce que vous nous avez donné diffère de notre lettre à {places} endroit."),
        places => format!("Ce que vous nous avez donné diffère de notre lettre à {places} endroits."),
    },
    differs_why: "Les mots marqués ne sont pas de nous. Ce que nous avions écrit n’est pas montré ici\u{a0}: demandez-le-nous.",
    not_ours: "pas de nous\u{a0}: ",
    missing: |many| match many {
        0 | 1 => format!("[il manque {many} mot de nous]"),
        many => format!("[il manque {many} mots de nous]"),
    },
    another: "Le code est celui d’un véritable avis, mais ce que vous nous avez donné est un autre texte, ou trop peu pour comparer. Ne faites rien de ce qu’il demande avant de nous avoir parlé.",
    unknown: "Nous ne pouvons pas le confirmer",
    unknown_why: "Cela ne veut pas dire que c’est un faux\u{a0}: un code peut être mal saisi, ou la lettre être d’une autre sorte. Nos lettres ne portent pas toutes un code.",
    unknown_then: [
        "Comparez le code signe par signe. Il ne contient ni 0, ni 1, ni I, L, O, U, Y ou Z.",
        "D’ici là, ne suivez aucun lien de la lettre et ne donnez à personne un mot de passe.",
        "Appelez-nous à un numéro que vous connaissez déjà, celui de votre contrat ou de notre site.",
    ],
    kept: "Ce que vous saisissez ou envoyez ici est comparé, et n’est pas conservé.",
};
