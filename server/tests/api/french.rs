//! The pages of the team in French, read by somebody who knows every English word of ours.

use std::collections::{BTreeSet, HashSet};

use axum::http::{Method, StatusCode};
use docket::export::Ask;
use docket::people::Role;
use docket::words::po::Po;
use server::router::table;

use crate::crawl::{row_of, walk};
use crate::home::Home;
use crate::program::run;
use crate::site::{Seen, Site, Visitor};
use crate::world::World;

/// Every English word that has another one in French.
fn english() -> HashSet<String> {
    let catalogues = [
        include_str!("../../../app/words/fr.po"),
        include_str!("../../../app/words/islands.fr.po"),
        include_str!("../../../docket/words/fr.po"),
    ];
    let mut english = HashSet::new();
    let mut french = HashSet::new();
    for text in catalogues {
        let po = Po::read(text);
        french.extend(po.all().map(|(_, words)| words.trim().to_owned()));
        let differ = po.all().filter(|(words, french)| words.trim() != french.trim());
        // A word or two may be a name that somebody typed: only what nobody types by chance counts.
        english.extend(differ.map(|(words, _)| words.trim().to_owned()).filter(|words| words.len() > 3));
    }
    // Some words are English for one thing and French for another.
    english.retain(|words| !french.contains(words));
    assert!(english.len() > 2000);
    english
}

/// The same for sentences with values in them: what stands between their places. Short ones fit too much.
fn patterns() -> Vec<Vec<String>> {
    let catalogues = [
        include_str!("../../../app/words/fr.po"),
        include_str!("../../../app/words/islands.fr.po"),
        include_str!("../../../docket/words/fr.po"),
    ];
    let own = |words: &str| words.replace("{}", "").chars().filter(|sign| sign.is_alphabetic()).count();
    let mut patterns = Vec::new();
    for text in catalogues {
        let po = Po::read(text);
        let differ = po.all().filter(|(words, french)| words.contains("{}") && words != french && own(words) >= 14);
        patterns.extend(differ.map(|(words, _)| words.trim().split("{}").map(str::to_owned).collect()));
    }
    assert!(patterns.len() > 300);
    patterns
}

