//! What has just been done, and the way back: the line above a list after a form was taken.

use app::ui::flash::{Said, Undo};
use app::ui::list::escaped;
use docket::id::CommandId;

use crate::web::{Answer, Oops, Posted, Web, spawned};

/// `POST /undo`
pub async fn take_back(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let of = CommandId::parse(&posted.text("of")).ok_or_else(|| Oops::not_found("act"))?;
    let back = path(&posted.text("back"), "/inbox");
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    spawned(async move { desk.take_back(&who, command, of).await }).await?;
    web.go(with(&back, &[("done", &command.to_string())]))
}

/// What the address says was done, if it was this reader's own doing.
pub(super) async fn said(web: &Web, asked: &[(String, String)], back: &str) -> Result<Option<Said>, Oops> {
    let named = asked.iter().find(|(name, _)| name == "done").and_then(|(_, id)| CommandId::parse(id));
    let Some(of) = named else { return Ok(None) };
    let Some(done) = web.desk.what_was_done(web.who()?, of).await? else { return Ok(None) };
    let undo = done.can_be_taken_back.then(|| Undo {
        of: of.to_string(),
        command: web.desk.new_command().to_string(),
        back: back.to_owned(),
    });
    Ok(Some(Said { say: app::words::said(&done.say), undo }))
}

/// A path of ours. Whatever else stands in the field leads home, never out of the house.
pub(super) fn path(text: &str, home: &str) -> String {
    let ours = ["/inbox", "/cases", "/complaints"]
        .iter()
        .any(|start| text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '/', '#'])));
    if ours && !text.contains(['\n', '\r', '\\']) { text.to_owned() } else { home.to_owned() }
}

/// The same path with something more in its query. What stood there under the same name gives way.
pub(super) fn with(path: &str, more: &[(&str, &str)]) -> String {
    let (before, fragment) = path.split_once('#').unwrap_or((path, ""));
    let bare = before.split('?').next().unwrap_or_default();
    let mut all: Vec<(String, String)> = pairs(before);
    all.retain(|(name, _)| more.iter().all(|(other, _)| name != other) && name != "done" && name != "at");
    all.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let query: Vec<String> = all
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    format!("{bare}{query}{fragment}")
}

/// What stands behind the question mark of a path.
pub(super) fn pairs(path: &str) -> Vec<(String, String)> {
    let query = path.split('#').next().and_then(|path| path.split_once('?')).map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_out_of_the_house() {
        for out in
            ["https://evil.example", "//evil.example", "/inbox.evil", "/inboxes", "/\\evil", "/inbox\r\nx: y", ""]
        {
            assert_eq!(path(out, "/inbox"), "/inbox", "{out}");
        }
        assert_eq!(path("/cases/DN-1?x=1#a", "/inbox"), "/cases/DN-1?x=1#a");
    }

    #[test]
    fn a_query_grows_and_keeps_its_words() {
        assert_eq!(with("/inbox?text=a%20b&done=1", &[("done", "2"), ("at", "")]), "/inbox?text=a%20b&done=2");
        assert_eq!(with("/cases/DN-1#timeline", &[("done", "2")]), "/cases/DN-1?done=2#timeline");
    }
}
