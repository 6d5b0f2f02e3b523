//! Mails from people who run networks, each with what their own machines wrote down. In five languages, because that is
//! how they come.

use docket::time::Moment;

use super::customers::Tenant;
use super::machines::lure;
use super::reporters::OPERATORS;
use crate::command::dice::Dice;
use crate::command::seed::report::Incoming;
use crate::command::seed::step::Script;

const USERS: [&str; 12] =
    ["root", "admin", "test", "oracle", "git", "ubuntu", "postgres", "ftpuser", "backup", "pi", "deploy", "support"];

#[derive(Clone, Copy, Debug)]
pub enum About {
    Logins,
    Spam,
    Page,
    Flood,
}

impl About {
    pub const ALL: [About; 4] = [About::Logins, About::Spam, About::Page, About::Flood];
}

/// A mail about attacks, spam or a copied page, with the lines of a log that show it.
pub fn mail<'a>(script: &Script<'a>, tenant: &Tenant<'a>, about: About, at: Moment, dice: &mut Dice) -> Incoming<'a> {
    let (language, from) = dice.of(&OPERATORS);
    let ip = tenant.ip;
    let day = at.to_chrono().format("%Y-%m-%d").to_string();
    let (subject, text) = match about {
        About::Logins => {
            let log = logins(ip, at, dice);
            match language {
                "fr" => (
                    format!("Attaque par force brute depuis {ip}"),
                    format!(
                        "{}\n\nDepuis le {day}, l’adresse {ip} tente de se connecter en SSH à nos machines (attaque par dictionnaire). Extrait de nos journaux, heure UTC\u{a0}:\n\n{log}\n\nMerci de faire cesser ce trafic et de nous dire ce que vous avez trouvé.",
                        greeting(language, dice)
                    ),
                ),
                "de" => (
                    format!("Login-Versuche von {ip} (brute force)"),
                    format!(
                        "{}\n\nseit {day} versucht {ip}, sich per SSH an unseren Rechnern anzumelden (brute force). Auszug aus dem Protokoll, Zeiten in UTC:\n\n{log}\n\nBitte stellen Sie das ab. Für Rückfragen stehen wir gern zur Verfügung.",
                        greeting(language, dice)
                    ),
                ),
                "es" => (
                    format!("Intentos de acceso por fuerza bruta desde {ip}"),
                    format!(
                        "{}\n\nDesde el {day} la dirección {ip} intenta entrar por SSH en nuestros servidores (brute force). Extracto del registro, hora UTC:\n\n{log}\n\nLes rogamos que lo detengan.",
                        greeting(language, dice)
                    ),
                ),
                "ja" => (
                    format!("{ip} からの不正ログイン試行 (brute force)"),
                    format!(
                        "{}\n\n{day} 以降、{ip} から弊社サーバーへの SSH ログイン試行 (brute force) が続いています。ログ (UTC) は次のとおりです。\n\n{log}\n\nご確認と対処をお願いいたします。",
                        greeting(language, dice)
                    ),
                ),
                _ => (
                    dice.of(&[
                        "SSH brute force from {ip}",
                        "fail2ban: {ip} banned on 4 hosts",
                        "Login attempts from {ip}",
                    ])
                    .replace("{ip}", ip),
                    format!(
                        "{}\n\n{} Log lines, UTC:\n\n{log}\n\n{}",
                        greeting(language, dice),
                        dice.of(&[
                            "one of your addresses tries passwords on our machines.",
                            "our fail2ban has blocked an address of yours on several hosts.",
                            "please find below login attempts that came from your network."
                        ]),
                        closing(dice)
                    ),
                ),
            }
        }
        About::Spam => {
            let head = spam_head(tenant, at, dice);
            match language {
                "fr" => (
                    format!("Pourriel envoyé depuis {ip}"),
                    format!(
                        "{}\n\nNos abonnés reçoivent du pourriel depuis votre réseau. Voici les en-têtes d’un de ces messages\u{a0}:\n\n{head}\n\nAucun d’eux ne s’est inscrit à cette liste.",
                        greeting(language, dice)
                    ),
                ),
                "de" => (
                    format!("Unerwünschte Werbung (Spam) von {ip}"),
                    format!(
                        "{}\n\nunsere Kunden erhalten Spam aus Ihrem Netz. Die Kopfzeilen einer dieser Mails:\n\n{head}\n\nEine Anmeldung gab es nicht.",
                        greeting(language, dice)
                    ),
                ),
                "es" => (
                    format!("Spam desde {ip}"),
                    format!(
                        "{}\n\nNuestros usuarios reciben spam desde su red. Cabeceras de uno de los mensajes:\n\n{head}\n\nNinguno se había apuntado.",
                        greeting(language, dice)
                    ),
                ),
                "ja" => (
                    format!("{ip} からの迷惑メール (spam)"),
                    format!(
                        "{}\n\n貴社ネットワークから迷惑メール (spam) が届いています。ヘッダーは次のとおりです。\n\n{head}\n\n購読の登録はしておりません。",
                        greeting(language, dice)
                    ),
                ),
                _ => (
                    format!("Spam from {ip}"),
                    format!(
                        "{}\n\n{}\n\n{head}\n\n{}",
                        greeting(language, dice),
                        dice.of(&[
                            "the mail below was sent to a role address that has never signed up for anything.",
                            "our users complain about this unsolicited mail. Headers of one of them:",
                            "this is spam. It came to 60 mailboxes of ours within ten minutes."
                        ]),
                        closing(dice)
                    ),
                ),
            }
        }
        About::Page => {
            let url = lure(tenant, dice).replacen("http", "hxxp", 1).replacen(".example", "[.]example", 1);
            match language {
                "fr" => (
                    "Page d’hameçonnage chez vous".to_owned(),
                    format!(
                        "{}\n\nNos agents ont reçu un courriel qui mène à cette page d’hameçonnage\u{a0}:\n\n  {url}\n\nElle demande le mot de passe de messagerie. L’adresse IP est {ip}.",
                        greeting(language, dice)
                    ),
                ),
                "de" => (
                    "Phishing-Seite auf Ihrem Server".to_owned(),
                    format!(
                        "{}\n\nMitarbeiter unseres Hauses erhielten eine Mail, die auf diese Phishing-Seite führt:\n\n  {url}\n\nSie fragt das Passwort des Postfachs ab. IP-Adresse: {ip}.",
                        greeting(language, dice)
                    ),
                ),
                "es" => (
                    "Página de phishing en su red".to_owned(),
                    format!(
                        "{}\n\nVarios compañeros recibieron un correo que lleva a esta página de phishing:\n\n  {url}\n\nPide la contraseña del buzón. IP: {ip}.",
                        greeting(language, dice)
                    ),
                ),
                "ja" => (
                    "フィッシングサイトの通報 (phishing)".to_owned(),
                    format!(
                        "{}\n\n教職員宛に、次のフィッシングページ (phishing) へ誘導するメールが届きました。\n\n  {url}\n\nメールのパスワードを求めています。IP アドレスは {ip} です。",
                        greeting(language, dice)
                    ),
                ),
                _ => (
                    "Phishing page on your network".to_owned(),
                    format!(
                        "{}\n\n{}\n\n  {url}\n\nAddress: {ip}. {}",
                        greeting(language, dice),
                        dice.of(&[
                            "staff of ours got a mail this morning that leads to a phishing page:",
                            "please take down this phishing page. It asks for the password of our web mail:",
                            "the link in a short message leads to a phishing page that copies our portal:"
                        ]),
                        closing(dice)
                    ),
                ),
            }
        }
        About::Flood => {
            let flows = flows(ip, at, dice);
            match language {
                "fr" => (format!("Attaque DDoS, {ip} parmi les sources"), format!("{}\n\nNous subissons une attaque par déni de service (DDoS). Votre adresse {ip} en fait partie\u{a0}:\n\n{flows}\n\nIl s’agit sans doute d’un service ouvert.", greeting(language, dice))),
                "de" => (format!("DDoS, {ip} unter den Quellen"), format!("{}\n\nunser Netz wird mit einem DDoS angegriffen, und {ip} ist unter den Quellen:\n\n{flows}\n\nVermutlich ein offener Dienst.", greeting(language, dice))),
                "es" => (format!("Ataque DDoS con origen en {ip}"), format!("{}\n\nEstamos recibiendo un ataque DDoS y {ip} es uno de los orígenes:\n\n{flows}\n\nProbablemente un servicio abierto.", greeting(language, dice))),
                "ja" => (format!("DDoS 攻撃の送信元について ({ip})"), format!("{}\n\n弊社ネットワークが DDoS 攻撃を受けており、{ip} が送信元に含まれています。\n\n{flows}\n\nオープンなサービスが悪用されている可能性があります。", greeting(language, dice))),
                _ => (format!("DDoS traffic from {ip}"), format!("{}\n\n{}\n\n{flows}\n\n{}", greeting(language, dice), dice.of(&["we were hit by a DDoS last night and your address was among the loudest sources.", "attached are flows of a denial of service against our customer. Spoofed it is not: the sessions were complete.", "an open service of yours is used for DDoS by reflection."]), closing(dice))),
            }
        }
    };
    Incoming::Mail { from, subject: script.say(subject), text: script.say(text) }
}

