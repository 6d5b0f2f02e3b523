//! What each class of abuse is called in a letter, and what the customer is asked to do about it.

use crate::policy::Category;
use crate::words::Language::{self, En, Fr};

/// Fits after "it is about".
pub(super) fn matter(category: Category, language: Language) -> &'static str {
    match (category, language) {
        (Category::Violence, En) => "posts that call for violence",
        (Category::Violence, Fr) => "des publications qui appellent à la violence",
        (Category::Hate, En) => "posts that incite hatred",
        (Category::Hate, Fr) => "des publications qui incitent à la haine",
        (Category::Phishing, En) => "pages that steal passwords or payment data",
        (Category::Phishing, Fr) => "des pages qui volent des mots de passe ou des données de paiement",
        (Category::Malware, En) => "malware",
        (Category::Malware, Fr) => "des logiciels malveillants",
        (Category::Spam, En) => "unsolicited bulk mail",
        (Category::Spam, Fr) => "des envois en masse non sollicités",
        (Category::Copyright, En) => "works published without permission",
        (Category::Copyright, Fr) => "des œuvres publiées sans autorisation",
        (Category::Counterfeit, En) => "offers of counterfeit goods",
        (Category::Counterfeit, Fr) => "des offres de produits contrefaits",
        (Category::Attack, En) => "attack traffic",
        (Category::Attack, Fr) => "du trafic d’attaque",
        (Category::Intrusion, En) => "attempts to break into other people’s machines",
        (Category::Intrusion, Fr) => "des tentatives d’intrusion dans les machines d’autrui",
        (Category::Botnet, En) => "machines that take part in a botnet",
        (Category::Botnet, Fr) => "des machines qui font partie d’un botnet",
        (Category::ChildSafety, En) => "content that harms children",
        (Category::ChildSafety, Fr) => "des contenus qui portent atteinte à des enfants",
        (Category::Fraud, En) => "offers that deceive people for money",
        (Category::Fraud, Fr) => "des offres trompeuses destinées à soutirer de l’argent",
        (Category::Privacy, En) => "personal data published without a right to it",
        (Category::Privacy, Fr) => "des données personnelles publiées sans droit",
        (Category::OpenService, En) => "a service that is open to misuse from outside",
        (Category::OpenService, Fr) => "un service ouvert à des détournements depuis l’extérieur",
        (Category::Reputation, En) => "an address on a block list",
        (Category::Reputation, Fr) => "une adresse inscrite sur une liste de blocage",
        (Category::Other, En) => "a breach of our rules",
        (Category::Other, Fr) => "un manquement à nos règles",
    }
}

/// The first thing that a notice asks for.
pub(super) fn cure(category: Category, language: Language) -> &'static str {
    match (category, language) {
        (Category::Violence | Category::Hate, En) => {
            "Take down the posts that we list, and those like them. Say for each what you did, or why it may stay."
        }
        (Category::Violence | Category::Hate, Fr) => {
            "Retirez les publications que nous citons, et celles qui leur ressemblent. Dites pour chacune ce que vous avez fait, ou pourquoi elle peut rester."
        }
        (Category::Phishing | Category::Malware, En) => {
            "Take the pages and files offline that we list. Find out how they came there, close that way in, and change the passwords it exposed."
        }
        (Category::Phishing | Category::Malware, Fr) => {
            "Mettez hors ligne les pages et fichiers que nous citons. Trouvez comment ils sont arrivés là, fermez cet accès, et changez les mots de passe exposés."
        }
        (Category::Spam, En) => {
            "Stop the sending. Say where the addresses came from, and how people can leave the list."
        }
        (Category::Spam, Fr) => {
            "Arrêtez les envois. Dites d’où venaient les adresses, et comment on peut quitter la liste."
        }
        (Category::Copyright | Category::Counterfeit, En) => {
            "Take down what we list, or show us that you have the right to it."
        }
        (Category::Copyright | Category::Counterfeit, Fr) => {
            "Retirez ce que nous citons, ou montrez-nous que vous en avez le droit."
        }
        (Category::Attack | Category::Intrusion | Category::Botnet, En) => {
            "Stop this traffic. Find the machine and the program it comes from, and clean or rebuild the machine."
        }
        (Category::Attack | Category::Intrusion | Category::Botnet, Fr) => {
            "Arrêtez ce trafic. Trouvez la machine et le programme d’où il vient, puis nettoyez ou réinstallez la machine."
        }
        (Category::ChildSafety, En) => {
            "Take it offline at once, and keep what the authorities may need. Do not send us any of it."
        }
        (Category::ChildSafety, Fr) => {
            "Mettez-le hors ligne immédiatement, et conservez ce dont les autorités peuvent avoir besoin. Ne nous en envoyez rien."
        }
        (Category::Fraud, En) => "Take the offers offline that we list, and tell us how they came onto your service.",
        (Category::Fraud, Fr) => {
            "Mettez hors ligne les offres que nous citons, et dites-nous comment elles ont été placées sur votre service."
        }
        (Category::Privacy, En) => "Take down the data that we list, or show us your right to publish it.",
        (Category::Privacy, Fr) => "Retirez les données que nous citons, ou montrez-nous votre droit de les publier.",
        (Category::OpenService, En) => "Close the service to strangers, or limit it so that nobody can misuse it.",
        (Category::OpenService, Fr) => {
            "Fermez ce service aux inconnus, ou limitez-le afin que personne ne puisse le détourner."
        }
        (Category::Reputation, En) => {
            "Find out why the address is listed, end the cause, and ask the list to remove it."
        }
        (Category::Reputation, Fr) => {
            "Trouvez pourquoi l’adresse y figure, supprimez-en la cause, et demandez son retrait."
        }
        (Category::Other, En) => "Put an end to what we describe. Say for each point what you did, or why it may stay.",
        (Category::Other, Fr) => {
            "Mettez fin à ce que nous décrivons. Dites pour chaque point ce que vous avez fait, ou pourquoi il peut rester."
        }
    }
}
