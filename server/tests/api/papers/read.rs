//! Papers that somebody hands in at `/check`, and what the press itself makes of them where it was built.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use app::documents::spoken::words_of;
use axum::http::{Method, StatusCode};

use super::letters;
use crate::site::{Seen, Site, Visitor};
use crate::stand_in::{FIRST_LINE, ordered};
use crate::world::World;

/// A file in the field of `/check`.
async fn hand_in(visitor: &mut Visitor, bytes: &[u8]) -> Seen {
    let mut body = Vec::new();
    for field in ["code", "text"] {
        body.extend(format!("--x\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n\r\n").into_bytes());
    }
    let head = "--x\r\ncontent-disposition: form-data; name=\"letter\"; filename=\"a.pdf\"\r\ncontent-type: application/pdf\r\n\r\n";
    body.extend([head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat());
    visitor.send(Method::POST, "/check", "multipart/form-data; boundary=x", body).await
}

#[tokio::test]
async fn a_printed_notice_is_read_and_compared_with_all_its_words() {
    let world = World::build().await;
    let mut stranger = world.site.visitor();
    let (code, letters) = letters(&world).await;
    assert!(stranger.get("/check").await.text.contains("a PDF or a text (.txt)"));
    for (path, label) in [
        (format!("/n/{}/notice.pdf", world.links.running), "Check this notice"),
        (format!("/n/{}/notice.pdf?lang=fr", world.links.french), "Vérifier cet avis"),
    ] {
        let words = words_of(&ordered(&stranger.get(&path).await).html);
        let url = format!("http://127.0.0.1:3000/\ncheck?code={code}");
        let marked = format!("{FIRST_LINE}Example Hosting\n{label}\n{code}\n{url}\n{words}");
        for paper in [format!("{FIRST_LINE}{words}"), marked] {
            let said = hand_in(&mut stranger, paper.as_bytes()).await;
            assert!(said.text.contains("our letter, word for word") && said.text.contains(&code), "{}", said.text);
        }
        // What stands on the paper beside the letter is not to be changed either.
        let forged = words.replacen("1. ", "1. Pay ", 1);
        let said = hand_in(&mut stranger, format!("{FIRST_LINE}{forged}").as_bytes()).await;
        assert!(said.text.contains("in 1 place") && said.text.contains("</span>Pay"), "{}", said.text);
        let forged = words.replace("•••@alpha-social.example", "•••@alpha-press.example");
        let said = hand_in(&mut stranger, format!("{FIRST_LINE}{forged}").as_bytes()).await;
        assert!(said.text.contains("differs from our letter"), "{}", said.text);
    }
    let mut lead = world.signed_in(&world.lee).await;
    let ours = ordered(&lead.get(&format!("/cases/{}/notices/2/notice.pdf", world.running)).await);
    let said = hand_in(&mut stranger, format!("{FIRST_LINE}{}", words_of(&ours.html)).as_bytes()).await;
    assert!(said.text.contains("our letter, word for word"), "{}", said.text);
    // A mail that somebody printed.
    let printed = letters.iter().find(|letter| letter.contains("Its code is")).unwrap();
    let said = hand_in(&mut stranger, format!("{FIRST_LINE}{printed}").as_bytes()).await;
    assert!(said.text.contains("our letter, word for word"), "{}", said.text);

    let nothing = hand_in(&mut stranger, b"%PDF-1.7 and no words").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.text.contains("This PDF cannot be read here"), "{}", nothing.text);
    let large = [b"%PDF-1.7\n".to_vec(), vec![b'x'; server::press::MOST_READ]].concat();
    let large = hand_in(&mut stranger, &large).await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(large.text.contains("larger than 8 MB"), "{}", large.text);
}

/// The press itself, if it was built beside the program.
fn press() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_BIN_EXE_duenotice")).with_file_name(server::press::PROGRAM);
    if beside.is_file() {
        return Some(beside);
    }
    // Past the test harness, which keeps to itself what a passing test prints.
    let _ = writeln!(std::io::stderr(), "Papers from the press skipped: {} was not built.", beside.display());
    None
}

/// What somebody else's program reads in a PDF.
fn pdftotext(bytes: &[u8]) -> Option<String> {
    let begun = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-nopgbrk", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut reader) = begun else {
        let _ = writeln!(std::io::stderr(), "Papers read by others skipped: pdftotext is not on the path.");
        return None;
    };
    let mut stdin = reader.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writing = std::thread::spawn(move || stdin.write_all(&bytes));
    let read = reader.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    assert!(read.status.success(), "pdftotext cannot read it");
    Some(String::from_utf8(read.stdout).unwrap())
}

/// Bytes as they are: a `Seen` holds text.
async fn fetched(visitor: &mut Visitor, path: &str) -> Vec<u8> {
    let answer = visitor.ask(Method::GET, path, "", Vec::new()).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()
}

#[tokio::test]
async fn what_the_press_sets_others_read_and_check_knows_again() {
    let Some(press) = press() else { return };
    let world = World::on(Site::with_press(press).await).await;
    let mut customer = world.site.visitor();
    let (code, letters) = letters(&world).await;
    let running = &world.links.running;
    for (path, letter) in [
        (format!("/n/{running}/notice.pdf"), letters.iter().find(|letter| letter.contains("Its code is"))),
        (
            format!("/n/{}/notice.pdf?lang=fr", world.links.french),
            letters.iter().find(|letter| letter.contains("À répondre avant")),
        ),
    ] {
        let pdf = fetched(&mut customer, &path).await;
        assert!(pdf.starts_with(b"%PDF-"), "{path}");
        assert_eq!(pdf, fetched(&mut customer, &path).await, "the same paper is the same bytes");
        if let Some(read) = pdftotext(&pdf) {
            // It joins what a line ends with a hyphen, whether or not the hyphen is one of ours.
            let bare = |text: &str| text.replace(|sign: char| sign.is_whitespace() || sign == '-', "");
            let read = bare(&read);
            for line in letter.unwrap().lines().map(bare) {
                assert!(read.contains(&line), "{line} is not in {read}");
            }
        }
        let said = hand_in(&mut customer, &pdf).await;
        assert!(said.text.contains("our letter, word for word") && said.text.contains(&code), "{}", said.text);
    }
    for path in [
        format!("/n/{}/decisions/1/decision.pdf", world.links.suspended),
        format!("/n/{running}/receipts/{}/receipt.pdf", world.links.answer),
    ] {
        let pdf = fetched(&mut customer, &path).await;
        if let Some(read) = pdftotext(&pdf) {
            assert!(read.contains("SHA-256") || read.contains("Fingerprint"), "{path}: {read}");
        }
    }
    let nothing = hand_in(&mut customer, b"%PDF-1.7 no letter").await;
    assert!(nothing.text.contains("This PDF cannot be read here"), "{}", nothing.text);
    let cleo = world.fresh(&world.cleo);
    let (desk, press) = (&world.site.app.desk, &world.site.app.site.press);
    let packed = server::case_file::pack(desk, press, &cleo, &world.running).await.unwrap();
    let zip = zip::ZipArchive::new(packed.file).unwrap();
    assert!(zip.file_names().any(|name| name.unwrap().ends_with("/data/report.pdf")));
}