fn greeting(language: &str, dice: &mut Dice) -> &'static str {
    match language {
        "fr" => dice.of(&["Bonjour,", "Madame, Monsieur,"]),
        "de" => dice.of(&["Guten Tag,", "Sehr geehrte Damen und Herren,", "Hallo,"]),
        "es" => dice.of(&["Buenos días:", "Estimados señores:"]),
        "ja" => dice.of(&["ご担当者様", "お世話になっております。"]),
        _ => dice.of(&["Hello,", "Dear abuse team,", "Hi,", "To whom it may concern,", "Good morning,"]),
    }
}

fn closing(dice: &mut Dice) -> &'static str {
    dice.of(&[
        "Please have a look.",
        "Could you make it stop?",
        "We blocked the address on our side; others may not have.",
        "Please tell us if you need more lines.",
        "No answer needed, we only want it to end.",
        "This is the second time this month.",
        "Times are from a clock that is set by NTP.",
    ])
}

/// A few instants before the mail, in their order.
fn instants(at: Moment, many: i64, apart: i64, dice: &mut Dice) -> Vec<Moment> {
    let first = at.plus_seconds(-many * apart - dice.between(20, 900));
    (0..many).map(|number| first.plus_seconds(number * apart + dice.between(0, apart - 1))).collect()
}

