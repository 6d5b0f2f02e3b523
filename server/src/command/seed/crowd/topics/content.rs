//! Matters of what is published: works of others, hatred, other people's data, fraud.

use super::{Kind, Said, Topic, Trade, Written, forms};

pub static COPYRIGHT: Topic = Topic {
    clause: "5.1",
    severity: &["low", "medium", "low"],
    template: "time_to_cure",
    hours: &[72, 72, 120],
    emergency: None,
    kinds: &[Kind::Copied],
    written: (30, Written::Form(&forms::COPYRIGHT)),
    trades: &[Trade::Files, Trade::Press, Trade::Shop, Trade::Forum],
    tags: &["film", "music", "books", "pictures"],
    titles: &[
        "Films without a licence on {other}",
        "“{work}” as a whole on {host}",
        "Photographs that belong to somebody else",
        "Sheet music without a licence",
    ],
    notes: &[
        "The agency sent a list; a third of its addresses lead nowhere.",
        "The customer is the uploader’s host, not the uploader. Asked who it is.",
        "Two right holders claim the same work.",
    ],
    closed: &["The works are gone; the agency was told.", "A licence was shown.", "The uploader’s account is closed."],
    en: Said {
        findings: &[
            "We received {k} complaints of right holders since {since} about works on {host}. On {looked} we saw “{work}” there as a whole. The page names no licence.",
            "{k} complaints name copies of works on {host}, among them “{work}”. We have not looked into who holds which right.",
        ],
        example: &[
            "https://{host}/watch/{n}\n“{work}”, as a whole.",
            "https://{other}/d/{n}\nA file with the text of “{work}”.",
        ],
        done: &[
            (
                "The copies are removed, {n} in number.",
                "Whoever uploads the same file again is stopped before it is public.",
            ),
            (
                "We removed what has no licence. For two works we attach ours.",
                "An editor now checks where pictures come from.",
            ),
            ("The account that uploaded them is closed.", "Three complaints about one account now close it."),
        ],
        poor: &[
            ("Our users are responsible for what they upload.", "We cannot watch them."),
            ("We bought the pictures.", "The invoice is lost."),
        ],
        fixed: &[
            "You removed the copies and stop the same files from coming back.",
            "You showed licences for two of the works and removed the others.",
        ],
    },
    fr: Some(Said {
        findings: &[
            "Nous avons reçu {k} signalements d’ayants droit depuis le {since} concernant des œuvres sur {host}. Le {looked}, nous y avons vu « {work} » en entier, sans mention de licence.",
        ],
        example: &["https://{host}/watch/{n}\n« {work} », en entier."],
        done: &[("Les {n} copies sont retirées.", "Un même fichier ne peut plus être mis en ligne une seconde fois.")],
        poor: &[("Nos utilisateurs sont responsables de ce qu’ils publient.", "Nous ne pouvons pas les surveiller.")],
        fixed: &["Vous avez retiré les copies et empêchez leur retour."],
    }),
};

pub static HATE: Topic = Topic {
    clause: "3.4",
    severity: &["medium", "high", "medium"],
    template: "moderation_plan",
    hours: &[48, 72, 72],
    emergency: None,
    kinds: &[],
    written: (100, Written::Form(&forms::HATE)),
    trades: &[Trade::Forum, Trade::Press, Trade::Games],
    tags: &["comments", "group"],
    titles: &[
        "Hatred in comments on {host}",
        "A group that harasses a teacher",
        "Racist drawings, every evening",
        "A chat in which people are insulted by name",
    ],
    notes: &[
        "Read along for an hour: {n} such messages. The moderators were there.",
        "The person who is named asked that we do not pass on her letter.",
        "Their rules forbid it; nobody acts on them.",
    ],
    closed: &[
        "Comments are read before they are public; no complaint since.",
        "The group is gone and did not come back.",
        "Moderators answer within the hour now.",
    ],
    en: Said {
        findings: &[
            "{k} complaints since {since} are about comments on {host} that call for hatred against people because of their religion or origin. On {looked} we counted {n} of them.",
            "People are insulted and threatened by name on {host}. We received {k} complaints since {since} and read along on {looked}.",
        ],
        example: &[
            "https://{host}/thread/{n}\nA comment names a family and asks readers to make them leave.",
            "https://{host}/story/{n}#comments\nDrawings that liken people to animals, under a name that everybody in town knows.",
        ],
        done: &[
            (
                "All {n} comments are hidden, and two members are gone.",
                "Two moderators read from 7:00 to 23:00; reports are answered within an hour.",
            ),
            (
                "The thread is closed and no longer public.",
                "New members write nothing for three days, and words on a list wait for a moderator.",
            ),
        ],
        poor: &[
            ("This is satire.", "We do not read what members write."),
            ("Members can hide what they do not like.", "No plan is needed."),
        ],
        fixed: &[
            "You hid the comments and named who reads reports, at which hours.",
            "The thread is closed, and moderators with hours read the others.",
        ],
    },
    fr: None,
};

