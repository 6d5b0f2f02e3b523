//! Matters of machines: copied pages, harmful programs, attacks, mail, open services.

use super::{About, Kind, Said, Topic, Trade, Written, forms};

pub static PHISHING: Topic = Topic {
    clause: "4.1",
    severity: &["high", "high", "medium"],
    template: "time_to_cure",
    hours: &[24, 24, 36],
    emergency: Some("phishing"),
    kinds: &[Kind::Phishing, Kind::Phishing, Kind::Brand],
    written: (25, Written::Form(&forms::PHISHING)),
    trades: &[Trade::Shop, Trade::Tools, Trade::School, Trade::Press, Trade::Machines],
    tags: &["kit", "break-in", "bank"],
    titles: &[
        "Copied sign-in pages on {host}",
        "A phishing kit in an upload folder of {host}",
        "Pages that copy a bank, linked from short messages",
        "Parcel fee pages on {other}",
        "A form that collects passwords of a university",
    ],
    notes: &[
        "Both pages answer. The customer’s own pages look untouched, so this is most likely a break-in.",
        "The kit has a directory listing: {n} passwords were typed in since yesterday. Told the bank.",
        "Shown to telephones only. Took screenshots with a telephone’s user agent.",
        "The same kit as in two cases of last month, with another logo.",
    ],
    closed: &[
        "The pages are gone and did not come back within a week.",
        "Cleaned by the customer; the hole was an old plugin.",
        "No new page since the answer.",
    ],
    en: Said {
        findings: &[
            "We received {k} complaints about pages on {host} that copy the sign-in pages of others and ask for passwords. We opened them on {looked} from a machine without any account.",
            "Since {since} {k} complaints name pages on {host} that ask for card numbers in the name of a company that knows nothing of them. On {looked} they still answered.",
            "{k} complaints since {since} name pages in an upload folder of {host}. They copy a bank. Your own pages seem to be untouched, so we think that somebody broke in.",
        ],
        example: &[
            "https://{host}/secure/session/\nThe page copies a bank’s sign-in and sends what is typed to a script beside it.",
            "https://{other}/track/\nA page that asks for the card number for a parcel fee of two euros.",
        ],
        done: &[
            (
                "The folder is gone. We found two more of the kind and removed them as well.",
                "An old plugin let anybody write files. It is updated, and uploads can no longer be run.",
            ),
            (
                "All pages that you named are removed, and the account that wrote them is closed.",
                "The password of an editor was in a leak. Everybody has a new one, and a second factor.",
            ),
            (
                "Removed within an hour of your letter.",
                "We moved the site to a fresh machine from a copy of before the break-in.",
            ),
        ],
        poor: &[
            ("We cannot find such a page.", "Please send us the password of the page."),
            ("Our designer will look at it when she is back.", "She comes back at the end of the month."),
        ],
        fixed: &[
            "You removed the copied pages and closed the way by which they came.",
            "The copied pages are gone, and the passwords that opened the door were changed.",
        ],
    },
    fr: Some(Said {
        findings: &[
            "Nous avons reçu {k} signalements concernant des pages de {host} qui imitent la page de connexion d’autres sites et demandent des mots de passe. Nous les avons ouvertes le {looked}.",
            "Depuis le {since}, {k} signalements désignent des pages de {host} qui demandent un numéro de carte au nom d’une entreprise qui n’en sait rien. Elles répondaient encore le {looked}.",
        ],
        example: &[
            "https://{host}/secure/session/\nLa page imite l’espace client d’une banque et transmet ce qui est saisi.",
        ],
        done: &[
            (
                "Le dossier est supprimé. Nous en avons trouvé deux autres, supprimés aussi.",
                "Une ancienne extension permettait d’écrire des fichiers. Elle est à jour.",
            ),
            (
                "Toutes les pages indiquées sont retirées.",
                "Le mot de passe d’une rédactrice avait fuité. Tous ont été changés.",
            ),
        ],
        poor: &[("Nous ne trouvons pas cette page.", "Merci de nous envoyer plus d’informations.")],
        fixed: &["Vous avez retiré les pages et fermé la voie par laquelle elles étaient arrivées."],
    }),
};

