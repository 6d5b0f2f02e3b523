//! Whether a letter that somebody holds is one of ours.

use app::public_pages::check as page;
use app::public_pages::words::{CheckWords, check as words_of};
use app::ui::FormState;
use axum::extract::Query;
use docket::desk::printed::NoticePaper;
use docket::letters::words_of_file;
use docket::notice::code::{Typed, typed};
use docket::refusal::Problem;
use std::collections::HashMap;

use super::public_reader::Wanted;
use crate::press::{MOST_READ, Press, Unread};
use crate::printed;
use crate::web::{Answer, Posted, Web};

/// `GET /check`. With a code in the address the form has it already; nothing is looked up before it is sent.
pub async fn show(web: Web, wanted: Wanted, Query(mut asked): Query<HashMap<String, String>>) -> Answer {
    let mut form = web.fresh_form();
    if let Some(code) = asked.remove("code").filter(|code| code.len() <= 40) {
        form.values.insert("code".into(), vec![code]);
    }
    web.page(page::show(wanted.reader(&web), form, None))
}

/// `POST /check`. Nothing is written down.
pub async fn check(web: Web, wanted: Wanted, posted: Posted) -> Answer {
    let reader = wanted.reader(&web);
    let words = words_of(reader.language);
    let (code, mut text) = (posted.text("code"), posted.text("text"));
    let mut problems = Vec::new();
    // Pasted words win: whoever pasted them has looked at them.
    if let Some(file) = posted.uploads().first().filter(|_| text.trim().is_empty()) {
        match read(&web.app.site.press, &file.bytes, words).await {
            Ok(read) => text = read,
            Err(sentence) => problems.push(Problem::new("letter", sentence)),
        }
    }
    if typed(&code) == Typed::Mistyped {
        problems.push(Problem::new("code", words.mistyped));
    }
    if problems.is_empty() && code.trim().is_empty() && text.trim().is_empty() {
        problems.push(Problem::new("code", words.nothing_given));
    }
    if !problems.is_empty() {
        let form = FormState { problems, ..posted.again() };
        return web.page(page::show(reader, form, None));
    }
    // Whoever copies the words out of a PDF copies the mark of the press, too.
    let text = printed::without_mark(&web.desk, &text);
    let as_printed = |paper: &NoticePaper| printed::words_of(&web.desk, paper);
    let found = web.desk.check_notice(&code, &text, &as_printed).await?;
    web.page(page::show(reader, posted.again(), Some(found)))
}

/// The words of a file, or why there are none. A PDF is read by the press, in a process of its own.
async fn read(press: &Press, bytes: &[u8], words: &CheckWords) -> Result<String, &'static str> {
    if !bytes.trim_ascii_start().starts_with(b"%PDF") {
        return words_of_file(bytes).ok_or(words.file_unread);
    }
    if bytes.len() > MOST_READ {
        return Err(words.pdf_large);
    }
    press.read(bytes.to_vec()).await.map_err(|why| match why {
        Unread::Absent => words.file_unread,
        Unread::NoWords => words.pdf_unread,
        Unread::Stopped => words.pdf_slow,
    })
}
