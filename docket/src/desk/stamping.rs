//! Time stamps of somebody else: over a checkpoint of each day, over every bag and every export. Where none can be had the
//! record says nothing, and the log of the program why.

use super::work::Begun;
use super::{Desk, Done, again};
use crate::call::Call;
use crate::checkpoint::bag::Sealed;
use crate::event::Event;
use crate::id::ExportId;
use crate::people::Actor;
use crate::stamp::{Asked, QUESTION, imprint_of};
use crate::store::checkpoints;
use crate::store::vouching::{self, StampRow};
use crate::time::Moment;
use crate::vouching::{Stamped, TimeStamped};
use std::time::Duration;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(15);
const CHECKPOINT: &str = "checkpoint";
const EXPORT: &str = "export";
const BAG: &str = "bag";

/// What is to be stamped.
struct Wanted {
    of: Stamped,
    what: &'static str,
    subject: String,
    size: Option<i64>,
    imprint: [u8; 32],
}

impl Desk {
    /// Beside the rounds: the newest checkpoint, once a day, if anything came into the ledger since the last one. True
    /// when one was stamped.
    pub async fn stamp_in_time(&self) -> Done<bool> {
        let Some(authority) = &self.settings().tsa_url else { return Ok(false) };
        let day = self.now().rfc3339()[..10].to_owned();
        let (newest, today, last) = {
            let mut reader = self.read().await?;
            let mut conn = reader.conn();
            let today = vouching::stamp(&mut conn, CHECKPOINT, &day).await?;
            (checkpoints::newest(&mut conn).await?, today, vouching::newest_stamp(&mut conn).await?)
        };
        let Some(newest) = newest.filter(|_| today.is_none()) else { return Ok(false) };
        // The entry of the last stamp itself is nothing new.
        let before = last.and_then(|last| last.size).map_or(0, |size| size + 1);
        if newest.size <= before {
            return Ok(false);
        }
        let wanted = Wanted {
            of: Stamped::Checkpoint { size: newest.size },
            what: CHECKPOINT,
            subject: day,
            size: Some(newest.size),
            imprint: imprint_of(newest.note.as_bytes()),
        };
        self.stamp(authority, wanted).await
    }

    /// Of an export whose file has this hash.
    pub(super) async fn stamp_export(&self, export: ExportId, sha256: &str) -> Done<bool> {
        let Some(authority) = &self.settings().tsa_url else { return Ok(false) };
        let Some(imprint) = hex::decode(sha256).ok().and_then(|bytes| bytes.try_into().ok()) else { return Ok(false) };
        let wanted =
            Wanted { of: Stamped::Export { export }, what: EXPORT, subject: export.to_string(), size: None, imprint };
        self.stamp(authority, wanted).await
    }

    /// The stamp over a bag: the one that there is, so that the same bag gives the same file, or a new one. None: nobody
    /// is set, or the authority gave none.
    pub(crate) async fn stamp_bag(&self, bag: &Sealed) -> Done<Option<Vec<u8>>> {
        let Some(authority) = &self.settings().tsa_url else { return Ok(None) };
        if let Some(before) = self.stamp_bytes(&bag.sha256).await? {
            return Ok(Some(before));
        }
        let Some(imprint) = hex::decode(&bag.sha256).ok().and_then(|bytes| bytes.try_into().ok()) else {
            return Ok(None);
        };
        let of = Stamped::Bag { name: bag.name.clone() };
        self.stamp(authority, Wanted { of, what: BAG, subject: bag.sha256.clone(), size: None, imprint }).await?;
        self.stamp_bytes(&bag.sha256).await
    }

    async fn stamp(&self, authority: &Url, wanted: Wanted) -> Done<bool> {
        let mut nonce = [0; 16];
        nonce.copy_from_slice(&self.secret()[..16]);
        let answer = match Asked::over(wanted.imprint, nonce) {
            Ok(asked) => ask(authority, &asked).await,
            Err(problem) => Err(problem),
        };
        let (bytes, stamped_at) = match answer {
            Ok(answer) => answer,
            Err(problem) => {
                tracing::warn!(%authority, what = wanted.what, problem, "no time stamp could be had");
                return Ok(false);
            }
        };
        let authority = authority.host_str().unwrap_or_default().to_owned();
        again!(async {
            let content = (wanted.what, wanted.subject.as_str(), stamped_at);
            let mut work = match self.begin(Actor::System, self.new_command(), &content).await? {
                Begun::Before(_) => return Ok(false),
                Begun::Now(work) => work,
            };
            // Another server may have been faster.
            if vouching::stamp(&mut work.conn(), wanted.what, &wanted.subject).await?.is_some() {
                work.commit().await?;
                return Ok(false);
            }
            let kept = work.keep(&bytes).await?;
            let row = StampRow {
                what: wanted.what.to_owned(),
                subject: wanted.subject.clone(),
                size: wanted.size,
                imprint: hex::encode(wanted.imprint),
                evidence: kept.clone(),
                authority: authority.clone(),
                stamped_at: stamped_at.micros(),
            };
            vouching::add_stamp(&mut work.conn(), &row).await?;
            let stamped = TimeStamped {
                of: wanted.of.clone(),
                imprint: row.imprint,
                authority: authority.clone(),
                stamped_at,
                bytes: kept,
            };
            work.record(Event::TimeStamped(Box::new(stamped))).await?;
            work.commit().await?;
            Ok(true)
        })
    }

    /// The stamp over these bytes, as it came. None: there is none.
    pub async fn stamp_bytes(&self, imprint: &str) -> Done<Option<Vec<u8>>> {
        let row = vouching::stamp_of(&mut self.read().await?.conn(), imprint).await?;
        match row {
            Some(row) => self.evidence(&row.evidence).await,
            None => Ok(None),
        }
    }

    /// The checkpoint over so many entries as it was signed and stamped, without the lines of witnesses.
    pub async fn checkpoint_of(&self, size: i64) -> Done<Option<String>> {
        let row = checkpoints::covering(&mut self.read().await?.conn(), size).await?;
        Ok(row.filter(|row| row.size == size).map(|row| row.note))
    }
}

async fn ask(authority: &Url, asked: &Asked) -> Result<(Vec<u8>, Moment), String> {
    let call = Call {
        url: authority,
        media_type: QUESTION,
        headers: &[],
        body: &asked.bytes,
        patience: PATIENCE,
        // A stamp is signed by itself, and many authorities offer nothing else.
        plain_stays_here: false,
    };
    let reply = call.post().await.map_err(|trouble| trouble.to_string())?;
    if reply.status != 200 {
        return Err(format!("it answered with {}", reply.status));
    }
    let at = asked.answered(&reply.body)?;
    Ok((reply.body, at))
}
