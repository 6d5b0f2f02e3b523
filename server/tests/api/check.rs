//! Whoever holds a letter and doubts it.

use axum::http::{Method, StatusCode};
use docket::letter::Cause;
use docket::store::lists;

use crate::site::Visitor;
use crate::world::World;

/// The code of the notice that runs, its letter as a customer holds it, and the code of one that was withdrawn.
async fn held(world: &World) -> (String, String, String) {
    let mut reader = world.site.app.desk.read().await.unwrap();
    let mut conn = reader.conn();
    let case = lists::case_by_number(&mut conn, &world.running).await.unwrap().unwrap().noun.id;
    let notice = lists::notices_of(&mut conn, case).await.unwrap().pop().unwrap().noun;
    let letters = lists::letters_of(&mut conn, case).await.unwrap();
    let letter = letters
        .into_iter()
        .map(|held| held.noun)
        .filter(|letter| matches!(letter.cause, Cause::Notice { notice: of } if of == notice.id))
        .find(|letter| letter.text.show().contains("Its code is"));
    let link = format!("{}/n/{}", world.site.app.desk.settings().public_url, world.links.running);
    let text = letter.unwrap().text.show().replace("{link}", &link);
    drop(reader);
    let mut customer = world.site.visitor();
    let gone = customer.get(&format!("/n/{}", world.links.withdrawn)).await.text;
    let at = gone.find("DN-").unwrap();
    (notice.code, text, gone[at..at + 13].to_owned())
}

async fn ask(visitor: &mut Visitor, code: &str, text: &str) -> String {
    let seen = visitor.post("/check", &[("code", code), ("text", text)]).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
    seen.text
}

#[tokio::test]
async fn a_letter_is_confirmed_word_for_word_and_a_changed_word_is_marked() {
    let world = World::build().await;
    let (code, letter, withdrawn) = held(&world).await;
    let mut stranger = world.site.visitor();
    let before = world.site.app.desk.ledger_size().await.unwrap();

    let said = ask(&mut stranger, &code.to_lowercase().replace('-', " "), "").await;
    assert!(
        said.contains("This is a real notice") && said.contains("In force") && said.contains("by pasting"),
        "{said}"
    );
    assert!(!said.contains("alpha-social"), "whose it is, only its holder knows");
    let said = ask(&mut stranger, "", &letter).await;
    assert!(said.contains("word for word") && said.contains(&code), "{said}");
    let forged = letter.replacen("person", "robot", 1);
    assert_ne!(forged, letter);
    let said = ask(&mut stranger, "", &forged).await;
    assert!(said.contains("differs from our letter in 1 place") && said.contains("</span>robot"), "{said}");
    let said = ask(&mut stranger, &code, "Pay at once, or else.").await;
    assert!(said.contains("is another text") && !said.contains("<mark>"), "{said}");
    let said = ask(&mut stranger, &withdrawn, "").await;
    assert!(said.contains("we withdrew it"), "{said}");
    let said = ask(&mut stranger, "DN-2345-6789", "").await;
    assert!(said.contains("We cannot confirm this") && said.contains("does not mean that it is forged"), "{said}");

    let french = stranger.post("/check?lang=fr", &[("code", &code), ("text", &letter)]).await;
    assert!(french.text.contains("C’est un véritable avis") && french.text.contains("mot pour mot"), "{}", french.text);
    let empty = stranger.post("/check", &[("code", " "), ("text", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = stranger.get(&format!("/check?code={code}")).await;
    assert!(form.text.contains(&code) && !form.text.contains("real notice"), "a look at the form looks nothing up");
    assert!(!form.text.contains(".wasm"), "plain HTML");
    assert_eq!(world.site.app.desk.ledger_size().await.unwrap(), before, "nothing is written down");
}

#[tokio::test]
async fn guessing_codes_has_an_end() {
    let site = crate::site::Site::open().await;
    let mut stranger = site.visitor();
    stranger.from = Some([203, 0, 113, 77].into());
    let mut tries = 0;
    while stranger.post("/check", &[("code", "DN-2345-6789"), ("text", "")]).await.status == StatusCode::OK {
        tries += 1;
        assert!(tries < 50, "nobody counts");
    }
    let refused = stranger.post("/check", &[("code", "DN-2345-6789"), ("text", "")]).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    site.clock.advance_seconds(61);
    assert_eq!(stranger.post("/check", &[("code", "DN-2345-6789"), ("text", "")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_saved_message_is_checked_and_a_mistyped_code_is_told() {
    let world = World::build().await;
    let (code, letter, _) = held(&world).await;
    let mut stranger = world.site.visitor();
    let send = async |stranger: &mut Visitor, name: &str, bytes: &[u8]| {
        let mut body = Vec::new();
        for field in ["code", "text"] {
            body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n\r\n").into_bytes());
        }
        let head = format!(
            "--x\r\ncontent-disposition: form-data; name=\"letter\"; filename=\"{name}\"\r\ncontent-type: text/plain\r\n\r\n"
        );
        body.extend([head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat());
        stranger.send(Method::POST, "/check", "multipart/form-data; boundary=x", body).await
    };
    let mail = format!(
        "From: desk@hosting.example\r\nTo: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{}",
        letter.replace('\n', "\r\n")
    );
    let said = send(&mut stranger, "letter.eml", mail.as_bytes()).await;
    assert!(said.text.contains("word for word") && said.text.contains(&code), "{}", said.text);
    let forged = mail.replacen("person", "robot", 1);
    let said = send(&mut stranger, "letter.eml", forged.as_bytes()).await;
    assert!(said.text.contains("in 1 place") && said.text.contains("</span>robot"), "{}", said.text);
    let said = send(&mut stranger, "letter.txt", letter.as_bytes()).await;
    assert!(said.text.contains("word for word"), "{}", said.text);
    let said = send(&mut stranger, "letter.pdf", b"%PDF-1.7 and more").await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.text.contains("cannot be read here"), "{}", said.text);

    // Two signs exchanged, as on the telephone.
    let mut signs: Vec<char> = code.chars().collect();
    let last = signs.len() - 1;
    let with = (9..last).rev().find(|place| signs[*place] != signs[last]).unwrap();
    signs.swap(with, last);
    let mistyped: String = signs.into_iter().collect();
    let said = stranger.post("/check", &[("code", &mistyped), ("text", "")]).await;
    assert_eq!(said.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(said.text.contains("One sign of this code is wrong"), "{}", said.text);
    let french = stranger.post("/check?lang=fr", &[("code", &mistyped), ("text", "")]).await;
    assert!(french.text.contains("Un signe de ce code est faux"), "{}", french.text);
}
