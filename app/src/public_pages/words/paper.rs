//! What is printed on papers beside the words of a notice, a decision or a receipt, and round their making.

use docket::words::Language;

pub struct PaperWords {
    /// On pages: what leads to a paper.
    pub pdf: &'static str,
    pub html: &'static str,
    /// On the notice.
    pub to_account: fn(&str) -> String,
    pub deadline: &'static str,
    pub in_utc: &'static str,
    pub follows: &'static str,
    pub rights: [&'static str; 4],
    pub letter: &'static str,
    pub letter_hash: &'static str,
    pub letter_hash_why: &'static str,
    pub checked: fn(&str) -> String,
    pub as_sent: &'static str,
    /// Beside the code and its square.
    pub check: &'static str,
    /// On the decision.
    pub decision: fn(u32, &str) -> String,
    pub decision_foot: fn(u32, &str) -> String,
    pub decided: &'static str,
    pub check_paper: &'static str,
    pub statement: &'static str,
    pub statement_hash: &'static str,
    pub decision_checked: fn(&str, &str) -> String,
    /// On the receipt.
    pub the_deadline: &'static str,
    pub receipt_checked: fn(&str, &str) -> String,
    /// At the foot of each page.
    pub notice_foot: fn(&str) -> String,
    pub receipt_foot: fn(&str) -> String,
    /// What the files inside a PDF are.
    pub data: &'static str,
    pub proof: &'static str,
    /// Where there is no PDF.
    pub unmade: &'static str,
    pub instead: &'static str,
    pub back: &'static str,
}

pub fn paper(language: Language) -> &'static PaperWords {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

const EN: PaperWords = PaperWords {
    pdf: "Download as PDF",
    html: "Download to print",
    to_account: |handle| format!("to the account {handle}"),
    deadline: "Answer by",
    in_utc: "The same in UTC",
    follows: "What follows",
    rights: [
        "You can ask for more time, on the page of this notice or by telephone. While your first request is undecided, nothing is suspended. An answer that comes late is read as well.",
        "A person decides, not a machine. Before anything is decided against you, every answer that has reached us is read.",
        "If we decide against you, you get our reasons in writing. You can object to them, and somebody who had no part in the decision will look at it again. You can go to court.",
        "If this is not your account, please tell us, on the page of this notice or by telephone.",
    ],
    letter: "This is the letter as it was sent, word for word. The secret part of the link in it is covered here, because papers are passed on.",
    letter_hash: "SHA-256 of the letter",
    letter_hash_why: "The fingerprint was taken before its own beginning and a link were filled in.",
    checked: |url| {
        format!(
            "Anybody can find out whether this notice is ours: type its code at {url}, or send this PDF there. The page says when the notice was sent, whether it still counts, and whether anybody has changed a word of it."
        )
    },
    as_sent: "This paper says what the notice said when it was sent. More time that was given since, and whether the notice was withdrawn, stand on that page and not here.",
    check: "Check this notice",
    decision: |number, case| format!("Decision D-{number} in case {case}"),
    decision_foot: |number, case| format!("decision D-{number} in case {case}"),
    decided: "Decided",
    check_paper: "Is this paper genuine?",
    statement: "This is the statement of reasons as it was decided, word for word.",
    statement_hash: "SHA-256 of the statement",
    decision_checked: |provider, phone| {
        format!(
            "To find out whether this paper is genuine, call {provider} at {phone} or at a number that you already know, and name the case and the decision."
        )
    },
    the_deadline: "Deadline",
    receipt_checked: |provider, phone| {
        format!(
            "To find out whether this paper is genuine, call {provider} at {phone} or at a number that you already know, and quote the receipt."
        )
    },
    notice_foot: |code| format!("notice {code}"),
    receipt_foot: |receipt| format!("receipt {receipt}"),
    data: "What this paper says, for machines",
    proof: "Proof that this stands in the ledger, for duenotice-verify",
    unmade: "There is no PDF for now",
    instead: "Download the page to print instead",
    back: "Back",
};

const FR: PaperWords = PaperWords {
    pdf: "Télécharger en PDF",
    html: "Télécharger pour imprimer",
    to_account: |handle| format!("au compte {handle}"),
    deadline: "À répondre avant",
    in_utc: "La même heure en UTC",
    follows: "Ce qui suivra",
    rights: [
        "Vous pouvez demander plus de temps, sur la page de cet avis ou par téléphone. Tant que votre première demande n’est pas tranchée, rien n’est suspendu. Une réponse tardive est lue, elle aussi.",
        "C’est une personne qui décide, pas une machine. Avant toute décision contre vous, chaque réponse qui nous est parvenue est lue.",
        "Si nous décidons contre vous, vous recevez nos motifs par écrit. Vous pouvez les contester, et une personne qui n’a pas participé à la décision la réexaminera. Vous pouvez saisir la justice.",
        "Si ce compte n’est pas le vôtre, dites-le-nous, sur la page de cet avis ou par téléphone.",
    ],
    letter: "Voici le courrier tel qu’il a été envoyé, mot pour mot. La partie secrète de son lien est masquée ici, parce qu’un papier se transmet.",
    letter_hash: "SHA-256 du courrier",
    letter_hash_why: "L’empreinte a été calculée avant que son propre début et un lien y soient inscrits.",
    checked: |url| {
        format!(
            "Chacun peut savoir si cet avis est de nous\u{a0}: saisissez son code à l’adresse {url}, ou envoyez-y ce PDF. La page dit quand l’avis a été envoyé, s’il compte toujours, et si quelqu’un en a changé un mot."
        )
    },
    as_sent: "Ce papier dit ce que l’avis disait quand il a été envoyé. Un délai accordé depuis, ou le retrait de l’avis, figurent sur cette page-là et non ici.",
    check: "Vérifier cet avis",
    decision: |number, case| format!("Décision D-{number} dans le dossier {case}"),
    decision_foot: |number, case| format!("décision D-{number}, dossier {case}"),
    decided: "Décidé le",
    check_paper: "Ce papier est-il authentique\u{a0}?",
    statement: "Voici l’exposé des motifs tel qu’il a été décidé, mot pour mot.",
    statement_hash: "SHA-256 de l’exposé",
    decision_checked: |provider, phone| {
        format!(
            "Pour savoir si ce papier est authentique, appelez {provider} au {phone} ou à un numéro que vous connaissez déjà, et nommez le dossier et la décision."
        )
    },
    the_deadline: "Échéance",
    receipt_checked: |provider, phone| {
        format!(
            "Pour savoir si ce papier est authentique, appelez {provider} au {phone} ou à un numéro que vous connaissez déjà, et citez l’accusé de réception."
        )
    },
    notice_foot: |code| format!("avis {code}"),
    receipt_foot: |receipt| format!("accusé de réception {receipt}"),
    data: "Ce que dit ce papier, pour les machines",
    proof: "Preuve que ceci figure dans le registre, pour duenotice-verify",
    unmade: "Pas de PDF pour le moment",
    instead: "Télécharger à la place la page à imprimer",
    back: "Retour",
};
