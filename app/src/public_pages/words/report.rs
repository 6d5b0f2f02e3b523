//! The report of abuse, and the page after it.

use docket::policy::Category;
use docket::words::Language;

pub struct ReportWords {
    pub title: &'static str,
    pub lead: fn(&str) -> String,
    pub danger_title: &'static str,
    pub danger: &'static str,
    pub where_group: &'static str,
    pub locations: &'static str,
    pub locations_hint: &'static str,
    pub what_group: &'static str,
    pub child_title: &'static str,
    pub child: &'static str,
    pub details_group: &'static str,
    pub description: &'static str,
    pub description_hint: &'static str,
    pub no_description: &'static str,
    pub when: &'static str,
    pub when_hint: &'static str,
    pub place: &'static str,
    pub place_none: &'static str,
    pub files: &'static str,
    pub files_hint: &'static str,
    pub you_group: &'static str,
    pub you_why: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub organisation: &'static str,
    pub disclosed: &'static str,
    pub disclosed_hint: &'static str,
    pub disclosed_no: &'static str,
    pub disclosed_yes: &'static str,
    pub truth_group: &'static str,
    pub good_faith: &'static str,
    pub trap: &'static str,
    pub send: &'static str,
    pub then: &'static str,
    pub foot: &'static str,
    pub wrong_time: &'static str,
    pub wrong_place: &'static str,
    pub no_such_files: &'static str,
    pub received_title: &'static str,
    pub received: &'static str,
    pub reference: &'static str,
    pub keep: &'static str,
    pub next: &'static str,
    pub next_text: [&'static str; 4],
    pub another: &'static str,
    pub questions: &'static str,
}

pub fn report(language: Language) -> &'static ReportWords {
    match language {
        Language::En => &EN,
        Language::Fr => &FR,
    }
}

const EN: ReportWords = ReportWords {
    title: "Report abuse",
    lead: |provider| {
        format!(
            "Tell us about something harmful or unlawful on machines, pages or domains that {provider} hosts. A person reads every report. You need no account."
        )
    },
    danger_title: "Is somebody in danger now?",
    danger: "Call the emergency number of your country first: 112 in Europe, 911 in North America. We cannot send help.",
    where_group: "1. Where is it?",
    locations: "Addresses",
    locations_hint: "As exact as you can, one on each line: the address of the page, a domain or an IP address. You may write hxxp:// and [.] so that nobody opens them by accident.",
    what_group: "2. What is wrong?",
    child_title: "Do not send us the pictures",
    child: "Give us only the addresses, and do not download or forward anything: having it may be a crime where you live. You can leave out your name and your e-mail address below.",
    details_group: "3. What did you see?",
    description: "What you saw, and why you think that it is unlawful or breaks the rules",
    description_hint: "Say what stands there, who is harmed, and if you can which law or right it breaks. For messages, paste their headers.",
    no_description: "Say what you saw, and why it is unlawful or breaks the rules.",
    when: "When did you see it?",
    when_hint: "By the clock where you were. Leave it empty if it is there now.",
    place: "Whose clock is that?",
    place_none: "Choose a place",
    files: "Files",
    files_hint: "Pictures of the screen, logs, messages. Several at once, up to 25 MB each. Never upload pictures of child abuse.",
    you_group: "4. Who are you?",
    you_why: "We need this so that we can ask you, and so that nobody reports in your name. Only for child abuse may you leave it out.",
    name: "Your name",
    email: "Your e-mail address",
    organisation: "Your organisation",
    disclosed: "May our customer learn who reported this?",
    disclosed_hint: "We pass on what you report, without your name, unless you say yes here. What you write and attach above is your own: leave your name out of it if it should stay unknown.",
    disclosed_no: "No",
    disclosed_yes: "Yes, you may name me to the customer",
    truth_group: "5. Is it true?",
    good_faith: "I believe in good faith that what I write here is accurate and complete",
    trap: "Leave this field empty",
    send: "Send the report",
    then: "You get a number for your report at once.",
    foot: "We need your name and your e-mail address to handle this report (Regulation (EU) 2022/2065, Article 16). The team that reads reports sees them.",
    wrong_time: "Choose a date and a time that are not in the future, or leave both empty.",
    wrong_place: "Choose the place whose clock this is.",
    no_such_files: "Do not send files about child abuse. We did not keep those that came with this form. Send it again without files: the addresses are enough.",
    received_title: "Report received",
    received: "We have received your report",
    reference: "Your number",
    keep: "Write it down, or print this page. The number alone tells nobody anything about your report.",
    next: "What happens next",
    next_text: [
        "A person looks at what you reported. No machine decides about it.",
        "If it is not on our network, we can do nothing about it. If it is, we may pass it on to the customer concerned, without your name unless you said yes.",
        "If it is serious, we ask the customer to put an end to it within a set time, and decide after that.",
        "We may write to you when we have a question. If you do not agree with what we do, tell us, and you can go to court.",
    ],
    another: "Report something else",
    questions: "Do you want to add something, or to know what became of it? Call us, day and night, and give your number:",
};

