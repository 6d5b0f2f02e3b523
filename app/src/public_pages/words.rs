//! Every word of the public pages, in both languages side by side. A word that is missing in one does not compile.

mod answer;
mod check;
mod code;
mod later;
mod notice;
mod paper;
mod places;
mod receipt;
mod report;
mod status;
mod time;

pub use answer::{AnswerWords, answer};
pub use check::{CheckWords, check};
pub use code::{CodeWords, code};
pub use later::{LaterWords, later};
pub use notice::{NoticeWords, notice};
pub use paper::{PaperWords, paper};
pub use places::{PLACES, place};
pub use receipt::{ReceiptWords, receipt};
pub use report::{Kind, ORDER, ReportWords, kind, report};
pub use status::{StatusWords, status};
pub use time::{TimeWords, time};

use docket::words::Language;

/// What stands on more than one page.
pub struct Common {
    pub language: &'static str,
    pub error: &'static str,
    pub problems: fn(usize) -> String,
    pub optional: &'static str,
    /// `{}` is the time.
    pub left: &'static str,
    pub over: &'static str,
    pub passed: &'static str,
    pub not_over: &'static str,
    pub choose_again: &'static str,
    pub file_too_large: &'static str,
    pub not_sent: &'static str,
    /// `{}` is the file's name.
    pub large: &'static str,
    pub command_reused: &'static str,
    pub read_only_title: &'static str,
    /// Stands above a form, too, so it says whom to call.
    pub read_only: &'static str,
    pub call: &'static str,
    pub team: fn(&str) -> String,
    pub gone: GoneWords,
    pub expired: GoneWords,
    pub replaced: GoneWords,
    pub withdrawn: GoneWords,
    /// Title and sentence for what went wrong, by its status.
    pub trouble: fn(u16) -> (&'static str, &'static str),
    pub trouble_number: &'static str,
}

/// For a link that opens nothing.
pub struct GoneWords {
    pub title: &'static str,
    pub why: &'static str,
    pub then: &'static str,
}

pub fn common(language: Language) -> &'static Common {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

const EN: Common = Common {
    language: "Language",
    error: "Error: ",
    problems: |count| match count {
        1 => "There is a problem".into(),
        count => format!("There are {count} problems"),
    },
    optional: "(optional)",
    left: "{} left",
    over: "The time has come",
    passed: "The deadline has passed",
    not_over: "Your time is not over",
    choose_again: "Your browser does not give files back to a page. Please choose these again:",
    file_too_large: "A file was larger than 25 MB, or all of them together larger than 100 MB, so nothing was sent. Go back with your browser: what you wrote is still there. Then choose smaller files, or send them in several parts.",
    not_sent: "No answer came, so this may not have arrived. What you wrote is still here: please send it again. It counts once.",
    large: "Too large, so nothing was sent: {}. A file may have 25 MB, all of them together 100 MB.",
    command_reused: "You sent this form before, with other words. What you sent then is kept. Press the button again to send what stands here now as well.",
    read_only_title: "Nothing can be taken just now",
    read_only: "Nothing can be taken just now, so this was not recorded. The fault is ours and is being put right. Try again later, and if time presses, call us:",
    call: "Or call a person, day and night:",
    team: |provider| format!("{provider}, Trust and Safety"),
    gone: GoneWords {
        title: "There is nothing at this address",
        why: "The link may be cut off at the end of a line, mistyped, or no longer valid. Open it once more from the letter that we sent you, and mind that all of it is there.",
        then: "If that does not help, call us, day and night:",
    },
    expired: GoneWords {
        title: "This link is too old to open",
        why: "It was good for half a year after the deadline of the notice. What was sent and decided is kept.",
        then: "If you need to read the notice again, or to add something, call us, day and night:",
    },
    replaced: GoneWords {
        title: "This link was replaced",
        why: "We sent a newer link by mail, and from then on this one no longer opens. Look for our newest letter about this notice.",
        then: "If you did not get it, call us, day and night:",
    },
    withdrawn: GoneWords {
        title: "This link no longer opens",
        why: "It was made for a contact who no longer acts for this customer. The customer’s other contacts have links of their own.",
        then: "If you do act for the customer, call us, day and night:",
    },
    trouble: |status| match status {
        403 => (
            "Sent from elsewhere",
            "This was not sent from one of our pages, so nothing was changed. Open the page here and send it again.",
        ),
        409 => (
            "Not now",
            "This form was already sent with other words. What was sent then is kept. Open the page again and repeat what is new.",
        ),
        413 => ("Too large", EN.file_too_large),
        429 => (
            "Wait a moment",
            "There were too many tries in a short time, so nothing was done. Wait a minute, then try again.",
        ),
        503 => (
            "Not at this moment",
            "We can record nothing at this moment, and nothing was recorded. Go back, keep what you wrote, and send it again in a minute.",
        ),
        500.. => (
            "Something broke on our side",
            "What you sent may or may not have been recorded: look before you send it again.",
        ),
        _ => (
            "This cannot be read",
            "What was sent could not be read, so nothing was changed. Open the page again and repeat it.",
        ),
    },
    trouble_number: "When you call, give this number:",
};

