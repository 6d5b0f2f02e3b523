//! Files that others send: kept under their hash, given back as downloads, never shown as what they pretend to be.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use docket::store::evidence::sha256_hex;

use crate::world::World;

/// The names with which one tries to leave the folder, the header or the truth.
const NAMES: [&str; 20] = [
    "page.html",
    "picture.svg",
    "picture.png",
    "notes.txt",
    "script.js",
    "style.css",
    "letter.eml",
    "paper.pdf",
    "archive.zip",
    "../../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "/etc/shadow",
    "a\u{0}.png",
    "photo\u{202e}gnp.exe",
    "a%22; filename=%22b.html",
    "a%0D%0ASet-Cookie: dn=x.txt",
    "CON",
    ".htaccess",
    "",
    "é\u{301}\u{1f600} ملف.txt",
];

fn contents() -> Vec<Vec<u8>> {
    let bytes = |text: &str| text.as_bytes().to_vec();
    vec![
        bytes("<html><script>alert(1)</script>"),
        bytes("  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        bytes("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        [b"\x89PNG\r\n\x1a\n".to_vec(), bytes("<script>alert(1)</script>")].concat(),
        [b"GIF89a".to_vec(), bytes("/*<script>*/=1;alert(1)//")].concat(),
        [b"\xff\xd8\xff\xe0".to_vec(), bytes("<img src=x onerror=alert(1)>")].concat(),
        [b"%PDF-1.7\n".to_vec(), bytes("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")].concat(),
        [b"PK\x03\x04".to_vec(), vec![0; 30], bytes("../../x")].concat(),
        [b"RIFF\x00\x00\x00\x00WEBP".to_vec(), bytes("<script>")].concat(),
        bytes("MZ\u{0}\u{3} this is a program"),
        bytes("#!/bin/sh\nrm -rf /\n"),
        bytes("GIF89a"),
        b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-".to_vec(),
        b"\xff\xfe<\x00s\x00c\x00r\x00i\x00p\x00t\x00>\x00".to_vec(),
        b"\x1b$B<script>alert(1)</script>".to_vec(),
        bytes("Content-Type: text/html\r\n\r\n<script>alert(1)</script>"),
        vec![0; 1],
        vec![b'a'; 200_000],
        bytes("{\"a\":\"<script>alert(1)</script>\"}"),
        bytes("=cmd|'/c calc'!A1,+1\n"),
    ]
}

/// What a browser may be told that it is, beside nothing in particular.
const HARMLESS: [&str; 7] =
    ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "application/octet-stream"];

#[tokio::test]
async fn whatever_is_uploaded_comes_back_as_a_download_and_nothing_else() {
    let world = World::build().await;
    let mut lead = world.signed_in(&world.lee).await;
    let case = format!("/cases/{}", world.running);
    let mut kept = BTreeSet::new();
    for (turn, bytes) in contents().into_iter().enumerate() {
        for name in [NAMES[turn], NAMES[(turn * 7 + 1) % NAMES.len()]] {
            let command = world.site.app.desk.new_command();
            let mut body = format!(
                "--x\r\ncontent-disposition: form-data; name=\"command_id\"\r\n\r\n{command}\r\n--x\r\n\
                 content-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\ncontent-type: text/html\r\n\r\n"
            )
            .into_bytes();
            body.extend_from_slice(&bytes);
            body.extend_from_slice(b"\r\n--x--\r\n");
            let path = format!("{case}/evidence");
            let seen = lead.send(Method::POST, &path, "multipart/form-data; boundary=x", body).await;
            let taken = seen.status == StatusCode::SEE_OTHER;
            // No browser sends a header with a NUL in it, and none is read.
            let refused = if name.contains('\0') { StatusCode::BAD_REQUEST } else { StatusCode::UNPROCESSABLE_ENTITY };
            assert!(taken || seen.status == refused, "{name:?} gave {}", seen.status);
            if !taken {
                continue;
            }
            let hash = sha256_hex(&bytes);
            for asked in ["", name, "x.html", "x.svg\r\nSet-Cookie: a=b"] {
                let asked: String = form_urlencoded::byte_serialize(asked.as_bytes()).collect();
                let file = lead.get(&format!("/evidence/{hash}?name={asked}")).await;
                assert_eq!(file.status, StatusCode::OK, "{name:?}");
                let kind = file.header("content-type");
                assert!(HARMLESS.contains(&kind), "{name:?} is called {kind}");
                let place = file.header("content-disposition");
                assert!(place.starts_with("attachment; filename=\""), "{name:?}: {place}");
                assert!(!place.contains("..") && !place.contains(['/', '\\', '\r', '\n']), "{name:?}: {place}");
                assert_eq!(file.header("x-content-type-options"), "nosniff");
                assert_eq!(file.header("content-security-policy"), "sandbox; default-src 'none'");
                assert_eq!(file.header("cache-control"), "no-store");
                assert!(file.headers.get("set-cookie").is_none());
            }
            kept.insert(hash);
        }
    }
    assert!(kept.len() >= 18, "{} files were kept", kept.len());
    // On the disk they have no name but their hash, and lie nowhere else.
    let data = world.site.app.desk.settings().data.clone();
    let mut folders = vec![data.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let ours = ["outbox", "exports", "notary"].iter().any(|folder| path.starts_with(data.join(folder)));
            let hash = name.len() == 64 && name.bytes().all(|sign| sign.is_ascii_hexdigit());
            let known = name.starts_with("duenotice.db") || name == "secret.key" || name == server::press::PROGRAM;
            assert!(ours || hash || known, "{} lies in the data folder", path.display());
        }
    }
    let page = lead.get(&case).await;
    assert!(crate::html::Page::read(&page.text).faults().is_empty());
    assert!(!page.text.contains("src=\"/evidence/"), "no page shows a file by itself");
}

#[tokio::test]
async fn nobody_without_the_right_opens_evidence() {
    let world = World::build().await;
    let hash = sha256_hex(b"canary-note in a file");
    let mut lead = world.signed_in(&world.lee).await;
    assert_eq!(lead.get(&format!("/evidence/{hash}")).await.status, StatusCode::OK);
    let mut admin = world.signed_in(&world.ada).await;
    assert_eq!(admin.get(&format!("/evidence/{hash}")).await.status, StatusCode::FORBIDDEN);
    let mut nobody = world.site.visitor();
    assert!(nobody.get(&format!("/evidence/{hash}")).await.location().starts_with("/sign-in"));
    for path in [
        "/evidence/..%2f..%2fsecret.key",
        "/evidence/secret.key",
        "/evidence/../secret.key",
        "/pkg/..%2f..%2fsecret.key",
    ] {
        let seen = lead.get(path).await;
        assert_eq!(seen.status, StatusCode::NOT_FOUND, "{path}");
    }
    let traced = lead.send(Method::TRACE, "/cases", "", Vec::new()).await;
    assert_eq!(traced.status, StatusCode::METHOD_NOT_ALLOWED, "{}", traced.text);
    assert!(!traced.text.contains("dn="), "a request is not said back");
}