pub static MALWARE: Topic = Topic {
    clause: "4.2",
    severity: &["high", "medium"],
    template: "time_to_cure",
    hours: &[24, 24, 48],
    emergency: Some("malware"),
    kinds: &[Kind::Malware, Kind::Control, Kind::Broken],
    written: (0, Written::Mail(&[About::Page])),
    trades: &[Trade::Files, Trade::Machines, Trade::Tools],
    tags: &["loader", "control", "files"],
    titles: &[
        "Files with {family} that anybody can fetch",
        "A machine that gives orders to {family}",
        "Invoices with a trojan on {other}",
        "{family} served from a folder of {host}",
    ],
    notes: &[
        "Fetched one sample on a machine without a network. Four of six scanners know it as {family}.",
        "The address is in the configuration of {n} samples of this week.",
        "Uploaded by a customer of theirs who pays with stolen cards, they say.",
    ],
    closed: &[
        "The files are gone, and samples of the last week no longer call.",
        "Cleaned; the uploader’s account was closed.",
        "Nothing answers there any more.",
    ],
    en: Said {
        findings: &[
            "{k} complaints since {since} name files on {other} that hold the trojan {family}. On {looked} they could be fetched by anybody.",
            "Programs of the family {family} ask {ip} for orders. We received {k} complaints about it since {since} and fetched such an order ourselves on {looked}.",
        ],
        example: &[
            "https://{other}/invoice.zip\nThe file holds a program of the family {family}.",
            "{ip}, TCP port 443\nThe machine answers the greeting of {family} with a list of orders.",
        ],
        done: &[
            (
                "The files and {n} more of the same uploader are gone.",
                "New files are compared with a list of known ones before they can be fetched.",
            ),
            (
                "The machine was stopped and is kept for the police.",
                "It was rented with a stolen identity. We now call new customers back.",
            ),
            ("The folder was emptied.", "A test server was forgotten with an open upload. It no longer exists."),
        ],
        poor: &[
            (
                "The machine is rented to somebody who says that it is for research.",
                "We do not look into our customers’ machines.",
            ),
            ("Our scanner finds nothing.", "Nothing."),
        ],
        fixed: &[
            "You removed the files and closed the account that uploaded them.",
            "The machine that gave orders is off, and you told us whose it was.",
        ],
    },
    fr: None,
};

pub static ATTACK: Topic = Topic {
    clause: "4.2",
    severity: &["medium", "high", "medium"],
    template: "time_to_cure",
    hours: &[24, 48, 48],
    emergency: Some("attack"),
    kinds: &[Kind::Logins, Kind::Scan, Kind::Flood, Kind::Infected],
    written: (30, Written::Mail(&[About::Logins, About::Flood])),
    trades: &[Trade::Machines, Trade::Games, Trade::School, Trade::Tools],
    tags: &["ssh", "ddos", "scan"],
    titles: &[
        "One machine that guesses passwords",
        "Floods that are reflected by {ip}",
        "{ip} asks the whole world for open ports",
        "Attack traffic from a machine that was broken into",
    ],
    notes: &[
        "One address, one service. Looks like a machine that was broken into.",
        "Our own traffic figures show {n} times the usual packets since {since}.",
        "The sensor’s log fits ours to the second.",
    ],
    closed: &[
        "No such traffic for seven days.",
        "The machine was set up anew.",
        "The service asks for a challenge now; the floods ended.",
    ],
    en: Said {
        findings: &[
            "We received {k} complaints since {since} about attempts to sign in by force that come from {ip}. Our own figures of {looked} show the same traffic.",
            "{ip} is among the sources of attacks on others. {k} complaints since {since} carry log lines that fit our own figures of {looked}.",
            "A service on {ip} is misused to reflect floods. On {looked} one question brought an answer that was {n} times as long.",
        ],
        example: &[
            "{ip}\n{n} tries a minute on the SSH service of a university.",
            "{ip}, UDP\nIt answers anybody, and answers are much longer than questions.",
        ],
        done: &[
            (
                "The machine was taken off the network and set up anew.",
                "A test account had its own name as its password. There are only keys now.",
            ),
            (
                "The service is closed to the outside.",
                "It was open after an update. A rule that is checked every night now keeps it closed.",
            ),
            (
                "We found the process and removed it with what had started it.",
                "The panel was two years old. It is current, and updates come by themselves.",
            ),
        ],
        poor: &[
            ("We restarted the machine.", "It should be over now."),
            ("Please block it on your side.", "This is an attack against us as well."),
        ],
        fixed: &[
            "You set the machine up anew and closed the door by which somebody had come in.",
            "The service that was misused is closed.",
        ],
    },
    fr: None,
};

