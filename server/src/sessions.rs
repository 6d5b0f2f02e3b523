//! Sessions of the team, in the desk's own table. The row is named by the SHA-256 of what the cookie holds, so that
//! whoever reads the table cannot sign in with it.

use docket::desk::{Desk, Who, token_hash};
use docket::id::PersonId;
use docket::store::aside::SessionRow;
use docket::time::Moment;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{self, Error};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use crate::error::Oops;

const PERSON: &str = "person";
const SIGNED_IN_AT: &str = "signed_in_at";
/// Whoever gave the right password and still owes the code, and since when.
const HALF: &str = "half";
const HALF_AT: &str = "half_at";
const ADDRESS: &str = "address";
const AGENT: &str = "agent";

/// So long a right password waits for its code.
const HALF_SECONDS: i64 = 10 * 60;
/// Enough of what a browser says about itself to recognise it.
const MOST_AGENT: usize = 300;

#[derive(Clone, Debug)]
pub struct Sessions(Desk);

/// The prefix makes browsers refuse the cookie from anywhere but this host over https; on plain http they would refuse
/// it altogether.
pub fn layer(desk: Desk, secure: bool) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(desk))
        .with_name(if secure { "__Host-dn" } else { "dn" })
        .with_secure(secure)
        .with_http_only(true)
        // Strict would drop the cookie on the way in from a link in a letter.
        .with_same_site(SameSite::Lax)
        .with_path("/")
        // The desk decides when a session is over, by its own clock; the cookie goes with the browser.
        .with_expiry(Expiry::OnSessionEnd)
}

/// Whoever is signed in by this session. The person is read anew: a changed role or a lost account acts at once.
pub async fn who(desk: &Desk, session: &Session) -> Result<Option<Who>, Oops> {
    Ok(visitor(desk, session).await?.map(|(who, _)| who))
}

/// The same with when this session was last seen.
pub async fn visitor(desk: &Desk, session: &Session) -> Result<Option<(Who, Option<Moment>)>, Oops> {
    let person = session.get::<String>(PERSON).await.map_err(broken)?;
    let signed_in_at = session.get::<i64>(SIGNED_IN_AT).await.map_err(broken)?;
    let (Some(person), Some(signed_in_at)) = (person.as_deref().and_then(PersonId::parse), signed_in_at) else {
        return Ok(None);
    };
    Ok(desk.visitor(person, Moment::from_micros(signed_in_at), &id(session)).await?)
}

/// From where somebody signs in, for the list of their sessions.
#[derive(Clone, Debug, Default)]
pub struct Whence {
    pub address: String,
    pub agent: String,
}

/// A new session under a new number: what a browser held before signing in is worth nothing afterwards.
pub async fn begin(session: &Session, person: PersonId, now: Moment, whence: &Whence) -> Result<(), Oops> {
    session.cycle_id().await.map_err(broken)?;
    session.remove_value(HALF).await.map_err(broken)?;
    session.insert(PERSON, person.to_string()).await.map_err(broken)?;
    session.insert(ADDRESS, &whence.address).await.map_err(broken)?;
    let agent: String = whence.agent.chars().take(MOST_AGENT).collect();
    session.insert(AGENT, agent).await.map_err(broken)?;
    session.insert(SIGNED_IN_AT, now.micros()).await.map_err(broken)
}

/// The password was right; the code is still to come. Nobody is signed in by this.
pub async fn begin_half(session: &Session, person: PersonId, now: Moment) -> Result<(), Oops> {
    session.cycle_id().await.map_err(broken)?;
    session.remove_value(PERSON).await.map_err(broken)?;
    session.insert(HALF, person.to_string()).await.map_err(broken)?;
    session.insert(HALF_AT, now.micros()).await.map_err(broken)
}

/// Whose password was typed within the last ten minutes, in this browser.
pub async fn half(session: &Session, now: Moment) -> Result<Option<PersonId>, Oops> {
    let person = session.get::<String>(HALF).await.map_err(broken)?;
    let at = session.get::<i64>(HALF_AT).await.map_err(broken)?;
    let young = at.is_some_and(|at| now.minus(Moment::from_micros(at)) <= HALF_SECONDS * 1_000_000);
    Ok(person.as_deref().and_then(PersonId::parse).filter(|_| young))
}

/// The name of this session's row.
pub fn id(session: &Session) -> String {
    session.id().map(|id| token_hash(&id.to_string())).unwrap_or_default()
}

/// What a row of the table says about from where it was opened. None: the code is still to come.
pub fn whence(row: &SessionRow) -> Option<Whence> {
    let data: serde_json::Value = serde_json::from_str(&row.record).ok()?;
    data.get(PERSON)?;
    let text = |name: &str| data.get(name).and_then(|text| text.as_str()).unwrap_or_default().to_owned();
    Some(Whence { address: text(ADDRESS), agent: text(AGENT) })
}

/// The password was typed again.
pub async fn refresh(session: &Session, now: Moment) -> Result<(), Oops> {
    session.insert(SIGNED_IN_AT, now.micros()).await.map_err(broken)
}

pub async fn end(session: &Session) -> Result<(), Oops> {
    session.flush().await.map_err(broken)
}

fn broken(error: tower_sessions::session::Error) -> Oops {
    tracing::error!(%error, "the session could not be read or written");
    Oops::broken()
}

fn row(record: &Record) -> session_store::Result<SessionRow> {
    let text = serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?;
    Ok(SessionRow {
        id: token_hash(&record.id.to_string()),
        // Half a session belongs to somebody too: it ends with the others when their access does.
        person_id: record
            .data
            .get(PERSON)
            .or_else(|| record.data.get(HALF))
            .and_then(|id| id.as_str())
            .map(str::to_owned),
        record: text,
        // The desk fills in the times by its own clock.
        made_at: 0,
        seen_at: 0,
        expires_at: 0,
    })
}

fn backend(error: docket::desk::Failure) -> Error {
    Error::Backend(error.to_string())
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        while !self.0.make_session(&row(record)?).await.map_err(backend)? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.0.save_session(&row(record)?).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let Some(row) = self.0.session(&token_hash(&id.to_string())).await.map_err(backend)? else { return Ok(None) };
        let data = serde_json::from_str(&row.record).map_err(|error| Error::Decode(error.to_string()))?;
        let seconds = Duration::seconds(row.expires_at / 1_000_000);
        Ok(Some(Record { id: *id, data, expiry_date: OffsetDateTime::UNIX_EPOCH + seconds }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.0.drop_session(&token_hash(&id.to_string())).await.map_err(backend)
    }
}
