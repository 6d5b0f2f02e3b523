//! The use cases, one transaction each. Only here is a write opened.

pub mod account;
pub mod alerts;
pub mod answers;
pub mod appeals;
pub mod as_of;
pub mod calendars;
pub mod cases;
pub mod changes;
mod check;
pub mod check_notice;
pub mod checkpoints;
pub mod codes;
pub mod complaints;
pub mod customers;
pub mod dashboard;
pub mod data_requests;
pub mod deadlines;
pub mod decisions;
mod destroying;
pub mod drafts;
pub mod erasing;
mod exhibits;
pub mod exports;
pub mod extensions;
pub mod figures;
pub mod fill;
pub mod found;
pub mod gap;
mod gate;
pub mod handing;
pub mod history;
pub mod holds;
pub mod instructions;
pub mod interims;
pub mod invitations;
pub mod letters;
pub mod links;
pub mod live;
pub mod mail;
pub mod mailbox;
pub mod notices;
pub mod pages;
pub mod passing;
mod passwords;
pub mod people;
pub mod places;
pub mod policy;
pub mod precedents;
pub mod preservation;
pub mod printed;
pub mod proofs;
pub mod public;
pub mod queues;
pub mod reach;
pub mod reminders;
pub mod retention;
pub mod reveal;
pub mod roles;
pub mod sealing;
pub mod searching;
pub mod second_factor;
pub mod sessions;
pub mod stamping;
pub mod stays;
pub mod take_back;
pub mod team;
pub mod templates;
pub mod tending;
pub mod tending_many;
pub mod triage;
pub mod vouching;
pub mod watching;
pub mod work;

pub use links::Opened;

use crate::entropy::Entropy;
use crate::id::{CommandId, EventId, mint};
use crate::keyfile::Key;
use crate::ledger::Hash;
use crate::people::{Act, Actor, Person, Role, Taste, may};
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::store::{Reader, Store, StoreError};
use crate::time::{Clock, Moment};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// The desk: where the record lies, what time it is, where randomness comes from.
#[derive(Clone, Debug)]
pub struct Desk {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    settings: Arc<Settings>,
    /// Read when it is first needed.
    key: Arc<OnceLock<Key>>,
    watch: Arc<watching::Watch>,
    gate: Arc<gate::Gate>,
    /// One at a time asks the notary; while it does not answer nobody does, until then.
    signing: Arc<tokio::sync::Mutex<Option<Moment>>>,
}

/// Whoever is signed in, as the verbs need to know them.
#[derive(Clone, Debug, PartialEq)]
pub struct Who {
    pub person: Person,
    /// When the password was last typed. Burdening acts want it within five minutes.
    pub signed_in_at: Moment,
    /// How they like their pages.
    pub taste: Taste,
}

/// How old a sign-in may be for a burdening act.
pub const FRESH_SECONDS: i64 = 5 * 60;

impl Who {
    pub fn actor(&self) -> Actor {
        Actor::Analyst { person: self.person.id }
    }

    pub fn role(&self) -> Role {
        self.person.role
    }

    pub fn may(&self, act: Act) -> bool {
        self.person.disabled_at.is_none() && may(self.person.role, act)
    }

    pub(crate) fn must(&self, act: Act) -> Result<(), Refusal> {
        if self.may(act) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    pub fn is_fresh(&self, now: Moment) -> bool {
        now.minus(self.signed_in_at) <= FRESH_SECONDS * 1_000_000
    }

    pub(crate) fn must_be_fresh(&self, now: Moment) -> Result<(), Refusal> {
        if self.is_fresh(now) { Ok(()) } else { Err(Refusal::FreshSignInNeeded) }
    }
}

/// What whoever acted gets back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub at: Moment,
    pub entries: Vec<ReceiptEntry>,
    /// True when the command had been carried out before: nothing happened now.
    pub repeated: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptEntry {
    pub event: EventId,
    pub seq: i64,
    pub kind: String,
    #[serde(with = "hash_hex")]
    pub leaf_hash: Hash,
}

mod hash_hex {
    use crate::ledger::Hash;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(hash: &Hash, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(hash))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Hash, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = hex::decode(text).map_err(serde::de::Error::custom)?;
        Hash::try_from(bytes.as_slice()).map_err(serde::de::Error::custom)
    }
}

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(StoreError),
}

/// That a desk is read-only is a "no" and nothing broken: forms are shown again with what was typed.
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::ReadOnly(why) => Failure::Refused(Refusal::ReadOnly(why)),
            other => Failure::Store(other),
        }
    }
}

impl Failure {
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Failure::Refused(refusal) => Some(refusal),
            Failure::Store(_) => None,
        }
    }
}

pub type Done<T> = Result<T, Failure>;

/// How often a verb starts again when somebody else was faster.
const TRIES: u32 = 8;

/// Starts the verb again on a conflict. Each try reads everything anew.
macro_rules! again {
    ($call:expr) => {{
        let mut tries = 0;
        loop {
            match $call.await {
                Err($crate::desk::Failure::Store($crate::store::StoreError::Conflict))
                    if tries < $crate::desk::TRIES =>
                {
                    tries += 1
                }
                other => break other,
            }
        }
    }};
}
pub(crate) use again;

impl Desk {
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>, settings: Settings) -> Self {
        let (key, watch, gate, signing) = (Arc::default(), Arc::default(), Arc::default(), Arc::default());
        Self { store, clock, entropy, settings: Arc::new(settings), key, watch, gate, signing }
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Microseconds by a clock that nobody sets.
    pub fn steady(&self) -> i64 {
        self.clock.steady()
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub async fn read(&self) -> Result<Reader, StoreError> {
        self.store.read().await
    }

    /// An id of any noun.
    pub fn new_id<I: From<uuid::Uuid>>(&self) -> I {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        I::from(mint(self.now(), random))
    }

    pub fn new_command(&self) -> CommandId {
        self.new_id()
    }

    /// What seals the secrets beside the record. Made by the first who needs it.
    pub(crate) fn key(&self) -> Result<&Key, StoreError> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = Key::open_or_make(&self.settings.data, self.entropy.as_ref())?;
        Ok(self.key.get_or_init(|| key))
    }

    pub(crate) fn secret(&self) -> [u8; 32] {
        let mut random = [0; 32];
        self.entropy.fill(&mut random);
        random
    }

    /// What people read out of a receipt: "A-7F3K-2M9Q" and so on by prefix.
    pub(crate) fn new_receipt(&self, prefix: &str) -> String {
        format!("{prefix}-{}", crate::notice::code::receipt_from(self.eight()))
    }

    /// Of a notice: "DN-7F3K-2M9QF".
    pub(crate) fn new_code(&self) -> String {
        crate::notice::code::code_from(self.eight())
    }

    fn eight(&self) -> [u8; 8] {
        let mut random = [0; 8];
        self.entropy.fill(&mut random);
        random
    }

    /// 256 bits for a capability link, and the hash that is kept of them.
    pub(crate) fn new_token(&self) -> (String, String) {
        use base64::Engine;
        let token = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.secret());
        let hash = token_hash(&token);
        (token, hash)
    }
}

/// What is kept of a secret.
pub fn token_hash(token: &str) -> String {
    crate::store::evidence::sha256_hex(token.as_bytes())
}
