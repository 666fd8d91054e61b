//! How often one client may do what.
//!
//! Keyed by action and client address (an IPv6 client is its /64). Addresses live in memory only and
//! fall out as soon as they say nothing any more.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{App, Error};

/// Something a client does that costs us or invites guessing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Asks for an assessment.
    Check,
    /// Sends a report or an appeal.
    CreateReport,
    /// Asks after a report by its tracking code, or for a calendar by its secret address.
    Track,
    /// Looks up one indicator.
    LookUp,
    /// Fetches a feed.
    GetFeed,
    /// Tries to sign in, or answers a one-time link.
    SignIn,
    /// Asks for a page of TAXII.
    Taxii,
    /// Sends a report or an appeal beyond the free share.
    CreateReportBeyond,
    /// Sends one beyond it from a form that was open for a while, without work.
    CreateReportWaited,
    /// A provider of sign-ins says that somebody signed out there.
    EndSessions,
}

/// Requests per minute and client for each action; 0 switches that limit off. A client may use a
/// minute's worth at once.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Assessments. One address may stand for a village behind one carrier gateway.
    pub check: u32,
    /// Reports and appeals that are taken without being asked for anything. As many again are taken from forms that
    /// were open for a while, and five times as many with a little work; see `challenge`.
    pub create_report: u32,
    /// Questions by tracking code.
    pub track: u32,
    /// Look-ups of one indicator. Numbers can be enumerated; this is what slows that down.
    pub look_up: u32,
    /// Fetches of feeds.
    pub get_feed: u32,
    /// Attempts to sign in. A provider may tell of thirty times as many who signed out: it does so for all officers from
    /// one address.
    pub sign_in: u32,
    /// Pages of TAXII: a walk over a million entries is 200 to 1,000 of them.
    pub taxii: u32,
}

impl Default for Rates {
    fn default() -> Rates {
        Rates {
            check: 120,
            create_report: 20,
            track: 30,
            look_up: 120,
            get_feed: 60,
            sign_in: 20,
            taxii: 1_200,
        }
    }
}

impl Rates {
    /// Every limit off: behind a gateway that has its own, and in load tests.
    pub const OFF: Rates =
        Rates { check: 0, create_report: 0, track: 0, look_up: 0, get_feed: 0, sign_in: 0, taxii: 0 };
}

/// So many times the free share of forms are taken from one client that works or waits for them.
const BEYOND: u32 = 5;

/// So many times the attempts to sign in are taken from one client that tells of officers who signed out.
const SIGN_OUTS: u32 = 30;

/// Checks between two sweeps that forget clients who are within their limits again.
const CHECKS_PER_SWEEP: u32 = 10_000;

/// Counts what clients do.
pub struct Limits {
    by_action: [Option<DefaultKeyedRateLimiter<IpAddr>>; 10],
    checks: AtomicU32,
}

impl Limits {
    /// Limits at these rates.
    pub fn new(rates: &Rates) -> Limits {
        let limiter = |per_minute: u32| {
            NonZeroU32::new(per_minute).map(|count| RateLimiter::keyed(Quota::per_minute(count)))
        };
        Limits {
            by_action: [
                limiter(rates.check),
                limiter(rates.create_report),
                limiter(rates.track),
                limiter(rates.look_up),
                limiter(rates.get_feed),
                limiter(rates.sign_in),
                limiter(rates.taxii),
                limiter(rates.create_report.saturating_mul(BEYOND)),
                limiter(rates.create_report),
                limiter(rates.sign_in.saturating_mul(SIGN_OUTS)),
            ],
            checks: AtomicU32::new(0),
        }
    }

    /// Counts one `action` of this client.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the time after which it will be allowed again.
    pub fn check(&self, action: Action, client: ClientAddr) -> Result<(), Error> {
        let Some(limiter) = &self.by_action[action as usize] else { return Ok(()) };
        if self.checks.fetch_add(1, Ordering::Relaxed) % CHECKS_PER_SWEEP == CHECKS_PER_SWEEP - 1 {
            self.by_action.iter().flatten().for_each(RateLimiter::retain_recent);
        }
        limiter.check_key(&client.key()).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Error::TooMany { retry_after: wait.max(Duration::from_secs(1)) }
        })
    }
}

/// The address a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddr(pub IpAddr);

impl ClientAddr {
    /// What the limits count by: the address, or the /64 of an IPv6 address, because one line usually
    /// gets a /64 (RFC 6177).
    fn key(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            address @ IpAddr::V4(_) => address,
        }
    }
}

impl FromRequestParts<App> for ClientAddr {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<ClientAddr, Error> {
        let forwarded = app.settings.client_address_header.as_ref().and_then(|name| {
            let last = parts.headers.get_all(name.as_str()).iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        });
        let connection = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // Without a connection there is no network client: a test calls the router directly.
        let address = forwarded.or(connection).unwrap_or(IpAddr::V6(Ipv6Addr::LOCALHOST));
        Ok(ClientAddr(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(text: &str) -> ClientAddr {
        ClientAddr(text.parse().unwrap())
    }

    #[test]
    fn each_client_and_action_has_its_own_count() {
        let limits = Limits::new(&Rates { check: 2, track: 1, ..Rates::OFF });
        for _ in 0..2 {
            limits.check(Action::Check, client("192.0.2.1")).unwrap();
        }
        let refused = limits.check(Action::Check, client("192.0.2.1")).unwrap_err();
        assert!(matches!(refused, Error::TooMany { retry_after } if retry_after >= Duration::from_secs(1)));
        limits.check(Action::Check, client("192.0.2.2")).unwrap();
        limits.check(Action::Track, client("192.0.2.1")).unwrap();
        for _ in 0..1_000 {
            limits.check(Action::SignIn, client("192.0.2.1")).unwrap();
        }
    }

    #[test]
    fn a_provider_tells_of_many_officers_from_one_address() {
        let limits = Limits::new(&Rates { sign_in: 2, ..Rates::OFF });
        for _ in 0..60 {
            limits.check(Action::EndSessions, client("192.0.2.1")).unwrap();
        }
        assert!(limits.check(Action::EndSessions, client("192.0.2.1")).is_err());
        limits.check(Action::SignIn, client("192.0.2.1")).unwrap();
    }

    #[test]
    fn an_ipv6_client_is_its_64() {
        let limits = Limits::new(&Rates { check: 1, ..Rates::OFF });
        limits.check(Action::Check, client("2001:db8:0:1::1")).unwrap();
        assert!(limits.check(Action::Check, client("2001:db8:0:1:ffff::2")).is_err());
        limits.check(Action::Check, client("2001:db8:0:2::1")).unwrap();
        limits.check(Action::Check, client("::ffff:192.0.2.1")).unwrap();
        assert!(limits.check(Action::Check, client("192.0.2.1")).is_err());
    }
}