pub static SPAM: Topic = Topic {
    clause: "4.5",
    severity: &["low", "medium", "low"],
    template: "time_to_cure",
    hours: &[72, 72, 96],
    emergency: None,
    kinds: &[Kind::Spam, Kind::Loop, Kind::Loop, Kind::Listed],
    written: (30, Written::Form(&forms::SPAM)),
    trades: &[Trade::Mailer, Trade::Shop, Trade::Machines],
    tags: &["list", "traps", "newsletter"],
    titles: &[
        "Bulk mail to bought addresses",
        "A newsletter that nobody can leave",
        "Mail to traps from {ip}",
        "Advertising from a mailbox that was taken over",
    ],
    notes: &[
        "Tried the link to leave the list: an empty page.",
        "{n} of the recipients are traps that were never given to anybody, so the list was bought or guessed.",
        "They sent 40,000 mails in a night; on other days it is a hundred.",
    ],
    closed: &[
        "No mail to traps for two weeks.",
        "The list was asked anew; complaints ended.",
        "The mailbox was taken back by its owner.",
    ],
    en: Said {
        findings: &[
            "Since {since} we received {k} complaints about mails that leave {ip}. Some reached addresses that never belonged to a person.",
            "{k} people and mailbox providers complain about mails from {host}. On {looked} we tried the link to leave the list: it leads to an empty page.",
            "Mails that leave {ip} reach people who did not ask for them. Since {since} {k} complaints came, and a block list names the address.",
        ],
        example: &[
            "“Last days: 40 % off everything”, sent by news@{host}\nThe recipient address was made for a trap network.",
            "A mail of {looked} from offers@{host}\nIts link to leave the list leads to an empty page.",
        ],
        done: &[
            (
                "Sending is stopped until every mail carries a working link.",
                "We asked everybody on the list once whether they want to stay; who did not answer is gone.",
            ),
            ("The list that we had bought is deleted.", "We send only to people who confirmed by a link."),
            (
                "The mailbox was taken over by a stranger. Its password is changed.",
                "Nobody can send more than 200 mails an hour from one mailbox any more.",
            ),
        ],
        poor: &[
            ("All recipients have agreed.", "We have no list of when they did."),
            ("We removed the addresses that complained.", "Please tell us the next ones, and we remove them too."),
        ],
        fixed: &[
            "You stopped the mails and asked your readers whether they want to stay.",
            "The bought list is gone, and new readers confirm by a link.",
        ],
    },
    fr: Some(Said {
        findings: &[
            "Depuis le {since}, nous avons reçu {k} signalements concernant des courriels envoyés depuis {ip} à des personnes qui ne les ont pas demandés.",
            "{k} signalements concernent vos courriels. Le {looked}, nous avons essayé le lien de désinscription\u{a0}: la page est vide.",
        ],
        example: &[
            "« Derniers jours\u{a0}: -40 % », envoyé par news@{host}\nLe lien de désinscription mène à une page vide.",
        ],
        done: &[
            (
                "L’envoi est arrêté tant que chaque courriel ne porte pas un lien valable.",
                "Nous avons demandé une fois à chacun s’il souhaite rester.",
            ),
            ("La liste achetée est supprimée.", "Nous n’écrivons plus qu’à ceux qui ont confirmé par un lien."),
        ],
        poor: &[("Tous les destinataires ont donné leur accord.", "Nous n’en avons pas gardé la date.")],
        fixed: &["Vous avez arrêté l’envoi et demandé à vos lecteurs s’ils souhaitent rester."],
    }),
};

pub static OPEN: Topic = Topic {
    clause: "4.7",
    severity: &["low", "low", "medium"],
    template: "time_to_cure",
    hours: &[168, 120, 96],
    emergency: None,
    kinds: &[Kind::Open, Kind::Open, Kind::Weak],
    written: (0, Written::Mail(&[About::Flood])),
    trades: &[Trade::School, Trade::Machines, Trade::Games, Trade::Tools, Trade::Press],
    tags: &["exposure", "reflector"],
    titles: &[
        "An open service on {ip}",
        "A database that anybody can read",
        "A resolver for the whole world",
        "An old version with a known hole",
    ],
    notes: &[
        "Confirmed from outside with one question.",
        "The same machine was reported in spring by another sender.",
        "No sign that somebody used it yet.",
    ],
    closed: &[
        "Closed, tried from outside.",
        "The new version is in use.",
        "Only the customer’s own network reaches it now.",
    ],
    en: Said {
        findings: &[
            "A service on {ip} answers anybody. {k} scanners reported it since {since}, and we tried it ourselves on {looked}. Strangers can turn it against others.",
            "The version of a program on {ip} has a hole that is known to everybody. {k} complaints name it since {since}.",
        ],
        example: &[
            "{ip}\nThe service answers without a password.",
            "{ip}\nIt gives its version, for which an update exists since months.",
        ],
        done: &[
            (
                "The service is only reachable from our own network.",
                "A rule of the firewall was lost in a move. It is checked every night now.",
            ),
            ("Updated last night.", "Updates are installed by themselves on Mondays."),
        ],
        poor: &[("It has always been like this.", "We need it from home.")],
        fixed: &["You closed the service to the outside.", "The new version is in use."],
    },
    fr: Some(Said {
        findings: &[
            "Un service sur {ip} répond à n’importe qui. {k} signalements l’indiquent depuis le {since}, et nous l’avons vérifié le {looked}. Des inconnus peuvent le retourner contre autrui.",
        ],
        example: &["{ip}\nLe service répond sans mot de passe."],
        done: &[(
            "Le service n’est plus accessible que depuis notre réseau.",
            "Une règle du pare-feu s’était perdue. Elle est désormais vérifiée chaque nuit.",
        )],
        poor: &[("Il en a toujours été ainsi.", "Nous en avons besoin depuis la maison.")],
        fixed: &["Vous avez fermé le service vers l’extérieur."],
    }),
};
