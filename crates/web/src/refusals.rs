//! Bodies that were refused, each told to the log once an hour: a sender that goes on fills no disk, and the operator
//! still learns of it. Nothing of the body or of its sender is told.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use model::Time;

use crate::Error;

/// Milliseconds after which the same refusal is told again.
const AGAIN_MS: i64 = 3_600_000;

/// Which refusals were told in this hour.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<(i64, HashSet<(String, &'static str)>)>);

impl Refusals {
    /// Tells a refused body, once an hour for each first part of an address and each code; whether it was told.
    pub(crate) fn tell(&self, route: &str, error: &Error, now: Time) -> bool {
        let is_about_body = matches!(
            error,
            Error::TooLarge { .. } | Error::UnsupportedMediaType | Error::Malformed { .. } | Error::TooSlow
        );
        if !is_about_body || !self.is_new(route, error.code(), now) {
            return false;
        }
        let code = error.code();
        tracing::info!(route, code, "refused a body sent to {route}: {code}; told once an hour");
        true
    }

    fn is_new(&self, route: &str, code: &'static str, now: Time) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = now.millis() / AGAIN_MS;
        if told.0 != hour {
            *told = (hour, HashSet::new());
        }
        // Addresses are anybody's words; codes are ours, and a refusal of one address is like that of another.
        let known = ["/api/", "/feeds/", "/taxii2/", "/console/", "/en/", "/log/"];
        let route = if known.contains(&route) { route } else { "/" };
        told.1.insert((route.to_owned(), code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_once_an_hour_and_not_for_each_made_up_address() {
        let refusals = Refusals::default();
        let now = Time::from_millis(AGAIN_MS * 10);
        let large = Error::TooLarge { bytes_max: 1 };
        assert!(refusals.tell("/taxii2/", &large, now));
        assert!((0..1_000).all(|_| !refusals.tell("/taxii2/", &large, now)));
        assert!(refusals.tell("/taxii2/", &Error::UnsupportedMediaType, now), "another code");
        assert!(refusals.tell("/api/", &large, now), "another road");
        let told = (0..1_000).filter(|number| refusals.tell(&format!("/a{number}/"), &large, now)).count();
        assert_eq!(told, 1);
        assert!(!refusals.tell("/api/", &Error::NotFound, now), "not about a body");
        assert!(refusals.tell("/taxii2/", &large, Time::from_millis(AGAIN_MS * 11)));
    }
}
