//! Whether a letter that somebody holds is one of ours.

use app::public_pages::check as page;
use app::public_pages::words::check as words_of;
use app::ui::FormState;
use axum::extract::Query;
use docket::refusal::Problem;
use std::collections::HashMap;

use super::public_reader::Wanted;
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
    let (code, text) = (posted.text("code"), posted.text("text"));
    if code.trim().is_empty() && text.trim().is_empty() {
        let sentence = words_of(reader.language).nothing_given;
        let form = FormState { problems: vec![Problem::new("code", sentence)], ..posted.again() };
        return web.page(page::show(reader, form, None));
    }
    let found = web.desk.check_notice(&code, &text).await?;
    web.page(page::show(reader, posted.again(), Some(found)))
}
