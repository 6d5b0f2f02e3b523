//! Papers as they leave the desk: every sentence in them is found again, by us and by others.

use std::process::Command;

use sha2::{Digest, Sha256};

use super::*;

/// The text between tags, line by line, as it stands in the HTML.
fn sentences(html: &str) -> Vec<String> {
    let body = html.split("<body>").nth(1).expect("there is a body");
    let texts = body.split('>').filter_map(|part| part.split('<').next());
    texts.flat_map(str::lines).map(words).filter(|line| line.contains(|one: char| one.is_alphanumeric())).collect()
}

#[test]
fn every_sentence_is_read_back() {
    for html in [NOTICE, AVIS, DECISION, CASE] {
        let read = words(&read_back(html));
        for sentence in sentences(html) {
            assert!(read.contains(&sentence), "{sentence:?} is missing in\n{read}");
        }
    }
}

#[test]
fn the_letter_comes_out_in_one_piece_and_without_feet() {
    let letter = NOTICE.split("<div class=\"frozen\">").nth(1).and_then(|rest| rest.split("</div>").next());
    let letter = letter.expect("there is a letter");
    // Wherever on the sheet it begins: once it goes over the end of a page, and once over another line of it.
    for before in [0, 12, 25] {
        let filled = NOTICE.replace("<dl>", &format!("{}<dl>", "<p>Before it.</p>".repeat(before)));
        let read = read_back(&filled);
        assert!(words(&read).contains(&words(letter)), "{read}");
        assert!(!read.contains("page 1 of"), "{read}");
    }
}

#[test]
fn every_sentence_is_found_by_another_reader() {
    let Some(pdftotext) = tool("pdftotext") else { return };
    for html in [NOTICE, AVIS, DECISION] {
        let file = kept(&pdf(&order(html)));
        let read = words(&asked(&pdftotext, &["-enc", "UTF-8"], file.path()));
        for sentence in sentences(html) {
            // A hash that no line holds is broken; others cannot know that it goes on.
            let whole = |text: &str| text.replace(' ', "");
            let long = sentence.split(' ').any(|word| word.len() > 40);
            let found = read.contains(&sentence) || (long && whole(&read).contains(&whole(&sentence)));
            assert!(found, "{sentence:?} is missing in\n{read}");
        }
        assert!(read.contains("Check this letter") && read.contains("page 1 "), "{read}");
    }
}

#[test]
fn what_lies_inside_comes_out_byte_for_byte() {
    let Some(pdfdetach) = tool("pdfdetach") else { return };
    let order = order(NOTICE);
    let file = kept(&pdf(&order));
    let folder = tempfile::tempdir().expect("there is room");
    let saved = Command::new(pdfdetach).arg("-saveall").arg("-o").arg(folder.path()).arg(file.path()).status();
    assert!(saved.expect("it starts").success());
    for attached in &order.attached {
        let bytes = std::fs::read(folder.path().join(&attached.name)).expect("it is there under its name");
        assert_eq!(bytes, attached.text.as_bytes());
    }
}

#[test]
fn a_paper_says_what_it_is() {
    let Some(pdfinfo) = tool("pdfinfo") else { return };
    let file = kept(&pdf(&order(AVIS)));
    let told = Command::new(&pdfinfo).arg(file.path()).output().expect("it starts");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let line = |name: &str| {
        let line = told.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        words(line.split_once(':').map_or("", |(_, value)| value))
    };
    assert_eq!(line("Title"), "Avis DN-9T2P-4K7WX, Hébergement Exemple");
    assert_eq!(line("Author"), "Example Hosting");
    assert_eq!(line("Tagged"), "yes");
    assert_eq!(line("Page size"), "595.276 x 841.89 pts (A4)");
    assert!(line("CreationDate").contains("2021"), "{told}");
    let meta = Command::new(&pdfinfo).arg("-meta").arg(file.path()).output().expect("it starts");
    let meta = String::from_utf8_lossy(&meta.stdout).into_owned();
    for part in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "<rdf:li>fr</rdf:li>"] {
        assert!(meta.contains(part), "{part} is missing in\n{meta}");
    }
    let tree = Command::new(&pdfinfo).arg("-struct").arg(file.path()).output().expect("it starts");
    let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
    for part in ["H1 ", "H2 ", "Table ", "TH ", "Figure"] {
        assert!(tree.contains(part), "{part} is missing in\n{tree}");
    }
}

#[test]
fn the_file_is_sound() {
    let Some(qpdf) = tool("qpdf") else { return };
    for html in [NOTICE, AVIS, DECISION, CASE] {
        let file = kept(&pdf(&order(html)));
        let out = Command::new(&qpdf).arg("--check").arg(file.path()).output().expect("it starts");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    }
}

#[test]
fn two_processes_make_the_same_bytes() {
    let order = serde_json::to_vec(&order(NOTICE)).expect("an order is JSON");
    let sums = [(); 2].map(|()| {
        let out = run("make", &order);
        assert!(out.status.success(), "{}", said(&out));
        hex::encode(Sha256::digest(&out.stdout))
    });
    assert_eq!(sums[0], sums[1]);
    // And another date is another file.
    let mut later = serde_json::from_slice::<PrintOrder>(&order).expect("it was one");
    later.date = "2021-01-08T15:04:06Z".to_owned();
    assert_ne!(hex::encode(Sha256::digest(pdf(&later))), sums[0]);
}

#[test]
fn the_program_reads_what_it_made() {
    let made = run("make", &serde_json::to_vec(&order(AVIS)).expect("an order is JSON"));
    let read = run("read", &made.stdout);
    assert!(read.status.success(), "{}", said(&read));
    let text = String::from_utf8(read.stdout).expect("it is text");
    assert!(text.contains("C’est une personne qui décide, pas une machine."), "{text}");
    // What lies inside is for machines.
    assert!(!text.contains("\"words\""), "{text}");
}