pub static PRIVACY: Topic = Topic {
    clause: "3.6",
    severity: &["medium", "medium", "high"],
    template: "time_to_cure",
    hours: &[48, 72],
    emergency: None,
    kinds: &[Kind::Leak],
    written: (75, Written::Form(&forms::PRIVACY)),
    trades: &[Trade::Press, Trade::Forum, Trade::School, Trade::Tools],
    tags: &["addresses", "backup"],
    titles: &[
        "A list of members that anybody can read",
        "An address that must not be public",
        "A backup with names and dates of birth",
        "Pictures of children of a school",
    ],
    notes: &[
        "Looked at the first lines only and closed the page again.",
        "The person is in danger if the address stays. Called the customer before writing.",
        "A search engine has a copy; told the customer how to have it removed.",
    ],
    closed: &[
        "The page is gone, also from the search engine.",
        "The backup no longer answers.",
        "The name was taken out.",
    ],
    en: Said {
        findings: &[
            "{k} people write that their data stands on {host} without their consent. On {looked} we saw names with streets and dates of birth.",
            "A folder of {other} with a backup can be read by anybody. {k} complaints name it since {since}.",
        ],
        example: &[
            "https://{host}/list/{n}\nNames, streets and telephone numbers.",
            "https://{other}/backup/\nA list of files that anybody can fetch.",
        ],
        done: &[
            (
                "The page is removed, and we asked the search engine to forget it.",
                "Comments with telephone numbers wait for an editor now.",
            ),
            (
                "The folder is closed, and we told the {n} people who are in it.",
                "Backups lie on a machine without a web server.",
            ),
        ],
        poor: &[
            ("This is of public interest.", "We will not change anything."),
            ("The folder has no link to it.", "Nobody can find it."),
        ],
        fixed: &[
            "You removed the data and told the people whom it concerns.",
            "The page is gone, and comments are looked at before they are public.",
        ],
    },
    fr: None,
};

pub static FRAUD: Topic = Topic {
    clause: "4.1",
    severity: &["medium", "high"],
    template: "time_to_cure",
    hours: &[48, 36],
    emergency: None,
    kinds: &[Kind::Fraud, Kind::Brand],
    written: (60, Written::Form(&forms::FRAUD)),
    trades: &[Trade::Shop, Trade::Machines, Trade::Tools],
    tags: &["shop", "tickets", "payments"],
    titles: &[
        "A shop that takes money and sends nothing",
        "Nine percent a month",
        "Tickets that were sold five times",
        "A false help desk",
    ],
    notes: &[
        "The imprint names a bakery. The baker has nothing to do with it.",
        "A bank named {n} of its customers who paid.",
        "Registered three weeks ago, with a stolen identity as it seems.",
    ],
    closed: &[
        "The shop is gone.",
        "Buyers got their money back, says the bank.",
        "The seller was real and late; the goods came.",
    ],
    en: Said {
        findings: &[
            "{k} people write that they paid on {host} and got nothing. On {looked} we compared its pictures: they belong to another shop.",
            "Pages on {host} promise what nobody can keep and ask for money in advance. {k} complaints came since {since}.",
        ],
        example: &[
            "https://{host}/item/{n}\nPictures and texts of another shop, and payment by transfer only.",
            "https://{other}/plan\nNine percent a month, for a copy of a passport.",
        ],
        done: &[
            (
                "The seller’s page is closed and the money is held back.",
                "New sellers send their papers before they can take money.",
            ),
            (
                "We paid back {n} orders. The goods were lost at a carrier.",
                "Orders can be followed now, and somebody picks up the telephone.",
            ),
        ],
        poor: &[
            ("All orders will be sent.", "Please be patient."),
            ("This is a private loan.", "It is not your business."),
        ],
        fixed: &[
            "You closed the seller’s page and paid the buyers back.",
            "The pages are gone, and new sellers show papers first.",
        ],
    },
    fr: None,
};
