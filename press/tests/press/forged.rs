//! PDFs that others made, or broke, or made to deceive.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::*;

/// A PDF of one page with this content, as a small program of another house would write it.
fn foreign(content: &[u8], filter: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let stream =
        [format!("<</Length {}{filter}>>\nstream\n", content.len()).as_bytes(), content, b"\nendstream"].concat();
    let objects: [&[u8]; 5] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        &stream,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ];
    for (place, object) in objects.iter().enumerate() {
        places.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", place + 1).as_bytes());
        pdf.extend(*object);
        pdf.extend(b"\nendobj\n");
    }
    let start = pdf.len();
    pdf.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        pdf.extend(format!("{place:010} 00000 n \n").as_bytes());
    }
    pdf.extend(format!("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    pdf
}

fn read(content: &str) -> String {
    press::read(&foreign(content.as_bytes(), "")).unwrap_or_else(|why| why.to_string())
}

#[test]
fn a_pdf_of_another_house_is_read() {
    let read =
        read("BT /F1 12 Tf 72 700 Td (Please answer) Tj 0 -14 Td (within 24 hours.) Tj 0 -40 Td (Caf\\351) Tj ET");
    assert_eq!(read, "Please answer\nwithin 24 hours.\n\nCafé\n");
}

#[test]
fn what_nobody_sees_is_not_read() {
    let read = read(
        "BT /F1 12 Tf 72 700 Td (seen) Tj 3 Tr 0 -14 Td (unprinted) Tj 0 Tr 1 1 1 rg 0 -14 Td (white) Tj \
         0 g 0 -2000 Td (outside) Tj ET BT /F1 0.5 Tf 72 600 Td (tiny) Tj ET",
    );
    assert_eq!(read, "seen\n");
}

#[test]
fn only_the_margins_hold_running_feet() {
    let read = read(
        "BT /F1 12 Tf 72 700 Td (one) Tj ET /Artifact BMC BT /F1 12 Tf 72 650 Td (Pay here) Tj ET EMC \
         /Artifact BMC BT /F1 9 Tf 72 30 Td (page 1) Tj ET EMC",
    );
    assert_eq!(read, "one\n\nPay here\n");
}

#[test]
fn pictures_and_nonsense_say_what_they_are() {
    let cases: [(&[u8], &str); 5] = [
        (b"", "This is no PDF."),
        (b"Dear customer", "This is no PDF."),
        (b"%PDF-1.7\nno letter", "This PDF is broken and cannot be read."),
        (&foreign(b"0 0 100 100 re f", ""), "This PDF holds no words; its pages may be pictures."),
        (&vec![b'%'; 9 * 1024 * 1024], "This PDF is larger than 8 MiB."),
    ];
    for (bytes, sentence) in cases {
        let out = run("read", bytes);
        assert_eq!((out.status.code(), said(&out).as_str()), (Some(2), sentence));
    }
}

#[test]
fn a_locked_pdf_says_so() {
    let Some(qpdf) = tool("qpdf") else { return };
    let (plain, folder) = (kept(&pdf(&order(NOTICE))), tempfile::tempdir().expect("there is room"));
    let locked = folder.path().join("locked.pdf");
    let args = ["--encrypt", "secret", "owner", "256", "--"];
    let done = Command::new(qpdf).args(args).arg(plain.path()).arg(&locked).status();
    assert!(done.expect("it starts").success());
    let why = press::read(&std::fs::read(&locked).expect("it is there")).expect_err("it is locked");
    assert_eq!(why.to_string(), "This PDF is locked with a password and cannot be read.");
}

#[test]
fn a_broken_pdf_ends_in_a_sentence_or_in_words() {
    let whole = pdf(&order(NOTICE));
    let mut seed: u64 = 7;
    for round in 0..60_usize {
        let mut broken = whole.clone();
        for _ in 0..1 + round % 20 {
            // A generator of its own, so that a failure can be had again.
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(seed >> 33).expect("it is small") % broken.len();
            broken[at] ^= 1 << (seed % 8);
        }
        if round.is_multiple_of(3) {
            broken.truncate(broken.len() * round / 60);
        }
        // A panic inside would be a sentence too, so whatever comes, it comes back.
        if let Err(why) = press::read(&broken) {
            assert!(why.to_string().ends_with('.') && why.exit_code() == docket::paper::MALFORMED, "{why}");
        }
    }
}

/// So many runs of 258 spaces, packed: "the same letter again, 258 times" takes thirteen bits.
fn spaces(runs: usize) -> Vec<u8> {
    let mut bits: Vec<u8> = "11001010000".bytes().map(|bit| bit - b'0').collect();
    for _ in 0..16 {
        bits.extend("1100010100000".bytes().map(|bit| bit - b'0'));
    }
    let bytes: Vec<u8> =
        bits.chunks_exact(8).map(|eight| eight.iter().rev().fold(0, |byte, bit| byte << 1 | bit)).collect();
    // Eight runs are thirteen bytes, over and over.
    let mut packed = vec![0x78, 0x01];
    packed.extend(&bytes[..2]);
    packed.extend(bytes[2..15].repeat(runs / 8));
    packed
}

/// Three gigabytes, packed twice.
#[test]
fn a_bomb_takes_neither_memory_nor_the_program() {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&spaces(12_000_000)).expect("it is packed");
    let bomb = foreign(&packed.finish().expect("it is packed"), "/Filter[/FlateDecode/FlateDecode]");
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    let out = run("read", &bomb);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out));
    assert_eq!(said(&out), "This PDF takes more memory or time than it is worth.");
}

#[test]
fn what_stands_in_itself_ends() {
    let deep = format!("{}1{}", "[".repeat(500_000), "]".repeat(500_000));
    let nested = foreign(format!("{} BT /F1 12 Tf 72 700 Td (x) Tj ET", "q ".repeat(300_000)).as_bytes(), "");
    for bytes in [foreign(deep.as_bytes(), ""), nested] {
        let out = run("read", &bytes);
        assert!(matches!(out.status.code(), Some(0 | 2)), "{:?} {}", out.status, said(&out));
    }
}