fn fits(pattern: &[String], text: &str) -> bool {
    let [first, between @ .., last] = pattern else { return false };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in between {
        let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

/// What a page says: the text between its tags, and what only some readers hear.
fn said(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    let mut rest = html;
    while let Some((text, tail)) = rest.split_once('<') {
        said.push(text.trim().to_owned());
        let Some((tag, tail)) = tail.split_once('>') else { break };
        for name in ["aria-label=\"", "title=\"", "placeholder=\""] {
            let value = tag.split_once(name).and_then(|(_, value)| value.split_once('"'));
            said.extend(value.map(|(value, _)| value.trim().to_owned()));
        }
        rest = match tag.split([' ', '>']).next().unwrap_or_default() {
            // Programs, and text that machines wrote.
            skipped @ ("script" | "code" | "pre" | "textarea") => {
                tail.split_once(&format!("</{skipped}>")).map_or("", |(_, rest)| rest)
            }
            _ => tail,
        };
    }
    let plain = |text: String| text.replace("&amp;", "&").replace("&#x27;", "'").replace("&quot;", "\"");
    said.into_iter().map(plain).filter(|text| !text.is_empty()).collect()
}

fn left_in_english(seen: &Seen, english: &HashSet<String>) -> Vec<String> {
    said(&seen.text).into_iter().filter(|text| english.contains(text)).collect()
}

fn command(page: &Seen) -> String {
    let (_, rest) = page.text.split_once("name=\"command_id\" value=\"").expect("a form with its number");
    rest.split('"').next().unwrap().to_owned()
}

fn first(page: &Seen, before: &str) -> String {
    let (_, rest) = page.text.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split(['"', '/', '#', '?']).next().unwrap().to_owned()
}

async fn choose(visitor: &mut Visitor, language: &str) -> Seen {
    let id = command(&visitor.get("/account").await);
    let taste =
        [("zone", "Europe/Paris"), ("theme", "system"), ("density", "compact"), ("keys", "on"), ("mails", "on")];
    let fields: Vec<_> = taste.into_iter().chain([("command_id", id.as_str()), ("language", language)]).collect();
    visitor.post("/account", &fields).await
}

#[tokio::test]
async fn whoever_chose_french_finds_no_english_word_of_ours() {
    let home = Home::new();
    let (code, _, told) = run(home.path(), &["seed", "--demo", "--size", "small"], "");
    assert_eq!(code, 0, "{told}");
    let site = Site::over(home).await;
    let mut lead = site.signed_in(Role::Lead).await;
    assert!(lead.get("/inbox").await.text.contains("<html lang=\"en\""));
    assert_eq!(choose(&mut lead, "fr").await.status, StatusCode::SEE_OTHER);

    let english = english();
    let case = first(&lead.get("/cases").await, "href=\"/cases/DN-");
    let case = format!("/cases/DN-{case}");
    let pages = [
        "/inbox",
        "/inbox?stage=in_case",
        "/inbox?text=nothingofthesort",
        "/inbox/unmatched",
        "/cases",
        "/cases?stage=closed",
        &case,
        &format!("{case}/notices/new"),
        &format!("{case}/decision"),
        &format!("{case}/answers/new"),
        "/complaints/new",
        "/complaints/1",
        "/customers",
        "/customers/example-social",
        "/customers/new",
        "/decisions",
        "/policy",
        "/appeals",
        "/dashboard",
        "/letters",
        "/ledger",
        "/ledger/7",
        "/reports",
        "/templates",
        "/imports",
        "/holds",
        "/search?q=DN-2026*",
        "/search",
        "/account",
        "/account/sessions",
        "/account/password",
        "/account/second-factor",
    ];
    let mut left = Vec::new();
    for path in pages {
        let seen = lead.get(path).await;
        assert_eq!(seen.status, StatusCode::OK, "{path}");
        assert!(seen.text.contains("<html lang=\"fr\""), "{path}");
        left.extend(left_in_english(&seen, &english).into_iter().map(|words| format!("{path}: {words}")));
    }
    assert!(left.is_empty(), "{}", left.join("\n"));
}

/// Everything that somebody of each role can reach by looking, on a desk in the middle of its work.
#[tokio::test]
async fn no_role_reaches_a_page_with_an_english_sentence_of_ours() {
    let world = World::build().await;
    let (english, patterns) = (english(), patterns());
    exports_in_every_state(&world).await;
    // Roots of the walk: what has an address of its own, whether or not a page leads there.
    let starts: Vec<String> = table()
        .into_iter()
        .filter(|row| row.method == Method::GET && !row.path.contains('{') && row.path != "/live")
        .map(|row| row.path.to_owned())
        .collect();
    let mut left = BTreeSet::new();
    let mut known = HashSet::new();
    for role in Role::ALL {
        let mut visitor = world.site.signed_in(role).await;
        assert_eq!(choose(&mut visitor, "fr").await.status, StatusCode::SEE_OTHER);
        let mut read = 0;
        for (path, seen) in walk(&mut visitor, &starts).await {
            // Customers choose their own language, and what is fetched is no page.
            if !seen.text.contains("<html lang=\"fr\"") || row_of(&Method::GET, &path).is_some_and(is_outside) {
                continue;
            }
            // What was known then is shown as the paper that leaves the house, and papers are in English; so is what a list
            // would change, which is kept as it was worked out.
            if path.ends_with("/as-of") || path.starts_with("/imports/") {
                continue;
            }
            read += 1;
            for text in said(&seen.text) {
                if known.insert(text.clone())
                    && (english.contains(&text) || patterns.iter().any(|pattern| fits(pattern, &text)))
                {
                    left.insert(format!("{}: {path}: {text}", role.word()));
                }
            }
        }
        assert!(read > if role == Role::Admin { 10 } else { 80 }, "{} saw {read} pages", role.word());
    }
    assert!(left.is_empty(), "{}", left.into_iter().collect::<Vec<_>>().join("\n"));
}

/// One that failed, one that was made, one that was cancelled, and two that wait.
async fn exports_in_every_state(world: &World) {
    let desk = &world.site.app.desk;
    let ask = |what: &str, as_of: &str| Ask {
        what: what.into(),
        subject: world.running.clone(),
        as_of: as_of.into(),
        stage: "in_force".into(),
        ..Ask::default()
    };
    for ask in [ask("case_file", "#1"), ask("decisions_register", "")] {
        desk.ask_export(&world.cleo, desk.new_command(), &ask).await.unwrap();
    }
    server::exports::make_waiting(desk, &world.site.app.site.press).await;
    let gone = desk.ask_export(&world.cleo, desk.new_command(), &ask("case_file", "2022-01-02 10:00")).await.unwrap();
    desk.cancel_export(&world.cleo, gone).await.unwrap();
    for what in ["treatment_report", "verification"] {
        desk.ask_export(&world.cleo, desk.new_command(), &ask(what, "")).await.unwrap();
    }
    let mut counsel = world.signed_in(&world.cleo).await;
    assert_eq!(choose(&mut counsel, "fr").await.status, StatusCode::SEE_OTHER);
    let page = counsel.get("/reports").await.text;
    for words in ["Le dossier n’existait pas encore à l’entrée n° 1.", "En vigueur", "tout le registre", "Annulé"]
    {
        assert!(page.contains(words), "{words}");
    }
}

/// Pages of customers and reporters.
fn is_outside(row: &str) -> bool {
    ["/n/", "/r/", "/report"].iter().any(|start| row.starts_with(start)) && !row.starts_with("/reports")
}

#[tokio::test]
async fn a_refused_form_a_refusal_and_an_event_are_said_in_the_reader_s_language() {
    let site = Site::open().await;
    let mut lead = site.signed_in(Role::Lead).await;
    let mut other = site.signed_in(Role::Analyst).await;
    choose(&mut lead, "fr").await;

    let id = command(&lead.get("/complaints/new").await);
    let refused = lead.post("/complaints/new", &[("command_id", &id)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("<title>Erreur\u{a0}: Nouveau signalement"), "{}", refused.text);
    assert!(refused.text.contains("Il y a un problème"));
    assert!(refused.text.contains("Choisissez une catégorie") || refused.text.contains("Écrivez quelque chose ici."));

    let nothing = lead.get("/cases/DN-1999-0001").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    assert!(nothing.text.contains("Introuvable") && nothing.text.contains("<html lang=\"fr\""), "{}", nothing.text);
    let keys = lead.get("/tokens/new").await;
    assert_eq!(keys.status, StatusCode::FORBIDDEN);
    assert!(keys.text.contains("Votre rôle ne le permet pas. C’est ouvert à"), "{}", keys.text);

    // The same record, each in their own language; what is written down stays English.
    let french = lead.get("/ledger").await.text;
    assert!(french.contains("a rejoint l’équipe comme analyste."), "{french}");
    let ledger = other.get("/ledger").await.text;
    assert!(ledger.contains("joined the team as analyst."), "{ledger}");
}

#[tokio::test]
async fn the_way_in_speaks_as_this_browser_was_last_read() {
    let site = Site::open().await;
    let mut visitor = site.visitor();
    assert!(visitor.get("/sign-in").await.text.contains("Sign in"));
    visitor.cookie = Some("language=fr".into());
    let seen = visitor.get("/sign-in").await;
    assert!(seen.text.contains("Se connecter") && seen.text.contains("<html lang=\"fr\""), "{}", seen.text);
    visitor.cookie = Some("language=tlh".into());
    assert!(visitor.get("/sign-in").await.text.contains("<html lang=\"en\""));
}
