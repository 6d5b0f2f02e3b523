//! The second factor: six digits from an app (RFC 6238), or one of ten codes on paper. Each is taken once.

use super::people::wait_until;
use super::work::Begun;
use super::{Desk, Done, Who, again, token_hash};
use crate::event::Event;
use crate::id::{CommandId, PersonId};
use crate::keyfile;
use crate::people::{Actor, RecoveryCodeUsed, RecoveryCodesRenewed, SecondFactorSet};
use crate::phrase;
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::store::aside;
use crate::store::aside_people::{self, Factor};
use crate::time::Moment;
use crate::words::Phrase;
use std::collections::HashSet;
use totp_rs::{Builder, Secret, Totp};

/// A secret that was shown and never used is drawn anew after this.
const PENDING_SECONDS: i64 = 30 * 60;
const RECOVERY_CODES: usize = 10;
/// 120 bits, so that a plain hash is enough to keep them by (ASVS V6.5.2). No sign that looks like another.
const RECOVERY_SIGNS: usize = 24;
const RECOVERY_ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// What somebody's app has to be told, once.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// In groups of four, for whoever types it.
    pub secret: String,
    /// `otpauth://…`, for whoever scans it.
    pub uri: String,
}

/// What a typed code was worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Right,
    Wrong,
    /// It was right, and was taken before.
    Used,
    /// Too many wrong ones: wait until then.
    Wait(Moment),
}

impl Code {
    /// What to say beside the field; none when it was right.
    pub fn sentence(self, now: Moment) -> Option<Phrase> {
        match self {
            Code::Right => None,
            Code::Wrong => Some("This code is not right. Type the six digits that your app shows now.".into()),
            Code::Used => Some("This code was used already. Wait for the next one, at most thirty seconds.".into()),
            Code::Wait(until) => {
                let seconds = (until.minus(now) / 1_000_000 + 1).max(1);
                Some(phrase!("There were too many wrong codes. Try again in {} seconds.", seconds))
            }
        }
    }
}

impl Desk {
    /// Draws a secret to be shown, unless one is waiting to be confirmed. Who has a factor already signs in anew first.
    pub async fn begin_enrolment(&self, who: &Who) -> Done<()> {
        let now = self.now();
        if who.person.second_factor_at.is_some() {
            who.must_be_fresh(now)?;
        }
        // One that this key does not open would show nothing: a new one takes its place.
        if let Some(sealed) = self.pending(who.person.id).await?
            && self.opened(who.person.id, &sealed)?.is_some()
        {
            return Ok(());
        }
        let secret = Secret::from(&self.secret()[..20]).to_base32();
        let sealed = self.seal(who.person.id, &secret)?;
        let mut tx = self.write().await?;
        aside_people::set_pending(&mut tx.conn(), who.person.id, &sealed, now).await?;
        Ok(tx.commit().await?)
    }

    /// The secret that waits to be confirmed by its first code.
    pub async fn enrolment(&self, who: &Who) -> Done<Option<Enrolment>> {
        let Some(sealed) = self.pending(who.person.id).await? else { return Ok(None) };
        let Some(secret) = self.opened(who.person.id, &sealed)? else { return Ok(None) };
        let Some(totp) = totp(&secret, who.person.email.show()) else { return Ok(None) };
        let groups: Vec<&str> = secret.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
        Ok(totp.to_url().ok().map(|uri| Enrolment { secret: groups.join(" "), uri }))
    }

    /// As it lies there, sealed.
    async fn pending(&self, person: PersonId) -> Done<Option<String>> {
        let now = self.now();
        let factor = aside_people::factor(&mut self.read().await?.conn(), person).await?;
        Ok(factor
            .filter(|row| now.minus(Moment::from_micros(row.pending_at)) < PENDING_SECONDS * 1_000_000)
            .and_then(|row| row.pending))
    }