const FR: ReportWords = ReportWords {
    title: "Signaler un abus",
    lead: |provider| {
        format!(
            "Signalez-nous ce qui est nuisible ou illicite sur les machines, pages ou domaines hébergés par {provider}. Une personne lit chaque signalement. Aucun compte n’est nécessaire."
        )
    },
    danger_title: "Quelqu’un est-il en danger maintenant\u{a0}?",
    danger: "Appelez d’abord le numéro d’urgence de votre pays\u{a0}: le 112 en Europe, le 911 en Amérique du Nord. Nous ne pouvons pas envoyer de secours.",
    where_group: "1. Où est-ce\u{a0}?",
    locations: "Adresses",
    locations_hint: "Aussi précises que possible, une par ligne\u{a0}: l’adresse de la page, un domaine ou une adresse IP. Vous pouvez écrire hxxp:// et [.] pour que personne ne les ouvre par mégarde.",
    what_group: "2. Qu’est-ce qui ne va pas\u{a0}?",
    child_title: "Ne nous envoyez pas les images",
    child: "Donnez-nous seulement les adresses, sans rien télécharger ni transmettre\u{a0}: leur possession peut être un délit là où vous êtes. Vous pouvez omettre ci-dessous votre nom et votre adresse électronique.",
    details_group: "3. Qu’avez-vous vu\u{a0}?",
    description: "Ce que vous avez vu, et pourquoi cela vous paraît illicite ou contraire aux règles",
    description_hint: "Dites ce qui s’y trouve, à qui cela nuit, et si possible quelle loi ou quel droit n’est pas respecté. Pour un courriel, collez ses en-têtes.",
    no_description: "Dites ce que vous avez vu, et pourquoi c’est illicite ou contraire aux règles.",
    when: "Quand l’avez-vous vu\u{a0}?",
    when_hint: "À l’heure de l’endroit où vous étiez. Laissez vide si cela s’y trouve en ce moment.",
    place: "À l’heure de quel endroit\u{a0}?",
    place_none: "Choisissez un endroit",
    files: "Fichiers",
    files_hint: "Captures d’écran, journaux, courriels. Plusieurs à la fois, jusqu’à 25\u{a0}Mo chacun. N’envoyez jamais d’images d’abus sur des enfants.",
    you_group: "4. Qui êtes-vous\u{a0}?",
    you_why: "Nous en avons besoin pour pouvoir vous interroger, et pour que personne ne signale en votre nom. Ce n’est facultatif que pour les abus sur des enfants.",
    name: "Votre nom",
    email: "Votre adresse électronique",
    organisation: "Votre organisation",
    disclosed: "Notre client peut-il savoir de qui vient ce signalement\u{a0}?",
    disclosed_hint: "Nous transmettons ce que vous signalez, sans votre nom, à moins que vous ne disiez oui ici. Ce que vous écrivez et joignez ci-dessus reste tel quel\u{a0}: n’y mettez pas votre nom s’il doit rester inconnu.",
    disclosed_no: "Non",
    disclosed_yes: "Oui, vous pouvez donner mon nom au client",
    truth_group: "5. Est-ce vrai\u{a0}?",
    good_faith: "Je pense de bonne foi que ce que j’écris ici est exact et complet",
    trap: "Laissez ce champ vide",
    send: "Envoyer le signalement",
    then: "Vous recevez aussitôt un numéro pour votre signalement.",
    foot: "Nous avons besoin de votre nom et de votre adresse électronique pour traiter ce signalement (règlement (UE) 2022/2065, article 16). L’équipe qui lit les signalements les voit.",
    wrong_time: "Choisissez une date et une heure qui ne sont pas dans le futur, ou laissez les deux vides.",
    wrong_place: "Choisissez l’endroit dont c’est l’heure.",
    no_such_files: "N’envoyez pas de fichiers à propos d’abus sur des enfants. Nous n’avons pas conservé ceux qui accompagnaient ce formulaire. Envoyez-le de nouveau sans fichier\u{a0}: les adresses suffisent.",
    received_title: "Signalement reçu",
    received: "Nous avons reçu votre signalement",
    reference: "Votre numéro",
    keep: "Notez-le, ou imprimez cette page. À lui seul, ce numéro n’apprend rien à personne sur votre signalement.",
    next: "La suite",
    next_text: [
        "Une personne examine ce que vous avez signalé. Aucune machine n’en décide.",
        "Si cela ne se trouve pas sur notre réseau, nous n’y pouvons rien. Sinon, nous pouvons le transmettre au client concerné, sans votre nom, à moins que vous n’ayez dit oui.",
        "Si c’est grave, nous demandons au client d’y mettre fin dans un délai fixé, puis nous décidons.",
        "Nous pourrons vous écrire si nous avons une question. Si vous n’êtes pas d’accord avec ce que nous faisons, dites-le-nous\u{a0}; vous pouvez aussi saisir la justice.",
    ],
    another: "Signaler autre chose",
    questions: "Vous voulez ajouter quelque chose, ou savoir ce qu’il en est advenu\u{a0}? Appelez-nous, jour et nuit, en indiquant votre numéro\u{a0}:",
};

