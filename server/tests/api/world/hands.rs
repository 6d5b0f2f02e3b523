//! What everybody in the story does again and again: wait for a round, come in at the door, look something up.

use std::path::PathBuf;

use axum::http::StatusCode;
use docket::desk::complaints::{ComplaintForm, Taken};
use docket::desk::{Done, Who};
use docket::id::NoticeId;
use docket::notice::Notice;
use docket::noun::{Key, Thing};
use docket::people::Actor;
use docket::store::{lists, nouns};

use super::{Matter, World};
use crate::site::{PASSWORD, Visitor};

impl World {
    pub async fn round(&mut self) {
        let round = self.rounds.make(&self.site.app.desk, &self.mailer).await.unwrap();
        assert_eq!(round.problems, 0, "nothing of the rounds may fail");
    }

    pub fn outbox(&self) -> PathBuf {
        self.site.app.desk.settings().data.join("outbox")
    }

    /// Somebody of the team, with the door just behind them.
    pub async fn signed_in(&self, who: &Who) -> Visitor {
        let mut visitor = self.site.visitor();
        let email = who.person.email.show().to_owned();
        let seen = visitor.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.text);
        visitor
    }

    pub fn fresh(&self, who: &Who) -> Who {
        Who { signed_in_at: self.site.app.desk.now(), ..who.clone() }
    }

    pub async fn complaint(&self, place: &str) -> Done<Taken> {
        let form = ComplaintForm {
            locations: place.into(),
            category: "violence".into(),
            description: format!("Calls for violence at {place}."),
            reporter_name: "Rosalba".into(),
            reporter_email: "rosalba@reporter-canary.example".into(),
            reporter_organisation: "Canary-Organisation".into(),
            good_faith: true,
            ..ComplaintForm::default()
        };
        let desk = &self.site.app.desk;
        desk.log_complaint(Actor::Reporter, None, desk.new_command(), &form, &[]).await
    }

    pub async fn notice_of(&self, matter: &Matter) -> NoticeId {
        let mut reader = self.site.app.desk.read().await.unwrap();
        lists::notices_of(&mut reader.conn(), matter.case).await.unwrap().pop().unwrap().noun.id
    }

    pub async fn noun_of(&self, notice: NoticeId) -> Notice {
        let mut reader = self.site.app.desk.read().await.unwrap();
        let key = Key { kind: Notice::KIND, id: notice.to_string() };
        let held = nouns::get(&mut reader.conn(), &key).await.unwrap().unwrap();
        Notice::unwrap(held.noun).unwrap()
    }
}