    /// The first code of the new secret. Gives the recovery codes, which exist nowhere else in clear; a command that
    /// comes again gets none. Every other session of this person ends.
    pub async fn confirm_enrolment(&self, who: &Who, command: CommandId, typed: &str, this: &str) -> Done<Vec<String>> {
        who.must_be_fresh(self.now())?;
        let person = who.person.id;
        let codes = self.new_recovery_codes();
        let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(code)).collect();
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("second factor", person)).await? {
                Begun::Before(_) => return Ok(Vec::new()),
                Begun::Now(work) => work,
            };
            let now = work.now;
            let pending = aside_people::factor(&mut work.conn(), person)
                .await?
                .filter(|row| now.minus(Moment::from_micros(row.pending_at)) < PENDING_SECONDS * 1_000_000)
                .and_then(|row| row.pending)
                .ok_or_else(|| {
                    Refusal::field("one_time_code", "This page was open for too long. Begin again with a new secret.")
                })?;
            let secret = self.opened(person, &pending)?.unwrap_or_default();
            let step = totp(&secret, who.person.email.show())
                .and_then(|totp| totp.check(&digits(typed), seconds(now)))
                .and_then(|step| i64::try_from(step).ok());
            let Some(step) = step else {
                let sentence = "This code is not right. Look whether your telephone's clock is right, and type the six digits that the app shows now.";
                return Err(Refusal::field("one_time_code", sentence).into());
            };
            if !aside_people::confirm_pending(&mut work.conn(), person, &pending, step).await? {
                return Err(crate::store::StoreError::Conflict.into());
            }
            aside_people::set_recovery_codes(&mut work.conn(), person, &hashes).await?;
            aside_people::drop_sessions_but(&mut work.conn(), person, this).await?;
            work.record(Event::SecondFactorSet(SecondFactorSet { person })).await?;
            work.commit().await?;
            Ok(codes.clone())
        })
    }

    /// Ten new ones; those before them are worth nothing any more.
    pub async fn renew_recovery_codes(&self, who: &Who, command: CommandId) -> Done<Vec<String>> {
        who.must_be_fresh(self.now())?;
        let person = who.person.id;
        let codes = self.new_recovery_codes();
        let hashes: Vec<String> = codes.iter().map(|code| recovery_hash(code)).collect();
        again!(async {
            let mut work = match self.begin(who.actor(), command, &("recovery codes", person)).await? {
                Begun::Before(_) => return Ok(Vec::new()),
                Begun::Now(work) => work,
            };
            if who.person.second_factor_at.is_none() {
                return Err(Refusal::NotFound("second factor").into());
            }
            aside_people::set_recovery_codes(&mut work.conn(), person, &hashes).await?;
            work.record(Event::RecoveryCodesRenewed(RecoveryCodesRenewed { person })).await?;
            work.commit().await?;
            Ok(codes.clone())
        })
    }

    pub async fn recovery_codes_left(&self, person: PersonId) -> Done<i64> {
        Ok(aside_people::recovery_codes_left(&mut self.read().await?.conn(), person).await?)
    }

    /// Takes a code from the app or from the paper. Wrong ones are counted apart from passwords, so that knowing the
    /// password does not give new tries.
    pub async fn check_code(&self, person: PersonId, typed: &str) -> Done<Code> {
        let now = self.now();
        let found = aside_people::factor(&mut self.read().await?.conn(), person).await?;
        let Some(row) = found else { return Ok(Code::Wrong) };
        if row.blocked_until > now.micros() {
            return Ok(Code::Wait(Moment::from_micros(row.blocked_until)));
        }
        let typed = digits(typed);
        let taken = if typed.len() == RECOVERY_SIGNS {
            self.take_recovery_code(person, &typed).await?
        } else {
            self.take_step(person, &row, &typed, now).await?
        };
        if taken == Code::Wrong {
            let mut tx = self.write_beside().await?;
            // Read again in its turn, or several at once would count as one.
            aside::take_turns(&mut tx.conn(), &[format!("tries:{person}")]).await?;
            let failures = aside_people::factor(&mut tx.conn(), person).await?.map_or(0, |row| row.failures) + 1;
            aside_people::code_failed(&mut tx.conn(), person, failures, wait_until(failures, now)).await?;
            tx.commit().await?;
        }
        Ok(taken)
    }

    async fn take_step(&self, person: PersonId, row: &Factor, typed: &str, now: Moment) -> Done<Code> {
        let Some(sealed) = &row.secret else { return Ok(Code::Wrong) };
        let secret = self.opened(person, sealed)?;
        let step = secret.and_then(|secret| totp(&secret, "")).and_then(|totp| totp.check(typed, seconds(now)));
        let Some(step) = step.and_then(|step| i64::try_from(step).ok()) else { return Ok(Code::Wrong) };
        let mut tx = self.write_beside().await?;
        let taken = aside_people::spend_step(&mut tx.conn(), person, step).await?;
        tx.commit().await?;
        Ok(if taken { Code::Right } else { Code::Used })
    }

    async fn take_recovery_code(&self, person: PersonId, typed: &str) -> Done<Code> {
        let hash = recovery_hash(typed);
        let command = self.new_command();
        again!(async {
            let mut work = match self.begin(Actor::Analyst { person }, command, &("recovery", person)).await? {
                Begun::Before(_) => return Ok(Code::Right),
                Begun::Now(work) => work,
            };
            let now = work.now;
            if !aside_people::spend_recovery_code(&mut work.conn(), person, &hash, now).await? {
                return Ok(Code::Wrong);
            }
            let left = aside_people::recovery_codes_left(&mut work.conn(), person).await?;
            let left = u32::try_from(left).unwrap_or_default();
            aside_people::code_failed(&mut work.conn(), person, 0, Moment::from_micros(0)).await?;
            work.record(Event::RecoveryCodeUsed(RecoveryCodeUsed { person, left })).await?;
            work.commit().await?;
            Ok(Code::Right)
        })
    }

    fn seal(&self, person: PersonId, secret: &str) -> Result<String, StoreError> {
        Ok(self.key()?.seal(self.entropy.as_ref(), &person.to_string(), secret)?)
    }

    /// None, and a line in the log, when the key beside the database is not the one that sealed it.
    fn opened(&self, person: PersonId, sealed: &str) -> Result<Option<String>, StoreError> {
        let opened = self.key()?.open(&person.to_string(), sealed);
        if opened.is_none() {
            tracing::error!(%person, "{} does not open this person's secret", keyfile::FILE);
        }
        Ok(opened)
    }

    /// At the start: makes the key if there is none, and seals what an older program left open. Gives the number of
    /// people whose secret this key does not open; they come in by a recovery code.
    pub async fn seal_secrets(&self) -> Done<usize> {
        let key = self.key()?;
        let mut lost = HashSet::new();
        let rows = aside_people::factors(&mut self.read().await?.conn()).await?;
        for (person, secret, pending) in rows {
            for text in [secret, pending].into_iter().flatten() {
                if !keyfile::is_sealed(&text) {
                    let sealed = key.seal(self.entropy.as_ref(), &person, &text).map_err(StoreError::from)?;
                    let mut tx = self.write().await?;
                    aside_people::reseal(&mut tx.conn(), &person, &text, &sealed).await?;
                    tx.commit().await?;
                } else if key.open(&person, &text).is_none() {
                    lost.insert(person.clone());
                }
            }
        }
        Ok(lost.len())
    }

    fn new_recovery_codes(&self) -> Vec<String> {
        let one = || {
            let random = self.secret();
            let signs: Vec<u8> =
                random[..RECOVERY_SIGNS].iter().map(|byte| RECOVERY_ALPHABET[usize::from(byte % 32)]).collect();
            let groups: Vec<String> = signs.chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect();
            groups.join("-")
        };
        std::iter::repeat_with(one).take(RECOVERY_CODES).collect()
    }
}

/// SHA-1, six digits, thirty seconds, one step to either side: what every app understands. None: not a secret.
fn totp(secret: &str, account: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok()?;
    // A colon would end the issuer's name in the address of the secret.
    let account = account.replace(':', " ");
    Builder::new().with_secret(secret).with_issuer(Some("Due Notice")).with_account_name(account).build().ok()
}

fn seconds(now: Moment) -> u64 {
    u64::try_from(now.micros() / 1_000_000).unwrap_or_default()
}

/// As it was typed or copied, without what only makes it readable.
fn digits(typed: &str) -> String {
    typed.chars().filter(|sign| sign.is_ascii_alphanumeric()).map(|sign| sign.to_ascii_uppercase()).collect()
}

fn recovery_hash(code: &str) -> String {
    token_hash(&digits(code))
}

/// What an app would show now: for stories, which have no telephone.
#[doc(hidden)]
pub fn code_of(secret: &str, now: Moment) -> Option<String> {
    totp(&digits(secret), "").map(|totp| totp.generate(seconds(now)).to_string())
}
