//! One's own account: settings, sessions, password.

use app::pages;
use app::pages::account::SessionLine;
use app::say;
use app::words::{ours, t};
use axum::extract::Query;
use docket::desk::account::{ChangePassword, TasteForm};
use docket::time::Moment;
use docket::time::zone::Zone;
use serde::Deserialize;

use crate::sessions;
use crate::web::{Answer, Posted, Web, spawned};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Said {
    done: String,
}

/// `GET /account`
pub async fn show(web: Web, Query(said): Query<Said>) -> Answer {
    web.page(pages::account::settings(web.frame().await?, zones(), web.fresh_form(), !said.done.is_empty()))
}

/// `POST /account`
pub async fn save(web: Web, posted: Posted) -> Answer {
    let form = TasteForm {
        zone: posted.text("zone"),
        language: posted.text("language"),
        theme: posted.text("theme"),
        density: posted.text("density"),
        keys: posted.text("keys"),
        mails: posted.text("mails"),
    };
    let (desk, who) = (web.desk.clone(), web.who()?.clone());
    match spawned(async move { desk.set_taste(&who, &form).await }).await {
        Ok(_) => web.go("/account?done=settings"),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::account::settings(web.frame().await?, zones(), form, false).refused())
        }
    }
}

/// `GET /account/sessions`
pub async fn sessions(web: Web, Query(said): Query<Said>) -> Answer {
    let this = sessions::id(web.session()?);
    let rows = web.desk.sessions_of(web.who()?.person.id).await?;
    let lines = rows.into_iter().filter_map(|row| {
        let whence = sessions::whence(&row)?;
        Some(SessionLine {
            this: row.id == this,
            browser: browser_name(&whence.agent),
            address: whence.address,
            since: Moment::from_micros(row.made_at),
            seen: Moment::from_micros(row.seen_at),
            id: row.id,
        })
    });
    web.page(pages::account::sessions(web.frame().await?, lines.collect(), !said.done.is_empty()))
}

/// `POST /account/sessions/end`
pub async fn end_session(web: Web, posted: Posted) -> Answer {
    web.desk.end_session(web.who()?.person.id, &posted.text("session")).await?;
    web.go("/account/sessions?done=ended")
}

/// `POST /account/sessions/end-others`
pub async fn end_others(web: Web) -> Answer {
    web.desk.end_other_sessions(web.who()?.person.id, &sessions::id(web.session()?)).await?;
    web.go("/account/sessions?done=ended")
}

/// `GET /account/password`
pub async fn password(web: Web, Query(said): Query<Said>) -> Answer {
    web.page(pages::account::password(web.frame().await?, web.fresh_form(), !said.done.is_empty()))
}

/// `POST /account/password`
pub async fn change_password(web: Web, posted: Posted) -> Answer {
    let command = posted.command()?;
    let form = ChangePassword { current: posted.text("password"), new: posted.text("new_password") };
    let (desk, who, this) = (web.desk.clone(), web.who()?.clone(), sessions::id(web.session()?));
    match spawned(async move { desk.change_password(&who, command, &form, &this).await }).await {
        Ok(()) => web.go("/account/password?done=changed"),
        Err(failure) => {
            let form = posted.refused(failure)?;
            web.page(pages::account::password(web.frame().await?, form, false).refused())
        }
    }
}

fn zones() -> Vec<&'static str> {
    Zone::common().collect()
}

/// Enough to tell one's own browsers apart. Browsers name each other for old times' sake, so the order matters.
fn browser_name(agent: &str) -> String {
    let first =
        |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrom", ours("Chromium or Chrome")),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", ours("a Mac")),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => say!("{} on {}", t(browser), t(system)),
        (Some(browser), None) => t(browser).to_owned(),
        (None, _) => t("Another program").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn browsers_are_told_apart() {
        for (agent, name) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1",
                "Safari on iPhone",
            ),
            ("curl/8.0", "Another program"),
        ] {
            assert_eq!(browser_name(agent), name);
        }
    }
}
