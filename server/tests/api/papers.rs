//! What customers have on paper: every word of it, nothing of the house, and the page to print where there is no PDF.

mod read;

use app::documents::spoken::words_of;
use axum::http::StatusCode;
use docket::letter::Cause;
use docket::people::Role;
use docket::store::evidence::sha256_hex;
use docket::store::lists;
use serde_json::Value;

use crate::site::{Seen, Site};
use crate::stand_in::{HONEST, order_of, ordered};
use crate::world::World;

/// Words with one space between them, however their lines break.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters of the notice that runs, as their contacts got them, with a link whose secret is covered.
async fn letters(world: &World) -> (String, Vec<String>) {
    let desk = &world.site.app.desk;
    let mut reader = desk.read().await.unwrap();
    let mut conn = reader.conn();
    let case = lists::case_by_number(&mut conn, &world.running).await.unwrap().unwrap().noun.id;
    let notice = lists::notices_of(&mut conn, case).await.unwrap().pop().unwrap().noun;
    let letters = lists::letters_of(&mut conn, case).await.unwrap().into_iter().map(|held| held.noun);
    let of = |cause: &Cause| matches!(cause, Cause::Notice { notice: of } if *of == notice.id);
    let covered = desk.settings().notice_url("…");
    let texts = letters.filter(|letter| of(&letter.cause)).map(|letter| letter.text.show().replace("{link}", &covered));
    (notice.code, texts.collect())
}

fn holds_each_line_of(paper: &str, letter: &str) {
    let paper = flat(paper);
    for line in letter.lines().map(flat).filter(|line| !line.is_empty()) {
        assert!(paper.contains(&line), "{line}\nis not in\n{paper}");
    }
}

fn inside<'a>(order: &'a docket::paper::PrintOrder, name: &str) -> &'a str {
    let named: Vec<&str> = order.attached.iter().map(|one| one.name.as_str()).collect();
    let found = order.attached.iter().find(|one| one.name == name);
    &found.unwrap_or_else(|| panic!("{name} is not among {named:?}")).text
}

fn is_download(seen: &Seen, kind: &str, name: &str) {
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    assert_eq!(seen.header("content-type"), kind);
    assert_eq!(seen.header("content-disposition"), format!("attachment; filename=\"{name}\""));
    assert_eq!(seen.header("content-security-policy"), "sandbox; default-src 'none'");
    assert_eq!((seen.header("x-content-type-options"), seen.header("cache-control")), ("nosniff", "no-store"));
}

