//! What strangers write stands in the document as they wrote it: it is neither code of the template nor markup.

use super::*;

/// Words that would do something, were they a part of the template.
const TYPST: [&str; 14] = [
    "#panic(\"x\")",
    "#{ while true {} }",
    "$x^2$",
    "*b* _i_ `c`",
    "@ref",
    "<label>",
    "= heading",
    "- item + item / term: x",
    "\\ \\u{41} \\#",
    "\"quoted\" 'quoted'",
    "#read(\"/etc/passwd\")",
    "]#eval(\"1\")[",
    "// comment /* comment */",
    "~ -- --- ... -?",
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Every block and every kind of words, with this text in each.
fn everywhere(text: &str) -> String {
    let t = escaped(text);
    format!(
        "<h1>{t}</h1><p>{t}</p><p class=soft>{t}</p><ul><li>{t}<ol><li>{t}</li></ol></li></ul>\
         <dl><dt>{t}</dt><dd>{t}</dd></dl><table><caption>{t}</caption><thead><tr><th>{t}</th></tr></thead>\
         <tbody><tr><td>{t}</td></tr></tbody></table><blockquote>{t}</blockquote><div class=frozen>{t}</div><pre>{t}</pre>\
         <figure><p>{t}</p><figcaption>{t}</figcaption></figure><p><strong>{t}</strong> <em>{t}</em> <code>{t}</code>\
         <a href=\"https://a.example/{t}\">{t}</a> <span lang=fr>{t}</span></p><h2>{t}</h2><div lang=fr><p>{t}</p></div>\
         <ol class=timeline><li><span class=number>{t}</span><div><p>{t}</p></div></li></ol>"
    )
}

const PLACES: usize = 20;

/// Without any white space, because a browser joins it and a line breaks at it.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn no_text_becomes_code_of_the_template() {
    let all = TYPST.join(" ");
    let mut order = order(&page(&everywhere(&all)));
    order.html = order.html.replace("<title>A page", &format!("<title>{}", escaped(&all)));
    order.provider = all.clone();
    order.about = all.clone();
    let mark = order.check.as_mut().expect("it has a mark");
    (mark.label, mark.code) = (all.clone(), all.clone());
    mark.url = format!("https://desk.example/{}", all.replace(' ', "+"));
    for file in &mut order.attached {
        (file.name, file.media_type, file.description) = (format!("../{all}"), all.clone(), all.clone());
    }
    let made = pdf(&order);
    let read = squeezed(&press::read(&made).expect("it is read"));
    let found = read.matches(&squeezed(&all)).count();
    assert!(found >= PLACES, "{found}: {read}");
    let Some(pdfdetach) = tool("pdfdetach") else { return };
    let file = kept(&made);
    let told = Command::new(pdfdetach).arg("-list").arg(file.path()).output().expect("it starts");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("2 embedded files") && !told.contains('/') && !told.contains('#'), "{told}");
}

#[test]
fn hostile_strings_come_out_of_every_block_as_text() {
    let strings: Vec<String> =
        serde_json::from_str(include_str!("../../../server/tests/hostile.json")).expect("it is a list");
    // A few in each place, and a part of them in each document, which may be only so long.
    for some in strings.chunks(90) {
        let html: String = some.chunks(6).map(|few| everywhere(&few.join(" ; "))).collect();
        let read = squeezed(&press::read(&pdf(&order(&page(&html)))).expect("it is read"));
        for one in some.iter().filter(|one| one.bytes().all(|byte| matches!(byte, b' '..=b'~'))) {
            let found = read.matches(&squeezed(one)).count();
            assert!(found >= PLACES, "{found} of {one:?} in {read}");
        }
    }
}

#[test]
fn what_does_not_show_is_left_out() {
    let read = read_back(&page(
        "<h1>A</h1><script>hq7z()</script><style>hq7z{}</style><template>hq7z</template><p hidden>hq7z</p>\
         <svg><text>hq7z</text></svg><!-- hq7z --><p>B<details><summary>C</summary>D</details>",
    ));
    assert!(!read.contains("hq7z"), "{read}");
    for shown in ["A", "B", "C", "D"] {
        assert!(read.lines().any(|line| line == shown), "{shown}: {read}");
    }
}

#[test]
fn the_address_of_a_link_is_said_where_it_is_another_one() {
    let read = words(&read_back(&page(
        "<p><a href='https://a.example/x'>a page</a>; <a href='https://b.example/'>https://b.example/</a>; \
         <a href='javascript:alert(1)'>a script</a>; <a href='/local'>here</a>",
    )));
    assert!(read.contains("a page (https://a.example/x); https://b.example/; a script; here"), "{read}");
}
