//! What people write into the public form, in English and French.

use super::customers::{Tenant, Trade};
use super::machines::{WORKS, odd_path};
use super::reporters::neighbour;
use crate::command::dice::Dice;
use crate::command::seed::report::Incoming;
use crate::command::seed::step::Script;

pub type Words = (&'static str, &'static [&'static str], &'static [&'static str]);

/// Category, words in English, words in French. `{a}`, `{b}` and `{n}` are drawn.
pub const PRIVACY: Words = (
    "privacy",
    &[
        "My full name and my street stand in the comments since {a}. I asked twice that they are taken down.",
        "A list with telephone numbers of our choir can be read by anybody. There are {n} of us on it.",
        "Pictures of my child from the {b} party were put there without asking me.",
        "An old story with an accusation that was dropped years ago. My employer found it last week.",
        "They publish the personal data of former members, with dates of birth.",
        "I moved away from a violent man. My new address is on this page.",
    ],
    &[
        "Mon nom et mon adresse figurent dans les commentaires depuis {a}. J’ai demandé deux fois leur retrait.",
        "Un fichier avec les données personnelles de {n} adhérents est lisible par tous.",
        "Des photos de ma fille ont été publiées sans mon accord.",
        "Un vieil article me cite pour une affaire classée sans suite. Il sort en premier dans les recherches.",
    ],
);
pub const FRAUD: Words = (
    "fraud",
    &[
        "I paid {n} euros for a {b} and nothing came. The telephone number in the imprint belongs to a bakery.",
        "The shop copies the pictures of a real one and takes only transfers. My bank says that I am the ninth this week.",
        "They call themselves a bank, promise nine percent a month and ask for a copy of my passport.",
        "A window says that my computer is infected and that I must call a number. A man wanted {n} dollars.",
        "The ticket that I bought here was sold to four other people.",
        "They rent out a flat that is not theirs. The photographs are from a hotel.",
    ],
    &[
        "J’ai payé {n} euros pour un article qui n’est jamais arrivé. Le numéro affiché est celui d’une boulangerie.",
        "Faux site\u{a0}: les photos sont celles d’une vraie boutique, et seul le virement est accepté.",
        "On m’a demandé une copie de ma carte d’identité pour un placement à neuf pour cent par mois.",
    ],
);
pub const HATE: Words = (
    "hate",
    &[
        "The comments under this page call for throwing people out of town for their religion. {n} of them since {a}.",
        "A member posts racist drawings every evening. The moderators answer with a smiley.",
        "They collect photographs of people at the {b} and insult them by name.",
        "A group that harasses a teacher of our school. They write when she leaves the house.",
    ],
    &[
        "Sous cette page, {n} commentaires appellent à chasser des gens à cause de leur religion.",
        "Un membre publie chaque soir des dessins racistes. Les modérateurs en rient.",
    ],
);
pub const COPYRIGHT: Words = (
    "copyright",
    &[
        "My photographs of the {b} are used to sell calendars. I never gave them away. I have the originals with their dates.",
        "The whole text of “{w}” can be read here. I am its author, and the publisher has not licensed it.",
        "{n} of my drawings were copied from my own page, with my signature cut off.",
        "This video is my documentary “{w}” as a whole, without a licence.",
        "Our sheet music for “{w}” can be fetched here. We are a small publisher and live from it.",
    ],
    &[
        "Mes photographies sont utilisées pour vendre des calendriers. Je n’ai jamais donné mon accord.",
        "L’intégralité de « {w} » est lisible ici. J’en suis l’auteure et mon éditeur n’a rien autorisé.",
        "{n} de mes dessins ont été repris sans ma signature.",
    ],
);
pub const SPAM: Words = (
    "spam",
    &[
        "{n} mails in a week, and the link to leave the list leads to an empty page.",
        "I never signed up. They write to an address that I use nowhere else than at my {b}.",
        "I left the list in {a}, and they wrote again yesterday under another name.",
        "Short messages at night that lead to this page. I have never been their customer.",
    ],
    &[
        "{n} courriels en une semaine, et le lien de désinscription mène à une page vide.",
        "Je ne me suis jamais inscrite. Ils m’écrivent à une adresse que je n’utilise nulle part ailleurs.",
        "Désinscrit depuis {a}, je reçois toujours leurs publicités.",
    ],
);
pub const PHISHING: Words = (
    "phishing",
    &[
        "A message about a parcel leads to this page. It wanted my card for a fee of two euros. I typed it in before I looked at the address.",
        "This page looks like the sign-in of my bank. The real one has another address.",
        "My mother got a call and was sent to this page to “confirm” her account.",
    ],
    &[
        "Un SMS au sujet d’un colis mène à cette page, qui demande ma carte bancaire pour deux euros de frais.",
        "Cette page imite l’espace client des impôts. L’adresse n’est pas la bonne.",
    ],
);
const OTHER: Words = (
    "other",
    &[
        "This company does not answer my letters about a guarantee.",
        "The page says bad things about my {b}. It is an opinion, but it hurts us.",
        "I cannot sign in any more since {a}. Please reset my password.",
        "They sell kittens without papers.",
        "My neighbour runs this page and plays loud music.",
        "The clock on this page is wrong by an hour.",
    ],
    &[
        "Ce site dit du mal de mon restaurant. Je veux qu’il disparaisse.",
        "Je n’arrive plus à me connecter à mon compte depuis {a}.",
    ],
);

const WHEN: [&str; 8] = ["Monday", "last week", "spring", "September", "the summer", "two weeks", "a month", "Easter"];
const QUAND: [&str; 5] = ["lundi", "la semaine dernière", "le printemps", "deux semaines", "un mois"];
const THINGS: [&str; 10] =
    ["summer", "harbour", "school", "library", "tennis club", "bicycle", "garden", "market", "coat", "bakery"];

/// What is likely to be said about somebody of this trade.
fn about(trade: Trade, dice: &mut Dice) -> &'static Words {
    let usual: &[(u64, &'static Words)] = match trade {
        Trade::Shop => &[(6, &FRAUD), (3, &COPYRIGHT), (2, &SPAM), (2, &OTHER), (1, &PHISHING)],
        Trade::Press => &[(6, &PRIVACY), (4, &COPYRIGHT), (3, &HATE), (3, &OTHER)],
        Trade::Forum => &[(6, &HATE), (5, &PRIVACY), (2, &COPYRIGHT), (1, &OTHER)],
        Trade::Mailer => &[(9, &SPAM), (1, &OTHER)],
        Trade::Files => &[(8, &COPYRIGHT), (2, &PRIVACY), (1, &FRAUD)],
        Trade::Games => &[(3, &HATE), (2, &FRAUD), (2, &OTHER)],
        Trade::School => &[(4, &PRIVACY), (2, &OTHER), (1, &COPYRIGHT)],
        Trade::Machines | Trade::Tools => &[(4, &PHISHING), (4, &FRAUD), (2, &SPAM), (1, &COPYRIGHT), (1, &OTHER)],
    };
    dice.weighed(usual)
}

/// A report, and whether a reader would find anything in it that concerns the desk.
pub fn form<'a>(script: &Script<'a>, tenant: &Tenant<'a>, dice: &mut Dice) -> (Incoming<'a>, bool) {
    let words = about(tenant.trade, dice);
    (saying(script, tenant, words, dice), words.0 != "other")
}

pub fn saying<'a>(script: &Script<'a>, tenant: &Tenant<'a>, words: &Words, dice: &mut Dice) -> Incoming<'a> {
    let (category, english, french) = *words;
    let from = neighbour(script, dice);
    let in_french = tenant.french && dice.chance(80);
    let words = if in_french { dice.of(french) } else { dice.of(english) };
    let when = if in_french { dice.of(&QUAND) } else { dice.of(&WHEN) };
    let many = dice.between(3, 190).to_string();
    let text = words
        .replace("{a}", when)
        .replace("{b}", dice.of(&THINGS))
        .replace("{n}", &many)
        .replace("{w}", dice.of(&WORKS));
    let more = match (in_french, dice.below(5)) {
        (false, 0) => " I kept copies with their dates.",
        (false, 1) => " I wrote to the site twice.",
        (false, 2) => " Please tell me what you find.",
        (true, 0) => " J’ai gardé des copies datées.",
        (true, 1) => " J’ai écrit au site, sans réponse.",
        _ => "",
    };
    let path = dice.of(&["p", "story", "item", "thread", "watch", "user", "page"]);
    let mut places = format!("https://{}/{path}/{}", tenant.domain, odd_path(dice));
    for _ in 0..dice.weighed(&[(7, 0), (2, 1), (1, 3)]) {
        places.push_str(&format!(" https://{}/{path}/{}", tenant.domain, odd_path(dice)));
    }
    Incoming::Form {
        from,
        category,
        locations: script.say(places),
        text: script.say(text + more),
        language: if in_french { "fr" } else { "en" },
        disclosed: dice.chance(18),
    }
}