#[tokio::test]
async fn a_notice_leaves_on_paper_with_every_word_of_its_letter() {
    let world = World::build().await;
    let mut customer = world.site.visitor();
    let (code, letters) = letters(&world).await;
    let token = &world.links.running;
    let page = customer.get(&format!("/n/{token}")).await;
    assert!(page.text.contains(&format!("/n/{token}/notice.pdf?lang=en")), "{}", page.text);
    let before = world.site.app.desk.ledger_size().await.unwrap();

    let seen = customer.get(&format!("/n/{token}/notice.pdf")).await;
    let order = ordered(&seen);
    let stamp = order.date.split('.').next().unwrap().replace(['-', ':'], "");
    is_download(&seen, "application/pdf", &format!("duenotice_{code}_{}Z.pdf", stamp.trim_end_matches('Z')));
    let words = words_of(&order.html);
    assert!(order.html.contains("<html lang=\"en\">") && order.html.contains(&format!("<title>Notice {code}</title>")));
    let mut held = 0;
    for letter in letters.iter().filter(|letter| letter.contains("Its code is")) {
        holds_each_line_of(&words, letter);
        held += 1;
    }
    assert!(held > 0, "{letters:#?}");
    for said in ["l•••@alpha-social.example", "1. ", "2. ", "SHA-256 of the letter", "Your rights", "12:19 UTC"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    assert!(!seen.text.contains(token.as_str()), "the secret of a link is on no paper");
    assert!(!words.contains("pierre"), "whom else it went to is not for this contact");

    let check = order.check.as_ref().unwrap();
    assert_eq!((check.code.as_str(), check.label.as_str()), (code.as_str(), "Check this notice"));
    assert!(check.url.ends_with(&format!("/check?code={code}")), "{}", check.url);
    assert_eq!(order.about, format!("notice {code}"));
    let data: Value = serde_json::from_str(inside(&order, "notice.json")).unwrap();
    assert_eq!((&data["code"], &data["account"]), (&Value::from(code.as_str()), &Value::from("alpha-social")));
    assert_eq!(data["sent_at"], order.date.as_str());
    assert_eq!(sha256_hex(data["letter"].as_str().unwrap().as_bytes()).len(), 64);
    let proof = customer.get(&format!("/n/{token}/proof")).await;
    assert_eq!(inside(&order, &format!("{code}.tlog-proof")), proof.text, "as its page offers it");

    let again = customer.get(&format!("/n/{token}/notice.pdf")).await;
    assert_eq!(seen.text, again.text, "the same paper is the same bytes");
    world.site.clock.advance_seconds(60 * 86_400);
    let later = ordered(&customer.get(&format!("/n/{token}/notice.pdf")).await);
    assert_eq!(later.html, order.html, "and says the same two months later");
    assert_eq!(world.site.app.desk.ledger_size().await.unwrap(), before, "nothing is written down");

    let printed = customer.get(&format!("/n/{token}/notice.html")).await;
    is_download(
        &printed,
        "text/html; charset=utf-8",
        &format!("duenotice_{code}_{}Z.html", stamp.trim_end_matches('Z')),
    );
    assert_eq!(printed.text, order.html);
}

#[tokio::test]
async fn whoever_reads_french_has_it_in_french() {
    let world = World::build().await;
    let mut customer = world.site.visitor();
    let (code, letters) = letters(&world).await;
    let order = ordered(&customer.get(&format!("/n/{}/notice.pdf?lang=fr", world.links.french)).await);
    let words = words_of(&order.html);
    assert!(order.html.contains("<html lang=\"fr\">"));
    assert_eq!(order.about, format!("avis {code}"));
    for said in ["À répondre avant", "Vos droits", "p•••@alpha-social.example", "SHA-256 du courrier"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    let french = letters.iter().find(|letter| letter.contains("À répondre avant")).expect("a letter in French");
    holds_each_line_of(&words, french);
    let receipt = format!("/n/{}/receipts/{}", world.links.running, world.links.answer);
    let words = words_of(&ordered(&customer.get(&format!("{receipt}/receipt.pdf?lang=fr")).await).html);
    assert!(words.contains("Accusé de réception") && words.contains("avant l’échéance"), "{words}");
    let decision = format!("/n/{}/decisions/1/decision.pdf?lang=fr", world.links.suspended);
    let words = words_of(&ordered(&customer.get(&decision).await).html);
    assert!(words.contains("Nos motifs, mot pour mot") && words.contains("Prend effet"), "{words}");
}

#[tokio::test]
async fn a_decision_and_a_receipt_say_on_paper_what_their_pages_say() {
    let world = World::build().await;
    let mut customer = world.site.visitor();
    let link = format!("/n/{}", world.links.suspended);
    let page = customer.get(&link).await;
    assert!(page.text.contains(&format!("{link}/decisions/1/decision.pdf?lang=en")), "{}", page.text);
    let order = ordered(&customer.get(&format!("{link}/decisions/1/decision.pdf")).await);
    let mut reader = world.site.app.desk.read().await.unwrap();
    let mut conn = reader.conn();
    let case = lists::case_by_number(&mut conn, &world.suspended).await.unwrap().unwrap().noun.id;
    let decision = lists::decisions_of(&mut conn, case).await.unwrap().remove(0).noun;
    drop(reader);
    let words = words_of(&order.html);
    holds_each_line_of(&words, decision.statement.text.show());
    holds_each_line_of(&words, decision.statement.redress.show());
    assert!(flat(&words).replace(' ', "").contains(&decision.statement.hash), "{words}");
    assert!(words.contains("Takes effect") && words.contains("Your data is kept until"), "{words}");
    assert!(order.check.is_none(), "/check knows notices alone");
    let data: Value = serde_json::from_str(inside(&order, "decision.json")).unwrap();
    assert_eq!(data["effective"]["at"], decision.effective.at.rfc3339());
    assert_eq!(data["statement"], decision.statement.text.show());
    for nothing in ["2", "0", "x", "99999999999"] {
        let seen = customer.get(&format!("{link}/decisions/{nothing}/decision.pdf")).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{nothing}");
    }

    let receipt = format!("/n/{}/receipts/{}", world.links.running, world.links.answer);
    let page = customer.get(&receipt).await;
    assert!(page.text.contains(&format!("{receipt}/receipt.pdf?lang=en")), "{}", page.text);
    let order = ordered(&customer.get(&format!("{receipt}/receipt.pdf")).await);
    let words = words_of(&order.html);
    for said in [world.links.answer.as_str(), "before the deadline: on time", "Fingerprint", "Deadline"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    let data: Value = serde_json::from_str(inside(&order, "receipt.json")).unwrap();
    assert_eq!(data["received_at"], order.date.as_str());
    assert!(data["seconds_before_the_deadline"].as_i64().unwrap() > 0);
    for part in data["parts"].as_array().unwrap() {
        holds_each_line_of(&words, part["text"].as_str().unwrap());
    }
}

#[tokio::test]
async fn the_team_has_the_same_papers_from_its_own_pages() {
    let world = World::build().await;
    let mut lead = world.signed_in(&world.lee).await;
    let mut customer = world.site.visitor();
    let case = format!("/cases/{}", world.running);
    let page = lead.get(&format!("{case}/notices/2")).await;
    assert!(page.text.contains(&format!("{case}/notices/2/notice.pdf?lang=en")), "{}", page.text);
    let ours = ordered(&lead.get(&format!("{case}/notices/2/notice.pdf")).await);
    let theirs = ordered(&customer.get(&format!("/n/{}/notice.pdf", world.links.running)).await);
    let both = "l•••@alpha-social.example, p•••@alpha-social.example";
    assert!(words_of(&ours.html).contains(both), "{}", words_of(&ours.html));
    assert_eq!(ours.html.replace(both, "l•••@alpha-social.example"), theirs.html, "to everybody, else the same");
    assert_eq!(ours.attached.len(), 1, "the proof of a letter is for its reader");
    let before = ordered(&lead.get(&format!("{case}/notices/1/notice.pdf")).await);
    assert_ne!(before.about, ours.about, "one that was replaced is still what it said");

    let receipt = format!("{case}/answers/{}", world.links.answer);
    assert!(lead.get(&receipt).await.text.contains(&format!("{receipt}/receipt.pdf")));
    let ours = ordered(&lead.get(&format!("{receipt}/receipt.pdf")).await);
    let theirs = format!("/n/{}/receipts/{}/receipt.pdf", world.links.running, world.links.answer);
    assert_eq!(ours.html, ordered(&customer.get(&theirs).await).html);

    let decision = format!("/cases/{}/decisions/1", world.suspended);
    assert!(lead.get(&decision).await.text.contains(&format!("{decision}/decision.pdf")));
    let ours = ordered(&lead.get(&format!("{decision}/decision.pdf")).await);
    let theirs = format!("/n/{}/decisions/1/decision.pdf", world.links.suspended);
    assert_eq!(ours.html, ordered(&customer.get(&theirs).await).html);
    for nothing in [
        format!("{case}/notices/9/notice.pdf"),
        format!("{case}/decisions/1/decision.pdf"),
        format!("{case}/answers/A-2345-6789/receipt.pdf"),
        // Another case's.
        format!("/cases/{}/answers/{}/receipt.html", world.suspended, world.links.answer),
    ] {
        assert_eq!(lead.get(&nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn without_a_press_there_is_the_page_to_print_and_nobody_is_led_astray() {
    let world = World::on(Site::open().await).await;
    let mut customer = world.site.visitor();
    let link = format!("/n/{}", world.links.running);
    let page = customer.get(&link).await;
    assert!(page.text.contains(&format!("{link}/notice.html?lang=en")) && !page.text.contains(".pdf"), "{}", page.text);
    assert_eq!(customer.get(&format!("{link}/notice.html")).await.status, StatusCode::OK);
    let none = customer.get(&format!("{link}/notice.pdf")).await;
    assert_eq!(none.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(none.text.contains("No program that sets papers as PDF is installed here."), "{}", none.text);
    assert!(none.text.contains(&format!("{link}/notice.html?lang=en")), "{}", none.text);
    let french = customer.get(&format!("{link}/notice.pdf?lang=fr")).await;
    assert!(french.text.contains("Aucun programme qui compose des PDF"), "{}", french.text);
    let mut lead = world.signed_in(&world.lee).await;
    let case = format!("/cases/{}", world.running);
    assert!(!lead.get(&format!("{case}/notices/2")).await.text.contains(".pdf"));
    let none = lead.get(&format!("{case}/notices/2/notice.pdf")).await;
    assert_eq!(none.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(none.text.contains(&format!("{case}/notices/2/notice.html?lang=en")), "{}", none.text);
    let check = customer.get("/check").await;
    assert!(check.text.contains("A PDF or a picture cannot be read here"), "{}", check.text);
}

#[tokio::test]
async fn a_paper_that_cannot_be_set_says_so_and_leads_to_the_page() {
    for (does, status, said) in [
        ("exit 3", StatusCode::OK, "This paper is too long to be set as a PDF."),
        ("exit 1", StatusCode::SERVICE_UNAVAILABLE, "The PDF was not ready in time."),
        ("echo no PDF", StatusCode::SERVICE_UNAVAILABLE, "The PDF was not ready in time."),
    ] {
        let world = World::on(Site::printing((does, "exit 2")).await).await;
        let mut customer = world.site.visitor();
        let link = format!("/n/{}", world.links.running);
        let seen = customer.get(&format!("{link}/notice.pdf")).await;
        assert_eq!(seen.status, status, "{does}");
        assert!(
            seen.text.contains(said) && seen.text.contains(&format!("{link}/notice.html?lang=en")),
            "{}",
            seen.text
        );
        assert!(seen.text.contains("tel:"), "and whom to call");
    }
}

#[tokio::test]
async fn a_case_file_holds_its_report_as_pdf_or_says_why_not() {
    for (site, is_there) in [(Site::printing(HONEST).await, true), (Site::printing(("exit 3", "exit 2")).await, false)]
    {
        let world = World::on(site).await;
        let desk = &world.site.app.desk;
        let press = &world.site.app.site.press;
        let cleo = world.fresh(&world.cleo);
        let packed = server::case_file::pack(desk, press, &cleo, &world.running).await.unwrap();
        let mut zip = zip::ZipArchive::new(packed.file).unwrap();
        let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
        let mut file = |end: &str| {
            let name = names.iter().find(|name| name.ends_with(end))?;
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut zip.by_name(name).unwrap(), &mut bytes).unwrap();
            Some(bytes)
        };
        let info = String::from_utf8(file("/bag-info.txt").unwrap()).unwrap();
        let pdf = file("/data/report.pdf");
        assert_eq!(pdf.is_some(), is_there, "{names:#?}");
        let Some(pdf) = pdf else {
            assert!(
                info.contains("Due-Notice-Report-PDF: Not in this file. This paper is too long to be set as a PDF.\n"),
                "{info}"
            );
            continue;
        };
        assert!(!info.contains("Due-Notice-Report-PDF"), "{info}");
        let order = order_of(&pdf);
        assert_eq!(order.html.as_bytes(), file("/data/report.html").unwrap());
        let sum = format!("{}  case.json\n", sha256_hex(&file("/data/case.json").unwrap()));
        assert_eq!(inside(&order, "case.json.sha256"), sum);
        assert_eq!(order.about, format!("Case file {}", world.running));
    }
}

#[tokio::test]
async fn a_paper_costs_a_turn_and_turns_have_an_end() {
    let site = Site::printing(HONEST).await;
    let mut stranger = site.visitor();
    stranger.from = Some([203, 0, 113, 78].into());
    let path = format!("/n/{}/notice.pdf", "A".repeat(43));
    let mut tries = 0;
    while stranger.get(&path).await.status == StatusCode::NOT_FOUND {
        tries += 1;
        assert!(tries < 200, "nobody counts");
    }
    assert_eq!(stranger.get(&path).await.status, StatusCode::TOO_MANY_REQUESTS);
    let mut nobody = site.visitor();
    assert_eq!(nobody.get("/cases/DN-2021-0001/notices/1/notice.pdf").await.status, StatusCode::SEE_OTHER);
    let mut admin = site.signed_in(Role::Admin).await;
    assert_eq!(admin.get("/cases/DN-2021-0001/notices/1/notice.pdf").await.status, StatusCode::FORBIDDEN);
}