/// A kind of abuse in the words of people who do not work on it.
pub struct Kind {
    pub name: &'static str,
    pub hint: &'static str,
}

pub fn kind(category: Category, language: Language) -> Kind {
    let [en, fr] = match category {
        Category::Violence => [
            ("Violence", "Threats, or calls to hurt people"),
            ("Violence", "Menaces, ou appels à s’en prendre à des personnes"),
        ],
        Category::Hate => [
            ("Hate or harassment", "Against a group, or against one person"),
            ("Haine ou harcèlement", "Contre un groupe, ou contre une personne"),
        ],
        Category::ChildSafety => [
            ("Sexual abuse of children", "Pictures, texts, approaches to children"),
            ("Abus sexuels sur des enfants", "Images, textes, approches d’enfants"),
        ],
        Category::Phishing => [
            ("Phishing", "A page or message that steals passwords or card numbers"),
            ("Hameçonnage", "Une page ou un message qui vole des mots de passe ou des numéros de carte"),
        ],
        Category::Fraud => [
            ("Fraud", "A false shop, a false investment, a false offer"),
            ("Escroquerie", "Fausse boutique, faux placement, fausse offre"),
        ],
        Category::Malware => [
            ("Harmful programs", "A download or page that infects machines"),
            ("Programmes nuisibles", "Un téléchargement ou une page qui infecte des machines"),
        ],
        Category::Spam => [
            ("Unwanted mail", "Bulk mail that nobody asked for"),
            ("Courriels indésirables", "Des envois en masse que personne n’a demandés"),
        ],
        Category::Attack => [
            ("Attack traffic", "Floods, scans, attempts to guess passwords"),
            ("Trafic d’attaque", "Saturation, balayages, essais de mots de passe"),
        ],
        Category::Intrusion => [
            ("Break-in", "Somebody breaks into machines, or has done so"),
            ("Intrusion", "Quelqu’un s’introduit dans des machines, ou l’a fait"),
        ],
        Category::Botnet => [
            ("Botnet", "A machine that is controlled from afar, or controls others"),
            ("Réseau de machines détournées", "Une machine commandée à distance, ou qui en commande d’autres"),
        ],
        Category::OpenService => [
            ("Open or weak service", "Something open to strangers that should not be"),
            ("Service ouvert ou vulnérable", "Un service ouvert à tous qui ne devrait pas l’être"),
        ],
        Category::Copyright => [
            ("Copyright", "A work published without permission"),
            ("Droit d’auteur", "Une œuvre publiée sans autorisation"),
        ],
        Category::Counterfeit => [
            ("Counterfeit or trademark", "Imitated goods, or a name that is not theirs"),
            ("Contrefaçon ou marque", "Des produits imités, ou un nom usurpé"),
        ],
        Category::Privacy => [
            ("Private life", "Personal data or pictures published without a right to it"),
            ("Vie privée", "Des données ou images personnelles publiées sans droit"),
        ],
        Category::Reputation => [
            ("Block list", "An address of ours that stands on a list"),
            ("Liste de blocage", "Une de nos adresses inscrite sur une liste"),
        ],
        Category::Other => [("Something else", "Say below what it is"), ("Autre chose", "Précisez ci-dessous")],
    };
    let (name, hint) = if language == Language::Fr { fr } else { en };
    Kind { name, hint }
}

/// The gravest first, then what is reported most.
pub const ORDER: [Category; 16] = [
    Category::Violence,
    Category::ChildSafety,
    Category::Hate,
    Category::Phishing,
    Category::Fraud,
    Category::Malware,
    Category::Spam,
    Category::Attack,
    Category::Intrusion,
    Category::Botnet,
    Category::OpenService,
    Category::Copyright,
    Category::Counterfeit,
    Category::Privacy,
    Category::Reputation,
    Category::Other,
];