const FR: Common = Common {
    language: "Langue",
    error: "Erreur\u{a0}: ",
    problems: |count| match count {
        1 => "Il y a un problème".into(),
        count => format!("Il y a {count} problèmes"),
    },
    optional: "(facultatif)",
    left: "Il reste {}",
    over: "L’heure est venue",
    passed: "L’échéance est passée",
    not_over: "Votre délai n’est pas écoulé",
    choose_again: "Votre navigateur ne rend pas les fichiers à une page. Merci de choisir ceux-ci de nouveau\u{a0}:",
    file_too_large: "Un fichier dépassait 25\u{a0}Mo, ou tous ensemble dépassaient 100\u{a0}Mo\u{a0}: rien n’a été envoyé. Revenez en arrière avec votre navigateur, ce que vous avez écrit y est encore. Choisissez ensuite des fichiers plus petits, ou envoyez-les en plusieurs fois.",
    not_sent: "Aucune réponse n’est venue\u{a0}: votre envoi n’est peut-être pas arrivé. Ce que vous avez écrit est encore là\u{a0}: merci de l’envoyer de nouveau, il ne comptera qu’une fois.",
    large: "Trop volumineux, rien n’a été envoyé\u{a0}: {}. Un fichier peut faire 25\u{a0}Mo, tous ensemble 100\u{a0}Mo.",
    command_reused: "Vous avez déjà envoyé ce formulaire, avec d’autres mots. Ce premier envoi est conservé. Appuyez encore une fois sur le bouton pour envoyer aussi ce qui figure ici.",
    read_only_title: "Rien ne peut être reçu pour le moment",
    read_only: "Rien ne peut être reçu pour le moment\u{a0}: ceci n’a donc pas été enregistré. La faute est de notre côté et nous y remédions. Essayez de nouveau plus tard, et si le temps presse, appelez-nous\u{a0}:",
    call: "Ou appelez une personne, jour et nuit\u{a0}:",
    team: |provider| format!("{provider}, Confiance et sécurité"),
    gone: GoneWords {
        title: "Il n’y a rien à cette adresse",
        why: "Le lien est peut-être coupé en fin de ligne, mal recopié ou plus valable. Ouvrez-le encore une fois depuis le courrier que nous vous avons envoyé, en veillant à ce qu’il soit entier.",
        then: "Si cela ne suffit pas, appelez-nous, jour et nuit\u{a0}:",
    },
    expired: GoneWords {
        title: "Ce lien est trop ancien",
        why: "Il s’ouvrait pendant six mois après l’échéance de l’avis. Ce qui a été envoyé et décidé est conservé.",
        then: "Pour relire l’avis ou ajouter quelque chose, appelez-nous, jour et nuit\u{a0}:",
    },
    replaced: GoneWords {
        title: "Ce lien a été remplacé",
        why: "Nous avons envoyé un lien plus récent par courriel, et celui-ci ne s’ouvre plus depuis. Cherchez notre dernier courrier au sujet de cet avis.",
        then: "Si vous ne l’avez pas reçu, appelez-nous, jour et nuit\u{a0}:",
    },
    withdrawn: GoneWords {
        title: "Ce lien ne s’ouvre plus",
        why: "Il a été fait pour un contact qui n’agit plus pour ce client. Les autres contacts du client ont leurs propres liens.",
        then: "Si vous agissez bien pour le client, appelez-nous, jour et nuit\u{a0}:",
    },
    trouble: |status| match status {
        403 => (
            "Envoyé d’ailleurs",
            "Ceci ne vient pas d’une de nos pages\u{a0}: rien n’a été changé. Ouvrez la page ici et envoyez de nouveau.",
        ),
        409 => (
            "Pas maintenant",
            "Ce formulaire a déjà été envoyé avec d’autres mots. Ce premier envoi est conservé. Ouvrez la page de nouveau et répétez ce qui est nouveau.",
        ),
        413 => ("Trop volumineux", FR.file_too_large),
        429 => (
            "Un instant",
            "Trop d’essais en peu de temps\u{a0}: rien n’a été fait. Attendez une minute, puis essayez de nouveau.",
        ),
        503 => (
            "Pas en ce moment",
            "Nous ne pouvons rien enregistrer en ce moment, et rien n’a été enregistré. Revenez en arrière, gardez ce que vous avez écrit et renvoyez-le dans une minute.",
        ),
        500.. => (
            "Une panne de notre côté",
            "Votre envoi a peut-être été enregistré, ou non\u{a0}: vérifiez avant de l’envoyer de nouveau.",
        ),
        _ => (
            "Illisible",
            "Ce qui a été envoyé n’a pas pu être lu\u{a0}: rien n’a été changé. Ouvrez la page de nouveau et recommencez.",
        ),
    },
    trouble_number: "Si vous appelez, donnez ce numéro\u{a0}:",
};
