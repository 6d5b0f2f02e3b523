//! How often one address, or one machine's key, may try. Whoever is too quick is told how long to wait.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use docket::time::Clock as DeskClock;
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::error::Oops;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Tries to sign in, each costing a tenth of a second of this machine.
    SignIn,
    /// Reports from the public page.
    Report,
    /// Capability links and keys that do not exist. A right one is never counted.
    Wrong,
    /// What customers send by their links.
    Send,
}

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, Ticks, NoOpMiddleware<Duration>>;

#[derive(Debug)]
pub struct Limits {
    sign_in: Keyed<IpAddr>,
    report: Keyed<IpAddr>,
    wrong: Keyed<IpAddr>,
    send: Keyed<IpAddr>,
    token: Keyed<String>,
    link: Keyed<String>,
    clock: Ticks,
}

const SIGN_INS_A_MINUTE: u32 = 10;
const REPORTS_A_MINUTE: u32 = 10;
const WRONG_LINKS_A_MINUTE: u32 = 20;
/// What one capability link may send: a draft every twenty seconds from a few windows, and the answer itself.
const SENDS_A_MINUTE_BY_LINK: u32 = 60;
/// The same for one address, whatever its links.
const SENDS_A_MINUTE: u32 = 120;
/// Enough for a machine that hands over a flood, one report each.
const CALLS_A_SECOND: u32 = 2_000;

impl Limits {
    /// Given the clock, so that a test can wait a minute in no time. A server gives one that never jumps.
    pub fn new(clock: Arc<dyn DeskClock>) -> Self {
        Self::times(clock, 1)
    }

    /// Wider by a factor, for a clock that stands still.
    pub fn times(clock: Arc<dyn DeskClock>, factor: u32) -> Self {
        let clock = Ticks(clock);
        let minute = |count: u32| Quota::per_minute(NonZeroU32::MIN.saturating_add((count * factor).saturating_sub(1)));
        let second = |count: u32| Quota::per_second(NonZeroU32::MIN.saturating_add((count * factor).saturating_sub(1)));
        Self {
            sign_in: RateLimiter::dashmap_with_clock(minute(SIGN_INS_A_MINUTE), clock.clone()),
            report: RateLimiter::dashmap_with_clock(minute(REPORTS_A_MINUTE), clock.clone()),
            wrong: RateLimiter::dashmap_with_clock(minute(WRONG_LINKS_A_MINUTE), clock.clone()),
            link: RateLimiter::dashmap_with_clock(minute(SENDS_A_MINUTE_BY_LINK), clock.clone()),
            send: RateLimiter::dashmap_with_clock(minute(SENDS_A_MINUTE), clock.clone()),
            token: RateLimiter::dashmap_with_clock(second(CALLS_A_SECOND), clock.clone()),
            clock,
        }
    }

    pub fn check(&self, limit: Limit, address: IpAddr) -> Result<(), Oops> {
        let limiter = match limit {
            Limit::SignIn => &self.sign_in,
            Limit::Report => &self.report,
            Limit::Wrong => &self.wrong,
            Limit::Send => &self.send,
        };
        limiter
            .check_key(&neighbourhood(address))
            .map_err(|not_yet| self.wait(not_yet.wait_time_from(self.clock.now())))
    }

    pub fn check_token(&self, token: &str) -> Result<(), Oops> {
        self.token.check_key(&token.to_owned()).map_err(|not_yet| self.wait(not_yet.wait_time_from(self.clock.now())))
    }

    /// By the hash of a capability link.
    pub fn check_link(&self, link: &str) -> Result<(), Oops> {
        self.link.check_key(&link.to_owned()).map_err(|not_yet| self.wait(not_yet.wait_time_from(self.clock.now())))
    }

    /// Forgets addresses that have been quiet long enough. Called by the rounds.
    pub fn forget(&self) {
        self.sign_in.retain_recent();
        self.report.retain_recent();
        self.wrong.retain_recent();
        self.token.retain_recent();
        self.link.retain_recent();
        self.send.retain_recent();
    }

    fn wait(&self, wait: Duration) -> Oops {
        Oops::too_many(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }
}

/// One household or office of IPv6 has 2^64 addresses: they count as one.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(u128::from(address) & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[derive(Clone, Debug)]
struct Ticks(Arc<dyn DeskClock>);

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().micros()).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docket::time::TestClock;

    #[test]
    fn the_eleventh_try_waits_and_the_minute_gives_it_back() {
        let clock = TestClock::at("2021-01-10T12:00:00Z");
        let limits = Limits::new(Arc::new(clock.clone()));
        let address: IpAddr = Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, 1).into();
        let beside: IpAddr = Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 9, 9, 9, 9).into();
        let other: IpAddr = Ipv6Addr::new(0x2001, 0xdb8, 0, 2, 0, 0, 0, 1).into();
        for _ in 0..SIGN_INS_A_MINUTE {
            assert!(limits.check(Limit::SignIn, address).is_ok());
        }
        let refused = limits.check(Limit::SignIn, beside).err();
        assert_eq!(refused.and_then(|oops| oops.retry_after), Some(6));
        assert!(limits.check(Limit::SignIn, other).is_ok());
        assert!(limits.check(Limit::Report, address).is_ok());
        clock.advance_seconds(6);
        assert!(limits.check(Limit::SignIn, address).is_ok());
    }
}