fn logins(ip: &str, at: Moment, dice: &mut Dice) -> String {
    let host = dice.of(&["gw1", "mail", "web02", "build", "lib-srv", "ns2"]);
    let many = dice.between(3, 6);
    let lines = instants(at, many, 3, dice).into_iter().map(|at| {
        let (user, pid, port) = (dice.of(&USERS), dice.between(900, 32_000), dice.between(33_000, 61_000));
        let known = if dice.chance(30) { "" } else { "invalid user " };
        format!(
            "{} {host} sshd[{pid}]: Failed password for {known}{user} from {ip} port {port} ssh2",
            at.to_chrono().format("%b %e %H:%M:%S")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn spam_head(tenant: &Tenant<'_>, at: Moment, dice: &mut Dice) -> String {
    let subject = dice.of(&[
        "A gift for your inbox",
        "Rates have never been lower",
        "Win a car",
        "Your photo is online",
        "Cheap medicine",
        "Second reminder",
    ]);
    format!(
        "  Received: from {} ({} [{}])\n    by mx{}.mail-gate.example with ESMTP id {:x};\n    {}\n  From: {}@{}\n  Subject: {subject}",
        tenant.domain,
        tenant.other,
        tenant.ip,
        dice.between(1, 4),
        dice.below(u64::from(u32::MAX)),
        at.plus_seconds(-dice.between(300, 9000)).to_chrono().format("%a, %d %b %Y %H:%M:%S +0000"),
        dice.of(&["news", "promo", "office", "contact"]),
        tenant.domain,
    )
}

fn flows(ip: &str, at: Moment, dice: &mut Dice) -> String {
    let from = dice.of(&[53, 123, 389, 1900, 11211]);
    let many = dice.between(3, 5);
    let lines = instants(at, many, 20, dice).into_iter().map(|at| {
        let (to, packets) = (dice.between(1024, 65_000), dice.between(40_000, 2_900_000));
        format!("  {}  udp  {ip}:{from} -> 192.0.2.202:{to}  {packets} packets", at.to_chrono().format("%H:%M:%S"))
    });
    lines.collect::<Vec<_>>().join("\n")
}
